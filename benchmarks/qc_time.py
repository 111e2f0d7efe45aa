"""How long a verdict takes: scene and every check under `strict`, from meshes never seen to meshes known.

Run as ``python -m benchmarks.qc_time``. Each figure is the least of several children forked from a process that
has loaded everything and seen nothing, as a compile's worker is. A newcomer's mistake: to repeat a verdict in one
process and call that warm; the second time every mesh, volume and contact is known by its content.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import qc_objects
from sdk.assets import AssetSession
from sdk.model.object import ArticulatedObject
from sdk.qc.profiles import PROFILES
from sdk.scene import Scene
from sdk.testing.judge import Verdict, judge
from sdk.testing.report import TestReport

STRICT = PROFILES["strict"]
AUTHORED = TestReport(True, 1, ("an authored check",), ())
CHILDREN = 5
COUNTS = (50, 100, 200, 400, 800)


@dataclass(frozen=True)
class Case:
    """One line of the table."""

    name: str
    make: Callable[[], ArticulatedObject]
    target_ms: float | None = None
    children: int = CHILDREN


CASES = (
    Case("46 parts, 45 joints in a chain", qc_objects.chain, 60),
    Case("46 parts, 45 joints side by side", qc_objects.keyboard, 60),
    Case("91 visuals, 10 joints", qc_objects.machine, 120),
    Case("the same with many faults", qc_objects.faulty_machine),
    Case("264 visuals in 4 parts", qc_objects.tower, 80),
    Case("190,000 triangles, 977 components", qc_objects.engine, 800),
)
CROWDS = (Case("10,000 visuals through each other", lambda: qc_objects.heap(10_000), 10_000, children=1),)


@dataclass(frozen=True)
class Measured:
    """Processor time of verdicts on one object."""

    visuals: int
    joints: int
    new_ms: float
    """Meshes never seen."""
    known_ms: float
    """The same again."""
    findings: int


def verdict_on(model: ArticulatedObject, folder: Path, authored: TestReport = AUTHORED) -> Verdict:
    """The verdict under `strict`; the tests of a changed object are taken as passed."""
    return judge(model, authored=authored, scene=Scene(model, asset_root=folder), profile=STRICT)


def measure(case: Case) -> Measured:
    """The least times over the case's children."""
    found = [_in_a_child(case.make) for _ in range(case.children)]
    return Measured(
        found[0].visuals,
        found[0].joints,
        min(each.new_ms for each in found),
        min(each.known_ms for each in found),
        found[0].findings,
    )


def _in_a_child(make: Callable[[], ArticulatedObject]) -> Measured:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "w") as report:
            json.dump(_times(make).__dict__, report)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as report:
        text = report.read()
    os.waitpid(child, 0)
    return Measured(**json.loads(text))


def _times(make: Callable[[], ArticulatedObject]) -> Measured:
    with tempfile.TemporaryDirectory() as name, AssetSession(Path(name)).use():
        model = make()
        spent, verdict = [], None
        for _ in range(2):
            start = time.process_time()
            verdict = verdict_on(model, Path(name))
            spent.append((time.process_time() - start) * 1e3)
    assert verdict is not None
    visuals = sum(len(part.visuals) for part in model.parts)
    return Measured(visuals, len(model.articulations), spent[0], spent[1], len(verdict.findings))


def load() -> None:
    """Load what a verdict needs, as a worker that waits for its job has."""
    with tempfile.TemporaryDirectory() as name, AssetSession(Path(name)).use():
        verdict_on(qc_objects.chain(3), Path(name))


def main() -> int:
    """Print the table."""
    load()
    write = sys.stdout.write
    write("| object | visuals | joints | target | new | known | new, us per visual | findings |\n")
    write("|---|---|---|---|---|---|---|---|\n")
    growth = tuple(
        Case(f"{count} visuals on 10 joints", lambda count=count: qc_objects.comb(count)) for count in COUNTS
    )
    for case in (*CASES, *growth, *CROWDS):
        found = measure(case)
        target = "" if case.target_ms is None else f"{case.target_ms:,.0f} ms"
        write(
            f"| {case.name} | {found.visuals} | {found.joints} | {target} | {found.new_ms:,.0f} ms | "
            f"{found.known_ms:,.0f} ms | {found.new_ms * 1e3 / found.visuals:,.0f} | {found.findings} |\n"
        )
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
