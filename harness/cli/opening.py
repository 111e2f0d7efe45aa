"""Opening a file with whatever the desktop has for it, where there is a desktop.

A newcomer's mistake: to try and see. Over a remote shell the opener may hang or start a browser in the terminal.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def has_display(environ: Mapping[str, str], *, platform: str = sys.platform) -> bool:
    """Whether something opened now would be seen by the user."""
    if platform.startswith(("darwin", "win")):
        return "SSH_CONNECTION" not in environ
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def open_file(path: Path, *, environ: Mapping[str, str] | None = None) -> bool:
    """Whether `path` was handed to the desktop; False without one, and when it has nothing to open it with."""
    import typer

    if not has_display(os.environ if environ is None else environ):
        return False
    return typer.launch(str(path)) == 0
