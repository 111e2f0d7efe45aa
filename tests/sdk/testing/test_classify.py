from __future__ import annotations

import pytest

from sdk.qc.profiles import PROFILES
from sdk.testing.classify import failure_code, failure_findings, gap_text, warning_findings
from sdk.testing.report import TestFailure


@pytest.mark.parametrize(
    ("name", "details", "code"),
    [
        ("fail_if_isolated_parts()", "", "QC_ISOLATED_PART"),
        ("fail_if_isolated_parts(samples=2)", "", "TEST_ISOLATED_PART"),
        ("mine", "The ISOLATED parts detected text", "TEST_ISOLATED_PART"),
        ("check_single_root_part", "x", "QC_SINGLE_ROOT_POLICY"),
        ("check_model_valid", "x", "QC_MODEL_VALIDITY"),
        ("check_mesh_assets_ready", "missing exact geometry", "QC_MESH_ASSETS"),
        ("mine", "Missing exact geometry", "TEST_MISSING_EXACT_GEOMETRY"),
        ("mine", "min_distance=1e-3 contact_tol=1e-06 more", "TEST_EXACT_CONTACT_GAP"),
        ("mine", "min_distance=one contact_tol=two", "TEST_FAILURE"),
        ("fail_if_parts_overlap_in_current_pose()", "Part overlaps detected", "QC_REAL_OVERLAP"),
        ("mine", "Part overlaps detected", "TEST_REAL_OVERLAP"),
        ("fail_if_parts_overlap_in_sampled_poses()", "Overlaps detected", "TEST_FAILURE"),
        ("fail_if_parts_overlap_in_current_pose()", "other", "TEST_FAILURE"),
    ],
)
def test_failures(name, details, code):
    assert failure_code(name, details).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("anything coplanar max_risk=low", "NOTE_COPLANAR_SURFACE"),
        ("anything Coplanar max_risk=high", "WARN_COPLANAR_SURFACE"),
        ("coplanar", "WARN_COPLANAR_SURFACE"),
        ("Isolated parts detected but allowed by justification: groups=1", "NOTE_ALLOWED_ISOLATED_PART"),
        ("Overlaps detected but allowed by justification: pairs=1", "NOTE_ALLOWED_OVERLAP"),
        ("warn_if_overlaps(samples=1): x", "WARN_OVERLAP_SENSOR"),
        ("warn_if_articulation_overlaps(samples=1)", "WARN_OVERLAP_SENSOR"),
        ("warn_if_part_contains_disconnected_geometry_islands(tol=1): x", "WARN_DISCONNECTED_GEOMETRY"),
        ("warn_if_articulation_origin_far_from_geometry(tol=1): x", "WARN_ARTICULATION_ORIGIN"),
        ("DEPRECATED AS DEFAULT: x", "WARN_DEPRECATED_TEST_API"),
        ("DEPRECATED: legacy AABB-envelope semantics", "WARN_DEPRECATED_TEST_API"),
        ("DEPRECATED: something else", "TEST_WARNING"),
        ("my own name: warn_if_overlaps(", "TEST_WARNING"),
    ],
)
def test_warnings(text, code):
    (finding,) = warning_findings(text, {}, profile=PROFILES["reference"])
    assert finding.code == code


def test_a_plain_warning_is_split_at_its_first_line():
    (finding,) = warning_findings("first\nsecond\nthird", {}, profile=PROFILES["default"])
    assert (finding.summary, finding.details) == ("first", "second\nthird")


def test_a_contact_gap_states_its_length():
    failure = TestFailure("mine", "min_distance=0.0123 contact_tol=1e-06")
    (finding,) = failure_findings(failure, {}, profile=PROFILES["default"])
    assert "12.3 mm" in finding.summary
    assert finding.check == "mine"
    assert [gap_text(length) for length in (0.25, 0.1, 0.005, 0.0123)] == [
        "0.25 m",
        "0.1 m",
        "5 mm",
        "12.3 mm",
    ]
