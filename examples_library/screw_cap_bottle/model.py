"""A screw-cap bottle: a blown bottle with a real thread, a ribbed cap that climbs as it turns, a tamper ring.

What it teaches: `screw` for a closure. One call makes both threads, the turn and the climb that follows it; the
cap is drawn around them, with a plug that seals the mouth, and the ring that stays behind turns on its own.

Frame: z up along the bottle; the origin lies on the table under its middle.
"""

from __future__ import annotations

from math import cos, pi, sin, tau

from sdk import (
    ArticulatedObject, Box, ExtrudeWithHolesGeometry, Inertial, LatheGeometry, MotionLimits, Origin,
    TestContext, TestReport, array_polar, boolean_difference, boolean_union, mesh_from_geometry, screw, span_box,
)  # fmt: skip

# What a customer chooses.
RADIUS = 0.033  # of the body
HEIGHT = 0.205  # of the bottle without its cap
TURNS = 1.5  # that take the cap off
GROOVES = 5  # around the lower half, for the hand
RIBS = 36  # around the cap
FILLING = 0.80  # share of the body, up to its shoulder, that the water fills

# Neck and thread of a 28 mm closure.
WALL, MOUTH, THREAD, PITCH = (0.0013, 0.0100, 0.0134, 0.004)  # the wall, the radii of mouth and crests, the pitch
NUT = 0.012  # height of the cap's thread; a whole number of pitches
ROD = max(NUT, TURNS * PITCH + 0.0045)  # the neck's thread: some of it stays in the cap
SEAT = HEIGHT - ROD  # of the cap's lower edge, above the table
BEAD = SEAT - 0.0105  # underside of the neck's support bead
NECK, SLACK = THREAD - 0.0004, 0.0005  # radius under the thread; clearance of the tamper ring
OUTER, RIB = THREAD + 0.0034, 0.0006  # radius of the cap, and how far its ribs stand out

# The body.
SHOULDER = BEAD - 0.004 - 1.15 * RADIUS  # where it begins to narrow
WAIST = 0.50 * SHOULDER  # above the grooves, where the label begins
FOOT, DENT, GROOVE = 0.007, 0.0030, 0.0014  # the bottom's rounding and dent, depth of a groove
SEGMENTS = 48
LEVEL = max(FILLING * SHOULDER, WAIST + 0.006)  # of the water
WATER = pi * (RADIUS - 0.0030) ** 2  # its section

# What stands for each part in dynamics: kilograms, and the size and middle of a box in the part's frame.
BULK = {
    "bottle": (0.024 + 1000 * WATER * LEVEL, (1.8 * RADIUS, 1.8 * RADIUS, LEVEL), (0, 0, LEVEL / 2)),
    "cap": (0.0060, (0.034, 0.034, ROD), (0, 0, ROD / 2)),
    "tamper_ring": (0.0018, (0.034, 0.034, 0.006), (0, 0, 0.0035)),
}


