"""One object for every limit of a run: turns, money, time, tokens, idle replies.

A newcomer's mistake: to check money after a reply and drop its tool calls. They are paid for and cost nothing
to carry out, so the check stands before the next call only.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.clock import Clock
from harness.errors import UsageError
from harness.messages import Usage
from harness.outcome import LimitHit

IDLE_REPLIES = 3
"""Replies in a row that neither call a tool nor finish; a model that goes on so is stuck."""
NEARLY = 0.85
"""Share of a limit from which little is left."""
LAST_TURNS = 2
_LEAST_WARNED = {"turns": 8}
"""Limits below these are meant to be short; a warning would come at once."""


@dataclass(frozen=True)
class Limits:
    """What a run may spend; None means no limit."""

    max_turns: int = 100
    max_cost_usd: float | None = None
    max_wall_s: float | None = None
    max_tokens: int | None = None
    """Input and output tokens together, as the provider reports them."""

    def __post_init__(self) -> None:
        for name in ("max_turns", "max_cost_usd", "max_wall_s", "max_tokens"):
            value = getattr(self, name)
            if value is not None and not value > 0:
                raise UsageError(f"{name}: got {value!r}; want a number above 0")


class Budget:
    """What a run has spent so far, against its limits."""

    def __init__(self, limits: Limits, *, clock: Clock) -> None:
        self.limits = limits
        self.turns = 0
        self.idle_replies = 0
        self.usage = Usage()
        self._clock = clock
        self._started = clock.monotonic()
        self._known_cost_usd = 0.0
        self._has_unknown_cost = False
        self._warned: set[tuple[str, float]] = set()

    @property
    def cost_usd(self) -> float | None:
        """Cost so far; None as soon as one call's price is unknown."""
        return None if self._has_unknown_cost else self._known_cost_usd

    @property
    def elapsed_s(self) -> float:
        """Seconds since the run began."""
        return self._clock.monotonic() - self._started

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the wall limit, never negative; None without one."""
        if self.limits.max_wall_s is None:
            return None
        return max(0.0, self.limits.max_wall_s - self.elapsed_s)

    def carry_over(self, elapsed_s: float) -> None:
        """Count the seconds a run took before it was resumed."""
        self._started -= elapsed_s

    def spend(self, usage: Usage, *, cost_usd: float | None) -> None:
        """Enter one reply of the provider."""
        self.turns += 1
        self.usage += usage
        self._known_cost_usd += cost_usd or 0.0
        self._has_unknown_cost |= cost_usd is None

    def spend_on_upkeep(self, usage: Usage, *, cost_usd: float | None) -> None:
        """Enter a reply that the harness itself asked for; it is paid for and is no turn."""
        self.usage += usage
        self._known_cost_usd += cost_usd or 0.0
        self._has_unknown_cost |= cost_usd is None

    def warning(self) -> str:
        """What is left, in words, the first time that it is little; empty otherwise."""
        for name, used, limit, left in self._spent():
            is_little = used >= NEARLY * limit or (name == "turns" and limit - used <= LAST_TURNS)
            if is_little and limit >= _LEAST_WARNED.get(name, 0) and (name, limit) not in self._warned:
                self._warned.add((name, limit))
                return left
        return ""

    def _spent(self) -> list[tuple[str, float, float, str]]:
        """(limit, used, allowed, what is left in words) for every limit that is set."""
        limits, tokens = self.limits, self.usage.input_tokens + self.usage.output_tokens
        turns = limits.max_turns - self.turns
        found = [
            ("turns", float(self.turns), float(limits.max_turns), f"{turns} of {limits.max_turns} turns")
        ]
        if limits.max_cost_usd is not None:
            left = limits.max_cost_usd - self._known_cost_usd
            words = f"{left:.2f} of {limits.max_cost_usd:g} USD"
            found.append(("cost_usd", self._known_cost_usd, limits.max_cost_usd, words))
        if limits.max_tokens is not None:
            words = f"{limits.max_tokens - tokens} of {limits.max_tokens} tokens"
            found.append(("tokens", float(tokens), float(limits.max_tokens), words))
        if limits.max_wall_s is not None:
            words = f"{self.seconds_left or 0.0:.0f} of {limits.max_wall_s:g} seconds"
            found.append(("wall_s", self.elapsed_s, limits.max_wall_s, words))
        return found

    def idle(self) -> None:
        """Enter a reply that led nowhere.

        Raises:
            LimitHit: the third in a row.
        """
        self.idle_replies += 1
        if self.idle_replies >= IDLE_REPLIES:
            raise LimitHit("no_action", f"{IDLE_REPLIES} replies in a row neither called a tool nor finished")

    def busy(self) -> None:
        """Enter a reply that called tools."""
        self.idle_replies = 0

    def require_room(self) -> None:
        """Nothing, when another call of the provider is allowed.

        Raises:
            LimitHit: a limit is reached.
        """
        limits, tokens = self.limits, self.usage.input_tokens + self.usage.output_tokens
        if self.turns >= limits.max_turns:
            raise LimitHit("turns", f"the limit of {limits.max_turns} turns is reached")
        if limits.max_cost_usd is not None and self._known_cost_usd >= limits.max_cost_usd:
            spent = f"{self._known_cost_usd:.4f} of {limits.max_cost_usd:g} USD are spent"
            raise LimitHit("cost_usd", spent)
        if limits.max_tokens is not None and tokens >= limits.max_tokens:
            raise LimitHit("tokens", f"{tokens} of {limits.max_tokens} tokens are used")
        if self.seconds_left == 0.0:
            raise self.out_of_time()

    def out_of_time(self) -> LimitHit:
        """What the wall limit raises, here or around a call that outlasts it."""
        return LimitHit("wall_s", f"the limit of {self.limits.max_wall_s:g} s is reached")
