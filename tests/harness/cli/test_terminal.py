from __future__ import annotations

import sys

import pytest

from harness.cli.terminal import Terminal, own_name


@pytest.mark.parametrize(
    ("called", "is_on_path", "name"),
    [
        (".venv/bin/articraft", False, ".venv/bin/articraft"),
        (".venv/bin/articraft", True, "articraft"),
        ("pytest", False, "articraft"),
    ],
)
def test_advice_can_be_typed_as_it_stands(
    called: str,
    is_on_path: bool,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", [called])
    monkeypatch.setattr("shutil.which", lambda _: "/bin/articraft" if is_on_path else None)
    assert own_name() == name
    Terminal().next_steps({"articraft examples list": "see every entry"})
    assert f"  {name} examples list  see every entry" in capsys.readouterr().err
