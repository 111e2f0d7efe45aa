"""A wardrobe: hinged doors, a hanging rail with hangers that slide on it, shelves, and a row of drawers.

What it teaches: a carcass divided by rule. Doors, partition, drawers and shelves all follow from their counts
and the outer size; every door turns on pivots in the boards above and below it, and doors that are hinged
back to back open less far, so that their handles never meet.

Frame: x points out of the front, y to the right of one who stands before it, z up; the origin lies on the
floor under the middle of the depth.
"""

from __future__ import annotations

from itertools import pairwise
from math import pi

from sdk import (
    ArticulatedObject, Box, Inertial, MotionLimits, Origin, TestContext, TestReport, bent_tube,
    boolean_difference, boolean_union, cylinder_between, hinge, hollow, mesh_from_geometry, rounded, slide,
    span_box,
)  # fmt: skip

# What a customer chooses.
WIDTH = 1.20
DEPTH = 0.58
HEIGHT = 2.00
DOORS = 2
DRAWERS = 2  # side by side under the doors
SHELVES = 4
HANGERS = 3

# Boards; the doors and drawer fronts lie before the carcass' sides, between boards that reach the front.
BOARD, SHEET = 0.019, 0.005
DOOR, GAP = 0.020, 0.004
BACK, FRONT = -DEPTH / 2, DEPTH / 2
FACE = FRONT - DOOR - GAP  # where sides, partition and dividers end
PLINTH, CROWN = 0.070, 0.030
DRAWER_Z = (PLINTH + BOARD, PLINTH + BOARD + 0.20)
FLOOR, TOP = DRAWER_Z[1] + BOARD, HEIGHT - CROWN - BOARD  # of the room behind the doors
INNER = WIDTH / 2 - BOARD  # y

# Doors: the axis lies in the thickness so that the back corner misses the side by the gap.
PIN, PLATE = 0.0025, 0.002
AXIS_IN, AXIS_X = 0.0105, FACE + GAP + 0.0135
SEAM = 0.006  # between two doors
DOOR_WIDTH = (WIDTH - SEAM * (DOORS - 1)) / DOORS
DOOR_Z = (FLOOR + PLATE + 0.0002, TOP - PLATE - 0.0002)
OPEN, OPEN_INNER = 1.9, 1.3  # of a door at the side, and of one hinged at the partition
PARTITION_AFTER = 2 if DOORS == 4 else 1  # doors to the left of the partition
PARTITION_Y = -WIDTH / 2 + PARTITION_AFTER * (DOOR_WIDTH + SEAM) - SEAM / 2

# Rail and hangers in the right compartment, under a hat shelf.
RAIL, RAIL_X, RAIL_Z = 0.0125, (BACK + FACE) / 2, TOP - 0.33
HANGING_Y = (PARTITION_Y + BOARD / 2, INNER)
HANGER_HALF = min(0.21, (FACE - BACK) / 2 - 0.03)
HANGER_PITCH = min(0.11, 0.30 * (HANGING_Y[1] - HANGING_Y[0]) / HANGERS * 2)
WIRE, HANG = 0.002, 0.0003  # radius of the hooks, and how far above the rail they run

# Drawers.
RUNNER, RUNNER_HEIGHT = 0.012, 0.034
FRONT_WIDTH = (WIDTH - 0.004 * (DRAWERS - 1)) / DRAWERS
DRAWER_LENGTH = FACE - BACK - SHEET - 0.020
DRAWER_TRAVEL = 0.70 * DRAWER_LENGTH


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
    return rounded(size, radius, edges=edges, steps=3).translate(*(sum(span) / 2 for span in (x, y, z)))


def about(middle, half):
    """The span around a middle."""
    return middle - half, middle + half


def handle(length: float, front: float, y: float, z: float, upright: bool):
    """A bent bar pull on a front, upright or level."""
    half, out = length / 2, front + 0.032
    ends = [(front - 0.001, -half), (out, -half), (out, half), (front - 0.001, half)]
    points = [(x, y, z + s) if upright else (x, y + s, z) for x, s in ends]
    return bent_tube(points, 0.0055, 0.014, segments=10)


def divider_ys() -> list[float]:
    """Middles of the uprights between the drawers."""
    return [-WIDTH / 2 + number * (FRONT_WIDTH + 0.004) - 0.002 for number in range(1, DRAWERS)]


