"""`probe_source`: a few lines of Python asked of a program's object, in the same sandbox as a compile.

A newcomer's mistake: to expect an exception when a probe goes wrong. Whatever the snippet or the program does
is an answer with ``ok: false``; only a misuse of this function raises.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from harness.compiler.deaths import finding_from_ending
from harness.compiler.jobs import Ending, Job, PhaseListener
from harness.compiler.sandbox import Limits
from harness.compiler.service import layers_from_demand, run_job
from harness.compiler.staging import PROGRAM, staging_folder
from harness.errors import UsageError


def probe_source(
    source: str,
    code: str,
    *,
    workdir: Path,
    timeout_s: float = 60.0,
    include_stdout: bool = False,
    limits: Limits | None = None,
    require_isolation: str | Iterable[str] | None = None,
    on_phase: PhaseListener | None = None,
    cancel: threading.Event | None = None,
) -> dict[str, Any]:
    """What the snippet `code` emits about the object of `source`: ``{"ok": True, "result": ...}``, or
    ``{"ok": False, "error": {"type", "message", "traceback"}}``.

    Types of error: ``lookup_failure``, ``emit_contract``, ``non_serializable_result`` (also one too long),
    ``snippet_exception``, ``load_failure``, ``timeout``, ``runner_process_error`` (the process died).

    Args:
        source: text of a ``model.py``.
        code: the snippet; it calls ``emit(value)`` exactly once.
        workdir: folder whose ``inputs/`` the program may read; left as it is.
        timeout_s: wall limit of everything together.
        include_stdout: add what was printed, as ``stdout`` and ``stderr``.
        limits: ceilings other than those usual for `timeout_s`.
        require_isolation: as in `harness.compiler.compile_source`.
        on_phase: called in this thread as each phase begins, with its name and milliseconds since the start.
        cancel: set it in another thread to end the probe at once.

    Raises:
        Cancelled: `cancel` was set.
        UsageError: a limit that is no positive number, or isolation that is not to be had.
        WorkerError: the worker could not start.
    """
    if not timeout_s > 0:
        raise UsageError(f"timeout_s: got {timeout_s!r}; want a positive number of seconds")
    required = layers_from_demand(require_isolation)
    with staging_folder(workdir, source=source) as folder:
        job = Job(
            "probe", folder, source, timeout_s, options={"code": code}, limits=limits, required=required
        )
        ending = run_job(job, on_phase=on_phase, cancel=cancel)
        program_file = str(folder / PROGRAM)
    payload = (
        dict(ending.answer["payload"])
        if ending.cause == "answered"
        else _death(ending, program_file=program_file, source=source, timeout_s=timeout_s)
    )
    if include_stdout:
        payload |= {"stdout": ending.stdout, "stderr": ending.stderr}
    return payload


def _death(ending: Ending, *, program_file: str, source: str, timeout_s: float) -> dict[str, Any]:
    finding = finding_from_ending(ending, program_file=program_file, source=source, timeout_s=timeout_s)
    kind = "timeout" if ending.cause == "timeout" else "runner_process_error"
    return {
        "ok": False,
        "error": {"type": kind, "message": finding.summary, "traceback": finding.details},
    }
