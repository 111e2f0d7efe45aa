"""A palm-sized folding quadcopter with a tilting nose camera.

What it teaches: many moving parts that never meet. The arms fold back along the body at two heights, the
rotors turn in two planes, and the hinge spacing leaves each rotor disc clear of every motor in *every* pose,
so no order of folding has to be kept; `run_tests` proves it from the dimensions and at the folded poses.

Frame: x points to the nose, y to the left, z up; the feet stand on z = 0. Zero pose: ready to fly.
"""

from __future__ import annotations

from functools import cache
from math import atan2, cos, degrees, hypot, pi, radians, sin, tau

from sdk import (
    ArticulatedObject,
    ArticulationType,
    Box,
    BoxGeometry,
    Cylinder,
    ExtrudeGeometry,
    ExtrudeWithHolesGeometry,
    Inertial,
    LatheGeometry,
    LoftGeometry,
    MeshGeometry,
    MotionLimits,
    Origin,
    Sphere,
    TestContext,
    TestReport,
    boolean_difference,
    boolean_intersection,
    boolean_union,
    mesh_from_geometry,
    rounded_rect_profile,
    superellipse_profile,
    superellipse_side_loft,
)

# What a customer chooses.
BLADES = 2  # per rotor
PROPELLER_DIAMETER = 0.086

# Body: a moulded shell, parted at the waist.
BODY_LENGTH = 0.164
BODY_WIDTH = 0.056
BODY_FLOOR = 0.011
BODY_TOP = 0.0385
WAIST = 0.0245  # parting plane between tub and cover
SKIN = 0.0016
PACK_Z = 0.0172  # middle of the battery pack, which slides in from behind

# Arm hinges: vertical pins beside the corners. Front arms sit higher, which lifts their rotors over the rear
# ones.
HINGE_X = 0.070
HINGE_Y = 0.0375
ARM_LENGTH = 0.044  # hinge to motor axis
ARM_Z = {"front": 0.0305, "rear": 0.0235}
FLIGHT_ANGLE = radians(62)  # of a front arm from straight ahead, of a rear arm from straight behind
FOLDED_ANGLE = radians(168)  # 12 degrees short of parallel, which keeps the left and right rotors apart
FOLD = FOLDED_ANGLE - FLIGHT_ANGLE
KNUCKLE_RADIUS = 0.0060
KNUCKLE_HEIGHT = 0.0090
LUG = 0.0024  # thickness of each fork plate
PIN_RADIUS = 0.0017
PIN_BORE = 0.0019

# Power train, heights above the arm's middle plane.
ROTOR_RADIUS = PROPELLER_DIAMETER / 2
MOUNT_TOP = 0.0062
STATOR_TOP = 0.0112
BELL_RADIUS = 0.0074
BELL_ROOF = STATOR_TOP + 0.0008  # inside of the bell, which runs on a boss on the stator's bearing ring
BLADE_PLANE = 0.0196
HUB_TOP = 0.0232
BLADE_CHORD = 0.0100  # widest, at a third of the span
ROOT_PITCH, TIP_PITCH = radians(27), radians(11)
PARKED = radians(35)  # blades at rest, from straight ahead

# Camera: its axis lies ahead of the nose, between the cheeks of the yoke.
CAMERA_X = BODY_LENGTH / 2 + 0.0098
CAMERA_Z = 0.0235
CAMERA_HALF = 0.0085  # half width of the housing; its sides run on the cheeks
CHEEK = 0.0022
TRUNNION_RADIUS = 0.0020
TILT_UP, TILT_DOWN = radians(25), radians(90)

