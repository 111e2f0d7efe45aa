from __future__ import annotations

import pytest

from harness.errors import UsageError
from harness.records.training.selection import conditions

FACTS = {
    "rating": 4.5,
    "status": "success",
    "prompt": "A Folding Chair and table",
    "tags": ["oak", "Outdoor"],
    "category": None,
    "joints": 3,
    "created_at": "2030-02-03T10:00:00.000Z",
}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("", True),
        ("rating>=4.5", True),
        ("rating > 4.5", False),
        ("rating>=4 and status=success and joints<4", True),
        ("rating>=4 AND status==failed", False),
        ('prompt~"folding chair"', True),
        ("prompt ~ 'chair and table' and joints=3", True),
        ("prompt~stool", False),
        ("tags=outdoor", True),
        ("tags!=outdoor", False),
        ("category=furniture", False),
        ("category!=furniture", True),
        ("cost_usd<1", False),
        ("created_at>=2030-02 and created_at<2030-03", True),
    ],
)
def test_conditions_hold_or_not(text, holds):
    assert all(condition.holds(FACTS) for condition in conditions(text)) is holds


@pytest.mark.parametrize(
    "text",
    [
        "rating",
        "rating>=",
        "stars>3",
        "rating>=4 or joints>2",
        "rating>=4 joints>2",
        "rating>=high",
        "__class__=x",
    ],
)
def test_what_cannot_be_read_is_refused(text):
    with pytest.raises(UsageError, match="want"):
        conditions(text)
