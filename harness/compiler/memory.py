"""The cache as one compile sees it: an earlier result, measurements of judges, meshes that took long to make.

They are trusted differently. A judge's measurements are true of their content, whoever asks. Meshes are written
by the process that runs the program, so they stay in its lineage, and so do results made with some of them. A
newcomer's mistake: to give them to another program because the shape is the same.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from harness.compiler import cache
from harness.compiler.codebase import code_digest
from harness.compiler.jobs import Ending
from harness.compiler.result import CompileResult

KEPT_MESHES = ".tmp/meshes.npz"
"""Where the program's process finds and leaves meshes, in its work folder."""


class Memory:
    """What is kept for one program in one lineage; nothing at all without a folder."""

    def __init__(
        self, folder: Path | None, source: str, *, settings: Mapping[str, Any], inputs: Path, lineage: Path
    ) -> None:
        self._folder = folder
        self._has_lent = False
        if folder is not None:
            code = code_digest()  # which looks at every source file: once
            self._shared = cache.lineage_name(lineage, code=code)
            self._name = cache.entry_name(source, settings=settings, inputs=inputs, code=code)
            self._name_within = cache.name_within(self._name, self._shared)

    def result(self) -> tuple[CompileResult, dict[str, bytes]] | None:
        """The result of the same compile before, and its files by relative path."""
        if self._folder is None:
            return None
        found = cache.read_entry(self._folder, self._name)
        return cache.read_entry(self._folder, self._name_within) if found is None else found

    @property
    def kept_meshes(self) -> str:
        """Path in the work folder for the program's process to keep meshes at; empty for nowhere."""
        return "" if self._folder is None else KEPT_MESHES

    def facts(self) -> str:
        """What judges measured for this lineage."""
        return "" if self._folder is None else cache.read_facts(self._folder, self._shared)

    def lend(self, staging: Path) -> None:
        """Put what the program's process may read into its work folder, before that starts."""
        if self._folder is not None:
            with suppress(OSError):
                shutil.copyfile(self._folder / f"{self._shared}{cache.MESHES}", staging / KEPT_MESHES)
                self._has_lent = True

    def keep(self, result: CompileResult, ending: Ending, *, facts: str, workdir: Path) -> None:
        """Keep what an answered compile found.

        Args:
            result: of the compile.
            ending: of its processes.
            facts: what the judge was given.
            workdir: where the result's files are.
        """
        if self._folder is None or ending.cause != "answered" or result.ended_by == "limits":
            return
        name = self._name_within if self._has_lent else self._name
        cache.write_entry(self._folder, name, result, workdir=workdir)
        if ending.measured not in ("", facts):
            cache.write_facts(self._folder, self._shared, ending.measured)

    def take_back(self, staging: Path) -> None:
        """Keep what the program's process, which is dead, left in its work folder."""
        if self._folder is not None:
            cache.write_meshes(self._folder, self._shared, staging / KEPT_MESHES)
