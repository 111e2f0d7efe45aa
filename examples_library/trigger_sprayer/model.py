"""A trigger sprayer: the collar unscrews and lifts the head, the trigger pulls a plunger, the nozzle turns.

What it teaches: a part that rides on a screw. The head is the screw's `traveller`: it climbs with the collar
and does not turn. The plunger follows the trigger by the law of a pin in a slot.

Frame: x points where it sprays, z up; the origin lies on the table under the bottle.
"""

from __future__ import annotations

from math import cos, pi, tan, tau

from sdk import (
    ArticulatedObject, Box, CylinderGeometry, ExtrudeGeometry, Inertial, LatheGeometry, MotionLimits, Origin,
    TestContext, TestReport, array_polar, bent_tube, boolean_difference, boolean_union, cylinder_between,
    hull_plate, mesh_from_geometry, pin_joint, rounded, screw, span_box, spin,
)  # fmt: skip

# What a customer chooses.
RADIUS = 0.036  # of the bottle
HEIGHT = 0.150  # of the bottle up to its neck
TURNS = 2.0  # to take the collar off

# Neck and collar, a 28 mm closure; heights above the collar's lower edge.
WALL, MOUTH, THREAD = (0.0015, 0.0090, 0.0132)  # the wall, and the radii of the mouth and over the thread's crests
PITCH, NUT, COLLAR = 0.004, 0.012, 0.020
SEAT = HEIGHT + 0.005  # of the collar's lower edge, above the table
STEM, SLACK = 0.0088, 0.0003  # radius of the head where the collar holds it, and its clearance there

# The head; its frame stands at the collar's lower edge.
PUMP_Z, PIVOT = 0.0355, (0.034, 0.049)  # the plunger's axis; x and z of the trigger's pin
SLOT, PULL = PIVOT[1] - PUMP_Z, 0.42  # from the trigger's pin down to the plunger's; radians
STROKE = SLOT * tan(PULL)
PLUNGER, ROD = 0.0055, 0.0035  # radii of its seal and of its rod
CHEEK_IN, CHEEK_OUT = 0.0042, 0.0066  # y of the trigger's cheeks

# What stands for each part in dynamics: kilograms (the bottle empty), and the size and middle of a box in its frame.
BULK = {
    "bottle": (9.0 * RADIUS * HEIGHT, (1.9 * RADIUS, 1.9 * RADIUS, HEIGHT), (0, 0, HEIGHT / 2)),
    "head": (0.024, (0.075, 0.025, 0.050), (0.006, 0, 0.048)),
    "collar": (0.007, (0.036, 0.036, COLLAR), (0, 0, COLLAR / 2)),
    "trigger": (0.0028, (0.020, 0.013, 0.045), (0.007, 0, -0.021)),
    "plunger": (0.0015, (0.028, 0.009, 0.009), (-0.012, 0, 0)),
    "nozzle": (0.0034, (0.012, 0.018, 0.018), (0.007, 0, 0)),
}


