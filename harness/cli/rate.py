"""`articraft rate` and `articraft tag`: what people think of a run, and what they call it.

A newcomer's mistake: to edit `ratings.jsonl`. Its lines are chained; a second opinion is another line.
"""

from __future__ import annotations

import getpass
import os
from typing import Annotated

import typer

from harness.cli.options import RUNS_DIR, AsJson, Quiet, RunsDir
from harness.cli.places import find_run
from harness.cli.terminal import Terminal, escape
from harness.cli.verdict import counted
from harness.errors import UsageError

RATER = "ARTICRAFT_RATER"
RATE_EPILOG = """\b
Stars run from 1 to 5. Begin with 5 and take one for each small fault: in the realism of the shape (--geometry), in
the motion one expects (--articulation), in what could not be (--physics). Without --overall it is worked out so.

\b
Examples:
  articraft rate runs/<id> --overall 4 --comment "handle too thin"
  articraft rate <id> --geometry 5 --articulation 4 --physics 4 --rater ana"""
TAG_EPILOG = """\b
Examples:
  articraft tag runs/<id> kitchen small
  articraft tag <id> --remove small --category cabinet"""
Run = Annotated[str, typer.Argument(help="A run's folder or id.", metavar="RUN")]


def rate(
    run: Run,
    overall: Annotated[int | None, typer.Option("--overall", help="Stars, 1 to 5.", metavar="N")] = None,
    geometry: Annotated[
        int | None, typer.Option("--geometry", help="Realism of the shape.", metavar="N")
    ] = None,
    articulation: Annotated[
        int | None, typer.Option("--articulation", help="The motion one expects.", metavar="N")
    ] = None,
    physics: Annotated[
        int | None, typer.Option("--physics", help="Nothing that could not be.", metavar="N")
    ] = None,
    comment: Annotated[str, typer.Option("--comment", help="Why.", metavar="TEXT")] = "",
    rater: Annotated[
        str | None,
        typer.Option("--rater", help=f"Who rates [default: ${RATER}, else your user name].", metavar="NAME"),
    ] = None,
    runs_dir: RunsDir = RUNS_DIR,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Rate a run's object; a later rating by the same rater replaces the earlier one."""
    from harness.records.index import RunIndex
    from harness.records.ratings import add_rating, read_ratings, standing_of

    terminal = Terminal(as_json=as_json, quiet=quiet)
    folder = find_run(run, runs_dir=runs_dir)
    given = {"geometry": geometry, "articulation": articulation, "physics": physics}
    criteria = {name: value for name, value in given.items() if value is not None}
    rating = add_rating(
        folder, rater=rater or _own_name(), overall=overall, criteria=criteria, comment=comment
    )
    standing = standing_of(read_ratings(folder))
    with RunIndex(folder.resolve().parent) as index:
        index.update(folder.resolve().name)
    agreed = "" if standing.agreement is None else f", agreement {standing.agreement:.2f}"
    terminal.result(
        {"rating": vars(rating), "standing": standing.to_dict()},
        f"{escape(rating.rater)}: {counted(rating.overall, 'star')}; "
        f"mean {standing.mean:.2f} by {counted(standing.raters, 'rater')}{agreed}",
    )
    terminal.next_steps({"articraft list --order rating": "the best runs"})


def tag(
    run: Run,
    tags: Annotated[list[str] | None, typer.Argument(help="Tags to add.", metavar="TAG...")] = None,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", help="A tag to take away.", metavar="TAG")
    ] = None,
    category: Annotated[
        str | None, typer.Option("--category", help="What sort of object it is; '' for none.", metavar="NAME")
    ] = None,
    runs_dir: RunsDir = RUNS_DIR,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Add and remove a run's tags, or set its category; without any, show them."""
    from harness.records.labels import change_labels, read_labels

    terminal = Terminal(as_json=as_json, quiet=quiet)
    folder = find_run(run, runs_dir=runs_dir)
    if tags or remove or category is not None:
        labels = change_labels(folder, add=tags or (), remove=remove or (), category=category)
    else:
        labels = read_labels(folder)
    words = ", ".join(labels.tags) or "no tags"
    terminal.result(labels.to_dict(), f"{escape(words)}; category {escape(labels.category or 'none')}")
    if labels.tags:
        terminal.next_steps({f"articraft list --tag {labels.tags[0]}": "runs with this tag"})


def _own_name() -> str:
    try:
        return os.environ.get(RATER) or getpass.getuser()
    except (OSError, KeyError):
        raise UsageError(f"--rater: nobody's name is known here; want one, or ${RATER}") from None
