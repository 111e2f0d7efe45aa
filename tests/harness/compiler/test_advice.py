"""Every kind of finding has advice, and all advice has a kind."""

from __future__ import annotations

import re

import pytest

from harness.compiler.advice import PRIMARY, RULES
from harness.compiler.probing.namespace import MEASUREMENT, REVIEW
from sdk.qc.codes import CODES


def test_every_rule_belongs_to_a_code() -> None:
    assert set(RULES) <= {(row.source, row.kind) for row in CODES.values()}
    assert set(PRIMARY) <= {row.kind for row in CODES.values()}


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith("X_")])
def test_every_check_of_ours_has_advice(code: str) -> None:
    row = CODES[code]
    assert RULES[row.source, row.kind]


def test_the_helpers_that_are_advised_exist() -> None:
    named = {name for rules in RULES.values() for rule in rules for name in re.findall(r"(\w+)\(", rule)}
    known = {*MEASUREMENT, *REVIEW, "anchor"}
    assert named <= known
