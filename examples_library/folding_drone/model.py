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
    ArticulatedObject, ArticulationType, Box, BoxGeometry, Cylinder, ExtrudeGeometry, Inertial, LatheGeometry,
    LoftGeometry, MotionLimits, Origin, Sphere, TestContext, TestReport, array_linear, boolean_difference,
    boolean_intersection, boolean_union, cylinder_between, hull_plate, mesh_from_geometry, mirror, pin_joint,
    rounded, superellipse_profile, superellipse_side_loft,
)  # fmt: skip

# What a customer chooses.
BLADES = 2  # per rotor
PROPELLER_DIAMETER = 0.086

# Body: a moulded shell, parted at the waist.
BODY_LENGTH, BODY_WIDTH, BODY_FLOOR, BODY_TOP = 0.164, 0.056, 0.011, 0.0385
NOSE, WAIST, SKIN = BODY_LENGTH / 2, 0.0245, 0.0016  # waist: the parting plane between tub and cover
PACK_Z = 0.0172  # middle of the battery pack, which slides in from behind

# Arm hinges: vertical pins beside the corners. Front arms sit higher, which lifts their rotors over the rear
# ones.
HINGE_X, HINGE_Y, ARM_LENGTH = 0.070, 0.0375, 0.044  # the last: hinge to motor axis
ARM_Z = {"front": 0.0305, "rear": 0.0235}
FLIGHT_ANGLE = radians(62)  # of a front arm from straight ahead, of a rear arm from straight behind
FOLDED_ANGLE = radians(168)  # 12 degrees short of parallel, which keeps the left and right rotors apart
FOLD = FOLDED_ANGLE - FLIGHT_ANGLE
KNUCKLE_RADIUS, KNUCKLE, LUG = 0.0060, 0.0090, 0.0024  # knuckle height, thickness of each fork plate
PIN, PLAY = 0.0017, 0.0001  # radius of the pins, their clearance

# Power train, heights above the arm's middle plane.
ROTOR_RADIUS = PROPELLER_DIAMETER / 2
MOUNT_TOP, STATOR_TOP, BELL_RADIUS = 0.0062, 0.0112, 0.0074
BELL_ROOF = STATOR_TOP + 0.0008  # inside of the bell, which runs on a boss on the stator's bearing ring
BLADE_PLANE, HUB_TOP = 0.0196, 0.0232
BLADE_CHORD = 0.0100  # widest, at a third of the span
ROOT_PITCH, TIP_PITCH = radians(27), radians(11)
PARKED = radians(35)  # blades at rest, from straight ahead

# Camera: its axis lies ahead of the nose, between the cheeks of the yoke.
CAMERA_X, CAMERA_Z, CAMERA_HALF, CHEEK = NOSE + 0.0098, 0.0235, 0.0085, 0.0022
TILT_UP, TILT_DOWN = radians(25), radians(90)

CORNERS = [(end, side, x, y) for end, x in (("front", 1), ("rear", -1)) for side, y in (("left", 1), ("right", -1))]
PAINT = {
    "shell": (0.50, 0.52, 0.54), "cover": (0.72, 0.73, 0.74), "arm": (0.38, 0.40, 0.42),
    "battery": (0.20, 0.21, 0.22), "propeller": (0.13, 0.13, 0.14), "metal": (0.24, 0.25, 0.27),
    "steel": (0.72, 0.73, 0.75), "copper": (0.72, 0.42, 0.22), "rubber": (0.10, 0.10, 0.10),
    "glass": (0.05, 0.06, 0.09), "accent": (0.93, 0.42, 0.13), "lamp": (0.75, 0.95, 0.80),
    "red": (0.86, 0.12, 0.10), "green": (0.15, 0.75, 0.30),
}  # fmt: skip


