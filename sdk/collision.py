"""Colliders: whether two placed shapes meet, and how far apart they are; the only importer of fcl.

Boxes, cylinders and spheres are solid here, but a mesh is a hollow skin of triangles: something swallowed by
a mesh without crossing its skin does not collide with it. `sdk.scene` adds what is inside.
"""

from __future__ import annotations

import fcl
import numpy as np

from sdk.geometry.triangles import without_unused


class Collider:
    """A shape that can be placed anywhere and asked about another; its search tree is built once."""

    def __init__(self, shape: fcl.CollisionGeometry) -> None:
        self._shape = shape
        self._object = fcl.CollisionObject(shape, fcl.Transform())
        self._placed: bytes | None = None

    @classmethod
    def box(cls, size: tuple[float, float, float]) -> Collider:
        """A solid box of full extents `size`, centred."""
        return cls(fcl.Box(*size))

    @classmethod
    def cylinder(cls, *, radius: float, length: float) -> Collider:
        """A solid cylinder along z, centred."""
        return cls(fcl.Cylinder(radius, length))

    @classmethod
    def sphere(cls, radius: float) -> Collider:
        """A solid sphere, centred."""
        return cls(fcl.Sphere(radius))

    @classmethod
    def mesh(cls, vertices: np.ndarray, faces: np.ndarray) -> Collider:
        """The hollow skin of a triangle mesh, or of some of its faces; (n, 3) metres and (m, 3) indices."""
        vertices, faces = without_unused(vertices, faces)  # one vertex costs as much as a face
        tree = fcl.BVHModel()
        tree.beginModel(len(vertices), len(faces))
        tree.addSubModel(np.ascontiguousarray(vertices, dtype=np.float64), np.ascontiguousarray(faces))
        tree.endModel()
        return cls(tree)

    def twin(self) -> Collider:
        """Another collider on the same search tree, to be placed independently."""
        return Collider(self._shape)

    def _at(self, world_from_shape: np.ndarray) -> fcl.CollisionObject:
        key = world_from_shape.tobytes()
        if key != self._placed:
            self._object.setTransform(fcl.Transform(world_from_shape[:3, :3], world_from_shape[:3, 3]))
            self._placed = key
        return self._object

    def collides(self, world_from_self: np.ndarray, other: Collider, world_from_other: np.ndarray) -> bool:
        """Whether the two meet, exact touching included.

        Two flat faces of a cylinder and a cylinder or box touching at exactly zero do not count; their
        `distance` is -1.
        """
        mine, theirs = _both(self, world_from_self, other, world_from_other)
        return fcl.collide(mine, theirs, fcl.CollisionRequest(), fcl.CollisionResult()) > 0

    def distance(self, world_from_self: np.ndarray, other: Collider, world_from_other: np.ndarray) -> float:
        """Gap in metres; 0, -1 or a denormal when they meet, never a penetration depth."""
        mine, theirs = _both(self, world_from_self, other, world_from_other)
        return float(fcl.distance(mine, theirs, fcl.DistanceRequest(), fcl.DistanceResult()))


def _both(
    first: Collider, world_from_first: np.ndarray, second: Collider, world_from_second: np.ndarray
) -> tuple[fcl.CollisionObject, fcl.CollisionObject]:
    if first is second:
        second = first.twin()
    return first._at(world_from_first), second._at(world_from_second)
