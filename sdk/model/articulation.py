"""`Articulation`: one joint, with its limits, damping and coupling.

A newcomer's mistake: to compare joints by value. Programs use them as dictionary keys, so two joints are
equal only when they are the same object.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from sdk.errors import ValidationError
from sdk.model.coercion import Triple, as_triple
from sdk.model.coupling import Coupling
from sdk.model.declarations import Positive
from sdk.model.origin import Origin


class ArticulationType(str, Enum):  # noqa: UP042 - a StrEnum prints its value; programs show the member
    """How a child may move; members equal their text."""

    REVOLUTE = "revolute"
    CONTINUOUS = "continuous"
    PRISMATIC = "prismatic"
    FIXED = "fixed"
    FLOATING = "floating"

    @property
    def is_angular(self) -> bool:
        """Whether the joint turns about its axis."""
        return self in (ArticulationType.REVOLUTE, ArticulationType.CONTINUOUS)

    @property
    def is_scalar(self) -> bool:
        """Whether one number says where the joint is."""
        return self.is_angular or self is ArticulationType.PRISMATIC


def as_articulation_type(value: Any, where: str) -> ArticulationType:
    """The member for a member or its exact text.

    Raises:
        ValidationError: anything else.
    """
    try:
        return ArticulationType(value)
    except ValueError:
        known = ", ".join(repr(member.value) for member in ArticulationType)
        raise ValidationError.at(where, given=value, wanted=f"one of {known}", code="joint-type") from None


@dataclass(frozen=True)
class MotionLimits:
    """Limits of a joint: N or N m, m/s or rad/s, and positions in m or rad; never rounded."""

    effort: float = 1.0
    velocity: float = 1.0
    lower: float | None = None
    upper: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "effort", float(self.effort))
        object.__setattr__(self, "velocity", float(self.velocity))
        object.__setattr__(self, "lower", None if self.lower is None else float(self.lower))
        object.__setattr__(self, "upper", None if self.upper is None else float(self.upper))


@dataclass(frozen=True)
class MotionProperties:
    """Viscous damping and dry friction, kept as passed."""

    damping: float | None = None
    friction: float | None = None


@dataclass(frozen=True)
class Mimic:
    """A joint that follows another one: ``q = multiplier * q_source + offset``.

    Raises:
        ValidationError: a blank source name.
    """

    joint: str
    multiplier: float = 1.0
    offset: float = 0.0

    def __post_init__(self) -> None:
        source = self.joint if isinstance(self.joint, str) else getattr(self.joint, "name", self.joint)
        name = str(source).strip()
        if not name:
            raise ValidationError.at(
                "Mimic.joint", given=self.joint, wanted="the name of the joint to follow"
            )
        object.__setattr__(self, "joint", name)
        object.__setattr__(self, "multiplier", float(self.multiplier))
        object.__setattr__(self, "offset", float(self.offset))

    def at(self, position: float) -> float:
        """The follower's value at a value of the source."""
        return self.multiplier * position + self.offset


@dataclass(eq=False)
class Articulation:
    """One joint; its axis is in the joint frame, that is after `origin.rpy`, and kept as given."""

    name: str
    articulation_type: ArticulationType
    parent: str
    child: str
    origin: Origin = field(default_factory=Origin)
    axis: Triple = (0.0, 0.0, 1.0)
    motion_limits: MotionLimits | None = None
    motion_properties: MotionProperties | None = None
    mimic: Mimic | None = None
    meta: dict[Any, Any] = field(default_factory=dict)
    line: int | None = field(default=None, compare=False, repr=False, kw_only=True)
    """Line of the program that made it."""
    coupling: Coupling | None = field(default=None, repr=False, kw_only=True)
    """How it follows another joint where `mimic` cannot say it; made by `model.couple`."""
    positive: Positive | None = field(default=None, repr=False, kw_only=True)
    """Which way positive values move the child, where the author stated it."""

    def __post_init__(self) -> None:
        where = f"articulation {self.name!r}"
        self.articulation_type = as_articulation_type(self.articulation_type, f"{where}.articulation_type")
        self.axis = as_triple(self.axis, f"{where}.axis")
        self.mimic = _as_mimic(self.mimic, f"{where}.mimic")

    @property
    def law(self) -> Mimic | Coupling | None:
        """How the joint follows another one; None for a joint that is driven."""
        return self.mimic if self.mimic is not None else self.coupling

    @property
    def joint_type(self) -> ArticulationType:
        """The articulation type; text assigned here is coerced."""
        return self.articulation_type

    @joint_type.setter
    def joint_type(self, value: ArticulationType | str) -> None:
        self.articulation_type = as_articulation_type(value, f"articulation {self.name!r}.joint_type")

    @property
    def limit(self) -> MotionLimits | None:
        """The motion limits."""
        return self.motion_limits

    @limit.setter
    def limit(self, value: MotionLimits | None) -> None:
        self.motion_limits = value

    @property
    def dynamics(self) -> MotionProperties | None:
        """The motion properties."""
        return self.motion_properties

    @dynamics.setter
    def dynamics(self, value: MotionProperties | None) -> None:
        self.motion_properties = value


def _as_mimic(value: Any, where: str) -> Mimic | None:
    if value is None or isinstance(value, Mimic):
        return value
    if isinstance(value, str):
        return Mimic(value)
    if getattr(value, "joint", None) is not None:
        return Mimic(value.joint, getattr(value, "multiplier", 1.0), getattr(value, "offset", 0.0))
    raise ValidationError.at(
        where, given=value, wanted="Mimic(joint, multiplier, offset)", code="not-a-mimic"
    )
