"""Files that are either whole or not there: written beside their place, synced, then renamed into it.

A newcomer's mistake: to sync the file only. The rename lives in the folder, so the folder is synced too.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_atomic(path: Path, data: str | bytes) -> None:
    """Put `data` at `path`, replacing what is there in one step; text is written as UTF-8 unchanged.

    Raises:
        OSError: the folder cannot be written; the old file, if any, is untouched.
    """
    content = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)  # there only when something failed
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames inside `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
