"""What a PATH or RUN on the command line means.

A newcomer's mistake: to accept only paths. A run is also known by its bare id, which is looked up in the
runs folder.
"""

from __future__ import annotations

from pathlib import Path

from harness.errors import UsageError

PROGRAM = "model.py"
MANIFEST = "run.json"
_NEWEST = 5


def find_run(reference: str, *, runs_dir: Path) -> Path:
    """Folder of the run called `reference`: a path, or an id in `runs_dir`.

    Raises:
        UsageError: there is none; says where it looked and which runs are newest.
    """
    candidates = list(dict.fromkeys([Path(reference), runs_dir / reference]))
    for candidate in candidates:
        if (candidate / MANIFEST).is_file():
            return candidate
    for candidate in candidates:
        if candidate.is_dir() and reference not in ("", "."):
            raise UsageError(
                f"run {reference!r}: {candidate} holds no {MANIFEST}; want a run's folder. {_known(runs_dir)}"
            )
    places = " and ".join(str(candidate) for candidate in candidates)
    raise UsageError(f"run {reference!r}: not found; looked at {places}. {_known(runs_dir)}")


def find_program(reference: str, *, runs_dir: Path) -> Path:
    """The program that `reference` means: a Python file, a folder holding ``model.py``, or a run's id.

    Raises:
        UsageError: there is none; says where it looked.
    """
    path = Path(reference)
    for candidate in (path, path / PROGRAM, runs_dir / reference / PROGRAM):
        if candidate.is_file():
            return candidate
    if path.is_dir():
        raise UsageError(f"{path}: a folder without {PROGRAM}; want one that holds it, or a Python file")
    places = f"{path} and {runs_dir / reference}"
    raise UsageError(f"program {reference!r}: not found; looked at {places}. {_known(runs_dir)}")


def is_run(folder: Path) -> bool:
    """Whether `folder` is the record of a run."""
    return (folder / MANIFEST).is_file()


def read_program(path: Path) -> str:
    """Text of the program.

    Raises:
        UsageError: it cannot be read as UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({error}); want Python source in UTF-8") from error


def _known(runs_dir: Path) -> str:
    """One sentence on the runs there are."""
    runs = [manifest.parent for manifest in runs_dir.glob(f"*/{MANIFEST}")]
    if not runs:
        return f"There are no runs in {runs_dir} yet; articraft gen 'folding drone' makes one."
    runs.sort(key=lambda run: ((run / MANIFEST).stat().st_mtime, run.name), reverse=True)
    names = ", ".join(run.name for run in runs[:_NEWEST])
    more = f" and {len(runs) - _NEWEST} more" if len(runs) > _NEWEST else ""
    return f"Newest in {runs_dir}: {names}{more}."
