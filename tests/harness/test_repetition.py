"""Decisions read back from a tape."""

from __future__ import annotations

from harness.events import Compacted, GuidanceInjected, ToolFinished, TurnStarted
from harness.messages import ImagePart, ToolMessage, Usage, UserMessage
from harness.repetition import NOTHING, Repetition
from harness.tape import TraceEvent
from harness.trace import kind_of, payload_of

COMPACTED = Compacted(2, "hard_pressure", "summary", "State.", 100, 50, Usage(9, 0, 3), 0.1, "m", "")
WARNING = UserMessage.text("little is left", tag="budget_nearly_spent")
PICTURE = ImagePart("a" * 64, "image/jpeg")


def tape(*events) -> list[TraceEvent]:
    return [
        TraceEvent(number, "", None, kind_of(event), payload_of(event)) for number, event in enumerate(events)
    ]


def test_what_was_decided_is_found_by_turn(tmp_path):
    (tmp_path / PICTURE.sha256).write_bytes(b"jpeg")
    shown = ToolMessage("1", "compile_model", "{}", (PICTURE,))
    events = tape(
        TurnStarted(1, 9),
        ToolFinished(1, shown, True, 0.1, "code"),
        GuidanceInjected(1, WARNING),
        COMPACTED,
        TurnStarted(2, 9),
    )
    found = Repetition.of(events, blobs=tmp_path)
    assert found.turns == 2
    assert found.warnings == {1: WARNING}
    assert found.compactions == {2: COMPACTED}
    assert found.pictures == {"code": (PICTURE,)}
    assert found.images == {PICTURE.sha256: b"jpeg"}
    assert Repetition.of([]) == NOTHING
