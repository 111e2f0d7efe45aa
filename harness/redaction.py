"""Keeps keys out of everything a run writes down.

A newcomer's mistake: to redact values before they are JSON. A key with a quote or backslash in it looks
different inside a JSON string, so both spellings are replaced.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

Redact = Callable[[str], str]


def redactor(secrets: Mapping[str, str]) -> Redact:
    """A function that replaces every secret in a text by ``[redacted NAME]``.

    Args:
        secrets: value -> name of the variable it came from.
    """
    spellings = {
        spelling: f"[redacted {name}]"
        for value, name in secrets.items()
        for spelling in (value, json.dumps(value)[1:-1])
    }
    ordered = sorted(spellings, key=lambda spelling: (-len(spelling), spelling))

    def redact(text: str) -> str:
        for spelling in ordered:
            text = text.replace(spelling, spellings[spelling])
        return text

    return redact
