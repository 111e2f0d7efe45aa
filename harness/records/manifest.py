"""What run.json says; every field has its one source here.

A newcomer's mistake: to look here for what happened. The manifest sums up; the trace tells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from harness.outcome import RunOutcome
from harness.versions import versions

if TYPE_CHECKING:
    from harness.compiler.result import CompileResult

SCHEMA = 1


def opening_manifest(
    *,
    run_id: str,
    created_at: str,
    provider: str,
    model_id: str,
    settings: Mapping[str, Any],
    hashes: Mapping[str, str],
    image: Mapping[str, str] | None,
    price: Mapping[str, Any] | None,
    lineage: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """run.json as it stands while the run lasts."""
    return {
        "schema": SCHEMA,
        "run_id": run_id,
        "status": "running",
        "reason": "",
        "message": "",
        "created_at": created_at,
        "finished_at": None,
        "provider": provider,
        "model_id": model_id,
        "settings": dict(settings),
        "image": image,
        "price": price,
        "lineage": lineage,
        "versions": versions(),
        "hashes": dict(hashes),
    }


def final_manifest(
    opening: Mapping[str, Any],
    outcome: RunOutcome,
    *,
    finished_at: str,
    hashes: Mapping[str, str],
    compiled: CompileResult | None,
    artifacts: Mapping[str, str],
) -> dict[str, Any]:
    """run.json of a run that is over.

    Args:
        opening: what stood there while it lasted.
        outcome: what the caller is told.
        finished_at: ISO 8601 in UTC.
        hashes: SHA-256 of the files left behind.
        compiled: the compile of the program left behind, or the last one.
        artifacts: path in the run folder -> SHA-256.
    """
    return {
        **opening,
        "status": outcome.status,
        "reason": outcome.reason,
        "message": outcome.message,
        "exit_code": int(outcome.exit_code),
        "finished_at": finished_at,
        "hashes": {**opening["hashes"], **hashes},
        "library": dict(outcome.library) or None,
        "counts": {
            "turns": outcome.turns,
            "tool_calls": outcome.tool_calls,
            "compiles": outcome.compiles,
        },
        "usage": {
            "input_tokens": outcome.usage.input_tokens,
            "cached_tokens": outcome.usage.cached_tokens,
            "output_tokens": outcome.usage.output_tokens,
            "cache_write_tokens": outcome.usage.cache_write_tokens,
            "reasoning_tokens": outcome.usage.reasoning_tokens,
            "cost_usd": outcome.cost_usd,
        },
        "timings": {"wall_s": round(outcome.wall_s, 3)},
        "compile": compiled and _plain(compiled),
        "artifacts": dict(artifacts),
    }


def findings_of(compiled: CompileResult | None) -> dict[str, int]:
    """Severity -> number of findings."""
    return dict(Counter(signal.severity for signal in compiled.signals)) if compiled else {}


def _plain(compiled: CompileResult) -> dict[str, Any]:
    data = compiled.to_dict()
    del data["artifacts"]  # the manifest lists them where they ended up
    return data
