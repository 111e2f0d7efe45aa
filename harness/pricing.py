"""What a reply cost: what the service reports, else what its price list says, else unknown.

A newcomer's mistake: to write 0 for an unknown price. Unknown is None, or every cap would be silently inert.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from harness.errors import UsageError
from harness.messages import Usage

PRICES = "ARTICRAFT_PRICES"
"""Variable that names a file with the user's own prices."""
CURRENCY = "USD"
_TABLE = Path(__file__).with_name("prices.toml")
_PER = 1e6
_RATES = ("input", "cached", "output", "cache_write", "cache_write_1h")
_FIELDS = frozenset({"provider", "model", "since", "checked", "above", *_RATES})


@dataclass(frozen=True)
class Rates:
    """USD per million tokens."""

    input: float
    output: float
    cached: float
    cache_write: float
    cache_write_1h: float

    def cost_of(self, usage: Usage) -> float:
        """USD of one call; tokens are priced by whether they were read from a cache, written to one, or neither."""
        written = min(usage.cache_write_tokens, usage.input_tokens)
        long_lived = min(usage.cache_write_1h_tokens, written)
        plain = max(0, usage.input_tokens - usage.cached_tokens - written)
        return (
            plain * self.input
            + usage.cached_tokens * self.cached
            + (written - long_lived) * self.cache_write
            + long_lived * self.cache_write_1h
            + usage.output_tokens * self.output
        ) / _PER


@dataclass(frozen=True)
class Price:
    """What one model costs, and where that is known from."""

    rates: Rates
    above: Rates | None = None
    """For calls whose input is longer than `above_tokens`, the whole call."""
    above_tokens: int = 0
    since: date | None = None
    """First day it holds; None when nobody knows."""
    checked: date | None = None
    """Day it was compared with what the service publishes."""
    source: str = ""
    """``built in``, ``free``, or the name of the file it was read from."""

    def cost_of(self, usage: Usage) -> float:
        """USD of one call."""
        is_long = self.above is not None and usage.input_tokens > self.above_tokens
        return (self.above if is_long and self.above is not None else self.rates).cost_of(usage)

    def to_dict(self) -> dict[str, Any]:
        """What a record keeps: currency, rates and dates."""
        return {
            "currency": CURRENCY,
            "per_tokens": int(_PER),
            "rates": vars(self.rates),
            "above": self.above and {"tokens": self.above_tokens, **vars(self.above)},
            "since": self.since and self.since.isoformat(),
            "checked": self.checked and self.checked.isoformat(),
            "source": self.source,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Price:
        """Inverse of `to_dict`, for whoever re-adds a record's costs."""
        above = dict(data.get("above") or {})
        above_tokens = above.pop("tokens", 0)
        since, checked = (
            date.fromisoformat(text) if text else None for text in (data.get("since"), data.get("checked"))
        )
        rates = Rates(**data["rates"])
        return cls(
            rates, Rates(**above) if above else None, above_tokens, since, checked, data.get("source", "")
        )


FREE = Price(Rates(0.0, 0.0, 0.0, 0.0, 0.0), source="free")
"""Replies of the library, of tapes, and of servers on the user's own machine."""


class PriceList:
    """Rows of price files, searched in order.

    Args:
        rows: as the files hold them, each with its ``source``.
    """

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._rows = rows

    def price_of(self, provider: str, model_id: str, *, day: date) -> Price | None:
        """The price that holds on that day; None when nobody knows.

        A model of a gateway, such as ``anthropic/claude-x``, has the gateway's price only.
        """
        fitting = [
            row
            for row in self._rows
            if fnmatchcase(provider, row["provider"])
            and any(fnmatchcase(model_id, pattern) for pattern in row["model"])
        ]
        if not fitting:
            return None
        first = fitting[0]
        same = [
            row
            for row in fitting
            if all(row[name] == first[name] for name in ("provider", "model", "source"))
            and (row.get("since") or date.min) <= day
        ]
        return _price(max(same, key=lambda row: row.get("since") or date.min)) if same else None


def load_prices(environ: Mapping[str, str]) -> PriceList:
    """The user's prices, where the environment names a file, before the built-in ones.

    Raises:
        UsageError: the file cannot be read, or a row is wrong.
    """
    rows = _read(_TABLE, source="built in")
    if environ.get(PRICES):
        path = Path(environ[PRICES])
        rows = [*_read(path, source=path.name), *rows]  # a record keeps no paths of this machine
    return PriceList(rows)


def cost_of(usage: Usage, price: Price | None) -> float | None:
    """USD of one call; None when the service reports nothing and its price is not known."""
    if usage.cost_usd is not None:
        return usage.cost_usd
    return None if price is None else price.cost_of(usage)


def require_enforceable_cap(
    max_cost_usd: float | None,
    *,
    provider: str,
    model_id: str,
    price: Price | None,
    reports_cost: bool = False,
    force: bool,
) -> None:
    """Nothing, when a cap in USD can be kept or nobody asked for one.

    Raises:
        UsageError: a cap is set, the price is unknown and the caller does not insist.
    """
    if max_cost_usd is None or price is not None or reports_cost or force:
        return
    raise UsageError(
        f"max_cost_usd: got {max_cost_usd:g} for {provider}:{model_id}, whose price is unknown, so the cap "
        f"would hold only if the service reports costs; want its price in a file that {PRICES} names, a limit "
        "on turns or tokens instead, or force"
    )


def _read(path: Path, *, source: str) -> list[dict[str, Any]]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"prices {path}: cannot be read ({error}); want a TOML file") from error
    rows = table.get("price")
    if not isinstance(rows, list) or set(table) != {"price"}:
        raise UsageError(f"prices {path}: got {sorted(table)}; want [[price]] rows")
    return [
        _checked(row, f"prices {path}, row {number}") | {"source": source}
        for number, row in enumerate(rows, 1)
    ]


