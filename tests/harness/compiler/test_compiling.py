from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from harness.compiler import CompileResult, Limits, compile_source, exit_code_for
from harness.compiler.result import PHASES
from harness.errors import ExitCode, UsageError
from tests.harness.compiler.programs import SOUND, at_import, in_tests, line_of


def compiled(source: str, workdir: Path, **settings: object) -> CompileResult:
    return compile_source(source, workdir=workdir, **settings)  # type: ignore[arg-type]


def files_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_sound_program_gives_files_object_and_tests(tmp_path: Path) -> None:
    phases: list[str] = []
    result = compiled(SOUND, tmp_path, on_phase=lambda phase, elapsed_ms: phases.append(phase))
    assert (result.status, result.ended_by, exit_code_for(result)) == ("success", "", ExitCode.SUCCESS)
    assert files_of(tmp_path) == {"model.py", *result.artifacts}
    assert {"model.urdf", "assets/meshes/panel.obj"} == set(result.artifacts)
    for path, digest in result.artifacts.items():
        assert hashlib.sha256((tmp_path / path).read_bytes()).hexdigest() == digest
    assert tuple(phases) == PHASES
    assert set(result.timings_ms) == {*PHASES, "total"}
    assert sum(result.timings_ms[phase] for phase in PHASES) == pytest.approx(
        result.timings_ms["total"], abs=0.1
    )
    assert {"environment", "process-group", "rlimits"} <= set(result.isolation)
    assert result.tests.run == 7
    assert result.object is not None
    assert result.object["parts"] == ["base", "lid"]
    (joint,) = result.object["joints"]
    assert (joint["name"], joint["type"], joint["parent"], joint["child"]) == (
        "hinge",
        "revolute",
        "base",
        "lid",
    )
    assert (joint["axis"], joint["lower"], joint["upper"]) == ([0.0, -1.0, 0.0], 0.0, 1.2)


def test_the_same_program_gives_the_same_answer(tmp_path: Path) -> None:
    source = at_import(
        "for word in {'a', 'bb', 'ccc', 'dddd'}:\n    raise ValueError(word, object_model.get_part)"
    )
    for text in (SOUND, source):
        answers = []
        for folder in ("first", "second"):
            plain = compiled(text, tmp_path / folder).to_dict()
            del plain["timings_ms"]
            answers.append(json.dumps(plain))
        assert answers[0] == answers[1]
        assert str(tmp_path) not in answers[0]


def test_a_failing_program_removes_what_an_earlier_one_left(tmp_path: Path) -> None:
    compiled(SOUND, tmp_path)
    result = compiled("x = 1 / 0\n", tmp_path)
    assert (result.status, result.ended_by, exit_code_for(result)) == ("failure", "program", ExitCode.PROGRAM)
    assert (result.object, dict(result.artifacts)) == (None, {})
    assert files_of(tmp_path) == {"model.py"}


def test_an_unsound_object_is_still_exported_and_described(tmp_path: Path) -> None:
    source = SOUND.replace("origin=Origin(xyz=(-0.1, 0.0, 0.1))", "origin=Origin(xyz=(-0.1, 0.0, 0.05))")
    result = compiled(source, tmp_path)
    assert exit_code_for(result) == ExitCode.FINDINGS
    assert "QC_REAL_OVERLAP" in {signal.code for signal in result.signals}
    assert "model.urdf" in result.artifacts
    assert result.object is not None


def test_checks_still_run_when_the_tests_raise(tmp_path: Path) -> None:
    source = in_tests("object_model.get_part('ghost')").replace("(-0.1, 0.0, 0.1)", "(-0.1, 0.0, 0.05)")
    default = compiled(source, tmp_path)
    blocking = [signal.code for signal in default.signals if signal.severity == "failure"]
    assert blocking == ["COMPILE_RUNTIME_FAILURE", "QC_REAL_OVERLAP"]
    assert default.signals[0].line == line_of(source, "ghost")
    assert default.ended_by == "program"
    reference = compiled(source, tmp_path, profile="reference")
    assert [signal.code for signal in reference.signals] == ["COMPILE_RUNTIME_FAILURE"]
    assert reference.tests.run == 0


def test_without_tests_it_builds_and_exports_only(tmp_path: Path) -> None:
    result = compiled(in_tests("1 / 0"), tmp_path, tests=False)
    assert (result.status, result.tests.run) == ("success", 0)
    assert "model.urdf" in result.artifacts


def test_what_was_measured_of_the_motion_stands_with_each_joint(tmp_path: Path) -> None:
    described = compiled(SOUND, tmp_path).object
    assert described is not None
    (joint,) = described["joints"]
    assert all(extent > 0.0 for extent in described["size"])
    assert joint["usable"] == pytest.approx([joint["lower"], joint["upper"]], abs=1e-6)
    assert len(joint["travel"]) == 3


