"""Lines of three numbers each, written and read many thousand at a time.

The bytes are those of ``%.6f`` and ``%d``, the numbers those that `float` and `int` read. A newcomer's mistake: to
multiply by a million and round. Where that comes out next to a half it may go the wrong way, so those are asked of
Python one by one.
"""

from __future__ import annotations

import warnings
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sdk.tolerances import OBJ_DECIMALS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MANY_LINES = 200
"""From which it pays to treat all numbers at once."""
SCALE = 10**OBJ_DECIMALS
LARGEST = 2**40
"""Whole micrometres up to which a coordinate times a million is right to a thousandth."""
UNSURE = 2.0**-50
"""Of a product: how near to a half it may round to the wrong side."""
EXACT = 2**53
"""Whole numbers up to which every one is a floating-point number."""


def decimal_lines(word: str, rows: Floats) -> bytes:
    """A line with the word and ``%.6f`` of three numbers for each of (n, 3) rows, n at least 1.

    Raises:
        ValueError: a number that is not finite, or too large for this way of writing.
    """
    size = np.abs(rows) * SCALE
    if not size.max() < LARGEST:
        raise ValueError(f"want numbers below {LARGEST // SCALE}")
    whole = np.rint(size).astype(np.int64)
    for unsure in np.argwhere(np.abs(size - whole) >= 0.5 - UNSURE * size - UNSURE).tolist():
        whole[*unsure] = int(f"{abs(float(rows[*unsure])):.{OBJ_DECIMALS}f}".replace(".", ""))
    units, rest = np.divmod(whole, SCALE)
    width = len(str(int(units.max())))
    text = np.zeros((len(rows), 3, 1 + width + 1 + OBJ_DECIMALS), dtype=np.uint8)
    text[:, :, 0] = np.where(np.signbit(rows), ord("-"), 0)
    text[:, :, 1 : 1 + width] = _digits(units, width=width)
    text[:, :, 1 + width] = ord(".")
    half = OBJ_DECIMALS // 2
    thousands = _all_digits(half)
    upper, lower = np.divmod(rest, 10**half)
    text[:, :, 2 + width : 2 + width + half] = thousands[upper]
    text[:, :, 2 + width + half :] = thousands[lower]
    return _joined(word, text)


def integer_lines(word: str, rows: Ints) -> bytes:
    """A line with the word and three numbers, none negative, for each of (n, 3) rows, n at least 1."""
    most = int(rows.max())
    width = len(str(most))
    return _joined(word, _digits(np.arange(most + 1), width=width)[rows])


def _digits(numbers: Ints, *, width: int) -> NDArray[np.uint8]:
    """(..., width) the digits of numbers, zero bytes before the first."""
    text = np.zeros((*numbers.shape, width), dtype=np.uint8)
    for place in range(width):
        rest = numbers // 10**place
        text[..., width - 1 - place] = np.where((rest > 0) | (place == 0), rest % 10 + ord("0"), 0)
    return text


def _all_digits(width: int) -> NDArray[np.uint8]:
    """(10**width, width) the digits of every number of that many, zeros in front."""
    return np.stack(np.unravel_index(np.arange(10**width), (10,) * width), axis=1).astype(np.uint8) + ord("0")


def _joined(word: str, numbers: NDArray[np.uint8]) -> bytes:
    """Lines of the word and (n, 3, width) numbers, whose zero bytes are left out."""
    count, _, width = numbers.shape
    text = np.zeros((count, 1 + 3 * (1 + width) + 1), dtype=np.uint8)
    text[:, 0], text[:, -1] = ord(word), ord("\n")
    fields = text[:, 1:-1].reshape(count, 3, 1 + width)
    fields[:, :, 0] = ord(" ")
    fields[:, :, 1:] = numbers
    return text.tobytes().translate(None, b"\0")


def read_integers(lines: bytes, word: bytes) -> Ints | None:
    """(n, 3) the numbers of lines with the word and three of them each; None for text of another form."""
    count = lines.count(b"\n")
    if lines.translate(None, b"0123456789-+ \n") != word * count:
        return None
    return _parsed(lines.replace(word, b" "), np.int64, count)


def read_decimals(lines: bytes, word: bytes) -> Floats | None:
    """As `read_integers`, of decimal fractions; those that `decimal_lines` writes are read as whole numbers, which
    takes a third of the time.
    """
    count = lines.count(b"\n")
    if lines.translate(None, b"0123456789-+.e \n") != word * count:
        return None
    starts = _starts_of_fixed_point(lines, count) if count >= MANY_LINES else None
    whole = None if starts is None else _parsed(lines.translate(None, word + b"."), np.int64, count)
    if starts is None or whole is None or np.abs(whole).max(initial=0) >= EXACT:
        return _parsed(lines.replace(word, b" "), np.float64, count)
    signs = np.where(starts == ord("-"), -1.0, 1.0)  # a zero has one too
    return np.copysign(whole / SCALE, signs)


def _starts_of_fixed_point(lines: bytes, count: int) -> NDArray[np.uint8] | None:
    """(n, 3) the first byte of each number where every one has a point and the decimals of `decimal_lines`; else
    None.
    """
    text = np.frombuffer(lines, dtype=np.uint8)
    gaps, points = np.flatnonzero(text <= ord(" ")), np.flatnonzero(text == ord("."))
    if len(gaps) != 4 * count or len(points) != 3 * count or b"e" in lines or b"+" in lines:
        return None
    gaps = gaps.reshape(-1, 4)
    if (points.reshape(-1, 3) + OBJ_DECIMALS + 1 != gaps[:, 1:]).any():
        return None
    return text[gaps[:, :3] + 1]


def _parsed(text: bytes, kind: type, count: int) -> NDArray[Any] | None:
    """(count, 3) numbers of a kind, separated by white space; None where it holds others."""
    with warnings.catch_warnings(), suppress(ValueError, DeprecationWarning):
        warnings.simplefilter("error", DeprecationWarning)  # a damaged number, in older versions of numpy
        numbers = np.fromstring(text, dtype=kind, sep=" ")
        return numbers.reshape(-1, 3) if len(numbers) == 3 * count else None
    return None
