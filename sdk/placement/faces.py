"""Poses on the six faces of a part's bounding box, and alignment of boxes.

A newcomer's mistake: `face_pos` is in the parent's coordinates, not an offset from the middle of the face.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import pi
from typing import Any

import numpy as np

from sdk.assets import Assets
from sdk.errors import ValidationError
from sdk.model.coercion import Triple
from sdk.model.origin import Origin
from sdk.model.part import Part
from sdk.placement.bounds import part_bounds
from sdk.spatial import Array
from sdk.tolerances import UV_MARGIN_CAP

AXES = "xyz"

# face -> turn that takes child +Z to the outward normal
_FACES: dict[str, Triple] = {
    "+x": (0.0, pi / 2, 0.0),
    "-x": (0.0, -pi / 2, 0.0),
    "+y": (-pi / 2, 0.0, 0.0),
    "-y": (pi / 2, 0.0, 0.0),
    "+z": (0.0, 0.0, 0.0),
    "-z": (pi, 0.0, 0.0),
}


def place_on_face(
    parent_link: Part,
    face: str,
    *,
    face_pos: Sequence[float] = (0.0, 0.0),
    proud: float = 0.0,
    asset_root: Assets = None,
    prefer_collisions: bool = True,
) -> Origin:
    """A pose on one face of the parent's box, child +Z pointing outward.

    Args:
        parent_link: part whose box is meant.
        face: one of ``+x -x +y -y +z -z``.
        face_pos: parent coordinates along the face's two axes, in the order x, y, z.
        proud: how far outside the face; negative sinks.
        asset_root: where meshes are, when the part does not say.
        prefer_collisions: measure collisions where there are any.

    Raises:
        ValidationError: an unknown face, a position not of two numbers, or a part without geometry.
    """
    key = signed_axis(face, "face")
    bounds = _require_bounds(parent_link, asset_root, prefer_collisions)
    if len(face_pos) != 2:
        raise ValidationError.at("face_pos", given=face_pos, wanted="two coordinates in the parent's frame")
    return _on_face(bounds, key, (float(face_pos[0]), float(face_pos[1])), proud)


def place_on_face_uv(
    parent_link: Part,
    face: str,
    *,
    uv: Sequence[float] = (0.5, 0.5),
    uv_margin: float | Sequence[float] = 0.0,
    proud: float = 0.0,
    asset_root: Assets = None,
    prefer_collisions: bool = True,
) -> Origin:
    """As `place_on_face`, with the position as fractions of the face's width and height.

    Args:
        parent_link: part whose box is meant.
        face: one of ``+x -x +y -y +z -z``.
        uv: fractions 0 to 1, clamped.
        uv_margin: fraction kept free at each side, 0 to 0.49, clamped; one number or a pair.
        proud: how far outside the face; negative sinks.
        asset_root: where meshes are, when the part does not say.
        prefer_collisions: measure collisions where there are any.

    Raises:
        ValidationError: an unknown face, `uv` or `uv_margin` not of two numbers, or a part without geometry.
    """
    key = signed_axis(face, "face")
    bounds = _require_bounds(parent_link, asset_root, prefer_collisions)
    margins = _pair(uv_margin if np.ndim(uv_margin) else (uv_margin, uv_margin), "uv_margin")
    position: list[float] = []
    for axis, fraction, margin in zip(_tangents(key), _pair(uv, "uv"), margins, strict=True):
        free = min(max(float(margin), 0.0), UV_MARGIN_CAP)
        along = free + (1.0 - 2.0 * free) * min(max(float(fraction), 0.0), 1.0)
        low, high = bounds[:, axis].tolist()
        position.append(low + (high - low) * along)
    return _on_face(bounds, key, (position[0], position[1]), proud)


def proud_for_flush_mount(
    child_link: Part,
    *,
    axis: str = "z",
    clearance: float = 0.0,
    asset_root: Assets = None,
    prefer_collisions: bool = True,
) -> float:
    """Half the child's extent along `axis` plus `clearance`: how proud a child centred on its frame sits
    flush.

    Raises:
        ValidationError: an axis other than x, y, z, or a child without geometry.
    """
    name = str(axis).strip().lower()
    if name not in tuple(AXES):
        raise ValidationError.at("axis", given=axis, wanted="'x', 'y' or 'z'")
    low, high = _require_bounds(child_link, asset_root, prefer_collisions)[:, AXES.index(name)].tolist()
    return (high - low) / 2.0 + float(clearance)


def align_centers(
    child_aabb: Any, parent_aabb: Any, *, axes: str | Iterable[str] = ("x", "y", "z")
) -> Origin:
    """The move that brings the child's box centre onto the parent's along the chosen axes.

    Args:
        child_aabb: (2, 3) anything indexable.
        parent_aabb: (2, 3) anything indexable.
        axes: text such as ``"xy"``, or axis names.

    Raises:
        ValidationError: no axis, or an unknown one.
    """
    names = [str(name).strip().lower() for name in (axes.split() if isinstance(axes, str) else axes)]
    if isinstance(axes, str):
        names = list("".join(names))
    if not names or any(name not in tuple(AXES) for name in names):
        raise ValidationError.at("axes", given=axes, wanted="some of x, y, z, such as 'xy'")
    move = [
        _middle(parent_aabb, index) - _middle(child_aabb, index) if axis in names else 0.0
        for index, axis in enumerate(AXES)
    ]
    return Origin((move[0], move[1], move[2]))


def signed_axis(name: str, where: str) -> str:
    """The signed axis a text means, such as ``+x``.

    Raises:
        ValidationError: anything but one of the six.
    """
    key = str(name).strip().lower()
    if key not in _FACES:
        raise ValidationError.at(where, given=name, wanted=f"one of {', '.join(_FACES)}", code="face")
    return key


def _on_face(bounds: Array, key: str, position: tuple[float, float], proud: float) -> Origin:
    normal, outward = AXES.index(key[1]), key[0] == "+"
    xyz = [0.0, 0.0, 0.0]
    xyz[normal] = float(bounds[int(outward), normal]) + (float(proud) if outward else -float(proud))
    for axis, coordinate in zip(_tangents(key), position, strict=True):
        xyz[axis] = coordinate
    return Origin((xyz[0], xyz[1], xyz[2]), _FACES[key])


def _tangents(key: str) -> tuple[int, int]:
    first, second = (index for index, axis in enumerate(AXES) if axis != key[1])
    return first, second


def _require_bounds(part: Part, asset_root: Assets, prefer_collisions: bool) -> Array:
    bounds = part_bounds(part, asset_root=asset_root, prefer_collisions=prefer_collisions)
    if bounds is None:
        raise ValidationError.at(f"part {part.name!r}", given="no geometry", wanted="at least one visual")
    return bounds


def _pair(values: Any, where: str) -> tuple[float, float]:
    if len(values) != 2:
        raise ValidationError.at(where, given=values, wanted="two numbers")
    return float(values[0]), float(values[1])


def _middle(bounds: Any, axis: int) -> float:
    return (float(bounds[0][axis]) + float(bounds[1][axis])) / 2.0
