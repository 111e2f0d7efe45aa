"""What an author declares about an object beside its shape: fits, interlocks, closed loops, its support.

Plain values, kept on the object and read by checks and exporters. A newcomer's mistake: to make them by hand.
`model.fit`, `model.interlock`, `model.close_loop` and `model.anchor` check what they are given first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from sdk.model.coercion import Triple

FitKind = Literal["running", "sliding", "press", "seat"]
FIT_KINDS: tuple[str, ...] = get_args(FitKind)
Support = Literal["floor", "table", "wall", "ceiling", "hand"]
SUPPORTS: tuple[str, ...] = get_args(Support)

TIGHTEST, LOOSEST = 0.3, 3.0
"""A fit holds between these multiples of the declared gap."""
SEAT_GAP = 0.0005
"""Largest gap of a seat declared without one, metres: as far as the default profile lets support reach."""
INTERLOCK_PLAY = 1e-6
"""A joint this near its locked value counts as locked, metres or radians."""


@dataclass(frozen=True)
class Fit:
    """Two elements, or parts, that meet with a declared clearance or press."""

    child: str
    parent: str
    elem_child: str | None = None
    elem_parent: str | None = None
    gap: float = 0.0002
    """Clearance in metres; for a press, how far the one is thicker than the other's room on one side."""
    kind: FitKind = "running"
    line: int | None = field(default=None, compare=False, repr=False, kw_only=True)

    @property
    def least(self) -> float:
        """Smallest clearance that keeps the fit, metres; negative for a press."""
        if self.kind == "press":
            return -LOOSEST * self.gap
        return 0.0 if self.kind == "seat" else TIGHTEST * self.gap

    @property
    def most(self) -> float:
        """Largest clearance that keeps the fit, metres; negative for a press."""
        if self.kind == "press":
            return -TIGHTEST * self.gap
        return LOOSEST * self.gap if self.gap > 0.0 else SEAT_GAP

    @property
    def press(self) -> float:
        """Depth of overlap that is meant, metres."""
        return LOOSEST * self.gap if self.kind == "press" else 0.0

    @property
    def label(self) -> str:
        """Both sides for a reader: ``door/pin in frame/lug``."""
        child = self.child if self.elem_child is None else f"{self.child}/{self.elem_child}"
        parent = self.parent if self.elem_parent is None else f"{self.parent}/{self.elem_parent}"
        return f"{child} in {parent}"

    def joins(self, part_a: str, elem_a: str | None, part_b: str, elem_b: str | None) -> bool:
        """Whether these two elements, either way round, are the ones that meet."""
        return self._is(part_a, elem_a, part_b, elem_b) or self._is(part_b, elem_b, part_a, elem_a)

    def _is(self, child: str, elem_child: str | None, parent: str, elem_parent: str | None) -> bool:
        return (
            (child, parent) == (self.child, self.parent)
            and self.elem_child in (None, elem_child)
            and self.elem_parent in (None, elem_parent)
        )


@dataclass(frozen=True)
class Interlock:
    """A joint that may leave its locked value only while other joints are within ranges."""

    joint: str
    requires: Mapping[str, tuple[float, float]]
    """Joint name -> lowest and highest value, metres or radians."""
    locked_at: float = 0.0
    line: int | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True)
class ClosedLoop:
    """Two points of two parts that coincide at every value of a driver, by solved couplings."""

    part_a: str
    point_a: Triple
    part_b: str
    point_b: Triple
    driver: str
    dependents: tuple[str, ...]
    """Joints that follow the driver so that the loop stays closed."""
    error: float
    """Largest distance of the two points over the driver's range, metres."""
    error_at: float
    """Value of the driver there."""
    along: Triple | None = None
    """Direction in part b along which point a may slide; None for none."""


@dataclass(frozen=True)
class Anchor:
    """What holds the root part."""

    part: str
    to: Support
    line: int | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True)
class Positive:
    """Which way positive values of a joint move an element, as the author stated it."""

    direction: str | Triple
    """``up``, ``out``, ``+x`` ..., or a vector in the object's root frame."""
    elem: str | None
    """Visual of the child part; None for the whole part."""
    reversed: bool
    """Whether the axis was turned round to make it so."""

    @property
    def text(self) -> str:
        """A sentence for a reader."""
        what = f"element {self.elem!r}" if self.elem else "the part"
        return f"positive moves {what} {self.direction}; axis {'reversed' if self.reversed else 'as given'}"
