"""`articraft examples` beyond list and search: pictures, and what a sheet says of its parameters."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from harness.cli.main import run
from harness.examples.catalogue import Example


@pytest.fixture
def drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without a display, where the picture is there already."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "lamp.png"
    Image.new("RGB", (4, 2)).save(path)

    def picture_of(example: Example) -> Path:
        assert example.example_id == "desk_lamp"
        return path

    monkeypatch.setattr("harness.examples.pictures.picture_of", picture_of)
    monkeypatch.chdir(tmp_path)
    return path


def test_without_a_display_the_path_is_the_answer(drawn: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["examples", "open", "desk_lamp"]) == 0
    captured = capsys.readouterr()
    assert captured.out.strip() == str(drawn)
    assert "articraft examples show desk_lamp" in captured.err


def test_with_a_display_it_is_opened(
    drawn: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("harness.cli.opening.open_file", lambda path: opened.append(path) or True)
    assert run(["examples", "open", "desk_lamp", "--out", "copy.png"]) == 0
    assert opened == [Path("copy.png")]
    assert Path("copy.png").read_bytes() == drawn.read_bytes()
    capsys.readouterr()
    assert run(["examples", "open", "desk_lamp", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"picture": str(drawn), "opened": False}


def test_places_that_cannot_be_written_and_unknown_entries_are_refused(
    drawn: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["examples", "open", "desk_lamp", "--out", "nowhere/lamp.png"]) == 2
    assert "want a writable place" in capsys.readouterr().err
    assert run(["examples", "open", "violin"]) == 2
    assert "want one of" in capsys.readouterr().err


def test_techniques_are_listed_apart_from_objects(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["examples", "list", "--json"]) == 0
    objects = json.loads(capsys.readouterr().out)
    assert run(["examples", "list", "--techniques", "--json"]) == 0
    techniques = json.loads(capsys.readouterr().out)
    assert {one["kind"] for one in objects} == {"object"}
    assert {one["kind"] for one in techniques} == {"technique"}
    assert run(["examples", "show", techniques[0]["id"]]) == 0
    said = capsys.readouterr().err
    assert f"articraft examples open {techniques[0]['id']}" in said
    assert "articraft gen" not in said


def test_show_names_the_parameters_and_what_to_do_with_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["examples", "show", "drawer_cabinet"]) == 0
    said = capsys.readouterr().err
    assert "DRAWERS  number of drawers, one above the other (1 to 8;" in said
    assert "articraft vary drawer_cabinet" in said


def test_a_range_that_depends_on_another_parameter_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["examples", "show", "drawer_cabinet"]) == 0
    assert "0.3 to 1.6 m, at least 0.134 + 0.064 * DRAWERS" in " ".join(capsys.readouterr().err.split())
