"""How parts move against the rest pose when one joint is driven: rigid groups, ranges, placements in bulk.

Everything that moves alike is one group, so a sweep places a group rather than each part, and as arrays over
all values at once. A newcomer's mistake: to take a driver's subtree for what moves. The followers of a mimic
move with it, each below its own joint; and what interlocks want out of the way stands released meanwhile.

Source:
    The product of exponentials: world(q) = D1(q) @ ... @ Dn(q) @ world(0), one factor for each moving joint on
    the way from the root, each a screw about that joint's axis at rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import pi

import numpy as np

from sdk.model.articulation import Articulation, ArticulationType
from sdk.model.interlocking import released
from sdk.model.kinematics import KinematicTree
from sdk.model.object import ArticulatedObject
from sdk.spatial import Array, transform_of

FULL_TURN = 2.0 * pi
STILL = np.eye(4)
MOTIONS_KEPT, MOST_KEPT_BYTES = 4, 1 << 18
"""Sets of motions that a drive remembers, and the most that one of them may take."""
SLOPE_SAMPLES = 65
"""Values of a driver at which the steepness of its followers is looked at."""


@dataclass(frozen=True, eq=False)
class Screw:
    """One moving joint seen from the world at rest."""

    joint: Articulation
    axis: Array
    """(3,) unit direction."""
    point: Array
    """(3,) a point of the axis."""
    follow: Callable[[float], float]
    """Value of the joint at a value of the driver."""
    ratio: float
    """The most the joint moves for each unit of the driver, over the driver's range; 0 for one held released."""
    rest: float
    """Value of the joint in the rest pose."""

    @property
    def turns(self) -> bool:
        """Whether it turns rather than slides."""
        return self.joint.articulation_type.is_angular

    def amounts(self, values: Array) -> Array:
        """(k,) movement of the joint from rest at (k,) values of the driver."""
        return np.array([self.follow(value) - self.rest for value in values.tolist()])

    def motions(self, values: Array) -> Array:
        """(k, 4, 4) world motion at (k,) values of the driver, against rest."""
        return _moved(*self.parts, amounts=self.amounts(values)[None])[0]

    @cached_property
    def parts(self) -> tuple[Array, Array, Array, Array]:
        """(1, 1, 3, 3) cross product with the axis of turning, once and twice, (1, 1, 3) a point of it, and (1, 1, 3)
        the axis of sliding; what does not turn, or does not slide, has zeros there.
        """
        x, y, z = self.axis.tolist() if self.turns else (0.0, 0.0, 0.0)
        across = np.array([[[[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]]]])
        slide = np.zeros(3) if self.turns else self.axis
        return across, across @ across, self.point[None, None], slide[None, None]


def motions_about(screws: Sequence[Screw], amounts: Array) -> Array:
    """(n, k, 4, 4) world motions of (n,) screws by (n, k) amounts, against rest."""
    return _moved(*map(np.concatenate, zip(*(screw.parts for screw in screws), strict=True)), amounts=amounts)


def _moved(across: Array, twice: Array, points: Array, slides: Array, *, amounts: Array) -> Array:
    """(n, k, 4, 4) motions by (n, k) amounts; see `Screw.parts`."""
    moved = np.zeros((*amounts.shape, 4, 4))
    moved[:] = STILL
    turns = moved[..., :3, :3]
    turns += np.sin(amounts)[..., None, None] * across + (1.0 - np.cos(amounts))[..., None, None] * twice
    moved[..., :3, 3] = points - (turns @ points[..., None])[..., 0] + amounts[..., None] * slides
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
    held: Mapping[str, float] = field(default_factory=dict)
    """Other joints away from rest meanwhile, as interlocks require, with their values."""

    @property
    def axis(self) -> Array:
        """(3,) unit direction of the driven joint's axis, at rest."""
        return next(screw.axis for path in self.paths for screw in path if screw.joint is self.joint)

    @cached_property
    def only_screw(self) -> Screw | None:
        """The one joint that moves, the driven one, where nothing follows it or stands released."""
        is_alone = len(self.paths) == 2 and len(self.paths[1]) == 1 and not self.held
        return self.paths[1][0] if is_alone else None

    def configuration(self, value: float) -> dict[str, float]:
        """Joint values with the driven joint at a value."""
        return {**self.held, self.joint.name: value}

    def is_driven(self, group: int) -> bool:
        """Whether a group moves with the driven joint, rather than stand at rest or be held released."""
        return any(screw.ratio for screw in self.paths[group])

    @property
    def is_cyclic(self) -> bool:
        """Whether the range is a full turn, so that its ends are one place."""
        return self.joint.articulation_type is ArticulationType.CONTINUOUS

    @property
    def is_winding(self) -> bool:
        """Whether it turns more than once between its ends, as a screw."""
        return self.joint.articulation_type.is_angular and self.upper - self.lower > FULL_TURN + 1e-9

    @property
    def ends(self) -> tuple[float, ...]:
        """The ends of the range that are not rest; quarter turns for a continuous joint."""
        if self.is_cyclic:
            return (0.5 * pi, pi, 1.5 * pi)
        return tuple(end for end in (self.lower, self.upper) if abs(end) > 0.0)

    @property
    def moving(self) -> tuple[str, ...]:
        """Parts that are elsewhere than at rest."""
        return tuple(name for name, group in self.group_of_part.items() if group)

    def motions(self, values: Array) -> Array:
        """(groups, k, 4, 4) world motion of each group against rest at (k,) values."""
        key = values.tobytes()
        kept = self._motions.get(key)
        if kept is not None:
            return kept
        found = np.zeros((len(self.paths), len(values), 4, 4))
        found[0] = STILL
        known: dict[tuple[Screw, ...], int] = {(): 0}
        for group, path in enumerate(self.paths[1:], start=1):
            moved = path[-1].motions(values)  # what carries it is a group too
            found[group] = moved if len(path) == 1 else found[known[path[:-1]]] @ moved
            known[path] = group
        found.flags.writeable = False
        if found.nbytes <= MOST_KEPT_BYTES:
            while len(self._motions) >= MOTIONS_KEPT:
                del self._motions[next(iter(self._motions))]
            self._motions[key] = found
        return found

    @cached_property
    def _motions(self) -> dict[bytes, Array]:
        """The last few motions that were asked for: one sweep asks at the same values for many pairs."""
        return {}

    def common_screw(self, first: int, second: int) -> Screw | None:
        """The one joint that two groups move about against each other; None when more take part."""
        rest = self._between(first, second)
        return rest[0] if len(rest) == 1 else None

    def moves_between(self, first: int, second: int) -> bool:
        """Whether two groups move against each other over the range; what is held released stands still."""
        return any(screw.ratio for screw in self._between(first, second))

    def _between(self, first: int, second: int) -> list[Screw]:
        """The moving joints on the way from one group to the other."""
        a, b = self.paths[first], self.paths[second]
        shared = 0
        while shared < min(len(a), len(b)) and a[shared] is b[shared]:
            shared += 1
        return [*a[shared:], *b[shared:]]


