"""A ring of joints with some pins left out: how far they are apart, and the poses in which they meet.

Everything here is numbers; what may be asked, and what becomes of the answer, is in `sdk.mechanisms.loops`. A
newcomer's mistake: to solve every position afresh. A ring closes in several ways, and only following the
solution from one position to the next keeps to the way it was assembled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sdk.errors import ValidationError
from sdk.model.kinematics import KinematicTree
from sdk.model.object import ArticulatedObject
from sdk.spatial import Array, apply_transform

CLOSED = 1e-6
"""Two points this near coincide, metres."""
SOLVED = 1e-11
"""Newton's steps stop here, metres."""
NEWTON_STEPS = 12
LARGEST_STEP = 0.5
"""Of one Newton step, radians or ring sizes: keeps a near-singular pose from throwing it far off."""
LARGEST_SURPRISE = 0.05
"""A joint that changes by more than this beside its trend, radians or ring sizes, may have swapped sides."""
PROBE = 1e-6
"""Joint change for the derivatives, radians or ring sizes."""
SMALLEST_RING = 1e-3
"""Size taken for rings smaller than this, metres."""
RANK_FLOOR = 1e-6
"""A combination of joints that moves the points less than this share of the strongest one is free."""
HALVINGS = 6
"""A step of the driver that fails is tried in 2, 4, ... 64 pieces."""
SCATTERED_STARTS = 24


@dataclass(frozen=True)
class Pin:
    """One closure, resolved."""

    part_a: str
    point_a: Array
    part_b: str
    point_b: Array


class Ring:
    """The open ends of a loop as a function of the driver and the dependent joints."""

    def __init__(
        self,
        model: ArticulatedObject,
        pins: Sequence[Pin],
        driver: str,
        dependents: Sequence[str],
        along: Array | None,
    ) -> None:
        parts = {name for pin in pins for name in (pin.part_a, pin.part_b)}
        self.tree = KinematicTree(model, parts=parts)
        self.pins, self.driver, self.dependents, self.along = pins, driver, tuple(dependents), along
        world = self.tree.world_from_part()
        places = [apply_transform(world[pin.part_a], pin.point_a) for pin in pins]
        places += [apply_transform(world[pin.part_b], pin.point_b) for pin in pins]
        places += [place[:3, 3] for place in world.values()]
        size = max(float(np.linalg.norm(np.ptp(np.array(places), axis=0))), SMALLEST_RING)
        turns = {joint.name: joint.articulation_type.is_angular for joint in self.tree.joints}
        self.units = np.array([1.0 if turns[name] else size for name in dependents])
        """(n,) what counts as 1 for each dependent: a radian, or the ring's size in metres."""

    def gaps(self, position: float, values: Array) -> Array:
        """(3 k,) metres from point b to point a of each pin, without the part along a slot."""
        configuration = {self.driver: position, **dict(zip(self.dependents, values.tolist(), strict=True))}
        world = self.tree.world_from_part(configuration)
        found = []
        for pin in self.pins:
            world_from_b = world[pin.part_b]
            gap = apply_transform(world[pin.part_a], pin.point_a) - apply_transform(world_from_b, pin.point_b)
            if self.along is not None:
                slot = world_from_b[:3, :3] @ self.along
                gap = gap - (gap @ slot) * slot
            found.append(gap)
        return np.concatenate(found)

    def opening(self, position: float, values: Array) -> float:
        """Largest distance between the two points of a pin, metres."""
        return float(np.linalg.norm(self.gaps(position, values).reshape(-1, 3), axis=1).max())

    def derivatives(self, position: float, values: Array) -> Array:
        """(3 k, n) change of the gaps with each dependent joint, metres per unit."""
        columns = []
        for index in range(len(values)):
            step = np.zeros(len(values))
            step[index] = PROBE * self.units[index]
            ahead, behind = self.gaps(position, values + step), self.gaps(position, values - step)
            columns.append((ahead - behind) / (2.0 * PROBE))
        return np.stack(columns, axis=1)

    def rank(self, position: float, values: Array) -> int:
        """How many of the dependents the closed pins determine at this pose."""
        strengths = np.linalg.svd(self.derivatives(position, values), compute_uv=False)
        return int((strengths > RANK_FLOOR * strengths[0]).sum()) if strengths[0] > 0.0 else 0

    def solve_near(self, position: float, values: Array) -> Array | None:
        """The dependents that close the loop, by Newton's steps from `values`; None when they lead nowhere."""
        for _ in range(NEWTON_STEPS):
            gaps = self.gaps(position, values)
            if float(np.abs(gaps).max()) <= SOLVED:
                return values
            step, *_ = np.linalg.lstsq(self.derivatives(position, values), -gaps, rcond=RANK_FLOOR)
            longest = float(np.abs(step).max())
            values = values + self.units * step * min(1.0, LARGEST_STEP / longest if longest > 0.0 else 1.0)
        return values if self.opening(position, values) <= CLOSED else None

    def least_open(self, position: float, values: Array) -> Array:
        """The dependents that leave the loop least open, by damped least squares from `values`."""
        from scipy.optimize import least_squares  # only objects with loops pay for it

        found = least_squares(
            lambda trial: self.gaps(position, trial), values, xtol=1e-15, ftol=1e-15, gtol=1e-15, max_nfev=200
        )
        return found.x


