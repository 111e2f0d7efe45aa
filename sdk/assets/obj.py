"""The OBJ dialect: positions with six decimals and triangles, nothing else.

Coordinates are thus whole micrometres, and every bound read from a file shows it. A newcomer's mistake: to
change the arrays `read_obj` gives; they are shared by everyone who reads the same content, hence read-only.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sdk.assets.numerals import MANY_LINES, decimal_lines, integer_lines, read_decimals, read_integers
from sdk.errors import ValidationError

MeshArrays = tuple[NDArray[np.float64], NDArray[np.int64]]
_CACHED_FILES = 256


def obj_text(vertices: Any, faces: Any, *, group: str | None = "mesh") -> str:
    """The text of an OBJ file.

    Args:
        vertices: (n, 3) metres.
        faces: (m, 3) indices from 0.
        group: name for the leading ``o`` line; None leaves the line out.
    """
    points = np.asarray(vertices, dtype=float).reshape(-1, 3)
    corners = np.asarray(faces, dtype=np.int64).reshape(-1, 3) + 1
    head = "" if group is None else f"o {group}\n"
    if min(len(points), len(corners)) >= MANY_LINES and corners.min() >= 0:
        with suppress(ValueError):  # not finite, or far away
            return head + (decimal_lines("v", points) + integer_lines("f", corners)).decode("ascii")
    # one formatting call over everything: several times quicker than a line at a time
    body = "v %.6f %.6f %.6f\n" * len(points) % tuple(points.ravel().tolist())
    return head + body + "f %d %d %d\n" * len(corners) % tuple(corners.ravel().tolist())


def read_obj(path: str | os.PathLike[str]) -> MeshArrays:
    """Vertices (n, 3) and triangles (m, 3) of an OBJ file; polygons are fanned; read-only, cached by content.

    Raises:
        ValidationError: no vertex, a number that cannot be read, or a face that names a vertex there is not.
        OSError: the file cannot be read.
    """
    content = Path(path).read_bytes()
    try:
        return _parsed(_Content(content))
    except ValueError as error:
        raise ValidationError.at(
            f"mesh file {os.fspath(path)!r}", given=str(error), wanted="an OBJ mesh"
        ) from error


class _Content:
    """File content that hashes and compares by its digest, so the cache does not keep the bytes' identity."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.digest = hashlib.sha256(content).digest()

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Content) and self.digest == other.digest


@lru_cache(maxsize=_CACHED_FILES)
def _parsed(file: _Content) -> MeshArrays:
    content, file.content = file.content, b""  # the cache keeps the key alive, which needs only its digest
    vertices, faces = _read_own_dialect(content) or _read_any_dialect(content)
    if len(faces) and (faces.min() < 0 or faces.max() >= len(vertices)):
        raise ValueError(f"a face that names none of the {len(vertices)} vertices")
    vertices.setflags(write=False)
    faces.setflags(write=False)
    return vertices, faces


def _read_own_dialect(content: bytes) -> MeshArrays | None:
    """The mesh of a file as `obj_text` writes it; None for any other.

    Two sweeps over numbers alone: about twenty times quicker than a line at a time (6 ms for 60,000 triangles).
    """
    body = content.partition(b"\n")[2] if content.startswith(b"o ") else content
    split = body.find(b"f ")
    split = len(body) if split < 0 else split
    vertices = read_decimals(body[:split], b"v")
    faces = read_integers(body[split:], b"f")
    if vertices is None or faces is None or not len(vertices) or faces.min(initial=1) < 1:
        return None
    return vertices, faces - 1


def _read_any_dialect(content: bytes) -> MeshArrays:
    numbers: list[str] = []
    triangles: list[int] = []
    for line in content.decode("utf-8", errors="replace").splitlines():
        word, *fields = line.split() or ("",)
        if word == "v":
            numbers += fields[:3]  # anything after z is a weight or a colour
        elif word == "f":
            corners = [_index(field, seen=len(numbers) // 3) for field in fields]
            for second, third in pairwise(corners[1:]):
                triangles += (corners[0], second, third)
    if not numbers:
        raise ValueError("no vertex")
    vertices = np.array(list(map(float, numbers))).reshape(-1, 3)
    return vertices, np.array(triangles, dtype=np.int64).reshape(-1, 3)


def _index(field: str, *, seen: int) -> int:
    """Zero-based vertex of a face corner such as ``7``, ``7/1/2`` or ``-1``, counting back."""
    number = int(field) if "/" not in field else int(field.partition("/")[0])
    return number - 1 if number > 0 else number + seen if number < 0 else -1
