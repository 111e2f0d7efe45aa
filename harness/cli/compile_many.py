"""Several programs compiled side by side, with one bar of progress and one table at the end.

A newcomer's mistake: to start more threads than the compiler has places. The rest would only wait in line.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from rich.progress import Progress
from rich.table import Table

from harness.cli import verdict
from harness.cli.compile import Compiled, Settings, compile_one
from harness.cli.places import find_program
from harness.cli.terminal import Terminal, escape
from harness.errors import UsageError


def compile_many(
    paths: Sequence[str], settings: Settings, *, out: Path | None, runs_dir: Path, terminal: Terminal
) -> int:
    """Exit status for all the programs together: the highest of theirs.

    Raises:
        UsageError: a path is no program, or two would write to the same folder.
    """
    from harness.compiler.service import MAX_CHILDREN

    programs = {path: find_program(path, runs_dir=runs_dir) for path in paths}
    targets = {path: _target(program, out) for path, program in programs.items()}
    _refuse_shared(targets)
    silent = Terminal(as_json=True, quiet=True)
    done: dict[str, Compiled] = {}
    bar = Progress(console=terminal.err, transient=True, disable=terminal.quiet)
    with bar, ThreadPoolExecutor(MAX_CHILDREN) as pool:
        task = bar.add_task("Compiling", total=len(programs))
        jobs = {
            pool.submit(compile_one, path, program, settings, out=targets[path], terminal=silent): path
            for path, program in programs.items()
        }
        try:
            for job in as_completed(jobs):
                done[jobs[job]] = job.result()
                bar.update(task, advance=1, description=escape(jobs[job]))
        finally:  # of an error or Ctrl-C; otherwise nothing is left to cancel
            pool.shutdown(wait=False, cancel_futures=True)
    outcomes = [done[path] for path in programs]
    payload = {
        "results": [
            {"path": one.path, "result": one.result.to_dict(), "differences": list(one.differences)}
            for one in outcomes
        ]
    }
    if terminal.as_json:
        terminal.result(payload, "")
    else:
        terminal.out.print(_table(outcomes))
    return max(one.exit_code for one in outcomes)


def _target(program: Path, out: Path | None) -> Path | None:
    """One folder below `out` for each program, named as its own folder or file; None for the usual place."""
    if out is None:
        return None
    return out / (program.parent.resolve().name if program.name == "model.py" else program.stem)


def _refuse_shared(targets: dict[str, Path | None]) -> None:
    taken: dict[Path, str] = {}
    for path, target in targets.items():
        if target is not None and taken.setdefault(target, path) != path:
            raise UsageError(f"--out: {taken[target]} and {path} would both write {target}; want other names")


def _table(outcomes: Sequence[Compiled]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("Program", "Verdict", "Parts", "Joints", "Findings", "ms"):
        table.add_column(
            heading, justify="left" if heading in ("Program", "Verdict", "Findings") else "right"
        )
    for one in outcomes:
        result = one.result
        built = result.object or {"parts": (), "joints": ()}
        mark = verdict.VERDICTS[result.ended_by or result.status]
        findings = verdict.tally(result.signals)
        if one.differences:
            findings += "; not the same twice"
        table.add_row(
            escape(one.path),
            mark,
            str(len(built["parts"])),
            str(len(built["joints"])),
            findings,
            f"{result.timings_ms['total']:.0f}",
        )
    return table
