"""How two runs differ: program, object, findings, effort.

A newcomer's mistake: to compare the programs' texts alone. Two texts may build one object; parts, joints and sizes are
compared by what the compiles measured.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from harness.records.folder import EXPORT, PREVIEW, PROGRAM, PROMPT, read_manifest

_EFFORT = ("turns", "tool_calls", "compiles")
_SMALLEST = 1e-9


@dataclass(frozen=True)
class Change:
    """One thing that is different; None where it is absent."""

    what: str
    """``part lid``, ``joint hinge upper``, ``size x``, ``mass``, ``finding QC_REAL_OVERLAP``, ``status``, ..."""
    before: Any
    after: Any


@dataclass(frozen=True)
class Comparison:
    """Two runs side by side."""

    before: str
    after: str
    changes: tuple[Change, ...]
    program: str
    """Unified diff; empty when the programs are equal."""
    pictures: tuple[Path | None, Path | None]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        return {
            "before": self.before,
            "after": self.after,
            "changes": [vars(change) for change in self.changes],
            "program": self.program,
            "pictures": [path and str(path) for path in self.pictures],
        }


def compare_runs(before: Path, after: Path, *, context: int = 3) -> Comparison:
    """What is different from `before` to `after`.

    Args:
        before: a run folder.
        after: another.
        context: lines around each difference of the programs.

    Raises:
        RecordError: one of them has no readable run.json.
    """
    one, two = read_manifest(before), read_manifest(after)
    facts = (_facts(before, one), _facts(after, two))
    changes = [
        Change(name, facts[0].get(name), facts[1].get(name))
        for name in dict.fromkeys([*facts[0], *facts[1]])
        if not _equal(facts[0].get(name), facts[1].get(name)) and not _is_of_a_stranger(name, facts)
    ]
    program = "".join(
        difflib.unified_diff(
            _lines(before / PROGRAM),
            _lines(after / PROGRAM),
            f"{before.name}/{PROGRAM}",
            f"{after.name}/{PROGRAM}",
            n=context,
        )
    )
    pictures = [run / PREVIEW if (run / PREVIEW).is_file() else None for run in (before, after)]
    return Comparison(before.name, after.name, tuple(changes), program, (pictures[0], pictures[1]))


def side_by_side(comparison: Comparison, target: Path) -> None:
    """Write the pictures of both runs, the first above the second, to `target` as PNG.

    Raises:
        ValueError: one of them has no picture.
    """
    from PIL import Image

    first, second = comparison.pictures
    if first is None or second is None:
        missing = comparison.before if first is None else comparison.after
        raise ValueError(f"run {missing} has no picture")
    with Image.open(first) as top, Image.open(second) as bottom:
        width = max(top.width, bottom.width)
        sheet = Image.new("RGB", (width, top.height + bottom.height), "white")
        sheet.paste(top.convert("RGB"), (0, 0))
        sheet.paste(bottom.convert("RGB"), (0, top.height))
        sheet.save(target, format="PNG")


def _facts(run_dir: Path, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Name -> value of everything worth comparing, in the order a reader wants it."""
    compiled = manifest.get("compile") or {}
    built = compiled.get("object") or {}
    prompt = run_dir / PROMPT
    facts: dict[str, Any] = {
        "prompt": prompt.read_text(encoding="utf-8").strip() if prompt.is_file() else None,
        "status": manifest.get("status"),
        "provider": manifest.get("provider"),
        "model": manifest.get("model_id"),
        "profile": manifest.get("settings", {}).get("profile"),
        "object": built.get("name"),
    }
    for axis, value in zip("xyz", built.get("size") or (), strict=False):
        facts[f"size {axis}"] = value
    facts["mass in kg"] = _mass(run_dir / EXPORT / "model.urdf")
    for name, value in built.items():
        if isinstance(value, int | float):
            facts[name] = value
    for kind, entries in (("part", built.get("parts", [])), ("joint", built.get("joints", []))):
        for entry in entries:
            facts |= _entry(kind, entry)
    codes = Counter(signal["code"] for signal in compiled.get("signals", []))
    facts |= {f"finding {code}": count for code, count in sorted(codes.items())}
    counts, usage = manifest.get("counts", {}), manifest.get("usage", {})
    facts |= {name.replace("_", " "): counts.get(name) for name in _EFFORT}
    facts["cost in USD"] = usage.get("cost_usd")
    return facts


def _mass(urdf: Path) -> float | None:
    """Sum of the masses in a URDF; None when it has none, or cannot be read."""
    try:
        masses = [float(entry.get("value", "nan")) for entry in ElementTree.parse(urdf).iter("mass")]
    except (OSError, ElementTree.ParseError, ValueError):
        return None
    return sum(masses) if masses else None


def _entry(kind: str, entry: Any) -> dict[str, Any]:
    """A part or joint and each of its figures."""
    if not isinstance(entry, Mapping):
        return {f"{kind} {entry}": "there"}
    head = f"{kind} {entry.get('name')}"
    figures = {
        f"{head} {name}": value for name, value in entry.items() if name != "name" and value is not None
    }
    return {head: "there", **figures}


def _is_of_a_stranger(name: str, facts: tuple[Mapping[str, Any], Mapping[str, Any]]) -> bool:
    """Whether it is a figure of a part or joint that only one of the runs has; that it has it is said already."""
    head = " ".join(name.split(" ")[:2])
    return name != head and name.startswith(("part ", "joint ")) and (head in facts[0]) != (head in facts[1])


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, float | int) and isinstance(other, float | int):
        return abs(one - other) <= _SMALLEST
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_equal, one, other))
    return one == other


def _lines(path: Path) -> list[str]:
    text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
    return [line + "\n" for line in text.splitlines()]
