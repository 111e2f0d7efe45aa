"""How well and how fast the checks judge: recall and false alarms over a corpus of injected faults, and time.

Run as ``python -m benchmarks.qc [--most N] [--time]``; it writes a table in Markdown to standard output. A
newcomer's mistake: to read a code raised beside the expected one as a false alarm. A part in millimetres also
overlaps its neighbours; only sound objects can show false alarms, so those are counted there.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from harness.examples import Example, ExampleLibrary, Parameter
from harness.resources import resource_dir
from sdk.assets import AssetSession
from sdk.model.object import ArticulatedObject
from sdk.model.shapes import Box, Cylinder
from sdk.qc.profiles import PROFILES
from sdk.scene import Scene
from sdk.testing.judge import Verdict, judge
from sdk.testing.report import TestReport
from tests.fault_injection import KINDS, Faulty, faulty_objects, load_object

STRICT = PROFILES["strict"]
VARIANTS = 8
"""Sound variants of each example, by other parameters."""
AUTHORED = TestReport(True, 1, ("an authored check",), ())


def verdict_on(model: ArticulatedObject, folder: Path, authored: TestReport = AUTHORED) -> Verdict:
    """The verdict under `strict`; the tests of a changed object are taken as passed."""
    return judge(model, authored=authored, scene=Scene(model, asset_root=folder), profile=STRICT)


def codes_of(verdict: Verdict) -> set[str]:
    """Codes that block."""
    return {finding.code for finding in verdict.findings if finding.severity == "failure"}


def corpus(folder: Path, *, most_per_kind: int) -> Iterator[Faulty]:
    """Every fault in every example."""
    for example in ExampleLibrary.load().examples:
        model, _ = load_object(program_of(example.example_id), folder / example.example_id)
        yield from faulty_objects(
            example.example_id, model, folder / example.example_id, most_per_kind=most_per_kind
        )


def sound_objects(folder: Path) -> Iterator[tuple[str, ArticulatedObject, Path, TestReport]]:
    """The examples as they are and with other parameters."""
    for example in ExampleLibrary.load().examples:
        draw = random.Random(7)
        for number in range(VARIANTS + 1):
            values = sampled(example, draw) if number else {}
            own = folder / f"{example.example_id}-{number}"
            try:
                source = example.with_values(values)
                model, tests = load_object(program_of(example.example_id), own, source=source)
            except ValueError:  # the program refuses these values, with a sentence
                continue
            with AssetSession(own).use():
                yield f"{example.example_id} {values}", model, own, tests()


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
    """Print the tables; 1 when a kind is found less often than `LEAST` or a sound object is blamed."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--most", type=int, default=4, help="places per kind and example")
    reader.add_argument("--time", action="store_true", help="only the time of a verdict")
    chosen = reader.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if chosen.time:
            return print_times(Path(folder))
        return print_corpus(Path(folder), most=chosen.most)


LEAST = 0.95


def print_corpus(folder: Path, *, most: int) -> int:
    """Recall per kind with its misses, false alarms per code on sound objects."""
    made: Counter[str] = Counter()
    found: Counter[str] = Counter()
    beside: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    raised: Counter[str] = Counter()
    misses: list[str] = []
    for faulty in corpus(folder, most_per_kind=most):
        codes = codes_of(verdict_on(faulty.model, folder / faulty.source))
        made[faulty.kind] += 1
        found[faulty.kind] += bool(codes & faulty.codes)
        raised.update(codes & faulty.codes)
        beside[faulty.kind].update(codes - faulty.codes)
        if not codes & faulty.codes:
            misses.append(
                f"- {faulty.kind}: {faulty.source}, {faulty.place} (raised: {sorted(codes) or 'nothing'})"
            )
    false: Counter[str] = Counter()
    blamed: list[str] = []
    sound = 0
    for name, model, own, report in sound_objects(folder / "sound"):
        sound += 1
        codes = codes_of(verdict_on(model, own, report))
        false.update(codes)
        if codes:
            blamed.append(f"- {name}: {sorted(codes)}")
    write = sys.stdout.write
    write(
        f"# Verdicts on {sum(made.values())} injected faults of {len(made)} kinds and {sound} sound objects\n\n"
    )
    write("| kind | told by | objects | found | recall | raised beside |\n|---|---|---|---|---|---|\n")
    for kind, (codes, _) in KINDS.items():
        share = f"{found[kind] / made[kind]:.2f}" if made[kind] else "-"
        also = ", ".join(f"{code} {count}" for code, count in beside[kind].most_common(4))
        write(f"| {kind} | {', '.join(sorted(codes))} | {made[kind]} | {found[kind]} | {share} | {also} |\n")
    write("\n| code | right | false on sound objects | precision |\n|---|---|---|---|\n")
    for code in sorted(raised | false):
        right, wrong = raised[code], false[code]
        write(f"| {code} | {right} | {wrong} | {right / (right + wrong):.2f} |\n")
    write("\nMissed:\n\n" + ("\n".join(misses) or "nothing") + "\n")
    write("\nSound objects blamed:\n\n" + ("\n".join(blamed) or "none") + "\n")
    is_good = all(found[kind] >= LEAST * made[kind] for kind in made) and not blamed
    return 0 if is_good else 1


