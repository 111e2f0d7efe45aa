"""The page on validation names every check as it is, and its figures are those that were asked for."""

from __future__ import annotations

import re

from benchmarks.validation_page import PAGE, check_table
from sdk.qc.checks import CHECKS
from tests.corpus.planted_defects import TOLD_BY
from tests.fault_injection import KINDS

TEXT = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
FAULT = re.compile(r"^\| ([a-z: ]+) \|.*\| (\d+) \| (\d+) \| ([\d.]+) \|$", re.MULTILINE)
CODE = re.compile(r"^\| `(\w+)` \| (\d+) \| (\d+) \| ([\d.]+) \|$", re.MULTILINE)
LEAST = 0.95


def test_the_table_of_checks_is_what_the_checks_say():
    assert check_table() in TEXT
    assert all(f"`{check.code}`" in TEXT for check in CHECKS)


def test_every_kind_of_fault_is_told_well():
    rows = {kind: (int(made), int(found)) for kind, made, found, _ in FAULT.findall(TEXT)}
    wanted = {kind.replace("_", " ") for kind in KINDS} | {
        f"planted: {name.replace('_', ' ')}" for name in TOLD_BY
    }
    assert set(rows) == wanted
    assert len(KINDS) >= 20
    assert sum(made for made, _ in rows.values()) >= 200
    assert all(found >= LEAST * made for made, found in rows.values())


def test_every_code_is_right():
    rows = CODE.findall(TEXT)
    assert rows
    assert all(float(precision) >= LEAST for *_, precision in rows)
