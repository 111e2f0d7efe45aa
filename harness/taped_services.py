"""Compiles, probes and searches answered from a tape: a replay in milliseconds, without any geometry.

A newcomer's mistake: to answer by order alone. A compile is looked up by the hash of the program, so a
program that came out differently is noticed instead of being given another one's findings.
"""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from harness.compiler.result import CompileResult
from harness.digests import sha256_of
from harness.errors import RecordError
from harness.services import Services
from harness.trace import Tape

_QUESTIONS = {"probe_model": "code", "find_examples": "query"}
"""Tool -> the argument that its answer depends on."""


class OffTapeError(RecordError):
    """A replay asks what the recorded run did not; it has diverged."""


def taped_services(
    tape: Tape, *, render_signals: Callable[..., str], otherwise: Services | None = None
) -> Services:
    """Services that answer what was recorded, in the order it was recorded for each question.

    Args:
        tape: the trace of a run.
        render_signals: how a compile is told to the model; that is done anew.
        otherwise: who answers what the tape does not hold, and the last compile, whose files are wanted. Without
            it each service raises `OffTapeError`.
    """
    compiles = _recorded_compiles(tape, with_final=otherwise is None)
    answers: dict[tuple[str, str], deque[Any]] = defaultdict(deque)
    call: Mapping[str, Any] = {}
    for event in tape.events:  # ids are no help: some services use the same ones in every turn
        if event.kind == "tool_started":
            call = event.payload["call"]
        elif event.kind == "tool_finished" and call.get("name") in _QUESTIONS:
            content = json.loads(event.payload["message"]["content"])
            if "result" in content:
                answers[call["name"], _question(call)].append(content["result"])

    def compile_source(source: str, **options: Any) -> CompileResult:
        results = compiles[sha256_of(source)]
        if not results and otherwise is not None:
            return otherwise.compile(source, **options)
        if not results:
            raise OffTapeError("the tape holds no compile of this program")
        return CompileResult.from_dict(results.popleft())

    def probe(source: str, code: str, **options: Any) -> Mapping[str, Any]:
        if not answers["probe_model", code] and otherwise is not None:
            return otherwise.probe(source, code, **options)
        return _next(answers["probe_model", code], "probe")

    def search(query: str, limit: int, shown: frozenset[str]) -> Sequence[Mapping[str, Any]]:
        if not answers["find_examples", query] and otherwise is not None:
            return otherwise.search(query, limit, shown)
        return _next(answers["find_examples", query], "search")

    return Services(compile_source, probe, render_signals, search)


def _recorded_compiles(tape: Tape, *, with_final: bool) -> dict[str, deque[Mapping[str, Any]]]:
    """Hash of a program -> its results; a last compile done again without its picture counts once."""
    compiles: dict[str, deque[Mapping[str, Any]]] = defaultdict(deque)
    events = tape.all("compile_finished")
    finals = [event for event in events if event.payload["cause"] == "final"]
    for event in events:
        if event not in (finals[:-1] if with_final else finals):
            compiles[event.payload["code_sha256"]].append(event.payload["result"])
    return compiles


def _next(answers: deque[Any], question: str) -> Any:
    if not answers:
        raise OffTapeError(f"the tape holds no such {question}")
    return answers.popleft()


def _question(call: Mapping[str, Any]) -> str:
    return str(json.loads(call["arguments"], strict=False)[_QUESTIONS[call["name"]]])
