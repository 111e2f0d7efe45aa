from __future__ import annotations

from typing import Any

import pytest

from harness.compiler.advice import OTHER_RULES, RULES, WARNING_RULE
from harness.compiler.feedback import MOST_OF_A_KIND, MOST_SHOWN, render_signals
from harness.compiler.result import CompileResult
from sdk.findings import Finding
from sdk.qc.codes import CODES


def result(*signals: Finding) -> CompileResult:
    failed = any(signal.severity == "failure" for signal in signals)
    return CompileResult(status="failure" if failed else "success", signals=signals)


def found(code: str, **fields: Any) -> Finding:
    return CODES[code].finding(**({"summary": f"summary of {code}"} | fields))


def test_a_clean_success_is_a_summary_only() -> None:
    assert render_signals(result()) == (
        "<compile_signals>\n<summary>\nstatus=success failures=0 warnings=0 notes=0\n"
        "The compile passed cleanly.\n</summary>\n</compile_signals>"
    )


def test_notes_alone_are_counted_not_listed() -> None:
    text = render_signals(result(found("ALLOWANCE")))
    assert "notes=1" in text
    assert "<notes>" not in text
    assert "<response_rules>" not in text


def test_sections_stand_in_order_with_indented_details() -> None:
    text = render_signals(
        result(
            found("TEST_WARNING"),
            found("ALLOWANCE"),
            found("QC_REAL_OVERLAP", details="first\nsecond", line=12),
        )
    )
    places = [
        text.index(f"<{name}>") for name in ("summary", "failures", "warnings", "notes", "response_rules")
    ]
    assert places == sorted(places)
    assert (
        "- FAILURE [real_overlap] summary of QC_REAL_OVERLAP\n  first\n  second\n  Made at: model.py:12\n"
        in text
    )
    assert WARNING_RULE in text


@pytest.mark.parametrize("code", [code for code, row in CODES.items() if row.severity == "failure"])
def test_the_first_failure_chooses_the_rules(code: str) -> None:
    row = CODES[code]
    text = render_signals(result(found(code)))
    for rule in RULES.get((row.source, row.kind), OTHER_RULES):
        assert f"- {rule}\n" in text
    assert WARNING_RULE not in text
    if row.kind == "test_failure":
        assert (row.source, row.kind) not in RULES


def test_a_program_that_cannot_run_is_named_by_its_error() -> None:
    text = render_signals(result(found("COMPILE_RUNTIME_FAILURE", summary="ZeroDivisionError: x", line=3)))
    assert "Primary issue: ZeroDivisionError: x\n" in text
    assert "Made at" not in text


def test_long_lists_are_folded_with_counts() -> None:
    signals = [found("QC_REAL_OVERLAP", summary=f"pair {n}") for n in range(MOST_OF_A_KIND + 2)]
    signals += [found("TEST_FAILURE"), found("TEST_FAILURE"), found("QC_ISOLATED_PART")]
    text = render_signals(result(*signals))
    assert f"pair {MOST_OF_A_KIND - 1}\n" in text
    assert f"pair {MOST_OF_A_KIND}\n" not in text
    assert "- ... and 2 more: 2 real_overlap\n" in text
    kinds = [code for code, row in CODES.items() if code.startswith("X_")][: MOST_SHOWN + 3]
    many = render_signals(result(*(found(code, severity="failure") for code in kinds)))
    assert many.count("- FAILURE") == MOST_SHOWN
    assert "... and 3 more: 1 " in many


def test_one_next_step_is_read_from_the_fields_of_the_first_failure() -> None:
    collision = {"parts": ("case", "lid"), "elements": ("rim", "plate"), "joint": "hinge", "line": 41}
    with_move = found("X_SWEPT_COLLISION", severity="failure", move=(0.0, 0.0, 0.004), **collision)
    text = render_signals(result(with_move, found("TEST_FAILURE", line=7)))
    assert "Next step: try moving 'plate' 4 mm along +z at model.py:41, then compile again." in text
    assert "  Frees it: moving 'plate' 4 mm along +z\n" in text
    assert text.count("Next step") == 1
    joint_only = found("X_SWEPT_COLLISION", severity="failure", **collision)
    assert "Next step: look at joint 'hinge' at model.py:41." in render_signals(result(joint_only))
    assert "look at 'lid'." in render_signals(result(found("QC_ISOLATED_PART", parts=("lid",))))
    assert "Next step" not in render_signals(result(found("COMPILE_RUNTIME_FAILURE", line=3)))


def test_repetition_and_streaks_change_the_advice() -> None:
    overlap, gap = result(found("QC_REAL_OVERLAP")), result(found("TEST_EXACT_CONTACT_GAP"))
    assert "same failure as" in render_signals(overlap, repeated=True)
    assert "short probe" in render_signals(overlap, repeated=True)
    assert "short probe" not in render_signals(gap, repeated=True)
    assert "in a row" not in render_signals(overlap, failure_streak=2)
    assert "3 compiles in a row have failed." in render_signals(overlap, failure_streak=3)
    assert "Probe before the next edit." in render_signals(overlap, failure_streak=3)
    assert "names and pairs" in render_signals(gap, failure_streak=3)
    assert "in a row" not in render_signals(result(), failure_streak=3)
