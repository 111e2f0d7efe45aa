from __future__ import annotations

import pytest

from sdk.qc.allowances import Allowances, AllowedOverlap, aliases, declared_text, sorted_overlap


def covers(allowed: AllowedOverlap, first: str | None, second: str | None, pair=("a", "b")) -> bool:
    return Allowances(overlaps=[allowed]).covers_overlap(pair, first=first, second=second)


def test_a_pair_covers_all_its_elements_in_either_order():
    allowed = sorted_overlap("b", "a", reason="fit", elem_a=None, elem_b=None)
    assert (allowed.link_a, allowed.link_b) == ("a", "b")
    assert covers(allowed, "x", None)
    assert covers(allowed, None, None, pair=("b", "a"))
    assert not covers(allowed, "x", "y", pair=("a", "c"))


@pytest.mark.parametrize(
    ("elem_a", "elem_b", "first", "second", "expected"),
    [
        ("x", "y", "x", "y", True),
        ("y", "x", "x", "y", True),
        ("x", "y", "x", "z", False),
        ("x", None, "x", "y", False),
        (None, "y", "x", "y", False),
        ("x", "m", "x", "m__component_002", True),
        ("x", "m__component_001", "x", "m__component_002", False),
        ("x", "m__component_002", "x", "m__component_002", True),
        ("x", "y", None, "y", False),
        ("x", "y", " x ", "y", True),
    ],
)
def test_elements_match_both_or_not_at_all(elem_a, elem_b, first, second, expected):
    allowed = sorted_overlap("a", "b", reason="fit", elem_a=elem_a, elem_b=elem_b)
    assert covers(allowed, first, second) is expected


def test_a_floating_group_needs_every_member():
    allowances = Allowances(isolated={"a": "r", "b": "r"})
    assert allowances.covers_group(["a", "b"])
    assert not allowances.covers_group(["a", "c"])


def test_coplanar_elements_have_no_aliases():
    pair = sorted_overlap("a", "b", reason="r", elem_a="x", elem_b="m")
    allowances = Allowances(coplanar=[pair])
    assert allowances.covers_coplanar(("b", "a"), ("m", "x"))
    assert not allowances.covers_coplanar(("a", "b"), ("x", "m__component_001"))


def test_texts_and_aliases():
    pair = sorted_overlap("b", "a", reason="r", elem_a=None, elem_b=None)
    assert declared_text("allow_overlap", pair) == "allow_overlap('a', 'b'): r"
    one = sorted_overlap("a", "b", reason="r", elem_a="x", elem_b=None)
    assert declared_text("allow_overlap", one) == "allow_overlap('a', 'b', elem_a='x', elem_b=None): r"
    assert aliases("m__component_012") == {"m__component_012", "m"}
    assert aliases(None) == aliases("  ") == set()
