"""Closing a loop: joints that follow a driver so that two points of two parts stay together.

The tree of joints cannot hold a ring, so one pin of the ring is left out and kept closed by solving. A
newcomer's mistake: to give every joint of the ring a motion of its own. Only the driver has one; the others
are found here, from the pose nearest to the one the object was drawn in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from sdk.errors import ValidationError
from sdk.mechanisms.couplings import (
    LIMIT_SLACK,
    TURN,
    attach,
    coupling_of,
    driver_range,
    require_free,
)
from sdk.mechanisms.curves import smooth_curve
from sdk.mechanisms.ring import CLOSED, Pin, Ring, assemble, driver_positions, follow
from sdk.model.articulation import Articulation
from sdk.model.coercion import as_triple, name_of
from sdk.model.coupling import Coupling
from sdk.model.declarations import ClosedLoop
from sdk.model.object import ArticulatedObject
from sdk.spatial import Array, unit

Closure: TypeAlias = tuple[Any, Iterable[float], Any, Iterable[float]]
"""Part a or its name, a point of it, part b or its name, a point of it; metres in the parts' frames."""
FIRST_INTERVALS = 96
MOST_INTERVALS = 768


def close_loop(
    model: ArticulatedObject,
    closure: Closure,
    *,
    driver: Articulation | str,
    dependents: Iterable[Articulation | str] | None = None,
    along: Iterable[float] | None = None,
    also: Iterable[Closure] = (),
    guess: Mapping[str, float] | None = None,
) -> ClosedLoop:
    """The loop, closed at every value of the driver by couplings now set on the dependents.

    Solved at the pose the object was drawn in and followed from there over the driver's range, so that it
    stays the way it was assembled.

    Raises:
        ValidationError: unknown parts or joints, nothing to solve or too little to determine it, a loop that
            does not close over the whole range or not after a full turn, or dependents outside their limits.
    """
    pins = [_as_pin(model, one) for one in (closure, *also)]
    leader = model.get_articulation(driver)
    where = f"loop of {pins[0].part_a!r} and {pins[0].part_b!r}"
    joints = _dependents(model, pins, leader, dependents, where=where)
    slot = None if along is None else unit(as_triple(tuple(along), f"{where}.along"), where=f"{where}.along")
    ring = Ring(model, pins, leader.name, [joint.name for joint in joints], slot)
    lower, upper, period = driver_range(leader, where=where)
    start = min(max(0.0, lower), upper)
    first = assemble(ring, start, _guessed(joints, guess, where=where), where=where)
    intervals = FIRST_INTERVALS
    positions = driver_positions(lower, start, upper, intervals)
    values = follow(ring, positions, start, first, where=where)
    _require_determined(ring, positions, values, where=where)
    while True:
        couplings = _couplings(ring, positions, values, period, joints, where=where)
        between = (positions[:-1] + positions[1:]) / 2.0
        expected = np.array([[coupling.at(at) for coupling in couplings] for at in between.tolist()])
        openings = [ring.opening(at, row) for at, row in zip(between.tolist(), expected, strict=True)]
        if max(openings) <= CLOSED or intervals >= MOST_INTERVALS:
            break
        solved = [
            _solved(ring, at, row, where=where) for at, row in zip(between.tolist(), expected, strict=True)
        ]
        order = np.argsort(np.concatenate([positions, between]), kind="stable")
        positions = np.concatenate([positions, between])[order]
        values = np.concatenate([values, np.array(solved)])[order]
        intervals *= 2
    worst = int(np.argmax(openings))
    for joint, coupling in zip(joints, couplings, strict=True):
        attach(joint, leader, coupling, where=where)
    loops = [
        ClosedLoop(
            pin.part_a,
            tuple(pin.point_a.tolist()),
            pin.part_b,
            tuple(pin.point_b.tolist()),
            leader.name,
            ring.dependents,
            openings[worst],
            float(between[worst]),
            None if slot is None else tuple(slot.tolist()),
        )
        for pin in pins
    ]
    model.loops += loops
    return loops[0]


def _as_pin(model: ArticulatedObject, closure: Closure) -> Pin:
    a, point_a, b, point_b = closure
    first, second = model.get_part(a).name, model.get_part(b).name
    where = f"loop of {first!r} and {second!r}"
    if first == second:
        raise ValidationError.at(where, given=first, wanted="two different parts", code="loop-itself")
    return Pin(
        first,
        np.array(as_triple(tuple(point_a), f"{where}.point_a")),
        second,
        np.array(as_triple(tuple(point_b), f"{where}.point_b")),
    )


