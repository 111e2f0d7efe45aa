from __future__ import annotations

from collections.abc import Callable
from math import inf, nan

import pytest
from hypothesis import given, settings

from sdk.errors import ValidationError
from sdk.model.articulation import Mimic, MotionLimits
from sdk.model.inertial import Inertial
from sdk.model.material import Material
from sdk.model.object import ArticulatedObject
from sdk.model.part import Collision, Visual
from sdk.model.shapes import Box, Cylinder, Mesh, Sphere
from sdk.model.validation import violations
from tests.strategies import objects

LIMITS = MotionLimits(1, 1, -1, 1)
Change = Callable[[ArticulatedObject], object]


def sound() -> ArticulatedObject:
    """base --lid (revolute)--> lid --drawer (prismatic)--> drawer, all with one visual."""
    model = ArticulatedObject("sound")
    model.material("red", rgba=(1, 0, 0))
    for name in ("base", "lid", "drawer"):
        model.part(name).visual(Box((1, 1, 1)), material="red", name="shell")
    model.articulation("lid", "revolute", "base", "lid", motion_limits=LIMITS)
    model.articulation("drawer", "prismatic", "lid", "drawer", motion_limits=LIMITS)
    return model


def show(geometry: object, **fields: object) -> Change:
    return lambda model: model.parts[1].visuals.append(Visual(geometry, **fields))  # type: ignore[arg-type]


def assign(joint: int, **fields: object) -> Change:
    def change(model: ArticulatedObject) -> None:
        for name, value in fields.items():
            setattr(model.articulations[joint], name, value)

    return change


def mass(value: float) -> Change:
    def change(model: ArticulatedObject) -> None:
        model.parts[0].inertial = Inertial.from_geometry(Box((1, 1, 1)), 1)
        model.parts[0].inertial.mass = value

    return change


ALWAYS: list[tuple[str, Change]] = [
    ("repeated-part", lambda m: (m.part("lid"), m.articulation("x", "fixed", "base", "lid"))),
    ("repeated-articulation", lambda m: setattr(m.articulations[1], "name", "lid")),
    ("repeated-material", lambda m: m.material("red")),
    ("material-name", lambda m: setattr(m.materials[0], "name", "")),
    ("material-rgba", lambda m: setattr(m.materials[0], "rgba", (1, 1))),
    ("unknown-parent", assign(0, parent="gone")),
    ("unknown-child", assign(1, child="gone")),
    ("joint-to-itself", assign(1, parent="drawer")),
    ("second-parent", lambda m: m.articulation("x", "fixed", "base", "drawer")),
    ("joint-type", assign(0, articulation_type="planar")),
    ("limits-unwanted", assign(0, articulation_type="fixed")),
    ("limits-unwanted", assign(0, joint_type="floating")),
    ("effort", assign(0, motion_limits=MotionLimits(0, 1, 0, 1))),
    ("velocity", assign(0, motion_limits=MotionLimits(1, -1, 0, 1))),
    ("limits-reversed", assign(0, motion_limits=MotionLimits(1, 1, 1, 0))),
    ("mimic-type", assign(0, articulation_type="fixed", motion_limits=None, mimic=Mimic("drawer"))),
    ("mimic-unknown", assign(0, mimic=Mimic("gone"))),
    ("mimic-itself", assign(0, mimic=Mimic("lid"))),
    ("mimic-domain", assign(0, mimic=Mimic("drawer"))),
    ("mass", mass(0)),
    ("unknown-material", show(Box((1, 1, 1)), material="")),
    ("unknown-material", show(Box((1, 1, 1)), material="Red")),
    ("material-type", show(Box((1, 1, 1)), material=(1, 0, 0))),
    ("box-size", show(Box((1, 1)))),
    ("box-size", show(Box((1, -1, 1)))),
    ("cylinder-size", show(Cylinder(0, 1))),
    ("cylinder-size", show(Cylinder(1, 0))),
    ("sphere-size", show(Sphere(-1))),
    ("mesh-scale", show(Mesh("a.obj", scale=(1, 1, 0)))),
    ("not-a-shape", show("box")),
    ("collisions", lambda m: m.parts[0].collisions.append(Collision(Box((1, 1, 1))))),
]
STRICT: list[tuple[str, Change]] = [
    ("zero-axis", assign(0, axis=(0.0, 0.0, 0.0))),
    ("zero-axis", assign(0, axis=(0.0, 1.0))),
    ("limits-missing", assign(0, motion_limits=None)),
    ("limits-missing", assign(1, motion_limits=MotionLimits(1, 1, upper=1))),
    ("limits-missing", assign(0, articulation_type="continuous", motion_limits=None)),
    ("bounded-continuous", assign(0, articulation_type="continuous")),
    ("roots", lambda m: m.part("loose")),
]


