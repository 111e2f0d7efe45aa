"""A revolving door: glazed drum walls under a canopy, leaves on a centre post that turn without end and can fold.

What it teaches: parts made by a count. The drum's walls are just wide enough that one leaf is always in them, however
many leaves there are. Each leaf hangs on its own pivot rod, so that in an emergency they fold together like a book.

Frame: x points out of the building, z up; the origin lies on the ground in the middle of the drum.
"""

from __future__ import annotations

from math import ceil, cos, pi, sin

from sdk import (
    ArticulatedObject, Box, Cylinder, ExtrudeGeometry, Inertial, LatheGeometry, MotionLimits, Origin,
    TestContext, TestReport, axle, bent_tube, boolean_difference, boolean_union, button, cylinder_between,
    mesh_from_geometry, rounded, span_box, text_relief,
)  # fmt: skip

# What a customer chooses.
DIAMETER = 2.4  # inside of the drum
HEIGHT = 2.30  # clear, from the floor to the canopy
LEAVES = 4
CANOPY = 0.34  # height of the canopy

# Drum.
RADIUS, FRAME_DEEP = DIAMETER / 2, 0.07
FLOOR = 0.025  # top of the floor
WALL_ANGLE = 2 * pi / LEAVES + 0.10  # a leaf is in each wall at any time
FACET = pi / 48
SIDES = ((1, "left"), (-1, "right"))

# Post and leaves.
POST, ROD, ROD_PLACE = (0.060, 0.011, 0.125)  # radii of post and pivot rod; how far the rods stand off the middle
SLACK, SEAL = 0.0003, 0.005  # of the rods in their bores; of the brushes to drum, floor and canopy
LOW, TOP = FLOOR + 0.045, FLOOR + HEIGHT - 0.045  # of a leaf's frame
STILE, THICK, GLASS = 0.055, 0.046, 0.012
REACH = RADIUS - 0.035 - ROD_PLACE  # from the rod to the leaf's outer edge
FOLD = 2 * pi / LEAVES - 0.50
BAR = 1.05  # height of the push bars


def add(part, name, material, first, *more, less=()):
    """A visual of these solids in one, without those of `less`, all drawn in the part's frame."""
    shape = boolean_union(first, *more) if more else first
    shape = boolean_difference(shape, *less) if less else shape
    return part.visual(mesh_from_geometry(shape, f"{part.name}_{name}"), material=material, name=name)


def sector(inner: float, outer: float, middle: float, angle: float, low: float, high: float):
    """A piece of a ring around z, `angle` wide around the direction `middle`."""
    steps = max(2, ceil(angle / FACET / 2))
    turns = [middle + angle * (row / steps - 0.5) for row in range(steps + 1)]
    arc = [(outer * cos(turn), outer * sin(turn)) for turn in turns]
    arc += [(inner * cos(turn), inner * sin(turn)) for turn in reversed(turns)]
    return ExtrudeGeometry.from_z0(arc, high - low).translate(0, 0, low)


def disc(radius: float, low: float, high: float):
    """A round plate."""
    return LatheGeometry([(0, low), (radius, low), (radius, high), (0, high)], segments=64)


