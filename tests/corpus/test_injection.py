"""Where the fault injector holds a change to be a fault, on objects small enough to say so by hand."""

from __future__ import annotations

from math import degrees
from pathlib import Path

import pytest

from sdk import ArticulatedObject, Box, Cylinder, MotionLimits, Origin, boolean_difference, mesh_from_geometry
from sdk.assets import AssetSession
from sdk.geometry.primitives import BoxGeometry
from sdk.scene import Scene
from tests.fault_injection import faulty_objects


def sliding(*, upper: float, guide: float) -> ArticulatedObject:
    """A tongue of 0.1 m in a sleeve of `guide` metres, drawn out by up to `upper` metres."""
    model = ArticulatedObject("sleeve")
    frame, tongue = model.part("frame"), model.part("tongue")
    sleeve = boolean_difference(BoxGeometry((guide, 0.03, 0.03)), BoxGeometry((1.0, 0.0204, 0.0104)))
    frame.visual(mesh_from_geometry(sleeve, "sleeve"), origin=Origin((-guide / 2, 0, 0)), name="sleeve")
    tongue.visual(Box((0.1, 0.02, 0.01)), origin=Origin((-0.05, 0, 0)), name="tongue")
    limits = MotionLimits(lower=0.0, upper=upper)
    model.articulation("draw", "prismatic", frame, tongue, axis=(1, 0, 0), motion_limits=limits)
    return model


@pytest.mark.parametrize(
    ("upper", "places"), [(0.06, ["draw x2", "draw x3"]), (0.04, ["draw x3"]), (0.02, [])]
)
def test_a_slide_has_fallen_out_where_nothing_bars_it_aside(tmp_path: Path, upper: float, places) -> None:
    with AssetSession(tmp_path).use():
        model = sliding(upper=upper, guide=0.1)
        found = faulty_objects("sleeve", model, tmp_path, kinds=["slide_falls_out"])
        assert [faulty.place for faulty in found] == places


def test_what_is_pressed_deeper_into_its_guide_does_not_fall_out(tmp_path: Path) -> None:
    with AssetSession(tmp_path).use():
        model = sliding(upper=0.03, guide=0.2)
        model.get_articulation("draw").axis = (-1.0, 0.0, 0.0)
        assert not list(faulty_objects("sleeve", model, tmp_path, kinds=["slide_falls_out"]))


@pytest.mark.parametrize(("upper", "wanted"), [(1.0, 90.0), (100.0, degrees(100.0))])
def test_degrees_are_more_than_what_a_screw_turns(tmp_path: Path, upper: float, wanted: float) -> None:
    model = ArticulatedObject("screw")
    for part in (model.part("nut"), model.part("bolt")):
        part.visual(Cylinder(0.01, 0.02), name="thread")
    limits = MotionLimits(lower=0.0, upper=upper)
    model.articulation("turn", "revolute", "nut", "bolt", motion_limits=limits)
    assert Scene(model).part_names == ("nut", "bolt")
    (faulty,) = faulty_objects("screw", model, tmp_path, kinds=["degrees_as_radians"])
    changed = faulty.model.get_articulation("turn").motion_limits
    assert changed is not None and changed.upper == pytest.approx(wanted)
