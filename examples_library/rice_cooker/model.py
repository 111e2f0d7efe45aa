"""A rice cooker: a hinged lid under a latch button, a pot that lifts out, a carry handle, a knob and a lever.

What it teaches: an order of motions. The button frees the lid, but not under a raised carry handle, and only the
open lid frees the pot; every rule is one `interlock`.

Frame: x points to the user with the controls, z up; the origin lies on the table under the pot's axis.
"""

from __future__ import annotations

from math import cos, pi, sin

from sdk import (
    ArticulatedObject, Box, Cylinder, Inertial, LatheGeometry, LoftGeometry, MotionLimits, Origin,
    TestContext, TestReport, bent_tube, boolean_difference, boolean_intersection, boolean_union, button,
    cylinder_between, foot, hinge, hull_plate, knob, lever, mesh_from_geometry, rounded, span_box,
    superellipse_profile,
)  # fmt: skip

# What a customer chooses.
WIDTH = 0.250
HEIGHT = 0.165  # of the body up to the seam
LID_OPEN = 1.55  # radians
CUPS = 6  # marks inside the pot
VENT_SLOTS = 4  # in the steam vent

# The body; it is a little longer than wide and reaches further behind the pot than before it.
FEET, LONG, SHIFT = 0.008, 1.10 * WIDTH, -0.010
FRONT, BACK = SHIFT + LONG / 2, SHIFT - LONG / 2 - 0.003  # x of the front and of the hinge's faces
SEAM, LID = 0.0008, 0.056  # gap under the lid, and the lid's height
KNUCKLE, KNUCKLES = 0.0078, 0.060  # radius of the hinge's knuckles, and length of the lid's
HINGE_X, HINGE_Z = BACK - 0.004, HEIGHT + SEAM / 2

# The pot in its well.
POT, SLACK, SHEET = 0.365 * WIDTH, 0.0010, 0.0016  # radius, clearance in the well, sheet
WELL, LEDGE = 0.046, 0.005  # floor of the well above the table; depth of the ledge for the pot's flange
POT_LOW = WELL + 0.006
POT_LIFT = 0.55 * (HEIGHT - POT_LOW)
PRESS = 0.003  # travel of the latch button

# The carry handle: a bail around the back, on pins in the body's sides.
PIN_X, PIN_Z, PIN = SHIFT - 0.015, HEIGHT - 0.030, 0.004  # its pins and their radius
BOSS = WIDTH / 2 + 0.009  # y of the bosses' faces
EYE = BOSS + 0.0005 + 0.004  # y of the middle of the bail's eyes, 8 mm thick
REACH = PIN_X - BACK + 0.034  # from the pins to the middle of the bail's grip

# The control panel on the front.
FACE, PANEL_Z = FRONT + 0.0015, 0.066