def add_frame(model: ArticulatedObject, colours):
    """Floor with a mat, two glazed walls, the canopy with its fascia, ceiling lamps and sign."""
    bronze, glass, dark, mat, light, white = colours
    frame, outside = model.part("frame"), RADIUS + FRAME_DEEP
    floor = LatheGeometry(
        [(0, 0), (outside + 0.06, 0), (outside + 0.03, FLOOR), (RADIUS - 0.14, FLOOR), (RADIUS - 0.14, FLOOR - 0.012),
         (0, FLOOR - 0.012)], segments=64,
    )  # fmt: skip
    add(frame, "floor", bronze, floor)
    pitch, reach = 0.08, RADIUS - 0.142
    count = int((reach - 0.03) / pitch)
    ribs = [disc(reach, FLOOR - 0.013, FLOOR - 0.006)]
    for row in range(-count, count + 1):
        half = (reach**2 - (abs(row) * pitch + 0.03) ** 2) ** 0.5 - 0.01
        y = (row * pitch - 0.02, row * pitch + 0.02)
        ribs.append(span_box(x=(-half, half), y=y, z=(FLOOR - 0.010, FLOOR)))
    add(frame, "mat", mat, *ribs)
    high = FLOOR + HEIGHT
    for side, label in SIDES:
        way = side * pi / 2
        inner, outer = RADIUS, outside
        rails = [
            sector(inner, outer, way, WALL_ANGLE, FLOOR - 0.01, 0.16),
            sector(inner, outer, way, WALL_ANGLE, BAR - 0.03, BAR + 0.03),
            sector(inner, outer, way, WALL_ANGLE, high - 0.10, high + 0.01),
        ]
        post = 0.075 / RADIUS
        turns = [way - WALL_ANGLE / 2 + post / 2, way + WALL_ANGLE / 2 - post / 2]
        posts = [sector(inner - 0.001, outer + 0.001, turn, post, FLOOR - 0.01, high + 0.01) for turn in turns]
        middle = sector(inner, outer, way, 0.05 / RADIUS, FLOOR, high)
        add(frame, f"wall_{label}", bronze, *rails, *posts, middle)
        pane = sector(inner + 0.028, inner + 0.040, way, WALL_ANGLE - post, 0.15, high - 0.09)
        add(frame, f"wall_glass_{label}", glass, pane)
    roof = [(0, high), (outside, high), (outside + 0.05, high + 0.05), (outside + 0.05, high + CANOPY - 0.04),
            (outside + 0.02, high + CANOPY), (0, high + CANOPY)]  # fmt: skip
    void = [
        (0.12, high + 0.03), (outside - 0.03, high + 0.03), (outside - 0.03, high + CANOPY - 0.03),
        (0.12, high + CANOPY - 0.03),
    ]  # fmt: skip
    add(frame, "canopy", bronze, LatheGeometry([*roof], segments=64), less=[LatheGeometry(void, segments=64)])
    band = [(outside + 0.045, high + CANOPY / 2 - 0.02), (outside + 0.058, high + CANOPY / 2 - 0.02),
            (outside + 0.058, high + CANOPY / 2 + 0.02), (outside + 0.045, high + CANOPY / 2 + 0.02)]  # fmt: skip
    add(frame, "fascia_band", dark, LatheGeometry(band, segments=64))
    for row in range(4):
        turn = (row + 0.5) * pi / 2
        place = (0.58 * RADIUS * cos(turn), 0.58 * RADIUS * sin(turn), high + 0.003)
        frame.visual(Cylinder(0.07, 0.010), origin=Origin(place), material=light, name=f"lamp_{row}")
    x, z = outside + 0.03, high + CANOPY / 2
    board = rounded((0.06, 0.78, min(0.20, CANOPY - 0.06)), 0.02, edges="x", steps=3).translate(x + 0.02, 0, z)
    add(frame, "sign", dark, board)
    letters = text_relief("ENTRANCE", 0.10, 0.006).rotate_x(pi / 2).rotate_z(pi / 2)
    low, top = letters.bounds
    letters.translate(x + 0.049 - low[0], -(low[1] + top[1]) / 2, z - (low[2] + top[2]) / 2)
    add(frame, "sign_letters", white, letters)
    frame.inertial = Inertial.from_geometry(Box((DIAMETER, DIAMETER, HEIGHT)), mass=900.0, origin=Origin((0, 0, 1.1)))
    return frame


def add_post(model: ArticulatedObject, frame, bronze, steel):
    """The centre post on a fixed shaft from floor to canopy, with two spiders that hold the leaves' rods."""
    rotor, length = model.part("post"), HEIGHT - 0.04
    add(
        rotor, "column", bronze,
        cylinder_between((0, 0, -length / 2 + 0.012), (0, 0, length / 2 - 0.012), POST, segments=24),
    )  # fmt: skip
    arms = []
    for low in (LOW - 0.024, TOP + 0.004):
        z = low - FLOOR - HEIGHT / 2
        arms.append(
            LatheGeometry([(0, z), (ROD_PLACE + 0.03, z), (ROD_PLACE + 0.03, z + 0.02), (0, z + 0.02)], segments=32)
        )
    add(rotor, "spiders", steel, *arms)
    ends = [LOW - 0.014 - FLOOR - HEIGHT / 2, TOP + 0.014 - FLOOR - HEIGHT / 2]
    for row in range(LEAVES):
        turn = row * 2 * pi / LEAVES
        x, y = ROD_PLACE * cos(turn), ROD_PLACE * sin(turn)
        rod = LatheGeometry([(0, ends[0]), (ROD, ends[0]), (ROD, ends[1]), (0, ends[1])], segments=16)
        add(rotor, f"rod_{row}", steel, rod.rotate_z(turn).translate(x, y, 0))
    axle(
        model, frame, rotor, at=(0, 0, FLOOR + HEIGHT / 2), axis=(0, 0, 1), diameter=0.050, length=length, ends="plain",
        overhang=0.012, name="turn", material=steel,
    )  # fmt: skip
    rotor.inertial = Inertial.from_geometry(Box((0.2, 0.2, HEIGHT)), mass=60.0)
    return rotor


