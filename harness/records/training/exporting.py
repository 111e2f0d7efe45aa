"""One export: runs in, a folder of rows out.

A newcomer's mistake: to write rows as they are made. Order, splits and duplicates are decided over all of them, so
that the same runs give the same bytes whatever order they were found in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from harness.digests import canonical_json
from harness.errors import RecordError, UsageError
from harness.records.training.columns import row_schema
from harness.records.training.duplicates import Seen, is_contaminated, prompt_stems
from harness.records.training.parquet import require_pyarrow
from harness.records.training.runs import RecordedRun, load_runs
from harness.records.training.scrubbing import Scrubber
from harness.records.training.selection import Condition, conditions
from harness.records.training.settings import ExportSettings
from harness.records.training.splits import split_of
from harness.records.training.views import VIEWS
from harness.records.training.views.base import Making, Row, View
from harness.records.training.writing import ExportReport, require_free, write_rows
from harness.services import Services, real_services
from harness.tokens import token_estimate


def export(
    folders: Iterable[Path],
    out: Path,
    settings: ExportSettings,
    *,
    secrets: Mapping[str, str] | None = None,
    services: Services | None = None,
    on_run: Callable[[str], None] = lambda run_id: None,
) -> ExportReport:
    """What was written to `out`, which is replaced as a whole if an export made it.

    Args:
        folders: run folders.
        out: folder for rows, schema, card and pictures.
        settings: what is asked.
        secrets: value -> name of keys that must not appear.
        services: compiler and library for ``clean``; the real ones by default.
        on_run: told of each run before work on it begins.

    Raises:
        UsageError: a setting cannot be used, `out` holds something else, or no row is left.
        RecordError: `out` cannot be written.
    """
    if "parquet" in settings.formats:
        require_pyarrow()
    require_free(out)
    wanted = conditions(settings.where)
    view = VIEWS[settings.view]
    runs, refused = load_runs(folders, licence=settings.licence)
    left_out: Counter[str] = Counter({"runs that cannot be read": len(refused)})
    chosen = [run for run in runs if _is_wanted(run, wanted, settings, left_out)]
    making = Making(
        manner=settings.manner,
        clean=settings.clean,
        taped=settings.taped,
        services=lambda: services or real_services(),
        on_run=on_run,
    )
    rows = list(view.rows(chosen, making))
    left_out[f"runs that give no {view.name} row"] = len(making.refused)
    scrubber = Scrubber(secrets or {})
    rows = _fresh([_finished(row, scrubber) for row in rows], view, settings, left_out)
    if not rows:
        reasons = "; ".join(f"{name}: {count}" for name, count in sorted(left_out.items()) if count)
        raise UsageError(
            f"export {view.name}: no row is left of {len(chosen)} runs ({reasons or 'none holds any'})"
        )
    _require_valid(rows, view)
    splits: dict[str, list[Row]] = {name: [] for name in settings.shares}
    for row in rows:
        splits[split_of(row["meta"]["group"], settings.shares, seed=settings.seed)].append(row)
    return write_rows(
        out,
        splits,
        settings,
        places={run.run_id: run.folder for run in chosen},
        left_out=left_out,
        refused={**refused, **making.refused},
        redactions={kind: count for kind, count in scrubber.counts.items() if count},
    )


def _is_wanted(
    run: RecordedRun, wanted: Sequence[Condition], settings: ExportSettings, left_out: Counter[str]
) -> bool:
    if set(run.providers) & set(settings.exclude_providers):
        left_out["runs of excluded providers"] += 1
    elif not all(condition.holds(run.facts) for condition in wanted):
        left_out["runs not asked for"] += 1
    else:
        return True
    return False


def _finished(row: Row, scrubber: Scrubber) -> Row:
    """The row redacted and measured; the hash of its program stays that of the record."""
    cleaned = scrubber.row(row)
    meta = {**cleaned["meta"], "is_redacted": cleaned != row, "tokens": token_estimate(canonical_json(row))}
    finished = {**cleaned, "meta": meta}
    if "rejected_meta" in finished:
        finished["rejected_meta"] = {**finished["rejected_meta"], "is_redacted": cleaned != row, "tokens": 0}
    return finished


def _fresh(rows: Iterable[Row], view: View, settings: ExportSettings, left_out: Counter[str]) -> list[Row]:
    """Rows by id that repeat no better one and are not too close to prompts kept away."""
    seen, kept_away = Seen(settings.near), [prompt_stems(prompt) for prompt in settings.kept_away]
    fresh = []
    for row in sorted(rows, key=lambda row: (-(row["meta"]["rating"] or 0), row["meta"]["turns"], row["id"])):
        if is_contaminated(row["meta"]["prompt"], kept_away):
            left_out["rows too close to prompts kept away"] += 1
        elif seen.repeats(row["id"], view.text(row)) is not None:
            left_out["rows that repeat another one"] += 1
        else:
            fresh.append(row)
    return sorted(fresh, key=lambda row: row["id"])


def _require_valid(rows: Iterable[Row], view: View) -> None:
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(row_schema(view.columns))
    for row in rows:
        fault = next(iter(validator.iter_errors(row)), None)
        if fault is not None:
            where = "/".join(map(str, fault.absolute_path))
            raise RecordError(f"row {row['id']}, {where}: {fault.message[:200]}; want what schema.json says")
