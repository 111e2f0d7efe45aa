"""A drawbridge: one leaf on heavy trunnions, hung from balance beams with a counterweight, behind interlocked barriers.

What it teaches: a parallelogram closed by `close_loop`, so that beams and hangers follow the leaf; an interlock that
keeps the leaf down until the barriers are down; one barrier that follows the other.

Frame: x points across the water, z up; the origin lies on the river bed under the leaf's trunnions. Points of the
linkage are complex numbers, x + z * 1j, drawn with the bridge shut.
"""

from __future__ import annotations

from math import cos, pi

from sdk import (
    ArticulatedObject, Box, BoxGeometry, Cylinder, ExtrudeGeometry, Inertial, LatheGeometry, MotionLimits, Origin,
    TestContext, TestReport, boolean_difference, boolean_union, cylinder_between, hollow, hull_plate,
    mesh_from_geometry, rounded, span_box, spin,
)  # fmt: skip

# What a customer chooses.
SPAN = 11.0  # from the trunnions to the leaf's nose
WIDTH = 4.6  # of the roadway
TOWER = 5.4  # height of the balance beams' pivots above the road
OPENING = 1.30  # angle of the raised leaf
POSTS = 9  # of each railing

# Levels and places.
ROAD, WATER = 2.8, 1.1  # z of the road and of the water
HALF = WIDTH / 2
BANK = HALF + 2.9  # half width of the abutments
NEAR_END, FAR_END = -0.78 * TOWER - 3.6, SPAN + 4.2
GIRDER, DECK = 0.45, 0.10  # depth of the main girders and of the planks
ROUND, SLACK = 24, 0.0004  # facets of pins and bores; clearance
SIDES = ((1, "left"), (-1, "right"))

# The parallelogram: trunnion, pivot of the beams, and the same step along leaf and beam to the hangers.
TRUNNION = (ROAD - 0.15) * 1j
PIVOT = -0.60 + (ROAD + TOWER) * 1j
STEP = 0.76 * SPAN
TAIL = 0.78 * TOWER  # of the beams, to the counterweight's middle
LUG, TIP = TRUNNION + STEP, PIVOT + STEP

# Planes along y, from the roadway's edge outward: bearing and tower, beam, hanger.
BEARING, BEAM, HANGER = (0.04, 0.42), (0.46, 0.70), (0.74, 0.80)

# Barriers: up at rest, down across the road.
BARRIERS = {"near": PIVOT.real - TAIL - 1.3, "far": SPAN + 2.2}  # x
BARRIER_Y, BARRIER_HIGH, DOWN = -HALF - 1.35, 0.95, pi / 2

FRAME = {"abutments": 0j, "leaf": TRUNNION, "balance_beam": PIVOT, "hanger_left": TIP, "hanger_right": TIP}


def add(part, name, material, first, *more, less=()):
    """A visual of these solids in one, without those of `less`, all drawn where they are with the bridge shut."""
    shape = boolean_union(first, *more) if more else first
    shape = boolean_difference(shape, *less) if less else shape
    place = FRAME[part.name]
    shape.translate(-place.real, 0, -place.imag)
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def seen(part, point, y: float = 0.0):
    """A point of the linkage in the part's frame."""
    place = point - FRAME[part.name]
    return (place.real, y, place.imag)


def across(planes, side: int):
    """(low, high) along y of two planes counted from the roadway's edge."""
    return sorted(side * (HALF + plane) for plane in planes)


def bore(point, radius: float):
    """What to take away for a pin along y to turn in."""
    wide = (radius + SLACK) / cos(pi / ROUND)
    ring = LatheGeometry([(0, -9), (wide, -9), (wide, 9), (0, 9)], segments=ROUND)
    return ring.rotate_x(pi / 2).translate(point.real, 0, point.imag)


