"""The pipes between a worker and its supervisor, and the sealed description of its job.

A newcomer's mistake: to keep the worker's ends open. While the supervisor holds one, it never sees the end of
the line.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

HEARD = ("channel", "stack", "stdout", "stderr")
"""Pipes the worker writes to."""
GO = "go"
"""The pipe whose end tells a waiting judge to begin."""
STOPPED = b"stopped"
"""What a keeper says when its worker stands still."""


class Lines:
    """Pipes by name: ours are to read without waiting and theirs to write, but for `GO`."""

    def __init__(self) -> None:
        self.ours: dict[str, int] = {}
        self.theirs: dict[str, int] = {}
        for name in HEARD:
            self.ours[name], self.theirs[name] = os.pipe()
            os.set_blocking(self.ours[name], False)
        self.theirs[GO], self.ours[GO] = os.pipe()

    def keep(self, name: str, descriptor: int) -> None:
        """Close a descriptor with ours."""
        self.ours[name] = descriptor

    def close_theirs(self) -> None:
        """Give the worker's ends back; a second call does nothing."""
        _close_all(self.theirs)

    def close_ours(self) -> None:
        """Give our ends back; a second call does nothing."""
        _close_all(self.ours)


def _close_all(descriptors: dict[str, int]) -> None:
    while descriptors:
        os.close(descriptors.popitem()[1])


@contextmanager
def unnamed_file(data: bytes) -> Iterator[int]:
    """Descriptor of a file without a name that holds `data`; readers start by seeking to its beginning."""
    with tempfile.TemporaryFile() as handle:
        handle.write(data)
        handle.flush()
        yield handle.fileno()
