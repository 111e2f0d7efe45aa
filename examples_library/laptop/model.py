"""A laptop: a lid on two barrel hinges, a full keyboard of single keys, a clicking touchpad, a camera shutter.

What it teaches: many small parts from one table. The rows of keys are lists of widths; the same table bores the
key plate and makes the keys, each a part that travels in its own opening by a `fit`.

Frame: x to the right of the user, who sits towards -y, z up; the origin lies on the table under the middle.
"""

from __future__ import annotations

from sdk import (
    ArticulatedObject, Box, CylinderGeometry, ExtrudeWithHolesGeometry, Inertial, LoftGeometry, MotionLimits,
    Origin, TestContext, TestReport, array_linear, boolean_difference, boolean_union, cylinder_between, foot,
    mesh_from_geometry, rounded, rounded_rect_profile, slot_plate, span_box,
)  # fmt: skip

# What a customer chooses.
WIDTH = 0.312
DEPTH = 0.220
BASE_HEIGHT = 0.0145  # without the feet
KEY_ROWS = 6  # 5 leaves out the row of function keys
OPENING = 2.30  # radians from shut to fully open

# The base.
FEET, WALL, CORNER = 0.0018, 0.0016, 0.012
TOP = FEET + BASE_HEIGHT
DECK, PLATE = 0.0016, 0.0022  # thickness of the deck and of the bored plate below it
SLACK = 0.0003

# Keys, in units of one letter key; the last row ends with the arrow keys, two of them half as high.
ROWS = (
    (1.0,) * 15,
    (*(1.0,) * 13, 2.0),
    (1.5, *(1.0,) * 12, 1.5),
    (1.75, *(1.0,) * 11, 2.25),
    (2.25, *(1.0,) * 10, 2.75),
    (1.25, 1.0, 1.25, 5.5, 1.25, 1.0, 1.25, 1.25, 1.25),
)[6 - KEY_ROWS :]
HALF_ROW = 0.6  # height of the function keys, in units
REAR, PALM = 0.026, 0.070  # depth of the deck behind the keys, and at least in front of them
UNITS = 5 + HALF_ROW * (KEY_ROWS - 5)
PITCH = min((WIDTH - 0.024) / 15, (DEPTH - REAR - PALM) / UNITS, 0.0192)
CAP, BETWEEN, TRAVEL = 0.0030, 0.0028, 0.0011  # height of a cap, distance between two, and their way down
KEYS_TOP = TOP - 0.0005
BOARD = 15 * PITCH + 0.003, UNITS * PITCH + 0.003  # the opening of the deck
BOARD_Y = DEPTH / 2 - REAR - UNITS * PITCH / 2

# Touchpad in the middle of the palm rest.
FRONT = BOARD_Y - BOARD[1] / 2 + DEPTH / 2  # depth of the palm rest
PAD, CLICK = (0.34 * WIDTH, 0.82 * FRONT), 0.0005
PAD_Y = -DEPTH / 2 + FRONT / 2

# Lid and hinges; the lid is drawn in a frame on the hinges' axis.
LID, GAP = 0.0060, 0.0006
AXIS_Y, AXIS_Z = DEPTH / 2 - 0.0075, TOP + 0.0005
BARREL, PIN, HINGE_X, KNUCKLE, LEAF = 0.0042, 0.0016, 0.34 * WIDTH, 0.008, 0.030


