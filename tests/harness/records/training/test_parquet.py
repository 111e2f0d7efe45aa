from __future__ import annotations

import io
import json
import sys

import pyarrow.parquet
import pytest

from harness.errors import UsageError
from harness.records.training.columns import row_schema
from harness.records.training.parquet import parquet_bytes, require_pyarrow
from harness.records.training.runs import load_runs
from harness.records.training.views import VIEWS
from harness.records.training.views.base import Making
from tests.harness.records.training.recorded import recorded_way


def finished(view, runs):
    meta = {"is_redacted": False, "tokens": 1}
    return [{**row, "meta": {**row["meta"], **meta}} for row in view.rows(runs, Making())]


def plain(value):
    """Without the nulls of fields that are not there; JSON text in free columns read back."""
    if isinstance(value, dict):
        return {name: plain(entry) for name, entry in value.items() if entry is not None}
    return [plain(entry) for entry in value] if isinstance(value, list) else value


def read_back(row):
    for message in row.get("messages", []):
        for call in message.get("tool_calls", []):
            call["function"]["arguments"] = json.loads(call["function"]["arguments"])
    for tool in row.get("tools", []):
        tool["function"]["parameters"] = json.loads(tool["function"]["parameters"])
    row["meta"]["versions"] = json.loads(row["meta"]["versions"])
    return row


@pytest.mark.parametrize("name", ["sft", "edits", "repair"])
def test_a_row_comes_back_as_it_was(tmp_path, name):
    runs, _ = load_runs([recorded_way("roundabout", tmp_path).run_dir])
    view = VIEWS[name]
    rows = finished(view, runs)
    data = parquet_bytes(rows, row_schema(view.columns))
    table = pyarrow.parquet.read_table(io.BytesIO(data))
    assert table.column_names == ["id", *view.columns, "meta"]
    assert [plain(read_back(plain(row))) for row in table.to_pylist()] == [plain(row) for row in rows]
    assert parquet_bytes(rows, row_schema(view.columns)) == data


def test_every_file_of_a_view_has_the_same_types(tmp_path):
    schema = row_schema(VIEWS["sft"].columns)
    runs, _ = load_runs([recorded_way("straight", tmp_path).run_dir])
    rows = finished(VIEWS["sft"], runs)
    some, none = (pyarrow.parquet.read_schema(io.BytesIO(parquet_bytes(part, schema))) for part in (rows, []))
    assert some == none


def test_without_the_package_it_says_what_to_do(monkeypatch):
    require_pyarrow()
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(UsageError, match=r"articraft\[data\].*jsonl"):
        require_pyarrow()
