"""A laptop stand: two scissor frames lift a ventilated tray that stays level, and two stops fold up in front.

What it teaches: a linkage in one call. `scissor` makes four arms, their pins and slotted rails, and couples
every joint to one angle; the program adds only what is fastened to the two ends.

Frame: x points to the person in front of the stand, z up; the origin lies on the table, in the middle.
"""

from __future__ import annotations

from math import asin, cos, pi, sin

from sdk import (
    ArticulatedObject, Box, Inertial, Origin, TestContext, TestReport, boolean_union, foot, hinge,
    mesh_from_geometry, rounded, scissor, slot_plate, span_box,
)  # fmt: skip

# What a customer chooses.
WIDTH = 0.26  # of the tray, across
DEPTH = 0.25  # of the tray, front to back
LIFT = 0.13  # from the lowest to the highest position

# Plates and frames.
SHEET = 0.005
FOOT = 0.006
CORNER = 0.018
PIN = 0.008
EYE = 0.9 * PIN  # half the height of arms and rails
BAR = 0.004  # thickness of an arm
LOWEST = 0.16  # angle of the arms, radians; lower, the push that lifts would have no lever
ARM = (DEPTH - 0.004 - 3 * EYE) / cos(LOWEST)  # between the pins at its ends; a rail is 3 EYE longer
HIGHEST = asin(sin(LOWEST) + LIFT / ARM)
REST = LOWEST + 0.45 * (HIGHEST - LOWEST)
BACK = -DEPTH / 2 + 0.002 + EYE  # the fixed pins, from the middle of the plates

# The stops are the hinges' own long leaves.
STOP_WIDTH = 0.050
STOP_HEIGHT = 0.024
STOP_SHEET = 0.0012
STOP_PIN = 0.003
BARREL = STOP_PIN / 2 + 0.0002 + STOP_SHEET
ALUMINIUM = 2700.0  # kg/m3


def add(part, name, geometry, material):
    """A visual from geometry drawn in the part's own frame."""
    return part.visual(mesh_from_geometry(geometry, f"{part.name}_{name}"), material=material, name=name)


def add_base(model: ArticulatedObject, silver, rubber):
    """Base: a plate with two windows on four rubber feet."""
    base = model.part("base")
    window = (0.58 * DEPTH, 0.26 * WIDTH)
    plate = slot_plate(
        (DEPTH, WIDTH), SHEET, slots=[(0, s * 0.19 * WIDTH, *window) for s in (1, -1)], corner=CORNER
    ).translate(0, 0, FOOT + SHEET / 2)
    add(base, "plate", plate, silver)
    for x in (-1, 1):
        for y in (-1, 1):
            corner = (x * (DEPTH / 2 - CORNER), y * (WIDTH / 2 - CORNER), FOOT)
            foot(model, base, at=corner, diameter=0.02, height=FOOT, material=rubber)
    base.inertial = Inertial.from_geometry(
        Box((DEPTH, WIDTH, SHEET)), mass=ALUMINIUM * DEPTH * WIDTH * SHEET * 0.7, origin=Origin((0, 0, FOOT))
    )
    return base


def add_tray(model: ArticulatedObject, silver, rubber):
    """Tray: a plate with slots for air, pads, and a turned-up rim behind; its frame lies on the rear pins."""
    tray = model.part("tray")
    slots = [(0.13 * row * DEPTH, 0, 0.55 * WIDTH, 0.011, pi / 2) for row in range(-2, 3)]
    plate = slot_plate((DEPTH, WIDTH), SHEET, slots=slots, corner=CORNER)
    rim = rounded((SHEET, 0.7 * WIDTH, 0.018), 0.002, edges="x").translate((SHEET - DEPTH) / 2, 0, 0.007)
    where = (-BACK, 0, EYE + SHEET / 2)
    add(tray, "tray_plate", boolean_union(plate, rim).translate(*where), silver)
    for side, label in ((1, "left"), (-1, "right")):
        pad = rounded((0.7 * DEPTH, 0.016, 0.002), 0.006)
        pad.translate(-BACK, side * 0.40 * WIDTH, EYE + SHEET + 0.001)
        add(tray, f"pad_{label}", pad, rubber)
    mass = 0.8 * ALUMINIUM * DEPTH * WIDTH * SHEET
    tray.inertial = Inertial.from_geometry(Box((DEPTH, WIDTH, SHEET)), mass=mass, origin=Origin(where))
    return tray


