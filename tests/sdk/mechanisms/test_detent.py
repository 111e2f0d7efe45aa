from __future__ import annotations

from math import cos, pi, sin, sqrt
from pathlib import Path

import numpy as np
import pytest

from sdk import ArticulatedObject
from sdk.errors import ValidationError
from sdk.mechanisms.axle import spin
from sdk.mechanisms.detent import detent
from sdk.model.kinematics import KinematicTree
from tests.sdk.mechanisms.sweeping import Sweep, spread, workshop


def dial() -> ArticulatedObject:
    model = ArticulatedObject("dial")
    for name in ("body", "wheel"):
        model.part(name)
    return model


def test_the_plunger_rides_over_the_edges_of_the_notches(tmp_path: Path) -> None:
    """Lift against the closed form: a ball over a corner, R cos b + sqrt(r^2 - (R sin b)^2)."""
    with workshop(tmp_path):
        model = dial()
        made = detent(
            model, "body", "wheel", at=(0, 0, 0), axis=(0, 0, 1), positions=8, diameter=0.04, nose_diameter=0.004,
            gap=0.0002,
        )  # fmt: skip
        tree = KinematicTree(model)
        big, nose, notch = 0.02, 0.002, 0.0022
        seat = big + notch - 0.45 * nose
        edge = np.arccos((big**2 + seat**2 - notch**2) / (2 * big * seat))
        for turn in spread(0.0, 2 * pi, 100):
            beside = abs((turn + pi / 8) % (pi / 4) - pi / 8)
            corner = max(edge - beside, 0.0)
            wanted = big * cos(corner) + sqrt(notch**2 - (big * sin(corner)) ** 2) - seat
            lift = tree.joint_values({made.name: turn})[made.joints[1].name]
            assert lift == pytest.approx(wanted, abs=2e-5)


@pytest.mark.parametrize("style", ["plunger", "leaf"])
def test_a_nose_that_stayed_down_would_jam(tmp_path: Path, style) -> None:
    with workshop(tmp_path):
        model = dial()
        made = detent(
            model, "body", "wheel", at=(0, 0, 0), axis=(0, 0, 1), positions=6, diameter=0.05, style=style
        )
        sweep = Sweep(model)
        nose = made.joints[1].child
        assert sweep.overlap("wheel", nose, {made.name: 0.0}) < 1e-13
        assert sweep.overlap("wheel", nose, {made.name: pi / 6}) > 1e-10


def test_it_goes_on_a_joint_that_is_there(tmp_path: Path) -> None:
    with workshop(tmp_path):
        model = dial()
        hub = spin(model, "body", "wheel", at=(0, 0, 0), axis=(0, 0, 1), diameter=0.006, lower=0.0, upper=1.5)
        made = detent(
            model, "body", "wheel", on=hub, at=(0, 0, 0.03), axis=(0, 0, 1), positions=4, step=0.5,
            diameter=0.05, spindle_diameter=0.012,
        )  # fmt: skip
        assert made.joint is hub.joint and "spindle" not in made.pieces
        sweep, tree = Sweep(model), KinematicTree(model)
        for turn in spread(0.0, 1.5, 7):
            assert sweep.overlap("wheel", made.joints[1].child, tree.joint_values({hub.name: turn})) < 1e-13


def test_range_and_rest_are_positions(tmp_path: Path) -> None:
    with workshop(tmp_path):
        model = dial()
        made = detent(
            model, "body", "wheel", at=(0, 0, 0), axis=(0, 0, 1), positions=5, step=0.4, rest=1, diameter=0.04
        )
        limits = made.joint.motion_limits
        assert (limits.lower, limits.upper) == (pytest.approx(-0.4), pytest.approx(1.2))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"step": 1.5}, "step: got '1.5 rad'; want more than 0 and at most 0.7854 rad for 8 positions"),
        ({"positions": 1}, "positions: got 1; want 2 to 48"),
        ({"rest": 8}, "rest: got 8; want a position from 0 to 7"),
        ({"nose_diameter": 0.02}, "nose_diameter: got '20 mm'.*spans two notches"),
        ({"spindle_diameter": 0.04}, "spindle_diameter.*0.6 of the disc's"),
        ({"style": "magnet"}, "style"),
        ({"gap": 0.005}, "gap.*a tenth of the nose"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(tmp_path: Path, change, words) -> None:
    with workshop(tmp_path), pytest.raises(ValidationError, match=words):
        detent(
            dial(), "body", "wheel",
            **{"at": (0, 0, 0), "axis": (0, 0, 1), "positions": 8, "diameter": 0.04, **change},
        )  # fmt: skip


def test_another_parts_joint_is_refused(tmp_path: Path) -> None:
    with workshop(tmp_path), pytest.raises(ValidationError, match="a joint that turns 'wheel' on 'body'"):
        model = dial()
        model.part("third")
        hub = spin(model, "body", "third", at=(0, 0, 0), axis=(0, 0, 1), diameter=0.006)
        detent(model, "body", "wheel", on=hub, at=(0, 0, 0), axis=(0, 0, 1), positions=4, diameter=0.05)
