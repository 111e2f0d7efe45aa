"""A desk monitor arm: screw clamp, post, two links and a head that keeps the screen level.

What it teaches: a parallelogram. A tie rod runs inside the upper arm between yoke and knuckle; `couple` turns the
knuckle back by as much as the arm is lifted, so the screen never leans; pan, tilt and rotation follow it.

Frame: x points over the desk to the user, z up; the origin lies on the desk under the post, the desk's rear edge is
behind it. Everything is drawn where it stands at rest; `add` moves it into the frame of its part.
"""

from __future__ import annotations

from math import asin, cos, pi, sin

from sdk import (
    ArticulatedObject, Box, Cylinder, CylinderGeometry, Inertial, MotionLimits, Origin, TestContext, TestReport,
    array_polar, boolean_difference, boolean_union, cylinder_between, hull_plate, mesh_from_geometry,
    pin_joint, rounded, screw, span_box, spin,
)  # fmt: skip

# What a customer chooses.
LOWER = 0.26  # post to elbow
UPPER = 0.27  # length of the spring arm
POST = 0.22  # height of the post
SCREEN = 0.60  # width of the screen's frame
DESK = 0.028  # thickness of the desk in the clamp

# Clamp, below the desk and behind its edge.
# x of the desk's edge; thickness of the lower jaw; travel of the screw.
EDGE, JAW, OPENING = -0.046, 0.012, 0.025
PAD, THREAD, ROD = 0.006, 0.0055, 0.038  # thickness of the pressure pad; radius and length of the screw
NUT = -DESK - PAD - OPENING - 2 * JAW  # z of the underside of the jaw

# Lower arm, elbow and yoke.
ELBOW = POST + 0.036  # z of the top of the lower arm
TIE = 0.030  # height of the parallelogram's short sides
SHOULDER = (LOWER, 0.0, ELBOW + 0.076)
RISE, PIN, SLACK = (0.30, 0.0040, 0.0002)  # slope of the spring arm at rest; radius of its pins; clearance on a side
CHEEK, CHANNEL = (0.010, 0.014), (0.0163, 0.0195)  # |y| of yoke and knuckle plates, of the arm's side walls
HEIGHT = SCREEN * 0.585  # of the screen's frame
# The lowest position: the arm slopes down by half a radian, or less where the screen would come to the desk.
SINK = min(0.5, asin(min(1.0, max(-0.2, (SHOULDER[2] - 0.014 - HEIGHT / 2 - 0.02) / UPPER))))
LIFT = (-RISE - SINK, 0.50)

# Head.
WRIST = (LOWER + UPPER * cos(RISE), 0.0, SHOULDER[2] + UPPER * sin(RISE))
PAN = (WRIST[0] + 0.056, 0.0, WRIST[2] - 0.026)
TILT = (PAN[0] + 0.044, 0.0, PAN[2] + 0.016)
VESA = (TILT[0] + 0.026, 0.0, TILT[2])  # where the plate turns
BACK = VESA[0] + 0.021  # x of the screen's back
PATTERN = 0.100  # of the four screws

STAND = {
    "clamp": (0.0, 0.0, 0.0), "pad": (0.018, 0.0, NUT), "clamp_screw": (0.018, 0.0, NUT),
    "lower_arm": (0.0, 0.0, POST), "yoke": (LOWER, 0.0, ELBOW + 0.003), "spring_arm": SHOULDER,
    "tie_rod": (LOWER, 0.0, SHOULDER[2] - TIE), "knuckle": WRIST, "head": PAN, "tilt_block": TILT, "screen": VESA,
}  # fmt: skip


def seen_from(part, point):
    """The point, given where the arm stands, in the frame of a part."""
    return tuple(value - base for value, base in zip(point, STAND[part.name], strict=True))


def add(part, name, material, solid, *more, less=()):
    """A visual of these solids in one, without those of `less`, drawn where they stand."""
    shape = boolean_union(solid, *more) if more else solid
    shape = boolean_difference(shape, *less) if less else shape
    shape.translate(*seen_from(part, (0.0, 0.0, 0.0)))
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def standing(points, thickness, y, holes=()):
    """A plate from (x, z, radius) discs, upright in the plane of y."""
    return hull_plate(points, thickness, holes=holes).rotate_x(pi / 2).translate(0, y, 0)


