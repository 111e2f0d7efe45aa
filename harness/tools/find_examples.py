"""The tool that searches the library of complete example programs."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from harness.tools.base import Answer, Tool, ToolContext


async def find_examples(
    context: ToolContext, query: str, limit: Annotated[int, Field(ge=1, le=10)] = 3
) -> Answer:
    """Search complete, checked example programs by object, mechanism or technique.

    A `strong` match may lend structure and technique; a `weakly_relevant` one is inspiration only. A program
    shown before is not repeated.

    Args:
        context: The run's files and services.
        query: A few words, such as "folding arm hinge" or "drawer slides".
        limit: Number of matches wanted.
    """
    matches = [dict(match) for match in context.search(query, limit, frozenset(context.shown_examples))]
    context.shown_examples.update(match["example_id"] for match in matches)
    return Answer(matches)


TOOL = Tool(find_examples)
