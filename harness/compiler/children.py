"""A worker's process as its supervisor sees it: when it ends, how it ended, and how to end it with its kin.

A newcomer's mistake: to signal the process alone. Author code may have started others; every signal here
reaches the whole group.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Protocol

from harness.compiler.lines import GO, Lines
from harness.compiler.sandbox import environment

PYTHON_OPTIONS = ("-s", "-P")
"""No user packages, and no import from the work folder."""
_POLL_S = 0.005


class Child(Protocol):
    """One worker, from its start until nothing of it is left."""

    def has_exited(self) -> bool:
        """Whether the worker itself is gone; others of its group may live."""
        ...

    def ask_to_end(self, *, grace_s: float) -> None:
        """Send the group the signal to end, and wait for the worker at most so long."""
        ...

    def end(self, *, in_namespace: bool) -> int:
        """Kill what is left of the group; the worker's exit status, negative for a signal.

        `in_namespace` says that all of it is in a process namespace, and that the status does not matter.
        """
        ...


class FreshChild:
    """A worker in an interpreter of its own, started for one job."""

    def __init__(self, description: int, lines: Lines, *, folder: Path) -> None:
        """Start it.

        Raises:
            OSError: the interpreter cannot be started.
        """
        passed = (description, *(lines.theirs[name] for name in ("channel", "stack", GO)))
        self._process = subprocess.Popen(
            [sys.executable, *PYTHON_OPTIONS, "-m", "harness.compiler.worker", *(str(end) for end in passed)],
            stdin=subprocess.DEVNULL,
            stdout=lines.theirs["stdout"],
            stderr=lines.theirs["stderr"],
            cwd=folder,
            env=environment(folder),
            pass_fds=passed,
            start_new_session=True,
        )

    def has_exited(self) -> bool:
        """Whether it is gone; where the system can, it is left unreaped, so that its group id stays its own."""
        if not hasattr(os, "waitid"):  # macOS before Python 3.13
            return self._process.poll() is not None
        status = os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return status is not None

    def ask_to_end(self, *, grace_s: float) -> None:
        """Send the group the signal to end, and wait for the worker at most so long."""
        self._signal_group(signal.SIGTERM)
        until = time.monotonic() + grace_s
        while time.monotonic() < until and not self.has_exited():
            time.sleep(_POLL_S)

    def end(self, *, in_namespace: bool) -> int:
        """Kill what is left of the group; the worker's exit status, negative for a signal."""
        self._signal_group(signal.SIGKILL)
        return self._process.wait()

    def _signal_group(self, number: int) -> None:
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            pass
        except PermissionError:  # macOS says so of a group that holds only zombies
            pass
