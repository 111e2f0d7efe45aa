"""A chest of drawers: a hollow carcass of boards and drawers that run on steel slides.

What it teaches: sliding parts that stay captured. Every drawer carries a runner that lies in a channel
screwed to the carcass, touches it over the whole travel, and keeps `KEPT` of its length inside when fully
open.

Frame: x points out of the front, y to the left seen from inside, z up; the origin lies on the floor, centred.
"""

from __future__ import annotations

from itertools import pairwise
from math import pi, tau

from sdk import (
    ArticulatedObject,
    ArticulationType,
    Box,
    Cylinder,
    ExtrudeGeometry,
    Inertial,
    LatheGeometry,
    LoftGeometry,
    MeshGeometry,
    MotionLimits,
    Origin,
    TestContext,
    TestReport,
    mesh_from_geometry,
    rounded_rect_profile,
    wire_from_points,
)

# What a customer chooses: the number of drawers and the outer size without handles.
DRAWERS = 4
WIDTH = 0.60
DEPTH = 0.42
HEIGHT = 0.78

# Joinery, the same whatever the size.
BOARD = 0.018  # carcass and drawer fronts
BOX_WALL = 0.012  # drawer sides and backs
SHEET = 0.006  # carcass back and drawer bottoms
FOOT = 0.095  # floor to carcass
REVEAL = 0.003  # shadow gap around each front; fronts swell with humidity
CHAMFER = 0.0015  # broken edge of every visible board
MINIMUM_FRONT = 0.060  # a lower front leaves no room for a slide and a handle

# Ball-bearing slides: 12.7 mm per side is the trade's standard gap between drawer and carcass.
SLIDE_GAP = 0.0127
STEEL = 0.0012
RUNNER_PLAY = 0.0008  # between runner and the channel's web and upper flange; it rests on the lower flange
KEPT = 0.30  # share of the runner that stays in the channel when open

INNER_WIDTH = WIDTH - 2 * BOARD
INNER_DEPTH = DEPTH - SHEET
OPENING = HEIGHT - FOOT - 2 * BOARD
FRONT_HEIGHT = (OPENING - REVEAL * (DRAWERS + 1)) / DRAWERS
FRONT_WIDTH = INNER_WIDTH - 2 * REVEAL
BOX_WIDTH = INNER_WIDTH - 2 * SLIDE_GAP
BOX_LENGTH = INNER_DEPTH - BOARD - 0.020  # behind it room for the stops and for cables
BOX_HEIGHT = min(0.72 * FRONT_HEIGHT, 0.22)
BOX_FLOOR = 0.12 * FRONT_HEIGHT  # lower edge of the box above the lower edge of the front
CHANNEL_HEIGHT = min(0.040, 0.60 * BOX_HEIGHT)
RUNNER_HEIGHT = CHANNEL_HEIGHT - 2 * STEEL - RUNNER_PLAY
RUNNER_FLOOR = BOX_FLOOR + 0.15 * BOX_HEIGHT  # lower edge of the runner above the lower edge of the front
TRAVEL = (1 - KEPT) * BOX_LENGTH
HANDLE_WIDTH = min(0.160, 0.40 * FRONT_WIDTH)
HANDLE_REACH = 0.030
HANDLE_RADIUS = 0.005

WOOD_DENSITY = 680.0  # kg/m3, veneered board
DRAWER_NAMES = tuple(f"drawer_{number}" for number in range(1, DRAWERS + 1))  # 1 is the top one


def front_floor(number: int) -> float:
    """Height of the lower edge of front `number` above the ground."""
    below = DRAWERS - number
    return FOOT + BOARD + REVEAL + below * (FRONT_HEIGHT + REVEAL)


def chamfered_board(length: float, width: float, thickness: float) -> MeshGeometry:
    """Board centred on the origin, thickness along z, with rounded corners and broken edges."""

    def outline(inset: float, z: float) -> list[tuple[float, float, float]]:
        profile = rounded_rect_profile(length - 2 * inset, width - 2 * inset, 2 * CHAMFER, corner_segments=3)
        return [(x, y, z) for x, y in profile]

    half = thickness / 2
    return LoftGeometry(
        [
            outline(CHAMFER, -half),
            outline(0.0, -half + CHAMFER),
            outline(0.0, half - CHAMFER),
            outline(CHAMFER, half),
        ]
    )


def along_x(profile: list[tuple[float, float]], length: float) -> MeshGeometry:
    """Bar with its section given in (y, z), running along x from 0 to `length`."""
    # A third of a turn about the space diagonal takes x to y, y to z and z to x.
    return ExtrudeGeometry(profile, length, center=False).rotate((1, 1, 1), tau / 3)


