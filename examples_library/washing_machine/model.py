"""A front-loading washing machine: porthole door, drum, detergent drawer, programme dial and buttons.

What it teaches: turned parts that meet. Door ring, glass bowl, rubber seal, tub and drum are all profiles
turned about one axis, each derived from the porthole's radius; the glass bowl reaches through the seal into
the drum and is shaped so that it still swings out on a hinge beside the ring.

Frame: x points out of the front, y to the right of one who stands before it, z up; the origin lies on the
floor under the middle of the depth.
"""

from __future__ import annotations

from math import pi

from sdk import (
    ArticulatedObject, Box, Inertial, LatheGeometry, MotionLimits, Origin, TestContext, TestReport,
    array_polar, bent_tube, boolean_difference, boolean_union, cylinder_between, foot, hinge, hollow,
    hull_plate, knob, mesh_from_geometry, rounded, slide, span_box, spin, text_relief,
)  # fmt: skip

# What a customer chooses: the machine without pedestal, and the clear diameter of its porthole.
WIDTH = 0.60
DEPTH = 0.60
HEIGHT = 0.85
PORTHOLE = 0.32
BUTTONS = 3
PEDESTAL = 0  # 1: on a pedestal with a storage drawer

# The body stands on its feet, or on the pedestal.
SHEET, FEET, CORNER = 0.003, 0.018, 0.014
BASE = FEET + 0.34 * PEDESTAL
LIFT = BASE - FEET
BACK, FRONT, TOP = -DEPTH / 2, DEPTH / 2 - 0.045, HEIGHT + LIFT  # the door stands out by 45 mm
PANEL, PANEL_OUT = 0.118, 0.012  # height of the control panel and how far it stands out
LID = 0.022  # thickness of the worktop

# All that is turned, as radii from the drum's axis and distances along it.
HOLE = PORTHOLE / 2
TUB = min(WIDTH / 2 - 0.016, (HEIGHT - FEET - PANEL - LID) / 2 - 0.022)
AXIS_Z = BASE + TUB + 0.030
MOUTH = 0.080  # from the front to the tub
TUB_BACK, TUB_LENGTH = BACK + 0.040, FRONT - SHEET - MOUTH - BACK - 0.040
DRUM, DRUM_LENGTH = TUB - 0.020, TUB_LENGTH - 0.018  # the drum begins 6 mm in front of the tub's back
PADDLES = 3

# Door: its hinge stands to the left of its ring.
RING, BOWL = HOLE + 0.052, 0.085  # radius of the ring, depth of the glass bowl
AXIS_OUT, DOOR_AXIS_Y, OPEN = 0.015, -RING - 0.013, 2.3  # in front of the sheet, beside the ring
SEAM, PIN, PLATE, LUG = 0.002, 0.004, 0.002, 0.080  # gap behind the ring; the pivots' pins and plates, apart
CATCH_Y = HOLE + 0.026  # of the door's hook and the slot it snaps into

# Detergent drawer.
DRAWER = (-WIDTH / 2 + 0.024, -WIDTH / 2 + 0.184)  # y of its face
RAIL, RAIL_HEIGHT = 0.010, 0.022
DRAWER_LENGTH, DRAWER_TRAVEL = 0.22, 0.14

# The display and the buttons under it.
DISPLAY = (0.045, WIDTH / 2 - 0.030)  # y
KEY, PRESS = min(0.034, 0.7 * (DISPLAY[1] - DISPLAY[0]) / BUTTONS), 0.003  # width and travel


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


def turned(profile, at, segments=48):
    """A profile of (radius, distance to the front) turned about the line along x through `at`."""
    return LatheGeometry(profile, segments=segments).rotate_y(pi / 2).translate(*at)


