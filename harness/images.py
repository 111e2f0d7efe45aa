"""The reference picture of a run: checked before anything is made, then kept by its hash.

A newcomer's mistake: to trust the file's suffix. What is in the file decides.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from harness.digests import sha256_of
from harness.errors import UsageError

MAX_BYTES = 20 * 1024 * 1024
"""The smallest limit among the services we know."""
MAX_PIXELS = 50_000_000
SENT_SIDE = 2048
"""Longest side in pixels; no service we know looks closer."""
SENT_BYTES = 3_500_000
"""What stays below 5 MB in base64, the least that a service takes."""
_MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "GIF": "image/gif"}
_SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp", "image/gif": ".gif"}
_DAMAGES = (OSError, ValueError, SyntaxError)
"""What the decoders raise on a broken file."""


@dataclass(frozen=True)
class ReferenceImage:
    """A picture that a provider can be sent."""

    data: bytes
    media_type: str

    @property
    def sha256(self) -> str:
        """Hash of the file's bytes."""
        return sha256_of(self.data)

    @property
    def file_name(self) -> str:
        """Name in the run's inputs folder."""
        return self.sha256 + _SUFFIXES[self.media_type]


def sendable(image: ReferenceImage) -> bytes:
    """The picture as services take it: the file itself, or a smaller copy of the same kind.

    Services scale down what is larger than `SENT_SIDE` themselves, and some refuse more than `SENT_BYTES`.
    """
    from PIL import Image

    with Image.open(io.BytesIO(image.data)) as picture:
        longest, kind = max(picture.size), picture.format
        side = min(longest, SENT_SIDE)
        data = image.data
        while side < longest or len(data) > SENT_BYTES:
            copy = picture.copy()
            copy.thumbnail((side, side))
            stream = io.BytesIO()
            copy.save(stream, format=kind)
            data, longest = stream.getvalue(), side
            if len(data) > SENT_BYTES:
                side = side * 3 // 4
    return data


def load_image(path: Path) -> ReferenceImage:
    """The picture at `path`.

    Raises:
        UsageError: it cannot be read, is too large, damaged, or none of PNG, JPEG, WebP and GIF.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"image {path}: cannot be read ({error.strerror}); want a picture file") from error
    if len(data) > MAX_BYTES:
        raise UsageError(f"image {path}: {len(data)} bytes; want at most {MAX_BYTES}")
    try:
        with Image.open(io.BytesIO(data), formats=tuple(_MEDIA_TYPES)) as picture:
            name, (width, height) = picture.format or "", picture.size
            if width * height > MAX_PIXELS:
                raise UsageError(f"image {path}: {width} x {height} pixels; want at most {MAX_PIXELS}")
            picture.load()
    except UnidentifiedImageError:
        raise UsageError(f"image {path}: not a picture we can send; want PNG, JPEG, WebP or GIF") from None
    except (*_DAMAGES, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UsageError(f"image {path}: damaged ({error}); want PNG, JPEG, WebP or GIF") from error
    return ReferenceImage(data, _MEDIA_TYPES[name])
