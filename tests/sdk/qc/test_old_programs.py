"""Profile `default` fails nothing that the reference passes: old programs keep compiling."""

from __future__ import annotations

import pytest

from tests.sdk.testing.program import judge_program
from tests.sdk.testing.test_golden_verdicts import CASES, NEEDS_A_HOST

MASKED = {
    "overlap_authored_same_name_masks_baseline": {"QC_REAL_OVERLAP"},
    "isolation_default_name_via_argument": {"QC_ISOLATED_PART"},
}
"""The reference finds these faults too, but lets an author's check of the same name hide them."""
PASSED = [case for case in CASES if case["expect"]["status"] == "success" and case["id"] not in NEEDS_A_HOST]


@pytest.mark.parametrize("case", PASSED, ids=lambda case: case["id"])
def test_what_the_reference_passes_passes(case, tmp_path):
    judged = judge_program(case["model"], tmp_path)
    if judged.error is not None:
        raise judged.error
    assert set(judged.codes("failure")) == MASKED.get(case["id"], set())
