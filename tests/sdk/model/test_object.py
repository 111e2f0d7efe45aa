from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sdk.assets import AssetContext, AssetSession
from sdk.errors import ValidationError
from sdk.model.articulation import Articulation, MotionLimits
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.part import Part


def pair() -> ArticulatedObject:
    model = ArticulatedObject("pair")
    model.part("a")
    model.part("b")
    return model


def test_objects_compare_by_value_and_take_any_attribute() -> None:
    model = pair()
    assert model == pair()
    model.note = "anything"  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="unhashable"):
        hash(model)
    with pytest.raises(TypeError):
        ArticulatedObject("m", unknown=1)  # type: ignore[call-arg]


def test_axis_and_origin_forms() -> None:
    model = pair()
    axes = [None, (), [0, 0, 0], np.array([1, 0, 0])]
    joints = [model.articulation("j", "fixed", "a", "b", axis=axis) for axis in axes]
    assert [joint.axis for joint in joints] == [(0, 0, 1), (0, 0, 1), (0, 0, 0), (1, 0, 0)]
    assert joints[0].origin == Origin()
    with pytest.raises(ValidationError, match=r"articulation 'j'\.origin"):
        model.articulation("j", "fixed", "a", "b", origin=(0, 0, 1))  # type: ignore[arg-type]
    for shortcut in ("limits", "lower", "upper"):
        with pytest.raises(TypeError):
            model.articulation("j", "fixed", "a", "b", **{shortcut: 1})


def test_parts_of_a_joint_need_not_exist_yet() -> None:
    joint = ArticulatedObject("m").articulation("j", "revolute", parent=" later ", child=Part("b "))
    assert (joint.parent, joint.child) == ("later", "b")
    for blank in ("", "  ", None, 3, Part(" ")):
        with pytest.raises(ValidationError, match="child"):
            pair().articulation("j", "fixed", "a", blank)  # type: ignore[arg-type]


def test_link_words_are_the_same_things() -> None:
    model = ArticulatedObject("m")
    part = model.link("a", meta={"k": 1})
    joint = model.joint("j", "prismatic", part, "b", limit=MotionLimits(1, 2, 0, 1))
    assert model.get_link("a") is part and model.get_joint("j") is joint and model.root_links() == [part]
    model.links, model.joints = [], []
    assert model.parts == [] and model.articulations == []


def test_the_last_of_a_repeated_name_is_found_and_unknown_names_are_listed() -> None:
    model = pair()
    later = model.part("a")
    assert model.get_part("a") is later
    with pytest.raises(ValidationError, match="one of: 'a', 'b', 'a'"):
        model.get_part("c")
    with pytest.raises(ValidationError, match="none yet"):
        model.get_articulation(Articulation("j", "fixed", "a", "b"))  # type: ignore[arg-type]


def test_assets_come_from_the_argument_then_the_session(tmp_path: Path) -> None:
    explicit = AssetContext(tmp_path / "explicit")
    own = Part("own", assets=tmp_path / "own")
    assert ArticulatedObject("m").assets is None
    with AssetSession(tmp_path).use() as session:
        assert ArticulatedObject("m").assets == session.context
        model = ArticulatedObject("m", parts=[own, Part("bare")], assets=explicit)
    assert [part.assets for part in model.parts] == [AssetContext(tmp_path / "own"), explicit]
    assert model.part("new").assets == explicit
    assert model.set_assets(str(tmp_path)) == AssetContext(tmp_path)
    assert {part.assets for part in model.parts} == {AssetContext(tmp_path)}


def test_materials_are_registered_under_their_names() -> None:
    model = ArticulatedObject("m")
    assert model.material("red", rgba=[1, 0, 0]) in model.materials
    with pytest.raises(ValidationError):
        model.material("red", rgba=(1, 0, 0), color=(1, 0, 0))
    with pytest.raises(TypeError):
        model.material("red", (1, 0, 0))  # type: ignore[misc]
