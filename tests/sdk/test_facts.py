from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk import SphereGeometry
from sdk.facts import MOST_KEPT, Facts, recalled, use_facts
from sdk.scene import MeshData
from sdk.scene import overlap as overlap_module
from sdk.scene.forms import MeshForm
from sdk.scene.overlap import overlap_of_forms, volume_in_common


def count(content: bytes, calls: list[bytes], *, kind: str = "length") -> int:
    """A measurement that counts itself."""
    return recalled(lambda: calls.append(content) or len(content), kind, lambda: (content,))


def test_nothing_is_remembered_unless_a_host_says_so() -> None:
    calls: list[bytes] = []
    assert [count(b"abc", calls), count(b"abc", calls)] == [3, 3]
    assert calls == [b"abc"] * 2


@given(st.lists(st.binary(max_size=4)), st.lists(st.binary(max_size=4)))
def test_what_was_asked_before_is_not_measured_again(first: list[bytes], second: list[bytes]) -> None:
    calls: list[bytes] = []
    with use_facts(Facts()) as facts:
        assert [count(content, calls) for content in first] == [len(content) for content in first]
    assert facts.measured == len(set(first)) == len(calls)
    calls.clear()
    with use_facts(Facts(facts.text())) as again:
        assert [count(content, calls) for content in second] == [len(content) for content in second]
    assert set(calls) == set(second) - set(first)
    assert again.measured == len(calls)
    assert len(json.loads(again.text())) == len({*first, *second})


def test_kinds_and_the_borders_of_content_are_kept_apart() -> None:
    with use_facts(Facts()) as facts:
        for content in ((b"ab", b"c"), (b"a", b"bc"), (b"abc",)):
            recalled(lambda content=content: len(content), "pieces", lambda content=content: content)
        recalled(lambda: 1, "other", lambda: (b"abc",))
    assert facts.measured == 4


@pytest.mark.parametrize("text", ["", "{", "[1]", "3", '"x"', "\x00"])
def test_text_of_another_form_is_as_good_as_none(text: str) -> None:
    assert json.loads(Facts(text).text()) == {}


def test_only_so_many_are_kept_and_those_asked_for_first() -> None:
    many = json.dumps({str(number): number for number in range(MOST_KEPT + 10)})
    facts = Facts(many)
    assert facts.recall("8200", lambda: -1) == 8200
    kept = list(json.loads(facts.text()))
    assert (len(kept), kept[0]) == (MOST_KEPT, "8200")


def test_an_overlap_recalled_is_the_overlap_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    ball = SphereGeometry(0.1)
    form, *pegs = [MeshForm(MeshData(np.array(ball.vertices), np.array(ball.faces))) for _ in range(4)]
    place = np.eye(4)
    place[:3, 3] = (0.01, 0.02, 0.03123456789)
    fresh = overlap_of_forms(form, pegs[0], place), volume_in_common(form, pegs[0], place)
    with use_facts(Facts()) as facts:
        told = overlap_of_forms(form, pegs[1], place), volume_in_common(form, pegs[1], place)
    monkeypatch.setattr(overlap_module, "_common_solid", None)  # whoever measures now, fails
    with use_facts(Facts(facts.text())) as again:
        known = overlap_of_forms(form, pegs[2], place), volume_in_common(form, pegs[2], place)
    assert (facts.measured, again.measured) == (2, 0)
    for overlap, volume in (told, known):
        assert overlap is not None
        assert fresh[0] is not None
        assert volume == fresh[1]
        assert (overlap.volume, overlap.depth) == (fresh[0].volume, fresh[0].depth)
        assert np.array_equal(overlap.direction, fresh[0].direction)
        assert np.array_equal(overlap.centre, fresh[0].centre)
