"""The families of the library, each read by itself: the objects whose parameters can be varied.

A newcomer's mistake: to ask `ExampleLibrary` for one. It refuses everything when one entry is broken; here the broken
one is named and the others are there.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from harness.errors import UsageError
from harness.examples.catalogue import PROGRAM, SHEET, Example, load_example
from harness.resources import resource_dir

LIBRARY = "examples_library"
ALL = "all"
"""Stands for every family on the command line."""


@dataclass(frozen=True)
class Families:
    """Those that can be read, in the order of their names, and for each other one why not."""

    examples: tuple[Example, ...]
    broken: Mapping[str, str] = field(default_factory=dict)


def family_names(library: Path | None = None) -> list[str]:
    """Names of all families, sorted."""
    folder = library or resource_dir(LIBRARY)
    return sorted(sheet.parent.name for sheet in folder.glob(f"*/{SHEET}"))


def read_families(names: Iterable[str] = (ALL,), *, library: Path | None = None) -> Families:
    """The families called so; ``all`` is every one, and case, spaces and hyphens do not matter.

    Args:
        names: what was typed.
        library: folder to look in instead of the bundled one.

    Raises:
        UsageError: there is none of a name; the nearest are given.
    """
    known = family_names(library)
    wanted = dict.fromkeys(one for name in names for one in _called(name, known))
    found: list[Example] = []
    broken: dict[str, str] = {}
    for name in wanted:
        try:
            found.append(load_example((library or resource_dir(LIBRARY)) / name))
        except UsageError as error:
            broken[name] = str(error)
        except (SyntaxError, UnicodeDecodeError) as error:
            broken[name] = f"example {name!r}, {PROGRAM}: {error}"
    return Families(tuple(found), broken)


def _called(name: str, known: list[str]) -> list[str]:
    """Names of the families meant by `name`."""
    folded = name.strip().lower().replace(" ", "_").replace("-", "_")
    if folded == ALL:
        return known
    if folded in known:
        return [folded]
    near = difflib.get_close_matches(folded, known, n=3, cutoff=0.5)
    told = f"nearest: {', '.join(near)}" if near else f"want one of {', '.join(known)}"
    raise UsageError(f"family {name!r}: the library has none of that name; {told}, or {ALL}")
