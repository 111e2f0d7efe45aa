"""An espresso machine: bayonet portafilter, steam wand on a ball, drip tray on rails, two knobs and a switch.

What it teaches: many small mechanisms on one body. `bayonet` lets the portafilter turn and only then drop,
`ball_joint` carries the wand, `slide` the tray, `knob` and `switch` cut their own wells in the front.

Frame: x points to the user, z up; the origin lies on the counter, in the middle of the body's width.
"""

from __future__ import annotations

from math import pi

from sdk import (
    ArticulatedObject, Box, Inertial, LatheGeometry, Origin, TestContext, TestReport, ball_joint, bayonet,
    bent_tube, boolean_difference, boolean_union, cylinder_between, foot, hollow, knob, mesh_from_geometry,
    rounded, slide, slot_plate, span_box, switch,
)  # fmt: skip

# What a customer chooses.
WIDTH = 0.25
HEIGHT = 0.335
BASKET = 0.054  # diameter of the portafilter's plug

# The body, seen from the side: a base, a column behind, a head above.
FRONT, BACK, COLUMN, HEAD_FRONT = 0.135, -0.140, -0.015, 0.118  # x
FEET, BASE, HEAD = 0.012, 0.070, HEIGHT - 0.090  # z of the underside, the base's top, the head's underside

# Group and portafilter.
GROUP_X, GROUP, GROUP_DROP = 0.055, 0.77 * BASKET, 0.022  # place, radius, and the ring's mouth below the head
UNLOCK, BOWL, GRIP = pi / 4, 0.034, 0.118  # turn, depth of the filter's bowl, length of its grip

# Drip tray.
TRAY, TRAY_LENGTH, TRAY_TRAVEL, GRATE = 0.60 * WIDTH, 0.145, 0.095, BASE - 0.003  # the grate's top
RAIL, RAIL_HEIGHT, SHEET = 0.010, 0.016, 0.0025  # the housing's and the tray's sheet


