"""A lotion pump bottle: a head that turns and is pressed, a lock ring that frees it, a collar that unscrews.

What it teaches: parts that ride on each other. The collar's screw lifts the pump as its `traveller`, the stem
slides in the pump, the head turns on the stem; an `interlock` holds the stem until the ring is turned.

Frame: x points where the spout does, the bottle is wide along y, z up; the origin lies on the table under it.
"""

from __future__ import annotations

from math import cos, pi, sin, tau

from sdk import (
    ArticulatedObject, Box, ExtrudeWithHolesGeometry, Inertial, LatheGeometry, LoftGeometry, MotionLimits,
    Origin, TestContext, TestReport, bent_tube, boolean_difference, boolean_intersection, boolean_union,
    cylinder_between, hull_plate, mesh_from_geometry, resample_side_sections, screw, span_box,
    superellipse_profile, superellipse_side_loft, text_relief,
)  # fmt: skip

# What a customer chooses.
WIDTH = 0.070  # of the bottle, along y
DEPTH = 0.048  # of the bottle, along x
HEIGHT = 0.140  # of the bottle up to its neck
STROKE = 0.011  # of the pump
SPOUT = 0.038  # from the axis to the spout's end
RIBS = 28  # around the collar

# Neck and collar, a 28 mm closure; heights above the collar's lower edge.
WALL, MOUTH, THREAD, PITCH, TURNS = 0.0016, 0.0090, 0.0132, 0.004, 1.5
SEAT, NECK = (HEIGHT + 0.004, THREAD - 0.0004)  # the collar's lower edge above the table; radius under the thread
NUT, COLLAR, OUTER = 0.012, 0.020, THREAD + 0.0046
STEM, SLACK = 0.0088, 0.0003  # radius of the pump where collar and ring hold it, clearance of what moves

# The pump above the collar: the lock ring, the lip that holds it, and the piston's rod.
RING, RING_HEIGHT, UNLOCK = COLLAR + 0.0006, 0.0060, pi / 2
LIP = RING + RING_HEIGHT + 0.0004
TOP = LIP + 0.0024  # of the pump
ROD, ROD_LOW = 0.0044, -0.004  # radius of the rod, its lower end
SHOULDER = TOP + STROKE + 0.0010  # where the head sits on the rod
SEGMENTS = 48