def channel_section(side: int) -> list[tuple[float, float]]:
    """C section of the fixed channel: y = 0 on the carcass side, opening toward the middle."""
    inward = -side
    lip = SLIDE_GAP - 0.002
    outline = [
        (0.0, -STEEL),
        (lip, -STEEL),
        (lip, 0.0),
        (STEEL, 0.0),
        (STEEL, CHANNEL_HEIGHT - 2 * STEEL),
        (lip, CHANNEL_HEIGHT - 2 * STEEL),
        (lip, CHANNEL_HEIGHT - STEEL),
        (0.0, CHANNEL_HEIGHT - STEEL),
    ]
    return [(inward * y, z) for y, z in outline]


def add_carcass(model: ArticulatedObject, wood, dark, steel, brass):
    """Carcass: two sides, top, floor, back, feet, and a channel with a stop per drawer and side."""
    carcass = model.part("carcass")
    body_height = HEIGHT - FOOT
    flat = mesh_from_geometry(chamfered_board(DEPTH, WIDTH, BOARD), "carcass_flat")
    carcass.visual(flat, origin=Origin(xyz=(0, 0, HEIGHT - BOARD / 2)), material=wood, name="top")
    carcass.visual(flat, origin=Origin(xyz=(0, 0, FOOT + BOARD / 2)), material=wood, name="floor")
    upright = chamfered_board(DEPTH, body_height - 2 * BOARD, BOARD).rotate_x(pi / 2)
    upright_mesh = mesh_from_geometry(upright, "carcass_side")
    middle = FOOT + body_height / 2
    for side, label in ((1, "left"), (-1, "right")):
        where = Origin(xyz=(0, side * (WIDTH - BOARD) / 2, middle))
        carcass.visual(upright_mesh, origin=where, material=wood, name=f"side_{label}")
    carcass.visual(
        Box((SHEET, INNER_WIDTH, OPENING)),
        origin=Origin(xyz=(-DEPTH / 2 + SHEET / 2, 0, middle)),
        material=dark,
        name="back",
    )
    add_feet(carcass, dark, brass)
    for number in range(1, DRAWERS + 1):
        add_channels(carcass, number, steel)
    boards = 2 * DEPTH * WIDTH * BOARD + 2 * DEPTH * OPENING * BOARD + INNER_WIDTH * OPENING * SHEET
    carcass.inertial = Inertial.from_geometry(
        Box((DEPTH, WIDTH, body_height)), mass=WOOD_DENSITY * boards, origin=Origin(xyz=(0, 0, middle))
    )
    return carcass


def add_feet(carcass, dark, brass) -> None:
    """Four turned, tapered feet with brass ferrules, screwed under the floor board."""
    ferrule = 0.020
    leg = [
        (0, ferrule),
        (0.0115, ferrule),
        (0.019, FOOT - 0.006),
        (0.024, FOOT - 0.006),
        (0.024, FOOT),
        (0, FOOT),
    ]
    tip = [(0, 0), (0.0095, 0), (0.0105, 0.001), (0.0120, ferrule), (0, ferrule)]
    leg_mesh = mesh_from_geometry(LatheGeometry(leg, segments=32), "foot_leg")
    tip_mesh = mesh_from_geometry(LatheGeometry(tip, segments=32), "foot_ferrule")
    for x_sign, end in ((1, "front"), (-1, "rear")):
        for y_sign, label in ((1, "left"), (-1, "right")):
            where = Origin(xyz=(x_sign * (DEPTH / 2 - 0.045), y_sign * (WIDTH / 2 - 0.045), 0))
            carcass.visual(leg_mesh, origin=where, material=dark, name=f"foot_{end}_{label}")
            carcass.visual(tip_mesh, origin=where, material=brass, name=f"ferrule_{end}_{label}")


def add_channels(carcass, number: int, steel) -> None:
    """Channel and rear stop on both carcass sides for drawer `number`."""
    rear = DEPTH / 2 - BOARD - BOX_LENGTH
    height = front_floor(number) + RUNNER_FLOOR
    for side, label in ((1, "left"), (-1, "right")):
        channel = mesh_from_geometry(along_x(channel_section(side), BOX_LENGTH), f"channel_{label}")
        carcass.visual(
            channel,
            origin=Origin(xyz=(rear, side * INNER_WIDTH / 2, height)),
            material=steel,
            name=f"channel_{label}_{number}",
        )
        # The runner's end meets this tab when the drawer is shut, so the front stops flush with the carcass.
        tab = 0.003
        carcass.visual(
            Box((tab, SLIDE_GAP - 0.002, CHANNEL_HEIGHT)),
            origin=Origin(
                xyz=(
                    rear - tab / 2,
                    side * (INNER_WIDTH / 2 - SLIDE_GAP / 2 + 0.001),
                    height - STEEL + CHANNEL_HEIGHT / 2,
                )
            ),
            material=steel,
            name=f"stop_{label}_{number}",
        )


