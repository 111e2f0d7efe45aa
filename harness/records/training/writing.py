"""The folder that an export leaves behind: rows, schema, card, pictures, and a manifest with every hash.

A newcomer's mistake: to write into the folder file by file. It is made beside its place and put there whole, so that
no reader meets rows of one export with the card of another.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.digests import canonical_json, sha256_of
from harness.errors import RecordError, UsageError
from harness.files import write_atomic
from harness.records.training.card import data_card
from harness.records.training.columns import row_schema
from harness.records.training.dialogue import pictures_in
from harness.records.training.parquet import parquet_bytes
from harness.records.training.settings import ExportSettings
from harness.records.training.views import VIEWS
from harness.records.training.views.base import Row
from harness.tape import BLOBS

MANIFEST = "dataset.json"
SCHEMA = 1
_CONVERSATIONS = {"messages": "meta", "prompt": "meta", "chosen": "meta", "rejected": "rejected_meta"}
"""Column that may hold messages -> the column that names their run."""


@dataclass(frozen=True)
class ExportReport:
    """What an export wrote, and what it left out."""

    folder: Path
    view: str
    rows: Mapping[str, int]
    """Split -> rows."""
    tokens: int
    left_out: Mapping[str, int]
    """Reason -> number of runs or rows."""
    refused: Mapping[str, str]
    """Run -> why it gives nothing."""
    redactions: Mapping[str, int]
    files: Mapping[str, str]
    """Path below the folder -> SHA-256."""
    rows_sha256: str
    """Hash over all rows: equal for equal data, whatever the format."""

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        return {
            name: dict(value) if isinstance(value, Mapping) else value
            for name, value in {**vars(self), "folder": str(self.folder)}.items()
        }


def require_free(out: Path) -> None:
    """Nothing, when `out` is missing, empty, or was written by an export.

    Raises:
        UsageError: it holds something else.
    """
    if out.exists() and not out.is_dir():
        raise UsageError(f"out: {out} is a file; want a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / MANIFEST).is_file():
        raise UsageError(
            f"out: {out} holds something else; want an empty folder, or one that an export wrote"
        )


def write_rows(
    out: Path,
    splits: Mapping[str, Sequence[Row]],
    settings: ExportSettings,
    *,
    places: Mapping[str, Path],
    left_out: Mapping[str, int],
    refused: Mapping[str, str],
    redactions: Mapping[str, int],
) -> ExportReport:
    """What was written to `out`: rows, schema, pictures, data card, and a manifest with the hash of each file.

    Args:
        out: folder, replaced as a whole.
        splits: name -> rows in order; those without rows get no file.
        settings: what was asked.
        places: run -> its folder, for pictures.
        left_out: reason -> number of runs or rows.
        refused: run -> why it gives nothing.
        redactions: kind -> how many texts were replaced.

    Raises:
        RecordError: `out` cannot be written, or a picture is missing.
    """
    view = VIEWS[settings.view]
    schema = row_schema(view.columns)
    rows_sha256 = sha256_of("\n".join(canonical_json(row) for rows in splits.values() for row in rows))
    contents: dict[str, bytes] = {"schema.json": _pretty(schema)}
    names: dict[str, list[str]] = {}
    for split, rows in splits.items():
        for form in settings.formats if rows else ():
            names.setdefault(split, []).append(f"{split}.{form}")
            contents[f"{split}.{form}"] = _jsonl(rows) if form == "jsonl" else parquet_bytes(rows, schema)
    contents |= _pictures([row for rows in splits.values() for row in rows], places)
    contents["README.md"] = data_card(
        view,
        splits,
        files=names,
        options=settings.to_dict(),
        left_out=left_out,
        redactions=redactions,
        rows_sha256=rows_sha256,
    ).encode()
    report = ExportReport(
        folder=out,
        view=view.name,
        rows={split: len(rows) for split, rows in splits.items()},
        tokens=sum(row["meta"]["tokens"] for rows in splits.values() for row in rows),
        left_out={reason: count for reason, count in left_out.items() if count},
        refused=refused,
        redactions=dict(redactions),
        files={name: sha256_of(data) for name, data in sorted(contents.items())},
        rows_sha256=rows_sha256,
    )
    kept = {name: value for name, value in report.to_dict().items() if name != "folder"}
    contents[MANIFEST] = _pretty({"schema": SCHEMA, **kept, "options": settings.to_dict()})
    _put_in_place(out, contents)
    return report


def _put_in_place(out: Path, contents: Mapping[str, bytes]) -> None:
    """Make `out` a folder of these files, all of them or none."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as staged:
            fresh = Path(staged) / "fresh"
            fresh.mkdir()
            for name, data in contents.items():
                (fresh / name).parent.mkdir(exist_ok=True)
                write_atomic(fresh / name, data)
            if out.exists():
                out.replace(Path(staged) / "old")
            fresh.replace(out)
    except OSError as error:
        raise RecordError(f"{out}: cannot be written ({error.strerror})") from error


def _pictures(rows: Iterable[Row], places: Mapping[str, Path]) -> dict[str, bytes]:
    """Path -> bytes of every picture that rows speak of.

    Args:
        rows: of any view.
        places: run -> its folder.
    """
    found: dict[str, bytes] = {}
    for row in rows:
        for column, meta in _CONVERSATIONS.items():
            messages = row.get(column)
            for path, digest in pictures_in(messages).items() if isinstance(messages, list) else ():
                found[path] = found.get(path) or _blob(places[row[meta]["run_id"]], digest)
    return found


def _blob(folder: Path, digest: str) -> bytes:
    try:
        return (folder / BLOBS / digest).read_bytes()
    except OSError as error:
        raise RecordError(f"{folder.name}: picture {digest[:12]} is missing") from error


def _jsonl(rows: Iterable[Row]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8", "replace")


def _pretty(value: Any) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
