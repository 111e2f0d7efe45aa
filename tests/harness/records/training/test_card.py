from __future__ import annotations

import pytest

from harness.records.training.card import data_card
from harness.records.training.views import VIEWS


def card(view, metas, **changes):
    given = {"files": {}, "options": {}, "left_out": {}, "redactions": {}, "rows_sha256": "ab"}
    return data_card(view, {"train": [{"meta": meta} for meta in metas]}, **{**given, **changes})


def meta(**changes):
    return {
        "run_id": "r",
        "group": "g",
        "tokens": 10,
        "provider": "library",
        "model_id": "examples",
        "provider_terms": ["own-work"],
        "licence": "Apache-2.0",
        "category": None,
        "profile": "strict",
        **changes,
    }


@pytest.mark.parametrize("name", VIEWS)
def test_every_column_of_every_view_is_explained(name):
    text = card(VIEWS[name], [meta()])
    assert all(f"- `{column}`: " in text for column in VIEWS[name].columns)


def test_licences_are_told_as_they_are():
    view = VIEWS["sft"]
    assert "license: apache-2.0\n" in card(view, [meta(), meta()])
    assert "license: other\n" in card(view, [meta(), meta(licence="unspecified")])
    assert "license: other\n" in card(view, [meta(licence="unspecified")])
    assert "license: other\n" in card(view, [meta(), meta(licence="MIT")])
    assert "- Licences: Apache-2.0 2, MIT 1" in card(view, [meta(), meta(), meta(licence="MIT")])


def test_figures_are_counted():
    metas = [meta(), meta(run_id="s", tokens=1500), meta(run_id="s", group="h")]
    text = card(
        VIEWS["sft"], metas, left_out={"rows that repeat another one": 2, "none": 0}, redactions={"keys": 3}
    )
    assert "| train | 3 | 2 | 2 | 1,520 |" in text
    assert "- rows that repeat another one: 2" in text
    assert "none: 0" not in text
    assert "- keys: 3" in text
