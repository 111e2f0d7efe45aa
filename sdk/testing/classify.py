"""From what reports hold — names and texts — to findings with codes.

Reports may be written by hand and old programs word their own failures, so the text decides the code where
nothing else is known. A newcomer's mistake: to sort the rules; the first that matches wins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sdk.findings import Finding
from sdk.qc.allowances import AllowedOverlap
from sdk.qc.checks import floating_parts, mesh_assets, model_validity, rest_overlap, single_root
from sdk.qc.codes import CODES, Code
from sdk.qc.profiles import Profile
from sdk.testing.report import FindingsOf, TestFailure, TestReport

_NUMBER = r"([-+0-9.eE]+)"
_CONTACT_GAP = re.compile(rf"min_distance\s*=\s*{_NUMBER}\s+contact_tol\s*=\s*{_NUMBER}")
_RISK = re.compile(r"max_risk=(low|medium|high)")
_STRUCTURAL = {check.NAME: check.CODE for check in (single_root, model_validity, mesh_assets)}
_WARNING_CHECKS = (
    ("warn_if_overlaps(", "WARN_OVERLAP_SENSOR"),
    ("warn_if_articulation_overlaps(", "WARN_OVERLAP_SENSOR"),
    ("warn_if_part_contains_disconnected_geometry_islands(", "WARN_DISCONNECTED_GEOMETRY"),
    ("warn_if_articulation_origin_far_from_geometry(", "WARN_ARTICULATION_ORIGIN"),
)
_TOLD_AS_THEY_ARE = ("isolated_part", "real_overlap", "model_validity", "mesh_assets", "single_root_policy")
"""Families whose findings each stand for one problem, with a sentence of their own."""


def failure_findings(failure: TestFailure, findings_of: FindingsOf, *, profile: Profile) -> list[Finding]:
    """The findings of one failed check: one for each problem where the profile wants that, else one."""
    name, details = failure.name, failure.details.strip()
    known = findings_of.get((failure.name, failure.details), ())
    code = failure_code(name, details)
    if profile.finding_per_problem and known and known[0].kind in _TOLD_AS_THEY_ARE:
        code = _structured_code(name, known[0].kind)
        return [_recoded(finding, code, check=name) for finding in known]
    summary = _contact_gap_summary(details) if code.code == "TEST_EXACT_CONTACT_GAP" else code.summary or name
    worst = known[0] if known else code.finding()
    return [_recoded(worst, code, check=name, summary=summary, details=details)]


def failure_code(name: str, details: str) -> Code:
    """Code of a failed check by its name and details."""
    text = details.lower()
    if name.startswith("fail_if_isolated_parts(") or "isolated parts detected" in text:
        return _structured_code(name, "isolated_part")
    if name in _STRUCTURAL:
        return CODES[_STRUCTURAL[name]]
    if "missing exact geometry" in text:
        return CODES["TEST_MISSING_EXACT_GEOMETRY"]
    if _CONTACT_GAP.search(details):
        return CODES["TEST_EXACT_CONTACT_GAP"]
    if "part overlaps detected" in text:
        return _structured_code(name, "real_overlap")
    return CODES["TEST_FAILURE"]


def warning_findings(text: str, findings_of: FindingsOf, *, profile: Profile) -> list[Finding]:
    """The findings of one warning text of a report."""
    name = text.partition(":")[0]
    code = _warning_code(text, name)
    known = findings_of.get((name, text), ())
    if known and known[0].code.startswith("X_"):
        return [replace(finding, check=name) for finding in known]
    if code.code == "TEST_WARNING":
        summary, _, details = text.partition("\n")
        return [code.finding(summary=summary, details=details)]
    check = name if _keeps_name(code) else None
    if profile.finding_per_problem and known and code.code == "WARN_DISCONNECTED_GEOMETRY":
        return [_recoded(finding, code, check=name) for finding in known]
    worst = known[0] if known else code.finding()
    return [_recoded(worst, code, check=check, summary=code.summary, details=text)]


def allowance_findings(report: TestReport) -> list[Finding]:
    """Notes for everything an author declared as intended."""
    notes = [_overlap_note(allowed) for allowed in report.allowed_overlaps]
    for text in report.allowances:
        if text.startswith("allow_isolated_part("):
            notes.append(CODES["NOTE_ALLOWED_ISOLATED_PART"].finding(details=text))
        elif not text.startswith("allow_overlap(") or not report.allowed_overlaps:
            notes.append(CODES["ALLOWANCE"].finding(details=text))
    return notes


def _overlap_note(allowed: AllowedOverlap) -> Finding:
    elements = "".join(
        f", elem_{side}={name!r}"
        for side, name in (("a", allowed.elem_a), ("b", allowed.elem_b))
        if allowed.elem_a is not None or allowed.elem_b is not None
    )
    return CODES["NOTE_ALLOWED_OVERLAP"].finding(
        details=f"allow_overlap({allowed.link_a!r}, {allowed.link_b!r}){elements}: {allowed.reason}",
        parts=(allowed.link_a, allowed.link_b),
        elements=tuple(name for name in (allowed.elem_a, allowed.elem_b) if name is not None),
    )


def _structured_code(name: str, kind: str) -> Code:
    if kind == "isolated_part":
        return CODES["QC_ISOLATED_PART" if name == floating_parts.NAME else "TEST_ISOLATED_PART"]
    if kind == "real_overlap":
        return CODES["QC_REAL_OVERLAP" if name == rest_overlap.NAME else "TEST_REAL_OVERLAP"]
    return next(code for code in CODES.values() if code.kind == kind)


def _warning_code(text: str, name: str) -> Code:
    lowered = text.lower()
    if "coplanar" in lowered:
        risk = _RISK.search(lowered)
        low = risk is not None and risk[1] == "low"
        return CODES["NOTE_COPLANAR_SURFACE" if low else "WARN_COPLANAR_SURFACE"]
    if lowered.startswith("isolated parts detected but allowed by justification"):
        return CODES["NOTE_ALLOWED_ISOLATED_PART"]
    if lowered.startswith("overlaps detected but allowed by justification"):
        return CODES["NOTE_ALLOWED_OVERLAP"]
    for prefix, code in _WARNING_CHECKS:
        if name.startswith(prefix):
            return CODES[code]
    is_legacy = "aabb-envelope semantics" in lowered or "legacy aabb" in lowered
    if lowered.startswith("deprecated as default:") or (lowered.startswith("deprecated:") and is_legacy):
        return CODES["WARN_DEPRECATED_TEST_API"]
    return CODES["TEST_WARNING"]


def _keeps_name(code: Code) -> bool:
    return code.kind in (
        "overlap_warning",
        "disconnected_geometry",
        "articulation_origin",
        "deprecated_test_api",
    )


def _recoded(finding: Finding, code: Code, *, check: str | None, **changes: str) -> Finding:
    return replace(
        finding,
        code=code.code,
        kind=code.kind,
        severity=code.severity,
        source=code.source,
        group=code.group,
        check=check,
        **changes,
    )


def _contact_gap_summary(details: str) -> str:
    found = _CONTACT_GAP.search(details)
    try:
        distance = float(found[1]) if found else 0.0
    except ValueError:
        return "Expected contact, but there is a gap."
    return f"Expected contact, but there is a gap of {gap_text(distance)}."


def gap_text(distance: float) -> str:
    """A gap in metres from 0.1 up, else in millimetres; whole ones without decimals."""
    if distance >= 0.1:
        return f"{distance:.3g} m"
    millimetres = distance * 1000.0
    return (
        f"{round(millimetres)} mm"
        if abs(millimetres - round(millimetres)) <= 1e-9
        else f"{millimetres:.3g} mm"
    )


def presented(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings in the order a reader meets them: failures by urgency, then warnings, our own by urgency after the
    public library's, then notes; repeats dropped.
    """
    unique = list({_identity(finding): finding for finding in reversed(findings)}.values())[::-1]
    failures = sorted(
        (finding for finding in unique if finding.severity == "failure"),
        key=lambda finding: (_urgency(finding), finding.kind, finding.summary),
    )
    warnings = sorted(
        (finding for finding in unique if finding.severity == "warning"),
        key=lambda finding: _urgency(finding) if finding.code.startswith("X_") else -1,
    )
    return (*failures, *warnings, *(finding for finding in unique if finding.severity == "note"))


