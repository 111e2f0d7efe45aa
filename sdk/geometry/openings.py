"""`cut_opening_on_face`: the side walls of a throat behind an opening in one face of a shell.

A newcomer's mistake: to expect material to be removed. Only the walls of the throat are added; the opening
itself is the author's (or a boolean difference).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.construction import record
from sdk.geometry.inputs import number, positive
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.outlines import outline_from
from sdk.geometry.skin import newell_normal, skin

FACES = {"+x": (0, 1), "-x": (0, -1), "+y": (1, 1), "-y": (1, -1), "+z": (2, 1), "-z": (2, -1)}
"""Name of a face -> its axis and on which side of the shell it lies."""

MAX_TAPER = 0.95
"""The inner end of a throat may not shrink or grow by this share or more."""


def cut_opening_on_face(
    shell_geometry: MeshGeometry,
    *,
    face: str,
    opening_profile: Iterable[Iterable[Any]],
    depth: float,
    offset: Sequence[float] = (0.0, 0.0),
    taper: float = 0.0,
) -> MeshGeometry:
    """`shell_geometry` itself, with the walls of a throat added behind one face of its bounds.

    Args:
        shell_geometry: changed in place.
        face: ``+x -x +y -y +z -z``; the plane is that side of the bounding box.
        opening_profile: (u, v) outline: (y, z) on x faces, (x, z) on y faces, (x, y) on z faces.
        depth: above 0, metres.
        offset: added to (u, v).
        taper: the inner end is scaled by 1 - taper about the mean point of the profile; below 0.95 either
            way.

    Raises:
        TypeError: no `MeshGeometry`.
        GeometryError: ``unknown-face``, ``empty-mesh``, ``not-positive``, ``bad-taper``, and as for outlines.
    """
    if not isinstance(shell_geometry, MeshGeometry):
        raise TypeError(f"shell_geometry must be MeshGeometry, got {type(shell_geometry).__name__}")
    name = str(face).strip().lower()
    if name not in FACES:
        raise GeometryError.at("face", given=face, wanted=f"one of {', '.join(FACES)}", code="unknown-face")
    deep = positive(depth, "depth")
    shrink = number(taper, "taper")
    if abs(shrink) >= MAX_TAPER:
        raise GeometryError.at("taper", given=shrink, wanted=f"within {MAX_TAPER} of 0", code="bad-taper")
    shell, _ = shell_geometry.arrays()
    if not len(shell):
        raise GeometryError.at("shell_geometry", given="no vertices", wanted="a mesh", code="empty-mesh")
    axis, sign = FACES[name]
    plane = float(shell[:, axis].max() if sign > 0 else shell[:, axis].min())
    outline = outline_from(opening_profile, "opening_profile") + [number(each, "offset") for each in offset]
    middle = outline.mean(axis=0)
    inner = middle + (outline - middle) * (1.0 - shrink)
    across = [column for column in range(3) if column != axis]
    rings = np.zeros((2, len(outline), 3))
    rings[0][:, across], rings[1][:, across] = outline, inner
    rings[0][:, axis], rings[1][:, axis] = plane, plane - sign * deep
    inward_is_left = float(newell_normal(rings[0])[axis]) * sign < 0.0
    vertices, faces = skin(rings, caps=False)
    throat = MeshGeometry().fill(
        vertices,
        faces[:, ::-1] if inward_is_left else faces,  # the walls are seen from inside the throat
        record("opening", face=name, profile=tuple(map(tuple, outline.tolist())), depth=deep, taper=shrink),
    )
    return shell_geometry.merge(throat)
