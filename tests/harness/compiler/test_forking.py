from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.compiler import CompileResult, compile_source, forking, service
from harness.compiler.forking import NURSERY, ForkedChild, NotWarmError, kit_for
from harness.compiler.lines import STOPPED
from tests.harness.compiler.programs import SOUND, at_import

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks workers")


@pytest.fixture
def fresh_nursery() -> Iterator[None]:
    NURSERY.close()
    yield
    NURSERY.close()


def way(result: CompileResult) -> str:
    """How the worker was started."""
    (how,) = {"zygote", "fresh-process"} & set(result.isolation)
    return how


def zygotes() -> set[int]:
    """Zygotes that this process has started."""
    found = set()
    for task in Path("/proc/self/task").iterdir():
        for child in (task / "children").read_text().split():
            if b"harness.compiler.zygote" in Path(f"/proc/{child}/cmdline").read_bytes():
                found.add(int(child))
    return found


def test_jobs_share_a_zygote_and_not_their_memory(tmp_path: Path, fresh_nursery: None) -> None:
    compile_source(at_import("import json\njson.leftover = 1"), workdir=tmp_path)
    first = zygotes()
    result = compile_source(at_import("import json\nassert not hasattr(json, 'leftover')"), workdir=tmp_path)
    assert (result.status, way(result)) == ("success", "zygote")
    assert zygotes() == first
    assert len(first) == 1


