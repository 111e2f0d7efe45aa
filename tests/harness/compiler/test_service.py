from __future__ import annotations

import os
import threading
import time
from collections.abc import Collection
from pathlib import Path

import pytest

from harness.compiler import Cancelled, WorkerError, compile_source
from harness.compiler import children as children_module
from harness.compiler.forking import bury_the_dead
from harness.compiler.jobs import Ending, Job
from harness.compiler.service import run_compile
from harness.compiler.staging import staging_folder
from tests.harness.compiler.programs import SOUND, at_import

OPTIONS = {"profile": "default", "tests": True, "pictures": False}
SLEEPING = at_import("import time\ntime.sleep(300)")


def processes_of(marker: str) -> list[int]:
    """Processes whose command line or folder holds a text; zombies have neither."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            here = (entry / "cmdline").read_bytes().decode(errors="replace") + str((entry / "cwd").readlink())
        except OSError:
            continue
        if marker in here:
            found.append(int(entry.name))
    return found


def open_descriptors() -> set[str]:
    bury_the_dead(within_s=5.0)
    return {entry.name for entry in Path("/proc/self/fd").iterdir()}


def children() -> set[int]:
    """Processes this one has started and not buried."""
    return {
        int(child)
        for task in Path("/proc/self/task").iterdir()
        for child in (task / "children").read_text().split()
    }


def run(source: str, folder: Path, *, timeout_s: float = 60.0, without: Collection[str] = ()) -> Ending:
    """How a compile ends in the layers that are left."""
    with staging_folder(folder, source=source) as staged:
        return run_compile(Job("compile", staged, source, timeout_s, options=OPTIONS, without=without))


def test_twenty_compiles_leave_no_process_and_no_descriptor(tmp_path: Path) -> None:
    programs = [SOUND, "1 / 0\n", "import os\nos._exit(1)\n", "import os\nos.abort()\n"]
    compile_source(SOUND, workdir=tmp_path)
    before = open_descriptors(), children()
    for number in range(20):
        compile_source(programs[number % 4], workdir=tmp_path)
    assert (open_descriptors(), children()) == before
    assert processes_of(str(tmp_path)) == []


START_DAEMON = at_import(
    "import subprocess, sys\n"
    "subprocess.Popen([sys.executable, '-c', 'import signal, time\\n"
    "signal.signal(15, signal.SIG_IGN)\\ntime.sleep(300)'])"
)


@pytest.mark.parametrize("weaker", [(), ("zygote",)])
def test_a_daemon_dies_with_the_job_even_where_forking_is_not_refused(
    tmp_path: Path, weaker: tuple[str, ...]
) -> None:
    ending = run(START_DAEMON, tmp_path, without=("seccomp", "landlock", *weaker))
    failures = [signal for signal in ending.answer["signals"] if signal["severity"] == "failure"]
    assert (ending.cause, failures) == ("answered", [])
    assert processes_of(str(tmp_path)) == []


@pytest.mark.parametrize("weaker", [(), ("zygote",)])
def test_copies_deaf_to_the_signal_end_at_the_limit(tmp_path: Path, weaker: tuple[str, ...]) -> None:
    source = at_import(
        "import os, signal, time\nsignal.signal(15, signal.SIG_IGN)\nos.fork()\nos.fork()\ntime.sleep(300)"
    )
    assert run(source, tmp_path, timeout_s=3.0, without=("seccomp", *weaker)).cause == "timeout"
    assert processes_of(str(tmp_path)) == []


def test_a_process_that_left_the_group_dies_with_its_namespace(tmp_path: Path) -> None:
    source = at_import("import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(300)")
    ending = run(source, tmp_path, without=("seccomp",))
    if "process-namespace" not in ending.isolation:
        pytest.skip("this machine permits no process namespace")
    assert ending.cause == "answered"
    assert processes_of(str(tmp_path)) == []


def test_a_copy_of_the_worker_says_nothing(tmp_path: Path) -> None:
    source = at_import("import os\nif os.fork() == 0:\n    object_model.name = 'copy'")
    ending = run(source, tmp_path, without=("seccomp",))
    assert ending.answer["object"]["name"] == "chest"


def test_a_program_that_replaces_its_process_is_told_so(tmp_path: Path) -> None:
    source = at_import("import os\nos.execv('/bin/true', ['true'])")
    ending = run(source, tmp_path, without=("seccomp", "landlock"))
    assert (ending.cause, ending.exit_status, ending.phase) == ("exit", 0, "build")


def test_cancel_ends_the_group_and_publishes_nothing(tmp_path: Path) -> None:
    cancel = threading.Event()

    def cancel_at_build(phase: str, elapsed_ms: float) -> None:
        if phase == "build":
            cancel.set()

    started = time.monotonic()
    with pytest.raises(Cancelled):
        compile_source(
            SLEEPING,
            workdir=tmp_path,
            cancel=cancel,
            on_phase=cancel_at_build,
        )
    assert time.monotonic() - started < 60
    assert processes_of(str(tmp_path)) == []
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_of_the_caller_ends_the_group(tmp_path: Path) -> None:
    def interrupt(phase: str, elapsed_ms: float) -> None:
        if phase == "build":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compile_source(SLEEPING, workdir=tmp_path, on_phase=interrupt)
    assert processes_of(str(tmp_path)) == []
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_cannot_start_is_our_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(folder: Path) -> dict[str, str]:
        return {"PYTHONPATH": str(tmp_path)}

    monkeypatch.setattr(children_module, "environment", nowhere)
    monkeypatch.setattr(children_module, "PYTHON_OPTIONS", ("-I", "-S"))
    with pytest.raises(WorkerError, match="did not start"):
        run(SOUND, tmp_path / "work", without=("zygote",))


def test_compiles_in_threads_do_not_mix(tmp_path: Path) -> None:
    names: dict[str, str] = {}

    def build(name: str) -> None:
        result = compile_source(SOUND.replace('"chest"', repr(name)), workdir=tmp_path / name)
        names[name] = result.object["name"] if result.object else ""

    threads = [threading.Thread(target=build, args=(name,)) for name in ("one", "two", "three")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names == {"one": "one", "two": "two", "three": "three"}
