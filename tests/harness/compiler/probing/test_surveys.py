from __future__ import annotations

from pathlib import Path

import pytest

from harness.compiler.probing import surveys
from harness.compiler.probing.view import ProbeContext, View
from sdk import ArticulatedObject, BoxGeometry, mesh_from_geometry
from sdk.assets import AssetSession
from tests.harness.compiler.probing.objects import blocks

PLACES = [(0.0, 0.0, 0.0), (0.1, 0.0, 0.0), (0.23, 0.0, 0.0), (0.9, 0.0, 0.0)]


def test_neighbours_come_nearest_first() -> None:
    found = surveys.nearest_neighbors(blocks(PLACES), "b0", limit=2)
    assert [report["candidate"]["part"] for report in found] == ["b1", "b2"]
    assert found[1]["min_distance"] == pytest.approx(0.13)
    with pytest.raises(ValueError, match="at least 1"):
        surveys.nearest_neighbors(blocks(PLACES), "b0", limit=0)


def test_clearance_covers_every_pair_once() -> None:
    found = surveys.find_clearance_risks(blocks(PLACES), limit=99)
    assert len(found) == 6
    assert (found[0]["a"], found[0]["b"]) == ({"part": "b0"}, {"part": "b1"})
    distances = [report["min_distance"] for report in found]
    assert distances == sorted(distances)


def test_far_parts_float() -> None:
    found = surveys.find_floating_parts(blocks(PLACES))
    assert [(report["part"], report["suspicious"]) for report in found] == [
        ("b3", True),
        ("b2", False),
        ("b0", False),
        ("b1", False),
    ]
    assert found[0]["nearest"]["candidate"] == {"part": "b2"}
    (alone,) = surveys.find_floating_parts(blocks(PLACES), parts=["b0"])
    assert (alone["nearest"], alone["suspicious"]) == (None, True)


def test_pieces_of_a_mesh_are_counted(tmp_path: Path) -> None:
    with AssetSession(tmp_path).use():
        two = BoxGeometry((0.1, 0.1, 0.1)).merge(BoxGeometry((0.1, 0.1, 0.1)).translate(0.5, 0.0, 0.0))
        model = ArticulatedObject(name="pair")
        model.part("twins").visual(mesh_from_geometry(two, "twins"), name="twins")
        report = surveys.geometry_connectivity_report(View(ProbeContext(model)), "twins")
    assert (report["item_count"], report["raw_total_components"]) == (1, 2)
    assert report["disconnected_items"] == ["twins"]
    assert report["qc_detected_disconnected_islands"] is True
    assert report["blind_spot_suspected"] is False
    assert [piece["face_count"] for piece in report["items"][0]["components"]] == [12, 12]


def test_sampled_poses_begin_at_rest() -> None:
    assert surveys.sample_poses(blocks(PLACES[:2]))[0] == {"j1": 0.0}
