"""A free-standing oven with a glass hob: drop-down door with a window, sliding wire racks, knobs, storage drawer.

What it teaches: one panel shared by rule, and wire racks on ledges. Knobs stand to both sides of the clock, as
large as their number allows; racks hang by plain bars on ledges in the hollow oven and slide out only over the
open door.

Frame: x points out of the front, y to the right of one who stands before it, z up; the origin lies on the
floor under the middle of the depth.
"""

from __future__ import annotations

from math import pi, sqrt

from sdk import (
    ArticulatedObject, Box, Inertial, LatheGeometry, MeshGeometry, MotionLimits, Origin,
    TestContext, TestReport, bent_tube, boolean_difference, boolean_union, cylinder_between, foot, hinge,
    hollow, hull_plate, knob, mesh_from_geometry, rounded, slide, span_box, text_relief,
)  # fmt: skip

# What a customer chooses.
WIDTH = 0.60
DEPTH = 0.64
HEIGHT = 0.90
RACKS = 2
KNOBS = 5

# The body; its face is the plane that the door's gasket lies on.
DOOR, GAP = 0.044, 0.008
BACK, FACE, FRONT = -DEPTH / 2, DEPTH / 2 - DOOR - GAP, DEPTH / 2
HALF, FEET, HOB = WIDTH / 2, 0.030, 0.012
TOP = HEIGHT - HOB
PANEL_Z = (TOP - 0.110, TOP - 0.004)
DRAWER_Z = (FEET + 0.012, FEET + 0.160)
DOOR_Z = (DRAWER_Z[1] + 0.012, PANEL_Z[0] - 0.006)  # its lower edge swings 9 mm deep

# The oven's room, and the pressed ledges on its sides.
SIDE, SHEET = 0.050, 0.002
ROOM_Y, ROOM_Z = (SIDE - HALF, HALF - SIDE), (DOOR_Z[0] + 0.050, DOOR_Z[1] - 0.036)
ROOM_BACK = BACK + 0.075
LEDGE, LEDGES = 0.012, 5  # width and number of them
LEDGE_PITCH = (ROOM_Z[1] - ROOM_Z[0] - 0.06) / LEDGES

# Door: pivots in its lower corners, held by cheeks of the body.
PIN, PLATE, CHEEK = 0.004, 0.003, 0.005
AXIS_X, AXIS_Z, OPEN = FACE + GAP + 0.026, DOOR_Z[0] + 0.015, pi / 2
DOOR_WIDTH = WIDTH - 2 * (CHEEK + PLATE + 0.0002)
PLUG = 0.010  # how far the inner door stands into the room

# Racks.
WIRE, BAR, SLACK = 0.0025, 0.007, 0.0003  # radius of the wires; side bars; sliding clearance
RACK_X = (ROOM_BACK + SHEET + 0.006, FACE - PLUG - 0.014)
RACK_LENGTH = RACK_X[1] - RACK_X[0]
TRAVEL = 0.62 * RACK_LENGTH

# Control panel: a clock in the middle, knobs to both sides of it.
CLOCK = 0.080  # half its width
LEFT, RIGHT = (KNOBS + 1) // 2, KNOBS // 2
KNOB_PITCH = (HALF - CLOCK - 0.020) / LEFT
KNOB = min(0.042, KNOB_PITCH / 1.42)  # diameter; the printed ring around it is 1.35 times as wide
KEY_Y, KEY_Z, PRESS = 0.060, 0.012, 0.003  # the two long buttons under the clock, and their travel

# Storage drawer.
RAIL, RAIL_HEIGHT = 0.010, 0.026
DRAWER_LENGTH = FACE - BACK - 0.060
DRAWER_TRAVEL = 0.66 * DRAWER_LENGTH


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


def about(middle, half):
    """The span around a middle."""
    return middle - half, middle + half


def grown(span, by):
    """The span, longer by this at both ends."""
    return min(span) - by, max(span) + by


def key_middles() -> list[tuple[float, float]]:
    """Where the two long buttons are, (y, z)."""
    return [(side * 0.037, PANEL_Z[0] + 0.024) for side in (-1, 1)]


def ledge_z(number: int) -> float:
    """Upper side of ledge `number`, 0 the lowest."""
    return ROOM_Z[0] + 0.05 + number * LEDGE_PITCH


