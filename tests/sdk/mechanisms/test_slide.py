from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdk import ArticulatedObject
from sdk.errors import ValidationError
from sdk.mechanisms.slide import HEIGHTS, slide
from sdk.qc.checks.fits import check_fits
from sdk.qc.checks.mesh_self_crossing import check_mesh_self_crossing
from sdk.qc.profiles import PROFILES
from sdk.qc.subject import Subject
from sdk.scene import Scene
from tests.sdk.mechanisms.sweeping import assert_runs_free, spread, workshop

RELAXED = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def pair() -> ArticulatedObject:
    model = ArticulatedObject("pair")
    model.part("cabinet")
    model.part("tray")
    return model


@RELAXED
@given(
    travel=st.floats(0.02, 0.6),
    style=st.sampled_from(["rail", "drawer", "dovetail", "tube", "slot"]),
    engagement=st.floats(0.1, 0.6),
    size=st.floats(0.006, 0.03),
    tilt=st.floats(-1.0, 1.0),
)
def test_every_slide_runs_free_and_stays_in(tmp_path: Path, travel, style, engagement, size, tilt) -> None:
    with workshop(tmp_path):
        model = pair()
        handle = slide(
            model, "cabinet", "tray", at=(0.1, 0, 0.2), axis=(0, -1, tilt), travel=travel, style=style, width=size,
            spacing=0.3 if style == "drawer" else None, engagement=engagement,
        )  # fmt: skip
        assert_runs_free(model, [{handle.name: value} for value in spread(0.0, travel, 9)])


@pytest.mark.parametrize("style", ["rail", "dovetail", "tube"])
def test_the_stop_catches_the_runner_just_past_its_travel(tmp_path: Path, style) -> None:
    from tests.sdk.mechanisms.sweeping import Sweep

    with workshop(tmp_path):
        model = pair()
        handle = slide(model, "cabinet", "tray", at=(0, 0, 0), axis=(1, 0, 0), travel=0.2, style=style)
        sweep = Sweep(model)
        assert sweep.overlap("cabinet", "tray", {handle.name: 0.2}) == 0.0
        past = [sweep.overlap("cabinet", "tray", {handle.name: 0.2 + k * 0.001}) for k in range(1, 30)]
        assert max(past) > 1e-10


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"length": 0.25}, "at most 187.5 mm for a guide of 250.0 mm, or a length of at least 266.7 mm"),
        ({"engagement": 0.99}, "0.05 to 0.9"),
        ({"style": "drawer"}, "the width of the drawer's box"),
        ({"travel": -1}, "more than 0 mm"),
        ({"width": 0.008, "height": 0.004}, "more than 7.714 mm"),
        ({"style": "dovetail", "width": 0.01, "height": 0.02}, "at most 7.2 mm"),
    ],
)
def test_impossible_sizes_say_what_would_fit(tmp_path: Path, change, words) -> None:
    with workshop(tmp_path), pytest.raises(ValidationError, match=words):
        slide(pair(), "cabinet", "tray", **{"at": (0, 0, 0), "axis": (1, 0, 0), "travel": 0.2, **change})


@settings(RELAXED, max_examples=12)
@given(
    style=st.sampled_from(["rail", "drawer", "dovetail"]),
    width=st.floats(0.004, 0.03),
    gap=st.sampled_from([0.0001, 0.0002]),
    tall=st.floats(0.001, 1.0),
)
def test_no_guide_of_any_size_crosses_itself(tmp_path: Path, style, width, gap, tall) -> None:
    least, most = HEIGHTS[style](width, gap)
    height = least + tall * ((most or 3 * least) - least)
    with workshop(tmp_path):
        model = pair()
        slide(
            model, "cabinet", "tray", at=(0, 0, 0), axis=(1, 0, 0), travel=0.1, style=style, width=width,
            height=height, gap=gap, spacing=0.3 if style == "drawer" else None,
        )  # fmt: skip
        subject = Subject(Scene(model), PROFILES["strict"])
        assert check_mesh_self_crossing(subject).ok
        assert check_fits(subject).ok
