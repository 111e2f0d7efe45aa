"""Moves runs in and out of the trash, and removes what no run needs.

A newcomer's mistake: to delete a run. `trash` moves its folder aside, whole, and `restore` brings it back; only
emptying the trash destroys anything.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.errors import RecordError, UsageError
from harness.records.folder import MANIFEST, WORK, is_locked, read_manifest
from harness.tape import BLOBS, FILE

TRASH = ".trash"
_DIGEST = re.compile(rb"[0-9a-f]{64}")


@dataclass(frozen=True)
class Rubbish:
    """Something that no run needs."""

    path: Path
    kind: str
    """``blob``, ``work``, ``temporary`` or ``trash``."""
    bytes: int


def trash_run(run_dir: Path) -> Path:
    """Where the run lies now.

    Raises:
        UsageError: a run of that name is in the trash already.
        RecordError: it is at work, or cannot be moved.
    """
    if is_locked(run_dir):
        raise RecordError(f"{run_dir}: the run is still going on; want one that has ended")
    target = run_dir.parent / TRASH / run_dir.name
    if target.exists():
        raise UsageError(f"{target}: there already; want `articraft restore` or `articraft gc --trash` first")
    _move(run_dir, target)
    return target


def restore_run(run_id: str, *, runs_dir: Path) -> Path:
    """Where the run lies again.

    Raises:
        UsageError: it is not in the trash, or a run of that name exists.
        RecordError: it cannot be moved.
    """
    source, target = runs_dir / TRASH / run_id, runs_dir / run_id
    if not run_id or not source.is_dir():
        held = ", ".join(trashed_runs(runs_dir)) or "nothing"
        raise UsageError(f"run {run_id!r}: not in the trash, which holds {held}")
    if target.exists():
        raise UsageError(f"{target}: there already; want it renamed or trashed first")
    _move(source, target)
    return target


def trashed_runs(runs_dir: Path) -> list[str]:
    """Names of the runs in the trash."""
    return sorted(folder.name for folder in (runs_dir / TRASH).glob("*") if folder.is_dir())


def find_rubbish(runs_dir: Path, *, trash: bool = False) -> Iterator[Rubbish]:
    """Blobs that no event names, scratch folders of ended runs, files left half-written, and the trash if asked.

    Runs that are at work are passed over.
    """
    for run_dir in sorted(folder for folder in runs_dir.glob("[!.]*") if (folder / MANIFEST).is_file()):
        if is_locked(run_dir):
            continue
        needed = _named_blobs(run_dir)
        for blob in sorted((run_dir / BLOBS).glob("[!.]*")):
            if blob.name not in needed:
                yield Rubbish(blob, "blob", blob.stat().st_size)
        for leftover in sorted(run_dir.glob("**/.*.tmp")):
            yield Rubbish(leftover, "temporary", _size(leftover))
        work = run_dir / WORK
        if work.is_dir() and _has_ended(run_dir):
            yield Rubbish(work, "work", _size(work))
    if trash:
        for name in trashed_runs(runs_dir):
            yield Rubbish(runs_dir / TRASH / name, "trash", _size(runs_dir / TRASH / name))


def remove_rubbish(rubbish: Rubbish) -> None:
    """Delete it.

    Raises:
        RecordError: it cannot be deleted.
    """
    try:
        if rubbish.path.is_dir():
            shutil.rmtree(rubbish.path)
        else:
            rubbish.path.unlink(missing_ok=True)
    except OSError as error:
        raise RecordError(f"{rubbish.path}: cannot be deleted ({error.strerror})") from error


def _named_blobs(run_dir: Path) -> set[str]:
    """Every hash that the trace, the manifest or a blob named by them mentions."""
    named: set[str] = set()
    texts = [path.read_bytes() for path in (run_dir / FILE, run_dir / MANIFEST) if path.is_file()]
    while texts:
        new = {digest.decode() for digest in _DIGEST.findall(texts.pop())} - named
        named |= new
        texts += [(run_dir / BLOBS / name).read_bytes() for name in new if (run_dir / BLOBS / name).is_file()]
    return named


def _has_ended(run_dir: Path) -> bool:
    """Whether nobody will look at the scratch folder: a failed run keeps its own for inspection."""
    return read_manifest(run_dir).get("status") in ("success", "success_at_limit", "partial", "declined")


def _size(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def _move(source: Path, target: Path) -> None:
    try:
        target.parent.mkdir(exist_ok=True)
        source.replace(target)
    except OSError as error:
        raise RecordError(f"{source}: cannot be moved to {target} ({error.strerror})") from error
