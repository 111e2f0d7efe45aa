from __future__ import annotations

from collections import OrderedDict
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sdk.cad import tessellation
from sdk.geometry import kept as kept_module
from sdk.geometry import kernel
from sdk.geometry.booleans import boolean_difference, boolean_intersection, boolean_union
from sdk.geometry.kept import (
    MOST_RECENT,
    KeptMeshes,
    MeshArrays,
    content_name,
    kept_or_made,
    told_name,
    use_kept_meshes,
)
from sdk.geometry.knobs import knob
from sdk.geometry.knobs.knob import KnobGeometry
from sdk.geometry.knobs.records import KnobGrip
from sdk.geometry.primitives import BoxGeometry, SphereGeometry
from sdk.geometry.tires import TireGeometry, TireTread
from sdk.geometry.wheel_records import WheelSpokes
from sdk.geometry.wheels import WheelGeometry

TRIANGLE: MeshArrays = (np.eye(3), np.array([[0, 1, 2]]))


def kept(path: Path, **meshes: MeshArrays) -> KeptMeshes:
    """A file with these meshes, and a reader of it."""
    made = KeptMeshes(path)
    for name, mesh in meshes.items():
        made.keep(name, mesh)
    made.write()
    return KeptMeshes(path)


def test_a_mesh_comes_back_as_it_was_and_read_only(tmp_path: Path) -> None:
    found = kept(tmp_path / "kept.npz", a=TRIANGLE).find("a")
    assert found is not None
    for array, wanted in zip(found, TRIANGLE, strict=True):
        assert array.dtype == wanted.dtype
        assert np.array_equal(array, wanted)
        assert not array.flags.writeable


def test_only_what_was_asked_for_stays(tmp_path: Path) -> None:
    reader = kept(tmp_path / "kept.npz", a=TRIANGLE, b=TRIANGLE)
    assert reader.find("a") is not None
    reader.write()  # nothing new: the file stays as it is
    assert KeptMeshes(tmp_path / "kept.npz").find("b") is not None
    reader.keep("c", TRIANGLE)
    reader.write()
    again = KeptMeshes(tmp_path / "kept.npz")
    assert [again.find(name) is not None for name in "abc"] == [True, False, True]


@pytest.mark.parametrize(
    "mesh",
    [
        (np.eye(3, dtype=np.float32), np.array([[0, 1, 2]])),
        (np.eye(3), np.array([[0, 1, 3]])),
        (np.eye(3), np.array([[-1, 1, 2]])),
        (np.eye(3), np.zeros((0, 3), dtype=np.int64)),
        (np.eye(4), np.array([[0, 1, 2]])),
        (np.eye(3), np.array([0, 1, 2])),
    ],
)
def test_what_is_no_mesh_is_none(tmp_path: Path, mesh: MeshArrays) -> None:
    assert kept(tmp_path / "kept.npz", a=mesh).find("a") is None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 100])
def test_a_file_of_another_form_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "kept.npz").write_bytes(content)
    assert KeptMeshes(tmp_path / "kept.npz").find("a") is None


def test_objects_are_not_read(tmp_path: Path) -> None:
    np.savez(tmp_path / "kept.npz", **{"a.0": np.array([print], dtype=object), "a.1": np.array([[0, 1, 2]])})
    assert KeptMeshes(tmp_path / "kept.npz").find("a") is None


def test_a_shape_meshed_before_is_not_meshed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cq = pytest.importorskip("cadquery")
    shape = cq.Workplane("XY").box(1, 2, 3).edges().fillet(0.2).val()
    with use_kept_meshes(tmp_path / "kept.npz"):
        made = tessellation.tessellate(shape, tolerance=0.01, angular_tolerance=0.2)
    monkeypatch.setattr(tessellation, "_sound_mesh", None)  # whoever meshes now, fails
    with use_kept_meshes(tmp_path / "kept.npz"):
        again = tessellation.tessellate(shape, tolerance=0.01, angular_tolerance=0.2)
        with pytest.raises(TypeError):
            tessellation.tessellate(shape, tolerance=0.02, angular_tolerance=0.2)
    assert all(np.array_equal(one, other) for one, other in zip(made, again, strict=True))