def pin(part, name: str, point, planes, side: int, radius: float, material):
    """A pin along y with a cap on its outer end, which holds what lies between two planes."""
    low, high = HALF + planes[0], HALF + planes[1] + SLACK
    cap = 1.7 * radius
    line = [(0, low), (radius, low), (radius, high), (cap, high), (cap, high + 0.04), (0, high + 0.06)]
    shape = LatheGeometry(line, segments=ROUND).rotate_x(-pi / 2)
    shape = shape if side > 0 else shape.rotate_x(pi)
    return add(part, name, material, shape.translate(point.real, 0, point.imag))


def bar(corners, planes, side: int):
    """A plate around corners (point, radius) between two planes."""
    low, high = across(planes, side)
    outline = hull_plate([(point.real, point.imag, radius) for point, radius in corners], high - low)
    return outline.rotate_x(pi / 2).translate(0, (low + high) / 2, 0)


def mass(part, kilograms: float, size, middle):
    """Sets the part's inertia to that of a box, whose middle is given as drawn."""
    place = FRAME[part.name]
    origin = Origin((middle[0] - place.real, middle[1], middle[2] - place.imag))
    part.inertial = Inertial.from_geometry(Box(size), mass=kilograms, origin=origin)


def pivoted(model: ArticulatedObject, name: str, parent, child, **limits):
    """A joint along y where the child's frame is; positive values raise what lies ahead."""
    model.articulation(name, "revolute", parent, child, origin=Origin(seen(parent, FRAME[child.name])),
                       axis=(0, -1, 0), motion_limits=MotionLimits(**limits))  # fmt: skip


def add_abutments(model: ArticulatedObject, colours):
    """River bed, water, two masonry abutments with road and kerbs, bearings for the trunnions, a seat for the nose."""
    stone, dark_stone, asphalt, water, steel, paint = colours
    base = model.part("abutments")
    bed = span_box(x=(NEAR_END - 0.1, FAR_END + 0.1), y=(-BANK - 0.1, BANK + 0.1), z=(0, 0.3))
    add(base, "river_bed", dark_stone, bed)
    gap = 0.28  # from the trunnions to the near road, over the water to the far one 50 mm
    under = ROAD - DECK - GIRDER  # z of the leaf's underside
    near, shelf = ((NEAR_END, -gap), ROAD), ((-gap - 0.1, 0.65), ROAD - 1.2)  # ends along x, top
    far, seat = ((SPAN + 0.05, FAR_END), ROAD), ((SPAN - 0.55, SPAN + 0.1), under - 0.06)
    blocks = [span_box(x=x, y=(-BANK, BANK), z=(0.29, top)) for x, top in (near, shelf, far, seat)]
    wall = (BEARING[0], BEARING[1] + 0.02)
    walls = [span_box(x=(-gap - 0.1, 0.42), y=across(wall, side), z=(0.3, ROAD - 0.40)) for side, _ in SIDES]
    courses = [
        span_box(x=(x[0], x[1]), y=(-BANK - 0.05, BANK + 0.05), z=(z, z + 0.12))
        for x in ((NEAR_END, 0.70), (SPAN - 0.60, FAR_END)) for z in (WATER - 0.25, ROAD - 1.45)
    ]  # fmt: skip
    add(base, "masonry", stone, *blocks, *walls, *courses)
    add(base, "water", water, span_box(x=(0.66, SPAN - 0.56), y=(-BANK, BANK), z=(0.29, WATER)))
    for label, x in (("near", (NEAR_END + 0.02, -gap - 0.01)), ("far", (SPAN + 0.06, FAR_END - 0.02))):
        add(base, f"road_{label}", asphalt, span_box(x=x, y=(-HALF, HALF), z=(ROAD - 0.02, ROAD + 0.012)))
        ends = (x[0], x[1] - (0.5 if label == "near" else 0))
        for side, end in SIDES:
            kerb = span_box(x=ends, y=across((0.0, 0.22), side), z=(ROAD - 0.02, ROAD + 0.14))
            add(base, f"kerb_{label}_{end}", stone, kerb)
    for side, label in SIDES:
        corners = [(TRUNNION, 0.24), (TRUNNION - 0.24 - 0.26j, 0.02), (TRUNNION + 0.24 - 0.26j, 0.02)]
        foot = span_box(x=(-0.36, 0.40), y=across(BEARING, side), z=(ROAD - 0.45, ROAD - 0.36))
        add(base, f"bearing_{label}", paint, bar(corners, BEARING, side), foot, less=[bore(TRUNNION, 0.10)])
        pad = span_box(x=(SPAN - 0.45, SPAN - 0.10), y=across((-0.42, -0.06), side), z=(under - 0.07, under))
        add(base, f"pad_{label}", steel, pad)
    mass(base, 500000.0, (FAR_END - NEAR_END, 2 * BANK, ROAD), (SPAN / 2 - 1, 0, ROAD / 2))
    return base


