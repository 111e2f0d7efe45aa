"""Scene: an articulated object and its elements, part by part.

A newcomer's mistake: to edit the model after its scene was asked something. A scene reads each part once;
make a new one after an edit (cheap: meshes are shared by content).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from sdk.assets import Assets
from sdk.errors import ValidationError
from sdk.model.kinematics import KinematicTree
from sdk.model.object import ArticulatedObject
from sdk.model.part import Part
from sdk.scene.element import Element, Granularity, pieces_of
from sdk.scene.forms import Form, form_of
from sdk.scene.motion import Drive, find_drives
from sdk.scene.posed import Posed
from sdk.spatial import transform_of

T = TypeVar("T")

Configuration = Mapping[str, Any]
"""Joint name -> value (radians or metres; an Origin for a floating joint). Joints left out are at zero."""


class Scene:
    """Geometry of `model`; meshes are looked up below `asset_root`, else the model's assets, else the
    session.
    """

    def __init__(
        self, model: ArticulatedObject, *, asset_root: Assets = None, leave_out_broken_meshes: bool = False
    ) -> None:
        self.model = model
        self.asset_root = asset_root
        self._leave_out_broken_meshes = leave_out_broken_meshes
        self._elements: dict[tuple[str, Granularity], tuple[Element, ...]] = {}
        self._made: dict[Any, Any] = {}
        self._forms: dict[int, Form] = {}

    def once(self, key: Any, make: Callable[[], T]) -> T:
        """What `make` gives, made at the first call with this key; for measurements several checks share."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def at_rest(self, granularity: Granularity = "visuals") -> Posed:
        """All elements at the zero configuration, placed once; the same for both where no mesh splits."""

        def place() -> Posed:
            is_split = any(
                self.elements(name, granularity=granularity) is not self.elements(name)
                for name in self.part_names
            )
            if granularity == "visuals" or is_split:
                return self._placed(None, granularity=granularity)
            return self.at_rest()

        return self.once(("rest", granularity), place)

    @cached_property
    def part_names(self) -> tuple[str, ...]:
        """Every part, in the model's order."""
        return tuple(part.name for part in self.model.parts)

    @cached_property
    def _part_of(self) -> dict[str, Part]:
        """The first part of each name."""
        return {part.name: part for part in reversed(self.model.parts)}

    @cached_property
    def _tree(self) -> KinematicTree:
        return KinematicTree(self.model)

    def elements(self, part_name: str, *, granularity: Granularity = "visuals") -> tuple[Element, ...]:
        """The part's elements: one per visual, or its pieces.

        Raises:
            ValidationError: no such part; a mesh file that is missing or not OBJ.
        """
        key = (part_name, granularity)
        if key not in self._elements:
            if granularity == "visuals":
                self._elements[key] = tuple(_renumbered(self._visual_elements(part_name)))
            else:
                whole = self.elements(part_name)
                found = [piece for element in whole for piece in pieces_of(element, granularity=granularity)]
                is_split = any(piece is not element for piece, element in zip(found, whole, strict=False))
                is_split |= len(found) != len(whole)
                self._elements[key] = tuple(_renumbered(found)) if is_split else whole
        return self._elements[key]

    def form(self, geometry: Any) -> Form:
        """The form of a visual's geometry; its mesh file is read once.

        Raises:
            ValidationError: a mesh file that is missing or not OBJ, or a geometry of another type.
        """
        form = self._forms.get(id(geometry))
        if form is None:
            form = form_of(geometry, assets=self.model.assets, asset_root=self.asset_root)
            self._forms[id(geometry)] = form
        return form

    def _visual_elements(self, part_name: str) -> list[Element]:
        part = self._part_of.get(part_name)
        if part is None:
            raise ValidationError.at(
                "part name", given=part_name, wanted=f"one of {list(self.part_names)}", code="unknown-part"
            )
        found: list[Element] = []
        for index, visual in enumerate(part.visuals):
            try:
                form = self.form(visual.geometry)
            except ValidationError:
                if self._leave_out_broken_meshes:
                    continue
                raise
            found.append(Element(part_name, index, visual.name, visual, form, transform_of(visual.origin)))
        return found

    def world_from_part(self, configuration: Configuration | None = None) -> dict[str, np.ndarray]:
        """Part name -> (4, 4) at the configuration, mimics resolved; the root part is the world frame.

        Raises:
            ValidationError: the joints do not form one tree over uniquely named parts.
        """
        if configuration:
            return self._tree.world_from_part(configuration)
        return dict(self.once("world at rest", self._tree.world_from_part))

    def at(
        self,
        configuration: Configuration | None = None,
        *,
        granularity: Granularity = "visuals",
        parts: Iterable[str] | None = None,
    ) -> Posed:
        """The elements of the parts (default: all) placed in the world at a configuration."""
        if not configuration and parts is None:
            return self.at_rest(granularity)
        if parts is None:
            rest = self.at_rest(granularity)
            return rest.with_parts_at(self.world_from_part(configuration), configuration or {})
        return self._placed(configuration, granularity=granularity, parts=parts)

    def _placed(
        self,
        configuration: Configuration | None,
        *,
        granularity: Granularity,
        parts: Iterable[str] | None = None,
    ) -> Posed:
        world_from_part = self.world_from_part(configuration)
        names = self.part_names if parts is None else tuple(parts)
        chosen = [element for name in names for element in self.elements(name, granularity=granularity)]
        return Posed.placed(chosen, world_from_part, configuration=configuration or {})

    def in_part_frame(self, part_name: str, *, granularity: Granularity = "visuals") -> Posed:
        """One part's elements placed in its own frame; needs no sound joint tree."""
        chosen = self.elements(part_name, granularity=granularity)
        key = ("in its frame", part_name, id(chosen))
        return self.once(key, lambda: Posed.placed(chosen, {part_name: np.eye(4)}, configuration={}))

    @cached_property
    def drives(self) -> tuple[Drive, ...]:
        """Every joint that can be driven, with what moves along.

        Raises:
            ValidationError: the joints do not form one tree over uniquely named parts.
        """
        return find_drives(self.model, self._tree, self.world_from_part())

    @cached_property
    def diagonal(self) -> float:
        """Diagonal of the box around the object at rest, metres; 0 without geometry."""
        boxes = self.at_rest().boxes
        return float(np.linalg.norm(np.ptp(boxes.reshape(-1, 3), axis=0))) if len(boxes) else 0.0

    @cached_property
    def part_sizes(self) -> dict[str, float]:
        """Part name -> diagonal of its own box in its own frame, metres; 0 without geometry."""
        at_origin = dict.fromkeys(self.part_names, np.eye(4))
        chosen = [element for name in at_origin for element in self.elements(name)]
        posed = Posed.placed(chosen, at_origin, configuration={})
        sizes = dict.fromkeys(self.part_names, 0.0)
        if chosen:
            starts = np.flatnonzero(np.diff(posed.owners, prepend=-1))  # each part's elements stand together
            extents = np.maximum.reduceat(posed.boxes[:, 1], starts)
            extents -= np.minimum.reduceat(posed.boxes[:, 0], starts)
            sizes.update(zip(posed.parts, map(float, map(np.linalg.norm, extents)), strict=True))
        return sizes


def _renumbered(elements: Iterable[Element]) -> Iterable[Element]:
    """The elements with `index` counted from zero."""
    for index, element in enumerate(elements):
        yield element if element.index == index else replace(element, index=index)
