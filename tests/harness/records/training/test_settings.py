from __future__ import annotations

import pytest

from harness.errors import UsageError
from harness.records.training.dialogue import Manner
from harness.records.training.settings import ExportSettings


@pytest.mark.parametrize(
    "wrong",
    [
        {"view": "all"},
        {"view": "sft", "formats": ("csv",)},
        {"view": "sft", "formats": ()},
        {"view": "sft", "near": 0},
    ],
)
def test_settings_that_cannot_be_are_refused(wrong):
    with pytest.raises(UsageError, match="want"):
        ExportSettings(**wrong)


def test_what_was_asked_is_told_in_words():
    told = ExportSettings(
        view="sft", clean=True, taped=True, manner=Manner(last_k=3), where="rating>3"
    ).to_dict()
    assert told["clean"] == "answers from the tape"
    assert told["learnt from"] == "the last 3 sound replies"
    assert told["where"] == "rating>3"
    assert told["split"] == "train 0.9/validation 0.05/test 0.05"
