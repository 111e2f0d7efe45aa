"""A refrigerator with its freezer below: one door or two French doors above, freezer drawers under them.

What it teaches: doors on pivots, and drawers that wait for a door. Each door turns on two pins sunk into its
ends, far enough from its edge that the back corner clears the cabinet; the crispers behind it are interlocked
and slide only when the bins on the doors have swung out of their way.

Frame: x points out of the front, y to the right of one who stands before it, z up; the origin lies on the
floor under the middle of the depth.
"""

from __future__ import annotations

from math import pi, sqrt

from sdk import (
    ArticulatedObject, Box, Inertial, Origin, SlotPatternPanelGeometry, TestContext, TestReport, bent_tube,
    boolean_difference, boolean_union, foot, hinge, hollow, knob, mesh_from_geometry, rounded, slide,
    slot_plate, span_box, text_relief,
)  # fmt: skip

# What a customer chooses.
WIDTH = 0.80
DEPTH = 0.68
HEIGHT = 1.78
UPPER_DOORS = 2  # 2 French doors, or 1
SHELVES = 3
FREEZER_DRAWERS = 1
HATCH = 0  # 1: a small hatch in the (right) door, over a niche for what is wanted often

# The cabinet; its face is the plane that the gaskets lie on.
DOOR, GAP = 0.058, 0.010  # thickness of the doors, and what the gaskets fill
BACK, FACE = -DEPTH / 2, DEPTH / 2 - DOOR - GAP
FEET, KICK = 0.030, 0.100  # z of the underside and of the lowest front's edge
TOP = HEIGHT - 0.010  # of the cabinet, under the hinge covers
SPLIT = KICK + 0.34 * HEIGHT  # z between the upper doors and the freezer
WALL, LINER = 0.052, 0.0025  # insulated walls, and the plastic sheet inside them
INNER = WIDTH / 2 - WALL  # y of the cavities' sides
FRESH = (SPLIT + 0.028, TOP - 0.055)  # z of the upper cavity
FROZEN = (KICK + 0.035, SPLIT - 0.028)
CAVITY_BACK = BACK + 0.060

# Doors: the axis lies so far in from the edge and the back that no corner reaches the cabinet.
PIN, PLATE = 0.004, 0.003  # radius of the pivot pins, thickness of their plates
AXIS_IN, AXIS_X = 0.020, FACE + GAP + 0.040
AXIS_Y = WIDTH / 2 - AXIS_IN
OPEN, FREE = 2.75, 2.6  # how far a door opens; from where on the crispers pass its bins
DOOR_Z = (SPLIT + 0.006, TOP - PLATE - 0.0004)
MEETING = 0.006  # between two doors
SEAL = 0.013  # width of the gaskets
BINS, BIN_DEPTH, BIN_HEIGHT = 4, 0.095, 0.085
HANDLE = 0.011  # radius
SIDES = ((-1, "left"), (1, "right"))

# The hatch: its axis is where its corners, too, stay clear of the niche.
HATCH_PIN, HATCH_PLATE, HATCH_DEEP, HATCH_TALL, HATCH_OPEN = 0.002, 0.002, 0.034, 0.26, 1.7
HATCH_AXIS, HATCH_GAP = (0.007, 0.009), 0.003  # from its face and its edge; at its sides

# What stands in the upper cavity.
SHELF_FRONT = FACE - 0.012 - BIN_DEPTH - 0.022
CRISPER_HEIGHT = 0.19
RAIL, RAIL_HEIGHT = 0.010, 0.022  # width and height of a drawer's rail
RAIL_ROOM = RAIL + 0.0002 + 0.08 * RAIL_HEIGHT  # what a rail takes beside the drawer's box
CRISPER_LENGTH = SHELF_FRONT - CAVITY_BACK - 0.030
CRISPER_TRAVEL = 0.66 * CRISPER_LENGTH

# Freezer drawers.
FRONT_GAP = 0.006
FRONT_PITCH = (SPLIT - 0.006 - KICK + FRONT_GAP) / FREEZER_DRAWERS
BASKET_LENGTH = FACE - CAVITY_BACK - 0.045
BASKET_TRAVEL = 0.68 * BASKET_LENGTH


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


