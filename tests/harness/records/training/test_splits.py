from __future__ import annotations

from collections import Counter

import pytest

from harness.errors import UsageError
from harness.records.training.splits import SHARES, shares_from, split_of


def test_shares_come_out_over_many_groups():
    counts = Counter(split_of(f"prompt:{number}", SHARES) for number in range(5000))
    for name, share in SHARES.items():
        assert counts[name] / 5000 == pytest.approx(share, abs=0.012)


def test_a_group_keeps_its_place_and_another_seed_deals_anew():
    groups = [f"category:{number}" for number in range(200)]
    first = [split_of(group, SHARES) for group in groups]
    assert [split_of(group, SHARES) for group in groups] == first
    assert [split_of(group, SHARES, seed=1) for group in groups] != first


def test_a_bigger_test_share_takes_only_from_the_rest():
    """Shares are stretches of one line, so that a larger first share keeps what it had."""
    groups = [f"g{number}" for number in range(500)]
    small = {group for group in groups if split_of(group, {"train": 0.6, "test": 0.4}) == "train"}
    large = {group for group in groups if split_of(group, {"train": 0.8, "test": 0.2}) == "train"}
    assert small < large


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("1", {"train": 1.0}),
        ("0.8/0.2", {"train": 0.8, "test": 0.2}),
        ("0.9/0.05/0.05", {"train": 0.9, "validation": 0.05, "test": 0.05}),
        ("0/0/1", {"train": 0.0, "validation": 0.0, "test": 1.0}),
    ],
)
def test_shares_are_read(text, shares):
    assert shares_from(text) == shares
    assert split_of("anything", shares) in [name for name, share in shares.items() if share]


@pytest.mark.parametrize("text", ["", "0.9/0.2", "2/-1", "a/b", "0.25/0.25/0.25/0.25", "nan"])
def test_other_shares_are_refused(text):
    with pytest.raises(UsageError, match="add up to 1"):
        shares_from(text)
