"""Facts: measurements known from an earlier judgement, named by everything their value depends on.

Nothing is remembered unless a host says so with `use_facts`. A newcomer's mistake: to name a fact by where it
came from. Its name is made of the content it was measured on, so an edited mesh simply has other facts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import blake2b
from typing import Any

MOST_KEPT = 8192
"""Facts told to the next judgement; those used last go first."""

_current: ContextVar[Facts | None] = ContextVar("facts", default=None)


class Facts:
    """What is known, and what was asked."""

    def __init__(self, text: str = "") -> None:
        """Start from what `text` gave; text of any other form is as good as none."""
        self._known: dict[str, Any] = {}
        self._asked: dict[str, Any] = {}
        self.measured = 0
        """How many had to be measured."""
        try:
            known = json.loads(text or "{}")
        except ValueError:
            return
        if isinstance(known, dict):
            self._known = known

    def recall(self, name: str, measure: Callable[[], Any]) -> Any:
        """The value known under a name, or else measured now."""
        if name not in self._asked:
            if name in self._known:
                self._asked[name] = self._known[name]
            else:
                self.measured += 1
                self._asked[name] = measure()
        return self._asked[name]

    def text(self) -> str:
        """JSON of what is worth knowing next time: what was asked, then what was known before."""
        kept: Mapping[str, Any] = {**self._asked, **{name: self._known[name] for name in self._unasked()}}
        return json.dumps(kept, separators=(",", ":"))

    def _unasked(self) -> list[str]:
        room = max(MOST_KEPT - len(self._asked), 0)
        return [name for name in self._known if name not in self._asked][:room]


@contextmanager
def use_facts(facts: Facts) -> Iterator[Facts]:
    """Have measurements in this block recalled from `facts`, and kept there."""
    token = _current.set(facts)
    try:
        yield facts
    finally:
        _current.reset(token)


def recalled(measure: Callable[[], Any], kind: str, content: Callable[[], Iterable[bytes]]) -> Any:
    """What `measure` gives, or gave before for the same kind and content.

    Args:
        measure: makes a value of None, booleans, numbers, text and lists of them.
        kind: what is measured, with the settings it is measured by.
        content: gives everything else the value depends on; called only where facts are in use.
    """
    facts = _current.get()
    if facts is None:
        return measure()
    parts = tuple(content())
    digest = blake2b(f"{kind} {[len(part) for part in parts]}".encode(), digest_size=16)
    for part in parts:
        digest.update(part)
    return facts.recall(digest.hexdigest(), measure)
