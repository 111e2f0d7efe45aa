"""Pruned pairs against comparing each with each."""

from __future__ import annotations

import numpy as np
import pytest

from sdk.scene.pruning import overlapping, within_reach


def boxes(count: int, *, seed: int, long_share: float = 0.0) -> np.ndarray:
    draw = np.random.default_rng(seed)
    low = np.round(draw.uniform(0.0, 1.0, (count, 3)), 2)  # ties, so that touching is tried
    extents = np.round(draw.uniform(0.0, 0.05, (count, 3)), 2)
    extents[draw.random(count) < long_share] *= 30.0
    return np.stack([low, low + extents], axis=1)


def each_with_each(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    near = np.ones((len(first), len(second)), dtype=bool)
    for axis in range(3):
        near &= first[:, None, 0, axis] <= second[None, :, 1, axis]
        near &= second[None, :, 0, axis] <= first[:, None, 1, axis]
    return np.argwhere(near)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("long_share", [0.0, 0.1, 1.0])
@pytest.mark.parametrize("shape", [(700, 500), (1, 200_000), (300, 200), (9, 30), (3, 0), (0, 3)])
def test_the_same_pairs_in_the_same_order(shape, long_share, seed):
    first = boxes(shape[0], seed=seed, long_share=long_share)
    second = boxes(shape[1], seed=seed + 10, long_share=long_share)
    assert np.array_equal(overlapping(first, second), each_with_each(first, second))


def test_pairs_in_a_crowd_are_found_run_by_run(monkeypatch):
    monkeypatch.setattr("sdk.scene.pruning.EXPANDED_AT_ONCE", 1000)
    first, second = boxes(700, seed=1, long_share=0.2), boxes(500, seed=2, long_share=0.2)
    assert np.array_equal(overlapping(first, second), each_with_each(first, second))


def test_the_smaller_reach_counts_and_no_number_is_near_everything():
    found = np.array([[[0.0] * 3, [1.0] * 3], [[1.5, 0, 0], [2.0, 1, 1]], [[np.nan] * 3, [np.nan] * 3]])
    first, second = np.array([0]), np.array([1, 2])
    assert within_reach(found, np.array([0.6, 0.6, 0.0]), first, second).tolist() == [[0, 1], [0, 2]]
    assert within_reach(found, np.array([0.6, 0.4, 0.0]), first, second).tolist() == [[0, 2]]
    assert within_reach(found[:2], np.array([0.6, 0.4]), first, second[:1]).tolist() == []
    deep = np.array([[[0.0] * 3, [1.0] * 3], [[0.9, 0, 0], [2.0, 1, 1]]])
    assert within_reach(deep, np.array([-0.05, -0.05]), first, second[:1]).tolist() == [[0, 1]]
    assert within_reach(deep, np.array([-0.2, 0.0]), first, second[:1]).tolist() == []
