from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import GeometryError
from sdk.geometry.outlines import signed_area
from sdk.geometry.pipes import ArcPipeGeometry, PipeGeometry
from tests.asserts import assert_closed_solid, bounds_of, volume_of
from tests.strategies import directions, points

quick = settings(max_examples=30, deadline=None)
RECTANGLE = [(-0.02, -0.01), (0.02, -0.01), (0.02, 0.01), (-0.02, 0.01)]
ELL = [(0, 0), (0.03, 0), (0.03, 0.01), (0.01, 0.01), (0.01, 0.03), (0, 0.03)]


def length_of(path, *, closed: bool = False) -> float:
    line = np.array([*path, path[0]] if closed else path)
    return float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())


def gentle_paths(draw_count: int = 6):
    """Paths of unit steps that turn by less than 60 degrees each."""
    turns = st.lists(st.tuples(st.floats(-0.5, 0.5), st.floats(-0.5, 0.5)), min_size=1, max_size=draw_count)

    def path(pairs):
        here, ahead, line = np.zeros(3), np.array([1.0, 0, 0]), [np.zeros(3)]
        for y, z in pairs:
            side = np.array([-ahead[1], ahead[0], 0.3])
            ahead = ahead + y * side / np.linalg.norm(side) + z * np.array([0, 0, 1.0])
            ahead /= np.linalg.norm(ahead)
            here = here + ahead
            line.append(here)
        return [tuple(point) for point in line]

    return turns.map(path)


@quick
@given(gentle_paths(), directions)
def test_a_centred_pipe_is_its_area_times_its_length(path, up) -> None:
    """Every stretch is an exact prism cut by planes through the path, so nothing is lost at corners."""
    pipe = PipeGeometry(RECTANGLE, path, cap=True, up_hint=up)
    assert_closed_solid(pipe)
    assert volume_of(pipe) == pytest.approx(0.0008 * length_of(path), rel=1e-9)
    assert len(pipe.faces) == 8 * (len(path) - 1) + 4


@quick
@given(gentle_paths())
def test_concave_off_centre_pipes_are_closed_and_not_covered_over(path) -> None:
    pipe = PipeGeometry(ELL, path, cap=True)
    assert_closed_solid(pipe)
    straight = PipeGeometry(ELL, [(0, 0, 0), (0, 0, 5)], cap=True)
    assert volume_of(straight) == pytest.approx(5 * signed_area(np.array(ELL)))


@quick
@given(st.integers(3, 12), st.floats(-0.3, 0.3))
def test_closed_paths_close_without_a_seam(count: int, wave: float) -> None:
    turn = 2 * math.pi / count
    path = [(math.cos(k * turn), math.sin(k * turn), wave * math.sin(2 * k * turn)) for k in range(count)]
    pipe = PipeGeometry(RECTANGLE, path, path_closed=True)
    assert_closed_solid(pipe)
    assert len(pipe.faces) == 8 * count
    assert pipe == PipeGeometry(RECTANGLE, [*path, path[0]], path_closed=True, cap=True)
    # the twist is spread: no stretch differs from a prism by more than its share of it
    assert volume_of(pipe) == pytest.approx(0.0008 * length_of(path, closed=True), rel=2e-2)


def test_a_closed_square_is_symmetric() -> None:
    pipe = PipeGeometry(RECTANGLE, [(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)], path_closed=True)
    assert bounds_of(pipe) == pytest.approx(np.array([(-0.02, -0.02, -0.01), (1.02, 1.02, 0.01)]))
    assert volume_of(pipe) == pytest.approx(4 * 0.0008)


@pytest.mark.parametrize(
    ("end", "x", "y"),
    [
        ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
        ((0, 1, 0), (-1, 0, 0), (0, 0, 1)),
        ((0, 0, 1), (1, 0, 0), (0, 1, 0)),
    ],
)
def test_where_the_profile_points(end, x, y) -> None:
    pipe = PipeGeometry([(0, 0), (0.2, 0), (0, 0.1)], [(0, 0, 0), end])
    assert np.array(pipe.vertices[:3]) == pytest.approx(
        np.array([(0, 0, 0), np.multiply(x, 0.2), np.multiply(y, 0.1)])
    )


def test_sharp_corners_keep_the_section() -> None:
    sharp = PipeGeometry(RECTANGLE, [(0, 0, 0), (1, 0, 0), (0, 0.1, 0)], cap=True)
    assert_closed_solid(sharp)
    assert bounds_of(sharp)[1, 0] < 1.05


@pytest.mark.parametrize(
    ("path", "length"),
    [
        ([(0, 0, 0), (1, 0, 0), (0, 0, 0)], 1.0),
        ([(0, 0, 0), (1, 0, 0), (-0.5, 0, 0)], 1.5),
        ([(0, 0, 0), (1, 0, 0), (0.5, 0, 0), (2, 0, 0)], 2.0),
    ],
)
def test_a_path_that_turns_straight_back(path, length: float) -> None:
    pipe = PipeGeometry(RECTANGLE, path, cap=True)
    assert_closed_solid(pipe)
    assert volume_of(pipe) == pytest.approx(0.0008 * length)
    assert PipeGeometry(RECTANGLE, path).faces  # open ones turn about the corner


@quick
@given(st.lists(points, min_size=3, max_size=6, unique=True), st.booleans())
def test_any_path_gives_a_closed_mesh(path, closed: bool) -> None:
    distances = [math.dist(a, b) for a, b in zip(path, path[1:] + path[:1], strict=True)]
    if min(distances) < 0.05:
        return
    pipe = PipeGeometry(RECTANGLE, path, cap=True, path_closed=closed)
    assert_closed_solid(pipe)


def test_open_profiles_make_ribbons() -> None:
    ribbon = PipeGeometry([(0, 0), (1, 0), (1, 1)], [(0, 0, 0), (0, 0, 1)], closed=False, cap=True)
    assert len(ribbon.faces) == 4


def test_arcs() -> None:
    arguments = {"start_point": (1, 0, 0), "center": (0, 0, 0), "normal": (0, 0, 1)}
    quarter = ArcPipeGeometry(RECTANGLE, **arguments, angle=math.pi / 2, cap=True)
    assert_closed_solid(quarter)
    assert volume_of(quarter) == pytest.approx(0.0008 * 40 * math.sin(math.pi / 80), rel=1e-9)
    ring = ArcPipeGeometry(RECTANGLE, **arguments, angle=-2 * math.pi, cap=True)
    assert_closed_solid(ring)
    assert len(ring.faces) == 8 * 20


@pytest.mark.parametrize(
    "call",
    [
        lambda: PipeGeometry(RECTANGLE, [(0, 0, 0)]),
        lambda: PipeGeometry(RECTANGLE, [(0, 0, 0), (0, 0, 0)]),
        lambda: PipeGeometry(RECTANGLE, [(0, 0, 0), (1, 0, 0)], up_hint=(0, 0, 0)),
        lambda: PipeGeometry([(0, 0), (1, 0)], [(0, 0, 0), (1, 0, 0)]),
        lambda: PipeGeometry(RECTANGLE, [(0, 0, 0), (1, math.nan, 0)]),
        lambda: PipeGeometry([(0, 0)], [(0, 0, 0), (1, 0, 0)], closed=False),
    ],
)
def test_errors(call) -> None:
    with pytest.raises(GeometryError):
        call()