def add_carcass(model: ArticulatedObject, oak, pale, dark, brass):
    """Carcass: sides, boards, back, plinth and crown, partition, shelves, hat shelf and rail."""
    carcass, half = model.part("carcass"), WIDTH / 2
    for number, side in enumerate((-1, 1), start=1):
        board = block((BACK, FACE), (side * INNER, side * half), (PLINTH + BOARD, TOP))
        add(carcass, f"side_{number}", oak, board)
    for name, z in (("bottom", PLINTH), ("floor", DRAWER_Z[1]), ("top", TOP)):
        inside = name == "floor"  # it lies between the sides, and reaches in front of them
        board = block((BACK + 0.001 * inside, FRONT), about(0, INNER if inside else half), (z, z + BOARD))
        nose = [block((FACE, FRONT), about(0, half), (z, z + BOARD))] if inside else []
        add(carcass, name, oak, board, *nose)
    add(carcass, "back", pale, block((BACK, BACK + SHEET), about(0, INNER), (PLINTH + BOARD, TOP)))
    base = block((BACK + 0.02, FACE - 0.03), about(0, half - 0.02), (0, PLINTH))
    add(carcass, "plinth", dark, base, less=(block((-1, FACE - 0.05), about(0, half - 0.04), (-1, 1)),))
    crown = block((BACK, FRONT + 0.014), about(0, half + 0.014), (TOP + BOARD, HEIGHT), 0.010, edges="z")
    add(carcass, "crown", oak, crown)
    wall = about(PARTITION_Y, BOARD / 2)
    add(carcass, "partition", oak, block((BACK + SHEET, FACE), wall, (FLOOR, TOP)))
    for number, y in enumerate(divider_ys(), start=1):
        upright = block((BACK + SHEET, FACE), about(y, BOARD / 2), DRAWER_Z)
        add(carcass, f"drawer_divider_{number}", oak, upright)
    deep = (BACK + SHEET, FACE - 0.025)
    for number in range(1, SHELVES + 1):
        z = FLOOR + number * (TOP - FLOOR) / (SHELVES + 1)
        shelf = block(deep, (-INNER, wall[0]), about(z, BOARD / 2))
        add(carcass, f"shelf_{number}", oak, shelf)
    add(carcass, "hat_shelf", oak, block(deep, HANGING_Y, (TOP - 0.27, TOP - 0.27 + BOARD)))
    bar = cylinder_between((RAIL_X, HANGING_Y[0], RAIL_Z), (RAIL_X, HANGING_Y[1], RAIL_Z), RAIL, segments=24)
    sockets = [cylinder_between((RAIL_X, a, RAIL_Z), (RAIL_X, b, RAIL_Z), 0.022, segments=24)
               for a, b in ((HANGING_Y[0], HANGING_Y[0] + 0.006), (HANGING_Y[1] - 0.006, HANGING_Y[1]))]  # fmt: skip
    add(carcass, "rail", brass, bar, *sockets)
    bulk, middle = Box((DEPTH, WIDTH, HEIGHT)), Origin((0, 0, 0.46 * HEIGHT))
    carcass.inertial = Inertial.from_geometry(bulk, mass=46.0 * WIDTH * HEIGHT * DEPTH / 0.8, origin=middle)
    return carcass


def hinge_sides() -> list[int]:
    """For each door -1 when it is hinged on its left side, 1 on its right: pairs open from their middle."""
    return [-1, 1] if DOORS == 2 else [-1, -1, 1] if DOORS == 3 else [-1, 1, -1, 1]


def most_open(number: int) -> float:
    """How far door `number` opens: doors at the outer sides go past a right angle."""
    return OPEN if number in (1, DOORS) else OPEN_INNER


