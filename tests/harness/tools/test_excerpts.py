"""Which functions of a program stand for it."""

from __future__ import annotations

import ast

import pytest

from harness.examples import ExampleLibrary
from harness.tools.excerpts import MOST_LINES, excerpt_of

PROGRAM = """
SIZE = 1

def build_leg():
    return box()

def build_hinged_lid():
    return hinge(lid)

def run_tests():
    expect(hinge, lid)
"""


def test_the_nearest_functions_come_whole_and_tests_do_not():
    assert excerpt_of(PROGRAM, "lid hinge") == "def build_hinged_lid():\n    return hinge(lid)"
    assert excerpt_of(PROGRAM, "propeller") == ""
    assert excerpt_of("def broken(:", "lid") == ""


def test_what_is_too_long_is_left_out():
    long = "def lid():\n" + "    hinge()\n" * MOST_LINES
    assert excerpt_of(f"{long}\n\ndef door():\n    hinge()\n", "hinge") == "def door():\n    hinge()"


@pytest.mark.parametrize("query", ["drawer slides", "hinge", "knob"])
def test_excerpts_of_the_library_are_short_and_parse(query):
    for match in ExampleLibrary.load().search(query, limit=3, seen=frozenset()):
        text = excerpt_of(match.content, query)
        ast.parse(text)
        assert len(text.splitlines()) <= MOST_LINES + 2 * text.count("\ndef ")
