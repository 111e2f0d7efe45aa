"""Ends of ranges by other parameters: what is read, what it is worth, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.errors import UsageError
from harness.examples.expressions import expression_from

KNOWN = ("DRAWERS", "WIDTH")


@st.composite
def written(draw: st.DrawFn, depth: int = 3) -> tuple[str, float]:
    """A text, and what it is worth for 4 drawers and a width of 0.5 m by arithmetic done beside it."""
    kind = draw(st.integers(0, 4)) if depth else draw(st.integers(0, 1))
    if kind == 0:
        number = draw(st.integers(1, 99)) / 8
        return repr(number), number
    if kind == 1:
        return draw(st.sampled_from([("DRAWERS", 4.0), ("WIDTH", 0.5)]))
    if kind == 2:
        text, value = draw(written(depth - 1))
        return f"-({text})", -value
    (left, a), (right, b) = draw(written(depth - 1)), draw(written(depth - 1))
    sign, value = draw(st.sampled_from([("+", a + b), ("-", a - b), ("*", a * b)]))
    return f"({left}) {sign} ({right})", value


@settings(max_examples=60)
@given(written())
def test_it_is_worth_what_arithmetic_says(case: tuple[str, float]) -> None:
    text, value = case
    expression = expression_from(text, KNOWN)
    assert expression.value({"DRAWERS": 4, "WIDTH": 0.5}) == value
    assert expression.names == {name for name in KNOWN if name in text}
    assert expression.text == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.134 + 0.064 * DRAWERS", 0.39),
        ("(DRAWERS + 1) * 0.1", 0.5),
        ("DRAWERS - 1 - 1", 2.0),
        ("WIDTH / DRAWERS / 2", 0.0625),
        ("-WIDTH + +2", 1.5),
        ("1", 1.0),
    ],
)
def test_operations_bind_as_usual(text: str, value: float) -> None:
    assert expression_from(text, KNOWN).value({"DRAWERS": 4, "WIDTH": 0.5}) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "got ''; want numbers, names of other parameters"),
        ("0.1 +", "got '0.1 \\+'; want numbers"),
        ("DRAWERS = 2", "got 'DRAWERS = 2'; want numbers"),
        ("1 +\x00 2", "want numbers"),
        (0.3, "got 0.3; want numbers"),
        ("DRAWERS ** 2", "got 'DRAWERS \\*\\* 2' in 'DRAWERS \\*\\* 2'; want numbers"),
        ("1 + DRAWERS // 2", "got 'DRAWERS // 2' in"),
        ("~DRAWERS", "got '~DRAWERS' in"),
        ("max(DRAWERS, 2)", "got 'max\\(DRAWERS, 2\\)' in"),
        ("__import__('os').getcwd()", "want numbers, names"),
        ("DRAWERS.real", "got 'DRAWERS.real' in"),
        ("DRAWERS if WIDTH else 1", "want numbers, names"),
        ("DRAWERS < 2", "got 'DRAWERS < 2' in"),
        ("'a' * DRAWERS", "got 'a' in"),
        ("True + 1", "got True in"),
        ("1j", "got 1j in"),
        ("0.1 * DOORS", "got 'DOORS' in '0.1 \\* DOORS'; want a parameter .*: DRAWERS, WIDTH"),
    ],
)
def test_anything_else_is_refused_by_name(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        expression_from(text, KNOWN)


def test_a_divisor_of_zero_says_for_which_values() -> None:
    expression = expression_from("1 / (DRAWERS - 4)", KNOWN)
    with pytest.raises(UsageError, match=r"got a divisor of zero for DRAWERS = 4; want another one"):
        expression.value({"DRAWERS": 4})
