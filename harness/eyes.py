"""What a model that sees is shown of a compile: one small picture, the object at rest beside the opened pose.

A newcomer's mistake: to send the picture that people get. A quarter of its pixels tell a model the same, for about
400 tokens (width times height over 750, the dearest rule among the services we know).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path

from harness.digests import sha256_of
from harness.messages import ImagePart

SIDE = 768
"""Longest side in pixels."""
QUALITY = 85
MEDIA_TYPE = "image/jpeg"


class Eyes:
    """Turns the picture of a compile into one that can be sent.

    Args:
        images: where providers look pictures up by hash; grows.
        keep: keeps the bytes in the run's record.
        recorded: hash of a program -> what was shown of it, in a part of the run that is repeated from its tape.
        draws: False shows only what was recorded.
    """

    def __init__(
        self,
        images: MutableMapping[str, bytes],
        *,
        keep: Callable[[bytes], object],
        recorded: Mapping[str, tuple[ImagePart, ...]] | None = None,
        draws: bool = True,
    ) -> None:
        self.draws = draws
        """Whether compiles are to leave a picture."""
        self._images = images
        self._keep = keep
        self._recorded = recorded or {}

    def look(self, picture: Path, *, code_sha256: str) -> tuple[ImagePart, ...]:
        """The picture at that place made small; nothing when there is none, for an object that could not be drawn.

        Args:
            picture: where the compile left it.
            code_sha256: the program it shows.
        """
        if code_sha256 in self._recorded:
            return self._recorded[code_sha256]
        data = small_picture(picture) if self.draws else None
        if data is None:
            return ()
        sha256 = sha256_of(data)
        if sha256 not in self._images:
            self._keep(data)
            self._images[sha256] = data
        return (ImagePart(sha256, MEDIA_TYPE),)


def small_picture(picture: Path) -> bytes | None:
    """JPEG bytes of a picture scaled to at most `SIDE` pixels; None when it cannot be read."""
    from PIL import Image

    try:
        with Image.open(picture) as opened:
            small = opened.convert("RGB")
    except OSError:
        return None
    small.thumbnail((SIDE, SIDE))
    stream = io.BytesIO()
    small.save(stream, format="JPEG", quality=QUALITY)
    return stream.getvalue()
