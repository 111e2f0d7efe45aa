"""What a compile answers; the fixed interface other tools read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sdk.findings import Finding

SCHEMA = 1
PHASES = ("fork", "build", "tests", "scene", "qc", "export")


@dataclass(frozen=True)
class TestSummary:
    """Authored and baseline checks, merged."""

    run: int = 0
    failed: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()

    __test__ = False  # pytest would collect the name


@dataclass(frozen=True)
class CompileResult:
    """Outcome of one compile; everything but `timings_ms` is the same for the same program and settings."""

    status: Literal["success", "failure"]
    signals: tuple[Finding, ...] = ()
    tests: TestSummary = TestSummary()
    object: Mapping[str, Any] | None = None
    """``{"name", "parts": [...], "joints": [{"name", "type", "parent", "child", "axis", "lower", "upper",
    ...}]}``; None when the program built nothing."""
    artifacts: Mapping[str, str] = field(default_factory=dict)
    """Path relative to the work folder -> SHA-256."""
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    isolation: tuple[str, ...] = ()
    ended_by: Literal["", "program", "limits"] = ""
    """Empty when every phase ran; ``program``: it could not run; ``limits``: time or memory ended it."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON form of `design.md` section 6."""
        return {
            "schema": SCHEMA,
            "status": self.status,
            "signals": [signal.to_dict() for signal in self.signals],
            "tests": {
                "run": self.tests.run,
                "failed": list(self.tests.failed),
                "checks": list(self.tests.checks),
            },
            "object": self.object and dict(self.object),
            "artifacts": dict(self.artifacts),
            "timings_ms": dict(self.timings_ms),
            "isolation": list(self.isolation),
            "ended_by": self.ended_by,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> CompileResult:
        """Inverse of `to_dict`.

        Raises:
            ValueError: a schema this version does not know.
        """
        if data.get("schema") != SCHEMA:
            raise ValueError(f"compile result schema: got {data.get('schema')!r}; want {SCHEMA}")
        tests = data["tests"]
        return cls(
            status=data["status"],
            signals=tuple(Finding.from_dict(signal) for signal in data["signals"]),
            tests=TestSummary(tests["run"], tuple(tests["failed"]), tuple(tests["checks"])),
            object=data["object"],
            artifacts=dict(data["artifacts"]),
            timings_ms=dict(data["timings_ms"]),
            isolation=tuple(data["isolation"]),
            ended_by=data.get("ended_by", ""),
        )