def add_stop(model: ArticulatedObject, tray, label: str, y: float, silver, rubber):
    """A stop for a laptop's front edge; folded it lies under the tray, raised it stands before it."""
    stop = model.part(f"stop_{label}")
    hinge(
        model, tray, stop, at=(DEPTH / 2 - BACK + BARREL + 0.0005, y, EYE - BARREL), axis=(0, -1, 0),
        leaf_side=(-1, 0, 0), length=STOP_WIDTH, pin_diameter=STOP_PIN, thickness=STOP_SHEET, leaf=0.016,
        child_leaf=STOP_HEIGHT, screws=1, knuckles=3, rest_angle=0.0, upper=1.5 * pi - 0.03, name=f"stop_hinge_{label}",
        material=silver,
    )  # fmt: skip
    low = BARREL + SHEET + 0.001  # raised, the cushion begins above the tray
    cushion = span_box(
        x=(-STOP_HEIGHT + 0.001, -low), y=(-0.4 * STOP_WIDTH, 0.4 * STOP_WIDTH), z=(-BARREL - 0.002, -BARREL)
    )
    add(stop, f"cushion_{label}", cushion, rubber)
    return stop


def build_object_model() -> ArticulatedObject:
    """The stand at a middle height, its stops folded away."""
    model = ArticulatedObject("laptop_stand")
    silver = model.material("brushed_aluminium", rgba=(0.74, 0.75, 0.77, 1.0))
    rubber = model.material("rubber", rgba=(0.10, 0.10, 0.11, 1.0))
    grey = model.material("anodised_grey", rgba=(0.36, 0.38, 0.41, 1.0))
    base = add_base(model, silver, rubber)
    tray = add_tray(model, silver, rubber)
    scissor(
        model, base, tray, at=(BACK, 0, FOOT + SHEET + EYE), axis=(0, -1, 0), along=(1, 0, 0),
        half_length=ARM / 2, theta=REST, lowest=LOWEST, highest=HIGHEST, width=0.86 * WIDTH,
        pin_diameter=PIN, thickness=BAR, name="lift", material=grey,
    )  # fmt: skip
    add_stop(model, tray, "left", 0.22 * WIDTH, silver, rubber)
    add_stop(model, tray, "right", -0.22 * WIDTH, silver, rubber)
    model.anchor(base, to="table")
    return model


def run_tests() -> TestReport:
    """The tray rises straight and as far as said, lies flat when low, and the stops rise before it."""
    ctx = TestContext(object_model)
    ctx.expect_moves("tray", "lift", "up", min_distance=0.5 * LIFT)
    ctx.expect_moves("cushion_left", "stop_hinge_left", "down", name="the left stop folds out from below")
    heights, places = [], []
    for angle in (LOWEST, HIGHEST):
        with ctx.pose(lift=angle - REST):
            place = ctx.part_world_position("tray")
            heights.append(place[2])
            places.append(place[:2])
            ctx.expect_within("tray", "base", axes="xy", margin=0.01, inner_elem="tray_plate", outer_elem="plate")
    ctx.check("the lift is as said", abs(heights[1] - heights[0] - LIFT) < 1e-4, f"{heights}")
    ctx.check("it rises straight", max(abs(a - b) for a, b in zip(*places, strict=True)) < 1e-4, f"{places}")
    with ctx.pose(lift=LOWEST - REST):
        ctx.expect_gap(
            "stop_left", "base", axis="z", negative_elem="plate", min_gap=0.02,
            name="the stops clear the base",
        )  # fmt: skip
        low = ctx.part_element_world_aabb("tray", elem="tray_plate")
        ctx.check("it folds flat", low[0][2] < 0.075, f"underside at {low[0][2]:.4f} m")
    with ctx.pose(stop_hinge_left=1.5 * pi - 0.03, stop_hinge_right=1.5 * pi - 0.03):
        for label in ("left", "right"):
            elements = {"positive_elem": f"cushion_{label}", "negative_elem": "tray_plate"}
            front, plate = f"stop_{label}", "tray"
            pad = f"pad_{label}"
            ctx.expect_overlap(front, plate, axes="z", min_overlap=0.0005, elem_a=f"cushion_{label}", elem_b=pad)
            ctx.expect_gap(front, plate, axis="x", min_gap=-0.002, max_gap=0.002, **elements)
    return ctx.report()


object_model = build_object_model()
