"""A turbofan cut open on a stand: fan, compressor and turbines on two counter-rotating shafts, a sliding reverser cowl.

What it teaches: bodies of revolution cut by one wedge; rows of blades from one lofted blade and a count. Both
spools are coaxial: each has its shaft in a bearing of the fixed frames, and one follows the other, the other way round.

Frame: x points ahead, out of the intake, z up; the origin lies on the ground under the fan. Profiles are pairs
(radius, x) in units of the fan's radius.
"""

from __future__ import annotations

from math import cos, pi, sin

from sdk import (
    ArticulatedObject, Box, ExtrudeGeometry, Inertial, LatheGeometry, LoftGeometry, MotionLimits, Origin, TestContext,
    TestReport, array_polar, boolean_difference, boolean_union, cylinder_between, mesh_from_geometry, rounded,
    rounded_rect_profile, tube_from_spline_points,
)  # fmt: skip

# What a customer chooses.
RADIUS = 0.75  # of the fan
FAN_BLADES = 22
STAGES = 6  # of the compressor
CUTAWAY = 1.6  # angle of the sector that is cut out
OPEN = 0.26  # travel of the reverser's cowl, in fan radii

# Sizes in metres; everything else is in fan radii.
CENTRE = 1.12 * RADIUS + 0.62  # height of the axis
SLACK, ROUND = 0.0005, 48
MIDDLE = -2.18  # of the sector that is cut out, around z before a body is laid along x
RATIO = -1.4  # turns of the inner spool for one of the fan

# Stations along the axis and radii there.
COMPRESSOR, COMBUSTOR = (-0.36, -0.94), (-1.03, -1.30)
SHAFT, SLEEVE = 0.055, 0.105  # outer radii of the two shafts
TURBINES = (-1.40, -1.52, -1.63, -1.74)  # the first on the inner spool
SPLIT = -0.55  # where the fixed cowl ends and the sliding one begins


def line(points):
    """A profile in metres of points in fan radii."""
    return [(radius * RADIUS, place * RADIUS) for radius, place in points]


def ring(points, segments: int = ROUND):
    """A body of revolution around x from a profile in fan radii."""
    return LatheGeometry(line(points), segments=segments)


def wedge():
    """The sector that is cut out, towards -y and up, before a body is laid along x."""
    turns = [MIDDLE + CUTAWAY * (row / 8 - 0.5) for row in range(9)]
    corners = [(0.0, 0.0), *((3 * RADIUS * cos(turn), 3 * RADIUS * sin(turn)) for turn in turns)]
    return ExtrudeGeometry(corners, 8 * RADIUS)


def add(part, name, material, first, *more, less=(), cut: bool = False):
    """A visual of these solids in one, without those of `less`, laid along x; with `cut` also without the sector."""
    shape = boolean_union(first, *more) if more else first
    taken = [*less, wedge()] if cut else list(less)
    shape = boolean_difference(shape, *taken) if taken else shape
    height = CENTRE if part.name == "nacelle" else 0.0
    shape.rotate_y(pi / 2).translate(0, 0, height)
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def blades(count: int, place: float, radii, chords, twists, thick: float = 0.11, whole: bool = True):
    """A row of `count` blades at `place`, a lens turned by its twist at each radius; if not `whole` with a gap."""
    shape = [
        (-0.5, 0), (-0.18, -thick / 2), (0.2, -0.4 * thick), (0.5, 0.02), (0.2, 0.65 * thick),
        (-0.18, 0.7 * thick),
    ]  # fmt: skip
    shape = shape if len(radii) > 2 else [shape[0], (0.0, -0.4 * thick), shape[3], (0.0, 0.8 * thick)]
    sections = []
    for radius, chord, twist in zip(radii, chords, twists, strict=True):
        turned = [(x * cos(twist) - y * sin(twist), x * sin(twist) + y * cos(twist)) for x, y in shape]
        sections.append([(x * chord * RADIUS, y * chord * RADIUS, radius * RADIUS) for x, y in turned])
    blade = LoftGeometry(sections).rotate_y(-pi / 2).translate(0, 0, place * RADIUS)
    turns = [row * 2 * pi / count for row in range(count)]
    away = [abs((turn - MIDDLE) % (2 * pi) - pi) for turn in turns]  # the first blade points to -x
    kept = [turn for turn, angle in zip(turns, away, strict=True) if whole or angle > CUTAWAY / 2 + 0.1]
    return boolean_union(*[blade.copy().rotate_z(turn) for turn in kept])


