"""Interlock: the door may only swing while its bolt is drawn, and every check and sweep knows it.

`latch` makes bolt, sleeve, strike plate and the interlock; `model.interlock` states any other condition.

Words: interlock, latch, lock, bolt, strike plate, safety catch, blocked until released, door lock, requires.
"""

from __future__ import annotations

from math import pi

from sdk import (
    ArticulatedObject, TestContext, TestReport, hinge, latch, mesh_from_geometry, span_box,
)  # fmt: skip

WIDTH, HEIGHT, THICK, DRAW = 0.30, 0.40, 0.018, 0.016


def build_object_model() -> ArticulatedObject:
    """A frame of two posts on a sill, and a door with a bolt."""
    model = ArticulatedObject("bolted_door")
    frame, door, bolt = model.part("frame"), model.part("door"), model.part("bolt")
    half, y = WIDTH / 2, (0.0, THICK)
    posts = {"hinge_post": (-half - 0.043, -half - 0.003), "lock_post": (half + 0.003, half + 0.043)}
    for name, x in posts.items():
        frame.visual(mesh_from_geometry(span_box(x=x, y=y, z=(0.0195, HEIGHT)), name), name=name)
    sill = span_box(x=(-half - 0.043, half + 0.043), y=(-0.10, 0.10), z=(0, 0.02))
    frame.visual(mesh_from_geometry(sill, "sill"), name="sill")
    axis_x, axis_y, z = -half - 0.0015, -0.0037, HEIGHT / 2
    board = span_box(x=(-half - axis_x, half - axis_x), y=(-axis_y, THICK - axis_y), z=(0.03 - z, HEIGHT - z))
    door.visual(mesh_from_geometry(board, "board"), name="board")
    hinge(
        model, frame, door, at=(axis_x, axis_y, z), axis=(0, 0, 1), length=0.12, leaf_side=(-1, 0, 0),
        leaf_face=(0, 1, 0), rest_angle=pi, pin_diameter=0.004, thickness=0.0015, leaf=0.028, lower=0.0,
        upper=1.6, positive="-y", positive_elem="board", name="swing",
    )  # fmt: skip
    latch(
        model, door, bolt, at=(half - axis_x - 0.023, -axis_y - 0.0062, 0.05), axis=(-1, 0, 0), travel=DRAW,
        length=0.05, reveal=0.0015, blocks="swing", grip=False, name="draw",
    )  # fmt: skip
    model.anchor(frame, to="floor")
    return model


def run_tests() -> TestReport:
    """The interlock is there, and with the bolt drawn the door swings."""
    ctx = TestContext(object_model)
    ctx.check("the swing is blocked by the bolt", object_model.interlocks[0].joint == "swing")
    with ctx.pose(draw=DRAW):
        ctx.expect_moves("board", "swing", "-y", min_distance=0.1)
    return ctx.report()


object_model = build_object_model()
