"""The shortest way a run could have taken to its program: the calls that lead there, without the detours.

A newcomer's mistake: to keep results along with the calls. With turns gone the house would have said other things
(numbers of failures in a row, notices of repetition), so the calls are carried out again: `rerun`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from harness.digests import sha256_of
from harness.messages import AssistantMessage
from harness.records.training.programs import EDITS
from harness.records.training.story import Done, Story
from harness.workspace import PROGRAM, normalise

_FREE = frozenset({"find_examples"})
"""Tools whose answers do not depend on the program."""
_REWRITES = frozenset({"write_file"})
"""Edits that do not depend on what the program was before."""


@dataclass(frozen=True)
class Shortcut:
    """Part of a run that leads to its program."""

    replies: tuple[AssistantMessage, ...]
    """What is left of the model's replies, to be said again."""
    kept: tuple[Done, ...]
    dropped_calls: int
    dropped_turns: int


@dataclass(frozen=True)
class _Step:
    turn: int
    done: Done

    @property
    def is_free(self) -> bool:
        return self.done.call.name in _FREE or (
            self.done.call.name == "read_file" and _path_read(self.done) != PROGRAM
        )


def shortcut(story: Story) -> Shortcut:
    """The calls of a run that its final program needs, and those that taught the model something on the way.

    The program's states are a walk; loops in it are cut out, and so is everything about the program before it was
    written anew as a whole. Failed calls, edits without effect and repeated questions go too. Pages and examples
    that were read stay, wherever it was. Words of a reply that lost a call, or that comes after a gap, are left out,
    since they speak about what is no longer there; the closing words stay.
    """
    steps = [_Step(number, done) for number, turn in enumerate(story.turns) for done in turn.done]
    steps = _up_to_final(steps, story.final_sha256, sha256_of(story.scaffold))
    kept = _without_loops(steps, sha256_of(story.scaffold))
    replies = _replies(story, kept)
    return Shortcut(
        replies=tuple(replies),
        kept=tuple(step.done for step in kept),
        dropped_calls=sum(len(turn.done) for turn in story.turns) - len(kept),
        dropped_turns=len(story.turns) - len(replies),
    )


def _up_to_final(steps: Sequence[_Step], final: str, scaffold: str) -> list[_Step]:
    """The steps until the program was for the last time what is left of it."""
    last = -1
    for position, step in enumerate(steps):
        if step.done.after == final:
            last = position
    if last < 0 and final != scaffold:
        return []
    return list(steps[: last + 1])


def _without_loops(steps: Sequence[_Step], scaffold: str) -> list[_Step]:
    kept: list[_Step] = []
    way = [scaffold]
    """States from the first to the present one, none twice."""
    for step in steps:
        done = step.done
        if not done.ok or _is_repeated(step, kept):
            continue
        if done.after == done.before:
            if done.call.name not in EDITS:
                kept.append(step)
        elif done.after in way:
            way = way[: way.index(done.after) + 1]
            kept = [one for one in kept if one.is_free or one.done.after in way]
        else:
            kept.append(step)
            way.append(done.after)
    rewritten = max((at for at, one in enumerate(kept) if one.done.call.name in _REWRITES), default=0)
    return [one for at, one in enumerate(kept) if at >= rewritten or one.is_free]


def _is_repeated(step: _Step, kept: Sequence[_Step]) -> bool:
    """Whether the same was asked before about the same program, or about none."""
    if step.done.before != step.done.after:
        return False
    return any(
        (one.done.call.name, one.done.call.arguments) == (step.done.call.name, step.done.call.arguments)
        and (step.is_free or one.done.after == step.done.after)
        for one in kept
    )


def _replies(story: Story, kept: Sequence[_Step]) -> list[AssistantMessage]:
    replies: list[AssistantMessage] = []
    next_turn, is_after_gap = 0, False
    for number in sorted({step.turn for step in kept}):
        reply = story.turns[number].reply
        calls = [step.done.call for step in kept if step.turn == number]
        loses_calls = len(calls) < len(reply.tool_calls)
        is_true = not (is_after_gap or loses_calls or number > next_turn)
        replies.append(
            AssistantMessage(
                text=reply.text if is_true else "",
                tool_calls=tuple(replace(call, id="") for call in calls),
                thought=reply.thought if is_true else "",
                stop="tools",
            )
        )
        next_turn, is_after_gap = number + 1, loses_calls
    last = story.turns[-1].reply if story.turns else AssistantMessage()
    if story.status == "success" and not last.tool_calls and last.text.strip():
        replies.append(AssistantMessage(last.text))
    return replies


def _path_read(done: Done) -> str:
    return normalise(str(json.loads(done.call.arguments or "{}", strict=False).get("path", PROGRAM)))