def find_drives(
    model: ArticulatedObject, tree: KinematicTree, world_from_part: Mapping[str, Array]
) -> tuple[Drive, ...]:
    """Every joint that can be driven over a range, in the model's order; `tree` is that of the model, at rest.

    Fixed and floating joints, followers, and joints without a range are left out.
    """
    followers: dict[str, list[tuple[Articulation, Callable[[float], float]]]] = {}
    for joint in tree.joints:
        if joint.articulation_type.is_scalar:
            source, follow = tree.driver_of(joint.name)
            followers.setdefault(source, []).append((joint, follow))
    world_axes = {joint.name: _world_axis(joint, world_from_part) for joint in tree.joints}
    below = _parts_below(tree)
    found = []
    for joint in model.articulations:
        followed = followers.get(joint.name, [])
        limits = _range_of(joint, winds=any(_slides(each) for each, _ in followed))
        if limits is None:
            continue
        moved = {
            each.name: Screw(each, *world_axes[each.name], follow, ratio, follow(0.0))
            for each, follow in followed
            if (ratio := 1.0 if each is joint else _steepest(follow, *limits)) > 0.0
        }
        held = _held(model, joint, limits)
        for name, value in held.items():
            for each, follow in followers.get(name, ()):
                stands = follow(value)
                moved[each.name] = Screw(
                    each, *world_axes[each.name], lambda _, stands=stands: stands, 0.0, follow(0.0)
                )
        path_of: dict[str, tuple[Screw, ...]] = {}
        paths: list[tuple[Screw, ...]] = [()]
        groups = dict.fromkeys(below, 0)
        for each in (each for each in tree.joints if each.name in moved):  # outermost first
            path = (*path_of.get(each.parent, ()), moved[each.name])
            path_of.update(dict.fromkeys(below[each.child], path))
            groups.update(dict.fromkeys(below[each.child], len(paths)))
            paths.append(path)
        if len(paths) > 1:
            found.append(Drive(joint, *limits, tuple(paths), groups, held))
    return tuple(found)


def _parts_below(tree: KinematicTree) -> dict[str, list[str]]:
    """Part name -> itself and every part it carries; root first."""
    below = {name: [name] for name in (tree.root, *(joint.child for joint in tree.joints))}
    for joint in reversed(tree.joints):  # each joint stands after the one that carries it
        below[joint.parent] += below[joint.child]
    return below


def _held(model: ArticulatedObject, joint: Articulation, limits: tuple[float, float]) -> dict[str, float]:
    """Joints that interlocks want away from rest when this one moves, and where."""
    if not model.interlocks:
        return {}
    farthest = max(limits, key=abs)
    wanted = released(model, {joint.name: farthest})
    return {name: value for name, value in wanted.items() if name != joint.name and value != 0.0}


def _slides(joint: Articulation) -> bool:
    return joint.articulation_type is ArticulationType.PRISMATIC


def _steepest(follow: Callable[[float], float], lower: float, upper: float) -> float:
    """The largest change of a follower for each unit of its driver, between samples over the range."""
    values = np.linspace(lower, upper, SLOPE_SAMPLES)
    followed = np.array([follow(value) for value in values.tolist()])
    return float(np.abs(np.diff(followed)).max() / (values[1] - values[0]))


def _world_axis(joint: Articulation, world_from_part: Mapping[str, Array]) -> tuple[Array, Array]:
    world_from_joint = world_from_part[joint.parent] @ transform_of(joint.origin)
    axis = world_from_joint[:3, :3] @ np.asarray(joint.axis, dtype=float)
    length = float(np.linalg.norm(axis))
    return axis / (length or 1.0), world_from_joint[:3, 3]


def _range_of(joint: Articulation, *, winds: bool = False) -> tuple[float, float] | None:
    """Values to drive it over, rest among them; one turn shows all unless something slides with it."""
    kind, limits = joint.articulation_type, joint.motion_limits
    if joint.law is not None or not kind.is_scalar:
        return None
    if kind is ArticulationType.CONTINUOUS:
        return 0.0, FULL_TURN
    if limits is None or limits.lower is None or limits.upper is None:
        return None
    lower, upper = min(limits.lower, 0.0), max(limits.upper, 0.0)
    if kind is ArticulationType.REVOLUTE and not winds:
        lower, upper = max(lower, -FULL_TURN), min(upper, FULL_TURN)
    return (lower, upper) if upper > lower else None