def add_drawer(model: ArticulatedObject, carcass, number: int, front_wood, box_wood, steel, brass):
    """Drawer `number`; its frame lies on the front's outer face, at the middle of the lower edge."""
    drawer = model.part(f"drawer_{number}")
    front = chamfered_board(FRONT_HEIGHT, FRONT_WIDTH, BOARD).rotate_y(pi / 2)
    drawer.visual(
        mesh_from_geometry(front, "drawer_front"),
        origin=Origin(xyz=(-BOARD / 2, 0, FRONT_HEIGHT / 2)),
        material=front_wood,
        name="front",
    )
    add_box(drawer, box_wood)
    for side, label in ((1, "left"), (-1, "right")):
        depth = SLIDE_GAP - STEEL - RUNNER_PLAY
        section = rounded_rect_profile(depth, RUNNER_HEIGHT, 0.001, corner_segments=2)
        drawer.visual(
            mesh_from_geometry(along_x(section, BOX_LENGTH), "drawer_runner"),
            origin=Origin(
                xyz=(-BOARD - BOX_LENGTH, side * (BOX_WIDTH + depth) / 2, RUNNER_FLOOR + RUNNER_HEIGHT / 2)
            ),
            material=steel,
            name=f"runner_{label}",
        )
    add_handle(drawer, brass)
    boards = FRONT_HEIGHT * FRONT_WIDTH * BOARD + BOX_WIDTH * BOX_LENGTH * SHEET
    boards += 2 * (BOX_LENGTH + BOX_WIDTH) * BOX_HEIGHT * BOX_WALL
    drawer.inertial = Inertial.from_geometry(
        Box((BOX_LENGTH, BOX_WIDTH, BOX_HEIGHT)),
        mass=WOOD_DENSITY * boards,
        origin=Origin(xyz=(-BOARD - BOX_LENGTH / 2, 0, BOX_FLOOR + BOX_HEIGHT / 2)),
    )
    model.articulation(
        f"carcass_to_drawer_{number}",
        ArticulationType.PRISMATIC,
        parent=carcass,
        child=drawer,
        origin=Origin(xyz=(DEPTH / 2, 0, front_floor(number))),
        axis=(1, 0, 0),
        motion_limits=MotionLimits(effort=60.0, velocity=0.6, lower=0.0, upper=TRAVEL),
    )
    return drawer


def add_box(drawer, wood) -> None:
    """The open-topped box behind the front: two sides, inner front, back and a thin bottom."""
    middle = BOX_FLOOR + BOX_HEIGHT / 2
    for side, label in ((1, "left"), (-1, "right")):
        drawer.visual(
            Box((BOX_LENGTH, BOX_WALL, BOX_HEIGHT)),
            origin=Origin(xyz=(-BOARD - BOX_LENGTH / 2, side * (BOX_WIDTH - BOX_WALL) / 2, middle)),
            material=wood,
            name=f"box_{label}",
        )
    between = BOX_WIDTH - 2 * BOX_WALL
    for x, label in ((-BOARD - BOX_WALL / 2, "inner_front"), (-BOARD - BOX_LENGTH + BOX_WALL / 2, "back")):
        drawer.visual(
            Box((BOX_WALL, between, BOX_HEIGHT)),
            origin=Origin(xyz=(x, 0, middle)),
            material=wood,
            name=f"box_{label}",
        )
    drawer.visual(
        Box((BOX_LENGTH - 2 * BOX_WALL, between, SHEET)),
        origin=Origin(xyz=(-BOARD - BOX_LENGTH / 2, 0, BOX_FLOOR + 0.004 + SHEET / 2)),
        material=wood,
        name="box_bottom",
    )


def add_handle(drawer, brass) -> None:
    """A bent bar pull on two rosettes, a little above the middle where a hand expects it."""
    half = HANDLE_WIDTH / 2
    bar = wire_from_points(
        [(0, -half, 0), (HANDLE_REACH, -half, 0), (HANDLE_REACH, half, 0), (0, half, 0)],
        radius=HANDLE_RADIUS,
        radial_segments=20,
        corner_radius=0.012,
        corner_segments=8,
        cap_ends=True,
    )
    height = 0.54 * FRONT_HEIGHT
    drawer.visual(
        mesh_from_geometry(bar, "handle_bar"),
        origin=Origin(xyz=(0, 0, height)),
        material=brass,
        name="handle",
    )
    for side, label in ((1, "left"), (-1, "right")):
        drawer.visual(
            Cylinder(radius=0.0095, length=0.004),
            origin=Origin(xyz=(0.002, side * half, height), rpy=(0, pi / 2, 0)),
            material=brass,
            name=f"rosette_{label}",
        )


