"""Coupling one joint to another: by a ratio, by a law, or by a table.

A law is sampled until the curve through the samples agrees with it between them; where it turns out to be a
straight line it is kept as one. A newcomer's mistake: to think of `offset` as the value at the lower limit. It
is the follower's value at the driver's zero, where the object rests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import isfinite, pi

import numpy as np

from sdk.errors import ValidationError
from sdk.mechanisms.curves import extremes, monotone_curve, smooth_curve
from sdk.model.articulation import Articulation, ArticulationType, Mimic, MotionLimits
from sdk.model.coupling import Coupling, Curve
from sdk.model.object import ArticulatedObject

Law = Callable[[float], float]
FIRST_INTERVALS = 128
MOST_INTERVALS = 2048
CURVE_ERROR = 1e-7
"""Wanted of the curve between its knots, metres or radians."""
STRAIGHT = 1e-9
"""A curve this near a line is one, metres or radians."""
POLYNOMIAL_DEGREE = 4
"""As many coefficients as MuJoCo's joint equality holds (five)."""
LIMIT_SLACK = 1e-6
"""A follower may pass its limits by this much, metres or radians."""
TURN = 2.0 * pi


def couple(
    model: ArticulatedObject,
    follower: Articulation | str,
    driver: Articulation | str,
    *,
    ratio: float | None = None,
    offset: float = 0.0,
    law: Law | None = None,
    table: Mapping[float, float] | Iterable[tuple[float, float]] | None = None,
) -> Mimic | Coupling:
    """The law by which the follower now follows the driver, also set on it.

    A line between joints of one kind is an ordinary `Mimic`.

    Raises:
        ValidationError: unknown or unsuitable joints, a circle, a follower that follows already, not exactly
            one of `ratio`, `law` and `table`, figures that are not finite, or a law that leaves the
            follower's limits.
    """
    led, leader = model.get_articulation(follower), model.get_articulation(driver)
    where = f"coupling of {led.name!r} to {leader.name!r}"
    require_free(model, led, leader, where=where)
    given = {"ratio": ratio, "law": law, "table": table}
    named = [name for name, value in given.items() if value is not None]
    if len(named) != 1:
        raise ValidationError.at(
            where, given=named or None, wanted="exactly one of ratio=, law=, table=", code="coupling-law"
        )
    if not isfinite(offset):
        raise ValidationError.at(f"{where}.offset", given=offset, wanted="a finite number", code="coupling")
    if ratio is not None:
        if not isfinite(ratio):
            raise ValidationError.at(f"{where}.ratio", given=ratio, wanted="a finite number", code="coupling")
        coupling = Coupling(leader.name, float(ratio), float(offset))
    elif law is not None:
        coupling = coupling_of(leader.name, curve_of_law(law, leader, where=where, offset=offset))
    else:
        assert table is not None
        coupling = coupling_of(leader.name, curve_of_table(table, leader, where=where, offset=offset))
    return attach(led, leader, coupling, where=where)


def attach(led: Articulation, leader: Articulation, coupling: Coupling, *, where: str) -> Mimic | Coupling:
    """The coupling set on the follower, as a `Mimic` where one says the same; open limits are filled in.

    Raises:
        ValidationError: the follower would leave its limits, or turn without end where it may not.
    """
    _fit_limits(led, leader, coupling, where=where)
    if coupling.is_linear and led.articulation_type.is_angular == leader.articulation_type.is_angular:
        led.mimic = Mimic(leader.name, coupling.ratio, coupling.offset)
        return led.mimic
    led.coupling = coupling
    return coupling


