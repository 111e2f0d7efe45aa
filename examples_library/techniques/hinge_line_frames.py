"""Hinge line: the child's frame lies on the hinge axis, so the lid is drawn around it and swings about the pin.

A point of the lid is given as seen from the axis, not from the box; `positive="up"` picks the sign of the
axis.

Words: hinge line, hinge frame, hinge axis, joint origin, joint frame, lid, revolute, piano hinge, swing.
"""

from __future__ import annotations

from math import pi

from sdk import (
    ArticulatedObject, BoxGeometry, TestContext, TestReport, hinge, hollow, mesh_from_geometry, span_box,
)  # fmt: skip

WIDTH, DEPTH, HEIGHT, LID = 0.24, 0.16, 0.10, 0.02
BARREL = 0.003  # radius of the knuckles: the axis lies that far behind the back


def build_object_model() -> ArticulatedObject:
    """A box whose lid hangs on a piano hinge along the rear upper edge."""
    model = ArticulatedObject("hinged_box")
    box, lid = model.part("box"), model.part("lid")
    tub = hollow(BoxGeometry((DEPTH, WIDTH, HEIGHT)), 0.005, open_face="+z").translate(0, 0, HEIGHT / 2)
    box.visual(mesh_from_geometry(tub, "tub"), name="tub")
    # Seen from the axis, the lid reaches forward (+x) and its underside is 0.3 mm above.
    panel = span_box(x=(BARREL, BARREL + DEPTH), y=(-WIDTH / 2, WIDTH / 2), z=(0.0003, LID))
    lid.visual(mesh_from_geometry(panel, "panel"), name="panel")
    hinge(
        model, box, lid, at=(-DEPTH / 2 - BARREL, 0, HEIGHT), axis=(0, 1, 0), length=0.8 * WIDTH, kind="piano",
        leaf_side=(0, 0, -1), rest_angle=pi, lower=0.0, upper=1.5, pin_diameter=0.003, thickness=0.0013,
        leaf=0.012, positive="up", positive_elem="panel", name="lift",
    )  # fmt: skip
    model.anchor(box, to="table")
    return model


def run_tests() -> TestReport:
    """The lid covers the box, lifts at its front edge, and its rear edge stays at the hinge."""
    ctx = TestContext(object_model)
    ctx.expect_overlap("lid", "box", axes="xy", min_overlap=0.15, elem_a="panel", elem_b="tub")
    ctx.expect_moves("panel", "lift", "up", min_distance=0.05)
    with ctx.pose(lift=1.5):
        low, high = ctx.part_element_world_aabb("lid", elem="panel")
        ctx.check("the open lid stands behind the box", high[0] < -DEPTH / 2 + 0.02, f"ends at {high[0]:.3f}")
        ctx.check("its edge stays at the hinge", abs(low[2] - HEIGHT) < 0.005, f"starts at {low[2]:.3f}")
    return ctx.report()


object_model = build_object_model()
