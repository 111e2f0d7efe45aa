"""Which code a compile runs: a quick mark that changes with any of its files, and a digest of all of it.

A newcomer's mistake: to take the mark for the code. It is made of names, sizes and times, so it answers "has
anything been touched?"; what may be stored under a name is the digest.
"""

from __future__ import annotations

import hashlib
import os
import sys
from functools import lru_cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_FOLDERS = (_ROOT / "sdk", _ROOT / "harness" / "compiler")
_PACKAGES = ("cadquery", "embreex", "manifold3d", "numpy", "pillow", "python-fcl", "scipy")
"""Packages whose figures end up in a result."""

Mark = tuple[tuple[str, int, int], ...]


def fingerprint() -> Mark:
    """(path, size, time of change) of every source file a worker may load, in order of path."""
    found: list[tuple[str, int, int]] = []
    for folder in _FOLDERS:
        _scan(str(folder), found)
    return tuple(sorted(found))


def code_digest() -> str:
    """SHA-256 over the code's content, the interpreter and the packages it computes with."""
    return _digest(fingerprint())


def _scan(folder: str, found: list[tuple[str, int, int]]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    _scan(entry.path, found)
            elif not entry.name.endswith((".pyc", ".md")):
                status = entry.stat()
                found.append((entry.path, status.st_size, status.st_mtime_ns))


@lru_cache(maxsize=4)
def _digest(mark: Mark) -> str:
    digest = hashlib.sha256(f"{sys.version}\n".encode())
    for name in _PACKAGES:
        digest.update(f"{name} {_version(name)}\n".encode())
    for path, _, _ in mark:
        content = Path(path).read_bytes()
        digest.update(f"{os.path.relpath(path, _ROOT)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _version(package: str) -> str:
    from importlib import metadata  # slow to load, and only a cached compile asks

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "none"