def ring(x, y, z, width):
    """A flat frame: the block without its middle."""
    hole = block((-9, 9), (min(y) + width, max(y) - width), (min(z) + width, max(z) - width))
    return boolean_difference(block(x, y, z), hole)


def add_cabinet(model: ArticulatedObject, enamel, dark, white, light):
    """Cabinet: an insulated box with two lined cavities, hinge brackets, a kick grille and levelling feet."""
    cabinet = model.part("cabinet")
    body = block((BACK, FACE), (-WIDTH / 2, WIDTH / 2), (FEET, TOP), 0.008)
    rooms = [block((CAVITY_BACK, FACE + 1), (-INNER, INNER), z) for z in (FRESH, FROZEN)]
    machine = block((BACK - 1, BACK + 0.14), (-0.4 * WIDTH, 0.4 * WIDTH), (FEET - 1, FEET + 0.085))
    add(cabinet, "body", enamel, body, less=(*rooms, machine))
    hood = block((BACK + 0.02, BACK + 0.14), (-0.10, 0.10), (FEET, FEET + 0.085), 0.035, edges="y")
    add(cabinet, "compressor", dark, hood)
    for name, z in (("fresh", FRESH), ("frozen", FROZEN)):
        room = block((CAVITY_BACK, FACE - 0.001), (-INNER, INNER), z)
        add(cabinet, f"{name}_liner", white, hollow(room, LINER, open_face="+x"))
    ceiling = (FRESH[1] - 0.012, FRESH[1] - LINER)
    add(cabinet, "lamp", light, block((SHELF_FRONT - 0.16, SHELF_FRONT - 0.02), (-0.12, 0.12), ceiling))
    duct = slot_plate((0.24, FRESH[1] - FRESH[0] - 0.32), 0.008,
                      slots=[(0, 0.10 * row, 0.12, 0.008) for row in (-2, 0, 2)])  # fmt: skip
    duct.rotate_x(pi / 2).rotate_z(pi / 2).translate(CAVITY_BACK + LINER + 0.004, 0, (sum(FRESH) + 0.20) / 2)
    add(cabinet, "air_duct", white, duct)
    kick = SlotPatternPanelGeometry((WIDTH - 0.08, KICK - FEET - 0.012), 0.006, slot_size=(0.08, 0.007),
                                    pitch=(0.092, 0.018), frame=0.010)  # fmt: skip
    kick.rotate_x(pi / 2).rotate_z(pi / 2).translate(FACE + 0.003, 0, (KICK + FEET) / 2 - 0.003)
    add(cabinet, "kick_grille", dark, kick)
    for x in (BACK + 0.06, FACE - 0.05):
        for y in (0.06 - WIDTH / 2, WIDTH / 2 - 0.06):
            foot(model, cabinet, at=(x, y, FEET), diameter=0.040, height=FEET)
    bulk, middle = Box((FACE - BACK, WIDTH, TOP)), Origin(((FACE + BACK) / 2, 0, 0.45 * TOP))
    cabinet.inertial = Inertial.from_geometry(bulk, mass=75.0 * WIDTH * HEIGHT * DEPTH, origin=middle)
    return cabinet


