"""The table of joints that a model reads after a clean compile."""

from __future__ import annotations

from harness.compiler.feedback import render_signals
from harness.compiler.motion_table import MOST_JOINTS, motion_table
from harness.compiler.result import CompileResult

JOINT = {
    "name": "lift",
    "type": "prismatic",
    "child": "lid",
    "lower": 0.0,
    "upper": 0.2,
    "travel": [0.0, 0.0, 0.2],
    "usable": [0.0, 0.1],
    "clearance": {"distance": 0.0011, "between": ["lid/rim", "box/wall"], "at": 0.05},
}


def test_a_line_says_range_use_way_and_what_comes_near():
    text = motion_table({"size": [0.3, 0.2, 0.1], "joints": [JOINT]})
    first, size, line, last = text.splitlines()
    assert (first, last) == ("<motion>", "</motion>")
    assert "300 mm x 200 mm x 100 mm" in size
    assert line.startswith("- lift (lid): 0..0.2 m; usable 0..0.1; goes 200 mm along")
    assert line.endswith("nearest 1.1 mm: lid/rim to box/wall at 0.05")


def test_what_is_all_usable_goes_unsaid_and_what_turns_in_place_is_told():
    joint = {**JOINT, "type": "revolute", "usable": [0.0, 0.2], "travel": [0, 0, 0], "clearance": None}
    (line,) = [line for line in motion_table({"joints": [joint]}).splitlines() if line.startswith("-")]
    assert line == "- lift (lid): 0..0.2 rad; turns in place"
    endless = {**joint, "type": "continuous", "lower": None, "upper": None}
    assert "- lift (lid): continuous; turns in place" in motion_table({"joints": [endless]})


def test_a_long_table_is_cut_and_an_unmeasured_object_has_none():
    assert "and 3 more" in motion_table({"joints": [JOINT] * (MOST_JOINTS + 3)})
    assert motion_table({"joints": [{"name": "j", "type": "fixed"}]}) == ""
    assert motion_table(None) == ""


def test_only_a_clean_compile_shows_it():
    result = CompileResult("success", object={"joints": [JOINT]})
    assert "<motion>" in render_signals(result)
    assert "<motion>" not in render_signals(CompileResult("success"))
