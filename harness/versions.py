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
from harness.resources import resource_dir

_PACKAGES = (
    "articraft",
    "numpy",
    "scipy",
    "manifold3d",
    "python-fcl",
    "embreex",
    "openai",
    "anthropic",
    "google-genai",
    "cadquery",
)


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
    for name, folder in (("docs", "docs/sdk"), ("prompts", "prompts")):
        entries.append((f"{name}_sha256", folder_sha256(resource_dir(folder), pattern="*")))
    return tuple(entries)


def versions() -> dict[str, str]:
    """Name -> version; ``sdk_sha256``, ``harness_sha256``, ``docs_sha256`` and ``prompts_sha256`` are hashes of
    our own files.
    """
    return dict(_frozen_versions())


def folder_sha256(folder: Path, *, pattern: str = "*.py") -> str:
    """Hash over the names and texts of all files below `folder` whose name fits, Python files by default."""
    found = (file for file in folder.rglob(pattern) if file.is_file())
    files = {file.relative_to(folder).as_posix(): file for file in found}
    return sha256_of("\n".join(f"{name} {sha256_of(files[name].read_bytes())}" for name in sorted(files)))