def add_body(model: ArticulatedObject, steel, enamel, dark, glass, print_, red):
    """Body: a box with an enamelled room and a bay for the drawer, glass hob, control panel, cheeks, feet."""
    body = model.part("body")
    case = block((BACK, FACE), (-HALF, HALF), (FEET, TOP))
    room = block((ROOM_BACK, FACE + 1), ROOM_Y, ROOM_Z)
    bay = block((BACK + 0.03, FACE + 1), (0.012 - HALF, HALF - 0.012), grown(DRAWER_Z, -0.002))
    add(body, "case", steel, case, less=(room, bay))
    add(body, "room", enamel, hollow(block((ROOM_BACK, FACE - 0.0005), ROOM_Y, ROOM_Z), SHEET, open_face="+x"))
    for side, label in ((-1, "left"), (1, "right")):
        wall = side * (HALF - SIDE - SHEET)
        strips = [block((RACK_X[0], FACE - PLUG - 0.006), (wall, wall - side * LEDGE), (z - 0.005, z))
                  for z in (ledge_z(number) for number in range(LEDGES))]  # fmt: skip
        add(body, f"ledges_{label}", enamel, *strips)
    z, reach = ROOM_Z[1] - 0.022, HALF - SIDE - 0.05
    x = ROOM_BACK + 0.002, ROOM_BACK + 0.06, RACK_X[1] - 0.03
    line = [(x[0], -0.05, z), (x[1], -0.05, z), (x[1], -reach, z), (x[2], -reach, z), (x[2], reach, z),
            (x[1], reach, z), (x[1], 0.05, z), (x[0], 0.05, z)]  # fmt: skip
    add(body, "grill_element", dark, bent_tube(line, 0.004, 0.020, segments=8))
    add(body, "hob", glass, block((BACK + 0.004, FRONT + 0.004), (-HALF, HALF), (TOP, HEIGHT), 0.012, edges="z"))
    for number, (x, y, radius) in enumerate(zones(), start=1):
        ring = [(0.84 * radius, HEIGHT - 0.001), (radius, HEIGHT - 0.001), (radius, HEIGHT + 0.0004),
                (0.84 * radius, HEIGHT + 0.0004)]  # fmt: skip
        add(body, f"zone_{number}", print_, LatheGeometry(ring, segments=36).translate(x, y, 0))
    panel = block((FACE, FRONT), (-HALF, HALF), PANEL_Z, 0.004, edges="z")
    wells = [block((FRONT - 0.014, FRONT + 1), about(y, KEY_Y / 2 + SLACK), about(z, KEY_Z / 2 + SLACK), 0.003)
             for y, z in key_middles()]  # fmt: skip
    add(body, "control_panel", steel, panel, less=wells)
    screen = block((FRONT - 0.001, FRONT + 0.001), (-0.068, 0.068), about(PANEL_Z[1] - 0.038, 0.022), 0.005)
    add(body, "clock", dark, screen)
    text = text_relief("18:30", 0.022, 0.0005).rotate_x(pi / 2).rotate_z(pi / 2)
    add(body, "clock_text", red, text.translate(FRONT + 0.0008, 0, PANEL_Z[1] - 0.038))
    for number, side in enumerate((-1, 1), start=1):
        ear = [(FACE - 0.001, AXIS_Z - 0.012), (FACE - 0.001, AXIS_Z + 0.030), (AXIS_X, AXIS_Z, 0.0135)]
        cheek = hull_plate(ear, CHEEK).rotate_x(pi / 2).translate(0, side * (HALF - CHEEK / 2), 0)
        add(body, f"door_cheek_{number}", steel, cheek)
    for x in (BACK + 0.06, FACE - 0.05):
        for y in (0.05 - HALF, HALF - 0.05):
            foot(model, body, at=(x, y, FEET), diameter=0.042, height=FEET)
    bulk, middle = Box((FACE - BACK, WIDTH, TOP - FEET)), Origin((-0.03, 0, 0.48 * TOP))
    body.inertial = Inertial.from_geometry(bulk, mass=46.0 * WIDTH / 0.6, origin=middle)
    return body


