from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.compiler.handover import packed, unpacked
from sdk import (
    ArticulatedObject,
    ArticulationType,
    Box,
    Cylinder,
    Mesh,
    MotionLimits,
    Origin,
    Part,
    Sphere,
)
from sdk.qc.allowances import AllowedOverlap
from sdk.testing.report import TestReport

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(st.text() | st.integers(), inner)
        | st.sets(st.integers())
    ),
    max_leaves=20,
)


def chest() -> ArticulatedObject:
    """An object with something of every kind."""
    model = ArticulatedObject(name="chest", meta={"by": [1, 2.5, None]})
    oak = model.material("oak", rgba=(0.5, 0.3, 0.1, 1.0))
    base = model.part("base")
    base.visual(
        Box((0.2, 0.2, np.float64(0.1))), origin=Origin(xyz=(0.0, 0.0, 0.05)), material=oak, name="body"
    )
    base.visual(Sphere(0.01), color=(1.0, 0.0, 0.0))
    lid = model.part("lid")
    lid.visual(Cylinder(radius=0.1, length=0.02), material="oak")
    mesh = Mesh(
        "assets/meshes/x.obj", scale=(1.0, 2.0, 3.0), source_geometry=Sphere(1.0), materialized_path="/x.obj"
    )
    lid.visual(mesh, name="knob")
    hinge = model.articulation(
        "hinge", ArticulationType.REVOLUTE, base, lid, motion_limits=MotionLimits(lower=0.0, upper=1.0)
    )
    pin = model.part("pin")
    pin.visual(Box((0.1, 0.1, 0.1)))
    slide = model.articulation(
        "slide", "prismatic", lid, pin, motion_limits=MotionLimits(lower=0.0, upper=0.1)
    )
    model.couple(slide, hinge, table={0.0: 0.0, 0.5: 0.02, 1.0: 0.1})
    model.fit(pin, base, gap=0.001)
    model.anchor(base, to="table")
    return model


def test_an_object_comes_back_as_it_was() -> None:
    model = chest()
    again = unpacked(packed(model))
    assert type(again) is ArticulatedObject
    for name in ("name", "parts", "materials", "meta", "fits", "interlocks", "loops", "anchored"):
        assert getattr(again, name) == getattr(model, name), name
    assert packed(again) == packed(model)
    assert [vars(joint) for joint in again.articulations] == [vars(joint) for joint in model.articulations]
    assert again.articulations[0].articulation_type is ArticulationType.REVOLUTE
    assert again.parts[1].visuals[1].geometry.materialized_path == "/x.obj"
    assert [visual.line for visual in again.parts[0].visuals] == [None, None]


def test_a_report_comes_back_as_it_was() -> None:
    allowed = AllowedOverlap("base", "lid", "meant")
    report = TestReport(True, 1, ("a",), (), allowed_overlaps=(allowed,), findings={("a", "b"): ()})
    again = unpacked(packed(report))
    assert again == report
    assert again.findings == {("a", "b"): ()}


@given(plain)
def test_plain_data_comes_back_with_its_types(value: Any) -> None:
    again = unpacked(packed(value))
    assert again == value
    assert repr(again) == repr(value) or "{" in repr(value)  # sets have an order of their own


def test_numbers_that_json_lacks() -> None:
    nan, *infinite = unpacked(packed((float("nan"), float("inf"), float("-inf"))))
    assert nan != nan
    assert infinite == [float("inf"), float("-inf")]
    array = unpacked(packed(np.arange(6, dtype=np.int32).reshape(2, 3)))
    assert array.dtype == np.int32
    assert array.tolist() == [[0, 1, 2], [3, 4, 5]]


def test_what_occurs_twice_or_within_itself_stays_one_thing() -> None:
    row: list[Any] = [1]
    row.append(row)
    again = unpacked(packed({"a": row, "b": row}))
    assert again["a"] is again["b"]
    assert again["a"][1] is again["a"]


def test_what_is_hashed_is_complete_by_then() -> None:
    places = {Origin((1.0, 0.0, 0.0)): "a", Origin((2.0, 0.0, 0.0)): "b"}
    again = unpacked(packed((places, {Sphere(1.0), Sphere(2.0)})))
    assert again == (places, {Sphere(1.0), Sphere(2.0)})
    assert again[0][Origin((2.0, 0.0, 0.0))] == "b"