def add_nacelle(model: ArticulatedObject, colours):
    """The fixed nacelle: polished lip, cowl, guide vanes behind the fan, cascades, rails of the reverser, the stand."""
    white, polished, steel, dark, blue = colours
    nacelle = model.part("nacelle")
    lip = [
        (1.125, 0.50), (1.095, 0.61), (1.06, 0.69), (1.025, 0.73), (0.992, 0.715), (0.970, 0.65), (0.968, 0.50),
    ]  # fmt: skip
    add(nacelle, "lip", polished, ring(lip), cut=True)
    outside = [
        (1.165, SPLIT), (1.18, -0.2), (1.165, 0.2), (1.125, 0.50), (0.968, 0.50), (0.985, 0.3), (1.0, 0.15),
        (1.0, SPLIT),
    ]  # fmt: skip
    room = [(1.14, SPLIT + 0.03), (1.158, -0.2), (1.143, 0.2), (1.10, 0.47), (0.992, 0.47), (1.008, 0.3), (1.022, 0.15),
            (1.022, SPLIT + 0.03)]  # fmt: skip
    add(nacelle, "fan_cowl", white, ring(outside), less=[ring(room)], cut=True)
    band = [(1.176, -0.30), (1.188, -0.2), (1.184, -0.12), (1.17, -0.12), (1.17, -0.30)]
    add(nacelle, "stripe", blue, ring(band), cut=True)
    vanes = blades(22, -0.43, (0.55, 1.01), (0.13, 0.15), (0.15, 0.15), whole=False)
    add(
        nacelle, "guide_vanes", steel, vanes,
        ring([(0.53, -0.52), (0.56, -0.52), (0.56, -0.34), (0.53, -0.34)]), cut=True,
    )  # fmt: skip
    grid = [
        ring([(1.04, x), (1.085, x), (1.085, x - 0.02), (1.04, x - 0.02)], 48)
        for x in (-0.54, -0.64, -0.74, -0.84, -0.94)
    ]
    rib = cylinder_between(
        (1.0625 * RADIUS, 0, -0.53 * RADIUS), (1.0625 * RADIUS, 0, -0.955 * RADIUS), 0.018 * RADIUS, segments=4,
    )  # fmt: skip
    ends = [rib.copy().rotate_z(turn) for turn in (-0.133, 0.133, pi - 0.133, pi + 0.133)]  # beside the rails
    ribs = array_polar(rib.rotate_z(pi / 28), 28)
    keep = [
        rounded((0.30 * RADIUS, 0.26 * RADIUS, RADIUS), 0.01).translate(side * 1.06 * RADIUS, 0, -0.8 * RADIUS)
        for side in (-1, 1)
    ]
    add(nacelle, "cascades", steel, *grid, ribs, *ends, less=keep, cut=True)
    for side, label in ((-1, "upper"), (1, "lower")):
        rail = LatheGeometry(line([(0, -1.07), (0.024, -1.07), (0.024, SPLIT + 0.02), (0, SPLIT + 0.02)]), segments=24)
        add(nacelle, f"rail_{label}", polished, rail.translate(side * 1.06 * RADIUS, 0, 0))
    plate = ExtrudeGeometry(rounded_rect_profile(2.4 * RADIUS, 1.5 * RADIUS, 0.12 * RADIUS, corner_segments=4), 0.05)
    plate.translate(-0.55 * RADIUS, 0, 0.025)
    low, high = 0.045, CENTRE - 1.10 * RADIUS
    foot = [(-0.62, 0.30), (0.42, 0.30), (0.42, -0.30), (-0.62, -0.30)]
    head = [(-0.46, 0.20), (0.16, 0.20), (0.16, -0.20), (-0.46, -0.20)]
    column = LoftGeometry([[(x * RADIUS, y * RADIUS, z) for x, y in loop] for loop, z in ((foot, low), (head, high))])
    bolts = [
        cylinder_between((x * RADIUS, y * RADIUS, 0.05), (x * RADIUS, y * RADIUS, 0.068), 0.022, segments=6)
        for x in (-1.6, 0.5) for y in (-0.62, 0.62)
    ]  # fmt: skip
    swell = ring([(0, -3), (1.12, -3), (1.12, 3), (0, 3)]).rotate_y(pi / 2).translate(0, 0, CENTRE)
    for name, material, shape in (
        ("stand", dark, boolean_union(plate, *bolts)), ("pylon", white, boolean_difference(column, swell)),
    ):  # fmt: skip
        nacelle.visual(mesh_from_geometry(shape, f"nacelle_{name}"), material=material, name=name)
    place = Origin((-0.5 * RADIUS, 0, 0.5 * CENTRE))
    nacelle.inertial = Inertial.from_geometry(
        Box((2 * RADIUS, 2 * RADIUS, CENTRE)), mass=1900.0 * RADIUS**3, origin=place
    )
    return nacelle


