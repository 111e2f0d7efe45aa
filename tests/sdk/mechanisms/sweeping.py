"""An independent judge of mechanisms: their solids moved in fine steps by plain matrices.

It reads the written meshes itself, moves them with its own arithmetic and asks the boolean kernel for common
volumes and gaps, so that a fault in the product's scene or kinematics shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from math import cos, pi, sin
from pathlib import Path
from typing import Any

import manifold3d
import numpy as np

from sdk.assets import AssetSession
from sdk.model.kinematics import KinematicTree
from sdk.model.shapes import Box, Cylinder, Mesh, Sphere
from tests.asserts import assert_closed_solid

FACETS = 96


@contextmanager
def workshop(tmp_path: Path) -> Iterator[AssetSession]:
    with AssetSession(tmp_path).use() as session:
        yield session


def turned(axis: Any, angle: float) -> np.ndarray:
    x, y, z = np.asarray(axis, dtype=float) / np.linalg.norm(axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + sin(angle) * cross + (1 - cos(angle)) * cross @ cross


def pose_matrix(origin: Any) -> np.ndarray:
    roll, pitch, yaw = origin.rpy
    found = np.eye(4)
    found[:3, :3] = turned((0, 0, 1), yaw) @ turned((0, 1, 0), pitch) @ turned((1, 0, 0), roll)
    found[:3, 3] = origin.xyz
    return found


def read_mesh(path: str) -> tuple[np.ndarray, np.ndarray]:
    vertices, faces = [], []
    for line in Path(path).read_text().splitlines():
        if line.startswith("v "):
            vertices.append(line[2:])
        elif line.startswith("f "):
            faces.append(line[2:])
    points = np.array(" ".join(vertices).split(), dtype=float).reshape(-1, 3)
    return points, np.array(" ".join(faces).split(), dtype=int).reshape(-1, 3) - 1


def solid_of(visual: Any) -> manifold3d.Manifold:
    shape = visual.geometry
    if isinstance(shape, Box):
        solid = manifold3d.Manifold.cube(list(shape.size), True)
    elif isinstance(shape, Cylinder):
        solid = manifold3d.Manifold.cylinder(shape.length, shape.radius, shape.radius, FACETS, True)
    elif isinstance(shape, Sphere):
        solid = manifold3d.Manifold.sphere(shape.radius, FACETS)
    else:
        assert isinstance(shape, Mesh)
        vertices, faces = read_mesh(str(shape.materialized_path))
        assert_closed_solid((vertices, faces), slivers=True)
        mesh = manifold3d.Mesh64(vertices, faces.astype(np.uint64))
        solid = manifold3d.Manifold(mesh)
        assert solid.status() == manifold3d.Error.NoError, visual.name
    return solid.transform(pose_matrix(visual.origin)[:3])


class Sweep:
    """A model's solids, posed at given joint values; followers must be given too."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.solids = {part.name: [solid_of(visual) for visual in part.visuals] for part in model.parts}
        self.names = {part.name: [visual.name for visual in part.visuals] for part in model.parts}
        self.united: dict[str, manifold3d.Manifold] = {}
        self.known: dict[tuple[str, str, bytes], float] = {}
        self.joint_of_child = {joint.child: joint for joint in model.articulations}

    def world(self, part: str, values: Mapping[str, float]) -> np.ndarray:
        joint = self.joint_of_child.get(part)
        if joint is None:
            return np.eye(4)
        motion = np.eye(4)
        value = values.get(joint.name, 0.0)
        axis = np.asarray(joint.axis, dtype=float)
        if joint.articulation_type.value in ("revolute", "continuous"):
            motion[:3, :3] = turned(axis, value)
        elif joint.articulation_type.value == "prismatic":
            motion[:3, 3] = value * axis / np.linalg.norm(axis)
        return self.world(joint.parent, values) @ pose_matrix(joint.origin) @ motion

    def placed(self, part: str, values: Mapping[str, float]) -> list[manifold3d.Manifold]:
        matrix = self.world(part, values)
        return [solid.transform(matrix[:3]) for solid in self.solids[part]]

    def whole(self, part: str, values: Mapping[str, float]) -> manifold3d.Manifold:
        if part not in self.united:
            self.united[part] = manifold3d.Manifold.batch_boolean(self.solids[part], manifold3d.OpType.Add)
        return self.united[part].transform(self.world(part, values)[:3])

    def rigid_with(self, part: str) -> tuple[str, ...]:
        """The part and all that fixed joints hold to it."""
        found = {part}
        fixed = [joint for joint in self.model.articulations if joint.articulation_type.value == "fixed"]
        for _ in fixed:
            for joint in fixed:
                if joint.parent in found or joint.child in found:
                    found |= {joint.parent, joint.child}
        return tuple(sorted(found))

    def points(self, parts: Iterable[str]) -> np.ndarray:
        """(n, 3) corners of everything on the parts, in the world at rest."""
        placed = [solid for part in parts for solid in self.placed(part, {})]
        rows = [np.asarray(solid.to_mesh64().vert_properties)[:, :3] for solid in placed]
        return np.concatenate(rows) if rows else np.zeros((0, 3))

    def overlap(self, first: str, second: str, values: Mapping[str, float]) -> float:
        """Common volume of two parts, cubic metres; worked out once for each way they stand to each other."""
        between = np.linalg.inv(self.world(first, values)) @ self.world(second, values)
        key = (first, second, between.round(9).tobytes())
        if key not in self.known:
            one, other = self.whole(first, {}), self.whole(second, {})
            here = self.world(first, {})
            moved = (here @ between @ np.linalg.inv(self.world(second, {})))[:3]
            self.known[key] = (one ^ other.transform(moved)).volume()
        return self.known[key]

    def culprits(self, first: str, second: str, values: Mapping[str, float]) -> str:
        """The two elements that share most."""
        found = [
            ((one ^ other).volume(), f"{self.names[first][a]} in {self.names[second][b]}")
            for a, one in enumerate(self.placed(first, values))
            for b, other in enumerate(self.placed(second, values))
        ]
        return max(found)[1]

    def gap(self, first: str, second: str, values: Mapping[str, float], *, reach: float) -> float:
        """Least distance of the two parts, metres, at most `reach`."""
        return self.whole(first, values).min_gap(self.whole(second, values), reach)