def test_values_of_many_types_in_one_field() -> None:
    model = ArticulatedObject(
        "many", meta={"list": [1, None, ("a", 2.5), [True], Path("x.obj"), np.float32(0.5), Sphere(1.0), "b"]}
    )
    model.part("lone").assets = None
    model.part("three").visual(Sphere(1.0), material="oak")
    again = unpacked(packed(model))
    assert again.meta == model.meta
    assert [type(item) for item in again.meta["list"][5:7]] == [np.float32, Sphere]
    assert again.parts == model.parts


def test_a_field_is_told_once_for_all_that_have_it() -> None:
    """A visit to each visual is what a hand-over took its time for."""
    columns: list[int] = []
    for count in (10, 500):
        part = Part("many")
        for at in range(count):
            part.visual(Box((0.1, 0.1, 0.1)), origin=Origin((float(at), 0.0, 0.0)), name=f"v{at}")
        columns.append(packed(part).count('["'))
    assert columns[1] - columns[0] <= 2


def test_arrays_of_anything_but_numbers_are_not_taken() -> None:
    numbers, things = unpacked(packed((np.arange(3.0), np.array([Part("a")]))))
    assert numbers.tolist() == [0.0, 1.0, 2.0]
    assert type(things).__name__ == "ndarray"
    assert vars(things) == {}


def test_instances_of_derived_and_unknown_classes() -> None:
    class Wheel(Part):
        """An author's own."""

    class Gadget:
        """Of no known class."""

    part, gadget = unpacked(packed((Wheel("wheel"), Gadget())))
    assert type(part) is Part
    assert part.name == "wheel"
    assert type(gadget).__name__ == "Gadget"
    assert vars(gadget) == {}


def text_of(*column: Any, tables: Any = ()) -> str:
    """As `packed` has it: a column with the value, and tables."""
    return json.dumps([column, tables])


HARMFUL: tuple[Callable[[], str], ...] = (
    lambda: text_of("numbered", [0], tables=[["system", [0], []]]),
    lambda: text_of("numbered", [0], tables=[["Part", [0], []]]),
    lambda: text_of("numbered", [0], tables=[["Sphere", [0], [["plain", []]]]]),
    lambda: text_of("numbered", [0], tables=[["Sphere", [0], [["plain", [1.0, 2.0]]]]]),
    lambda: text_of("numbered", [0], tables=[["Sphere", [0], [["plain", [1.0]], ["plain", [1.0]]]]]),
    lambda: text_of(
        "numbered", [0], tables=[["dict", [0], [["rows", [1], ["plain", [1]]], ["rows", [0], []]]]]
    ),
    lambda: text_of("numbered", [0], tables=[["list", [0], []]]),
    lambda: text_of("numbered", [7]),
    lambda: text_of("enum", "os", ["name"]),
    lambda: text_of("enum", "Part", ["base"]),
    lambda: text_of("mixed", [0, 0], [["plain", [1]]]),
    lambda: text_of("rows", [-1], ["plain", [1]]),
    lambda: text_of("numpy", [["O", [1], [3]]]),
    lambda: text_of("numpy", [["<i1", [1], [300]]]),
    lambda: text_of("numpy", [["<f8", [5], [1.0]]]),
    lambda: text_of("path", [1]),
    lambda: text_of("plain", []),
    lambda: text_of("unheard of", [1]),
    lambda: json.dumps({"x": 1}),
    lambda: json.dumps({}),
    lambda: json.dumps([["rows", [1], None]] * 2),
    lambda: "[" * 100_000 + "]" * 100_000,
    lambda: "no json",
)


@pytest.mark.parametrize("text", HARMFUL)
def test_text_of_another_form_is_refused(text: Callable[[], str]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        unpacked(text())


def test_nothing_of_a_class_is_called() -> None:
    text = packed(Part("base")).replace('"base"', "[1,2]")
    assert unpacked(text).name == [1, 2]  # no constructor has looked at it