def require_free(model: ArticulatedObject, led: Articulation, leader: Articulation, *, where: str) -> None:
    """Nothing, for a follower that may follow this driver.

    Raises:
        ValidationError: either is no scalar joint, they are one, the follower follows already, or the driver
            follows it.
    """
    for joint in (led, leader):
        if not joint.articulation_type.is_scalar:
            given = f"{joint.name!r}, {joint.articulation_type.value}"
            raise ValidationError.at(where, given=given, wanted="joints that turn or slide", code="coupling")
    if led.law is not None:
        given = f"{led.name!r}, which follows {led.law.joint!r}"
        raise ValidationError.at(where, given=given, wanted="a joint that is free", code="coupling-twice")
    joints = {joint.name: joint for joint in model.articulations}
    chain: list[str] = []
    climbing: Articulation | None = leader
    while climbing is not None and climbing.name not in chain:
        chain.append(climbing.name)
        climbing = None if climbing.law is None else joints.get(climbing.law.joint)
    if led.name in chain:
        given = " -> ".join([*reversed(chain[: chain.index(led.name) + 1]), led.name])
        raise ValidationError.at(where, given=given, wanted="no circle", code="coupling-circle")


def driver_range(joint: Articulation, *, where: str) -> tuple[float, float, float | None]:
    """Lowest and highest value of a driver, and the travel after which it repeats (a continuous joint's turn).

    Raises:
        ValidationError: a revolute or prismatic joint without both limits.
    """
    if joint.articulation_type is ArticulationType.CONTINUOUS:
        return 0.0, TURN, TURN
    limits = joint.motion_limits
    if limits is None or limits.lower is None or limits.upper is None or not limits.lower < limits.upper:
        raise ValidationError.at(
            f"{where}: limits of {joint.name!r}",
            given=limits,
            wanted="MotionLimits(lower=..., upper=...) with lower < upper, before it drives others",
            code="limits-missing",
        )
    return limits.lower, limits.upper, None


def curve_of_law(law: Law, driver: Articulation, *, where: str, offset: float = 0.0) -> Curve:
    """A curve through the law over the driver's range; exact to 1e-7 where the law is smooth.

    Raises:
        ValidationError: a value that is not finite, or a continuous driver whose law does not come back after
            a turn (a multiple of a turn for an angle is up to `couple`).
    """
    lower, upper, period = driver_range(driver, where=where)

    def value(position: float) -> float:
        found = float(law(position)) + offset
        if not isfinite(found):
            raise ValidationError.at(
                f"{where}.law({position:.6g})", given=found, wanted="a finite number", code="coupling"
            )
        return found

    intervals = FIRST_INTERVALS
    positions = np.linspace(lower, upper, intervals + 1)
    values = np.array([value(position) for position in positions.tolist()])
    while True:
        curve = smooth_curve(positions, values, period=period)
        between = ((positions[:-1] + positions[1:]) / 2.0).tolist()
        exact = [value(position) for position in between]
        error = max(abs(curve.at(at) - found) for at, found in zip(between, exact, strict=True))
        if error <= CURVE_ERROR or intervals >= MOST_INTERVALS:
            return curve
        intervals *= 2
        positions = np.linspace(lower, upper, intervals + 1)
        merged = np.zeros(intervals + 1)
        merged[0::2], merged[1::2] = values, exact
        values = merged


def curve_of_table(
    table: Mapping[float, float] | Iterable[tuple[float, float]],
    driver: Articulation,
    *,
    where: str,
    offset: float = 0.0,
) -> Curve:
    """A curve through the rows of a table that never overshoots them.

    Raises:
        ValidationError: fewer than two rows, rows at one position, figures that are not finite, or rows that
            do not cover the driver's range.
    """
    rows = sorted((float(x), float(y) + offset) for x, y in dict(table).items())
    at = f"{where}.table"
    if len(rows) < 2:
        raise ValidationError.at(
            at, given=rows, wanted="two rows or more: {driver: follower}", code="coupling"
        )
    if not all(isfinite(x) and isfinite(y) for x, y in rows):
        raise ValidationError.at(at, given=rows, wanted="finite numbers", code="coupling")
    lower, upper, period = driver_range(driver, where=where)
    positions, values = np.array(rows).T
    if positions[0] > lower + LIMIT_SLACK or positions[-1] < upper - LIMIT_SLACK:
        covered, wanted = (float(positions[0]), float(positions[-1])), f"rows from {lower:.6g} to {upper:.6g}"
        raise ValidationError.at(at, given=covered, wanted=wanted, code="coupling-table-short")
    if period is not None and abs(positions[-1] - positions[0] - period) > LIMIT_SLACK:
        raise ValidationError.at(
            at,
            given=(float(positions[0]), float(positions[-1])),
            wanted="one full turn, 0 to 2 pi",
            code="coupling",
        )
    return monotone_curve(positions, values, period=period)


