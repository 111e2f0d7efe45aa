from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import GeometryError
from sdk.geometry.wires import WirePath, WirePolylineGeometry, wire_from_points
from tests.asserts import assert_closed_solid, bounds_of, volume_of

quick = settings(max_examples=30, deadline=None)


def path_of(wire) -> np.ndarray:
    return np.array(wire.construction.argument("path"))


def corner(angle: float) -> list[tuple[float, float, float]]:
    """Two unit edges with this angle between them, the corner at the origin."""
    return [(1, 0, 0), (0, 0, 0), (math.cos(angle), math.sin(angle), 0)]


@quick
@given(st.floats(0.6, 3.0), st.floats(0.01, 0.1), st.integers(2, 12))
def test_fillets_are_tangent_arcs_of_the_radius(angle: float, radius: float, steps: int) -> None:
    wire = wire_from_points(
        corner(angle), radius=0.005, corner_radius=radius, corner_segments=steps, cap_ends=True
    )
    assert_closed_solid(wire)
    path = path_of(wire)
    assert len(path) == steps + 3
    trim = radius / math.tan(angle / 2)
    assert path[1] == pytest.approx((trim, 0, 0)) and np.linalg.norm(path[-2]) == pytest.approx(trim)
    centre = np.array([trim, radius, 0])
    assert np.linalg.norm(path[1:-1] - centre, axis=1) == pytest.approx(np.full(steps + 1, radius))


def test_radii_shrink_where_edges_are_short() -> None:
    wire = wire_from_points(corner(math.pi / 2), radius=0.01, corner_radius=5)
    assert path_of(wire)[1] == pytest.approx((0.49, 0, 0))


def test_bevels_are_one_chord_and_mitres_the_corner() -> None:
    bevel = wire_from_points(corner(math.pi / 2), radius=0.01, corner_radius=0.1, corner_mode=" BEVEL ")
    assert path_of(bevel)[1:3] == pytest.approx(np.array([(0.1, 0, 0), (0, 0.1, 0)]))
    for mode in ("miter", "fillet"):
        radius = 0.1 if mode == "miter" else 0.0
        assert (
            len(path_of(wire_from_points(corner(1.0), radius=0.01, corner_radius=radius, corner_mode=mode)))
            == 3
        )


@pytest.mark.parametrize("segments", [6, 16, 25])
def test_straight_wires_are_prisms(segments: int) -> None:
    wire = WirePolylineGeometry(
        points=[(0, 0, 0), (0, 0, 2)], radius=0.1, radial_segments=segments, cap_ends=True
    )
    assert_closed_solid(wire)
    assert volume_of(wire) == pytest.approx(segments / 2 * math.sin(2 * math.pi / segments) * 0.01 * 2)
    assert isinstance(wire_from_points([(0, 0, 0), (1, 0, 0)], radius=0.1), WirePolylineGeometry)


def test_mitres_keep_the_thickness() -> None:
    square = [(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)]
    wire = wire_from_points([*square, square[0]], radius=0.05, closed_path=True)
    assert_closed_solid(wire)
    assert volume_of(wire) == pytest.approx(4 * 8 * math.sin(math.pi / 8) * 0.0025)
    assert bounds_of(wire)[1] == pytest.approx((1.05, 1.05, 0.05))


def test_near_points_are_dropped() -> None:
    wire = wire_from_points([(0, 0, 0), (5e-7, 0, 0), (1, 0, 0), (1, 2e-7, 0)], radius=0.01)
    assert len(path_of(wire)) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"radius": 0},
        {"radius": math.nan},
        {"radial_segments": 5},
        {"corner_mode": "round"},
        {"corner_radius": -1},
        {"corner_radius": 0.1, "corner_segments": 1},
        {"up_hint": (0, 0, 0)},
        {"min_segment_length": 0},
        {"points": [(0, 0, 0)]},
        {"points": [(0, 0, 0), (1e-7, 0, 0)]},
        {"points": [(0, 0, 0), (1, 0, 0)], "closed_path": True},
    ],
    ids=str,
)
def test_errors(change) -> None:
    with pytest.raises(GeometryError):
        wire_from_points(**{"points": corner(1.0), "radius": 0.01, **change})


def test_paths_are_drawn_step_by_step() -> None:
    path = WirePath((0, 0, 0)).line_to((1, 0, 0)).line_to((1, 0, 1e-10)).line_by(0, 1, 0)
    assert path.to_points() == [(0, 0, 0), (1, 0, 0), (1, 1, 0)]
    path.bezier_to((1, 2, 0), (2, 2, 0), (2, 1, 0), samples=4).arc(
        center=(3, 1, 0), normal=(0, 0, 1), angle=math.pi
    )
    assert len(path.points) == 3 + 4 + 16
    assert path.points[-1] == pytest.approx((4, 1, 0))
    path.to_points().clear()
    assert path.points
    assert WirePath.from_points([(0, 0, 0), (1, 0, 0)]).extend([(2, 0, 0)]).to_points()[-1] == (2, 0, 0)
    with pytest.raises(GeometryError):
        WirePath.from_points([])