def add_cabinet(model: ArticulatedObject, white, grey, dark, rubber, plastic):
    """Cabinet: a sheet body with a round and a square hole, worktop, tub on struts, rubber seal, feet."""
    cabinet = model.part("cabinet")
    half, low, high = WIDTH / 2, BASE, TOP - LID
    shell = hollow(block((BACK, FRONT), (-half, half), (low, high), CORNER, edges="z"), SHEET)
    port = cylinder_between((FRONT - 0.1, 0, AXIS_Z), (FRONT + 0.1, 0, AXIS_Z), HOLE, segments=48)
    slot = block((FRONT - 0.1, FRONT + 1), DRAWER, drawer_z())
    catch = (CATCH_Y - 0.009, CATCH_Y + 0.009), (AXIS_Z - 0.015, AXIS_Z + 0.015)
    add(cabinet, "body", white, shell, less=(port, slot, block((FRONT - 0.1, FRONT + 1), *catch)))
    add(cabinet, "worktop", white, block((BACK, FRONT + 0.014), (-half, half), (high, TOP), 0.010, edges="z"))
    panel = block((FRONT, FRONT + PANEL_OUT), (-half, half), (high - PANEL, high - 0.001), 0.005, edges="z")
    z = high - PANEL / 2 - 0.024
    keys = [block((FRONT - 1, FRONT + 1), (key_y(number) - KEY / 2 - 0.0004, key_y(number) + KEY / 2 + 0.0004),
                  (z - 0.0064, z + 0.0064), 0.0034) for number in range(1, BUTTONS + 1)]  # fmt: skip
    add(cabinet, "control_panel", plastic, panel, less=(slot, *keys))
    kick = block((FRONT - 0.001, FRONT + 0.004), (0.01 - half, half - 0.01), (low + 0.006, low + 0.052), 0.004)
    add(cabinet, "kick_plate", plastic, kick)
    cover = block((FRONT + 0.003, FRONT + 0.007), (half - 0.15, half - 0.04), (low + 0.010, low + 0.048), 0.006)
    add(cabinet, "filter_cover", white, cover)
    barrel = [(0, 0), (TUB, 0), (TUB, TUB_LENGTH), (HOLE + 0.012, TUB_LENGTH), (HOLE + 0.012, TUB_LENGTH - 0.004),
              (TUB - 0.004, TUB_LENGTH - 0.004), (TUB - 0.004, 0.006), (0, 0.006)]  # fmt: skip
    add(cabinet, "tub", grey, turned(barrel, (TUB_BACK, 0, AXIS_Z)))
    fold = HOLE + 0.020
    seal = [(HOLE + 0.010, -SHEET), (HOLE + 0.010, -0.012), (fold + 0.004, -0.030), (HOLE + 0.004, -0.048),
            (fold + 0.004, -SHEET - MOUTH), (HOLE + 0.014, -SHEET - MOUTH), (HOLE - 0.005, -0.048),
            (HOLE + 0.014, -0.030), (HOLE - 0.005, -0.010), (HOLE - 0.005, 0.0012), (HOLE - 0.0008, 0.0012),
            (HOLE - 0.0008, -SHEET)]  # fmt: skip
    add(cabinet, "seal", rubber, turned(seal, (FRONT, 0, AXIS_Z), segments=40))
    for number, y in enumerate((-0.6 * TUB, 0.6 * TUB), start=1):
        ends = (0, y, low + SHEET / 2), (0, 0.8 * y, AXIS_Z - 0.83 * TUB)
        add(cabinet, f"strut_{number}", dark, cylinder_between(*ends, 0.012, segments=16))
    for x in (BACK + 0.06, FRONT - 0.06):
        for y in (0.06 - half, half - 0.06):
            foot(model, cabinet, at=(x, y, FEET), diameter=0.042, height=FEET)
    mass, tall = 62.0 + 14.0 * PEDESTAL, TOP - FEET
    bulk, middle = Box((FRONT - BACK, WIDTH, tall)), Origin((-0.02, 0, FEET + 0.42 * tall))
    cabinet.inertial = Inertial.from_geometry(bulk, mass=mass, origin=middle)
    return cabinet


def drawer_z() -> tuple[float, float]:
    """Lower and upper edge of the detergent drawer's opening."""
    return TOP - LID - PANEL + 0.018, TOP - LID - 0.018


