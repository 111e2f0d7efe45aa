"""Many numbers at once against Python's own, one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sdk.assets.numerals import MANY_LINES, decimal_lines, integer_lines, read_decimals, read_integers

quick = settings(max_examples=60, deadline=None)
coordinates = st.one_of(
    st.floats(-1e6, 1e6),
    st.floats(-2.0, 2.0),
    st.integers(-(10**7), 10**7).map(lambda halves: halves * 0.5e-6),  # next to where rounding turns
    st.sampled_from([0.0, -0.0, -1e-9, 0.9999995, 9.9999995, 999.9999995, 2.5e-6, 1e-300]),
)


def written(rows: np.ndarray) -> bytes:
    return "".join("v {:.6f} {:.6f} {:.6f}\n".format(*row) for row in rows.tolist()).encode()


def same_bits(found: np.ndarray | None, expected: np.ndarray) -> bool:
    return found is not None and found.tobytes() == np.ascontiguousarray(expected).tobytes()


@quick
@given(rows=arrays(np.float64, (5, 3), elements=coordinates))
def test_decimals_are_written_as_python_does(rows):
    assert decimal_lines("v", rows) == written(rows)


@quick
@given(rows=arrays(np.float64, (5, 3), elements=coordinates))
def test_decimals_are_read_as_python_does_to_the_last_bit(rows):
    text = written(rows)
    expected = np.array([float(word) for word in text.split() if word != b"v"]).reshape(-1, 3)
    assert same_bits(read_decimals(text, b"v"), expected)
    repeats = MANY_LINES // 5 + 1
    assert same_bits(read_decimals(text * repeats, b"v"), np.tile(expected, (repeats, 1)))


@quick
@given(rows=arrays(np.int64, (4, 3), elements=st.integers(0, 10**6)))
def test_integers_are_written_and_read_as_python_does(rows):
    text = integer_lines("f", rows)
    assert text == b"".join(b"f %d %d %d\n" % tuple(row) for row in rows.tolist())
    assert same_bits(read_integers(text, b"f"), rows)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), 1e12, -1e300])
def test_what_cannot_be_written_so_is_refused(bad):
    with pytest.raises(ValueError, match="below"):
        decimal_lines("v", np.array([[0.0, bad, 0.0]]))


USUAL = b"v 0.100000 -0.200000 0.300000\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"v 1 2 3\n", (1.0, 2.0, 3.0)),
        (b"v 1e-3 +2.000000 .5\n", (1e-3, 2.0, 0.5)),
        (b"v 0.1234567 0.1 0.300000\n", (0.1234567, 0.1, 0.3)),
        (b"v -.500000 0.000000 -0.000000\n", (-0.5, 0.0, -0.0)),
        (b"v 123456789012345678.000000 0.000000 0.000000\n", (123456789012345678.0, 0.0, 0.0)),
    ],
)
def test_other_ways_of_writing_are_read_too(line, expected):
    text = USUAL * MANY_LINES + line
    assert same_bits(read_decimals(text, b"v"), [(0.1, -0.2, 0.3)] * MANY_LINES + [expected])


@pytest.mark.parametrize(
    "line",
    [b"v 1.000000 2.000000\n", b"v 0.00-000 0.000000 0.000000\n", b"v 0.1.0000 0.000000 1.000000 \n", b"v a 0 0\n",
     b"v 0.000000 0.000000 0.000000 0.000000\n", b"x 0.000000 0.000000 0.000000\n", b"v 0.000000 0.000000 0.000000"],
)  # fmt: skip
def test_text_of_another_form_is_not_read(line):
    assert read_decimals(USUAL * MANY_LINES + line, b"v") is None


@pytest.mark.parametrize("line", [b"f 1 2\n", b"f 1/2 2 3\n", b"f 1.5 2 3\n", b"f 1 2 3 4\n", b"g 1 2 3\n"])
def test_integers_of_another_form_are_not_read(line):
    assert read_integers(b"f 1 2 3\n" + line, b"f") is None
