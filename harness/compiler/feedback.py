"""The text a language model reads after a compile: verdict, findings, and what to do about the first of them.

A newcomer's mistake: to choose advice by words in a summary. The first failure's `kind` and `source` choose
it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import indent

from harness.compiler.result import CompileResult
from sdk.findings import Finding

MOST_SHOWN = 10
"""Findings of one severity that are written out; the rest are counted."""
LONG_STREAK = 3
"""Failures in a row from which the advice changes."""

_ALLOWANCE_RULE = (
    "If it is meant to be so, declare an allowance for each case: the exact part or element pair and a "
    "concrete reason. Otherwise let the finding guide a repair of support, mount, geometry or pose."
)
_KEEP_SHAPE = (
    "Keep the shapes the prompt asks for: a hollow, cut or curved mesh is not to be traded for a capped "
    "primitive."
)
_OVERLAP = ("compiler", "real_overlap")
_TEST_OVERLAP = ("tests", "real_overlap")
_ISOLATED = ("compiler", "isolated_part")
_TEST_ISOLATED = ("tests", "isolated_part")

PRIMARY: Mapping[str, str] = {
    "single_root_policy": "the part tree does not have exactly one root",
    "model_validity": "the object's definition is not valid",
    "mesh_assets": "mesh files cannot be found",
    "isolated_part": "parts float without support",
    "real_overlap": "parts overlap that should not",
    "missing_exact_geometry": "a test names geometry that does not exist",
    "exact_contact_gap": "parts that should touch are apart",
    "test_failure": "an authored check fails",
}
"""Kind of the first failure -> how the summary names it; a program that cannot run is named by its error."""

RULES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("compiler", "compile_runtime"): (
        "Mend this error before any geometry: until the program runs nothing else is known.",
        "Start from the details and the location given.",
    ),
    ("compiler", "single_root_policy"): (
        "Repair the part tree: add the missing joint or fixed mount, so that exactly one part has no parent.",
        "Leave the geometry alone until the tree is right.",
    ),
    ("compiler", "model_validity"): (
        "This is an error of definition. Read the detail and correct what it names.",
        "Do not touch tests or geometry that it does not name.",
    ),
    ("compiler", "mesh_assets"): (
        "Put mesh names and files right first; the geometry itself is not in doubt.",
    ),
    _ISOLATED: (
        "Take this as the first evidence to act on: something does not reach what should carry it.",
        "If it is unclear what should carry it, probe with find_floating_parts(), nearest_neighbors() or "
        "mount_report().",
        _ALLOWANCE_RULE,
    ),
    _OVERLAP: (
        "Decide whether the parts are meant to be embedded or collide by mistake.",
        "If that is unclear, probe with pair_report(), overlap_report() or mount_report().",
        _KEEP_SHAPE,
        "Compare the scope of allowances already declared with the pair reported.",
        _ALLOWANCE_RULE,
    ),
    ("tests", "missing_exact_geometry"): (
        "Most often a visual was renamed or removed. Put the name back, or change the check that uses it in "
        "the same edit.",
        "Do not rebuild the assembly around it.",
    ),
    ("tests", "exact_contact_gap"): (
        "This is a gap, not an overlap. Make sure the pair is the right one: support may run through another "
        "element.",
        "Probe with gap_report(), within_report() or mount_report().",
        "Move the geometry or the mount; leave contact_tol as it is unless near contact is what is meant.",
    ),
    _TEST_OVERLAP: (
        "Mend or justify this overlap before adding checks; probe with pair_report() when unclear.",
        _KEEP_SHAPE,
        _ALLOWANCE_RULE,
    ),
    _TEST_ISOLATED: (
        "Mend the support first; probe with find_floating_parts() or nearest_neighbors() when unclear.",
        _ALLOWANCE_RULE,
    ),
}
OTHER_RULES = (
    "This blocks. Say first what it is: a local bug, a wrong representation, or a check that is out of date.",
)
WARNING_RULE = "Warnings do not block, but they are evidence about the design; do not pass over them."

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
    items = [_item(finding) for finding in findings[:MOST_SHOWN]]
    if len(findings) > MOST_SHOWN:
        rest: dict[str, int] = {}
        for finding in findings[MOST_SHOWN:]:
            rest[finding.kind] = rest.get(finding.kind, 0) + 1
        counts = ", ".join(f"{count} {kind}" for kind, count in rest.items())
        items.append(f"- ... and {len(findings) - MOST_SHOWN} more: {counts}")
    return "\n".join([f"<{name}>", _HEADINGS[name], *items, f"</{name}>"])


def _item(finding: Finding) -> str:
    lines = [f"- {finding.severity.upper()} [{finding.kind}] {finding.summary}"]
    if details := finding.details.strip():
        lines.append(indent(details, "  "))
    if finding.line is not None and finding.kind != "compile_runtime":
        lines.append(f"  Made at: model.py:{finding.line}")
    return "\n".join(lines)


def _rules(
    failures: Sequence[Finding], warnings: Sequence[Finding], *, repeated: bool, failure_streak: int
) -> list[str]:
    rules: list[str] = []
    if failures:
        first = failures[0]
        rules += RULES.get((first.source, first.kind), OTHER_RULES)
        kinds = {finding.kind for finding in failures}
        rules += _persistence_rules(kinds, repeated=repeated, failure_streak=failure_streak)
    if warnings:
        rules.append(WARNING_RULE)
    return rules


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
