from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from harness.compiler import Cancelled, WorkerError, compile_source
from harness.compiler import service as service_module
from tests.harness.compiler.programs import SOUND, at_import

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
    return {entry.name for entry in Path("/proc/self/fd").iterdir()}


def test_twenty_compiles_leave_no_process_and_no_descriptor(tmp_path: Path) -> None:
    daemon = at_import(
        "import subprocess, sys\n"
        "subprocess.Popen([sys.executable, '-c', 'import signal, time\\n"
        "signal.signal(15, signal.SIG_IGN)\\ntime.sleep(300)'])"
    )
    programs = [SOUND, "1 / 0\n", "import os\nos._exit(1)\n", daemon]
    compile_source(SOUND, workdir=tmp_path)
    before = open_descriptors()
    for number in range(20):
        compile_source(programs[number % 4], workdir=tmp_path)
    assert open_descriptors() == before
    assert processes_of(str(tmp_path)) == []
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_daemons_and_the_deaf_end_at_the_limit(tmp_path: Path) -> None:
    source = at_import(
        "import os, signal, time\nsignal.signal(15, signal.SIG_IGN)\nos.fork()\nos.fork()\ntime.sleep(300)"
    )
    assert compile_source(source, workdir=tmp_path, timeout_s=3.0).ended_by == "limits"
    assert processes_of(str(tmp_path)) == []


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

    monkeypatch.setattr(service_module, "environment", nowhere)
    monkeypatch.setattr(service_module, "PYTHON_OPTIONS", ("-I", "-S"))
    with pytest.raises(WorkerError, match="did not start"):
        compile_source(SOUND, workdir=tmp_path / "work")


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