def add_drum(model: ArticulatedObject, cabinet, steel):
    """Drum: perforated sheet with paddles, on a spindle in the tub's back."""
    drum = model.part("drum")
    lip, back = HOLE + 0.020, 0.010
    sheet = [(0, back), (DRUM, back), (DRUM, DRUM_LENGTH), (lip, DRUM_LENGTH), (lip, DRUM_LENGTH - 0.004),
             (DRUM - 0.004, DRUM_LENGTH - 0.004), (DRUM - 0.004, back + 0.004), (0, back + 0.004)]  # fmt: skip
    punch = [cylinder_between((x, 0, 0.5 * DRUM), (x, 0, 1.2 * DRUM), 0.007, segments=6)
             for x in (0.25 * DRUM_LENGTH, 0.5 * DRUM_LENGTH, 0.75 * DRUM_LENGTH)]  # fmt: skip
    rows = [array_polar(one, 12, axis=(1, 0, 0)).rotate_x(0.26 * number) for number, one in enumerate(punch)]
    add(drum, "sheet", steel, turned(sheet, (0, 0, 0)), less=rows)
    for number in range(PADDLES):
        foot_, tip, long = 0.030, 0.055, (back + 0.003, DRUM_LENGTH - 0.012)
        ridge = [(-foot_, DRUM - 0.005), (foot_, DRUM - 0.005), (0, DRUM - tip, 0.008)]
        paddle = hull_plate(ridge, long[1] - long[0]).rotate_x(pi / 2).rotate_z(pi / 2)
        paddle.translate(sum(long) / 2, 0, 0).rotate_x(2 * pi * number / PADDLES + 0.16)
        add(drum, f"paddle_{number + 1}", steel, paddle)
    spin(
        model, cabinet, drum, at=(TUB_BACK + 0.006, 0, AXIS_Z), axis=(1, 0, 0), diameter=0.030, length=0.034,
        name="drum_spin", material=steel,
    )  # fmt: skip
    rim = Box((DRUM_LENGTH, 1.5 * DRUM, 1.5 * DRUM))
    drum.inertial = Inertial.from_geometry(rim, mass=6.5, origin=Origin((DRUM_LENGTH / 2, 0, 0)))


