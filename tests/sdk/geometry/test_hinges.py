from __future__ import annotations

from math import cos, inf, nan, pi, radians, sin
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import GeometryError
from sdk.geometry.hinges import BarrelHingeGeometry, HingeHolePattern, HingePinStyle, PianoHingeGeometry
from tests.asserts import assert_closed_solid, bounds_of, volume_of

L, A, T, P = 0.08, 0.03, 0.003, 0.006
D = 1.75 * P
OVERLAP = min(0.75 * T, 0.12 * D)


def hinge(**changes: Any) -> BarrelHingeGeometry:
    plain = {"length": L, "leaf_width_a": A, "leaf_thickness": T, "pin_diameter": P}
    return BarrelHingeGeometry(**{**plain, **changes})


@given(
    length=st.floats(0.01, 1.0),
    leaf_share=st.floats(0.1, 1.0),
    thickness_share=st.floats(0.01, 0.08),
    pin_share=st.floats(0.02, 0.15),
    count=st.integers(3, 11),
    gap_share=st.floats(0.0, 0.02),
    angle=st.floats(0.0, 360.0),
    head=st.sampled_from(("plain", "button", "flat", "peened")),
    holes=st.sampled_from(("none", "round", "countersunk", "slotted")),
)
@settings(max_examples=25, deadline=None)
def test_every_hinge_is_a_closed_solid_of_its_length(
    length: float, leaf_share: float, thickness_share: float, pin_share: float, count: int, gap_share: float,
    angle: float, head: Any, holes: Any,
) -> None:  # fmt: skip
    pattern = HingeHolePattern(holes, 3, 0.03 * length, (0.05 * length, 0.03 * length), 0.1 * length)
    mesh = BarrelHingeGeometry(
        length, leaf_width_a=leaf_share * length, leaf_thickness=thickness_share * length,
        pin_diameter=pin_share * length, knuckle_count=count, clearance=gap_share * length,
        open_angle_deg=angle, holes_a=pattern, holes_b=pattern, pin=HingePinStyle(head, 0.02 * length),
    )  # fmt: skip
    assert_closed_solid(mesh, slivers=True)
    low, high = bounds_of(mesh)
    top = 0.0 if head in ("plain", "peened") else 0.02 * length
    bottom = 0.0 if head == "plain" else 0.02 * length
    assert [low[2], high[2]] == pytest.approx([-length / 2 - bottom, length / 2 + top])
    barrel = 1.75 * pin_share * length
    overlap = min(0.75 * thickness_share * length, 0.12 * barrel)
    assert low[0] <= -(leaf_share * length + barrel / 2 - overlap) + 1e-9


def test_the_flat_hinge_is_leaves_and_barrel() -> None:
    mesh = hinge()
    reach = A + D / 2 - OVERLAP
    assert bounds_of(mesh) == pytest.approx(np.array([[-reach, -D / 2, -L / 2], [reach, D / 2, L / 2]]))
    gaps = 4 * 0.0005
    barrel = pi / 4 * (D**2 * (L - gaps) + P**2 * gaps)
    y = np.linspace(-T / 2, T / 2, 2001)
    inside = np.clip(np.sqrt(D**2 / 4 - y**2) - (D / 2 - OVERLAP), 0.0, None)
    shared = 2 * float(np.mean(inside)) * T * (L - gaps)
    assert volume_of(mesh) == pytest.approx(barrel + 2 * A * T * L - shared, rel=0.006)


@pytest.mark.parametrize("angle", [0.0, 30.0, 90.0, 135.0, 180.0, 250.0])
def test_leaf_b_and_its_holes_stand_at_the_angle(angle: float) -> None:
    holes = HingeHolePattern("round", 3, 0.004, edge_margin=0.01)
    plain, drilled = (
        hinge(leaf_width_b=0.05, open_angle_deg=angle, holes_b=pattern) for pattern in (None, holes)
    )
    turn = pi - radians(angle)
    far = D / 2 - OVERLAP + 0.05
    tip = np.array([far * cos(turn), far * sin(turn)])
    corners = np.array(drilled.vertices)[:, :2]
    assert np.linalg.norm(corners - tip, axis=1).min() <= T / 2 + 1e-9
    lost = volume_of(plain) - volume_of(drilled)
    both_leaves = angle == 0.0  # A lies over the inner part of B, but the holes of B are beyond A's middle
    assert lost == pytest.approx(3 * pi * 0.002**2 * T, rel=1.0 if both_leaves else 0.01)


