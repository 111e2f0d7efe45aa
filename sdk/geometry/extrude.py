"""Prisms along Z: `ExtrudeGeometry`, `ExtrudeWithHolesGeometry` and the plain function behind them.

A newcomer's mistake: to look for the lowest vertex at z = 0 as other builders do with ``center=False``. Here
`center` chooses between z in [-h/2, h/2] and [0, h]; x and y are never shifted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry import kernel
from sdk.geometry.construction import record
from sdk.geometry.inputs import positive
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.outlines import contains, outline_from, sound_loops, sound_region
from sdk.geometry.triangles import Floats, Ints

ProfilePoints = Iterable[Iterable[Any]]


def extrude_region(
    outlines: Sequence[Floats],
    height: float,
    *,
    base: float = 0.0,
    cap: bool = True,
    closed: bool = True,
    lid: Ints | None = None,
) -> tuple[Floats, Ints]:
    """Vertices and faces of the prism over a region of the XY plane, z in [base, base + height].

    Args:
        outlines: (n, 2) loops that do not meet: outer ones counter-clockwise, holes clockwise.
        height: above 0.
        base: z of the lower side.
        cap: close top and bottom.
        closed: make the wall from each loop's last point to its first.
        lid: (k, 3) counter-clockwise triangles over the points of all loops in order, when they are known.
    """
    flat = np.concatenate(list(outlines))
    total = len(flat)
    vertices = np.zeros((2 * total, 3))
    vertices[:total, :2] = vertices[total:, :2] = flat
    vertices[:total, 2], vertices[total:, 2] = base, base + height
    here = np.arange(total)
    ahead = here + 1
    offset = 0
    for loop in outlines:
        offset += len(loop)
        ahead[offset - 1] = offset - len(loop)
    if not closed:
        walls = ahead > here
        here, ahead = here[walls], ahead[walls]
    top = total
    parts = [np.stack([here, ahead, ahead + top, here, ahead + top, here + top], axis=1).reshape(-1, 3)]
    if cap and closed:
        lid = kernel.triangulate(outlines) if lid is None else lid
        parts += [lid[:, ::-1], lid + top]
    return vertices, np.concatenate(parts)


class ExtrudeGeometry(MeshGeometry):
    """A prism along Z over an outline, concave ones included; an outline that meets itself is resolved.

    Args:
        profile: at least 3 distinct (x, y) points, either way round.
        height: above 0.
        cap: close top and bottom.
        center: z in [-height/2, height/2], else [0, height].
        closed: False leaves out the wall from the last point to the first, and the caps.

    Raises:
        GeometryError: ``not-positive``, ``too-few-points``, ``zero-area``, ``not-finite``.
    """

    def __init__(
        self,
        profile: ProfilePoints,
        height: float,
        *,
        cap: bool = True,
        center: bool = True,
        closed: bool = True,
    ) -> None:
        super().__init__()
        tall = positive(height, "ExtrudeGeometry height")
        where = "ExtrudeGeometry profile"
        loops = sound_loops(profile, where) if cap and closed else [outline_from(profile, where)]
        _fill_prism(self, loops, tall, cap=cap, center=center, closed=closed)

    @classmethod
    def centered(
        cls, profile: ProfilePoints, height: float, *, cap: bool = True, closed: bool = True
    ) -> Self:
        """The prism with z in [-height/2, height/2]."""
        return cls(profile, height, cap=cap, center=True, closed=closed)

    @classmethod
    def from_z0(cls, profile: ProfilePoints, height: float, *, cap: bool = True, closed: bool = True) -> Self:
        """The prism with z in [0, height]."""
        return cls(profile, height, cap=cap, center=False, closed=closed)


class ExtrudeWithHolesGeometry(MeshGeometry):
    """A prism along Z with true through holes; holes that overlap or cross the rim are clipped.

    Args:
        outer_profile: at least 3 distinct (x, y) points, either way round.
        hole_profiles: any number of such outlines.
        height, cap, center, closed: as for `ExtrudeGeometry`.

    Raises:
        GeometryError: ``hole-outside`` when the mean point of a hole is not inside the outline, and as above.
    """

    def __init__(
        self,
        outer_profile: ProfilePoints,
        hole_profiles: Iterable[ProfilePoints],
        height: float,
        *,
        cap: bool = True,
        center: bool = True,
        closed: bool = True,
    ) -> None:
        super().__init__()
        tall = positive(height, "ExtrudeWithHolesGeometry height")
        where = "ExtrudeWithHolesGeometry outer_profile"
        outer = list(outer_profile)
        holes = [
            outline_from(hole, f"ExtrudeWithHolesGeometry hole_profiles[{row}]")
            for row, hole in enumerate(hole_profiles)
        ]
        if not holes:
            loops = sound_loops(outer, where) if cap and closed else [outline_from(outer, where)]
        else:
            rim = outline_from(outer, where)
            for row, hole in enumerate(holes):
                if not contains(rim, hole.mean(axis=0)):
                    raise GeometryError.at(
                        f"ExtrudeWithHolesGeometry hole_profiles[{row}]",
                        given=f"a hole about {tuple(hole.mean(axis=0).round(6).tolist())}",
                        wanted="holes inside outer_profile",
                        code="hole-outside",
                    )
            loops = sound_region(rim, holes, where)
        _fill_prism(self, loops, tall, cap=cap, center=center, closed=closed)


def _fill_prism(
    geometry: MeshGeometry, loops: Sequence[Floats], height: float, *, cap: bool, center: bool, closed: bool
) -> None:
    base = -height / 2.0 if center else 0.0
    vertices, faces = extrude_region(loops, height, base=base, cap=cap, closed=closed)
    geometry.fill(
        vertices,
        faces,
        record(
            "extrude",
            loops=tuple(tuple(map(tuple, loop.tolist())) for loop in loops),
            height=height,
            base=base,
            cap=bool(cap),
            closed=bool(closed),
        ),
    )