def print_times(folder: Path) -> int:
    """Warm time of a whole verdict: the examples, chains, and rows of 50 to 800 visuals."""
    sys.stdout.write("| object | visuals | joints | first | warm |\n|---|---|---|---|---|\n")
    for example in ExampleLibrary.load().examples:
        own = folder / example.example_id
        model, _ = load_object(program_of(example.example_id), own)
        _print_time(example.example_id, model, own)
    _print_time("46 parts in a chain", chain(46), folder)
    for count in (50, 100, 200, 400, 800):
        _print_time(f"{count} visuals on 10 joints", comb(count), folder)
    return 0


def _print_time(name: str, model: ArticulatedObject, folder: Path) -> None:
    spent = []
    for _ in range(4):
        start = time.perf_counter()
        verdict_on(model, folder)
        spent.append(time.perf_counter() - start)
    visuals = sum(len(part.visuals) for part in model.parts)
    first, warm = spent[0] * 1e3, min(spent[1:]) * 1e3
    sys.stdout.write(
        f"| {name} | {visuals} | {len(model.articulations)} | {first:.0f} ms | {warm:.0f} ms |\n"
    )


def chain(count: int) -> ArticulatedObject:
    """Links in a row, each turning on a pin of the one before."""
    from sdk.model.articulation import MotionLimits
    from sdk.model.origin import Origin

    model = ArticulatedObject(f"chain_{count}")
    for number in range(count):
        link = model.part(f"link_{number}")
        link.visual(Box((0.08, 0.02, 0.01)), origin=Origin((0.03, 0.0, 0.0)), name="bar")
        link.visual(Cylinder(0.004, 0.01), origin=Origin((0.06, 0.0, 0.01)), name="pin")
        if number:
            model.articulation(
                f"turn_{number}",
                "revolute",
                f"link_{number - 1}",
                link,
                origin=Origin((0.06, 0.0, 0.02)),
                motion_limits=MotionLimits(lower=-0.3, upper=0.3),
            )
    return model


def comb(count: int) -> ArticulatedObject:
    """Ten drawers of a rack, `count` visuals in all."""
    from sdk.model.articulation import MotionLimits
    from sdk.model.origin import Origin

    model = ArticulatedObject(f"comb_{count}")
    rack = model.part("rack")
    rack.visual(Box((0.01, 0.02, 1.0)), origin=Origin((-0.105, 0.0, 0.45)), name="upright")
    each = count // 20
    for level in range(10):
        drawer = model.part(f"drawer_{level}")
        for number in range(each):
            at = Origin((0.0, 0.02 * number, 0.1 * level))
            rack.visual(Box((0.2, 0.02, 0.01)), origin=at, name=f"rail_{level}_{number}")
            drawer.visual(
                Box((0.2, 0.02, 0.01)), origin=Origin((0.0, 0.02 * number, 0.01)), name=f"runner_{number}"
            )
        model.articulation(
            f"slide_{level}",
            "prismatic",
            rack,
            drawer,
            origin=Origin((0.0, 0.0, 0.1 * level)),
            axis=(1, 0, 0),
            motion_limits=MotionLimits(lower=0.0, upper=0.1),
        )
    return model


if __name__ == "__main__":
    raise SystemExit(main())
