"""A microwave oven: side-hinged door with a window, glass turntable, keypad, dials and a door-open key.

What it teaches: many small moving parts from one rule. Every key is a part of its own that slides in its own
slot of the control panel; rows, pitch and dials share the panel's height. The door opens only while its key
is pressed.

Frame: x points out of the front, y to the right of one who stands before it, z up; the origin lies on the
table under the middle of the depth.
"""

from __future__ import annotations

from math import pi, sqrt

from sdk import (
    ArticulatedObject, Box, CylinderGeometry, Inertial, LatheGeometry, MotionLimits, Origin,
    SlotPatternPanelGeometry, TestContext, TestReport, array_polar, boolean_difference, boolean_union, foot,
    hinge, hollow, knob, mesh_from_geometry, rounded, span_box, spin, text_relief,
)  # fmt: skip

# What a customer chooses.
WIDTH = 0.50
DEPTH = 0.38
HEIGHT = 0.29
KEY_ROWS = 4  # of three keys each
DIALS = 1  # one or two, one above the other

# The body; the door's choke lies on its face, lips above and below frame the door.
DOOR, GAP = 0.030, 0.006
BACK, FACE, FRONT = -DEPTH / 2, DEPTH / 2 - DOOR - GAP, DEPTH / 2
FEET, LIP = 0.012, 0.012
PANEL = 0.112  # width of the control panel, to the right of the door
SPLIT = WIDTH / 2 - PANEL  # y between door and panel
CAVITY_Y = (0.026 - WIDTH / 2, SPLIT - 0.026)
CAVITY_Z = (FEET + 0.026, HEIGHT - 0.030)
CAVITY_BACK, LINER = BACK + 0.030, 0.0015

# Door: two pivots in its left corners, far enough in that its back corner clears the body.
PIN, PLATE = 0.003, 0.002
AXIS_X, AXIS_Y, OPEN = FACE + GAP + 0.017, 0.012 - WIDTH / 2, 1.9
DOOR_Z = (FEET + LIP + PLATE + 0.0002, HEIGHT - LIP - PLATE - 0.0002)
HOOK_Y, HOOK = SPLIT - 0.013, 0.014  # of the two hooks, and how far they reach behind the face

# Turntable.
PLATE_RADIUS = min(CAVITY_Y[1] - CAVITY_Y[0], FACE - CAVITY_BACK) / 2 - 0.012
TABLE = ((FACE + CAVITY_BACK) / 2, sum(CAVITY_Y) / 2, CAVITY_Z[0] + LINER)

# The control panel from top to bottom: display, keypad, dials, door key.
COLUMN, MARGIN = SPLIT + PANEL / 2 + 0.001, 0.008  # y of its middle
SCREEN = (HEIGHT - LIP - MARGIN - 0.032, HEIGHT - LIP - MARGIN)
DOOR_KEY = (FEET + LIP + MARGIN, FEET + LIP + MARGIN + 0.018)
DIAL = 0.034 if DIALS == 1 else 0.026  # diameter; the printed ring around it is 1.35 times as wide
DIAL_PITCH = 1.35 * DIAL + 0.004
KEYPAD = (DOOR_KEY[1] + 0.006 + DIALS * DIAL_PITCH, SCREEN[0] - 0.006)
PITCH_Y, PITCH_Z = 0.030, min(0.026, (KEYPAD[1] - KEYPAD[0]) / KEY_ROWS)
KEY_Y, KEY_Z = 0.023, PITCH_Z - 0.005
PRESS, SLACK = 0.002, 0.0003
LABELS = "123456789<0>+-="


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
    return rounded(size, radius, edges=edges, steps=3).translate(*(sum(span) / 2 for span in (x, y, z)))


def grown(span, by):
    """The span, longer by this at both ends."""
    return min(span) - by, max(span) + by


def keys():
    """Name, label, y and z spans of every key of the keypad, row by row from the top."""
    top = (sum(KEYPAD) + KEY_ROWS * PITCH_Z) / 2
    for number in range(3 * KEY_ROWS):
        row, column = divmod(number, 3)
        y, z = COLUMN + (column - 1) * PITCH_Y, top - (row + 0.5) * PITCH_Z
        spans = (y - KEY_Y / 2, y + KEY_Y / 2), (z - KEY_Z / 2, z + KEY_Z / 2)
        yield f"key_{number + 1}", LABELS[number], *spans


