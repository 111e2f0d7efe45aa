"""A sprung desk lamp: weighted base, swivel post, two arms of paired tubes and a tilting conical shade.

What it teaches: pivots with honest hardware. At each one, two eye plates clasp a barrel, a bolt runs through
with running clearance, and washers, a nut and a hand knob close the stack; faces touch, so the joint is held
in every pose. The lower arm's tubes run outside its eye plates and the upper arm's inside, so the arms fold
past each other like scissors.

Frame: the lamp reaches toward +x, z up, the origin on the desk under the middle of the base.
"""

from __future__ import annotations

from math import cos, pi, radians, sin, tau

from sdk import (
    ArticulatedObject,
    ArticulationType,
    Box,
    Cylinder,
    ExtrudeGeometry,
    ExtrudeWithHolesGeometry,
    Inertial,
    LatheGeometry,
    MeshGeometry,
    MotionLimits,
    Origin,
    TestContext,
    TestReport,
    boolean_union,
    mesh_from_geometry,
    tube_from_spline_points,
    wire_from_points,
)

# What a customer chooses.
LOWER_ARM = 0.36  # shoulder pivot to elbow pivot
UPPER_ARM = 0.33  # elbow pivot to shade pivot
SHADE_DIAMETER = 0.150  # at the rim
BASE_DIAMETER = 0.180

# Base and post.
BASE_HEIGHT = 0.034
PAD = 0.003  # felt under the base
COLLAR_TOP = PAD + BASE_HEIGHT + 0.022  # where the post's flange runs
SHOULDER_HEIGHT = COLLAR_TOP + 0.062
SPIGOT_RADIUS = 0.0062  # of the post, in a bore 0.2 mm wider

# Pivot stack, measured outward from the arm's middle plane along y.
BARREL_HALF = 0.014  # half length of the barrel clasped by the inner eyes
INNER_EYE = BARREL_HALF, BARREL_HALF + 0.004  # upper arm's eye plates: from, to
OUTER_EYE = INNER_EYE[1], INNER_EYE[1] + 0.004  # lower arm's eye plates: from, to
EYE_RADIUS = 0.0095
EYE_NECK = 0.034  # eye centre to the plate's end on the arm
BOLT_RADIUS = 0.0030
BORE_RADIUS = 0.0032
WASHER = 0.0012
TUBE_RADIUS = 0.0035
TUBE_START = 0.020  # from the eye centre; the last 14 mm of the plate are welded to the tube

# Springs: look and place; one end at each cross pin.
SPRING_RADIUS = 0.0048
SPRING_WIRE = 0.0009
SPRING_PITCH = 0.0034
COIL_STEPS = 10  # chords per turn

# Shade: a spun aluminium cone of 0.8 mm under a cap that holds the lamp holder.
SHADE_HEIGHT = 0.72 * SHADE_DIAMETER
SHADE_WALL = 0.0008
NECK_RADIUS = 0.024
SHADE_DROP = 0.040  # shade pivot to the top of the cone

# The pose at rest: leaning back, reaching out, shining down. Angles from upright, positive toward +x.
LEAN = radians(-22)
REACH = radians(62)
AIM = radians(-14)
ELBOW_RANGE = radians(-45), radians(32)
TILT_RANGE = radians(-55), radians(20)  # further and the cap would meet the upper arm's eyes
YAW_RANGE = radians(-165), radians(165)  # short of a full turn, to spare the cable


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
PAINT = {
    "enamel": (0.10, 0.28, 0.24),
    "white": (0.94, 0.93, 0.89),
    "steel": (0.58, 0.59, 0.60),
    "black": (0.09, 0.09, 0.10),
    "felt": (0.16, 0.17, 0.16),
    "ceramic": (0.88, 0.86, 0.80),
    "glow": (1.0, 0.90, 0.66),
}