def add_door(model: ArticulatedObject, carcass, number: int, side: int, front, brass, mirror):
    """A framed door on two pivots near its outer edge, a bar handle at the other; the last has a mirror."""
    door = model.part(f"door_{number}")
    left = -WIDTH / 2 + (number - 1) * (DOOR_WIDTH + SEAM)
    axis_y = left + AXIS_IN if side < 0 else left + DOOR_WIDTH - AXIS_IN
    middle, back = sum(DOOR_Z) / 2, FACE + GAP - AXIS_X
    y = (left - axis_y, left + DOOR_WIDTH - axis_y)
    tall = (DOOR_Z[1] - DOOR_Z[0]) / 2
    slab = block((back, back + DOOR), y, about(0, tall), 0.003, edges="x")
    fields = [block((back + DOOR - 0.007, 1), (y[0] + 0.062, y[1] - 0.062), z, 0.006)
              for z in ((-tall + 0.075, -0.10 * tall - 0.030), (-0.10 * tall + 0.030, tall - 0.075))]  # fmt: skip
    add(door, "panel", front, slab, less=fields)
    inner = -side * (DOOR_WIDTH - AXIS_IN - 0.031)  # y of the handle
    add(door, "handle", brass, handle(0.22, back + DOOR, inner, 0.0, upright=True))
    pads = [block((back - GAP + 0.0004, back + 0.0005), about(inner, 0.006), about(end * (tall - 0.03), 0.006))
            for end in (-1, 1)]  # fmt: skip
    if number == DOORS:
        wide = min(0.36, DOOR_WIDTH - 0.16)
        glass = block((back - 0.003, back + 0.0004), about(-side * (DOOR_WIDTH / 2 - AXIS_IN), wide / 2),
                      about(0.1 * tall, 0.62 * tall), 0.01)  # fmt: skip
        add(door, "mirror", mirror, glass)
    add(door, "bumpers", brass, pads[0].merge(pads[1]))
    hinge(
        model, carcass, door, at=(AXIS_X, axis_y, middle), axis=(0, 0, side), length=2 * tall, kind="concealed",
        pin_diameter=2 * PIN, thickness=PLATE, upper=most_open(number), name=f"door_hinge_{number}",
    )  # fmt: skip
    slab_box, place = Box((DOOR, DOOR_WIDTH, 2 * tall)), Origin((0, sum(y) / 2, 0))
    mass = 560.0 * DOOR * DOOR_WIDTH * 2 * tall
    door.inertial = Inertial.from_geometry(slab_box, mass=mass, origin=place)


def add_drawer(model: ArticulatedObject, carcass, number: int, front, pale, brass):
    """An open drawer on two rails between the uprights, with a level bar handle."""
    drawer = model.part(f"drawer_{number}")
    left = -WIDTH / 2 + (number - 1) * (FRONT_WIDTH + 0.004)
    uprights = [-INNER - BOARD / 2, *divider_ys(), INNER + BOARD / 2]
    low_y, high_y = uprights[number - 1] + BOARD / 2, uprights[number] - BOARD / 2
    y, z, middle = (low_y + high_y) / 2, sum(DRAWER_Z) / 2, FACE - DRAWER_LENGTH / 2 - 0.002
    wide = high_y - low_y - 2 * (RUNNER + 0.0002 + 0.12 * max(RUNNER, RUNNER_HEIGHT * 2 / 3))
    slide(
        model, carcass, drawer, at=(middle, y, z), axis=(1, 0, 0), travel=DRAWER_TRAVEL, style="drawer",
        width=RUNNER, height=RUNNER_HEIGHT, spacing=wide, length=DRAWER_LENGTH - 0.004,
        name=f"drawer_slide_{number}",
    )  # fmt: skip
    half, tall, face = DRAWER_LENGTH / 2, (DRAWER_Z[1] - DRAWER_Z[0]) / 2, FACE + GAP - middle
    box = hollow(block((-half, face + 0.0005), about(0, wide / 2), (0.014 - tall, tall - 0.035)), 0.010, open_face="+z")
    add(drawer, "box", pale, box)
    span = (left - y, left + FRONT_WIDTH - y)
    add(drawer, "front", front, block((face, face + DOOR), span, about(0, tall - 0.002), 0.003))
    pull = handle(min(0.22, 0.5 * FRONT_WIDTH), face + DOOR, sum(span) / 2, 0.25 * tall, upright=False)
    add(drawer, "handle", brass, pull)
    drawer.inertial = Inertial.from_geometry(Box((DRAWER_LENGTH, wide, tall)), mass=12.0 * wide + 1.0)


def add_hanger(model: ArticulatedObject, carcass, number: int, wood, brass):
    """A hanger whose hook runs along the rail; its frame stands on the rail's axis."""
    hanger = model.part(f"hanger_{number}")
    top, wide = RAIL + WIRE + HANG, RAIL + 0.006
    hook = [(0, 0, -0.066), (0, 0, -0.034), (wide, 0, -0.020), (wide, 0, top), (-wide, 0, top), (-wide, 0, -0.004)]
    add(hanger, "hook", brass, bent_tube(hook, WIRE, 0.0085, segments=8))
    low = -0.135
    arms = [(-HANGER_HALF, 0, low), (-0.02, 0, -0.070), (0.02, 0, -0.070), (HANGER_HALF, 0, low)]
    bow = bent_tube(arms, 0.0065, 0.020, segments=10)
    bar = cylinder_between((0.004 - HANGER_HALF, 0, low), (HANGER_HALF - 0.004, 0, low), 0.005, segments=10)
    add(hanger, "bow", wood, bow, bar)
    y = sum(HANGING_Y) / 2 + (number - (HANGERS + 1) / 2) * HANGER_PITCH
    reach = 0.5 * HANGER_PITCH - 0.010
    model.articulation(
        f"hanger_slide_{number}", "prismatic", carcass, hanger, origin=Origin((RAIL_X, y, RAIL_Z)), axis=(0, 1, 0),
        motion_limits=MotionLimits(effort=5.0, velocity=1.0, lower=-reach, upper=reach),
    )  # fmt: skip
    model.fit(hanger, carcass, elem_child="hook", elem_parent="rail", gap=HANG, kind="sliding")
    span = Box((2 * HANGER_HALF, 0.013, 0.14))
    hanger.inertial = Inertial.from_geometry(span, mass=0.12, origin=Origin((0, 0, -0.07)))