def zones():
    """The four zones of the hob: x, y, radius."""
    near, far, side = 0.22 * DEPTH, -0.20 * DEPTH, 0.24 * WIDTH
    wide = min(0.105, 0.19 * WIDTH, 0.17 * DEPTH)
    return (near, -side, 0.8 * wide), (far, -side, wide), (near, side, wide), (far, side, 0.8 * wide)


def add_door(model: ArticulatedObject, body, steel, dark, smoked, seal, enamel):
    """Door: a steel frame around a window of two panes, inner frame with gasket, and a bar handle."""
    door = model.part("door")
    back, face, half = FACE + GAP - AXIS_X, FACE - AXIS_X, DOOR_WIDTH / 2
    front, low, high = back + DOOR, DOOR_Z[0] - AXIS_Z, DOOR_Z[1] - AXIS_Z
    tall = high - low
    view = about(0, 0.66 * half), (low + 0.24 * tall, low + 0.74 * tall)
    shell = block((back, front), (-half, half), (low, high), 0.005, edges="z")
    add(door, "frame", steel, shell, less=(block((back - 1, front + 1), *view, 0.016),))
    pane = grown(view[0], 0.030), grown(view[1], 0.024)
    add(door, "window", smoked, block((front - 0.004, front + 0.002), *pane, 0.014))
    reach = sqrt((ROOM_Z[1] - SHEET - AXIS_Z - 0.004) ** 2 - (face - PLUG) ** 2)
    inside = grown(ROOM_Y, -0.008), (ROOM_Z[0] + 0.008 - AXIS_Z, min(reach, ROOM_Z[1] - 0.008 - AXIS_Z))
    plug = block((face - PLUG, back + 0.0005), *inside, 0.014)
    add(door, "inner_frame", enamel, plug, less=(block((-1, 1), *view, 0.016),))
    pane = grown(view[0], 0.004), grown(view[1], 0.004)
    add(door, "inner_pane", smoked, block((face - PLUG + 0.002, face - PLUG + 0.006), *pane))
    outer, hole = grown(ROOM_Y, 0.016), grown(ROOM_Y, 0.004)
    ring = block((face + 0.0003, back + 0.0005), outer, grown(inside[1], 0.020))
    add(door, "gasket", seal, ring, less=(block((-1, 1), hole, grown(inside[1], 0.009)),))
    y, z, out = 0.40 * WIDTH, high - 0.042, front + 0.046
    line = [(front - 0.002, -y, z), (out, -y, z), (out, y, z), (front - 0.002, y, z)]
    add(door, "handle", steel, bent_tube(line, 0.010, 0.022, segments=14))
    hinge(
        model, body, door, at=(AXIS_X, 0, AXIS_Z), axis=(0, 1, 0), length=DOOR_WIDTH, kind="concealed",
        pin_diameter=2 * PIN, thickness=PLATE, upper=OPEN, name="door_hinge",
    )  # fmt: skip
    slab, place = Box((DOOR, DOOR_WIDTH, tall)), Origin((back + DOOR / 2, 0, (high + low) / 2))
    door.inertial = Inertial.from_geometry(slab, mass=7.5 * WIDTH / 0.6, origin=place)


def rack_wires(half: float, wide: float):
    """A flat grid of straight wires that lie on one another: many along x, three across."""
    count = round(2 * wide / 0.036)
    ys = [wide * (2 * row / count - 1) for row in range(count + 1)]
    lines = [((-half, y, 0), (half, y, 0)) for y in ys]
    z = -1.62 * WIRE  # wires have five sides
    lines += [((x, -wide - BAR / 2, z), (x, wide + BAR / 2, z)) for x in (-0.94 * half, 0, 0.94 * half)]
    whole = MeshGeometry()
    for start, end in lines:
        whole.merge(cylinder_between(start, end, WIRE, segments=5))
    return whole


