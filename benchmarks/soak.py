"""Whether compiling leaves anything behind: hundreds in a row and eight at once, counted before and after.

A newcomer's mistake: to count from the first compile. What is loaded once is no leak, so counting begins after
a few.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import programs
from harness.compiler import compile_source
from harness.compiler.forking import bury_the_dead

ROWS = 500
AT_ONCE = 8
WARMING = 6
LOOKS, LOOK_EVERY_S = 10, 0.05
MEMORY_SLACK_KIB = 16 * 1024
"""Growth of the harness process that is the allocator's doing."""

PROGRAMS = (
    programs.EMPTY,
    programs.KEYBOARD,
    "1 / 0\n",
    "import os\nos._exit(1)\n",
    "import os\nos.abort()\n",
    "import os\nos.makedirs('left/behind')\nos.symlink('/', 'left/link')\nbytearray(64 << 30)\n",
)
"""Sound ones, and one for each way to end badly."""


@dataclass(frozen=True)
class Count:
    """What this process holds, and what lies about."""

    processes: int
    """Descendants, however far."""
    descriptors: int
    folders: int
    """Entries of the folders for temporary files and for work, at any depth, but for results."""
    memory_kib: int

    def leaks_since(self, before: Count) -> dict[str, int]:
        """Name -> growth of whatever has grown by more than it may."""
        slack = {"memory_kib": MEMORY_SLACK_KIB}
        now, then = asdict(self), asdict(before)
        grown = {name: now[name] - then[name] for name in now}
        return {name: growth for name, growth in grown.items() if growth > slack.get(name, 0)}


def count(folder: Path) -> Count:
    """The count now; `folder` holds everything that is written."""
    gc.collect()
    bury_the_dead(within_s=5.0)
    return Count(
        processes=max(_processes() for _ in range(LOOKS)),
        descriptors=len(list(Path("/proc/self/fd").iterdir())),
        folders=sum(1 for _ in folder.rglob("*")),
        memory_kib=_resident_kib(),
    )


def soak(folder: Path, *, rows: int, tell: Callable[[int], None] = lambda done: None) -> tuple[Count, Count]:
    """Counts before and after `rows` compiles in a row and then eight at once, all below `folder`.

    Args:
        folder: empty; temporary files go there too.
        rows: how many in a row.
        tell: called after each, with how many are done.
    """
    kept, tempfile.tempdir = tempfile.tempdir, str(folder / "tmp")
    (folder / "tmp").mkdir()

    def compile_one(number: int) -> None:
        source = PROGRAMS[number % len(PROGRAMS)]
        compile_source(source, workdir=folder / f"work{number % AT_ONCE}", timeout_s=20.0, cache=False)

    def compile_all(numbers: range) -> None:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(compile_one, numbers))

    def settle() -> Count:
        for number in range(
            AT_ONCE
        ):  # the same program last in each folder, so that the same files lie there
            compile_source(programs.EMPTY, workdir=folder / f"work{number}", cache=False)
        return count(folder)

    try:
        compile_all(range(WARMING))
        before = settle()
        for number in range(rows):
            compile_one(number)
            tell(number + 1)
        compile_all(range(2 * AT_ONCE))
        return before, settle()
    finally:
        tempfile.tempdir = kept


def _processes() -> int:
    """Descendants now; while a zygote replaces the families it has handed out, they are fewer than at rest."""
    time.sleep(LOOK_EVERY_S)
    return len(descendants(os.getpid()))


def descendants(process: int) -> set[int]:
    """Ids of the processes that came of one."""
    found: set[int] = set()
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            own = {int(child) for child in task.read_text().split()}
        except OSError:  # ended between two looks
            continue
        found |= own.union(*(descendants(child) for child in own))
    return found


def _resident_kib() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def main() -> None:
    """Run it, print the counts, and end with status 1 if something was left behind."""
    console = Console()
    with tempfile.TemporaryDirectory() as name, console.status("Compiling") as status:
        before, after = soak(
            Path(name), rows=ROWS, tell=lambda done: status.update(f"Compiling {done}/{ROWS}")
        )
    table = Table(
        title=f"{ROWS} compiles in a row, then {2 * AT_ONCE}, {AT_ONCE} at once", title_justify="left"
    )
    for heading in ("what", "before", "after"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    for (what, then), now in zip(asdict(before).items(), asdict(after).values(), strict=True):
        table.add_row(what, f"{then:,}", f"{now:,}")
    console.print(table)
    if leaks := after.leaks_since(before):
        console.print(f"left behind: {leaks}")
        sys.exit(1)


if __name__ == "__main__":
    main()
