from __future__ import annotations

import pytest

from harness.clock import Clock
from harness.errors import UsageError
from harness.limits import IDLE_REPLIES, Budget, Limits
from harness.messages import Usage
from harness.outcome import LimitHit
from tests.harness.fakes import ticking_clock


def budget(**limits):
    return Budget(Limits(**limits), clock=ticking_clock())


@pytest.mark.parametrize("name", ["max_turns", "max_cost_usd", "max_wall_s", "max_tokens"])
@pytest.mark.parametrize("value", [0, -1, float("nan")])
def test_a_limit_must_be_above_zero(name, value):
    with pytest.raises(UsageError, match=name):
        Limits(**{name: value})


@pytest.mark.parametrize(
    ("limits", "limit"),
    [
        ({"max_turns": 2}, "turns"),
        ({"max_cost_usd": 0.5}, "cost_usd"),
        ({"max_tokens": 300}, "tokens"),
    ],
)
def test_the_second_reply_reaches_the_limit(limits, limit):
    spent = budget(**limits)
    spent.spend(Usage(100, 0, 50), cost_usd=0.25)
    spent.require_room()
    spent.spend(Usage(100, 0, 50), cost_usd=0.25)
    with pytest.raises(LimitHit) as hit:
        spent.require_room()
    assert hit.value.limit == limit


def test_time_runs_out():
    now = 0.0
    spent = Budget(Limits(max_wall_s=10), clock=Clock(ticking_clock().now, lambda: now))
    assert spent.seconds_left == 10
    spent.require_room()
    now = 11.0
    assert spent.seconds_left == 0
    with pytest.raises(LimitHit, match="10 s"):
        spent.require_room()


def test_one_unknown_price_makes_the_total_unknown_but_the_cap_counts_what_is_known():
    spent = budget(max_cost_usd=1.0)
    spent.spend(Usage(), cost_usd=0.75)
    assert spent.cost_usd == 0.75
    spent.spend(Usage(), cost_usd=None)
    assert spent.cost_usd is None
    spent.spend(Usage(), cost_usd=0.25)
    with pytest.raises(LimitHit, match=r"1\.0000 of 1 USD"):
        spent.require_room()


def test_idle_replies_count_in_a_row_only():
    spent = budget()
    for _ in range(IDLE_REPLIES - 1):
        spent.idle()
    spent.busy()
    for _ in range(IDLE_REPLIES - 1):
        spent.idle()
    with pytest.raises(LimitHit, match="in a row"):
        spent.idle()
