"""Which way an element moves when a joint's value rises, and axes turned so that it is the wanted way.

Directions are those of the object's root frame; ``out`` and ``open`` lead away from the middle of the part
that carries the child, ``in`` and ``close`` towards it. A newcomer's mistake: to compare end poses. A lid that
opens by 180 degrees ends as high as it began; what counts is how it sets off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sdk.assets import Assets
from sdk.errors import ValidationError
from sdk.model.articulation import Articulation
from sdk.model.coercion import name_of
from sdk.model.declarations import Positive
from sdk.model.kinematics import KinematicTree
from sdk.model.object import ArticulatedObject
from sdk.model.part import Part, Visual
from sdk.placement.bounds import shape_bounds
from sdk.spatial import Array, apply_transform, transform_bounds, transform_of, unit, unite_bounds
from sdk.tolerances import AXIS_FLOOR

WORDS: dict[str, tuple[float, float, float]] = {
    "up": (0.0, 0.0, 1.0),
    "down": (0.0, 0.0, -1.0),
    "+x": (1.0, 0.0, 0.0),
    "-x": (-1.0, 0.0, 0.0),
    "+y": (0.0, 1.0, 0.0),
    "-y": (0.0, -1.0, 0.0),
    "+z": (0.0, 0.0, 1.0),
    "-z": (0.0, 0.0, -1.0),
}
OUTWARD = {"out": 1.0, "open": 1.0, "in": -1.0, "close": -1.0}
"""Words that are measured from the middle of the carrying part -> sign of the distance's change."""
LEAST_COSINE = 0.05
"""An element that moves this nearly across a direction (within 3 degrees) moves neither along nor against it."""


@dataclass(frozen=True)
class Direction:
    """A direction as authors write it: a word or a vector."""

    text: str
    vector: tuple[float, float, float] | None
    """In the root frame; None for a word measured from the carrying part."""
    outward: float = 0.0
    is_vector: bool = False

    def towards(self, place: Array, carrier_middle: Array | None) -> Array | None:
        """(3,) unit vector meant at a place; None where the place has no outside."""
        if self.vector is not None:
            return np.array(self.vector)
        if carrier_middle is None:
            return None
        away = place - carrier_middle
        length = float(np.linalg.norm(away))
        return None if length <= AXIS_FLOOR else self.outward * away / length


def as_direction(given: Any, where: str) -> Direction:
    """The direction meant by a word or by three numbers.

    Raises:
        ValidationError: another word, or numbers without a direction.
    """
    if isinstance(given, str):
        word = given.strip().lower()
        if word in WORDS:
            return Direction(word, WORDS[word])
        if word in OUTWARD:
            return Direction(word, None, OUTWARD[word])
    elif isinstance(given, Sequence | np.ndarray) and len(given) == 3:
        x, y, z = unit([float(value) for value in given], where=where).tolist()
        return Direction(f"({x:.3g}, {y:.3g}, {z:.3g})", (x, y, z), is_vector=True)
    known = ", ".join([*WORDS, *OUTWARD])
    raise ValidationError.at(where, given=given, wanted=f"one of {known}, or (x, y, z)", code="direction")


@dataclass(frozen=True)
class Setting:
    """Everything needed to say which way a joint moves an element: all in the root frame at one pose."""

    axis: Array
    """(3,) unit axis."""
    place: Array
    """(3,) of the joint frame, metres."""
    middle: Array
    """(3,) middle of the element."""
    carrier_middle: Array | None
    """(3,) middle of the part that carries the child; None without geometry."""
    is_angular: bool

    def velocity(self) -> Array:
        """(3,) of the element's middle for a joint speed of 1."""
        return np.cross(self.axis, self.middle - self.place) if self.is_angular else self.axis

    def cosine(self, direction: Direction) -> float | None:
        """Between the element's motion and the direction; None when either does not exist."""
        velocity = self.velocity()
        speed = float(np.linalg.norm(velocity))
        wanted = direction.towards(self.middle, self.carrier_middle)
        if wanted is None or speed <= AXIS_FLOOR:
            return None
        return float(velocity @ wanted) / speed


def orient(
    model: ArticulatedObject, joint: Articulation, positive: Any, *, elem: Visual | str | None
) -> None:
    """Turn the joint's axis so that positive values move the element the stated way; notes it on the joint.

    The joint need not be the object's yet, its parts must.

    Raises:
        ValidationError: a joint without one axis, an unknown direction or visual, no geometry to look at, or
            motion across the direction.
    """
    where = f"articulation {joint.name!r}.positive"
    direction = as_direction(positive, where)
    if not joint.articulation_type.is_scalar:
        given = joint.articulation_type.value
        raise ValidationError.at(where, given=given, wanted="a joint that turns or slides", code="direction")
    child = model.get_part(joint.child)
    name = None if elem is None else child.get_visual(name_of(elem, f"{where} visual")).name
    setting = setting_of(model, joint, elem=name)
    cosine = setting.cosine(direction)
    if cosine is None or abs(cosine) < LEAST_COSINE:
        what = f"{child.name}/{name}" if name else child.name
        raise ValidationError.at(
            where, given=positive, wanted=f"a way in which {what} moves: {_ways(setting)}", code="direction"
        )
    if cosine < 0.0:
        x, y, z = joint.axis
        joint.axis = (-x, -y, -z)
    stated = direction.vector if direction.is_vector else direction.text
    joint.positive = Positive(stated or direction.text, name, cosine < 0.0)


