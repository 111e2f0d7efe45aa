"""Combination pliers: two lapped halves on one rivet, toothed jaws, a pipe grip, side cutters, sleeved handles.

What it teaches: one motion shared by two parts. Both halves turn on the rivet by fits, and `couple` makes the
second mirror the first, so that the jaws stay in the middle while the handles spread.

Frame: x points to the tips of the jaws, z along the rivet; the origin is the middle of the rivet.
"""

from __future__ import annotations

from math import cos, pi, sin

from sdk import (
    ArticulatedObject, Box, CylinderGeometry, ExtrudeGeometry, Inertial, LatheGeometry, LoftGeometry,
    MotionLimits, Origin, TestContext, TestReport, at, boolean_difference, boolean_union,
    mesh_from_geometry, superellipse_profile, text_relief,
)  # fmt: skip

# What a customer chooses.
LENGTH = 0.185  # from the tips of the jaws to the ends of the handles
JAW = 0.043  # from the rivet to the tips
OPENING = 0.50  # radians between the jaws
TEETH = 9  # on the flat of each jaw

# The forged halves; everything else grows with the length.
U = LENGTH / 185
THICK = 10.5 * U  # over both halves at the joint
DISC = 11.5 * U  # radius of the lap
PIN = 4.2 * U  # radius of the rivet
SLACK = 0.0002  # at the rivet and between the laps
SHUT = 0.0001  # from each jaw to the middle: the teeth all but touch
BITE = 0.9 * U  # depth of the teeth
CUT = DISC + 0.0006, DISC + 0.22 * JAW  # x of the cutter's edges
FLAT = 0.74 * JAW  # x where the flat of the jaw begins
TIP = 4.2 * U  # width of each tip
TAIL = LENGTH - JAW  # from the rivet to the ends of the handles

# The handle behind the joint: how far behind the rivet (share of the tail), how far out, how wide, how thick.
HANDLE = (
    (0.27, 13.4, 10.0, 13.0), (0.285, 14.2, 15.0, 17.0), (0.31, 15.3, 16.0, 17.5), (0.335, 16.2, 12.5, 15.0),
    (0.40, 18.4, 11.5, 14.0), (0.52, 21.4, 12.4, 15.0), (0.66, 22.8, 12.8, 15.5), (0.80, 22.3, 12.2, 15.0),
    (0.91, 20.6, 11.6, 14.5), (0.97, 19.6, 12.6, 15.5), (0.993, 19.2, 10.5, 13.0), (1.0, 19.1, 7.0, 9.0),
)  # fmt: skip
INLAY = slice(4, 9)  # the stations of the softer inlay


def forged_outline():
    """One half seen along the rivet, (x, y): teeth, pipe grip and cutter face y = 0."""
    points = [(0.0, SHUT), (CUT[1], SHUT)]
    hollow = (FLAT - CUT[1]) / 2
    middle, ridges = CUT[1] + hollow, 5
    for step in range(2 * ridges - 1):  # a toothed bow, deepest in its middle
        angle = pi * (step + 1) / (2 * ridges)
        rise = (0.42 if step % 2 else 0.58) * hollow * sin(angle)
        points.append((middle - hollow * cos(angle), SHUT + rise))
    pitch = (JAW - 0.0012 - FLAT) / TEETH
    for tooth in range(TEETH):
        x = FLAT + tooth * pitch
        points += [(x, SHUT), (x + pitch / 2, SHUT + min(BITE, 0.8 * pitch))]
    points += [(JAW - 0.0012, SHUT), (JAW, 0.0012), (JAW, TIP - 0.002), (JAW - 0.0016, TIP)]
    points += [(0.74 * JAW, 8.0 * U), (0.52 * JAW, 11.6 * U), (0.36 * JAW, 13.6 * U), (0.24 * JAW, 14.2 * U)]
    return [*points, (4.6 * U, 13.2 * U), (2.0 * U, DISC - 0.5 * U), (0.0, 4.0 * U)]