def coupling_of(driver: str, curve: Curve) -> Coupling:
    """A coupling along the curve, with the line and the polynomial for formats that hold no table.

    The line is right at the driver's zero, so that what such formats show at rest is right; among those it is
    the one of least squares, or for a driver that turns without end the one that keeps up with it.
    """
    positions, values = np.array(curve.positions), np.array(curve.values)
    offset = round(curve.at(0.0), 12) + 0.0  # no 1e-17 in files
    if curve.period is None:
        ratio = float(positions @ (values - offset)) / float(positions @ positions)
    else:
        ratio = float(values[-1] - values[0]) / curve.period  # any other line drifts off, turn by turn
    line_error = float(np.abs(ratio * positions + offset - values).max())
    if line_error <= STRAIGHT:
        return Coupling(driver, round(ratio, 9), round(offset, 9))
    degree = min(POLYNOMIAL_DEGREE, len(positions) - 1)
    fitted = np.polynomial.Polynomial.fit(positions, values, degree).convert()
    coefficients = np.zeros(degree + 1)
    coefficients[: len(fitted.coef)] = fitted.coef
    error = float(np.abs(np.polynomial.polynomial.polyval(positions, coefficients) - values).max())
    return Coupling(driver, ratio, offset, curve, line_error, tuple(coefficients.tolist()), error)


def follower_range(coupling: Coupling, driver: Articulation, *, where: str) -> tuple[float, float]:
    """Lowest and highest value of the follower over the driver's range (one turn of a continuous one)."""
    lower, upper, _ = driver_range(driver, where=where)
    if coupling.curve is not None:
        return extremes(coupling.curve, lower=lower, upper=upper)
    low, high = sorted((coupling.at(lower), coupling.at(upper)))
    return low, high


def _fit_limits(led: Articulation, leader: Articulation, coupling: Coupling, *, where: str) -> None:
    """Nothing, for a follower that stays within its limits; a bound it lacks becomes what the law needs."""
    advance = _advance_per_turn(coupling, leader)
    bounded = led.articulation_type is not ArticulationType.CONTINUOUS
    if advance and bounded:
        raise ValidationError.at(
            where,
            given=f"{led.name!r} advances {advance:.6g} with every turn of {leader.name!r}, without end",
            wanted=f"a driver with limits, a continuous {led.name!r}, or a law that comes back after a turn",
            code="coupling-endless",
        )
    if not bounded:
        return
    limits = led.motion_limits or MotionLimits()
    if leader.motion_limits is None and leader.articulation_type is not ArticulationType.CONTINUOUS:
        return  # validation will ask for the driver's limits
    low, high = follower_range(coupling, leader, where=where)
    below = limits.lower is not None and low < limits.lower - LIMIT_SLACK
    above = limits.upper is not None and high > limits.upper + LIMIT_SLACK
    if below or above:
        raise ValidationError.at(
            f"{where}: limits of {led.name!r}",
            given=(limits.lower, limits.upper),
            wanted=f"room for {low:.6g} to {high:.6g}, where {leader.name!r} takes it, or less travel of it",
            code="coupling-limits",
        )
    if limits.lower is None or limits.upper is None:
        led.motion_limits = MotionLimits(
            limits.effort,
            limits.velocity,
            round(low, 12) if limits.lower is None else limits.lower,
            round(high, 12) if limits.upper is None else limits.upper,
        )


def _advance_per_turn(coupling: Coupling, leader: Articulation) -> float:
    if leader.articulation_type is not ArticulationType.CONTINUOUS:
        return 0.0
    curve = coupling.curve
    advance = coupling.ratio * TURN if curve is None else curve.values[-1] - curve.values[0]
    return advance if abs(advance) > LIMIT_SLACK else 0.0