def _identity(finding: Finding) -> tuple[object, ...]:
    return (
        finding.severity,
        finding.kind,
        finding.code,
        finding.summary,
        finding.details,
        finding.source,
        finding.group,
        finding.check,
    )


_URGENCY: Mapping[str, int] = {
    "compile_runtime": 0,
    "single_root_policy": 10,
    "model_validity": 10,
    "mesh_assets": 10,
    # Figures that cannot be, and shapes that are none: what is measured on them means nothing.
    "non_finite": 12,
    "implausible_size": 13,
    "mesh_open": 15,
    "mesh_non_manifold": 15,
    "mesh_inverted": 15,
    "mesh_self_crossing": 16,
    "duplicate": 18,
    # What is wrong at rest is wrong in every pose.
    "true_overlap": 21,
    "contained": 22,
    "disconnected_geometry": 24,
    "missing_exact_geometry": 30,
    "exact_contact_gap": 40,
    # Joints, before what they sweep through.
    "joint_limits": 42,
    "direction": 43,
    "intent": 44,
    "no_hardware": 45,
    "fit": 46,
    "swept_collision": 47,
    "insertion": 48,
    "support_lost": 49,
    "attachment_lost": 50,
    "rolling_ratio": 51,
    "empty_bore": 52,
    "test_failure": 70,
    # What a sound object may still lack.
    "wall_thickness": 75,
    "mass": 76,
    "inertia": 77,
    "ground": 78,
    "tips_over": 79,
    "z_fighting": 80,
    "broken_symmetry": 81,
    "name_hygiene": 85,
    "allowance_unknown": 86,
    "allowance_one_sided": 86,
    "allowance_unused": 87,
    "allowance_broad": 87,
    "test_cannot_fail": 88,
    "no_tests": 88,
    "triangles": 89,
}
"""Kind -> place in the order of what blocks what; the lower one is mended first."""


def _urgency(finding: Finding) -> int:
    if finding.kind == "isolated_part":
        return 20 if finding.source == "compiler" else 60
    if finding.kind == "real_overlap":
        return 20 if finding.source == "compiler" else 50
    return _URGENCY.get(finding.kind, 90)
