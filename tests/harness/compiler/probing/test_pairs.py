from __future__ import annotations

from math import hypot
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.compiler.probing import pairs
from harness.compiler.probing.view import ProbeContext, ProbeLookupError, View
from sdk import ArticulatedObject, Box, BoxGeometry, mesh_from_geometry
from sdk.assets import AssetSession
from tests.harness.compiler.probing.objects import blocks

offsets = st.floats(min_value=-0.4, max_value=0.4).map(lambda value: round(value, 4))


@settings(max_examples=40, deadline=None)
@given(x=offsets, y=offsets, z=offsets)
def test_two_cubes_have_closed_forms(x: float, y: float, z: float) -> None:
    view = blocks([(0.0, 0.0, 0.0), (x, y, z)])
    report = pairs.pair_report(view, "b0", "b1")
    gaps = [abs(offset) - 0.1 for offset in (x, y, z)]
    for axis, gap, offset in zip("xyz", gaps, (x, y, z), strict=True):
        assert report[f"gap_{axis}"] == pytest.approx(gap, abs=1e-12)
        assert report[f"overlap_{axis}"] == pytest.approx(max(0.0, -gap), abs=1e-12)
        assert report["intervals"][axis]["b"] == pytest.approx([offset - 0.05, offset + 0.05])
    assert report["center_delta"] == pytest.approx([-x, -y, -z])
    if max(gaps) > 1e-9:
        assert report["collided"] is False
        assert report["min_distance"] == pytest.approx(hypot(*(max(gap, 0.0) for gap in gaps)), abs=1e-9)
    elif max(gaps) < -1e-9:
        assert (report["collided"], report["min_distance"]) == (True, 0.0)


def test_gap_is_signed_and_ordered() -> None:
    view = blocks([(0.0, 0.0, 0.0), (0.0, 0.0, 0.3)])
    assert pairs.gap_report(view, "b1", "b0", "z")["gap"] == pytest.approx(0.2)
    assert pairs.gap_report(view, "b0", "b1", "z")["gap"] == pytest.approx(-0.4)


def test_within_measures_both_margins() -> None:
    report = pairs.within_report(blocks([(0.0, 0.0, 0.0), (0.01, 0.0, 0.3)]), "b1", "b0", axes="xy")
    assert report["margins"]["x"]["lower_margin"] == pytest.approx(0.01)
    assert report["margins"]["x"]["upper_margin"] == pytest.approx(-0.01)
    assert (report["within"], report["margins"]["y"]["within"]) == (False, True)
    assert pairs.overlap_report(blocks([(0, 0, 0), (0.04, 0.09, 0)]), "b0", "b1")[
        "min_overlap"
    ] == pytest.approx(0.01)


@pytest.mark.parametrize(("height", "mounted"), [(0.1, True), (0.115, True), (0.13, False), (0.05, True)])
def test_mounting(height: float, mounted: bool) -> None:
    report = pairs.mount_report(blocks([(0, 0, 0), (0, 0, height)]), "b1", "b0")
    assert report["looks_mounted"] is mounted
    assert report["gap_z"] == pytest.approx(height - 0.1)


def test_contact_has_a_tolerance() -> None:
    view = blocks([(0, 0, 0), (0, 0, 0.1 + 1e-4)])
    assert pairs.contact_report(view, "b0", "b1")["contact"] is False
    assert pairs.contact_report(view, "b0", "b1", contact_tol=2e-4)["contact"] is True


def test_what_lies_inside_a_hollow_skin_is_nested(tmp_path: Path) -> None:
    with AssetSession(tmp_path).use():
        model = ArticulatedObject(name="nest")
        model.part("shell").visual(mesh_from_geometry(BoxGeometry((1.0, 1.0, 1.0)), "shell"))
        inner = model.part("core")
        inner.visual(Box((0.1, 0.1, 0.1)))
        model.articulation("hold", "fixed", "shell", "core")
        report = pairs.pair_report(View(ProbeContext(model)), "core", "shell")
    assert (report["collided"], report["nested"]) == (False, True)
    assert report["min_distance"] == pytest.approx(0.45)


def test_elements_narrow_a_part_and_poses_move_it() -> None:
    view = blocks([(0, 0, 0), (0.2, 0, 0)])
    assert pairs.pair_report(view, "b0", "b1", elem_a="cube")["a"] == {"part": "b0", "visual": "cube"}
    assert pairs.pair_report(view, view.visual("b0", "cube"), "b1")["gap_x"] == pytest.approx(0.1)
    with pytest.raises(ProbeLookupError, match="'cube'"):
        pairs.pair_report(view, "b0", "b1", elem_a="ball")


def test_a_part_without_geometry_says_so() -> None:
    model = ArticulatedObject(name="bare")
    model.part("frame")
    with pytest.raises(ProbeLookupError, match="no visuals"):
        pairs.pair_report(View(ProbeContext(model)), "frame", "frame")
