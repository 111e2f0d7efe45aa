"""Which part of the data a row belongs to, by the hash of its group, so that no category stands on both sides.

A newcomer's mistake: to draw by chance. A row's place follows from its group alone; adding runs moves none.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from harness.digests import sha256_of
from harness.errors import UsageError

NAMES = ("train", "validation", "test")
SHARES: Mapping[str, float] = MappingProxyType({"train": 0.9, "validation": 0.05, "test": 0.05})


def shares_from(text: str) -> dict[str, float]:
    """Name -> share from ``0.9/0.05/0.05``; two figures leave out the validation, one the test too.

    Raises:
        UsageError: not one to three numbers that add up to 1.
    """
    try:
        figures = [float(piece) for piece in text.split("/")]
    except ValueError:
        figures = []
    if not 1 <= len(figures) <= 3 or min(figures) < 0 or not abs(sum(figures) - 1) < 1e-6:
        raise UsageError(f"split: got {text!r}; want shares that add up to 1, such as 0.9/0.05/0.05")
    names = {1: NAMES[:1], 2: (NAMES[0], NAMES[2]), 3: NAMES}[len(figures)]
    return dict(zip(names, figures, strict=True))


def split_of(group: str, shares: Mapping[str, float], *, seed: int = 0) -> str:
    """The part that a group belongs to; another `seed` deals anew.

    >>> split_of("category:furniture", SHARES) == split_of("category:furniture", SHARES)
    True
    """
    drawn = int(sha256_of(f"{seed}:{group}")[:13], 16) / 16**13
    reached = 0.0
    for name, share in shares.items():
        reached += share
        if drawn < reached:
            return name
    return list(shares)[-1]
