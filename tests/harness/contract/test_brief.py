"""Corrections of a checklist, as a program writes them."""

from __future__ import annotations

import pytest

from harness.contract import Brief, brief_of, checklist, coverage

CODE = """
# brief: drawer = tray_*, bin_0
    # Brief: drop lid: the box is open
width = 1  # brief: not a line of its own
# brief: what is this
# brief: drop handle
"""


def test_comment_lines_name_parts_and_drop_what_is_not_meant() -> None:
    brief = brief_of(CODE)
    assert brief.aliases == {"drawer": ("tray_*", "bin_0")}
    assert brief.dropped == {"lid": "the box is open", "handle": ""}
    assert brief.unread == ("what is this",)
    assert brief_of("x = 1") == Brief()


def described(*names: str, kind: str = "prismatic") -> dict:
    joints = [{"name": f"j_{name}", "type": kind, "child": name} for name in names]
    return {"parts": ["case", *names], "joints": joints}


@pytest.mark.parametrize(
    ("comment", "state"),
    [
        ("", "missing"),
        ("# brief: drawer = tray_*", "met"),
        ("# brief: drawers = tray_0", "missing"),
        ("# brief: drawer = nothing_*", "missing"),
        ("# brief: drop drawer: one tray", "dropped"),
        ("# brief: drop lid: no", "missing"),
    ],
)
def test_a_correction_changes_the_answer(comment: str, state: str) -> None:
    requirements = checklist("a cabinet whose three drawers slide out")
    made = described("tray_0", "tray_1", "tray_2")
    (answer,) = coverage(requirements, made, brief=brief_of(comment))
    assert answer.state == state


def test_a_dropped_requirement_keeps_its_reason() -> None:
    (answer,) = coverage(
        checklist("a box with a hinged lid"), described(), brief=brief_of("# brief: drop lid: why")
    )
    assert answer.note == "lid: why"
