"""A verdict is made by a process that never ran the program, from what the program built."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harness.compiler import CompileResult, compile_source
from harness.compiler.answers import result_from_ending
from harness.compiler.jobs import Job
from harness.compiler.sandbox import SEPARATE_JUDGE
from harness.compiler.service import run_compile
from harness.compiler.staging import publish, staging_folder
from tests.harness.compiler.programs import SOUND, at_import, in_tests

GOLDEN = json.loads((Path(__file__).parents[2] / "golden/qc.json").read_text())["cases"]
SAMPLED = [case for case in GOLDEN if not case["id"].startswith("script_")][::8]
STEAL = """
import gc, os, time
from harness.compiler.channel import ChannelWriter
writer = next(thing for thing in gc.get_objects() if isinstance(thing, ChannelWriter))
lid.visuals[0].origin = Origin(xyz=(0.0, 0.0, 0.5))
open("model.urdf", "w").write("<robot name='liar'/>")
answer = dict(signals=[], tests=dict(run=9, failed=[], checks=["all"]), object=None, files=["model.urdf"], ended_by="")
"""


def judged(source: str, folder: Path, *, apart: bool, profile: str = "default") -> dict[str, Any]:
    """A result as data, without its times, judged by another process or by the program's own."""
    options = {"profile": profile, "tests": True, "pictures": False}
    without = () if apart else (SEPARATE_JUDGE,)
    with staging_folder(folder, source=source) as staged:
        ending = run_compile(Job("compile", staged, source, 60.0, options=options, without=without))
        artifacts = publish(staged, folder, source=source, files=ending.answer.get("files", ()))
        program_file = str(staged / "model.py")
    told = SEPARATE_JUDGE in ending.isolation
    assert told == apart
    result = result_from_ending(
        ending, artifacts=artifacts, program_file=program_file, source=source, timeout_s=60.0
    )
    return {**result.to_dict(), "timings_ms": {}, "isolation": []}


@pytest.fixture(scope="module", autouse=True)
def _only_where_workers_are_warm(tmp_path_factory: pytest.TempPathFactory) -> None:
    if "zygote" not in compile_source(SOUND, workdir=tmp_path_factory.mktemp("sound")).isolation:
        pytest.skip("this machine forks no workers")


@pytest.mark.parametrize("profile", ["reference", "strict"])
@pytest.mark.parametrize("case", SAMPLED, ids=lambda case: case["id"])
def test_the_verdict_is_that_of_the_programs_own_process(
    case: dict[str, Any], profile: str, tmp_path: Path
) -> None:
    apart = judged(case["model"], tmp_path, apart=True, profile=profile)
    assert apart == judged(case["model"], tmp_path, apart=False, profile=profile)


@pytest.mark.parametrize(
    "source",
    [
        SOUND,
        "x = 1\n",
        "1 / 0\n",
        in_tests("1 / 0"),
        in_tests('ctx.allow_overlap("base", "lid", reason=" ")'),
    ],
)
def test_so_are_the_faults(source: str, tmp_path: Path) -> None:
    assert judged(source, tmp_path, apart=True) == judged(source, tmp_path, apart=False)


def stolen(statement: str, folder: Path) -> CompileResult:
    """What becomes of a program that speaks for its worker, about an object whose lid hangs in the air."""
    return compile_source(at_import(STEAL + statement + "\ntime.sleep(60)"), workdir=folder, timeout_s=10.0)


def test_a_forged_success_is_a_failure(tmp_path: Path) -> None:
    result = stolen('writer.send("answer", at=0.0, **answer)', tmp_path)
    assert (result.status, result.ended_by, dict(result.artifacts)) == ("failure", "program", {})
    assert "without the object" in result.signals[0].details


def test_a_forged_handover_is_judged_by_what_it_holds(tmp_path: Path) -> None:
    forged = (
        "from harness.compiler.handover import packed\n"
        "built = dict(object=packed((object_model, None)), faults=[], ended_by='', facts='{}')\n"
        'writer.send("answer", at=0.0, built=built, **answer)'
    )
    result = stolen(forged, tmp_path)
    codes = {signal.code for signal in result.signals if signal.severity == "failure"}
    assert result.status == "failure"
    assert codes
    assert b"liar" not in (tmp_path / "model.urdf").read_bytes()


@pytest.mark.parametrize(
    "built", ["{}", "dict(object=3)", "dict(object='{}', faults=[], ended_by='')", "[1]"]
)
def test_a_handover_of_another_form_is_a_failure(built: str, tmp_path: Path) -> None:
    result = stolen(f'writer.send("answer", at=0.0, built={built}, **answer)', tmp_path)
    assert (result.status, result.ended_by) == ("failure", "program")


def test_the_last_word_on_isolation_is_the_first(tmp_path: Path) -> None:
    result = stolen(
        'writer.send("isolation", layers=["magic"])\nwriter.send("answer", at=0.0, **answer)', tmp_path
    )
    assert "magic" not in result.isolation
    assert result.status == "failure"


def test_the_program_cannot_prepare_the_judges_folder(tmp_path: Path) -> None:
    traps = (
        "import os\nos.remove('model.py')\nos.symlink('/etc/passwd', 'model.py')\n"
        "os.makedirs('sdk')\nopen('sdk/__init__.py', 'w').write('1 / 0')"
    )
    result = compile_source(at_import(traps), workdir=tmp_path, timeout_s=20.0)
    assert (result.status, result.ended_by) == ("success", "")
