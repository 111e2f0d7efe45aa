"""All runs of a folder in one SQLite file with full-text search; made from the runs themselves at any time.

A newcomer's mistake: to keep something here that is nowhere else. The file may be deleted at any moment; every question
first brings it up to date with the folders, of which only the changed ones are read.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.errors import RecordError
from harness.records.folder import MANIFEST, PROMPT, is_locked, read_manifest
from harness.records.labels import read_labels
from harness.records.ratings import scan_ratings, standing_of

FILE = ".index.sqlite3"
SCHEMA = 1
BROKEN_OFF = "broken off"
"""Status of a run that nobody works on and that has not ended; it can be resumed."""
ORDERS = {
    "newest": "created_at DESC",
    "oldest": "created_at",
    "rating": "rating IS NULL, rating DESC",
    "cost": "cost_usd IS NULL, cost_usd DESC",
    "joints": "joints DESC",
    "name": "run_id",
}
_COLUMNS = (
    "run_id",
    "stamp",
    "status",
    "reason",
    "created_at",
    "provider",
    "model_id",
    "profile",
    "category",
    "tags",
    "object",
    "parts",
    "joints",
    "cost_usd",
    "turns",
    "rating",
    "raters",
    "parent",
    "source",
    "prompt",
)
_TABLES = f"""
CREATE TABLE IF NOT EXISTS runs ({", ".join(_COLUMNS)}, PRIMARY KEY (run_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_time ON runs (created_at);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
    run_id UNINDEXED, prompt, object, names, labels, tokenize = 'porter unicode61 remove_diacritics 2');
"""
_MATCHING = (
    "(SELECT run_id AS found, rank AS score FROM words WHERE words MATCH ?) JOIN runs ON run_id = found"
)
_BATCH = 500
_FEW = 3
OnProgress = Callable[[int, int], None]
"""(done, of how many)."""


def unwatched(_done: int, _total: int) -> None:
    """Nobody looks."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which runs are asked for; None and empty mean any."""

    words: str = ""
    """Each must occur, or begin a word, in prompt, object, part and joint names, tags or category."""
    category: str | None = None
    tag: str | None = None
    provider: str | None = None
    model_id: str | None = None
    status: str | None = None
    min_joints: int | None = None
    max_joints: int | None = None
    max_cost_usd: float | None = None
    min_rating: float | None = None
    is_rated: bool | None = None
    since: str | None = None
    """ISO date or time, inclusive."""
    until: str | None = None
    """ISO date or time, exclusive."""
    parent: str | None = None
    order: str = "newest"
    """A key of ORDERS; ignored with words, where the best match comes first."""
    limit: int = 50
    offset: int = 0


class RunIndex:
    """The index of one runs folder; a context manager.

    Raises:
        RecordError: the file cannot be written.
    """

    def __init__(self, runs_dir: Path) -> None:
        self._runs_dir = runs_dir
        self._path = runs_dir / FILE
        self._database = self._open()

    def __enter__(self) -> RunIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the file."""
        self._database.close()

    def refresh(self, *, on_progress: OnProgress = unwatched) -> int:
        """How many runs were read because they are new or changed; gone ones are forgotten."""
        known = dict(self._database.execute("SELECT run_id, stamp FROM runs"))
        present = dict(_stamps(self._runs_dir))
        at_work = {
            name for (name,) in self._database.execute("SELECT run_id FROM runs WHERE status = 'running'")
        }
        changed = [
            name for name, stamp in present.items() if known.get(name) != stamp or name in at_work
        ]  # a killed run leaves no mark
        gone = known.keys() - present.keys()
        if not changed and not gone:
            return 0
        try:
            with self._database:
                self._forget([*gone, *(name for name in changed if name in known)])
                for start in range(0, len(changed), _BATCH):
                    batch = changed[start : start + _BATCH]
                    self._insert([_row(self._runs_dir / name, present[name]) for name in batch])
                    on_progress(min(start + _BATCH, len(changed)), len(changed))
        except sqlite3.Error as error:
            raise RecordError(f"{self._path}: cannot be written ({error})") from error
        return len(changed)

    def rebuild(self, *, on_progress: OnProgress = unwatched) -> int:
        """How many runs there are, all read again."""
        with self._database:
            self._database.execute("DELETE FROM runs")
            self._database.execute("DELETE FROM words")
        return self.refresh(on_progress=on_progress)

    def update(self, run_id: str) -> None:
        """Read one run again, whether its folder looks changed or not."""
        with self._database:
            self._forget([run_id])
        self.refresh()

    def find(self, wanted: Wanted) -> tuple[list[dict[str, Any]], int]:
        """(rows as JSON values, how many match in all).

        Raises:
            RecordError: an unknown order.
        """
        if wanted.order not in ORDERS:
            raise RecordError(f"order: got {wanted.order!r}; want one of {', '.join(ORDERS)}")
        conditions, values = _conditions(wanted)
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        match = _match(wanted.words)
        if match:
            source = _MATCHING
            values, order = [match, *values], "score"
        else:
            source, order = "runs", ORDERS[wanted.order]
        columns = ", ".join(_COLUMNS)
        total = self._database.execute(f"SELECT count(*) FROM {source}{where}", values).fetchone()[0]
        rows = self._database.execute(
            f"SELECT {columns} FROM {source}{where} ORDER BY {order}, run_id DESC LIMIT ? OFFSET ?",
            [*values, wanted.limit, wanted.offset],
        )
        return [_told(dict(zip(_COLUMNS, row, strict=True))) for row in rows], total

    def _open(self) -> sqlite3.Connection:
        """The database, made anew when it is damaged or of another schema."""
        for is_last in (False, True):
            try:
                self._runs_dir.mkdir(parents=True, exist_ok=True)
                database = sqlite3.connect(self._path, timeout=30)
                database.execute("PRAGMA journal_mode = WAL")
                database.execute("PRAGMA synchronous = OFF")  # it can be made again
                if database.execute("PRAGMA user_version").fetchone()[0] not in (0, SCHEMA):
                    raise sqlite3.DatabaseError("another schema")
                database.executescript(_TABLES)
                database.execute(f"PRAGMA user_version = {SCHEMA}")
            except (sqlite3.Error, OSError) as error:
                if is_last or not isinstance(error, sqlite3.DatabaseError):
                    raise RecordError(f"{self._path}: cannot be used ({error})") from error
                for suffix in ("", "-wal", "-shm"):
                    self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
            else:
                return database
        raise AssertionError("the second attempt returns or raises")

    def _forget(self, names: list[str]) -> None:
        for name in names:
            self._database.execute("DELETE FROM runs WHERE run_id = ?", (name,))
        if len(names) > _FEW:  # one pass: run ids are not indexed among the words
            self._database.execute("DELETE FROM words WHERE run_id NOT IN (SELECT run_id FROM runs)")
        else:
            for name in names:
                self._database.execute("DELETE FROM words WHERE run_id = ?", (name,))

    def _insert(self, rows: list[tuple[list[Any], list[str]]]) -> None:
        marks = ", ".join("?" * len(_COLUMNS))
        self._database.executemany(f"INSERT OR REPLACE INTO runs VALUES ({marks})", [row for row, _ in rows])
        self._database.executemany("INSERT INTO words VALUES (?, ?, ?, ?, ?)", [words for _, words in rows])


def _stamps(runs_dir: Path) -> Iterator[tuple[str, str]]:
    """(run id, what changes when its run.json, labels or ratings do) of every run in a folder."""
    with os.scandir(runs_dir) as entries:
        for entry in entries:
            if not entry.name.startswith(".") and entry.is_dir():
                yield entry.name, str(entry.stat().st_mtime_ns)


def _row(run_dir: Path, stamp: str) -> tuple[list[Any], list[str]]:
    """(columns, words) of one run; a folder without a readable manifest is listed as damaged."""
    try:
        manifest: Mapping[str, Any] = read_manifest(run_dir)
        labels = read_labels(run_dir)
    except RecordError:
        empty = dict.fromkeys(_COLUMNS, None)
        damaged = "damaged" if (run_dir / MANIFEST).exists() else "no record"
        known = {**empty, "run_id": run_dir.name, "stamp": stamp, "status": damaged, "tags": "[]"}
        return list(known.values()), [run_dir.name, "", "", "", ""]
    built = (manifest.get("compile") or {}).get("object") or {}
    parts, joints = built.get("parts", []), built.get("joints", [])
    ratings, _ = scan_ratings(run_dir)
    standing = standing_of(ratings)
    prompt = _prompt(run_dir)
    category = labels.category or (manifest.get("source") or {}).get("category_slug")
    status = manifest.get("status")
    row = {
        "run_id": run_dir.name,
        "stamp": stamp,
        "status": BROKEN_OFF if status == "running" and not is_locked(run_dir) else status,
        "reason": manifest.get("reason"),
        "created_at": manifest.get("created_at") or "",
        "provider": manifest.get("provider"),
        "model_id": manifest.get("model_id"),
        "profile": manifest.get("settings", {}).get("profile"),
        "category": category,
        "tags": json.dumps(labels.tags),
        "object": built.get("name"),
        "parts": len(parts),
        "joints": len(joints),
        "cost_usd": manifest.get("usage", {}).get("cost_usd"),
        "turns": manifest.get("counts", {}).get("turns"),
        "rating": standing.mean,
        "raters": standing.raters,
        "parent": (manifest.get("lineage") or {}).get("parent"),
        "source": (manifest.get("source") or {}).get("layout"),
        "prompt": prompt,
    }
    names = " ".join([*map(_name, parts), *map(_name, joints)]).replace("_", " ")
    said = " ".join([*labels.tags, category or ""]).replace("_", " ")
    return list(row.values()), [run_dir.name, prompt, _name(built).replace("_", " "), names, said]


def _name(entry: Any) -> str:
    return str(entry.get("name", "")) if isinstance(entry, Mapping) else str(entry)


def _prompt(run_dir: Path) -> str:
    try:
        return (run_dir / PROMPT).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _match(words: str) -> str:
    """Query of the full-text index: every word, each also as a beginning."""
    return " ".join(f'"{word}"*' for word in re.findall(r"\w+", words.lower()))


def _conditions(wanted: Wanted) -> tuple[list[str], list[Any]]:
    """(SQL conditions, their values)."""
    tests: list[tuple[str, Any]] = [
        ("category = ?", wanted.category),
        ("EXISTS (SELECT 1 FROM json_each(tags) WHERE value = ?)", wanted.tag),
        ("provider = ?", wanted.provider),
        ("model_id = ?", wanted.model_id),
        ("status = ?", wanted.status),
        ("joints >= ?", wanted.min_joints),
        ("joints <= ?", wanted.max_joints),
        ("cost_usd <= ?", wanted.max_cost_usd),
        ("rating >= ?", wanted.min_rating),
        ("created_at >= ?", wanted.since),
        ("created_at < ?", wanted.until),
        ("parent = ?", wanted.parent),
        ("(rating IS NOT NULL) = ?", wanted.is_rated),
    ]
    used = [(test, value) for test, value in tests if value is not None]
    return [test for test, _ in used], [value for _, value in used]


def _told(row: dict[str, Any]) -> dict[str, Any]:
    del row["stamp"]
    return {**row, "tags": json.loads(row["tags"])}