def add_rack(model: ArticulatedObject, body, number: int, wire):
    """A wire rack whose side bars run on a pair of ledges; its frame lies in the middle of the grid."""
    rack = model.part(f"rack_{number}")
    level = round((number - 0.5) * LEDGES / RACKS - 0.5)
    half, wide = RACK_LENGTH / 2, HALF - SIDE - SHEET - LEDGE - BAR
    grid = rack_wires(half, wide)
    low = -1.62 * WIRE - 0.6 * WIRE  # of the side bars
    bars = [block((-half, half), (side * (wide + 0.001), side * (wide + BAR + LEDGE - 0.002)), (low, low + 0.005))
            for side in (-1, 1)]  # fmt: skip
    add(rack, "grid", wire, grid)
    for label, bar in zip(("left", "right"), bars, strict=True):
        add(rack, f"bar_{label}", wire, bar)
    lip = block((half - 0.004, half), about(0, wide), (low + 0.002, 0.014), 0.0018, edges="y")
    add(rack, "front_lip", wire, lip)
    model.articulation(
        f"rack_slide_{number}", "prismatic", body, rack,
        origin=Origin((sum(RACK_X) / 2, 0, ledge_z(level) + SLACK - low)), axis=(1, 0, 0),
        motion_limits=MotionLimits(effort=40.0, velocity=0.5, lower=0.0, upper=TRAVEL),
    )  # fmt: skip
    for label in ("left", "right"):
        on = {"elem_child": f"bar_{label}", "elem_parent": f"ledges_{label}"}
        model.fit(rack, body, gap=SLACK, kind="sliding", **on)
    model.interlock(f"rack_slide_{number}", requires={"door_hinge": (OPEN - 0.05, OPEN)})
    rack.inertial = Inertial.from_geometry(Box((RACK_LENGTH, 2 * wide, 0.01)), mass=1.0)


def add_controls(model: ArticulatedObject, body, light):
    """Knobs to both sides of the clock and two long buttons under it."""
    z = sum(PANEL_Z) / 2
    left = [-HALF + 0.020 + (row + 0.5) * KNOB_PITCH for row in range(LEFT)]
    right = [CLOCK + (row + 0.5) * (HALF - CLOCK - 0.020) / max(1, RIGHT) for row in range(RIGHT)]
    turn = {"diameter": KNOB, "height": 0.55 * KNOB, "zero": (0, 0, 1), "flutes": 0, "marks": 7}
    for number, y in enumerate((*left, *right), start=1):
        part = model.part(f"knob_{number}")
        knob(model, body, part, at=(FRONT, y, z), normal=(1, 0, 0), name=f"knob_turn_{number}", **turn)
    for number, (y, z) in enumerate(key_middles(), start=1):
        button = model.part(f"button_{number}")
        cap = block((-0.010, PRESS + 0.001), about(0, KEY_Y / 2), about(0, KEY_Z / 2), 0.0025)
        add(button, "cap", light, cap)
        model.articulation(
            f"press_{number}", "prismatic", body, button, origin=Origin((FRONT, y, z)), axis=(-1, 0, 0),
            motion_limits=MotionLimits(effort=5.0, velocity=0.1, lower=0.0, upper=PRESS),
        )  # fmt: skip
        model.fit(button, body, elem_child="cap", elem_parent="control_panel", gap=SLACK, kind="sliding")


def add_drawer(model: ArticulatedObject, body, steel, dark):
    """Storage drawer under the oven: an open tray on two rails behind a front with a finger rail."""
    drawer = model.part("storage_drawer")
    z, middle = sum(DRAWER_Z) / 2, FACE - DRAWER_LENGTH / 2 - 0.002
    wide = 2 * (HALF - 0.012 - RAIL - 0.0002 - max(0.08 * RAIL_HEIGHT, 0.12 * RAIL))
    slide(
        model, body, drawer, at=(middle, 0, z), axis=(1, 0, 0), travel=DRAWER_TRAVEL, style="drawer", width=RAIL,
        height=RAIL_HEIGHT, spacing=wide, length=DRAWER_LENGTH - 0.004, name="drawer_slide",
    )  # fmt: skip
    half, tall, front = DRAWER_LENGTH / 2, (DRAWER_Z[1] - DRAWER_Z[0]) / 2, FRONT - middle
    tray = block((-half, half + 0.004 + GAP), about(0, wide / 2), (0.010 - tall, 0.55 * tall))
    add(drawer, "tray", dark, hollow(tray, 0.003, open_face="+z"))
    face = block((half + 0.002 + GAP, front), about(0, HALF - 0.001), about(0, tall - 0.001), 0.004, edges="z")
    add(drawer, "front", steel, face)
    rail = block((front - 0.001, front + 0.016), about(0, 0.36 * WIDTH), (tall - 0.024, tall - 0.012), 0.004, edges="y")
    add(drawer, "handle", steel, rail)
    drawer.inertial = Inertial.from_geometry(Box((DRAWER_LENGTH, wide, tall)), mass=3.0)


