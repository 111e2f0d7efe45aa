from __future__ import annotations

from pathlib import Path

import pytest

from sdk import ArticulatedObject
from sdk.errors import ValidationError
from sdk.mechanisms.handle import Handle
from sdk.mechanisms.hinge import hinge
from sdk.mechanisms.latch import latch
from tests.sdk.mechanisms.sweeping import Sweep, workshop


def test_a_thrown_bolt_holds_the_door(tmp_path: Path) -> None:
    with workshop(tmp_path):
        model = ArticulatedObject("door")
        for name in ("frame", "door", "bolt"):
            model.part(name)
        door = hinge(model, "frame", "door", at=(0, 0, 0), axis=(0, 0, 1), length=0.08)
        made = latch(model, "door", "bolt", at=(0.3, 0, 0), axis=(-1, 0, 0), travel=0.02, blocks=door)
        assert model.interlocks[0].joint == door.name
        assert model.interlocks[0].requires == {made.name: (pytest.approx(0.018), 0.02)}


def test_a_latch_names_a_joint_that_exists(tmp_path: Path) -> None:
    with workshop(tmp_path), pytest.raises(ValidationError, match="gate"):
        model = ArticulatedObject("door")
        model.part("door")
        model.part("bolt")
        latch(model, "door", "bolt", at=(0, 0, 0), axis=(1, 0, 0), travel=0.02, blocks="gate")


def cabinet() -> tuple[ArticulatedObject, Handle]:
    model = ArticulatedObject("cabinet")
    for name in ("frame", "door", "bolt"):
        model.part(name)
    door = hinge(
        model,
        "frame",
        "door",
        at=(0, 0, 0),
        axis=(0, 0, 1),
        length=0.08,
        leaf_side=(-1, 0, 0),
        rest_angle=3.14159,
    )
    return model, door


def test_the_tongue_in_its_strike_holds_the_door_and_lets_it_go(tmp_path: Path) -> None:
    with workshop(tmp_path):
        model, door = cabinet()
        made = latch(model, "door", "bolt", at=(0.3, 0, 0), axis=(-1, 0, 0), travel=0.02, blocks=door)
        assert set(made.pieces) == {"sleeve", "rod", "tongue", "grip", "strike"}
        assert made.ports["strike"].part == "frame"
        sweep = Sweep(model)
        nudge = {door.name: 0.015}
        assert sweep.overlap("frame", "bolt", {}) < 1e-13
        assert sweep.overlap("frame", "bolt", nudge) > 1e-9
        assert sweep.overlap("frame", "bolt", {**nudge, made.name: 0.9 * 0.02}) < 1e-13


def test_the_strike_stands_where_the_bolt_is_whatever_the_frames_are(tmp_path: Path) -> None:
    with workshop(tmp_path):
        model, door = cabinet()
        made = latch(model, "door", "bolt", at=(0.3, 0, 0), axis=(-1, 0, 0), travel=0.02, blocks=door)
        hung = ArticulatedObject("cabinet")
        for name in ("frame", "door", "bolt"):
            hung.part(name)
        lid = hinge(
            hung, "frame", "door", at=(0.4, -0.2, 0.7), axis=(0, 0, 1), length=0.08, leaf_side=(-1, 0, 0),
            rest_angle=3.14159,
        )  # fmt: skip
        moved = latch(hung, "door", "bolt", at=(0.3, 0, 0), axis=(-1, 0, 0), travel=0.02, blocks=lid)
        here, there = made.ports["strike"].xyz, moved.ports["strike"].xyz
        assert [b - a for a, b in zip(here, there, strict=True)] == pytest.approx([0.4, -0.2, 0.7])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"travel": 0.05, "length": 0.05}, "travel: got '50.0 mm'; want at most 37.5 mm"),
        ({"enters": 0.03}, "enters: got '30 mm'; want at most 18.75 mm, out of the strike after 18 mm"),
        ({"free_from": 1.5}, "free_from"),
        ({"diameter": 0.001}, "diameter"),
        ({"strike": "door"}, "strike: got 'door'"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(tmp_path: Path, change, words) -> None:
    with workshop(tmp_path), pytest.raises(ValidationError, match=words):
        model, door = cabinet()
        latch(
            model,
            "door",
            "bolt",
            **{"at": (0.3, 0, 0), "axis": (-1, 0, 0), "travel": 0.02, "blocks": door, **change},
        )
