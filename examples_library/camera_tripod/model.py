"""A camera on a tripod: telescoping legs that spread together, a geared column with crank, a pan and tilt head.

What it teaches: turning that drives sliding. The crank raises the column by its pinion's radius, `couple` says
so; within a leg every section follows the first, and the three legs spread by one angle.

Frame: x to the right, the camera looks towards -y, z up; the origin lies on the ground under the column. It is
anchored by its crown, as in the hand that sets it up: legs that lengthen would otherwise push the ground away.
"""

from __future__ import annotations

from math import cos, hypot, pi, sin, tau

from sdk import (
    ArticulatedObject, Box, CylinderGeometry, ExtrudeGeometry, Inertial, LatheGeometry, MotionLimits, Origin,
    TestContext, TestReport, array_linear, array_polar, bent_tube, boolean_difference, boolean_union,
    cylinder_between, hull_plate, mesh_from_geometry, pin_joint, rounded, span_box,
)  # fmt: skip

# What a customer chooses.
LEG = 0.40  # length of a leg's upper tube
SECTIONS = 3  # tubes in each leg
SPREAD = 0.42  # of a leg from upright, as it stands
COLUMN_TRAVEL = 0.20
LENS_LENGTH = 0.075

# Legs: radii shrink by wall and gap from tube to tube; each section's collar stays below the one above.
TUBE, WALL, SLACK = 0.0135, 0.0012, 0.0003
COLLAR, OUT, ENGAGED = 0.024, 0.027, 0.070  # length of a collar, reach of a section pushed in, what stays in
CASTING, FOOT = 0.036, 0.0125  # from the pivot to the tube; radius of the rubber foot
TRAVEL = LEG - 0.006 * SECTIONS - OUT - ENGAGED  # of each section
FOLD, WIDEN = -SPREAD + 0.02, SPREAD  # about the standing pose

# Crown: pivots on a circle, at a height that puts the feet on the ground.
HUB, PIVOT, PIN = 0.026, 0.043, 0.0032
LONG = CASTING + LEG + (SECTIONS - 1) * OUT + 0.008  # from a pivot to the middle of its foot
CROWN = LONG * cos(SPREAD) + FOOT
BEARINGS = [pi / 2 + tau * number / 3 for number in range(3)]

# Column and its drive; heights above the pivots.
COLUMN, SLEEVE = 0.0125, (-0.020, 0.092)
PINION, CRANK_Z, ARM = 0.0095, 0.070, 0.038
RELEASE = 0.0012  # travel of the shutter button
HEAD = 0.114  # the column's top when down