def build_object_model() -> ArticulatedObject:
    """The oven with door and drawer shut."""
    model = ArticulatedObject("oven")
    steel = model.material("brushed_steel", rgba=(0.72, 0.73, 0.74, 1.0))
    enamel = model.material("grey_enamel", rgba=(0.42, 0.44, 0.47, 1.0))
    dark = model.material("black_steel", rgba=(0.12, 0.12, 0.13, 1.0))
    glass = model.material("black_hob_glass", rgba=(0.06, 0.06, 0.07, 1.0))
    smoked = model.material("smoked_glass", rgba=(0.10, 0.10, 0.11, 0.55))
    print_ = model.material("hob_print", rgba=(0.52, 0.53, 0.55, 1.0))
    seal = model.material("door_gasket", rgba=(0.22, 0.22, 0.23, 1.0))
    wire = model.material("chromed_wire", rgba=(0.80, 0.81, 0.83, 1.0))
    light = model.material("button_grey", rgba=(0.30, 0.31, 0.33, 1.0))
    red = model.material("display_red", rgba=(1.00, 0.35, 0.25, 1.0))
    body = add_body(model, steel, enamel, dark, glass, print_, red)
    add_door(model, body, steel, dark, smoked, seal, enamel)
    for number in range(1, RACKS + 1):
        add_rack(model, body, number, wire)
    add_controls(model, body, light)
    add_drawer(model, body, steel, dark)
    model.anchor(body, to="floor")
    return model


def run_tests() -> TestReport:
    """The door drops and shuts on its gasket, racks and drawer come out to the front, knobs turn clockwise."""
    ctx = TestContext(object_model)
    low = ctx.part_world_aabb("body")[0][2]
    ctx.check("it stands on the floor", abs(low) < 1e-4, f"lowest point {low:.5f} m")
    ctx.expect_moves("door", "door_hinge", "+x", min_distance=0.15)
    shut = {"positive_elem": "gasket", "negative_elem": "case", "name": "the door shuts on its gasket"}
    ctx.expect_gap("door", "body", axis="x", min_gap=0.0, max_gap=0.0005, **shut)
    with ctx.pose(door_hinge=OPEN):
        level = ctx.part_element_world_aabb("door", elem="frame")
        ctx.check("the open door lies level", level[1][2] - level[0][2] < DOOR + 0.002, f"{level}")
        ctx.check("it lies below the room", level[1][2] < ROOM_Z[0], f"{level[1][2]:.3f} m")
    racks = [f"rack_{number}" for number in range(1, RACKS + 1)]
    for number, rack in enumerate(racks, start=1):
        joint = f"rack_slide_{number}"
        ctx.expect_within(rack, "body", axes="xyz", outer_elem="room", name=f"{rack} is in the room")
        with ctx.pose({"door_hinge": OPEN, joint: TRAVEL}):
            on = {"elem_a": "bar_left", "elem_b": "ledges_left", "name": f"{rack} stays on its ledges"}
            ctx.expect_overlap(rack, "body", axes="xy", min_overlap=0.008, **on)
            ctx.expect_gap(rack, "door", axis="z", min_gap=0.01, name=f"{rack} passes over the door")
    ctx.expect_moves("storage_drawer", "drawer_slide", "+x", min_distance=0.9 * DRAWER_TRAVEL)
    with ctx.pose(drawer_slide=DRAWER_TRAVEL):
        rails = {"elem_a": "drawer_slide_runner_left", "elem_b": "drawer_slide_rail_left"}
        ctx.expect_overlap("storage_drawer", "body", axes="x", min_overlap=0.1, **rails)
        ctx.expect_gap("door", "storage_drawer", axis="z", min_gap=0.003, name="the drawer passes under the door")
    turns = [one.name for one in object_model.articulations if one.name.startswith("knob_turn")]
    ctx.check("as many knobs as asked for", len(turns) == KNOBS, f"{turns}")
    for name in turns:
        ctx.expect_moves(f"{name}_pointer", name, "+y", min_distance=0.2 * KNOB)
    for number in (1, 2):
        ctx.expect_moves(f"button_{number}", f"press_{number}", "-x", min_distance=0.9 * PRESS)
    return ctx.report()


object_model = build_object_model()
