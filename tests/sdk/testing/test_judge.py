from __future__ import annotations

import pytest

from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.shapes import Box
from sdk.qc.allowances import AllowedOverlap
from sdk.qc.profiles import PROFILES
from sdk.scene import Scene
from sdk.testing.context import TestContext
from sdk.testing.judge import Verdict, judge
from sdk.testing.report import TestFailure, TestReport
from tests.sdk.testing.program import judge_program


def stack(height: float) -> ArticulatedObject:
    model = ArticulatedObject(name="sample")
    model.part("base").visual(Box((0.2, 0.2, 0.1)), origin=Origin(xyz=(0, 0, 0.05)), name="slab")
    model.part("block").visual(Box((0.1, 0.1, 0.1)), name="cube")
    model.articulation("mount", "fixed", "base", "block", origin=Origin(xyz=(0, 0, height)))
    return model


def verdict_on(model, *, profile: str = "default", authored: TestReport | None = None) -> Verdict:
    return judge(model, authored=authored, scene=Scene(model), profile=PROFILES[profile])


def test_a_sound_object_passes_without_authored_tests():
    verdict = verdict_on(stack(0.15))
    assert verdict.passed and verdict.findings == () and verdict.tests_run == 6


def test_an_overlap_is_told_in_fields():
    verdict = verdict_on(stack(0.1))
    (finding,) = verdict.findings
    assert (finding.code, finding.parts, finding.elements) == (
        "QC_REAL_OVERLAP",
        ("base", "block"),
        ("slab", "cube"),
    )
    assert finding.measured == pytest.approx(0.05)
    assert finding.pose == {}
    assert "50 mm along +z" in finding.summary
    assert verdict.tests_failed == ("fail_if_parts_overlap_in_current_pose()",)


def test_a_floating_part_is_told_in_fields():
    (finding,) = verdict_on(stack(0.2)).findings
    assert (finding.code, finding.parts) == ("QC_ISOLATED_PART", ("block",))
    assert (finding.measured, finding.limit) == (pytest.approx(0.05), pytest.approx(0.0005))


def test_the_reference_lumps_what_default_tells_apart():
    model = stack(0.3)
    model.part("other").visual(Box((0.01, 0.01, 0.01)))
    model.articulation("far", "fixed", "base", "other", origin=Origin(xyz=(0, 0, 0.9)))
    assert [len(verdict_on(model, profile=name).findings) for name in ("reference", "default")] == [1, 2]


def test_strict_fails_islands():
    model = stack(0.15)
    model.parts[0].visual(Box((0.02, 0.02, 0.02)), origin=Origin(xyz=(0, 0, 0.5)), name="stray")
    name = "warn_if_part_contains_disconnected_geometry_islands(tol=1e-06)"
    loose, strict = verdict_on(model), verdict_on(model, profile="strict")
    assert loose.passed and [finding.severity for finding in loose.findings] == ["warning"]
    assert not strict.passed and strict.tests_failed == (name,)
    (finding,) = strict.findings
    assert (finding.code, finding.elements) == ("WARN_DISCONNECTED_GEOMETRY", ("stray",))


def test_hand_made_reports_are_merged_and_not_believed():
    report = TestReport(False, 9, ("hand", "hand"), (TestFailure("hand", "x"), TestFailure("hand", "x")))
    verdict = verdict_on(stack(0.15), authored=report)
    assert (verdict.tests_run, verdict.tests_failed) == (7, ("hand",))
    assert verdict.checks[0] == "hand"
    assert verdict_on(stack(0.15), authored=TestReport(False, 0, (), ())).passed


def test_only_the_reference_is_masked_by_a_name():
    report = TestReport(True, 1, ("fail_if_parts_overlap_in_current_pose()",), ())
    assert verdict_on(stack(0.1), authored=report, profile="reference").passed
    assert not verdict_on(stack(0.1), authored=report).passed


def test_allowances_reach_the_baseline_and_become_notes():
    ctx = TestContext(stack(0.1))
    ctx.allow_overlap("block", "base", reason="press fit")
    ctx.check("stands", ctx.part_world_aabb("block") is not None)
    verdict = verdict_on(ctx.model, authored=ctx.report())
    assert verdict.passed
    assert [finding.code for finding in verdict.findings] == ["NOTE_ALLOWED_OVERLAP"] * 2
    blank = TestReport(True, 0, (), (), allowed_overlaps=(AllowedOverlap("a", "b", " "),))
    with pytest.raises(ValueError, match="reason"):
        verdict_on(ctx.model, authored=blank)


def test_failures_come_first_and_the_most_urgent_leads():
    ctx = TestContext(stack(0.1))
    ctx.warn("look")
    ctx.fail("mine", "text")
    ctx.expect_contact("base", "ghost")
    kinds = [finding.kind for finding in verdict_on(ctx.model, authored=ctx.report()).findings]
    assert kinds == ["real_overlap", "missing_exact_geometry", "test_failure", "test_warning"]


def test_an_invalid_model_is_told_whole_and_not_measured():
    model = stack(0.1)
    model.parts[1].visual(Box((0.0, 1, 1)), material="velvet")
    verdict = verdict_on(model)
    assert {finding.code for finding in verdict.findings} == {"QC_MODEL_VALIDITY"}
    assert len(verdict.findings) == 2
    assert len(verdict_on(model, profile="reference").findings) == 1


def test_findings_know_the_line_of_the_program(tmp_path):
    source = """from sdk import ArticulatedObject, Box, Origin, TestContext
object_model = ArticulatedObject(name="sample")
object_model.part("base").visual(Box((0.2, 0.2, 0.1)), name="slab")
object_model.part("block").visual(Box((0.1, 0.1, 0.1)), name="cube")
object_model.articulation("mount", "fixed", "base", "block", origin=Origin(xyz=(0, 0, 0.06)))


def run_tests():
    ctx = TestContext(object_model)
    ctx.check("proportions", False)
    return ctx.report()
"""
    judged = judge_program(source, tmp_path)
    assert judged.verdict is not None
    assert [(finding.code, finding.line) for finding in judged.verdict.findings] == [
        ("QC_REAL_OVERLAP", 4),
        ("TEST_FAILURE", 10),
    ]