def add_towers(base, paint, dark):
    """Two tapered posts with a lintel, knee braces, which carry the pivots of the beams."""
    x, top = PIVOT.real, PIVOT.imag + 0.32
    for side, label in SIDES:
        low, high = across(BEARING, side)
        front = [(x - 0.24, ROAD - 0.05), (x + 0.34, ROAD - 0.05), (x + 0.17, top), (x - 0.17, top)]
        post = ExtrudeGeometry(front, high - low).rotate_x(pi / 2).translate(0, (low + high) / 2, 0)
        outer, inner = (x, side * (HALF + 0.1), top - 1.3), (x, side * (HALF - 1.0), top - 0.1)
        add(base, f"tower_{label}", paint, post, cylinder_between(outer, inner, 0.10, segments=4))
        plinth = rounded((0.80, 0.46, 0.25), 0.05, steps=2)
        add(base, f"plinth_{label}", dark, plinth.translate(x, side * (HALF + 0.28), ROAD + 0.10))
        pin(base, f"pivot_{label}", PIVOT, (0.20, BEAM[1]), side, 0.09, dark)
    reach = HALF + BEARING[1]
    cap = rounded((0.56, 2 * reach + 0.04, 0.08), 0.03, edges="y", steps=2).translate(x, 0, top + 0.28)
    add(base, "lintel", paint, span_box(x=(x - 0.2, x + 0.2), y=(-reach, reach), z=(top - 0.12, top + 0.24)))
    add(base, "lintel_cap", dark, cap)


def add_leaf(model: ArticulatedObject, base, paint, wood, dark, steel):
    """Leaf: two girders on trunnions, cross beams with lugs for the hangers, planks, railings."""
    leaf, under = model.part("leaf"), ROAD - DECK
    solids, count = [], max(4, round(SPAN / 2))
    for side, _ in SIDES:
        y = across((-0.30, -0.06), side)
        solids.append(span_box(x=(-0.20, SPAN), y=y, z=(under - GIRDER, under)))
        boss = across((-0.30, BEARING[0] - 0.004), side)
        solids.append(cylinder_between((0, boss[0], TRUNNION.imag), (0, boss[1], TRUNNION.imag), 0.20, segments=ROUND))
        lug = across((-0.30, HANGER[0] - 0.012), side)
        solids.append(span_box(x=(STEP - 0.15, STEP + 0.15), y=lug, z=(TRUNNION.imag - 0.17, TRUNNION.imag + 0.14)))
    for row in range(count):
        x = 0.25 + row * (SPAN - 0.5) / (count - 1)
        solids.append(span_box(x=(x - 0.07, x + 0.07), y=(0.1 - HALF, HALF - 0.1), z=(under - 0.30, under)))
    add(leaf, "girders", paint, *solids)
    planks = round((SPAN + 0.15) / 0.30)
    step = (SPAN + 0.17) / planks
    boards = [span_box(x=(-0.17, SPAN), y=(0.02 - HALF, HALF - 0.02), z=(under, under + 0.6 * DECK))]
    for row in range(planks):
        x = (-0.17 + row * step, -0.17 + (row + 1) * step - 0.015)
        boards.append(span_box(x=x, y=(-HALF, HALF), z=(under + 0.3 * DECK, ROAD)))
    add(leaf, "planks", wood, *boards)
    for side, label in SIDES:
        y = side * (HALF - 0.10)
        pieces = []
        for row in range(POSTS):
            x = 0.45 + row * (SPAN - 0.8) / (POSTS - 1)
            pieces.append(span_box(x=(x - 0.04, x + 0.04), y=(y - 0.04, y + 0.04), z=(ROAD - 0.02, ROAD + 1.0)))
        for z in (0.35, 0.66, 0.98):
            pieces.append(span_box(x=(0.38, SPAN - 0.28), y=(y - 0.03, y + 0.03), z=(ROAD + z, ROAD + z + 0.06)))
        add(leaf, f"railing_{label}", paint, *pieces)
        pin(leaf, f"trunnion_{label}", TRUNNION, (-0.20, BEARING[1]), side, 0.10, steel)
        pin(leaf, f"lug_pin_{label}", LUG, (0.10, HANGER[1]), side, 0.05, steel)
        model.fit(leaf, base, elem_child=f"trunnion_{label}", elem_parent=f"bearing_{label}", gap=SLACK)
    pivoted(model, "leaf_lift", base, leaf, lower=0.0, upper=OPENING, effort=400000.0, velocity=0.05)
    nose = BoxGeometry((0.10, WIDTH - 0.1, 0.012)).translate(SPAN - 0.05, 0, ROAD + 0.005)
    add(leaf, "nose_plate", dark, nose)
    mass(leaf, 9000.0, (SPAN, WIDTH, 0.5), (SPAN / 2, 0, ROAD - 0.3))
    return leaf


