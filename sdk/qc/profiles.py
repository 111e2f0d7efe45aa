"""Profiles: how severe the checks are, as data.

`reference` gives the verdicts of the public library that the programs were written against, faults included;
`default` judges true geometry; `strict` also fails what `default` only warns of. A newcomer's mistake: to
branch on a profile's name. Checks read its fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace

import numpy as np

from sdk.findings import Severity
from sdk.qc import limits
from sdk.qc.codes import CODES
from sdk.scene import Granularity


@dataclass(frozen=True)
class SupportRule:
    """How far apart two things may be and still hold each other."""

    absolute: float | None = 0.0005
    """Metres; None takes the reference's contact tolerance."""
    relative: float | None = 0.005
    """Share of the smaller one's diagonal; the smaller of the two limits counts."""

    def reach(self, sizes: np.ndarray) -> np.ndarray:
        """Tolerance of each thing by its diagonal; between two of them the smaller one counts."""
        absolute = limits.contact_tolerance() if self.absolute is None else self.absolute
        allowed = np.full(len(sizes), absolute)
        return allowed if self.relative is None else np.minimum(allowed, self.relative * np.asarray(sizes))


@dataclass(frozen=True)
class TrueOverlapRule:
    """When a common volume is an overlap rather than a touch."""

    depth: float = 0.0002
    """Metres."""
    depth_share: float = 0.001
    """Of the object's diagonal; the larger of the two depths counts."""
    volume_share: float = 0.001
    """Of the smaller element; either volume suffices."""
    volume: float = 1e-9
    """Cubic metres."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What the checks hold an object to."""

    name: str
    granularity: Granularity
    """Pieces compared by support, island and overlap checks."""
    filled: bool
    """Whether closed meshes are solid, so that what lies inside touches and overlaps them."""
    support: SupportRule
    overlap: TrueOverlapRule | None
    """None compares boxes and skins, as the reference does."""
    expectation_slack: float
    """Rounding in metres that `expect_*` forgive."""
    masks_by_name: bool
    """Whether an authored check that bears a baseline check's name replaces it."""
    stops_at_structure: bool
    """Whether a structural fault or missing mesh ends the baseline, as in the reference."""
    finding_per_problem: bool
    """One finding for each problem, or one for each failed check."""
    runs_own_checks: bool = True
    """Whether checks the reference lacks run at all."""
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """Finding code -> severity, where it differs from the check's own."""


_TRUE_GEOMETRY = Profile(
    name="default",
    granularity="bodies",
    filled=True,
    support=SupportRule(),
    overlap=TrueOverlapRule(),
    expectation_slack=1e-9,
    masks_by_name=False,
    stops_at_structure=False,
    finding_per_problem=True,
)


_STRICT: Mapping[str, Severity] = {
    "WARN_DISCONNECTED_GEOMETRY": "failure",
    **{code: "failure" for code in CODES if code.startswith("X_")},
    # An object is no worse for what its author did not write, nor for an allowance wider than it need be.
    "X_NO_TESTS": "warning",
    # Costly is not wrong.
    "X_TRIANGLES": "warning",
    "X_ALLOWANCE_BROAD": "note",
}

PROFILES: Mapping[str, Profile] = {
    "reference": Profile(
        name="reference",
        granularity="components",
        filled=False,
        support=SupportRule(absolute=None, relative=None),
        overlap=None,
        expectation_slack=0.0,
        masks_by_name=True,
        stops_at_structure=True,
        finding_per_problem=False,
        runs_own_checks=False,
    ),
    "default": _TRUE_GEOMETRY,
    "strict": replace(_TRUE_GEOMETRY, name="strict", severities=_STRICT),
}

_active: ContextVar[Profile | None] = ContextVar("profile", default=None)


def active() -> Profile:
    """The profile in force; `default` where none was set."""
    return _active.get() or PROFILES["default"]


@contextmanager
def use_profile(profile: Profile) -> Iterator[Profile]:
    """Put a profile in force for a block; the former one returns afterwards."""
    token = _active.set(profile)
    try:
        yield profile
    finally:
        _active.reset(token)
