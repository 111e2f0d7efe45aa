"""A folding camping chair: two crossed frames of tube, a seat cloth that folds between them, a back cloth.

What it teaches: a closed loop. The front frame follows the rear one by a ratio, so that all four feet stay on
the ground; the two halves of the seat hang between them, and `close_loop` works out how they move.

Frame: x points to where the sitter looks, z up; the origin lies on the ground under the crossing.
"""

from __future__ import annotations

from math import acos, asin, cos, hypot, pi, sin

from sdk import (
    ArticulatedObject, Box, Inertial, MotionLimits, Origin, TestContext, TestReport, axle, bent_tube,
    cylinder_between, hinge, mesh_from_geometry, pin_joint, rounded,
)  # fmt: skip

# What a customer chooses.
SEAT_HEIGHT = 0.43
SEAT_DEPTH = 0.42
WIDTH = 0.52  # over the frames
BACK_HEIGHT = 0.42  # of the back above the seat

# Tube and feet.
TUBE = 0.011  # radius
BAR = 0.009  # radius of the bar on the ground
FOOT = 0.020  # radius of the rubber feet
SLACK = 0.0003

# The crossed frames, seen from the side: A leads from the front foot up to the back, B from the rear foot up
# to the front of the seat. They cross in the middle of their lengths.
RISE = SEAT_HEIGHT - FOOT
ARM = hypot(SEAT_DEPTH, RISE) / 2  # from the crossing to a foot and to a seat bar
ANGLE = asin(RISE / 2 / ARM)  # of both frames to the ground
FOLDED = acos(0.065 / ARM)  # the seat bars then stand 130 mm apart
RECLINE = 0.22
FRAME_A = WIDTH / 2 - TUBE  # y of its tubes
FRAME_B = FRAME_A - 2 * TUBE - 0.004

# Where things are, (x, z).
FRONT_FOOT = (SEAT_DEPTH / 2, FOOT)
REAR_FOOT = (-SEAT_DEPTH / 2, FOOT)
CROSSING = (0.0, FOOT + RISE / 2)
REAR_BAR = (-SEAT_DEPTH / 2, SEAT_HEIGHT)
FRONT_BAR = (SEAT_DEPTH / 2, SEAT_HEIGHT)
TOP = (REAR_BAR[0] - BACK_HEIGHT * sin(RECLINE), SEAT_HEIGHT + BACK_HEIGHT * cos(RECLINE))

# The seat cloth.
SAG = 0.10  # slope of each half, radians
SEAM = (0.0, SEAT_HEIGHT - SEAT_DEPTH / 2 * sin(SAG) / cos(SAG))
CLOTH = 0.0016
CORD = 0.004  # diameter of the cord in the seam
CLOTH_WIDTH = 2 * (FRAME_B - TUBE - 0.006)

# What stands for each part in dynamics: kilograms, and the size and middle of a box in the part's frame.
BULK = {
    "ground_bar": (0.40, (2 * BAR, WIDTH, 2 * BAR), (FRONT_FOOT[0], 0, FOOT)),
    "frame_a": (1.50, (SEAT_DEPTH, WIDTH, RISE + BACK_HEIGHT), (-0.8 * SEAT_DEPTH, 0, 0.57 * (RISE + BACK_HEIGHT))),
    "frame_b": (0.95, (SEAT_DEPTH, WIDTH, RISE), (-0.02, 0, -0.02)),
    "seat_back_half": (0.13, (SEAT_DEPTH / 2, CLOTH_WIDTH, 0.02), (0.21 * SEAT_DEPTH, 0, -0.01)),
    "seat_front_half": (0.13, (SEAT_DEPTH / 2, CLOTH_WIDTH, 0.02), (0.30 * SEAT_DEPTH, 0, 0.01)),
}


def add(part, name, geometry, material):
    """A visual from geometry drawn in the part's own frame."""
    return part.visual(mesh_from_geometry(geometry, f"{part.name}_{name}"), material=material, name=name)


def seen_from(origin, point, y: float = 0.0):
    """The place (x, z) at width y, in the frame of a part that stands at `origin`."""
    return (point[0] - origin[0], y, point[1] - origin[1])


def across(origin, point, half: float, radius: float, wall: float | None = None):
    """A bar or sleeve along y."""
    ends = (seen_from(origin, point, -half), seen_from(origin, point, half))
    return cylinder_between(*ends, radius, wall=wall, segments=40)


