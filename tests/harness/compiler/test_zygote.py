from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from harness.cli import start_warming
from harness.compiler.forking import Nursery
from harness.compiler.sandbox import environment

REHEARSE = """
import os, sys, tempfile
from harness.compiler import compile_job, rehearsal
answers = []
compile_program = compile_job.compile_program
rehearsal.compile_program = lambda *given: answers.append(compile_program(*given))
before = os.getcwd(), sys.argv
for _ in range(2):
    rehearsal.rehearse(with_cad=sys.argv[1:] == ['cad'])
assert (os.getcwd(), sys.argv) == before
assert "model" not in sys.modules
assert tempfile.tempdir is None
assert answers[0] == answers[1]
print(len(os.listdir("/proc/self/task")), *(signal["code"] for signal in answers[0]["signals"]))
"""

LOAD = """
import sys
from importlib import import_module
from harness.compiler import zygote
for module in zygote.KITS["plain"]:
    import_module(module)
zygote._load_public_names('sdk')
print(*{name.partition(".")[0] for name in sys.modules})
"""


def test_the_plain_kit_loads_nothing_slow() -> None:
    done = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {"numpy", "manifold3d", "fcl"} <= loaded
    assert not loaded & {"scipy", "cadquery", "OCP", "PIL", "embreex", "trimesh", "mujoco", "asyncio"}


@pytest.mark.skipif(sys.platform != "linux", reason="counts threads in /proc")
@pytest.mark.parametrize("kit", ["plain", "cad"])
def test_a_rehearsal_goes_through_every_check_and_starts_no_thread(kit: str, tmp_path: Path) -> None:
    places = tmp_path / "temporary"
    places.mkdir()
    variables = {**environment(tmp_path), "TMPDIR": str(places)}
    command = [sys.executable, "-c", REHEARSE, kit]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=variables)
    threads, *codes = done.stdout.split()
    assert threads == "1"
    assert codes == ["X_NO_HARDWARE_AT_AXIS", "X_SUPPORT_LOST"]  # so nothing stopped it before the checks
    assert list(places.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "started"),
    [
        (["/usr/bin/articraft", "compile", "chair.py"], ["plain"]),
        (["articraft", "compile", "chair.py", "--pictures"], ["plain", "picture"]),
        (["articraft", "render", "x"], ["plain", "picture"]),
        (["articraft", "compile", "--help"], []),
        (["articraft", "gen", "x"], []),
        (["articraft"], []),
        (["pytest", "compile"], []),
    ],
)
def test_a_command_that_compiles_starts_one_early(
    arguments: list[str], started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kits: list[str] = []
    monkeypatch.setattr(Nursery, "start", lambda self, kit: kits.append(kit))
    start_warming(arguments)
    assert kits == started


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