def add(part, name, material, solid, *more, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    shape = boolean_union(solid, *more) if more else solid
    shape = boolean_difference(shape, *less) if less else shape
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def hull(grow: float):
    """The bottle's outside grown by a distance, from its foot to the neck: rounded, then round."""
    rows = [
        (0.0, -0.0060, 2.8), (0.0018, -0.0020, 2.8), (0.0060, 0.0, 2.8), (0.70 * HEIGHT, 0.0, 2.8),
    ]  # fmt: skip
    loops = [superellipse_rows(z, WIDTH + 2 * inset, DEPTH + 2 * inset, power, grow) for z, inset, power in rows]
    for step in range(1, 7):  # the shoulder: a quarter of an ellipse to the neck
        turn = step * pi / 12
        share, z = cos(turn), 0.70 * HEIGHT + (0.30 * HEIGHT - 0.004) * sin(turn)
        wide, deep = (2 * NECK + share * (size - 2 * NECK) for size in (WIDTH, DEPTH))
        loops.append(superellipse_rows(z, wide, deep, 2.0 + 0.8 * share, grow))
    return LoftGeometry(loops)


def superellipse_rows(z: float, wide: float, deep: float, power: float, grow: float):
    """One loop of the bottle at a height, wide along y."""
    loop = superellipse_profile(deep + 2 * grow, wide + 2 * grow, power, segments=SEGMENTS)
    return [(x, y, z) for x, y in loop]


def wave(radius: float, rise: float, count: int):
    """The outline of a ribbed ring: as many ribs as asked for, which rise over a circle."""
    corners = ((0.0, rise), (0.30, rise), (0.45, 0.0), (0.85, 0.0))
    return [
        ((radius + out) * cos(tau * (rib + at) / count), (radius + out) * sin(tau * (rib + at) / count))
        for rib in range(count) for at, out in corners
    ]  # fmt: skip


def circle(radius: float):
    """The outline of a round hole."""
    return [(radius * cos(tau * k / SEGMENTS), radius * sin(tau * k / SEGMENTS)) for k in range(SEGMENTS)]


def add_bottle(model: ArticulatedObject, cream, green):
    """Bottle: a hollow shell with rounded shoulders and an open neck, and a print on its front."""
    bottle = model.part("bottle")
    inside = hull(-WALL)
    floor = span_box(x=(-1, 1), y=(-1, 1), z=(-1, 0.0022))
    neck = [
        (MOUTH, HEIGHT - 0.008), (NECK, HEIGHT - 0.008), (NECK, SEAT - 0.0003), (MOUTH + 0.0008, SEAT + 0.001),
        (MOUTH, SEAT + 0.001),
    ]  # fmt: skip
    bore = cylinder_between((0, 0, 0.7 * HEIGHT), (0, 0, 1), MOUTH, segments=SEGMENTS)
    shell = boolean_difference(hull(0), boolean_difference(inside, floor), bore)
    add(bottle, "shell", cream, shell, LatheGeometry(neck, segments=SEGMENTS))
    print_ = boolean_difference(hull(0.0004), hull(-0.0004))
    across = 0.31 * WIDTH
    for name, low, high in (("line_low", 0.20, 0.215), ("line_high", 0.585, 0.60)):
        add(
            bottle,
            name,
            green,
            boolean_intersection(print_, span_box(x=(0, 1), y=(-across, across), z=(low * HEIGHT, high * HEIGHT))),
        )
    word = text_relief("LOTION", 0.12 * WIDTH, 0.06).rotate_x(pi / 2).rotate_z(pi / 2).translate(0, 0, 0.40 * HEIGHT)
    add(bottle, "word", green, boolean_intersection(print_, word))
    bottle.inertial = Inertial.from_geometry(
        Box((DEPTH, WIDTH, HEIGHT)), mass=0.24, origin=Origin((0, 0, 0.42 * HEIGHT))
    )
    return bottle


def add_pump(model: ArticulatedObject, white, grey):
    """Pump: a flange that the collar holds down, the cylinder and dip tube below it, the lip above."""
    pump, bore = model.part("pump"), ROD + SLACK
    low = ROD_LOW - STROKE - 0.002  # the cylinder's bottom
    section = [
        (0, low - 0.003), (0.0042, low - 0.003), (0.0068, low), (0.0068, 0.0128), (0.0118, 0.0128),
        (0.0118, 0.0160), (STEM, 0.0160), (STEM, LIP), (STEM + 0.0022, LIP), (STEM + 0.0022, TOP - 0.0008),
        (STEM + 0.0014, TOP), (bore, TOP), (bore, low), (0, low),
    ]  # fmt: skip
    add(pump, "body", white, LatheGeometry(section, segments=SEGMENTS))
    line = [(0, 0, low - 0.002), (0, 0, low - 0.3 * HEIGHT), (0.25 * DEPTH, 0, 0.010 - SEAT)]
    add(pump, "dip_tube", grey, bent_tube(line, 0.0024, 0.03, wall=0.0007, segments=14))
    return pump


def add_collar(model: ArticulatedObject, bottle, pump, green, cream):
    """Collar: a ribbed nut around the neck's thread that carries the pump up as it is unscrewed."""
    collar = model.part("collar")
    skirt = ExtrudeWithHolesGeometry(wave(OUTER, 0.0007, RIBS), [circle(OUTER - 0.0020)], COLLAR - 0.004, center=False)
    edge, hold = OUTER + 0.0007, STEM + SLACK
    top = [
        (hold, COLLAR - 0.0035), (OUTER - 0.0022, COLLAR - 0.0035), (OUTER - 0.0022, COLLAR - 0.0043),
        (edge, COLLAR - 0.0043), (edge, COLLAR - 0.0015), (edge - 0.0015, COLLAR), (hold, COLLAR),
    ]  # fmt: skip
    add(collar, "skirt", green, skirt, LatheGeometry(top, segments=SEGMENTS))
    made = screw(
        model, bottle, collar, at=(0, 0, SEAT), axis=(0, 0, 1), pitch=PITCH, turns=TURNS, radius=THREAD,
        nut_height=NUT, nut_wall=0.0032, hole=MOUTH, traveller=pump, name="collar_turn", material=green,
    )  # fmt: skip
    made.pieces["thread"].material = cream
    model.fit(collar, pump, elem_child="skirt", elem_parent="body", gap=SLACK)


def add_lock(model: ArticulatedObject, pump, white, green):
    """Lock ring: turns a quarter on the pump's neck; its tab shows which way it stands."""
    ring = model.part("lock_ring")
    band = ExtrudeWithHolesGeometry(wave(0.0138, 0.0005, 24), [circle(STEM + SLACK)], RING_HEIGHT, center=False)
    tab = hull_plate([(0.010, 0, 0.0045), (0.0175, 0, 0.0020)], RING_HEIGHT - 0.001).translate(0, 0, RING_HEIGHT / 2)
    room = cylinder_between((0, 0, -1), (0, 0, 1), STEM + SLACK + 0.001, segments=SEGMENTS)
    add(ring, "band", white, band, boolean_difference(tab, room))
    mark = span_box(x=(0.0125, 0.0180), y=(-0.0007, 0.0007), z=(RING_HEIGHT - 0.0008, RING_HEIGHT - 0.0002))
    add(ring, "mark", green, mark)
    model.articulation(
        "lock", "revolute", pump, ring, origin=Origin((0, 0, RING)), axis=(0, 0, -1),
        motion_limits=MotionLimits(effort=1.0, velocity=4.0, lower=0.0, upper=UNLOCK),
    )  # fmt: skip
    model.fit(ring, pump, elem_child="band", elem_parent="body", gap=SLACK)


def add_head(model: ArticulatedObject, pump, white, grey):
    """Rod and head: the rod slides in the pump, the head with its spout turns on the rod's end."""
    rod, head = model.part("rod"), model.part("head")
    pin, high = 0.0034, SHOULDER + 0.0085
    shaft = [(0, ROD_LOW), (ROD, ROD_LOW), (ROD, SHOULDER), (pin, SHOULDER), (pin, high), (0, high)]
    add(rod, "rod", grey, LatheGeometry(shaft, segments=SEGMENTS))
    model.articulation(
        "press", "prismatic", pump, rod, axis=(0, 0, -1),
        motion_limits=MotionLimits(effort=20.0, velocity=0.2, lower=0.0, upper=STROKE),
    )  # fmt: skip
    model.fit(rod, pump, elem_child="rod", elem_parent="body", gap=SLACK, kind="sliding")
    rows = [
        (-0.0165, 0.0085, 0.0140, 0.012), (-0.0145, 0.0060, 0.0162, 0.022), (-0.0080, 0.0045, 0.0176, 0.0300),
        (0.0040, 0.0042, 0.0172, 0.0310), (0.40 * SPOUT, 0.0056, 0.0160, 0.0225),
        (0.70 * SPOUT, 0.0072, 0.0147, 0.0130), (0.90 * SPOUT, 0.0078, 0.0138, 0.0095),
        (SPOUT, 0.0086, 0.0130, 0.0068),
    ]  # fmt: skip
    top = superellipse_side_loft(resample_side_sections(rows), exponents=2.6, segments=32).rotate_z(-pi / 2)
    boss = [(0, 0.0002), (0.0084, 0.0002), (0.0098, 0.0060), (0.0098, 0.0080), (0, 0.0080)]
    x = SPOUT - 0.004
    nozzle = cylinder_between((x, 0, 0.0110), (x, 0, 0.0030), 0.0031, segments=24)
    cuts = [
        cylinder_between((0, 0, -1), (0, 0, 0.0100), pin + SLACK, segments=SEGMENTS),
        cylinder_between((x, 0, -1), (x, 0, 0.0070), 0.0017),
    ]
    add(head, "head", white, top, LatheGeometry(boss, segments=SEGMENTS), nozzle, less=cuts)
    model.articulation(
        "head_turn", "continuous", rod, head, origin=Origin((0, 0, SHOULDER)), axis=(0, 0, 1),
        motion_limits=MotionLimits(effort=1.0, velocity=4.0),
    )  # fmt: skip
    model.fit(head, rod, elem_child="head", elem_parent="rod", gap=SLACK)
    model.interlock("press", requires={"lock": (0.9 * UNLOCK, UNLOCK)})


def build_object_model() -> ArticulatedObject:
    """The bottle, closed and locked."""
    model = ArticulatedObject("pump_bottle")
    cream = model.material("cream_bottle", rgba=(0.93, 0.89, 0.80, 1.0))
    green = model.material("sage_green", rgba=(0.36, 0.50, 0.42, 1.0))
    white = model.material("white_plastic", rgba=(0.95, 0.95, 0.94, 1.0))
    grey = model.material("grey_plastic", rgba=(0.66, 0.68, 0.70, 1.0))
    bottle, pump = add_bottle(model, cream, green), add_pump(model, white, grey)
    add_collar(model, bottle, pump, green, cream)
    add_lock(model, pump, white, green)
    add_head(model, pump, white, grey)
    model.anchor(bottle, to="table")
    return model


def run_tests() -> TestReport:
    """The ring frees the pump, the head turns and goes down, the collar lifts everything off the neck."""
    ctx = TestContext(object_model)
    low = ctx.part_world_aabb("bottle")[0][2]
    ctx.check("the bottle stands on the table", abs(low) < 1e-4, f"lowest point {low:.5f} m")
    ctx.expect_moves("mark", "lock", "-y", min_distance=0.008)
    with ctx.pose(lock=UNLOCK):
        ctx.expect_moves("head", "press", "down", min_distance=0.99 * STROKE)
    with ctx.pose(lock=UNLOCK, press=STROKE):
        ends = {"positive_elem": "head", "negative_elem": "body"}
        ctx.expect_gap("head", "pump", axis="z", min_gap=0.0005, max_gap=0.002, name="it stops over the lip", **ends)
        ctx.expect_within("rod", "pump", axes="xy", inner_elem="rod", outer_elem="body")
    front = ctx.part_world_aabb("head")[1]
    ctx.check("the spout points to the front", abs(front[0] - SPOUT) < 1e-3, f"its end at x = {front[0]:.4f} m")
    with ctx.pose(head_turn=pi / 2):
        side = ctx.part_world_aabb("head")[1]
        ctx.check("the head turns", abs(side[1] - SPOUT) < 1e-3, f"its end at y = {side[1]:.4f} m")
    ctx.expect_moves("pump", "collar_turn", "up", min_distance=0.9 * TURNS * PITCH)
    start = ctx.part_world_position("collar")
    with ctx.pose(collar_turn=tau):
        risen = ctx.part_world_position("collar")[2] - start[2]
        ctx.check("one turn climbs one pitch", abs(risen - PITCH) < 1e-5, f"risen {risen * 1000:.3f} mm")
    ctx.expect_within("pump", "bottle", axes="xy", inner_elem="dip_tube", outer_elem="shell", margin=-WALL)
    foot = ctx.part_element_world_aabb("pump", elem="dip_tube")[0][2]
    ctx.check("the dip tube reaches the bottom", 0.003 < foot < 0.016, f"it ends {foot * 1000:.1f} mm up")
    return ctx.report()


object_model = build_object_model()
