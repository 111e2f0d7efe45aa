"""What a worker may use: its environment and its limits, and which of them truly took hold.

Layers in force: a scrubbed environment, a process group of its own, resource limits. What this does NOT stop:
reading files the user may read, writing outside the work folder, the network, and a grandchild that leaves
the process group with setsid. A layer the platform lacks is missing from `confine`'s answer, never claimed.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

try:
    import resource
except ImportError:  # not on Windows
    resource = None

MEBIBYTE = 1024 * 1024
SPARE_BYTES = 256 * MEBIBYTE
"""Kept between the soft and the hard memory limit, so that a worker out of memory can still say so."""

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass(frozen=True)
class Limits:
    """Ceilings of one job."""

    cpu_s: int = 125
    """Processor seconds over all threads; the wall limit ends a single-threaded loop first."""
    memory_bytes: int = 4096 * MEBIBYTE
    """Address space. The CAD kernel needs 2 GiB."""
    file_bytes: int = 512 * MEBIBYTE
    """Size of any one file written."""
    open_files: int = 256
    output_bytes: int = 64 * MEBIBYTE
    """Printed bytes after which the supervisor ends the job."""

    @classmethod
    def for_timeout(cls, timeout_s: float) -> Limits:
        """The usual limits, with processor time for two busy threads over `timeout_s`."""
        return cls(cpu_s=int(2 * timeout_s) + 5)

    def to_dict(self) -> dict[str, int]:
        """JSON-ready form, for the job's description."""
        return asdict(self)


def environment(folder: Path) -> dict[str, str]:
    """The whole environment of a worker whose work folder is `folder`: nothing is inherited.

    No search path, no keys, no user's home; hash seed, locale, time zone and thread counts fixed, so that the
    same program gives the same answer.
    """
    return {
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PATH": os.devnull,
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "TMPDIR": str(folder / ".tmp"),
        "TZ": "UTC",
    }


def confine(limits: Mapping[str, Any], *, supervisor: int) -> list[str]:
    """Names of the layers now in force for this process; called by the worker before author code exists.

    Args:
        limits: `Limits.to_dict()`.
        supervisor: process id that must still be the parent; the worker dies with it, on Linux.
    """
    layers = ["environment", "process-group"]
    if _limit_resources(limits):
        layers.append("rlimits")
    _die_with(supervisor)
    return layers


def release_spare_memory() -> None:
    """Raise the soft memory limit to the hard one, so that a MemoryError can be reported."""
    if resource is not None:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _limit_resources(limits: Mapping[str, Any]) -> bool:
    """Whether every resource limit took hold."""
    if resource is None:
        return False
    cpu_s, memory = limits["cpu_s"], limits["memory_bytes"]
    wanted = (
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_CPU, cpu_s, cpu_s + 5),
        (resource.RLIMIT_AS, memory, memory + SPARE_BYTES),
        (resource.RLIMIT_FSIZE, limits["file_bytes"], limits["file_bytes"]),
        (resource.RLIMIT_NOFILE, limits["open_files"], limits["open_files"]),
    )
    held = True
    for kind, soft, hard in wanted:
        ceiling = resource.getrlimit(kind)[1]
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        try:
            resource.setrlimit(kind, (soft, hard))
        except (OSError, ValueError):  # macOS refuses an address-space limit
            held = False
    return held


def _die_with(supervisor: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != supervisor:  # it died before the request took hold
        os.kill(os.getpid(), signal.SIGKILL)
