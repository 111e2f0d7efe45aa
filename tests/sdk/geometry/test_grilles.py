from __future__ import annotations

from math import nan
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk import VentGrilleFrame, VentGrilleGeometry, VentGrilleMounts, VentGrilleSlats, VentGrilleSleeve
from tests.asserts import assert_closed_solid, bounds_of, volume_of

SIZE = (0.18, 0.12)


@settings(max_examples=30, deadline=None)
@given(
    frame=st.floats(0.008, 0.03), corner=st.floats(-0.01, 0.05), pitch=st.floats(0.012, 0.04),
    angle=st.floats(-90.0, 90.0), profile=st.sampled_from(["flat", "airfoil", "boxed"]),
    direction=st.sampled_from(["down", "up"]), dividers=st.integers(0, 4),
    edge=st.sampled_from(["flush", "beveled", "radiused"]), depth=st.floats(0.0, 0.01),
    screws=st.sampled_from(["none", "holes"]), sleeve=st.sampled_from(["none", "short", "full"]),
)  # fmt: skip
def test_every_grille_is_closed_and_as_wide_as_its_panel(
    frame: float, corner: float, pitch: float, angle: float, profile: str, direction: str, dividers: int,
    edge: str, depth: float, screws: str, sleeve: str,
) -> None:  # fmt: skip
    mesh = VentGrilleGeometry(
        SIZE, frame=frame, corner_radius=corner, slat_pitch=pitch, slat_angle_deg=angle,
        slats=VentGrilleSlats(profile, direction, divider_count=dividers),
        frame_profile=VentGrilleFrame(edge, depth), mounts=VentGrilleMounts(screws),
        sleeve=VentGrilleSleeve(sleeve),
    )  # fmt: skip
    assert_closed_solid(mesh)
    low, high = bounds_of(mesh)
    assert high[:2] - low[:2] == pytest.approx(SIZE, abs=1e-5)
    if sleeve == "full":
        assert low[2] == pytest.approx(-0.002 - 0.026 + 0.001)


def test_a_grille_without_slats_in_sight_is_the_sum_of_its_parts() -> None:
    """One slat of a known size, in a plate with an opening, nothing else."""
    mesh = VentGrilleGeometry(
        (0.1, 0.06), frame=0.01, face_thickness=0.004, slat_pitch=0.04, slat_width=0.01, slat_angle_deg=0,
        slat_thickness=0.001, sleeve=VentGrilleSleeve("none"), slats=VentGrilleSlats(inset=0.0),
    )  # fmt: skip
    plate = (0.1 * 0.06 - 0.08 * 0.04) * 0.004
    assert volume_of(mesh) == pytest.approx(plate + 0.08 * 0.01 * 0.001, rel=1e-9)


@pytest.mark.parametrize("direction, rises", [("down", -1.0), ("up", 1.0)])
@pytest.mark.parametrize("angle", [30.0, -30.0])
def test_the_upper_edge_of_a_slat_tips_as_its_direction_says(
    direction: str, rises: float, angle: float
) -> None:
    mesh = VentGrilleGeometry(
        (0.1, 0.06), frame=0.01, slat_pitch=0.04, slat_width=0.03, slat_angle_deg=angle,
        slats=VentGrilleSlats(direction=direction), sleeve=VentGrilleSleeve("none"),
    )  # fmt: skip
    outermost = max(mesh.vertices, key=lambda vertex: abs(vertex[2]) if vertex[1] > 0 else 0.0)
    assert outermost[2] * rises > 0.0


def test_the_lowest_vertex_rests_on_the_ground_when_not_centred() -> None:
    assert bounds_of(VentGrilleGeometry(SIZE, center=False))[0, 2] == pytest.approx(0.0, abs=1e-12)


def test_a_dozen_slats_stay_light() -> None:
    assert len(VentGrilleGeometry((0.4, 0.24)).faces) < 1200


@pytest.mark.parametrize(
    "change",
    [
        {"panel_size": (0.18, 0.0)}, {"frame": 0.0}, {"frame": 0.06}, {"frame": nan}, {"face_thickness": 0.0},
        {"duct_depth": 0.0}, {"duct_wall": 0.0}, {"slat_pitch": 0.009}, {"slat_width": 0.0},
        {"slat_thickness": 0.0}, {"slat_angle_deg": nan}, {"slat_pitch": 0.2},
        {"slat_pitch": 1e-7, "slat_width": 1e-8}, {"duct_wall": 0.048},
        {"slats": VentGrilleSlats(profile="round")}, {"slats": VentGrilleSlats(direction="left")},
        {"slats": VentGrilleSlats(inset=-0.1)}, {"slats": VentGrilleSlats(divider_count=-1)},
        {"slats": VentGrilleSlats(divider_count=2, divider_width=0.0)},
        {"slats": VentGrilleSlats(divider_count=30, divider_width=0.01)},
        {"slats": VentGrilleSlats(divider_count=10**9)},
        {"frame_profile": VentGrilleFrame("wavy")}, {"frame_profile": VentGrilleFrame("beveled", -1.0)},
        {"mounts": VentGrilleMounts("glue")}, {"mounts": VentGrilleMounts("holes", inset=-0.1)},
        {"mounts": VentGrilleMounts("holes", hole_diameter=0.03)},
        {"mounts": VentGrilleMounts("holes", inset=0.001)},
        {"sleeve": VentGrilleSleeve("long")}, {"sleeve": VentGrilleSleeve(depth=0.0)},
        {"sleeve": VentGrilleSleeve(wall=0.0)}, {"sleeve": VentGrilleSleeve(wall=0.048)},
    ],
)  # fmt: skip
def test_a_grille_refuses(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="want"):
        VentGrilleGeometry(**{"panel_size": SIZE, **change})


def test_a_dict_is_no_record() -> None:
    with pytest.raises(AttributeError):
        VentGrilleGeometry(SIZE, slats={"profile": "flat"})  # type: ignore[arg-type]


def test_records_are_values_with_positional_fields() -> None:
    assert VentGrilleFrame("beveled", 0.002) == VentGrilleFrame(style="beveled", depth=0.002)
    assert hash(VentGrilleSlats("flat", "down", 0.0, 0, 0.004)) == hash(VentGrilleSlats())
    assert VentGrilleMounts("none", 0.008, None) == VentGrilleMounts()
    assert VentGrilleSleeve("full", None, None) == VentGrilleSleeve()
