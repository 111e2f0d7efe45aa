from __future__ import annotations

from math import pi
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdk import ArticulatedObject, Box, Origin
from sdk.errors import ValidationError
from sdk.mechanisms.pin_joint import pin_joint
from tests.sdk.mechanisms.sweeping import assert_runs_free, spread, workshop

RELAXED = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def pair() -> ArticulatedObject:
    model = ArticulatedObject("pair")
    model.part("base")
    model.part("arm")
    return model


@RELAXED
@given(
    diameter=st.floats(0.003, 0.02),
    share=st.floats(2.0, 6.0),
    style=st.sampled_from(["clevis", "cheek", "trunnion"]),
    tilt=st.floats(-1.0, 1.0),
)
def test_every_pinned_joint_turns_free(tmp_path: Path, diameter, share, style, tilt) -> None:
    with workshop(tmp_path):
        model = pair()
        handle = pin_joint(
            model, "base", "arm", at=(0, 0.1, 0.2), axis=(1, tilt, 0.2), diameter=diameter, width=share * diameter,
            style=style, parent_side=(0, 0, -1), lower=-2.0 if style != "clevis" else -1.9, upper=1.9,
        )  # fmt: skip
        assert_runs_free(model, [{handle.name: value} for value in spread(-1.9, 1.9, 9)])


@pytest.mark.parametrize("style", ["rivet", "shoulder_screw"])
def test_a_rivet_bores_both_plates(tmp_path: Path, style) -> None:
    with workshop(tmp_path):
        model = pair()
        model.get_part("base").visual(
            Box((0.02, 0.1, 0.003)), origin=Origin(xyz=(0, 0.04, -0.0016)), name="strip"
        )
        model.get_part("arm").visual(
            Box((0.02, 0.1, 0.003)), origin=Origin(xyz=(0, -0.04, 0.0016)), name="strip"
        )
        handle = pin_joint(
            model, "base", "arm", at=(0, 0, 0), axis=(0, 0, 1), diameter=0.006, width=0.0064, style=style,
            lower=-pi, upper=pi,
        )  # fmt: skip
        assert_runs_free(model, [{handle.name: value} for value in spread(-pi, pi, 9)])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"width": 0.002}, "clevis on a 6 mm pin"),
        ({"reach": 0.004}, "past the lug's eye"),
        ({"upper": 2.5, "parent_side": (0, 1, 0)}, "at least 60 degrees"),
        ({"style": "glue"}, "one of clevis"),
        ({"lower": 0.2}, "a range that holds 0"),
    ],
)
def test_impossible_sizes_say_what_would_fit(tmp_path: Path, change, words) -> None:
    with workshop(tmp_path), pytest.raises(ValidationError, match=words):
        pin_joint(
            pair(),
            "base",
            "arm",
            **{"at": (0, 0, 0), "axis": (0, 0, 1), "diameter": 0.006, "width": 0.03, **change},
        )


def test_a_pin_wider_than_its_lug_is_refused(tmp_path: Path) -> None:
    with (
        workshop(tmp_path),
        pytest.raises(ValidationError, match=r"element wider than the 12\.4 mm bore, or a thinner pin"),
    ):
        model = pair()
        model.get_part("arm").visual(Box((0.01, 0.1, 0.003)), name="strip")
        pin_joint(
            model, "base", "arm", at=(0, 0, 0), axis=(0, 0, 1), diameter=0.012, width=0.006, style="rivet"
        )
