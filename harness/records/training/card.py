"""The data card: what a folder of rows holds, where it comes from, and what to know before training on it.

A newcomer's mistake: to write figures into `card.md`. Every figure is counted from the rows that were written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any

from harness.records.training.runs import NO_LICENCE
from harness.records.training.views.base import View

_EXPLAINED = {
    "messages": "System prompt, documentation and task, then replies and tool results. Learn from assistant messages "
    "whose `loss` is true. `told_by` names remarks of the harness that stand in a message.",
    "tools": "Schemas of the tools as chat completions take them.",
    "program": "The `model.py` the conversation ends with; it compiled clean under `meta.profile`.",
    "instruction": "The sentence the object was asked for with.",
    "report": "What the checks had said about the program before, as the model read it; empty if nothing.",
    "intent": "The words the model gave with the edit; empty if none.",
    "before": "The program before the edit.",
    "tool": "The tool that made the edit.",
    "arguments": "Its arguments, JSON text as the model wrote it.",
    "patch": "Unified diff between the two programs.",
    "after": "The program after the edit.",
    "failures_before": "Failed checks of the program before; null if it was not compiled.",
    "failures_after": "The same after.",
    "prompt": "What was asked: a sentence, or the messages up to the first reply.",
    "broken": "A program that failed its checks.",
    "signals": "Every finding of the checks, with what was measured, the limit and the line.",
    "fixed": "The first later program that failed less, and in nothing new.",
    "mended": "Codes of the failures that are gone.",
    "remaining": "Number of failures left.",
    "chosen": "The better answer.",
    "rejected": "The worse one, as it went.",
    "by": "What made the difference: rating, ending, failures, warnings or turns.",
    "rejected_meta": "The same as `meta`, of the worse answer.",
}


def data_card(
    view: View,
    splits: Mapping[str, Sequence[Mapping[str, Any]]],
    *,
    files: Mapping[str, Sequence[str]],
    options: Mapping[str, Any],
    left_out: Mapping[str, int],
    redactions: Mapping[str, int],
    rows_sha256: str,
) -> str:
    """Markdown with the front matter that dataset hubs read.

    Args:
        view: the kind of rows.
        splits: name -> rows.
        files: split -> its data files.
        options: what was asked of the export.
        left_out: reason -> number of runs or rows that are not there.
        redactions: kind -> how many texts were replaced.
        rows_sha256: hash over all rows.
    """
    metas = [row["meta"] for name in splits for row in splits[name]]
    sources = (
        ("Providers", [f"{meta['provider']}:{meta['model_id']}" for meta in metas]),
        ("Terms of the providers", [" and ".join(meta["provider_terms"]) for meta in metas]),
        ("Licences", [meta["licence"] for meta in metas]),
        ("Categories", [meta["category"] or "none recorded" for meta in metas]),
        ("Profiles of checks", [meta["profile"] for meta in metas]),
    )
    text = Path(__file__).with_name("card.md").read_text(encoding="utf-8")
    return Template(text).substitute(
        front_matter=_front_matter(view, {meta["licence"] for meta in metas}, files),
        view=view.name,
        about=view.about,
        splits=_split_table(splits),
        columns="\n".join(f"- `{name}`: {_EXPLAINED[name]}" for name in view.columns),
        sources="\n".join(f"- {title}: {_counted(values)}" for title, values in sources),
        options="\n".join(f"- {name}: {value}" for name, value in options.items()),
        rows_sha256=rows_sha256,
        left_out=_bullets(left_out) or "Nothing.",
        redactions=_bullets(redactions) or "Nothing was found.",
    )


def _front_matter(view: View, licences: set[str], files: Mapping[str, Sequence[str]]) -> str:
    known = licences - {NO_LICENCE}
    licence = known.pop().lower() if len(licences) == len(known) == 1 else "other"
    lines = [
        "---",
        f"license: {licence}",
        f"pretty_name: Articulated 3D assets as programs, {view.name}",
        "tags: [articulated-objects, code, tool-calling]",
        "configs:",
        "- config_name: default",
        "  data_files:",
    ]
    for split, names in files.items():
        lines += [f"  - split: {split}", f"    path: {names[0]}"]
    return "\n".join([*lines, "---"])


def _split_table(splits: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    lines = ["| Split | Rows | Runs | Groups | Tokens |", "|---|---|---|---|---|"]
    for name, rows in splits.items():
        metas = [row["meta"] for row in rows]
        runs, groups = {meta["run_id"] for meta in metas}, {meta["group"] for meta in metas}
        tokens = sum(meta["tokens"] for meta in metas)
        lines.append(f"| {name} | {len(rows):,} | {len(runs):,} | {len(groups):,} | {tokens:,} |")
    return "\n".join(lines)


def _counted(values: Sequence[str]) -> str:
    counts = sorted(Counter(values).items(), key=lambda one: (-one[1], one[0]))
    return ", ".join(f"{name} {count}" for name, count in counts)


def _bullets(counts: Mapping[str, int]) -> str:
    return "\n".join(f"- {name}: {count}" for name, count in sorted(counts.items()) if count)
