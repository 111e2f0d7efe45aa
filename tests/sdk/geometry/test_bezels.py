from __future__ import annotations

from math import nan, pi
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk import (
    BezelCutout,
    BezelEdgeFeature,
    BezelFace,
    BezelFlange,
    BezelGeometry,
    BezelMounts,
    BezelRecess,
    BezelVisor,
)
from sdk.geometry.bezels.outlines import OUTLINES
from sdk.geometry.kernel import solid_from_mesh
from tests.asserts import assert_closed_solid, bounds_of, mesh_arrays, volume_of

OPENING, OUTER, DEPTH = (0.1, 0.06), (0.14, 0.1), 0.012
RECT: dict[str, Any] = {"opening_shape": "rect", "outer_shape": "rect"}
RING = (0.14 * 0.1 - 0.1 * 0.06) * 0.012
shapes = st.sampled_from(sorted(OUTLINES))


def pieces(mesh: Any) -> int:
    return len(solid_from_mesh(*mesh_arrays(mesh)).decompose())


@settings(max_examples=25, deadline=None)
@given(
    opening=shapes, outer=shapes, radius=st.floats(0.0, 0.02), face=st.sampled_from(
        ["flat", "rounded", "chamfered", "radiused_step"]), lip=st.floats(0.0, 0.003),
    recess=st.booleans(), visor=st.floats(0.0, 0.02), flange=st.floats(-0.002, 0.004),
    mounts=st.sampled_from(["none", "bosses", "tabs", "rear_flange"]), holes=st.integers(0, 6),
)  # fmt: skip
def test_every_bezel_is_one_closed_piece(
    opening: str, outer: str, radius: float, face: str, lip: float, recess: bool, visor: float, flange: float,
    mounts: str, holes: int,
) -> None:  # fmt: skip
    mesh = BezelGeometry(
        (0.06, 0.06), (0.12, 0.1), DEPTH, opening_shape=opening, outer_shape=outer,
        opening_corner_radius=radius, outer_corner_radius=2 * radius,
        face=BezelFace(face, front_lip=lip, chamfer=0.002, fillet=0.002),
        recess=BezelRecess(0.004, 0.004) if recess else None, flange=BezelFlange(0.006, 0.003, flange),
        mounts=BezelMounts(mounts, hole_count=holes, hole_diameter=0.003, setback=0.006),
        visor=BezelVisor(top_extension=visor, thickness=0.003),
    )  # fmt: skip
    assert_closed_solid(mesh, slivers=True)
    straight = outer in ("rect", "rounded_rect")
    if straight and mounts != "bosses":
        assert pieces(mesh) == 1


@pytest.mark.parametrize("shape, area", [
    ("rect", 0.14 * 0.1), ("rounded_rect", 0.14 * 0.1), ("ellipse", pi / 4 * 0.14 * 0.1), ("circle", pi / 4 * 0.1**2),
])  # fmt: skip
def test_the_outer_shapes_have_their_areas(shape: str, area: float) -> None:
    mesh = BezelGeometry((0.02, 0.02), OUTER, DEPTH, opening_shape="rect", outer_shape=shape)
    assert volume_of(mesh) == pytest.approx((area - 0.0004) * DEPTH, rel=0.003)


def test_a_recess_is_cut_round_the_opening() -> None:
    mesh = BezelGeometry(OPENING, OUTER, DEPTH, **RECT, recess=BezelRecess(0.004, 0.005))
    assert RING - volume_of(mesh) == pytest.approx((0.11 * 0.07 - 0.006) * 0.004, rel=1e-6)


def test_walls_are_summed_per_axis() -> None:
    recess = BezelRecess(0.004, 0.0)
    sums = BezelGeometry(OPENING, OUTER, DEPTH, **RECT, recess=recess, wall=(0.0, 0.02, 0.01, 0.01))
    even = BezelGeometry(OPENING, OUTER, DEPTH, **RECT, recess=recess, wall=0.01)
    assert sums == even


def test_a_lip_stands_half_proud() -> None:
    mesh = BezelGeometry(OPENING, OUTER, DEPTH, **RECT, face=BezelFace(front_lip=0.002))
    assert bounds_of(mesh)[1, 2] == pytest.approx(0.007)
    spans = (0.1 + 1.05 * 0.02) * (0.06 + 1.05 * 0.02) - 0.006
    assert volume_of(mesh) - RING == pytest.approx(spans * 0.001, rel=1e-6)


