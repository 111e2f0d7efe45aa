from __future__ import annotations

import numpy as np
import pytest

from sdk.assets import AssetSession
from sdk.geometry import rows as rows_module
from sdk.geometry.booleans import boolean_difference
from sdk.geometry.export import mesh_from_geometry
from sdk.geometry.lathe import LatheGeometry
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.primitives import BoxGeometry, CylinderGeometry
from sdk.geometry.rows import Rows

GIVEN = [(0.0, 1.0, 2.0), (3.0, 4.0, 5.0)]


def made() -> Rows:
    return Rows.of_array(np.array(GIVEN))


def test_rows_are_an_array_and_a_list_of_the_same() -> None:
    rows = made()
    assert rows.array().tolist() == [list(row) for row in GIVEN] and len(rows) == 2
    assert rows.as_list() == GIVEN and rows.as_list() is rows.as_list()
    assert rows.is_as_made() and rows.is_as_long_as_made()


def test_nobody_writes_to_the_array() -> None:
    for rows in (made(), Rows(np.float64, list(GIVEN)), Rows(np.float64, np.array(GIVEN)), Rows(np.float64)):
        assert not rows.array().flags.writeable


def test_an_array_put_in_place_of_the_list_stays_open_to_its_owner() -> None:
    mine = np.array(GIVEN)
    Rows(np.float64, mine).array()
    mine[0, 0] = 7.0


def test_the_list_is_what_holds_once_it_was_edited() -> None:
    rows = made()
    rows.as_list()[0] = (9.0, 9.0, 9.0)
    assert not rows.is_as_made() and rows.is_as_long_as_made()
    assert rows.array()[0].tolist() == [9.0, 9.0, 9.0]
    rows.remember()
    assert rows.is_as_made() and rows.array()[0].tolist() == [9.0, 9.0, 9.0]


@pytest.mark.parametrize("is_listed", [False, True])
@pytest.mark.parametrize("is_other_listed", [False, True])
def test_rows_put_end_to_end(is_listed: bool, is_other_listed: bool) -> None:
    rows, other = made(), made()
    for each, listed in ((rows, is_listed), (other, is_other_listed)):
        if listed:
            each.as_list()
    rows.extend(other, offset=10)
    rows.extend(rows)
    row = [*GIVEN, (10.0, 11.0, 12.0), (13.0, 14.0, 15.0)]
    assert rows.as_list() == row + row and rows.is_as_made()
    assert other.as_list() == GIVEN


def test_a_copy_is_independent() -> None:
    rows = made()
    rows.as_list()
    twin = rows.copy()
    rows.as_list()[0] = (9.0, 9.0, 9.0)
    edited = rows.copy()
    assert twin.as_list() == GIVEN and edited.as_list() == rows.as_list()
    edited.as_list().pop()
    assert len(rows) == 2


@pytest.mark.parametrize(
    "bad", [[(0.0, 1.0)], [(0, 0), (0, 0), (0, 0)], [0.0, 1.0, 2.0], [(0, 1, 2), (3, 4)]]
)
def test_rows_of_another_length_are_refused(bad) -> None:
    with pytest.raises(ValueError, match=r"length|shape|inhomogeneous"):
        Rows(np.float64, bad).array()


def test_no_list_is_made_for_who_does_not_ask(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    lists: list[int] = []
    monkeypatch.setattr(rows_module, "_as_tuples", lambda array: lists.append(len(array)) or [])
    drum = LatheGeometry([(0.1, 0.0), (0.2, 0.0), (0.2, 0.3), (0.1, 0.3)], segments=64).rotate_x(0.3)
    pile = MeshGeometry().merge(drum).merge(BoxGeometry((1, 1, 1)).scale(-1.0)).translate(0, 0, 1)
    cut = boolean_difference(pile.copy(), CylinderGeometry(0.05, 3.0))
    with AssetSession(tmp_path).use():
        mesh_from_geometry(cut, "cut")
    assert cut.construction is not None and not lists
