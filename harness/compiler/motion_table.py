"""The joints of a sound object as a few lines of text: range, what is usable of it, where it goes, what comes near.

A newcomer's mistake: to list every joint. Equal ones tell nothing new, and a model reads this after each compile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sdk.qc.outcome import direction_text, millimetres

MOST_JOINTS = 12
_FULL = 1e-6


def motion_table(described: Mapping[str, Any] | None) -> str:
    """The ``<motion>`` block for ``object`` of a compile; empty where nothing was measured.

    >>> motion_table(None)
    ''
    """
    joints = [joint for joint in (described or {}).get("joints", ()) if "travel" in joint]
    if described is None or not joints:
        return ""
    lines = ["<motion>"]
    if size := described.get("size"):
        extents = " x ".join(millimetres(extent) for extent in size)
        lines.append(f"At rest {extents} (x, y, z). Joints from rest to their far end:")
    lines += [_line(joint) for joint in joints[:MOST_JOINTS]]
    if len(joints) > MOST_JOINTS:
        lines.append(f"- ... and {len(joints) - MOST_JOINTS} more")
    return "\n".join([*lines, "</motion>"])


def _line(joint: Mapping[str, Any]) -> str:
    lower, upper = joint.get("lower"), joint.get("upper")
    unit = "m" if joint["type"] == "prismatic" else "rad"
    told = [joint["type"] if lower is None or upper is None else f"{lower:.3g}..{upper:.3g} {unit}"]
    usable = joint.get("usable")
    if usable and lower is not None and upper is not None and not _is_full(usable, (lower, upper)):
        told.append(f"usable {usable[0]:.3g}..{usable[1]:.3g}")
    told.append(_way(joint["travel"]))
    if near := joint.get("clearance"):
        first, second = near["between"]
        told.append(f"nearest {millimetres(near['distance'])}: {first} to {second} at {near['at']:.3g}")
    return f"- {joint['name']} ({joint['child']}): {'; '.join(told)}"


def _is_full(usable: Sequence[float], limits: Sequence[float]) -> bool:
    return all(abs(have - want) <= _FULL for have, want in zip(usable, limits, strict=True))


def _way(travel: Sequence[float]) -> str:
    length = sum(value * value for value in travel) ** 0.5
    return "turns in place" if length < 1e-4 else f"goes {millimetres(length)} along {direction_text(travel)}"