def tang_outline():
    """The root of the handle, from the lap back into the sleeve."""
    back = [(-share * TAIL, -out * U) for share, out, _, _ in HANDLE[3:7]]
    inner = [(x, y + 3.0 * U) for x, y in reversed(back)]
    outer = [(x, y - 3.0 * U) for x, y in back]
    shoulder = [(-5.0 * U, -11.0 * U), (-0.5 * (DISC + 0.3 * TAIL), -16.5 * U)]
    root = [(-0.3 * TAIL, -11.5 * U), (-DISC - 2.0 * U, -6.0 * U), (-10.4 * U, -3.6 * U), (-2 * U, -2 * U)]
    return [*shoulder, *outer, *inner, *root]


def sleeve(stations, *, grow: float = 0.0, shift: float = 0.0):
    """A sleeve through stations of the handle, its sections across x; `shift` moves it outward."""
    loops = []
    for share, out, width, thick in stations:
        loop = superellipse_profile(thick * U + grow, width * U + grow, 2.6, segments=24)
        loops.append([(x, y - out * U - shift, share * TAIL) for x, y in loop])
    return LoftGeometry(loops).rotate_y(-pi / 2)


def forging():
    """The steel of a half: jaw and tang of full thickness, half of it taken away around the rivet."""
    body = boolean_union(
        CylinderGeometry(DISC, THICK, radial_segments=48),
        ExtrudeGeometry(forged_outline(), THICK),
        ExtrudeGeometry(tang_outline(), THICK),
    )
    room = CylinderGeometry(DISC + SLACK, THICK, radial_segments=48).translate(0, 0, (THICK - SLACK) / 2)
    bore = CylinderGeometry(PIN + SLACK, 1.0, radial_segments=48)
    # the jaw thins towards its tip; the cutter's edge is ground from both sides
    thin, high, wide = 0.30 * THICK, THICK, 0.03
    wedge = [(0.55 * JAW, THICK / 2), (1.01 * JAW, THICK / 2 - thin), (1.01 * JAW, high), (0.55 * JAW, high)]
    taper = ExtrudeGeometry(wedge, 2 * wide).rotate_x(pi / 2)
    edge = [(-0.001, 0.0007), (0.62 * THICK, THICK / 2 + 0.0005), (-0.001, THICK / 2 + 0.0005)]
    ground = ExtrudeGeometry.from_z0(edge, CUT[1] - CUT[0]).rotate_x(pi / 2).rotate_z(pi / 2)
    ground.translate(CUT[0], 0, 0)
    cuts = [taper, taper.copy().rotate_x(pi), ground, ground.copy().scale(1, 1, -1)]
    return boolean_difference(body, room, bore, *cuts)


def add_half(model: ArticulatedObject, name: str, rivet, *, over: bool, steel, red, black):
    """A half on the rivet; the upper one is the lower one turned over about x."""
    half = model.part(name)
    size = f"{LENGTH * 1000:.0f}"
    mark = at(text_relief(size, 3.8 * U, 0.0006), Origin((0.42 * JAW, 7.4 * U, THICK / 2 - 0.0002)))
    shapes = {
        "jaw": (forging(), steel),
        "grip": (sleeve(HANDLE), red),
        "inlay": (sleeve(HANDLE[INLAY], grow=-0.0006, shift=0.0010), black),
    }
    if not over:
        shapes["size"] = (mark, black)
    for label, (shape, material) in shapes.items():
        turned = shape.rotate_x(pi) if over else shape
        half.visual(mesh_from_geometry(turned, f"{name}_{label}"), material=material, name=label)
    side = 1 if over else -1
    bulk, place = Box((LENGTH, 0.6 * DISC, THICK)), Origin((JAW - LENGTH / 2, side * 12 * U, 0))
    half.inertial = Inertial.from_geometry(bulk, mass=0.12 * U**3 / 1e-9, origin=place)
    model.articulation(
        f"{name}_turn", "revolute", rivet, half, axis=(0, 0, -side),
        motion_limits=MotionLimits(effort=40.0, velocity=3.0, lower=0.0, upper=OPENING / 2),
    )  # fmt: skip
    model.fit(half, rivet, elem_child="jaw", elem_parent="rivet", gap=SLACK)


