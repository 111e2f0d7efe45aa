"""Pictures of entries: drawn once for each program, and not at all of one that builds nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from harness.errors import ExitCode
from harness.examples.catalogue import Example, load_example
from harness.examples.pictures import NoPictureError, picture_of
from tests.harness.compiler.programs import SOUND
from tests.harness.examples.families import BOOKCASE, write_family


@pytest.fixture
def chest(tmp_path: Path) -> Example:
    write_family(tmp_path / "chest", BOOKCASE)
    return replace(load_example(tmp_path / "chest"), program=SOUND)


def test_a_picture_is_drawn_once_for_each_program(chest: Example, tmp_path: Path) -> None:
    first = picture_of(chest, size=(128, 64), folder=tmp_path / "pictures")
    with Image.open(first) as image:
        assert (image.size, image.format) == ((128, 64), "PNG")
    stamp = first.stat().st_mtime_ns
    assert picture_of(chest, size=(128, 64), folder=tmp_path / "pictures") == first
    assert first.stat().st_mtime_ns == stamp
    taller = replace(chest, program=SOUND.replace("(0.2, 0.2, 0.1)", "(0.2, 0.2, 0.2)"))
    second = picture_of(taller, size=(128, 64), folder=tmp_path / "pictures")
    assert second.read_bytes() != first.read_bytes()


def test_without_a_cache_it_lies_in_a_temporary_folder(
    chest: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert picture_of(chest, size=(64, 64)).is_relative_to(tmp_path)
    monkeypatch.setenv("ARTICRAFT_CACHE_DIR", str(tmp_path / "cache" / "results"))
    assert picture_of(chest, size=(64, 64)).parent == tmp_path / "cache" / "pictures"


def test_a_program_that_builds_nothing_has_none(chest: Example, tmp_path: Path) -> None:
    with pytest.raises(
        NoPictureError, match=r"example 'chest': cannot be drawn: .*division by zero"
    ) as caught:
        picture_of(replace(chest, program="1 / 0\n"), folder=tmp_path / "pictures")
    assert caught.value.exit_code == ExitCode.PROGRAM
    assert list((tmp_path / "pictures").iterdir()) == []
