"""Sweeps, clearances and masses of the probe against closed forms."""

from __future__ import annotations

import pytest

from harness.compiler.probing import motion
from harness.compiler.probing.view import ProbeContext, ProbeLookupError, View
from sdk import ArticulatedObject, Box, Inertial, Mimic, MotionLimits, Origin
from tests.harness.compiler.probing.objects import blocks

GAP = 0.3


@pytest.fixture(scope="module")
def view() -> View:
    """A cart that meets a wall after 0.3 m of its metre, and a follower that goes half as far beside it."""
    model = ArticulatedObject("cart")
    base = model.part("base")
    base.visual(Box((2.0, 1.0, 0.01)), origin=Origin((0.5, 0, -0.055)), name="table")
    base.visual(Box((0.02, 0.1, 0.1)), origin=Origin((0.06 + GAP, 0, 0)), name="wall")
    for name, y, mimic in (("cart", 0.0, None), ("trailer", 0.3, Mimic("push", 0.5))):
        model.part(name).visual(Box((0.1, 0.1, 0.1)), name="block")
        limits = MotionLimits(lower=0.0, upper=1.0)
        model.articulation(
            "push" if mimic is None else "tow",
            "prismatic",
            base,
            name,
            origin=Origin((0, y, 0)),
            axis=(1, 0, 0),
            motion_limits=limits,
            mimic=mimic,
        )
    return View(ProbeContext(model))


def test_a_sweep_tells_where_the_wall_is_met_and_how_deep(view):
    found = motion.sweep(view, "push")
    assert (found["range"], found["unit"], found["collision_count"]) == ([0.0, 1.0], "m", 1)
    assert set(found["moving"]) == {"cart", "trailer"}
    (collision,) = found["collisions"]
    assert collision["a"] == {"part": "base", "visual": "wall"}
    assert collision["b"] == {"part": "cart", "visual": "block"}
    assert collision["first_value"] == pytest.approx(GAP, abs=0.003)
    assert collision["depth"] == pytest.approx(0.02, abs=1e-6)
    assert motion.usable_range(view, "push") == found["usable"] == [0.0, collision["first_value"]]


def test_a_follower_is_swept_by_what_it_follows(view):
    with pytest.raises(ProbeLookupError, match="follows 'push'"):
        motion.sweep(view, "tow")
    with pytest.raises(ProbeLookupError, match="want one of"):
        motion.usable_range(view, "ghost")
    with pytest.raises(ValueError, match="limit"):
        motion.sweep(view, "push", limit=0)


def test_clearances_are_least_over_the_range(view):
    assert motion.clearance(view, "cart", "trailer", "push")["min_distance"] == pytest.approx(0.2, abs=1e-4)
    wall = motion.clearance(view, "cart", "base", elem_b="wall")
    assert wall["min_distance"] == pytest.approx(GAP)
    met = motion.clearance(view, view.visual("cart", "block"), "base", view.joint("push"), elem_b="wall")
    assert met["overlaps"]
    assert met["min_distance"] == pytest.approx(-0.02, abs=1e-3)


def test_an_envelope_spans_both_ends(view):
    found = motion.swept_envelope(view, "trailer", "push")
    assert (found["min"], found["max"]) == (
        pytest.approx([-0.05, 0.25, -0.05]),
        pytest.approx([0.55, 0.35, 0.05]),
    )


def test_masses_are_declared_or_volume_times_density():
    view = blocks([(0.0, 0.0, 0.05), (1.0, 0.0, 0.05)])
    view.model.parts[1].inertial = Inertial.from_geometry(Box((0.1, 0.1, 0.1)), mass=3.0)
    found = motion.mass(view, density=1000.0)
    assert [(row["part"], row["declared"]) for row in found["parts"]] == [("b0", False), ("b1", True)]
    assert found["total"] == pytest.approx(4.0)
    assert found["center"] == pytest.approx([0.75, 0.0, 0.05])
    assert found["standing_margin"] is not None
    assert motion.mass(view, "b1")["total"] == pytest.approx(3.0)
    with pytest.raises(ValueError, match="density"):
        motion.mass(view, density=0.0)
