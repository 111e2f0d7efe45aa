"""`PortedGeometry`: a mesh that knows its bounds, its size and named frames on itself.

A newcomer's mistake: to store a port as numbers. Ports move with the geometry, so they are read from it after
the last move: ``tube.rotate_x(0.3).ports["end"]``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import numpy as np

from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.triangles import Floats
from sdk.model.origin import Origin
from sdk.spatial import Triple, as_nested, bounds_of, rpy_from_rotation


class PortedGeometry(MeshGeometry):
    """A `MeshGeometry` with ports and named pieces; transforms carry all of them along.

    Args:
        source: the mesh to take over; None starts empty.
        ports: name -> (4, 4) frame, z pointing out of the material where that means something.
        pieces: name -> a part of the whole with its own colour or motion.
    """

    def __init__(
        self,
        source: MeshGeometry | None = None,
        *,
        ports: Mapping[str, Floats] | None = None,
        pieces: Mapping[str, MeshGeometry] | None = None,
    ) -> None:
        super().__init__()
        if source is not None:
            self.fill(*source.arrays(), source.construction)
        self._frames: dict[str, Floats] = {
            name: np.array(frame, dtype=float) for name, frame in (ports or {}).items()
        }
        self.pieces: dict[str, MeshGeometry] = dict(pieces or {})

    @property
    def bounds(self) -> tuple[Triple, Triple]:
        """((xmin, ymin, zmin), (xmax, ymax, zmax)) of the mesh as it is now, metres."""
        return as_nested(bounds_of(self.rows()[0]))

    @property
    def size(self) -> Triple:
        """Full extents along x, y and z, metres."""
        low, high = self.bounds
        return high[0] - low[0], high[1] - low[1], high[2] - low[2]

    @property
    def triangles(self) -> int:
        """Number of faces: what it costs."""
        return len(self.rows()[1])

    @property
    def ports(self) -> dict[str, Origin]:
        """Name -> frame in the geometry's own coordinates, ready for ``origin=``."""
        return {name: origin_of(frame) for name, frame in self._frames.items()}

    @property
    def frames(self) -> dict[str, Floats]:
        """Name -> (4, 4) frame; the same as `ports`, for computing."""
        return {name: frame.copy() for name, frame in self._frames.items()}

    def copy(self) -> PortedGeometry:
        """An independent copy with the same ports and pieces."""
        pieces = {name: piece.copy() for name, piece in self.pieces.items()}
        return PortedGeometry(super().copy(), ports=self._frames, pieces=pieces)

    def clone(self) -> PortedGeometry:
        """Same as `copy`."""
        return self.copy()

    def _move(self, matrix: Floats) -> Self:
        super()._move(matrix)
        self._frames = {name: moved_frame(matrix, frame) for name, frame in self._frames.items()}
        for piece in self.pieces.values():
            piece._move(matrix)
        return self


def moved_frame(matrix: Floats, frame: Floats) -> Floats:
    """(4, 4) right-handed frame after an affine map: z keeps its image, x is squared to it."""
    moved = matrix @ frame
    z = moved[:3, 2] / np.linalg.norm(moved[:3, 2])
    x = moved[:3, 0] - (moved[:3, 0] @ z) * z
    x /= np.linalg.norm(x)
    found = np.eye(4)
    found[:3, :3] = np.stack([x, np.cross(z, x), z], axis=1)
    found[:3, 3] = moved[:3, 3]
    return found


def origin_of(frame: Floats) -> Origin:
    """The pose of a (4, 4) rigid frame."""
    xyz: Any = tuple(frame[:3, 3].tolist())
    return Origin(xyz=xyz, rpy=rpy_from_rotation(frame[:3, :3]))


def frame_on(point: Floats, z: Floats, x: Floats | None = None) -> Floats:
    """(4, 4) frame at a point with z along `z`, and x as near to `x` as that allows.

    Without `x`, or where it lies along z, x is taken near +X, else near +Y.
    """
    ahead = np.asarray(z, dtype=float) / np.linalg.norm(z)
    hints = [np.eye(3)[0], np.eye(3)[1]] if x is None else [np.asarray(x, dtype=float), *np.eye(3)]
    side = hints[0]
    for hint in hints:
        side = hint - (hint @ ahead) * ahead
        if np.linalg.norm(side) > 0.05 * np.linalg.norm(hint):
            break
    side = side / np.linalg.norm(side)
    found = np.eye(4)
    found[:3, :3] = np.stack([side, np.cross(ahead, side), ahead], axis=1)
    found[:3, 3] = point
    return found
