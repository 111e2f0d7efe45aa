from __future__ import annotations

import inspect
from math import cos, inf, nan, pi, radians, sin

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk import PerforatedPanelGeometry, SlotPatternPanelGeometry
from sdk.geometry.panels import pattern_positions, pattern_rows
from sdk.geometry.prisms import circle_segments
from tests.asserts import assert_closed_solid, bounds_of, volume_of

fractions = st.floats(0.0, 1.0)


def positions_by_the_book(limit: float, pitch: float) -> list[float]:
    if limit < -1e-9:
        return []
    count = 1 if limit <= 1e-9 else int(2 * limit / pitch) + 1
    return [(index - (count - 1) / 2) * pitch for index in range(count)]


@given(limit=st.floats(-0.1, 1.0), pitch=st.floats(0.003, 0.5))
def test_positions_follow_the_rule(limit: float, pitch: float) -> None:
    assert pattern_positions(limit, pitch).tolist() == pytest.approx(positions_by_the_book(limit, pitch))


def test_staggered_rows_are_shifted_to_the_right_and_skipped_when_they_do_not_fit() -> None:
    centres = np.concatenate(pattern_rows((0.025, 0.02), (0.02, 0.02), stagger=True))
    assert centres[centres[:, 1] == 0.0][:, 0].tolist() == pytest.approx([0.0, 0.02])
    assert len(np.concatenate(pattern_rows((0.025, 0.02), (0.02, 0.02), stagger=False))) == 9
    narrow = np.concatenate(pattern_rows((0.004, 0.02), (0.02, 0.02), stagger=True))
    assert narrow[:, 1].tolist() == pytest.approx([-0.02, 0.02])


@settings(max_examples=15, deadline=None)
@given(
    width=st.floats(0.03, 0.09), height=st.floats(0.03, 0.09), thickness=st.floats(0.0005, 0.02),
    share=st.floats(0.1, 0.9), gap=st.floats(1.02, 2.0), frame=fractions, corner=fractions,
    stagger=st.booleans(), center=st.booleans(),
)  # fmt: skip
def test_a_perforated_panel_is_the_plate_less_its_holes(
    width: float, height: float, thickness: float, share: float, gap: float, frame: float, corner: float,
    stagger: bool, center: bool,
) -> None:  # fmt: skip
    border = 0.3 * frame * min(width, height) + 1e-4
    diameter = share * (min(width, height) - 2 * border) * 0.3 + 0.003
    if diameter >= min(width, height) - 2 * border:
        return
    pitch, radius = diameter * gap, corner * border
    mesh = PerforatedPanelGeometry(
        (width, height), thickness, hole_diameter=diameter, pitch=pitch, frame=border, corner_radius=radius,
        stagger=stagger, center=center,
    )  # fmt: skip
    limits = width / 2 - border - diameter / 2, height / 2 - border - diameter / 2
    holes = sum(map(len, pattern_rows(limits, (pitch, pitch), stagger=stagger)))
    exact = thickness * (width * height - (4 - pi) * radius**2 - holes * pi * diameter**2 / 4)
    assert_closed_solid(mesh)
    assert volume_of(mesh) == pytest.approx(exact, rel=0.01)
    low = -thickness / 2 if center else 0.0
    assert bounds_of(mesh).ravel() == pytest.approx(
        [-width / 2, -height / 2, low, width / 2, height / 2, low + thickness], abs=1e-9
    )
    assert len(mesh.faces) <= 4 * (circle_segments(diameter / 2) + 1) * holes + 120


