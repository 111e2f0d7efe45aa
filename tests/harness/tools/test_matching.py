from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import ToolError
from harness.tools import NoMatchError
from harness.tools.matching import find_block, nearest_text

LINES = [
    "class A:",
    "    def f(self):",
    "        return 'x - y'",
    "",
    "    def g(self):   ",
    "        return 2",
]
EVERYWHERE = range(len(LINES))


@pytest.mark.parametrize(
    ("block", "start", "step"),
    [
        (["    def f(self):", "        return 'x - y'"], 1, "exact"),
        (["    def g(self):", "        return 2"], 4, "trailing whitespace"),
        (["        return ‘x – y’"], 2, "punctuation"),
        (["def f(self):", "    return 'x - y'"], 1, "indentation"),
        (["            return 2"], 5, "indentation"),
    ],
)
def test_the_mildest_step_that_fits_is_taken(block, start, step):
    match = find_block(LINES, block, scope=EVERYWHERE)
    assert (match.start, match.step) == (start, step)


def test_lines_that_go_along_are_indented_like_the_file():
    assert find_block(LINES, ["def f(self):"], scope=EVERYWHERE).fitted("    y = 1") == "        y = 1"
    deeper = find_block(LINES, ["            return 2"], scope=EVERYWHERE)
    assert deeper.fitted("            y = 1") == "        y = 1"
    assert deeper.fitted("") == ""


def test_lines_that_shift_differently_do_not_fit():
    with pytest.raises(NoMatchError):
        find_block(LINES, ["def f(self):", "        return 'x - y'"], scope=EVERYWHERE)


def test_two_places_are_too_many_also_for_a_later_step():
    lines = ["a = 1  ", "b", "a = 1 "]
    with pytest.raises(ToolError, match=r"2 places \(lines 1, 3; step: trailing whitespace\)") as caught:
        find_block(lines, ["a = 1"], scope=range(3))
    assert not isinstance(caught.value, NoMatchError)
    assert find_block(lines, ["a = 1"], scope=range(1, 3)).start == 2


@given(st.lists(st.sampled_from(["a", "  b", "c = 1", ""]), min_size=1, max_size=12), st.data())
def test_an_exact_match_is_where_a_plain_search_finds_it(lines, data):
    start = data.draw(st.integers(0, len(lines) - 1))
    stop = data.draw(st.integers(start + 1, len(lines)))
    block = lines[start:stop]
    places = [i for i in range(len(lines)) if lines[i : i + len(block)] == block]
    if len(places) == 1:
        match = find_block(lines, block, scope=range(len(lines)))
        assert (match.start, match.step) == (start, "exact")
    else:
        with pytest.raises(ToolError, match=f"{len(places)} places"):
            find_block(lines, block, scope=range(len(lines)))


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("class A:\n    def h(self):", "lines 1-2; first difference in line 2: expected '    def h(self):'"),
        ("clas A:", "line 1; first difference in line 1"),
        ("nothing like this ### at all", "Nothing like it"),
        ("x" * 500, "Nothing like it"),
    ],
)
def test_the_nearest_text_is_shown_with_the_first_line_that_differs(wanted, told):
    assert told in nearest_text("\n".join(LINES), wanted)