def add_leaf(model: ArticulatedObject, rotor, row: int, colours):
    """A leaf: a frame with glass, a push bar on both faces, brushes on three edges, on its pivot rod."""
    bronze, glass, dark, steel = colours
    leaf, turn = model.part(f"leaf_{row}"), row * 2 * pi / LEAVES
    middle = FLOOR + HEIGHT / 2
    low, top, inner = LOW - middle, TOP - middle, -0.024
    spun = Origin((0, 0, 0), (0, 0, turn))  # one mesh serves all leaves
    half = THICK / 2
    outline = span_box(x=(inner, REACH), y=(-half, half), z=(low, top))
    window = span_box(x=(inner + STILE, REACH - STILE), y=(-1, 1), z=(low + 0.22, top - 0.09))
    bore = LatheGeometry(
        [(0, -3), ((ROD + SLACK) / cos(pi / 16), -3), ((ROD + SLACK) / cos(pi / 16), 3), (0, 3)], segments=16
    )
    pane = span_box(
        x=(inner + STILE - 0.01, REACH - STILE + 0.01), y=(-GLASS / 2, GLASS / 2), z=(low + 0.21, top - 0.08)
    )
    brush = [
        span_box(x=(REACH - 0.004, RADIUS - SEAL - ROD_PLACE), y=(-0.006, 0.006), z=(low + 0.001, top - 0.001)),
        span_box(x=(0.17, REACH - 0.002), y=(-0.006, 0.006), z=(FLOOR + SEAL - middle, low + 0.004)),
        span_box(x=(0.17, REACH - 0.002), y=(-0.006, 0.006), z=(top - 0.004, FLOOR + HEIGHT - SEAL - middle)),
    ]  # fmt: skip
    solids = {
        "stiles": (bronze, outline, window, bore), "glass": (glass, pane),
        "brush": (dark, boolean_union(*brush)),
    }  # fmt: skip
    for name, (material, shape, *less) in solids.items():
        shape = boolean_difference(shape, *less) if less else shape
        leaf.visual(mesh_from_geometry(shape, f"leaf_{name}"), origin=spun, material=material, name=name)
    z, near, far = BAR - middle, inner + STILE + 0.12, REACH - 0.5 * STILE
    for side, label in SIDES:
        y = side * (half + 0.055)
        line = [
            (near, side * (GLASS / 2 - 0.002), z), (near, y, z), (far, y, z), (far, side * (half - 0.004), z),
        ]  # fmt: skip
        bar = mesh_from_geometry(bent_tube(line, 0.016, 0.04, segments=10), f"leaf_push_bar_{label}")
        leaf.visual(bar, origin=spun, material=steel, name=f"push_bar_{label}")
    model.articulation(
        f"fold_{row}", "revolute", rotor, leaf, origin=Origin((ROD_PLACE * cos(turn), ROD_PLACE * sin(turn), 0)),
        axis=(0, 0, 1), motion_limits=MotionLimits(lower=0.0, upper=FOLD, effort=150.0, velocity=1.0),
    )  # fmt: skip
    model.fit(leaf, rotor, elem_child="stiles", elem_parent=f"rod_{row}", gap=SLACK)
    place = Origin((0.5 * REACH * cos(turn), 0.5 * REACH * sin(turn), 0))
    leaf.inertial = Inertial.from_geometry(Box((0.8, 0.8, HEIGHT)), mass=48.0, origin=place)