def assert_runs_free(
    model: Any,
    poses: list[dict[str, float]],
    *,
    most_overlap: float = 2e-11,
    most_gap: float = 0.0005,
    held: bool = True,
    sweep: Sweep | None = None,
) -> None:
    """No two parts share volume at any pose, and every joint's child stays within reach of another part."""
    sweep = sweep or Sweep(model)
    filled = [part.name for part in model.parts if part.visuals]
    for step, values in enumerate(poses):
        for row, first in enumerate(filled):
            for second in filled[row + 1 :]:
                common = sweep.overlap(first, second, values)
                assert common <= most_overlap, (
                    f"{sweep.culprits(first, second, values)}: {common * 1e9:.3f} mm3 at {values}"
                )
        if held and step in (0, len(poses) // 2, len(poses) - 1):
            for part in filled:
                if part in sweep.joint_of_child:
                    others = sorted(
                        (other for other in filled if other != part),
                        key=lambda other: other != sweep.joint_of_child[part].parent,
                    )
                    reach = most_gap * 1.01
                    near = any(sweep.gap(part, other, values, reach=reach) <= most_gap for other in others)
                    assert near, f"{part} is {most_gap * 1000:.2f} mm or more from everything at {values}"


def spread(lower: float, upper: float, steps: int) -> list[float]:
    return [lower + (upper - lower) * k / (steps - 1) for k in range(steps)]


def poses_of(model: Any, *, steps: int, turns: float | None = None) -> list[dict[str, float]]:
    """Values of every joint, each driver over its range with the rest at 0, then all at their ends together.

    What an interlock asks for is given: the joints it names stand at the far end of what it allows. `turns` is the
    range of joints without limits, a full turn when left out.
    """
    tree = KinematicTree(model)
    drivers = [
        joint
        for joint in model.articulations
        if joint.articulation_type.is_scalar and joint.mimic is None and joint.coupling is None
    ]
    ranges: dict[str, tuple[float, float]] = {}
    for joint in drivers:
        limits = joint.motion_limits
        if limits is None or limits.lower is None or limits.upper is None:
            ranges[joint.name] = (0.0, turns or 2.0 * pi)
        else:
            span = limits.upper - limits.lower if turns is None else min(turns, limits.upper - limits.lower)
            ranges[joint.name] = (limits.lower, limits.lower + span)
    needs: dict[str, dict[str, float]] = {}
    for lock in model.interlocks:
        for other, (low, high) in lock.requires.items():
            needs.setdefault(lock.joint, {})[other] = high if high > 0.0 else low
    poses: list[dict[str, float]] = []
    for name, (low, high) in ranges.items():
        poses += [{**needs.get(name, {}), name: value} for value in spread(low, high, steps)]
    if not model.interlocks:
        for end in (0, 1):
            poses.append({name: both[end] for name, both in ranges.items()})
    return [dict(tree.joint_values(pose)) for pose in poses]  # type: ignore[arg-type]