CORNERS = (
    ("front", "left", 1, 1),
    ("front", "right", 1, -1),
    ("rear", "left", -1, 1),
    ("rear", "right", -1, -1),
)
PAINT = {
    "shell": (0.50, 0.52, 0.54),
    "cover": (0.72, 0.73, 0.74),
    "arm": (0.38, 0.40, 0.42),
    "battery": (0.20, 0.21, 0.22),
    "propeller": (0.13, 0.13, 0.14),
    "metal": (0.24, 0.25, 0.27),
    "steel": (0.72, 0.73, 0.75),
    "copper": (0.72, 0.42, 0.22),
    "rubber": (0.10, 0.10, 0.10),
    "glass": (0.05, 0.06, 0.09),
    "accent": (0.93, 0.42, 0.13),
    "lamp": (0.75, 0.95, 0.80),
    "red": (0.86, 0.12, 0.10),
    "green": (0.15, 0.75, 0.30),
}


def add(part, name, shape, paint, at=(0.0, 0.0, 0.0), rpy=(0.0, 0.0, 0.0), mesh=""):
    """Add a visual; a built solid becomes a mesh file, shared by all that give the same name in `mesh`."""
    if isinstance(shape, MeshGeometry):
        shape = mesh_from_geometry(shape, mesh or f"{part.name}_{name}")
    part.visual(shape, origin=Origin(xyz=at, rpy=rpy), material=paint, name=name)


def circle(radius: float) -> list[tuple[float, float]]:
    """Points around a circle at the origin."""
    return [(radius * cos(tau * k / 40), radius * sin(tau * k / 40)) for k in range(40)]


def hull(inset: float) -> MeshGeometry:
    """The body's outer form shrunk by `inset` on all sides, lengthwise along x.

    Plan and side view are superellipses: nearly straight flanks, rounded ends. Toward the nose, which carries
    the camera, the crown falls a little.
    """
    half_length, half_width = BODY_LENGTH / 2 - inset, BODY_WIDTH / 2 - inset
    middle, half_height = (BODY_FLOOR + BODY_TOP) / 2, (BODY_TOP - BODY_FLOOR) / 2 - inset
    sections = []
    for step in range(33):
        along = -cos(pi * (0.02 + 0.96 * step / 32))  # equal angles put most sections where the ends curve
        width = half_width * (1 - abs(along) ** 8.0) ** (1 / 2.4)
        height = half_height * (1 - abs(along) ** 7.0) ** (1 / 2.4)
        crown = middle + height * (1 - 0.10 * max(along, 0.0) ** 2)
        sections.append((along * half_length, middle - height, crown, 2 * width))
    # Side lofts run along y; a quarter turn lays them along x.
    return superellipse_side_loft(sections, exponents=3.4, segments=56).rotate_z(-pi / 2)


def lengthwise_bar(width: float, height: float, radius: float, length: float) -> MeshGeometry:
    """Bar with rounded edges along x, centred."""
    return (
        ExtrudeGeometry(rounded_rect_profile(width, height, radius), length).rotate_x(pi / 2).rotate_z(pi / 2)
    )


def shell() -> tuple[MeshGeometry, MeshGeometry]:
    """Lower tub and top cover: hollow, a shadow gap between them, battery bay and vents cut right through."""
    hollow = boolean_difference(hull(0.0), hull(SKIN))
    gap = 0.0003
    tub = boolean_intersection(hollow, BoxGeometry((1, 1, 1)).translate(0, 0, WAIST - gap - 0.5))
    cover = boolean_intersection(hollow, BoxGeometry((1, 1, 1)).translate(0, 0, WAIST + 0.5))
    slot = ExtrudeGeometry(rounded_rect_profile(0.0016, 0.015, 0.00079, corner_segments=4), 0.010)
    slots = MeshGeometry()
    for side in (1, -1):
        for row in range(6):
            place = (0.030 + 0.0042 * row, side * 0.0105, BODY_TOP)
            slots.merge(slot.copy().rotate_z(side * 0.35).translate(*place))
    bay = lengthwise_bar(0.037, 0.0125, 0.003, 0.03).translate(-BODY_LENGTH / 2, 0, PACK_Z)
    return boolean_difference(tub, bay), boolean_difference(cover, slots)