def add_inside(model: ArticulatedObject, cabinet, glass, white, trim, clear):
    """Glass shelves on ledges, a thermostat, and under the lowest shelf two crispers on rails."""
    side = INNER - LINER
    floor, lid = FRESH[0] + LINER, FRESH[0] + CRISPER_HEIGHT + 0.034
    step = (FRESH[1] - 0.04 - lid) / SHELVES
    behind, across = (CAVITY_BACK + 0.02, SHELF_FRONT - 0.006), (0.002 - side, side - 0.002)
    for number in range(1, SHELVES + 1):
        z = lid + (number - 1) * step
        for sign, label in SIDES:
            ledge = block(behind, (sign * (side - 0.010), sign * side), (z - 0.010, z))
            add(cabinet, f"ledge_{number}_{label}", white, ledge)
        add(cabinet, f"shelf_{number}", glass, block(behind, across, (z, z + 0.005)))
        edge = block((SHELF_FRONT - 0.006, SHELF_FRONT), across, (z - 0.004, z + 0.009))
        add(cabinet, f"shelf_trim_{number}", trim, edge)
    divider = block((CAVITY_BACK + LINER, SHELF_FRONT - 0.012), (-0.006, 0.006), (floor, lid))
    add(cabinet, "crisper_divider", white, divider)
    room, wide = side - 0.006, side - 0.006 - 2 * RAIL_ROOM
    middle, z = SHELF_FRONT - CRISPER_LENGTH / 2 - 0.008, floor + 0.62 * CRISPER_HEIGHT
    for sign, label in SIDES:
        crisper = model.part(f"crisper_{label}")
        slide(
            model, cabinet, crisper, at=(middle, sign * (0.006 + room / 2), z), axis=(1, 0, 0),
            travel=CRISPER_TRAVEL, style="drawer", width=RAIL, height=RAIL_HEIGHT, spacing=wide,
            length=CRISPER_LENGTH - 0.02, name=f"crisper_slide_{label}", material=white,
        )  # fmt: skip
        half, low = CRISPER_LENGTH / 2, floor + 0.008 - z
        tall = (low, low + CRISPER_HEIGHT)
        box = block((0.008 - half, half), (-wide / 2, wide / 2), tall, 0.010, edges="z")
        add(crisper, "box", clear, hollow(box, 0.003, open_face="+z"))
        top = (tall[1] - 0.030, tall[1])
        grip = block((half - 0.001, half + 0.014), (-0.32 * wide, 0.32 * wide), top, 0.006, edges="y")
        add(crisper, "handle", white, grip)
        model.interlock(f"crisper_slide_{label}", requires=dict.fromkeys(door_joints(), (FREE, OPEN)))
    high = (FRESH[1] - 0.036, FRESH[1] - LINER)
    add(cabinet, "control_box", white, block((SHELF_FRONT - 0.30, SHELF_FRONT - 0.20), (-0.10, 0.10), high))
    knob(
        model, cabinet, model.part("thermostat"), at=(SHELF_FRONT - 0.20, 0.05, FRESH[1] - 0.0195), normal=(1, 0, 0),
        diameter=0.030, height=0.012, zero=(0, -1, -1), upper=4.2, flutes=12, marks=7, name="thermostat_turn",
    )  # fmt: skip


def door_joints() -> list[str]:
    """Names of the joints of the upper doors."""
    return [f"door_hinge_{number}" for number in range(1, UPPER_DOORS + 1)]