def facing(
    model: ArticulatedObject,
    holder: Part,
    child: Part,
    *,
    axis: Sequence[float],
    positive: Any,
    elem: Visual | str | None = None,
    at: Sequence[float] | Array = (0.0, 0.0, 0.0),
    towards: Sequence[float] | Array = (0.0, 0.0, 0.0),
    slides: bool = False,
    where: str,
) -> tuple[tuple[float, float, float], float]:
    """The axis, turned round where rising values would move the child against `positive`; and 1.0, or -1.0 if so.

    For mechanisms whose child is still to be built, so that `orient` has nothing to look at: the point at
    ``at + towards`` is watched, or the middle of the child's visual `elem`. All in the holder's frame.

    Raises:
        ValidationError: an unknown direction or visual, or motion across the direction.
    """
    x, y, z = (float(value) for value in axis)
    if positive is None:
        return (x, y, z), 1.0
    direction = as_direction(positive, f"{where} positive")
    offset = np.asarray(towards, dtype=float)
    if elem is not None:
        visual = child.get_visual(name_of(elem, f"{where} positive_elem")).name
        found = middle_of(child, elem=visual)
        assert found is not None
        offset = found
    world = KinematicTree(model, parts=[holder.name]).world_from_part()[holder.name]
    carrier = middle_of(holder)
    place = np.asarray(at, dtype=float)
    setting = Setting(
        axis=world[:3, :3] @ unit((x, y, z), where=f"{where} axis"),
        place=apply_transform(world, place),
        middle=apply_transform(world, place + offset),
        carrier_middle=None if carrier is None else apply_transform(world, carrier),
        is_angular=not slides,
    )
    cosine = setting.cosine(direction)
    if cosine is None or abs(cosine) < LEAST_COSINE:
        raise ValidationError.at(
            f"{where} positive",
            given=positive,
            wanted=f"a way in which {child.name!r} sets off: {_ways(setting)}",
            code="direction",
        )
    return ((x, y, z), 1.0) if cosine > 0.0 else ((-x, -y, -z), -1.0)


def setting_of(
    model: ArticulatedObject, joint: Articulation, *, elem: str | None, asset_root: Assets = None
) -> Setting:
    """How the joint moves the child's element, or the whole child, at rest.

    Raises:
        ValidationError: a part without geometry, a mesh that cannot be read, an axis without direction.
    """
    where = f"articulation {joint.name!r}.positive"
    child = model.get_part(joint.child)
    world = KinematicTree(model, parts=[joint.parent]).world_from_part()[joint.parent]
    world_from_joint = world @ transform_of(joint.origin)
    middle = middle_of(child, elem=elem, asset_root=asset_root)
    if middle is None and not joint.articulation_type.is_angular:
        middle = np.zeros(3)  # all of it slides alike; what is drawn later will too
    if middle is None:
        raise ValidationError.at(
            where,
            given=f"part {child.name!r} without visuals",
            wanted="its visuals added before this joint",
            code="direction",
        )
    carrier = middle_of(model.get_part(joint.parent), asset_root=asset_root)
    return Setting(
        axis=world_from_joint[:3, :3] @ unit(joint.axis, where=f"articulation {joint.name!r}.axis"),
        place=world_from_joint[:3, 3],
        middle=apply_transform(world_from_joint, middle),
        carrier_middle=None if carrier is None else apply_transform(world, carrier),
        is_angular=joint.articulation_type.is_angular,
    )


def middle_of(part: Part, *, elem: str | None = None, asset_root: Assets = None) -> Array | None:
    """(3,) middle of a part's box, or of its first visual of that name, in the part's frame; None without."""
    boxes = []
    for visual in part.visuals:
        if elem is not None and visual.name != elem:
            continue
        local = shape_bounds(visual.geometry, assets=part.assets, asset_root=asset_root)
        if elem is not None:
            return apply_transform(transform_of(visual.origin), local.mean(axis=0))
        boxes.append(transform_bounds(transform_of(visual.origin), local))
    whole = unite_bounds(boxes)
    return None if whole is None else whole.mean(axis=0)


def _ways(setting: Setting) -> str:
    """The words that fit the motion, either way."""
    velocity = setting.velocity()
    speed = float(np.linalg.norm(velocity))
    if speed <= AXIS_FLOOR:
        return "none, its middle lies on the axis; name an element beside the axis with positive_elem="
    fitting = [
        f"{word} or {word.translate(str.maketrans('+-', '-+'))}"
        for word in ("+x", "+y", "+z")
        if abs(velocity @ np.array(WORDS[word])) / speed >= LEAST_COSINE
    ]
    return "; ".join(fitting)
