from __future__ import annotations

import pytest

from sdk.testing.arguments import (
    Unmeasurable,
    as_axes,
    as_axis,
    as_signed_axis,
    axes_label,
    axis_label,
    one_of,
)


@pytest.mark.parametrize(("axis", "index"), [("x", 0), (" Z ", 2), ((0, 2.0, 0), 1), ([0, 1e-7, 1e-3], 2)])
def test_axis(axis, index):
    assert as_axis(axis) == index


@pytest.mark.parametrize("axis", ["-z", "", "xy", (0, 0, -1), (0.5, 0, 1), (0, 0, 0), (1, 0), None, 3, "w"])
def test_no_axis(axis):
    with pytest.raises(Unmeasurable, match="axis="):
        as_axis(axis)


def test_signed_axis_and_labels():
    assert as_signed_axis((0, 0, -2)) == (2, -1)
    assert axis_label(" Y ") == "y"
    assert axis_label("-z") == "-z"
    assert axes_label("z, x") == "zx"
    assert axes_label("xw") == "xw"


@pytest.mark.parametrize(("axes", "indices"), [("zx", [2, 0]), ("X,y x", [0, 1]), (["x", "Y"], [0, 1])])
def test_axes(axes, indices):
    assert as_axes(axes) == indices


@pytest.mark.parametrize("axes", ["", "xw", [], [0, 1], None, 3])
def test_no_axes(axes):
    with pytest.raises(Unmeasurable, match="axes="):
        as_axes(axes)


def test_one_of_two_spellings():
    assert one_of("f", ("a", None), ("b", "v")) == "v"
    with pytest.raises(TypeError, match="both a= and b="):
        one_of("f", ("a", "u"), ("b", "v"))
