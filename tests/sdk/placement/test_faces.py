from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk.errors import ValidationError
from sdk.model.origin import Origin
from sdk.model.part import Part
from sdk.model.shapes import Box
from sdk.placement.faces import align_centers, place_on_face, place_on_face_uv, proud_for_flush_mount
from sdk.spatial import rotation_from_rpy
from tests.strategies import coordinates, lengths

FACES = ("+x", "-x", "+y", "-y", "+z", "-z")
NORMALS = {f"{s}{a}": (1 if s == "+" else -1) * np.eye(3)["xyz".index(a)] for s in "+-" for a in "xyz"}


def block(size: tuple[float, float, float], middle: tuple[float, float, float]) -> Part:
    part = Part("p")
    part.visual(Box(size), origin=Origin(middle))
    return part


@given(
    st.sampled_from(FACES),
    st.tuples(lengths, lengths, lengths),
    st.tuples(coordinates, coordinates, coordinates),
    st.tuples(coordinates, coordinates),
    coordinates,
)
def test_child_z_is_the_outward_normal_and_proud_is_along_it(face, size, middle, position, proud) -> None:
    pose = place_on_face(block(size, middle), f" {face.upper()} ", face_pos=position, proud=proud)
    normal = NORMALS[face]
    assert rotation_from_rpy(pose.rpy)[:, 2] == pytest.approx(normal, abs=1e-12)
    half = np.array(size) / 2
    assert (np.array(pose.xyz) - middle) @ normal == pytest.approx(half @ abs(normal) + proud, abs=1e-9)
    assert np.array(pose.xyz)[normal == 0] == pytest.approx(position)


@given(st.sampled_from(FACES), st.tuples(st.floats(-1, 2), st.floats(-1, 2)), st.floats(-1, 1))
def test_fractions_stay_on_the_face(face: str, uv: tuple[float, float], margin: float) -> None:
    part = block((2, 4, 6), (1, 0, 0))
    xyz = np.array(place_on_face_uv(part, face, uv=uv, uv_margin=margin).xyz)
    assert (xyz >= (-1e-12, -2, -3)).all() and (xyz <= (2 + 1e-12, 2, 3)).all()
    along = NORMALS[face] == 0
    free = min(max(margin, 0), 0.49)
    within = free + (1 - 2 * free) * np.clip(uv, 0, 1)
    assert ((xyz - (0, -2, -3)) / (2, 4, 6))[along] == pytest.approx(within)


def test_margins_may_be_a_pair_of_any_kind() -> None:
    part = block((2, 4, 6), (1, 0, 0))
    wanted = place_on_face_uv(part, "+x", uv=(0, 1), uv_margin=(0.1, 0.2))
    for pair in ([0.1, 0.2], np.array([0.1, 0.2])):
        assert place_on_face_uv(part, "+x", uv=(0, 1), uv_margin=pair) == wanted  # type: ignore[arg-type]
    for wrong in ({"uv": (1, 2, 3)}, {"uv_margin": (0.1,)}):
        with pytest.raises(ValidationError, match="two numbers"):
            place_on_face_uv(part, "+x", **wrong)  # type: ignore[arg-type]


def test_flush_mount_assumes_a_centred_child() -> None:
    assert proud_for_flush_mount(block((2, 4, 6), (5, 5, 5)), axis=" Y ", clearance=0.5) == 2.5
    for axis in ("+z", "w", "xy", ""):
        with pytest.raises(ValidationError, match="axis"):
            proud_for_flush_mount(block((1, 1, 1), (0, 0, 0)), axis=axis)
    with pytest.raises(ValidationError, match="at least one visual"):
        proud_for_flush_mount(Part("empty"))


@pytest.mark.parametrize(
    ("axes", "wanted"),
    [("xy", (10, 11, 0)), ("z x", (10, 0, 12)), (["Z", " y ", "z"], (0, 11, 12)), (iter("x"), (10, 0, 0))],
)
def test_centres_align_on_chosen_axes(axes: object, wanted: tuple[float, float, float]) -> None:
    child = np.array([(0, 0, 0), (2, 2, 2)])
    parent = [[10, 10, 10], [12, 14, 16]]
    assert align_centers(child, parent, axes=axes) == Origin(wanted)  # type: ignore[arg-type]


@pytest.mark.parametrize("axes", ["", "w", "x,y", [], ["xy"]])
def test_unknown_axes_are_refused(axes: object) -> None:
    with pytest.raises(ValidationError, match="axes"):
        align_centers(((0, 0, 0), (1, 1, 1)), ((0, 0, 0), (1, 1, 1)), axes=axes)  # type: ignore[arg-type]
