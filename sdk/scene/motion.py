"""How parts move against the rest pose when one joint is driven: rigid groups, ranges, placements in bulk.

Everything that moves alike is one group, so a sweep places a group rather than each part, and as arrays over
all values at once. A newcomer's mistake: to take a driver's subtree for what moves. The followers of a mimic
move with it, each below its own joint.

Source:
    The product of exponentials: world(q) = D1(q) @ ... @ Dn(q) @ world(0), one factor for each moving joint on
    the way from the root, each a screw about that joint's axis at rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

import numpy as np

from sdk.model.articulation import Articulation, ArticulationType
from sdk.model.kinematics import KinematicTree
from sdk.model.object import ArticulatedObject
from sdk.spatial import Array, transform_of

FULL_TURN = 2.0 * pi


@dataclass(frozen=True, eq=False)
class Screw:
    """One moving joint seen from the world at rest."""

    joint: Articulation
    axis: Array
    """(3,) unit direction."""
    point: Array
    """(3,) a point of the axis."""
    ratio: float
    """What the joint moves for each unit of the driver."""

    @property
    def turns(self) -> bool:
        """Whether it turns rather than slides."""
        return self.joint.articulation_type.is_angular

    def motions(self, values: Array) -> Array:
        """(k, 4, 4) world motion at (k,) values of the driver, identity at 0."""
        moved = np.tile(np.eye(4), (len(values), 1, 1))
        amounts = self.ratio * values
        if not self.turns:
            moved[:, :3, 3] = amounts[:, None] * self.axis
            return moved
        x, y, z = self.axis
        across = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
        sine, cosine = np.sin(amounts)[:, None, None], np.cos(amounts)[:, None, None]
        moved[:, :3, :3] = np.eye(3) + sine * across + (1.0 - cosine) * (across @ across)
        moved[:, :3, 3] = self.point - moved[:, :3, :3] @ self.point
        return moved


@dataclass(frozen=True, eq=False)
class Drive:
    """One joint that may be driven, over its range, and what goes with it."""

    joint: Articulation
    lower: float
    upper: float
    """Both with 0 between them, since rest is where measuring starts."""
    paths: tuple[tuple[Screw, ...], ...]
    """Moving joints from the root to each rigid group, outermost first; group 0 stays still."""
    group_of_part: dict[str, int]

    @property
    def is_cyclic(self) -> bool:
        """Whether the range is a full turn, so that its ends are one place."""
        return self.joint.articulation_type is ArticulationType.CONTINUOUS

    @property
    def ends(self) -> tuple[float, ...]:
        """The ends of the range that are not rest; quarter turns for a continuous joint."""
        if self.is_cyclic:
            return (0.5 * pi, pi, 1.5 * pi)
        return tuple(end for end in (self.lower, self.upper) if abs(end) > 0.0)

    @property
    def moving(self) -> tuple[str, ...]:
        """Parts that move."""
        return tuple(name for name, group in self.group_of_part.items() if group)

    def motions(self, values: Array) -> Array:
        """(groups, k, 4, 4) world motion of each group against rest at (k,) values."""
        factors = {screw.joint.name: screw.motions(values) for path in self.paths for screw in path}
        found = np.tile(np.eye(4), (len(self.paths), len(values), 1, 1))
        for group, path in enumerate(self.paths):
            for screw in path:
                found[group] = found[group] @ factors[screw.joint.name]
        return found

    def common_screw(self, first: int, second: int) -> Screw | None:
        """The one joint that two groups move about against each other; None when more take part."""
        a, b = self.paths[first], self.paths[second]
        shared = 0
        while shared < min(len(a), len(b)) and a[shared] is b[shared]:
            shared += 1
        rest = [*a[shared:], *b[shared:]]
        return rest[0] if len(rest) == 1 else None


def find_drives(model: ArticulatedObject, world_from_part: dict[str, Array]) -> tuple[Drive, ...]:
    """Every joint that can be driven over a range, in the model's order.

    Fixed and floating joints, followers, and joints without a range are left out.

    Raises:
        ValidationError: the joints do not form one tree, or a mimic cannot be resolved.
    """
    tree = KinematicTree(model)
    followers: dict[str, list[tuple[Articulation, float]]] = {}
    for joint in tree.joints:
        if joint.articulation_type.is_scalar:
            source, ratio, _ = tree.driver_of(joint.name)
            followers.setdefault(source, []).append((joint, ratio))
    world_axes = {joint.name: _world_axis(joint, world_from_part) for joint in tree.joints}
    found = []
    for joint in model.articulations:
        limits = _range_of(joint)
        if limits is None:
            continue
        moved = {
            each.name: Screw(each, *world_axes[each.name], ratio)
            for each, ratio in followers.get(joint.name, ())
            if ratio != 0.0
        }
        paths: dict[tuple[Screw, ...], int] = {(): 0}
        path_of: dict[str, tuple[Screw, ...]] = {tree.root: ()}
        groups = {tree.root: 0}
        for each in tree.joints:
            path = path_of[each.parent] + ((moved[each.name],) if each.name in moved else ())
            path_of[each.child] = path
            groups[each.child] = paths.setdefault(path, len(paths))
        if len(paths) > 1:
            found.append(Drive(joint, *limits, tuple(paths), groups))
    return tuple(found)


def _world_axis(joint: Articulation, world_from_part: dict[str, Array]) -> tuple[Array, Array]:
    world_from_joint = world_from_part[joint.parent] @ transform_of(joint.origin)
    axis = world_from_joint[:3, :3] @ np.asarray(joint.axis, dtype=float)
    length = float(np.linalg.norm(axis))
    return axis / (length or 1.0), world_from_joint[:3, 3]


def _range_of(joint: Articulation) -> tuple[float, float] | None:
    kind, limits = joint.articulation_type, joint.motion_limits
    if joint.mimic is not None or not kind.is_scalar:
        return None
    if kind is ArticulationType.CONTINUOUS:
        return 0.0, FULL_TURN
    if limits is None or limits.lower is None or limits.upper is None:
        return None
    lower, upper = min(limits.lower, 0.0), max(limits.upper, 0.0)
    if kind is ArticulationType.REVOLUTE:
        lower, upper = max(lower, -FULL_TURN), min(upper, FULL_TURN)
    return (lower, upper) if upper > lower else None
