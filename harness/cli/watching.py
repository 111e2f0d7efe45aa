"""Waits for a program to be saved.

A newcomer's mistake: to compare times alone. Editors that replace a file may keep its time; its number on the
disk then differs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

INTERVAL_S = 0.2


class Watch:
    """A program's file and its ``inputs/``, as they were when last looked at."""

    def __init__(self, program: Path) -> None:
        self._program = program
        self._seen = self._state()

    def wait(self, *, sleep: Callable[[float], None] = time.sleep) -> None:
        """Return when something has been saved and the program is there to be read.

        Args:
            sleep: called between looks.
        """
        while (state := self._state()) == self._seen or not self._program.is_file():
            sleep(INTERVAL_S)
        self._seen = state

    def _state(self) -> list[tuple[str, int, int, int]]:
        found = []
        for path in (self._program, *sorted((self._program.parent / "inputs").glob("**/*"))):
            try:
                status = path.stat()
            except OSError:  # between two steps of an editor's
                continue
            found.append((str(path), status.st_mtime_ns, status.st_size, status.st_ino))
        return found
