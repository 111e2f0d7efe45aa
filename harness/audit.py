"""Does a record tell the truth? Every claim of a run is worked out again: `audit`.

A newcomer's mistake: to take a claim that cannot be checked for one that holds. It is a verdict of its own, with its
reason, and the exit code tells it from a failure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from harness.errors import HarnessError, RecordError
from harness.records.claims import CLAIMS, CannotCheckError, Claim, Record
from harness.records.folder import is_locked, read_manifest
from harness.replay import replay
from harness.services import Services, uncached_services
from harness.versions import versions

Verdict = Literal["holds", "fails", "cannot be checked"]


@dataclass(frozen=True)
class Finding:
    """What became of one claim."""

    claim: str
    """Short and stable: ``program``, ``costs``, ``order``, ..."""
    says: str
    """The claim in words."""
    verdict: Verdict
    details: tuple[str, ...]
    """What is wrong, or why it cannot be checked."""


@dataclass(frozen=True)
class AuditReport:
    """All claims of one run."""

    run_id: str
    run_dir: Path
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether no claim fails."""
        return not self.failed

    @property
    def failed(self) -> tuple[str, ...]:
        """Names of the claims that fail."""
        return tuple(finding.claim for finding in self.findings if finding.verdict == "fails")

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        return {
            "run_id": self.run_id,
            "run_dir": str(self.run_dir),
            "holds": self.holds,
            "claims": [{**vars(finding), "details": list(finding.details)} for finding in self.findings],
        }


def audit(run_dir: Path, *, recompile: bool = True, services: Services | None = None) -> AuditReport:
    """Whether each claim of the record in `run_dir` holds; the record is only read.

    Args:
        run_dir: a run folder.
        recompile: build the program again and compare its findings and files too.
        services: compiler to use instead of the real one.

    Raises:
        RecordError: there is no run.json, or the run is still going on.
    """
    if is_locked(run_dir):
        raise RecordError(f"{run_dir}: the run is still going on; want one that has ended")
    record = Record(run_dir, read_manifest(run_dir))
    chosen = services or uncached_services()

    def conversation_repeats(record: Record) -> Iterator[str]:
        """The recorded replies, carried out again, lead to every recorded result and to this program."""
        yield from _replayed(record, chosen, recompile=False)

    def program_compiles_the_same(record: Record) -> Iterator[str]:
        """The program, compiled again, gives the recorded findings and files."""
        yield from _replayed(record, chosen, recompile=True)

    claims: dict[str, Claim] = {**CLAIMS, "conversation": conversation_repeats}
    if recompile:
        claims["recompile"] = program_compiles_the_same
    findings = tuple(_examine(name, claim, record) for name, claim in claims.items())
    return AuditReport(str(record.manifest.get("run_id", run_dir.name)), run_dir, findings)


def _examine(name: str, claim: Claim, record: Record) -> Finding:
    says = " ".join((claim.__doc__ or name).split())
    try:
        faults = tuple(claim(record))
    except CannotCheckError as reason:
        return Finding(name, says, "cannot be checked", (str(reason),))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        return Finding(name, says, "fails", (f"the record lacks or garbles a field ({error!r})",))
    except HarnessError as error:
        return Finding(name, says, "fails", (str(error),))
    return Finding(name, says, "fails" if faults else "holds", faults)


def _replayed(record: Record, services: Services, *, recompile: bool) -> Iterator[str]:
    if record.tape.problems:
        raise CannotCheckError("the trace is damaged")
    finals = [event for event in record.tape.all("compile_finished") if event.payload["cause"] == "final"]
    if recompile and not finals:
        raise CannotCheckError("nothing was compiled at the end")
    report = replay(record.run_dir, tools=True, recompile=recompile, services=services)
    if report.divergence is None:
        return
    where = f"{report.divergence.what} ({report.divergence.kind})"
    if changed := _changed_code(record.start):
        raise CannotCheckError(f"{where} comes out differently; changed since: {', '.join(changed)}")
    yield f"{where} comes out differently: recorded {report.divergence.expected[:80]!r}"


def _changed_code(start: Mapping[str, Any]) -> list[str]:
    """Versions that differ from those of the run."""
    now = versions()
    return [name for name, value in start["versions"].items() if now.get(name) != value]
