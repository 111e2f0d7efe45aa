from __future__ import annotations

from math import pi
from pathlib import Path

import numpy as np
import pytest

from sdk import ArticulatedObject, Box, Origin
from sdk.errors import ValidationError
from sdk.mechanisms.bayonet import bayonet
from sdk.model.kinematics import KinematicTree
from tests.sdk.mechanisms.sweeping import Sweep, spread, workshop


def machine() -> ArticulatedObject:
    model = ArticulatedObject("machine")
    for name in ("head", "filter"):
        model.part(name)
    return model


@pytest.mark.parametrize("male", ["child", "parent"])
@pytest.mark.parametrize("hand", ["right", "left"])
def test_locked_lugs_hold_and_released_ones_let_go(tmp_path: Path, male, hand) -> None:
    with workshop(tmp_path):
        model = machine()
        made = bayonet(
            model,
            "head",
            "filter",
            at=(0, 0, 0.3),
            axis=(0, 0, -1),
            diameter=0.06,
            angle=0.9,
            male=male,
            hand=hand,
        )
        tree, sweep = KinematicTree(model), Sweep(model)
        assert model.interlocks[0].joint == made.joints[1].name
        for share, held in ((0.0, True), (0.5, True), (1.0, False)):
            pose = {made.name: 0.9 * share, made.joints[1].name: 0.5 * made.joints[1].motion_limits.upper}
            assert (sweep.overlap("head", "filter", tree.joint_values(pose)) > 1e-9) == held
        # turned the wrong way the lugs meet the ends of their tracks
        assert sweep.overlap("head", "filter", {made.name: -0.2}) > 1e-9


def test_the_ramp_lifts_in_proportion_to_the_turn(tmp_path: Path) -> None:
    with workshop(tmp_path):
        model = machine()
        made = bayonet(
            model, "head", "filter", at=(0.1, 0, 0), axis=(0, 2, 0), diameter=0.05, angle=1.2, ramp=0.002
        )
        tree = KinematicTree(model)
        for turn in spread(0.0, 1.2, 100):
            place = tree.world_from_part({made.name: turn})["filter"]
            assert np.allclose(place[:3, 3], (0.1, 0.002 * turn / 1.2, 0.0), atol=1e-12)
            assert place[0, 0] == pytest.approx(np.cos(turn))


def test_a_body_makes_room_for_the_ring(tmp_path: Path) -> None:
    with workshop(tmp_path):
        model = machine()
        model.get_part("head").visual(Box((0.2, 0.2, 0.04)), origin=Origin(xyz=(0, 0, 0.32)), name="block")
        made = bayonet(model, "head", "filter", at=(0, 0, 0.3), axis=(0, 0, -1), diameter=0.06)
        sweep = Sweep(model)
        for turn in spread(0.0, pi / 3, 5):
            tree = KinematicTree(model)
            assert sweep.overlap("head", "filter", tree.joint_values({made.name: turn})) < 1e-12


def test_without_a_ramp_there_is_no_third_joint(tmp_path: Path) -> None:
    with workshop(tmp_path):
        made = bayonet(
            machine(), "head", "filter", at=(0, 0, 0), axis=(0, 0, 1), diameter=0.02, ramp=0.0, name="cap"
        )
        assert [joint.name for joint in made.joints] == ["cap", "cap_draw"]
        assert set(made.pieces) == {"ring", "plug", "lugs"} and set(made.ports) == {"mouth", "collar", "nose"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"angle": 2.9, "lugs": 3}, "angle.*rad, so that 3 lugs pass their slots.*fewer lugs leave more"),
        ({"angle": 0.01}, "angle: got '0.01 rad'; want 0.1"),
        ({"drop": 0.05, "depth": 0.03}, "drop: got '50 mm'; want at most 2.* mm for a plug 30 mm deep"),
        ({"depth": 0.004}, "depth: got '4 mm'; want at least"),
        ({"lugs": 1}, "lugs: got 1; want 2 to 6"),
        ({"diameter": -1.0}, "diameter"),
        ({"gap": 0.01}, "gap: got '10 mm'.*a fiftieth of the diameter"),
        ({"male": "both"}, "male"),
        ({"lug_rise": 0.1}, "lug_rise.*the plug's radius"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(tmp_path: Path, change, words) -> None:
    with workshop(tmp_path), pytest.raises(ValidationError, match=words):
        bayonet(
            machine(), "head", "filter", **{"at": (0, 0, 0), "axis": (0, 0, 1), "diameter": 0.05, **change}
        )
