"""`articraft doctor` as its users meet it."""

from __future__ import annotations

import json

import pytest

from harness import doctor
from harness.cli.main import run
from harness.doctor import Check

CHECKS = (
    Check("python", "python", "ok", "3.11.7"),
    Check("package", "ray", "absent", "not installed", "batches", "pip install 'articraft[ray]'"),
)
BROKEN = Check("compiler", "compile", "wrong", "a cube does not compile")


@pytest.fixture
def found(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def finds(*checks: Check) -> None:
        async def examine(environ):
            return checks

        monkeypatch.setattr(doctor, "examine", examine)

    return finds


def test_each_thing_has_a_line_and_what_is_missing_says_what_it_would_give(found, capsys):
    found(*CHECKS)
    assert run(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "python",
        "  ok     python  3.11.7",
        "package",
        "  absent ray     not installed; would give batches (pip install 'articraft[ray]')",
    ]


def test_what_is_wrong_decides_the_exit_code_also_as_json(found, capsys):
    found(*CHECKS, BROKEN)
    assert run(["doctor", "--json"]) == 3
    captured = capsys.readouterr()
    answer = json.loads(captured.out)
    assert answer["healthy"] is False
    assert [check["state"] for check in answer["checks"]] == ["ok", "absent", "wrong"]
