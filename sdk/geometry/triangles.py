"""Plain arithmetic of triangle meshes: volume, welding, clean-up, winding, connectedness.

Everywhere `vertices` is (n, 3) float64 metres and `faces` (m, 3) int64 rows of vertex numbers; nothing is
changed in place. A newcomer's mistake: to trust `signed_volume` of an open mesh, which depends on where the
origin is.
"""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sdk.spatial import bounds_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SLANTED = np.array([0.6170, 0.5467, 0.5651])
"""A direction along no edge, face or symmetry that shapes tend to have, so that few points that are not near each
other stand level along it; shorter than 1."""


def as_vertices(vertices: ArrayLike) -> Floats:
    """(n, 3) float64 array of the points, also when there are none."""
    return np.asarray(vertices, dtype=np.float64).reshape(-1, 3)


def as_faces(faces: ArrayLike) -> Ints:
    """(m, 3) int64 array of the triangles, also when there are none."""
    return np.asarray(faces, dtype=np.int64).reshape(-1, 3)


def face_normals(vertices: Floats, faces: Ints) -> Floats:
    """(m, 3) normals whose length is twice the area of the face."""
    corner, second, third = vertices[faces[:, 0]], vertices[faces[:, 1]], vertices[faces[:, 2]]
    return np.cross(second - corner, third - corner)


def face_areas(vertices: Floats, faces: Ints) -> Floats:
    """(m,) areas, square metres."""
    corner, second, third = _columns_by_corner(vertices, faces)
    x, y, z = _crossed(second - corner, third - corner)
    return np.sqrt(x * x + y * y + z * z) / 2.0


def face_volumes(vertices: Floats, faces: Ints) -> Floats:
    """(m,) signed volumes of the tetrahedra between each face and the middle of the mesh's bounds.

    Their sum over a closed mesh is its volume; measuring from the middle keeps the digits of a mesh far from
    the origin.
    """
    if not len(faces):
        return np.zeros(0)
    low, high = bounds_of(vertices)
    corner, second, third = _columns_by_corner(vertices - (low + high) / 2.0, faces)
    x, y, z = _crossed(second, third)
    # The last bit counts: shells of equal volume are ordered by it, and booleans triangulate by that order.
    return (corner[0] * x + corner[2] * z + corner[1] * y) / 6.0


def _columns_by_corner(vertices: Floats, faces: Ints) -> Floats:
    """(3, 3, m) place of each face's first, second and third corner, coordinate by coordinate: numpy is several
    times faster over these long rows than over rows of three.
    """
    return np.ascontiguousarray(vertices.T).take(faces.T, axis=1).transpose(1, 0, 2)


def _crossed(first: Floats, second: Floats) -> tuple[Floats, Floats, Floats]:
    """The coordinates of the cross products of (3, m) columns."""
    return (
        first[1] * second[2] - first[2] * second[1],
        first[2] * second[0] - first[0] * second[2],
        first[0] * second[1] - first[1] * second[0],
    )


def signed_volume(vertices: Floats, faces: Ints) -> float:
    """Volume enclosed by a closed mesh, negative when it is inside out, cubic metres."""
    return float(face_volumes(vertices, faces).sum())


def outward(vertices: Floats, faces: Ints) -> Ints:
    """The faces, all reversed when the closed mesh they form is inside out."""
    return faces[:, ::-1] if signed_volume(vertices, faces) < 0.0 else faces


def without_degenerate(faces: Ints) -> Ints:
    """The faces with three different corners."""
    first, second, third = faces[:, 0], faces[:, 1], faces[:, 2]
    return faces[(first != second) & (second != third) & (third != first)]


def without_repeated(faces: Ints) -> Ints:
    """The faces with every second and later copy of the same three corners, in any order, left out."""
    _, first = np.unique(np.sort(faces, axis=1), axis=0, return_index=True)
    return faces[np.sort(first)]


def without_unused(vertices: Floats, faces: Ints) -> tuple[Floats, Ints]:
    """The mesh without vertices that no face uses; the order of the others is kept."""
    used = np.zeros(len(vertices), dtype=bool)
    used[faces.reshape(-1)] = True
    if used.all():
        return vertices, faces
    renumbered = np.cumsum(used) - 1
    return vertices[used], renumbered[faces]