def add_core(nacelle, colours):
    """The fixed core: cowl and casing with stator vanes, frames with the bearings, combustor, exhaust cone."""
    grey, steel, hot, dark = colours
    cowl = [(0.535, -0.24), (0.56, -0.30), (0.63, -0.75), (0.62, -1.25), (0.56, -1.75), (0.40, -2.08), (0.385, -2.08),
            (0.54, -1.75), (0.60, -1.25), (0.61, -0.75), (0.545, -0.34), (0.52, -0.24)]  # fmt: skip
    add(nacelle, "core_cowl", grey, ring(cowl), cut=True)
    case = [(0.53, -0.25), (0.545, -0.34), (0.49, -0.94), (0.52, -1.04), (0.52, -1.30), (0.485, -1.36), (0.545, -1.80),
            (0.40, -2.07), (0.385, -2.07), (0.525, -1.80), (0.465, -1.36), (0.50, -1.30), (0.50, -1.04), (0.47, -0.94),
            (0.52, -0.34), (0.515, -0.25)]  # fmt: skip
    rows, pitch = [], (COMPRESSOR[1] - COMPRESSOR[0]) / STAGES
    for row in range(STAGES):
        place = COMPRESSOR[0] + (row + 0.78) * pitch
        tip, root = outer(place) + 0.012, inner(place) + 0.014
        rows.append(blades(18, place, (root, tip), (0.40 * -pitch, 0.40 * -pitch), (0.6, 0.6), 0.14, False))
    add(nacelle, "core_case", steel, ring(case), *rows, cut=True)
    bore = SHAFT + SLACK / cos(pi / ROUND) / RADIUS
    struts = [blades(8, -0.235, (0.12, 0.535), (0.10, 0.10), (0.0, 0.0), 0.2)]
    front = [(bore, -0.20), (0.135, -0.20), (0.135, -0.30), (bore, -0.30)]
    fairing = [(0.275, -0.18), (0.295, -0.18), (0.325, -0.33), (0.305, -0.33)]
    add(nacelle, "front_frame", steel, ring(front), ring(fairing), *struts)
    bore = SLEEVE + SLACK / cos(pi / ROUND) / RADIUS
    middle = [(bore, -0.96), (0.17, -0.96), (0.17, -1.06), (bore, -1.06)]
    spokes = blades(10, -0.99, (0.15, 0.49), (0.05, 0.05), (0.0, 0.0), 0.3)
    add(nacelle, "middle_frame", steel, ring(middle), spokes)
    start, end = COMBUSTOR
    liner = [(0.29, start), (0.46, start), (0.475, start - 0.05), (0.455, end), (0.435, end), (0.455, start - 0.05),
             (0.445, start + -0.02), (0.305, start - 0.02), (0.295, start - 0.05), (0.325, end), (0.305, end),
             (0.275, start - 0.05)]  # fmt: skip
    holes = [
        cylinder_between((0.2 * RADIUS, 0, x * RADIUS), (0.6 * RADIUS, 0, x * RADIUS), 0.014 * RADIUS, segments=8)
        for x in (start - 0.10, start - 0.18)
    ]
    pierced = [array_polar(hole.rotate_z(row * pi / 16), 16) for row, hole in enumerate(holes)]
    add(nacelle, "combustor", hot, ring(liner), less=pierced, cut=True)
    nozzles = cylinder_between(
        (0.375 * RADIUS, 0, -0.985 * RADIUS), (0.375 * RADIUS, 0, (start - 0.04) * RADIUS), 0.022 * RADIUS,
        segments=10,
    )  # fmt: skip
    add(nacelle, "fuel_nozzles", dark, array_polar(nozzles, 10))
    cone = [(0.0, -2.42), (0.05, -2.40), (0.15, -2.15), (0.215, -1.90), (0.22, -1.83), (SHAFT + 0.03, -1.83),
            (SHAFT + 0.03, -1.80), (0.23, -1.80), (0.235, -1.90), (0.165, -2.16), (0.06, -2.43),
            (0.0, -2.45)]  # fmt: skip
    bore = SHAFT + SLACK / cos(pi / ROUND) / RADIUS
    back = [(bore, -1.88), (SHAFT + 0.04, -1.88), (SHAFT + 0.04, -1.79), (bore, -1.79)]
    vanes = blades(8, -1.86, (0.215, 0.495), (0.10, 0.03), (0.0, 0.0), 0.25)
    add(nacelle, "exhaust_cone", hot, ring(cone), ring(back), vanes)


