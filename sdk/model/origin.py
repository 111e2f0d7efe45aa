"""`Origin`: a rigid pose, as three metres and three radians.

A newcomer's mistake: to look for composition here. Poses are composed as matrices (`sdk.spatial`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sdk.errors import ValidationError
from sdk.model.coercion import Triple, as_triple, is_given, is_pose


@dataclass(frozen=True)
class Origin:
    """Turn by `rpy` about fixed axes, then move by `xyz`: ``p_parent = R(rpy) @ p_local + xyz``.

    Raises:
        ValidationError: either has another length than three.
    """

    xyz: Triple = (0.0, 0.0, 0.0)
    rpy: Triple = (0.0, 0.0, 0.0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "xyz", as_triple(self.xyz, "Origin.xyz"))
        object.__setattr__(self, "rpy", as_triple(self.rpy, "Origin.rpy"))


def as_pose(origin: Any, where: str) -> Any:
    """The pose itself; identity where none was given.

    Raises:
        ValidationError: something without `xyz` and `rpy`, such as a bare tuple.
    """
    if not is_given(origin):
        return Origin()
    if not is_pose(origin):
        raise ValidationError.at(
            f"{where}.origin",
            given=origin,
            wanted="Origin(xyz=(x, y, z), rpy=(roll, pitch, yaw))",
            code="not-a-pose",
        )
    return origin
