"""A file is opened only where somebody would see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.cli.opening import has_display, open_file


@pytest.mark.parametrize(
    ("environ", "platform", "seen"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "darwin", True),
        ({"SSH_CONNECTION": "1.2.3.4 5 6.7.8.9 22"}, "darwin", False),
        ({}, "win32", True),
    ],
)
def test_a_display_is_told_by_the_environment(environ: dict[str, str], platform: str, seen: bool) -> None:
    assert has_display(environ, platform=platform) is seen


def test_the_desktop_is_asked_only_with_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("typer.launch", lambda path: asked.append(path) or len(asked) - 1)
    monkeypatch.setattr("harness.cli.opening.has_display", lambda environ: bool(environ))
    assert open_file(Path("a.png"), environ={}) is False
    assert asked == []
    assert open_file(Path("a.png"), environ={"DISPLAY": ":0"}) is True
    assert open_file(Path("a.png"), environ={"DISPLAY": ":0"}) is False, "the desktop has nothing for it"
