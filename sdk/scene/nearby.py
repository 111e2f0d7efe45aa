"""Nearby: colliders over only those faces of two placed elements that one question is about.

A search tree over all faces of a large mesh takes far longer to build than most meshes are asked for. A newcomer's
mistake: to keep such a collider for another question. It knows nothing beyond the reach it was made with.
"""

from __future__ import annotations

import numpy as np

from sdk.collision import Collider
from sdk.scene.element import Element
from sdk.scene.mesh_data import MeshData
from sdk.scene.skin import Skin, extremes
from sdk.spatial import Array, apply_transform, invert_rigid, transform_bounds

MANY_FACES = 2048
"""Faces from which a mesh is looked at in blocks before a search tree is built over it."""
ROUNDING = 1e-9
"""Metres that places worked out in two ways may differ."""
FEW_LEFT = 256
"""Faces of both together that are not worth thinning out."""
MOST_COMPARED = 1 << 22
"""Faces of one by blocks of the other up to which they are thinned out."""
SAMPLES = 256
"""Points of each that tell how far apart the two are at most."""
SAMPLES_FOR_ONE = 4096
"""Points of a mesh that tell how far it is at most from a primitive, which knows its distance from each."""

Two = tuple[Element, Element]
Places = tuple[Array, Array]
"""(4, 4) world_from_element of either."""


def is_fresh(element: Element) -> bool:
    """Whether it is a mesh of many faces that has no search tree yet."""
    form = element.form
    return not form.is_solid and "collider" not in vars(form) and len(form.mesh.faces) >= MANY_FACES


def colliders_near(elements: Two, places: Places, *, by: float) -> tuple[Collider, Collider] | None:
    """Colliders that tell of all of the two that is within `by` metres of the other; None where nothing is."""
    first, second = elements
    if not (is_fresh(first) or is_fresh(second)):
        return first.collider, second.collider
    reach = by + ROUNDING
    first_from_second = invert_rigid(places[0]) @ places[1]
    second_from_first = invert_rigid(first_from_second)
    mine = _faces_near(first, second, first_from_second, reach)
    theirs = _faces_near(second, first, second_from_first, reach)
    if mine is not None and theirs is not None and len(mine) + len(theirs) > FEW_LEFT:
        mine, theirs = _facing((first, mine), (second, theirs), second_from_first, reach)
    if any(faces is not None and not len(faces) for faces in (mine, theirs)):
        return None
    return _collider_over(first, mine), _collider_over(second, theirs)


def most_apart(elements: Two, places: Places) -> float:
    """A distance in metres that is not less than that of the two: that of some of their points."""
    for solid, mesh in ((0, 1), (1, 0)):
        if elements[solid].form.is_solid:
            points = apply_transform(places[mesh], _some_points(elements[mesh], SAMPLES_FOR_ONE))
            seen = apply_transform(invert_rigid(places[solid]), points)
            return float(elements[solid].form.distances_to(seen).min())
    first, second = (
        apply_transform(place, _some_points(element, SAMPLES))
        for element, place in zip(elements, places, strict=True)
    )
    squares = sum((first[:, None, axis] - second[None, :, axis]) ** 2 for axis in range(3))
    return float(np.sqrt(np.min(squares)))


def _some_points(element: Element, most: int) -> Array:
    mesh = element.mesh
    corners = mesh.faces[:, 0]
    return mesh.vertices[corners[:: 1 + len(corners) // most]]


def _faces_near(own: Element, other: Element, own_from_other: Array, reach: float) -> np.ndarray | None:
    """(k, 3) faces of a mesh that are near the other element's own box; None for a solid."""
    if own.form.is_solid:
        return None
    if len(own.mesh.faces) < MANY_FACES:
        return own.mesh.faces
    low, high = transform_bounds(own_from_other, other.form.bounds)
    return own.mesh.skin.faces_near(low, high, by=reach)


def _facing(
    first: tuple[Element, np.ndarray],
    second: tuple[Element, np.ndarray],
    second_from_first: Array,
    reach: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Of the faces looked at of two elements, those whose boxes come near a face of the other one, fewest first.

    Faces of a mesh whose search tree is there already stay as they are.
    """
    sides = [(*first, second_from_first), (*second, invert_rigid(second_from_first))]
    for own in sorted((0, 1), key=lambda side: len(sides[side][1])):
        element, faces, other_from_own = sides[own]
        other, others, _ = sides[1 - own]
        if is_fresh(element) and len(others):
            near = _near_skin(element.mesh, faces, other.mesh, others, other_from_own, reach)
            sides[own] = element, near, other_from_own
    return sides[0][1], sides[1][1]


def _near_skin(
    mesh: MeshData,
    faces: np.ndarray,
    other: MeshData,
    others: np.ndarray,
    other_from_mesh: Array,
    reach: float,
) -> np.ndarray:
    """Those of the faces of one mesh whose boxes, seen in the other's frame, come near some of the other's faces."""
    skin = Skin(other.vertices, others)
    if len(faces) * skin.blocks > MOST_COMPARED:
        return faces
    corners = apply_transform(other_from_mesh, mesh.vertices[faces.reshape(-1)]).reshape(-1, 3, 3)
    low, high = extremes([corners[:, column] for column in range(3)])
    return faces[skin.may_be_near_each(low - reach, high + reach)]


def _collider_over(element: Element, faces: np.ndarray | None) -> Collider:
    """A collider over some of its faces; over all where there is one, or where it has been asked for too often."""
    if faces is None or not is_fresh(element) or not element.mesh.lend(len(faces)):
        return element.collider
    return Collider.mesh(element.mesh.vertices, faces)
