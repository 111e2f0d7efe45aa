from __future__ import annotations

import cadquery as cq
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk.cad.shell import ShellBuilder, clipped
from tests.sdk.cad.solids import assert_sound

CORNERS = np.array([(x, y, z) for x in (0, 1) for y in (0, 2) for z in (0, 3)], dtype=float)
OUTWARD = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]


@given(scale=st.sampled_from([1e-3, 1.0, 1e3]), angle=st.floats(0, 3), shift=st.floats(-5, 5))
def test_a_box_of_polygons_is_the_box(scale: float, angle: float, shift: float) -> None:
    c, s = np.cos(angle), np.sin(angle)
    corners = scale * (CORNERS @ np.array([(c, s, 0), (-s, c, 0), (0, 0, 1)]) + shift)
    builder = ShellBuilder(resolution=1e-6 * scale)
    for face in OUTWARD:
        builder.add_polygon(corners[list(face)])
    solid = builder.solid()
    assert solid.isValid()
    assert solid.Volume() == pytest.approx(6 * scale**3)
    assert (len(solid.Faces()), len(solid.Edges()), len(solid.Vertices())) == (6, 12, 8)


def test_patches_caps_and_bores_share_their_edges() -> None:
    builder = ShellBuilder(resolution=1e-6)
    for start, end in zip(CORNERS[[0, 4, 6, 2]], CORNERS[[4, 6, 2, 0]], strict=True):
        up = np.array([0.0, 0.0, 3.0])
        builder.add_patch(np.array([[start, start + up], [end, end + up]]) - (0.5, 1.0, 0.0))
    builder.add_cylinder(0.25, 0.0, 3.0, outward=False)
    builder.add_flat_cap((0, 0, 0), (0, 0, -1))
    builder.add_flat_cap((0, 0, 3), (0, 0, 1))
    solid = builder.solid()
    assert_sound(solid)
    assert solid.Volume() == pytest.approx(3 * (2 - np.pi / 16))
    assert len(solid.Faces()) == 7


def test_an_open_shell_is_refused() -> None:
    builder = ShellBuilder(resolution=1e-6)
    for face in OUTWARD[:-1]:
        builder.add_polygon(CORNERS[list(face)])
    with pytest.raises(AssertionError, match="4 edges"):
        builder.solid()


def test_a_core_brings_its_holes_and_leaves_its_wall() -> None:
    plain = cq.Workplane().circle(0.4).extrude(3).faces(">Z").workplane().circle(0.1).cutThruAll()
    core = plain.faces(">Z").workplane().circle(0.3).cutBlind(-1).val()
    builder = ShellBuilder(resolution=1e-6)
    builder.add_cylinder(0.5, 0.0, 3.0, outward=True)
    low, high = builder.add_core(core.Solids()[0], 0.4, 0.0, 3.0)
    builder.add_flat_cap((0, 0, 0), (0, 0, -1), inner=low)
    builder.add_flat_cap((0, 0, 3), (0, 0, 1), inner=high)
    solid = builder.solid()
    assert_sound(solid)
    assert solid.Volume() == pytest.approx(np.pi * (0.25 * 3 - 0.01 * 2 - 0.09 * 1))


@given(cut=st.floats(-0.5, 2.5))
def test_clipping_keeps_the_part_where_the_function_is_positive(cut: float) -> None:
    square = np.array([(0, 0), (2, 0), (2, 1), (0, 1)], dtype=float)
    kept = clipped(square, square[:, 0] - cut)
    area = 0.0
    if len(kept):
        x, y = kept.T
        area = 0.5 * abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))
        assert (kept[:, 0] >= cut - 1e-12).all()
    assert area == pytest.approx(min(2.0, max(0.0, 2.0 - cut)))
