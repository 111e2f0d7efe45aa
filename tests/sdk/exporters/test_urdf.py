from __future__ import annotations

import re
import tempfile
from math import pi
from pathlib import Path
from xml.etree import ElementTree

import mujoco
import numpy as np
import pytest
import yourdfpy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sdk.assets import AssetSession
from sdk.errors import ValidationError
from sdk.exporters import EXPORTERS
from sdk.exporters.urdf import export_urdf, urdf_text
from sdk.geometry.export import mesh_from_geometry
from sdk.geometry.primitives import BoxGeometry, SphereGeometry
from sdk.model.articulation import MotionLimits, MotionProperties
from sdk.model.inertial import Inertia, Inertial
from sdk.model.kinematics import world_transforms
from sdk.model.material import Material
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.part import Visual
from sdk.model.shapes import Box, Cylinder, Mesh, Sphere
from tests.strategies import objects


def parsed(model: ArticulatedObject, **options: object) -> ElementTree.Element:
    return ElementTree.fromstring(urdf_text(model, **options))  # type: ignore[arg-type]


def floats(text: str | None) -> tuple[float, ...]:
    return tuple(map(float, (text or "").split()))


def cabinet(folder: Path) -> ArticulatedObject:
    """A body, a turning ball made of a mesh, a sliding cylinder, and a frame without geometry."""
    with AssetSession(folder).use():
        model = ArticulatedObject("cabinet")
        model.material("wood", rgba=(0.5, 0.3, 0.1))
        body, ball, rod, frame = (model.part(name) for name in ("body", "ball", "rod", "frame"))
        body.visual(Box((0.4, 0.4, 0.4)), material="wood", name="shell")
        top = mesh_from_geometry(BoxGeometry((0.1, 0.2, 0.3)).translate(0, 0, 0.3), "Top Block")
        body.visual(top, color=(1, 0, 0))
        ball.visual(mesh_from_geometry(SphereGeometry(0.1), "ball"), color=(0, 1, 0))
        rod.visual(Cylinder(0.05, 0.2), origin=Origin((0, 0, 0.1)), color=(1, 0, 0))
    one = MotionLimits(1, 1, -1, 1)
    ahead, turned = Origin((0.3, 0.1, 0), (0.1, 0.2, 0.3)), Origin((0.3, 0, 0), (0.1, 0.2, -0.3))
    model.articulation("swing", "revolute", body, ball, origin=ahead, axis=(0, 1, 2), motion_limits=one)
    model.articulation("slide", "prismatic", ball, rod, origin=turned, axis=(1, 1, 2), motion_limits=one)
    model.articulation("mount", "fixed", rod, frame, origin=Origin((0.3, 0, 0)))
    return model


@settings(max_examples=25)
@given(objects())
def test_values_come_back_bit_for_bit(model: ArticulatedObject) -> None:
    robot = parsed(model)
    for joint in model.articulations:
        element = robot.find(f"joint[@name='{joint.name}']")
        assert element is not None
        origin = element.find("origin")
        read = (
            (floats(origin.get("xyz")), floats(origin.get("rpy")))
            if origin is not None
            else ((0.0,) * 3,) * 2
        )
        assert read == (joint.origin.xyz, joint.origin.rpy)
        limit, mimic = element.find("limit"), element.find("mimic")
        if joint.motion_limits is not None and joint.motion_limits.lower is not None:
            assert limit is not None
            bounds = (joint.motion_limits.lower, joint.motion_limits.upper)
            assert (float(limit.get("lower", "nan")), float(limit.get("upper", "nan"))) == bounds
        if joint.mimic is not None:
            assert mimic is not None and mimic.get("joint") == joint.mimic.joint
            assert float(mimic.get("multiplier", 1)) == joint.mimic.multiplier
            assert float(mimic.get("offset", 0)) == joint.mimic.offset
    for part, link in zip(model.parts, robot.findall("link"), strict=True):
        shape = part.visuals[0].geometry
        (written,) = link.findall("visual/geometry/*")
        if isinstance(shape, Box):
            assert floats(written.get("size")) == tuple(shape.size)
        elif isinstance(shape, Cylinder):
            assert (float(written.attrib["radius"]), float(written.attrib["length"])) == (
                shape.radius,
                shape.length,
            )
        else:
            assert float(written.attrib["radius"]) == shape.radius


@pytest.mark.parametrize(
    ("value", "short", "full"),
    [
        (0.1 + 0.2, "0.3", "0.30000000000000004"),
        (1.0, "1", "1"),
        (1e-7, "1e-07", "1e-07"),
        (123456789, "1.23457e+08", "123456789"),
        (2e16, "2e+16", "2e+16"),
        (pi, "3.14159", "3.141592653589793"),
    ],
)
def test_numbers(value: float, short: str, full: str) -> None:
    model = ArticulatedObject("n")
    model.part("a").visual(Sphere(value))
    written = {digits: parsed(model, digits=digits).find(".//sphere") for digits in (6, None)}
    assert written[6] is not None and written[6].get("radius") == short
    assert written[None] is not None and written[None].get("radius") == full
    assert f'radius="{short}"' in model.to_urdf()


