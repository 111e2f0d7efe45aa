"""The tool that searches the library of complete example programs.

A newcomer's mistake: to send whole programs. Three of them are longer than all else a conversation begins with.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from harness.tools.base import Answer, Tool, ToolContext
from harness.tools.excerpts import MOST_LINES, excerpt_of

_KEPT = ("example_id", "title", "description", "match_quality")


async def find_examples(
    context: ToolContext, query: str, limit: Annotated[int, Field(ge=1, le=10)] = 3, full: bool = False
) -> Answer:
    """Search complete, checked example programs by object, mechanism or technique.

    The best match comes with the functions nearest to the query, others by description. With `full` the best
    match comes whole, once; search for its id. A `strong` match may lend structure and technique; a
    `weakly_relevant` one is inspiration only.

    Args:
        context: The run's files and services.
        query: A few words, such as "folding arm hinge" or "drawer slides", or an example's id.
        limit: Number of matches wanted.
        full: Give the whole program of the best match, and no other.
    """
    count = 1 if full else limit
    matches = [dict(match) for match in context.search(query, count, frozenset(context.shown_examples))][
        :count
    ]
    told = [
        match if full else _in_short(match, query if place == 0 else "")
        for place, match in enumerate(matches)
    ]
    context.shown_examples.update(match["example_id"] for match in told if "content" in match)
    return Answer(told)


def _in_short(match: Mapping[str, Any], query: str) -> Mapping[str, Any]:
    """The match without its program, unless that is short; the nearest functions where there is a query."""
    lines = str(match.get("content", "")).count("\n") + 1
    if "content" not in match or lines <= MOST_LINES:
        return match
    short = {name: match[name] for name in _KEPT if name in match} | {"lines": lines}
    excerpt = excerpt_of(match["content"], query) if query else ""
    return {**short, "excerpt": excerpt} if excerpt else short


TOOL = Tool(find_examples)
