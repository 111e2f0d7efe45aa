"""Ready-made 2D outlines: the rounded rectangle and the superellipse.

A newcomer's mistake: to drop equal neighbours from these lists. Lofts pair points by number, so an outline
keeps its count also where a radius eats up a whole straight side.
"""

from __future__ import annotations

from math import copysign, cos, pi, sin

from sdk.errors import GeometryError
from sdk.geometry.inputs import count, number, positive

Outline = list[tuple[float, float]]


def rounded_rect_profile(width: float, height: float, radius: float, *, corner_segments: int = 6) -> Outline:
    """A centred counter-clockwise rounded rectangle of 4 * corner_segments + 4 points.

    It begins where the bottom edge meets the bottom right corner, and does not repeat that point. A radius of
    0 gives the four corners, from (-width/2, -height/2).

    Args:
        width: along x, above 0, metres.
        height: along y, above 0, metres.
        radius: from 0 to half the shorter side.
        corner_segments: steps of each quarter arc, at least 1.

    Raises:
        GeometryError: a size or the radius is out of range.
    """
    half_width = positive(width, "rounded_rect_profile width") / 2.0
    half_height = positive(height, "rounded_rect_profile height") / 2.0
    corner = number(radius, "rounded_rect_profile radius")
    if not 0.0 <= corner <= min(half_width, half_height):
        raise GeometryError.at(
            "rounded_rect_profile radius",
            given=corner,
            wanted=f"0 to half the shorter side, {min(half_width, half_height)}",
            code="bad-radius",
        )
    steps = count(corner_segments, "rounded_rect_profile corner_segments", least=1)
    if corner <= 1e-12:
        return [
            (-half_width, -half_height), (half_width, -half_height), (half_width, half_height), (-half_width,
            half_height)
        ]  # fmt: skip
    x, y = half_width - corner, half_height - corner
    quarters = ((x, -y, -pi / 2), (x, y, 0.0), (-x, y, pi / 2), (-x, -y, pi))
    return [
        (centre_x + corner * cos(angle), centre_y + corner * sin(angle))
        for centre_x, centre_y, start in quarters
        for angle in (start + pi / 2 * step / steps for step in range(steps + 1))
    ]


def superellipse_profile(
    width: float, height: float, exponent: float = 2.6, *, segments: int = 48
) -> Outline:
    """A centred counter-clockwise superellipse of `segments` points, the first at (width/2, 0).

    Exponent 2 is an ellipse, larger ones approach a rectangle.

    Raises:
        GeometryError: a size or the exponent is not above 0.
    """
    half_width = positive(width, "superellipse_profile width") / 2.0
    half_height = positive(height, "superellipse_profile height") / 2.0
    power = 2.0 / positive(exponent, "superellipse_profile exponent")
    points = count(segments, "superellipse_profile segments", least=12)
    return [
        (half_width * _signed_power(cos(angle), power), half_height * _signed_power(sin(angle), power))
        for angle in (2.0 * pi * step / points for step in range(points))
    ]


def _signed_power(value: float, power: float) -> float:
    return copysign(abs(value) ** power, value)
