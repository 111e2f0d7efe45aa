"""Every hostile program ends in its finding, and nothing around it has changed."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.compiler import Limits, compile_source
from harness.compiler.forking import bury_the_dead
from tests.harness.compiler.hostile import HOSTILE, Hostile
from tests.harness.compiler.programs import SOUND, at_import

TIGHT = Limits(cpu_s=30, memory_bytes=1 << 30, output_bytes=10**6)
TIMEOUT_S = 3.0


@dataclass(frozen=True)
class Decoys:
    """What the programs are pointed at."""

    names: dict[str, str]
    outside: Path
    tcp: socket.socket
    udp: socket.socket
    unix: socket.socket
    victim: subprocess.Popen[bytes]

    def state(self) -> list[tuple[str, int, int, int, bytes]]:
        """Everything about the files outside."""
        found = []
        for path in sorted([self.outside, *self.outside.rglob("*")]):
            status = path.lstat()
            content = path.read_bytes() if path.is_file() else b""
            found.append((str(path), status.st_mode, status.st_uid, status.st_mtime_ns, content))
        return found

    def heard(self) -> list[str]:
        """Sockets that somebody has spoken to."""
        said = []
        for name, line in (("tcp", self.tcp), ("udp", self.udp), ("unix", self.unix)):
            try:
                line.recv(1) if name == "udp" else line.accept()[0].close()
            except BlockingIOError:
                continue
            said.append(name)
        return said


@pytest.fixture(scope="module")
def decoys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Decoys]:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "key").write_text("a decoy key")
    lines = [socket.socket(), socket.socket(type=socket.SOCK_DGRAM), socket.socket(socket.AF_UNIX)]
    tcp, udp, unix = lines
    for line in (tcp, udp):
        line.bind(("127.0.0.1", 0))
    unix.bind(str(outside / "line"))
    tcp.listen()
    unix.listen()
    for line in lines:
        line.setblocking(False)
    victim = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    names = {
        "secret": str(outside / "key"),
        "outside": str(outside),
        "listener": str(tcp.getsockname()[1]),
        "datagrams": str(udp.getsockname()[1]),
        "unix": str(outside / "line"),
        "victim": str(victim.pid),
        "inputs": "inputs/photo.txt",
    }
    yield Decoys(names, outside, tcp, udp, unix, victim)
    victim.communicate(b"\n")
    for line in lines:
        line.close()


@pytest.fixture(scope="module")
def layers(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    return frozenset(compile_source(SOUND, workdir=tmp_path_factory.mktemp("sound")).isolation)


def open_descriptors() -> set[Path]:
    """Those of this process, once every worker that was left to die is gone."""
    bury_the_dead(within_s=5.0)
    return set(Path("/proc/self/fd").iterdir())


def test_there_are_enough_of_them() -> None:
    assert len({program.name for program in HOSTILE}) == len(HOSTILE) >= 30


@pytest.mark.parametrize("program", HOSTILE, ids=lambda program: program.name)
def test_it_is_stopped_and_named(
    program: Hostile, decoys: Decoys, layers: frozenset[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if program.needs and program.needs not in layers:
        pytest.skip(f"this machine lacks {program.needs}, which stops it")
    monkeypatch.setenv("DECOY_API_KEY", "a decoy key")
    workdir = tmp_path / "work"
    (workdir / "inputs").mkdir(parents=True)
    (workdir / "inputs/photo.txt").write_text("photo")
    before = decoys.state()
    open_before = open_descriptors()
    source = at_import(program.text.format(**decoys.names))

    result = compile_source(source, workdir=workdir, limits=TIGHT, timeout_s=TIMEOUT_S)

    (finding, *_) = result.signals
    kind = finding.summary.split(":")[0]
    assert kind in program.kinds, finding
    assert result.status == "failure"
    if program.ended_by != "any":
        assert result.ended_by == program.ended_by
    assert f"Phase: {program.where}" in finding.details
    if program.has_line:
        assert finding.line is not None
        assert finding.line > len(SOUND.splitlines())
    assert decoys.state() == before
    assert decoys.heard() == []
    assert decoys.victim.poll() is None
    assert "decoy key" not in str(result.to_dict())
    assert {path.name for path in workdir.iterdir()} <= {"inputs", "model.py", "model.urdf", "assets"}
    assert (workdir / "inputs/photo.txt").read_text() == "photo"
    assert [path.name for path in tmp_path.iterdir()] == ["work"]
    assert open_descriptors() == open_before

    after = compile_source(SOUND, workdir=tmp_path / "after")
    assert after.status == "success"
    assert set(after.isolation) == layers
