"""What a worker may use: its environment, its limits, and the layers of containment that truly took hold.

A newcomer's mistake: to assume a layer. `Layers` says which are in force and, for each of the others, why it
is missing; docs/security.md says what each of them stops and what none of them does.
"""

from __future__ import annotations

import errno
import os
import sys
import sysconfig
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from harness.compiler.containment.kernel import drop_capabilities, renounce_new_privileges
from harness.compiler.containment.landlock import restrict_paths
from harness.compiler.containment.namespaces import (
    become_own_master,
    freeze_mounts,
    leave_network,
)
from harness.compiler.containment.seccomp import refuse_system_calls

try:
    import resource
except ImportError:  # not on Windows
    resource = None

MEBIBYTE = 1024 * 1024
SPARE_BYTES = 256 * MEBIBYTE
"""Kept between the soft and the hard memory limit, so that a worker out of memory can still say so."""

SEPARATE_JUDGE = "separate-judge"
"""The layer by which the process that ran the program does not judge what it built."""

FULL_ISOLATION = (
    "environment",
    "process-group",
    "rlimits",
    "network-namespace",
    "mount-namespace",
    "process-namespace",
    "no-new-privileges",
    "capabilities",
    "landlock",
    "seccomp",
    SEPARATE_JUDGE,
)
"""Every layer there is; how the worker was started ("zygote", "fresh-process") is told beside them."""

_SYSTEM_FILES = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache", "/usr/share/zoneinfo",
    "/usr/share/fonts", "/etc/fonts", "/dev/urandom", "/dev/null",
)  # fmt: skip
"""What libraries load on use: other libraries, time zones, fonts for engraved text."""


_ALLOCATOR = ":".join(
    f"glibc.malloc.{name}={value}"
    for name, value in {
        "hugetlb": 1,  # transparent huge pages: one fault for 2 MiB, where each 4 KiB would cost one of 2 us
        "mmap_threshold": 1 << 30,  # arrays come from the heap, whose pages are used again
        "trim_threshold": 1 << 30,
        "top_pad": 16 * MEBIBYTE,
    }.items()
)
"""What the C library's allocator is told (glibc manual, "Memory Allocation Tunables"); others do not read it."""


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
    same program gives the same answer. The C library's allocator is told to keep what it has.
    """
    return {
        "GLIBC_TUNABLES": _ALLOCATOR,
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


@dataclass
class Layers:
    """What contains a worker, noted while it is put up."""

    held: list[str] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    """Layer -> why it is not in force."""
    left_out: Collection[str] = ()
    """Layers not to be tried, which is how a test proves what the others stop."""

    def put_up(self, name: str, raise_layer: Callable[[], object]) -> None:
        """Try one layer, and note how it went."""
        if name in self.left_out:
            self.missing[name] = "left out on request"
            return
        try:
            raise_layer()
        except OSError as error:
            self.missing[name] = error.strerror or str(error)
        else:
            self.held.append(name)

    def told(self) -> list[str]:
        """For `CompileResult.isolation`: the layers in force, then ``missing <layer>: <why>``."""
        return [*self.held, *(f"missing {name}: {why}" for name, why in self.missing.items())]

    def lacking(self, required: Iterable[str]) -> list[str]:
        """Those of the layers required that are not in force, with the reason."""
        return [f"{name} ({self.missing.get(name, 'unknown')})" for name in required if name not in self.held]


def required_layers(require_isolation: str | Iterable[str] | None) -> list[str]:
    """Layer names for a caller's demand: None, ``"full"``, or names.

    Raises:
        ValueError: a name that is no layer.
    """
    if require_isolation is None:
        return []
    names = [require_isolation] if isinstance(require_isolation, str) else list(require_isolation)
    wanted = [layer for name in names for layer in (FULL_ISOLATION if name == "full" else (name,))]
    if unknown := [name for name in wanted if name not in FULL_ISOLATION]:
        raise ValueError(f"got {', '.join(unknown)}; want full, or some of {', '.join(FULL_ISOLATION)}")
    return wanted


def isolate_process(layers: Layers) -> None:
    """Leave the network; to be called while the process has one thread, before it serves any job."""
    try:
        become_own_master()
    except OSError as error:
        for name in ("network-namespace", "mount-namespace", "process-namespace"):
            layers.missing[name] = error.strerror or str(error)
        return
    layers.put_up("network-namespace", leave_network)


def isolate_folder(layers: Layers, folder: Path) -> None:
    """Make everything but the job's folder read-only, and stand in it."""
    if "mount-namespace" not in layers.missing:
        layers.put_up("mount-namespace", lambda: freeze_mounts(folder))
    os.chdir(folder)


def confine(layers: Layers, limits: Mapping[str, Any], *, folder: Path) -> None:
    """Put up the rest for this process; called by the worker, with one thread, before author code exists.

    Args:
        layers: what is in force already; added to.
        limits: `Limits.to_dict()`.
        folder: the only place to write.
    """
    layers.held.insert(0, "environment")
    layers.held.insert(1, "process-group")
    layers.put_up("rlimits", lambda: limit_resources(limits))
    layers.put_up("no-new-privileges", renounce_new_privileges)
    layers.put_up("capabilities", drop_capabilities)
    readable = [*readable_places(), (folder / "inputs").resolve()]
    layers.put_up("landlock", lambda: restrict_paths(readable=readable, writable=[folder, Path(os.devnull)]))
    layers.put_up("seccomp", refuse_system_calls)


@lru_cache(maxsize=1)
def readable_places() -> tuple[Path, ...]:
    """Where author code may read: interpreter, packages, this code, and the system's libraries."""
    here = Path(__file__).resolve().parents[2]
    paths = sysconfig.get_paths()
    base = {"base": sys.base_prefix, "platbase": sys.base_exec_prefix}
    base_paths = sysconfig.get_paths(vars=base)
    places: list[str | Path] = [paths[key] for key in ("purelib", "platlib")]
    places += [base_paths[key] for key in ("stdlib", "platstdlib")]
    places += [entry for entry in sys.path if entry.endswith((".zip", "site-packages", "dist-packages"))]
    places += [here / "sdk", here / "harness", *_SYSTEM_FILES]
    return tuple(dict.fromkeys(Path(place) for place in places))


def release_spare_memory() -> None:
    """Raise the soft memory limit to the hard one, so that a MemoryError can be reported."""
    if resource is not None:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def limit_resources(limits: Mapping[str, Any]) -> None:
    """Set the ceilings the kernel keeps.

    Raises:
        OSError: one of them did not take hold; the others did.
    """
    if resource is None:
        raise OSError(errno.ENOSYS, f"{sys.platform} has no resource limits")
    cpu_s, memory = limits["cpu_s"], limits["memory_bytes"]
    wanted = (
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_CPU, cpu_s, cpu_s + 5),
        (resource.RLIMIT_AS, memory, memory + SPARE_BYTES),
        (resource.RLIMIT_FSIZE, limits["file_bytes"], limits["file_bytes"]),
        (resource.RLIMIT_NOFILE, limits["open_files"], limits["open_files"]),
    )
    refused: list[str] = []
    for kind, soft, hard in wanted:
        ceiling = resource.getrlimit(kind)[1]
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        try:
            resource.setrlimit(kind, (soft, hard))
        except (OSError, ValueError) as error:  # macOS refuses an address-space limit
            refused.append(str(error))
    if refused:
        raise OSError(errno.EPERM, f"not every limit took hold: {'; '.join(refused)}")
