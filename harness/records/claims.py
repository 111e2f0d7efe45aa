"""What a record claims, and whether its own files bear it out: one function per claim.

A newcomer's mistake: to compare a figure with the place it was copied to. Each claim is worked out again from the
events of the tape, or from the bytes of a file, and then compared with what run.json says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from harness.contract import brief_of, checklist, coverage
from harness.digests import canonical_json, plain, sha256_of
from harness.messages import Usage
from harness.pricing import Price, cost_of
from harness.records import folder as places
from harness.records.ratings import scan_ratings
from harness.tape import BLOBS, FILE, Tape, TraceEvent, scan_trace

_CENT_FRACTION_USD = 1e-9
_GOOD = ("success", "success_at_limit")


class CannotCheckError(Exception):
    """A claim that this record, or this machine, does not let us check."""


@dataclass(frozen=True)
class Record:
    """A run folder under examination."""

    run_dir: Path
    manifest: Mapping[str, Any]

    @cached_property
    def tape(self) -> Tape:
        """The tape with everything that is wrong with it."""
        if not (self.run_dir / FILE).is_file():
            raise CannotCheckError("there is no trace")
        return scan_trace(self.run_dir)

    @property
    def start(self) -> Mapping[str, Any]:
        """Payload of ``run_started``."""
        return self._payload("run_started")

    @property
    def end(self) -> Mapping[str, Any]:
        """Payload of ``run_finished``."""
        if self.manifest["status"] == "running":
            raise CannotCheckError("the run has not ended")
        return self._payload("run_finished")

    @property
    def replies(self) -> list[Mapping[str, Any]]:
        """Payloads of the replies."""
        return [event.payload for event in self.tape.all("model_replied") if event.payload]

    def _payload(self, kind: str) -> Mapping[str, Any]:
        event = self.tape.first(kind)
        if event is None or not event.payload:
            raise CannotCheckError(f"the trace holds no readable {kind}")
        return event.payload


Claim = Callable[[Record], Iterator[str]]
"""Yields what is wrong; nothing when the claim holds. Raises `CannotCheckError`."""


def trace_is_whole(record: Record) -> Iterator[str]:
    """Every line is as it was written, in its order, none missing."""
    for problem in record.tape.problems:
        if problem.kind != "blob":
            yield f"line {problem.line}: {problem.message}"


def blobs_are_whole(record: Record) -> Iterator[str]:
    """Every blob has the content its name says."""
    for problem in record.tape.problems:
        if problem.kind == "blob":
            yield f"line {problem.line}: {problem.message}"
    for blob in sorted((record.run_dir / BLOBS).glob("*")):
        if not blob.name.startswith(".") and sha256_of(blob.read_bytes()) != blob.name:
            yield f"blob {blob.name} was replaced"


def events_follow_each_other(record: Record) -> Iterator[str]:
    """The events make a possible run: a beginning, turns that count up, one result per call, an end."""
    events = record.tape.events
    if not events or events[0].kind != "run_started":
        yield f"begins with {events[0].kind if events else 'nothing'}; want run_started"
    if record.manifest["status"] != "running" and (not events or events[-1].kind != "run_finished"):
        yield f"ends with {events[-1].kind if events else 'nothing'}; want run_finished"
    for earlier, later in pairwise(record.tape.written):
        if later.time < earlier.time:
            yield f"event {later.seq} ({later.kind}) is older than the one before it"
    yield from _turns_count_up(events)
    yield from _calls_are_answered(events)


def _turns_count_up(events: tuple[TraceEvent, ...]) -> Iterator[str]:
    for kind in ("turn_started", "model_replied"):
        turns = [event.payload.get("turn") for event in events if event.kind == kind]
        if turns != list(range(1, len(turns) + 1)):
            yield f"{kind}: turns {turns}; want 1 to {len(turns)}"


def _calls_are_answered(events: tuple[TraceEvent, ...]) -> Iterator[str]:
    """Each reply's calls are started and finished once, in order, before the next turn."""
    asked: list[str] = []
    begun: list[str] = []
    done: list[str] = []
    for event in events:
        if event.kind == "model_replied":
            asked = [call["id"] for call in event.payload.get("message", {}).get("tool_calls", ())]
            begun, done = [], []
        elif event.kind == "tool_started":
            begun.append(event.payload.get("call", {}).get("id"))
        elif event.kind == "tool_finished":
            done.append(event.payload.get("message", {}).get("call_id"))
            if done != asked[: len(done)]:
                yield f"event {event.seq}: answers a call that was not made, or in another order"
        elif event.kind in ("turn_started", "run_finished"):
            if len(done) < len(asked):
                yield f"event {event.seq}: {len(asked) - len(done)} calls of the reply before have no result"
            if any(name not in asked for name in begun):
                yield f"event {event.seq}: a call was carried out that was not made"
            asked, begun, done = [], [], []


def program_is_the_one_made(record: Record) -> Iterator[str]:
    """model.py is the program that the run left."""
    path = record.run_dir / places.PROGRAM
    found = sha256_of(path.read_bytes()) if path.is_file() else "nothing"
    for source, want in (
        ("run.json", record.manifest["hashes"].get("model_py")),
        ("the trace's end", record.end["code_sha256"]),
    ):
        if found != want:
            yield f"model.py is {found[:12]}; {source} says {str(want)[:12]}; the program was edited"


