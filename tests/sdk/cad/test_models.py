from __future__ import annotations

import cadquery as cq
import pytest

from sdk.cad.models import components_of, shape_of

BOX = cq.Workplane().box(1, 2, 3)


def test_a_workplane_is_its_current_stack() -> None:
    assert shape_of(BOX).Volume() == pytest.approx(6.0)
    assert isinstance(shape_of(BOX.faces(">Z")), cq.Face)
    assert len(shape_of(BOX.faces("|Z")).Faces()) == 2


def test_an_assembly_is_placed_by_all_its_locations() -> None:
    inner = cq.Assembly(BOX, name="inner", loc=cq.Location((5, 0, 0)))
    outer = cq.Assembly(BOX, name="outer", loc=cq.Location((0, 0, 10))).add(inner)
    assert shape_of(outer).Center().toTuple() == pytest.approx((2.5, 0, 10))
    assert [part.Center().toTuple() for part in components_of(outer)] == [
        pytest.approx((0, 0, 10)),
        pytest.approx((5, 0, 10)),
    ]


def test_components_are_solids_and_what_has_none_stays_whole() -> None:
    apart = BOX.union(BOX.translate((9, 0, 0)))
    assert len(components_of(apart)) == 2
    assert len(components_of(BOX.faces("|Z"))) == 2


@pytest.mark.parametrize(
    "model",
    ["box", None, 3.0, cq.Sketch().rect(1, 1), cq.Workplane(), cq.Workplane().pushPoints([(1, 1)])],
    ids=["text", "none", "number", "sketch", "empty", "points"],
)
def test_anything_else_is_refused(model: object) -> None:
    with pytest.raises(TypeError, match="want"):
        shape_of(model)
    with pytest.raises(TypeError, match="want"):
        components_of(model)


def test_an_empty_assembly_has_no_components() -> None:
    with pytest.raises(TypeError, match="no shapes"):
        components_of(cq.Assembly(name="empty"))
