"""Measures: an object's geometry at the current pose, as tests and probes ask for it.

A newcomer's mistake: to mix the two boxes. `interval` is the true extent; `loose_box` is the box of boxes
that older helpers were written against and that grows when a part is turned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np

from sdk.assets import Assets
from sdk.errors import ValidationError
from sdk.model.coercion import name_of
from sdk.model.kinematics import as_joint_value
from sdk.scene import Posed, Scene
from sdk.scene.posed import Nearest
from sdk.testing.arguments import Unmeasurable


class Measures:
    """Reads `model` on first use; a later edit of the model needs new measures."""

    def __init__(self, model: Any, *, asset_root: Assets = None, scene: Scene | None = None) -> None:
        self.model = model
        self.scene = scene or Scene(model, asset_root=asset_root)
        self.configuration: dict[str, Any] = {}
        self.is_known_valid = False
        self._posed: Posed | None = None
        self._world: dict[str, np.ndarray] | None = None

    @contextmanager
    def pose(self, positions: Mapping[Any, Any]) -> Iterator[None]:
        """Put the object in another configuration for a block; it replaces the surrounding one as a whole.

        Raises:
            ValidationError: an unknown joint, a mimic joint, or a value of the wrong kind.
        """
        before = (self.configuration, self._posed, self._world)
        self.configuration, self._posed, self._world = self._as_configuration(positions), None, None
        try:
            yield
        finally:
            self.configuration, self._posed, self._world = before

    def _as_configuration(self, positions: Mapping[Any, Any]) -> dict[str, Any]:
        configuration = {}
        for reference, value in positions.items():
            joint = self.model.get_articulation(name_of(reference, "pose() joint"))
            if joint.law is not None:
                raise ValidationError.at(
                    f"pose() joint {joint.name!r}",
                    given=value,
                    wanted=f"a value for its source {joint.law.joint!r}, which it follows",
                    code="mimic-driven",
                )
            configuration[joint.name] = as_joint_value(joint, value)
        return configuration

    def require_valid(self) -> None:
        """Nothing, for a model that passed `check_model_valid` or passes now.

        Raises:
            ValidationError: the first rule it breaks.
        """
        if not self.is_known_valid:
            self.model.validate(strict=True)
            self.is_known_valid = True

    @property
    def posed(self) -> Posed:
        """Whole visuals at the current pose, of a valid model.

        Raises:
            ValidationError: an invalid model, or a mesh that cannot be read.
        """
        self.require_valid()
        if self._posed is None:
            self._posed = self.scene.at(self.configuration)
        return self._posed

    @property
    def world_from_part(self) -> dict[str, np.ndarray]:
        """Part name -> (4, 4) at the current pose; needs a sound tree only.

        Raises:
            ValidationError: the joints do not form one tree.
        """
        if self._world is None:
            self._world = self.scene.world_from_part(self.configuration)
        return self._world

    def origin(self, part: str) -> np.ndarray:
        """(3,) world position of the part frame.

        Raises:
            Unmeasurable: no such part.
        """
        world = self.world_from_part.get(part)
        if world is None:
            raise Unmeasurable(f"unknown part {part!r}; the object has {list(self.scene.part_names)}")
        return world[:3, 3]

    def select(self, part: str, elem: str | None = None) -> list[int]:
        """Indices in `posed` of the part's visuals, or of those bearing the name.

        Raises:
            Unmeasurable: no such part, no visual, or none of that name.
        """
        posed = self.posed
        indices = posed.of_part(part)
        if elem is not None:
            named = [index for index in indices if posed.elements[index].name == elem]
            if not named:
                known = [posed.elements[index].name for index in indices if posed.elements[index].name]
                raise Unmeasurable(f"missing exact geometry: part={part!r} elem={elem!r}; it has {known}")
            return named
        if not indices:
            raise Unmeasurable(f"missing exact geometry: part={part!r} has no visual")
        return indices

    def interval(self, part: str, elem: str | None = None) -> np.ndarray:
        """True lowest and highest world corner of the part's visuals, (2, 3).

        Raises:
            Unmeasurable: nothing to measure.
        """
        boxes = self.posed.boxes[self.select(part, elem)]
        return np.stack([boxes[:, 0].min(axis=0), boxes[:, 1].max(axis=0)])

    def nearest(
        self, part_a: str, part_b: str, *, elem_a: str | None = None, elem_b: str | None = None
    ) -> Nearest | None:
        """The closest pair of visuals; None where a lone visual would be compared with itself.

        Raises:
            Unmeasurable: nothing to measure.
        """
        return self.posed.nearest(self.select(part_a, elem_a), self.select(part_b, elem_b))

    def loose_box(self, part: str, elem: str | None = None) -> np.ndarray | None:
        """Conservative world box of the part, or of its first visual of that name, (2, 3); None without
        geometry.
        """
        if part not in self.world_from_part:
            return None
        placed = Posed.placed(
            self.scene.elements(part), self.world_from_part, configuration=self.configuration
        )
        indices: list[int] = list(range(len(placed.elements)))
        if elem is not None:
            indices = [index for index in indices if placed.elements[index].name == elem][:1]
        return placed.loose_part_box(indices)