def test_minus_zero_is_zero_and_a_zero_origin_is_left_out() -> None:
    model = ArticulatedObject("n")
    part = model.part("a")
    part.visual(Sphere(1), origin=Origin((-0.0, 0, 0)))
    part.visual(Sphere(1), origin=Origin((-0.0, 1e-12, 0)))
    first, second = parsed(model).findall("link/visual")
    origin = second.find("origin")
    assert first.find("origin") is None
    assert origin is not None and origin.attrib == {"xyz": "0 1e-12 0", "rpy": "0 0 0"}


def test_colours_that_differ_have_names_that_differ() -> None:
    model = ArticulatedObject("m")
    model.material("inline_color", rgba=(0, 0, 1))
    part = model.part("a")
    for color in [(1, 0, 0), (0, 0, 1), (0, 1, 0), (1, 0, 0)]:
        part.visual(Sphere(1), color=color)
    part.visual(Sphere(1), material="inline_color")
    written = [material.get("name") for material in parsed(model).findall("link/visual/material")]
    assert written == ["inline_color_2", "inline_color", "inline_color_3", "inline_color_2", "inline_color"]


def test_an_inline_colour_changed_between_two_exports_is_seen() -> None:
    model = ArticulatedObject("m")
    visual = model.part("a").visual(Sphere(1), material=Material("m", (1, 0, 0)))
    before = model.to_urdf()
    assert isinstance(visual.material, Material)
    visual.material.rgba = (0.0, 1.0, 0.0, 1.0)
    assert 'rgba="1 0 0 1"' in before and 'rgba="0 1 0 1"' in model.to_urdf()


def test_texture_dynamics_and_inertia() -> None:
    model = ArticulatedObject("m")
    model.material("m", texture="t.png")
    model.part("a").inertial = Inertial(2, Inertia(1, 0.1, 0, 2, 0, 3))
    model.part("b")
    model.part("c")
    turning = MotionLimits(1, 2)
    idle = MotionProperties()
    model.articulation("j", "continuous", "a", "b", motion_limits=turning, motion_properties=idle)
    model.articulation("k", "floating", "b", "c", motion_properties=MotionProperties(friction=0.5))
    robot = parsed(model)
    tags = {joint.get("name"): [child.tag for child in joint] for joint in robot.findall("joint")}
    assert tags == {"j": ["parent", "child", "axis", "limit"], "k": ["parent", "child", "dynamics"]}
    (texture,) = robot.findall("material/texture")
    assert texture.attrib == {"filename": "t.png"}
    (inertia,) = robot.findall("link/inertial/inertia")
    assert inertia.attrib == {"ixx": "1", "ixy": "0.1", "ixz": "0", "iyy": "2", "iyz": "0", "izz": "3"}


def test_meta_and_collisions_have_no_say_in_it() -> None:
    model = ArticulatedObject("m", meta={(1, 2): object(), "k": 1})
    model.part("a", meta={3: object()}).visual(Mesh("absent.obj"))
    assert len(parsed(model, collisions=False).findall("link/visual")) == 1
    with pytest.raises(ValidationError, match="asset root"):
        urdf_text(model)
    assert model.parts[0].collisions == []


def test_indentation_is_two_spaces() -> None:
    model = ArticulatedObject("m")
    model.part("a").visual(Sphere(1), material=Material("m"))
    assert model.to_urdf() == (
        '<robot name="m">\n'
        '  <link name="a">\n'
        "    <visual>\n"
        "      <geometry>\n"
        '        <sphere radius="1"/>\n'
        "      </geometry>\n"
        '      <material name="m"/>\n'
        "    </visual>\n"
        "    <collision>\n"
        "      <geometry>\n"
        '        <sphere radius="1"/>\n'
        "      </geometry>\n"
        "    </collision>\n"
        "  </link>\n"
        "</robot>"
    )


def test_names_are_escaped_and_must_fit_xml() -> None:
    model = ArticulatedObject('a <b> & "c"')
    model.part("ü").visual(Sphere(1), name="<&>")
    robot = parsed(model)
    assert robot.get("name") == 'a <b> & "c"'
    (visual,) = robot.findall("link/visual")
    assert visual.get("name") == "<&>"
    model.parts[0].name = "bell\x07"
    with pytest.raises(ValidationError, match="control characters"):
        urdf_text(model)
    with pytest.raises(ValidationError, match="URDF name"):
        urdf_text(ArticulatedObject(7), validate=False)  # type: ignore[arg-type]


@settings(max_examples=50)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n\r"), min_size=1))
def test_an_independent_reader_finds_the_same_names(name: str) -> None:
    model = ArticulatedObject(name)
    model.part("a").visual(Sphere(1), name=name)
    assume(not re.search("[\ufffe\uffff]", name))
    for pretty in (True, False):
        robot = parsed(model, pretty=pretty)
        assert robot.get("name") == name
        assert [shown.get("name") for shown in robot.findall("link/*")] == [name, name]
    lines = urdf_text(model).splitlines() if name.isascii() else []
    assert all(line.strip().startswith("<") and line.endswith(">") for line in lines)


