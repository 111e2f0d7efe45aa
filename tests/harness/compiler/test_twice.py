from __future__ import annotations

from pathlib import Path

from harness.compiler import compile_twice
from tests.harness.compiler.programs import SOUND, at_import


def test_a_program_gives_the_same_bytes_twice(tmp_path: Path) -> None:
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs/size.txt").write_text("0.2")
    source = at_import("assert open('inputs/size.txt').read() == '0.2'")
    result, differences = compile_twice(source, workdir=tmp_path)
    assert (result.status, differences) == ("success", ())
    assert (tmp_path / "model.urdf").exists()


def test_randomness_without_a_seed_gives_the_same_too(tmp_path: Path) -> None:
    source = SOUND.replace(
        "0.2, 0.2, 0.02)", "0.2, 0.2, 0.02 + 0.001 * random.random() * float(numpy.random.rand()))"
    )
    result, differences = compile_twice("import random, numpy\n" + source, workdir=tmp_path)
    assert (result.object is not None, differences) == (True, ())


def test_a_difference_is_named(tmp_path: Path) -> None:
    source = SOUND.replace("0.2, 0.2, 0.02)", "0.2, 0.2, 0.02 + int.from_bytes(os.urandom(2)) * 1e-8)")
    _, differences = compile_twice("import os\n" + source, workdir=tmp_path)
    assert "assets/meshes/panel.obj" in differences
