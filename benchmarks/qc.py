"""How well the checks judge: recall and false alarms over a corpus of injected faults.

Run as ``python -m benchmarks.qc [--most N] [--write]``; ``--write`` keeps the page it prints in docs/. A
newcomer's mistake: to read a code raised beside the expected one as a false alarm. A part in millimetres also
overlaps its neighbours; only sound objects can show false alarms, so those are counted there.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.validation_page import PAGE, validation_page
from harness.examples import Example, ExampleLibrary, Parameter
from harness.resources import resource_dir
from sdk.assets import AssetSession
from sdk.model.object import ArticulatedObject
from sdk.qc.profiles import PROFILES, use_profile
from sdk.scene import Scene
from sdk.testing.judge import Verdict, judge
from sdk.testing.report import TestReport
from tests.corpus.planted_defects import TOLD_BY, planted_source
from tests.fault_injection import KINDS, faulty_objects, load_object

STRICT = PROFILES["strict"]
VARIANTS = 8
"""Sound variants of each quick example, by other parameters."""
QUICK = frozenset(("desk_lamp", "drawer_cabinet", "folding_drone"))
"""Examples without coupled joints, judged in a tenth of a second."""
SHARE = 4
"""Of the kinds of faults, one in this many is put into each slow example."""
ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SOUND_CASES = frozenset(
    (
        "support_exact_touch",
        "support_contact_via_sibling",
        "support_gap_1e-7_counts_as_contact",
        "support_gap_allowed",
    )
    + ("support_group_both_allowed", "islands_two_boxes_touching", "overlap_pin_in_tube_collared")
    + (
        "allow_overlap_elements_match",
        "allow_overlap_elements_swapped_still_match",
        "pose_prismatic_and_mimic",
    )
    + ("pose_floating_origin", "coplanar_warning", "coplanar_low_risk_becomes_note", "script_minimal_ok")
    + ("mesh_vs_mesh_touching_and_within", "allow_overlap_pair", "expect_penetrating_parts_are_contact")
)
"""Programs that the public library passes and that were read and found sound; the others of its tests have the very
faults they are there to show.
"""
AUTHORED = TestReport(True, 1, ("an authored check",), ())


Judged = tuple[str, set[str], frozenset[str], str]


def verdict_on(model: ArticulatedObject, folder: Path, authored: TestReport = AUTHORED) -> Verdict:
    """The verdict under `strict`; the tests of a changed object are taken as passed."""
    return judge(model, authored=authored, scene=Scene(model, asset_root=folder), profile=STRICT)


def codes_of(verdict: Verdict) -> set[str]:
    """Codes that block."""
    return {finding.code for finding in verdict.findings if finding.severity == "failure"}


def faults_of(task: tuple[str, Path, int, list[str]]) -> list[Judged]:
    """(kind, codes raised, codes any of which tells it, place) for the faults put into one example."""
    name, folder, most, kinds = task
    model, _ = load_object(program_of(name), folder)
    return [
        (faulty.kind, codes_of(verdict_on(faulty.model, folder)), faulty.codes, f"{name}, {faulty.place}")
        for faulty in faulty_objects(name, model, folder, most_per_kind=most, kinds=kinds)
    ]


def fault_tasks(folder: Path, *, most: int) -> list[tuple[str, Path, int, list[str]]]:
    """Every fault in every quick example, in portions; a share of the kinds, at one place each, in every slow one."""
    kinds, tasks = list(KINDS), []
    names = [example.example_id for example in ExampleLibrary.load().examples]
    for number, name in enumerate(name for name in names if name not in QUICK):
        tasks.append((name, folder / name, 1, kinds[number % SHARE :: SHARE]))
    for name in sorted(QUICK & set(names)):
        tasks += [(name, folder / f"{name}-{start}", most, kinds[start::SHARE]) for start in range(SHARE)]
    return tasks


def blame_of(task: tuple[str, str, Path]) -> tuple[str, set[str]] | None:
    """A sound program's name and the codes it is blamed with; None when it refuses its parameters."""
    name, source, own = task
    try:
        model, tests = load_object(own / "model.py", own, source=source)
    except ValueError:  # with a sentence
        return None
    with AssetSession(own).use(), use_profile(STRICT):
        report = tests()
    return name, codes_of(verdict_on(model, own, report))


def sound_tasks(folder: Path) -> list[tuple[str, str, Path]]:
    """The examples as they are and with other parameters, the documentation's programs, and more small ones."""
    programs = [*example_programs(), *page_programs(), *small_programs()]
    return [(name, source, folder / f"{number:03d}") for number, (name, source) in enumerate(programs)]


