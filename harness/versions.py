"""What versions of what produced a run, for its record.

A newcomer's mistake: to trust the package version alone in a checkout. The library's own files are hashed, so
two runs with equal entries ran equal code.
"""

from __future__ import annotations

import platform
from functools import cache
from importlib import metadata
from pathlib import Path

from harness.digests import sha256_of

_PACKAGES = ("articraft", "numpy", "scipy", "manifold3d", "python-fcl", "embreex", "openai", "cadquery")


@cache
def _frozen_versions() -> tuple[tuple[str, str], ...]:
    root = Path(__file__).resolve().parent.parent
    system = f"{platform.system()}-{platform.machine()}"
    entries = [("python", platform.python_version()), ("platform", system)]
    for package in _PACKAGES:
        try:
            entries.append((package, metadata.version(package)))
        except metadata.PackageNotFoundError:
            continue
    entries += [(f"{name}_sha256", folder_sha256(root / name)) for name in ("sdk", "harness")]
    return tuple(entries)


def versions() -> dict[str, str]:
    """Name -> version; ``sdk_sha256`` and ``harness_sha256`` are hashes of our own source."""
    return dict(_frozen_versions())


def folder_sha256(folder: Path) -> str:
    """Hash over the names and texts of all Python files below `folder`."""
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*.py")}
    return sha256_of("\n".join(f"{name} {sha256_of(files[name].read_bytes())}" for name in sorted(files)))