def add(part, name, material, shape, at=(0.0, 0.0, 0.0), rpy=(0.0, 0.0, 0.0), mesh=""):
    """Add a visual; a built solid becomes a mesh file, shared by all that give the same name in `mesh`."""
    if hasattr(shape, "faces"):
        shape = mesh_from_geometry(shape, mesh or f"{part.name}_{name}")
    part.visual(shape, origin=Origin(at, rpy), material=material, name=name)


def hull(inset: float):
    """The body's outer form shrunk by `inset` on all sides, lengthwise along x.

    Plan and side view are superellipses: nearly straight flanks, rounded ends. Toward the nose, which carries
    the camera, the crown falls a little.
    """
    half_length, half_width = NOSE - inset, BODY_WIDTH / 2 - inset
    middle, half_height = (BODY_FLOOR + BODY_TOP) / 2, (BODY_TOP - BODY_FLOOR) / 2 - inset
    sections = []
    for step in range(21):
        along = -cos(pi * (0.02 + 0.96 * step / 20))  # equal angles put most sections where the ends curve
        width = half_width * (1 - abs(along) ** 8.0) ** (1 / 2.4)
        height = half_height * (1 - abs(along) ** 7.0) ** (1 / 2.4)
        crown = middle + height * (1 - 0.10 * max(along, 0.0) ** 2)
        sections.append((along * half_length, middle - height, crown, 2 * width))
    # Side lofts run along y; a quarter turn lays them along x.
    return superellipse_side_loft(sections, exponents=3.4, segments=36).rotate_z(-pi / 2)


def add_shell(body) -> None:
    """Lower tub and top cover: hollow, a shadow gap between them, battery bay and vents cut right through."""
    skin, gap = boolean_difference(hull(0.0), hull(SKIN)), 0.0003
    bay = rounded((0.03, 0.037, 0.0125), 0.003, edges="x").translate(-NOSE, 0, PACK_Z)
    tub = boolean_intersection(skin, BoxGeometry((1, 1, 1)).translate(0, 0, WAIST - gap - 0.5))
    add(body, "tub", "shell", boolean_difference(tub, bay))
    slot = rounded((0.0016, 0.015, 0.010), 0.00079, steps=3).rotate_z(0.35).translate(0.030, 0.0105, BODY_TOP)
    slots = array_linear(slot, 6, (0.0042, 0, 0))
    cover = boolean_intersection(skin, BoxGeometry((1, 1, 1)).translate(0, 0, WAIST + 0.5))
    add(body, "cover", "cover", boolean_difference(cover, slots, mirror(slots, "y")))


