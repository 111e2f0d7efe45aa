"""One thing a check, a test or the compiler found, as fields; text is rendered from them last.

A newcomer's mistake: to read meaning out of `summary`. Everything a program needs is in the other fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

Severity = Literal["failure", "warning", "note"]
Source = Literal["compiler", "tests", "harness"]
Group = Literal["build", "qc", "design", "hygiene"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A finding; lengths in metres, angles in radians."""

    code: str
    """Stable identity of the rule, e.g. ``QC_REAL_OVERLAP``; codes of checks the reference lacks begin ``X_``."""
    severity: Severity
    kind: str
    """Family used for ordering and advice, e.g. ``real_overlap``."""
    summary: str
    """One line for a reader."""
    details: str = ""
    source: Source = "compiler"
    group: Group = "qc"
    check: str | None = None
    """Name of the check or test that found it."""
    parts: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    joint: str | None = None
    pose: Mapping[str, Any] | None = None
    """Configuration it was found at: joint name -> value; None where no pose matters, {} at rest."""
    measured: float | None = None
    limit: float | None = None
    move: tuple[float, float, float] | None = None
    """Short world translation of the second element, or of the part named last, that would mend it; metres."""
    line: int | None = None
    """Line of model.py that made the thing found fault with."""

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes two findings "the same problem": the rule and the place, without measured digits."""
        return (self.code, self.check or "", *sorted(self.parts), *sorted(self.elements), self.joint or "")

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready mapping with every field."""
        return {
            **vars(self),
            "parts": list(self.parts),
            "elements": list(self.elements),
            "pose": None if self.pose is None else dict(self.pose),
            "move": None if self.move is None else list(self.move),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Finding:
        """Inverse of `to_dict`; unknown keys are ignored so that newer records stay readable."""
        known = {field.name for field in fields(cls)}
        values = {key: value for key, value in data.items() if key in known}
        for key in ("parts", "elements"):
            values[key] = tuple(values.get(key) or ())
        if values.get("move") is not None:
            values["move"] = tuple(values["move"])
        return cls(**values)
