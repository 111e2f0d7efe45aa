"""What earlier compiles found, on disk: whole results, measurements their judges made, CAD tessellations.

One file for each program, code, profile, settings and inputs, and one of measurements and one of tessellations
for each lineage. A newcomer's mistake: to look for invalidation. Names are digests of everything the content
depends on, so a changed program or library asks for another name; any file may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import stat
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from harness.compiler.result import CompileResult

FOLDER_VARIABLE = "ARTICRAFT_CACHE_DIR"
"""Environment variable naming the cache folder; empty means no cache."""
MAX_BYTES = 512 * 1024 * 1024
MAX_ENTRY_BYTES = 64 * 1024 * 1024
MAX_FACTS_BYTES = 8 * 1024 * 1024
_RESULT = ".result"
_FACTS = ".facts"
MESHES = ".npz"
_KEPT = (_RESULT, _FACTS, MESHES, ".zip")  # the last from earlier versions
_FORM = "2"
"""Changed whenever the form of an entry changes."""
_TRIM_ONE_IN = 20
"""How often a writer looks at the size of the whole."""


def cache_folder() -> Path | None:
    """Where results are kept: ``$ARTICRAFT_CACHE_DIR``, else below the user's cache folder; None for nowhere."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named is not None:
        return Path(named) if named else None
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "articraft" / "results"


def entry_name(source: str, *, settings: Mapping[str, Any], inputs: Path, code: str) -> str:
    """Name of the entry for a program under these settings, with the files it may read.

    Args:
        source: text of the program.
        settings: of the compile.
        inputs: folder of those files.
        code: `code_digest` of what compiles.
    """
    digest = hashlib.sha256()
    for text in (_FORM, code, json.dumps(settings, sort_keys=True, default=str), source):
        data = text.encode(errors="surrogatepass")
        digest.update(b"%d\n" % len(data) + data)
    for path in sorted(inputs.rglob("*")) if inputs.is_dir() else ():
        if path.is_file():
            content = path.read_bytes()
            digest.update(f"{path.relative_to(inputs).as_posix()}\n{len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def read_entry(folder: Path, name: str) -> tuple[CompileResult, dict[str, bytes]] | None:
    """The result kept under a name, and its files by relative path; None when there is none that is whole."""
    try:
        told, content = _read(folder / f"{name}{_RESULT}")
        entry = json.loads(told)
        result = CompileResult.from_dict(entry["result"])
        ends = list(accumulate(entry["sizes"], initial=0))
        pieces = [content[start:end] for start, end in pairwise(ends)]
        files = dict(zip(result.artifacts, pieces, strict=True))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if any(hashlib.sha256(files[file]).hexdigest() != digest for file, digest in result.artifacts.items()):
        return None
    return result, files


def write_entry(folder: Path, name: str, result: CompileResult, *, workdir: Path) -> None:
    """Keep a result and its files from `workdir`; a cache that cannot be written is passed over."""
    with suppress(OSError):
        files = [(workdir / file).read_bytes() for file in result.artifacts]
        entry = {"result": result.to_dict(), "sizes": [len(content) for content in files]}
        if sum(entry["sizes"]) <= MAX_ENTRY_BYTES:
            _write(folder, f"{name}{_RESULT}", *_sealed(json.dumps(entry)), *files)


def read_facts(folder: Path, name: str) -> str:
    """What earlier judgements under a name measured; empty when nothing whole is kept."""
    with suppress(OSError, ValueError):
        return _read(folder / f"{name}{_FACTS}")[0]
    return ""


def write_facts(folder: Path, name: str, text: str) -> None:
    """Keep what a judgement measured, in place of what was kept before; what cannot be kept is passed over."""
    pieces = _sealed(text)
    if sum(map(len, pieces)) <= MAX_FACTS_BYTES:
        with suppress(OSError):
            _write(folder, f"{name}{_FACTS}", *pieces)


def write_meshes(folder: Path, name: str, made: Path) -> None:
    """Keep the tessellations in a file that author code may have written: a plain one, and not too large."""
    with suppress(OSError):
        handle = os.open(made, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_ENTRY_BYTES:
                return
            data = file.read()
        known = folder / f"{name}{MESHES}"
        if not known.is_file() or known.read_bytes() != data:
            _write(folder, known.name, data)


def lineage_name(lineage: Path, *, code: str) -> str:
    """Name of what is kept for the programs of one lineage, under the code that makes it."""
    text = f"{_FORM}\n{code}\n{lineage.resolve()}"
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def name_within(entry: str, lineage: str) -> str:
    """Name of an entry that is good for one lineage only, from the names of both."""
    return hashlib.sha256(f"{entry}\n{lineage}".encode()).hexdigest()


def _sealed(text: str) -> tuple[bytes, bytes]:
    """A line with digest and length, and the text: what `_read` finds whole or not at all."""
    data = text.encode()
    return f"{hashlib.sha256(data).hexdigest()} {len(data)}\n".encode(), data


def _read(path: Path) -> tuple[str, bytes]:
    """The text of a file that begins with `_sealed` text, and what follows.

    Raises:
        OSError: there is none.
        ValueError: the text is not as it was written.
    """
    content = path.read_bytes()
    start = content.index(b"\n") + 1
    digest, length = content[:start].split()
    text, rest = content[start : start + int(length)], content[start + int(length) :]
    if hashlib.sha256(text).hexdigest().encode() != digest:
        raise ValueError(f"{path.name}: got other text than was written; want it whole")
    with suppress(OSError):
        os.utime(path)  # the least recently used go first
    return text.decode(), rest


def _write(folder: Path, name: str, *pieces: bytes) -> None:
    """Make a file of these pieces in one step, so that no reader sees half of it.

    Raises:
        OSError: it cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".new", delete=False) as handle:
        handle.writelines(pieces)
    Path(handle.name).replace(folder / name)
    if random.randrange(_TRIM_ONE_IN) == 0:
        trim(folder)


def trim(folder: Path, *, max_bytes: int = MAX_BYTES) -> None:
    """Delete entries, least recently used first, until the rest fit; and what a killed writer left."""
    entries: list[tuple[float, int, Path]] = []
    for path in folder.iterdir():
        with suppress(OSError):  # another process was faster
            status = path.stat()
            if path.suffix in _KEPT:
                entries.append((status.st_mtime, status.st_size, path))
            elif path.suffix == ".new" and status.st_mtime < time.time() - 3600:
                path.unlink()
    total = sum(size for _, size, _ in entries)
    for _, size, path in sorted(entries):
        if total <= max_bytes:
            return
        with suppress(OSError):
            path.unlink()
        total -= size
