from __future__ import annotations

import numpy as np
import pytest

from sdk.assets import AssetSession
from sdk.errors import ValidationError
from sdk.geometry.export import mesh_from_geometry
from sdk.geometry.primitives import BoxGeometry
from sdk.model.articulation import MotionLimits
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.shapes import Box
from sdk.qc.profiles import PROFILES
from sdk.scene import Scene
from sdk.scene.mesh_data import MeshData
from sdk.testing.context import TestContext
from sdk.testing.judge import judge


@pytest.fixture
def cabinet(tmp_path):
    with AssetSession(tmp_path).use():
        model = ArticulatedObject(name="cabinet")
        case = model.part("case")
        case.visual(mesh_from_geometry(BoxGeometry((0.4, 0.3, 0.02)), "slab"), name="floor")
        case.visual(mesh_from_geometry(BoxGeometry((0.4, 0.3, 0.02)), "slab"), origin=Origin(xyz=(0, 0, 0.2)))
        for number in range(3):
            tray = model.part(f"tray{number}")
            tray.visual(mesh_from_geometry(BoxGeometry((0.1, 0.1, 0.1)), "tray"), name="tray")
            model.articulation(
                f"slide{number}",
                "prismatic",
                case,
                tray,
                origin=Origin(xyz=(0.12 * (number - 1), 0, 0.06)),
                motion_limits=MotionLimits(lower=0.0, upper=0.02),
            )
        yield model


def test_each_distinct_mesh_is_built_once_per_compile(cabinet, monkeypatch):
    built: list[int] = []
    original = MeshData.__post_init__

    def counted(self: MeshData) -> None:
        built.append(len(self.faces))
        original(self)

    monkeypatch.setattr("sdk.scene.forms._MESH_FORMS", {})
    monkeypatch.setattr(MeshData, "__post_init__", counted)
    for profile in ("reference", "default"):
        ctx = TestContext(cabinet)
        ctx.expect_contact("case", "tray0")
        with ctx.pose(slide0=0.01):
            ctx.expect_gap("tray0", "case", axis="z", max_penetration=1.0)
        assert judge(cabinet, authored=ctx.report(), scene=Scene(cabinet), profile=PROFILES[profile]).passed
    assert len(built) == 2


def test_elements_know_part_place_and_pieces(cabinet):
    scene = Scene(cabinet)
    floor, roof = scene.elements("case")
    assert (floor.part, floor.index, floor.name, floor.visual_name) == ("case", 0, "floor", "floor")
    assert (roof.index, roof.name, roof.label) == (1, None, "#1")
    assert floor.form is roof.form
    assert roof.bounds_in_part == pytest.approx(np.array([[-0.2, -0.15, 0.19], [0.2, 0.15, 0.21]]))
    with pytest.raises(ValidationError, match="one of"):
        scene.elements("ghost")


def test_pieces_of_a_mesh_are_named_and_counted_along_the_part(tmp_path):
    with AssetSession(tmp_path).use():
        twin = BoxGeometry((0.1, 0.1, 0.1))
        twin.merge(BoxGeometry((0.1, 0.1, 0.1)).translate(0.5, 0.0, 0.0))
        model = ArticulatedObject(name="sample")
        part = model.part("legs")
        part.visual(Box((1, 1, 1)))
        part.visual(mesh_from_geometry(twin, "twin"), name="pair")
        part.visual(mesh_from_geometry(twin, "twin"))
        names = [
            (element.index, element.name)
            for element in Scene(model).elements("legs", granularity="components")
        ]
    assert names == [
        (0, None),
        (1, "pair__component_001"),
        (2, "pair__component_002"),
        (3, "mesh__component_001"),
        (4, "mesh__component_002"),
    ]


def test_world_boxes_follow_the_configuration(cabinet):
    posed = Scene(cabinet).at({"slide0": 0.01}, parts=["tray0"])
    assert posed.boxes[0] == pytest.approx(np.array([[-0.17, -0.05, 0.02], [-0.07, 0.05, 0.12]]))


def test_diagonal_and_part_sizes(cabinet):
    scene = Scene(cabinet)
    assert scene.part_sizes["tray0"] == pytest.approx(0.1 * 3**0.5)
    assert scene.diagonal == pytest.approx(np.linalg.norm([0.4, 0.3, 0.22]))


def test_broken_meshes_can_be_left_out(cabinet, tmp_path):
    (tmp_path / "assets/meshes/tray.obj").unlink()
    with pytest.raises(ValidationError):
        Scene(cabinet).elements("tray0")
    assert Scene(cabinet, leave_out_broken_meshes=True).elements("tray0") == ()
