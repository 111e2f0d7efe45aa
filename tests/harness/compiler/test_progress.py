from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.compiler import compile_source
from harness.compiler.progress import watch_parts
from sdk import ArticulatedObject, Part
from tests.harness.compiler.programs import HEAD


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    kept = ArticulatedObject.part, ArticulatedObject.link
    yield
    watch_parts(lambda name: None)
    ArticulatedObject.part, ArticulatedObject.link = kept


def test_each_part_is_told_as_it_is_made() -> None:
    told: list[str] = []
    watch_parts(told.append)
    model = ArticulatedObject("chest")
    base = model.part("base", meta={"a": 1})
    model.link("lid")
    assert told == ["base", "lid"]
    assert isinstance(base, Part)
    assert (base.name, base.meta) == ("base", {"a": 1})


def test_only_the_last_listener_is_told() -> None:
    first: list[str] = []
    second: list[str] = []
    watch_parts(first.append)
    watch_parts(second.append)
    ArticulatedObject("chest").part("base")
    assert (first, second) == ([], ["base"])


def test_a_part_that_cannot_be_made_is_not_told() -> None:
    told: list[str] = []
    watch_parts(told.append)
    with pytest.raises(TypeError):
        ArticulatedObject("chest").part()  # type: ignore[call-arg]
    assert told == []


def test_a_compile_cut_short_names_the_last_part(tmp_path: Path) -> None:
    result = compile_source(HEAD + "while True: pass\n", workdir=tmp_path, timeout_s=1.0, cache=False)
    (finding,) = result.signals
    assert "Parts begun: 2, the last 'lid'" in finding.details
