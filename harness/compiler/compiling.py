"""`compile_source`: a program's text in, a verdict and the object's files out.

A newcomer's mistake: to read files from the work folder while a compile runs. It works in a staging folder
inside it, and moves the files when the worker is dead.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path

from harness.compiler.answers import result_from_ending
from harness.compiler.result import CompileResult
from harness.compiler.sandbox import Limits
from harness.compiler.service import Job, PhaseListener, run_job
from harness.compiler.staging import PROGRAM, publish, staging_folder
from harness.errors import ExitCode, UsageError

DEFAULT_TIMEOUT_S = 60.0


def compile_source(
    source: str,
    *,
    workdir: Path,
    profile: str = "default",
    timeout_s: float = DEFAULT_TIMEOUT_S,
    tests: bool = True,
    pictures: bool = False,
    limits: Limits | None = None,
    on_phase: PhaseListener | None = None,
    cancel: threading.Event | None = None,
) -> CompileResult:
    """What the program `source` built and what is wrong with it; its files are in `workdir` afterwards.

    ``model.py`` is written always; ``model.urdf``, ``assets/`` and ``preview.png`` of an earlier compile are
    replaced, or removed when this one made none. The answer is the same for the same arguments, but for
    timings.

    Args:
        source: text of a ``model.py``.
        workdir: folder for the files; made when missing. Its ``inputs/`` is there for the program to read.
        profile: name in `sdk.qc.profiles.PROFILES`.
        timeout_s: wall limit of everything together.
        tests: False builds and exports only: allowances are declared in the tests, so neither those nor the
            checks that depend on them run.
        pictures: also write ``preview.png``.
        limits: ceilings other than those usual for `timeout_s`.
        on_phase: called in this thread as each phase begins, with its name and milliseconds since the start.
        cancel: set it in another thread to end the compile at once.

    Raises:
        Cancelled: `cancel` was set; `workdir` is as it was.
        UsageError: unknown profile, or a limit that is no positive number.
        WorkerError: the worker could not start.
        OSError: `workdir` cannot be written.
    """
    started = time.monotonic()
    if not timeout_s > 0:
        raise UsageError(f"timeout_s: got {timeout_s!r}; want a positive number of seconds")
    with staging_folder(workdir, source=source) as folder:
        options = {"profile": profile, "tests": tests, "pictures": pictures}
        job = Job("compile", folder, timeout_s, options=options, limits=limits, started=started)
        ending = run_job(job, on_phase=on_phase, cancel=cancel)
        artifacts = publish(folder, workdir, source=source, files=ending.answer.get("files", ()))
        program_file = str(folder / PROGRAM)
    return result_from_ending(
        ending, artifacts=artifacts, program_file=program_file, source=source, timeout_s=timeout_s
    )


def exit_code_for(result: CompileResult) -> ExitCode:
    """Exit status a command should end with after this compile."""
    if result.status == "success":
        return ExitCode.SUCCESS
    return {"limits": ExitCode.LIMITS, "program": ExitCode.PROGRAM, "": ExitCode.FINDINGS}[result.ended_by]
