"""Box, cylinder, cone, sphere, dome, capsule and torus meshes.

A newcomer's mistake: to reject a zero or negative size. Public programs compute sizes, and the surface
promises a flat or turned-over mesh instead of an error; only the dome and the capsule refuse. Segment counts
are raised to their minimum.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import pi

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.construction import record
from sdk.geometry.inputs import count, number, positive, require_faces
from sdk.geometry.lathe import revolve_profile
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.triangles import Floats, Ints

# Public programs index these: the lower four corners from (-, -) round by +y, then the upper four likewise.
_BOX_CORNERS = np.array(
    [
        [-0.5, -0.5, -0.5], [-0.5, 0.5, -0.5], [0.5, 0.5, -0.5], [0.5, -0.5, -0.5],
        [-0.5, -0.5, 0.5], [-0.5, 0.5, 0.5], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5],
    ]
)  # fmt: skip
_BOX_FACES = np.array(
    [
        [0, 1, 2], [0, 2, 3], [4, 7, 6], [4, 6, 5],  # -z, +z
        [0, 3, 7], [0, 7, 4], [1, 5, 6], [1, 6, 2],  # -y, +y
        [0, 4, 5], [0, 5, 1], [3, 2, 6], [3, 6, 7],  # -x, +x
    ]
)  # fmt: skip


def box_mesh(size: Sequence[float] | Floats) -> tuple[Floats, Ints]:
    """8 vertices and 12 outward faces of the centred box with full extents `size`."""
    return _BOX_CORNERS * np.abs(np.asarray(size, dtype=float)), _BOX_FACES


def cylinder_mesh(radius: float, height: float, *, segments: int, closed: bool = True) -> tuple[Floats, Ints]:
    """Vertices and faces of a centred cylinder about Z; without caps when not `closed`."""
    half = height / 2.0
    side = [(radius, -half), (radius, half)]
    return revolve_profile(
        np.array([(0.0, -half), *side, (0.0, half)] if closed else side), segments=segments
    )


def sphere_mesh(radius: float, *, width_segments: int, height_segments: int) -> tuple[Floats, Ints]:
    """Vertices and faces of a ball in `height_segments` bands from pole to pole."""
    return revolve_profile(_arc(radius, height_segments, -pi / 2, pi / 2), segments=width_segments)


def capsule_mesh(radius: float, length: float, *, segments: int, rows: int) -> tuple[Floats, Ints]:
    """Vertices and faces of a centred capsule about Z: `length` of it straight, `rows` bands at each end."""
    if length <= 1e-9:
        return sphere_mesh(radius, width_segments=segments, height_segments=max(4, 2 * rows))
    lower, upper = _arc(radius, rows, -pi / 2, 0.0), _arc(radius, rows, 0.0, pi / 2)
    lower[:, 1] -= length / 2.0
    upper[:, 1] += length / 2.0
    return revolve_profile(np.concatenate([lower, upper]), segments=segments)


def _arc(radius: float, steps: int, start: float, end: float) -> Floats:
    """(steps + 1, 2) radius and height between two latitudes, exact at the poles and the equator."""
    latitude = start + (end - start) * np.arange(steps + 1) / steps
    arc = radius * np.stack([np.cos(latitude), np.sin(latitude)], axis=1)
    arc[np.abs(np.abs(latitude) - pi / 2) < 1e-12, 0] = 0.0
    arc[np.abs(latitude) < 1e-12, 1] = 0.0
    return arc


class BoxGeometry(MeshGeometry):
    """A box centred on the origin; `size` holds the full extents, of which the first three are read."""

    def __init__(self, size: Sequence[float]) -> None:
        super().__init__()
        x, y, z = (number(size[axis], f"BoxGeometry size[{axis}]") for axis in range(3))
        self.fill(*box_mesh((x, y, z)), record("box", size=(x, y, z)))


class CylinderGeometry(MeshGeometry):
    """A cylinder about Z, centred; ``closed=False`` leaves out the caps."""

    def __init__(
        self, radius: float, height: float, *, radial_segments: int = 24, closed: bool = True
    ) -> None:
        super().__init__()
        wide, tall = (
            abs(number(radius, "CylinderGeometry radius")),
            abs(number(height, "CylinderGeometry height")),
        )
        around = count(radial_segments, "CylinderGeometry radial_segments", least=3)
        self.fill(
            *cylinder_mesh(wide, tall, segments=around, closed=closed),
            record("cylinder", radius=wide, height=tall, segments=around, closed=bool(closed)),
        )


class ConeGeometry(MeshGeometry):
    """A cone about Z with its tip at z = +height/2; ``closed=False`` leaves out the base."""

    def __init__(
        self, radius: float, height: float, *, radial_segments: int = 24, closed: bool = True
    ) -> None:
        super().__init__()
        wide, tall = abs(number(radius, "ConeGeometry radius")), number(height, "ConeGeometry height")
        around = count(radial_segments, "ConeGeometry radial_segments", least=3)
        slope = [(wide, -tall / 2.0), (0.0, tall / 2.0)]
        vertices, faces = revolve_profile(
            np.array([(0.0, -tall / 2.0), *slope] if closed else slope), segments=around
        )
        self.fill(
            vertices,
            faces if tall >= 0.0 else faces[:, ::-1],
            record("cone", radius=wide, height=tall, segments=around, closed=bool(closed)),
        )


class SphereGeometry(MeshGeometry):
    """A ball with its poles on Z."""

    def __init__(self, radius: float, *, width_segments: int = 24, height_segments: int = 16) -> None:
        super().__init__()
        wide = abs(number(radius, "SphereGeometry radius"))
        around = count(width_segments, "SphereGeometry width_segments", least=3)
        bands = count(height_segments, "SphereGeometry height_segments", least=2)
        require_faces(2 * around * bands, "SphereGeometry")
        self.fill(
            *sphere_mesh(wide, width_segments=around, height_segments=bands),
            record("sphere", radius=wide, width_segments=around, height_segments=bands),
        )


class DomeGeometry(MeshGeometry):
    """The upper half of a ball or ellipsoid: base on z = 0, top at z = its vertical radius.

    Args:
        radius: one radius, or exactly three (rx, ry, rz).
        closed: False leaves out the base.

    Raises:
        GeometryError: another number of radii, or one that is not above 0.
    """

    def __init__(
        self,
        radius: float | Sequence[float],
        *,
        radial_segments: int = 24,
        height_segments: int = 12,
        closed: bool = True,
    ) -> None:
        super().__init__()
        if isinstance(radius, str) or np.ndim(radius) == 0:
            radii = [positive(radius, "DomeGeometry radius")] * 3  # type: ignore[arg-type]
        else:
            radii = [positive(each, "DomeGeometry radius") for each in radius]  # type: ignore[union-attr]
        if len(radii) != 3:
            raise GeometryError.at(
                "DomeGeometry radius", given=radius, wanted="one radius or three", code="bad-radii"
            )
        around = count(radial_segments, "DomeGeometry radial_segments", least=3)
        bands = count(height_segments, "DomeGeometry height_segments", least=1)
        require_faces(2 * around * bands, "DomeGeometry")
        side = _arc(1.0, bands, 0.0, pi / 2)
        profile = np.concatenate([[(0.0, 0.0)], side]) if closed else side
        vertices, faces = revolve_profile(profile, segments=around)
        self.fill(
            vertices * radii,
            faces,
            record("dome", radii=tuple(radii), segments=around, height_segments=bands, closed=bool(closed)),
        )


class CapsuleGeometry(MeshGeometry):
    """A cylinder about Z with a half ball on each end, centred; total height is ``length + 2 * radius``.

    Raises:
        GeometryError: radius not above 0, or length below 0.
    """

    def __init__(
        self, radius: float, length: float, *, radial_segments: int = 24, height_segments: int = 8
    ) -> None:
        super().__init__()
        wide, middle = positive(radius, "CapsuleGeometry radius"), number(length, "CapsuleGeometry length")
        if middle < 0.0:
            raise GeometryError.at(
                "CapsuleGeometry length", given=middle, wanted="0 or more", code="negative-length"
            )
        around = count(radial_segments, "CapsuleGeometry radial_segments", least=3)
        rows = count(height_segments, "CapsuleGeometry height_segments", least=2)
        require_faces(4 * around * rows, "CapsuleGeometry")
        self.fill(
            *capsule_mesh(wide, middle, segments=around, rows=rows),
            record("capsule", radius=wide, length=middle, segments=around, height_segments=rows),
        )


class TorusGeometry(MeshGeometry):
    """A ring in the XY plane about Z.

    Args:
        radius: from the centre to the middle of the tube.
        tube: radius of the tube itself.
        radial_segments: facets around the tube.
        tubular_segments: facets around the ring.
    """

    def __init__(
        self, radius: float, tube: float, *, radial_segments: int = 16, tubular_segments: int = 32
    ) -> None:
        super().__init__()
        wide, thick = abs(number(radius, "TorusGeometry radius")), abs(number(tube, "TorusGeometry tube"))
        around_tube = count(radial_segments, "TorusGeometry radial_segments", least=3)
        around_ring = count(tubular_segments, "TorusGeometry tubular_segments", least=3)
        require_faces(2 * around_tube * around_ring, "TorusGeometry")
        angle = 2.0 * pi * np.arange(around_tube) / around_tube
        profile = np.stack([wide + thick * np.cos(angle), thick * np.sin(angle)], axis=1)
        self.fill(
            *revolve_profile(profile, segments=around_ring, closed=True),
            record(
                "torus", radius=wide, tube=thick, radial_segments=around_tube, tubular_segments=around_ring
            ),
        )
