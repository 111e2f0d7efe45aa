"""A chest of drawers: a hollow carcass of boards on turned feet, and drawers that run on steel slides.

What it teaches: sliding parts that stay captured. One `slide` call per drawer gives both rails, the runners and
a stop; the program only leaves the room they need, and keeps `KEPT` of each runner in its rail when open.

Frame: x points out of the front, y to the left seen from inside, z up; the origin lies on the floor, centred.
"""

from __future__ import annotations

from itertools import pairwise

from sdk import (
    ArticulatedObject, ArticulationType, Box, BoxGeometry, Inertial, LatheGeometry, Origin, TestContext,
    TestReport, bent_tube, cylinder_between, hollow, mesh_from_geometry, rounded, slide,
)  # fmt: skip

# What a customer chooses: the number of drawers and the outer size without handles.
DRAWERS = 4
WIDTH = 0.60
DEPTH = 0.42
HEIGHT = 0.78

# Joinery, the same whatever the size.
BOARD, WALL, SHEET = 0.018, 0.010, 0.006  # carcass and fronts; drawer boxes; carcass back and felt
FOOT = 0.095  # floor to carcass
REVEAL = 0.003  # shadow gap around each front; fronts swell with humidity
EDGE = 0.0015  # broken edge of every visible board
MINIMUM_FRONT = 0.060  # a lower front leaves no room for a slide and a handle
KEPT = 0.30  # share of the runner that stays in the rail when open
PLAY = 0.0002  # between runner and rail

INNER_WIDTH, INNER_DEPTH = WIDTH - 2 * BOARD, DEPTH - SHEET
OPENING = HEIGHT - FOOT - 2 * BOARD
FRONT_HEIGHT = (OPENING - REVEAL * (DRAWERS + 1)) / DRAWERS
FRONT_WIDTH = INNER_WIDTH - 2 * REVEAL
# 12.7 mm per side is the trade's standard gap: the rail, the play, and the runner's flange of 0.08 heights.
SLIDE_GAP = 0.0127
BOX_WIDTH = INNER_WIDTH - 2 * SLIDE_GAP
BOX_LENGTH = INNER_DEPTH - BOARD - 0.025  # behind it room for the rails' ends and for cables
BOX_HEIGHT = min(0.72 * FRONT_HEIGHT, 0.22)
RAIL_HEIGHT = min(0.030, 0.55 * BOX_HEIGHT)
RAIL_WIDTH = SLIDE_GAP - PLAY - 0.08 * RAIL_HEIGHT
RAIL_Z = 0.12 * FRONT_HEIGHT + 0.45 * BOX_HEIGHT  # middle of the rail above the front's lower edge
RAIL_X = DEPTH / 2 - BOARD - BOX_LENGTH / 2
TRAVEL = (1 - KEPT) * BOX_LENGTH
HANDLE_WIDTH, HANDLE_REACH = min(0.160, 0.40 * FRONT_WIDTH), 0.030

WOOD_DENSITY = 680.0  # kg/m3, veneered board
DRAWER_NAMES = tuple(f"drawer_{number}" for number in range(1, DRAWERS + 1))  # 1 is the top one
SIDES = ((1, "left"), (-1, "right"))
PAINT = {
    "walnut": (0.33, 0.22, 0.15), "oiled_oak": (0.80, 0.66, 0.48), "birch": (0.86, 0.77, 0.62),
    "dark_stain": (0.16, 0.12, 0.10), "felt": (0.42, 0.50, 0.45), "brushed_brass": (0.78, 0.62, 0.32),
}  # fmt: skip


def add(part, name, paint, solid, at=(0.0, 0.0, 0.0)):
    """A visual of a built solid, moved to `at`."""
    mesh = mesh_from_geometry(solid, f"{part.name}_{name}")
    part.visual(mesh, origin=Origin(at), material=paint, name=name)


def front_floor(number: int) -> float:
    """Height of the lower edge of front `number` above the ground."""
    return FOOT + BOARD + REVEAL + (DRAWERS - number) * (FRONT_HEIGHT + REVEAL)


def board(*size: float):
    """A board with broken edges, centred on the origin."""
    return rounded(size, EDGE, edges="all", steps=2)


