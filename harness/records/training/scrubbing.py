"""Keeps what must not be published out of rows: keys, names in home folders, addresses of people.

A newcomer's mistake: to take every ``a@b.c`` for an address. In a program it is a product of matrices; only names
that end like a domain, and are not called or indexed, are taken out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from harness.redaction import redactor

_KEYS = re.compile(
    r"\b(?:sk-[A-Za-z0-9_-]{20,}|AIza[A-Za-z0-9_-]{30,}|gh[pousr]_[A-Za-z0-9]{30,}|hf_[A-Za-z0-9]{20,}"
    r"|xox[abprs]-[A-Za-z0-9-]{10,}|AKIA[A-Z0-9]{16}|gsk_[A-Za-z0-9]{20,})"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----",
    re.DOTALL,
)
"""Forms that services give their keys."""
_HOMES = re.compile(r"(/home/|/Users/|[A-Za-z]:\\{1,2}Users\\{1,2})(?!user\b)([^/\\\s\"'`<>:|]+)")
_ADDRESSES = re.compile(
    r"\b[A-Za-z0-9][A-Za-z0-9._%+-]*@(?:[A-Za-z0-9-]+\.)+"
    r"(?:com|org|net|edu|gov|info|io|dev|ai|app|co|me|eu|uk|de|fr|it|es|nl|ch|at|se|no|fi|pl|cz|ca|us|au|jp|cn|kr|in|br|ru)"
    r"\b(?![(\[])"
)


class Scrubber:
    """Cleans rows and counts what it took out.

    Args:
        secrets: value -> name of the variable it came from; known keys, whatever their form.
    """

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self.counts: Counter[str] = Counter()
        """Kind -> how many were taken out so far."""
        self._redact = redactor(secrets)

    def row(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row with every text in it cleaned."""
        return {name: self._value(value) for name, value in row.items()}

    def text(self, text: str) -> str:
        """The text with keys, home folders' names and addresses replaced."""
        cleaned = self._redact(text)
        self.counts["known keys"] += int(cleaned != text)
        for kind, pattern, instead in (
            ("keys", _KEYS, "[redacted key]"),
            ("home folders", _HOMES, r"\1user"),
            ("addresses", _ADDRESSES, "[redacted address]"),
        ):
            cleaned, count = pattern.subn(instead, cleaned)
            self.counts[kind] += count
        return cleaned

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {name: self._value(entry) for name, entry in value.items()}
        if isinstance(value, list | tuple):
            return [self._value(entry) for entry in value]
        return value
