"""Each layer on its own: what it stops when the ones that would have stopped it too are left out."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from harness.compiler import compile_source, probe_source
from harness.compiler.jobs import Ending, Job
from harness.compiler.sandbox import FULL_ISOLATION, Layers, required_layers
from harness.compiler.service import run_compile
from harness.compiler.staging import staging_folder
from harness.errors import UsageError
from tests.harness.compiler.programs import SOUND, at_import

OPTIONS = {"profile": "default", "tests": False, "pictures": False}
INNER = ("landlock", "seccomp", "mount-namespace")


def ending(statements: str, folder: Path, *, without: Collection[str]) -> Ending:
    source = at_import(statements)
    with staging_folder(folder / "work", source=source) as staged:
        return run_compile(Job("compile", staged, source, 20.0, options=OPTIONS, without=without))


def summaries(statements: str, folder: Path, *, only: str) -> list[str]:
    """Findings of a program with one of the inner layers in force; skips where the machine lacks it."""
    end = ending(statements, folder, without=[layer for layer in INNER if layer != only])
    if only not in end.isolation:
        pytest.skip(f"this machine lacks {only}")
    return [signal["summary"] for signal in end.answer["signals"]]


@pytest.mark.parametrize("only", ["landlock", "mount-namespace"])
def test_files_outside_cannot_be_written(tmp_path: Path, only: str) -> None:
    (tmp_path / "key").write_text("key")
    for statements in ("open('../../key', 'a').write('x')", "import os\nos.remove('../../key')"):
        (summary,) = summaries(statements, tmp_path, only=only)
        assert summary.startswith("ForbiddenCallError")
    assert (tmp_path / "key").read_text() == "key"


def test_landlock_alone_stops_reading(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("key")
    (summary,) = summaries("open('../../key').read()", tmp_path, only="landlock")
    assert summary.startswith("ForbiddenCallError")


def test_mounts_alone_stop_changes_of_attributes(tmp_path: Path) -> None:
    (tmp_path / "key").touch(mode=0o600)
    (summary,) = summaries("import os\nos.chmod('../../key', 0o777)", tmp_path, only="mount-namespace")
    assert summary.startswith("ForbiddenCallError: [Errno 30]")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_the_job_folder_can_be_written_under_every_layer(tmp_path: Path) -> None:
    statements = (
        "import os, tempfile, threading\nos.makedirs('a/b')\nopen('a/b/c', 'w').write('x')\n"
        "os.rename('a/b/c', 'a/c')\nos.remove('a/c')\ntempfile.NamedTemporaryFile().write(b'x')\n"
        "thread = threading.Thread(target=int)\nthread.start()\nthread.join()\nopen('/dev/null', 'w').write('x')"
    )
    assert compile_source(at_import(statements), workdir=tmp_path).status == "success"


def test_the_network_namespace_alone_leaves_nobody_to_talk_to(tmp_path: Path) -> None:
    statements = "import socket\nassert [name for _, name in socket.if_nameindex()] == ['lo']\n" + (
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))"
    )
    end = ending(statements, tmp_path, without=INNER)
    if "network-namespace" not in end.isolation:
        pytest.skip("this machine permits no network namespace")
    (signal,) = end.answer["signals"]
    assert signal["summary"].endswith("Network is unreachable")


def test_every_layer_is_told_of_once(tmp_path: Path) -> None:
    for without in ((), INNER, ("zygote",)):
        told = ending("", tmp_path, without=without).isolation
        named = [line.removeprefix("missing ").split(":")[0] for line in told]
        assert sorted({*named} - {"zygote", "fresh-process"}) == sorted(FULL_ISOLATION)
        assert len(named) == len(set(named))
        assert ("fresh-process" in told) == ("zygote" in without)


def test_weaker_than_required_is_refused_before_the_program_runs(tmp_path: Path) -> None:
    source = at_import("open('ran', 'w').close()")
    with staging_folder(tmp_path, source=source) as staged:
        job = Job(
            "compile", staged, source, 20.0, options=OPTIONS, without=["landlock"], required=FULL_ISOLATION
        )
        with pytest.raises(UsageError, match=r"lacks landlock \(left out on request\)"):
            run_compile(job)
        assert not (staged / "ran").exists()


def test_what_is_there_can_be_required(tmp_path: Path) -> None:
    assert compile_source(SOUND, workdir=tmp_path, require_isolation="rlimits").status == "success"
    probe = probe_source(SOUND, "emit(1)", workdir=tmp_path, require_isolation=["environment", "rlimits"])
    assert probe == {"ok": True, "result": 1}
    with pytest.raises(UsageError, match="got magic; want full"):
        compile_source(SOUND, workdir=tmp_path, require_isolation="magic")


def test_demands() -> None:
    assert required_layers(None) == []
    assert required_layers("full") == list(FULL_ISOLATION)
    assert required_layers(["seccomp"]) == ["seccomp"]


def test_a_layer_the_kernel_refuses_is_noted() -> None:
    def refuse() -> None:
        raise OSError(38, "landlock: the kernel lacks it")

    layers = Layers()
    layers.put_up("landlock", refuse)
    layers.put_up("seccomp", int)
    assert layers.told() == ["seccomp", "missing landlock: landlock: the kernel lacks it"]
    assert layers.lacking(["seccomp", "landlock"]) == ["landlock (landlock: the kernel lacks it)"]
