from __future__ import annotations

import numpy as np
import pytest

from sdk.errors import GeometryError
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.openings import FACES, cut_opening_on_face
from sdk.geometry.primitives import BoxGeometry
from sdk.geometry.profiles import rounded_rect_profile

PROFILE = rounded_rect_profile(0.4, 0.2, 0.05)


@pytest.mark.parametrize("face", FACES)
def test_throats_run_inward_and_are_seen_from_inside(face: str) -> None:
    shell = BoxGeometry((2, 2, 2))
    result = cut_opening_on_face(
        shell, face=f" {face.upper()} ", opening_profile=PROFILE, depth=0.3, offset=(0.1, -0.2), taper=0.5
    )
    assert result is shell
    vertices, faces = shell.arrays()
    throat = faces[12:]
    assert len(throat) == 2 * len(PROFILE)
    axis, sign = FACES[face]
    inward = vertices[8:, axis] * sign
    assert set(np.round(inward, 9)) == {1.0, 0.7}
    across = [column for column in range(3) if column != axis]
    assert vertices[8 : 8 + len(PROFILE)][:, across].mean(axis=0) == pytest.approx((0.1, -0.2))
    assert np.ptp(vertices[8 + len(PROFILE) :], axis=0)[across] == pytest.approx((0.2, 0.1))
    corners = vertices[throat]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])[:, across]
    towards = np.array([0.1, -0.2]) - corners.mean(axis=1)[:, across]
    assert (np.einsum("ij,ij->i", normals, towards) > 0).all()


@pytest.mark.parametrize(
    "change",
    [
        {"face": "top"},
        {"depth": 0},
        {"depth": -1},
        {"taper": 0.95},
        {"taper": -0.96},
        {"opening_profile": PROFILE[:2]},
    ],
    ids=str,
)
def test_errors(change) -> None:
    arguments = {"face": "+x", "opening_profile": PROFILE, "depth": 0.1, **change}
    with pytest.raises(GeometryError):
        cut_opening_on_face(BoxGeometry((1, 1, 1)), **arguments)


def test_what_is_no_mesh() -> None:
    with pytest.raises(TypeError):
        cut_opening_on_face("box", face="+x", opening_profile=PROFILE, depth=0.1)  # type: ignore[arg-type]
    with pytest.raises(GeometryError):
        cut_opening_on_face(MeshGeometry(), face="+x", opening_profile=PROFILE, depth=0.1)
