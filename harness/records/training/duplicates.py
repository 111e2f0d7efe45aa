"""Rows that say nothing new: equal ones, near ones, and those too close to prompts kept for judging.

A newcomer's mistake: to compare every row with every other. Rows that share a band of their MinHash signature are
compared, by their true likeness; the signature alone decides nothing.

Source: A. Broder, "On the resemblance and containment of documents", 1997; banding as in Leskovec, Rajaraman,
Ullman, "Mining of Massive Datasets", chapter 3.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from zlib import crc32

from harness.digests import sha256_of
from harness.words import stems_of

NEAR = 0.95
"""Likeness from which two rows count as one: share of common five-word pieces among all of both."""
PROMPT_NEAR = 0.8
"""The same for prompts, by word stems."""
_PIECE = 5
_HASHES, _BANDS = 64, 16
_PRIME = (1 << 61) - 1
_TOKEN = re.compile(r"\w+|[^\w\s]")


class Seen:
    """Remembers texts and says whether a new one repeats an earlier one.

    Args:
        near: likeness from 0 to 1 that counts as a repetition; 1 or more compares for equality only.
    """

    def __init__(self, near: float = NEAR) -> None:
        self._near = near
        self._exact: dict[str, str] = {}
        self._pieces: dict[str, frozenset[int]] = {}
        self._bands: dict[tuple[int, bytes], list[str]] = defaultdict(list)

    def repeats(self, name: str, text: str) -> str | None:
        """Name of the text that `text` repeats; None when it is new, and then it is remembered as `name`."""
        digest = sha256_of(text)
        if digest in self._exact:
            return self._exact[digest]
        if self._near < 1:
            pieces = _pieces(text)
            bands = _bands(pieces)
            for other in dict.fromkeys(name for band in bands for name in self._bands.get(band, ())):
                if _likeness(pieces, self._pieces[other]) >= self._near:
                    return other
            self._pieces[name] = pieces
            for band in bands:
                self._bands[band].append(name)
        self._exact[digest] = name
        return None


def is_contaminated(prompt: str, kept_away: Iterable[frozenset[str]]) -> bool:
    """Whether a prompt says about the same as one of those kept for judging, given as `prompt_stems`."""
    stems = prompt_stems(prompt)
    return any(_likeness(stems, other) >= PROMPT_NEAR for other in kept_away)


def prompt_stems(prompt: str) -> frozenset[str]:
    """The words of a prompt that count when prompts are compared."""
    return frozenset(stems_of(prompt))


def _likeness(one: frozenset[Any], other: frozenset[Any]) -> float:
    """Jaccard's index."""
    together = len(one | other)
    return len(one & other) / together if together else 1.0


def _pieces(text: str) -> frozenset[int]:
    tokens = _TOKEN.findall(text)
    runs: Sequence[Sequence[str]] = [
        tokens[at : at + _PIECE] for at in range(max(1, len(tokens) - _PIECE + 1))
    ]
    return frozenset(crc32("\x1f".join(run).encode("utf-8", "replace")) for run in runs)


def _bands(pieces: frozenset[int]) -> list[tuple[int, bytes]]:
    """Slices of the MinHash signature with their places: two alike texts share one almost surely."""
    import numpy as np

    factors = np.array(
        [(2 * number + 1) * 0x9E3779B97F4A7C15 % _PRIME for number in range(_HASHES)], dtype=np.uint64
    )
    items = np.fromiter(pieces, dtype=np.uint64, count=len(pieces))
    mixed = items[None, :] * factors[:, None]  # wraps at 2**64: a multiplicative hash, high bits best mixed
    signature = (mixed >> np.uint64(32)).min(axis=1).astype(np.uint32)
    rows = _HASHES // _BANDS
    return [(band, signature[band * rows : (band + 1) * rows].tobytes()) for band in range(_BANDS)]