def add_door(model: ArticulatedObject, cabinet, number: int, sign: int, steel, dark, white, seal, clear):
    """A door hinged at y = sign * AXIS_Y that reaches inward: shell, liner with bins, gasket, bar handle."""
    door = model.part(f"door_{number}")
    low, high = DOOR_Z
    middle = (low + high) / 2
    # Distances from the axis: y inward across the door, x and z in the door's frame.
    reach = 2 * AXIS_Y + AXIS_IN if UPPER_DOORS == 1 else AXIS_Y - MEETING / 2
    free = AXIS_Y + INNER if UPPER_DOORS == 1 else reach  # the next thing that a bin's corner could meet
    back, face = FACE + GAP - AXIS_X, FACE - AXIS_X

    def across(a, b):
        return (-sign * a, -sign * b)

    tall = (low - middle, high - middle)
    shell = block((back, back + DOOR), across(-AXIS_IN, reach), tall, 0.012, edges="z")
    niche = across(0.050, min(0.29, reach - 0.095)), (tall[1] - 0.44 - HATCH_TALL, tall[1] - 0.44)
    pocket = block((back + DOOR - HATCH_DEEP, back + 1), *niche)
    add(door, "shell", steel, shell, less=(pocket,) if HATCH and sign > 0 else ())
    edge = (AXIS_IN / 2 + 0.002, reach - (0.030 if UPPER_DOORS == 1 else 0.004))
    gasket = ring((face + 0.0003, back + 0.0005), across(*edge), (tall[0] + 0.022, tall[1] - 0.022), SEAL)
    add(door, "gasket", seal, gasket)
    deep = face - 0.012 - BIN_DEPTH  # x of the bins' backs; their far corner turns on a circle
    far = sqrt((free - 0.006) ** 2 - deep**2)
    inside = (FRESH[0] - middle + 0.014, FRESH[1] - middle - 0.014)
    plug = across(WALL - AXIS_IN + 0.008, min(far, edge[1] - SEAL - 0.002))
    add(door, "liner", white, block((face - 0.012, back + 0.0005), plug, inside, 0.015))
    pitch = (inside[1] - inside[0] - BIN_HEIGHT - 0.05) / (BINS - 1)
    for row in range(BINS):
        z = inside[0] + 0.02 + row * pitch
        box = block((deep, face - 0.011), across(0.092, far - 0.004), (z, z + BIN_HEIGHT), 0.012, edges="z")
        add(door, f"bin_{row + 1}", clear, hollow(box, 0.003, open_face="+z"))
    front = back + DOOR
    y, out = -sign * (reach - 0.050), front + 0.045
    ends = (tall[0] + 0.10, tall[0] + 0.10 + min(0.78, 0.70 * (high - low)))
    line = [(front - 0.002, y, ends[0]), (out, y, ends[0]), (out, y, ends[1]), (front - 0.002, y, ends[1])]
    add(door, "handle", steel, bent_tube(line, HANDLE, 0.030, segments=14))
    hinge(
        model, cabinet, door, at=(AXIS_X, sign * AXIS_Y, middle), axis=(0, 0, sign), length=high - low,
        kind="concealed", pin_diameter=2 * PIN, thickness=PLATE, upper=OPEN, name=f"door_hinge_{number}",
    )  # fmt: skip
    if sign > 0:
        y = -sign * reach / 2
        screen = (y - 0.075, y + 0.075), (tall[1] - 0.405, tall[1] - 0.335)
        add(door, "display", dark, block((front - 0.001, front + 0.0015), *screen, 0.006))
        text = text_relief("+4", 0.026, 0.0006).rotate_x(pi / 2).rotate_z(pi / 2)
        add(door, "display_text", white, text.translate(front + 0.0013, y, tall[1] - 0.37))
    if HATCH and sign > 0:
        add_hatch(model, door, front, *niche, steel, dark, white)
    mass = 32.0 * (high - low) * (reach + AXIS_IN) * 0.62
    bulk, place = Box((DOOR, reach + AXIS_IN, high - low)), Origin((back + DOOR / 2, -sign * reach / 2, 0))
    door.inertial = Inertial.from_geometry(bulk, mass=mass, origin=place)
    # Brackets: the upper one lies on the cabinet's top, the lower one is screwed to its face.
    wide = (sign * (AXIS_Y - 0.028), sign * (AXIS_Y + 0.014))
    z = high + PLATE + 0.0002
    cover = block((FACE - 0.09, AXIS_X + 0.014), wide, (z, z + 0.010), 0.012, edges="z")
    add(cabinet, f"bracket_upper_{number}", dark, cover)
    z = low - PLATE - 0.0002
    add(cabinet, f"bracket_lower_{number}", dark, block((FACE, AXIS_X + 0.014), wide, (z - 0.005, z)))


def add_hatch(model: ArticulatedObject, door, front: float, y, z, steel, dark, white):
    """A hatch on two pivots in the right side of a lined niche in the door's outer face."""
    hatch, sheet = model.part("hatch"), 0.0015
    box = block((front - HATCH_DEEP, front - 0.001), y, z)
    add(door, "niche", white, hollow(box, sheet, open_face="+x"))
    out, side = HATCH_AXIS
    edge = max(y) - sheet - HATCH_GAP  # of the hatch, where it is hinged
    tall = HATCH_TALL / 2 - sheet - HATCH_PLATE - 0.0002
    far = min(y) + sheet + HATCH_GAP - (edge - side)
    add(hatch, "panel", steel, block((out - 0.014, out), (far, side), (-tall, tall), 0.0015))
    grip = block((out - 0.001, out + 0.012), (far + 0.010, far + 0.018), (-0.05, 0.05), 0.003, edges="z")
    add(hatch, "handle", dark, grip)
    hinge(
        model, door, hatch, at=(front - out, edge - side, sum(z) / 2), axis=(0, 0, 1), length=2 * tall,
        kind="concealed", pin_diameter=2 * HATCH_PIN, thickness=HATCH_PLATE, upper=HATCH_OPEN, name="hatch_hinge",
    )  # fmt: skip
    panel, place = Box((0.014, side - far, 2 * tall)), Origin((0, (side + far) / 2, 0))
    hatch.inertial = Inertial.from_geometry(panel, mass=0.5, origin=place)


