from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import UsageError
from harness.messages import Usage
from harness.pricing import FREE, cost_of, load_prices, require_enforceable_cap

DAY = date(2026, 11, 21)
BUILT_IN = load_prices({})


def price(provider, model_id, *, prices=BUILT_IN, day=DAY):
    return prices.price_of(provider, model_id, day=day)


@pytest.mark.parametrize(
    ("provider", "model_id", "usage", "usd"),
    [
        ("openai", "gpt-5.5-2026-04-23", Usage(100_000, 60_000, 10_000), 0.2 + 0.03 + 0.3),
        ("openai", "gpt-5.5", Usage(300_000, 0, 1_000), 3.0 + 0.045),
        ("openai", "gpt-5.4", Usage(272_000, 0, 0), 0.68),
        (
            "anthropic",
            "claude-opus-4-7",
            Usage(100_000, 60_000, 10_000, cache_write_tokens=30_000, cache_write_1h_tokens=10_000),
            0.05 + 0.03 + 0.125 + 0.1 + 0.25,
        ),
        ("gemini", "gemini-3.1-pro-preview", Usage(300_000, 100_000, 1_000), 0.8 + 0.4 + 0.018),
    ],
)
def test_tokens_cost_what_the_list_says(provider, model_id, usage, usd):
    assert cost_of(usage, price(provider, model_id)) == pytest.approx(usd)


def test_what_the_service_reports_counts_first():
    assert cost_of(Usage(cost_usd=0.5), FREE) == 0.5
    assert cost_of(Usage(10, 0, 10), FREE) == 0.0
    assert cost_of(Usage(10, 0, 10), None) is None


def test_nobody_knows_the_price_of_every_model():
    others = [
        ("openai", "gpt-99"),
        ("openai", "gpt-5.5-pro"),
        ("openrouter", "openai/gpt-5.5"),
        ("chat", "gpt-5.5"),
    ]
    for provider, model_id in others:
        assert price(provider, model_id) is None


tokens = st.integers(0, 10**6)


@given(plain=tokens, read=tokens, written=tokens, long_lived=tokens, made=tokens)
def test_every_token_is_paid_for_once(plain, read, written, long_lived, made):
    usage = Usage(
        plain + read + written + long_lived,
        read,
        made,
        cache_write_tokens=written + long_lived,
        cache_write_1h_tokens=long_lived,
    )
    wanted = (5 * plain + 0.5 * read + 6.25 * written + 10 * long_lived + 25 * made) / 1e6
    assert cost_of(usage, price("anthropic", "claude-opus-4-6")) == pytest.approx(wanted)


def test_a_users_own_prices_come_first_and_have_dates(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        '[[price]]\nprovider = "openai"\nmodel = "gpt-5.5*"\nsince = 2026-01-01\ninput = 1\noutput = 2\n'
        '[[price]]\nprovider = "openai"\nmodel = "gpt-5.5*"\nsince = 2026-12-01\ninput = 3\noutput = 4\n'
        '[[price]]\nprovider = "*"\nmodel = "own-*"\ninput = 5\noutput = 6\n'
    )
    prices = load_prices({"ARTICRAFT_PRICES": str(path)})
    now, later = (price("openai", "gpt-5.5", prices=prices, day=day) for day in (DAY, date(2027, 1, 1)))
    assert (now.rates.input, later.rates.input) == (1.0, 3.0)
    assert (now.rates.cached, now.rates.cache_write_1h) == (1.0, 1.0)
    assert price("chat", "own-model", prices=prices).rates.output == 6.0
    assert price("openai", "gpt-5.4", prices=prices).source == "built in"
    assert price("openai", "gpt-5.5", prices=prices, day=date(2025, 1, 1)) is None
    kept = now.to_dict()
    assert (kept["currency"], kept["since"], kept["rates"]["output"]) == ("USD", "2026-01-01", 2.0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[price", "cannot be read"),
        ("x = 1", "want \\[\\[price\\]\\] rows"),
        ('[[price]]\nprovider = "a"\nmodel = "b"\n', "row 1, input: got None"),
        ('[[price]]\nprovider = "a"\nmodel = "b"\ninput = -1\noutput = 1', "input: got -1"),
        ('[[price]]\nprovider = "a"\nmodel = "b"\ninput = nan\noutput = 1', "input: got nan"),
        ('[[price]]\nprovider = "a"\nmodel = "b"\ninput = true\noutput = 1', "input: got True"),
        ('[[price]]\nprovider = "a"\nmodel = ""\ninput = 1\noutput = 1', "model: got ''"),
        ('[[price]]\nprovider = "a"\nmodel = "b"\ninput = 1\noutput = 1\nsince = "x"', "since: got 'x'"),
        ('[[price]]\nprovider = "a"\nmodel = "b"\ninput = 1\noutput = 1\ntypo = 1', "want fields among"),
        ('[[price]]\nprovider = "a"\nmodel = "b"\ninput = 1\noutput = 1\nabove = 3', "above: got 3"),
    ],
)
def test_a_file_that_is_wrong_says_where(tmp_path, text, told):
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=told):
        load_prices({"ARTICRAFT_PRICES": str(path)})


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        load_prices({"ARTICRAFT_PRICES": str(tmp_path / "none.toml")})


@pytest.mark.parametrize(
    ("cap", "known", "reports", "force"),
    [
        (None, None, False, False),
        (1.0, FREE, False, False),
        (1.0, None, True, False),
        (1.0, None, False, True),
    ],
)
def test_caps_that_are_allowed(cap, known, reports, force):
    require_enforceable_cap(
        cap, provider="chat", model_id="m", price=known, reports_cost=reports, force=force
    )


def test_a_cap_nobody_can_keep_is_refused():
    with pytest.raises(UsageError, match=r"chat:m.*price is unknown.*ARTICRAFT_PRICES"):
        require_enforceable_cap(1.0, provider="chat", model_id="m", price=None, force=False)
