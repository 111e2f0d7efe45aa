from __future__ import annotations

import json

from harness.services import real_services, search_examples


def test_the_real_services_are_those_of_the_compiler_and_the_library():
    from harness import compiler

    services = real_services()
    assert services.compile is compiler.compile_source
    assert services.probe is compiler.probe_source
    assert services.render_signals is compiler.render_signals
    assert services.search is search_examples


def test_search_answers_in_json_and_leaves_out_what_was_shown():
    (first, *_) = search_examples("folding drone", 3, frozenset())
    json.dumps(first)
    assert first["example_id"] == "folding_drone"
    assert first["match_quality"] == "strong"
    (again, *_) = search_examples("folding drone", 3, frozenset({"folding_drone"}))
    assert again["content_skipped"]
    assert len(again["content"]) < len(first["content"])