def _dependents(
    model: ArticulatedObject,
    pins: Sequence[Pin],
    leader: Articulation,
    named: Iterable[Articulation | str] | None,
    *,
    where: str,
) -> list[Articulation]:
    """The joints to solve, along the ring."""
    ring = list(dict.fromkeys(joint.name for pin in pins for joint in _between(model, pin, where=where)))
    joints = [model.get_articulation(name) for name in ring]
    if leader.law is not None:
        wanted = f"the joint it follows, {leader.law.joint!r}, as the driver"
        raise ValidationError.at(f"{where}.driver", given=leader.name, wanted=wanted, code="loop-driver")
    if named is None:
        found = [
            joint
            for joint in joints
            if joint is not leader and joint.law is None and joint.articulation_type.is_scalar
        ]
    else:
        found = [model.get_articulation(reference) for reference in named]
        for joint in found:
            if joint.name not in ring:
                raise ValidationError.at(
                    f"{where}.dependents", given=joint.name, wanted=f"joints of the ring: {ring}", code="loop"
                )
    if not found:
        raise ValidationError.at(
            where,
            given=f"ring {ring} driven by {leader.name!r}",
            wanted="at least one more joint of it that turns or slides and follows nothing yet",
            code="loop-rigid",
        )
    for joint in found:
        require_free(model, joint, leader, where=where)
    sources = {joint.law.joint for joint in joints if joint.law is not None}
    if leader.name not in ring and leader.name not in sources:
        raise ValidationError.at(
            f"{where}.driver", given=leader.name, wanted=f"a joint of the ring: {ring}", code="loop-driver"
        )
    return found


def _between(model: ArticulatedObject, pin: Pin, *, where: str) -> Iterator[Articulation]:
    """The joints on the way from part a to part b, up to the part that carries both."""
    above = [_above(model, pin.part_a), _above(model, pin.part_b)]
    tops = [
        joints[-1].parent if joints else part
        for joints, part in zip(above, (pin.part_a, pin.part_b), strict=True)
    ]
    if tops[0] != tops[1]:
        raise ValidationError.at(
            where, given=f"tops {tops}", wanted="parts that joints already connect", code="loop-apart"
        )
    for mine, other in (above, above[::-1]):
        shared = {joint.name for joint in other}
        yield from (joint for joint in mine if joint.name not in shared)


def _above(model: ArticulatedObject, part: str) -> list[Articulation]:
    """The joints that carry a part, nearest first."""
    joint_of = {joint.child: joint for joint in model.articulations}
    found: list[Articulation] = []
    while part in joint_of and joint_of[part] not in found:
        found.append(joint_of[part])
        part = found[-1].parent
    return found


def _guessed(joints: Sequence[Articulation], guess: Mapping[str, float] | None, *, where: str) -> Array:
    given = {name_of(joint, f"{where}.guess"): float(value) for joint, value in (guess or {}).items()}
    unknown = sorted(set(given) - {joint.name for joint in joints})
    if unknown:
        wanted = f"dependents: {[joint.name for joint in joints]}"
        raise ValidationError.at(f"{where}.guess", given=unknown, wanted=wanted, code="loop")
    return np.array([given.get(joint.name, 0.0) for joint in joints])


def _solved(ring: Ring, position: float, near: Array, *, where: str) -> Array:
    found = ring.solve_near(position, near)
    if found is None:
        given = f"open {ring.opening(position, near) * 1000:.3g} mm at {ring.driver} = {position:.4g}"
        raise ValidationError.at(where, given=given, wanted="a loop that closes there", code="loop-open")
    return found


def _require_determined(ring: Ring, positions: Array, values: Array, *, where: str) -> None:
    """Nothing, where the pins leave no dependent free; single dead centres are no fault."""
    wanted = len(ring.dependents)
    picks = range(0, len(positions), max(1, len(positions) // 8))
    rank = max(ring.rank(float(positions[index]), values[index]) for index in picks)
    if rank < wanted:
        raise ValidationError.at(
            where,
            given=f"{wanted} joints to solve {list(ring.dependents)}, of which the pins determine {rank}",
            wanted="as many; name them with dependents=, couple the others, or close a further pin with also=",
            code="loop-loose",
        )


def _couplings(
    ring: Ring,
    positions: Array,
    values: Array,
    period: float | None,
    joints: Sequence[Articulation],
    *,
    where: str,
) -> list[Coupling]:
    """A coupling for each dependent; after a full turn each must be where it was, give or take turns."""
    if period is not None:
        for joint, advance in zip(joints, (values[-1] - values[0]).tolist(), strict=True):
            turns = round(advance / TURN) * TURN if joint.articulation_type.is_angular else 0.0
            if abs(advance - turns) > LIMIT_SLACK:
                raise ValidationError.at(
                    where,
                    given=f"{joint.name!r} displaced by {advance:.4g} after a full turn of {ring.driver!r}",
                    wanted="a loop that comes back, or a driver with limits",
                    code="loop-swaps",
                )
    return [coupling_of(ring.driver, smooth_curve(positions, column, period=period)) for column in values.T]
