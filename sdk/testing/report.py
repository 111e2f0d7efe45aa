"""What a test run leaves behind: `TestReport` and its parts, and the recorder that fills one.

Programs may build a `TestReport` by hand, so nothing in it is checked, and `passed` is not believed. A
newcomer's
mistake: to read meaning from texts; `TestReport.findings` holds the fields behind each recorded text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sdk.findings import Finding
from sdk.model.provenance import author_line
from sdk.qc.allowances import AllowedOverlap
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome

FindingsOf = Mapping[tuple[str, str], tuple[Finding, ...]]
"""(check name, recorded text) -> the findings behind it."""


@dataclass(frozen=True)
class TestFailure:
    """A failed check, by name, and why."""

    name: str
    details: str

    __test__ = False  # pytest would collect the name


@dataclass(frozen=True)
class TestReport:
    """A snapshot of everything checked, failed, warned of and allowed."""

    passed: bool
    checks_run: int
    checks: tuple[str, ...]
    failures: tuple[TestFailure, ...]
    warnings: tuple[str, ...] = ()
    allowances: tuple[str, ...] = ()
    allowed_isolated_parts: tuple[str, ...] = ()
    allowed_overlaps: tuple[AllowedOverlap, ...] = ()
    findings: FindingsOf = field(default_factory=dict, compare=False, repr=False, kw_only=True)

    __test__ = False


class Recorder:
    """Collects outcomes in order; `checks_run` counts every check, repeated names too."""

    def __init__(self) -> None:
        self.checks: list[str] = []
        self.failures: list[TestFailure] = []
        self.warnings: list[str] = []
        self.findings: dict[tuple[str, str], tuple[Finding, ...]] = {}

    def record(self, name: str, outcome: Outcome, *, only_warns: bool = False) -> bool:
        """Keep one outcome under a name and give back its verdict.

        With `only_warns` a negative verdict becomes the warning ``name: details``.
        """
        self.checks.append(name)
        self.warnings.extend(outcome.notices)
        if outcome.ok:
            return True
        if only_warns:
            text = f"{name}: {outcome.details}" if outcome.details else name
            self.warnings.append(text)
        else:
            text = outcome.details
            self.failures.append(TestFailure(name, text))
        found = outcome.findings or (CODES["TEST_FAILURE"].finding(summary=name, line=author_line()),)
        self.findings.setdefault((name, text), tuple(replace(finding, check=name) for finding in found))
        return False

    def warn(self, text: str) -> None:
        """Keep a warning that belongs to no check."""
        self.warnings.append(text)