def test_no_key_is_in_a_zygote(tmp_path: Path, fresh_nursery: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DECOY_API_KEY", "a decoy key")
    compile_source(SOUND, workdir=tmp_path)
    (zygote,) = zygotes()
    assert b"DECOY" not in Path(f"/proc/{zygote}/environ").read_bytes()


def test_a_zygote_that_died_is_replaced(tmp_path: Path, fresh_nursery: None) -> None:
    compile_source(SOUND, workdir=tmp_path)
    (old,) = zygotes()
    os.kill(old, signal.SIGKILL)
    while Path(f"/proc/{old}/stat").read_text().split()[2] != "Z":
        time.sleep(0.01)
    assert way(compile_source(SOUND, workdir=tmp_path)) == "zygote"
    assert old not in zygotes()


def test_a_worn_out_zygote_is_replaced(
    tmp_path: Path, fresh_nursery: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forking, "MAX_JOBS", 4)  # a compile takes two
    seen = []
    for _ in range(4):
        assert way(compile_source(SOUND, workdir=tmp_path)) == "zygote"
        seen.append(zygotes())
    assert seen[0] == seen[1] != seen[2] == seen[3]
    assert all(len(now) == 1 for now in seen)


def test_changed_code_is_loaded_anew(
    tmp_path: Path, fresh_nursery: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_source(SOUND, workdir=tmp_path)
    before = zygotes()
    monkeypatch.setattr(forking, "fingerprint", lambda: (("sdk/changed.py", 1, 1),))
    result = compile_source(at_import("print('once')"), workdir=tmp_path)
    assert zygotes() != before
    assert (way(result), result.status) == ("zygote", "success")


def test_a_stopped_worker_does_nothing_more_and_counts_as_answered(
    tmp_path: Path, fresh_nursery: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped: list[bool] = []
    stop = ForkedChild.stop
    monkeypatch.setattr(ForkedChild, "stop", lambda child: stopped.append(stop(child)) or stopped[-1])
    busy = (
        "import pathlib, threading\n"
        "def write():\n"
        "    while True:\n"
        "        pathlib.Path('assets').mkdir(exist_ok=True)\n"
        "        pathlib.Path('assets/more.txt').write_text('more')\n"
        "threading.Thread(target=write, daemon=True).start()"
    )
    result = compile_source(at_import(busy), workdir=tmp_path)
    assert stopped == [True]  # the program's process; a judge is not stopped
    assert (result.status, way(result)) == ("success", "zygote")
    assert "assets/more.txt" not in result.artifacts
    assert set(result.artifacts) == set(compile_source(SOUND, workdir=tmp_path).artifacts)


@pytest.mark.parametrize(("notes_again", "is_still"), [(True, True), (False, False)])
def test_a_stop_before_the_signal_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, notes_again: bool, is_still: bool
) -> None:
    child = ForkedChild.__new__(ForkedChild)
    child._control, keeper = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    child._control.setblocking(False)
    child._status, child._is_still, child._worker = None, False, -1
    keeper.send(STOPPED)  # as when the program stops itself, to be woken by a timer of its own
    monkeypatch.setattr(forking, "_STOP_S", 0.01)
    monkeypatch.setattr(forking, "_signal", lambda *_: keeper.send(STOPPED) if notes_again else None)
    with keeper, child._control:
        assert child.stop() == is_still


def test_without_a_zygote_a_fresh_process_does_the_job_and_says_so(
    tmp_path: Path, fresh_nursery: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(kit: str) -> None:
        raise NotWarmError("forking is not safe here")

    warm = compile_source(SOUND, workdir=tmp_path)
    monkeypatch.setattr(NURSERY, "warm", refuse)
    fresh = compile_source(SOUND, workdir=tmp_path)
    assert way(fresh) == "fresh-process"
    assert "missing zygote: forking is not safe here" in fresh.isolation
    assert fresh.artifacts == warm.artifacts
    assert fresh.signals == warm.signals


def test_an_interpreter_that_cannot_start_is_no_zygote(
    fresh_nursery: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forking, "PYTHON_OPTIONS", ("-I", "-S"))
    zygote = NURSERY.warm("plain")
    with pytest.raises(NotWarmError, match="ended while it loaded"):
        zygote.await_ready()
    zygote.release()


def test_eight_at_once_stay_within_their_places(
    tmp_path: Path, fresh_nursery: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = at_import("import time\nopen('/dev/null').read()\ntime.sleep(0.02)")

    async def all_at_once() -> list[CompileResult]:
        jobs = [asyncio.to_thread(compile_source, source, workdir=tmp_path / str(n)) for n in range(8)]
        return await asyncio.gather(*jobs)

    results = asyncio.run(all_at_once())
    assert {result.status for result in results} == {"success"}
    assert {way(result) for result in results} == {"zygote"}
    assert len(zygotes()) == 1
    for _ in range(service.MAX_CHILDREN):  # every place was given back
        assert service._places.acquire(blocking=False)
    for _ in range(service.MAX_CHILDREN):
        service._places.release()


def test_waiting_for_a_place_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = at_import("import time\ntime.sleep(1.0)")

    async def one_after_another() -> list[CompileResult]:
        jobs = [
            asyncio.to_thread(compile_source, source, workdir=tmp_path / str(n), timeout_s=4.0)
            for n in range(5 * service.MAX_CHILDREN)
        ]
        return await asyncio.gather(*jobs)

    assert {result.status for result in asyncio.run(one_after_another())} == {"success"}


def test_a_forked_copy_of_the_caller_starts_its_own(tmp_path: Path, fresh_nursery: None) -> None:
    compile_source(SOUND, workdir=tmp_path / "parent")
    before = zygotes()
    copy = os.fork()
    if copy == 0:
        status = compile_source(SOUND, workdir=tmp_path / "copy").status
        NURSERY.close()
        os._exit(0 if status == "success" else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]) == 0
    assert compile_source(SOUND, workdir=tmp_path / "parent").status == "success"
    assert zygotes() == before


def test_nothing_outlives_a_caller_that_is_killed(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom harness.compiler import compile_source\n"
        'source = \'import time\\nopen("ready", "w").close()\\ntime.sleep(300)\'\n'
        "compile_source(source, workdir=Path(sys.argv[1]))\n"
    )
    caller = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)])
    until = time.monotonic() + 60
    while not list(tmp_path.glob(".compile-*/ready")) and time.monotonic() < until:
        time.sleep(0.02)
    family = _descendants(caller.pid)
    assert len(family) >= 3
    caller.kill()
    caller.wait()
    while any(map(_lives, family)) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(map(_lives, family))


def _descendants(process: int) -> set[int]:
    found: set[int] = set()
    for task in Path(f"/proc/{process}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            found |= {child, *_descendants(child)}
    return found


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_the_kit_follows_from_the_program() -> None:
    assert kit_for(SOUND) == "plain"
    assert kit_for("import cadquery as cq") == "cad"
    assert kit_for("from sdk import SpurGear") == "cad"
    assert kit_for("from sdk import *") == "cad"
    assert kit_for("cadquery_like = 1") == "plain"
