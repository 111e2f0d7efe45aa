"""Holes found against the cylinders that cut them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk import BoxGeometry, CylinderGeometry, LatheGeometry, boolean_difference
from sdk.qc.bores import find_bores
from sdk.scene.forms import BoxForm, shared_mesh_form
from sdk.spatial import rotation_from_rpy


def form_of(geometry):
    return shared_mesh_form(
        np.array(geometry.vertices, dtype=float), np.array(geometry.faces, dtype=np.int64)
    )


@settings(max_examples=12, deadline=None)
@given(
    radius=st.floats(0.002, 0.015),
    x=st.floats(-0.02, 0.02),
    y=st.floats(-0.02, 0.02),
    roll=st.floats(-0.5, 0.5),
)
def test_a_drilled_hole_is_found_where_it_was_drilled(radius, x, y, roll):
    drilled = boolean_difference(
        BoxGeometry((0.1, 0.1, 0.02)), CylinderGeometry(radius, 0.1).translate(x, y, 0.0)
    )
    turned = drilled.rotate_x(roll)
    (bore,) = find_bores(form_of(turned))
    turn = rotation_from_rpy((roll, 0.0, 0.0))
    assert bore.radius == pytest.approx(radius, rel=0.02)
    assert bore.length == pytest.approx(0.02, rel=1e-6)
    assert bore.point == pytest.approx(turn @ [x, y, 0.0], abs=1e-5)
    assert abs(bore.axis @ turn[:, 2]) == pytest.approx(1.0, abs=1e-6)


def test_what_is_no_hole_is_not_found():
    rod = CylinderGeometry(0.01, 0.1)
    notched = boolean_difference(
        BoxGeometry((0.1, 0.1, 0.02)), CylinderGeometry(0.01, 0.1).translate(0.05, 0, 0)
    )
    square = boolean_difference(BoxGeometry((0.1, 0.1, 0.02)), BoxGeometry((0.02, 0.02, 0.1)))
    cone = LatheGeometry([(0.01, 0.0), (0.05, 0.0), (0.05, 0.02), (0.03, 0.02)])
    for geometry in (rod, notched, square, cone):
        assert find_bores(form_of(geometry)) == ()
    assert find_bores(BoxForm((1.0, 1.0, 1.0))) == ()


def test_every_hole_of_a_plate_is_found_and_placed():
    plate = BoxGeometry((0.1, 0.1, 0.01))
    for x in (-0.03, 0.0, 0.03):
        plate = boolean_difference(plate, CylinderGeometry(0.004, 0.1).translate(x, 0.0, 0.0))
    bores = find_bores(form_of(plate))
    assert sorted(round(float(bore.point[0]), 4) for bore in bores) == [-0.03, 0.0, 0.03]
    place = np.eye(4)
    place[:3, 3] = (1.0, 2.0, 3.0)
    moved = bores[0].placed(place)
    assert moved.point == pytest.approx(bores[0].point + [1.0, 2.0, 3.0])
    assert moved.radius == bores[0].radius