def assemble(ring: Ring, position: float, guess: Array, *, where: str) -> Array:
    """The dependents that close the loop at the start, the nearest found to the guess."""
    near = ring.solve_near(position, guess)
    if near is not None:
        return near
    best = ring.least_open(position, guess)
    if ring.opening(position, best) <= CLOSED:
        return best
    draws = np.random.default_rng(0).uniform(-np.pi, np.pi, (SCATTERED_STARTS, len(guess)))
    tried = [ring.least_open(position, guess + draw * ring.units) for draw in draws]
    closed = [values for values in tried if ring.opening(position, values) <= CLOSED]
    if closed:
        return min(closed, key=lambda values: float(np.abs((values - guess) / ring.units).max()))
    least = min([best, *tried], key=lambda values: ring.opening(position, values))
    raise ValidationError.at(
        where,
        given=f"open {ring.opening(position, least) * 1000:.3g} mm at {ring.driver} = {position:.4g}",
        wanted="links that reach each other there: longer, or joints nearer together",
        code="loop-open",
    )


def driver_positions(lower: float, start: float, upper: float, intervals: int) -> Array:
    """Values of the driver from lower to upper, the start among them, about evenly spaced."""
    below = round(intervals * (start - lower) / (upper - lower))
    below = min(max(below, 0 if start == lower else 4), intervals - (0 if start == upper else 4))
    sides = [np.linspace(lower, start, below + 1), np.linspace(start, upper, intervals - below + 1)]
    return np.concatenate([sides[0][:-1], sides[1]])


def follow(ring: Ring, positions: Array, start: float, first: Array, *, where: str) -> Array:
    """(m, n) dependents at every position, followed both ways from the start.

    Raises:
        ValidationError: the loop opens within the range.
    """
    middle = int(np.argmin(np.abs(positions - start)))
    values = np.zeros((len(positions), len(first)))
    values[middle] = first
    reached = [middle, middle]
    for side, way in enumerate((-1, 1)):
        index = middle
        while 0 <= index + way < len(positions):
            before = values[index - way] if index != middle else values[index]
            found = _stepped(
                ring, positions[index], positions[index + way], values[index], values[index] - before
            )
            if found is None:
                break
            index += way
            values[index] = found
            reached[side] = index
    low, high = reached
    if low == 0 and high == len(positions) - 1:
        return values
    beyond = [(at, values[low]) for at in _sampled(positions[:low])]
    beyond += [(at, values[high]) for at in _sampled(positions[high + 1 :])]
    opening, at = max((ring.opening(at, ring.least_open(at, near)), at) for at, near in beyond)
    raise ValidationError.at(
        where,
        given=f"open {opening * 1000:.3g} mm at {ring.driver} = {at:.4g}",
        wanted=(
            f"{ring.driver} limited to what closes, {positions[low]:.4g} to {positions[high]:.4g}, "
            "or links that reach further"
        ),
        code="loop-open",
    )


def _sampled(positions: Array) -> list[float]:
    """At most a dozen of the positions, both ends among them."""
    picks = np.unique(np.linspace(0, len(positions) - 1, min(12, len(positions))).round().astype(int))
    return positions[picks].tolist()


def _stepped(ring: Ring, here: float, there: float, values: Array, trend: Array) -> Array | None:
    """The dependents at `there`, reached from those at `here` in ever smaller steps; None when the way ends."""
    for halving in range(HALVINGS + 1):
        pieces = 2**halving
        found: Array | None = values
        last_change = trend / pieces
        for piece in range(1, pieces + 1):
            assert found is not None
            position = here + (there - here) * piece / pieces
            solved = ring.solve_near(position, found + last_change)
            if solved is None or _jumps((solved - found) / ring.units, last_change / ring.units):
                found = None
                break
            last_change, found = solved - found, solved
        if found is not None:
            return found
    return None


def _jumps(change: Array, expected: Array) -> bool:
    """Whether the solution went elsewhere rather than on: to the other way of closing the loop."""
    return bool(np.abs(change - expected).max() > LARGEST_SURPRISE + 2.0 * np.abs(expected).max())
