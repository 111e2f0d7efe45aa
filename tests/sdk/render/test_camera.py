import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sdk.render.camera import fit_camera, standing_direction

clouds = arrays(float, st.tuples(st.integers(2, 30), st.just(3)), elements=st.floats(-1, 1, width=32))


@settings(max_examples=60, deadline=None)
@given(clouds, st.floats(-180, 180), st.floats(-80, 80), st.floats(0.5, 3))
def test_fit_is_as_near_as_the_margin_allows(points, azimuth, elevation, aspect):
    camera = fit_camera(points, azimuth_deg=azimuth, elevation_deg=elevation, aspect=aspect, margin=0.1)
    across = ((points - camera.position) @ camera.camera_from_world.T)[:, 2]
    assert across.min() > 0
    if np.ptp(points, axis=0).max() < 1e-2:
        return
    reached = np.abs(camera.project(points)).max(axis=0)
    assert reached.max() <= 0.9 + 1e-9
    # Two opposite edges bound the fit: one of the directions fills the frame unless the depth does.
    assert reached.max() == pytest.approx(0.9, abs=1e-6) or across.min() == pytest.approx(1e-3, abs=1e-6)


def test_cells_look_through_their_own_middle():
    camera = fit_camera(np.eye(3), azimuth_deg=30, elevation_deg=20, aspect=2.0)
    looking = camera.directions(8, 4)
    seen = camera.project(camera.position + looking.reshape(-1, 3).astype(float)).reshape(4, 8, 2)
    assert np.allclose(seen[..., 0], ((np.arange(8) + 0.5) / 4 - 1)[None, :], atol=1e-6)
    assert np.allclose(seen[..., 1], (1 - (np.arange(4) + 0.5) / 2)[:, None], atol=1e-6)
    assert np.allclose(np.linalg.norm(looking, axis=2), 1, atol=1e-6)
    part = camera.directions(8, 4, rows=slice(1, 3), columns=slice(2, 7))
    assert np.array_equal(part, looking[1:3, 2:7])


@pytest.mark.parametrize(
    ("azimuth", "elevation", "direction"),
    [(0, 0, (1, 0, 0)), (90, 0, (0, 1, 0)), (-90, 0, (0, -1, 0)), (0, 90, (0, 0, 1))],
)
def test_camera_stands_where_the_angles_say(azimuth, elevation, direction):
    assert np.allclose(standing_direction(azimuth, elevation), direction, atol=1e-12)
    camera = fit_camera(np.eye(3) - 1 / 3, azimuth_deg=azimuth, elevation_deg=elevation, aspect=1)
    assert np.allclose(camera.camera_from_world[2], -np.array(direction), atol=1e-12)
    assert np.allclose(camera.camera_from_world @ camera.camera_from_world.T, np.eye(3))
    assert np.linalg.det(camera.camera_from_world) == pytest.approx(-1)  # right, up, forward


def test_world_up_is_up_in_the_picture():
    camera = fit_camera(np.eye(3), azimuth_deg=57, elevation_deg=20, aspect=1)
    low, high = camera.project(np.array([[0, 0, 0], [0, 0, 1.0]]))
    assert high[1] > low[1]
    assert high[0] == pytest.approx(low[0], abs=0.2)
