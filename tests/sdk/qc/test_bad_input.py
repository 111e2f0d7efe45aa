"""Nonsense of every kind gives a finding each, never an exception."""

from __future__ import annotations

import pytest

from sdk.model.articulation import Mimic, MotionLimits
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.shapes import Box, Mesh
from sdk.qc.allowances import AllowedOverlap
from sdk.qc.effort import INTERSECTED, Effort
from sdk.qc.profiles import PROFILES
from sdk.scene import Scene, overlap
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


def crowd(count: int, *, joints: int) -> ArticulatedObject:
    """Boxes strewn through each other, on joints that all turn."""
    model = ArticulatedObject("crowd")
    model.part("part_0")
    for number in range(1, joints + 1):
        model.part(f"part_{number}")
        limits = MotionLimits(lower=-0.5, upper=0.5)
        parent = f"part_{number - 1 if number % 2 else 0}"
        model.articulation(f"turn_{number}", "revolute", parent, f"part_{number}", motion_limits=limits)
    for number in range(count):
        at = Origin((0.01 * (number % 21), 0.011 * (number // 21 % 23), 0.012 * (number // 483)))
        part = model.parts[number * 37 % (joints + 1)]
        part.visual(Box((0.0125, 0.0125, 0.0125)), origin=at, name=f"piece_{number}")
    return model


def test_ten_thousand_visuals_in_rows_are_judged():
    model = ArticulatedObject("many")
    for part in ("base", "top"):
        model.part(part)
        for number in range(5000):
            height = 0.005 if part == "base" else 0.015
            at = Origin((0.01 * (number % 50), 0.01 * (number // 50), height))
            model.parts[-1].visual(Box((0.01, 0.01, 0.01)), origin=at, name=f"tile_{number}")
    limits = MotionLimits(lower=0.0, upper=0.005)
    model.articulation("slide", "prismatic", "base", "top", axis=(1, 0, 0), motion_limits=limits)
    assert codes(verdict_on(model)) == set()


def test_a_crowd_is_told_of_as_far_as_the_effort_goes(monkeypatch):
    monkeypatch.setattr("sdk.qc.sweep.Effort", lambda: Effort(20_000))
    intersections = []
    measured = overlap.volume_in_common

    def counted(*given):
        intersections.append(given)
        return measured(*given)

    monkeypatch.setattr("sdk.qc.pair_motion.volume_in_common", counted)
    verdict = verdict_on(crowd(600, joints=12))
    told = [finding for finding in verdict.findings if finding.code == "X_SWEPT_COLLISION"]
    assert told and (told[-1].measured or 0.0) > 0.0 and "in part only" in told[-1].summary
    assert 0 < len(intersections) < 20_000 / INTERSECTED + 100


def test_a_crowd_at_rest_is_measured_as_far_as_the_effort_goes(monkeypatch):
    monkeypatch.setattr("sdk.qc.resting.AT_REST", 30)
    model = crowd(60, joints=3)
    for part in model.parts:
        for visual in part.visuals:
            visual.origin = Origin(visual.origin.xyz, (0.1, 0.2, 0.3))
    told = [each for each in verdict_on(model).findings if each.code == "X_TRUE_OVERLAP"]
    left_out = [each for each in told if "in part only" in each.summary]
    assert len(left_out) == 1 and (left_out[0].measured or 0.0) > 0.0


def test_a_small_crowd_is_followed_to_the_end():
    told = verdict_on(crowd(30, joints=3)).findings
    assert not [finding for finding in told if "in part only" in finding.summary]


def zero_size(model: ArticulatedObject) -> None:
    model.parts[1].visual(Box((0.0, 0.1, 0.1)))


def swapped_limits(model: ArticulatedObject) -> None:
    model.articulations[0].motion_limits = MotionLimits(lower=1.0, upper=0.0)


def mimic_of_itself(model: ArticulatedObject) -> None:
    model.articulations[0].mimic = Mimic("slide")


def mimics_in_a_circle(model: ArticulatedObject) -> None:
    model.part("tip").visual(Box((0.1, 0.1, 0.1)), origin=Origin((0, 0, 0.2)))
    model.articulation("lift", "prismatic", "top", "tip", axis=(0, 0, 1))
    model.articulations[1].motion_limits = MotionLimits(lower=0.0, upper=0.05)
    model.articulations[1].mimic, model.articulations[0].mimic = Mimic("slide"), Mimic("lift")


def circle_of_joints(model: ArticulatedObject) -> None:
    model.articulation("back", "fixed", "top", "base")


def lost_mesh(model: ArticulatedObject) -> None:
    model.parts[0].visual(Mesh("assets/meshes/nowhere.obj"), name="lost")


def no_number_in_a_place(model: ArticulatedObject) -> None:
    model.parts[0].visual(Box((0.1, 0.1, 0.1)), origin=Origin((0, NAN, 0)), name="bad")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (zero_size, "QC_MODEL_VALIDITY"),
        (swapped_limits, "QC_MODEL_VALIDITY"),
        (mimic_of_itself, "QC_MODEL_VALIDITY"),
        (mimics_in_a_circle, "QC_MODEL_VALIDITY"),
        (circle_of_joints, "QC_MODEL_VALIDITY"),
        (lost_mesh, "QC_MESH_ASSETS"),
        (no_number_in_a_place, "X_NON_FINITE"),
    ],
    ids=lambda given: getattr(given, "__name__", given),
)
def test_each_fault_is_a_finding_of_its_own(spoil, code):
    model = sound()
    spoil(model)
    assert code in codes(verdict_on(model))


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "v 0 0\nf 1 1 1\n", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 9\n", "v nan 0 0\nf 1 1 1\n"],
)
def test_a_malformed_mesh_is_a_finding(text, tmp_path):
    (tmp_path / "bad.obj").write_text(text)
    model = sound()
    model.parts[0].visual(Mesh("bad.obj"), name="bad")
    scene = Scene(model, asset_root=tmp_path)
    authored = TestReport(True, 1, ("mine",), ())
    verdict = judge(model, authored=authored, scene=scene, profile=PROFILES["strict"])
    assert codes(verdict) & {"QC_MESH_ASSETS", "X_NON_FINITE"}


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
