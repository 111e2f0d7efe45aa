"""The folder a job works in, and how its files reach the caller's folder in one step.

A newcomer's mistake: to believe the worker about its files. After the worker is dead the caller looks for
itself, takes plain files only, never follows a link, and hashes what it takes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

PROGRAM = "model.py"
OUTPUTS = ("model.urdf", "assets", "couplings.json", "preview.png")
"""Entries of the caller's folder that a compile owns: an earlier compile's are removed."""
INPUTS = "inputs"
_PREFIX = ".compile-"
_OLD = "old-"


@contextmanager
def staging_folder(workdir: Path, *, source: str) -> Iterator[Path]:
    """A fresh folder inside `workdir` that holds the program; it is gone afterwards, whatever happens.

    Raises:
        OSError: `workdir` cannot be made or written.
    """
    workdir = workdir.resolve()
    workdir.mkdir(parents=True, exist_ok=True)
    _sweep(workdir)
    with _scratch_folder(workdir) as folder:
        (folder / ".tmp").mkdir()
        (folder / PROGRAM).write_text(source, encoding="utf-8")
        if (workdir / INPUTS).is_dir():
            (folder / INPUTS).symlink_to(workdir / INPUTS, target_is_directory=True)
        yield folder


def publish(folder: Path, workdir: Path, *, source: str, files: Iterable[str] = ()) -> dict[str, str]:
    """SHA-256 of every file moved from `folder` to `workdir`, by path relative to both, in order of path.

    Args:
        folder: the staging folder.
        workdir: the caller's folder; its program and an earlier compile's outputs are replaced.
        source: the program, written anew because it may have overwritten its own file.
        files: outputs the worker says it made; whatever is not a plain file below `OUTPUTS` is passed over.
    """
    workdir = workdir.resolve()
    found = sorted({path for path in files if _is_output(folder, PurePosixPath(path))})
    with _scratch_folder(workdir) as scratch:
        for path in found:
            (scratch / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).replace(scratch / path)
        hashes = {path: _sha256(scratch / path) for path in found}
        _exchange(scratch, workdir, source=source)
    return hashes


def publish_contents(files: Mapping[str, bytes], workdir: Path, *, source: str) -> None:
    """Put the program and these files, by relative path, where an earlier compile's outputs were.

    Raises:
        OSError: `workdir` cannot be made or written.
    """
    workdir = workdir.resolve()
    workdir.mkdir(parents=True, exist_ok=True)
    with _scratch_folder(workdir) as scratch:
        for path, content in files.items():
            target = scratch / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        _exchange(scratch, workdir, source=source)


def _exchange(scratch: Path, workdir: Path, *, source: str) -> None:
    """Move the outputs that are in `scratch`, and the program, to `workdir`; the outputs there go.

    What goes has another name in the same `scratch`: to delete a folder can take the disk milliseconds.
    """
    for name in OUTPUTS:
        if os.path.lexists(workdir / name):
            (workdir / name).rename(scratch / f"{_OLD}{name}")
        if os.path.lexists(scratch / name):
            (scratch / name).rename(workdir / name)
    if not _holds(workdir / PROGRAM, source):  # taking a file's place makes the file system write at once
        (scratch / PROGRAM).write_text(source, encoding="utf-8")
        (scratch / PROGRAM).replace(workdir / PROGRAM)


def _holds(file: Path, text: str) -> bool:
    """Whether there is such a plain file, with that text."""
    with suppress(OSError):
        return not file.is_symlink() and file.read_bytes() == text.encode("utf-8")
    return False


def move_file(folder: Path, path: str, out: Path) -> str:
    """SHA-256 of one output, moved to `out` in one step.

    Raises:
        OSError: it is no plain file, or `out` cannot be written.
    """
    if not _is_output(folder, PurePosixPath(path)):
        raise FileNotFoundError(f"output {path!r}: not a plain file")
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    with _scratch_folder(out.parent) as scratch:
        shutil.move(folder / path, scratch / out.name)
        digest = _sha256(scratch / out.name)
        (scratch / out.name).replace(out)
    return digest


def _is_output(folder: Path, path: PurePosixPath) -> bool:
    """Whether `path`, relative to `folder`, is a readable plain output, reached through no link."""
    if path.is_absolute() or ".." in path.parts or not path.parts or path.parts[0] not in OUTPUTS:
        return False
    steps = [folder.joinpath(*path.parts[: count + 1]) for count in range(len(path.parts))]
    file = steps[-1]
    return not any(step.is_symlink() for step in steps) and file.is_file() and os.access(file, os.R_OK)


@contextmanager
def _scratch_folder(workdir: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=workdir))
    try:
        yield folder
    finally:
        _remove(folder)


def _remove(folder: Path) -> None:
    """Delete a tree, also where author code made folders that nobody may enter."""

    def open_up_and_retry(step: Callable[..., object], path: str, _: object) -> None:
        with suppress(OSError):
            for place in (Path(path).parent, Path(path)):
                if place.is_relative_to(folder) and place.is_dir() and not place.is_symlink():
                    place.chmod(0o700)
            if step in (os.rmdir, os.unlink, os.remove):
                step(path)
            else:
                shutil.rmtree(path, ignore_errors=True)

    shutil.rmtree(folder, onerror=open_up_and_retry)


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _sweep(workdir: Path) -> None:
    """Remove what a killed compile left: its staging folders name the process that made them."""
    for left in workdir.glob(f"{_PREFIX}*"):
        owner = left.name.removeprefix(_PREFIX).split("-")[0]
        if owner.isdigit() and not _is_running(int(owner)):
            _remove(left)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