def add(part, name, shape, paint, at=(0.0, 0.0, 0.0), rpy=(0.0, 0.0, 0.0)):
    """Add a visual; a built solid becomes a mesh file named after part and visual."""
    if isinstance(shape, MeshGeometry):
        shape = mesh_from_geometry(shape, f"{part.name}_{name}")
    part.visual(shape, origin=Origin(xyz=at, rpy=rpy), material=paint, name=name)


def across(geometry: MeshGeometry, y_from: float) -> MeshGeometry:
    """Turn a solid built on z = 0 upward so that it runs along +y, starting at `y_from`."""
    return geometry.rotate_x(-pi / 2).translate(0, y_from, 0)


def disc(radius: float, length: float, *, bore: float = 0.0) -> MeshGeometry:
    """Disc or ring on z = 0 with broken edges."""
    edge = min(0.0006, length / 4)
    outline = [
        (bore, 0),
        (radius - edge, 0),
        (radius, edge),
        (radius, length - edge),
        (radius - edge, length),
    ]
    return LatheGeometry([*outline, (bore, length)], segments=40)


def eye_plate(toward: float) -> MeshGeometry:
    """Flat eye on z = 0: bored round end at the origin, neck along x in the direction `toward` (1 or -1)."""
    turns = [pi * step / 16 for step in range(17)]
    arc = [(-toward * EYE_RADIUS * sin(turn), -toward * EYE_RADIUS * cos(turn)) for turn in turns]
    neck = [(toward * EYE_NECK, toward * 0.0045), (toward * EYE_NECK, -toward * 0.0045)]
    bore = [(BORE_RADIUS * cos(tau * k / 32), BORE_RADIUS * sin(tau * k / 32)) for k in range(32)]
    return ExtrudeWithHolesGeometry(arc + neck, [bore], INNER_EYE[1] - INNER_EYE[0], center=False)


def hand_knob() -> MeshGeometry:
    """Five-lobed clamping knob on z = 0 with a collar toward the washer."""
    lobes = []
    for step in range(60):
        angle = tau * step / 60
        radius = 0.0105 + 0.0018 * cos(5 * angle)
        lobes.append((radius * cos(angle), radius * sin(angle)))
    grip = ExtrudeGeometry(lobes, 0.009, center=False).translate(0, 0, 0.003)
    return boolean_union(disc(0.0065, 0.0035), grip)


def add_bolt(part, name: str, height: float, half_stack: float, paint) -> None:
    """Bolt along y at `height`, a washer on each side of the stack, a hex nut at -y, a hand knob at +y."""
    where = (0, 0, height)
    add(
        part,
        f"{name}_bolt",
        Cylinder(BOLT_RADIUS, 2 * half_stack + 0.008),
        paint["steel"],
        where,
        (pi / 2, 0, 0),
    )
    add(part, f"{name}_washer_left", across(disc(0.0072, WASHER), half_stack), paint["steel"], where)
    right = across(disc(0.0072, WASHER), -half_stack - WASHER)
    add(part, f"{name}_washer_right", right, paint["steel"], where)
    hexagon = [(0.0058 * cos(tau * k / 6), 0.0058 * sin(tau * k / 6)) for k in range(6)]
    nut = across(ExtrudeGeometry(hexagon, 0.0045, center=False), -half_stack - WASHER - 0.0045)
    add(part, f"{name}_nut", nut, paint["steel"], where)
    add(part, f"{name}_knob", across(hand_knob(), half_stack + WASHER), paint["black"], where)


