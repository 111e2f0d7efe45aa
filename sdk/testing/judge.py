"""The judgement over one object: the baseline is run, merged with the author's report, and turned into
findings.

A newcomer's mistake: to catch what this raises. Under profile `reference` a missing mesh makes a baseline
check raise, and the host reports that as the program failing to run, as the reference does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sdk.errors import ValidationError
from sdk.findings import Finding
from sdk.qc.allowances import Allowances
from sdk.qc.checks import BASELINE, OWN
from sdk.qc.checks.non_finite import check_finite_numbers
from sdk.qc.codes import CODES
from sdk.qc.profiles import Profile, use_profile
from sdk.qc.subject import Subject
from sdk.scene import Scene
from sdk.testing.classify import allowance_findings, failure_findings, presented, warning_findings
from sdk.testing.report import Recorder, TestFailure, TestReport

EMPTY = TestReport(passed=True, checks_run=0, checks=(), failures=())


@dataclass(frozen=True)
class Verdict:
    """What was found, in presentation order, and which checks it came from."""

    findings: tuple[Finding, ...]
    tests_run: int
    """Authored and baseline checks; those the reference lacks are in `checks` only."""
    tests_failed: tuple[str, ...]
    """Names in report order; a name that failed in two ways is there twice."""
    checks: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing found is a failure."""
        return all(finding.severity != "failure" for finding in self.findings)


def judge(model: Any, *, authored: TestReport | None, scene: Scene, profile: Profile) -> Verdict:
    """The verdict over a model under a profile.

    Args:
        model: the object; the one `scene` shows.
        authored: what the program's tests returned; None when they did not run.
        scene: geometry, shared with whoever measures next.
        profile: rules and severities.

    Raises:
        ValueError: an authored allowance without a reason.
        ValidationError: under a profile that stops at structure, a mesh that cannot be read.
    """
    report = authored or EMPTY
    with use_profile(profile), np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        baseline, subject, is_sound = _baseline(model, report, scene, profile)
        subject = replace(subject, tests=None if authored is None else authored.checks)
        names, own = _own_findings(subject, is_sound) if profile.runs_own_checks else ((), ())
    merged = _merged(report, baseline, profile=profile)
    told = [*_findings(merged, profile), *own]
    findings = presented([_weighed(finding, profile) for finding in told])
    return Verdict(
        findings=findings,
        tests_run=len(merged.checks),
        tests_failed=(
            *(failure.name for failure in merged.failures),
            *_escalated(findings, merged, names),
        ),
        checks=(*merged.checks, *names),
    )


def _baseline(
    model: Any, authored: TestReport, scene: Scene, profile: Profile
) -> tuple[Recorder, Subject, bool]:
    """What the baseline recorded, the subject it ended with, and whether its structure is sound."""
    recorder = Recorder()
    subject = Subject(scene, profile, _redeclared(authored), declared=authored.allowed_overlaps)
    is_sound = True
    has_numbers = not profile.runs_own_checks or check_finite_numbers(subject).ok
    for check in BASELINE:
        if not check.applies(model):
            continue
        if not is_sound and not check.is_structural and (profile.stops_at_structure or check.needs_geometry):
            continue
        try:
            outcome = check.run(subject)
        except ValidationError:
            if has_numbers:
                raise
            continue  # parts cannot be placed; X_NON_FINITE tells why
        passed = recorder.record(check.name, outcome, only_warns=check.only_warns)
        if check.is_structural:
            is_sound &= passed
        elif not passed and not check.needs_geometry and not profile.stops_at_structure:
            subject = replace(
                subject, scene=Scene(model, asset_root=scene.asset_root, leave_out_broken_meshes=True)
            )
    return recorder, subject, is_sound


def _own_findings(subject: Subject, is_sound: bool) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Names of our own checks that could run, and what they found."""
    names: list[str] = []
    findings: list[Finding] = []
    has_numbers = True
    for check in OWN:
        if (check.needs_geometry and not is_sound) or (check.needs_numbers and not has_numbers):
            continue
        outcome = check.run(subject)
        names.append(check.name)
        findings += outcome.findings
        if not check.needs_numbers and check.code == "X_NON_FINITE":
            has_numbers = outcome.ok
    return tuple(names), tuple(findings)


def _redeclared(authored: TestReport) -> Allowances:
    for allowed in authored.allowed_overlaps:
        if not str(allowed.reason or "").strip():
            raise ValueError("allowed overlap: got a blank reason; want why this is intended")
    reasons = dict.fromkeys(authored.allowed_isolated_parts, "declared by the program's tests")
    return Allowances(overlaps=list(authored.allowed_overlaps), isolated=reasons)


def _merged(authored: TestReport, baseline: Recorder, *, profile: Profile) -> TestReport:
    """Authored first, baseline second, repeats dropped; under some profiles an authored name replaces the
    baseline's.
    """
    names = {check.name for check in BASELINE}
    masked = names & set(authored.checks) if profile.masks_by_name else set()
    failures = [failure for failure in baseline.failures if failure.name not in masked]
    warnings = [text for text in baseline.warnings if text.partition(":")[0] not in masked]
    every = [*authored.failures, *failures]
    unique = {
        (failure.name, failure.details): TestFailure(failure.name, failure.details) for failure in every
    }
    checks = _unique([*authored.checks, *(name for name in baseline.checks if name not in masked)])
    return TestReport(
        passed=not unique,
        checks_run=len(checks),
        checks=checks,
        failures=tuple(unique.values()),
        warnings=_unique([*authored.warnings, *warnings]),
        allowances=_unique(authored.allowances),
        allowed_isolated_parts=_unique(authored.allowed_isolated_parts),
        allowed_overlaps=_unique(authored.allowed_overlaps),
        findings={**baseline.findings, **authored.findings},
    )


def _unique(items: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(items))


def _findings(report: TestReport, profile: Profile) -> Iterator[Finding]:
    for text in report.warnings:
        yield from warning_findings(text, report.findings, profile=profile)
    yield from allowance_findings(report)
    for failure in report.failures:
        yield from failure_findings(failure, report.findings, profile=profile)


def _weighed(finding: Finding, profile: Profile) -> Finding:
    if finding.severity != CODES[finding.code].severity:  # its check knows less than usual, and says so
        return finding
    severity = profile.severities.get(finding.code, finding.severity)
    return finding if severity == finding.severity else replace(finding, severity=severity)


def _escalated(findings: tuple[Finding, ...], report: TestReport, own: tuple[str, ...]) -> tuple[str, ...]:
    """Names of warning checks, and of our `own`, whose findings this profile fails."""
    failed = {failure.name for failure in report.failures}
    names = [finding.check for finding in findings if finding.severity == "failure" and finding.check]
    return tuple(name for name in (*report.checks, *own) if name in names and name not in failed)
