"""Pictures of library entries, drawn once and kept beside the compiler's cache.

A newcomer's mistake: to draw one anew because the file is old. Its name holds the hash of the program and of the code
that draws it, so a file that is there is current.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from harness.compiler.cache import cache_folder
from harness.compiler.codebase import code_digest
from harness.compiler.rendering import render_source
from harness.digests import sha256_of
from harness.errors import HarnessError
from harness.examples.catalogue import Example
from harness.files import write_atomic

SIZE = (1280, 640)


class NoPictureError(HarnessError):
    """The entry's program builds nothing to draw."""


def picture_of(example: Example, *, size: tuple[int, int] = SIZE, folder: Path | None = None) -> Path:
    """PNG of the entry at rest and opened.

    Args:
        example: the entry.
        size: width and height in pixels.
        folder: where it is kept; beside the compiler's cache by default, or without one in a new temporary folder.

    Raises:
        NoPictureError: the program cannot be run; the text says why.
        OSError: the place cannot be written.
    """
    place = folder or _usual_folder()
    digest = sha256_of(f"{code_digest()} {size} {example.program}")
    path = place / f"{example.example_id}-{digest[:12]}.png"
    if path.is_file():
        return path
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        drawn = Path(work) / "picture.png"
        result = render_source(example.program, workdir=Path(work), out=drawn, size=size)
        if result.status != "success":
            why = result.signals[0].summary if result.signals else "it did not answer"
            raise NoPictureError(f"example {example.example_id!r}: cannot be drawn: {why}")
        write_atomic(path, drawn.read_bytes())
    return path


def _usual_folder() -> Path:
    cache = cache_folder()
    if cache is None:
        return Path(tempfile.mkdtemp(prefix="articraft-"))
    return cache.parent / "pictures"
