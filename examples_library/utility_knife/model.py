"""A retractable utility knife: a blade on a carrier, a thumb button that lets it go, spare blades in the tail.

What it teaches: a slide that a button must free. The button's wings stand in notches under the slot; an
interlock lets the blade move only while the button is pressed into the carrier, and every notch is a stop.

Frame: x points out of the nose where the blade comes out, z up to the thumb; the origin is the nose's mouth.
"""

from __future__ import annotations

from itertools import pairwise
from math import cos, pi

from sdk import (
    ArticulatedObject, Box, Inertial, LoftGeometry, MotionLimits, Origin, TestContext, TestReport,
    array_linear, boolean_difference, boolean_union, cylinder_between, hull_plate, mesh_from_geometry, rounded,
    span_box, superellipse_profile,
)  # fmt: skip

# What a customer chooses.
LENGTH = 0.160  # of the handle
HEIGHT = 0.034  # of the handle where it is tallest
TRAVEL = 0.034  # of the blade
STOPS = 4  # places where the button locks, shut and fully out included
SPARES = 4  # blades in the tail

# The blade of the trade: a trapezoid, its long edge is the sharp one.
BLADE, SHORT, TALL, SHEET = 0.061, 0.034, 0.019, 0.0006
TIP = -0.003  # of the retracted blade, inside the nose

# The carrier behind it, and the channel it runs in.
SLACK = 0.0002
FRONT, BACK = -TRAVEL - 0.008, -0.070
SIDE, RISE = 0.0036, TALL / 2 + 0.0003  # half width and half height
CEILING = RISE + SLACK

# Button: wings as thick as its stem is long, pressed down by so much; the flat of the handle it runs over.
BUTTON, WING, PRESS, FLAT = -0.0605, 0.0022, 0.0016, 0.0136
NOTCH = 0.0016  # depth of the notches in the channel's ceiling

# The cast nose, and the tail: its cap is the end of the drawer.
NOSE, CAP, BAY, DRAWER_TRAVEL = -0.017, 0.013, BACK - 0.004, 0.048
TRAY_SIDE, TRAY_LOW, TRAY_WALL = 0.0056, -0.0106, 0.0010

# The handle: where (share of the length), its middle's height, its width and height (shares of the height).
STATIONS = (
    (0.0, 0.0, 0.36, 0.76), (0.02, 0.0, 0.40, 0.79), (0.10, 0.0, 0.47, 0.83), (0.20, 0.0, 0.54, 0.90),
    (0.34, 0.004, 0.60, 0.97), (0.50, 0.0, 0.61, 0.99), (0.66, -0.012, 0.60, 1.0), (0.80, -0.024, 0.59, 0.98),
    (0.92, -0.030, 0.56, 0.93), (0.97, -0.030, 0.53, 0.90), (0.995, -0.030, 0.46, 0.84), (1.0, -0.03, 0.40, 0.78),
)  # fmt: skip