@pytest.mark.parametrize("combine", [boolean_union, boolean_difference, boolean_intersection])
def test_a_boolean_of_many_faces_is_made_once(
    combine: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ball, block = SphereGeometry(1.0, width_segments=40, height_segments=40), BoxGeometry((1, 1, 3))
    with use_kept_meshes(tmp_path / "kept.npz"):
        made = combine(ball, block)
    with monkeypatch.context() as patch, use_kept_meshes(tmp_path / "kept.npz"):
        patch.setattr(kernel, "solid_from_mesh", None)  # whoever combines now, fails
        again = combine(ball, block)
        with pytest.raises(TypeError):
            combine(ball, block.translate(0, 0, 1e-9))
    assert (again.vertices, again.faces) == (made.vertices, made.faces)


@dataclass(frozen=True)
class Told:
    size: float
    style: str = "round"


def test_names_tell_contents_apart() -> None:
    one, two = np.arange(6.0), np.arange(6)
    names = [
        content_name("a", [one]),
        content_name("b", [one]),
        content_name("a", [two]),
        content_name("a", [one.reshape(2, 3)]),
        content_name("a", [one], []),
        content_name("a", [one[:3], one[3:]]),
        content_name("a", [one[:3]], [one[3:]]),
        told_name("a", Told(1.0)),
        told_name("a", Told(1.0, "flat")),
        told_name("a", Told(1)),
        told_name("a", 1.0, "round"),
        told_name("a", None),
        told_name("a"),
    ]
    assert None not in names and len(set(names)) == len(names)
    assert content_name("a", [one[::-1]]) == content_name("a", [one[::-1].copy()])
    assert told_name("a", Told(1.0)) == told_name("a", Told(1.0))


@pytest.mark.parametrize("value", [np.array(0.1), np.float64(0.1), [1.0], object()])
def test_what_is_not_told_by_its_text_has_no_name(value: Any) -> None:
    assert told_name("a", value) is told_name("a", Told(value)) is None


BUILDS = {
    "wheel": lambda: WheelGeometry(0.1, 0.03, spokes=WheelSpokes("straight")),
    "tire": lambda: TireGeometry(0.1, 0.03, tread=TireTread("block", depth=0.002)),
    "knob": lambda: KnobGeometry(0.04, 0.02, grip=KnobGrip("fluted", depth=0.001)),
}


@pytest.mark.parametrize("name", BUILDS)
@pytest.mark.parametrize("is_filed", [False, True])
def test_equal_parts_are_made_once(
    name: str, is_filed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_module, "_recent", OrderedDict())
    with use_kept_meshes(tmp_path / "kept.npz") if is_filed else nullcontext():
        first = BUILDS[name]()
        monkeypatch.setattr(kernel, "unite", None)
        monkeypatch.setattr(kernel, "subtract", None)
        monkeypatch.setattr(knob, "mesh_from_solid", None)
        second = BUILDS[name]()
    assert second == first
    second.vertices[0] = (9.0, 9.0, 9.0)
    assert first != second


def test_only_so_many_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    recent: OrderedDict[str, MeshArrays] = OrderedDict()
    monkeypatch.setattr(kept_module, "_recent", recent)
    for number in range(MOST_RECENT + 3):
        kept_or_made(f"{number}", lambda: (np.eye(3), np.array([[0, 1, 2]])))
    assert list(recent) == [f"{number}" for number in range(3, MOST_RECENT + 3)]


def test_large_ones_are_remembered_as_long_as_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    recent: OrderedDict[str, MeshArrays] = OrderedDict()
    monkeypatch.setattr(kept_module, "_recent", recent)
    monkeypatch.setattr(kept_module, "MOST_RECENT_TRIANGLES", 5)
    for name, count in (("small", 1), ("other", 3), ("large", 9), ("last", 2)):
        kept_or_made(name, lambda count=count: (np.eye(3), np.array([[0, 1, 2]] * count)))
        assert name in recent
    assert list(recent) == ["last"]
