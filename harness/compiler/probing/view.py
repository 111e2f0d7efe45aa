"""The object a probe looks at, in its current pose, and what its arguments refer to.

A newcomer's mistake: to let a string name a visual. As a target a string always means a part; a visual is
named together with its part, or passed as an object.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sdk.model.articulation import Articulation
from sdk.model.object import ArticulatedObject
from sdk.model.part import Part, Visual
from sdk.scene import Posed, Scene
from sdk.spatial import unite_bounds
from sdk.testing.context import TestContext
from sdk.testing.measures import Measures

AXES = "xyz"


class ProbeLookupError(LookupError):
    """A probe asked for something the object does not have."""


@dataclass(frozen=True, eq=False)
class Target:
    """A part, or some of its visuals."""

    part: Part
    visual: Visual | None
    """The visual it was narrowed to; None for the whole part."""
    indices: tuple[int, ...]
    """Elements of `View.posed` it consists of."""

    @property
    def reference(self) -> dict[str, str]:
        """How results refer to it."""
        if self.visual is None:
            return {"part": self.part.name}
        return {"part": self.part.name, "visual": self.visual.name or f"#{self.indices[0]}"}


class ProbeContext(TestContext):
    """A test context that lets the helpers see the pose it holds."""

    @property
    def measures(self) -> Measures:
        """The geometry the context's own checks read."""
        return self._measures


class View:
    """An object through a test context: whatever pose the context holds is the pose seen."""

    def __init__(self, context: ProbeContext) -> None:
        self.context = context
        self.model: ArticulatedObject = context.model
        self._measures = context.measures
        self._posed: Posed | None = None

    @property
    def scene(self) -> Scene:
        """The object's geometry."""
        return self._measures.scene

    @property
    def posed(self) -> Posed:
        """Elements, one a visual, at the current pose; placed once for each pose."""
        configuration = self._measures.configuration
        if self._posed is None or self._posed.configuration != configuration:
            self._posed = self.scene.at(configuration)
        return self._posed

    def part(self, name: str) -> Part:
        """The part of this name.

        Raises:
            ProbeLookupError: there is none.
        """
        return _named("part", name, self.model.parts)

    def joint(self, name: str) -> Articulation:
        """The joint of this name.

        Raises:
            ProbeLookupError: there is none.
        """
        return _named("joint", name, self.model.articulations)

    def visual(self, part_name: str, visual_name: str) -> Visual:
        """The named visual of a part.

        Raises:
            ProbeLookupError: there is none.
        """
        return _named(f"visual of part {part_name!r}", visual_name, self.part(part_name).visuals)

    def owner(self, visual: Visual) -> Part:
        """The part a visual belongs to.

        Raises:
            ProbeLookupError: it belongs to none.
        """
        for part in self.model.parts:
            if any(own is visual for own in part.visuals):
                return part
        raise ProbeLookupError(f"visual: got {visual.name!r}; want one that belongs to a part of the object")

    def as_part(self, value: Any) -> Part:
        """A part from itself or its name.

        Raises:
            ProbeLookupError: neither.
        """
        if isinstance(value, Part):
            return value
        if isinstance(value, str):
            return self.part(value)
        raise ProbeLookupError(f"part: got {type(value).__name__}; want a part or the name of one")

    def target(self, value: Any, *, elem: Any = None) -> Target:
        """What a measurement is about: a part, its name, or a visual; `elem` narrows a part to one visual.

        Raises:
            ProbeLookupError: there is no such part or visual.
        """
        if isinstance(value, Visual):
            return self._of_visual(self.owner(value), value)
        part = self.as_part(value)
        if elem is None:
            return Target(part, None, tuple(self.posed.of_part(part.name)))
        visual = elem if isinstance(elem, Visual) else self.visual(part.name, elem)
        return self._of_visual(part, visual)

    def _of_visual(self, part: Part, visual: Visual) -> Target:
        own = [
            index for index in self.posed.of_part(part.name) if self.posed.elements[index].visual is visual
        ]
        if not own:
            raise ProbeLookupError(f"visual: got {visual.name!r}; want one of part {part.name!r}")
        return Target(part, visual, tuple(own))

    def box(self, target: Target) -> np.ndarray | None:
        """Exact world box of a target, (2, 3) metres; None without geometry."""
        return unite_bounds([self.posed.boxes[index] for index in target.indices])

    def solid_box(self, target: Target) -> np.ndarray:
        """As `box`.

        Raises:
            ProbeLookupError: the target has no geometry.
        """
        box = self.box(target)
        if box is None:
            raise ProbeLookupError(f"part {target.part.name!r}: got no visuals; want geometry to measure")
        return box


def axes_of(axes: str | Sequence[str]) -> list[str]:
    """The axes named, in the order given, without repeats; other characters are passed over.

    Raises:
        ValueError: none is named.
    """
    named = list(dict.fromkeys(axis for axis in (str(item).lower() for item in axes) if axis in tuple(AXES)))
    if not named:
        raise ValueError(f"axes: got {axes!r}; want letters out of 'xyz'")
    return named


def axis_of(axis: str | Sequence[str]) -> str:
    """The first axis named.

    Raises:
        ValueError: none is named.
    """
    return axes_of(axis)[0]


def _named(kind: str, name: Any, things: Sequence[Any]) -> Any:
    wanted = name.strip() if isinstance(name, str) else name
    for thing in things:
        if thing.name == wanted:
            return thing
    known = ", ".join(repr(thing.name) for thing in things[:20]) or "there is none"
    raise ProbeLookupError(f"{kind}: got {name!r}; want one of: {known}")