def test_one_line_has_the_same_elements() -> None:
    model = ArticulatedObject("m")
    model.part("a").visual(Sphere(1), name="x")
    assert model.to_urdf(pretty=False) == (
        '<robot name="m"><link name="a"><visual name="x"><geometry><sphere radius="1" /></geometry></visual>'
        '<collision name="x"><geometry><sphere radius="1" /></geometry></collision></link></robot>'
    )


def test_what_cannot_be_shown_is_refused() -> None:
    model = ArticulatedObject("m")
    model.part("a").visual(Mesh(name="logical"))
    for collisions in (True, False):
        with pytest.raises(ValidationError, match="logical"):
            urdf_text(model, collisions=collisions)
    model.parts[0].visuals = [Visual("box")]
    with pytest.raises(ValidationError, match="geometry"):
        urdf_text(model, validate=False)


def test_another_library_reads_the_folder_back(tmp_path: Path) -> None:
    model = cabinet(tmp_path / "work")
    path, *meshes = EXPORTERS["urdf"](model, out_dir=tmp_path / "out")
    assert path == tmp_path / "out" / "model.urdf"
    names = [mesh.relative_to(tmp_path / "out").as_posix() for mesh in meshes]
    assert names == ["assets/meshes/top-block.obj", "assets/meshes/ball.obj"]
    (tmp_path / "out").rename(tmp_path / "moved")
    other = yourdfpy.URDF.load(str(tmp_path / "moved" / "model.urdf"))
    assert other.validate()
    assert other.actuated_joint_names == ["swing", "slide"]
    assert len(other.scene.geometry) == 4
    assert other.scene.bounds[1][2] == pytest.approx(0.45)


def test_the_simulator_puts_every_part_where_we_do(tmp_path: Path) -> None:
    model = cabinet(tmp_path / "work")
    path, *_ = export_urdf(model, out_dir=tmp_path / "out")
    simulated = mujoco.MjModel.from_xml_path(str(path))
    state = mujoco.MjData(simulated)
    for configuration in ({}, {"swing": 0.4, "slide": -0.2}):
        state.qpos[:] = [configuration.get(name, 0.0) for name in ("swing", "slide")]
        mujoco.mj_forward(simulated, state)
        for name, world_from_part in world_transforms(model, configuration).items():
            body = mujoco.mj_name2id(simulated, mujoco.mjtObj.mjOBJ_BODY, name)
            assert state.xpos[body] == pytest.approx(world_from_part[:3, 3], abs=1e-9), name
            assert state.xmat[body].reshape(3, 3) == pytest.approx(world_from_part[:3, :3], abs=1e-9)
    assert simulated.nmesh == 2 and simulated.jnt_range.tolist() == [[-1, 1], [-1, 1]]


def test_exact_collisions_stand_where_the_mesh_does(tmp_path: Path) -> None:
    with AssetSession(tmp_path).use():
        model = ArticulatedObject("m")
        turned = BoxGeometry((1, 2, 3)).translate(1, 0, 0).rotate_z(pi / 2).scale(2)
        model.part("a").visual(mesh_from_geometry(turned, "block"), origin=Origin((0, 0, 5), (pi / 2, 0, 0)))
        model.parts[0].visual(mesh_from_geometry(SphereGeometry(1).scale(1, 1, 2), "egg"))
    path, *_ = export_urdf(model, out_dir=tmp_path, primitive_collisions=True)
    robot = ElementTree.parse(path).getroot()
    block, egg = robot.findall("link/collision")
    box, origin = block.find("geometry/box"), block.find("origin")
    assert egg.find("geometry/mesh") is not None and box is not None and origin is not None
    assert floats(box.get("size")) == pytest.approx((2, 4, 6))
    assert floats(origin.get("xyz")) == pytest.approx((0, 0, 7))
    assert [mesh.get("filename") for mesh in robot.iterfind("link/visual/geometry/mesh")] == [
        "assets/meshes/block.obj",
        "assets/meshes/egg.obj",
    ]


def test_exporting_in_place_leaves_the_meshes_alone(tmp_path: Path) -> None:
    model = cabinet(tmp_path)
    ball = tmp_path / "assets/meshes/ball.obj"
    before = ball.stat().st_mtime_ns
    paths = export_urdf(model, out_dir=tmp_path)
    assert ball in paths and ball.stat().st_mtime_ns == before
    assert np.all([path.is_file() for path in paths])


def test_a_broken_object_is_exported_only_when_asked() -> None:
    model = ArticulatedObject("m")
    model.part("a")
    model.part("b")
    with tempfile.TemporaryDirectory() as folder:
        with pytest.raises(ValidationError, match="root"):
            export_urdf(model, out_dir=folder)
        path, *_ = export_urdf(model, out_dir=folder, validate=False)
        assert path.read_text().startswith('<?xml version="1.0"?>\n<robot name="m">\n')