def add_body(model: ArticulatedObject):
    """Shell, battery, sensors, hinge forks and camera yoke: everything that does not move."""
    body = model.part("body")
    add_shell(body)
    # The rings are nearly flush, because the rotors of folded arms pass over them.
    add(body, "power_ring", "battery", Cylinder(0.0066, 0.0020), (-0.036, 0, BODY_TOP - 0.0008))
    add(body, "power_button", "cover", Cylinder(0.0054, 0.0020), (-0.036, 0, BODY_TOP - 0.0006))
    tail = -NOSE - 0.0012
    pack = rounded((0.082, 0.0364, 0.0119), 0.0028, edges="x")
    add(body, "battery", "battery", pack, (tail + 0.041, 0, PACK_Z))
    add(body, "battery_latch", "accent", Box((0.0016, 0.012, 0.0035)), (tail - 0.0004, 0, 0.0195))
    for lamp in range(4):
        place = (tail, -0.0036 + 0.0024 * lamp, 0.0145)
        add(body, f"charge_lamp_{lamp + 1}", "lamp", Cylinder(0.0006, 0.0010), place, (0, pi / 2, 0))
    for side, label in ((1, "left"), (-1, "right")):
        add(body, f"nose_sensor_{label}", "glass", Sphere(0.0034), (NOSE - 0.0044, side * 0.0185, 0.0275))
        belly = (0.022, side * 0.008, BODY_FLOOR)
        add(body, f"belly_sensor_{label}", "glass", Cylinder(0.0038, 0.0020), belly)
        # The camera's yoke: a cheek on either side, rooted in the bridge that grows out of the nose.
        cheek = hull_plate([(0, 0, 0.005), (NOSE - CAMERA_X - 0.004, 0, 0.005)], CHEEK).rotate_x(pi / 2)
        place = (CAMERA_X, side * (CAMERA_HALF + CHEEK / 2), CAMERA_Z)
        add(body, f"yoke_cheek_{label}", "metal", cheek, place)
    # The bridge ends behind the circle that the tilting housing sweeps.
    bridge = Box((0.0070, 2 * (CAMERA_HALF + CHEEK) - 0.001, 0.0080))
    add(body, "yoke_bridge", "metal", bridge, (NOSE - 0.0045, 0, CAMERA_Z))
    eye, root = KNUCKLE_RADIUS * 1.06, 0.019
    lug = hull_plate([(0, 0, eye), (-0.0084, -root), (0.0084, -root)], LUG, holes=[(0, 0, PIN)])
    # The web stays clear of the knuckle, which turns in front of it.
    web = BoxGeometry((0.0160, 0.009, KNUCKLE + 2 * LUG)).translate(0, -0.0145, 0)
    lugs = [lug.copy().translate(0, 0, sign * (KNUCKLE + LUG) / 2) for sign in (1, -1)]
    fork = boolean_union(web, *lugs)
    for end, side, x, y in CORNERS:
        turned = fork.copy().rotate_z(0.0 if y > 0 else pi)
        place, reach = (x * HINGE_X, y * HINGE_Y), KNUCKLE / 2 + LUG
        add(body, f"{end}_{side}_fork", "shell", turned, (*place, ARM_Z[end]), mesh=f"fork_{side}")
        add(body, f"{end}_{side}_pin", "steel", Cylinder(PIN, 2 * reach + 0.0012), (*place, ARM_Z[end]))
        for sign, tip in ((1, "head"), (-1, "rivet")):
            height = ARM_Z[end] + sign * (reach + 0.0005)
            add(body, f"{end}_{side}_pin_{tip}", "steel", Cylinder(0.0031, 0.0010), (*place, height))
    box, middle = Box((BODY_LENGTH, BODY_WIDTH, BODY_TOP - BODY_FLOOR)), (BODY_TOP + BODY_FLOOR) / 2
    body.inertial = Inertial.from_geometry(box, mass=0.152, origin=Origin((0, 0, middle)))
    return body


@cache
def arm_beam():
    """Knuckle, tapered beam and motor nacelle as one moulding, along x from the hinge at the origin."""
    half, bore = KNUCKLE / 2, PIN + 2 * PLAY
    knuckle = cylinder_between((0, 0, -half), (0, 0, half), KNUCKLE_RADIUS, wall=KNUCKLE_RADIUS - bore)
    stations = ((0.0046, 0.0100, 0.0040), (0.014, 0.0092, 0.0038), (0.028, 0.0084, 0.0036),
                (ARM_LENGTH, 0.0096, 0.0036))  # fmt: skip
    sections = [(x, -high, high, width) for x, width, high in stations]
    beam = superellipse_side_loft(sections, exponents=3.0, segments=28).rotate_z(-pi / 2)
    outline = [(0, -0.0075), (0.0050, -0.0075), (0.0080, -0.0052), (0.0090, -0.0020), (0.0090, MOUNT_TOP - 0.0012),
               (0.0084, MOUNT_TOP), (0, MOUNT_TOP)]  # fmt: skip
    return boolean_union(knuckle, beam, LatheGeometry(outline, segments=24).translate(ARM_LENGTH, 0, 0))


def leg(length: float):
    """Landing leg from z = 0 upward: a fin that widens toward the nacelle."""
    sections = ((0.0, 0.0058, 0.0036), (0.35, 0.0064, 0.0040), (0.75, 0.0088, 0.0052), (1.0, 0.0118, 0.0074))
    return LoftGeometry([
        [(x, y, share * length) for x, y in superellipse_profile(depth, width, 2.4, segments=24)]
        for share, depth, width in sections
    ])  # fmt: skip


