"""What compiles do where Linux's fences, or some of them, are not to be had; the platforms are pretended."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.compiler import compile_source
from harness.compiler import sandbox as sandbox_module
from harness.compiler.containment.landlock import restrict_paths
from harness.compiler.containment.namespaces import become_own_master, freeze_mounts, leave_network
from harness.compiler.containment.seccomp import filter_program, refuse_system_calls
from harness.compiler.sandbox import FULL_ISOLATION, Layers, limit_resources
from harness.errors import UsageError
from tests.harness.compiler.programs import SOUND, at_import

LINUX_ONLY: tuple[Callable[[], object], ...] = (
    become_own_master,
    leave_network,
    lambda: freeze_mounts(Path("/nowhere")),
    lambda: restrict_paths(readable=[], writable=[]),
    refuse_system_calls,
)


@pytest.mark.parametrize("raise_layer", LINUX_ONLY)
def test_a_layer_that_is_linuxs_says_so_elsewhere(
    raise_layer: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    layers = Layers()
    layers.put_up("fence", raise_layer)
    assert layers.told() == ["missing fence: darwin has no such layer"]


def test_a_machine_without_a_table_of_calls_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    with pytest.raises(OSError, match="no table of system calls for riscv64"):
        refuse_system_calls()


def test_the_filters_of_both_machines_end_in_consent() -> None:
    for machine in ("x86_64", "aarch64"):
        program = filter_program(machine, process=7)
        assert len(program) % 8 == 0
        assert program[-8:] == b"\x06\x00\x00\x00\x00\x00\xff\x7f"  # return, allow


def test_a_platform_without_limits_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox_module, "resource", None)
    layers = Layers()
    layers.put_up("rlimits", lambda: limit_resources({"cpu_s": 1, "memory_bytes": 1}))
    assert layers.told() == [f"missing rlimits: {sys.platform} has no resource limits"]


@pytest.fixture
def on_a_mac(monkeypatch: pytest.MonkeyPatch) -> None:
    """The harness believes it is on macOS; its workers, processes of their own, know better."""
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.delattr(os, "waitid", raising=False)


@pytest.mark.usefixtures("on_a_mac")
def test_a_compile_without_a_zygote_works_and_tells_what_is_missing(tmp_path: Path) -> None:
    result = compile_source(SOUND, workdir=tmp_path, cache=False)
    assert (result.status, set(result.artifacts)) == ("success", {"assets/meshes/panel.obj", "model.urdf"})
    assert "fresh-process" in result.isolation
    told = {line.split(":")[0]: line for line in result.isolation if line.startswith("missing ")}
    assert told["missing zygote"] == "missing zygote: forking is not safe on darwin"
    assert "only a warm worker" in told["missing separate-judge"]
    assert "missing process-namespace" in told


@pytest.mark.usefixtures("on_a_mac")
@pytest.mark.parametrize(
    ("statements", "summary"),
    [
        ("import os\nos._exit(3)", "SystemExit"),
        ("import os\nos.abort()", "Crash"),
        ("while True: pass", "TimeoutError"),
    ],
)
def test_every_end_is_seen_without_waitid(statements: str, summary: str, tmp_path: Path) -> None:
    result = compile_source(at_import(statements), workdir=tmp_path, timeout_s=3.0, cache=False)
    assert result.signals[0].summary.startswith(summary)


@pytest.mark.usefixtures("on_a_mac")
def test_full_isolation_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"lacks process-namespace .*separate-judge .*; ask for less"):
        compile_source(SOUND, workdir=tmp_path, require_isolation="full", cache=False)
    assert "separate-judge" in FULL_ISOLATION
