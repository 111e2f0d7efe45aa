from __future__ import annotations

from harness.events import EventBus, TurnStarted


def test_every_sink_hears_every_event_in_order():
    heard = []
    bus = EventBus([lambda event: heard.append(("first", event))])
    bus.emit(TurnStarted(1, 10))
    bus.subscribe(lambda event: heard.append(("second", event)))
    bus.emit(TurnStarted(2, 10))
    assert heard == [
        ("first", TurnStarted(1, 10)),
        ("first", TurnStarted(2, 10)),
        ("second", TurnStarted(2, 10)),
    ]
