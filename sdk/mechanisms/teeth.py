"""Involute teeth as outlines: spur gears and racks that roll on each other without touching but at the flanks.

Stub teeth (addendum 0.8 modules) with 20 degree flanks, so that fourteen teeth and more need no undercut. A
newcomer's mistake: to turn a gear until the picture looks right. Tooth 0 is centred on +X, so the
other gear is turned by half a tooth more than a half turn.

Source:
    ISO 53 for the basic rack, with the stub addendum of ASA B6.1.
"""

from __future__ import annotations

from math import acos, ceil, cos, pi, sin, tan

from sdk.mechanisms.assembly import length_of, require

PRESSURE = pi / 9
ADDENDUM, DEDENDUM = 0.8, 1.0
BACKLASH = 0.06
"""Of a module: what each pair of flanks leaves free, split between the two gears."""
FLANK_STEPS = 6
LEAST_TEETH = 14
Outline = list[tuple[float, float]]


def _involute(angle: float) -> float:
    return tan(angle) - angle


def gear_outline(module: float, teeth: int, where: str) -> Outline:
    """Counter-clockwise outline of a spur gear about the origin, tooth 0 on +X; pitch radius module*teeth/2.

    Raises:
        ValidationError: fewer than 14 teeth, or more than 400.
    """
    size = length_of(module, f"{where} module")
    require(
        LEAST_TEETH <= teeth <= 400,
        f"{where} teeth",
        given=teeth,
        wanted=f"{LEAST_TEETH} to 400",
        code="teeth",
    )
    pitch = size * teeth / 2
    base, tip, root = pitch * cos(PRESSURE), pitch + ADDENDUM * size, pitch - DEDENDUM * size
    half = pi / (2 * teeth) - BACKLASH * size / (4 * pitch) + _involute(PRESSURE)
    start = max(base, root)
    flank: list[tuple[float, float]] = []
    for step in range(FLANK_STEPS + 1):
        radius = start + (tip - start) * step / FLANK_STEPS
        flank.append((radius, half - _involute(acos(min(1.0, base / radius)))))
    outline: Outline = []
    for tooth in range(teeth):
        middle = 2 * pi * tooth / teeth
        lower = [(root, -flank[0][1])] if root < start else []
        side = [*lower, *((radius, -angle) for radius, angle in flank)]
        side += [(radius, angle) for radius, angle in reversed(flank)]
        side += [(root, flank[0][1])] if root < start else []
        outline += [(radius * cos(middle + angle), radius * sin(middle + angle)) for radius, angle in side]
    return outline


def rack_outline(module: float, teeth: int, depth: float) -> Outline:
    """Counter-clockwise outline of a rack: pitch line on y = 0, teeth up, a gap's middle at x = 0, long along x."""
    pitch = pi * module
    lean = tan(PRESSURE)
    half = pitch / 4 - BACKLASH * module / 4
    low, high = -DEDENDUM * module, ADDENDUM * module
    end = pitch * ceil(teeth / 2)
    row: Outline = []
    for tooth in range(-ceil(teeth / 2), ceil(teeth / 2)):
        middle = (tooth + 0.5) * pitch
        row += [
            (middle - half + low * lean, low), (middle - half + high * lean, high),
            (middle + half - high * lean, high), (middle + half - low * lean, low),
        ]  # fmt: skip
    return [(-end, low - depth), (end, low - depth), (end, low), *reversed(row), (-end, low)]