def swing(model, name, parent, child, low, high, effort=20.0):
    """A joint about y at the place where the child stands; positive lifts what reaches to +x."""
    return model.articulation(
        name, "revolute", parent, child, origin=Origin(seen_from(parent, STAND[child.name])), axis=(0, -1, 0),
        motion_limits=MotionLimits(effort=effort, velocity=1.5, lower=low, upper=high),
    )  # fmt: skip


def add_clamp(model: ArticulatedObject, white, dark, steel):
    """Clamp: a C-frame around the desk's edge with the post on it, and a screw that presses a pad up."""
    clamp, pad, spindle = model.part("clamp"), model.part("pad"), model.part("clamp_screw")
    foot = rounded((0.110, 0.096, 0.009), 0.014).translate(0.002, 0, 0.0045)
    spine = span_box(x=(EDGE - 0.007, EDGE), y=(-0.034, 0.034), z=(NUT, 0.009))
    jaw = hull_plate([(EDGE - 0.005, 0.030, 0.002), (EDGE - 0.005, -0.030, 0.002), (0.018, 0, 0.018)], JAW)
    hole = cylinder_between((0.018, 0, -1), (0.018, 0, 0), THREAD + 0.0012, segments=32)
    lower = boolean_difference(jaw.translate(0, 0, NUT + JAW / 2), hole)
    add(clamp, "frame", white, foot, spine, lower)
    for name, y in (("left", 0.026), ("right", -0.026)):
        rib = standing(
            [(EDGE - 0.004, NUT + 0.003, 0.002), (EDGE - 0.004, -DESK - 0.002, 0.002), (-0.012, NUT + 0.003, 0.002)],
            0.005,
            y,
        )
        add(
            clamp, f"rib_{name}", white,
            boolean_difference(rib, span_box(x=(EDGE, 1), y=(-1, 1), z=(-DESK - 0.004, 1))),
        )  # fmt: skip
    tube = Origin((0, 0, (POST + 0.004) / 2))
    clamp.visual(Cylinder(0.0175, POST - 0.013), origin=tube, material=steel, name="post")
    add(clamp, "collar", dark, cylinder_between((0, 0, 0.008), (0, 0, 0.030), 0.024, segments=40))
    screw(
        model, clamp, spindle, at=seen_from(clamp, STAND["pad"]), axis=(0, 0, -1), pitch=0.002,
        turns=OPENING / 0.002, radius=THREAD, male="child", nut_height=JAW, nut_wall=0.0012, real_thread=False,
        traveller=pad, name="clamp_turn", material=steel,
    )  # fmt: skip
    top = -DESK - PAD
    disc = cylinder_between((0.018, 0, top), (0.018, 0, -DESK), 0.019, segments=32)
    neck = cylinder_between((0.018, 0, NUT + ROD), (0.018, 0, top + 0.001), 0.009, segments=24)
    add(pad, "pad", dark, disc, neck)
    lobes = array_polar(CylinderGeometry(0.007, 0.014, radial_segments=14).translate(0.014, 0, 0), 5)
    grip = boolean_union(lobes, CylinderGeometry(0.014, 0.014, radial_segments=24)).translate(0.018, 0, NUT - 0.009)
    add(
        spindle, "grip", dark, grip,
        cylinder_between((0.018, 0, NUT - 0.010), (0.018, 0, NUT + 0.001), THREAD - 0.0006, segments=20),
    )  # fmt: skip
    clamp.inertial = Inertial.from_geometry(Box((0.11, 0.10, 0.05)), mass=1.6)
    return clamp