def add_body(model: ArticulatedObject, paint):
    """Shell, battery, sensors, hinge forks and camera yoke: everything that does not move."""
    body = model.part("body")
    tub, cover = shell()
    add(body, "tub", tub, paint["shell"])
    add(body, "cover", cover, paint["cover"])
    # The rings are nearly flush, because the rotors of folded arms pass over them.
    add(body, "power_ring", Cylinder(0.0066, 0.0020), paint["battery"], at=(-0.036, 0, BODY_TOP - 0.0008))
    add(body, "power_button", Cylinder(0.0054, 0.0020), paint["cover"], at=(-0.036, 0, BODY_TOP - 0.0006))
    tail = -BODY_LENGTH / 2 - 0.0012
    pack = lengthwise_bar(0.0364, 0.0119, 0.0028, 0.082)
    add(body, "battery", pack, paint["battery"], at=(tail + 0.041, 0, PACK_Z))
    add(body, "battery_latch", Box((0.0016, 0.012, 0.0035)), paint["accent"], at=(tail - 0.0004, 0, 0.0195))
    for lamp in range(4):
        place = (tail, -0.0036 + 0.0024 * lamp, 0.0145)
        add(body, f"charge_lamp_{lamp + 1}", Cylinder(0.0006, 0.0010), paint["lamp"], place, (0, pi / 2, 0))
    for side, label in ((1, "left"), (-1, "right")):
        eye = (BODY_LENGTH / 2 - 0.0044, side * 0.0185, 0.0275)
        add(body, f"nose_sensor_{label}", Sphere(0.0034), paint["glass"], at=eye)
        belly = (0.022, side * 0.008, BODY_FLOOR)
        add(body, f"belly_sensor_{label}", Cylinder(0.0038, 0.0020), paint["glass"], at=belly)
    for end, side, x_sign, y_sign in CORNERS:
        add_hinge_fork(body, f"{end}_{side}", (x_sign * HINGE_X, y_sign * HINGE_Y, ARM_Z[end]), paint)
    add_yoke(body, paint)
    box = Box((BODY_LENGTH, BODY_WIDTH, BODY_TOP - BODY_FLOOR))
    body.inertial = Inertial.from_geometry(
        box, mass=0.152, origin=Origin(xyz=(0, 0, (BODY_TOP + BODY_FLOOR) / 2))
    )
    return body


@cache
def hinge_fork(y_sign: int) -> MeshGeometry:
    """Two bored lugs joined by a web, around a hinge at the origin, rooted inward of side `y_sign`."""
    root, half = 0.019, KNUCKLE_HEIGHT / 2
    eye = KNUCKLE_RADIUS * 1.06
    arc = [(eye * cos(pi * step / 20), eye * sin(pi * step / 20)) for step in range(21)]
    outline = [(0.0084, -root), *arc, (-0.0084, -root)]
    lug = ExtrudeWithHolesGeometry(outline, [circle(PIN_RADIUS)], LUG, center=False)
    # The web stays clear of the knuckle, which turns in front of it.
    fork = BoxGeometry((0.0160, 0.009, KNUCKLE_HEIGHT + 2 * LUG)).translate(0, -0.0145, 0)
    for height in (half, -half - LUG):
        fork = boolean_union(fork, lug.copy().translate(0, 0, height))
    return fork if y_sign > 0 else fork.rotate_z(pi)


def add_hinge_fork(body, name: str, hinge: tuple[float, float, float], paint) -> None:
    """Fork on the flank and the steel pin through it, headed above and riveted below."""
    x, y, z = hinge
    side = "left" if y > 0 else "right"
    add(body, f"{name}_fork", hinge_fork(1 if y > 0 else -1), paint["shell"], at=hinge, mesh=f"fork_{side}")
    reach = KNUCKLE_HEIGHT / 2 + LUG
    add(body, f"{name}_pin", Cylinder(PIN_RADIUS, 2 * reach + 0.0012), paint["steel"], at=hinge)
    for sign, end in ((1, "head"), (-1, "rivet")):
        place = (x, y, z + sign * (reach + 0.0005))
        add(body, f"{name}_pin_{end}", Cylinder(0.0031, 0.0010), paint["steel"], at=place)