@settings(max_examples=12, deadline=None)
@given(
    length=st.floats(0.012, 0.03), ratio=st.floats(0.3, 1.0), angle=st.floats(-89.0, 89.0),
    gap=st.floats(1.01, 1.6), stagger=st.booleans(),
)  # fmt: skip
def test_a_slotted_panel_is_the_plate_less_its_slots(
    length: float, ratio: float, angle: float, gap: float, stagger: bool
) -> None:
    width, turn = length * ratio, radians(angle)
    half = (
        (length * cos(turn) + width * abs(sin(turn))) / 2,
        (length * abs(sin(turn)) + width * cos(turn)) / 2,
    )
    pitch = (2 * half[0] * gap, 2 * half[1] * gap)
    mesh = SlotPatternPanelGeometry(
        [0.12, 0.1, 9.0], 0.004, slot_size=(length, width), pitch=pitch, slot_angle_deg=angle, stagger=stagger
    )
    slots = sum(map(len, pattern_rows((0.052 - half[0], 0.042 - half[1]), pitch, stagger=stagger)))
    slot = (length - width) * width + pi * width**2 / 4
    assert_closed_solid(mesh)
    assert volume_of(mesh) == pytest.approx(0.004 * (0.12 * 0.1 - slots * slot), rel=0.012)


def test_holes_that_reach_a_rounded_corner_are_clipped() -> None:
    mesh = PerforatedPanelGeometry(
        (0.1, 0.1), 0.002, hole_diameter=0.01, pitch=0.0225, frame=0.0, corner_radius=0.03
    )
    assert_closed_solid(mesh)


def test_a_row_of_collinear_flats_leaves_no_slivers() -> None:
    assert_closed_solid(PerforatedPanelGeometry((0.15, 0.1), 0.002, hole_diameter=0.006, pitch=0.01))


def test_numbers_may_be_text_and_the_record_knows_the_holes() -> None:
    mesh = PerforatedPanelGeometry(("0.1", "0.1"), "0.002", hole_diameter="0.01", pitch="0.02")
    construction = mesh.construction
    assert construction is not None and construction.kind == "panel"
    assert len(construction.argument("centres")) == 16


PANEL = {"panel_size": (0.12, 0.08), "thickness": 0.004, "hole_diameter": 0.006, "pitch": 0.012}
SLOTS = {"panel_size": (0.12, 0.08), "thickness": 0.004, "slot_size": (0.02, 0.004), "pitch": 0.03}


@pytest.mark.parametrize(
    "change",
    [
        {"panel_size": (0.12, 0.0)}, {"panel_size": (nan, 0.08)}, {"panel_size": (0.12,)}, {"thickness": -1.0},
        {"thickness": inf}, {"hole_diameter": 0.0}, {"hole_diameter": nan}, {"pitch": 0.006},
        {"pitch": (0.012, 0.005)}, {"pitch": (0.012, 0.012, 0.012)}, {"pitch": (0.012,)}, {"pitch": 0.0},
        {"frame": -0.001}, {"frame": 0.04}, {"frame": 0.038}, {"corner_radius": nan},
        {"hole_diameter": 1e-5, "pitch": 2e-5}, {"hole_diameter": 1e-12, "pitch": 1e-11},
    ],
)  # fmt: skip
def test_a_perforated_panel_refuses(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="want"):
        PerforatedPanelGeometry(**{**PANEL, **change})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"slot_size": (0.004, 0.02)}, {"slot_size": (0.02, 0.0)}, {"slot_size": (0.02,)}, {"pitch": 0.02},
        {"slot_angle_deg": 90.0}, {"slot_angle_deg": nan}, {"slot_size": (0.2, 0.004), "pitch": 0.3},
    ],
)  # fmt: skip
def test_a_slotted_panel_refuses(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="want"):
        SlotPatternPanelGeometry(**{**SLOTS, **change})  # type: ignore[arg-type]


def test_signatures_are_those_of_the_surface() -> None:
    assert [str(p) for p in inspect.signature(PerforatedPanelGeometry).parameters.values()] == [
        "panel_size: 'Sequence[float]'", "thickness: 'float'", "hole_diameter: 'float'",
        "pitch: 'float | Sequence[float]'", "frame: 'float' = 0.008", "corner_radius: 'float' = 0.0",
        "stagger: 'bool' = False", "center: 'bool' = True",
    ]  # fmt: skip