def build_object_model() -> ArticulatedObject:
    """The wardrobe with doors and drawers shut."""
    model = ArticulatedObject("wardrobe")
    oak = model.material("oiled_oak", rgba=(0.72, 0.56, 0.38, 1.0))
    pale = model.material("birch_ply", rgba=(0.86, 0.78, 0.64, 1.0))
    front = model.material("linen_lacquer", rgba=(0.90, 0.88, 0.83, 1.0))
    dark = model.material("dark_plinth", rgba=(0.20, 0.17, 0.15, 1.0))
    brass = model.material("brushed_brass", rgba=(0.76, 0.61, 0.33, 1.0))
    mirror = model.material("mirror", rgba=(0.82, 0.87, 0.90, 1.0))
    carcass = add_carcass(model, oak, pale, dark, brass)
    for number, side in enumerate(hinge_sides(), start=1):
        add_door(model, carcass, number, side, front, brass, mirror)
    for number in range(1, DRAWERS + 1):
        add_drawer(model, carcass, number, front, pale, brass)
    for number in range(1, HANGERS + 1):
        add_hanger(model, carcass, number, pale, brass)
    model.anchor(carcass, to="floor")
    return model


def run_tests() -> TestReport:
    """Doors and drawers open to the front and keep their gaps, hangers stay on the rail."""
    ctx = TestContext(object_model)
    low, high = ctx.part_world_aabb("carcass")
    ctx.check("it stands on the floor", abs(low[2]) < 1e-4, f"lowest point {low[2]:.5f} m")
    ctx.check("it is as high as asked", abs(high[2] - HEIGHT) < 1e-4, f"{high[2]:.4f} m")
    doors = [f"door_{number}" for number in range(1, DOORS + 1)]
    for number, door in enumerate(doors, start=1):
        ctx.expect_moves(door, f"door_hinge_{number}", "+x", min_distance=0.3 * DOOR_WIDTH)
        under = {"positive_elem": "top", "negative_elem": "panel", "name": f"{door} clears the top board"}
        ctx.expect_gap("carcass", door, axis="z", min_gap=0.001, **under)
    for left, right in pairwise(doors):
        seam = {"positive_elem": "panel", "negative_elem": "panel", "name": f"seam of {left} and {right}"}
        ctx.expect_gap(right, left, axis="y", min_gap=0.9 * SEAM, max_gap=1.1 * SEAM, **seam)
    for number in range(1, DRAWERS + 1):
        drawer, joint = f"drawer_{number}", f"drawer_slide_{number}"
        ctx.expect_moves(drawer, joint, "+x", min_distance=0.9 * DRAWER_TRAVEL)
        with ctx.pose({joint: DRAWER_TRAVEL}):
            rails = {"elem_a": f"{joint}_runner_left", "elem_b": f"{joint}_rail_left", "name": f"{drawer} stays in"}
            ctx.expect_overlap(drawer, "carcass", axes="x", min_overlap=0.1, **rails)
    for number in range(1, HANGERS + 1):
        hanger, joint = f"hanger_{number}", f"hanger_slide_{number}"
        for end in ("lower", "upper"):
            limit = getattr(object_model.get_articulation(joint).motion_limits, end)
            with ctx.pose({joint: limit}):
                on = {"inner_elem": "hook", "outer_elem": "rail", "name": f"{hanger} is on the rail, {end}"}
                ctx.expect_within(hanger, "carcass", axes="y", margin=-0.006, **on)
        ctx.expect_gap(doors[-1], hanger, axis="x", min_gap=0.004, name=f"{hanger} hangs behind the doors")
    names = [visual.name for visual in object_model.get_part("carcass").visuals]
    count = sum(name.startswith("shelf_") for name in names)
    ctx.check("as many shelves as asked for", count == SHELVES, f"{count}")
    with ctx.pose({"door_hinge_1": pi / 2}):
        aside = ctx.part_element_world_aabb("door_1", elem="panel")[1][1]
        ctx.check("the open door stands aside", aside < -WIDTH / 2 + 0.05, f"reaches to y = {aside:.3f} m")
    return ctx.report()


object_model = build_object_model()
