from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from harness.compiler import render_source
from harness.errors import UsageError
from tests.harness.compiler.programs import SOUND


def test_a_picture_of_the_size_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "pictures/open.png"
    result = render_source(SOUND, workdir=tmp_path / "work", out=out, size=(96, 64), poses=[{"hinge": 1.0}])
    assert result.status == "success"
    with Image.open(out) as picture:
        assert picture.size == (96, 64)
    assert list(result.artifacts) == ["open.png"]
    assert list((tmp_path / "work").iterdir()) == []


def test_a_program_that_cannot_run_draws_nothing(tmp_path: Path) -> None:
    out = tmp_path / "picture.png"
    result = render_source("1 / 0\n", workdir=tmp_path, out=out)
    assert (result.status, result.ended_by, out.exists()) == ("failure", "program", False)


def test_an_unknown_joint_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ghost"):
        render_source(SOUND, workdir=tmp_path, out=tmp_path / "x.png", poses=[{"ghost": 1.0}])