def add_arm(model: ArticulatedObject, body, corner):
    """One arm with its motor stator and leg; the frame lies on the hinge pin, parallel to the body's."""
    end, side, x_sign, y_sign = corner
    arm = model.part(f"{end}_{side}_arm")
    heading = y_sign * (FLIGHT_ANGLE if x_sign > 0 else pi - FLIGHT_ANGLE)
    turn, height, foot = (0, 0, heading), ARM_Z[end], 0.0030

    def out(x: float, z: float):
        return (x * cos(heading), x * sin(heading), z)

    add(arm, "beam", "arm", arm_beam(), rpy=turn, mesh="arm_beam")
    ring, step = STATOR_TOP - 0.0010, 0.0026
    stator = [(0.0013, MOUNT_TOP), (0.0058, MOUNT_TOP), (0.0058, ring), (step, ring), (step, STATOR_TOP),
              (0.0013, STATOR_TOP)]  # fmt: skip
    add(arm, "stator", "copper", LatheGeometry(stator, segments=24), out(ARM_LENGTH, 0), mesh="stator")
    fin, place = leg(height - 0.0060 - foot), out(ARM_LENGTH, foot - height)
    add(arm, "leg", "arm", fin, place, turn, mesh=f"{end}_leg")
    pad = ExtrudeGeometry(superellipse_profile(0.0076, 0.0050, 2.4, segments=24), foot + 0.0012, center=False)
    add(arm, "foot", "rubber", pad, out(ARM_LENGTH, -height), turn, mesh="foot_pad")
    # Navigation lamps: red in front, green behind.
    add(arm, "lamp", "red" if x_sign > 0 else "green", Sphere(0.0022), out(ARM_LENGTH + 0.0080, -0.0010))
    box, middle = Box((ARM_LENGTH + 0.012, 0.012, 0.014)), Origin(out(0.7 * ARM_LENGTH, 0), turn)
    arm.inertial = Inertial.from_geometry(box, mass=0.013, origin=middle)
    model.articulation(
        # Positive folds: front arms swing back, rear arms swing forward, left and right mirrored.
        f"body_to_{end}_{side}_arm", ArticulationType.REVOLUTE, body, arm, axis=(0, 0, x_sign * y_sign),
        origin=Origin((x_sign * HINGE_X, y_sign * HINGE_Y, height)),
        motion_limits=MotionLimits(effort=0.4, velocity=4.0, lower=0.0, upper=FOLD),
    )  # fmt: skip
    model.fit(arm, body, elem_child="beam", elem_parent=f"{end}_{side}_pin", gap=2 * PLAY)
    return arm, out(ARM_LENGTH, 0)


@cache
def blades(hand: int):
    """Twisted blades around z; `hand` is 1 for a rotor that pulls up when turning counter-clockwise seen from
    above."""
    root, loops = 0.0030, []
    for step in range(9):
        share = step / 8
        swell = sin(pi * (0.16 + 0.84 * share) ** 0.62) ** 0.7 if step < 8 else 0.0
        chord, thick = BLADE_CHORD * (0.34 + 0.66 * swell), 0.0017 - 0.0011 * share
        pitch = ROOT_PITCH + (TIP_PITCH - ROOT_PITCH) * share**0.6
        section = superellipse_profile(chord, thick, 1.7, segments=16)
        turned = [(x * cos(pitch) - z * sin(pitch), x * sin(pitch) + z * cos(pitch)) for x, z in section]
        loops.append([(x, z, root + (ROTOR_RADIUS - root) * share) for x, z in turned])
    # Lofts rise along z; a third of a turn about the space diagonal lays span, chord and lift on x, y and z.
    blade = LoftGeometry(loops).rotate((1, 1, 1), tau / 3)
    if hand < 0:
        blade.scale(1, -1, 1)
    return boolean_union(*(blade.copy().rotate_z(tau * number / BLADES) for number in range(BLADES)))