def add_base(model: ArticulatedObject, paint):
    """Weighted round base: domed casting with a bored collar, felt pad, rocker switch, cable and locking
    knob."""
    base = model.part("base")
    rim, bore = BASE_DIAMETER / 2, SPIGOT_RADIUS + 0.0002
    top, floor = PAD + BASE_HEIGHT, PAD + 0.006  # the bore is blind
    dome = [(0, PAD), (rim - 0.004, PAD), (rim, PAD + 0.004), (rim, PAD + 0.010), (rim - 0.002, PAD + 0.0145)]
    dome += [(0.80 * rim, PAD + 0.0215), (0.52 * rim, PAD + 0.0285), (0.30 * rim, top - 0.002)]
    collar = [(0.0200, top + 0.003), (0.0165, COLLAR_TOP - 0.006), (0.0165, COLLAR_TOP - 0.001)]
    collar += [(0.0155, COLLAR_TOP), (bore, COLLAR_TOP), (bore, floor), (0, floor)]
    add(base, "casting", LatheGeometry(dome + collar, segments=72), paint["enamel"])
    add(base, "pad", disc(rim - 0.005, PAD), paint["felt"])
    # The rocker switch follows the slope of the dome, on the side away from the light.
    add(
        base,
        "switch",
        Box((0.024, 0.015, 0.007)),
        paint["black"],
        (-0.66 * rim, 0, PAD + 0.0262),
        (0, radians(-14), 0),
    )
    cable = [(0.010 - rim, 0.003, 0.0075), (-rim - 0.012, 0.005, 0.0070), (-rim - 0.040, 0.012, 0.0034)]
    cable += [(-rim - 0.075, 0.030, 0.0032), (-rim - 0.120, 0.034, 0.0032)]
    tube = tube_from_spline_points(cable, radius=0.0030, radial_segments=12, samples_per_segment=8)
    add(base, "cable", tube, paint["black"])
    height = COLLAR_TOP - 0.011
    add(base, "collar_screw", Cylinder(0.0026, 0.012), paint["steel"], (0, 0.0205, height), (pi / 2, 0, 0))
    add(base, "collar_knob", across(hand_knob(), 0.0245), paint["black"], (0, 0, height))
    base.inertial = Inertial.from_geometry(
        Cylinder(rim, BASE_HEIGHT), mass=2.6, origin=Origin(xyz=(0, 0, PAD + BASE_HEIGHT / 2))
    )
    return base


def add_post(model: ArticulatedObject, paint):
    """Swivel post: spigot in the collar, flange on it, and the barrel that the lower arm clasps.

    Its frame lies on the collar's top face.
    """
    post = model.part("post")
    rise, depth = SHOULDER_HEIGHT - COLLAR_TOP, 0.030
    stem = [(0, -depth), (SPIGOT_RADIUS - 0.001, -depth), (SPIGOT_RADIUS, -depth + 0.001), (SPIGOT_RADIUS, 0)]
    stem += [
        (0.0145, 0),
        (0.0145, 0.003),
        (0.0125, 0.0045),
        (0.0080, 0.0075),
        (0.0070, 0.0120),
        (0.0070, rise),
        (0, rise),
    ]
    add(post, "stem", LatheGeometry(stem, segments=48), paint["steel"])
    add(
        post,
        "barrel",
        across(disc(EYE_RADIUS, 2 * OUTER_EYE[0]), -OUTER_EYE[0]),
        paint["steel"],
        (0, 0, rise),
    )
    add_bolt(post, "shoulder", rise, OUTER_EYE[1], paint)
    post.inertial = Inertial.from_geometry(
        Cylinder(0.008, rise), mass=0.16, origin=Origin(xyz=(0, 0, rise / 2))
    )
    return post


def add_tubes(arm, length: float, eye: tuple[float, float], tube_y: float, paint) -> None:
    """Two tubes along z at +-`tube_y`, with eye plates at both ends that lie between `eye` along y."""
    for side, label in ((1, "left"), (-1, "right")):
        for toward, height, end in ((1, 0.0, "bottom"), (-1, length, "top")):
            # `across` leaves x alone; the neck then turns from x to z.
            plate = across(eye_plate(toward), eye[0] if side > 0 else -eye[1]).rotate_y(-pi / 2)
            add(arm, f"eye_{end}_{label}", plate, paint["enamel"], at=(0, 0, height))
        tube = Cylinder(TUBE_RADIUS, length - 2 * TUBE_START)
        add(arm, f"tube_{label}", tube, paint["enamel"], at=(0, side * tube_y, length / 2))


