"""Configurations at which to look at an object.

A newcomer's mistake: to expect every value to lie within the limits. Zero is always among them, since zero is
rest.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from math import pi, prod
from typing import Any

from sdk.errors import ValidationError
from sdk.model.articulation import Articulation, ArticulationType
from sdk.model.interlocking import permits, released
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin

SAME_VALUE = 1e-9
"""Two values of a joint nearer than this are one."""
AT_ZERO = 1e-12
MOST_AUTHORED_VALUES = 32
FRUITLESS_DRAWS = 50
"""Random draws per wanted pose after which the remaining combinations count as exhausted."""


def generate_pose_samples(
    model: ArticulatedObject, *, max_samples: int = 256, seed: int = 0
) -> list[dict[str, Any]]:
    """Configurations of the driven joints: all combinations if they fit, else rest, each joint alone, then
    random ones.

    Joints that follow another are left out, and what interlocks forbid; a locked joint is looked at with its
    locks released. The last joint varies fastest. The same seed gives the same list.

    Raises:
        ValidationError: `max_samples` below 1.
    """
    if max_samples < 1:
        raise ValidationError.at(
            "max_pose_samples", given=max_samples, wanted="at least 1", code="no-samples"
        )
    values = {joint.name: joint_values(joint) for joint in model.articulations if joint.law is None}
    if not values:
        return [{}]
    for lock in model.interlocks:
        for other, (low, high) in lock.requires.items():
            if other in values and not any(low <= value <= high for value in values[other]):
                values[other].append(low if abs(low) < abs(high) else high)
    if prod(len(choices) for choices in values.values()) <= max_samples:
        every = (dict(zip(values, combination, strict=True)) for combination in product(*values.values()))
        return [sample for sample in every if permits(model, sample)]  # rest is among them: locks allow it
    samples: list[dict[str, Any]] = []
    for sample in _one_at_a_time(values):
        if len(samples) == max_samples:
            return samples
        samples.append(released(model, sample))
    draw = random.Random(seed)
    for _ in range(FRUITLESS_DRAWS * max_samples):
        if len(samples) == max_samples:
            break
        sample = {name: draw.choice(choices) for name, choices in values.items()}
        if sample not in samples and permits(model, sample):
            samples.append(sample)
    return samples


def joint_values(joint: Articulation) -> list[Any]:
    """Values worth looking at for one joint, rest first, without near-duplicates."""
    kind = joint.articulation_type
    if kind == ArticulationType.FIXED:
        return [0.0]
    authored = joint.meta.get("qc_samples") or joint.meta.get("qc_sample_values")
    if not isinstance(authored, (list, tuple)):
        authored = []
    if kind == ArticulationType.FLOATING:
        origins = [value for value in authored[:MOST_AUTHORED_VALUES] if isinstance(value, Origin)]
        return list(dict.fromkeys([Origin(), *origins]))
    if authored:
        return _distinct([0.0, *(v for v in authored[:MOST_AUTHORED_VALUES] if isinstance(v, (int, float)))])
    if kind == ArticulationType.CONTINUOUS:
        return [0.0, -pi / 2, pi / 2, pi]
    limits = joint.motion_limits
    lower, upper = (None, None) if limits is None else (limits.lower, limits.upper)
    values = [0.0, *(bound for bound in (lower, upper) if bound is not None)]
    if lower is not None and upper is not None:
        values.append((lower + upper) / 2.0)
    return _distinct(values)


def _distinct(values: list[float]) -> list[float]:
    kept: list[float] = []
    for value in values:
        if all(abs(value - other) > SAME_VALUE for other in kept):
            kept.append(float(value))
    return kept


def _one_at_a_time(values: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    rest = {name: choices[0] for name, choices in values.items()}
    yield dict(rest)
    for name, choices in values.items():
        for value in choices[1:]:
            if not isinstance(value, float) or abs(value) > AT_ZERO:
                yield {**rest, name: value}
