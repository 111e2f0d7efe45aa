"""`thread`: a real helical screw thread, outside a rod or inside a nut.

A newcomer's mistake: to turn one of a pair to make them mesh. An external and an internal thread of the same
radius and pitch in the same frame mesh as they are; a turn by an angle needs a shift by
``pitch * angle / (2 pi)``.
"""

from __future__ import annotations

from math import pi, sqrt, tan
from typing import Literal

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry import kernel
from sdk.geometry.construction import record
from sdk.geometry.inputs import count, number, positive, require_faces
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.ported import PortedGeometry, frame_on
from sdk.geometry.triangles import Floats, Ints

FORMS: dict[str, tuple[float, float]] = {"trapezoid": (0.5, 15.0), "v": (0.6134, 30.0)}
"""Form -> depth as a part of the pitch, and flank angle in degrees.

ISO 2904 (trapezoidal: depth 0.5 P, flanks 15 degrees) and ISO 68-1 (metric: 0.6134 P for the external thread,
flanks 30 degrees)."""


def thread(
    radius: float,
    pitch: float,
    height: float,
    *,
    internal: bool = False,
    wall: float | None = None,
    form: Literal["trapezoid", "v"] = "trapezoid",
    depth: float | None = None,
    clearance: float = 0.0002,
    hand: Literal["right", "left"] = "right",
    segments: int = 48,
) -> PortedGeometry:
    """The thread about Z with z in [0, height]; ports ``bottom`` and ``top`` on the axis.

    External: a solid rod whose crests reach `radius` exactly. Internal: a ring around the same thread widened
    by `clearance` on every flank and crest; its outer radius is ``radius + clearance + wall``. Costs about
    ``16 * segments * height / pitch`` triangles.

    Args:
        radius: of the external thread's crests, also for the internal one.
        pitch: advance per turn.
        height: length along z.
        internal: the nut's side.
        wall: thickness around the internal thread; half of the radius when left out.
        form: ``"trapezoid"`` for closures and lead screws, ``"v"`` for fasteners.
        depth: of the thread; half or 0.61 of the pitch when left out.
        clearance: between the two sides, measured square to the surface.
        hand: right-handed climbs when turned counter-clockwise as seen from above.
        segments: facets around.

    Raises:
        GeometryError: ``deep-thread`` when the depth leaves no core, ``coarse-clearance`` when the clearance
            swallows the thread; unusable numbers.
    """
    wide, step = positive(radius, "thread radius"), positive(pitch, "thread pitch")
    tall, slack = positive(height, "thread height"), number(clearance, "thread clearance")
    if form not in FORMS or hand not in ("right", "left"):
        raise GeometryError.at(
            "thread form, hand", given=(form, hand), wanted="'trapezoid' or 'v', 'right' or 'left'"
        )
    share, flank = FORMS[form]
    deep = share * step if depth is None else positive(depth, "thread depth")
    if deep >= 0.7 * wide:
        raise GeometryError.at(
            "thread depth",
            given=deep,
            wanted=f"less than {0.7 * wide:g} for radius {wide:g}",
            code="deep-thread",
        )
    around = count(segments, "thread segments", least=12)
    require_faces(int(16 * around * (tall / step + 2)), "thread")
    outward = slack if internal else 0.0
    lines = _flank_lines(step, deep, flank, outward)
    profile = np.array([(share, wide - deep + outward if low else wide + outward) for share, low in lines])
    z_room = step if not internal else 2.0 * step
    body = _helicoid(profile, step, -z_room, tall + z_room, around)
    solid = kernel.solid_from_mesh(*body, where="thread")
    if internal:
        outside = wide + slack + (wide / 2.0 if wall is None else positive(wall, "thread wall"))
        ring = kernel.Solid.cylinder(tall, outside, outside, around)
        solid = kernel.subtract(ring, solid)
    else:
        solid = solid.trim_by_plane((0.0, 0.0, 1.0), 0.0).trim_by_plane((0.0, 0.0, -1.0), -tall)
    vertices, faces = kernel.mesh_from_solid(solid)
    made = MeshGeometry().fill(vertices, faces, record("mesh"))
    if hand == "left":
        made.scale(1.0, -1.0, 1.0)
    ports = {
        "bottom": frame_on(np.zeros(3), -np.eye(3)[2]),
        "top": frame_on(np.array([0, 0, tall]), np.eye(3)[2]),
    }
    return PortedGeometry(made, ports=ports)


