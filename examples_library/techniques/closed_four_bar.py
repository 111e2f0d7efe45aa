"""Closed linkage: four bars whose joints all follow the crank by the exact law of two meeting circles.

`four_bar` makes links, pins and the law; draw only what rides on a link.

Words: four bar, four-bar linkage, closed loop, close_loop, linkage, crank, coupler, rocker, parallelogram,
wiper.
"""

from __future__ import annotations

from sdk import ArticulatedObject, Box, Origin, TestContext, TestReport, four_bar

CRANK, COUPLER, ROCKER, GROUND = 0.04, 0.12, 0.09, 0.13


def build_object_model() -> ArticulatedObject:
    """A crank that turns and a rocker that swings, on one plate."""
    model = ArticulatedObject("crank_rocker")
    base, crank, coupler, rocker = (model.part(name) for name in ("base", "crank", "coupler", "rocker"))
    base.visual(Box((0.30, 0.20, 0.02)), origin=Origin((0.04, 0.04, 0.01)), name="plate")
    four_bar(
        model, base, crank, coupler, rocker, at=(0, 0, 0.0265), to=(GROUND, 0, 0.0265), axis=(0, 0, 1),
        crank_length=CRANK, coupler_length=COUPLER, rocker_length=ROCKER, rest_angle=1.0, name="drive",
    )  # fmt: skip
    model.anchor(base, to="table")
    return model


def run_tests() -> TestReport:
    """Half a turn of the crank moves the rocker, and the joint between coupler and rocker stays closed."""
    ctx = TestContext(object_model)
    driver = object_model.articulations[0].name
    place = {}
    for angle in (0.0, 1.5, 3.0):
        with ctx.pose({driver: angle}):
            place[angle] = ctx.part_world_aabb("rocker")
    moved = abs(place[3.0][0][0] - place[0.0][0][0])
    ctx.check("the rocker swings", moved > 0.01, f"by {moved:.4f} m")
    ctx.expect_contact("rocker", "coupler", contact_tol=5e-4)
    return ctx.report()


object_model = build_object_model()
