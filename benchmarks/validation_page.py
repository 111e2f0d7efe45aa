"""docs/validation.md: what is checked, how severely, and how well, written from the checks and a run over the corpus.

A newcomer's mistake: to edit the page. Its first table comes from the first lines of the checks' docstrings and from
the profiles; the figures from ``make bench-qc``.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from sdk.qc.checks import CHECKS
from sdk.qc.codes import CODES
from sdk.qc.profiles import PROFILES
from tests.corpus.planted_defects import TOLD_BY
from tests.fault_injection import KINDS

if TYPE_CHECKING:
    from benchmarks.qc import Tally

PAGE = Path(__file__).parents[1] / "docs" / "validation.md"
HEAD = """# What is checked

Every compile runs these checks over the built object, at rest and over the whole range of every joint. Profile
`reference` runs only those of the public library, with its rules; `default` judges true geometry and warns of what the
public library does not know; `strict` fails it. Written by `make bench-qc`.
"""
LIMITS = """## What is not seen

- Wrong sizes that are plausible, and missing things that nothing in the object, its names or its prompt speaks of.
- A bolt missing from solid plates: only holes in line that stay empty tell of it.
- A reversed joint that collides with nothing, states no `positive=`, and whose name and prompt say nothing of its use.
- Combinations of three and more joints, and of two anywhere but at their ends.
- Slip between a wheel and a rack, and inside belts and chains; rims that touch are checked.
- Softness: cloth, cables and springs are judged as rigid pieces that hold on to what they touch.
- Overlap of open meshes by volume; their skins are compared.
"""


def check_table() -> str:
    """One row for each check: code, what it asks for, and its severity in `default` and `strict`."""
    lines = ["| code | asks that | default | strict |", "|---|---|---|---|"]
    strict = PROFILES["strict"].severities
    for check in CHECKS:
        manual = import_module(check.run.__module__).__doc__ or ""
        first = " ".join(manual.partition("\n\n")[0].split())
        wanted = first.partition(": ")[2].rstrip(".")
        usual = CODES[check.code].severity
        lines.append(f"| `{check.code}` | {wanted} | {usual} | {strict.get(check.code, usual)} |")
    return "\n".join(lines) + "\n"


def validation_page(tally: Tally) -> str:
    """The whole page."""
    return "\n".join([HEAD, check_table(), _corpus(tally), LIMITS])


def _corpus(tally: Tally) -> str:
    count, kinds = sum(tally.made.values()), len(tally.made)
    lines = [
        "# How well",
        "",
        f"Under `strict`, over {count} objects with one fault each, of {kinds} kinds, and {tally.sound} sound ones:",
        "the examples and their variants, the programs of this documentation, small programs, and those of the public",
        "library's tests that are sound. The faults are put into the examples by `tests/fault_injection.py`; injector",
        "and checks come from one house, so read the figures as a guard against regressions rather than as a promise",
        "about the world.",
        "",
        "| fault | told by | objects | told | recall |",
        "|---|---|---|---|---|",
    ]
    for kind, made in tally.made.items():
        codes = KINDS[kind][0] if kind in KINDS else TOLD_BY[kind.removeprefix("planted: ").replace(" ", "_")]
        told_by = ", ".join(f"`{code}`" for code in sorted(codes))
        found = tally.found[kind]
        lines.append(f"| {kind.replace('_', ' ')} | {told_by} | {made} | {found} | {found / made:.2f} |")
    lines += ["", "| code | right | false on sound objects | precision |", "|---|---|---|---|"]
    for code in sorted(tally.right | tally.false):
        right, wrong = tally.right[code], tally.false[code]
        lines.append(f"| `{code}` | {right} | {wrong} | {right / (right + wrong):.2f} |")
    lines += ["", "Missed:", "", *(tally.misses or ["- nothing"]), "", "Sound objects blamed:", ""]
    return "\n".join([*lines, *(tally.blamed or ["- none"]), ""])
