"""`articraft export`: rows for training from recorded runs.

A newcomer's mistake: to filter rows here. Which runs, which part of them and in which form is all in
`ExportSettings`; the command only fills it in.
"""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from harness.cli.options import RUNS_DIR, AsJson, Quiet, RunsDir
from harness.cli.places import find_run
from harness.cli.terminal import Terminal, escape
from harness.cli.verdict import counted
from harness.errors import UsageError

if TYPE_CHECKING:
    from harness.records.training.writing import ExportReport

EPILOG = """\b
Views: sft (whole conversations), edits (one patch a row), repair (broken and mended
programs), preferences (two answers to one request).

\b
Exit status: 0 written, 2 a setting is wrong or no row is left, 7 it cannot be written.

\b
Examples:
  articraft export sft
  articraft export sft --clean --where "rating>=4 and joints>2" --out data/sft
  articraft export preferences --format jsonl,parquet --exclude-provider library
  articraft export edits runs/20300131-120000-folding-drone-3f9a2c --json"""

_TOLD_EVERY = 200
"""Runs between two words of progress, unless each is carried out again."""
_SHOWN = 5
"""Runs that gave nothing and are named on the terminal."""


def export(
    view: Annotated[
        Literal["sft", "edits", "repair", "preferences"], typer.Argument(help="Which rows.", metavar="VIEW")
    ],
    runs: Annotated[
        list[str] | None, typer.Argument(help="Folders or ids of runs; all by default.", metavar="RUN")
    ] = None,
    runs_dir: RunsDir = RUNS_DIR,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Folder to write; training/VIEW by default.", metavar="DIR"),
    ] = None,
    formats: Annotated[
        str,
        typer.Option("--format", help="jsonl, parquet, or both with a comma.", metavar="NAMES"),
    ] = "jsonl",
    where: Annotated[
        str,
        typer.Option(
            "--where", help="Only runs of which this holds, e.g. 'rating>=4 and joints>2'.", metavar="TEXT"
        ),
    ] = "",
    clean: Annotated[
        bool,
        typer.Option(
            "--clean", help="Keep only the way to the final program, and make its tool results anew."
        ),
    ] = False,
    taped: Annotated[
        bool,
        typer.Option(
            "--taped", help="With --clean: take compiles, probes and searches from the trace (fast)."
        ),
    ] = False,
    faithful: Annotated[
        bool,
        typer.Option(
            "--faithful",
            help="Leave several calls in a reply and remarks after results as they were; "
            "some chat templates refuse that.",
        ),
    ] = False,
    reasoning: Annotated[
        bool, typer.Option("--reasoning", help="Keep what the model thought, as reasoning_content.")
    ] = False,
    arguments_as_text: Annotated[
        bool,
        typer.Option("--arguments-as-text", help="Leave call arguments JSON text instead of objects."),
    ] = False,
    last_k: Annotated[
        int | None,
        typer.Option("--last-k", help="Learn from that many replies at the end only.", min=1, metavar="N"),
    ] = None,
    split: Annotated[
        str,
        typer.Option("--split", help="Shares of train, validation and test, by category.", metavar="SHARES"),
    ] = "0.9/0.05/0.05",
    seed: Annotated[int, typer.Option("--seed", help="Deal the splits anew.", metavar="N")] = 0,
    exclude_provider: Annotated[
        list[str] | None,
        typer.Option("--exclude-provider", help="Leave out its runs; repeatable.", metavar="NAME"),
    ] = None,
    licence: Annotated[
        str | None,
        typer.Option(
            "--licence", help="Licence of programs that no library entry stands behind.", metavar="NAME"
        ),
    ] = None,
    keep_away: Annotated[
        Path | None,
        typer.Option(
            "--keep-away",
            help="File of prompts kept for judging, one a line; rows near them go.",
            metavar="FILE",
        ),
    ] = None,
    near: Annotated[
        float,
        typer.Option("--near", help="Likeness that counts as a repetition; 1: equal only.", metavar="X"),
    ] = 0.95,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Write rows for training from recorded runs, with schema, splits, hashes and a data card."""
    from harness.config import secrets_in
    from harness.records.training.dialogue import Manner
    from harness.records.training.exporting import export as export_rows
    from harness.records.training.runs import NO_LICENCE, run_folders
    from harness.records.training.settings import ExportSettings
    from harness.records.training.splits import shares_from

    if taped and not clean:
        raise UsageError("--taped: only with --clean")
    settings = ExportSettings(
        view=view,
        formats=tuple(name.strip() for name in formats.split(",") if name.strip()),
        where=where,
        clean=clean,
        taped=taped,
        manner=Manner(
            shape="faithful" if faithful else "portable",
            reasoning=reasoning,
            arguments_as_text=arguments_as_text,
            last_k=last_k,
        ),
        exclude_providers=tuple(exclude_provider or ()),
        licence=licence or NO_LICENCE,
        shares=shares_from(split),
        seed=seed,
        near=near,
        kept_away=_lines(keep_away),
    )
    folders = [find_run(run, runs_dir=runs_dir) for run in runs] if runs else run_folders(runs_dir)
    if not folders:
        raise UsageError(f"export: there are no runs in {runs_dir}; articraft gen 'folding drone' makes one")
    terminal = Terminal(as_json=as_json, quiet=quiet or as_json)
    total = len(folders)
    terminal.progress(f"[dim]Reading {counted(total, 'run')}[/dim]")
    numbers = count(1)

    def on_run(run_id: str) -> None:
        number = next(numbers)
        if clean or number % _TOLD_EVERY == 0:
            terminal.progress(f"[dim]  {number}/{total} {escape(run_id)}[/dim]")

    report = export_rows(
        folders,
        out or Path("training") / view,
        settings,
        secrets=secrets_in(os.environ),
        on_run=on_run,
    )
    terminal.result(report.to_dict(), _report(report))
    terminal.next_steps({f"less {report.folder / 'README.md'}": "the data card"})


def _lines(path: Path | None) -> tuple[str, ...]:
    """Lines of a file that are not blank."""
    if path is None:
        return ()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"keep-away: {path} cannot be read ({error}); want one prompt a line") from error
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _report(report: ExportReport) -> str:
    """Markup for a reader: where it is, how much, and what is not there."""
    parts = ", ".join(f"{name} {count}" for name, count in report.rows.items())
    rows = counted(sum(report.rows.values()), "row")
    lines = [
        f"[bold green]{rows}[/bold green] ({escape(parts)}), about {report.tokens:,} tokens, in "
        f"{escape(str(report.folder))}"
    ]
    lines += [
        f"  [yellow]left out[/yellow]  {escape(name)}: {count}" for name, count in report.left_out.items()
    ]
    lines += [
        f"  [dim]{escape(run)}: {escape(reason)}[/dim]"
        for run, reason in list(report.refused.items())[:_SHOWN]
    ]
    if len(report.refused) > _SHOWN:
        lines.append(f"  [dim]and {len(report.refused) - _SHOWN} more runs, named in dataset.json[/dim]")
    lines += [f"  redacted  {escape(name)}: {count}" for name, count in report.redactions.items()]
    lines.append(f"[dim]hash over all rows {report.rows_sha256}[/dim]")
    return "\n".join(lines)