def add(part, name, material, solid, *more, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    shape = boolean_union(solid, *more) if more else solid
    shape = boolean_difference(shape, *less) if less else shape
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def arc(low: float, high: float):
    """The shoulder's line: a quarter of an ellipse from the body at `low` up to the neck at `high`."""
    turns = [step * pi / 12 for step in range(7)]
    return [(NECK + (RADIUS - NECK) * cos(turn), low + (high - low) * sin(turn)) for turn in turns]


def add_bottle(model: ArticulatedObject, clear, water, blue, white):
    """Bottle: a hollow shell with grooves, a shoulder and a support bead; its label, and the water."""
    bottle = model.part("bottle")
    rows, first, last = [], 0.020, WAIST - 0.012
    for groove in range(GROOVES):
        z = first + (last - first) * groove / (GROOVES - 1)
        rows += [(RADIUS, z - 0.0035), (RADIUS - GROOVE, z), (RADIUS, z + 0.0035)]
    panel, bead, top = RADIUS - 0.0008, THREAD + 0.0034, BEAD - 0.004
    outside = [
        (0, DENT), (0.55 * RADIUS, 0.6 * DENT), (RADIUS - FOOT, 0), (RADIUS - 0.3 * FOOT, 0.3 * FOOT),
        (RADIUS, FOOT), *rows, (RADIUS, WAIST), (panel, WAIST + 0.001), (panel, SHOULDER - 0.005),
        (RADIUS, SHOULDER - 0.004), *arc(SHOULDER, top), (NECK, BEAD), (bead, BEAD + 0.0006),
        (bead, BEAD + 0.0022), (NECK, BEAD + 0.0028), (NECK, SEAT - 0.0003), (MOUTH + 0.0008, SEAT + 0.001),
    ]  # fmt: skip
    floor = [
        (RADIUS - GROOVE - WALL, WAIST - 0.006), (RADIUS - GROOVE - WALL, FOOT + 0.002),
        (RADIUS - FOOT - 0.001, WALL + 0.0005), (0.55 * RADIUS, 0.6 * DENT + WALL), (0, DENT + WALL),
    ]  # fmt: skip
    narrow = [(max(r - WALL - 0.0008, MOUTH), z - 0.4 * WALL) for r, z in reversed(arc(SHOULDER, top))]
    inside = [(MOUTH, SEAT + 0.001), (MOUTH, top), *narrow, (panel - WALL, WAIST + 0.004), *floor]
    add(bottle, "shell", clear, LatheGeometry([*outside, *inside], segments=SEGMENTS))
    fill = [(0, LEVEL), (panel - WALL + 0.0002, LEVEL), (panel - WALL + 0.0002, WAIST + 0.004), *floor]
    add(bottle, "water", water, LatheGeometry(fill, segments=SEGMENTS))
    low, high = WAIST + 0.003, SHOULDER - 0.007
    for name, colour, a, b, out in (
        ("label", blue, low, high, 0.0002), ("stripe_low", white, low + 0.003, low + 0.008, 0.0005),
        ("stripe_high", white, high - 0.006, high - 0.003, 0.0005),
    ):  # fmt: skip
        band = [(panel - 0.0004, a), (panel + out, a), (panel + out, b), (panel - 0.0004, b)]
        add(bottle, name, colour, LatheGeometry(band, segments=SEGMENTS))
    return bottle


def add_cap(model: ArticulatedObject, bottle, clear, blue, white):
    """Cap: a ribbed skirt and a lid around the thread, with a plug that seals the mouth and a mark."""
    cap = model.part("cap")
    made = screw(
        model, bottle, cap, at=(0, 0, SEAT), axis=(0, 0, 1), pitch=PITCH, turns=TURNS, radius=THREAD,
        nut_height=NUT, nut_wall=0.0024, hole=MOUTH, name="cap_turn", material=blue,
    )  # fmt: skip
    made.pieces["thread"].material = clear
    ceiling, top, bore = ROD + 0.0006, ROD + 0.0026, OUTER - 0.0016
    wave = [
        ((OUTER + out) * cos(tau * (rib + at) / RIBS), (OUTER + out) * sin(tau * (rib + at) / RIBS))
        for rib in range(RIBS) for at, out in ((0.0, RIB), (0.30, RIB), (0.45, 0.0), (0.85, 0.0))
    ]  # fmt: skip
    round_ = [(bore * cos(tau * k / SEGMENTS), bore * sin(tau * k / SEGMENTS)) for k in range(SEGMENTS)]
    skirt = ExtrudeWithHolesGeometry(wave, [round_], top - 0.0018, center=False).translate(0, 0, 0.0003)
    edge = OUTER + RIB
    lid = [
        (0, ceiling), (bore + 0.0004, ceiling), (bore + 0.0004, top - 0.002), (edge, top - 0.002),
        (edge, top - 0.0008), (edge - 0.001, top), (0, top),
    ]  # fmt: skip
    seal = MOUTH - 0.0005
    plug = [(seal - 0.0013, ROD - 0.003), (seal - 0.0003, ROD - 0.003), (seal, ROD - 0.0022), (seal, ceiling + 0.0004),
            (seal - 0.0013, ceiling + 0.0004)]  # fmt: skip
    add(
        cap, "shell", blue, skirt, LatheGeometry(lid, segments=SEGMENTS),
        LatheGeometry(plug, segments=SEGMENTS),
    )  # fmt: skip
    arrow = span_box(x=(0.45 * OUTER, 0.85 * OUTER), y=(-0.0008, 0.0008), z=(top - 0.0004, top + 0.0003))
    add(cap, "mark", white, arrow)


def add_ring(model: ArticulatedObject, bottle, blue):
    """Tamper ring: what tears off the cap and stays on the neck, free to turn above the bead."""
    ring = model.part("tamper_ring")
    low, high, bore = BEAD + 0.0032, SEAT - 0.0003, NECK + SLACK
    wall = [(bore, low), (OUTER - 0.0006, low), (OUTER, low + 0.001), (OUTER, high), (bore, high)]
    band = LatheGeometry([(r, z - low) for r, z in wall], segments=SEGMENTS)
    bridges = array_polar(span_box(x=(OUTER - 0.0014, OUTER + 0.0004), y=(-0.0005, 0.0005), z=(0.0005, 0.0056)), 8)
    add(ring, "band", blue, band, bridges)
    model.articulation(
        "ring_turn", "continuous", bottle, ring, origin=Origin((0, 0, low)), axis=(0, 0, 1),
        motion_limits=MotionLimits(effort=1.0, velocity=6.0),
    )  # fmt: skip
    model.fit(ring, bottle, elem_child="band", elem_parent="shell", gap=SLACK)


def build_object_model() -> ArticulatedObject:
    """The bottle, closed and filled."""
    model = ArticulatedObject("screw_cap_bottle")
    clear = model.material("clear_plastic", rgba=(0.80, 0.90, 0.95, 0.40))
    water = model.material("water", rgba=(0.45, 0.70, 0.88, 0.55))
    blue = model.material("blue_plastic", rgba=(0.10, 0.32, 0.68, 1.0))
    white = model.material("white_print", rgba=(0.96, 0.96, 0.97, 1.0))
    bottle = add_bottle(model, clear, water, blue, white)
    add_cap(model, bottle, clear, blue, white)
    add_ring(model, bottle, blue)
    for part, (mass, size, middle) in BULK.items():
        model.get_part(part).inertial = Inertial.from_geometry(Box(size), mass=mass, origin=Origin(middle))
    model.anchor(bottle, to="table")
    return model


def run_tests() -> TestReport:
    """One turn climbs one pitch, the cap comes off its plug, the ring stays, the bottle holds water."""
    ctx = TestContext(object_model)
    low, high = (corner[2] for corner in ctx.part_world_aabb("bottle"))
    ctx.check("the bottle stands on the table", abs(low) < 1e-4, f"lowest point {low:.5f} m")
    ctx.check("it is as tall as chosen", abs(high - HEIGHT) < 5e-4, f"highest point {high:.4f} m")
    ctx.expect_moves("cap", "cap_turn", "up", min_distance=0.9 * TURNS * PITCH)
    start = ctx.part_world_position("cap")
    with ctx.pose(cap_turn=tau):
        risen = ctx.part_world_position("cap")[2] - start[2]
        ctx.check("one turn climbs one pitch", abs(risen - PITCH) < 1e-5, f"risen {risen * 1000:.3f} mm")
    mouth = {"inner_elem": "shell", "outer_elem": "shell"}
    ctx.expect_within("cap", "bottle", axes="xy", margin=0.0, name="the cap is no wider", **mouth)
    ctx.expect_overlap(
        "cap", "bottle", axes="z", min_overlap=0.8 * NUT, elem_a="shell", elem_b="cap_turn_travel_thread"
    )
    with ctx.pose(cap_turn=tau * TURNS):
        gap = {"positive_elem": "shell", "negative_elem": "band"}
        ctx.expect_gap("cap", "tamper_ring", axis="z", min_gap=TURNS * PITCH - 1e-3, name="the ring stays", **gap)
    gap = {"positive_elem": "shell", "negative_elem": "band"}
    ctx.expect_gap("cap", "tamper_ring", axis="z", min_gap=3e-4, max_gap=2e-3, name="torn off", **gap)
    ctx.expect_within("bottle", "bottle", axes="xy", inner_elem="water", outer_elem="shell", margin=-WALL / 2)
    ctx.expect_moves("mark", "cap_turn", "+y")
    return ctx.report()


object_model = build_object_model()
