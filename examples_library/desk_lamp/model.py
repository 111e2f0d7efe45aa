"""A sprung desk lamp: weighted base, swivel post, two arms of paired tubes and a tilting conical shade.

What it teaches: pivots with honest hardware. `pin_joint` bores the program's own eyes and barrels and puts a
shoulder screw through them; `spin` carries the post. The lower arm's tubes run outside its eyes and the upper
arm's inside, so that the arms fold past each other like scissors.

Frame: the lamp reaches toward +x, z up, the origin on the desk under the middle of the base. All parts are
parallel to it at rest, so an arm is drawn upright and then leaned by its angle.
"""

from __future__ import annotations

from math import cos, pi, radians, sin, tau

from sdk import (
    ArticulatedObject, Box, Cylinder, ExtrudeGeometry, Inertial, LatheGeometry, Origin, TestContext,
    TestReport, boolean_union, cylinder_between, mesh_from_geometry, pin_joint, rounded, span_box, spin,
    spring, tube_from_spline_points,
)  # fmt: skip

# What a customer chooses.
LOWER_ARM = 0.36  # shoulder pivot to elbow pivot
UPPER_ARM = 0.33  # elbow pivot to shade pivot
SHADE_DIAMETER = 0.150  # at the rim
BASE_DIAMETER = 0.180

# Base and post.
PAD, BASE_HEIGHT = 0.003, 0.034  # felt under the base, and the casting
COLLAR_TOP = PAD + BASE_HEIGHT + 0.010  # where the post turns
SHOULDER_HEIGHT = COLLAR_TOP + 0.074

# Pivot stack, measured outward from the arm's middle plane along y.
BARREL = 0.014  # half length of the barrel clasped by the inner eyes
EYE, EYE_RADIUS, NECK = (0.004, 0.0095, 0.034)  # thickness, radius, and how far an eye's plate runs along its arm
PLAY = 0.0001  # between the faces of eyes and barrels
INNER, OUTER = BARREL + PLAY, BARREL + EYE + 2 * PLAY  # inner faces of the upper and the lower arm's eyes
BOLT, TUBE = 0.0060, 0.0035  # diameter of the screws, radius of the tubes
COIL, WIRE = 0.0048, 0.0017  # radius and wire of the springs

# Shade: a spun aluminium cone of 0.8 mm under a cap that holds the lamp holder.
SHADE_HEIGHT, SHADE_WALL, CROWN = 0.72 * SHADE_DIAMETER, 0.0008, 0.024
SHADE_DROP = 0.040  # shade pivot to the top of the cone

# The pose at rest: leaning back, reaching out, shining down. Angles from upright, positive toward +x.
LEAN, REACH, AIM = radians(-22), radians(62), radians(-14)
ELBOW_RANGE = radians(-45), radians(32)
TILT_RANGE = radians(-55), radians(20)  # further and the cap would meet the upper arm's eyes
YAW_RANGE = radians(-165), radians(165)  # short of a full turn, to spare the cable
SIDES = ((1, "left"), (-1, "right"))
PAINT = {
    "enamel": (0.10, 0.28, 0.24), "white": (0.94, 0.93, 0.89), "steel": (0.58, 0.59, 0.60),
    "black": (0.09, 0.09, 0.10), "felt": (0.16, 0.17, 0.16), "ceramic": (0.88, 0.86, 0.80),
    "glow": (1.0, 0.90, 0.66),
}  # fmt: skip


def largest_lean() -> float:
    """How far forward the lower arm may lean: even with the elbow at its lowest, no tilt brings the rim to
    the desk."""
    pivot_above_desk = SHADE_DROP + SHADE_HEIGHT + SHADE_DIAMETER / 2 + 0.010
    for lean in (radians(step) for step in range(42, 0, -1)):
        elbow = SHOULDER_HEIGHT + LOWER_ARM * cos(LEAN + lean)
        if elbow + UPPER_ARM * cos(REACH + lean + ELBOW_RANGE[1]) >= pivot_above_desk:
            return lean
    raise ValueError(
        f"LOWER_ARM = {LOWER_ARM:.3f} m carries UPPER_ARM = {UPPER_ARM:.3f} m too low; lengthen the lower arm"
    )


SHOULDER_RANGE = radians(-14), largest_lean()


def add(part, name, paint, solid, at=(0.0, 0.0, 0.0), mesh=""):
    """A visual of a built solid, moved to `at`; those that give the same name in `mesh` share a file."""
    mesh = mesh_from_geometry(solid, mesh or f"{part.name}_{name}")
    part.visual(mesh, origin=Origin(at), material=paint, name=name)


def along(length: float, angle: float, aside: float = 0.0) -> tuple[float, float, float]:
    """The point `length` up an arm that leans by `angle`, moved sideways."""
    return (length * sin(angle), aside, length * cos(angle))