def add_door(model: ArticulatedObject, cabinet, chrome, white, smoked, glass, dark):
    """Porthole door: ring, smoked window and glass bowl about the drum's axis, on a hinge to the left."""
    door = model.part("door")
    centre, inner = (SEAM - AXIS_OUT, -DOOR_AXIS_Y, 0), HOLE - 0.012
    plate = hull_plate([(0, 0, 0.0105), (-0.004, 0.040, 0.006), (0.010, 0.040, 0.006)], LUG - 0.0006)
    ring = [(inner + 0.010, 0), (RING - 0.004, 0), (RING, 0.006), (RING, 0.016), (RING - 0.014, 0.032),
            (inner + 0.022, 0.032), (inner + 0.010, 0.024)]  # fmt: skip
    add(door, "ring", white, turned(ring, centre), plate)
    trim = [(inner, 0.002), (inner + 0.011, 0.002), (inner + 0.011, 0.027), (inner + 0.021, 0.0325),
            (inner + 0.019, 0.036), (inner, 0.028)]  # fmt: skip
    add(door, "trim", chrome, turned(trim, centre, segments=40))
    window = [(0, 0.022), (inner + 0.002, 0.018), (inner + 0.002, 0.022), (0, 0.027)]
    add(door, "window", smoked, turned(window, centre))
    deep = 0.72 * inner
    bowl = [(0, -BOWL), (0.7 * deep, -BOWL + 0.003), (deep, -BOWL + 0.022), (inner - 0.006, 0.004),
            (inner + 0.001, 0.006), (inner + 0.001, 0.012), (inner - 0.010, 0.010), (deep - 0.006, -BOWL + 0.026),
            (0.7 * deep, -BOWL + 0.009), (0, -BOWL + 0.006)]  # fmt: skip
    add(door, "bowl", glass, turned(bowl, centre))
    y = -DOOR_AXIS_Y + RING - 0.024
    grip = block((centre[0] + 0.020, centre[0] + 0.043), (y - 0.012, y + 0.012), (-0.050, 0.050), 0.007, edges="z")
    add(door, "handle", chrome, grip)
    y = -DOOR_AXIS_Y + CATCH_Y
    hook = block((centre[0] - SEAM - 0.012, centre[0] + 0.002), (y - 0.004, y + 0.004), (-0.012, 0.012))
    add(door, "hook", dark, hook)
    hinge(
        model, cabinet, door, at=(FRONT + AXIS_OUT, DOOR_AXIS_Y, AXIS_Z), axis=(0, 0, -1), length=LUG,
        kind="concealed", pin_diameter=2 * PIN, thickness=PLATE, upper=OPEN, name="door_hinge",
    )  # fmt: skip
    for number, end in enumerate((-1, 1), start=1):
        near = end * (LUG / 2 + PLATE + 0.0002)
        arm = block((FRONT, FRONT + AXIS_OUT + 0.013), (DOOR_AXIS_Y - 0.015, DOOR_AXIS_Y + 0.013),
                    (AXIS_Z + near, AXIS_Z + near + end * 0.009), 0.006, edges="z")  # fmt: skip
        base = block((FRONT, FRONT + 0.008), (DOOR_AXIS_Y - 0.016, DOOR_AXIS_Y + 0.014),
                     (AXIS_Z + near, AXIS_Z + near + end * 0.011), 0.004)  # fmt: skip
        add(cabinet, f"hinge_arm_{number}", chrome, arm, base)
    disc, place = Box((0.04, 2 * RING, 2 * RING)), Origin((0, -DOOR_AXIS_Y, 0))
    door.inertial = Inertial.from_geometry(disc, mass=2.6, origin=place)


def add_detergent_drawer(model: ArticulatedObject, cabinet, plastic, white, dark):
    """Detergent drawer: three open compartments behind a grip, on two rails in a housing behind the front."""
    drawer = model.part("detergent_drawer")
    low, high = drawer_z()
    y, z, half = sum(DRAWER) / 2, (low + high) / 2, (DRAWER[1] - DRAWER[0]) / 2
    room = block((FRONT - SHEET - DRAWER_LENGTH - 0.012, FRONT - SHEET), (DRAWER[0] - 0.003, DRAWER[1] + 0.003),
                 (low - 0.003, high + 0.003))  # fmt: skip
    add(cabinet, "dispenser", plastic, hollow(room, 0.003, open_face="+x"))
    wide = 2 * (half - RAIL - 0.0002 - max(0.08 * RAIL_HEIGHT, 0.12 * RAIL))
    middle = FRONT - SHEET - 0.006 - DRAWER_LENGTH / 2
    slide(
        model, cabinet, drawer, at=(middle, y, z), axis=(1, 0, 0), travel=DRAWER_TRAVEL, style="drawer",
        width=RAIL, height=RAIL_HEIGHT, spacing=wide, length=DRAWER_LENGTH - 0.004,
        name="detergent_slide", material=white,
    )  # fmt: skip
    front, tall = FRONT + PANEL_OUT - middle, (high - low) / 2 - 0.0025
    long = (-DRAWER_LENGTH / 2 + 0.004, FRONT - middle)
    box = hollow(block(long, (-wide / 2, wide / 2), (0.002 - tall, 0.6 * tall)), 0.003, open_face="+z")
    walls = [block(long, (at - 0.001, at + 0.001), (0.004 - tall, 0.5 * tall)) for at in (-wide / 6, wide / 6)]
    add(drawer, "box", white, box, *walls)
    face = block((FRONT - middle - 0.001, front + 0.004), (0.002 - half, half - 0.002), (-tall, tall), 0.005)
    finger = cylinder_between((front + 0.020, -0.28, -0.5 * tall), (front + 0.020, 0.28, -0.5 * tall), 0.022)
    add(drawer, "face", plastic, face, less=(finger,))
    bulk = Box((DRAWER_LENGTH, wide, 2 * tall))
    drawer.inertial = Inertial.from_geometry(bulk, mass=0.5)


