"""Scripted runs of many shapes, recorded in milliseconds, for tests of what is read from records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from harness.messages import AssistantMessage
from harness.outcome import RunOutcome
from harness.providers.scripted import call, calling, saying
from harness.records.training.story import Story, read_story
from harness.tape import read_trace
from tests.harness.fakes import CLEAN, DIRTY, FAKE_SERVICES, run_script


def write(text: str, words: str = "") -> AssistantMessage:
    return calling(call("write_file", content=text), text=words)


def swap(old: str, new: str, words: str = "") -> AssistantMessage:
    return calling(call("replace", old_string=old, new_string=new), text=words)


COMPILE = calling(call("compile_model"))
PROBE = calling(call("probe_model", code="emit(1)"))
FIND = calling(call("find_examples", query="lid"))
READ = calling(call("read_file", path="model.py"))
DONE = saying("A box.")

ROUNDABOUT = [
    calling(call("read_file", path="model.py"), call("find_examples", query="lid"), text="Looking around."),
    write(DIRTY, "A first try."),
    COMPILE,
    swap("nowhere", "x", "This will miss."),
    swap("broken lid", "broken hinge", "Another fault."),
    PROBE,
    swap("broken hinge", "broken lid", "And back."),
    COMPILE,
    swap("broken lid", "clean", "Now it holds."),
    calling(call("probe_model", code="emit(1)"), call("compile_model"), call("nonsense")),
    DONE,
]
"""Reads, fails, goes round in a circle, repairs, and ends well."""
WAYS: Mapping[str, tuple[list[AssistantMessage], dict[str, Any]]] = {
    "straight": ([write(CLEAN), COMPILE, DONE], {}),
    "roundabout": (ROUNDABOUT, {}),
    "rewritten": ([write(DIRTY), COMPILE, FIND, write(CLEAN, "All new."), COMPILE, DONE], {}),
    "compiled at the finish": ([write(DIRTY), saying("Done?"), swap("broken lid", "clean"), DONE], {}),
    "cut off": ([AssistantMessage("so lo", stop="length"), AssistantMessage(), write(CLEAN), DONE], {}),
    "at the limit": ([write(DIRTY), swap("broken lid", "clean")], {"max_turns": 2}),
    "several calls": (
        [
            calling(call("write_file", content=CLEAN), call("compile_model"), text="Both at once."),
            calling(call("find_examples", query="lid"), call("read_file", path="docs/sdk/errors.md")),
            DONE,
        ],
        {},
    ),
    "windows line ends": ([write(CLEAN.replace("\n", "\r\n")), COMPILE, DONE], {}),
    "edited back": ([write(CLEAN), COMPILE, write(DIRTY), COMPILE, write(CLEAN), DONE], {}),
}
PARTIAL = ([write(CLEAN), COMPILE, write(DIRTY), COMPILE], {"max_turns": 4})
FAILED = ([write(DIRTY), COMPILE], {"max_turns": 2})


def telling_probe(source: str, code: str, **_: Any) -> Mapping[str, Any]:
    """A probe whose answer shows which program it looked at."""
    return {"ok": True, "result": source}


SERVICES = replace(FAKE_SERVICES, probe=telling_probe)


def recorded(script: list[AssistantMessage], runs_dir: Path, **settings: Any) -> RunOutcome:
    return run_script(script, runs_dir, services=SERVICES, **settings)


def recorded_way(way: str, runs_dir: Path, **settings: Any) -> RunOutcome:
    script, limits = WAYS[way]
    return recorded(script, runs_dir, **limits, **settings)


def story_in(run_dir: Path) -> Story:
    return read_story(read_trace(run_dir))
