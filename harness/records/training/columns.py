"""The schema of rows, once, as JSON Schema; the types of Parquet columns are derived from it.

A newcomer's mistake: to give a column a free object in Parquet. Its type would be the union of everything ever put
there; free objects (arguments, parameters) are JSON text there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

TEXT: Mapping[str, Any] = {"type": "string"}
TEXTS: Mapping[str, Any] = {"type": "array", "items": TEXT}
COUNT: Mapping[str, Any] = {"type": "integer", "minimum": 0}
COUNT_OR_NULL: Mapping[str, Any] = {"type": ["integer", "null"], "minimum": 0}
_FLAG: Mapping[str, Any] = {"type": "boolean"}
_TEXT_OR_NULL: Mapping[str, Any] = {"type": ["string", "null"]}
_NUMBER_OR_NULL: Mapping[str, Any] = {"type": ["number", "null"]}


def record(required: Mapping[str, Any], optional: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Schema of an object with exactly these fields."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


SIGNALS: Mapping[str, Any] = {
    "type": "array",
    "items": record(
        {
            "severity": TEXT,
            "code": TEXT,
            "kind": TEXT,
            "summary": TEXT,
            "parts": TEXTS,
            "joint": _TEXT_OR_NULL,
            "measured": _NUMBER_OR_NULL,
            "limit": _NUMBER_OR_NULL,
            "line": COUNT_OR_NULL,
        }
    ),
}
TOOLS: Mapping[str, Any] = {
    "type": "array",
    "items": record(
        {
            "type": {"const": "function", "type": "string"},
            "function": record(
                {"name": TEXT, "description": TEXT, "parameters": {"type": "object"}},
            ),
        }
    ),
}
"""As chat completions take them."""
_CALL = record(
    {
        "id": {"type": "string", "pattern": "^[A-Za-z0-9]{9}$"},
        "type": {"const": "function", "type": "string"},
        "function": record({"name": TEXT, "arguments": {"type": ["object", "string"]}}),
    }
)
MESSAGES: Mapping[str, Any] = {
    "type": "array",
    "minItems": 1,
    "items": record(
        {
            "role": {"type": "string", "enum": ["system", "user", "assistant", "tool"]},
            "content": TEXT,
            "loss": _FLAG,
        },
        {
            "reasoning_content": TEXT,
            "tool_calls": {"type": "array", "minItems": 1, "items": _CALL},
            "tool_call_id": TEXT,
            "name": TEXT,
            "images": {
                "type": "array",
                "items": record({"path": TEXT, "sha256": TEXT, "media_type": TEXT}),
            },
            "told_by": TEXTS,
        },
    ),
}
META: Mapping[str, Any] = record(
    {
        "run_id": TEXT,
        "prompt": TEXT,
        "category": _TEXT_OR_NULL,
        "group": TEXT,
        "tags": TEXTS,
        "provider": TEXT,
        "model_id": TEXT,
        "providers": TEXTS,
        "provider_terms": TEXTS,
        "licence": TEXT,
        "status": TEXT,
        "reason": TEXT,
        "profile": TEXT,
        "rating": _NUMBER_OR_NULL,
        "parts": COUNT,
        "joints": COUNT,
        "turns": COUNT,
        "tool_calls": COUNT,
        "failures": COUNT,
        "warnings": COUNT,
        "cost_usd": _NUMBER_OR_NULL,
        "created_at": TEXT,
        "parent": _TEXT_OR_NULL,
        "code_sha256": TEXT,
        "versions": {"type": "object"},
        "cleaned": {"type": "string", "enum": ["no", "tape", "tools"]},
        "dropped_turns": COUNT,
        "dropped_calls": COUNT,
        "compactions": COUNT,
        "freeform_tools": TEXTS,
        "tokens": COUNT,
        "is_redacted": _FLAG,
    },
)


def row_schema(columns: Mapping[str, Any]) -> dict[str, Any]:
    """JSON Schema (2020-12) of rows with these columns between ``id`` and ``meta``."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **record({"id": TEXT, **columns, "meta": {"$ref": "#/$defs/meta"}}),
        "$defs": {"meta": META},
    }


def as_column(value: Any, schema: Mapping[str, Any]) -> Any:
    """A value as its Parquet column takes it: every field there, free objects as JSON text."""
    if "$ref" in schema:
        schema = META
    if value is None:
        return None
    if "properties" in schema:
        return {name: as_column(value.get(name), entry) for name, entry in schema["properties"].items()}
    if "items" in schema:
        return [as_column(item, schema["items"]) for item in value]
    if is_free(schema):
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value


def is_free(schema: Mapping[str, Any]) -> bool:
    """Whether a value may be any object."""
    kinds = schema.get("type")
    return "properties" not in schema and "object" in (kinds if isinstance(kinds, list) else [kinds])