def add_rear_frame(model: ArticulatedObject, frame, steel, cloth, rubber):
    """The bar on the ground, and frame A turning on it with the back cloth."""
    bar, rear = model.part("ground_bar"), model.part("frame_a")
    for side in (-1, 1):
        points = [seen_from(FRONT_FOOT, point, side * FRAME_A) for point in (FRONT_FOOT, REAR_BAR, TOP)]
        add(rear, f"tube_{'left' if side > 0 else 'right'}", bent_tube(points, TUBE, 0.060), frame)
    add(rear, "seat_bar", across(FRONT_FOOT, REAR_BAR, FRAME_A, TUBE), frame)
    add(rear, "top_bar", across(FRONT_FOOT, TOP, FRAME_A + TUBE, TUBE), frame)
    middle = seen_from(FRONT_FOOT, ((REAR_BAR[0] + TOP[0]) / 2, (REAR_BAR[1] + TOP[1]) / 2 + 0.03))
    panel = rounded((CLOTH, 2 * FRAME_A, 0.66 * BACK_HEIGHT), 0.030, edges="x")
    add(rear, "back_cloth", panel.rotate_y(-RECLINE).translate(*middle), cloth)
    back = [(REAR_BAR[0] + s * (TOP[0] - REAR_BAR[0]), SEAT_HEIGHT + s * (TOP[1] - SEAT_HEIGHT)) for s in (0.24, 0.9)]
    for side in (-1, 1):
        ends = [seen_from(FRONT_FOOT, point, side * FRAME_A) for point in back]
        add(
            rear, f"back_sleeve_{'left' if side > 0 else 'right'}", cylinder_between(*ends, TUBE + CLOTH),
            cloth,
        )  # fmt: skip
    axle(
        model, bar, rear, at=seen_from((0, 0), FRONT_FOOT), axis=(0, 1, 0), diameter=2 * BAR,
        length=WIDTH + 0.01, overhang=0.030, lower=0.0, upper=FOLDED - ANGLE, name="fold", material=steel,
    )  # fmt: skip
    for side in (-1, 1):
        inner, outer = (side * (WIDTH / 2 + 0.005 + reach) for reach in (0.014, 0.046))
        ends = (seen_from((0, 0), FRONT_FOOT, inner), seen_from((0, 0), FRONT_FOOT, outer))
        add(
            bar, f"front_foot_{'left' if side > 0 else 'right'}", cylinder_between(*ends, FOOT, segments=48),
            rubber,
        )  # fmt: skip
    return bar, rear


def add_front_frame(model: ArticulatedObject, rear, frame, steel, rubber):
    """Frame B, bolted to frame A where they cross; it follows at twice the angle, the other way round."""
    front = model.part("frame_b")
    for side in (-1, 1):
        label = "left" if side > 0 else "right"
        ends = [seen_from(CROSSING, point, side * FRAME_B) for point in (REAR_FOOT, FRONT_BAR)]
        add(front, f"leg_{label}", cylinder_between(*ends, TUBE), frame)
        foot = [seen_from(CROSSING, REAR_FOOT, side * (FRAME_B + reach)) for reach in (-0.020, 0.028)]
        add(front, f"rear_foot_{label}", cylinder_between(*foot, FOOT, segments=48), rubber)
    add(front, "foot_bar", across(CROSSING, REAR_FOOT, FRAME_B, TUBE), frame)
    add(front, "seat_edge", across(CROSSING, FRONT_BAR, FRAME_B + TUBE, TUBE), frame)
    pin_joint(
        model, rear, front, at=seen_from(FRONT_FOOT, CROSSING), axis=(0, 1, 0), diameter=0.008, width=WIDTH,
        style="shoulder_screw", lower=-2 * (FOLDED - ANGLE), upper=0.0, name="crossing", material=steel,
    )  # fmt: skip
    model.couple("crossing", "fold", ratio=-2.0)
    return front


