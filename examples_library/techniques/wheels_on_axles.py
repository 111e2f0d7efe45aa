"""Wheels on axles: each wheel turns on a through axle whose ends reach the bracket that carries them.

Words: wheel, axle, wheels, tire, rolling, cart, hub, spins continuously, roll, fork, shaft, trolley wheels.
"""

from __future__ import annotations

from sdk import (
    ArticulatedObject, Box, Origin, TestContext, TestReport, mesh_from_geometry, span_box, wheel_on,
)  # fmt: skip

WHEEL, WIDTH, TRACK, BASE = 0.10, 0.025, 0.26, 0.36
SHAFT, CHEEK = 0.012, 0.020  # length of the shaft past its collars; from the wheel's middle to the cheek


def build_object_model() -> ArticulatedObject:
    """A flat cart with four wheels between cheeks."""
    model = ArticulatedObject("flat_cart")
    deck = model.part("deck")
    top = WHEEL + 0.015
    deck.visual(Box((BASE + 0.12, TRACK + 0.10, 0.02)), origin=Origin((0, 0, top + 0.01)), name="deck")
    for end, where in ((1, "front"), (-1, "rear")):
        for side, label in ((1, "left"), (-1, "right")):
            x, y, name = end * BASE / 2, side * TRACK / 2, f"{where}_{label}"
            for away in (-1, 1):  # a cheek on either side of the wheel
                near = y + away * CHEEK
                across = (near, near + 0.006) if away > 0 else (near - 0.006, near)
                cheek = span_box(x=(x - 0.018, x + 0.018), y=across, z=(WHEEL / 2 - 0.016, top + 0.001))
                deck.visual(mesh_from_geometry(cheek, f"cheek_{name}_{away}"), name=f"cheek_{name}_{away}")
            wheel = model.part(f"wheel_{name}")
            wheel_on(
                model, deck, wheel, at=(x, y, WHEEL / 2), axis=(0, 1, 0), diameter=WHEEL, width=WIDTH,
                overhang=SHAFT, positive="+x", name=f"roll_{name}",
            )  # fmt: skip
    model.anchor(deck, to="floor")
    return model


def run_tests() -> TestReport:
    """All four wheels stand on the ground and stay there as they turn."""
    ctx = TestContext(object_model)
    for joint in object_model.articulations:
        low = ctx.part_world_aabb(joint.child)[0][2]
        ctx.check(f"{joint.child} stands on the ground", abs(low) < 1e-3, f"{low:.5f}")
    return ctx.report()


object_model = build_object_model()
