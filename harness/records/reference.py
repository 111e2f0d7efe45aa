"""Brings records of the reference's layout into our runs folder; the source is only read.

A newcomer's mistake: to invent what the source lacks. An imported run says so (``source.fidelity`` is ``partial``): it
has no trace, so it can be listed, compiled, rated and edited, but neither replayed nor audited in full.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from harness.clock import Clock
from harness.digests import sha256_of
from harness.errors import RecordError, UsageError
from harness.files import write_atomic
from harness.records import folder as places
from harness.records.manifest import SCHEMA
from harness.records.ratings import add_rating

LAYOUT = "reference"
SOURCE = "source"
"""Folder of an imported run that holds their own files."""
_STATUSES = {"success": "success", "external_finalized": "success", "external_ready": "success"}
"""Final status of their provenance -> ours; any other is ``partial``."""
_POINTER = b"version https://git-lfs"
_MOST_POINTER_BYTES = 1024


@dataclass(frozen=True)
class Imported:
    """What became of one record."""

    record_id: str
    run_dir: Path | None
    """None when it was passed over."""
    reason: str


def find_records(source: Path) -> list[Path]:
    """Folders of records below `source`: a record itself, a ``records`` folder, or a data folder that holds one.

    Raises:
        UsageError: there are none.
    """
    if (source / "record.json").is_file():
        return [source]
    for folder in (source / "data" / "records", source / "records", source):
        found = sorted(path.parent for path in folder.glob("*/record.json"))
        if found:
            return found
    raise UsageError(f"{source}: holds no record.json; want a record, or a folder of records")


def import_records(records: list[Path], runs_dir: Path) -> Iterator[Imported]:
    """Each record as it is brought in; those that are there already, or lack their program, are passed over."""
    for record_dir in records:
        try:
            yield _import(record_dir, runs_dir)
        except (RecordError, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            yield Imported(record_dir.name, None, f"cannot be read ({error})")


def _import(record_dir: Path, runs_dir: Path) -> Imported:
    record = json.loads((record_dir / "record.json").read_text(encoding="utf-8"))
    record_id = str(record["record_id"])
    target = runs_dir / record_id
    if target.exists():
        return Imported(record_id, None, "there already")
    revision = record_dir / "revisions" / str(record.get("active_revision_id") or "")
    artifacts = record.get("artifacts") or {}
    program = _present(record_dir / str(artifacts.get("model_py") or ""), revision / "model.py")
    if program is None:
        return Imported(
            record_id, None, "its program is not here (a pointer to large-file storage, or missing)"
        )
    prompt = _present(record_dir / str(artifacts.get("prompt_txt") or ""), revision / "prompt.txt")
    words = (
        prompt.read_text(encoding="utf-8") if prompt else str((record.get("display") or {}).get("title", ""))
    )
    provenance = _json(record_dir / str(artifacts.get("provenance_json") or ""), revision / "provenance.json")
    cost = _json(record_dir / str(artifacts.get("cost_json") or ""), revision / "cost.json")
    staged = runs_dir / f".{record_id}.tmp"
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    write_atomic(staged / places.PROMPT, words)
    write_atomic(staged / places.PROGRAM, program.read_bytes())
    for picture in sorted((revision / places.INPUTS).glob("*")):
        (staged / places.INPUTS).mkdir(exist_ok=True)
        shutil.copyfile(picture, staged / places.INPUTS / picture.name)
    _keep_source(record_dir, revision, staged / SOURCE)
    manifest = _manifest(record, provenance, cost, program=program.read_bytes(), prompt=words)
    write_atomic(staged / places.MANIFEST, json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    _rate(staged, record)
    staged.replace(target)
    return Imported(record_id, target, "imported")


def _keep_source(record_dir: Path, revision: Path, target: Path) -> None:
    """Copy what has no place in our layout: their record, provenance, costs and trajectory, as they are."""
    target.mkdir()
    kept = [record_dir / "record.json", *revision.glob("*.json"), *revision.glob("traces/*")]
    for path in sorted(path for path in kept if path.is_file() and not _is_pointer(path)):
        shutil.copyfile(path, target / path.name)


def _manifest(
    record: Mapping[str, Any],
    provenance: Mapping[str, Any],
    cost: Mapping[str, Any],
    *,
    program: bytes,
    prompt: str,
) -> dict[str, Any]:
    """run.json as far as their files know it; what they do not know is None."""
    generation, summary = provenance.get("generation") or {}, provenance.get("run_summary") or {}
    lineage = record.get("lineage") or {}
    tokens = ((cost.get("total") or {}).get("tokens")) or {}
    total_usd = ((cost.get("total") or {}).get("costs_usd") or {}).get("total")
    parent = lineage.get("parent_record_id")
    return {
        "schema": SCHEMA,
        "run_id": record["record_id"],
        "status": _STATUSES.get(str(summary.get("final_status")), "partial"),
        "reason": str(summary.get("final_status") or "imported"),
        "message": "",
        "created_at": record.get("created_at"),
        "finished_at": record.get("updated_at"),
        "provider": record.get("provider") or "external",
        "model_id": record.get("model_id") or "",
        "settings": {
            "effort": None,
            "profile": "reference",
            "max_turns": generation.get("max_turns"),
            "max_cost_usd": generation.get("max_cost_usd"),
        },
        "image": None,
        "price": None,
        "lineage": {"how": "edit", "parent": parent} if parent else None,
        "versions": dict(provenance.get("environment") or {}),
        "hashes": {"prompt": sha256_of(prompt), "model_py": sha256_of(program)},
        "library": None,
        "counts": {
            "turns": summary.get("turn_count"),
            "tool_calls": summary.get("tool_call_count"),
            "compiles": summary.get("compile_attempt_count"),
        },
        "usage": {
            "input_tokens": tokens.get("prompt_tokens"),
            "cached_tokens": tokens.get("cached_tokens"),
            "output_tokens": tokens.get("candidates_tokens"),
            "cost_usd": total_usd,
        },
        "compile": None,
        "artifacts": {},
        "source": {
            "layout": LAYOUT,
            "fidelity": "partial",
            "lacks": [
                "system prompt",
                "tool schemas",
                "request parameters",
                "durations",
                "revisions of model.py",
            ],
            "category_slug": record.get("category_slug"),
            "title": (record.get("display") or {}).get("title"),
            "author": record.get("author"),
            "thinking_level": generation.get("thinking_level"),
            "active_revision_id": record.get("active_revision_id"),
        },
    }


def _rate(run_dir: Path, record: Mapping[str, Any]) -> None:
    """Their one or two ratings as lines of ours, dated as the record's last change."""
    changed = str(record.get("updated_at") or record.get("created_at") or "1970-01-01T00:00:00Z")
    moment = datetime.fromisoformat(changed.replace("Z", "+00:00"))
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    clock = Clock(now=lambda: moment, monotonic=lambda: 0.0)
    for stars, rater in (("rating", "rated_by"), ("secondary_rating", "secondary_rated_by")):
        if record.get(stars) is not None:
            name = str(record.get(rater) or f"imported {stars.replace('_', ' ')}")
            add_rating(run_dir, rater=name, overall=int(record[stars]), comment="imported", clock=clock)


def _present(*paths: Path) -> Path | None:
    """The first that is a file with content of its own."""
    return next((path for path in paths if path.is_file() and not _is_pointer(path)), None)


def _is_pointer(path: Path) -> bool:
    """Whether the file only points to large-file storage."""
    if path.stat().st_size > _MOST_POINTER_BYTES:
        return False
    return path.read_bytes().startswith(_POINTER)


def _json(*paths: Path) -> dict[str, Any]:
    path = _present(*paths)
    data = json.loads(path.read_text(encoding="utf-8")) if path else {}
    return data if isinstance(data, dict) else {}
