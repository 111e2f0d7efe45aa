from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from harness.clock import SYSTEM_CLOCK, Clock


def test_timestamps_are_utc_with_milliseconds():
    noon = datetime(2030, 1, 31, 14, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    assert Clock(now=lambda: noon, monotonic=lambda: 0.0).timestamp() == "2030-01-31T12:00:00.123Z"


def test_the_system_clock_knows_its_zone():
    assert SYSTEM_CLOCK.now().tzinfo is UTC
    assert SYSTEM_CLOCK.monotonic() <= SYSTEM_CLOCK.monotonic()