def across(radius: float, half: float, wall: float | None = None):
    """A round bar or tube along y, from -half to half."""
    return cylinder_between((0, -half, 0), (0, half, 0), radius, wall=wall)


def hand_knob(outward: float):
    """Five-lobed clamping knob along y from its foot at the origin, toward `outward` (1 or -1)."""
    lobes = []
    for step in range(30):
        reach = 0.0105 + 0.0018 * cos(tau * step / 6)
        lobes.append((reach * cos(tau * step / 30), reach * sin(tau * step / 30)))
    grip = ExtrudeGeometry(lobes, 0.009, center=False).translate(0, 0, 0.003)
    knob = boolean_union(grip, cylinder_between((0, 0, 0), (0, 0, 0.004), 0.0065))
    return knob.rotate_x(-outward * pi / 2)


def add_base(model: ArticulatedObject, paint):
    """Weighted round base: domed casting with a collar, felt pad, rocker switch and cable."""
    base = model.part("base")
    rim, top = BASE_DIAMETER / 2, PAD + BASE_HEIGHT
    dome = [(0, PAD), (rim - 0.004, PAD), (rim, PAD + 0.004), (rim, PAD + 0.010), (rim - 0.002, PAD + 0.0145),
            (0.80 * rim, PAD + 0.0215), (0.52 * rim, PAD + 0.0285), (0.30 * rim, top - 0.002), (0.0215, top + 0.003),
            (0.0185, COLLAR_TOP - 0.003), (0.0175, COLLAR_TOP), (0, COLLAR_TOP)]  # fmt: skip
    add(base, "casting", paint["enamel"], LatheGeometry(dome, segments=40))
    add(base, "pad", paint["felt"], cylinder_between((0, 0, 0), (0, 0, PAD), rim - 0.005))
    # The rocker switch follows the slope of the dome, on the side away from the light.
    switch = rounded((0.024, 0.015, 0.007), 0.002).rotate_y(radians(-14))
    add(base, "switch", paint["black"], switch, (-0.66 * rim, 0, PAD + 0.0262))
    cable = [(0.010 - rim, 0.003, 0.0075), (-rim - 0.012, 0.005, 0.0070), (-rim - 0.040, 0.012, 0.0034),
             (-rim - 0.075, 0.030, 0.0032), (-rim - 0.120, 0.034, 0.0032)]  # fmt: skip
    cord = tube_from_spline_points(cable, radius=0.0030, radial_segments=8, samples_per_segment=4)
    add(base, "cable", paint["black"], cord)
    base.inertial = Inertial.from_geometry(
        Cylinder(rim, BASE_HEIGHT), mass=2.6, origin=Origin((0, 0, PAD + BASE_HEIGHT / 2))
    )
    return base


def add_post(model: ArticulatedObject, base, paint):
    """Swivel post on the collar, with the barrel that the lower arm clasps; its frame lies on the collar."""
    post = model.part("post")
    rise = SHOULDER_HEIGHT - COLLAR_TOP
    stem = [(0, 0.0008), (0.0150, 0.0008), (0.0150, 0.004), (0.0125, 0.0055), (0.0110, 0.0195), (0.0070, 0.0235),
            (0.0070, rise), (0, rise)]  # fmt: skip
    add(post, "stem", paint["steel"], LatheGeometry(stem, segments=32))
    add(post, "barrel", paint["steel"], across(EYE_RADIUS, OUTER - PLAY), (0, 0, rise))
    post.inertial = Inertial.from_geometry(Cylinder(0.008, rise), mass=0.16, origin=Origin((0, 0, rise / 2)))
    spin(
        model, base, post, at=(0, 0, COLLAR_TOP + 0.0004), axis=(0, 0, 1), diameter=0.011, length=0.014,
        lower=YAW_RANGE[0], upper=YAW_RANGE[1], name="base_yaw", material=paint["steel"],
    )  # fmt: skip
    return post


def add_arm(model: ArticulatedObject, name: str, length: float, angle: float, eye: float, tube: float, paint):
    """An arm of two tubes with welded eyes whose inner faces lie at `eye`; `tube` is the tubes' place along y."""
    arm = model.part(name)
    for side, label in SIDES:
        inner, outer = sorted((side * eye, side * (eye + EYE)))
        ends = (0, side * tube, 0.020), (0, side * tube, length - 0.020)
        solids = [cylinder_between(*ends, TUBE, segments=12)]
        for z, (low, high) in ((0.0, (0.008, NECK)), (length, (length - NECK, length - 0.008))):
            # A ring with room for the screw, so that none of the many facets of a bore are cut into it.
            ends = (0, inner, z), (0, outer, z)
            ring = cylinder_between(*ends, EYE_RADIUS, wall=EYE_RADIUS - 0.0034, segments=20)
            solids += [ring, span_box(x=(-0.0055, 0.0055), y=(inner, outer), z=(low, high))]
        add(arm, f"tube_{label}", paint["enamel"], boolean_union(*solids).rotate_y(angle))
    arm.inertial = Inertial.from_geometry(
        Box((0.02, 2 * eye, length)), mass=0.75 * length, origin=Origin(along(length / 2, angle))
    )
    return arm


