import numpy as np

from sdk.render.raycast import RayCaster


def square(z: float) -> np.ndarray:
    a, b, c, d = [-1, -1, z], [1, -1, z], [1, 1, z], [-1, 1, z]
    return np.array([[a, b, c], [a, c, d]], dtype=np.float32)


def test_distance_and_place_of_the_nearest_hit():
    caster = RayCaster(np.concatenate([square(0.0), square(1.0)]))
    origins = np.array([[0.5, 0.25, 3], [0.5, 0.25, 0.5], [5, 5, 3]], dtype=np.float32)
    hits = caster.first_hits(origins, np.array([[0, 0, -1]], dtype=np.float32))
    assert hits.triangle.tolist() == [2, 0, -1]
    assert np.allclose(hits.distance[:2], [2.0, 0.5])
    corners = square(1.0)[0]
    u, v = hits.u[0], hits.v[0]
    place = corners[0] * (1 - u - v) + corners[1] * u + corners[2] * v
    assert np.allclose(place, [0.5, 0.25, 1.0], atol=1e-6)


def test_reach_bounds_what_hides():
    caster = RayCaster(square(0.0))
    origins = np.array([[0, 0, 1], [0, 0, 3]], dtype=np.float32)
    down = np.array([[0, 0, -1]] * 2, dtype=np.float32)
    assert caster.occluded(origins, down, reach=2.0).tolist() == [True, False]
    assert caster.occluded(origins, down).tolist() == [True, True]


def test_without_triangles_nothing_is_met():
    caster = RayCaster(np.zeros((0, 3, 3), dtype=np.float32))
    rays = np.ones((4, 3), dtype=np.float32)
    assert caster.first_hits(rays, rays).triangle.tolist() == [-1] * 4
    assert not caster.occluded(rays, rays).any()
    assert RayCaster(square(0.0)).first_hits(rays[:0], rays[:1]).triangle.shape == (0,)