def test_a_preview_is_drawn_on_request(tmp_path: Path) -> None:
    result = compiled(SOUND, tmp_path, pictures=True)
    assert result.status == "success"
    assert (tmp_path / "preview.png").read_bytes().startswith(b"\x89PNG")
    assert "preview.png" in result.artifacts


def test_inputs_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs/size.txt").write_text("0.2")
    source = at_import(
        "from pathlib import Path\nfloat((Path(__file__).parent / 'inputs/size.txt').read_text())"
    )
    assert compiled(source, tmp_path).status == "success"
    assert (tmp_path / "inputs/size.txt").exists()


def test_printing_cannot_forge_a_result(tmp_path: Path) -> None:
    forged = json.dumps({"kind": "answer", "signals": [], "tests": {"run": 9, "failed": [], "checks": []}})
    source = (
        f"import os\nforged = {forged!r}.encode() + b'\\n'\n"
        "for out in range(1, 20):\n    try:\n        os.write(out, forged)\n"
        "    except OSError:\n        pass\nprint('{}' * 50000)\n1 / 0\n"
    )
    result = compiled(source, tmp_path)
    assert [signal.summary for signal in result.signals] == ["ZeroDivisionError: division by zero"]


def test_keys_of_the_caller_are_out_of_reach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_API_KEY", "secret")
    source = at_import(
        "import os\nassert 'SOME_API_KEY' not in os.environ\nassert os.environ['HOME'] == os.getcwd()"
    )
    assert compiled(source, tmp_path).status == "success"


@pytest.mark.parametrize(
    ("source", "kind", "text", "limits"),
    [
        (in_tests("import os; os._exit(0)"), "SystemExit", "os._exit", None),
        (in_tests("import os; os.kill(os.getpid(), 11)"), "Crash", "os.kill", None),
        (in_tests("import os; os.abort()"), "Crash", "os.abort", None),
        (at_import("raise SystemExit"), "SystemExit", "raise SystemExit", None),
        (at_import("raise KeyboardInterrupt"), "KeyboardInterrupt", "raise Key", None),
        (at_import("input()"), "EOFError", "input()", None),
        (at_import("open('big', 'wb').write(bytes(10**6))"), "OSError", "open(", Limits(file_bytes=10**5)),
        (at_import("import os\nos.closerange(3, 100)"), "UnexpectedExit", None, None),
        (at_import("import time\ntime.monotonic = None"), "InternalError", None, None),
    ],
)
def test_programs_that_cannot_run(
    source: str, kind: str, text: str | None, limits: Limits | None, tmp_path: Path
) -> None:
    result = compiled(source, tmp_path, limits=limits)
    assert (result.status, result.ended_by) == ("failure", "program")
    assert result.signals[0].summary.startswith(f"{kind}: ")
    assert result.signals[0].line == (None if text is None else line_of(source, text))


@pytest.mark.parametrize(
    ("statements", "kind", "settings"),
    [
        ("while True: pass", "TimeoutError", {"timeout_s": 3.0}),
        ("pow(3, 10**8)", "TimeoutError", {"timeout_s": 3.0}),
        (
            "import signal, time\nsignal.signal(15, signal.SIG_IGN)\ntime.sleep(99)",
            "TimeoutError",
            {"timeout_s": 3.0},
        ),
        ("while True: pass", "CpuLimitError", {"limits": Limits(cpu_s=1)}),
        ("bytearray(1 << 40)", "MemoryError", {}),
        (
            "kept = [bytearray(1 << 24) for _ in range(1 << 20)]",
            "MemoryError",
            {"limits": Limits(memory_bytes=700 << 20)},
        ),
        ("while True: print('x' * 10000)", "OutputLimitError", {"limits": Limits(output_bytes=10**6)}),
    ],
)
def test_limits(statements: str, kind: str, settings: dict[str, object], tmp_path: Path) -> None:
    source = at_import(statements)
    result = compiled(source, tmp_path, **settings)
    assert (result.status, result.ended_by, exit_code_for(result)) == ("failure", "limits", ExitCode.LIMITS)
    assert result.signals[0].summary.startswith(f"{kind}: ")
    assert result.signals[0].line == line_of(source, statements.splitlines()[-1])
    assert files_of(tmp_path) == {"model.py"}


@pytest.mark.parametrize("settings", [{"profile": "nonsense"}, {"timeout_s": 0.0}])
def test_misuse_is_refused(settings: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="got"):
        compiled(SOUND, tmp_path, **settings)


def test_results_survive_json(tmp_path: Path) -> None:
    result = compiled(in_tests('ctx.expect_contact("base", "ghost")'), tmp_path)
    assert CompileResult.from_dict(json.loads(json.dumps(result.to_dict()))).to_dict() == result.to_dict()
