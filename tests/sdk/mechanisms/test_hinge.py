from __future__ import annotations

from math import pi
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdk import ArticulatedObject, Box, Origin
from sdk.errors import ValidationError
from sdk.mechanisms.hinge import hinge
from sdk.qc.checks.contained import check_contained
from sdk.qc.profiles import PROFILES
from sdk.qc.subject import Subject
from sdk.scene import Scene
from tests.sdk.mechanisms.sweeping import assert_runs_free, read_mesh, spread, workshop

RELAXED = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def pair() -> ArticulatedObject:
    model = ArticulatedObject("pair")
    model.part("frame")
    model.part("door")
    return model


@RELAXED
@given(
    length=st.floats(0.02, 0.3),
    kind=st.sampled_from(["barrel", "piano", "strap", "concealed"]),
    rest=st.sampled_from([0.0, 0.7, pi / 2, pi]),
    tilt=st.floats(-1.0, 1.0),
    thick=st.sampled_from([None, 0.5]),
)
def test_every_hinge_turns_free_over_its_whole_range(tmp_path: Path, length, kind, rest, tilt, thick) -> None:
    with workshop(tmp_path):
        model = pair()
        pin = length / 14
        handle = hinge(
            model, "frame", "door", at=(0.1, 0.2, 0.3), axis=(tilt, 0.3, 1.0), length=length, kind=kind,
            rest_angle=rest, lower=-rest if kind != "concealed" else -1.0, upper=1.5 * pi - rest,
            leaf_side=(1, 0, 0), pin_diameter=None if thick is None else pin,
            thickness=None if thick is None else thick * pin,
        )  # fmt: skip
        limits = handle.joint.motion_limits
        assert limits is not None
        poses = [{handle.name: value} for value in spread(limits.lower, limits.upper, 9)]
        assert_runs_free(model, poses)


@pytest.mark.parametrize("rest", [pi, 2.0])
def test_a_living_hinge_turns_from_flat_to_sharp(tmp_path: Path, rest: float) -> None:
    with workshop(tmp_path):
        model = pair()
        handle = hinge(
            model, "frame", "door", at=(0, 0, 0), axis=(0, 1, 0), length=0.06, kind="living", rest_angle=rest,
            lower=1.1 - rest, upper=4.0 - rest,
        )  # fmt: skip
        assert_runs_free(model, [{handle.name: value} for value in spread(1.1 - rest, 4.0 - rest, 12)])


def test_the_pin_lies_on_the_axis_and_the_barrel_has_its_radius(tmp_path: Path) -> None:
    with workshop(tmp_path):
        model = pair()
        handle = hinge(
            model, "frame", "door", at=(0.4, 0, 0), axis=(0, 0, 1), length=0.07, pin_diameter=0.005
        )
        pin = handle.pieces["pin"].geometry
        vertices, _ = read_mesh(pin.materialized_path)
        assert np.allclose((vertices.min(axis=0) + vertices.max(axis=0))[:2] / 2, (0.4, 0.0), atol=2e-6)
        assert handle.ports["pin_top"].part == "frame"


def test_room_for_the_barrel_is_cut_in_solids_of_the_author(tmp_path: Path) -> None:
    with workshop(tmp_path):
        model = pair()
        model.get_part("frame").visual(
            Box((0.04, 0.02, 0.2)), origin=Origin(xyz=(-0.0215, 0.0, 0.0)), name="post"
        )
        model.get_part("door").visual(
            Box((0.2, 0.02, 0.2)), origin=Origin(xyz=(0.105, 0.025, 0.0)), name="leaf"
        )
        handle = hinge(
            model, "frame", "door", at=(0, 0, 0), axis=(0, 0, 1), length=0.08, leaf_side=(-1, 0, 0), rest_angle=pi,
            lower=-0.0, upper=0.5,
        )  # fmt: skip
        assert_runs_free(model, [{handle.name: value} for value in spread(0.0, 0.5, 5)])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"upper": 5.0}, "at most 4.7124 rad"),
        ({"lower": -0.2}, "at least 0.0000 rad"),
        ({"knuckles": 4}, "an odd number from 3"),
        ({"pin_diameter": 0.05}, "a third of the length"),
        ({"leaf": 0.001}, "past the barrel"),
        ({"leaf_side": (0, 0, 1)}, "across the axis"),
        ({"kind": "magic"}, "barrel, piano"),
    ],
)
def test_impossible_sizes_say_what_would_fit(tmp_path: Path, change: dict, words: str) -> None:
    with workshop(tmp_path), pytest.raises(ValidationError, match=words):
        hinge(pair(), "frame", "door", **{"at": (0, 0, 0), "axis": (0, 0, 1), "length": 0.08, **change})


@pytest.mark.parametrize("lug", [0.0602, 0.07])
def test_the_bushings_of_a_concealed_hinge_are_not_buried_in_the_lug(tmp_path: Path, lug: float) -> None:
    with workshop(tmp_path):
        model = pair()
        model.get_part("door").visual(Box((0.03, 0.03, lug)), name="lug")
        hinge(model, "frame", "door", at=(0, 0, 0), axis=(0, 0, 1), length=0.06, kind="concealed", upper=1.5)
        assert check_contained(Subject(Scene(model), PROFILES["strict"])).ok