def add_button(model: ArticulatedObject, frame, dark):
    """A box beside the entrance with a push button that slows the door down."""
    turn = pi / 2 - WALL_ANGLE / 2
    x, y = (RADIUS + 0.03) * cos(turn), (RADIUS + 0.03) * sin(turn)
    place = (x + 0.03, y + 0.05, 1.0)
    add(frame, "button_box", dark, rounded((0.07, 0.11, 0.17), 0.015, edges="x", steps=3).translate(*place))
    button(
        model, frame, model.part("slow_button"), at=(place[0] + 0.035, place[1], place[2]), normal=(1, 0, 0),
        diameter=0.05, travel=0.004, name="slow_button",
    )  # fmt: skip


def build_object_model() -> ArticulatedObject:
    """The door with its first leaf pointing out of the entrance."""
    model = ArticulatedObject("revolving_door")
    bronze = model.material("bronze_anodised", rgba=(0.36, 0.29, 0.22, 1.0))
    glass = model.material("clear_glass", rgba=(0.70, 0.83, 0.87, 0.35))
    dark = model.material("black_brush", rgba=(0.09, 0.09, 0.09, 1.0))
    mat = model.material("grey_mat", rgba=(0.33, 0.34, 0.36, 1.0))
    steel = model.material("brushed_steel", rgba=(0.74, 0.75, 0.76, 1.0))
    light = model.material("lamp", rgba=(1.0, 0.96, 0.84, 1.0))
    white = model.material("white_letters", rgba=(0.96, 0.96, 0.94, 1.0))
    frame = add_frame(model, (bronze, glass, dark, mat, light, white))
    rotor = add_post(model, frame, bronze, steel)
    for row in range(LEAVES):
        add_leaf(model, rotor, row, (bronze, glass, dark, steel))
    add_button(model, frame, dark)
    model.anchor(frame, to="floor")
    return model


def run_tests() -> TestReport:
    """The leaves turn inside the drum without touching it, at least one seals each wall, they fold out of the way."""
    ctx = TestContext(object_model)
    ctx.expect_moves("leaf_0", "turn", "+y", min_distance=0.3)
    ctx.expect_moves("leaf_0/push_bar_left", "fold_0", "+y", min_distance=0.1)
    ctx.expect_moves("slow_button", "slow_button", "-x", min_distance=0.003)
    for turn in (0.0, 0.3, pi / LEAVES):
        with ctx.pose(turn=turn):
            ctx.expect_gap(
                "frame", "leaf_0", axis="z", min_gap=0.002, positive_elem="canopy",
                name=f"under the canopy {turn:.2f}",
            )  # fmt: skip
            edges = [(row * 2 * pi / LEAVES + turn) % (2 * pi) for row in range(LEAVES)]
            for side, label in SIDES:
                away = [abs((edge - side * pi / 2 + pi) % (2 * pi) - pi) for edge in edges]
                ctx.check(
                    f"a leaf is in the {label} wall at {turn:.2f}", min(away) < WALL_ANGLE / 2,
                    f"{min(away):.2f} rad",
                )  # fmt: skip
    box = ctx.part_world_aabb("leaf_0")
    ctx.check("the brush nearly meets the drum", 0.002 < RADIUS - box[1][0] < 0.01, f"reaches {box[1][0]:.3f} m")
    ctx.expect_gap(
        "leaf_0", "frame", axis="z", min_gap=0.002, max_gap=0.02, negative_elem="mat",
        name="brush over the mat",
    )  # fmt: skip
    with ctx.pose(fold_0=FOLD):
        tip = ctx.part_world_aabb("leaf_0")[1][0]
        ctx.check("a folded leaf leaves the way free", tip < 0.92 * RADIUS, f"reaches x = {tip:.2f} m")
        room = ctx.clearance("leaf_0", "leaf_1").distance
        ctx.check("it clears its neighbour", room > 0.005, f"{room * 1000:.1f} mm")
    leaves = [part.name for part in object_model.parts if part.name.startswith("leaf")]
    ctx.check("as many leaves as ordered", len(leaves) == LEAVES, f"{leaves}")
    clear = 2 * RADIUS * sin((pi - WALL_ANGLE) / 2)
    ctx.check("the entrance is wide enough to pass", clear > 0.7, f"{clear:.2f} m")
    return ctx.report()


object_model = build_object_model()