def add_yoke(body, paint) -> None:
    """Gimbal yoke: two bored cheeks on a bridge that grows out of the nose, with bearing caps outside."""
    root, half = CAMERA_X - BODY_LENGTH / 2 + 0.007, 0.0050
    arc = [(half * sin(pi * k / 16), -half * cos(pi * k / 16)) for k in range(17)]
    outline = [(-root, -half), *arc, (-root, half)]
    cheek = ExtrudeWithHolesGeometry(outline, [circle(TRUNNION_RADIUS + 0.0002)], CHEEK, center=False)
    cheek.rotate_x(pi / 2)  # stands it up, its thickness toward -y
    cap = LatheGeometry([(0, 0), (0.0036, 0), (0.0036, 0.0006), (0.0028, 0.0012), (0, 0.0012)])
    for side, label in ((1, "left"), (-1, "right")):
        outer = side * CAMERA_HALF + (CHEEK if side > 0 else 0.0)
        add(
            body, f"yoke_cheek_{label}", cheek, paint["metal"], (CAMERA_X, outer, CAMERA_Z), mesh="yoke_cheek"
        )
        place = (CAMERA_X, side * (CAMERA_HALF + CHEEK), CAMERA_Z)
        add(body, f"yoke_cap_{label}", cap, paint["steel"], place, (-side * pi / 2, 0, 0), mesh="yoke_cap")
    # The bridge ends behind the circle that the tilting housing sweeps.
    bridge = Box((0.0070, 2 * (CAMERA_HALF + CHEEK), 0.0080))
    add(body, "yoke_bridge", bridge, paint["metal"], at=(BODY_LENGTH / 2 - 0.0045, 0, CAMERA_Z))


@cache
def arm_beam() -> MeshGeometry:
    """Knuckle, tapered beam and motor nacelle as one moulding, along x from the hinge at the origin."""
    knuckle = ExtrudeWithHolesGeometry(circle(KNUCKLE_RADIUS), [circle(PIN_BORE)], KNUCKLE_HEIGHT)
    stations = (
        (0.0046, 0.0100, 0.0040),
        (0.014, 0.0092, 0.0038),
        (0.028, 0.0084, 0.0036),
        (ARM_LENGTH, 0.0096, 0.0036),
    )
    beam = superellipse_side_loft(
        [(x, -half, half, width) for x, width, half in stations], exponents=3.0, segments=40
    )
    outline = [(0, -0.0075), (0.0050, -0.0075), (0.0080, -0.0052), (0.0090, -0.0020)]
    outline += [(0.0090, MOUNT_TOP - 0.0012), (0.0084, MOUNT_TOP), (0, MOUNT_TOP)]
    nacelle = LatheGeometry(outline, segments=48).translate(ARM_LENGTH, 0, 0)
    return boolean_union(boolean_union(knuckle, beam.rotate_z(-pi / 2)), nacelle)


def leg(length: float) -> MeshGeometry:
    """Landing leg from z = 0 upward: a fin that widens toward the nacelle."""
    sections = ((0.0, 0.0058, 0.0036), (0.35, 0.0064, 0.0040), (0.75, 0.0088, 0.0052), (1.0, 0.0118, 0.0074))
    return LoftGeometry(
        [
            [(x, y, share * length) for x, y in superellipse_profile(depth, width, 2.4, segments=32)]
            for share, depth, width in sections
        ]
    )