def add_rivet(model: ArticulatedObject, steel):
    """The rivet with two low heads."""
    rivet = model.part("rivet")
    face, head, rise = THICK / 2 + SLACK, 1.62 * PIN, 1.1 * U
    upper = [(PIN, face), (head, face), (head, face + 0.4 * rise), (0.7 * head, face + rise), (0, face + rise)]
    lower = [(radius, -z) for radius, z in reversed(upper)]
    rivet.visual(
        mesh_from_geometry(LatheGeometry([*lower, *upper], segments=48), "rivet"), material=steel, name="rivet"
    )
    rivet.inertial = Inertial.from_geometry(Box((2 * PIN, 2 * PIN, THICK)), mass=0.008)
    return rivet


def build_object_model() -> ArticulatedObject:
    """The pliers shut, as held flat in a hand."""
    model = ArticulatedObject("pliers")
    steel = model.material("forged_steel", rgba=(0.55, 0.56, 0.58, 1.0))
    bright = model.material("ground_steel", rgba=(0.76, 0.77, 0.79, 1.0))
    red = model.material("red_sleeve", rgba=(0.78, 0.09, 0.08, 1.0))
    black = model.material("black_inlay", rgba=(0.09, 0.09, 0.10, 1.0))
    rivet = add_rivet(model, bright)
    for name, over in (("first_half", False), ("second_half", True)):
        add_half(model, name, rivet, over=over, steel=steel, red=red, black=black)
    model.couple("second_half_turn", "first_half_turn", ratio=1.0)
    model.anchor(rivet, to="hand")
    return model


def run_tests() -> TestReport:
    """The jaws meet, part evenly and open the handles; the laps stay in their layers."""
    ctx = TestContext(object_model)
    tips = [ctx.part_element_world_aabb(half, elem="jaw") for half in ("first_half", "second_half")]
    sleeves = [ctx.part_element_world_aabb(half, elem="grip") for half in ("second_half", "first_half")]
    span = sleeves[0][0][1] - sleeves[1][1][1]
    ctx.check("a hand fits between the shut handles", 0.008 < span < 0.045, f"{span * 1000:.1f} mm")
    for half, way in (("first_half", "-y"), ("second_half", "+y")):
        name = f"the handle of the {half.replace('_', ' ')} goes outward"
        ctx.expect_moves(f"{half}/grip", "first_half_turn", way, min_distance=0.2 * TAIL * OPENING, name=name)
    with ctx.pose(first_half_turn=OPENING / 2):
        risen = ctx.part_element_world_aabb("first_half", elem="jaw")[1][1] - tips[0][1][1]
        ctx.check("the first jaw opens to its own side", risen > 0.1 * JAW, f"{risen * 1000:.1f} mm")
        wide = ctx.part_element_world_aabb("second_half", elem="grip")[1][1]
        other = ctx.part_element_world_aabb("first_half", elem="grip")[0][1]
        ctx.check("both handles spread alike", abs(wide + other) < 1e-4, f"{wide:.5f} and {other:.5f} m")
        reach = wide - other
        ctx.check("a hand still reaches round them", reach < 0.19, f"{reach * 1000:.0f} mm")
        clear = ctx.clearance("first_half", "second_half").distance
        ctx.check("the laps slide on each other", abs(clear) < 0.0004, f"{clear * 1000:.3f} mm")
    box = ctx.part_element_world_aabb("first_half", elem="jaw")
    ctx.check("the jaws reach as far as said", abs(box[1][0] - JAW) < 1e-4, f"{box[1][0] * 1000:.2f} mm")
    ends = ctx.part_world_aabb("first_half")
    long = ends[1][0] - ends[0][0]
    ctx.check("it is as long as said", abs(long - LENGTH) < 2e-4, f"{long * 1000:.2f} mm")
    ctx.expect_within("rivet", "first_half", axes="xy", outer_elem="jaw", name="the rivet is within the lap")
    return ctx.report()


object_model = build_object_model()