def outer(place: float) -> float:
    """Radius of the compressor's casing."""
    return 0.52 - 0.05 * (place + 0.34) / -0.60


def inner(place: float) -> float:
    """Radius of the compressor's drum."""
    return 0.335 + 0.065 * (place + 0.36) / -0.58


def add_fan_spool(model: ArticulatedObject, nacelle, colours):
    """The outer spool: fan with spinner, long shaft, three turbine rows behind."""
    titanium, steel, hot, white = colours
    spool = model.part("fan_spool")
    hub = [
        (0, 0.46), (0.05, 0.43), (0.15, 0.32), (0.235, 0.16), (0.262, 0.04), (0.27, -0.14), (0.20, -0.17),
        (0, -0.17),
    ]  # fmt: skip
    fan = blades(
        FAN_BLADES, 0.0, (0.22, 0.36, 0.52, 0.68, 0.84, 0.985), (0.15, 0.21, 0.26, 0.29, 0.295, 0.27),
        (0.35, 0.52, 0.68, 0.82, 0.94, 1.02), 0.085,
    )  # fmt: skip
    add(spool, "fan", titanium, ring(hub, 48), fan)
    swirl = []
    for row in range(9):
        share = row / 8
        radius, place, turn = 0.06 + 0.16 * share, 0.425 - 0.235 * share, 1.5 * pi * share
        swirl.append((radius * RADIUS * cos(turn), radius * RADIUS * sin(turn), place * RADIUS))
    mark = tube_from_spline_points(swirl, radius=0.012 * RADIUS, samples_per_segment=2, radial_segments=6)
    add(spool, "spinner_mark", white, mark)
    add(spool, "shaft", steel, ring([(0, -0.10), (SHAFT, -0.10), (SHAFT, -1.87), (0, -1.87)]))
    rows = []
    for place in TURBINES[1:]:
        tip = 0.465 + 0.06 * (place + 1.36) / -0.44 - 0.014
        rows.append(blades(28, place, (0.225, tip), (0.07, 0.06), (-0.7, -0.9), 0.16))
    drum = [(0.20, -1.48), (0.24, -1.48), (0.24, -1.77), (0.20, -1.77), (0.20, -1.66), (SHAFT - 0.01, -1.64),
            (SHAFT - 0.01, -1.60), (0.20, -1.58)]  # fmt: skip
    add(spool, "turbine", hot, ring(drum, 48), *rows)
    model.articulation(
        "fan_spin", "continuous", nacelle, spool, origin=Origin((0, 0, CENTRE)), axis=(1, 0, 0),
        motion_limits=MotionLimits(effort=500.0, velocity=300.0),
    )  # fmt: skip
    for bearing in ("front_frame", "exhaust_cone"):
        model.fit(spool, nacelle, elem_child="shaft", elem_parent=bearing, gap=SLACK)
    spool.inertial = Inertial.from_geometry(Box((RADIUS, RADIUS, RADIUS)), mass=330.0 * RADIUS**3)