def _flank_lines(
    pitch: float, depth: float, flank_degrees: float, outward: float
) -> list[tuple[float, bool]]:
    """Root and crest corners over one pitch: (height, whether on the root), upward.

    The widened side moves every surface by `outward` square to itself: crests by that much outward, flanks by
    that much over the cosine of their angle along the axis.
    """
    slope = depth * tan(flank_degrees * pi / 180.0)
    shift = outward * sqrt(1.0 + tan(flank_degrees * pi / 180.0) ** 2) - outward * tan(
        flank_degrees * pi / 180.0
    )
    flat = (pitch - 2.0 * slope) / 2.0  # crest and root share what the flanks leave
    crest = max(flat * (1.0 if slope < pitch / 3 else 0.4), 0.08 * pitch) + 2.0 * shift
    if crest + 2.0 * slope >= 0.97 * pitch:
        raise GeometryError.at(
            "thread clearance",
            given=outward,
            wanted=f"less than a tenth of the pitch {pitch:g}, or a shallower depth than {depth:g}",
            code="coarse-clearance",
        )
    begin = (pitch - crest) / 2.0 - slope
    return [
        (0.0, True), (begin, True), (begin + slope, False), (begin + slope + crest, False),
        (begin + 2.0 * slope + crest, True),
    ]  # fmt: skip


def _helicoid(profile: Floats, pitch: float, low: float, high: float, segments: int) -> tuple[Floats, Ints]:
    """A closed screw body that covers z in [low, high], its ends being one turn of ramp.

    Rows follow the helix, so every flank is smooth; the last column is joined to the first one pitch up.
    """
    turns = int(np.ceil((high - low) / pitch)) + 2
    per_turn = len(profile)
    base = low - pitch
    height = np.concatenate(
        [base + k * pitch + profile[:, 0] for k in range(turns)] + [[base + turns * pitch]]
    )
    radius = np.concatenate([np.tile(profile[:, 1], turns), profile[:1, 1]])
    angle = 2.0 * pi * np.arange(segments) / segments
    rows = len(height)
    grid = np.zeros((rows, segments, 3))
    grid[:, :, 0] = radius[:, None] * np.cos(angle)
    grid[:, :, 1] = radius[:, None] * np.sin(angle)
    grid[:, :, 2] = height[:, None] + pitch * angle / (2.0 * pi)
    number = np.arange(rows * segments).reshape(rows, segments)
    faces: list[tuple[Ints, ...]] = []
    a, b = number[:-1, :-1].ravel(), number[:-1, 1:].ravel()
    c, d = number[1:, 1:].ravel(), number[1:, :-1].ravel()
    faces += [(a, b, c), (a, c, d)]
    # across the seam, row r of the last column meets row r + per_turn of the first
    count_seam = rows - 1 - per_turn
    a, d = number[:count_seam, -1], number[1 : count_seam + 1, -1]
    b, c = number[per_turn : per_turn + count_seam, 0], number[per_turn + 1 : per_turn + 1 + count_seam, 0]
    faces += [(a, b, c), (a, c, d)]
    bottom_rim = np.concatenate([number[0], number[per_turn:0:-1, 0]])
    top_rim = np.concatenate([number[-1], number[-1 : -1 - per_turn : -1, 0][:0]])
    last = number[rows - 1 - per_turn :, -1][::-1]
    top_rim = np.concatenate([number[-1], last[1:]])
    vertices = grid.reshape(-1, 3)
    poles = np.array([[0.0, 0.0, base + pitch / 2], [0.0, 0.0, base + turns * pitch + pitch / 2]])
    low_pole, high_pole = len(vertices), len(vertices) + 1
    ahead = np.roll(bottom_rim, -1)
    faces.append((np.full(len(bottom_rim), low_pole), ahead, bottom_rim))
    ahead = np.roll(top_rim, -1)
    faces.append((np.full(len(top_rim), high_pole), top_rim, ahead))
    triangles = np.concatenate([np.stack(np.broadcast_arrays(*group), axis=1) for group in faces])
    return np.concatenate([vertices, poles]), triangles.astype(np.int64)