def add(part, name, material, *solids, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    whole = boolean_union(*solids) if len(solids) > 1 else solids[0]
    shape = boolean_difference(whole, *less) if less else whole
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def side_view(outline, low: float, high: float):
    """A body with its outline given in (x, z), from y = low to y = high."""
    return ExtrudeGeometry.from_z0(outline, high - low).rotate_x(pi / 2).translate(0, high, 0)


def side_plate(points, thickness: float, y: float):
    """A plate around points given in (x, z), its middle at `y`."""
    return hull_plate(points, thickness).rotate_x(pi / 2).translate(0, y, 0)


def add_bottle(model: ArticulatedObject, clear):
    """Bottle: a blown shell with a waist for the hand, open at the neck."""
    bottle = model.part("bottle")
    low, shoulder, waist = 0.006, HEIGHT - 0.75 * RADIUS, 0.62 * HEIGHT
    wall = [
        (RADIUS - low, 0), (RADIUS, low), (RADIUS, 0.45 * HEIGHT), (0.86 * RADIUS, waist),
        (0.90 * RADIUS, shoulder), (0.75 * RADIUS, HEIGHT - 0.014),
    ]  # fmt: skip
    inner = [(radius - WALL, max(z, 0.002)) for radius, z in wall] + [(MOUTH, HEIGHT - 0.004)]
    neck = [
        (MOUTH + 0.0025, HEIGHT - 0.004), (MOUTH + 0.0025, HEIGHT), (THREAD + 0.002, HEIGHT + 0.001),
        (THREAD + 0.002, HEIGHT + 0.003), (MOUTH + 0.0018, SEAT), (MOUTH, SEAT),
    ]  # fmt: skip
    dent = (RADIUS - low - 0.008, 0.0015)
    profile = [(0, 0.0015), dent, *wall, *neck, *reversed(inner), (0, 0.0035)]
    add(bottle, "shell", clear, LatheGeometry(profile, segments=48))
    return bottle


def add_head(model: ArticulatedObject, white, grey):
    """Head: shroud with stem, pump barrel, trigger lugs and the dip tube."""
    head = model.part("head")
    outline = [
        (-0.015, 0.0215), (0.013, 0.0215), (0.014, 0.030), (-0.002, 0.034), (-0.002, 0.050), (0.008, 0.0545),
        (0.046, 0.0565), (0.048, 0.060), (0.048, 0.070), (0.044, 0.074), (-0.016, 0.076), (-0.032, 0.071),
        (-0.038, 0.062), (-0.034, 0.052), (-0.022, 0.036),
    ]  # fmt: skip
    shroud = side_view(outline, -0.0125, 0.0125)
    stem = [(0, 0.0128), (0.0118, 0.0128), (0.0118, 0.0160), (STEM, 0.0160), (STEM, 0.0225), (0, 0.0225)]
    barrel = cylinder_between((-0.006, 0, PUMP_Z), (0.018, 0, PUMP_Z), PLUNGER + 0.0022, segments=48)
    bore = cylinder_between((-0.010, 0, PUMP_Z), (1, 0, PUMP_Z), PLUNGER + SLACK, segments=48)
    line = [(*PIVOT, 0.0045), (PIVOT[0] - 0.008, 0.0580), (PIVOT[0] + 0.008, 0.0580)]
    lugs = [side_plate(line, 0.0030, side * (CHEEK_OUT + 0.0020)) for side in (-1, 1)]
    add(head, "shroud", white, shroud, LatheGeometry(stem, segments=48), barrel, *lugs, less=[bore])
    line = [(0, 0, 0.0135), (0, 0, -0.35 * HEIGHT), (-0.35 * RADIUS, 0, 0.012 - SEAT)]
    add(head, "dip_tube", grey, bent_tube(line, 0.0026, 0.03, wall=0.0007))
    return head


def add_collar(model: ArticulatedObject, bottle, head, red, clear):
    """Collar: a ribbed cap around the thread, with a flange that holds the head down."""
    collar, outer = model.part("collar"), THREAD + 0.0062
    skirt = [
        (outer - 0.0020, 0), (outer, 0), (outer, COLLAR - 0.002), (outer - 0.002, COLLAR),
        (STEM + SLACK, COLLAR), (STEM + SLACK, COLLAR - 0.0035), (outer - 0.0020, COLLAR - 0.0035),
    ]  # fmt: skip
    rib = CylinderGeometry(0.0007, COLLAR - 0.004, radial_segments=6).translate(outer, 0, COLLAR / 2 - 0.001)
    add(collar, "skirt", red, LatheGeometry(skirt, segments=64), array_polar(rib, 32))
    made = screw(
        model, bottle, collar, at=(0, 0, SEAT), axis=(0, 0, 1), pitch=PITCH, turns=TURNS, radius=THREAD,
        nut_height=NUT, nut_wall=0.0045, hole=MOUTH, traveller=head, name="collar_turn", material=red,
    )  # fmt: skip
    made.pieces["thread"].material = clear
    model.fit(collar, head, elem_child="skirt", elem_parent="shroud", gap=SLACK)


def add_trigger(model: ArticulatedObject, head, red, grey, steel):
    """Trigger on its pin, and the plunger whose cross pin runs in the slots of the trigger's cheeks."""
    trigger, plunger = model.part("trigger"), model.part("plunger")
    slot = [(0, -SLOT + 0.0005, 0.0018), (0, -SLOT / cos(PULL) - 0.0005, 0.0018)]
    finger = [(0.0040, -0.010), (0.0075, -0.010), (0.0100, -0.020), (0.0125, -0.030), (0.0185, -0.044),
              (0.0165, -0.0455), (0.0095, -0.034), (0.0065, -0.024)]  # fmt: skip
    body = side_view(finger, -CHEEK_OUT, CHEEK_OUT)
    line = [(0, 0, 0.0042), (0.0005, -SLOT - 0.002, 0.0042), (0.0070, -0.024, 0.0020)]
    middle = (CHEEK_IN + CHEEK_OUT) / 2
    cheeks = [side_plate(line, CHEEK_OUT - CHEEK_IN, y) for y in (-middle, middle)]
    between = span_box(x=(-0.01, 0.0038), y=(-CHEEK_IN, CHEEK_IN), z=(-0.03, 0.01))
    add(trigger, "lever", red, body, *cheeks, less=[side_plate(slot, 1.0, 0.0), between])
    pin_joint(
        model, head, trigger, at=(PIVOT[0], 0, PIVOT[1]), axis=(0, 1, 0), diameter=0.003, style="rivet",
        width=2 * CHEEK_OUT + 0.007, lower=0.0, upper=PULL, name="trigger_pull", material=steel,
    )  # fmt: skip
    rod = cylinder_between((-0.020, 0, 0), (0.0030, 0, 0), ROD, segments=32)
    seal = cylinder_between((-0.026, 0, 0), (-0.020, 0, 0), PLUNGER, segments=48)
    pin = cylinder_between((0, -CHEEK_OUT, 0), (0, CHEEK_OUT, 0), 0.0015)
    add(plunger, "piston", grey, rod, seal, pin)
    model.articulation(
        "pump", "prismatic", head, plunger, origin=Origin((PIVOT[0], 0, PUMP_Z)), axis=(-1, 0, 0),
        motion_limits=MotionLimits(effort=20.0, velocity=0.2, lower=0.0, upper=STROKE),
    )  # fmt: skip
    model.couple("pump", "trigger_pull", law=lambda angle: SLOT * tan(angle))
    model.fit(plunger, head, elem_child="piston", elem_parent="shroud", gap=SLACK, kind="sliding")


def add_nozzle(model: ArticulatedObject, head, red, white):
    """Nozzle: a square knob with marks on a spigot, off at rest, spray and stream to either side."""
    nozzle = model.part("nozzle")
    cap = rounded((0.011, 0.019, 0.019), 0.0035, edges="x").translate(0.0075, 0, 0)
    cup = cylinder_between((0.0095, 0, 0), (0.0140, 0, 0), 0.0055)
    add(nozzle, "cap", red, cap, less=[cup])
    for name, (y, z) in {"spray": (0.0075, 0), "stream": (-0.0075, 0), "off": (0, 0.0075)}.items():
        mark = span_box(x=(0.0128, 0.0134), y=(y - 0.001, y + 0.001), z=(z - 0.001, z + 0.001))
        add(nozzle, f"mark_{name}", white, mark)
    spin(
        model, head, nozzle, at=(0.048, 0, 0.065), axis=(1, 0, 0), diameter=0.0055, length=0.008,
        flange=0.014, lower=-pi / 2, upper=pi / 2, name="nozzle_turn", material=white,
    )  # fmt: skip


def build_object_model() -> ArticulatedObject:
    """The sprayer closed and at rest."""
    model = ArticulatedObject("trigger_sprayer")
    clear = model.material("milky_bottle", rgba=(0.80, 0.88, 0.92, 1.0))
    white = model.material("white_plastic", rgba=(0.94, 0.94, 0.92, 1.0))
    red = model.material("red_plastic", rgba=(0.78, 0.13, 0.12, 1.0))
    grey = model.material("grey_plastic", rgba=(0.62, 0.64, 0.66, 1.0))
    steel = model.material("steel_pin", rgba=(0.66, 0.67, 0.69, 1.0))
    bottle, head = add_bottle(model, clear), add_head(model, white, grey)
    add_collar(model, bottle, head, red, clear)
    add_trigger(model, head, red, grey, steel)
    add_nozzle(model, head, red, white)
    for part, (mass, size, middle) in BULK.items():
        model.get_part(part).inertial = Inertial.from_geometry(Box(size), mass=mass, origin=Origin(middle))
    model.anchor(bottle, to="table")
    return model


def run_tests() -> TestReport:
    """The collar climbs by its pitch, the trigger pulls and clears it, the nozzle turns."""
    ctx = TestContext(object_model)
    low = ctx.part_world_aabb("bottle")[0][2]
    ctx.check("the bottle stands on the table", abs(low) < 1e-4, f"lowest point {low:.5f} m")
    ctx.expect_moves("head", "collar_turn", "up", min_distance=0.9 * TURNS * PITCH)
    ctx.expect_moves("lever", "trigger_pull", "-x", min_distance=0.005)
    ctx.expect_moves("plunger", "trigger_pull", "-x", min_distance=0.9 * STROKE)
    ctx.expect_moves("mark_off", "nozzle_turn", (0, -1, 0), min_distance=0.003)
    ctx.expect_within("head", "bottle", axes="xy", inner_elem="dip_tube", outer_elem="shell")
    start = ctx.part_world_position("collar")
    with ctx.pose(collar_turn=tau):
        risen = ctx.part_world_position("collar")[2] - start[2]
        ctx.check("one turn climbs one pitch", abs(risen - PITCH) < 1e-5, f"risen {risen * 1000:.3f} mm")
    with ctx.pose(trigger_pull=PULL):
        lever = {"positive_elem": "lever", "negative_elem": "skirt"}
        ctx.expect_gap("trigger", "collar", axis="x", min_gap=0.001, name="it clears the collar", **lever)
        ctx.expect_within("plunger", "head", axes="yz", inner_elem="piston", outer_elem="shroud")
    with ctx.pose(collar_turn=tau * TURNS):
        gap = {"positive_elem": "collar_turn_travel_nut", "negative_elem": "shell"}
        least = TURNS * PITCH - 0.001
        ctx.expect_gap("collar", "bottle", axis="z", min_gap=least, name="it is off its seat", **gap)
    return ctx.report()


object_model = build_object_model()
