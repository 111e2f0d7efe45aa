"""Each recipe of the pages on declarations is a whole program that is clean under the strict profile."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sdk.testing.program import judge_program

FOLDER = Path(__file__).parents[2] / "docs" / "sdk" / "mechanisms"
PAGES = ("fits", "couplings-and-loops", "directions-interlocks-anchors")
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RECIPES = [
    pytest.param(program, id=f"{page}-{number}")
    for page in PAGES
    for number, program in enumerate(BLOCK.findall((FOLDER / f"{page}.md").read_text(encoding="utf-8")))
]


@pytest.mark.parametrize("program", RECIPES)
def test_a_recipe_is_clean(program: str, tmp_path: Path) -> None:
    judged = judge_program(program, tmp_path, profile="strict")
    assert judged.error is None
    assert judged.verdict is not None
    assert [
        f"{f.code}: {f.summary} {f.details}" for f in judged.verdict.findings if f.severity != "note"
    ] == []


def test_every_page_has_three_recipes() -> None:
    assert len(RECIPES) == 3 * len(PAGES)
