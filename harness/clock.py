"""Time as an argument, so that a run with a fixed clock writes the same bytes twice."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Clock:
    """What the harness asks about time."""

    now: Callable[[], datetime]
    """Wall time, aware and in UTC; for records."""
    monotonic: Callable[[], float]
    """Seconds that never step back; for durations and limits."""

    def timestamp(self) -> str:
        """Wall time as ISO 8601 in UTC with milliseconds, e.g. ``2030-01-31T12:00:00.000Z``."""
        return self.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


SYSTEM_CLOCK = Clock(now=lambda: datetime.now(UTC), monotonic=time.monotonic)