def add_lower_arm(model: ArticulatedObject, clamp, white, dark, steel):
    """Lower arm, swivelling on the post, and the yoke that swivels on its end."""
    arm, yoke = model.part("lower_arm"), model.part("yoke")
    low, high = POST + 0.004, ELBOW
    bar = hull_plate([(0, 0, 0.026), (LOWER, 0, 0.023)], high - low).translate(0, 0, (low + high) / 2)
    groove = span_box(x=(0.045, LOWER - 0.045), y=(-0.006, 0.006), z=(low - 0.001, low + 0.016))
    add(arm, "bar", white, bar, less=[groove])
    for x in (0.3 * LOWER, 0.7 * LOWER):
        clip = span_box(x=(x - 0.008, x + 0.008), y=(-0.009, 0.009), z=(low - 0.002, low + 0.004))
        add(arm, f"cable_clip_{'rear' if x < 0.5 * LOWER else 'front'}", dark, clip)
    line = [(0.022, 0, low + 0.006), (LOWER - 0.022, 0, low + 0.006)]
    add(arm, "cable", dark, cylinder_between(*line, 0.0035, segments=12))
    spin(
        model, clamp, arm, at=(0, 0, POST), axis=(0, 0, 1), diameter=0.024, length=0.040, flange=0.046,
        lower=-1.7, upper=1.7, name="base_swivel", material=steel,
    )  # fmt: skip
    base = cylinder_between((LOWER, 0, ELBOW + 0.007), (LOWER, 0, ELBOW + 0.022), 0.0235, segments=40)
    add(yoke, "turntable", white, base)
    x, _, z = SHOULDER
    for name, sign in (("left", 1), ("right", -1)):
        plate = standing([(x, z, 0.010), (x - 0.012, ELBOW + 0.020, 0.004), (x + 0.012, ELBOW + 0.020, 0.004)],
                         CHEEK[1] - CHEEK[0], sign * (CHEEK[0] + CHEEK[1]) / 2)  # fmt: skip
        add(yoke, f"cheek_{name}", dark, plate)
    for name, point, half in (
        ("shoulder_pin", SHOULDER, CHANNEL[1] + 0.001),
        ("tie_pin", STAND["tie_rod"], CHEEK[1] + 0.001),
    ):
        lying = Origin(seen_from(yoke, point), (pi / 2, 0, 0))
        yoke.visual(Cylinder(PIN, 2 * half), origin=lying, material=steel, name=name)
    spin(
        model, arm, yoke, at=seen_from(arm, STAND["yoke"]), axis=(0, 0, 1), diameter=0.018, length=0.024, flange=0.040,
        lower=-1.9, upper=1.9, name="elbow", material=steel,
    )  # fmt: skip
    arm.inertial = Inertial.from_geometry(Box((LOWER, 0.05, 0.03)), mass=0.9, origin=Origin((LOWER / 2, 0, 0.02)))
    return yoke


def add_spring_arm(model: ArticulatedObject, yoke, white, dark, steel):
    """Spring arm, tie rod and knuckle: a parallelogram inside a channel that is open below."""
    arm, tie, knuckle = model.part("spring_arm"), model.part("tie_rod"), model.part("knuckle")
    inner, outer = CHANNEL
    hole = PIN + SLACK
    ends = [(0, 0, hole), (UPPER, 0, hole)]
    shell = standing([(0, 0, 0.0165), (UPPER, 0, 0.0150)], 2 * outer, 0.0, holes=ends)
    room = span_box(x=(-1, 1), y=(-inner, inner), z=(-1, 0.0125))
    cover = rounded((UPPER - 0.05, 0.026, 0.003), 0.008).translate(UPPER / 2, 0, 0.0163)
    channel = boolean_difference(shell, room)
    cap = standing([(UPPER * 0.36, -0.016, 0.010), (UPPER * 0.64, -0.016, 0.010)], 2 * outer, 0.0)
    skirt = boolean_difference(cap, room)  # deeper in the middle, where the spring lies
    for name, shape, material in (("channel", boolean_union(channel, skirt), white), ("cover", cover, dark)):
        add(arm, name, material, shape.rotate_y(-RISE).translate(*SHOULDER))
    bar = standing([(0, 0, 0.0065), (UPPER, 0, 0.0065)], 0.010, 0.0, holes=ends)
    add(tie, "rod", steel, bar.rotate_y(-RISE).translate(*STAND["tie_rod"]))
    x, _, z = WRIST
    for name, sign in (("left", 1), ("right", -1)):
        plate = standing([(x, z, 0.010), (x, z - TIE, 0.010), (x + 0.036, z - 0.037, 0.009)],
                         CHEEK[1] - CHEEK[0], sign * (CHEEK[0] + CHEEK[1]) / 2)  # fmt: skip
        add(knuckle, f"cheek_{name}", dark, plate)
    block = rounded((0.050, 0.040, 0.020), 0.012).translate(PAN[0] - 0.003, 0, PAN[2] - 0.0130)
    add(knuckle, "block", white, block)
    for name, point, half in (("wrist_pin", WRIST, outer + 0.001), ("tie_pin", (x, 0.0, z - TIE), CHEEK[1] + 0.001)):
        lying = Origin(seen_from(knuckle, point), (pi / 2, 0, 0))
        knuckle.visual(Cylinder(PIN, 2 * half), origin=lying, material=steel, name=name)
    swing(model, "lift", yoke, arm, *LIFT, effort=90.0)
    swing(model, "tie_swing", yoke, tie, *LIFT)
    swing(model, "level", arm, knuckle, -LIFT[1], -LIFT[0])
    model.couple("tie_swing", "lift", ratio=1.0)
    model.couple("level", "lift", ratio=-1.0)
    model.fit(arm, yoke, elem_child="channel", elem_parent="shoulder_pin", gap=SLACK)
    model.fit(knuckle, arm, elem_child="wrist_pin", elem_parent="channel", gap=SLACK)
    model.fit(tie, yoke, elem_child="rod", elem_parent="tie_pin", gap=SLACK)
    model.fit(tie, knuckle, elem_child="rod", elem_parent="tie_pin", gap=SLACK)
    arm.inertial = Inertial.from_geometry(Box((UPPER, 0.04, 0.03)), mass=1.1, origin=Origin((UPPER / 2, 0, 0)))
    return knuckle


