from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from harness.cli import start_warming
from harness.compiler.forking import Nursery

LOAD = """
import sys
from importlib import import_module
from harness.compiler import zygote
for module in zygote.KITS["plain"]:
    import_module(module)
zygote._load_public_names()
print(*{name.partition(".")[0] for name in sys.modules})
"""


def test_the_plain_kit_loads_nothing_slow() -> None:
    done = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {"numpy", "manifold3d", "fcl"} <= loaded
    assert not loaded & {"scipy", "cadquery", "OCP", "PIL", "embreex", "trimesh", "mujoco", "asyncio"}


@pytest.mark.parametrize(
    ("arguments", "started"),
    [
        (["/usr/bin/articraft", "compile", "chair.py"], True),
        (["articraft", "render", "x"], True),
        (["articraft", "gen", "x"], False),
        (["articraft"], False),
        (["pytest", "compile"], False),
    ],
)
def test_a_command_that_compiles_starts_one_early(
    arguments: list[str], started: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    kits: list[str] = []
    monkeypatch.setattr(Nursery, "start", lambda self, kit: kits.append(kit))
    start_warming(arguments)
    assert kits == ["plain"] * started


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks workers")
def test_one_that_is_still_loading_ends_at_once() -> None:
    nursery = Nursery()
    nursery.start("cad")
    (zygote,) = nursery._zygotes.values()
    process = zygote._process
    nursery.close()
    assert process.poll() is not None
    assert process.returncode < 0
    assert not Path(f"/proc/{process.pid}/cwd").exists()
