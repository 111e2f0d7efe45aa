from __future__ import annotations

import asyncio
import json
from dataclasses import replace

from harness.services import search_examples
from harness.tokens import token_estimate
from harness.tools import TOOLS
from tests.harness.fakes import tool_context

LONG = "def lid():\n    hinge()\n\n\ndef rest():\n" + "    pass\n" * 90


def search(query, limit, shown):
    found = [
        {
            "example_id": name,
            "title": name.title(),
            "tags": ["t"],
            "content": "skipped" if name in shown else LONG,
        }
        for name in ("lamp", "drone")
    ]
    return found[:limit]


def find(context, query, limit=3, **arguments):
    return asyncio.run(TOOLS["find_examples"].function(context, query, limit, **arguments)).result


def test_a_short_example_is_shown_whole_and_once(tmp_path):
    context = tool_context(tmp_path)
    assert [match["content"] for match in find(context, "hinge", 1)] == ["# lamp for hinge"]
    assert [match["content"] for match in find(context, "hinge", 2)] == ["", "# drone for hinge"]
    assert context.shown_examples == {"lamp", "drone"}


def test_a_long_one_comes_as_its_nearest_functions_and_others_by_description(tmp_path):
    context = replace(tool_context(tmp_path), search=search)
    assert find(context, "hinge lid") == [
        {"example_id": "lamp", "title": "Lamp", "lines": 96, "excerpt": "def lid():\n    hinge()"},
        {"example_id": "drone", "title": "Drone", "lines": 96},
    ]
    assert context.shown_examples == set()


def test_on_request_the_best_comes_whole_and_then_not_again(tmp_path):
    context = replace(tool_context(tmp_path), search=search)
    (match,) = find(context, "lamp", full=True)
    assert match["content"] == LONG
    assert context.shown_examples == {"lamp"}
    assert find(context, "lamp", full=True)[0]["content"] == "skipped"


def test_what_was_told_is_told_again_from_a_tape(tmp_path):
    context = replace(tool_context(tmp_path), search=search)
    told = find(context, "hinge lid")
    again = replace(tool_context(tmp_path), search=lambda query, limit, shown: told)
    assert find(again, "hinge lid") == told


def test_a_search_of_the_library_costs_little(tmp_path):
    context = replace(tool_context(tmp_path), search=search_examples)
    for query in ("drawer slides", "folding arm hinge", "knob"):
        assert token_estimate(json.dumps(find(context, query))) < 1_500