def prompt_is_the_one_given(record: Record) -> Iterator[str]:
    """prompt.txt, system prompt and tool schemas are those the run began with."""
    start, hashes = record.start, record.manifest["hashes"]
    path = record.run_dir / places.PROMPT
    if not path.is_file() or path.read_bytes().decode("utf-8", "replace") != start["prompt"]:
        yield "prompt.txt is not the prompt that the trace begins with"
    tools = [[tool["name"], tool["description"], tool["parameters"]] for tool in start["tools"]]
    for name, text in (
        ("prompt", start["prompt"]),
        ("system_prompt", start["system"]),
        ("tools", canonical_json(tools)),
    ):
        if hashes.get(name) != sha256_of(text):
            yield f"hash of {name}: run.json says {str(hashes.get(name))[:12]}; the trace gives {sha256_of(text)[:12]}"
    image = record.manifest.get("image")
    if image is not None:
        kept = [sha256_of(file.read_bytes()) for file in (record.run_dir / places.INPUTS).glob("*")]
        if image["sha256"] not in kept:
            yield "the reference picture in inputs/ is not the one that was sent"


def settings_are_those_used(record: Record) -> Iterator[str]:
    """Profile, limits, provider, model and versions are those the run began with."""
    start, manifest = record.start, record.manifest
    for name in ("run_id", "provider", "model_id", "versions"):
        if manifest.get(name) != start.get(name):
            yield f"{name}: run.json says {manifest.get(name)!r}; the trace says {start.get(name)!r}"
    told, used = manifest["settings"], start["settings"]
    for name in sorted({*told, *used}):
        if told.get(name) != used.get(name):
            yield f"{name}: run.json says {told.get(name)!r}; the run used {used.get(name)!r}"
    if record.run_dir.resolve().name != start["run_id"]:
        raise CannotCheckError(f"the folder was renamed; the run is {start['run_id']}")


def status_follows(record: Record) -> Iterator[str]:
    """Status, reason, exit code and findings follow from the events."""
    manifest, end = record.manifest, record.end
    for name in ("status", "reason", "message", "exit_code"):
        if manifest.get(name) != end.get(name):
            yield f"{name}: run.json says {manifest.get(name)!r}; the trace ends with {end.get(name)!r}"
    compiles = [event.payload for event in record.tape.all("compile_finished") if event.payload]
    last = compiles[-1] if compiles else None
    if end["status"] in _GOOD and (last is None or last["result"]["status"] != "success"):
        yield f"status {end['status']}, but the last compile did not come out clean"
    if end["status"] in _GOOD and last is not None and last["code_sha256"] != end["code_sha256"]:
        yield f"status {end['status']}, but the last compile was of another program"
    is_final = last is not None and last["cause"] == "final" and last["result"]["status"] == "success"
    if end["status"] == "failed" and is_final and end["reason"] != "crash":
        yield "status failed, but the last compile came out clean"
    told = manifest.get("compile")
    if last is not None and told is not None:
        want = {name: value for name, value in last["result"].items() if name != "artifacts"}
        if canonical_json(told) != canonical_json(want):
            yield "the compile report in run.json is not that of the last compile"


def counts_add_up(record: Record) -> Iterator[str]:
    """Turns, tool calls and compiles are those of the tape."""
    _ = record.end
    told = record.manifest["counts"]
    found = {
        "turns": len(record.tape.all("model_replied")),
        "tool_calls": len(record.tape.all("tool_finished")),
        "compiles": len(record.tape.all("compile_finished")),
    }
    for name, number in found.items():
        if told.get(name) != number:
            yield f"{name}: run.json says {told.get(name)}; the trace has {number}"


def costs_add_up(record: Record) -> Iterator[str]:
    """Tokens and costs, added up again from each reply's usage at the recorded price."""
    _ = record.end
    told, price = record.manifest["usage"], record.manifest.get("price")
    rates = Price.from_dict(price) if price else None
    usage, total, is_known = Usage(), 0.0, True
    for event in record.tape.events:
        if event.kind not in ("model_replied", "compacted") or not event.payload:
            continue
        paid = event.payload
        is_reply = event.kind == "model_replied"
        if not is_reply and not paid["model_id"]:  # shortened without asking anybody
            continue
        spent = Usage(**(paid["message"]["usage"] if is_reply else paid["usage"]))
        cost = cost_of(spent, rates)
        if not _same_cost(cost, paid["cost_usd"]):
            yield f"turn {paid['turn']}: the trace says {paid['cost_usd']} USD; its tokens cost {cost}"
        usage, total, is_known = usage + spent, total + (cost or 0.0), is_known and cost is not None
        if is_reply and is_known and not _same_cost(total, paid["total_cost_usd"]):
            yield (
                f"turn {paid['turn']}: the trace says {paid['total_cost_usd']} USD so far; "
                f"it adds up to {total}"
            )
    for name in ("input_tokens", "cached_tokens", "output_tokens", "cache_write_tokens", "reasoning_tokens"):
        if told.get(name) != getattr(usage, name):
            yield f"{name}: run.json says {told.get(name)}; the replies add up to {getattr(usage, name)}"
    if not _same_cost(total if is_known else None, told["cost_usd"]):
        yield f"cost: run.json says {told['cost_usd']} USD; the replies add up to {total if is_known else None}"


