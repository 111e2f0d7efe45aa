"""The folder of one run: made once, locked while the run lasts, every file in it whole at every moment.

A newcomer's mistake: to take the folder's existence for a finished run. `run.json` says ``running`` until the
run is finalised, and the lock says whether anybody still works on it.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness.clock import Clock
from harness.errors import RecordError
from harness.files import sync_folder, write_atomic
from harness.redaction import Redact
from harness.trace import BLOBS, write_blob

MANIFEST = "run.json"
PROMPT = "prompt.txt"
PROGRAM = "model.py"
EXPORT = "export"
PREVIEW = "preview.png"
INPUTS = "inputs"
WORK = "work"
"""Scratch for compiles; gone when the run ends well, kept for inspection when it fails."""
_LOCK = ".lock"
_SLUG_CHARACTERS = 40


class RunFolder:
    """A run folder that this process holds.

    Raises:
        RecordError: from every method, when the folder cannot be used.
    """

    def __init__(self, path: Path, *, lock: int, redact: Redact) -> None:
        self.path = path
        self._lock = lock
        self._redact = redact

    @property
    def run_id(self) -> str:
        """Name of the folder."""
        return self.path.name

    @classmethod
    def create(cls, runs_dir: Path, run_id: str, *, redact: Redact) -> RunFolder:
        """A new, empty, locked folder.

        Raises:
            RecordError: it exists already, is in use, or the place is not writable.
        """
        path = runs_dir / run_id
        try:
            runs_dir.mkdir(parents=True, exist_ok=True)
            path.mkdir()
        except FileExistsError:
            state = "in use by another process" if is_locked(path) else "there already"
            raise RecordError(f"{path}: {state}; want a run id of its own") from None
        except OSError as error:
            raise RecordError(
                f"{path}: cannot be made ({error.strerror}); want a writable runs folder"
            ) from error
        return cls._hold(path, redact=redact)

    @classmethod
    def reopen(cls, path: Path, *, redact: Redact) -> RunFolder:
        """An existing run's folder, locked.

        Raises:
            RecordError: there is none, it is in use, or the place is not writable.
        """
        if not path.is_dir():
            raise RecordError(f"{path}: no such folder; want that of a run")
        return cls._hold(path, redact=redact)

    @classmethod
    def _hold(cls, path: Path, *, redact: Redact) -> RunFolder:
        try:
            descriptor = os.open(path / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise RecordError(f"{path}: cannot be written ({error.strerror})") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise RecordError(f"{path}: in use by another process") from None
        folder = cls(path, lock=descriptor, redact=redact)
        folder.make(BLOBS)
        folder.make(WORK)
        return folder

    def make(self, name: str) -> Path:
        """A folder inside, made when it is missing."""
        path = self.path / name
        try:
            path.mkdir(exist_ok=True)
        except OSError as error:
            raise RecordError(f"{path}: cannot be made ({error.strerror})") from error
        return path

    def write(self, name: str, data: str | bytes) -> None:
        """Put a file in its place in one step; keys are kept out of text."""
        content = self._redact(data) if isinstance(data, str) else data
        try:
            write_atomic(self.path / name, content)
        except OSError as error:
            raise RecordError(f"{self.path / name}: cannot be written ({error.strerror})") from error

    def write_manifest(self, manifest: Mapping[str, Any]) -> None:
        """Put run.json in its place."""
        self.write(MANIFEST, json.dumps(manifest, indent=2, ensure_ascii=False, allow_nan=False) + "\n")

    def keep_blob(self, data: bytes) -> str:
        """Hash under which `data` lies in the blob folder."""
        try:
            return write_blob(self.make(BLOBS), data)
        except OSError as error:
            raise RecordError(f"{self.path / BLOBS}: cannot be written ({error.strerror})") from error

    def publish(self, source: Path, names: Mapping[str, Path]) -> None:
        """Move compile outputs to their places, the export folder as a whole.

        Args:
            source: folder the compile wrote to.
            names: path below `source` -> path below the run folder.
        """
        staged = self.path / f".{EXPORT}.tmp"
        try:
            shutil.rmtree(staged, ignore_errors=True)
            staged.mkdir()
            for origin, target in names.items():
                inside = target.is_relative_to(EXPORT)
                place = staged / target.relative_to(EXPORT) if inside else self.path / target
                place.parent.mkdir(parents=True, exist_ok=True)
                (source / origin).replace(place)
            if any(staged.iterdir()):
                shutil.rmtree(self.path / EXPORT, ignore_errors=True)
                staged.replace(self.path / EXPORT)
            else:
                staged.rmdir()
            sync_folder(self.path)
        except OSError as error:
            raise RecordError(f"{self.path / EXPORT}: cannot be written ({error.strerror})") from error

    def discard_work(self) -> None:
        """Remove the scratch folder."""
        shutil.rmtree(self.path / WORK, ignore_errors=True)

    def release(self) -> None:
        """Give up the lock; may be called more than once."""
        if self._lock >= 0:
            (self.path / _LOCK).unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = -1


def new_run_id(prompt: str, *, clock: Clock) -> str:
    """A fresh name such as ``20300131-120000-folding-drone-3f9a2c``: UTC time, prompt, chance."""
    ascii_prompt = unicodedata.normalize("NFKD", prompt).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", ascii_prompt)
    slug = "-".join(words)[:_SLUG_CHARACTERS].strip("-") or "run"
    return f"{clock.now():%Y%m%d-%H%M%S}-{slug}-{secrets.token_hex(3)}"


def is_locked(path: Path) -> bool:
    """Whether some process is working on the run in `path`."""
    try:
        descriptor = os.open(path / _LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def read_manifest(run_dir: Path) -> dict[str, Any]:
    """The content of run.json.

    Raises:
        RecordError: there is none, or it is damaged.
    """
    path = run_dir / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RecordError(f"{path}: cannot be read ({error.strerror}); want a run folder") from error
    except ValueError as error:
        raise RecordError(f"{path}: damaged ({error})") from error
    if not isinstance(manifest, dict):
        raise RecordError(f"{path}: damaged; want a JSON object")
    return manifest
