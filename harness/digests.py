"""Content hashes and the one canonical JSON form they are taken over.

A newcomer's mistake: to hash `json.dumps(value)` as it comes; key order and spacing would then decide
whether two equal records compare equal.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any


def sha256_of(data: str | bytes) -> str:
    """Lower-case hexadecimal SHA-256; text is taken as UTF-8."""
    return hashlib.sha256(
        data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    ).hexdigest()


def canonical_json(value: Any) -> str:
    """JSON text that is equal for equal values: sorted keys, no spaces, ASCII only.

    Raises:
        ValueError: NaN or infinity, which JSON does not have.
        TypeError: a value that is not JSON.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def plain(value: Any) -> Any:
    """JSON form of our values: those that know theirs give it, dataclasses become objects, tuples lists.

    Infinite numbers and NaN, which JSON lacks, become null: a record is written whatever a service sends.
    """
    if hasattr(value, "to_dict"):
        return plain(value.to_dict())
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple | list):
        return [plain(entry) for entry in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