def add_freezer_drawer(model: ArticulatedObject, cabinet, number: int, steel, seal, white, clear):
    """A freezer drawer on two rails: an insulated front with gasket and bar handle, an open basket behind it."""
    drawer = model.part(f"freezer_drawer_{number}")
    low = KICK + (FREEZER_DRAWERS - number) * FRONT_PITCH
    high = low + FRONT_PITCH - FRONT_GAP
    bottom = max(low + 0.012, FROZEN[0] + LINER + 0.008)
    top = min(high - 0.03, FROZEN[1] - LINER - 0.010)
    rail_z = bottom + 0.30 * (top - bottom)
    middle = FACE - 0.020 - BASKET_LENGTH / 2
    wide = 2 * (INNER - LINER) - 2 * (RAIL + 0.0002 + 0.08 * 0.030)
    slide(
        model, cabinet, drawer, at=(middle, 0, rail_z), axis=(1, 0, 0), travel=BASKET_TRAVEL, style="drawer",
        width=RAIL, height=0.030, spacing=wide, length=BASKET_LENGTH - 0.01, name=f"freezer_slide_{number}",
    )  # fmt: skip
    half, face = BASKET_LENGTH / 2, FACE - middle
    z = (low - rail_z, high - rail_z)
    front = face + GAP + DOOR
    add(drawer, "front", steel, block((face + GAP, front), (-WIDTH / 2, WIDTH / 2), z, 0.012, edges="y"))
    sealed = (-WIDTH / 2 + 0.024, WIDTH / 2 - 0.024)
    gasket = ring((face + 0.0003, face + GAP + 0.0005), sealed, (z[0] + 0.014, z[1] - 0.014), SEAL)
    add(drawer, "gasket", seal, gasket)
    box = block((-half, half), (-wide / 2, wide / 2), (bottom - rail_z, top - rail_z))
    slits = (bottom - rail_z + 0.10, top - rail_z - 0.03)  # over the rails; shallow baskets have none
    rows = round(BASKET_LENGTH / 0.055) if slits[1] - slits[0] > 0.03 else 0
    places = (0.055 * row - half for row in range(1, rows))
    slots = [block((x - 0.012, x + 0.012), (-1, 1), slits) for x in places]
    add(drawer, "basket", clear, hollow(box, 0.004, open_face="+z"), less=slots)
    neck = (bottom - rail_z + 0.01, min(top, high - 0.05) - rail_z)
    add(drawer, "front_panel", white, block((half - 0.004, face + GAP + 0.001), (-0.42 * wide, 0.42 * wide), neck))
    y, out, high = 0.36 * WIDTH, front + 0.045, z[1] - 0.045
    line = [(front - 0.002, -y, high), (out, -y, high), (out, y, high), (front - 0.002, y, high)]
    add(drawer, "handle", steel, bent_tube(line, HANDLE, 0.030, segments=14))
    bulk, place = Box((BASKET_LENGTH, wide, top - bottom)), Origin((0.2 * half, 0, 0))
    drawer.inertial = Inertial.from_geometry(bulk, mass=10.0 / FREEZER_DRAWERS, origin=place)


