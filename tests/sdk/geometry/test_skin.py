from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from sdk.geometry.outlines import signed_area
from sdk.geometry.skin import lid, newell_normal, plane_axes, skin, solid_skin
from sdk.spatial import rotation_about
from tests.asserts import assert_closed_solid, volume_of
from tests.strategies import directions, star_outlines

quick = settings(max_examples=30, deadline=None)
SQUARE = np.array([(0.0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)])
ABOVE = np.add(SQUARE, (0, 0, 1))


@quick
@given(star_outlines(), directions)
def test_lids_cover_loops_in_any_plane(outline, axis) -> None:
    flat = np.array(outline)
    turn = rotation_about(np.array(axis) / np.linalg.norm(axis), 1.0)
    ring = np.concatenate([flat, np.zeros((len(flat), 1))], axis=1) @ turn.T
    triangles = lid(ring)
    corners = ring[triangles]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert normals.sum(axis=0) == pytest.approx(newell_normal(ring), abs=1e-9)
    assert np.linalg.norm(newell_normal(ring)) == pytest.approx(2 * abs(signed_area(flat)))


@quick
@given(directions)
def test_plane_axes_are_square_and_right_handed(normal) -> None:
    along = np.array(normal) / np.linalg.norm(normal)
    u, v = plane_axes(along)
    assert np.cross(u, v) == pytest.approx(along, abs=1e-9)
    assert plane_axes(np.array([0.0, 0, 1]))[0] == pytest.approx((1, 0, 0))


def test_solids_are_outward_however_their_rings_run() -> None:
    for rings in (
        [SQUARE, ABOVE],
        [ABOVE, SQUARE],
        [SQUARE[::-1], np.add(SQUARE[::-1], (0, 0, 1))],
    ):
        mesh = solid_skin(np.array(rings), caps=True)
        assert_closed_solid(mesh)
        assert volume_of(mesh) == pytest.approx(1.0)


def test_rings_may_pinch() -> None:
    wedge = ABOVE.copy()
    wedge[2:, :2] = wedge[[1, 0], :2]
    mesh = solid_skin(np.array([SQUARE, wedge]), caps=False)
    assert len(mesh[0]) == 6
    point = np.repeat([[0.5, 0.5, 1.0]], 4, axis=0)
    vertices, faces = skin(np.array([SQUARE, point]), caps=False)
    assert (len(vertices), len(faces)) == (5, 4)


def test_closed_paths_have_no_lids() -> None:
    angles = np.arange(6) / 6 * 2 * np.pi
    rings = [
        (SQUARE[:, [0, 2, 1]] + (2, 0, 0)) @ rotation_about(np.array([0.0, 0, 1]), angle).T
        for angle in angles
    ]
    assert len(skin(np.array(rings), caps=True, closed_path=True)[1]) == 48