def add_core_spool(model: ArticulatedObject, nacelle, colours):
    """The inner spool around the fan's shaft: compressor drum, sleeve and the first turbine row."""
    steel, hot = colours
    spool, (start, end) = model.part("core_spool"), COMPRESSOR
    rows, pitch = [], (end - start) / STAGES
    for row in range(STAGES):
        place = start + (row + 0.30) * pitch
        root, tip = inner(place) - 0.02, outer(place) - 0.012
        rows.append(blades(22, place, (root, tip), (0.42 * -pitch, 0.40 * -pitch), (-0.55, -0.85), 0.14))
    drum = [
        (inner(start), start), (inner(end), end), (inner(end) - 0.03, end), (inner(end) - 0.03, end + 0.03),
        (SLEEVE - 0.01, end + 0.02), (SLEEVE - 0.01, end + 0.05), (inner(end) - 0.04, end + 0.06),
        (inner(start) - 0.03, start - 0.05), (SLEEVE - 0.01, start - 0.03), (SLEEVE - 0.01, start - 0.005),
    ]  # fmt: skip
    add(spool, "compressor", steel, ring(drum), *rows)
    tube = [(SHAFT + 0.012, start - 0.005), (SLEEVE, start - 0.005), (SLEEVE, -1.42), (SHAFT + 0.012, -1.42)]
    add(spool, "sleeve", steel, ring(tube))
    disc = [(SLEEVE - 0.01, -1.37), (0.16, -1.385), (0.26, -1.385), (0.29, -1.365), (0.29, -1.435), (0.26, -1.415),
            (0.16, -1.415), (SLEEVE - 0.01, -1.42)]  # fmt: skip
    row = blades(32, TURBINES[0], (0.27, 0.455), (0.06, 0.055), (-0.6, -0.8), 0.18)
    add(spool, "turbine", hot, ring(disc, 48), row)
    model.articulation(
        "core_spin", "continuous", nacelle, spool, origin=Origin((0, 0, CENTRE)), axis=(1, 0, 0),
        motion_limits=MotionLimits(effort=500.0, velocity=420.0),
    )  # fmt: skip
    model.couple("core_spin", "fan_spin", ratio=RATIO)
    model.fit(spool, nacelle, elem_child="sleeve", elem_parent="middle_frame", gap=SLACK)
    spool.inertial = Inertial.from_geometry(
        Box((RADIUS, 0.7 * RADIUS, 0.7 * RADIUS)), mass=180.0 * RADIUS**3, origin=Origin((-0.8 * RADIUS, 0, 0)),
    )  # fmt: skip


def add_reverser(model: ArticulatedObject, nacelle, white, steel):
    """The sliding cowl: two skins with a pocket for the cascades, on bushes that run along the two rails."""
    cowl = model.part("reverser_cowl")
    start = SPLIT - 0.002
    skins = [(1.165, start), (1.13, -0.95), (0.945, -1.55), (0.925, -1.55), (0.985, -1.10), (1.0, start)]
    skins += [(1.018, start), (1.018, -1.085), (1.085, -1.085), (1.112, -0.95), (1.147, start)]
    bushes, holes = [], []
    for side in (-1, 1):
        bush = rounded((0.125 * RADIUS, 0.14 * RADIUS, 0.09 * RADIUS), 0.01, steps=2)
        bushes.append(bush.translate(side * 1.072 * RADIUS, 0, (start - 0.055) * RADIUS))
        wide = (0.024 * RADIUS + SLACK) / cos(pi / 24)
        hole = LatheGeometry([(0, -2), (wide, -2), (wide, 2), (0, 2)], segments=24)
        holes.append(hole.translate(side * 1.06 * RADIUS, 0, SPLIT * RADIUS))
    add(cowl, "cowl", white, ring(skins), cut=True)
    add(cowl, "bushes", steel, *bushes, less=holes)
    model.articulation(
        "reverser", "prismatic", nacelle, cowl, origin=Origin((0, 0, CENTRE)), axis=(-1, 0, 0),
        motion_limits=MotionLimits(lower=0.0, upper=OPEN * RADIUS, effort=8000.0, velocity=0.3),
    )  # fmt: skip
    for label in ("upper", "lower"):
        model.fit(cowl, nacelle, elem_child="bushes", elem_parent=f"rail_{label}", gap=SLACK, kind="sliding")
    cowl.inertial = Inertial.from_geometry(
        Box((RADIUS, 2 * RADIUS, 2 * RADIUS)), mass=140.0 * RADIUS**3, origin=Origin((-RADIUS, 0, 0))
    )