def test_holes_lie_in_their_row() -> None:
    slots = HingeHolePattern("slotted", 2, slot_size=(0.008, 0.004, 9.0), pitch=0.03)  # type: ignore[arg-type]
    mesh = hinge(holes_a=slots)
    lost = 2 * (0.004 * 0.004 + pi * 0.002**2) * T
    assert volume_of(hinge()) - volume_of(mesh) == pytest.approx(lost, rel=0.01)
    rim = np.array([v for v in mesh.vertices if abs(abs(v[2]) - 0.015) < 0.0022 and -0.0250 < v[0] < -0.0155])
    assert rim[:, 0].mean() == pytest.approx(-(D / 2 + A / 2), abs=1e-6)
    assert np.abs(rim[:, 2]).mean() == pytest.approx(0.015, abs=1e-6)


def test_pin_ends_and_heads() -> None:
    long = hinge(pin=HingePinStyle("plain", 0.002, exposed_end=0.001))
    assert bounds_of(long)[:, 2] == pytest.approx([-0.041, 0.041])
    both = hinge(pin=HingePinStyle("button", 0.002, 0.02, 0.001))
    assert bounds_of(both)[:, 2] == pytest.approx([-0.043, 0.043])
    assert bounds_of(both)[1, 1] == pytest.approx(0.01)
    one = hinge(pin=HingePinStyle("peened", 0.002))
    assert bounds_of(one)[:, 2] == pytest.approx([-0.042, 0.04])


@pytest.mark.parametrize(("pitch", "knuckles"), [(0.02, 15), (0.03, 11), (0.2, 3), (1.0, 3), (0.0749, 5)])
def test_piano_hinges_have_an_odd_number_of_knuckles(pitch: float, knuckles: int) -> None:
    mesh = PianoHingeGeometry(
        0.3, leaf_width_a=0.02, leaf_thickness=0.0015, pin_diameter=0.003, knuckle_pitch=pitch
    )
    made = mesh.construction
    assert made is not None
    assert made.argument("knuckle_count") == knuckles
    assert made.argument("knuckle_outer_diameter") == pytest.approx(1.55 * 0.003)
    assert_closed_solid(mesh)


def test_uncentred_hinges_stand_on_the_floor() -> None:
    assert bounds_of(hinge(center=False))[:, 2] == pytest.approx([0.0, L])


@pytest.mark.parametrize(
    "changes",
    [
        {"length": 0.0}, {"leaf_width_a": -0.01}, {"leaf_width_b": 0.0}, {"leaf_thickness": nan},
        {"pin_diameter": inf}, {"knuckle_outer_diameter": P}, {"knuckle_count": 2}, {"knuckle_count": 10**9},
        {"clearance": 0.02}, {"clearance": -0.001}, {"clearance": nan}, {"open_angle_deg": nan},
        {"holes_a": HingeHolePattern("round", 2)}, {"holes_b": HingeHolePattern("slotted", 2, 0.004)},
        {"holes_a": HingeHolePattern("round", 10**9, 0.004)}, {"holes_a": HingeHolePattern("round", 1, 0.0)},
        {"pin": HingePinStyle("button", 0.002, 0.0)}, {"pin": HingePinStyle(exposed_end=nan)},
    ],
)  # fmt: skip
def test_nonsense_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(GeometryError):
        hinge(**changes)


@pytest.mark.parametrize("pitch", [0.0, -0.01, nan, 1e-9])
def test_a_piano_hinge_needs_a_pitch(pitch: float) -> None:
    with pytest.raises(GeometryError):
        PianoHingeGeometry(
            0.3, leaf_width_a=0.02, leaf_thickness=0.0015, pin_diameter=0.003, knuckle_pitch=pitch
        )