def add_carcass(model: ArticulatedObject, paint):
    """Carcass: two sides between top and floor, a back, and feet."""
    carcass = model.part("carcass")
    body, middle = HEIGHT - FOOT, (HEIGHT + FOOT) / 2
    for z, name in ((HEIGHT - BOARD / 2, "top"), (FOOT + BOARD / 2, "floor")):
        add(carcass, name, paint["walnut"], board(DEPTH, WIDTH, BOARD), (0, 0, z))
    for side, label in SIDES:
        upright = board(DEPTH, BOARD, OPENING)
        add(carcass, f"side_{label}", paint["walnut"], upright, (0, side * (WIDTH - BOARD) / 2, middle))
    back = Origin((SHEET / 2 - DEPTH / 2, 0, middle))
    carcass.visual(Box((SHEET, INNER_WIDTH, OPENING)), origin=back, material=paint["dark_stain"], name="back")
    add_feet(carcass, paint)
    boards = 2 * DEPTH * WIDTH * BOARD + 2 * DEPTH * OPENING * BOARD + INNER_WIDTH * OPENING * SHEET
    carcass.inertial = Inertial.from_geometry(
        Box((DEPTH, WIDTH, body)), mass=WOOD_DENSITY * boards, origin=Origin((0, 0, middle))
    )
    return carcass


def add_feet(carcass, paint) -> None:
    """Four turned, tapered feet with brass ferrules, screwed under the floor board."""
    tip, top = 0.020, FOOT - 0.006
    leg = [(0, tip), (0.0115, tip), (0.019, top), (0.024, top), (0.024, FOOT), (0, FOOT)]
    shoe = [(0, 0), (0.0095, 0), (0.0105, 0.001), (0.0120, tip), (0, tip)]
    for x_sign, end in ((1, "front"), (-1, "rear")):
        for side, label in SIDES:
            where = (x_sign * (DEPTH / 2 - 0.045), side * (WIDTH / 2 - 0.045), 0)
            add(carcass, f"foot_{end}_{label}", paint["dark_stain"], LatheGeometry(leg, segments=24), where)
            ferrule = LatheGeometry(shoe, segments=24)
            add(carcass, f"ferrule_{end}_{label}", paint["brushed_brass"], ferrule, where)


def add_drawer(model: ArticulatedObject, carcass, number: int, paint) -> None:
    """Drawer `number` on its slide; its frame lies in the middle between its runners, x out of the front."""
    drawer = model.part(f"drawer_{number}")
    face, middle = BOX_LENGTH / 2 + BOARD, FRONT_HEIGHT / 2 - RAIL_Z  # outside and mid-height of the front
    add(drawer, "front", paint["oiled_oak"], board(BOARD, FRONT_WIDTH, FRONT_HEIGHT), (face - BOARD / 2, 0, middle))
    box, low = (BOX_LENGTH, BOX_WIDTH, BOX_HEIGHT), -0.45 * BOX_HEIGHT  # its floor
    add(drawer, "box", paint["birch"], hollow(BoxGeometry(box), WALL, open_face="+z"), (0, 0, low + BOX_HEIGHT / 2))
    felt = Box((BOX_LENGTH - 2 * WALL - 0.002, BOX_WIDTH - 2 * WALL - 0.002, 0.002))
    drawer.visual(felt, origin=Origin((0, 0, low + WALL + 0.0009)), material=paint["felt"], name="felt")
    add_handle(drawer, face, middle + 0.04 * FRONT_HEIGHT, paint)
    boards = FRONT_HEIGHT * FRONT_WIDTH * BOARD + BOX_WIDTH * BOX_LENGTH * WALL
    boards += 2 * (BOX_LENGTH + BOX_WIDTH) * BOX_HEIGHT * WALL
    drawer.inertial = Inertial.from_geometry(Box(box), mass=WOOD_DENSITY * boards, origin=Origin((0, 0, low / 2)))
    slide(
        model, carcass, drawer, at=(RAIL_X, 0, front_floor(number) + RAIL_Z), axis=(1, 0, 0), travel=TRAVEL,
        style="drawer", length=BOX_LENGTH, width=RAIL_WIDTH, height=RAIL_HEIGHT, spacing=BOX_WIDTH, gap=PLAY,
        engagement=KEPT - 0.01, name=f"carcass_to_drawer_{number}",
    )  # fmt: skip