def add_beam(model: ArticulatedObject, base, paint, dark):
    """Balance beam: two tapered girders outside of the towers, tie beams, the counterweight between their tails."""
    beam, solids = model.part("balance_beam"), []
    back = PIVOT - TAIL
    for side, _ in SIDES:
        solids.append(bar([(PIVOT, 0.26), (TIP, 0.11)], BEAM, side))
        solids.append(bar([(PIVOT, 0.26), (back - 0.45, 0.20)], BEAM, side))
    reach = HALF + BEAM[0] + 0.1
    for x in ((PIVOT + 0.93 * STEP).real, (PIVOT + 0.60 * STEP).real, (back - 0.55).real):
        solids.append(cylinder_between((x, -reach, PIVOT.imag), (x, reach, PIVOT.imag), 0.09, segments=8))
    add(beam, "girders", paint, *solids, less=[bore(PIVOT, 0.09)])
    block = rounded((0.95, 2 * (HALF + BEAM[0]) + 0.004, 0.86), 0.06, edges="y", steps=2)
    add(beam, "counterweight", dark, block.translate(back.real, 0, back.imag))
    pivoted(model, "beam_tilt", base, beam, lower=-0.01, upper=OPENING + 0.01, effort=400000.0)
    for side, label in SIDES:
        pin(beam, f"tip_pin_{label}", TIP, (BEAM[0] + 0.08, HANGER[1]), side, 0.05, dark)
        model.fit(beam, base, elem_child="girders", elem_parent=f"pivot_{label}", gap=SLACK)
    mass(beam, 9500.0, (1.0, WIDTH, 0.9), (back.real, 0, back.imag))
    return beam