def add_arm(model: ArticulatedObject, body, corner, paint):
    """One arm with its motor stator and leg; the frame lies on the hinge pin, x along the arm."""
    end, side, x_sign, y_sign = corner
    arm = model.part(f"{end}_{side}_arm")
    height, foot = ARM_Z[end], 0.0030
    add(arm, "beam", arm_beam(), paint["arm"], mesh="arm_beam")
    stator = [
        (0.0013, MOUNT_TOP),
        (0.0058, MOUNT_TOP),
        (0.0058, STATOR_TOP - 0.0010),
        (0.0026, STATOR_TOP - 0.0010),
    ]
    stator += [(0.0026, STATOR_TOP), (0.0013, STATOR_TOP)]
    add(arm, "stator", LatheGeometry(stator), paint["copper"], at=(ARM_LENGTH, 0, 0), mesh="stator")
    add(
        arm,
        "leg",
        leg(height - 0.0060 - foot),
        paint["arm"],
        at=(ARM_LENGTH, 0, foot - height),
        mesh=f"{end}_leg",
    )
    pad = ExtrudeGeometry(superellipse_profile(0.0076, 0.0050, 2.4, segments=32), foot + 0.0012, center=False)
    add(arm, "foot", pad, paint["rubber"], at=(ARM_LENGTH, 0, -height), mesh="foot_pad")
    # Navigation lamps: red in front, green behind.
    add(
        arm,
        "lamp",
        Sphere(0.0022),
        paint["red" if x_sign > 0 else "green"],
        at=(ARM_LENGTH + 0.0080, 0, -0.0010),
    )
    arm.inertial = Inertial.from_geometry(
        Box((ARM_LENGTH + 0.012, 0.012, 0.014)), mass=0.013, origin=Origin(xyz=(ARM_LENGTH * 0.7, 0, 0))
    )
    heading = y_sign * (FLIGHT_ANGLE if x_sign > 0 else pi - FLIGHT_ANGLE)
    model.articulation(
        f"body_to_{end}_{side}_arm",
        ArticulationType.REVOLUTE,
        parent=body,
        child=arm,
        origin=Origin(xyz=(x_sign * HINGE_X, y_sign * HINGE_Y, height), rpy=(0, 0, heading)),
        # Positive folds: front arms swing back, rear arms swing forward, left and right mirrored.
        axis=(0, 0, x_sign * y_sign),
        motion_limits=MotionLimits(effort=0.4, velocity=4.0, lower=0.0, upper=FOLD),
    )
    return arm


@cache
def blades(hand: int) -> MeshGeometry:
    """Twisted blades around z; `hand` is 1 for a rotor that pulls up when turning counter-clockwise seen from
    above."""
    root, loops = 0.0030, []
    for step in range(11):
        share = step / 10
        swell = sin(pi * (0.16 + 0.84 * share) ** 0.62) ** 0.7 if step < 10 else 0.0
        chord, thick = BLADE_CHORD * (0.34 + 0.66 * swell), 0.0017 - 0.0011 * share
        pitch = ROOT_PITCH + (TIP_PITCH - ROOT_PITCH) * share**0.6
        section = superellipse_profile(chord, thick, 1.7, segments=20)
        turned = [(x * cos(pitch) - z * sin(pitch), x * sin(pitch) + z * cos(pitch)) for x, z in section]
        loops.append([(x, z, root + (ROTOR_RADIUS - root) * share) for x, z in turned])
    # Lofts rise along z; a third of a turn about the space diagonal lays span, chord and lift on x, y and z.
    blade = LoftGeometry(loops).rotate((1, 1, 1), tau / 3)
    if hand < 0:
        blade.scale(1, -1, 1)
    rotor = blade
    for number in range(1, BLADES):
        rotor = boolean_union(rotor, blade.copy().rotate_z(tau * number / BLADES))
    return rotor