def add_springs(arm, low: float, high: float, angle: float, half: float, places: tuple[float, ...], paint) -> None:
    """Tension springs between two cross pins at the heights `low` and `high`, each at its y in `places`."""
    for height, label in ((low, "low"), (high, "high")):
        add(arm, f"spring_pin_{label}", paint["steel"], across(0.0022, half), along(height, angle), f"{arm.name}_rod")
    # Straight hooks reach 12 mm from each pin; the coils lie between them.
    long = high - low - 0.024
    coil = spring(COIL, WIRE, max(8, int(long / 0.0105)), long, segments=7, wire_segments=3)
    hooks = [cylinder_between((COIL, 0, 0.0008), (0, 0, -0.012), 0.0008, segments=6),
             cylinder_between((COIL, 0, long - 0.0008), (0, 0, long + 0.012), 0.0008, segments=6)]  # fmt: skip
    for hook in hooks:
        coil.merge(hook)
    coil.translate(0, 0, low + 0.012).rotate_y(angle)
    for number, y in enumerate(places, start=1):
        add(arm, f"spring_{number}", paint["steel"], coil, (0, y, 0), f"{arm.name}_spring")


def add_shade(model: ArticulatedObject, paint):
    """Tilting head: barrel and stem, hollow cone with a white lining, rolled rim, lamp holder and bulb."""
    shade = model.part("shade")
    add(shade, "barrel", paint["steel"], across(EYE_RADIUS, BARREL))
    rim, neck, top = SHADE_DIAMETER / 2, CROWN, -SHADE_DROP

    def turned(name, color, profile, segments):
        add(shade, name, paint[color], LatheGeometry(profile, segments=segments).rotate_y(AIM))

    turned("stem", "steel", [(0, top + 0.020), (0.0065, top + 0.020), (0.0065, -0.0085), (0, -0.0085)], 20)
    outer = [(0.0060, top + 0.026), (0.0170, top + 0.0245), (0.0215, top + 0.0200), (neck, top + 0.010),
             (neck + 0.001, top), (neck + 0.34 * (rim - neck), top - 0.26 * SHADE_HEIGHT),
             (neck + 0.78 * (rim - neck), top - 0.70 * SHADE_HEIGHT), (rim, top - SHADE_HEIGHT)]  # fmt: skip
    inner = [(radius - SHADE_WALL, z - SHADE_WALL) for radius, z in outer[:-1]]
    inner.append((rim - SHADE_WALL, top - SHADE_HEIGHT))
    cone = LatheGeometry.from_shell_profiles(outer, inner, segments=40)
    add(shade, "cone", paint["enamel"], cone.rotate_y(AIM))
    # White enamel inside: a second skin of half the wall, touching the first.
    face = [(radius - SHADE_WALL / 2, z) for radius, z in inner[3:]]
    lining = LatheGeometry.from_shell_profiles(inner[3:], face, segments=40)
    add(shade, "lining", paint["white"], lining.rotate_y(AIM))
    turns = [tau * k / 5 for k in range(5)]
    roll = [(rim - 0.0004 + 0.0016 * cos(t), top - SHADE_HEIGHT + 0.0016 * sin(t)) for t in turns]
    turned("rim", "enamel", roll, 40)
    socket, belly = top - 0.018, min(0.026, 0.30 * SHADE_DIAMETER)
    holder = [(0, top + 0.022), (0.0125, top + 0.022), (0.0160, top + 0.014), (0.0160, socket), (0, socket)]
    turned("holder", "ceramic", holder, 24)
    cap = [(0, socket), (0.0125, socket), (0.0125, socket - 0.006), (0, socket - 0.006)]
    turned("screw_cap", "steel", cap, 24)
    shoulder, drop = socket - 0.006, 0.52 * SHADE_HEIGHT - belly
    flare = [(0.0120 + (belly - 0.0120) * sin(pi / 2 * k / 5), shoulder - drop * k / 5) for k in range(6)]
    bottom = [(belly * cos(pi / 2 * k / 6), shoulder - drop - belly * sin(pi / 2 * k / 6)) for k in range(1, 7)]
    turned("bulb", "glow", [(0, shoulder), *flare, *bottom], 24)
    shade.inertial = Inertial.from_geometry(
        Cylinder(0.6 * rim, SHADE_HEIGHT), mass=0.22, origin=Origin(along(top - SHADE_HEIGHT / 2, AIM))
    )
    return shade