def _same_cost(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _CENT_FRACTION_USD


def artifacts_are_those_made(record: Record) -> Iterator[str]:
    """URDF, meshes and picture are the files that the last compile made, no more and no fewer."""
    _ = record.end
    told = record.manifest.get("artifacts", {})
    finals = [event.payload for event in record.tape.all("compile_finished") if event.payload]
    made = finals[-1]["result"]["artifacts"] if finals else {}
    for name, digest in told.items():
        path = record.run_dir / name
        if not path.is_file():
            yield f"{name} is missing"
        elif sha256_of(path.read_bytes()) != digest:
            yield f"{name} does not match its hash; it was replaced"
        origin = Path(name)
        inside = origin.relative_to(places.EXPORT) if origin.is_relative_to(places.EXPORT) else origin
        if made.get(inside.as_posix()) != digest:
            yield f"{name}: the last compile made {str(made.get(inside.as_posix()))[:12]}; run.json says {digest[:12]}"
    export = record.run_dir / places.EXPORT
    found = {path.relative_to(record.run_dir).as_posix() for path in export.rglob("*") if path.is_file()}
    for name in sorted(found - set(told)):
        yield f"{name} is in the export folder, but the run did not make it"


def parameters_are_those_chosen(record: Record) -> Iterator[str]:
    """What run.json says of the library's choice is what the replies said."""
    _ = record.end
    chosen: dict[str, Any] = {}
    for reply in record.replies:
        chosen |= reply["message"]["extra"]
    told = record.manifest.get("library")
    if (told or {}) != chosen.get("library", {}):
        yield "the library's entry and parameters in run.json are not those in the replies"


def coverage_is_what_was_built(record: Record) -> Iterator[str]:
    """What run.json says the prompt asked for, and how far it was met, follows from prompt and object."""
    _ = record.end
    told = (record.manifest.get("contract") or {}).get("requirements")
    if told is None:
        raise CannotCheckError("this version kept no checklist")
    compiles = [event.payload for event in record.tape.all("compile_finished") if event.payload]
    built = compiles[-1]["result"]["object"] if compiles else None
    code = (record.run_dir / places.PROGRAM).read_bytes().decode("utf-8", "replace")
    wanted = checklist(record.start["prompt"])
    found = coverage(wanted, built, brief=brief_of(code)) if built is not None else ()
    if canonical_json(told) != canonical_json([plain(answer) for answer in found]):
        yield "the checklist in run.json does not follow from the prompt and the last object"


def ratings_are_untouched(record: Record) -> Iterator[str]:
    """Every rating is as its rater left it, and is of this program."""
    ratings, problems = scan_ratings(record.run_dir)
    yield from problems
    made = record.manifest["hashes"].get("model_py")
    for number, rating in enumerate(ratings, start=1):
        if rating.model_py != made:
            yield f"rating {number} by {rating.rater} is of another program"


def lineage_is_true(record: Record) -> Iterator[str]:
    """The parent that is named is the one the run began with, and still is what it was."""
    told, used = record.manifest.get("lineage"), record.start.get("lineage")
    if told != used:
        yield f"run.json names {_parent(told)}; the trace began from {_parent(used)}"
    if not used:
        return
    parent = record.run_dir.resolve().parent / used["parent"]
    if not (parent / places.PROGRAM).is_file():
        raise CannotCheckError(f"the parent {used['parent']} is not beside this run")
    if sha256_of((parent / places.PROGRAM).read_bytes()) != used["parent_model_py"]:
        yield f"the program of {used['parent']} is not the one this run grew out of"
    if used.get("parent_trace") and sha256_of((parent / FILE).read_bytes()) != used["parent_trace"]:
        yield f"the trace of {used['parent']} is not the one this run grew out of"
    if used["how"] == "edit" and sha256_of(record.start["scaffold"]) != used["parent_model_py"]:
        yield "the run did not begin with its parent's program"


def _parent(lineage: Mapping[str, Any] | None) -> str:
    return f"{lineage['how']} of {lineage['parent']}" if lineage else "no parent"


CLAIMS: Mapping[str, Claim] = {
    "trace": trace_is_whole,
    "blobs": blobs_are_whole,
    "order": events_follow_each_other,
    "program": program_is_the_one_made,
    "prompt": prompt_is_the_one_given,
    "settings": settings_are_those_used,
    "status": status_follows,
    "counts": counts_add_up,
    "costs": costs_add_up,
    "artifacts": artifacts_are_those_made,
    "parameters": parameters_are_those_chosen,
    "coverage": coverage_is_what_was_built,
    "ratings": ratings_are_untouched,
    "lineage": lineage_is_true,
}
"""Those that need nothing but the record."""