def add(part, name, material, solid, *more, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    shape = boolean_union(solid, *more) if more else solid
    shape = boolean_difference(shape, *less) if less else shape
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def stack(levels):
    """A body through rounded rectangles at heights: rows of z and of how far they are inset."""
    return LoftGeometry([
        [(x + SHIFT, y, z) for x, y in superellipse_profile(LONG - 2 * inset, WIDTH - 2 * inset, 2.9, segments=48)]
        for z, inset in levels
    ])  # fmt: skip


def side_plate(points, thickness: float):
    """A plate around points (x, z, radius), its middle at y = 0."""
    return hull_plate(points, thickness).rotate_x(pi / 2)


def disc(radius: float, low: float, high: float):
    """A round cutter or plate about the pot's axis."""
    return cylinder_between((0, 0, low), (0, 0, high), radius, segments=56)


def add_body(model: ArticulatedObject, white, dark, steel, band):
    """Body: a rounded housing with the pot's well and ledge, a heater plate, bosses for hinge and handle."""
    body = model.part("body")
    hull = stack([
        (FEET, 0.022), (FEET + 0.010, 0.010), (FEET + 0.035, 0.003), (0.55 * HEIGHT, 0), (HEIGHT - 0.006, 0.002),
        (HEIGHT - 0.0015, 0.0035), (HEIGHT, 0.006),
    ])  # fmt: skip
    cheeks = [
        side_plate([(HINGE_X, HINGE_Z, KNUCKLE), (BACK + 0.012, HEIGHT - 0.018, 0.006)], 0.014)
        .translate(0, side * (KNUCKLES / 2 + 0.0074), 0) for side in (-1, 1)
    ]  # fmt: skip
    room = cylinder_between((HINGE_X, -0.0304, HINGE_Z), (HINGE_X, 0.0304, HINGE_Z), KNUCKLE + 0.0008)
    slot = span_box(x=(FRONT - 0.0235, FRONT - 0.0125), y=(-0.012, 0.012), z=(HEIGHT - 0.014, 1))
    cuts = [disc(POT + SLACK + 0.0015, WELL - 0.002, 1), disc(POT + 0.011, HEIGHT - LEDGE, 1), slot, room]
    bosses = [
        cylinder_between((PIN_X, side * BOSS, PIN_Z), (PIN_X, side * 0.8 * BOSS, PIN_Z), 0.013) for side in (-1, 1)
    ]  # fmt: skip
    add(body, "housing", white, hull, *cheeks, *bosses, less=cuts)
    ring = stack([(FEET + 0.012, 0.0075), (FEET + 0.013, 0.0075), (FEET + 0.024, 0.0040), (FEET + 0.025, 0.0040)])
    add(body, "band", band, ring, less=[stack([(FEET, 0.014), (FEET + 0.05, 0.012)])])
    inner, outer = POT + SLACK, POT + SLACK + 0.002
    liner = [
        (inner, WELL - 0.001), (outer, WELL - 0.001), (outer, HEIGHT - LEDGE - 0.003),
        (inner, HEIGHT - LEDGE - 0.003),
    ]  # fmt: skip
    add(body, "liner", steel, LatheGeometry(liner, segments=56))
    add(body, "heater", dark, disc(0.62 * POT, WELL - 0.003, WELL + 0.003))
    for x in (-1, 1):
        for y in (-1, 1):
            spot = (SHIFT + 0.30 * x * LONG, 0.30 * y * WIDTH, FEET + 0.001)
            foot(model, body, at=spot, diameter=0.024, height=FEET + 0.001)
    bulk, place = Box((LONG, WIDTH, HEIGHT)), Origin((SHIFT, 0, 0.42 * HEIGHT))
    body.inertial = Inertial.from_geometry(bulk, mass=2.2, origin=place)
    return body


def add_pot(model: ArticulatedObject, body, steel, white):
    """Pot: a drawn bowl with a flange that hangs on the ledge, and a mark for each cup inside."""
    pot = model.part("pot")
    low, high = POT_LOW, HEIGHT - LEDGE
    curve, bend = [step * pi / 8 for step in range(5)], 0.022
    outer = [(POT - bend + bend * sin(turn), low + bend * (1 - cos(turn))) for turn in curve]
    inner = [(r - SHEET * sin(turn), z + SHEET * cos(turn)) for (r, z), turn in zip(outer, curve, strict=True)]
    flange = [(POT, high), (POT + 0.008, high), (POT + 0.008, high + SHEET), (POT - SHEET, high + SHEET)]
    section = [(0, low), *outer, *flange, *reversed(inner[::2]), (0, low + SHEET)]
    add(pot, "shell", steel, LatheGeometry(section, segments=56))
    near, far = POT - SHEET - 0.0006, POT - SHEET / 2
    for cup in range(CUPS):
        z = low + 0.030 + (high - low - 0.048) * cup / (CUPS - 1)
        edge = LatheGeometry(
            [(near, z - 0.0009), (far, z - 0.0009), (far, z + 0.0009), (near, z + 0.0009)], segments=56
        )
        piece = span_box(x=(-1, 0), y=(-0.011, 0.011), z=(0, 1))
        add(pot, f"mark_{cup}", white, boolean_intersection(piece, edge))
    model.articulation(
        "pot_lift", "prismatic", body, pot, axis=(0, 0, 1),
        motion_limits=MotionLimits(effort=30.0, velocity=0.3, lower=0.0, upper=POT_LIFT),
    )  # fmt: skip
    model.fit(pot, body, elem_child="shell", elem_parent="liner", gap=SLACK, kind="sliding")
    pot.inertial = Inertial.from_geometry(Cylinder(POT, 0.1), mass=0.45, origin=Origin((0, 0, 0.4 * HEIGHT)))


def add_lid(model: ArticulatedObject, body, white, dark, steel):
    """Lid: a dome with an inner plate, a gasket, a steam vent and the latch's tongue, hinged behind."""
    lid = model.part("lid")
    x, low = -HINGE_X, SEAM / 2  # of the pot's axis and the underside, in the lid's frame

    def put(name, material, solid, *more, less=()):
        """A visual of the lid, drawn about the pot's axis with the underside on z = 0."""
        shape = boolean_union(solid, *more) if more else solid
        shape = boolean_difference(shape, *less) if less else shape
        add(lid, name, material, shape.translate(x, 0, low))

    dome = stack([
        (0, 0.006), (0.0015, 0.0035), (0.006, 0.002), (0.018, 0.003), (0.032, 0.012), (0.044, 0.028),
        (0.052, 0.050), (LID, 0.080),
    ])  # fmt: skip
    pins = [(HINGE_X, -SEAM / 2, KNUCKLE), (BACK + 0.014, 0.0165, 0.007)]
    knuckle = side_plate(pins, KNUCKLES - 0.001)  # the bushings stand out of it
    tongue = span_box(x=(FRONT - 0.021, FRONT - 0.016), y=(-0.0095, 0.0095), z=(-0.011, 0.004))
    barb = span_box(x=(FRONT - 0.021, FRONT - 0.0140), y=(-0.0095, 0.0095), z=(-0.011, -0.008))
    put("dome", white, dome, knuckle, tongue, barb)
    put("inner_plate", steel, disc(POT - 0.016, -0.0020, 0.001))
    rim = POT - 0.004
    lip = [
        (rim - 0.010, 0.001), (rim - 0.010, -0.003), (rim - 0.006, -0.0055), (rim - 0.001, -0.0045),
        (rim, 0.001),
    ]  # fmt: skip
    put("gasket", dark, LatheGeometry(lip, segments=56))
    width = 0.010 * VENT_SLOTS + 0.012
    vent = rounded((0.042, width, 0.014), 0.006, edges="all", steps=3).translate(-0.045, 0, LID - 0.001)
    slots = [
        span_box(x=(-0.059, -0.031), y=(y - 0.0018, y + 0.0018), z=(LID + 0.0025, 1))
        for y in (0.010 * (slot - (VENT_SLOTS - 1) / 2) for slot in range(VENT_SLOTS))
    ]
    put("vent", dark, vent, less=slots)
    hinge(
        model, body, lid, at=(HINGE_X, 0, HINGE_Z), axis=(0, -1, 0), length=KNUCKLES, kind="concealed",
        pin_diameter=0.005, thickness=0.0014, lower=0.0, upper=LID_OPEN, positive="up", positive_elem="vent",
        name="lid_hinge",
    )  # fmt: skip
    bulk, place = Box((LONG, WIDTH, LID)), Origin((x + SHIFT, 0, 0.4 * LID))
    lid.inertial = Inertial.from_geometry(bulk, mass=0.75, origin=place)


def add_handle(model: ArticulatedObject, body, dark, steel):
    """Carry handle: a bail that lies around the back and swings up over the lid."""
    bail = model.part("carry_handle")
    bow = [(-0.014, -EYE, 0), (-REACH, -EYE, 0), (-REACH, EYE, 0), (-0.014, EYE, 0)]
    eyes = [side_plate([(0, 0, 0.0095), (-0.020, 0, 0.005)], 0.008).translate(0, y, 0) for y in (-EYE, EYE)]
    bore = cylinder_between((0, -1, 0), (0, 1, 0), PIN + 0.0003, segments=24)
    add(bail, "bow", dark, bent_tube(bow, 0.005, 0.035, segments=12), *eyes, less=[bore])
    grip = cylinder_between((-REACH, -0.052, 0), (-REACH, 0.052, 0), 0.0080, segments=20)
    add(bail, "grip", dark, grip)
    for name, side in (("right", -1), ("left", 1)):
        long, turn = EYE + 0.0050 - BOSS + 0.004, (pi / 2, 0, 0)
        pin, head = (
            Origin((PIN_X, side * (BOSS - 0.004 + long / 2), PIN_Z), turn),
            Origin((PIN_X, side * (EYE + 0.0055), PIN_Z), turn),
        )
        body.visual(Cylinder(PIN, long), origin=pin, material=steel, name=f"pin_{name}")
        body.visual(Cylinder(2 * PIN, 0.0020), origin=head, material=steel, name=f"pin_head_{name}")
    model.articulation(
        "carry", "revolute", body, bail, origin=Origin((PIN_X, 0, PIN_Z)), axis=(0, 1, 0), positive="up",
        positive_elem="grip", motion_limits=MotionLimits(effort=5.0, velocity=2.0, lower=0.0, upper=pi / 2),
    )  # fmt: skip
    for name in ("right", "left"):
        model.fit(bail, body, elem_child="bow", elem_parent=f"pin_{name}", gap=0.0003)


def add_controls(model: ArticulatedObject, body, dark, steel, amber, green):
    """Controls: the latch button under the seam, and a panel with the selector knob, the cook lever and lamps."""
    button(
        model, body, model.part("latch_button"), at=(FRONT - 0.0006, 0, HEIGHT - 0.034), normal=(1, 0, 0),
        diameter=0.017, travel=PRESS, name="latch", material=steel,
    )  # fmt: skip
    panel = rounded((0.014, 0.118, 0.058), 0.012, edges="x", steps=4).translate(FACE - 0.007, 0, PANEL_Z)
    add(body, "panel", dark, panel)
    knob(
        model, body, model.part("selector"), at=(FACE, -0.024, PANEL_Z), normal=(1, 0, 0), zero=(0, 0, 1),
        diameter=0.036, height=0.015, endless=True, flutes=12, marks=9, name="select",
    )  # fmt: skip
    handle = model.part("cook_lever")
    made = lever(
        model, body, handle, at=(FACE, 0.032, PANEL_Z + 0.004), axis=(0, 1, 0), normal=(1, 0, 0), length=0.014,
        diameter=0.005, lower=0.0, upper=0.5, grip=False, positive="down", name="cook", material=steel,
    )  # fmt: skip
    paddle = rounded((0.012, 0.020, 0.006), 0.0025, edges="all", steps=3).translate(*made.ports["grip"].xyz)
    add(handle, "paddle", dark, paddle)
    for name, y, colour in (("cook", 0.023, amber), ("warm", 0.041, green)):
        lamp = Origin((FACE, y, PANEL_Z + 0.021), (0, pi / 2, 0))
        body.visual(Cylinder(0.0026, 0.002), origin=lamp, material=colour, name=f"lamp_{name}")


def build_object_model() -> ArticulatedObject:
    """The cooker shut, its handle down."""
    model = ArticulatedObject("rice_cooker")
    white = model.material("white_plastic", rgba=(0.93, 0.92, 0.90, 1.0))
    dark = model.material("charcoal_plastic", rgba=(0.16, 0.16, 0.17, 1.0))
    steel = model.material("steel", rgba=(0.70, 0.71, 0.73, 1.0))
    band = model.material("champagne_band", rgba=(0.74, 0.63, 0.48, 1.0))
    amber = model.material("amber_lamp", rgba=(0.95, 0.55, 0.10, 1.0))
    green = model.material("green_lamp", rgba=(0.30, 0.80, 0.35, 1.0))
    body = add_body(model, white, dark, steel, band)
    add_pot(model, body, steel, dark)
    add_lid(model, body, white, dark, steel)
    add_handle(model, body, dark, steel)
    add_controls(model, body, dark, steel, amber, green)
    model.interlock("lid_hinge", requires={"latch": (0.6 * PRESS, PRESS), "carry": (0.0, 0.05)})
    model.interlock("pot_lift", requires={"lid_hinge": (0.95 * LID_OPEN, LID_OPEN)})
    model.anchor(body, to="table")
    return model


def run_tests() -> TestReport:
    """The button frees the lid, the lid frees the pot, the handle swings over a shut lid, controls move."""
    ctx = TestContext(object_model)
    low = ctx.part_world_aabb("body")[0][2]
    ctx.check("the cooker stands on the table", abs(low) < 1e-4, f"lowest point {low:.5f} m")
    ctx.expect_contact("pot", "body", elem_a="shell", elem_b="housing", contact_tol=2e-5, name="the flange rests")
    ctx.expect_moves("latch_cap", "latch", "-x", min_distance=0.9 * PRESS)
    ctx.expect_overlap("lid", "body", axes="xyz", min_overlap=0.004, elem_a="dome", elem_b="housing")
    with ctx.pose(latch=PRESS):
        ctx.expect_moves("vent", "lid_hinge", "up", min_distance=0.2 * WIDTH)
    with ctx.pose(latch=PRESS, lid_hinge=LID_OPEN):
        ctx.expect_moves("pot", "pot_lift", "up", min_distance=0.9 * POT_LIFT)
        ctx.expect_gap("lid", "pot", axis="z", positive_elem="gasket", max_penetration=0.08, name="lid off the pot")
    with ctx.pose(pot_lift=POT_LIFT):
        ctx.expect_within("pot", "body", axes="xy", inner_elem="shell", outer_elem="housing")
        ctx.expect_overlap("pot", "body", axes="z", min_overlap=0.03, elem_a="shell", elem_b="liner")
    ctx.expect_moves("carry_handle/grip", "carry", "up", min_distance=0.9 * REACH)
    over = ctx.clearance("carry_handle", "lid", over="carry").distance
    ctx.check("the handle swings clear of the lid", over > 0.003, f"{over * 1000:.1f} mm")
    ctx.expect_moves("select_pointer", "select", "+y")
    ctx.expect_moves("paddle", "cook", "down", min_distance=0.005)
    marks = sum(visual.name.startswith("mark_") for visual in object_model.get_part("pot").visuals)
    ctx.check("a mark for every cup", marks == CUPS, f"{marks} marks")
    return ctx.report()


object_model = build_object_model()
