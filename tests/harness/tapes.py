"""Tapes changed on purpose, either clumsily or by somebody who mends every hash afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from harness.digests import canonical_json, sha256_of
from harness.tape import FILE, sealed_line
from harness.trace import MAX_INLINE_BYTES, write_blob


def lines_of(run_dir: Path) -> list[bytes]:
    """The lines of a tape, each with its newline."""
    return (run_dir / FILE).read_bytes().splitlines(keepends=True)


def rewrite_event(run_dir: Path, kind: str, payload: Mapping[str, Any]) -> None:
    """Give the first event of a kind another payload, and mend every hash on the tape."""

    def change(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        entry = next(entry for entry in entries if entry["kind"] == kind)
        text = canonical_json(payload)
        entry["payload_sha256"] = sha256_of(text)
        entry["payload"] = dict(payload)
        if len(text) > MAX_INLINE_BYTES:
            entry["payload"] = {"blob": write_blob(run_dir / "blobs", text.encode())}
        return entries

    forge(run_dir, change)


def forge(run_dir: Path, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> None:
    """Change the lines of a tape, then number, chain and seal them anew, as a careful forger would."""
    entries = change([json.loads(line) for line in lines_of(run_dir)])
    previous, data = "", b""
    for seq, entry in enumerate(entries):
        content = {name: value for name, value in entry.items() if name != "sha256"}
        line = sealed_line({**content, "seq": seq, "previous": previous})
        previous = sha256_of(line)
        data += line + b"\n"
    (run_dir / FILE).write_bytes(data)
