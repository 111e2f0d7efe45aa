"""`text_relief`: letters, figures and signs of one stroke width, standing on z = 0.

A newcomer's mistake: to expect a typeface. This is the single-stroke lettering of engraving machines; small
letters are drawn as capitals.
"""

from __future__ import annotations

from math import ceil, pi

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry import kernel
from sdk.geometry.construction import record
from sdk.geometry.extrude import extrude_region
from sdk.geometry.inputs import positive
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.ported import PortedGeometry
from sdk.geometry.triangles import Floats

# Polylines over a grid 4 wide and 6 high; each pair of figures is one point (x, y).
STROKES = {
    "A": "00 26 40, 12 32", "B": "00 06 36 45 44 33 03, 33 42 41 30 00", "C": "45 36 16 05 01 10 30 41",
    "D": "00 06 26 44 42 20 00", "E": "40 00 06 46, 03 33", "F": "00 06 46, 03 33",
    "G": "45 36 16 05 01 10 30 41 43 23", "H": "00 06, 40 46, 03 43", "I": "20 26", "J": "46 41 30 10 01",
    "K": "00 06, 46 03 40", "L": "06 00 40", "M": "00 06 23 46 40", "N": "00 06 40 46",
    "O": "10 01 05 16 36 45 41 30 10", "P": "00 06 36 45 44 33 03", "Q": "10 01 05 16 36 45 41 30 10, 22 40",
    "R": "00 06 36 45 44 33 03, 23 40", "S": "45 36 16 05 04 13 33 42 41 30 10 01", "T": "06 46, 26 20",
    "U": "06 01 10 30 41 46", "V": "06 20 46", "W": "06 10 23 30 46", "X": "00 46, 06 40",
    "Y": "06 23 46, 23 20", "Z": "06 46 00 40",
    "0": "10 01 05 16 36 45 41 30 10", "1": "05 26 20", "2": "05 16 36 45 44 00 40",
    "3": "05 16 36 45 44 33 13, 33 42 41 30 10 01", "4": "30 36 02 42", "5": "46 06 04 34 43 41 30 10 01",
    "6": "36 16 05 01 10 30 41 42 33 03", "7": "06 46 20", "8": "13 04 05 16 36 45 44 33 13 02 01 10 30 41 42 33",
    "9": "10 30 41 45 36 16 05 04 13 43", "-": "13 33", "+": "13 33, 22 24", ".": "20 20", ":": "21 21, 24 24",
    "/": "00 46", "%": "00 46, 05 05, 41 41", "°": "25 35 36 26 25", "=": "12 32, 14 34", "<": "45 03 41",
    ">": "05 43 01", "!": "26 22, 20 20", "?": "05 16 36 45 44 22, 20 20", "#": "10 16, 30 36, 02 42, 04 44",
    "_": "00 40", "(": "36 24 22 30", ")": "16 24 22 10", " ": "", "&": "40 05 16 25 01 10 20 42",
}  # fmt: skip
ADVANCE, HEIGHT = 6, 6


def text_relief(text: str, height: float, depth: float, *, stroke: float | None = None) -> PortedGeometry:
    """The text centred on the origin in the XY plane, read from +Z, z in [0, depth].

    Its bounds are the strokes' outsides: capitals are exactly `height` high.

    Args:
        text: one line of letters, figures and ``- + . : / % ° = < > ! ? # _ ( ) &``.
        height: of capitals, metres.
        depth: of the relief; to engrave, subtract it.
        stroke: width of a line; a seventh of the height when left out.

    Raises:
        GeometryError: nothing to draw, or a character that is not known.
    """
    tall, deep = positive(height, "text_relief height"), positive(depth, "text_relief depth")
    wide = tall / 7.0 if stroke is None else positive(stroke, "text_relief stroke")
    letters = str(text).upper()
    unknown = sorted(set(letters) - set(STROKES))
    if unknown or not letters.strip():
        raise GeometryError.at(
            "text_relief text",
            given=text,
            wanted=f"one line of these characters: {''.join(STROKES)}",
            code="unknown-character",
        )
    unit = (tall - wide) / HEIGHT
    capsules: list[Floats] = []
    for place, letter in enumerate(letters):
        for line in filter(None, STROKES[letter].split(", ")):
            points = np.array([(int(p[0]) + ADVANCE * place, int(p[1])) for p in line.split()]) * unit
            capsules += [_capsule(points[k], points[k + 1], wide / 2) for k in range(len(points) - 1)]
    loops = [loop for loop in kernel.resolve_outline(capsules) if len(loop) > 2]
    vertices, faces = extrude_region(loops, deep)
    middle = (vertices.min(axis=0) + vertices.max(axis=0)) / 2.0
    shift = np.array([middle[0], tall / 2.0 - wide / 2.0, 0.0])
    return PortedGeometry(
        MeshGeometry().fill(vertices - shift, faces, record("extrude", loops=(), height=deep))
    )


def _capsule(start: Floats, end: Floats, radius: float) -> Floats:
    """(n, 2) counter-clockwise outline of everything within `radius` of a stroke; a dot when it has no length."""
    way = end - start
    angle = float(np.arctan2(way[1], way[0]))
    steps = 8
    arc = angle - pi / 2 + pi * np.arange(steps + 1) / steps
    cap = radius * np.stack([np.cos(arc), np.sin(arc)], axis=1)
    if not way.any():
        around = 2 * pi * np.arange(ceil(2 * steps)) / (2 * steps)
        return start + radius * np.stack([np.cos(around), np.sin(around)], axis=1)
    return np.concatenate([end + cap, start - cap])