def add(part, name, material, solid, *more, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    whole = boolean_union(solid, *more) if more else solid
    shape = boolean_difference(whole, *less) if less else whole
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def disc(x: float, z: float, radius: float):
    """A round corner of few points, for a plate's outline."""
    return [(x + radius * cos(step * tau / 16), z + radius * sin(step * tau / 16)) for step in range(16)]


def weigh(part, mass: float, size, middle=(0.0, 0.0, 0.0)) -> None:
    """The inertial of a box of this size."""
    part.inertial = Inertial.from_geometry(Box(size), mass, origin=Origin(middle))


def turned(profile, segments: int = 32):
    """A solid of (radius, z) points about z."""
    return LatheGeometry(profile, segments=segments)


def around(number: int, radius: float, z: float, lean: float = 0.0) -> Origin:
    """The place of leg number so and so, x outward, its -z leaning outward by `lean`."""
    turn = BEARINGS[number]
    return Origin((radius * cos(turn), radius * sin(turn), z), (0, -lean, turn))


def add_crown(model: ArticulatedObject, black, steel):
    """Crown: a sleeve for the column, a fork with a pin for each leg, the boss of the crank's pinion."""
    crown = model.part("crown")
    sleeve = turned([(0, SLEEVE[0]), (HUB - 0.004, SLEEVE[0]), (HUB, SLEEVE[0] + 0.004), (HUB, 0.020), (0.021, 0.028),
                     (0.021, SLEEVE[1] - 0.003), (0.019, SLEEVE[1]), (0, SLEEVE[1])], 36)  # fmt: skip
    bore = CylinderGeometry(COLUMN + SLACK, 1.0, radial_segments=24)
    y = -COLUMN - PINION  # the pinion's axis; the boss hides it, so that it is not drawn
    boss = cylinder_between((-0.018, y, CRANK_Z), (0.026, y, CRANK_Z), 0.0150, segments=24)
    shaft = cylinder_between((-1, y, CRANK_Z), (1, y, CRANK_Z), 0.0040 + SLACK, segments=20)
    cheek = hull_plate([*disc(PIVOT, 0, 0.0095), (HUB - 0.008, 0.010), (HUB - 0.008, -0.014)], 0.005)
    first = [cheek.copy().rotate_x(pi / 2).translate(0, y, 0).rotate_z(pi / 2) for y in (-0.0112, 0.0112)]
    cheeks = [array_polar(one, 3) for one in first]
    ways = [(radius * cos(5 * pi / 6), radius * sin(5 * pi / 6), 0.062) for radius in (0.018, 0.030, 0.044)]
    screw = cylinder_between(*ways[:2], 0.0045, segments=16)
    grip = cylinder_between(*ways[1:], 0.0095, segments=10)
    add(crown, "body", black, boolean_difference(boolean_union(sleeve, boss), bore, shaft), *cheeks)
    add(crown, "column_lock", black, screw, grip)
    pin = cylinder_between((PIVOT, -0.0152, 0), (PIVOT, 0.0152, 0), PIN, segments=16)
    add(crown, "pins", steel, array_polar(pin.rotate_z(pi / 2), 3))
    for visual in crown.visuals:  # drawn around the pivots' height
        visual.origin = Origin((0, 0, CROWN))
    weigh(crown, 0.42, (0.09, 0.09, 0.09), (0, 0, CROWN + 0.02))
    return crown


def tube(radius: float, low: float, high: float, collar: float = 0.0):
    """A tube about z with a gripping collar at its lower end."""
    inner, ring = radius - WALL, [(radius, low)]
    if collar:
        ring = [(radius + 0.0028, low), (radius + 0.0034, low + 0.002), (radius + 0.0034, low + collar - 0.003),
                (radius, low + collar)]  # fmt: skip
    return turned([(inner, low), *ring, (radius, high), (inner, high)], 18)


def add_leg(model: ArticulatedObject, crown, number: int, grey, black, rubber):
    """A leg: a casting on its pin, the upper tube, sections that draw out together, a rubber foot."""
    leg = model.part(f"leg_{number}")
    eye = hull_plate([*disc(0, 0, 0.0088), *disc(0, -CASTING + 0.004, 0.0120)], 0.0168).rotate_x(pi / 2)
    cup = turned([(0, -CASTING + 0.006), (0.010, -CASTING + 0.006), (TUBE + 0.0022, -CASTING - 0.004),
                  (TUBE + 0.0022, -CASTING - 0.020), (TUBE - 0.0004, -CASTING - 0.022),
                  (0, -CASTING - 0.001)], 20)  # fmt: skip
    bore = cylinder_between((0, -1, 0), (0, 1, 0), PIN + SLACK, segments=20)
    add(leg, "casting", black, eye, cup, less=[bore])
    low = -CASTING - LEG
    add(leg, "tube", grey, tube(TUBE, low, -CASTING - 0.001))
    add(leg, "collar", black, tube(TUBE + 0.0002, low - 0.0002, low + COLLAR + 0.004, COLLAR))
    if number == 0:  # a foam sleeve to carry it by
        foam = [(TUBE - 0.0004, 0), (TUBE + 0.006, 0.003), (TUBE + 0.006, 0.157), (TUBE - 0.0004, 0.16)]
        add(leg, "foam", rubber, turned(foam).translate(0, 0, -CASTING - 0.185))
    weigh(leg, 0.16, (0.03, 0.03, LEG), (0, 0, -CASTING - LEG / 2))
    limits = MotionLimits(effort=15.0, velocity=1.0, lower=FOLD, upper=WIDEN)
    model.articulation(
        f"leg_{number}_spread", "revolute", crown, leg, origin=around(number, PIVOT, CROWN, SPREAD),
        axis=(0, -1, 0), motion_limits=limits,
    )  # fmt: skip
    model.fit(leg, crown, elem_child="casting", elem_parent="pins", gap=SLACK)
    if number > 0:
        model.couple(f"leg_{number}_spread", "leg_0_spread", ratio=1.0)
    parent, mouth, radius = leg, low, TUBE
    for row in range(1, SECTIONS):
        section, radius = model.part(f"leg_{number}_section_{row}"), radius - WALL - SLACK
        last = row == SECTIONS - 1
        top = LEG - 0.006 * row - OUT
        add(section, "tube", grey, tube(radius, -OUT + (0.004 if last else 0), top))
        if last:
            arc = [pi * step / 8 for step in range(6)]
            ball = [(FOOT * sin(angle), -0.008 - FOOT * cos(angle)) for angle in arc]
            ball += [(radius - 0.0004, 0.002), (radius - 0.0004, 0.012), (0, 0.012)]
            add(section, "foot", rubber, turned(ball, 18).translate(0, 0, -OUT))
        else:
            add(section, "collar", black, tube(radius + 0.0002, -OUT - 0.0002, -OUT + COLLAR + 0.002, COLLAR))
        weigh(section, 0.08, (0.02, 0.02, LEG), (0, 0, top / 2))
        joint = model.articulation(
            f"leg_{number}_slide_{row}", "prismatic", parent, section, origin=Origin((0, 0, mouth)), axis=(0, 0, -1),
            motion_limits=MotionLimits(effort=60.0, velocity=0.3, lower=0.0, upper=TRAVEL),
        )  # fmt: skip
        if row > 1:
            model.couple(joint, f"leg_{number}_slide_1", ratio=1.0)
        model.fit(section, parent, elem_child="tube", elem_parent="tube", gap=SLACK, kind="sliding")
        parent, mouth = section, -OUT


def add_column(model: ArticulatedObject, crown, grey, black, steel):
    """Column with a toothed flat, and the crank whose pinion turns in the boss."""
    column, crank = model.part("column"), model.part("crank")
    low = SLEEVE[0] - COLUMN_TRAVEL + 0.002
    rod = turned([(0.0105, low), (COLUMN, low), (COLUMN, HEAD), (0.0105, HEAD)], 24)
    groove = span_box(x=(-0.007, 0.007), y=(-1, -COLUMN + 0.0008), z=(-0.0015, 0.0015))
    count = int((HEAD - 0.012 - low - 0.008) / 0.006)
    grooves = array_linear(groove.translate(0, 0, low + 0.008), count, (0, 0, 0.006))
    add(column, "rod", grey, rod, less=[grooves])
    cap = turned([(0, HEAD - 0.004), (0.010, HEAD - 0.004), (0.022, HEAD - 0.002), (0.024, HEAD),
                  (0.024, HEAD + 0.0045), (0, HEAD + 0.0045)])  # fmt: skip
    add(column, "platform", black, cap)
    weight = cylinder_between((-1, 0, low - 0.010), (1, 0, low - 0.010), 0.0030, segments=12)
    stop = turned([(0, low - 0.018), (0.007, low - 0.018), (0.009, low - 0.006), (0.0115, low - 0.003),
                   (0.0115, low + 0.003), (0, low + 0.003)], 20)  # fmt: skip
    add(column, "weight_eye", steel, stop, less=[weight])
    weigh(column, 0.22, (0.025, 0.025, 0.3), (0, 0, 0))
    model.articulation(
        "column_rise", "prismatic", crown, column, origin=Origin((0, 0, CROWN)), axis=(0, 0, 1), positive="up",
        motion_limits=MotionLimits(effort=80.0, velocity=0.2, lower=0.0, upper=COLUMN_TRAVEL),
    )  # fmt: skip
    model.fit(column, crown, elem_child="rod", elem_parent="body", gap=SLACK, kind="sliding")
    arm = hull_plate([*disc(0, 0, 0.0075), *disc(0, -ARM, 0.0055)], 0.006).rotate_x(pi / 2).rotate_z(pi / 2)
    shaft = cylinder_between((-0.022, 0, 0), (0.034, 0, 0), 0.0040, segments=20)
    add(crank, "arm", black, arm.translate(0.0315, 0, 0), shaft)
    handle = turned([(0, 0), (0.005, 0), (0.0075, 0.006), (0.0065, 0.022), (0.0045, 0.026), (0, 0.026)], 24)
    add(crank, "handle", steel, handle.rotate_y(pi / 2).translate(0.0335, 0, -ARM))
    weigh(crank, 0.04, (0.05, 0.02, 0.06), (0.03, 0, -0.02))
    model.articulation(
        "crank_turn", "revolute", crown, crank, origin=Origin((0, -COLUMN - PINION, CROWN + CRANK_Z)), axis=(-1, 0, 0),
        motion_limits=MotionLimits(effort=3.0, velocity=8.0, lower=0.0, upper=COLUMN_TRAVEL / PINION),
    )  # fmt: skip
    model.fit(crank, crown, elem_child="arm", elem_parent="body", gap=SLACK)
    model.couple("column_rise", "crank_turn", ratio=PINION)
    return column


def add_head(model: ArticulatedObject, column, black, steel, rubber):
    """Head: a turntable on a spindle, a tilting plate in its fork, and the pan handle."""
    pan, tilt = model.part("pan_head"), model.part("tilt_head")
    post, top = 0.0050, 0.020
    spindle = cylinder_between((0, 0, HEAD + 0.002), (0, 0, HEAD + 0.0045 + top - 0.001), post, segments=20)
    add(column, "spindle", steel, spindle)
    ring = turned([(post + SLACK, SLACK), (0.020, SLACK), (0.0215, 0.003), (0.0215, top - 0.003), (0.019, top + 0.004),
                   (0, top + 0.004), (0, top), (post + SLACK, top)], 28)  # fmt: skip
    model.articulation(
        "pan", "continuous", column, pan, origin=Origin((0, 0, HEAD + 0.0045)), axis=(0, 0, 1),
        motion_limits=MotionLimits(effort=5.0, velocity=2.0),
    )  # fmt: skip
    high = top + 0.032
    cheek = hull_plate([*disc(0, high, 0.0105), (-0.016, top + 0.002), (0.016, top + 0.002)], 0.006)
    cheek.rotate_x(pi / 2).rotate_z(pi / 2)
    add(pan, "drum", black, ring, *(cheek.copy().translate(x, 0, 0) for x in (-0.0185, 0.0185)))
    model.fit(pan, column, elem_child="drum", elem_parent="spindle", gap=SLACK)
    knob = cylinder_between((0.0200, 0, high - 0.018), (0.0345, 0, high - 0.018), 0.0030, segments=12)
    lobe = CylinderGeometry(0.0050, 0.008, radial_segments=12).translate(0.0055, 0, 0)
    wing = array_polar(lobe, 3).rotate_y(pi / 2)
    add(pan, "pan_lock", rubber, knob, wing.translate(0.0345, 0, high - 0.018))
    eye = hull_plate([*disc(0, 0, 0.0105), (-0.013, 0.023), (0.013, 0.023)], 0.0306)
    add(tilt, "eye", black, eye.rotate_x(pi / 2).rotate_z(pi / 2))
    pin_joint(
        model, pan, tilt, at=(0, 0, high), axis=(-1, 0, 0), diameter=0.007, width=0.043, style="shoulder_screw",
        lower=-0.6, upper=0.8, name="tilt", material=steel,
    )  # fmt: skip
    plate = rounded((0.052, 0.062, 0.007), 0.005, steps=3).translate(0, 0, 0.0250)
    clamp = rounded((0.044, 0.052, 0.005), 0.004, steps=3).translate(0, 0, 0.0308)
    add(tilt, "plate", black, plate)
    add(tilt, "quick_plate", steel, clamp)
    line = [(0.020, 0.026, 0.025), (0.030, 0.050, 0.020), (0.046, 0.205, -0.045)]
    add(tilt, "pan_rod", steel, bent_tube(line, 0.0040, 0.020, segments=16))
    a, b = line[1:]
    ends = [tuple(p + s * (q - p) for p, q in zip(a, b, strict=True)) for s in (0.50, 1.02)]
    add(tilt, "pan_grip", rubber, cylinder_between(*ends, 0.0110, segments=24))
    for part, mass, z in ((pan, 0.20, 0.02), (tilt, 0.24, 0.02)):
        weigh(part, mass, (0.05, 0.06, 0.04), (0, 0, z))
    return tilt


def add_camera(model: ArticulatedObject, tilt, body_paint, black, rubber, glass, steel):
    """Camera: body with grip, prism, dial and shutter button; a lens with a focus ring that turns."""
    camera, ring = model.part("camera"), model.part("focus_ring")
    z, axis_z = 0.0333, 0.0333 + 0.047
    shell = rounded((0.134, 0.050, 0.088), 0.010, edges="y", steps=4).translate(0, 0, z + 0.044)
    grip = rounded((0.030, 0.026, 0.080), 0.009, steps=4).translate(-0.050, -0.026, z + 0.042)
    outline = [(-0.030, z + 0.085), (-0.018, z + 0.110), (0.018, z + 0.110), (0.030, z + 0.085)]
    prism = ExtrudeGeometry(outline, 0.056).rotate_x(pi / 2).translate(0, -0.004, 0)
    x, y = -0.052, -0.0315  # of the shutter button
    well = cylinder_between((x, y, z + 0.070), (x, y, z + 0.1), 0.0035 + SLACK, segments=20)
    add(camera, "body", body_paint, boolean_difference(boolean_union(shell, grip), well), prism)
    screen = rounded((0.078, 0.003, 0.050), 0.003, edges="y", steps=2).translate(0.008, 0.0250, z + 0.038)
    add(camera, "screen", glass, screen)
    eyecup = rounded((0.034, 0.012, 0.022), 0.005, edges="y", steps=3).translate(0, 0.028, z + 0.093)
    add(camera, "eyepiece", rubber, eyecup)
    add(camera, "hot_shoe", steel, rounded((0.020, 0.020, 0.003), 0.001, steps=2).translate(0, 0, z + 0.1105))
    front, long = -0.025, LENS_LENGTH
    radius, wall = 0.0335, 0.0300
    profile = [(0.010, -0.001), (radius, -0.001), (radius, 0.012), (wall, 0.014), (wall, 0.016 + 0.40 * long),
               (radius, 0.018 + 0.40 * long), (radius, long - 0.004), (radius - 0.002, long), (wall - 0.003, long),
               (0.024, long - 0.014), (0.010, long - 0.014)]  # fmt: skip
    barrel = turned(profile, 36).rotate_x(pi / 2).translate(0, front, axis_z)
    add(camera, "lens_barrel", black, barrel)
    pane = turned([(0, long - 0.016), (0.0262, long - 0.016), (0.0262, long - 0.0125), (0.018, long - 0.0085),
                   (0, long - 0.007)])  # fmt: skip
    add(camera, "front_glass", glass, pane.rotate_x(pi / 2).translate(0, front, axis_z))
    weigh(camera, 0.75, (0.13, 0.09, 0.09), (0, -0.02, axis_z))
    model.articulation("camera_mount", "fixed", tilt, camera)
    model.fit(camera, tilt, elem_child="body", elem_parent="quick_plate", gap=0.0, kind="seat")
    a, b = 0.0145, 0.0155 + 0.40 * long
    band = turned([(wall + 0.0003, a), (radius + 0.0010, a), (radius + 0.0010, b), (wall + 0.0003, b)], 36)
    rib = span_box(x=(radius + 0.0006, radius + 0.0020), y=(-0.0011, 0.0011), z=(a + 0.002, b - 0.002))
    ribs = array_polar(rib, 20)
    add(ring, "band", rubber, boolean_union(band, ribs).rotate_x(pi / 2))
    mark = span_box(x=(-0.0010, 0.0010), y=(-b + 0.0004, -b + 0.0019), z=(radius + 0.0006, radius + 0.0016))
    add(ring, "mark", steel, mark)
    model.articulation(
        "focus", "revolute", camera, ring, origin=Origin((0, front, axis_z)), axis=(0, -1, 0),
        motion_limits=MotionLimits(effort=0.5, velocity=4.0, lower=-1.4, upper=1.4),
    )  # fmt: skip
    model.fit(ring, camera, elem_child="band", elem_parent="lens_barrel", gap=0.0003)
    release = model.part("shutter_button")
    knob = turned([(0, -0.006), (0.0035, -0.006), (0.0035, 0.0002), (0.0055, 0.0004), (0.0055, 0.0018),
                   (0.0030, 0.0026), (0, 0.0026)], 20)  # fmt: skip
    add(release, "cap", steel, knob)
    model.articulation(
        "shutter", "prismatic", camera, release, origin=Origin((x, y, z + 0.082 + RELEASE)),
        axis=(0, 0, -1), positive="down",
        motion_limits=MotionLimits(effort=2.0, velocity=0.1, lower=0.0, upper=RELEASE),
    )  # fmt: skip
    model.fit(release, camera, elem_child="cap", elem_parent="body", gap=SLACK, kind="sliding")
    dial = model.part("mode_dial")
    post = cylinder_between((0.048, 0, z + 0.087), (0.048, 0, z + 0.094), 0.003, segments=16)
    add(camera, "dial_post", steel, post)
    knurls = array_polar(CylinderGeometry(0.0009, 0.03, radial_segments=6).translate(0.0100, 0, 0), 12)
    cap = turned([(0.0033, 0.0004), (0.0097, 0.0004), (0.0097, 0.0080), (0.0090, 0.0088), (0, 0.0088), (0, 0.0070),
                  (0.0033, 0.0070)], 28)  # fmt: skip
    add(dial, "cap", rubber, cap, less=[knurls])
    add(dial, "pointer", steel, span_box(x=(-0.0006, 0.0006), y=(-0.0085, -0.0030), z=(0.0080, 0.0092)))
    place = Origin((0.048, 0, z + 0.088))
    free = MotionLimits()
    model.articulation("mode", "continuous", camera, dial, origin=place, axis=(0, 0, -1), motion_limits=free)
    model.fit(dial, camera, elem_child="cap", elem_parent="dial_post", gap=0.0003)


def build_object_model() -> ArticulatedObject:
    """The tripod standing with its sections pushed in and its column down."""
    model = ArticulatedObject("camera_tripod")
    black = model.material("black_magnesium", rgba=(0.12, 0.12, 0.13, 1.0))
    grey = model.material("anodised_tube", rgba=(0.52, 0.54, 0.57, 1.0))
    steel = model.material("steel", rgba=(0.76, 0.77, 0.79, 1.0))
    rubber = model.material("rubber", rgba=(0.07, 0.07, 0.08, 1.0))
    paint = model.material("camera_body", rgba=(0.20, 0.20, 0.21, 1.0))
    glass = model.material("coated_glass", rgba=(0.20, 0.26, 0.42, 1.0))
    crown = add_crown(model, black, steel)
    for number in range(3):
        add_leg(model, crown, number, grey, black, rubber)
    column = add_column(model, crown, grey, black, steel)
    tilt = add_head(model, column, black, steel, rubber)
    add_camera(model, tilt, paint, black, rubber, glass, steel)
    model.anchor(crown, to="hand")
    return model


def run_tests() -> TestReport:
    """Three feet stand level and wide, everything moves its way, and what draws out stays in."""
    ctx = TestContext(object_model)
    for number in range(3):
        last = f"leg_{number}_section_{SECTIONS - 1}"
        low = ctx.part_world_position(last)[2] - (OUT + 0.008) * cos(SPREAD) - FOOT
        ctx.check(f"foot {number} stands on the ground", abs(low) < 1e-3, f"lowest point {low:.5f} m")
        ctx.expect_moves(f"leg_{number}", "leg_0_spread", "up", name=f"leg {number} spreads with the first")
        ctx.expect_moves(last, f"leg_{number}_slide_1", "down", min_distance=0.8 * TRAVEL * (SECTIONS - 1))
    reach = PIVOT + LONG * sin(SPREAD)
    lens = ctx.part_element_world_aabb("camera", elem="lens_barrel")[0][1]
    ctx.check("the lens stays over the feet", abs(lens) < reach, f"lens {lens:.3f} m, feet {reach:.3f} m")
    ctx.expect_moves("camera", "crank_turn", "up", min_distance=0.98 * COLUMN_TRAVEL)
    ctx.expect_moves("camera/lens_barrel", "tilt", "up", name="rising tilt looks up")
    ctx.expect_moves("mark", "focus", "-x", min_distance=0.02)
    ctx.expect_moves("shutter_button", "shutter", "down", min_distance=0.9 * RELEASE)
    with ctx.pose(crank_turn=COLUMN_TRAVEL / PINION):
        held = {"elem_a": "rod", "elem_b": "body", "name": "the raised column is held"}
        ctx.expect_overlap("column", "crown", axes="z", min_overlap=0.08, **held)
    with ctx.pose(leg_0_slide_1=TRAVEL):
        long = ctx.part_world_position("leg_0_section_1")
        drawn = hypot(long[0], long[1])
        ctx.check("a drawn leg stands wider", drawn > reach - 0.05, f"{drawn:.3f} m")
    with ctx.pose(leg_0_spread=FOLD):
        gap = ctx.clearance("leg_0", "leg_1").distance
        ctx.check("folded legs lie clear of each other", gap > 0.005, f"{gap * 1000:.1f} mm")
        gap = ctx.clearance("leg_0", "column").distance
        ctx.check("and of the column", gap > 0.002, f"{gap * 1000:.1f} mm")
    return ctx.report()


object_model = build_object_model()
