"""The text a language model reads after a compile: verdict, findings, and what to do about the first of them.

A newcomer's mistake: to choose advice by words in a summary. The first failure's `kind` and `source` choose
it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from textwrap import indent

from harness.compiler.advice import OTHER_RULES, PRIMARY, RULES, WARNING_RULE
from harness.compiler.motion_table import motion_table
from harness.compiler.result import CompileResult
from sdk.findings import Finding
from sdk.qc.outcome import direction_text, millimetres

MOST_SHOWN = 10
"""Findings of one severity that are written out; the rest are counted."""
MOST_OF_A_KIND = 4
"""Findings of one kind among them: the fifth overlap teaches less than the first open mesh."""
LONG_STREAK = 3
"""Failures in a row from which the advice changes."""

_HEADINGS = {
    "failures": "These block success, the most basic first:",
    "warnings": "These do not block:",
    "notes": "For information:",
}


def render_signals(result: CompileResult, *, repeated: bool = False, failure_streak: int = 1) -> str:
    """The ``<compile_signals>`` block for a compile.

    Args:
        result: the compile.
        repeated: whether it fails just as the one before did.
        failure_streak: failing compiles in a row, this one included.
    """
    failures, warnings, notes = (
        [signal for signal in result.signals if signal.severity == severity]
        for severity in ("failure", "warning", "note")
    )
    sections = [_summary(failures, warnings, notes, repeated=repeated, failure_streak=failure_streak)]
    if failures:
        sections.append(_section("failures", failures))
    if warnings:
        sections.append(_section("warnings", warnings))
    if notes and (failures or warnings):
        sections.append(_section("notes", notes))
    if not failures and (table := motion_table(result.object)):
        sections.append(table)
    rules = _rules(failures, warnings, repeated=repeated, failure_streak=failure_streak)
    if rules:
        bullets = "\n".join(f"- {rule}" for rule in rules)
        sections.append(f"<response_rules>\nWhat to do next:\n{bullets}\n</response_rules>")
    return "<compile_signals>\n" + "\n\n".join(sections) + "\n</compile_signals>"


def _summary(
    failures: Sequence[Finding],
    warnings: Sequence[Finding],
    notes: Sequence[Finding],
    *,
    repeated: bool,
    failure_streak: int,
) -> str:
    status = "failure" if failures else "success"
    lines = [f"status={status} failures={len(failures)} warnings={len(warnings)} notes={len(notes)}"]
    if failures:
        first = failures[0]
        name = first.summary if first.kind == "compile_runtime" else PRIMARY.get(first.kind, first.summary)
        lines.append(f"Primary issue: {name}")
    else:
        lines.append("The compile passed with warnings." if warnings else "The compile passed cleanly.")
    if failures and repeated:
        lines.append("The same failure as after the previous compile.")
    if failures and failure_streak >= LONG_STREAK:
        lines.append(f"{failure_streak} compiles in a row have failed.")
    return "<summary>\n" + "\n".join(lines) + "\n</summary>"


def _section(name: str, findings: Sequence[Finding]) -> str:
    shown, rest = _folded(findings)
    items = [_item(finding) for finding in shown]
    if rest:
        counts = ", ".join(f"{count} {kind}" for kind, count in rest.items())
        items.append(f"- ... and {rest.total()} more: {counts}")
    return "\n".join([f"<{name}>", _HEADINGS[name], *items, f"</{name}>"])


def _folded(findings: Sequence[Finding]) -> tuple[list[Finding], Counter[str]]:
    """Those to write out, and how many of each kind are left."""
    shown: list[Finding] = []
    rest: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.kind] += 1
        if len(shown) < MOST_SHOWN and seen[finding.kind] <= MOST_OF_A_KIND:
            shown.append(finding)
        else:
            rest[finding.kind] += 1
    return shown, rest


def _item(finding: Finding) -> str:
    lines = [f"- {finding.severity.upper()} [{finding.kind}] {finding.summary}"]
    if details := finding.details.strip():
        lines.append(indent(details, "  "))
    if (move := _move(finding)) and " frees " not in finding.summary:
        lines.append(f"  Frees it: {move}")
    if finding.line is not None and finding.kind != "compile_runtime":
        lines.append(f"  Made at: model.py:{finding.line}")
    return "\n".join(lines)


def _rules(
    failures: Sequence[Finding], warnings: Sequence[Finding], *, repeated: bool, failure_streak: int
) -> list[str]:
    rules: list[str] = []
    if failures:
        first = failures[0]
        if step := _next_step(first):
            rules.append(step)
        rules += RULES.get((first.source, first.kind), OTHER_RULES)
        kinds = {finding.kind for finding in failures}
        rules += _persistence_rules(kinds, repeated=repeated, failure_streak=failure_streak)
    if warnings:
        rules.append(WARNING_RULE)
    return rules


def _move(finding: Finding) -> str:
    """The separating move as words: ``moving 'lid' 4 mm along +z``; empty without one."""
    if finding.move is None or not finding.parts:
        return ""
    length = sum(value * value for value in finding.move) ** 0.5
    what = finding.elements[-1] if len(finding.elements) > 1 else finding.parts[-1]
    return f"moving {what!r} {millimetres(length)} along {direction_text(finding.move)}"


def _next_step(first: Finding) -> str:
    """The one edit to begin with, from the first failure's fields; empty where they name no place."""
    if first.kind == "compile_runtime":
        return ""
    where = f" at model.py:{first.line}" if first.line is not None else ""
    if move := _move(first):
        return f"Next step: try {move}{where}, then compile again."
    if first.joint:
        return f"Next step: look at joint {first.joint!r}{where}."
    if first.parts:
        return f"Next step: look at {first.parts[-1]!r}{where}."
    return f"Next step: look{where}." if where else ""


def _persistence_rules(kinds: Iterable[str], *, repeated: bool, failure_streak: int) -> list[str]:
    """Advice for failures that stay."""
    placed = not {"real_overlap", "isolated_part"}.isdisjoint(kinds)
    named = not {"missing_exact_geometry", "exact_contact_gap"}.isdisjoint(kinds)
    rules: list[str] = []
    if repeated and placed:
        rules.append(
            "Nothing changed: a short probe tells more than another adjustment; or allow exactly this case."
        )
    if failure_streak >= LONG_STREAK and named:
        rules.append("Go through the names and pairs the checks use before anything else; geometry can wait.")
    if failure_streak >= LONG_STREAK and placed:
        rules.append("Probe before the next edit.")
    return rules
