"""A compile's outcome as a newcomer reads it.

A newcomer's mistake: to build this text from `summary` alone. Place, pose, measure and line are fields of
the finding and are printed from those.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from harness.cli.terminal import escape

if TYPE_CHECKING:
    from harness.compiler.result import CompileResult, Finding

COLOURS = {"failure": "red", "warning": "yellow", "note": "cyan"}
VERDICTS = {
    "success": "[bold green]Sound[/bold green]",
    "failure": "[bold red]Not sound[/bold red]",
    "limits": "[bold red]Stopped by a limit[/bold red]",
    "program": "[bold red]The program could not run[/bold red]",
}
MOST_ALIKE = 5
"""Findings of one code printed in full; the rest are counted."""


def headline(result: CompileResult) -> str:
    """One line of markup: what was built, and whether it holds."""
    mark = VERDICTS[result.ended_by or result.status]
    built = ""
    if result.object:
        name, parts, joints = result.object["name"], result.object["parts"], result.object["joints"]
        built = f"{escape(str(name))}: {counted(len(parts), 'part')}, {counted(len(joints), 'joint')}. "
    tests = result.tests
    checks = f" {counted(tests.run, 'check')} run, {len(tests.failed)} failed." if tests.run else ""
    return f"{built}{mark}: {tally(result.signals)}.{checks}"


def tally(findings: Iterable[Finding]) -> str:
    """Counts by severity, e.g. ``1 failure, 2 warnings``."""
    severities = [finding.severity for finding in findings]
    counts = [counted(severities.count(severity), severity) for severity in COLOURS if severity in severities]
    return ", ".join(counts) or "no findings"


def finding_lines(findings: Iterable[Finding]) -> list[str]:
    """Lines of markup for each finding, failures first; many of one code are folded."""
    order = list(COLOURS)
    lines: list[str] = []
    shown: dict[str, int] = {}
    for finding in sorted(findings, key=lambda finding: order.index(finding.severity)):
        shown[finding.code] = shown.get(finding.code, 0) + 1
        if shown[finding.code] <= MOST_ALIKE:
            lines += _finding(finding)
    lines += [
        f"[dim]and {count - MOST_ALIKE} more {escape(code)}; --json lists all[/dim]"
        for code, count in shown.items()
        if count > MOST_ALIKE
    ]
    return lines


def counted(count: int, noun: str) -> str:
    """The count with its noun in number, e.g. ``2 joints``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _finding(finding: Finding) -> list[str]:
    colour = COLOURS[finding.severity]
    line = f" [dim](model.py line {finding.line})[/dim]" if finding.line is not None else ""
    lines = [
        f"[{colour}]{finding.severity}[/{colour}] {escape(finding.summary)} [dim]{finding.code}[/dim]{line}"
    ]
    facts = []
    if finding.measured is not None:
        limit = f", limit {finding.limit:.4g}" if finding.limit is not None else ""
        facts.append(f"measured {finding.measured:.4g}{limit}")
    if finding.pose:
        facts.append("at " + ", ".join(f"{joint}={_value(value)}" for joint, value in finding.pose.items()))
    if facts:
        lines.append(f"    [dim]{escape('; '.join(facts))}[/dim]")
    lines += [f"    [dim]{escape(detail)}[/dim]" for detail in finding.details.strip().splitlines()]
    return lines


def _value(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, int | float) else str(value)
