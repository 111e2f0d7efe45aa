from __future__ import annotations

import numpy as np
import pytest

from sdk.geometry.construction import Construction, exact_primitive, record
from sdk.geometry.primitives import BoxGeometry
from sdk.model import provenance


def test_arguments_are_read_by_name() -> None:
    construction = BoxGeometry((1, 2, 3)).construction
    assert construction is not None
    assert construction.argument("size") == (1.0, 2.0, 3.0)
    with pytest.raises(KeyError):
        construction.argument("radius")


def test_constructions_are_values() -> None:
    first, second = BoxGeometry((1, 2, 3)).construction, BoxGeometry((1, 2, 3)).construction
    assert first == second and hash(first) == hash(second)


def test_moves_pile_up_on_the_left() -> None:
    move, turn = np.eye(4), np.diag([-1.0, -1.0, 1.0, 1.0])
    move[0, 3] = 2.0
    moved = Construction(kind="box").moved(move).moved(turn)
    assert np.array(moved.transform) == pytest.approx(turn @ move)


def test_unknown_children_are_opaque() -> None:
    assert record("union", None, BoxGeometry((1, 1, 1)).construction).children[0].kind == "mesh"


def test_nothing_is_no_primitive() -> None:
    assert exact_primitive(None) is None
    assert exact_primitive(Construction(kind="mesh")) is None


def test_the_line_of_the_program_is_kept(tmp_path) -> None:
    program = tmp_path / "model.py"
    source = "from sdk.geometry.primitives import BoxGeometry\n\n\nbox = BoxGeometry((1, 1, 1))\n"
    provenance.set_program(program)
    try:
        space: dict = {}
        exec(compile(source, str(program), "exec"), space)
        assert space["box"].construction.line == 4
        assert space["box"].translate(1, 0, 0).copy().construction.line == 4
    finally:
        provenance.set_program(None)
