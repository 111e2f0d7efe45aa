from __future__ import annotations

import pytest

from harness.errors import RecordError, UsageError
from harness.records.labels import FILE, Labels, change_labels, read_labels


def test_labels_come_and_go(tmp_path):
    assert read_labels(tmp_path) == Labels()
    change_labels(tmp_path, add=["small", "red"], category="lamp")
    assert change_labels(tmp_path, remove=["red", "unknown"]) == Labels("lamp", ("small",))
    assert change_labels(tmp_path, category="") == Labels("", ("small",))
    assert read_labels(tmp_path).tags == ("small",)


def test_labels_that_cannot_be(tmp_path):
    with pytest.raises(UsageError, match="Big Red"):
        change_labels(tmp_path, add=["Big Red"])
    (tmp_path / FILE).write_text("[]")
    with pytest.raises(RecordError, match="damaged"):
        read_labels(tmp_path)