def add_head(model: ArticulatedObject, knuckle, white, dark, steel):
    """Head: pan on the knuckle, tilt behind the plate, and the plate with the screen, which turns upright."""
    head, block, screen = model.part("head"), model.part("tilt_block"), model.part("screen")
    body = rounded((0.034, 0.036, 0.026), 0.012).translate(PAN[0], 0, PAN[2] + 0.017)
    add(head, "body", white, body)
    spin(
        model, knuckle, head, at=seen_from(knuckle, PAN), axis=(0, 0, 1), diameter=0.016, length=0.031, flange=0.036,
        lower=-1.4, upper=1.4, name="pan", material=steel,
    )  # fmt: skip
    core = span_box(x=(TILT[0] - 0.004, VESA[0] - 0.002), y=(-0.0115, 0.0115), z=(TILT[2] - 0.012, TILT[2] + 0.012))
    add(block, "core", dark, core)
    pin_joint(
        model, head, block, at=seen_from(head, TILT), axis=(0, 1, 0), diameter=0.010, width=0.050, style="trunnion",
        parent_side=(-1, 0, 0), reach=0.030, lower=-0.35, upper=0.45, name="tilt", material=steel,
    )  # fmt: skip
    x = VESA[0]
    plate = rounded((0.005, PATTERN + 0.018, PATTERN + 0.018), 0.010, edges="x").translate(x + 0.0105, 0, VESA[2])
    add(screen, "vesa_plate", dark, plate)
    spin(
        model, block, screen, at=seen_from(block, VESA), axis=(1, 0, 0), diameter=0.020, length=0.015, flange=0.040,
        lower=-pi / 2, upper=pi / 2, name="rotate", material=steel,
    )  # fmt: skip
    half = PATTERN / 2
    for row, (y, z) in enumerate(((half, half), (half, -half), (-half, -half), (-half, half))):
        for name, low, high, radius in (("spacer", 0.0125, 0.022, 0.007), ("screw", 0.0055, 0.0085, 0.0045)):
            lying = Origin(((low + high) / 2, y, z), (0, pi / 2, 0))
            screen.visual(Cylinder(radius, high - low), origin=lying, material=steel, name=f"{name}_{row}")
    z = VESA[2]
    hump = rounded((0.022, 0.56 * SCREEN, 0.62 * HEIGHT), 0.030, edges="x").translate(BACK + 0.011, 0, z)
    shell = rounded((0.013, SCREEN, HEIGHT), 0.008, edges="x").translate(BACK + 0.026, 0, z)
    add(screen, "shell", dark, hump, shell)
    front = BACK + 0.0325
    glass = span_box(x=(front - 0.001, front + 0.0006), y=(0.008 - SCREEN / 2, SCREEN / 2 - 0.008),
                     z=(z - HEIGHT / 2 + 0.018, z + HEIGHT / 2 - 0.008))  # fmt: skip
    add(screen, "glass", "screen_glass", glass)
    chin = z - HEIGHT / 2 + 0.009
    add(
        screen, "badge", steel,
        span_box(x=(front - 0.001, front + 0.0008), y=(-0.018, 0.018), z=(chin - 0.002, chin + 0.002)),
    )  # fmt: skip
    lamp = Origin(seen_from(screen, (front, 0.03 - SCREEN / 2, chin)), (0, pi / 2, 0))
    screen.visual(Cylinder(0.0018, 0.002), origin=lamp, material="power_led", name="power_led")
    screen.inertial = Inertial.from_geometry(Box((0.03, SCREEN, HEIGHT)), mass=4.5, origin=Origin((0.045, 0, 0)))