def example_programs() -> Iterator[tuple[str, str]]:
    """Every example, and variants with other parameters: fewer of those whose sweeps take long."""
    for example in ExampleLibrary.load().examples:
        draw = random.Random(7)
        for number in range((VARIANTS if example.example_id in QUICK else 1) + 1):
            values = sampled(example, draw) if number else {}
            yield f"{example.example_id} {values or ''}".strip(), example.with_values(values)


def page_programs() -> Iterator[tuple[str, str]]:
    """Programs of the documentation that are whole in one block."""
    for page in sorted((ROOT / "docs" / "sdk").rglob("*.md")):
        for number, block in enumerate(BLOCK.findall(page.read_text(encoding="utf-8"))):
            if all(word in block for word in ("from sdk import", "object_model", "def run_tests")):
                yield f"{page.relative_to(ROOT)} {number}", block


def small_programs() -> Iterator[tuple[str, str]]:
    """The programs of the planted defects without them, and programs of the public library's own tests."""
    for name in TOLD_BY:
        yield f"planted/{name}", planted_source(name, fault=False)
    cases = json.loads((ROOT / "tests" / "golden" / "qc.json").read_text(encoding="utf-8"))["cases"]
    for case in cases:
        if case["id"] in SOUND_CASES:
            yield f"golden {case['id']}", case["model"]


def sampled(example: Example, draw: random.Random) -> dict[str, float]:
    """A value for each parameter, within its range."""
    return {each.name: _value(each, draw) for each in example.parameters}


def _value(parameter: Parameter, draw: random.Random) -> float:
    low, high = parameter.minimum, parameter.maximum
    value = low + (high - low) * draw.randrange(0, 101) / 100
    return round(value) if parameter.type == "int" else value


def program_of(name: str) -> Path:
    """An example's program."""
    return resource_dir("examples_library") / name / "model.py"


def main() -> int:
    """Write the page; 1 when a kind is told, or a code right, less often than `LEAST`."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--most", type=int, default=3, help="places per kind and example")
    reader.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at once")
    reader.add_argument("--write", action="store_true", help="write docs/validation.md, too")
    chosen = reader.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = run_corpus(Path(folder), most=chosen.most, jobs=chosen.jobs)
        page = validation_page(tally)
        if chosen.write:
            PAGE.write_text(page, encoding="utf-8")
        sys.stdout.write(page)
        return 0 if tally.is_good else 1


LEAST = 0.95


@dataclass
class Tally:
    """What a run over the corpus counted."""

    made: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    """Code -> faults it told that it was to tell."""
    false: Counter[str] = field(default_factory=Counter)
    """Code -> sound objects it blamed."""
    misses: list[str] = field(default_factory=list)
    blamed: list[str] = field(default_factory=list)
    sound: int = 0

    @property
    def is_good(self) -> bool:
        """Whether every kind is told and every code is right often enough."""
        told = all(self.found[kind] >= LEAST * self.made[kind] for kind in self.made)
        codes = self.right | self.false
        return told and all(
            self.right[code] >= LEAST * (self.right[code] + self.false[code]) for code in codes
        )


def run_corpus(folder: Path, *, most: int, jobs: int) -> Tally:
    """Every fault and every sound object judged, in `jobs` processes."""
    tally = Tally()
    with ProcessPoolExecutor(jobs) as pool:
        faults = pool.map(faults_of, fault_tasks(folder, most=most))
        sound = pool.map(blame_of, sound_tasks(folder / "sound"))
        judged = sorted(
            (each for found in faults for each in found), key=lambda each: list(KINDS).index(each[0])
        )
        for kind, codes, wanted, place in judged:
            _count(tally, kind, codes, wanted, place)
        for name, told_by in TOLD_BY.items():
            blamed = blame_of((name, planted_source(name, fault=True), folder / name))
            assert blamed is not None
            _count(tally, f"planted: {name.replace('_', ' ')}", blamed[1], frozenset(told_by), name)
        for blamed in sound:
            if blamed is None:
                continue
            tally.sound += 1
            tally.false.update(blamed[1])
            if blamed[1]:
                tally.blamed.append(f"- {blamed[0]}: {', '.join(sorted(blamed[1]))}")
    return tally


def _count(tally: Tally, kind: str, codes: set[str], wanted: frozenset[str], place: str) -> None:
    tally.made[kind] += 1
    tally.found[kind] += bool(codes & wanted)
    tally.right.update(codes & wanted)
    if not codes & wanted:
        tally.misses.append(f"- {kind}: {place} (raised: {', '.join(sorted(codes)) or 'nothing'})")


if __name__ == "__main__":
    raise SystemExit(main())