def build_object_model() -> ArticulatedObject:
    """The cabinet with all drawers shut."""
    if FRONT_HEIGHT < MINIMUM_FRONT:
        needed = DRAWERS * (MINIMUM_FRONT + REVEAL) + REVEAL + FOOT + 2 * BOARD
        raise ValueError(
            f"{DRAWERS} drawers in HEIGHT = {HEIGHT:.3f} m leave fronts of {FRONT_HEIGHT * 1000:.0f} mm; "
            f"want at least {MINIMUM_FRONT * 1000:.0f} mm, that is HEIGHT >= {needed:.3f}"
        )
    model = ArticulatedObject("drawer_cabinet")
    walnut = model.material("walnut", rgba=(0.33, 0.22, 0.15, 1.0))
    oak = model.material("oiled_oak", rgba=(0.80, 0.66, 0.48, 1.0))
    birch = model.material("birch", rgba=(0.86, 0.77, 0.62, 1.0))
    dark = model.material("dark_stain", rgba=(0.16, 0.12, 0.10, 1.0))
    steel = model.material("zinc_steel", rgba=(0.66, 0.68, 0.70, 1.0))
    brass = model.material("brushed_brass", rgba=(0.78, 0.62, 0.32, 1.0))
    carcass = add_carcass(model, walnut, dark, steel, brass)
    for number in range(1, DRAWERS + 1):
        add_drawer(model, carcass, number, oak, birch, steel, brass)
    return model


def run_tests() -> TestReport:
    """What the prompt promises: the count, hollow drawers, guided travel, no contact between neighbours."""
    ctx = TestContext(object_model)
    carcass = object_model.get_part("carcass")
    joints = [object_model.get_articulation(f"carcass_to_{name}") for name in DRAWER_NAMES]
    drawers = [object_model.get_part(name) for name in DRAWER_NAMES]

    ctx.check(
        "as many sliding drawers as asked for",
        len(object_model.articulations) == DRAWERS
        and all(joint.articulation_type == ArticulationType.PRISMATIC for joint in joints),
    )
    ctx.check("every drawer opens outward", all(joint.axis == (1.0, 0.0, 0.0) for joint in joints))
    size = [high - low for low, high in zip(*ctx.part_world_aabb(carcass), strict=True)]
    wanted = (DEPTH, WIDTH, HEIGHT)
    ctx.check(
        "the carcass has the asked size",
        all(abs(a - b) < 1e-4 for a, b in zip(size, wanted, strict=True)),
        f"measured={size} wanted={wanted}",
    )
    for number, drawer in enumerate(drawers, start=1):
        bottom = ctx.part_element_world_aabb(drawer, elem="box_bottom")
        wall = ctx.part_element_world_aabb(drawer, elem="box_left")
        hollow = wall[1][2] - bottom[1][2]
        ctx.check(f"drawer {number} is an open box", hollow > 0.6 * BOX_HEIGHT, f"inner depth {hollow:.4f} m")
        ctx.expect_contact(
            drawer,
            carcass,
            elem_a="runner_left",
            elem_b=f"stop_left_{number}",
            contact_tol=5e-5,
            name=f"drawer {number} shuts against its stop",
        )
    for upper, lower in pairwise(drawers):
        ctx.expect_gap(
            upper,
            lower,
            axis="z",
            positive_elem="front",
            negative_elem="front",
            min_gap=0.9 * REVEAL,
            max_gap=1.1 * REVEAL,
            name=f"reveal between {upper.name} and {lower.name}",
        )

    with ctx.pose(dict.fromkeys(joints, TRAVEL)):
        for number, drawer in enumerate(drawers, start=1):
            for label in ("left", "right"):
                ctx.expect_overlap(
                    drawer,
                    carcass,
                    axes="x",
                    min_overlap=0.99 * KEPT * BOX_LENGTH,
                    elem_a=f"runner_{label}",
                    elem_b=f"channel_{label}_{number}",
                    name=f"drawer {number} keeps its {label} runner in the channel when open",
                )
                ctx.expect_contact(
                    drawer,
                    carcass,
                    elem_a=f"runner_{label}",
                    elem_b=f"channel_{label}_{number}",
                    contact_tol=5e-5,
                    name=f"drawer {number} still rests on its {label} channel when open",
                )
            ctx.expect_gap(
                drawer,
                carcass,
                axis="x",
                positive_elem="front",
                negative_elem="top",
                min_gap=TRAVEL - BOARD - 1e-4,
                name=f"drawer {number} really comes out",
            )
    return ctx.report()


object_model = build_object_model()