def add_body(model: ArticulatedObject, steel, dark, white, light):
    """Body: a case with a lined cavity, lips around the door, control panel, vents, feet."""
    body, half = model.part("body"), WIDTH / 2
    case = block((BACK, FACE), (-half, half), (FEET, HEIGHT), 0.006)
    lips = [block((FACE - 0.01, FRONT), (-half, half), z, 0.004, edges="z")
            for z in ((FEET, FEET + LIP), (HEIGHT - LIP, HEIGHT))]  # fmt: skip
    room = block((CAVITY_BACK, FACE + 1), CAVITY_Y, CAVITY_Z)
    catches = [block((FACE - HOOK - 0.006, FACE + 1), (HOOK_Y - 0.005, HOOK_Y + 0.005), (z - 0.012, z + 0.012))
               for z in hook_heights()]  # fmt: skip
    floor = block((FACE, FRONT + 1), (-1, SPLIT), (FEET + LIP, HEIGHT - LIP))
    add(body, "case", steel, case, *lips, less=(boolean_union(room, *catches, floor),))
    liner = hollow(block((CAVITY_BACK, FACE - 0.0005), CAVITY_Y, CAVITY_Z), LINER, open_face="+x")
    add(body, "cavity", white, liner)
    y, z = CAVITY_Y[1] - LINER, CAVITY_Z[0] + 0.55 * (CAVITY_Z[1] - CAVITY_Z[0])
    cover = block((TABLE[0] - 0.045, TABLE[0] + 0.045), (y - 0.001, y), (z - 0.03, z + 0.03), 0.004, edges="y")
    add(body, "waveguide_cover", light, cover)
    panel = block((FACE, FRONT), (SPLIT + 0.002, half), (FEET + LIP, HEIGHT - LIP), 0.004, edges="z")
    wells = [block((FRONT - 0.012, FRONT + 1), grown(y, SLACK), grown(z, SLACK)) for _, _, y, z in keys()]
    bar = (COLUMN - 0.042 - SLACK, COLUMN + 0.042 + SLACK)
    wells.append(block((FRONT - 0.014, FRONT + 1), bar, grown(DOOR_KEY, SLACK)))
    add(body, "control_panel", dark, panel, less=wells)
    for number, side in enumerate((-1, 1), start=1):
        vent = SlotPatternPanelGeometry((0.12, 0.07), 0.003, slot_size=(0.044, 0.006), pitch=(0.052, 0.015))
        vent.rotate_x(pi / 2).translate(BACK + 0.10, side * (half + 0.0005), 0.62 * HEIGHT)
        add(body, f"vent_{number}", dark, vent)
    for x in (BACK + 0.04, FACE - 0.03):
        for y in (0.04 - half, half - 0.04):
            foot(model, body, at=(x, y, FEET), diameter=0.028, height=FEET)
    bulk, middle = Box((DEPTH, WIDTH, HEIGHT)), Origin((-0.01, 0.04, 0.48 * HEIGHT))
    body.inertial = Inertial.from_geometry(bulk, mass=11.5 * WIDTH / 0.5, origin=middle)
    return body


def hook_heights() -> tuple[float, float]:
    """Where the door's two hooks are."""
    return CAVITY_Z[0] + 0.03, CAVITY_Z[1] - 0.03