def key_y(number: int) -> float:
    """Where button `number` is, from 1 on the left."""
    return DISPLAY[0] + (DISPLAY[1] - DISPLAY[0]) * (number - 0.5) / BUTTONS


def add_controls(model: ArticulatedObject, cabinet, dark, light):
    """Programme dial in the middle, display and buttons to its right."""
    face, middle = FRONT + PANEL_OUT, TOP - LID - PANEL / 2
    turn = {"diameter": 0.062, "height": 0.024, "zero": (0, 0, 1), "flutes": 12, "marks": 12}
    knob(model, cabinet, model.part("programme_dial"), at=(face, -0.022, middle), normal=(1, 0, 0), endless=True,
         name="programme_turn", **turn)  # fmt: skip
    screen = block((face - 0.001, face + 0.0012), DISPLAY, (middle + 0.002, middle + 0.044), 0.005)
    add(cabinet, "display", dark, screen)
    clock = text_relief("1:25", 0.022, 0.0006).rotate_x(pi / 2).rotate_z(pi / 2)
    add(cabinet, "display_text", light, clock.translate(face + 0.0010, sum(DISPLAY) / 2, middle + 0.023))
    for number in range(1, BUTTONS + 1):
        key = model.part(f"button_{number}")
        cap = block((-PANEL_OUT + 0.004, 0.004), (-KEY / 2, KEY / 2), (-0.006, 0.006), 0.003)
        add(key, "cap", light, cap)
        place = Origin((face, key_y(number), middle - 0.024))
        model.articulation(
            f"press_{number}", "prismatic", cabinet, key, origin=place, axis=(-1, 0, 0),
            motion_limits=MotionLimits(effort=5.0, velocity=0.1, lower=0.0, upper=PRESS),
        )  # fmt: skip
        model.fit(key, cabinet, elem_child="cap", elem_parent="control_panel", gap=0.0004, kind="sliding")


def add_pedestal(model: ArticulatedObject, cabinet, white, grey, chrome):
    """Pedestal: an open box under the machine, and a storage drawer with a bar handle on two rails."""
    low, high, half = FEET, BASE, WIDTH / 2
    box = hollow(block((BACK, FRONT), (-half, half), (low, high)), 0.016, open_face="+x")
    add(cabinet, "pedestal", white, box)
    drawer = model.part("pedestal_drawer")
    inner, rail, long = half - 0.016, 0.030, FRONT - BACK - 0.05
    wide = 2 * (inner - 0.012 - 0.0002 - 0.08 * rail)
    middle, z = FRONT - long / 2 - 0.002, (low + high) / 2
    slide(
        model, cabinet, drawer, at=(middle, 0, z), axis=(1, 0, 0), travel=0.68 * long, style="drawer",
        width=0.012, height=rail, spacing=wide, length=long - 0.004, name="pedestal_slide",
    )  # fmt: skip
    tall, front = (high - low) / 2, long / 2 + 0.002
    tray = block((-long / 2, front), (-wide / 2, wide / 2), (0.024 - tall, tall - 0.07))
    add(drawer, "box", grey, hollow(tray, 0.004, open_face="+z"))
    face = block((front + 0.001, front + 0.019), (0.002 - half, half - 0.002), (0.003 - tall, tall - 0.003), 0.008)
    add(drawer, "front", white, face)
    add(drawer, "spacer", grey, block((front - 0.001, front + 0.002), (-0.4 * wide, 0.4 * wide), (0.03 - tall, 0)))
    y, out, z = 0.32 * WIDTH, front + 0.055, 0.45 * tall
    line = [(front + 0.018, -y, z), (out, -y, z), (out, y, z), (front + 0.018, y, z)]
    add(drawer, "handle", chrome, bent_tube(line, 0.008, 0.02, segments=14))
    drawer.inertial = Inertial.from_geometry(Box((long, wide, tall)), mass=4.0)


