"""A dishwasher: drop-down door, one to three sliding wire racks, spray arms, a detergent flap and controls.

What it teaches: wire goods and things that wait for one another. Racks are built of straight wires from one
helper; they slide on rails inside a hollow tub and are interlocked with the door, which must lie open first.
The upper spray arm turns on the rack that carries it.

Frame: x points out of the front, y to the right of one who stands before it, z up; the origin lies on the
floor under the middle of the depth.
"""

from __future__ import annotations

from math import copysign, pi, sqrt

from sdk import (
    ArticulatedObject, Box, CylinderGeometry, Inertial, MeshGeometry, MotionLimits, Origin, TestContext,
    TestReport, bent_tube, boolean_difference, boolean_union, cylinder_between, foot, hinge, hollow, hull_plate, knob,
    mesh_from_geometry, rounded, slide, span_box, spin, text_relief,
)  # fmt: skip

# What a customer chooses. One rack is deep, two share the height, the third is a cutlery tray.
WIDTH = 0.60
DEPTH = 0.60
HEIGHT = 0.85
RACKS = 2
BUTTONS = 4

# The cabinet; its face is the plane that the door's gasket lies on.
DOOR, GAP = 0.046, 0.010
BACK, FACE = -DEPTH / 2, DEPTH / 2 - DOOR - GAP
FEET, KICK, WORKTOP = 0.022, 0.105, 0.022
TOP = HEIGHT - WORKTOP
SIDE = 0.030  # from the outside of the cabinet to the tub
TUB_Z, TUB_Y, TUB_BACK = (0.150, TOP - 0.035), WIDTH / 2 - SIDE, BACK + 0.045
LINER = 0.002

# Door: it turns on two pins in its lower corners, low enough that its edge clears the cabinet.
PIN, PLATE = 0.004, 0.003
AXIS_X, AXIS_Z, OPEN = FACE + GAP + 0.028, KICK + 0.016, pi / 2
CHEEK = 0.005  # of the cabinet, beside the door, that holds the pins
DOOR_WIDTH = WIDTH - 2 * (CHEEK + PLATE + 0.0002)
PANEL = 0.105  # height of the control panel at the door's top
PLUG = 0.014  # how far the inner door stands into the tub

# Racks and what they run on.
RAIL, RAIL_HEIGHT = 0.010, 0.024
RACK_WIDTH = 2 * (TUB_Y - LINER - RAIL - 0.0002 - max(0.08 * RAIL_HEIGHT, 0.12 * RAIL))
RACK_BACK, RACK_FRONT = TUB_BACK + LINER + 0.014, FACE - PLUG - 0.012
RACK_LENGTH = RACK_FRONT - RACK_BACK
TRAVEL = 0.70 * RACK_LENGTH
WIRE, BAR = 0.0024, 0.005  # radius of the wires, thickness of the side bars that the runners are screwed to
ARM = 0.060  # room for a spray arm
TRAY = 0.080  # room for the cutlery tray
ROOM = TUB_Z[1] - TUB_Z[0] - LINER - ARM - (TRAY if RACKS > 2 else 0.0)  # for one rack, or two and an arm
LOWER = (TUB_Z[0] + LINER + ARM, TUB_Z[0] + LINER + ARM + (0.55 * ROOM if RACKS == 1 else 0.40 * ROOM))
UPPER = (LOWER[0] + 0.54 * ROOM, LOWER[0] + 0.90 * ROOM)
CUTLERY = (TUB_Z[1] - TRAY + 0.018, TUB_Z[1] - 0.022)

# Buttons on the control panel.
KEYS = (0.045, DOOR_WIDTH / 2 - 0.030)  # y from the first to the last
KEY, PRESS = min(0.030, 0.66 * (KEYS[1] - KEYS[0]) / BUTTONS), 0.003


