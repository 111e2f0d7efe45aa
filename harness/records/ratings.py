"""What people think of a run's object: `ratings.jsonl`, one rating a line, only ever appended to.

A newcomer's mistake: to change a rating. A rater who thinks again adds another line; the latest one of each rater
counts, and every line is sealed and chained to the one before it, so that a changed one is noticed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from harness.clock import SYSTEM_CLOCK, Clock
from harness.digests import sha256_of
from harness.errors import RecordError, UsageError
from harness.tape import sealed_line

FILE = "ratings.jsonl"
SCHEMA = 1
CRITERIA = ("geometry", "articulation", "physics")
"""Realism of the shape, the motion one expects, and nothing that could not be: those of the Articraft paper."""
MOST = 5


@dataclass(frozen=True)
class Rating:
    """One line: stars from 1 to 5 for each criterion and overall."""

    rater: str
    overall: int
    criteria: Mapping[str, int]
    """Criterion -> stars; those not judged are left out."""
    comment: str
    at: str
    model_py: str
    """SHA-256 of the program that was rated."""


@dataclass(frozen=True)
class Standing:
    """What the latest ratings of all raters come to."""

    mean: float | None
    raters: int
    criteria: Mapping[str, float]
    agreement: float | None
    """1 when all raters agree, 0 when they are as far apart as can be: one minus the mean distance of pairs of
    overall stars over 4; None with fewer than two raters."""

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        return {**vars(self), "criteria": dict(self.criteria)}


def add_rating(
    run_dir: Path,
    *,
    rater: str,
    overall: int | None = None,
    criteria: Mapping[str, int] | None = None,
    comment: str = "",
    clock: Clock = SYSTEM_CLOCK,
) -> Rating:
    """The rating, now the last line of the run's file.

    Args:
        run_dir: a run that has a program.
        rater: who rates.
        overall: stars; without it 5 less what each criterion lacks, at least 1, as the paper counts.
        criteria: criterion -> stars.
        comment: why.
        clock: what time it is.

    Raises:
        UsageError: no stars, stars out of range, an unknown criterion, no rater.
        RecordError: the file cannot be written, or was tampered with.
    """
    stars = dict(criteria or {})
    if unknown := sorted(set(stars) - set(CRITERIA)):
        raise UsageError(f"criteria: got {', '.join(unknown)}; want {', '.join(CRITERIA)}")
    if overall is None and not stars:
        raise UsageError("stars: got none; want an overall number from 1 to 5, or one for a criterion")
    if overall is None:
        overall = max(1, MOST - sum(MOST - value for value in stars.values()))
    for name, value in {"overall": overall, **stars}.items():
        if value not in range(1, MOST + 1):
            raise UsageError(f"{name}: got {value!r}; want stars from 1 to {MOST}")
    if not rater.strip():
        raise UsageError("rater: got nothing; want a name")
    program_path = run_dir / "model.py"
    if not program_path.is_file():
        raise UsageError(f"{program_path}: missing; want a run that made a program")
    try:
        program = sha256_of(program_path.read_bytes())
        rating = Rating(rater.strip(), overall, stars, comment, clock.timestamp(), program)
        lines = _lines(run_dir)
        _, problems = scan_ratings(run_dir)
        if problems:
            raise RecordError(problems[0])
        previous = sha256_of(lines[-1]) if lines else ""
        entry = {"schema": SCHEMA, "seq": len(lines), **vars(rating), "previous": previous}
        with (run_dir / FILE).open("ab") as stream:
            stream.write(sealed_line(entry) + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise RecordError(f"{run_dir / FILE}: cannot be written ({error.strerror})") from error
    return rating


def read_ratings(run_dir: Path) -> tuple[Rating, ...]:
    """Every rating of a run, oldest first.

    Raises:
        RecordError: a line was changed, removed or moved.
    """
    ratings, problems = scan_ratings(run_dir)
    if problems:
        raise RecordError(problems[0])
    return ratings


def scan_ratings(run_dir: Path) -> tuple[tuple[Rating, ...], tuple[str, ...]]:
    """(ratings that can be read, what is wrong with the file)."""
    ratings, problems, previous = [], [], ""
    for number, line in enumerate(_lines(run_dir), start=1):
        try:
            entry = json.loads(line)
            fields = {name: entry[name] for name in Rating.__dataclass_fields__}
            content = {name: value for name, value in entry.items() if name != "sha256"}
            is_whole = sealed_line(content) == line and entry["previous"] == previous
            is_whole &= entry["seq"] == number - 1
        except (ValueError, KeyError, TypeError) as error:
            problems.append(f"{run_dir / FILE}:{number}: damaged ({error})")
        else:
            if not is_whole:
                problems.append(
                    f"{run_dir / FILE}:{number}: does not match its hashes; a rating was forged or removed"
                )
            ratings.append(Rating(**fields))
        previous = sha256_of(line)
    return tuple(ratings), tuple(problems)


def standing_of(ratings: Sequence[Rating]) -> Standing:
    """Mean, criteria and agreement over each rater's latest rating."""
    latest = list({rating.rater: rating for rating in ratings}.values())
    if not latest:
        return Standing(None, 0, {}, None)
    criteria = {}
    for name in CRITERIA:
        given = [rating.criteria[name] for rating in latest if name in rating.criteria]
        if given:
            criteria[name] = sum(given) / len(given)
    distances = [abs(one.overall - other.overall) for one, other in combinations(latest, 2)]
    agreement = 1 - sum(distances) / len(distances) / (MOST - 1) if distances else None
    return Standing(sum(rating.overall for rating in latest) / len(latest), len(latest), criteria, agreement)


def _lines(run_dir: Path) -> list[bytes]:
    try:
        return (run_dir / FILE).read_bytes().splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise RecordError(f"{run_dir / FILE}: cannot be read ({error.strerror})") from error