def add_springs(arm, low: float, high: float, tube_y: float, places: tuple[float, ...], paint) -> None:
    """Tension springs between two cross pins at the heights `low` and `high`, each at its y in `places`."""
    for height, label in ((low, "low"), (high, "high")):
        add(
            arm,
            f"spring_pin_{label}",
            Cylinder(0.0022, 2 * tube_y),
            paint["steel"],
            (0, 0, height),
            (pi / 2, 0, 0),
        )
    # Hooks reach 12 mm from each pin; the coils lie between them.
    first, last = low + 0.012, high - 0.012
    steps = COIL_STEPS * max(6, int((last - first) / SPRING_PITCH))
    coil = []
    for step in range(steps + 1):
        angle = tau * step / COIL_STEPS
        height = first + (last - first) * step / steps
        coil.append((SPRING_RADIUS * cos(angle), SPRING_RADIUS * sin(angle), height))
    line = [(0, 0, low), (0, 0, low + 0.009), *coil, (0, 0, high - 0.009), (0, 0, high)]
    spring = wire_from_points(line, radius=SPRING_WIRE, radial_segments=6, cap_ends=True)
    for number, y in enumerate(places, start=1):
        add(arm, f"spring_{number}", spring, paint["steel"], at=(0, y, 0))


def add_lower_arm(model: ArticulatedObject, paint):
    """Lower arm along its own z; the elbow bolt belongs to it."""
    arm = model.part("lower_arm")
    tube_y = OUTER_EYE[0] + TUBE_RADIUS
    add_tubes(arm, LOWER_ARM, OUTER_EYE, tube_y, paint)
    add_springs(arm, 0.060, 0.72 * LOWER_ARM, tube_y, (-0.0085, 0.0085), paint)
    add_bolt(arm, "elbow", LOWER_ARM, OUTER_EYE[1], paint)
    box = Box((0.02, 0.05, LOWER_ARM))
    arm.inertial = Inertial.from_geometry(box, mass=0.8 * LOWER_ARM, origin=Origin(xyz=(0, 0, LOWER_ARM / 2)))
    return arm


def add_upper_arm(model: ArticulatedObject, paint):
    """Upper arm along its own z, with a spacer barrel at the elbow; the shade's bolt belongs to it."""
    arm = model.part("upper_arm")
    tube_y = INNER_EYE[1] - TUBE_RADIUS
    add_tubes(arm, UPPER_ARM, INNER_EYE, tube_y, paint)
    spacer = disc(EYE_RADIUS, 2 * BARREL_HALF, bore=BORE_RADIUS)
    add(arm, "elbow_spacer", across(spacer, -BARREL_HALF), paint["steel"])
    add_springs(arm, 0.060, 0.70 * UPPER_ARM, tube_y, (0.0,), paint)
    add_bolt(arm, "tilt", UPPER_ARM, INNER_EYE[1], paint)
    box = Box((0.02, 0.036, UPPER_ARM))
    arm.inertial = Inertial.from_geometry(
        box, mass=0.65 * UPPER_ARM, origin=Origin(xyz=(0, 0, UPPER_ARM / 2))
    )
    return arm


