from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import pytest
from cadquery.occ_impl import geom

from sdk.cad.planes import make_planes_singly

NAMES = ("XY", "YZ", "ZX", "XZ", "YX", "ZY", "front", "back", "left", "right", "top", "bottom")


def geometry() -> ModuleType:
    """CadQuery's module of vectors and planes, loaded once more, as nobody has changed it."""
    spec = importlib.util.spec_from_file_location("cadquery.occ_impl.geom_again", geom.__file__)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def ours() -> Any:
    plane = geometry().Plane
    make_planes_singly(plane)
    return plane


@pytest.fixture(scope="module")
def theirs() -> Any:
    return geometry().Plane


def numbers(plane: Any) -> list[str]:
    vectors = (plane.origin, plane.xDir, plane.yDir, plane.zDir)
    sides = [matrix.transposed_list() for matrix in (plane.rG, plane.fG)]
    return [repr(vector.toTuple()) for vector in vectors] + list(map(repr, sides))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("origin", [(), ((0.1, -0.2, 3.0),), ((1, 2, 3),)])
def test_a_named_plane_is_the_same_bit_by_bit(
    name: str, origin: Sequence[Any], ours: Any, theirs: Any
) -> None:
    assert numbers(ours.named(name, *origin)) == numbers(theirs.named(name, *origin))
    assert numbers(getattr(ours, name)(*origin)) == numbers(getattr(theirs, name)(*origin))


def test_names_and_origins_that_are_none_are_refused_alike(ours: Any, theirs: Any) -> None:
    for arguments in (("xy",), ("XY", "here"), ([],), ("XY", (1, 2, 3), 4)):
        with pytest.raises(Exception) as expected:
            theirs.named(*arguments)
        with pytest.raises(expected.type) as found:
            ours.named(*arguments)
        if arguments == ("xy",):
            assert str(found.value) == str(expected.value)


def test_one_plane_is_made_where_there_were_twelve(
    ours: Any, theirs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []
    for plane, count in ((ours, 1), (theirs, 12)):
        calculate = plane._calcTransforms
        monkeypatch.setattr(
            plane, "_calcTransforms", lambda self, do=calculate: (made.append(self), do(self))
        )
        made.clear()
        plane.named("top")
        assert len(made) == count


def test_doing_it_again_changes_nothing(ours: Any) -> None:
    before = ours.named.__func__
    make_planes_singly(ours)
    assert ours.named.__func__ is before
