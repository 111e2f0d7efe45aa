"""What a check gives back: a verdict, the text a report keeps, and the findings behind it.

A newcomer's mistake: to put meaning into `details` only. Anything a program needs belongs in the findings'
fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sdk.findings import Finding


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Result of one check."""

    ok: bool
    details: str = ""
    """Recorded only when not ok."""
    findings: tuple[Finding, ...] = ()
    """One per problem, worst first; empty when ok."""
    notices: tuple[str, ...] = ()
    """Texts recorded as warnings whatever the verdict."""


def refused(argument: str, *, given: Any, wanted: str) -> Outcome:
    """A failed outcome for an argument the check cannot work with."""
    return Outcome(ok=False, details=f"{argument}={given!r}; want {wanted}")


def shown(lines: Iterable[str], *, most: int) -> list[str]:
    """The first `most` lines, and a last one that counts the rest."""
    every = list(lines)
    rest = len(every) - most
    return [*every[:most], f"... and {rest} more"] if rest > 0 else every


def pose_text(configuration: Mapping[str, Any]) -> str:
    """A configuration as text; ``{}`` at rest."""
    return repr(dict(configuration))


def pose_data(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """A configuration as JSON values; zeros are left out, so rest is ``{}``."""
    return {
        name: {"xyz": list(value.xyz), "rpy": list(value.rpy)} if hasattr(value, "xyz") else float(value)
        for name, value in configuration.items()
        if hasattr(value, "xyz") or value != 0.0
    }


def millimetres(length: float) -> str:
    """A length in metres as text in millimetres, three significant digits."""
    return f"{length * 1000.0:.3g} mm"


AXES = {
    (1, 0, 0): "+x",
    (-1, 0, 0): "-x",
    (0, 1, 0): "+y",
    (0, -1, 0): "-y",
    (0, 0, 1): "+z",
    (0, 0, -1): "-z",
}


def direction_text(vector: Iterable[float]) -> str:
    """A direction as ``+z``, or as a unit triple when it lies along no axis."""
    x, y, z = (float(value) for value in vector)
    length = (x * x + y * y + z * z) ** 0.5 or 1.0
    triple = (round(x / length, 3) + 0.0, round(y / length, 3) + 0.0, round(z / length, 3) + 0.0)
    return AXES.get(triple) or f"({triple[0]:g}, {triple[1]:g}, {triple[2]:g})"  # type: ignore[arg-type]