def add_door(model: ArticulatedObject, body, dark, steel, smoked, grey):
    """Door: a frame with a smoked window, inner pane and choke, two hooks, pivots in the left corners."""
    door = model.part("door")
    middle, back, face = sum(DOOR_Z) / 2, FACE + GAP - AXIS_X, FACE - AXIS_X
    front, tall = back + DOOR, (DOOR_Z[0] - middle, DOOR_Z[1] - middle)
    side, free = -0.012, SPLIT - 0.001 - AXIS_Y
    frame = block((back, front), (side, free), tall, 0.005, edges="z")
    view = ((CAVITY_Y[0] - AXIS_Y + 0.020, free - 0.048), (CAVITY_Z[0] - middle + 0.022, CAVITY_Z[1] - middle - 0.022))
    add(door, "frame", dark, frame, less=(block((back - 1, front + 1), *view, 0.014),))
    pane = grown(view[0], 0.006), grown(view[1], 0.006)
    add(door, "window", smoked, block((front - 0.004, front + 0.0006), *pane, 0.016))
    reach = sqrt((CAVITY_Y[1] - LINER - AXIS_Y - 0.003) ** 2 - (face - 0.008) ** 2)
    inside = (CAVITY_Y[0] - AXIS_Y + 0.008, min(reach, CAVITY_Y[1] - AXIS_Y - 0.006))
    height = CAVITY_Z[0] - middle + 0.007, CAVITY_Z[1] - middle - 0.007
    choke = block((face - 0.008, back + 0.0005), inside, height, 0.010)
    add(door, "choke", grey, choke, less=(block((-1, 1), *view, 0.014),))
    add(door, "inner_pane", smoked, block((face - 0.003, face), *pane, 0.016))
    trim = (free - 0.030, free - 0.022), (tall[0] + 0.03, tall[1] - 0.03)
    add(door, "trim", steel, block((front - 0.001, front + 0.003), *trim, 0.0035))
    y = HOOK_Y - AXIS_Y
    hooks = [block((face - HOOK, back + 0.002), (y - 0.0015, y + 0.0015), (z - middle - 0.007, z - middle + 0.007))
             for z in hook_heights()]  # fmt: skip
    for number, hook in enumerate(hooks, start=1):
        add(door, f"hook_{number}", dark, hook)
    hinge(
        model, body, door, at=(AXIS_X, AXIS_Y, middle), axis=(0, 0, -1), length=tall[1] - tall[0],
        kind="concealed", pin_diameter=2 * PIN, thickness=PLATE, upper=OPEN, name="door_hinge",
    )  # fmt: skip
    slab, place = Box((DOOR, free, tall[1] - tall[0])), Origin((0, free / 2, 0))
    door.inertial = Inertial.from_geometry(slab, mass=1.8 * WIDTH / 0.5, origin=place)


def add_turntable(model: ArticulatedObject, body, glass, grey):
    """Turntable: a glass plate with a rim on a driven cross, over a ring of rollers."""
    table = model.part("turntable")
    low, radius = 0.013, PLATE_RADIUS
    plate = [(0, low), (radius - 0.012, low), (radius, low + 0.008), (radius, low + 0.012),
             (radius - 0.013, low + 0.004), (0, low + 0.004)]  # fmt: skip
    add(table, "plate", glass, LatheGeometry(plate, segments=64))
    arm = span_box(x=(0, 0.72 * radius), y=(-0.006, 0.006), z=(low - 0.005, low + 0.0003))
    add(table, "cross", grey, *(arm.copy().rotate_z(turn * 2 * pi / 3) for turn in range(3)))
    roller = CylinderGeometry(0.0062, 0.010, radial_segments=16).rotate_y(pi / 2)
    add(table, "rollers", grey, array_polar(roller.translate(0.70 * radius, 0, 0.0065), 3))
    spin(
        model, body, table, at=TABLE, axis=(0, 0, 1), diameter=0.010, length=0.012, name="turntable_spin",
        material=grey,
    )  # fmt: skip
    disc = Box((1.4 * radius, 1.4 * radius, 0.01))
    table.inertial = Inertial.from_geometry(disc, mass=1.0, origin=Origin((0, 0, low)))


def add_controls(model: ArticulatedObject, body, dark, light, green, grey):
    """Display, keypad, dials, and the slim key that opens the door."""
    wide = (COLUMN - 0.044, COLUMN + 0.044)
    add(body, "display", dark, block((FRONT - 0.001, FRONT + 0.001), wide, SCREEN, 0.004))
    clock = text_relief("12:00", 0.015, 0.0005).rotate_x(pi / 2).rotate_z(pi / 2)
    add(body, "display_text", green, clock.translate(FRONT + 0.0008, COLUMN, sum(SCREEN) / 2))
    caps = [(name, label, y, z, 0.010) for name, label, y, z in keys()]
    caps.append(("door_key", "OPEN", (COLUMN - 0.042, COLUMN + 0.042), DOOR_KEY, 0.012))
    for name, label, y, z, deep in caps:
        key, middle = model.part(name), (FRONT, sum(y) / 2, sum(z) / 2)
        spans = (y[0] - middle[1], y[1] - middle[1]), (z[0] - middle[2], z[1] - middle[2])
        add(key, "cap", grey, block((PRESS + 0.0004 - deep, PRESS + 0.001), *spans, 0.002))
        mark = text_relief(label, min(0.009, 0.6 * KEY_Z), 0.0005).rotate_x(pi / 2).rotate_z(pi / 2)
        add(key, "label", light, mark.translate(PRESS + 0.0008, 0, 0))
        model.articulation(
            f"{name}_press", "prismatic", body, key, origin=Origin(middle), axis=(-1, 0, 0),
            motion_limits=MotionLimits(effort=5.0, velocity=0.1, lower=0.0, upper=PRESS),
        )  # fmt: skip
        model.fit(key, body, elem_child="cap", elem_parent="control_panel", gap=SLACK, kind="sliding")
    for number in range(1, DIALS + 1):
        at = (FRONT, COLUMN, DOOR_KEY[1] + 0.006 + (number - 0.5) * DIAL_PITCH)
        turn = {"diameter": DIAL, "height": 0.016, "zero": (0, 0, 1), "flutes": 12, "marks": 9}
        knob(model, body, model.part(f"dial_{number}"), at=at, normal=(1, 0, 0), name=f"dial_turn_{number}", **turn)