def build_object_model() -> ArticulatedObject:
    """The engine with its reverser shut."""
    model = ArticulatedObject("jet_engine")
    white = model.material("white_paint", rgba=(0.93, 0.94, 0.95, 1.0))
    blue = model.material("blue_stripe", rgba=(0.10, 0.25, 0.55, 1.0))
    polished = model.material("polished_aluminium", rgba=(0.80, 0.81, 0.83, 1.0))
    grey = model.material("composite_grey", rgba=(0.45, 0.47, 0.50, 1.0))
    steel = model.material("steel", rgba=(0.62, 0.64, 0.66, 1.0))
    titanium = model.material("titanium", rgba=(0.36, 0.38, 0.41, 1.0))
    hot = model.material("nickel_alloy", rgba=(0.66, 0.47, 0.30, 1.0))
    dark = model.material("black_frame", rgba=(0.13, 0.14, 0.15, 1.0))
    nacelle = add_nacelle(model, (white, polished, steel, dark, blue))
    add_core(nacelle, (grey, steel, hot, dark))
    add_fan_spool(model, nacelle, (titanium, steel, hot, white))
    add_core_spool(model, nacelle, (steel, hot))
    add_reverser(model, nacelle, white, steel)
    model.anchor(nacelle, to="floor")
    return model


def run_tests() -> TestReport:
    """The spools counter-rotate inside their casings, the cowl slides off the cascades and stays on its rails."""
    ctx = TestContext(object_model)
    ctx.expect_moves("fan_spool/spinner_mark", "fan_spin", (0, 0, -1))
    ctx.expect_moves("reverser_cowl/cowl", "reverser", "-x", min_distance=0.95 * OPEN * RADIUS)
    law = object_model.get_articulation("core_spin").mimic
    ctx.check("the spools counter-rotate", law is not None and law.multiplier < 0, f"{law}")
    ctx.expect_within(
        "fan_spool", "nacelle", axes="yz", inner_elem="fan", outer_elem="fan_cowl",
        name="the fan is in its case",
    )  # fmt: skip
    ctx.expect_within("core_spool", "nacelle", axes="yz", outer_elem="core_case", name="the core spool is in its case")
    ctx.expect_within("core_spool", "fan_spool", axes="x", name="the inner spool lies between fan and last turbine")
    with ctx.pose(reverser=OPEN * RADIUS):
        front = ctx.part_element_world_aabb("reverser_cowl", elem="cowl")[1][0]
        back = ctx.part_element_world_aabb("nacelle", elem="cascades")[0][0]
        ctx.check("the cascades are laid open", front - back < 0.25 * RADIUS, f"{front - back:.3f} m stay covered")
        ctx.expect_overlap(
            "reverser_cowl", "nacelle", axes="x", min_overlap=0.05 * RADIUS, elem_a="bushes",
            elem_b="rail_lower",
        )  # fmt: skip
    low = ctx.part_world_aabb("fan_spool")[0][2]
    ctx.check("the engine is carried clear of the ground", low > 0.4, f"fan {low:.2f} m above it")
    return ctx.report()


object_model = build_object_model()
