"""`articraft trash`, `articraft restore` and `articraft gc`: putting runs away and cleaning up.

A newcomer's mistake: to expect `trash` to free space. The folder is only moved; `gc --trash` deletes it.
"""

from __future__ import annotations

from typing import Annotated

import typer

from harness.cli.options import RUNS_DIR, AsJson, Quiet, RunsDir
from harness.cli.places import find_run
from harness.cli.terminal import Terminal, escape
from harness.cli.verdict import counted

TRASH_EPILOG = """\b
Example:
  articraft trash runs/<id>"""
RESTORE_EPILOG = """\b
Example:
  articraft restore <id>"""
GC_EPILOG = """\b
Removes blobs that no event names, scratch folders of runs that ended well, half-written files, and with --trash the
runs in the trash for good. Runs at work are passed over.

\b
Examples:
  articraft gc --dry-run
  articraft gc --trash"""


def trash(
    runs: Annotated[list[str], typer.Argument(help="Runs' folders or ids.", metavar="RUN...")],
    runs_dir: RunsDir = RUNS_DIR,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Put runs in the trash; nothing is deleted."""
    from harness.records.store import trash_run

    terminal = Terminal(as_json=as_json, quiet=quiet)
    folders = [find_run(run, runs_dir=runs_dir) for run in runs]
    moved = [str(trash_run(folder)) for folder in folders]
    terminal.result({"moved": moved}, "\n".join(f"In the trash: {escape(path)}" for path in moved))
    terminal.next_steps({f"articraft restore {folders[0].name}": "bring it back"})


def restore(
    run: Annotated[str, typer.Argument(help="A run's id.", metavar="RUN")],
    runs_dir: RunsDir = RUNS_DIR,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Bring a run back from the trash."""
    from harness.records.store import restore_run

    terminal = Terminal(as_json=as_json, quiet=quiet)
    folder = restore_run(run, runs_dir=runs_dir)
    terminal.result({"restored": str(folder)}, f"Restored: {escape(str(folder))}")
    terminal.next_steps({f"articraft show {folder}": "look at it"})


def gc(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be removed.")] = False,
    with_trash: Annotated[bool, typer.Option("--trash", help="Empty the trash too.")] = False,
    runs_dir: RunsDir = RUNS_DIR,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Remove what no run needs."""
    from harness.records.store import find_rubbish, remove_rubbish

    terminal = Terminal(as_json=as_json, quiet=quiet)
    found = list(find_rubbish(runs_dir, trash=with_trash))
    for rubbish in found:
        terminal.progress(f"[dim]{rubbish.kind:<9} {escape(str(rubbish.path))}[/dim]")
        if not dry_run:
            remove_rubbish(rubbish)
    freed = sum(rubbish.bytes for rubbish in found)
    verb = "would be removed" if dry_run else "removed"
    payload = {
        "removed": [{"path": str(one.path), "kind": one.kind, "bytes": one.bytes} for one in found],
        "bytes": freed,
        "dry_run": dry_run,
    }
    terminal.result(payload, f"{counted(len(found), 'item')} {verb}, {freed / 1e6:.2f} MB.")
    if dry_run and found:
        terminal.next_steps({"articraft gc": "remove them"})
