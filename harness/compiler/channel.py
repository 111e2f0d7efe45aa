"""The private line between a worker and its supervisor: one JSON object a line, each signed with a token.

A newcomer's mistake: to trust a line because it arrived. Author code shares the worker's descriptors, so a
line without the token is dropped, and a forked copy of the worker cannot speak at all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from types import NoneType
from typing import Any

MAX_LINE_BYTES = 64 * 1024 * 1024
"""Longest message taken; a longer one is dropped rather than kept in the caller's memory."""


_HARMLESS = frozenset({NoneType, bool, int, str})


class ChannelWriter:
    """The worker's end."""

    def __init__(self, descriptor: int, *, token: str) -> None:
        self._descriptor = descriptor
        self._token = token.encode()
        self._owner = os.getpid()

    def send(self, kind: str, **fields: Any) -> None:
        """Write one message; does nothing in a process forked from the worker.

        Raises:
            OSError: the line is gone, which only happens when author code closed it.
        """
        if os.getpid() != self._owner:
            return
        body = json.dumps({"kind": kind, **fields}, allow_nan=False, default=_plain)
        data = memoryview(self._token + b" " + body.encode() + b"\n")
        while data:
            data = data[os.write(self._descriptor, data) :]


class ChannelReader:
    """The supervisor's end: bytes in, signed messages out."""

    def __init__(self, *, token: str) -> None:
        self._mark = token.encode() + b" "
        self._pending = bytearray()

    def feed(self, data: bytes) -> list[dict[str, Any]]:
        """Messages completed by `data`, in order."""
        self._pending += data
        if b"\n" not in data:
            if len(self._pending) > MAX_LINE_BYTES:
                self._pending.clear()
            return []
        *lines, rest = bytes(self._pending).split(b"\n")
        self._pending = bytearray(rest)
        return [message for line in lines if (message := self._message(line)) is not None]

    def _message(self, line: bytes) -> dict[str, Any] | None:
        if not line.startswith(self._mark):
            return None
        try:
            message = json.loads(line[len(self._mark) :])
        except ValueError:
            return None
        return message if isinstance(message, dict) and "kind" in message else None


def finite(value: Any) -> Any:
    """`value` with every NaN and infinity as None, so that any JSON reader takes it."""
    kind = type(value)
    if kind in _HARMLESS:
        return value
    if isinstance(value, float):
        return value if value - value == 0.0 else None
    if kind is dict or isinstance(value, Mapping):  # the second takes many times as long
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return value


def _plain(value: Any) -> Any:
    """A numpy scalar or array as the Python value it holds; of anything else its type."""
    convert = getattr(value, "tolist", None)
    return f"<{type(value).__name__}>" if convert is None else convert()