def codes(model: ArticulatedObject, **options: bool) -> list[str]:
    return [violation.code for violation in violations(model, **options)]


@settings(max_examples=20, deadline=None)
@given(objects())
def test_sound_objects_have_no_violations(model: ArticulatedObject) -> None:
    assert codes(model, strict_mesh_paths=True) == []


@pytest.mark.parametrize(("code", "change"), ALWAYS)
def test_each_rule_is_found_first_strict_or_not(code: str, change: Change) -> None:
    model = sound()
    change(model)
    assert codes(model)[0] == codes(model, strict=False)[0] == code
    with pytest.raises(ValidationError) as caught:
        model.validate(strict=False)
    assert caught.value.code == code


@pytest.mark.parametrize(("code", "change"), STRICT)
def test_rules_of_a_finished_object_are_strict_only(code: str, change: Change) -> None:
    model = sound()
    change(model)
    assert codes(model) == [code]
    model.validate(strict=False)


def test_violations_come_in_the_order_they_are_looked_for() -> None:
    model = sound()
    show(Sphere(0))(model)
    assign(1, mimic=Mimic("gone"))(model)
    assign(0, motion_limits=MotionLimits(0, 0, 1, 0))(model)
    model.part("loose")
    model.part("loose")
    expected = [
        "repeated-part",
        "effort",
        "velocity",
        "limits-reversed",
        "mimic-unknown",
        "sphere-size",
        "roots",
    ]
    assert codes(model) == expected


def test_mimic_circles_are_reported_once_with_their_way_round() -> None:
    model = ArticulatedObject("m")
    model.part("p0")
    for index, source in enumerate(["j2", "j3", "j1", "j1"], start=1):
        model.part(f"p{index}")
        model.articulation(f"j{index}", "revolute", "p0", f"p{index}", motion_limits=LIMITS, mimic=source)
    (circle,) = violations(model)
    assert (circle.code, circle.given) == ("mimic-cycle", "j1 -> j2 -> j3 -> j1")


def test_a_mimic_needs_a_scalar_source() -> None:
    model = sound()
    model.articulations[0].articulation_type, model.articulations[0].motion_limits = "fixed", None  # type: ignore[assignment]
    model.articulations[1].mimic = Mimic("lid")
    assert codes(model) == ["mimic-source"]


def test_parts_away_from_the_root_are_named() -> None:
    model = sound()
    for child, parent in (("x", "y"), ("y", "x")):
        model.part(child)
        model.articulation(child, "fixed", parent, child)
    assert [(v.code, v.where) for v in violations(model)] == [
        ("unreachable", "part 'x'"),
        ("unreachable", "part 'y'"),
    ]


@pytest.mark.parametrize(
    "filename", ["/abs/a.obj", "../a.obj", "meshes/../../a.obj", "C:\\a.obj", "..\\a.obj"]
)
def test_mesh_paths_are_checked_only_when_asked(filename: str) -> None:
    model = sound()
    show(Mesh(filename))(model)
    model.validate()
    assert codes(model, strict_mesh_paths=True) == ["mesh-path"]


def test_what_is_not_a_rule_passes() -> None:
    model = sound()
    show(Box((nan, inf, 1)), name="shell")(model)
    show(Mesh(name="never written"), material=Material("inline", (1, 0, 0)))(model)
    model.part("frame only", meta={"k": 1})
    model.articulation("frame", "fixed", "base", "frame only", axis=(0, 0, 0))
    model.validate()


def test_an_empty_object_has_no_parts() -> None:
    assert codes(ArticulatedObject("empty")) == ["no-parts"]


def test_texts_say_where_what_and_wanted() -> None:
    model = sound()
    model.articulations[0].motion_limits = None
    with pytest.raises(ValidationError) as caught:
        model.validate()
    assert str(caught.value) == (
        "articulation 'lid'.motion_limits: got None; want MotionLimits with lower and upper"
    )
