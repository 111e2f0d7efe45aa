"""Cut openings: an outline extruded through a wall and subtracted makes a slot, a window or a coin opening.

The cutter is turned to face the wall and reaches past both of its sides; the shell stays one closed solid.

Words: cut opening, window, slot in a face, cutout, vent opening, aperture, port hole in housing, letter slot.
"""

from __future__ import annotations

from math import pi

from sdk import (
    ArticulatedObject, BoxGeometry, ExtrudeGeometry, TestContext, TestReport, boolean_difference, hinge, hollow,
    mesh_from_geometry, rounded_rect_profile, span_box,
)  # fmt: skip

WIDTH, DEPTH, HEIGHT, WALL, BARREL, SLOT = 0.22, 0.14, 0.26, 0.004, 0.003, 0.15


def build_object_model() -> ArticulatedObject:
    """A letter box: slot in the front, lid on a hinge behind."""
    model = ArticulatedObject("letter_box")
    box, lid = model.part("box"), model.part("lid")
    shell = hollow(BoxGeometry((WIDTH, DEPTH, HEIGHT)), WALL, open_face="+z")
    outline = rounded_rect_profile(SLOT, 0.024, 0.010, corner_segments=4)
    slot = ExtrudeGeometry(outline, 0.04).rotate_x(pi / 2).translate(0, -DEPTH / 2, 0.2)  # its z now looks to -y
    front = boolean_difference(shell.translate(0, 0, HEIGHT / 2), slot)
    box.visual(mesh_from_geometry(front, "shell"), name="shell")
    cover = span_box(x=(-WIDTH / 2, WIDTH / 2), y=(-BARREL - DEPTH, -BARREL), z=(0.0003, 0.012))
    lid.visual(mesh_from_geometry(cover, "cover"), name="cover")
    hinge(
        model, box, lid, at=(0, DEPTH / 2 + BARREL, HEIGHT), axis=(-1, 0, 0), length=0.7 * WIDTH,
        leaf_side=(0, 0, -1), rest_angle=pi, upper=1.4, pin_diameter=0.003, thickness=0.0013, leaf=0.014,
        child_leaf=0.011, screws=2, name="lift",
    )  # fmt: skip
    model.anchor(box, to="wall")
    return model


def run_tests() -> TestReport:
    """The lid lifts and covers the box."""
    ctx = TestContext(object_model)
    ctx.expect_moves("cover", "lift", "up", min_distance=0.05)
    ctx.expect_overlap("lid", "box", axes="xy", min_overlap=0.13, elem_a="cover", elem_b="shell")
    return ctx.report()


object_model = build_object_model()
