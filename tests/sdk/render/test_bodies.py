import numpy as np
import pytest

import sdk
from sdk.render.bodies import UNPAINTED, bodies_of_scene, triangles_of
from sdk.scene import Scene

CUBE = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], dtype=float)
CUBE_FACES = np.array(
    [[0, 1, 3], [0, 3, 2], [4, 6, 7], [4, 7, 5], [0, 4, 5], [0, 5, 1],
     [2, 3, 7], [2, 7, 6], [0, 2, 6], [0, 6, 4], [1, 5, 7], [1, 7, 3]]
)  # fmt: skip


def flat_normals(corners: np.ndarray) -> np.ndarray:
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return across / np.linalg.norm(across, axis=1, keepdims=True)


@pytest.mark.parametrize("doubled", [False, True])
def test_a_box_keeps_its_flat_faces(doubled):
    vertices, faces = CUBE, CUBE_FACES
    if doubled:  # as mesh files that repeat every vertex have it
        vertices, faces = CUBE[CUBE_FACES].reshape(-1, 3), np.arange(36).reshape(-1, 3)
    _, corners, normals = triangles_of(vertices, faces)
    assert np.allclose(normals, flat_normals(corners)[:, None, :])


@pytest.mark.parametrize("segments", [24, 96])
def test_a_lathed_wall_is_round_and_its_cap_flat(segments):
    angle = np.arange(segments) * 2 * np.pi / segments
    ring = np.column_stack([np.cos(angle), np.sin(angle)])
    vertices = np.concatenate(
        [
            np.column_stack([ring, np.zeros(segments)]),
            np.column_stack([ring, np.ones(segments)]),
            [[0, 0, 1.0]],
        ]
    )
    here, on = np.arange(segments), (np.arange(segments) + 1) % segments
    wall = np.concatenate(
        [np.stack([here, on, on + segments], 1), np.stack([here, on + segments, here + segments], 1)]
    )
    cap = np.stack([here + segments, on + segments, np.full(segments, 2 * segments)], 1)
    _, corners, normals = triangles_of(vertices, np.concatenate([wall, cap]))
    radial = corners[: len(wall)].copy()
    radial[..., 2] = 0.0
    assert np.allclose(normals[: len(wall)], radial, atol=1e-9)
    assert np.allclose(normals[len(wall) :], [0, 0, 1])


def test_broken_triangles_are_left_out_or_without_direction():
    vertices = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [np.nan, 0, 0], [2, 0, 0]])
    _, corners, normals = triangles_of(vertices, np.array([[0, 1, 2], [0, 1, 3], [0, 1, 4]]))
    assert len(corners) == 2
    assert np.allclose(normals[0], [0, 0, 1])
    assert np.allclose(normals[1], 0)
    assert triangles_of(np.zeros((0, 3)), np.zeros((0, 3), dtype=int))[1].shape == (0, 3, 3)


def test_materials_by_value_by_name_and_missing():
    model = sdk.ArticulatedObject("thing")
    red = model.material("red", rgba=(1, 0, 0, 0.5))
    base = model.part("base")
    base.visual(sdk.Box((1, 1, 1)), material=red)
    base.visual(sdk.Box((1, 1, 1)), material="red")
    base.visual(sdk.Box((1, 1, 1)))
    base.visual(sdk.Box((1, 1, 1)), color=(300, -2, 0.5))
    colours = [body.rgba for body in bodies_of_scene(Scene(model))]
    assert colours == [(1, 0, 0, 0.5), (1, 0, 0, 0.5), (*UNPAINTED[0], 1), (1, 0, 0.5, 1)]


def test_elements_stand_where_their_origin_puts_them():
    model = sdk.ArticulatedObject("thing")
    model.part("base").visual(sdk.Box((2, 4, 6)), origin=sdk.Origin((10, 20, 30), (0, 0, np.pi / 2)))
    (body,) = bodies_of_scene(Scene(model))
    points = body.corners.reshape(-1, 3)
    assert np.allclose(points.min(axis=0), (8, 19, 27))
    assert np.allclose(points.max(axis=0), (12, 21, 33))
    assert np.allclose(body.normals, flat_normals(body.corners)[:, None, :])
