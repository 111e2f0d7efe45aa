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


@pytest.mark.parametrize(
    ("limits", "usage", "cost_usd", "said"),
    [
        (Limits(max_turns=8), Usage(), 0.0, ["", "", "", "", "", "2 of 8 turns", ""]),
        (Limits(max_turns=7), Usage(), 0.0, [""] * 6),
        (Limits(max_tokens=100), Usage(30, 0, 13), 0.0, ["", "14 of 100 tokens", ""]),
        (Limits(max_cost_usd=1.0), Usage(), 0.43, ["", "0.14 of 1 USD", ""]),
    ],
)
def test_it_says_once_that_little_is_left(limits, usage, cost_usd, said):
    budget = Budget(limits, clock=ticking_clock())
    found = []
    for _ in said:
        budget.spend(usage, cost_usd=cost_usd)
        found.append(budget.warning())
    assert found == said


def test_little_time_is_told_too():
    budget = Budget(Limits(max_wall_s=10.0), clock=ticking_clock(step_s=3.0))
    said = [budget.warning() for _ in range(6)]
    assert sum(map(bool, said)) == 1


def test_upkeep_costs_and_is_no_turn():
    budget = Budget(Limits(max_cost_usd=1.0), clock=ticking_clock())
    budget.spend_on_upkeep(Usage(10, 0, 5), cost_usd=1.5)
    assert (budget.turns, budget.cost_usd, budget.usage.output_tokens) == (0, 1.5, 5)
    with pytest.raises(LimitHit):
        budget.require_room()
