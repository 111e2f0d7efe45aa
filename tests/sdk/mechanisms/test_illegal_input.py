"""What cannot be built is refused in words: which dimension, what was given, what would fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import sdk
from sdk import ArticulatedObject
from sdk.errors import SDKError
from tests.sdk.mechanisms.hardware import MECHANISMS
from tests.sdk.mechanisms.sweeping import workshop

Z, O = (0.0, 0.0, 1.0), (0.0, 0.0, 0.0)  # noqa: E741 - the axis and the place most take
LEGAL: dict[str, dict[str, Any]] = {
    "hinge": {"at": O, "axis": Z, "length": 0.1},
    "pin_joint": {"at": O, "axis": Z, "diameter": 0.01, "width": 0.05},
    "axle": {"at": O, "axis": Z, "diameter": 0.01, "length": 0.05},
    "spin": {"at": O, "axis": Z, "diameter": 0.01},
    "slide": {"at": O, "axis": Z, "travel": 0.1},
    "telescope": {"at": O, "axis": Z, "travel": 0.5, "diameter": 0.03},
    "screw": {"at": O, "axis": Z, "pitch": 0.003, "turns": 2.0, "radius": 0.01},
    "ball_joint": {"at": O, "axis": Z, "radius": 0.01, "cone": 0.5},
    "bayonet": {"at": O, "axis": Z, "diameter": 0.05},
    "detent": {"at": O, "axis": Z, "positions": 8, "diameter": 0.04},
    "button": {"at": O},
    "knob": {"at": O},
    "lever": {"at": O, "axis": (0.0, 1.0, 0.0)},
    "switch": {"at": O},
    "wheel_on": {"at": O, "axis": Z, "diameter": 0.1, "width": 0.03},
    "caster": {"at": O, "height": 0.1},
    "four_bar": {
        "at": O, "to": (0.1, 0.0, 0.0), "axis": Z, "crank_length": 0.03, "coupler_length": 0.11,
        "rocker_length": 0.08, "rest_angle": 0.3,
    },
    "crank_slider": {"at": O, "axis": Z, "along": (1.0, 0.0, 0.0), "crank_length": 0.03, "rod_length": 0.1},
    "scissor": {"at": O, "axis": (0.0, -1.0, 0.0), "along": (1.0, 0.0, 0.0), "half_length": 0.1, "theta": 0.5},
    "gear_pair": {"at": O, "axis": Z, "toward": (1.0, 0.0, 0.0), "module": 0.002, "teeth": (16, 30)},
    "rack": {
        "at": O, "axis": (0.0, -1.0, 0.0), "along": (1.0, 0.0, 0.0), "module": 0.002, "teeth": 20, "travel": 0.1,
    },
    "belt": {"at": O, "to": (0.2, 0.0, 0.0), "axis": Z, "radii": (0.02, 0.05)},
}  # fmt: skip
NAN = float("nan")
CASES: list[tuple[str, dict[str, Any], str]] = [
    ("hinge", {"upper": 5.0}, r"upper: got '5.0000 rad'; want at most 4\.71"),
    ("hinge", {"lower": -0.5}, "lower: got '-0.5000 rad'; want at least"),
    ("hinge", {"kind": "living", "rest_angle": 0.2}, "rest_angle"),
    ("hinge", {"knuckles": 4}, "knuckles: got 4; want an odd number from 3 to"),
    ("hinge", {"leaf": 0.002}, "leaf: got '2 mm'; want more than"),
    ("hinge", {"pin_diameter": 0.05}, "pin_diameter: got '50 mm'.*a third of the length"),
    ("pin_joint", {"diameter": 0.04}, "width: got '50 mm'.*for a clevis on a 40 mm pin"),
    ("pin_joint", {"width": 0.012}, "width: got '12 mm'; want more than"),
    ("pin_joint", {"upper": 3.0}, "upper: got .3.000 rad.*want at least 60 degrees"),
    ("pin_joint", {"parent_side": Z}, "parent_side.*across the axis"),
    ("axle", {"length": 0.002}, "length: got '2 mm'.*would tilt"),
    ("axle", {"ends": "bolt"}, "ends: got 'bolt'; want collar"),
    ("axle", {"lower": -1.0}, "both limits"),
    ("spin", {"flange": 0.004}, "flange: got '4 mm'; want more than"),
    ("slide", {"length": 0.1}, "travel: got '100.0 mm'; want at most 75.0 mm for a guide of 100.0 mm"),
    ("slide", {"engagement": 0.99}, "engagement: got 0.99; want 0.05 to 0.9"),
    ("slide", {"style": "drawer"}, "spacing.*width of the drawer's box"),
    ("slide", {"width": 0.001}, "width: got '1 mm'; want more than"),
    ("telescope", {"length": 0.2}, "travel: got .*; want at most 160.0 mm for a guide of 200.0 mm"),
    ("telescope", {"diameter": 0.003}, "diameter: got '3 mm for 2 stages'; want at least"),
    ("screw", {"pitch": 0.02}, "pitch: got '20 mm'.*at most 10 mm"),
    ("screw", {"turns": 0.0}, "turns: got 0.0"),
    ("screw", {"gap": 0.002}, "gap: got '2 mm'.*a tenth of the pitch"),
    ("ball_joint", {"cone": 1.4}, "cone: got 1.4; want 0.05 to 1.0 rad"),
    ("ball_joint", {"gap": 0.002}, "gap: got '2 mm'"),
    ("bayonet", {"angle": 3.2}, "angle: got '3.2 rad'; want .* rad, so that 2 lugs"),
    ("bayonet", {"drop": 0.1, "depth": 0.03}, "drop: got '100 mm'; want at most .*or a depth of at least"),
    ("detent", {"step": 2.0}, "step: got '2 rad'; want more than 0 and at most"),
    ("button", {"travel": 0.1}, "travel: got '100 mm'"),
    ("button", {"proud": 0.0005}, "proud: got '0.50 mm'; want at least"),
    ("knob", {"lower": 1.0}, "lower, upper.*a range that holds 0"),
    ("knob", {"height": 0.001}, "height: got '1 mm'; want more than"),
    ("lever", {"upper": 2.0}, "lower, upper.*within -1.4 and 1.4 rad"),
    ("lever", {"diameter": 0.05}, "diameter: got '50 mm'; want .*at most 32 mm"),
    ("switch", {"angle": 0.9}, "angle: got 0.9; want more than 0 and at most 0.5 rad"),
    ("wheel_on", {"shaft_diameter": 0.06}, "shaft_diameter: got '60 mm'.*a quarter of the wheel"),
    ("caster", {"wheel_diameter": 0.09}, "wheel_diameter: got '90 mm'.*at most 78 mm"),
    ("four_bar", {"coupler_length": 0.02, "rocker_length": 0.03}, "want"),
    ("four_bar", {"to": (0.0, 0.0, 0.1)}, "to: got .*beside `at`"),
    ("crank_slider", {"rod_length": 0.03}, "rod_length: got '30.0 mm'; want at least"),
    ("crank_slider", {"offset": 0.2}, "rod_length: got '100.0 mm'; want at least"),
    ("scissor", {"theta": 0.02}, "lowest, theta, highest.*where the rails would meet"),
    ("scissor", {"highest": 1.6}, "lowest, theta, highest"),
    ("scissor", {"width": 0.005}, "width: got '5 mm'; want more than"),
    ("gear_pair", {"teeth": (9, 20)}, "teeth: got 9; want 14 to 400"),
    ("gear_pair", {"shaft_diameter": 0.05}, "shaft_diameter: got '50 mm'.*the smaller gear's rim"),
    ("rack", {"teeth": 3}, "teeth: got 3; want 14 to 400"),
    ("belt", {"to": (0.05, 0.0, 0.0)}, "to: got '50.0 mm away'; want at least 80.0 mm"),
]


def bench(name: str, change: dict[str, Any]) -> None:
    model = ArticulatedObject("bench")
    parts = MECHANISMS[name].parts
    for part in parts:
        model.part(part)
    if name == "telescope":
        stages = [model.part("one").name, model.part("two").name]
        sdk.telescope(model, "a", stages, **{**LEGAL[name], **change})
        return
    getattr(sdk, name)(model, *parts, **{**LEGAL[name], **change})


@pytest.mark.parametrize(
    ("name", "change", "words"), CASES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_it_says_which_dimension_and_what_would_fit(tmp_path: Path, name, change, words) -> None:
    with workshop(tmp_path), pytest.raises(SDKError, match=words) as caught:
        bench(name, change)
    assert "want" in str(caught.value)


@pytest.mark.parametrize("name", sorted(LEGAL))
def test_what_they_are_compared_with_is_legal(tmp_path: Path, name: str) -> None:
    with workshop(tmp_path):
        bench(name, {})


@pytest.mark.parametrize("name", sorted(LEGAL))
@pytest.mark.parametrize("value", [NAN, float("inf"), -0.01, 0.0, "wide"])
def test_no_dimension_takes_what_is_no_length(tmp_path: Path, name: str, value: object) -> None:
    lengths = {
        "length", "diameter", "width", "travel", "pitch", "radius", "height", "half_length", "crank_length", "module",
        "rod_length", "coupler_length", "rocker_length",
    }  # fmt: skip
    for dimension in lengths & LEGAL[name].keys():
        with workshop(tmp_path), pytest.raises(SDKError, match=dimension):
            bench(name, {dimension: value})


def test_every_mechanism_has_a_refusal() -> None:
    assert {name for name, *_ in CASES} == set(MECHANISMS) - {"latch"}  # its own tests hold those
