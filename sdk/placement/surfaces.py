"""`surface_frame`: a point on a surface with its normal and two tangents.

A newcomer's mistake: `direction` is not a ray. It means the surface point nearest to a point far away in that
direction, so on a box every direction that is not exactly along an axis ends on an edge or a corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sdk.assets import Assets
from sdk.errors import ValidationError
from sdk.model.coercion import Triple, as_triple
from sdk.placement.subject import Subject, subject_of
from sdk.spatial import Array, unit
from sdk.tolerances import FAR_QUERY_FACTOR, FAR_QUERY_MINIMUM, TANGENT_FALLBACK_COSINE, VECTOR_EPSILON


@dataclass(frozen=True)
class SurfaceFrame:
    """A surface point and three unit vectors, right-handed in the order tangent_u, tangent_v, normal."""

    point: Triple
    normal: Triple
    tangent_u: Triple
    tangent_v: Triple


def surface_frame(
    target: Any,
    *,
    point_hint: Any = None,
    direction: Any = None,
    asset_root: Assets = None,
    prefer_collisions: bool = False,
    up_hint: Any = (0.0, 0.0, 1.0),
) -> SurfaceFrame:
    """The frame at the surface point nearest to a hint, or nearest to far away in a direction.

    Args:
        target: a Part, Visual, Box, Cylinder, Sphere or Mesh; the result is in its frame.
        point_hint: a point near the wanted one.
        direction: where to look from; exactly one of this and `point_hint`.
        asset_root: where meshes are, when the part does not say.
        prefer_collisions: use a part's collisions where there are any.
        up_hint: `tangent_u` points along it as far as the surface allows.

    Raises:
        ValidationError: none or both of hint and direction, a direction without length, or an unusable
            target.
    """
    subject = subject_of(target, "target", asset_root=asset_root, prefer_collisions=prefer_collisions)
    return frame_on(subject, point_hint=point_hint, direction=direction, up_hint=up_hint)


def frame_on(subject: Subject, *, point_hint: Any, direction: Any, up_hint: Any) -> SurfaceFrame:
    """`surface_frame` for a subject that is already read.

    Raises:
        ValidationError: none or both of hint and direction, or a direction without length.
    """
    if (point_hint is None) == (direction is None):
        raise ValidationError.at(
            "surface query", given=(point_hint, direction), wanted="exactly one of point_hint and direction"
        )
    if direction is None:
        query = np.array(as_triple(point_hint, "point_hint"))
    else:
        query = _far_away(subject, np.array(as_triple(direction, "direction")))
    points, normals = subject.closest(query[None])
    normal = normals[0]
    tangent_u = _tangent(normal, np.array(as_triple(up_hint, "up_hint")))
    tangent_v = np.cross(normal, tangent_u)
    return SurfaceFrame(_triple(points[0]), _triple(normal), _triple(tangent_u), _triple(tangent_v))


def _far_away(subject: Subject, direction: Array) -> Array:
    toward = unit(direction, where="direction", floor=VECTOR_EPSILON)
    low, high = subject.bounds
    diagonal = max(float(np.linalg.norm(high - low)), FAR_QUERY_MINIMUM)
    return (low + high) / 2.0 + toward * (FAR_QUERY_FACTOR * diagonal)


def _tangent(normal: Array, up_hint: Array) -> Array:
    up = unit(up_hint, where="up_hint", floor=VECTOR_EPSILON)
    along = up - normal * (up @ normal)
    if np.linalg.norm(along) <= VECTOR_EPSILON:
        fallback = (0.0, 1.0, 0.0) if abs(normal[0]) >= TANGENT_FALLBACK_COSINE else (1.0, 0.0, 0.0)
        along = np.cross(fallback, normal)
    return unit(along)


def _triple(vector: Array) -> Triple:
    x, y, z = (vector + 0.0).tolist()  # adding zero turns -0.0 into 0.0
    return x, y, z