def without_vanishing_edges(vertices: Floats, faces: Ints, *, decimals: int) -> tuple[Floats, Ints]:
    """The mesh with every edge collapsed whose ends are the same point once rounded to `decimals`.

    Only ends of one edge become one vertex, so shells that merely touch stay apart. A mesh without such edges, the
    usual case, comes back as it was.
    """
    rounded = np.round(vertices, decimals)
    # Equal points have equal sums; few others have, so that hardly an edge is looked up by its three coordinates.
    sums = (rounded[:, 0] + 0.7548776662466927 * rounded[:, 1] + 0.5698402909980532 * rounded[:, 2])[faces]
    edges = np.concatenate(
        [faces[sums[:, start] == sums[:, end]][:, [start, end]] for start, end in ((0, 1), (1, 2), (2, 0))]
    )
    vanishing = edges[(rounded[edges[:, 0]] == rounded[edges[:, 1]]).all(axis=1)]
    if not len(vanishing):
        return vertices, faces
    label = component_labels(len(vertices), vanishing)
    _, first, inverse = np.unique(label, return_index=True, return_inverse=True)
    return without_unused(vertices, without_degenerate(first[inverse.reshape(-1)][faces]))


def weld(vertices: Floats, faces: Ints, *, tolerance: float = 0.0) -> tuple[Floats, Ints]:
    """The mesh with vertices nearer than `tolerance` made one, collapsed faces and unused vertices dropped.

    Chains of near vertices all become their first member; tolerance 0 joins equal coordinates only.
    """
    if not len(vertices):
        return vertices, faces
    order = np.lexsort(vertices.T)
    ordered = vertices[order]
    starts = np.ones(len(order), dtype=bool)
    starts[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    first = order[starts]  # of each group of equal ones the first: the sort keeps their order
    group = np.zeros(len(order), dtype=np.int64)
    group[order] = np.cumsum(starts) - 1
    if tolerance > 0.0 and len(pairs := near_pairs(ordered[starts], tolerance=tolerance)):
        label = component_labels(len(first), pairs)
        smallest = np.full(len(first), len(order))
        np.minimum.at(smallest, label, first)
        first = smallest[label]
    representative = first[group]
    return without_unused(vertices, without_degenerate(representative[faces]))


def near_pairs(points: Floats, *, tolerance: float) -> Ints:
    """(k, 2) index pairs of (n, 3) points at most `tolerance` apart, each pair once, lower index first.

    Points are put in order along one line, on which near ones stand near each other, and compared over the reach
    that leaves. A search tree would do the same, but its library takes longer to import than a small compile.
    """
    along = points @ _SLANTED
    reach = tolerance + 1e-15 * float(np.abs(points).max(initial=0.0))  # the second part: what rounding moves
    order = np.argsort(along)
    along = along[order]
    after = np.searchsorted(along, along + reach, "right")
    counts = after - np.arange(1, len(points) + 1)
    one = np.repeat(np.arange(len(points)), counts)
    other = np.arange(counts.sum()) + np.repeat(after - np.cumsum(counts), counts)
    one, other = order[one], order[other]
    near = ((points[one] - points[other]) ** 2).sum(axis=1) <= tolerance * tolerance
    return np.unique(np.sort(np.stack([one[near], other[near]], axis=1), axis=1), axis=0)


def component_labels(count: int, pairs: Ints) -> Ints:
    """(count,) number of the connected component of each node, 0 upwards, given (k, 2) linked node pairs."""
    label = np.arange(count)
    first, second = np.ascontiguousarray(pairs.T)
    while (
        True
    ):  # each round hooks every tree under its smallest neighbour, then flattens: about log(count) rounds
        apart = first != second
        if not apart.any():
            break
        first, second = first[apart], second[apart]
        low = np.minimum(first, second)
        np.minimum.at(label, np.maximum(first, second), low)
        while True:
            flatter = label[label]
            if np.array_equal(flatter, label):
                break
            label = flatter
        first, second = label[first], label[second]
    is_lowest = label == np.arange(count)
    return (np.cumsum(is_lowest) - 1)[label]


def rising_order(keys: Ints) -> Ints:
    """(n,) where the numbers, none negative, are in rising order; equal ones stay in theirs.

    A key and its place in one number are sorted some ten times faster than `argsort` sorts stably.
    """
    bits = len(keys).bit_length()
    if int(keys.max(initial=0)).bit_length() + bits > 63:
        return np.argsort(keys, kind="stable")
    return np.sort((keys << bits) | np.arange(len(keys))) & ((1 << bits) - 1)


def shell_labels(faces: Ints) -> Ints:
    """(m,) number of the shell each face belongs to; faces that share an edge are in one shell."""
    keys = edge_keys(faces)
    order = rising_order(keys)
    ordered = keys[order]
    same = np.flatnonzero(ordered[1:] == ordered[:-1])
    return component_labels(len(faces), np.stack([order[same], order[same + 1]], axis=1) // 3)


def edge_keys(faces: Ints) -> Ints:
    """(3m,) a number for the undirected edge that each side of each face lies on, face after face; a face's sides
    start at its first, second and third corner.
    """
    starts, ends = faces.reshape(-1), faces[:, [1, 2, 0]].reshape(-1)
    return np.minimum(starts, ends) * (int(faces.max(initial=0)) + 1) + np.maximum(starts, ends)


def open_edge_count(faces: Ints) -> int:
    """How many edges do not lie between exactly two faces."""
    return int((np.unique(edge_keys(faces), return_counts=True)[1] != 2).sum())


def is_closed_and_oriented(faces: Ints) -> bool:
    """Whether every edge is walked as often one way as the other."""
    starts, ends = faces.reshape(-1), faces[:, [1, 2, 0]].reshape(-1)
    size = int(faces.max(initial=0)) + 1
    return bool(np.array_equal(np.sort(starts * size + ends), np.sort(ends * size + starts)))


def with_one_winding(faces: Ints) -> Ints:
    """The faces turned so that neighbours agree; each connected patch keeps the winding of its first face.

    Edges shared by more than two faces bind none of them.
    """
    edges = faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    neighbours: dict[tuple[int, int], list[int]] = {}
    for row, (a, b) in enumerate(np.sort(edges, axis=1).tolist()):
        neighbours.setdefault((a, b), []).append(row)
    directed = edges.tolist()
    flip: list[bool | None] = [None] * len(faces)
    for seed in range(len(faces)):
        if flip[seed] is not None:
            continue
        flip[seed] = False
        waiting = deque([seed])
        while waiting:
            face = waiting.popleft()
            for row in range(3 * face, 3 * face + 3):
                a, b = directed[row]
                sharing = neighbours[(a, b) if a < b else (b, a)]
                if len(sharing) != 2:
                    continue
                other_row = sharing[0] if sharing[1] == row else sharing[1]
                other = other_row // 3
                if flip[other] is None:
                    flip[other] = bool(flip[face]) != (directed[other_row] == [a, b])
                    waiting.append(other)
    turned = np.array(flip, dtype=bool)
    return np.where(turned[:, None], faces[:, ::-1], faces)


def winding_numbers(points: Floats, vertices: Floats, faces: Ints) -> Floats:
    """(p,) how often the mesh winds about each point: 1 inside an outward closed mesh, 0 outside.

    Source:
        Van Oosterom and Strackee, "The solid angle of a plane triangle", 1983.
    """
    found = np.zeros(len(points))
    for row, point in enumerate(points):
        a, b, c = (vertices[faces[:, column]] - point for column in range(3))
        la, lb, lc = (np.linalg.norm(side, axis=1) for side in (a, b, c))
        above = np.einsum("ij,ij->i", a, np.cross(b, c))
        below = la * lb * lc + (
            np.einsum("ij,ij->i", a, b) * lc
            + np.einsum("ij,ij->i", b, c) * la
            + np.einsum("ij,ij->i", c, a) * lb
        )
        found[row] = np.arctan2(above, below).sum() / (2.0 * np.pi)
    return found