def build_object_model() -> ArticulatedObject:
    """The refrigerator with everything shut."""
    model = ArticulatedObject("refrigerator")
    steel = model.material("brushed_steel", rgba=(0.74, 0.75, 0.76, 1.0))
    dark = model.material("black_plastic", rgba=(0.10, 0.10, 0.11, 1.0))
    white = model.material("white_liner", rgba=(0.94, 0.95, 0.95, 1.0))
    seal = model.material("grey_gasket", rgba=(0.45, 0.46, 0.47, 1.0))
    glass = model.material("shelf_glass", rgba=(0.72, 0.86, 0.88, 0.40))
    clear = model.material("clear_plastic", rgba=(0.82, 0.90, 0.94, 0.55))
    light = model.material("cold_light", rgba=(0.98, 0.99, 1.00, 1.0))
    graphite = model.material("graphite_enamel", rgba=(0.33, 0.34, 0.36, 1.0))
    cabinet = add_cabinet(model, graphite, dark, white, light)
    for number, sign in ((1, 1),) if UPPER_DOORS == 1 else ((1, -1), (2, 1)):  # left to right
        add_door(model, cabinet, number, sign, steel, dark, white, seal, clear)
    for number in range(1, FREEZER_DRAWERS + 1):
        add_freezer_drawer(model, cabinet, number, steel, seal, white, clear)
    add_inside(model, cabinet, glass, white, steel, clear)
    model.anchor(cabinet, to="floor")
    return model


def run_tests() -> TestReport:
    """Doors and drawers come out to the front, stay on their hardware, and shut on their gaskets."""
    ctx = TestContext(object_model)
    low = ctx.part_world_aabb("cabinet")[0][2]
    ctx.check("it stands on the floor", abs(low) < 1e-4, f"lowest point {low:.5f} m")
    joints = door_joints()
    ctx.check("as many doors as asked for", len(joints) == UPPER_DOORS)
    for joint in joints:
        door = joint.replace("_hinge", "")
        ctx.expect_moves(door, joint, "+x", min_distance=0.2 * WIDTH / UPPER_DOORS)
        shut = {"positive_elem": "gasket", "negative_elem": "body", "name": f"{door} shuts on its seal"}
        ctx.expect_gap(door, "cabinet", axis="x", min_gap=0.0, max_gap=0.0005, **shut)
        with ctx.pose({joint: pi / 2}):
            bins = {"positive_elem": "bin_1", "negative_elem": "body", "name": f"{door} swings its bins out"}
            ctx.expect_gap(door, "cabinet", axis="x", min_gap=0.01, **bins)
    if HATCH:
        ctx.expect_moves("hatch", "hatch_hinge", "+x", min_distance=0.03)
        ctx.expect_within("hatch", joints[-1].replace("_hinge", ""), axes="yz", outer_elem="niche")
    low, high = ctx.part_element_world_aabb("cabinet", elem="fresh_liner")
    ctx.check("the cabinet is hollow", high[0] - low[0] > 0.6 * DEPTH, f"{high[0] - low[0]:.3f} m deep")
    visuals = [visual.name for visual in object_model.get_part("cabinet").visuals]
    shelves = [name for name in visuals if name.startswith("shelf_trim")]
    ctx.check("as many shelves as asked for", len(shelves) == SHELVES)
    free = dict.fromkeys(joints, OPEN)
    for label in ("left", "right"):
        crisper, joint = f"crisper_{label}", f"crisper_slide_{label}"
        ctx.expect_within(crisper, "cabinet", axes="yz", outer_elem="fresh_liner", name=f"{crisper} is inside")
        with ctx.pose({**free, joint: CRISPER_TRAVEL}):
            for door in (name.replace("_hinge", "") for name in joints):
                apart = ctx.clearance(crisper, door).distance
                ctx.check(f"{crisper} clears {door}", apart > 0.004, f"{apart * 1000:.1f} mm apart")
            pair = {"elem_a": f"{joint}_runner_left", "elem_b": f"{joint}_rail_left", "name": f"{crisper} stays in"}
            ctx.expect_overlap(crisper, "cabinet", axes="x", min_overlap=0.05, **pair)
    for number in range(1, FREEZER_DRAWERS + 1):
        name, joint = f"freezer_drawer_{number}", f"freezer_slide_{number}"
        ctx.expect_moves(name, joint, "+x", min_distance=0.9 * BASKET_TRAVEL)
        with ctx.pose({joint: BASKET_TRAVEL}):
            pair = {"elem_a": f"{joint}_runner_left", "elem_b": f"{joint}_rail_left", "name": f"{name} stays in"}
            ctx.expect_overlap(name, "cabinet", axes="x", min_overlap=0.08, **pair)
    return ctx.report()


object_model = build_object_model()
