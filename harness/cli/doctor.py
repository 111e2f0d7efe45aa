"""`articraft doctor`: what this machine has, and what each missing thing would give."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from harness.cli.options import AsJson, Quiet
from harness.cli.terminal import Terminal, escape
from harness.errors import ExitCode

if TYPE_CHECKING:
    from harness.doctor import Check

EPILOG = """\b
Exit status: 0 all that is needed is there, 3 it is not.

\b
Examples:
  articraft doctor
  articraft doctor --json"""
_MARKS = {"ok": "[green]ok[/green]    ", "absent": "[yellow]absent[/yellow]", "wrong": "[red]wrong[/red] "}


def doctor(as_json: AsJson = False, quiet: Quiet = False) -> None:
    """Look at keys, servers, the sandbox and optional packages. No model is asked and no key is sent."""
    from harness.config import read_dotenv
    from harness.doctor import examine, is_healthy

    terminal = Terminal(as_json=as_json, quiet=quiet or as_json)
    terminal.progress("[dim]Compiling a cube and knocking at servers[/dim]")
    checks = asyncio.run(examine({**read_dotenv(Path(".env")), **os.environ}))
    is_well = is_healthy(checks)
    payload = {"healthy": is_well, "checks": [check.to_dict() for check in checks]}
    terminal.result(payload, "\n".join(_lines(checks)))
    raise typer.Exit(int(ExitCode.SUCCESS if is_well else ExitCode.PROGRAM))


def _lines(checks: tuple[Check, ...]) -> list[str]:
    width = max(len(check.name) for check in checks)
    lines: list[str] = []
    area = ""
    for check in checks:
        if check.area != area:
            area = check.area
            lines.append(f"[bold]{area}[/bold]")
        gives = f"; would give {check.gives}" if check.gives else ""
        mend = f" [dim]({escape(check.mend)})[/dim]" if check.mend else ""
        lines.append(f"  {_MARKS[check.state]} {check.name:<{width}}  {escape(check.found + gives)}{mend}")
    return lines