def add_rotor(model: ArticulatedObject, arm, at, corner) -> None:
    """Motor bell, hub and blades; the frame lies on the motor axis in the arm's middle plane."""
    end, side, x_sign, y_sign = corner
    hand = x_sign * y_sign  # neighbours turn against each other, so that their torques cancel
    rotor = model.part(f"{end}_{side}_rotor")
    inner, skirt, roof = BELL_RADIUS - 0.0009, MOUNT_TOP + 0.0006, BELL_ROOF + 0.0018
    bell = [(0, STATOR_TOP), (0.0024, STATOR_TOP), (0.0024, BELL_ROOF), (inner, BELL_ROOF), (inner, skirt),
            (BELL_RADIUS, skirt), (BELL_RADIUS, BELL_ROOF + 0.0006), (0.0060, roof), (0, roof)]  # fmt: skip
    add(rotor, "bell", "metal", LatheGeometry(bell, segments=28), mesh="bell")
    add(rotor, "shaft", "steel", Cylinder(0.0010, 0.0052), (0, 0, STATOR_TOP - 0.0020))
    foot = BELL_ROOF + 0.0012
    hub = [(0, foot), (0.0046, foot), (0.0046, HUB_TOP - 0.0014), (0.0034, HUB_TOP), (0, HUB_TOP)]
    add(rotor, "hub", "propeller", LatheGeometry(hub, segments=24), mesh="hub")
    turned, mesh = (0, 0, y_sign * PARKED), f"blades_{'ccw' if hand > 0 else 'cw'}"
    add(rotor, "blades", "propeller", blades(hand), (0, 0, BLADE_PLANE), turned, mesh)
    add(rotor, "spinner", "accent" if hand > 0 else "steel", Cylinder(0.0022, 0.0016), (0, 0, HUB_TOP))
    rotor.inertial = Inertial.from_geometry(
        Cylinder(0.5 * ROTOR_RADIUS, 0.006), mass=0.007, origin=Origin((0, 0, BLADE_PLANE))
    )
    model.articulation(
        f"{end}_{side}_arm_to_rotor", ArticulationType.CONTINUOUS, arm, rotor, origin=Origin(at), axis=(0, 0, 1),
        motion_limits=MotionLimits(effort=0.05, velocity=900.0),
    )  # fmt: skip


def add_camera(model: ArticulatedObject, body) -> None:
    """Camera housing between the yoke's cheeks; its frame lies on the tilt axis, lens toward +x."""
    camera = model.part("camera")
    housing = rounded((0.0150, 2 * (CAMERA_HALF - PLAY), 0.0136), 0.0042, edges="y")
    add(camera, "housing", "cover", housing)
    barrel = [(0.0044, 0.0070), (0.0056, 0.0070), (0.0056, 0.0098), (0.0052, 0.0102), (0.0044, 0.0102)]
    add(camera, "lens_barrel", "metal", LatheGeometry(barrel, segments=32).rotate_y(pi / 2))
    # A shallow domed front element, set back in the barrel.
    glass = [(0, 0.0070), (0.0044, 0.0070), (0.0044, 0.0084), (0.0032, 0.0090), (0, 0.0094)]
    add(camera, "lens", "glass", LatheGeometry(glass, segments=32).rotate_y(pi / 2))
    camera.inertial = Inertial.from_geometry(Box((0.015, 2 * CAMERA_HALF, 0.0136)), mass=0.016)
    pin_joint(
        model, body, camera, at=(CAMERA_X, 0, CAMERA_Z), axis=(0, 1, 0), diameter=0.003, gap=PLAY,
        width=2 * (CAMERA_HALF + CHEEK), style="shoulder_screw", lower=-TILT_UP, upper=TILT_DOWN,
        name="body_to_camera", material="steel",
    )  # fmt: skip