def add_hangers(model: ArticulatedObject, beam, leaf, steel):
    """The hangers between the beams' tips and the leaf's lugs; they stay parallel to the towers."""
    for side, label in SIDES:
        hanger = model.part(f"hanger_{label}")
        eyes = [bar([(point, 0.13)], HANGER, side) for point in (LUG, TIP)]
        rod = bar([(LUG, 0.055), (TIP, 0.055)], HANGER, side)
        add(hanger, "rod", steel, rod, *eyes, less=[bore(LUG, 0.05), bore(TIP, 0.05)])
        pivoted(model, f"hanger_{label}_swing", beam, hanger, lower=-OPENING - 0.01, upper=0.01, effort=1000.0)
        model.fit(hanger, beam, elem_child="rod", elem_parent=f"tip_pin_{label}", gap=SLACK)
        model.fit(hanger, leaf, elem_child="rod", elem_parent=f"lug_pin_{label}", gap=SLACK)
        middle = ((LUG.real + TIP.real) / 2, side * (HALF + 0.77), ROAD + TOWER / 2)
        mass(hanger, 120.0, (0.12, 0.06, TOWER), middle)
    left = model.get_part("hanger_left")
    model.close_loop(left, seen(left, LUG), leaf, seen(leaf, LUG), driver="leaf_lift",
                     dependents=("beam_tilt", "hanger_left_swing"))  # fmt: skip
    model.couple("hanger_right_swing", "leaf_lift", ratio=-1.0)


def add_barrier(model: ArticulatedObject, base, label: str, x: float, colours):
    """A road barrier: a cabinet with a lamp, an arm with red bands and a weight; modelled up, it closes downward."""
    white, red, dark = colours
    part, length = model.part(f"barrier_{label}"), WIDTH + 1.55
    pivot = complex(x, ROAD + BARRIER_HIGH)
    FRAME[part.name] = pivot
    cabinet = rounded((0.40, 0.36, BARRIER_HIGH + 0.22), 0.04, steps=2)
    add(base, f"cabinet_{label}", dark, cabinet.translate(x + 0.25, BARRIER_Y, ROAD + (BARRIER_HIGH + 0.18) / 2))
    top = Origin((x + 0.25, BARRIER_Y, ROAD + BARRIER_HIGH + 0.23))
    base.visual(Cylinder(0.09, 0.06), origin=top, material=red, name=f"lamp_{label}")

    def piece(low, high, thick, wide):
        """A length of the arm, from and to heights above its pivot."""
        box = BoxGeometry((thick, wide, high - low))
        return box.translate(x - 0.09, 0, pivot.imag + (low + high) / 2)

    add(part, "arm", white, piece(-0.5, length, 0.06, 0.12))
    for row in range(int((length - 0.7) / 0.8) + 1):
        low = 0.6 + row * 0.8
        add(part, f"band_{row}", red, piece(low, low + 0.35, 0.064, 0.124))
    add(part, "weight", dark, piece(-0.62, -0.25, 0.10, 0.30))
    spin(model, base, part, at=(x + 0.045, BARRIER_Y, pivot.imag), axis=(-1, 0, 0), diameter=0.07, length=0.19,
         flange=0.16, lower=0.0, upper=DOWN, name=f"barrier_{label}")  # fmt: skip
    mass(part, 30.0, (0.1, 0.2, 1.5), (x - 0.09, 0, pivot.imag + 0.4))


def add_cabin(base, wall, roof_paint, glass):
    """The bridge keeper's cabin: a hollow box with windows on three sides and a hipped roof."""
    x, y, high, eyes = NEAR_END + 3.0, HALF + 1.78, 2.3, ROAD + 1.55  # eyes: z of the windows' middle
    shell = hollow(BoxGeometry((2.0, 1.6, high)), 0.10).translate(x, y, ROAD + high / 2 - 0.02)
    sides, front = BoxGeometry((1.3, 3.0, 0.8)), BoxGeometry((1.0, 1.1, 0.8)).translate(1.0, 0, 0)
    add(base, "cabin", wall, shell, less=[sides.translate(x, y, eyes), front.translate(x, y, eyes)])
    panes = [((1.3, 0.02, 0.8), 0, -0.75), ((1.3, 0.02, 0.8), 0, 0.75), ((0.02, 1.1, 0.8), 0.95, 0)]
    for row, (size, ahead, aside) in enumerate(panes):
        add(base, f"cabin_glass_{row}", glass, BoxGeometry(size).translate(x + ahead, y + aside, eyes))
    roof = LatheGeometry([(0, 0), (1.0, 0), (1.0, 0.10), (0.12, 0.85), (0, 0.85)], segments=4).rotate_z(pi / 4)
    add(base, "cabin_roof", roof_paint, roof.scale(1.70, 1.38, 1).translate(x, y, ROAD + high - 0.03))