def add_rotor(model: ArticulatedObject, arm, corner, paint) -> None:
    """Motor bell, hub and blades; the frame lies on the motor axis in the arm's middle plane."""
    end, side, x_sign, y_sign = corner
    hand = x_sign * y_sign  # neighbours turn against each other, so that their torques cancel
    rotor = model.part(f"{end}_{side}_rotor")
    inner, skirt = BELL_RADIUS - 0.0009, MOUNT_TOP + 0.0006
    bell = [(0, STATOR_TOP), (0.0024, STATOR_TOP), (0.0024, BELL_ROOF), (inner, BELL_ROOF), (inner, skirt)]
    bell += [(BELL_RADIUS, skirt), (BELL_RADIUS, BELL_ROOF + 0.0006), (0.0060, BELL_ROOF + 0.0018)]
    add(
        rotor,
        "bell",
        LatheGeometry([*bell, (0, BELL_ROOF + 0.0018)], segments=48),
        paint["metal"],
        mesh="bell",
    )
    add(rotor, "shaft", Cylinder(0.0010, 0.0052), paint["steel"], at=(0, 0, STATOR_TOP - 0.0020))
    foot = BELL_ROOF + 0.0012
    hub = [(0, foot), (0.0046, foot), (0.0046, HUB_TOP - 0.0014), (0.0034, HUB_TOP), (0, HUB_TOP)]
    add(rotor, "hub", LatheGeometry(hub, segments=36), paint["propeller"], mesh="hub")
    turning = "ccw" if hand > 0 else "cw"
    add(rotor, "blades", blades(hand), paint["propeller"], at=(0, 0, BLADE_PLANE), mesh=f"blades_{turning}")
    add(
        rotor,
        "spinner",
        Cylinder(0.0022, 0.0016),
        paint["accent" if hand > 0 else "steel"],
        at=(0, 0, HUB_TOP),
    )
    rotor.inertial = Inertial.from_geometry(
        Cylinder(0.5 * ROTOR_RADIUS, 0.006), mass=0.007, origin=Origin(xyz=(0, 0, BLADE_PLANE))
    )
    heading = FLIGHT_ANGLE if x_sign > 0 else pi - FLIGHT_ANGLE
    model.articulation(
        f"{end}_{side}_arm_to_rotor",
        ArticulationType.CONTINUOUS,
        parent=arm,
        child=rotor,
        origin=Origin(xyz=(ARM_LENGTH, 0, 0), rpy=(0, 0, y_sign * (PARKED - heading))),
        axis=(0, 0, 1),
        motion_limits=MotionLimits(effort=0.05, velocity=900.0),
    )


def add_camera(model: ArticulatedObject, body, paint) -> None:
    """Camera housing on two trunnions; its frame lies on the tilt axis, lens toward +x."""
    camera = model.part("camera")
    section = rounded_rect_profile(0.0150, 0.0136, 0.0042, corner_segments=8)
    add(camera, "housing", ExtrudeGeometry(section, 2 * CAMERA_HALF).rotate_x(pi / 2), paint["cover"])
    barrel = [(0.0044, 0.0070), (0.0056, 0.0070), (0.0056, 0.0098), (0.0052, 0.0102), (0.0044, 0.0102)]
    add(camera, "lens_barrel", LatheGeometry(barrel, segments=48).rotate_y(pi / 2), paint["metal"])
    # A shallow domed front element, set back in the barrel.
    glass = [(0, 0.0070), (0.0044, 0.0070), (0.0044, 0.0084), (0.0032, 0.0090), (0.0016, 0.0093), (0, 0.0094)]
    add(camera, "lens", LatheGeometry(glass, segments=48).rotate_y(pi / 2), paint["glass"])
    add(
        camera,
        "trunnion",
        Cylinder(TRUNNION_RADIUS, 2 * (CAMERA_HALF + CHEEK)),
        paint["steel"],
        rpy=(pi / 2, 0, 0),
    )
    camera.inertial = Inertial.from_geometry(Box((0.015, 2 * CAMERA_HALF, 0.0136)), mass=0.016)
    model.articulation(
        "body_to_camera",
        ArticulationType.REVOLUTE,
        parent=body,
        child=camera,
        origin=Origin(xyz=(CAMERA_X, 0, CAMERA_Z)),
        axis=(0, 1, 0),  # positive looks down
        motion_limits=MotionLimits(effort=0.05, velocity=3.0, lower=-TILT_UP, upper=TILT_DOWN),
    )


def build_object_model() -> ArticulatedObject:
    """The drone with its arms out."""
    model = ArticulatedObject("folding_drone")
    paint = {name: model.material(name, rgba=(*rgb, 1.0)) for name, rgb in PAINT.items()}
    body = add_body(model, paint)
    for corner in CORNERS:
        arm = add_arm(model, body, corner, paint)
        add_rotor(model, arm, corner, paint)
    add_camera(model, body, paint)
    return model


