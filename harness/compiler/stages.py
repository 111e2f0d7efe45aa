"""The phases of a job in the worker: announced when they begin, their exceptions kept as findings.

A newcomer's mistake: to catch exceptions around a phase. `with stages.phase("build"):` already swallows
whatever author code raises, exits included, and remembers it in `stages.faults`.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from harness.compiler.channel import ChannelWriter
from harness.compiler.faults import finding_from_exception
from harness.compiler.program import Program
from harness.compiler.sandbox import release_spare_memory
from sdk.findings import Finding


class Stages:
    """Progress of one job, and what went wrong on the way."""

    def __init__(self, program: Program, writer: ChannelWriter) -> None:
        self.program = program
        self.faults: list[Finding] = []
        """One finding for each phase that raised, in order."""
        self.last_error: BaseException | None = None
        """What the last phase that raised did raise."""
        self.ended_by: Literal["", "program", "limits"] = ""
        self._writer = writer
        self._last = ""
        self._owner = os.getpid()
        self._folder = str(Path(program.file).parent)
        self._prefixes = _path_prefixes(self._folder)

    def phase(self, name: str, *, forgiving: bool = False) -> _Phase:
        """A context that announces the phase and turns an exception into a fault; forgiving, into nothing."""
        return _Phase(name, self._announce, _forget if forgiving else self._keep)

    def again(self) -> _Phase:
        """As `phase`, for more of the phase announced last."""
        return _Phase(self._last, _forget, self._keep)

    def clean(self, text: Any) -> str:
        """`text` with this machine's folders cut from the paths in it; what is no text gives its type."""
        if not isinstance(text, str):
            return f"<{type(text).__name__}>"
        for prefix in self._prefixes:
            text = text.replace(prefix, "")
        return text.replace(self._folder, ".")

    def cleaned(self, findings: Iterable[Finding]) -> list[Finding]:
        """Findings whose texts went through `clean`."""
        return [
            replace(finding, summary=self.clean(finding.summary), details=self.clean(finding.details))
            for finding in findings
        ]

    def _announce(self, name: str) -> None:
        if (
            os.getpid() != self._owner
        ):  # a copy the program forked and let run on: it must not do our work twice
            os._exit(0)
        self._last = name
        self._writer.send("phase", phase=name, at=time.monotonic())

    def _keep(self, name: str, error: BaseException) -> None:
        self.last_error = error
        if isinstance(error, MemoryError):
            release_spare_memory()
            self.ended_by = "limits"
        elif not self.ended_by:
            self.ended_by = "program"
        self.faults.append(
            finding_from_exception(
                error,
                phase=name,
                program_file=self.program.file,
                source=self.program.source,
                clean=self.clean,
            )
        )


def _forget(name: str, error: BaseException | None = None) -> None:
    """For a phase that is done if it can be, and for one that is announced already."""


class _Phase:
    def __init__(
        self, name: str, announce: Callable[[str], object], keep: Callable[[str, BaseException], None]
    ) -> None:
        self._name = name
        self._announce = announce
        self._keep = keep

    def __enter__(self) -> None:
        self._announce(self._name)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is not None:
            self._keep(self._name, error)
        return True


def _path_prefixes(folder: str) -> list[str]:
    """Folders to cut from paths, longest first: the work folder and everything Python imports from."""
    roots = {folder, *(entry for entry in sys.path if entry)}
    return [f"{root}/" for root in sorted(roots, key=len, reverse=True)]
