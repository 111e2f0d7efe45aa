"""Meshes that take long to make, kept by the content they were made of: while a program runs, and in a file between
runs.

A newcomer's mistake: to share one file between programs that do not trust each other. Whoever writes it decides
what the next reader's shapes look like.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import astuple, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

MeshArrays = tuple[NDArray[np.float64], NDArray[np.int64]]

MOST_RECENT = 64
"""Meshes remembered where no file is: a program often makes four equal wheels."""
MOST_RECENT_TRIANGLES = 2_000_000
"""Of all of those together but the last: about 100 MB."""

_PLAIN = (type(None), bool, int, float, str)

_recent: OrderedDict[str, MeshArrays] = OrderedDict()

_current: ContextVar[KeptMeshes | None] = ContextVar("kept_meshes", default=None)


class KeptMeshes:
    """Meshes by name: those of a file, and those made since."""

    def __init__(self, path: Path) -> None:
        """Read what is at `path` when it is asked for; a file of another form is as good as none."""
        self._path = path
        self._asked: dict[str, MeshArrays] = {}
        self._has_new = False

    def find(self, name: str) -> MeshArrays | None:
        """Vertices (n, 3) and triangles (m, 3), read-only, kept under a name; None when there are none."""
        if name not in self._asked and (found := self._read(name)) is not None:
            self._asked[name] = found
        return self._asked.get(name)

    def keep(self, name: str, mesh: MeshArrays) -> None:
        """Have `write` keep a mesh."""
        self._asked[name] = mesh
        self._has_new = True

    def write(self) -> None:
        """Replace the file by the meshes that were asked for, if any of them is new.

        Raises:
            OSError: it cannot be written.
        """
        if not self._has_new:
            return
        arrays = {f"{name}.{part}": mesh[part] for name, mesh in self._asked.items() for part in (0, 1)}
        new = self._path.with_suffix(".new")
        with new.open("wb") as handle:
            np.savez(handle, allow_pickle=False, **arrays)
        new.replace(self._path)

    def _read(self, name: str) -> MeshArrays | None:
        with suppress(OSError, ValueError, TypeError, KeyError, zipfile.BadZipFile, EOFError):
            with self._path.open("rb") as handle, np.load(handle, allow_pickle=False) as file:
                vertices, triangles = file[f"{name}.0"], file[f"{name}.1"]
            if _is_mesh(vertices, triangles):
                for array in (vertices, triangles):
                    array.setflags(write=False)
                return vertices, triangles
        return None


def _is_mesh(vertices: NDArray[np.float64], triangles: NDArray[np.int64]) -> bool:
    if (vertices.dtype, triangles.dtype) != (np.float64, np.int64) or not triangles.size:
        return False
    if vertices.shape[1:] != (3,) or triangles.shape[1:] != (3,):
        return False
    return bool(0 <= triangles.min() <= triangles.max() < len(vertices))


@contextmanager
def use_kept_meshes(path: Path) -> Iterator[None]:
    """Have meshes that take long to make recalled in this block from the file at `path`, and new ones kept there."""
    meshes = KeptMeshes(path)
    token = _current.set(meshes)
    try:
        yield
    finally:
        _current.reset(token)
        with suppress(OSError):
            meshes.write()


def content_name(kind: str, *contents: Iterable[ArrayLike]) -> str:
    """A name for what one piece of code makes of some arrays of numbers, and of no others.

    Args:
        kind: what is made, with every choice that is no number.
        contents: groups of arrays; where one group ends and the next begins counts.
    """
    digest = hashlib.sha256(kind.encode())
    for group in contents:
        for array in map(np.asarray, group):
            digest.update(f"{array.shape}{array.dtype}".encode())
            digest.update(np.ascontiguousarray(array).data)
        digest.update(b"end")
    return digest.hexdigest()


def told_name(kind: str, *told: Any) -> str | None:
    """A name for what one piece of code makes when told this; None where a value is none of Python's plain ones, whose
    text says all about them.

    Args:
        kind: what is made.
        told: plain values, and records of such.
    """
    values = [astuple(one) if is_dataclass(one) and not isinstance(one, type) else (one,) for one in told]
    if any(type(value) not in _PLAIN for row in values for value in row):
        return None
    return content_name(repr((kind, [type(one).__qualname__ for one in told], values)))


def kept_or_made(name: str | None, make: Callable[[], MeshArrays]) -> MeshArrays:
    """The mesh kept under a name, or else made now, as always without a name; its arrays are read-only."""
    if name is None:
        return make()
    kept = _current.get()
    found = _recent.get(name) if kept is None else kept.find(name)
    if found is None:
        found = make()
        for array in found:
            array.setflags(write=False)
        if not len(found[1]):
            return found
        if kept is not None:
            kept.keep(name, found)
    if kept is None:
        _recent[name] = found
        _recent.move_to_end(name)
        while len(_recent) > 1 and (
            len(_recent) > MOST_RECENT
            or sum(len(triangles) for _, triangles in _recent.values()) > MOST_RECENT_TRIANGLES
        ):
            _recent.popitem(last=False)
    return found
