"""Bayonet: a plug goes in, turns under ledges and is held; drawing it out needs the lugs under their slots.

Words: bayonet, twist lock, quarter turn, lugs, push and twist, twist to lock, lens mount, ledges.
"""

from __future__ import annotations

from sdk import (
    ArticulatedObject, CylinderGeometry, TestContext, TestReport, bayonet, mesh_from_geometry, span_box,
)  # fmt: skip

ANGLE, DROP = 0.9, 0.02


def build_object_model() -> ArticulatedObject:
    """A ring under a bracket, and a cup locked in it."""
    model = ArticulatedObject("twist_lock")
    stand, cup = model.part("stand"), model.part("cup")
    plates = {"foot": ((-0.06, 0.10), (0, 0.012)), "post": ((0.084, 0.10), (0.0115, 0.184)),
              "arm": ((-0.035, 0.10), (0.16, 0.184))}  # fmt: skip
    for name, (x, z) in plates.items():
        plate = span_box(x=x, y=(-0.04, 0.04), z=z)
        stand.visual(mesh_from_geometry(plate, name), name=name)
    made = bayonet(
        model, stand, cup, at=(0, 0, 0.14), axis=(0, 0, -1), diameter=0.05, angle=ANGLE, drop=DROP, name="lock",
    )  # fmt: skip
    x, y, z = made.ports["collar"].xyz
    body = CylinderGeometry(0.030, 0.030, radial_segments=48).translate(x, y, z - 0.015)
    cup.visual(mesh_from_geometry(body, "body"), name="body")
    model.anchor(stand, to="table")
    return model


def run_tests() -> TestReport:
    """Turned all the way the cup may be drawn down by the drop, and the interlock says so."""
    ctx = TestContext(object_model)
    ctx.check("drawing needs the turn", any(one.joint == "lock_draw" for one in object_model.interlocks))
    before = ctx.part_world_aabb("cup")[0][2]
    with ctx.pose(lock=ANGLE, lock_draw=DROP):
        after = ctx.part_world_aabb("cup")[0][2]
    ctx.check("it comes out downward", before - after > 0.9 * DROP, f"{before - after:.4f} m")
    return ctx.report()


object_model = build_object_model()