def build_object_model() -> ArticulatedObject:
    """The arm reaching straight over the desk, screen upright."""
    model = ArticulatedObject("monitor_arm")
    white = model.material("white_powder_coat", rgba=(0.86, 0.87, 0.88, 1.0))
    dark = model.material("black_plastic", rgba=(0.12, 0.12, 0.13, 1.0))
    steel = model.material("polished_steel", rgba=(0.68, 0.69, 0.71, 1.0))
    model.material("screen_glass", rgba=(0.05, 0.08, 0.13, 1.0))
    model.material("power_led", rgba=(0.35, 0.85, 1.0, 1.0))
    clamp = add_clamp(model, white, dark, steel)
    yoke = add_lower_arm(model, clamp, white, dark, steel)
    knuckle = add_spring_arm(model, yoke, white, dark, steel)
    add_head(model, knuckle, white, dark, steel)
    model.anchor(clamp, to="wall")  # the clamp grips the desk's edge as a bracket grips a wall: it cannot tip
    return model


def run_tests() -> TestReport:
    """The screen stays level while lifted and clear of the desk; clamp, tilt, pan and rotation do their work."""
    ctx = TestContext(object_model)
    level = ctx.part_element_world_aabb("screen", elem="vesa_plate")
    depth = level[1][0] - level[0][0]
    for value in LIFT:
        with ctx.pose(lift=value):
            box = ctx.part_element_world_aabb("screen", elem="vesa_plate")
            lean = abs(box[1][0] - box[0][0] - depth)
            ctx.check(f"the screen is level, lifted by {value:.2f}", lean < 1e-6, f"leans by {lean:.6f} m")
            ctx.expect_within("knuckle", "tie_rod", axes="xz", inner_elem="tie_pin", outer_elem="rod", margin=0.001,
                              name=f"the tie rod holds its pin, lifted by {value:.2f}")  # fmt: skip
            low = ctx.part_element_world_aabb("screen", elem="shell")[0][2]
            ctx.check(f"the screen stays above the desk, lifted by {value:.2f}", low > 0.01, f"{low:.3f} m")
    ctx.expect_moves("screen", "lift", "up", min_distance=0.05)
    ctx.expect_moves("screen", "base_swivel", "+y", min_distance=0.2)
    ctx.expect_moves("screen", "elbow", "+y", min_distance=0.2)
    ctx.expect_moves("pad", "clamp_turn", "down", min_distance=0.9 * OPENING)
    top = ctx.part_world_aabb("pad")[1][2]
    ctx.check("the pad meets the underside of the desk", abs(top + DESK) < 1e-4, f"z = {top:.4f} m")
    with ctx.pose(rotate=pi / 2):
        box = ctx.part_element_world_aabb("screen", elem="shell")
        ctx.check("rotated, it stands upright", abs(box[1][2] - box[0][2] - SCREEN) < 1e-3)
    for joint in ("pan", "tilt"):
        room = ctx.clearance("screen", "spring_arm", elem_a="shell", elem_b="channel", over=joint).distance
        ctx.check(f"the screen clears the arm over {joint}", room > 0.004, f"{room:.4f} m")
    return ctx.report()


object_model = build_object_model()
