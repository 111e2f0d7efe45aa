"""`articraft show`: everything about one run on one screen.

A newcomer's mistake: to compute here. The command prints what record, ratings and labels say.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from harness.cli.options import RUNS_DIR, AsJson, Quiet, RunsDir
from harness.cli.places import find_run
from harness.cli.terminal import Terminal, escape
from harness.cli.verdict import counted

EPILOG = """\b
Examples:
  articraft show runs/<id>
  articraft show <id> --json"""


def show(
    run: Annotated[str, typer.Argument(help="A run's folder or id.", metavar="RUN")],
    runs_dir: RunsDir = RUNS_DIR,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Show one run: prompt, outcome, object, costs, ratings, labels, parent and children."""
    from harness.records.folder import read_manifest
    from harness.records.index import RunIndex, Wanted
    from harness.records.labels import read_labels
    from harness.records.ratings import read_ratings, standing_of

    terminal = Terminal(as_json=as_json, quiet=quiet)
    folder = find_run(run, runs_dir=runs_dir)
    manifest, ratings = read_manifest(folder), read_ratings(folder)
    with RunIndex(folder.resolve().parent) as index:
        index.refresh()
        children, _ = index.find(Wanted(parent=folder.resolve().name, limit=1000, order="oldest"))
    prompt = folder / "prompt.txt"
    payload = {
        "run_dir": str(folder),
        "prompt": prompt.read_text(encoding="utf-8") if prompt.is_file() else "",
        "manifest": manifest,
        "labels": read_labels(folder).to_dict(),
        "rating": standing_of(ratings).to_dict(),
        "ratings": [vars(rating) for rating in ratings],
        "children": [child["run_id"] for child in children],
    }
    terminal.result(payload, _page(folder, payload))
    terminal.next_steps(
        {
            f"articraft render {folder} --open": "a picture of the opened pose",
            f"articraft trace show {folder}": "what happened",
            f"articraft audit {folder}": "check the record",
            f"articraft rate {folder} --overall 4": "say what you think of it",
            f'articraft edit {folder} "..."': "change the object in a child run",
        }
    )


def _page(folder: Path, payload: dict[str, Any]) -> str:
    manifest, rating, labels = payload["manifest"], payload["rating"], payload["labels"]
    usage, counts = manifest.get("usage", {}), manifest.get("counts", {})
    built = (manifest.get("compile") or {}).get("object") or {}
    lineage = manifest.get("lineage")
    cost = usage.get("cost_usd")
    rows = {
        "status": f"{manifest.get('status')} ({manifest.get('reason')}) {manifest.get('message', '')}",
        "made": f"{manifest.get('created_at')} by {manifest.get('provider')}:{manifest.get('model_id')}",
        "object": f"{built.get('name')}: {counted(len(built.get('parts', [])), 'part')}, "
        f"{counted(len(built.get('joints', [])), 'joint')}"
        if built
        else "",
        "effort": f"{counted(counts.get('turns') or 0, 'turn')}, "
        f"{counted(counts.get('compiles') or 0, 'compile')}, "
        + ("cost unknown" if cost is None else f"${cost:.4f}"),
        "rating": "none" if rating["mean"] is None else _stars(rating),
        "labels": ", ".join([*([labels["category"]] if labels["category"] else []), *labels["tags"]]),
        "parent": f"{lineage['parent']} ({lineage['how']})" if lineage else "",
        "children": ", ".join(payload["children"]),
        "folder": str(folder),
    }
    lines = [f"[bold]{escape(payload['prompt'].strip())}[/bold]"]
    lines += [f"  {name:<9} {escape(text)}" for name, text in rows.items() if text]
    return "\n".join(lines)


def _stars(rating: dict[str, Any]) -> str:
    criteria = ", ".join(f"{name} {value:.1f}" for name, value in rating["criteria"].items())
    agreed = "" if rating["agreement"] is None else f", agreement {rating['agreement']:.2f}"
    return f"{rating['mean']:.2f} by {counted(rating['raters'], 'rater')}{agreed}" + (
        f" ({criteria})" if criteria else ""
    )
