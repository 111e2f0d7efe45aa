"""Casters: each swivels about a vertical pin and rolls, with the wheel trailing behind; one call makes both parts.

Words: caster, castor, swivel, swivel wheel, trolley, trail, office chair wheel, rolling base, cart caster.
"""

from __future__ import annotations

from sdk import ArticulatedObject, Box, Origin, TestContext, TestReport, caster

HEIGHT = 0.09
CORNERS = {"a": (0.16, 0.11), "b": (0.16, -0.11), "c": (-0.16, 0.11), "d": (-0.16, -0.11)}


def build_object_model() -> ArticulatedObject:
    """A dolly on four casters."""
    model = ArticulatedObject("dolly")
    deck = model.part("deck")
    deck.visual(Box((0.44, 0.32, 0.02)), origin=Origin((0, 0, HEIGHT + 0.0098)), name="deck")
    for label, (x, y) in CORNERS.items():
        caster(model, deck, at=(x, y, HEIGHT), height=HEIGHT, name=f"caster_{label}")
    model.anchor(deck, to="floor")
    return model


def run_tests() -> TestReport:
    """Two joints a caster; half a turn of the swivel takes the wheel to the other side of its pin."""
    ctx = TestContext(object_model)
    ctx.check("swivel and roll for each", len(object_model.articulations) == 2 * len(CORNERS))
    before = ctx.part_world_position("caster_a_wheel")
    with ctx.pose(caster_a=3.14159):
        after = ctx.part_world_position("caster_a_wheel")
    ctx.check("the wheel trails", after[0] - before[0] > 0.02, f"{before[0]:.3f} to {after[0]:.3f}")
    return ctx.report()


object_model = build_object_model()