def test_a_visor_with_cheeks_bounds_the_bezel() -> None:
    mesh = BezelGeometry(OPENING, OUTER, DEPTH, **RECT, visor=BezelVisor(0.02, 0.01, 0.004))
    assert bounds_of(mesh).tolist() == [
        pytest.approx([-0.08, -0.05, -0.006]), pytest.approx([0.08, 0.07, 0.008])
    ]  # fmt: skip
    cheeks = 2 * 0.01 * 0.045 * 0.004
    assert volume_of(mesh) - RING == pytest.approx(0.16 * 0.02 * 0.004 + cheeks, rel=1e-6)


def test_a_flange_set_back_past_the_frame_hangs_on_a_neck() -> None:
    mesh = BezelGeometry(OPENING, OUTER, DEPTH, **RECT, flange=BezelFlange(0.01, 0.003, 0.006))
    assert pieces(mesh) == 1
    assert bounds_of(mesh)[0].tolist() == pytest.approx([-0.08, -0.06, -0.006 - 0.006 - 0.0015])


def test_tabs_and_rear_flanges_hold_on_and_are_drilled() -> None:
    for mounts in (BezelMounts("tabs", 3), BezelMounts("rear_flange", 8, 0.003, setback=0.008)):
        mesh = BezelGeometry(OPENING, OUTER, DEPTH, outer_corner_radius=0.01, mounts=mounts)
        vertices, faces = mesh_arrays(mesh)
        euler = len(vertices) - 3 * len(faces) / 2 + len(faces)
        assert pieces(mesh) == 1
        assert (2 - euler) / 2 == 1 + mounts.hole_count  # the opening and every hole is one handle


def test_a_cutout_and_a_notch_are_the_same_cut() -> None:
    cut = BezelGeometry(OPENING, OUTER, DEPTH, **RECT, cutouts=[BezelCutout("left", 0.02, 0.01, 0.005)])
    notch = BezelEdgeFeature("notch", "left", 0.01, 0.005, 0.02)
    assert cut == BezelGeometry(OPENING, OUTER, DEPTH, **RECT, edge_features=[notch])
    assert RING - volume_of(cut) == pytest.approx(0.02 * 0.01 * 0.012, rel=1e-6)


def test_a_bead_stands_out_and_a_step_goes_in() -> None:
    def volume(feature: BezelEdgeFeature) -> float:
        return volume_of(BezelGeometry(OPENING, OUTER, DEPTH, **RECT, edge_features=[feature]))

    assert volume(BezelEdgeFeature("bead", "top", 0.003)) - RING == pytest.approx(0.14 * 0.003 * 0.0015)
    assert RING - volume(BezelEdgeFeature("step", "right", 0.004)) == pytest.approx(0.1 * 0.004 * 0.00075)
    assert volume(BezelEdgeFeature("bead", "top", 0.0)) == pytest.approx(RING)


@pytest.mark.parametrize(
    "change",
    [
        {"opening_size": (0.14, 0.06)}, {"opening_size": (0.0, 0.06)}, {"outer_size": (nan, 0.1)}, {"depth": 0.0},
        {"opening_shape": "star"}, {"outer_shape": "star"}, {"outer_corner_radius": 0.051},
        {"outer_corner_radius": -0.1}, {"wall": -1.0}, {"wall": (1.0, 2.0)}, {"wall": (0.0, 0.0, 0.0, -1.0)},
        {"recess": BezelRecess(0.0, 0.01)}, {"recess": BezelRecess(0.001, -0.01)}, {"recess": BezelRecess(0.001, 0.02)},
        {"cutouts": [BezelCutout("top", 0.0, 0.01)]}, {"cutouts": [BezelCutout("top", 0.01, nan)]},
        {"cutouts": [BezelCutout("upper", 0.01, 0.01)]}, {"cutouts": [BezelCutout("top", 0.01, 0.01)] * 1000},
        {"mounts": BezelMounts("tabs", 10**8)}, {"visor": BezelVisor(-1.0, 0.0, 0.1)},
        {"flange": BezelFlange(0.01, 0.01, nan)},
    ],
)  # fmt: skip
def test_a_bezel_refuses(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="want"):
        BezelGeometry(**{"opening_size": OPENING, "outer_size": OUTER, "depth": DEPTH, **change})


def test_records_are_values_with_positional_fields() -> None:
    assert BezelFace("flat", 0.0, 0.0, 0.0) == BezelFace()
    assert BezelRecess(0.004, 0.005, 0.0, 0.0) == BezelRecess(0.004, 0.005)
    assert BezelVisor(0.0, 0.0, 0.0, 0.0) == BezelVisor()
    assert BezelFlange(0.0, 0.0, 0.0) == BezelFlange()
    assert BezelMounts("none", 0, None, None, 0.0) == BezelMounts()
    assert BezelCutout("top", 0.1, 0.2, 0.0) == BezelCutout("top", 0.1, 0.2)
    assert BezelEdgeFeature("bead", "top", 0.0, 0.0, 0.0) == BezelEdgeFeature()