def build_object_model() -> ArticulatedObject:
    """The lamp in its reading pose."""
    model = ArticulatedObject("desk_lamp")
    paint = {name: model.material(name, rgba=(*rgb, 1.0)) for name, rgb in PAINT.items()}
    base = add_base(model, paint)
    post = add_post(model, base, paint)
    lower = add_arm(model, "lower_arm", LOWER_ARM, LEAN, OUTER, OUTER + TUBE, paint)
    add_springs(lower, 0.060, 0.72 * LOWER_ARM, LEAN, OUTER + TUBE, (-0.0085, 0.0085), paint)
    upper = add_arm(model, "upper_arm", UPPER_ARM, REACH, INNER, INNER + EYE - TUBE, paint)
    add_springs(upper, 0.060, 0.70 * UPPER_ARM, REACH, INNER + EYE - TUBE, (0.0,), paint)
    add(upper, "spacer", paint["steel"], across(EYE_RADIUS, INNER + 0.0001))  # the eyes are welded to it
    shade = add_shade(model, paint)
    rise = SHOULDER_HEIGHT - COLLAR_TOP
    # Positive leans the lamp forward, lowers it, and tips the light back toward the base.
    joints = (
        ("shoulder", post, lower, (0, 0, rise), OUTER + EYE, SHOULDER_RANGE),
        ("elbow", lower, upper, along(LOWER_ARM, LEAN), OUTER + EYE, ELBOW_RANGE),
        ("shade_tilt", upper, shade, along(UPPER_ARM, REACH), INNER + EYE, TILT_RANGE),
    )
    for name, parent, child, at, half, (low, high) in joints:
        made = pin_joint(
            model, parent, child, at=at, axis=(0, 1, 0), diameter=BOLT, width=2 * half, style="shoulder_screw",
            lower=low, upper=high, name=name, material=paint["steel"],
        )  # fmt: skip
        x, y, z = made.ports["pin_head"].xyz
        add(parent, f"{name}_knob", paint["black"], hand_knob(1), (x, y + 0.003, z), "hand_knob")
    model.anchor(base, to="table")
    return model


def run_tests() -> TestReport:
    """What the prompt promises: held pivots in every pose, a hollow shade over the bulb, light that can be
    aimed."""
    ctx = TestContext(object_model)
    shade, base = object_model.get_part("shade"), object_model.get_part("base")
    lowest = {"shoulder": SHOULDER_RANGE[1], "elbow": ELBOW_RANGE[1]}
    folded = {"shoulder": SHOULDER_RANGE[0], "elbow": ELBOW_RANGE[1], "shade_tilt": TILT_RANGE[0]}
    raised = {"base_yaw": 1.2, "shoulder": SHOULDER_RANGE[1], "elbow": ELBOW_RANGE[0]}
    pairs = (
        ("lower_arm", "tube_left", "post", "barrel"),
        ("upper_arm", "tube_left", "lower_arm", "tube_left"),
        ("shade", "barrel", "upper_arm", "tube_left"),
    )
    for pose in ({}, folded, raised, lowest):
        with ctx.pose(pose):
            for child, elem, parent, other in pairs:
                ctx.expect_contact(child, parent, elem_a=elem, elem_b=other, contact_tol=2 * PLAY)
    with ctx.pose({"shade_tilt": -AIM}):  # shade upright, so that boxes are exact
        bulb, cone = (ctx.part_element_world_aabb(shade, elem=name) for name in ("bulb", "cone"))
        ctx.check("the bulb ends above the rim", bulb[0][2] > cone[0][2] + 0.005)
        ctx.expect_within(shade, shade, axes="xy", inner_elem="bulb", outer_elem="cone", margin=-0.010)
    with ctx.pose(lowest):
        floor = ctx.part_world_aabb(shade)[0][2]
        ctx.check("the shade stays above the desk at its lowest", floor > 0.0, f"{floor:.3f} m")
    ctx.expect_moves("shade", "shoulder", "+x", min_distance=0.05 * LOWER_ARM, name="shoulder leans forward")
    ctx.expect_moves("shade", "elbow", "down", min_distance=0.3 * UPPER_ARM, name="elbow lowers the light")
    ctx.expect_moves("shade", "base_yaw", "+y", min_distance=0.1, name="yaw swings to the left")
    # Moments about the front edge of the base, arms counted at the shade's end to be on the safe side.
    reach = ctx.part_world_position(shade)[0] - BASE_DIAMETER / 2
    held, overhung = base.inertial.mass * BASE_DIAMETER / 2, (0.22 + 0.5 * 0.75 * UPPER_ARM) * reach
    ctx.check("the base outweighs the reach", held > 1.5 * overhung, f"{held:.3f} against {overhung:.3f} kg m")
    return ctx.report()


object_model = build_object_model()
