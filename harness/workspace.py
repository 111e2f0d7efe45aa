"""The files a model sees: `model.py`, which it may change, and `docs/sdk/**`, which it may read.

A newcomer's mistake: to split text with `str.splitlines`, which also breaks at form feeds and Unicode
separators. Lines end at newline characters only; CRLF files are shown with plain newlines and written back as
they were.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from harness.digests import sha256_of
from harness.errors import ToolError
from harness.files import write_atomic

PROGRAM = "model.py"
DOCS = "docs/sdk"
MAX_PROGRAM_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Workspace:
    """A program and the pages about writing it, under virtual paths."""

    program_path: Path
    """Where `model.py` lies on disk."""
    docs_dir: Path | None = None
    """Folder shown as ``docs/sdk``; None shows no pages."""

    def read(self, virtual_path: str) -> str:
        """Text of a file, newlines plain.

        Raises:
            ToolError: the path leaves the workspace, or there is no such file; the nearest names are given.
        """
        path = normalise(virtual_path)
        if path == PROGRAM:
            return self.code
        if path in self.pages and self.docs_dir is not None:
            return _plain((self.docs_dir / path.removeprefix(f"{DOCS}/")).read_bytes())
        known = [PROGRAM, *self.pages]
        near = difflib.get_close_matches(path, known, n=3, cutoff=0.4)
        raise ToolError(
            f"{path}: no such file; {'nearest: ' + ', '.join(near) if near else 'want ' + PROGRAM}"
        )

    @property
    def pages(self) -> tuple[str, ...]:
        """Virtual paths of the documentation, sorted."""
        if self.docs_dir is None:
            return ()
        root = self.docs_dir.resolve()
        found = (
            page for page in root.rglob("*.md") if page.is_file() and page.resolve().is_relative_to(root)
        )
        return tuple(sorted(f"{DOCS}/{page.relative_to(root).as_posix()}" for page in found))

    @property
    def code(self) -> str:
        """Text of model.py, newlines plain."""
        return _plain(self.program_path.read_bytes())

    @property
    def exact_code(self) -> str:
        """Text of model.py with the newlines it has on disk; its hash is `code_sha256`."""
        return self.program_path.read_bytes().decode("utf-8", "replace")

    @property
    def code_sha256(self) -> str:
        """Hash of model.py as it lies on disk."""
        return sha256_of(self.program_path.read_bytes())

    def require_program(self, virtual_path: str) -> None:
        """Nothing, when `virtual_path` is the one writable file.

        Raises:
            ToolError: it is any other.
        """
        path = normalise(virtual_path)
        if path != PROGRAM:
            raise ToolError(f"{path}: cannot be written; {PROGRAM} is the only writable file")

    def write_code(self, text: str) -> None:
        """Replace model.py in one step, in the newline style it has.

        Raises:
            ToolError: the text is beyond the size limit, or not text at all.
        """
        if "\r\n" not in text and _uses_crlf(self.program_path.read_bytes()):
            text = text.replace("\n", "\r\n")
        try:
            data = text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise ToolError(f"{PROGRAM}: character {error.start} cannot be written as UTF-8") from None
        if len(data) > MAX_PROGRAM_BYTES:
            raise ToolError(f"{PROGRAM}: got {len(data)} bytes; want at most {MAX_PROGRAM_BYTES}")
        write_atomic(self.program_path, data)


def normalise(virtual_path: str) -> str:
    """The virtual path in its one spelling: slashes forward, no ``.`` and no empty segments.

    Raises:
        ToolError: it is empty, absolute or climbs with ``..``.
    """
    text = virtual_path.strip().replace("\\", "/")
    parts = [part for part in text.split("/") if part not in ("", ".")]
    is_absolute = text.startswith("/") or (len(text) > 1 and text[1] == ":")
    if not parts or is_absolute or ".." in parts or "\0" in text:
        raise ToolError(
            f"path: got {virtual_path!r}; want a relative path such as {PROGRAM} or {DOCS}/quickstart.md"
        )
    return "/".join(parts)


def _uses_crlf(data: bytes) -> bool:
    return b"\r\n" in data and data.count(b"\r\n") == data.count(b"\n")


def _plain(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    return text.replace("\r\n", "\n") if _uses_crlf(data) else text
