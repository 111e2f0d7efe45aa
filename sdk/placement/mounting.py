"""`place_on_surface`: a rigid pose that seats one thing on the surface of another.

A newcomer's mistake: to expect the child to be centred. Its *origin* goes onto the normal line, and it is
pushed out until nothing of it lies below the clearance.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sdk.assets import Assets
from sdk.model.origin import Origin
from sdk.placement.faces import signed_axis
from sdk.placement.subject import subject_of
from sdk.placement.surfaces import SurfaceFrame, frame_on
from sdk.spatial import Array, rotation_about, rpy_from_rotation
from sdk.tolerances import SPIN_THRESHOLD

# child axis -> the child's axes that go to tangent_u, tangent_v and the normal
_CHILD_BASES = {
    "+z": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "-z": ((1.0, 0.0, 0.0), (0.0, -1.0, 0.0), (0.0, 0.0, -1.0)),
    "+x": ((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0)),
    "-x": ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0), (-1.0, 0.0, 0.0)),
    "+y": ((0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
    "-y": ((0.0, 0.0, -1.0), (1.0, 0.0, 0.0), (0.0, -1.0, 0.0)),
}


def place_on_surface(
    child: Any,
    target: Any,
    *,
    point_hint: Any = None,
    direction: Any = None,
    child_axis: str = "+z",
    clearance: float = 0.0,
    spin: float = 0.0,
    asset_root: Assets = None,
    prefer_collisions: bool = False,
    child_prefer_collisions: bool = False,
    up_hint: Any = (0.0, 0.0, 1.0),
) -> Origin:
    """The child's pose in the target's frame, seated on its surface.

    Args:
        child: what is mounted: a Part, Visual, Box, Cylinder, Sphere or Mesh.
        target: what it is mounted on, likewise.
        point_hint: a point near the place; or
        direction: where to look for the place from, as in `surface_frame`.
        child_axis: the child's axis along the outward normal, one of ``+x -x +y -y +z -z``.
        clearance: gap between surface and child, metres; negative sinks.
        spin: turn about the normal, radians.
        asset_root: where meshes are, when the parts do not say.
        prefer_collisions: use the target's collisions where there are any.
        child_prefer_collisions: use the child's collisions where there are any.
        up_hint: fixes the turn about the normal, as in `surface_frame`.

    Raises:
        ValidationError: as `surface_frame`; an unsigned or unknown axis; a child without geometry.
    """
    key = signed_axis(child_axis, "child_axis")
    on = subject_of(target, "target", asset_root=asset_root, prefer_collisions=prefer_collisions)
    mounted = subject_of(child, "child", asset_root=asset_root, prefer_collisions=child_prefer_collisions)
    frame = frame_on(on, point_hint=point_hint, direction=direction, up_hint=up_hint)
    stand_off = float(clearance) - mounted.lowest_along(child_normal(key))
    xyz = np.array(frame.point) + np.array(frame.normal) * stand_off
    return Origin((xyz + 0.0).tolist(), rpy_from_rotation(mounting_rotation(frame, key, spin=float(spin))))


def child_normal(child_axis: str) -> Array:
    """(3,) unit vector of a signed axis."""
    return np.array(_CHILD_BASES[child_axis][2])


def mounting_rotation(frame: SurfaceFrame, child_axis: str, *, spin: float) -> Array:
    """(3, 3) target_from_child: the child's axis along the normal, then a turn by `spin` about it."""
    target_from_frame = np.array([frame.tangent_u, frame.tangent_v, frame.normal]).T
    rotation = target_from_frame @ np.array(_CHILD_BASES[child_axis])
    if abs(spin) <= SPIN_THRESHOLD:
        return rotation
    return rotation_about(frame.normal, spin) @ rotation