def _checked(row: Any, where: str) -> dict[str, Any]:
    """The row, when every field is known and of the right kind."""
    if not isinstance(row, dict) or not set(row) <= _FIELDS:
        raise UsageError(f"{where}: got {sorted(row)}; want fields among {sorted(_FIELDS)}")
    models = [row["model"]] if isinstance(row.get("model"), str) else row.get("model")
    patterns = {"provider": [row.get("provider")], "model": models}
    for name, listed in patterns.items():
        if (
            not isinstance(listed, list)
            or not listed
            or not all(isinstance(one, str) and one for one in listed)
        ):
            raise UsageError(f"{where}, {name}: got {row.get(name)!r}; want a pattern such as 'gpt-5.5-20*'")
    for name in ("since", "checked"):
        if name in row and (not isinstance(row[name], date) or isinstance(row[name], datetime)):
            raise UsageError(f"{where}, {name}: got {row[name]!r}; want a date such as 2026-01-31")
    above = row.get("above", {"tokens": 0, "input": 0, "output": 0})
    is_table = isinstance(above, dict) and isinstance(above.get("tokens"), int)
    if not is_table or not set(above) <= {"tokens", *_RATES}:
        raise UsageError(f"{where}, above: got {above!r}; want tokens, input, output and the like")
    for rates, place in ((row, where), (above, f"{where}, above")):
        _require_rates(rates, place)
    return {**row, "model": models}


def _require_rates(rates: Mapping[str, Any], where: str) -> None:
    for name in _RATES:
        value = rates.get(name, 0.0 if name not in ("input", "output") else None)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not 0 <= value < float("inf"):
            raise UsageError(f"{where}, {name}: got {value!r}; want USD per million tokens, 0 or more")


def _price(row: Mapping[str, Any]) -> Price:
    above = row.get("above")
    return Price(
        rates=_rates(row),
        above=None if above is None else _rates(above),
        above_tokens=0 if above is None else above["tokens"],
        since=row.get("since"),
        checked=row.get("checked"),
        source=row["source"],
    )


def _rates(row: Mapping[str, Any]) -> Rates:
    """The row's rates; what it does not name costs what is nearest to it."""
    entry, output = float(row["input"]), float(row["output"])
    write = float(row.get("cache_write", entry))
    cached = float(row.get("cached", entry))
    return Rates(entry, output, cached, write, float(row.get("cache_write_1h", write)))
