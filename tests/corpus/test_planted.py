"""Small real programs with one defect each that checks of boxes at rest let pass, and the same programs without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.planted_defects import PLANTED, TOLD_BY, planted_source
from tests.sdk.testing.program import judge_program


def failures(name: str, folder: Path, *, fault: bool) -> list:
    judged = judge_program(planted_source(name, fault=fault), folder, profile="strict")
    if judged.error is not None:
        raise judged.error
    assert judged.verdict is not None
    return [finding for finding in judged.verdict.findings if finding.severity == "failure"]


def test_every_program_is_listed():
    assert {path.stem for path in PLANTED.glob("*.py")} == set(TOLD_BY)


@pytest.mark.parametrize("name", TOLD_BY)
def test_the_defect_is_told_and_nothing_without_it(name, tmp_path):
    assert [finding.summary for finding in failures(name, tmp_path, fault=False)] == []
    found = failures(name, tmp_path, fault=True)
    assert {finding.code for finding in found} & TOLD_BY[name]


def test_a_bolt_in_its_strike_is_met_where_it_stands(tmp_path):
    (found,) = failures("locked_strike", tmp_path, fault=True)
    assert (found.joint, set(found.elements)) == ("swing", {"tongue", "strike_lip"})
    assert "first at 0.0088" in found.summary  # between the samples of a sweep of nine
    assert found.move is not None and found.line is not None


def test_a_short_slot_is_short_by_what_is_told(tmp_path):
    (found,) = failures("short_slot", tmp_path, fault=True)
    assert "usable 0 to 0.06" in found.summary  # 0.1 m of travel, less 0.04
