"""The picture as a grid: samples within pixels, neighbours, and which soft-light directions a pixel uses.

A newcomer's mistake: to mix pixels and samples. Arrays named by pixel are (height, width, ...); samples lie
SAMPLES times as densely both ways and are mostly kept flat, (n, ...), row by row.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

SAMPLES = 2
"""Samples along one side of a pixel."""
CHUNK = 1 << 16
"""Rays followed at a time; one go over all of them takes twice as long."""


def chunks(count: int) -> Iterator[slice]:
    """Slices of a range small enough that what is worked out on them stays in the processor's cache."""
    for start in range(0, count, CHUNK):
        yield slice(start, min(start + CHUNK, count))


def spread(pixels: np.ndarray) -> np.ndarray:
    """The samples of a (height, width, ...) grid of pixels, as (n, ...)."""
    grid = np.repeat(np.repeat(pixels, SAMPLES, axis=0), SAMPLES, axis=1)
    return grid.reshape(-1, *pixels.shape[2:])


def gathered(light: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """(height, width, 3) means over each pixel's samples; `light` is (n, 3), `shape` that of the samples."""
    grid = light.reshape(*shape, 3)
    across = np.add.reduce([grid[:, offset::SAMPLES] for offset in range(SAMPLES)])
    return np.add.reduce([across[offset::SAMPLES] for offset in range(SAMPLES)]) / np.float32(SAMPLES**2)


def tile_numbers(shape: tuple[int, ...], side: int) -> np.ndarray:
    """Which of side² direction sets each pixel of a grid uses; pixels side by side take sets far apart."""
    rows, columns = np.indices(shape)
    odd_stride = int(0.618 * side**2) | 1
    return (side * (rows % side) + columns % side) * odd_stride % side**2


def overlap(axis: int, shift: int, length: int) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    """Index pairs of a grid and of itself moved by `shift` along `axis`."""
    here = slice(max(-shift, 0), length - max(shift, 0))
    there = slice(max(shift, 0), length - max(-shift, 0))
    whole = slice(None)
    return ((here, whole), (there, whole)) if axis == 0 else ((whole, here), (whole, there))
