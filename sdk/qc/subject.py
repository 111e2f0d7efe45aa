"""What a check looks at, and how a check is registered.

A newcomer's mistake: to take a check's name for its code. The name is what reports list; one code may have
several names, and a name given by an author changes the code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sdk.qc.allowances import Allowances, AllowedOverlap
from sdk.qc.outcome import Outcome
from sdk.qc.profiles import Profile
from sdk.scene import Scene


@dataclass(frozen=True)
class Subject:
    """An object to be checked, under a profile, with what its author allowed."""

    scene: Scene
    profile: Profile
    allowances: Allowances = field(default_factory=Allowances)
    configuration: Mapping[str, Any] = field(default_factory=dict)
    tests: tuple[str, ...] | None = None
    """Names of the authored checks that ran; None when the tests did not run."""
    declared: tuple[AllowedOverlap, ...] = ()
    """Overlaps the author allowed, as written; `allowances` holds them too."""


def _always(model: Any) -> bool:
    return True


@dataclass(frozen=True)
class Check:
    """One baseline check."""

    name: str
    """As reports list it."""
    code: str
    """Of the findings it makes under that name."""
    run: Callable[[Subject], Outcome]
    is_structural: bool = False
    """Whether a failure leaves no sound object to measure."""
    needs_geometry: bool = True
    """Whether it measures shapes, so that it has nothing to say about a structurally broken object."""
    only_warns: bool = False
    """Whether a failure is recorded as a warning."""
    needs_numbers: bool = True
    """Whether numbers that are not finite make it meaningless."""
    applies: Callable[[Any], bool] = _always
    """Whether an object declares what it looks at; otherwise it is not run and not listed."""