def add(part, name, material, solid, *more, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    whole = boolean_union(solid, *more) if more else solid
    shape = boolean_difference(whole, *less) if less else whole
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def plate_levels(width: float, depth: float, levels):
    """A slab through levels (z, inset from the full outline), corners rounded."""
    loops = []
    for z, inset in levels:
        outline = rounded_rect_profile(width - 2 * inset, depth - 2 * inset, CORNER - inset, corner_segments=5)
        loops.append([(x, y, z) for x, y in outline])
    return LoftGeometry(loops)


def key_places():
    """One row per key: (row, number, x, y, width, depth), sizes of the caps."""
    places, rear = [], BOARD_Y + UNITS * PITCH / 2
    for row, widths in enumerate(ROWS):
        deep = HALF_ROW if row == 0 and KEY_ROWS == 6 else 1.0
        left, number = -7.5 * PITCH, 0
        for index, units in enumerate(widths):
            x, y = left + units * PITCH / 2, rear - deep * PITCH / 2
            wide, long = units * PITCH - BETWEEN, deep * PITCH - BETWEEN
            if row == len(ROWS) - 1 and index == 7:  # up and down share a place
                half = (long - 0.0012) / 2
                places += [(row, number + k, x, y + s * (half + 0.0012) / 2, wide, half) for k, s in ((0, 1), (1, -1))]
                number += 1
            else:
                places.append((row, number, x, y, wide, long))
            left, number = left + units * PITCH, number + 1
        rear -= deep * PITCH
    return places


def key_cap(wide: float, long: float):
    """A cap with its top at z = 0, slightly narrower there."""
    loops = []
    for z, inset in ((-CAP, 0.0), (-0.0008, 0.0), (0.0, 0.0007)):
        outline = rounded_rect_profile(wide - 2 * inset, long - 2 * inset, 0.0015, corner_segments=2)
        loops.append([(x, y, z) for x, y in outline])
    return LoftGeometry(loops)


def opening(x: float, y: float, wide: float, long: float, radius: float, steps: int = 2):
    """The outline of a hole."""
    return [(x + a, y + b) for a, b in rounded_rect_profile(wide, long, radius, corner_segments=steps)]


def ports(side: int):
    """What is cut out of a side of the base: two USB-C and one other socket, or a jack and a card slot."""
    x, z = side * WIDTH / 2, FEET + 0.55 * BASE_HEIGHT
    sizes = ((0.070, 0.0090, 0.0032), (0.053, 0.0090, 0.0032), (0.030, 0.0150, 0.0052))
    if side > 0:
        sizes = ((0.066, 0.0036, 0.0036), (0.046, 0.0125, 0.0046), (0.020, 0.0240, 0.0022))
    return [
        rounded((0.012, long, high), 0.48 * high, edges="x", steps=3).translate(x, DEPTH / 2 - back, z)
        for back, long, high in sizes
    ]


def add_knuckles(base, label: str, middle: float, dark, steel):
    """The base's half of a hinge: two knuckles on feet, and the pin through the lid's barrel between them."""
    solids, half, y, z = [], LEAF / 2 + KNUCKLE, AXIS_Y, AXIS_Z
    for s in (-1, 1):
        end, inner = middle + s * half, middle + s * (half - KNUCKLE)
        solids.append(cylinder_between((end, y, z), (inner, y, z), BARREL - 0.0004, segments=24))
        across = (y - BARREL - 0.001, y + 0.6 * BARREL)
        solids.append(span_box(x=sorted((end, inner)), y=across, z=(z - BARREL - 0.001, z - 0.0008)))
    add(base, f"knuckles_{label}", dark, *solids)
    ends = [(middle + s * (half - 0.001), y, z) for s in (-1, 1)]
    add(base, f"pin_{label}", steel, cylinder_between(*ends, PIN, segments=20))


def add_base(model: ArticulatedObject, metal, black, dark, steel):
    """Base: a hollow shell with deck, sockets and vents, the bored key plate, hinge knuckles and feet."""
    base = model.part("base")
    levels = [(FEET, 0.005), (FEET + 0.0015, 0.0022), (FEET + 0.005, 0.0), (TOP - 0.0006, 0), (TOP, 0.0006)]
    shell, y = plate_levels(WIDTH, DEPTH, levels), (0.004 - DEPTH / 2, AXIS_Y - BARREL - 0.0035)
    room = span_box(x=(0.004 - WIDTH / 2, WIDTH / 2 - 0.004), y=y, z=(FEET + WALL, TOP - DECK))
    keys = rounded((*BOARD, 1.0), 0.003, steps=3).translate(0, BOARD_Y, TOP)
    pad = rounded((PAD[0] + 2 * SLACK, PAD[1] + 2 * SLACK, 1.0), 0.005, steps=3).translate(0, PAD_Y, TOP)
    cuts = [room, *(hole.translate(0, 0, 0.4998 - DECK) for hole in (keys, pad))]
    reach = LEAF / 2 + KNUCKLE + SLACK
    for side in (-1, 1):
        x = (side * HINGE_X - reach, side * HINGE_X + reach)
        y, z = (AXIS_Y - BARREL - 0.0008, 1.0), (AXIS_Z - BARREL - 0.0008, 1.0)
        cuts += [span_box(x=x, y=y, z=z), *ports(side)]
    vent = span_box(x=(0, 0.0022), y=(DEPTH / 2 - 0.0035, 1), z=(FEET + 0.0045, FEET + 0.0085))
    cuts.append(array_linear(vent.translate(-0.0495, 0, 0), 25, (0.004, 0, 0)))
    cuts.append(span_box(x=(-0.03, 0.03), y=(-1, 0.0035 - DEPTH / 2), z=(TOP - 0.0022, 1)))  # for a fingertip
    add(base, "shell", metal, shell, less=cuts)
    keys = [(x, y - BOARD_Y, w + 2 * SLACK, d + 2 * SLACK) for _, _, x, y, w, d in key_places()]
    holes = [opening(*key, 0.0016) for key in keys]
    sheet = rounded_rect_profile(BOARD[0] + 0.008, BOARD[1] + 0.008, 0.003, corner_segments=2)
    plate = ExtrudeWithHolesGeometry(sheet, holes, PLATE)
    add(base, "key_plate", black, plate.translate(0, BOARD_Y, TOP - DECK + 0.0001 - PLATE / 2))
    for side, label in ((-1, "left"), (1, "right")):
        add_knuckles(base, label, side * HINGE_X, dark, steel)
        for y in (-DEPTH / 2 + 0.022, DEPTH / 2 - 0.022):
            place = (side * (WIDTH / 2 - 0.022), y, FEET + 0.0001)
            foot(model, base, at=place, diameter=0.014, height=FEET + 0.0001)
        across = (WIDTH - BOARD[0]) / 4 + BOARD[0] / 2
        if WIDTH - BOARD[0] > 0.026:  # room for speakers beside the keys
            slots = [(0, row * 0.0105, 0.0085, 0.0024, 1.5708) for row in range(-4, 5)]
            grille = slot_plate((0.0085, 0.100), 0.0006, slots=slots, corner=0.002)
            add(base, f"speaker_{label}", black, grille.translate(side * across, BOARD_Y, TOP + 0.00005))
    bulk, place = Box((WIDTH, DEPTH, BASE_HEIGHT)), Origin((0, 0, FEET + BASE_HEIGHT / 2))
    base.inertial = Inertial.from_geometry(bulk, mass=1.05, origin=place)
    return base


def add_keys(model: ArticulatedObject, base, letter, other):
    """Every key a part of its own; caps of one size share a mesh."""
    caps = {}
    for row, number, x, y, wide, long in key_places():
        size = (round(wide, 5), round(long, 5))
        if size not in caps:
            caps[size] = mesh_from_geometry(key_cap(wide, long), f"key_cap_{len(caps)}")
        key = model.part(f"key_{row}_{number}")
        plain = abs(wide - (PITCH - BETWEEN)) < 1e-9 and abs(long - wide) < 1e-9
        key.inertial = Inertial.from_geometry(Box((wide, long, CAP)), mass=0.0008 * wide / PITCH)
        key.visual(caps[size], material=letter if plain else other, name="cap")
        model.articulation(
            f"key_{row}_{number}_press", "prismatic", base, key, origin=Origin((x, y, KEYS_TOP)), axis=(0, 0, -1),
            motion_limits=MotionLimits(effort=2.0, velocity=0.1, lower=0.0, upper=TRAVEL),
        )  # fmt: skip
        model.fit(key, base, elem_child="cap", elem_parent="key_plate", gap=SLACK, kind="sliding")


def add_touchpad(model: ArticulatedObject, base, glass):
    """Touchpad: a glass plate in the palm rest that clicks."""
    pad = model.part("touchpad")
    add(pad, "plate", glass, rounded((*PAD, 0.0018), 0.005, steps=3).translate(0, 0, -0.0009))
    pad.inertial = Inertial.from_geometry(Box((*PAD, 0.0018)), mass=0.035)
    model.articulation(
        "touchpad_click", "prismatic", base, pad, origin=Origin((0, PAD_Y, TOP - 0.0002)), axis=(0, 0, -1),
        motion_limits=MotionLimits(effort=3.0, velocity=0.1, lower=0.0, upper=CLICK),
    )  # fmt: skip
    model.fit(pad, base, elem_child="plate", elem_parent="shell", gap=SLACK, kind="sliding")


def add_lid(model: ArticulatedObject, base, metal, black, dark, glow, light):
    """Lid: a slab with hinge barrels, a black bezel with gasket around the display, a camera behind a shutter."""
    lid = model.part("lid")
    rear = -BARREL - 0.0013  # the slab's edge by the hinges, seen from the axis
    front = -AXIS_Y - DEPTH / 2 + 0.0003
    long, middle = rear - front, (rear + front) / 2
    low, high = GAP, GAP + LID
    levels = [(low, 0.0), (high - 0.0025, 0.0), (high - 0.0008, 0.0010), (high, 0.0030)]
    slab = plate_levels(WIDTH - 0.0006, long, levels)
    recess = span_box(x=(-0.014, 0.014), y=(front + 0.0030, front + 0.0080), z=(-1, low + 0.0012))
    add(lid, "slab", metal, slab.translate(0, middle, 0), less=[recess])
    for side, label in ((-1, "left"), (1, "right")):
        x = (side * HINGE_X - LEAF / 2 + 0.0002, side * HINGE_X + LEAF / 2 - 0.0002)
        barrel = cylinder_between((x[0], 0, 0), (x[1], 0, 0), BARREL, segments=32)
        web = span_box(x=x, y=(rear - 0.004, 0), z=(GAP + 0.0003, BARREL - 0.0001))
        bore = cylinder_between((-1, 0, 0), (1, 0, 0), PIN + 0.0002, segments=20)
        add(lid, f"barrel_{label}", dark, barrel, web, less=[bore])
    frame = rounded_rect_profile(WIDTH - 0.006, long - 0.006, 0.009, corner_segments=4)
    inside = rounded_rect_profile(WIDTH - 0.010, long - 0.010, 0.007, corner_segments=4)
    gasket = ExtrudeWithHolesGeometry(frame, [inside], 0.0012)
    way = span_box(x=(-0.0155, 0.0155), y=(front, front + 0.012), z=(-1, 1))
    add(lid, "gasket", black, gasket.translate(0, middle, GAP - 0.0004), less=[way])
    pane = rounded((WIDTH - 0.009, long - 0.009, 0.0006), 0.006, steps=3).translate(0, middle, GAP)
    add(lid, "bezel", black, pane, less=[recess])
    screen = span_box(
        x=(0.009 - WIDTH / 2, WIDTH / 2 - 0.009), y=(front + 0.0115, rear - 0.016), z=(GAP - 0.0004, GAP + 0.0001)
    )
    add(lid, "display", glow, screen)
    desk = (0.012 - WIDTH / 2, WIDTH / 2 - 0.012)
    bar = span_box(x=desk, y=(rear - 0.024, rear - 0.019), z=(GAP - 0.0006, GAP))
    add(lid, "task_bar", dark, bar)
    tall, high_up = 0.50 * long, middle - 0.010  # a window on the desktop, its title bar at the top
    page = rounded((0.52 * WIDTH, tall, 0.0006), 0.003, steps=3).translate(-0.04 * WIDTH, high_up, GAP - 0.0003)
    add(lid, "window", light, page)
    title = span_box(
        x=(-0.30 * WIDTH, 0.22 * WIDTH),
        y=(high_up - tall / 2, high_up - tall / 2 + 0.009),
        z=(GAP - 0.0007, GAP - 0.0003),
    )
    add(lid, "title_bar", dark, title)
    eyepiece = span_box(x=(-0.0145, 0.0145), y=(front + 0.0026, front + 0.0084), z=(GAP + 0.0004, low + 0.0016))
    add(lid, "camera_bar", black, eyepiece)
    lens = cylinder_between((0, front + 0.0055, GAP + 0.0014), (0, front + 0.0055, GAP + 0.0003), 0.0016, segments=20)
    add(lid, "camera", glow, lens)
    mark = CylinderGeometry(0.013, 0.0006, radial_segments=6).translate(0, middle, high)
    inner = CylinderGeometry(0.0075, 1.0, radial_segments=6).translate(0, middle, high)
    add(lid, "emblem", dark, mark, less=[inner])
    bulk, place = Box((WIDTH, long, LID)), Origin((0, middle, GAP + LID / 2))
    lid.inertial = Inertial.from_geometry(bulk, mass=0.48, origin=place)
    model.articulation(
        "lid_hinge", "revolute", base, lid, origin=Origin((0, AXIS_Y, AXIS_Z)), axis=(-1, 0, 0),
        motion_limits=MotionLimits(effort=3.0, velocity=3.0, lower=0.0, upper=OPENING),
    )  # fmt: skip
    for label in ("left", "right"):
        model.fit(lid, base, elem_child=f"barrel_{label}", elem_parent=f"pin_{label}", gap=0.0002)
    shutter, wide = model.part("shutter"), 0.011
    plate = span_box(x=(-wide / 2, wide / 2), y=(-0.0023, 0.0023), z=(-0.0003, 0.0002))
    nub = rounded((0.003, 0.003, 0.0007), 0.0012, steps=3).translate(-0.003, 0, -0.0004)
    add(shutter, "leaf", dark, plate, nub)
    shutter.inertial = Inertial.from_geometry(Box((wide, 0.0046, 0.001)), mass=0.00006)
    model.articulation(
        "shutter_slide", "prismatic", lid, shutter, origin=Origin((-0.0083, front + 0.0055, GAP)), axis=(1, 0, 0),
        motion_limits=MotionLimits(effort=1.0, velocity=0.1, lower=0.0, upper=0.0083), positive="+x",
    )  # fmt: skip
    model.fit(shutter, lid, elem_child="leaf", elem_parent="camera_bar", gap=0.0002, kind="sliding")


def build_object_model() -> ArticulatedObject:
    """The laptop shut on a table."""
    model = ArticulatedObject("laptop")
    metal = model.material("space_grey_aluminium", rgba=(0.56, 0.57, 0.59, 1.0))
    black = model.material("black_plastic", rgba=(0.06, 0.06, 0.07, 1.0))
    dark = model.material("dark_aluminium", rgba=(0.25, 0.26, 0.27, 1.0))
    steel = model.material("steel", rgba=(0.75, 0.76, 0.78, 1.0))
    letter = model.material("black_keys", rgba=(0.13, 0.13, 0.14, 1.0))
    other = model.material("grey_keys", rgba=(0.20, 0.20, 0.22, 1.0))
    glass = model.material("touchpad_glass", rgba=(0.47, 0.48, 0.50, 1.0))
    glow = model.material("display_blue", rgba=(0.16, 0.36, 0.62, 1.0))
    light = model.material("window_white", rgba=(0.86, 0.88, 0.90, 1.0))
    base = add_base(model, metal, black, dark, steel)
    add_keys(model, base, letter, other)
    add_touchpad(model, base, glass)
    add_lid(model, base, metal, black, dark, glow, light)
    model.anchor(base, to="table")
    return model


def run_tests() -> TestReport:
    """It shuts without touching a key, opens upward, every key goes down, the camera can be covered."""
    ctx = TestContext(object_model)
    keys = [part.name for part in object_model.parts if part.name.startswith("key_")]
    ctx.check("as many keys as said", len(keys) == (78 if KEY_ROWS == 6 else 63), f"{len(keys)} keys")
    ctx.expect_moves("display", "lid_hinge", "up", min_distance=0.05)
    ctx.expect_moves("plate", "touchpad_click", "down", min_distance=0.9 * CLICK)
    for name in (keys[0], keys[-1]):
        ctx.expect_moves(f"{name}/cap", f"{name}_press", "down", min_distance=0.9 * TRAVEL)
    ctx.expect_gap(
        "lid",
        "base",
        axis="z",
        min_gap=0.0005,
        positive_elem="display",
        negative_elem="key_plate",
        name="shut, the display clears the plate",
    )
    space = min(ctx.clearance("lid", name).distance for name in (keys[0], keys[len(keys) // 2], keys[-1]))
    ctx.check("shut, it clears the keys", space > 0.0005, f"{space * 1000:.2f} mm")
    box = ctx.part_element_world_aabb("lid", elem="slab")
    ctx.check("shut, it is a flat thing", box[1][2] < TOP + 0.009, f"{box[1][2] * 1000:.1f} mm")
    ctx.expect_overlap("lid", "base", axes="xy", min_overlap=0.95 * (DEPTH - 0.02), name="the lid covers the base")
    with ctx.pose(lid_hinge=OPENING):
        box = ctx.part_element_world_aabb("lid", elem="display")
        ctx.check("open, the display leans back", box[1][1] > AXIS_Y + 0.03, f"y = {box[1][1]:.3f} m")
    for side in ("left", "right"):
        ctx.expect_within("base", "lid", axes="yz", inner_elem=f"pin_{side}", outer_elem=f"barrel_{side}")
    with ctx.pose(shutter_slide=0.0083):
        ctx.expect_within("lid", "shutter", axes="x", inner_elem="camera", name="the shutter covers the camera")
    return ctx.report()


object_model = build_object_model()
