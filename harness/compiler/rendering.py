"""`render_source`: a picture of the object a program builds, without judging it.

A newcomer's mistake: to render after a compile with ``pictures=True``. That has drawn ``preview.png``
already; this is for other sizes, poses and angles.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from harness.compiler.answers import result_from_ending
from harness.compiler.compiling import DEFAULT_TIMEOUT_S
from harness.compiler.jobs import Job, PhaseListener
from harness.compiler.result import CompileResult
from harness.compiler.service import run_job
from harness.compiler.staging import PROGRAM, move_file, staging_folder
from harness.errors import UsageError


def render_source(
    source: str,
    *,
    workdir: Path,
    out: Path,
    size: tuple[int, int] = (1280, 640),
    poses: Sequence[Mapping[str, float] | Literal["rest", "open"]] | None = None,
    azimuth: float | None = None,
    elevation: float | None = None,
    timeout_s: float = DEFAULT_TIMEOUT_S,
    on_phase: PhaseListener | None = None,
    cancel: threading.Event | None = None,
) -> CompileResult:
    """How the drawing went; the picture is at `out` when it succeeded, and nothing there changes when not.

    Args:
        source: text of a ``model.py``.
        workdir: folder whose ``inputs/`` the program may read; left as it is.
        out: PNG file to write.
        size: width and height in pixels.
        poses: one panel for each: a name, or joint name -> radians or metres; None draws rest and opened.
        azimuth: degrees, 0 looks from +X, 90 from +Y; None chooses.
        elevation: degrees above the horizon; None is the usual one.
        timeout_s: wall limit of everything together.
        on_phase: called in this thread as each phase begins, with its name and milliseconds since the start.
        cancel: set it in another thread to end the drawing at once.

    Raises:
        Cancelled: `cancel` was set.
        UsageError: a pose names a joint the object lacks, or a limit or size is no positive number.
        WorkerError: the worker could not start.
    """
    started = time.monotonic()
    if not timeout_s > 0:
        raise UsageError(f"timeout_s: got {timeout_s!r}; want a positive number of seconds")
    if min(size) < 1:
        raise UsageError(f"size: got {size!r}; want a width and a height of at least 1 pixel")
    options = {
        "size": list(size),
        "poses": None if poses is None else [p if isinstance(p, str) else dict(p) for p in poses],
        "azimuth": azimuth,
        "elevation": elevation,
    }
    with staging_folder(workdir, source=source) as folder:
        job = Job("render", folder, source, timeout_s, options=options, started=started)
        ending = run_job(job, on_phase=on_phase, cancel=cancel)
        artifacts = {}
        for path in ending.answer.get("files", ()):
            artifacts[out.name] = move_file(folder, path, out)
        program_file = str(folder / PROGRAM)
    return result_from_ending(
        ending, artifacts=artifacts, program_file=program_file, source=source, timeout_s=timeout_s
    )