def build_object_model() -> ArticulatedObject:
    """The drone with its arms out."""
    model = ArticulatedObject("folding_drone")
    for name, rgb in PAINT.items():
        model.material(name, rgba=(*rgb, 1.0))
    body = add_body(model)
    for corner in CORNERS:
        arm, motor = add_arm(model, body, corner)
        add_rotor(model, arm, motor, corner)
    add_camera(model, body)
    model.anchor(body, to="floor")
    return model


def check_discs(ctx: TestContext) -> None:
    """Rotor discs in every pose, from the dimensions.

    A front motor never comes behind its folded place, a rear one never before it, and neither nearer to the
    middle.
    """
    ends = 2 * (HINGE_X + ARM_LENGTH * cos(FOLDED_ANGLE))
    sides = 2 * (HINGE_Y + ARM_LENGTH * sin(FOLDED_ANGLE))
    ctx.check("left and right rotor discs stay apart", sides > 2 * ROTOR_RADIUS + 0.003, f"{sides:.4f}")
    clear = ends > ROTOR_RADIUS + BELL_RADIUS + 0.002
    ctx.check("a rear rotor disc clears the front motor above it", clear, f"{ends:.4f}")


def check_camera(ctx: TestContext) -> None:
    """The lens points where the joint says, and the yoke holds it there."""
    for angle, label in ((-TILT_UP, "up"), (0.0, "level"), (TILT_DOWN, "down")):
        with ctx.pose({"body_to_camera": angle}):
            pair = {"elem_a": "housing", "elem_b": "yoke_cheek_left", "contact_tol": 2 * PLAY}
            ctx.expect_contact("camera", "body", name=f"camera held, {label}", **pair)
            low, high = ctx.part_element_world_aabb("camera", elem="lens")
            seen = degrees(atan2(CAMERA_Z - (low[2] + high[2]) / 2, (low[0] + high[0]) / 2 - CAMERA_X))
            ctx.check(f"lens looks {label}", abs(seen - degrees(angle)) < 1.0, f"{seen:.1f} degrees down")


def run_tests() -> TestReport:
    """What the prompt promises: the joints, hinges that hold, and a fold without contact."""
    ctx = TestContext(object_model)
    kinds = [joint.articulation_type for joint in object_model.articulations]
    ctx.check("four folding arms and one tilting camera", kinds.count(ArticulationType.REVOLUTE) == 5)
    ctx.check("four rotors", kinds.count(ArticulationType.CONTINUOUS) == 4)
    check_discs(ctx)
    corners = [f"{end}_{side}" for end, side, *_ in CORNERS]
    folded = {f"body_to_{corner}_arm": FOLD for corner in corners}
    spans = {}
    for label, pose in (("flight", {}), ("folded", folded)):
        with ctx.pose(pose):
            for corner in corners:
                arm, rotor = f"{corner}_arm", f"{corner}_rotor"
                for child, elem, parent, other in (
                    (arm, "beam", "body", f"{corner}_fork"), (rotor, "bell", arm, "stator"),
                ):  # fmt: skip
                    held = {"contact_tol": 2 * PLAY, "name": f"{label}: {child} is held by its {other}"}
                    ctx.expect_contact(child, parent, elem_a=elem, elem_b=other, **held)
            feet = [ctx.part_element_world_aabb(f"{corner}_arm", elem="foot")[0][2] for corner in corners]
            ctx.check(f"{label}: stands on four feet", max(map(abs, feet)) < 1e-5, str(feet))
            spans[label] = 2 * hypot(*ctx.part_world_position(f"{corners[0]}_rotor")[:2])
    ctx.check("folding halves the span between motors", spans["folded"] < 0.52 * spans["flight"], str(spans))
    with ctx.pose(folded):
        for corner in corners:
            pair = {"positive_elem": "blades", "negative_elem": "cover", "min_gap": 0.0015}
            ctx.expect_gap(f"{corner}_rotor", "body", axis="z", name=f"{corner} rotor over the cover", **pair)
    check_camera(ctx)
    return ctx.report()


object_model = build_object_model()