def add_shade(model: ArticulatedObject, paint):
    """Tilting head: barrel and stem, hollow cone with a white lining, rolled rim, lamp holder and bulb."""
    shade = model.part("shade")
    barrel = disc(EYE_RADIUS, 2 * BARREL_HALF, bore=BORE_RADIUS)
    add(shade, "barrel", across(barrel, -BARREL_HALF), paint["steel"])
    stem_top, stem_end = -EYE_RADIUS + 0.001, -SHADE_DROP + 0.020
    stem_middle = (0, 0, (stem_top + stem_end) / 2)
    add(shade, "stem", Cylinder(0.0065, stem_top - stem_end), paint["steel"], at=stem_middle)

    rim, neck, top = SHADE_DIAMETER / 2, NECK_RADIUS, -SHADE_DROP
    outer = [(0.0060, top + 0.026), (0.0170, top + 0.0245), (0.0215, top + 0.0200), (neck, top + 0.010)]
    outer += [(neck + 0.001, top), (neck + 0.34 * (rim - neck), top - 0.26 * SHADE_HEIGHT)]
    outer += [(neck + 0.78 * (rim - neck), top - 0.70 * SHADE_HEIGHT), (rim, top - SHADE_HEIGHT)]
    inner = [(radius - SHADE_WALL, z - SHADE_WALL) for radius, z in outer[:-1]]
    inner.append((rim - SHADE_WALL, top - SHADE_HEIGHT))
    add(shade, "cone", LatheGeometry.from_shell_profiles(outer, inner, segments=72), paint["enamel"])
    # White enamel inside: a second skin of half the wall, touching the first.
    face = [(radius - SHADE_WALL / 2, z) for radius, z in inner[3:]]
    add(shade, "lining", LatheGeometry.from_shell_profiles(inner[3:], face, segments=72), paint["white"])
    turns = [tau * k / 12 for k in range(12)]
    roll = LatheGeometry(
        [(rim - 0.0004 + 0.0016 * cos(turn), 0.0016 * sin(turn)) for turn in turns], segments=72
    )
    add(shade, "rim", roll, paint["enamel"], at=(0, 0, top - SHADE_HEIGHT))
    add_bulb(shade, top, paint)
    shade.inertial = Inertial.from_geometry(
        Cylinder(0.6 * rim, SHADE_HEIGHT), mass=0.22, origin=Origin(xyz=(0, 0, top - SHADE_HEIGHT / 2))
    )
    return shade


def add_bulb(shade, top: float, paint) -> None:
    """Lamp holder hung from the stem, screw cap, and a pear-shaped bulb that stays inside the cone."""
    socket = top - 0.018
    holder = [(0, top + 0.022), (0.0125, top + 0.022), (0.0160, top + 0.014), (0.0160, socket), (0, socket)]
    cap = [(0, socket), (0.0125, socket), (0.0125, socket - 0.006), (0, socket - 0.006)]
    belly = min(0.026, 0.30 * SHADE_DIAMETER)
    shoulder, neck = socket - 0.006, 0.0120
    drop = 0.52 * SHADE_HEIGHT - belly
    flare = [(neck + (belly - neck) * sin(pi / 2 * k / 6), shoulder - drop * k / 6) for k in range(7)]
    bottom = [
        (belly * cos(pi / 2 * k / 8), shoulder - drop - belly * sin(pi / 2 * k / 8)) for k in range(1, 9)
    ]
    add(shade, "holder", LatheGeometry(holder, segments=40), paint["ceramic"])
    add(shade, "screw_cap", LatheGeometry(cap, segments=40), paint["steel"])
    add(shade, "bulb", LatheGeometry([(0, shoulder), *flare, *bottom], segments=40), paint["glow"])


def build_object_model() -> ArticulatedObject:
    """The lamp in its reading pose."""
    model = ArticulatedObject("desk_lamp")
    paint = {name: model.material(name, rgba=(*rgb, 1.0)) for name, rgb in PAINT.items()}
    base, post = add_base(model, paint), add_post(model, paint)
    lower, upper, shade = add_lower_arm(model, paint), add_upper_arm(model, paint), add_shade(model, paint)
    # Positive turns the lamp left, leans it forward, lowers it, and tips the light back toward the base.
    rise = SHOULDER_HEIGHT - COLLAR_TOP
    joints = (
        ("base_yaw", base, post, COLLAR_TOP, 0.0, (0, 0, 1), YAW_RANGE, 4.0),
        ("shoulder", post, lower, rise, LEAN, (0, 1, 0), SHOULDER_RANGE, 12.0),
        ("elbow", lower, upper, LOWER_ARM, REACH - LEAN, (0, 1, 0), ELBOW_RANGE, 8.0),
        ("shade_tilt", upper, shade, UPPER_ARM, AIM - REACH, (0, 1, 0), TILT_RANGE, 2.0),
    )
    for name, parent, child, height, pitch, axis, (low, high), effort in joints:
        model.articulation(
            name,
            ArticulationType.REVOLUTE,
            parent=parent,
            child=child,
            origin=Origin(xyz=(0, 0, height), rpy=(0, pitch, 0)),
            axis=axis,
            motion_limits=MotionLimits(effort=effort, velocity=2.0, lower=low, upper=high),
        )
    return model


