"""The functions of a program that speak most of a query: what an example has to teach, without all of it.

A newcomer's mistake: to cut by lines. A piece of a function teaches nothing; whole functions do, as long as they are
short.
"""

from __future__ import annotations

import ast
from collections import Counter

from harness.words import identifiers_of, stems_of

MOST_LINES = 60
"""Of all excerpts of one program; one that is no longer is shown whole."""


def excerpt_of(program: str, query: str) -> str:
    """Whole functions of `program` in its order, together at most `MOST_LINES` lines; empty when none fits.

    Those that speak of more of the query, and then more often, are chosen first.
    """
    try:
        tree = ast.parse(program)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    lines, wanted = program.split("\n"), set(stems_of(query))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name != "run_tests"]
    texts = {node: "\n".join(lines[node.lineno - 1 : node.end_lineno]) for node in functions}
    scores = {node: _score(text, wanted) for node, text in texts.items()}
    chosen, left = set(), MOST_LINES
    for node in sorted(functions, key=lambda node: -scores[node]):
        length = texts[node].count("\n") + 1
        if scores[node] > 0 and length <= left:
            chosen.add(node)
            left -= length
    return "\n\n\n".join(texts[node] for node in functions if node in chosen)


def _score(text: str, wanted: set[str]) -> float:
    """How much of the query a function speaks of, and how densely."""
    counts = Counter(word for word in identifiers_of(text) if word in wanted)
    return len(counts) + min(1.0, counts.total() / (1 + text.count("\n")))