def add(part, name, material, solid, *more, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    whole = boolean_union(solid, *more) if more else solid
    shape = boolean_difference(whole, *less) if less else whole
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def section(x: float, grow: float = 0.0):
    """The loop around the handle at x, as much larger as `grow`, read from the stations."""
    share = min(max(-x / LENGTH, 0.0), 1.0)
    a, b = next(pair for pair in pairwise(STATIONS) if share <= pair[1][0])
    t = (share - a[0]) / (b[0] - a[0])
    middle, width, height = ((1 - t) * a[k] + t * b[k] for k in (1, 2, 3))
    loop = superellipse_profile(HEIGHT * height + grow, HEIGHT * width + grow, 3.6, segments=32)
    return [(z + HEIGHT * middle, y, -x) for z, y in loop]


def body_between(start: float, end: float, *, grow: float = 0.0):
    """The handle's solid from x = start back to x = end."""
    inner = [-share * LENGTH for share, *_ in STATIONS if end + 1e-4 < -share * LENGTH < start - 1e-4]
    return LoftGeometry([section(x, grow) for x in (start, *inner, end)]).rotate_y(-pi / 2)


def blade(x: float):
    """A blade whose tip is at x, its edge below, in the plane y = 0."""
    slope = (BLADE - SHORT) / 2
    low, high = -TALL / 2, TALL / 2
    outline = [(x, low), (x - slope, high), (x - slope - SHORT, high), (x - BLADE, low)]
    return hull_plate(outline, SHEET).rotate_x(pi / 2)


def add_handle(model: ArticulatedObject, yellow, black, zinc):
    """Handle: cast nose, shell with channel, slot, notches and the drawer's bay, a waved grip around its belly."""
    handle = model.part("handle")
    room = SIDE + SLACK
    channel = span_box(x=(BACK - 0.001, FRONT + TRAVEL + 0.001), y=(-room, room), z=(-CEILING, CEILING))
    mouth = span_box(x=(FRONT, 1), y=(-0.0009, 0.0009), z=(-RISE, RISE))
    half = WING + SLACK
    slot = span_box(x=(BUTTON - half, BUTTON + TRAVEL + half), y=(-0.0022, 0.0022), z=(0, 1))
    notch = span_box(x=(BUTTON - half, BUTTON + half), y=(-room, room), z=(0, CEILING + NOTCH))
    notches = array_linear(notch, STOPS, (TRAVEL / (STOPS - 1), 0, 0))
    flat = span_box(x=(BUTTON - 0.013, 1), y=(-0.0075, 0.0075), z=(FLAT, 1))
    wall, tail = TRAY_SIDE + SLACK, CAP - LENGTH
    bay = span_box(x=(-1, BAY), y=(-wall, wall), z=(TRAY_LOW - SLACK, CEILING))
    cavities = (channel, mouth, slot, notches, flat, bay)
    add(handle, "shell", yellow, body_between(NOSE, tail), less=cavities)
    add(handle, "nose", zinc, body_between(0.0, NOSE - 0.001, grow=-0.0010), less=cavities)
    ridges, start, end = 40, -0.34 * LENGTH, -0.86 * LENGTH
    loops = []
    for row in range(ridges + 1):
        x = start + (end - start) * row / ridges
        swell = 0.0016 if 0 < row < ridges else -0.0006
        wave = 0.0008 * (1 - cos(2 * pi * 5 * row / ridges)) if swell > 0 else 0.0
        loops.append([(z - wave / 2, y, depth) for z, y, depth in section(x, swell + wave)])
    skin = LoftGeometry(loops).rotate_y(-pi / 2)
    core = body_between(0.0, tail, grow=-0.0008)
    above = span_box(x=(-1, 1), y=(-1, 1), z=(0.12 * HEIGHT, 1))
    add(handle, "grip", black, skin, less=(core, above))
    y, z, x = 0.30 * HEIGHT, 0.27 * HEIGHT, -0.5 * LENGTH
    heads = [cylinder_between((x, s * (y - 0.002), z), (x, s * (y + 0.0006), z), 0.0036) for s in (-1, 1)]
    cross = [span_box(x=(x - a, x + a), y=(-1, 0.0008 - y), z=(z - b, z + b))
             for a, b in ((0.0022, 0.0005), (0.0005, 0.0022))]  # fmt: skip
    add(handle, "screw", zinc, *heads, less=cross)
    bulk, place = Box((LENGTH, 0.6 * HEIGHT, HEIGHT)), Origin((-LENGTH / 2, 0, 0))
    handle.inertial = Inertial.from_geometry(bulk, mass=0.11, origin=place)
    return handle


def add_carrier(model: ArticulatedObject, handle, grey, steel, bright):
    """Carrier: a block in the channel that holds the blade's rear, with a well for the button."""
    carrier = model.part("carrier")
    half = WING + SLACK
    block = span_box(x=(BACK, FRONT), y=(-SIDE, SIDE), z=(-RISE, RISE))
    well = span_box(x=(BUTTON - half, BUTTON + half), y=(-1, 1), z=(CEILING - 0.0020 - PRESS - SLACK, 1))
    add(carrier, "block", grey, block, less=(well,))
    front = blade(TIP)
    nicks = [cylinder_between((x, -1, TALL / 2), (x, 1, TALL / 2), 0.0019) for x in (TIP - 0.026, TIP - 0.035)]
    add(carrier, "blade", steel, front, less=nicks)
    hone = span_box(x=(TIP - BLADE + 0.002, TIP - 0.002), y=(-0.00034, 0.00034), z=(-TALL / 2 + 0.0003, -0.0078))
    add(carrier, "edge", bright, hone)
    carrier.inertial = Inertial.from_geometry(Box((0.06, 0.007, 0.019)), 0.02, origin=Origin((-0.04, 0, 0)))
    model.articulation(
        "blade_slide", "prismatic", handle, carrier, axis=(1, 0, 0), positive="+x",
        motion_limits=MotionLimits(effort=30.0, velocity=0.3, lower=0.0, upper=TRAVEL),
    )  # fmt: skip
    model.fit(carrier, handle, elem_child="block", elem_parent="shell", gap=SLACK, kind="sliding")
    return carrier


def add_thumb_button(model: ArticulatedObject, carrier, black):
    """Thumb button: a ribbed pad over the slot, a stem through it, and wings that stand in the notches."""
    thumb = model.part("thumb_button")
    low = FLAT + PRESS + 0.0004
    wings = span_box(x=(-WING, WING), y=(-SIDE, SIDE), z=(CEILING - 0.0020, CEILING + NOTCH - SLACK))
    stem = span_box(x=(-WING, WING), y=(-0.0020, 0.0020), z=(CEILING, low + 0.001))
    pad = rounded((0.019, 0.0115, 0.0052), 0.0024, edges="all", steps=3).translate(0, 0, low + 0.0026)
    dish = cylinder_between((0, -1, low + 0.0185), (0, 1, low + 0.0185), 0.0145, segments=48)
    rib = span_box(x=(-0.0058, -0.0050), y=(-0.0046, 0.0046), z=(low + 0.003, low + 0.0046))
    ribs = array_linear(rib, 5, (0.0027, 0, 0))
    add(thumb, "pad", black, boolean_difference(pad, dish), ribs, wings, stem)
    thumb.inertial = Inertial.from_geometry(Box((0.018, 0.011, 0.009)), 0.003, origin=Origin((0, 0, low)))
    model.articulation(
        "thumb_press", "prismatic", carrier, thumb, origin=Origin((BUTTON, 0, 0)), axis=(0, 0, -1),
        motion_limits=MotionLimits(effort=10.0, velocity=0.1, lower=0.0, upper=PRESS), positive="down",
    )  # fmt: skip
    model.fit(thumb, carrier, elem_child="pad", elem_parent="block", gap=SLACK, kind="sliding")
    model.interlock("blade_slide", requires={"thumb_press": (0.9 * PRESS, PRESS)})


def add_drawer(model: ArticulatedObject, handle, black, steel):
    """Drawer: a tray of spare blades behind a cap that ends the handle; it draws out backward."""
    drawer = model.part("drawer")
    seam, end = CAP - LENGTH - SLACK, BAY - 0.001 - (LENGTH - 0.150) * 0.5
    tray = span_box(x=(seam - 0.002, end), y=(-TRAY_SIDE, TRAY_SIDE), z=(TRAY_LOW, CEILING - SLACK))
    low, inner = TRAY_LOW + TRAY_WALL, TRAY_SIDE - TRAY_WALL
    well = span_box(x=(seam, end - TRAY_WALL), y=(-inner, inner), z=(low, 1))
    ring = cylinder_between((-LENGTH + 0.006, -1, -0.0012), (-LENGTH + 0.006, 1, -0.0012), 0.0026)
    add(drawer, "cap", black, body_between(seam, -LENGTH), tray, less=(well, ring))
    for number in range(SPARES):
        spare = blade(seam - 0.0002).translate(BLADE + 0.0004, (number - (SPARES - 1) / 2) * 0.0014, 0)
        spare.translate(0, 0, low + TALL / 2 - 0.0002)
        add(drawer, f"spare_{number}", steel, spare)
    bulk, place = Box((0.07, 0.012, 0.02)), Origin((-LENGTH + 0.045, 0, 0))
    drawer.inertial = Inertial.from_geometry(bulk, mass=0.018 + 0.005 * SPARES, origin=place)
    model.articulation(
        "drawer_slide", "prismatic", handle, drawer, axis=(-1, 0, 0), positive="-x",
        motion_limits=MotionLimits(effort=10.0, velocity=0.3, lower=0.0, upper=DRAWER_TRAVEL),
    )  # fmt: skip
    model.fit(drawer, handle, elem_child="cap", elem_parent="shell", gap=SLACK, kind="sliding")


def build_object_model() -> ArticulatedObject:
    """The knife with its blade in, as held in a hand."""
    model = ArticulatedObject("utility_knife")
    yellow = model.material("yellow_enamel", rgba=(0.95, 0.72, 0.05, 1.0))
    black = model.material("black_rubber", rgba=(0.10, 0.10, 0.11, 1.0))
    grey = model.material("grey_acetal", rgba=(0.35, 0.36, 0.38, 1.0))
    zinc = model.material("cast_zinc", rgba=(0.48, 0.49, 0.51, 1.0))
    steel = model.material("ground_steel", rgba=(0.70, 0.71, 0.73, 1.0))
    bright = model.material("honed_edge", rgba=(0.90, 0.91, 0.93, 1.0))
    handle = add_handle(model, yellow, black, zinc)
    carrier = add_carrier(model, handle, grey, steel, bright)
    add_thumb_button(model, carrier, black)
    add_drawer(model, handle, black, steel)
    model.anchor(handle, to="hand")
    return model


def run_tests() -> TestReport:
    """The blade is hidden, comes out, is held by the button at every stop; the spares draw out."""
    ctx = TestContext(object_model)
    tip = ctx.part_element_world_aabb("carrier", elem="blade")[1][0]
    ctx.check("the retracted blade is inside the nose", tip < -0.002, f"tip at x = {tip * 1000:.1f} mm")
    ctx.expect_moves("blade", "blade_slide", "+x", min_distance=0.99 * TRAVEL)
    ctx.expect_moves("pad", "thumb_press", "down", min_distance=0.99 * PRESS)
    ctx.expect_moves("drawer", "drawer_slide", "-x", min_distance=0.9 * DRAWER_TRAVEL)
    with ctx.pose(blade_slide=TRAVEL):
        out = ctx.part_element_world_aabb("carrier", elem="blade")[1][0]
        ctx.check("enough of the blade is out", out > TRAVEL - 0.004, f"{out * 1000:.1f} mm")
        ctx.expect_within("carrier", "handle", axes="xyz", inner_elem="block")
    for stop in range(STOPS):
        with ctx.pose(blade_slide=stop * TRAVEL / (STOPS - 1)):
            ctx.fail_if_parts_overlap_in_current_pose(name=f"the wings stand free in notch {stop}")
    with ctx.pose(blade_slide=0.5 * TRAVEL / (STOPS - 1)):
        wings = {"elem_a": "pad", "elem_b": "shell"}
        ctx.expect_contact("thumb_button", "handle", name="between notches the wings are in the way", **wings)
    with ctx.pose(blade_slide=0.5 * TRAVEL / (STOPS - 1), thumb_press=PRESS):
        room = ctx.clearance("thumb_button", "handle", elem_a="pad", elem_b="shell").distance
        ctx.check("pressed they pass below the ceiling", room > 0.0001, f"{room * 1000:.2f} mm")
    with ctx.pose(drawer_slide=DRAWER_TRAVEL):
        ends = {"elem_a": "cap", "elem_b": "shell"}
        ctx.expect_overlap("drawer", "handle", axes="x", min_overlap=0.010, name="the drawer stays in", **ends)
    for number in range(SPARES):
        spare = {"inner_elem": f"spare_{number}", "outer_elem": "cap"}
        ctx.expect_within("drawer", "drawer", axes="xy", name=f"spare {number} lies in the tray", **spare)
    return ctx.report()


object_model = build_object_model()