def add_handle(drawer, face: float, height: float, paint) -> None:
    """A bent bar pull on two rosettes, a little above the middle, where a hand expects it."""
    half, out = HANDLE_WIDTH / 2, face + HANDLE_REACH
    ends = [(face - 0.001, -half, 0), (out, -half, 0), (out, half, 0), (face - 0.001, half, 0)]
    add(drawer, "handle", paint["brushed_brass"], bent_tube(ends, 0.005, 0.012, segments=12), (0, 0, height))
    for side, label in SIDES:
        rosette = cylinder_between((face - 0.001, side * half, 0), (face + 0.004, side * half, 0), 0.0095)
        add(drawer, f"rosette_{label}", paint["brushed_brass"], rosette, (0, 0, height))


def build_object_model() -> ArticulatedObject:
    """The cabinet with all drawers shut."""
    if FRONT_HEIGHT < MINIMUM_FRONT:
        needed = DRAWERS * (MINIMUM_FRONT + REVEAL) + REVEAL + FOOT + 2 * BOARD
        raise ValueError(
            f"{DRAWERS} drawers in HEIGHT = {HEIGHT:.3f} m leave fronts of {FRONT_HEIGHT * 1000:.0f} mm; "
            f"want at least {MINIMUM_FRONT * 1000:.0f} mm, that is HEIGHT >= {needed:.3f}"
        )
    model = ArticulatedObject("drawer_cabinet")
    paint = {name: model.material(name, rgba=(*rgb, 1.0)) for name, rgb in PAINT.items()}
    carcass = add_carcass(model, paint)
    for number in range(1, DRAWERS + 1):
        add_drawer(model, carcass, number, paint)
    model.anchor(carcass, to="floor")
    return model


def run_tests() -> TestReport:
    """What the prompt promises: the count, hollow drawers, guided travel, no contact between neighbours."""
    ctx = TestContext(object_model)
    joints = [object_model.get_articulation(f"carcass_to_{name}") for name in DRAWER_NAMES]
    kinds = {joint.articulation_type for joint in object_model.articulations}
    ctx.check("every joint is a sliding drawer's", len(object_model.articulations) == DRAWERS
              and kinds == {ArticulationType.PRISMATIC})  # fmt: skip
    for board_name, axis, wanted in (("top", 0, DEPTH), ("top", 1, WIDTH)):
        low, high = ctx.part_element_world_aabb("carcass", elem=board_name)
        ctx.check(f"the carcass measures {wanted} m", abs(high[axis] - low[axis] - wanted) < 1e-4)
    top = ctx.part_world_aabb("carcass")[1][2]
    ctx.check("the carcass has the asked height", abs(top - HEIGHT) < 1e-4, f"{top:.4f} m")
    for name in DRAWER_NAMES:
        felt, box = (ctx.part_element_world_aabb(name, elem=elem) for elem in ("felt", "box"))
        depth = box[1][2] - felt[1][2]
        ctx.check(f"{name} is an open box", depth > 0.6 * BOX_HEIGHT, f"inner depth {depth:.4f} m")
        ctx.expect_moves("front", f"carcass_to_{name}", "+x", min_distance=0.99 * TRAVEL, name=f"{name} opens")
    for upper, lower in pairwise(DRAWER_NAMES):
        fronts = {"positive_elem": "front", "negative_elem": "front", "name": f"reveal under {upper}"}
        ctx.expect_gap(upper, lower, axis="z", min_gap=0.9 * REVEAL, max_gap=1.1 * REVEAL, **fronts)
    with ctx.pose(dict.fromkeys(joints, TRAVEL)):
        for name, joint in zip(DRAWER_NAMES, joints, strict=True):
            for _, label in SIDES:
                pair = {"elem_a": f"{joint.name}_runner_{label}", "elem_b": f"{joint.name}_rail_{label}"}
                kept = {"min_overlap": 0.95 * KEPT * BOX_LENGTH, "name": f"{name} keeps its {label} runner in"}
                ctx.expect_overlap(name, "carcass", axes="x", **kept, **pair)
    return ctx.report()


object_model = build_object_model()
