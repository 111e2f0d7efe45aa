"""The whole library asked with prompts as people write them: long ones by category, short ones, and paraphrases.

`tests/golden/retrieval.json` holds, for every prompt, the family it should get, or the neighbours that may be offered
in its stead. An entry that is not in the library yet is not asked for.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harness.examples import ExampleLibrary, Fit, best_fit

LIBRARY = ExampleLibrary.load()
KNOWN = {example.example_id for example in LIBRARY.examples}
TABLE: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parents[2] / "golden" / "retrieval.json").read_text(encoding="utf-8")
)
ASKED = [row for row in TABLE["prompts"] if row.get("family") in KNOWN]
OTHERS = [row for row in TABLE["prompts"] if "neighbours" in row]
SHORT = [
    row
    for row in TABLE["short"] + TABLE["paraphrased"]
    if (row.get("family") or row.get("stands_in") or "desk_lamp") in KNOWN
]
LEAST_SHARE = 0.95


def chosen(prompt: str) -> tuple[str | None, Fit | None]:
    fit = best_fit(prompt, LIBRARY.examples)
    return (fit.example.example_id if fit else None), fit


def test_prompts_of_a_family_find_it_first() -> None:
    missed = [row["id"] for row in ASKED if LIBRARY.search(row["prompt"])[0].example_id != row["family"]]
    assert len(missed) <= (1 - LEAST_SHARE) * len(ASKED), missed


def test_prompts_of_a_family_are_given_it() -> None:
    missed = [row["id"] for row in ASKED if chosen(row["prompt"])[0] != row["family"]]
    assert len(missed) <= (1 - LEAST_SHARE) * len(ASKED), missed


@pytest.mark.parametrize("row", [pytest.param(row, id=row["category"]) for row in OTHERS])
def test_another_thing_is_declined_or_gets_a_neighbour_that_says_so(row: dict[str, Any]) -> None:
    name, fit = chosen(row["prompt"])
    if fit is not None:
        assert name in row["neighbours"]
        assert fit.is_near


@pytest.mark.parametrize("row", [pytest.param(row, id=row["prompt"]) for row in SHORT])
def test_a_short_prompt_gets_what_it_names(row: dict[str, Any]) -> None:
    name, fit = chosen(row["prompt"])
    assert name == (row.get("family") or row.get("stands_in"))
    assert fit is None or fit.is_near == ("stands_in" in row)
    if fit is not None:
        assert LIBRARY.search(row["prompt"])[0].example_id == name