def add(part, name, material, *solids, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    whole = boolean_union(*solids) if len(solids) > 1 else solids[0]
    shape = boolean_difference(whole, *less) if less else whole
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def add_body(model: ArticulatedObject, steel, dark, chrome):
    """Body: a sheet housing closed by a back panel, the open bay of the tray, the group and a cup rail."""
    body, half = model.part("body"), WIDTH / 2
    boxes = [(BACK, FRONT, FEET, BASE), (BACK, COLUMN, FEET, HEIGHT), (BACK, HEAD_FRONT, HEAD, HEIGHT)]
    blocks = [
        rounded((b - a, WIDTH, d - c), 0.006, edges="y").translate((a + b) / 2, 0, (c + d) / 2)
        for a, b, c, d in boxes  # x from a to b, z from c to d
    ]
    room = TRAY / 2 + RAIL + 0.0013  # a rail's back is its width, its flange and a gap outside of the box
    bay = span_box(x=(FRONT - TRAY_LENGTH - 0.006, 1), y=(-room, room), z=(FEET + 0.004, BASE + 0.002))
    side, top = (SHEET - half, half - SHEET), HEIGHT - SHEET
    inside = span_box(x=(-1, COLUMN - SHEET), y=side, z=(BASE + SHEET, top))
    above = span_box(x=(-1, HEAD_FRONT - SHEET), y=side, z=(HEAD + SHEET, top))
    opening = cylinder_between((GROUP_X, 0, HEAD - 1), (GROUP_X, 0, HEAD + 0.005), GROUP, segments=48)
    add(body, "housing", steel, *blocks, less=(bay, inside, above, opening))
    panel = span_box(x=(BACK - 0.001, BACK + SHEET), y=side, z=(BASE + 0.001, top - 0.006))
    add(body, "back_panel", dark, panel)
    low, rim = HEAD - GROUP_DROP, GROUP + 0.004
    ring = [(0, low), (GROUP, low), (GROUP, HEAD - 0.004), (rim, HEAD), (rim, HEAD + 0.01), (0, HEAD + 0.01)]
    add(body, "group", chrome, LatheGeometry(ring, segments=48).translate(GROUP_X, 0, 0))
    a, b, y, z = BACK + 0.02, HEAD_FRONT - 0.02, half - 0.02, HEIGHT + 0.028
    line = [(a, -y, HEIGHT - 0.001), (a, -y, z), (b, -y, z), (b, y, z), (a, y, z), (a, y, HEIGHT - 0.001)]
    add(body, "cup_rail", chrome, bent_tube(line, 0.003, 0.010, segments=10))
    for x in (BACK + 0.03, FRONT - 0.03):
        for y in (0.03 - half, half - 0.03):
            foot(model, body, at=(x, y, FEET), diameter=0.026, height=FEET)
    bulk, middle = Box((FRONT - BACK, WIDTH, HEIGHT)), Origin((-0.03, 0, 0.45 * HEIGHT))
    body.inertial = Inertial.from_geometry(bulk, mass=6.5, origin=middle)
    return body


def add_portafilter(model: ArticulatedObject, body, chrome, dark):
    """Portafilter: an open bowl under the bayonet's plug, two spouts, a handle to the front when locked."""
    filter_ = model.part("portafilter")
    made = bayonet(
        model, body, filter_, at=(GROUP_X, 0, HEAD - GROUP_DROP), axis=(0, 0, -1), diameter=BASKET,
        angle=UNLOCK, side=(0, 1, 0), name="portafilter_turn", material=chrome,
    )  # fmt: skip
    top, radius = made.ports["collar"].xyz[2], BASKET / 2
    low = top - BOWL
    rim, inside = 1.12 * radius, 0.80 * radius
    wall = [
        (0, low), (0.55 * radius, low), (rim, low + 0.012), (rim, top), (inside, top), (inside, low + 0.010),
    ]  # fmt: skip
    add(filter_, "bowl", chrome, LatheGeometry([*wall, (0, low + 0.004)], segments=40))
    tubes, drains = [], []
    for y in (0.016, -0.016):
        line = [(0, 0, low + 0.002), (0, 0, low - 0.008), (0, y, low - 0.012), (0, y, low - 0.026)]
        tubes.append(bent_tube(line, 0.0055, 0.0056, segments=14))
        drains.append(cylinder_between((0, y, low - 1), (0, y, low - 0.014), 0.0035))
    add(filter_, "spouts", chrome, *tubes, less=drains)
    z = top - 0.5 * BOWL
    neck = cylinder_between((1.05 * radius, 0, z + 0.002), (radius + 0.030, 0, z), 0.0060)
    add(filter_, "neck", chrome, neck)
    grip = LatheGeometry([(0, 0), (0.009, 0), (0.0125, 0.018), (0.0115, 0.055), (0.0150, GRIP - 0.012),
                          (0.0110, GRIP), (0, GRIP)], segments=28)  # fmt: skip
    add(filter_, "grip", dark, grip.rotate_y(pi / 2 + 0.08).translate(radius + 0.024, 0, z))


def add_tray(model: ArticulatedObject, body, steel, dark, white):
    """Drip tray: an open box with a slotted grate and a pull, on two rails in the bay; a cup stands on it."""
    tray = model.part("drip_tray")
    middle = FRONT - TRAY_LENGTH / 2
    low, rim = FEET + 0.006, GRATE - 0.002
    rail_z = (low + rim) / 2 - 0.004
    slide(
        model, body, tray, at=(middle, 0, rail_z), axis=(1, 0, 0), travel=TRAY_TRAVEL, style="drawer",
        width=RAIL, height=RAIL_HEIGHT, spacing=TRAY, length=TRAY_LENGTH - 0.010, name="tray_slide",
        material=dark,
    )  # fmt: skip
    half, tall = TRAY_LENGTH / 2, rim - low
    box = hollow(span_box(x=(-half, half), y=(-TRAY / 2, TRAY / 2), z=(low, rim)), SHEET, open_face="+z")
    add(tray, "box", dark, box.translate(0, 0, -rail_z))
    rows = round(TRAY / 0.045)
    slots = [(0, row * 0.016, TRAY_LENGTH - 0.03, 0.007) for row in range(-rows, rows + 1)]
    grate = slot_plate((TRAY_LENGTH, TRAY), 0.002, slots=slots)
    add(tray, "grate", steel, grate.translate(0, 0, GRATE - 0.001 - rail_z))
    face = rounded((0.006, TRAY + 2 * RAIL, tall), 0.004, edges="x")
    face.translate(half + 0.003, 0, low + tall / 2 - rail_z)
    pull = rounded((0.014, 0.07, 0.010), 0.003, edges="y").translate(half + 0.010, 0, rim - rail_z - 0.012)
    add(tray, "face", steel, face, pull)
    cup = model.part("cup")
    wall = [(0, 0), (0.020, 0), (0.0215, 0.004), (0.029, 0.050), (0.0265, 0.050), (0.0190, 0.006), (0, 0.004)]
    line = [(0, 0.024, 0.014), (0, 0.046, 0.014), (0, 0.046, 0.040), (0, 0.0268, 0.040)]
    add(cup, "bowl", white, LatheGeometry(wall, segments=40), bent_tube(line, 0.0035, 0.010, segments=12))
    model.articulation("cup_stands", "fixed", tray, cup, origin=Origin((GROUP_X - middle, 0, GRATE - rail_z)))
    model.fit(cup, tray, elem_child="bowl", elem_parent="grate", gap=0.0, kind="seat")


def add_wand(model: ArticulatedObject, body, chrome, dark):
    """Steam wand: a bent tube with a nozzle, on a ball under the head."""
    wand, ball = model.part("steam_wand"), 0.0095
    made = ball_joint(
        model, body, wand, at=(HEAD_FRONT - 0.028, WIDTH / 2 - 0.022, HEAD - 1.25 * ball), axis=(0, 0, -1),
        radius=ball, cone=0.35, side=(1, 0, 0), name="wand", material=chrome,
    )  # fmt: skip
    top, tip = made.ports["stem"].xyz[2], (0.024, 0.010, -0.128)
    tube = bent_tube([(0, 0, top + 0.003), (0, 0, top - 0.030), tip], 0.0042, 0.020, wall=0.0010, segments=12)
    add(wand, "tube", chrome, tube)
    add(wand, "nozzle", chrome, cylinder_between(tip, (0.0264, 0.011, -0.138), 0.0058))
    sleeve = cylinder_between((0.004, 0.0017, top - 0.042), (0.0155, 0.0065, -0.094), 0.0066)
    add(wand, "finger_guard", dark, sleeve)


def add_controls(model: ArticulatedObject, body):
    """Brew and steam knobs beside a power switch on the front of the head."""
    z = HEIGHT - 0.045
    for name, y in (("brew", -0.30 * WIDTH), ("steam", 0.30 * WIDTH)):
        turn = {"zero": (0, 1, -1), "diameter": 0.036, "flutes": 12, "name": f"{name}_turn"}
        knob(model, body, model.part(f"{name}_knob"), at=(HEAD_FRONT, y, z), normal=(1, 0, 0), **turn)
    rocker = {"along": (0, 0, 1), "length": 0.026, "width": 0.016, "name": "power"}
    switch(model, body, model.part("power_rocker"), at=(HEAD_FRONT, 0, z), normal=(1, 0, 0), **rocker)


def build_object_model() -> ArticulatedObject:
    """The machine with its portafilter locked and a cup below."""
    model = ArticulatedObject("espresso_machine")
    steel = model.material("brushed_steel", rgba=(0.72, 0.72, 0.73, 1.0))
    chrome = model.material("chrome", rgba=(0.83, 0.84, 0.86, 1.0))
    dark = model.material("black_plastic", rgba=(0.11, 0.11, 0.12, 1.0))
    white = model.material("porcelain", rgba=(0.95, 0.94, 0.91, 1.0))
    body = add_body(model, steel, dark, chrome)
    add_portafilter(model, body, chrome, dark)
    add_tray(model, body, steel, dark, white)
    add_wand(model, body, chrome, dark)
    add_controls(model, body)
    model.anchor(body, to="table")
    return model


def run_tests() -> TestReport:
    """The portafilter turns, then drops; the tray stays on its rails; cup and wand are where they work."""
    ctx = TestContext(object_model)
    low = ctx.part_world_aabb("body")[0][2]
    ctx.check("the machine stands on the counter", abs(low) < 1e-4, f"lowest point {low:.5f} m")
    ctx.expect_moves("grip", "portafilter_turn", "-y", min_distance=0.06)
    ctx.expect_moves("drip_tray", "tray_slide", "+x", min_distance=0.9 * TRAY_TRAVEL)
    ctx.expect_within("portafilter", "cup", axes="xy", inner_elem="spouts", outer_elem="bowl")
    gap = {"positive_elem": "spouts", "negative_elem": "bowl"}
    ctx.expect_gap("portafilter", "cup", axis="z", min_gap=0.008, name="the cup fits below the spouts", **gap)
    with ctx.pose(portafilter_turn=UNLOCK, portafilter_turn_draw=0.8 * BASKET / 3):
        ctx.expect_gap("portafilter", "cup", axis="z", min_gap=0.002, name="it comes off", **gap)
    with ctx.pose(tray_slide=TRAY_TRAVEL):
        rails = {"elem_a": "tray_slide_runner_left", "elem_b": "tray_slide_rail_left"}
        ctx.expect_overlap("drip_tray", "body", axes="x", min_overlap=0.03, name="the tray stays in", **rails)
        face = ctx.part_element_world_aabb("drip_tray", elem="face")[0][0]
        ctx.check("the tray is out of the bay", face > FRONT + 0.9 * TRAY_TRAVEL, f"face at x = {face:.3f} m")
    wand = {"positive_elem": "nozzle", "negative_elem": "grate"}
    ctx.expect_gap("steam_wand", "drip_tray", axis="z", min_gap=0.01, **wand)
    return ctx.report()


object_model = build_object_model()