def build_object_model() -> ArticulatedObject:
    """The machine with door and drawers shut."""
    model = ArticulatedObject("washing_machine")
    white = model.material("white_enamel", rgba=(0.93, 0.94, 0.94, 1.0))
    plastic = model.material("light_grey_plastic", rgba=(0.80, 0.82, 0.83, 1.0))
    grey = model.material("grey_polymer", rgba=(0.62, 0.64, 0.66, 1.0))
    dark = model.material("black_plastic", rgba=(0.08, 0.09, 0.10, 1.0))
    rubber = model.material("grey_rubber", rgba=(0.38, 0.40, 0.42, 1.0))
    chrome = model.material("chrome", rgba=(0.80, 0.82, 0.84, 1.0))
    steel = model.material("stainless_steel", rgba=(0.80, 0.81, 0.82, 1.0))
    smoked = model.material("smoked_glass", rgba=(0.12, 0.14, 0.17, 0.50))
    glass = model.material("door_glass", rgba=(0.70, 0.80, 0.84, 0.40))
    light = model.material("button_white", rgba=(0.98, 0.98, 0.98, 1.0))
    cabinet = add_cabinet(model, white, grey, dark, rubber, plastic)
    add_drum(model, cabinet, steel)
    add_door(model, cabinet, chrome, white, smoked, glass, dark)
    add_detergent_drawer(model, cabinet, plastic, white, dark)
    add_controls(model, cabinet, dark, light)
    if PEDESTAL:
        add_pedestal(model, cabinet, white, grey, chrome)
    model.anchor(cabinet, to="floor")
    return model


def run_tests() -> TestReport:
    """The door swings its bowl out, the drum turns behind the shut door, drawers and buttons do their way."""
    ctx = TestContext(object_model)
    low = ctx.part_world_aabb("cabinet")[0][2]
    ctx.check("it stands on the floor", abs(low) < 1e-4, f"lowest point {low:.5f} m")
    ctx.expect_moves("door", "door_hinge", "+x", min_distance=0.15)
    ctx.expect_within("door", "cabinet", axes="yz", inner_elem="bowl", outer_elem="seal")
    ctx.expect_overlap("door", "cabinet", axes="x", min_overlap=0.008, elem_a="hook", elem_b="body")
    for angle in (0.1, 0.3, 0.6):
        with ctx.pose(door_hinge=angle):
            seal = {"inner_elem": "bowl", "outer_elem": "seal", "margin": -0.004}
            ctx.expect_within("door", "cabinet", axes="z", name=f"the bowl is free at {angle} rad", **seal)
    with ctx.pose(door_hinge=pi / 2):
        out = {"positive_elem": "bowl", "negative_elem": "body", "name": "the open door frees the porthole"}
        ctx.expect_gap("door", "cabinet", axis="x", min_gap=0.05, **out)
    ctx.expect_within("drum", "cabinet", axes="xyz", margin=-0.005, inner_elem="sheet", outer_elem="tub")
    ctx.expect_gap("door", "drum", axis="x", min_gap=-BOWL, name="the bowl leaves room for the laundry")
    ctx.expect_moves("paddle_1", "drum_spin", (0, -1, 0), min_distance=0.1)
    ctx.expect_moves("detergent_drawer", "detergent_slide", "+x", min_distance=0.9 * DRAWER_TRAVEL)
    with ctx.pose(detergent_slide=DRAWER_TRAVEL):
        rails = {"elem_a": "detergent_slide_runner_left", "elem_b": "detergent_slide_rail_left"}
        ctx.expect_overlap("detergent_drawer", "cabinet", axes="x", min_overlap=0.05, **rails)
    for number in range(1, BUTTONS + 1):
        ctx.expect_moves(f"button_{number}", f"press_{number}", "-x", min_distance=0.9 * PRESS)
    if PEDESTAL:
        ctx.expect_moves("pedestal_drawer", "pedestal_slide", "+x", min_distance=0.2)
    return ctx.report()


object_model = build_object_model()