def add(part, name, material, *solids, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    shape = boolean_union(*solids) if len(solids) > 1 else solids[0]
    shape = boolean_difference(shape, *less) if less else shape
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def block(x, y, z, radius=0.0, edges="x"):
    """The box between these values, its edges along one axis (or all) rounded."""
    if not radius:
        return span_box(x=x, y=y, z=z)
    size = [max(span) - min(span) for span in (x, y, z)]
    return rounded(size, radius, edges=edges, steps=4).translate(*(sum(span) / 2 for span in (x, y, z)))


def add_cabinet(model: ArticulatedObject, white, steel, dark):
    """Cabinet: a box with a lined tub, worktop, recessed kick plate, sump, door cheeks and feet."""
    cabinet, half = model.part("cabinet"), WIDTH / 2
    body = block((BACK, FACE), (-half, half), (FEET, TOP))
    tub = block((TUB_BACK, FACE + 1), (-TUB_Y, TUB_Y), TUB_Z)
    toe = block((FACE - 0.045, FACE + 1), (-1, 1), (-1, KICK))
    add(cabinet, "body", white, body, less=(tub, toe))
    add(cabinet, "worktop", white, block((BACK, FACE + GAP + DOOR), (-half, half), (TOP, HEIGHT), 0.008, edges="z"))
    liner = hollow(block((TUB_BACK, FACE - 0.0005), (-TUB_Y, TUB_Y), TUB_Z), LINER, open_face="+x")
    add(cabinet, "tub", steel, liner)
    kick = block((FACE - 0.0455, FACE - 0.040), (0.001 - half, half - 0.001), (FEET + 0.001, KICK - 0.004))
    add(cabinet, "kick_plate", dark, kick)
    floor = TUB_Z[0] + LINER
    well = CylinderGeometry(0.075, 0.012, radial_segments=32).translate(arm_x(), 0, floor + 0.004)
    strainer = CylinderGeometry(0.040, 0.008, radial_segments=24).translate(arm_x() + 0.10, 0, floor + 0.004)
    add(cabinet, "sump", dark, well, strainer)
    for number, side in enumerate((-1, 1), start=1):
        ear = [(FACE - 0.001, AXIS_Z - 0.016), (FACE - 0.001, AXIS_Z + 0.030), (AXIS_X, AXIS_Z, 0.0135)]
        cheek = hull_plate(ear, CHEEK).rotate_x(pi / 2).translate(0, side * (half - CHEEK / 2), 0)
        add(cabinet, f"door_cheek_{number}", steel, cheek)
    for x in (BACK + 0.05, FACE - 0.075):
        for y in (0.05 - half, half - 0.05):
            foot(model, cabinet, at=(x, y, FEET), diameter=0.040, height=FEET)
    bulk, middle = Box((FACE - BACK, WIDTH, TOP)), Origin((-0.03, 0, 0.42 * TOP))
    cabinet.inertial = Inertial.from_geometry(bulk, mass=38.0 * WIDTH / 0.6, origin=middle)
    return cabinet


def arm_x() -> float:
    """Where the spray arms turn: under the middle of the racks."""
    return (RACK_BACK + RACK_FRONT) / 2


def add_door(model: ArticulatedObject, cabinet, white, steel, dark, seal, light):
    """Door: outer shell with control panel and handle, steel inner door with a detergent cup, gasket."""
    door = model.part("door")
    back, face, half = FACE + GAP - AXIS_X, FACE - AXIS_X, DOOR_WIDTH / 2
    front, low, high = back + DOOR, KICK + 0.002 - AXIS_Z, TOP - 0.005 - AXIS_Z
    panel = high - PANEL
    shell = block((back, front), (-half, half), (low, panel), 0.006, edges="z")
    add(door, "shell", white, shell)
    band = block((back, front + 0.002), (-half, half), (panel + 0.001, high), 0.006, edges="z")
    keys = [block((front - 0.016, front + 1), (key_y(number) - KEY / 2 - 0.0004, key_y(number) + KEY / 2 + 0.0004),
                  (high - PANEL / 2 - 0.0084, high - PANEL / 2 + 0.0084), 0.0034)
            for number in range(1, BUTTONS + 1)]  # fmt: skip
    spine = block((back + 0.004, front - 0.020), (0.01 - half, half - 0.01), (panel - 0.02, panel + 0.02))
    add(door, "control_panel", steel, band, less=keys)
    add(door, "spine", dark, spine)
    reach = sqrt((TUB_Z[1] - AXIS_Z - 0.006) ** 2 - (face - PLUG) ** 2)
    inside = (TUB_Z[0] + 0.012 - AXIS_Z, min(reach, TUB_Z[1] - 0.012 - AXIS_Z))
    cup = (0.02, 0.11), (0.12 * inside[1] + 0.18, 0.12 * inside[1] + 0.24)
    plug = block((face - PLUG, back + 0.0005), (0.008 - TUB_Y, TUB_Y - 0.008), inside, 0.012)
    add(door, "inner_door", steel, plug, less=(block((face - 1, face - 0.001), *cup, 0.008),))
    outer, hole = (
        block(x, (-TUB_Y - more, TUB_Y + more), (inside[0] - 0.010 - more, inside[1] + 0.010 + more))
        for x, more in (((face + 0.0003, back + 0.0005), 0.016), ((-1, 1), 0.004))
    )
    add(door, "gasket", seal, outer, less=(hole,))
    y, z, out = 0.36 * WIDTH, panel - 0.045, front + 0.042
    line = [(front - 0.002, -y, z), (out, -y, z), (out, y, z), (front - 0.002, y, z)]
    add(door, "handle", steel, bent_tube(line, 0.009, 0.024, segments=12))
    hinge(
        model, cabinet, door, at=(AXIS_X, 0, AXIS_Z), axis=(0, 1, 0), length=DOOR_WIDTH, kind="concealed",
        pin_diameter=2 * PIN, thickness=PLATE, upper=OPEN, name="door_hinge",
    )  # fmt: skip
    slab, place = Box((DOOR, DOOR_WIDTH, high - low)), Origin((back + DOOR / 2, 0, (high + low) / 2))
    door.inertial = Inertial.from_geometry(slab, mass=6.5 * WIDTH / 0.6, origin=place)
    add_detergent_flap(model, door, face - PLUG, *cup, dark, light)
    add_controls(model, door, front + 0.002, high - PANEL / 2, dark, light)


def add_detergent_flap(model: ArticulatedObject, door, face: float, y, z, dark, light):
    """A flap over the detergent cup, on a moulded hinge along the cup's upper edge."""
    flap = model.part("detergent_flap")
    tall = z[1] - z[0]
    hinge(
        model, door, flap, at=(face - 0.0013, sum(y) / 2, z[1] + 0.004), axis=(0, 1, 0), kind="living",
        length=y[1] - y[0], leaf_side=(0, 0, 1), leaf=0.010, child_leaf=tall + 0.009, thickness=0.0024,
        pin_diameter=0.0026, rest_angle=pi, upper=1.5, name="detergent_hinge", material=light,
    )  # fmt: skip
    ridge = block((-0.0042, -0.0004), (-0.025, 0.025), (-tall - 0.004, -tall + 0.006), 0.0015, edges="y")
    add(flap, "finger_ridge", dark, ridge)
    cap = CylinderGeometry(0.020, 0.004, radial_segments=24).rotate_y(pi / 2)
    add(door, "rinse_aid_cap", dark, cap.translate(face - 0.0019, sum(y) / 2 - 0.085, sum(z) / 2))


def key_y(number: int) -> float:
    """Where button `number` is, from 1 on the left."""
    return KEYS[0] + (KEYS[1] - KEYS[0]) * (number - 0.5) / BUTTONS


def add_controls(model: ArticulatedObject, door, face: float, z: float, dark, light):
    """On the door's control panel a cycle knob, a display and push buttons."""
    turn = {"diameter": 0.050, "height": 0.020, "zero": (0, 0, 1), "flutes": 12, "marks": 9}
    at = (face, -0.36 * DOOR_WIDTH, z)
    knob(model, door, model.part("cycle_knob"), at=at, normal=(1, 0, 0), endless=True, name="cycle_turn", **turn)
    screen = (-0.22 * DOOR_WIDTH, 0.02)
    add(door, "display", dark, block((face - 0.001, face + 0.001), screen, (z - 0.020, z + 0.020), 0.005))
    text = text_relief("45", 0.022, 0.0006).rotate_x(pi / 2).rotate_z(pi / 2)
    add(door, "display_text", light, text.translate(face + 0.0008, sum(screen) / 2, z))
    for number in range(1, BUTTONS + 1):
        key = model.part(f"button_{number}")
        cap = block((-0.012, 0.004), (-KEY / 2, KEY / 2), (-0.008, 0.008), 0.003)
        add(key, "cap", light, cap)
        place = Origin((face, key_y(number), z))
        model.articulation(
            f"press_{number}", "prismatic", door, key, origin=place, axis=(-1, 0, 0),
            motion_limits=MotionLimits(effort=5.0, velocity=0.1, lower=0.0, upper=PRESS),
        )  # fmt: skip
        model.fit(key, door, elem_child="cap", elem_parent="control_panel", gap=0.0004, kind="sliding")


def basket(half: float, wide: float, low: float, high: float, tines: float):
    """A basket of straight wires that lie on one another: floor grid, two rims, walls, rows of tines."""
    beside = 1.62 * WIRE  # a wire that crosses another lies beside it; they have five sides
    xs = [half * (2 * row / 7 - 1) for row in range(8)]
    ys = [wide * (2 * row / 5 - 1) for row in range(6)]
    lines = [((-half, y, low), (half, y, low)) for y in ys]
    lines += [((x, -wide, low + beside), (x, wide, low + beside)) for x in xs]
    for z in (high - beside, (low + high) / 2):
        lines += [((-half, y, z), (half, y, z)) for y in (-wide, wide)]
        lines += [((x, -wide, z + beside), (x, wide, z + beside)) for x in (-half, half)]
    for x in (beside - half, half - beside):
        lines += [((x, y, low), (x, y, high)) for y in (one + copysign(beside, -one) for one in ys)]
    for y in (beside - wide, wide - beside):
        lines += [((x + beside, y, low), (x + beside, y, high)) for x in xs[1:-1]]
    for y in ((ys[1] + ys[2]) / 2, (ys[2] + ys[3]) / 2):
        lines += [((x + beside, y, low), (x + beside, y, low + tines)) for x in xs[1:-1]]
    whole = MeshGeometry()
    for start, end in lines:
        whole.merge(cylinder_between(start, end, WIRE, segments=5))
    return whole


def add_rack(model: ArticulatedObject, cabinet, name: str, span, tines: float, wire, dark):
    """A wire rack between these heights, on two rails at its rim, with a grip; its height in its own frame."""
    rack = model.part(name)
    rail_z = span[1] - 0.016
    slide(
        model, cabinet, rack, at=(arm_x(), 0, rail_z), axis=(1, 0, 0), travel=TRAVEL, style="drawer", width=RAIL,
        height=RAIL_HEIGHT, spacing=RACK_WIDTH, length=RACK_LENGTH, name=f"{name}_slide",
    )  # fmt: skip
    model.interlock(f"{name}_slide", requires={"door_hinge": (OPEN - 0.05, OPEN)})
    half, wide = RACK_LENGTH / 2, RACK_WIDTH / 2
    low, high = span[0] - rail_z, span[1] - rail_z
    add(rack, "wires", wire, basket(half - WIRE, wide - BAR / 2, low + WIRE, high - WIRE, tines))
    for side, label in ((-1, "left"), (1, "right")):
        bar = block((-half, half), (side * (wide - BAR), side * wide), (-0.010, 0.010))
        add(rack, f"bar_{label}", dark, bar)
    grip = block((half - 0.006, half + 0.006), (-0.11, 0.11), (high - 0.020, high), 0.005, edges="y")
    add(rack, "handle", dark, grip)
    rack.inertial = Inertial.from_geometry(Box((RACK_LENGTH, RACK_WIDTH, high - low)), mass=1.6)
    return rack, low


def add_spray_arm(model: ArticulatedObject, carrier, name: str, at, sign: int, steel):
    """A tapered spray arm with nozzles on a spindle that stands up (1) or hangs down (-1)."""
    arm = model.part(name)
    reach = min(RACK_LENGTH, RACK_WIDTH) / 2 - 0.012
    blade = hull_plate([(-reach, 0, 0.010), (0, 0, 0.030), (reach, 0, 0.010)], 0.010)
    blade.translate(0, 0, sign * 0.014)
    spots = [reach * (-0.92 + 0.368 * row) for row in range(6)]
    jets = [CylinderGeometry(0.003, 0.004, radial_segments=8).translate(x, 0, sign * 0.014 + 0.006) for x in spots]
    add(arm, "blade", steel, blade, *jets)
    spin(model, carrier, arm, at=at, axis=(0, 0, sign), diameter=0.016, length=0.024, name=f"{name}_spin")


def add_racks(model: ArticulatedObject, cabinet, wire, dark, steel, grey):
    """The lower rack with a cutlery basket, and as asked for the upper rack with its arm and the tray."""
    lower, low = add_rack(model, cabinet, "lower_rack", LOWER, 0.55 * (LOWER[1] - LOWER[0]), wire, dark)
    half, wide = RACK_LENGTH / 2, RACK_WIDTH / 2
    x, y, tall = (half - 0.115, half - 0.020), (-0.30 * wide, 0.80 * wide), 0.68 * (LOWER[1] - LOWER[0])
    caddy = hollow(block(x, y, (low + WIRE, low + tall)), 0.003, open_face="+z")
    walls = [block(x, (y[0] + (y[1] - y[0]) * step / 3 - 0.001, y[0] + (y[1] - y[0]) * step / 3 + 0.001),
                   (low + WIRE + 0.001, low + tall)) for step in (1, 2)]  # fmt: skip
    add(lower, "cutlery_basket", grey, caddy, *walls)
    floor = TUB_Z[0] + LINER
    add_spray_arm(model, cabinet, "lower_spray_arm", (arm_x(), 0, floor + 0.014), 1, steel)
    if RACKS > 1:
        upper, low = add_rack(model, cabinet, "upper_rack", UPPER, 0.45 * (UPPER[1] - UPPER[0]), wire, dark)
        feed = block((-half + WIRE, 0.03), (-0.022, 0.022), (low - 0.012, low + WIRE), 0.006, edges="x")
        add(upper, "feed_pipe", dark, feed)
        add_spray_arm(model, upper, "upper_spray_arm", (0, 0, low - 0.0125), -1, steel)
    if RACKS > 2:
        tray = model.part("cutlery_tray")
        z = sum(CUTLERY) / 2
        slide(
            model, cabinet, tray, at=(arm_x(), 0, z), axis=(1, 0, 0), travel=TRAVEL, style="drawer", width=RAIL,
            height=RAIL_HEIGHT, spacing=RACK_WIDTH, length=RACK_LENGTH, name="cutlery_tray_slide",
        )  # fmt: skip
        model.interlock("cutlery_tray_slide", requires={"door_hinge": (OPEN - 0.05, OPEN)})
        low, high = CUTLERY[0] - z, CUTLERY[1] - z
        pan = hollow(block((-half, half), (-wide, wide), (low, high)), 0.003, open_face="+z")
        slots = [block((-0.8 * half, 0.8 * half), (y - 0.008, y + 0.008), (low - 1, low + 0.004))
                 for y in (wide * (row / 4 - 0.8125) for row in range(8))]  # fmt: skip
        add(tray, "pan", wire, pan, less=slots)
        grip = block((half - 0.001, half + 0.008), (-0.10, 0.10), (low, high), 0.003, edges="y")
        add(tray, "handle", dark, grip)


def build_object_model() -> ArticulatedObject:
    """The dishwasher with its door shut and the racks in."""
    model = ArticulatedObject("dishwasher")
    white = model.material("white_enamel", rgba=(0.93, 0.94, 0.94, 1.0))
    steel = model.material("stainless_steel", rgba=(0.76, 0.77, 0.78, 1.0))
    dark = model.material("dark_plastic", rgba=(0.16, 0.17, 0.19, 1.0))
    seal = model.material("black_gasket", rgba=(0.10, 0.10, 0.10, 1.0))
    wire = model.material("coated_wire", rgba=(0.60, 0.66, 0.72, 1.0))
    grey = model.material("grey_plastic", rgba=(0.50, 0.53, 0.56, 1.0))
    light = model.material("button_white", rgba=(0.97, 0.97, 0.97, 1.0))
    cabinet = add_cabinet(model, white, steel, dark)
    add_door(model, cabinet, white, steel, dark, seal, light)
    add_racks(model, cabinet, wire, dark, steel, grey)
    model.interlock("detergent_hinge", requires={"door_hinge": (OPEN - 0.05, OPEN)})
    model.anchor(cabinet, to="floor")
    return model


def run_tests() -> TestReport:
    """The door drops, the racks come out over it and stay on their rails, the arms turn free."""
    ctx = TestContext(object_model)
    low = ctx.part_world_aabb("cabinet")[0][2]
    ctx.check("it stands on the floor", abs(low) < 1e-4, f"lowest point {low:.5f} m")
    ctx.expect_moves("handle", "door_hinge", "+x", min_distance=0.3)
    shut = {"positive_elem": "gasket", "negative_elem": "body", "name": "the door shuts on its gasket"}
    ctx.expect_gap("door", "cabinet", axis="x", min_gap=0.0, max_gap=0.0005, **shut)
    with ctx.pose(door_hinge=OPEN):
        ctx.expect_moves("finger_ridge", "detergent_hinge", "up", min_distance=0.03)
    names = ["lower_rack", "upper_rack", "cutlery_tray"][:RACKS]
    slides = [one.name for one in object_model.articulations if one.name.endswith("_slide")]
    ctx.check("as many racks as asked for", slides == [f"{name}_slide" for name in names], f"{slides}")
    for name in names:
        ctx.expect_within(name, "cabinet", axes="xyz", outer_elem="tub", name=f"{name} fits the tub")
        with ctx.pose({"door_hinge": OPEN, f"{name}_slide": TRAVEL}):
            pair = {"elem_a": f"{name}_slide_runner_left", "elem_b": f"{name}_slide_rail_left"}
            ctx.expect_overlap(name, "cabinet", axes="x", min_overlap=0.08, name=f"{name} stays in", **pair)
            ctx.expect_gap(name, "door", axis="z", min_gap=0.02, name=f"{name} passes over the door")
    with ctx.pose({"lower_spray_arm_spin": pi / 2}):
        over = {"negative_elem": "blade", "name": "the lower arm turns under the rack"}
        ctx.expect_gap("lower_rack", "lower_spray_arm", axis="z", min_gap=0.005, **over)
        ctx.expect_within("lower_spray_arm", "cabinet", axes="xy", outer_elem="tub", margin=-0.005)
    if RACKS > 1:
        under = {"positive_elem": "blade", "negative_elem": "wires", "name": "the upper arm clears the lower rack"}
        ctx.expect_gap("upper_spray_arm", "lower_rack", axis="z", min_gap=0.01, **under)
    for number in range(1, BUTTONS + 1):
        ctx.expect_moves(f"button_{number}", f"press_{number}", "-x", min_distance=0.9 * PRESS)
    return ctx.report()


object_model = build_object_model()