def check_pivots(ctx: TestContext) -> None:
    """Every pivot is clasped in the pose at hand."""
    pairs = (
        ("post", "stem", "base", "casting"),
        ("lower_arm", "eye_bottom_left", "post", "barrel"),
        ("upper_arm", "eye_bottom_left", "lower_arm", "eye_top_left"),
        ("shade", "barrel", "upper_arm", "eye_top_left"),
    )
    for child, child_elem, parent, parent_elem in pairs:
        ctx.expect_contact(child, parent, elem_a=child_elem, elem_b=parent_elem, contact_tol=5e-5)


def run_tests() -> TestReport:
    """What the prompt promises: held pivots in every pose, a hollow shade over the bulb, light that can be
    aimed."""
    ctx = TestContext(object_model)
    shade, base = object_model.get_part("shade"), object_model.get_part("base")
    lowest = {"shoulder": SHOULDER_RANGE[1], "elbow": ELBOW_RANGE[1]}
    poses = (
        {},
        {"shoulder": SHOULDER_RANGE[0], "elbow": ELBOW_RANGE[1], "shade_tilt": TILT_RANGE[0]},
        {
            "base_yaw": 1.2,
            "shoulder": SHOULDER_RANGE[1],
            "elbow": ELBOW_RANGE[0],
            "shade_tilt": TILT_RANGE[1],
        },
        lowest,
    )
    for pose in poses:
        with ctx.pose(pose):
            check_pivots(ctx)

    with ctx.pose({"shade_tilt": -AIM}):  # shade upright, so that boxes are exact
        bulb, cone = (ctx.part_element_world_aabb(shade, elem=name) for name in ("bulb", "cone"))
        ctx.check("the bulb ends above the rim", bulb[0][2] > cone[0][2] + 0.005)
        ctx.expect_within(shade, shade, axes="xy", inner_elem="bulb", outer_elem="cone", margin=-0.010)
    with ctx.pose(lowest):
        floor = ctx.part_world_aabb(shade)[0][2]
        ctx.check("the shade stays above the desk at its lowest", floor > 0.0, f"{floor:.3f} m")

    rest = ctx.part_world_position(shade)
    moves = (
        ("positive shoulder leans the lamp forward", "shoulder", SHOULDER_RANGE[1], 0, 0.05 * LOWER_ARM),
        ("positive elbow lowers the light", "elbow", ELBOW_RANGE[1], 2, -0.3 * UPPER_ARM),
        ("positive yaw swings the lamp to the left", "base_yaw", pi / 2, 1, 0.9 * rest[0]),
    )
    for promise, joint, value, axis, least in moves:
        with ctx.pose({joint: value}):
            moved = ctx.part_world_position(shade)[axis] - rest[axis]
            ctx.check(promise, moved * least > 0 and abs(moved) > abs(least), f"moved {moved:.3f} m")
    # Moments about the front edge of the base, arms counted at the shade's end to be on the safe side.
    held = base.inertial.mass * BASE_DIAMETER / 2
    overhung = (shade.inertial.mass + 0.5 * (0.65 * UPPER_ARM)) * (rest[0] - BASE_DIAMETER / 2)
    ctx.check(
        "the base outweighs the reach at rest",
        held > 1.5 * overhung,
        f"{held:.3f} against {overhung:.3f} kg m",
    )
    return ctx.report()


object_model = build_object_model()
