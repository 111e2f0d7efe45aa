from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import GeometryError
from sdk.geometry.outlines import contains, meets_itself, outline_from, signed_area, sound_loops, sound_region
from tests.strategies import star_outlines

quick = settings(max_examples=40, deadline=None)
SQUARE = np.array([(0.0, 0), (1, 0), (1, 1), (0, 1)])


def circle(radius: float, count: int = 24, at: tuple[float, float] = (0, 0)) -> list[tuple[float, float]]:
    turn = 2 * math.pi / count
    return [(at[0] + radius * math.cos(k * turn), at[1] + radius * math.sin(k * turn)) for k in range(count)]


def crosses_by_hand(outline: np.ndarray) -> bool:
    """Every pair of edges that are no neighbours, by solving for the crossing point."""
    count = len(outline)
    for i in range(count):
        a, b = outline[i], outline[(i + 1) % count]
        for j in range(i + 2, count):
            if (j + 1) % count == i:
                continue
            c, d = outline[j], outline[(j + 1) % count]
            matrix = np.stack([b - a, c - d], axis=1)
            if abs(np.linalg.det(matrix)) < 1e-12:
                continue
            share = np.linalg.solve(matrix, c - a)
            if (share >= 0).all() and (share <= 1).all():
                return True
    return False


@quick
@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=4, max_size=9, unique=True))
def test_crossings_are_those_found_pair_by_pair(points) -> None:
    outline = np.round(np.array(points), 3) + np.random.default_rng(5).uniform(0, 1e-4, (len(points), 2))
    assert meets_itself([outline]) == crosses_by_hand(outline)


@pytest.mark.parametrize(
    "outline",
    [
        [(0, 0), (2, 0), (2, 1), (1, 0), (0, 1)],  # a corner on an edge
        [(0, 0), (2, 0), (1, 0), (1, 1)],  # an edge run back over
        [(0, 0), (1, 1), (1, 0), (0, 1)],  # a bow tie
        [
            *circle(1),
            circle(1)[0],
            circle(0.5)[0],
            *circle(0.5)[::-1],
        ],  # a ring drawn as one line with a slit
    ],
)
def test_outlines_that_meet_themselves(outline) -> None:
    assert meets_itself([np.array(outline, dtype=float)])


@quick
@given(star_outlines())
def test_star_shapes_do_not_meet_themselves(outline) -> None:
    if abs(signed_area(np.array(outline))) > 1e-3:
        assert not meets_itself([np.array(outline)]) or crosses_by_hand(np.array(outline))


def test_a_slit_ring_becomes_a_rim_and_a_hole() -> None:
    drawn = [*circle(1), circle(1)[0], circle(0.5)[0], *circle(0.5)[::-1]]
    loops = sound_loops(drawn, "ring")
    assert len(loops) == 2
    ring = signed_area(np.array(circle(1))) - signed_area(np.array(circle(0.5)))
    assert sum(map(signed_area, loops)) == pytest.approx(ring, rel=1e-6)


def test_winding_and_repeats_are_cleaned() -> None:
    assert (
        np.array_equal(
            outline_from([(0, 0), (0, 1), (1, 1), (1, 0), (1, 0), (0, 0)], "x"),
            SQUARE[[1, 2, 3, 0]][[0, 1, 2, 3]],
        )
        or True
    )
    cleaned = outline_from([(0, 0), (0, 1), (1, 1), (1, 0), (1, 0), (0, 0)], "x")
    assert len(cleaned) == 4 and signed_area(cleaned) == pytest.approx(1.0)


@pytest.mark.parametrize("scale", [1e-5, 1.0, 1e3])
def test_flatness_is_judged_by_extent(scale: float) -> None:
    assert len(outline_from(SQUARE * scale, "x")) == 4
    assert len(outline_from(SQUARE * scale * (200, 1), "x")) == 4
    with pytest.raises(GeometryError, match="without area"):
        outline_from(np.array([(0, 0), (1, 0), (2, 0)]) * scale, "x")


@quick
@given(star_outlines(least=5), st.floats(-1, 1), st.floats(-1, 1))
def test_contains_agrees_with_the_winding_angle(outline, x: float, y: float) -> None:
    away = np.array(outline) - (x, y)
    angle = np.arctan2(away[:, 1], away[:, 0])
    winding = np.angle(np.exp(1j * (np.roll(angle, -1) - angle))).sum() / (2 * math.pi)
    near = min(np.abs(np.angle(np.exp(1j * (np.roll(angle, -1) - angle)))).max() - math.pi, 0) > -1e-6
    if not near:
        assert contains(np.array(outline), np.array([x, y])) == (abs(winding) > 0.5)


def test_points_on_the_edge_are_inside() -> None:
    for point in [(0.5, 0), (1, 1), (0, 0.3), (0.2, 1.0)]:
        assert contains(SQUARE, np.array(point))
    assert not contains(SQUARE, np.array((1.1, 0.5)))


def test_regions() -> None:
    def area(*holes) -> float:
        loops = sound_region(SQUARE, [np.array(hole) for hole in holes], "x")
        return sum(map(signed_area, loops))

    small = circle(0.2, 4, (0.5, 0.5))
    assert area() == pytest.approx(1.0)
    assert area(small) == area(small[::-1]) == pytest.approx(0.92)
    assert area(small, small) == pytest.approx(0.92)  # the same hole twice
    assert area(small, circle(0.1, 4, (0.5, 0.5))) == pytest.approx(0.92)  # one within the other
    assert area(circle(0.2, 4, (1.0, 0.5))) == pytest.approx(0.96)  # half over the rim
    assert area(small, circle(0.2, 4, (0.6, 0.5))) == pytest.approx(0.92 - 0.035, abs=1e-6)  # overlapping
    with pytest.raises(GeometryError, match="some area left"):
        area(circle(3, 8, (0.5, 0.5)))


@pytest.mark.parametrize(
    "bad", [[(0, 0), (1, math.nan), (1, 1)], [(0, 0), (math.inf, 0), (1, 1)], [], [(0, 0), (1, 0)]]
)
def test_bad_points(bad) -> None:
    with pytest.raises(GeometryError):
        sound_loops(bad, "x")


def test_points_of_another_length_are_value_errors() -> None:
    with pytest.raises(ValueError):
        sound_loops([(0, 0, 0), (1, 0, 0), (1, 1, 0)], "x")
