"""What the library's families cost and how well their ranges hold: one row each, and a table at the end.

`python -m benchmarks.library [NAME...] [--n 20] [--seed 0] [--jobs N]` compiles every family with its own values and
with drawn ones, without the cache. A newcomer's mistake: to read its seconds on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from harness.compiler import compile_source
from harness.compiler.service import MAX_CHILDREN
from harness.examples import Example
from harness.examples.families import ALL, read_families
from harness.examples.sampling import draw, ranges_of

MOST_TRIANGLES = 15_000
"""The median family should stay below; single ones may go to four times that."""


@dataclass(frozen=True)
class Measured:
    """One compile."""

    seconds: float
    is_sound: bool
    """Neither failures nor warnings."""
    codes: tuple[str, ...]
    triangles: int
    """In all mesh files, each counted once."""
    mass: float
    parts: int
    joints: int


@dataclass(frozen=True)
class Row:
    """One family."""

    name: str
    sets: int
    sound: int
    """Of the drawn sets; the family's own values not among them."""
    own_is_sound: bool
    median_s: float
    slowest_s: float
    triangles: int
    most_triangles: int
    mass: float
    parts: int
    joints: int
    codes: Mapping[str, int]


def measure(example: Example, values: Mapping[str, float]) -> Measured:
    """How long the program takes with these values, and what it makes."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        result = compile_source(
            example.with_values(values), workdir=Path(folder), profile="strict", cache=False
        )
        seconds = time.perf_counter() - started
        codes = tuple(dict.fromkeys(one.code for one in result.signals if one.severity != "note"))
        triangles = sum(
            line.startswith("f ")
            for path in Path(folder).glob("assets/meshes/*.obj")
            for line in path.read_text(encoding="utf-8").splitlines()
        )
        urdf = Path(folder) / "model.urdf"
        masses = ElementTree.parse(urdf).getroot().iter("mass") if urdf.is_file() else ()
        built = result.object or {"parts": (), "joints": ()}
        return Measured(
            seconds=seconds,
            is_sound=result.status == "success" and not codes,
            codes=codes,
            triangles=triangles,
            mass=sum(float(mass.attrib["value"]) for mass in masses),
            parts=len(built["parts"]),
            joints=len(built["joints"]),
        )


def row_of(name: str, own: Measured, others: Sequence[Measured]) -> Row:
    """The family's line of the table."""
    every = [own, *others]
    return Row(
        name=name,
        sets=len(others),
        sound=sum(one.is_sound for one in others),
        own_is_sound=own.is_sound,
        median_s=statistics.median(one.seconds for one in every),
        slowest_s=max(one.seconds for one in every),
        triangles=own.triangles,
        most_triangles=max(one.triangles for one in every),
        mass=own.mass,
        parts=own.parts,
        joints=own.joints,
        codes=Counter(code for one in every for code in one.codes),
    )


def table(rows: Sequence[Row]) -> str:
    """All rows and what they come to."""
    lines = [
        f"{'family':20} {'own':>4} {'sets':>7} {'median s':>8} {'slowest':>7} {'triangles':>9} {'most':>6} "
        f"{'kg':>9} {'parts':>5} {'joints':>6}  codes"
    ]
    for row in rows:
        codes = ", ".join(f"{code} {count}" for code, count in row.codes.items())
        lines.append(
            f"{row.name:20} {'ok' if row.own_is_sound else 'BAD':>4} {f'{row.sound}/{row.sets}':>7} "
            f"{row.median_s:8.2f} {row.slowest_s:7.2f} {row.triangles:9} {row.most_triangles:6} "
            f"{row.mass:9.3f} {row.parts:5} {row.joints:6}  {codes}".rstrip()
        )
    if rows:
        sets, sound = sum(row.sets for row in rows), sum(row.sound for row in rows)
        finest = max(rows, key=lambda row: row.most_triangles)
        above = [row.name for row in rows if row.triangles > MOST_TRIANGLES]
        lines += [
            "",
            f"{len(rows)} families, {sum(row.own_is_sound for row in rows)} sound with their own values; "
            f"{sound} of {sets} drawn sets sound ({sound / max(sets, 1):.1%})",
            f"seconds a compile: median {statistics.median(row.median_s for row in rows):.2f} of families, "
            f"slowest {max(row.slowest_s for row in rows):.2f}",
            f"triangles: median {statistics.median(row.triangles for row in rows):.0f}, "
            f"most {finest.most_triangles} ({finest.name}); above {MOST_TRIANGLES}: {', '.join(above) or 'none'}",
        ]
    return "\n".join(lines)


def measured_rows(examples: Iterable[Example], *, number: int, seed: int, jobs: int) -> Iterable[Row]:
    """One row after the other, each as soon as it is known."""
    with ThreadPoolExecutor(jobs) as pool:
        for example in examples:
            sets = draw(ranges_of(example), number, seed=seed, key=example.example_id)
            own, *others = pool.map(lambda values, example=example: measure(example, values), [{}, *sets])
            yield row_of(example.example_id, own, others)


def main() -> int:
    """Exit status: 1 when a family cannot be read or its own values are not sound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=[ALL])
    parser.add_argument("--n", type=int, default=20, help="drawn sets of each family")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1, help=f"compiles at once, at most {MAX_CHILDREN} here")
    parser.add_argument("--json", type=Path, help="also write the rows there")
    arguments = parser.parse_args()
    families = read_families(arguments.names)
    rows = []
    for row in measured_rows(
        families.examples,
        number=arguments.n,
        seed=arguments.seed,
        jobs=max(1, min(arguments.jobs, MAX_CHILDREN)),
    ):
        rows.append(row)
        print(f"{row.name}: {row.sound}/{row.sets} sound, {row.median_s:.2f} s", flush=True)
    for name, why in families.broken.items():
        print(f"broken: {name}: {why}")
    print(f"\n{table(rows)}")
    if arguments.json:
        arguments.json.write_text(
            json.dumps([asdict(row) for row in rows], indent=2) + "\n", encoding="utf-8"
        )
    return 1 if families.broken or not all(row.own_is_sound for row in rows) else 0


if __name__ == "__main__":
    raise SystemExit(main())
