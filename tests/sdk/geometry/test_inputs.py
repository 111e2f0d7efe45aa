from __future__ import annotations

import math

import numpy as np
import pytest

from sdk.errors import GeometryError
from sdk.geometry.inputs import (
    MAX_SEGMENTS,
    count,
    number,
    points_2d,
    points_3d,
    positive,
    require_faces,
    triple,
    without_repeats,
)


def test_numbers() -> None:
    assert number("0.5", "x") == number(np.float32(0.5), "x") == 0.5
    for bad in (math.nan, math.inf):
        with pytest.raises(GeometryError, match=r"x: got .*; want a finite number"):
            number(bad, "x")
    with pytest.raises(TypeError):
        number(None, "x")  # type: ignore[arg-type]
    with pytest.raises(GeometryError):
        positive(0, "x")


def test_counts() -> None:
    assert (count(7.9, "n", least=3), count("5", "n", least=3), count(-1, "n", least=3)) == (7, 5, 3)
    for bad in (MAX_SEGMENTS + 1, math.inf):
        with pytest.raises(GeometryError):
            count(bad, "n", least=3)
    with pytest.raises(ValueError):
        count(math.nan, "n", least=3)
    with pytest.raises(GeometryError):
        require_faces(10**8, "x")


def test_points() -> None:
    assert points_2d(((x, 1) for x in range(2)), "p").tolist() == [[0, 1], [1, 1]]
    assert points_3d([], "p").shape == (0, 3)
    with pytest.raises(GeometryError, match=r"p\[1\]"):
        points_2d([(0, 0), (0, math.nan)], "p")
    for bad in ([(1, 2, 3)], [(1,)]):
        with pytest.raises(ValueError):
            points_2d(bad, "p")
    with pytest.raises(ValueError):
        triple((1, 2), "t")
    with pytest.raises(GeometryError, match="points"):
        points_2d(((x, 0) for x in range(10**9)), "p")


def test_repeats() -> None:
    line = np.array([(0.0, 0), (0, 1e-10), (1, 0), (1, 0), (0, 0)])
    assert without_repeats(line, closed=False).tolist() == [[0, 0], [1, 0], [0, 0]]
    assert without_repeats(line, closed=True).tolist() == [[0, 0], [1, 0]]
    assert len(without_repeats(line[:0], closed=True)) == 0