def build_object_model() -> ArticulatedObject:
    """The oven with its door shut."""
    model = ArticulatedObject("microwave")
    steel = model.material("brushed_steel", rgba=(0.72, 0.73, 0.74, 1.0))
    dark = model.material("black_gloss", rgba=(0.07, 0.07, 0.08, 1.0))
    white = model.material("cavity_enamel", rgba=(0.90, 0.91, 0.90, 1.0))
    light = model.material("print_white", rgba=(0.95, 0.95, 0.93, 1.0))
    grey = model.material("grey_plastic", rgba=(0.36, 0.37, 0.39, 1.0))
    green = model.material("display_green", rgba=(0.40, 0.95, 0.65, 1.0))
    smoked = model.material("smoked_glass", rgba=(0.10, 0.11, 0.13, 0.45))
    glass = model.material("clear_glass", rgba=(0.76, 0.88, 0.88, 0.50))
    body = add_body(model, steel, dark, white, light)
    add_door(model, body, dark, steel, smoked, grey)
    add_turntable(model, body, glass, grey)
    add_controls(model, body, dark, light, green, grey)
    model.interlock("door_hinge", requires={"door_key_press": (0.8 * PRESS, PRESS)})
    model.anchor(body, to="table")
    return model


def run_tests() -> TestReport:
    """The door swings out and clears, its hooks enter, the plate turns in the cavity, every key goes in."""
    ctx = TestContext(object_model)
    low = ctx.part_world_aabb("body")[0][2]
    ctx.check("it stands on the table", abs(low) < 1e-4, f"lowest point {low:.5f} m")
    ctx.expect_moves("frame", "door_hinge", "+x", min_distance=0.1)
    ctx.expect_overlap("door", "body", axes="x", min_overlap=0.8 * HOOK, elem_a="hook_1", elem_b="case")
    with ctx.pose(door_hinge=pi / 2, door_key_press=PRESS):
        out = {"positive_elem": "choke", "negative_elem": "case", "name": "the open door frees the cavity"}
        ctx.expect_gap("door", "body", axis="x", min_gap=-0.08, **out)
        side = ctx.part_element_world_aabb("door", elem="frame")[1][1]
        ctx.check("it stands aside", side < CAVITY_Y[0] + 0.02, f"reaches to y = {side:.3f} m")
    inside = {"inner_elem": "plate", "outer_elem": "cavity"}
    ctx.expect_within("turntable", "body", axes="xyz", margin=-0.004, **inside)
    area = [high - low for low, high in zip(*ctx.part_element_world_aabb("turntable", elem="plate"), strict=True)]
    ctx.check("the plate is round and fills the cavity", abs(area[0] - area[1]) < 1e-3 and area[0] > 0.2)
    behind = {"positive_elem": "choke", "negative_elem": "plate", "name": "the plate is behind the door"}
    ctx.expect_gap("door", "turntable", axis="x", min_gap=0.002, **behind)
    names = [name for name, *_ in keys()]
    presses = [one.name for one in object_model.articulations if one.name.startswith("key_")]
    ctx.check("three keys in each row", len(presses) == 3 * KEY_ROWS == len(names))
    for name in (*names, "door_key"):
        ctx.expect_moves(name, f"{name}_press", "-x", min_distance=0.9 * PRESS)
    for number in range(1, DIALS + 1):
        ctx.expect_moves(f"dial_turn_{number}_pointer", f"dial_turn_{number}", "+y", min_distance=0.25 * DIAL)
    return ctx.report()


object_model = build_object_model()
