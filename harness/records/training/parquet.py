"""Rows as a Parquet file, its types derived from their JSON Schema.

A newcomer's mistake: to let types be inferred. The first split without an image would then have another schema than
the second.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from harness.errors import UsageError
from harness.records.training.columns import META, as_column, is_free

if TYPE_CHECKING:
    import pyarrow

_ROWS_A_GROUP = 500
"""Rows are big; readers that stream want small groups."""


def require_pyarrow() -> None:
    """Nothing, when Parquet can be written.

    Raises:
        UsageError: pyarrow is missing; says how to get it and what goes without.
    """
    try:
        import pyarrow.parquet  # noqa: F401 - only whether it is there
    except ModuleNotFoundError as error:
        raise UsageError(
            "format parquet: the package pyarrow is not installed; want pip install 'articraft[data]', or "
            "--format jsonl"
        ) from error


def parquet_bytes(rows: Sequence[Mapping[str, Any]], schema: Mapping[str, Any]) -> bytes:
    """A Parquet file of `rows`, which follow `schema`; the same bytes for the same rows and library version."""
    import pyarrow
    import pyarrow.parquet

    columns = schema["properties"]
    table = pyarrow.Table.from_pylist(
        [as_column(row, schema) for row in rows],
        schema=pyarrow.schema([_field(name, entry, schema) for name, entry in columns.items()]),
    )
    sink = io.BytesIO()
    pyarrow.parquet.write_table(table, sink, compression="zstd", row_group_size=_ROWS_A_GROUP)
    return sink.getvalue()


def _field(name: str, schema: Mapping[str, Any], parent: Mapping[str, Any]) -> pyarrow.Field:
    import pyarrow

    kinds = schema.get("type")
    required = name in parent["required"] and not (isinstance(kinds, list) and "null" in kinds)
    return pyarrow.field(name, _type(schema), nullable=not required)


def _type(schema: Mapping[str, Any]) -> pyarrow.DataType:
    import pyarrow

    if "$ref" in schema:
        schema = META
    if "properties" in schema:
        return pyarrow.struct([_field(name, entry, schema) for name, entry in schema["properties"].items()])
    if "items" in schema:
        return pyarrow.list_(_type(schema["items"]))
    if is_free(schema):
        return pyarrow.string()
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    kind = next(kind for kind in kinds if kind != "null")
    return {
        "string": pyarrow.string,
        "integer": pyarrow.int64,
        "number": pyarrow.float64,
        "boolean": pyarrow.bool_,
    }[kind]()
