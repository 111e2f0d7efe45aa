"""Cross-sections of guides and runners, in the plane across the travel: x to the side, y up.

Every pair is drawn with its clearance already taken off the runner. A newcomer's mistake: to shrink a
dovetail by the clearance along x and y; its flanks would come too near.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, tan

from sdk.geometry.extrude import ExtrudeGeometry
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.spans import span_box

Outline = list[tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A guide and the runner in it, and where a stop pin goes through the guide into the runner's groove."""

    guide: Outline
    runner: Outline
    plug: tuple[tuple[float, float], tuple[float, float]]
    """(x, y) corners of the room inside the guide that an end plate closes."""
    pin_x: float
    pin_top: float
    """y of the guide's outside over the pin."""
    pin_low: float
    """y that the pin reaches down to."""
    groove_low: float
    """y of the groove's floor in the runner."""
    pin_radius: float


def channel_heights(width: float, gap: float) -> tuple[float, float | None]:
    """Least and greatest height of a channel: its lips stand over the runner by six gaps, so that a stop catches."""
    return max(30 * gap, (0.12 * width + 6 * gap) / 0.28), None


def channel(width: float, height: float, gap: float) -> Section:
    """A C channel, open towards +x, around a T runner whose flange stands outside it."""
    t = min(max(0.08 * height, 0.12 * width), 0.25 * width)
    w, h, mouth = width / 2, height / 2, 0.22 * height
    guide = [
        (-w, -h), (w, -h), (w, -mouth), (w - t, -mouth), (w - t, -h + t), (-w + t, -h + t),
        (-w + t, h - t), (w - t, h - t), (w - t, mouth), (w, mouth), (w, h), (-w, h),
    ]  # fmt: skip
    x0, x1, y1 = -w + t + gap, w - t - gap, h - t - gap
    neck, outer = mouth - gap, w + gap
    runner = [
        (x0, -y1), (x1, -y1), (x1, -neck), (outer, -neck), (outer, -h), (outer + t, -h),
        (outer + t, h), (outer, h), (outer, neck), (x1, neck), (x1, y1), (x0, y1),
    ]  # fmt: skip
    pin = 0.2 * (x1 - x0)
    depth = 0.35 * (y1 - neck)
    return Section(
        guide=guide, runner=runner, plug=((-w + t, -h + t), (w - t, h - t)), pin_x=(x0 + x1) / 2, pin_top=h,
        pin_low=y1 - depth + gap, groove_low=y1 - depth, pin_radius=pin,
    )  # fmt: skip


def dovetail_heights(width: float, gap: float) -> tuple[float, float | None]:
    """Least and greatest height of a dovetail: room for a stop, and walls left beside the groove's root."""
    return 10 * gap, 0.72 * width


def dovetail(width: float, height: float, gap: float) -> Section:
    """A block whose dovetail groove opens downward, and the tongue that hangs in it.

    The flanks lean 30 degrees, as machine slides do.
    """
    lean = pi / 6
    w, deep = width / 2, 0.5 * height
    mouth = 0.24 * width
    root = mouth + deep * tan(lean)
    guide = [(-w, 0), (-mouth, 0), (-root, deep), (root, deep), (mouth, 0), (w, 0), (w, height), (-w, height)]
    side = gap / cos(lean)
    low, high = mouth - side, root - side - gap * tan(lean)
    plate = 0.45 * height
    runner = [
        (-w, -gap - plate), (w, -gap - plate), (w, -gap), (low - gap * tan(lean), -gap),
        (high, deep - gap), (-high, deep - gap),
        (-low + gap * tan(lean), -gap), (-w, -gap),
    ]  # fmt: skip
    depth = 0.4 * deep
    return Section(
        guide=guide, runner=runner, plug=((-root, 0.0), (root, deep)), pin_x=0.0, pin_top=height,
        pin_low=deep - gap - depth + gap, groove_low=deep - gap - depth, pin_radius=0.3 * low,
    )  # fmt: skip


def prism(outline: Outline, low: float, high: float) -> MeshGeometry:
    """The outline drawn out along z from `low` to `high`."""
    return ExtrudeGeometry.from_z0(outline, high - low).translate(0, 0, low)


def end_plate(section: Section, z_low: float, z_high: float, *, overlap: float) -> MeshGeometry:
    """A plate that closes the guide's inside, reaching `overlap` into its walls."""
    (x0, y0), (x1, y1) = section.plug
    return span_box(
        x=(x0 - overlap, x1 + overlap), y=(y0 - overlap * (y0 != 0.0), y1 + overlap), z=(z_low, z_high)
    )