def add_seat(model: ArticulatedObject, rear, front, cloth):
    """The seat cloth: two halves with a corded seam between them and a sleeve around each seat bar."""
    back_half, front_half = model.part("seat_back_half"), model.part("seat_front_half")
    reach = SEAT_DEPTH / 2 / cos(SAG) - TUBE - 0.001
    model.articulation(
        "seat_hang", "revolute", rear, back_half, origin=Origin(seen_from(FRONT_FOOT, REAR_BAR)),
        axis=(0, 1, 0), motion_limits=MotionLimits(lower=-0.2, upper=1.4),
    )  # fmt: skip
    hinge(
        model, back_half, front_half, at=seen_from(REAR_BAR, SEAM), axis=(0, 1, 0), kind="piano",
        length=CLOTH_WIDTH, leaf_side=(-cos(SAG), 0, sin(SAG)), leaf=reach, child_leaf=reach, thickness=CLOTH,
        pin_diameter=CORD, knuckles=15, screws=0, rest_angle=pi - 2 * SAG, lower=0.2 - pi + 2 * SAG,
        upper=0.0, name="seat_seam", material=cloth,
    )  # fmt: skip
    for half, origin, point in ((back_half, REAR_BAR, REAR_BAR), (front_half, SEAM, FRONT_BAR)):
        add(half, "sleeve", across(origin, point, CLOTH_WIDTH / 2, TUBE + SLACK + CLOTH, wall=CLOTH), cloth)
    model.fit(back_half, rear, elem_child="sleeve", elem_parent="seat_bar", gap=SLACK)
    model.fit(front_half, front, elem_child="sleeve", elem_parent="seat_edge", gap=SLACK)
    model.close_loop(
        front_half, seen_from(SEAM, FRONT_BAR), front, seen_from(CROSSING, FRONT_BAR), driver="fold",
        dependents=("seat_hang", "seat_seam"),
    )  # fmt: skip


def build_object_model() -> ArticulatedObject:
    """The chair set up for sitting."""
    model = ArticulatedObject("camping_chair")
    frame = model.material("powder_coated_tube", rgba=(0.20, 0.22, 0.23, 1.0))
    steel = model.material("zinc_plated_steel", rgba=(0.68, 0.69, 0.70, 1.0))
    cloth = model.material("olive_canvas", rgba=(0.33, 0.40, 0.22, 1.0))
    rubber = model.material("black_rubber", rgba=(0.08, 0.08, 0.08, 1.0))
    bar, rear = add_rear_frame(model, frame, steel, cloth, rubber)
    front = add_front_frame(model, rear, frame, steel, rubber)
    add_seat(model, rear, front, cloth)
    for part, (mass, size, middle) in BULK.items():
        model.get_part(part).inertial = Inertial.from_geometry(Box(size), mass=mass, origin=Origin(middle))
    model.anchor(bar, to="floor")
    return model


def run_tests() -> TestReport:
    """It stands on four feet open and folded, the seat stays between its bars, and it really gets flat."""
    ctx = TestContext(object_model)
    bars = {"positive_elem": "seat_edge", "negative_elem": "seat_bar"}
    most = FOLDED - ANGLE
    ctx.expect_gap(
        "frame_b", "frame_a", axis="x", min_gap=SEAT_DEPTH - 0.03, name="the seat is as deep as said", **bars
    )
    ctx.expect_moves("frame_b", "fold", "up", min_distance=0.05)
    ctx.expect_moves("seat_front_half", "fold", "down", name="the seat sags as the chair folds")
    for part in ("ground_bar", "frame_b"):
        low = ctx.part_world_aabb(part)[0][2]
        ctx.check(f"{part} stands on the ground", abs(low) < 5e-4, f"lowest point {low:.5f} m")
    for share in (0.0, 0.5, 1.0):
        with ctx.pose(fold=share * most):
            # Level bars mean that the frames mirror each other, and so that all feet stay on the ground.
            level = {"elem_a": "seat_edge", "elem_b": "seat_bar", "min_overlap": 1.99 * TUBE}
            ctx.expect_overlap("frame_b", "frame_a", axes="z", name=f"the bars are level, {share:.0%} folded", **level)
            for half, frame, bar in (("back", "frame_a", "seat_bar"), ("front", "frame_b", "seat_edge")):
                sleeve = {"inner_elem": bar, "outer_elem": "sleeve"}
                name = f"the {half} sleeve holds its bar, {share:.0%} folded"
                ctx.expect_within(frame, f"seat_{half}_half", axes="xz", margin=0.0, name=name, **sleeve)
    with ctx.pose(fold=most):
        ctx.expect_gap("frame_b", "frame_a", axis="x", max_gap=0.12, min_gap=0.08, name="it folds flat", **bars)
        ctx.expect_gap("seat_back_half", "ground_bar", axis="z", min_gap=0.1, name="the cloth clears the ground bar")
    return ctx.report()


object_model = build_object_model()
