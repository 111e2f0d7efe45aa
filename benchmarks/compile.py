"""How long a compile takes: from an empty object to an engine, warm, contained and with every check.

A newcomer's mistake: to take a figure over its target for a failure. The table informs; it never fails a
build, because the machine may have been busy.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import programs
from benchmarks.soak import descendants
from harness.compiler import CompileResult, compile_source
from harness.compiler.cache import FOLDER_VARIABLE

ROUNDS = 5
ROUNDS_FROM_A_SHELL = 5
PHASES = ("build", "scene", "tests", "qc", "export")
PAUSE_S = 0.1
"""Between two compiles; in a session a model takes its turn there, which is seconds."""


@dataclass(frozen=True)
class Case:
    """One line of the table."""

    name: str
    source: str
    target_ms: float | None
    reference_ms: float | None
    """Median of the reference system on the program this one has the size of, warm and with checks."""


CASES = (
    Case("empty", programs.EMPTY, None, None),
    Case("264 visuals in 4 parts", programs.TOWER, 60, 210),
    Case("46 parts, 45 joints", programs.KEYBOARD, 60, 130),
    Case("91 visuals", programs.QUAD, 120, 1050),
    Case("60,000 triangles", programs.TELESCOPE, 150, 680),
    Case("CadQuery mixer", programs.MIXER, 350, 890),
    Case("wheel with tire", programs.WHEEL, 100, 2850),
    Case("ring of 24,000 triangles, cut", programs.CUT_RING, None, None),
    Case("190,000-triangle engine", programs.ENGINE, 1000, 11900),
)


def main() -> None:
    """Measure every case and print the tables."""
    table = Table(
        title=f"Compile, warm and contained: medians of {ROUNDS}, {PAUSE_S} s apart", title_justify="left"
    )
    for heading in (
        "program",
        "ms",
        "edited",
        "target",
        "reference",
        "outside phases",
        "verdict",
        "triangles",
    ):
        is_text = heading in ("program", "verdict")
        table.add_column(heading, justify="left" if is_text else "right", no_wrap=is_text)
    isolation: tuple[str, ...] = ()
    resident_mib = 0.0
    with tempfile.TemporaryDirectory() as folder:
        os.environ[FOLDER_VARIABLE] = ""
        workdir = Path(folder) / "work"
        for case in CASES:
            result, spent, outside = _warm(case, workdir)
            edited = _edited(case, Path(folder))
            table.add_row(
                case.name,
                f"{spent:.0f}",
                f"{edited:.0f}",
                "" if case.target_ms is None else f"{case.target_ms:.0f}",
                "" if case.reference_ms is None else f"{case.reference_ms:.0f}",
                f"{outside:.0f}",
                result.ended_by or result.status,
                f"{_triangles(workdir):,}",
            )
            isolation = result.isolation
            if case.source == programs.TOWER:
                resident_mib = _resident_mib()
        os.environ[FOLDER_VARIABLE] = str(Path(folder) / "cache")
        compile_source(programs.TOWER, workdir=workdir)
        cached = _median(lambda: compile_source(programs.TOWER, workdir=workdir), ROUNDS)
        shell = _from_a_shell(Path(folder))
    console = Console(width=max(Console().width, 110))
    console.print(table)
    console.print(
        "edited: with what compiles before it kept, but for the result; the program differs in its joints' limits"
    )
    console.print(
        f"resident, warm workers in waiting and their zygote: {resident_mib:.0f} MiB without CadQuery (target 150)"
    )
    console.print(f"unchanged program, from cache: {cached:.1f} ms (target 15)")
    console.print(f"`articraft compile` of a small program from a cold shell: {shell:.0f} ms (target 500)")
    console.print(f"layers: {', '.join(isolation)}")


def _warm(case: Case, workdir: Path) -> tuple[CompileResult, float, float]:
    """Last result, median milliseconds, and median of those outside the phases, after one compile that warms."""
    compile_source(case.source, workdir=workdir)
    results: list[CompileResult] = []
    times = _times(lambda: results.append(compile_source(case.source, workdir=workdir)), ROUNDS)
    inside = [sum(result.timings_ms.get(phase, 0.0) for phase in PHASES) for result in results]
    outside = [spent - within for spent, within in zip(times, inside, strict=True)]
    return results[-1], statistics.median(times), statistics.median(outside)


def _edited(case: Case, folder: Path) -> float:
    """Median milliseconds of a compile that differs from the one before in its joints' limits only."""
    os.environ[FOLDER_VARIABLE] = str(folder / "lineage")
    workdir = folder / "edited"
    sources = iter(_limits_moved(case.source, by=number) for number in range(ROUNDS + 1))
    compile_source(next(sources), workdir=workdir)
    spent = _median(lambda: compile_source(next(sources), workdir=workdir), ROUNDS)
    os.environ[FOLDER_VARIABLE] = ""
    return spent


def _limits_moved(source: str, *, by: int) -> str:
    """The program with every upper limit a little higher, and a comment for those that have none."""
    stretch = 1.0 + 0.01 * by
    moved = re.sub(r"upper=([\d.]+)", lambda limit: f"upper={float(limit[1]) * stretch:.6f}", source)
    return f"{moved}# {by}\n"


def _median(work: Callable[[], object], rounds: int) -> float:
    return statistics.median(_times(work, rounds))


def _times(work: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each round."""
    times: list[float] = []
    for _ in range(rounds):
        time.sleep(PAUSE_S)
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return times


def _resident_mib() -> float:
    """Memory of this process's children at rest: private pages, and shared ones by the number that share them."""
    time.sleep(0.5)
    shares = re.compile(r"^Pss: +(\d+) kB", re.MULTILINE)
    rolled_up = (Path(f"/proc/{process}/smaps_rollup").read_text() for process in descendants(os.getpid()))
    return sum(float(found[1]) for text in rolled_up if (found := shares.search(text))) / 1024


def _triangles(workdir: Path) -> int:
    return sum(path.read_text().count("\nf ") for path in workdir.rglob("*.obj"))


def _from_a_shell(folder: Path) -> float:
    program = folder / "small" / "model.py"
    program.parent.mkdir()
    program.write_text(programs.EMPTY)
    command = [
        str(Path(sys.executable).with_name("articraft")),
        "compile",
        str(program),
        "--quiet",
        "--no-cache",
    ]
    return _median(lambda: subprocess.run(command, capture_output=True, check=False), ROUNDS_FROM_A_SHELL)


if __name__ == "__main__":
    main()