def build_object_model() -> ArticulatedObject:
    """The bridge shut, its barriers up."""
    model = ArticulatedObject("drawbridge")
    stone = model.material("masonry", rgba=(0.62, 0.58, 0.52, 1.0))
    dark_stone = model.material("river_bed", rgba=(0.38, 0.34, 0.28, 1.0))
    asphalt = model.material("asphalt", rgba=(0.27, 0.27, 0.28, 1.0))
    water = model.material("water", rgba=(0.22, 0.42, 0.52, 0.75))
    white = model.material("white_paint", rgba=(0.92, 0.92, 0.89, 1.0))
    wood = model.material("oak_planks", rgba=(0.55, 0.42, 0.28, 1.0))
    dark = model.material("dark_green_paint", rgba=(0.12, 0.24, 0.20, 1.0))
    steel = model.material("galvanised_steel", rgba=(0.62, 0.64, 0.66, 1.0))
    red = model.material("signal_red", rgba=(0.80, 0.10, 0.10, 1.0))
    glass = model.material("glass", rgba=(0.50, 0.66, 0.72, 0.6))
    base = add_abutments(model, (stone, dark_stone, asphalt, water, steel, dark))
    add_towers(base, white, dark)
    leaf = add_leaf(model, base, white, wood, dark, steel)
    beam = add_beam(model, base, white, dark)
    add_hangers(model, beam, leaf, steel)
    for label, x in BARRIERS.items():
        add_barrier(model, base, label, x, (white, red, dark))
    add_cabin(base, stone, dark, glass)
    model.couple("barrier_far", "barrier_near", ratio=1.0)
    model.interlock("leaf_lift", requires={"barrier_near": (0.95 * DOWN, DOWN)})
    model.anchor(base, to="floor")
    return model


def run_tests() -> TestReport:
    """The leaf rises behind closed barriers, the beams follow in parallel, the counterweight stays off the road."""
    ctx = TestContext(object_model)
    ctx.expect_contact("leaf", "abutments", elem_a="girders", elem_b="pad_left", contact_tol=5e-4,
                       name="the nose rests")  # fmt: skip
    ctx.expect_moves("barrier_near/arm", "barrier_near", "+y", min_distance=1.0)
    with ctx.pose(barrier_near=DOWN):
        for label in BARRIERS:
            box = ctx.part_element_world_aabb(f"barrier_{label}", elem="arm")
            ctx.check(f"barrier {label} spans the road", box[1][1] > HALF and box[1][2] < ROAD + 1.3, f"{box}")
        ctx.expect_moves("leaf/nose_plate", "leaf_lift", "up", min_distance=0.7 * SPAN)
        ctx.expect_moves("balance_beam/counterweight", "leaf_lift", "down", min_distance=0.5 * TAIL)
    with ctx.pose(barrier_near=DOWN, leaf_lift=OPENING):
        ctx.expect_gap("balance_beam", "abutments", axis="z", min_gap=0.1, positive_elem="counterweight",
                       negative_elem="road_near")  # fmt: skip
        box = ctx.part_element_world_aabb("hanger_left", elem="rod")
        lean = box[1][0] - box[0][0]
        ctx.check("the hangers stay parallel to the towers", lean < abs((TIP - LUG).real) + 0.3, f"{lean:.2f} m")
        low = ctx.part_element_world_aabb("leaf", elem="nose_plate")[0][2]
        ctx.check("ships pass", low > ROAD + 0.7 * SPAN, f"nose at {low:.1f} m")
    ctx.check("the parallelogram closes", max(loop.error for loop in object_model.loops) < 1e-4)
    ctx.check("the barriers lock the leaf", object_model.interlocks[0].joint == "leaf_lift")
    return ctx.report()


object_model = build_object_model()
