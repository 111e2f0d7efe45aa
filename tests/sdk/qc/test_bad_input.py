"""Nonsense of every kind gives a finding each, never an exception."""

from __future__ import annotations

import pytest

from sdk.model.articulation import Mimic, MotionLimits
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.shapes import Box, Mesh
from sdk.qc.allowances import AllowedOverlap
from sdk.qc.profiles import PROFILES
from sdk.scene import Scene
from sdk.testing.judge import Verdict, judge
from sdk.testing.report import TestReport

NAN = float("nan")


def sound() -> ArticulatedObject:
    model = ArticulatedObject("sample")
    model.part("base").visual(Box((0.2, 0.2, 0.1)), name="slab")
    model.part("top").visual(Box((0.1, 0.1, 0.1)), origin=Origin((0, 0, 0.1)), name="cube")
    model.articulation("slide", "prismatic", "base", "top", axis=(1, 0, 0))
    model.articulations[0].motion_limits = MotionLimits(lower=0.0, upper=0.05)
    return model


def verdict_on(model: ArticulatedObject, **report: object) -> Verdict:
    authored = TestReport(True, 1, ("mine",), (), **report)  # type: ignore[arg-type]
    return judge(model, authored=authored, scene=Scene(model), profile=PROFILES["strict"])


def codes(verdict: Verdict) -> set[str]:
    return {finding.code for finding in verdict.findings if finding.severity == "failure"}


def test_the_sound_one_is_sound():
    assert codes(verdict_on(sound())) == set()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda model: model.parts[0].visual(Box((NAN, 0.1, 0.1)), name="bad"),
        lambda model: model.parts[0].visual(Box((0.1, 0.1, float("inf"))), name="bad"),
        lambda model: setattr(model.articulations[0], "origin", Origin((NAN, 0, 0))),
        lambda model: setattr(model.articulations[0], "axis", (NAN, 0, 0)),
        lambda model: setattr(model.articulations[0], "motion_limits", MotionLimits(lower=0.0, upper=NAN)),
    ],
    ids=["size", "infinite size", "joint origin", "axis", "limit"],
)
def test_what_is_not_a_number_is_told(spoil):
    model = sound()
    spoil(model)
    assert "X_NON_FINITE" in codes(verdict_on(model))


def test_zero_sizes_cycles_and_swapped_limits_are_told():
    model = sound()
    model.parts[1].visual(Box((0.0, 0.1, 0.1)))
    model.articulations[0].motion_limits = MotionLimits(lower=1.0, upper=0.0)
    model.articulations[0].mimic = Mimic("slide")
    verdict = verdict_on(model)
    assert codes(verdict) == {"QC_MODEL_VALIDITY"}
    assert len([finding for finding in verdict.findings if finding.code == "QC_MODEL_VALIDITY"]) == 3


def test_a_circle_of_joints_is_told():
    model = sound()
    model.articulation("back", "fixed", "top", "base")
    assert codes(verdict_on(model)) == {"QC_MODEL_VALIDITY", "QC_SINGLE_ROOT_POLICY"}


def test_a_missing_mesh_hides_nothing_else():
    model = sound()
    model.parts[0].visual(Mesh("assets/meshes/nowhere.obj"), name="lost")
    model.parts[0].visual(Box((0.1, 0.1, 0.00001)), origin=Origin((0, 0, -0.05)), name="foil")
    assert codes(verdict_on(model)) == {"QC_MESH_ASSETS", "X_WALL_THICKNESS"}


def test_an_allowance_for_nothing_is_told():
    ghost = AllowedOverlap("base", "ghost", "because")
    assert codes(verdict_on(sound(), allowed_overlaps=(ghost,))) == {"X_ALLOWANCE_UNKNOWN"}