def check_discs(ctx: TestContext) -> None:
    """Rotor discs in every pose, from the dimensions.

    A front motor never comes behind its folded place, a rear one never before it, and neither nearer to the
    middle.
    """
    between_ends = 2 * (HINGE_X + ARM_LENGTH * cos(FOLDED_ANGLE))
    between_sides = 2 * (HINGE_Y + ARM_LENGTH * sin(FOLDED_ANGLE))
    ctx.check(
        "left and right rotor discs stay apart",
        between_sides > 2 * ROTOR_RADIUS + 0.003,
        f"{between_sides:.4f}",
    )
    clear = between_ends > ROTOR_RADIUS + BELL_RADIUS + 0.002
    ctx.check("a rear rotor disc clears the front motor above it", clear, f"{between_ends:.4f}")


def check_camera(ctx: TestContext, body) -> None:
    """The lens points where the joint says, and the yoke holds it there."""
    camera = object_model.get_part("camera")
    for angle, label in ((-TILT_UP, "up"), (0.0, "level"), (TILT_DOWN, "down")):
        with ctx.pose({"body_to_camera": angle}):
            ctx.expect_contact(
                camera,
                body,
                elem_a="housing",
                elem_b="yoke_cheek_left",
                contact_tol=5e-5,
                name=f"camera held, {label}",
            )
            low, high = ctx.part_element_world_aabb(camera, elem="lens")
            seen = degrees(atan2(CAMERA_Z - (low[2] + high[2]) / 2, (low[0] + high[0]) / 2 - CAMERA_X))
            ctx.check(f"lens looks {label}", abs(seen - degrees(angle)) < 1.0, f"{seen:.1f} degrees down")


def run_tests() -> TestReport:
    """What the prompt promises: the joints, hinges that hold, and a fold without contact."""
    ctx = TestContext(object_model)
    kinds = [joint.articulation_type for joint in object_model.articulations]
    ctx.check("four folding arms and one tilting camera", kinds.count(ArticulationType.REVOLUTE) == 5)
    ctx.check("four rotors", kinds.count(ArticulationType.CONTINUOUS) == 4)
    check_discs(ctx)

    body = object_model.get_part("body")
    arms = [object_model.get_part(f"{end}_{side}_arm") for end, side, *_ in CORNERS]
    rotors = [object_model.get_part(f"{end}_{side}_rotor") for end, side, *_ in CORNERS]
    folded = {f"body_to_{arm.name}": FOLD for arm in arms}
    spans = {}
    for pose_name, pose in (("flight", {}), ("folded", folded)):
        with ctx.pose(pose):
            for (end, side, *_), arm, rotor in zip(CORNERS, arms, rotors, strict=True):
                pairs = ((arm, "beam", body, f"{end}_{side}_fork"), (rotor, "bell", arm, "stator"))
                for child, child_elem, parent, parent_elem in pairs:
                    ctx.expect_contact(
                        child,
                        parent,
                        elem_a=child_elem,
                        elem_b=parent_elem,
                        contact_tol=5e-5,
                        name=f"{pose_name}: {child.name} is held by its {parent_elem}",
                    )
            feet = [ctx.part_element_world_aabb(arm, elem="foot")[0][2] for arm in arms]
            ctx.check(f"{pose_name}: stands on four feet", max(map(abs, feet)) < 1e-5, str(feet))
            spans[pose_name] = 2 * hypot(*ctx.part_world_position(rotors[0])[:2])
    ctx.check("folding halves the span between motors", spans["folded"] < 0.52 * spans["flight"], str(spans))
    with ctx.pose(folded):
        for rotor in rotors:
            ctx.expect_gap(
                rotor,
                body,
                axis="z",
                positive_elem="blades",
                negative_elem="cover",
                min_gap=0.0015,
                name=f"folded: {rotor.name} passes above the cover",
            )
    check_camera(ctx, body)
    return ctx.report()


object_model = build_object_model()
