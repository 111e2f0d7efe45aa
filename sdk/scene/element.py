"""Element: one visual of one part, or one piece of it, with its form and its place in the part.

A newcomer's mistake: to compare `name`s across granularities. A piece of a mesh that falls into several is
called ``<visual>__component_001``; `visual_name` is what the author wrote.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np

from sdk.collision import Collider
from sdk.model.part import Visual
from sdk.scene.forms import Form, MeshForm
from sdk.scene.mesh_data import MeshData

Granularity = Literal["visuals", "components", "bodies"]
"""Visuals whole; components as the reference splits meshes; bodies as solid pieces."""


@dataclass(frozen=True, eq=False)
class Element:
    """Geometry fixed to a part."""

    part: str
    index: int
    """Counted along the part at this granularity."""
    name: str | None
    visual: Visual
    form: Form
    part_from_element: np.ndarray
    """(4, 4) place in the part frame."""

    @property
    def visual_name(self) -> str | None:
        """Name of the visual this element is, or is a piece of."""
        return self.visual.name

    @property
    def geometry(self) -> Any:
        """The authored geometry record."""
        return self.visual.geometry

    @property
    def mesh(self) -> MeshData:
        """Triangles in the element's frame; primitives are faceted."""
        return self.form.mesh

    @property
    def line(self) -> int | None:
        """Line of model.py that made the visual."""
        return self.visual.line

    @cached_property
    def collider(self) -> Collider:
        """Collider that only this element places."""
        return self.form.collider.twin()

    @cached_property
    def bounds_in_part(self) -> np.ndarray:
        """Exact lowest and highest corner in the part frame, (2, 3)."""
        return self.form.world_box(self.part_from_element)

    @property
    def size(self) -> float:
        """Diagonal of the element's own box in metres."""
        return self.form.diagonal

    @property
    def label(self) -> str:
        """Name for a reader: the element's name, or ``#index``."""
        return self.name or f"#{self.index}"


def pieces_of(element: Element, *, granularity: Granularity) -> list[Element]:
    """The element split into components or bodies; itself when it does not split."""
    form = element.form
    if granularity == "visuals" or not isinstance(form, MeshForm) or len(form.components) == 1:
        return [element]
    numbered = enumerate(form.components) if granularity == "components" else form.bodies
    pieces = list(numbered)
    if len(pieces) == 1:
        return [element]
    stem = element.name or "mesh"
    return [
        replace(element, form=piece, name=f"{stem}__component_{number + 1:03d}") for number, piece in pieces
    ]
