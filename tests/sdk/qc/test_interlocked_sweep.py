"""A tongue behind a strike: a collision at 0.012 rad, unless an interlock has the tongue turned first."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from sdk.assets import AssetSession
from sdk.scene import Scene
from tests.sdk.mechanisms.sweeping import Sweep
from tests.sdk.testing.program import judge_program

LOCKER = """
from math import pi

from sdk import ArticulatedObject, Box, Origin, TestContext, hinge, mesh_from_geometry, pin_joint, span_box

BARREL = 0.0037

object_model = ArticulatedObject("locker")
case, door, latch = (object_model.part(name) for name in ("case", "door", "latch"))
case.visual(Box((0.30, 0.25, 0.50)), origin=Origin((0, 0, 0.25)), name="body")
door.visual(Box((0.30, 0.02, 0.50)), origin=Origin((0.15 + BARREL, -0.01, 0)), name="board")
swing = hinge(
    object_model, case, door, at=(-0.15 - BARREL, -0.125, 0.25), axis=(0, 0, 1), length=0.40, kind="piano",
    pin_diameter=0.004, thickness=0.0015, leaf=0.018, leaf_side=(0, 1, 0), leaf_face=(1, 0, 0), rest_angle=pi,
    upper=1.8, positive="open", name="swing",
)
tongue = span_box(x=(-0.03, 0.05), y=(-0.0111, -0.0031), z=(-0.01, 0.01))
latch.visual(mesh_from_geometry(tongue, "tongue"), name="tongue")
turn = pin_joint(
    object_model, door, latch, at=(0.28 + BARREL, -0.0171, 0), axis=(0, 1, 0), diameter=0.006, width=0.0222,
    style="rivet", lower=0.0, upper=1.57, positive="up", positive_elem="tongue", name="turn",
)
arm = [((0.15, 0.20), (-0.10, -0.05)), ((0.19, 0.20), (-0.17, -0.06)), ((0.16, 0.20), (-0.17, -0.1565))]
for name, (x, y) in zip(("arm", "side", "strike"), arm, strict=True):
    case.visual(mesh_from_geometry(span_box(x=x, y=y, z=(0.24, 0.26)), name), name=name)
object_model.anchor(case, to="floor")
{lock}


def run_tests():
    ctx = TestContext(object_model)
    ctx.expect_moves("board", swing, "open")
    return ctx.report()
"""
LOCKED = "object_model.interlock(swing, requires={turn: (1.2, 1.57)})"


def test_the_strike_is_found_where_the_tongue_meets_it(tmp_path: Path) -> None:
    judged = judge_program(LOCKER.format(lock=""), tmp_path, profile="strict")
    assert judged.error is None and judged.verdict is not None
    (finding,) = [found for found in judged.verdict.findings if found.severity != "note"]
    assert finding.code == "X_SWEPT_COLLISION" and finding.joint == "swing"
    assert finding.elements == ("strike", "tongue")
    usable = re.search(r"usable 0 to ([\d.]+) rad", finding.summary)
    assert usable is not None and float(usable[1]) == pytest.approx(0.012, abs=2e-4)
    assert "object_model.interlock('swing', requires={'turn': (low, high)})" in finding.summary


def test_an_interlock_opens_the_way(tmp_path: Path) -> None:
    judged = judge_program(LOCKER.format(lock=LOCKED), tmp_path, profile="strict")
    assert judged.error is None and judged.verdict is not None
    assert [found.summary for found in judged.verdict.findings if found.severity != "note"] == []


def test_an_interlock_that_holds_the_tongue_half_way_does_not(tmp_path: Path) -> None:
    lock = "object_model.interlock(swing, requires={turn: (0.2, 1.57)})"
    judged = judge_program(LOCKER.format(lock=lock), tmp_path, profile="strict")
    assert judged.verdict is not None
    (finding,) = [found for found in judged.verdict.findings if found.severity != "note"]
    assert finding.pose is not None and finding.pose["turn"] == 0.2


@pytest.mark.parametrize("turn", [0.0, 1.2])
def test_plain_matrices_and_volumes_agree(tmp_path: Path, turn: float) -> None:
    space: dict = {}
    with AssetSession(tmp_path).use():
        exec(LOCKER.format(lock=LOCKED), space)
        sweep = Sweep(space["object_model"])
        volumes = [
            sweep.overlap("case", "latch", {"swing": float(value), "turn": turn})
            for value in np.arange(0.0, 0.05, 0.002)
        ]
        drive = next(d for d in Scene(space["object_model"]).drives if d.joint.name == "swing")
    first = next((0.002 * k for k, volume in enumerate(volumes) if volume > 1e-12), None)
    assert first == (pytest.approx(0.012, abs=0.002) if turn == 0.0 else None)
    assert drive.held == {"turn": 1.2} and drive.configuration(0.5) == {"turn": 1.2, "swing": 0.5}
