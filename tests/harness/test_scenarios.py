"""Scripted runs, one for each way to end, each rule of guidance, each limit and each way to shorten a conversation;
then the same runs killed at every event and carried on.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from PIL import Image

from harness.errors import ProviderError
from harness.events import Compacted, GuidanceInjected, LimitReached
from harness.messages import AssistantMessage, ToolCall, ToolMessage, Usage
from harness.providers.base import Traits
from harness.providers.scripted import ScriptedProvider, call, calling, saying
from harness.replay import replay
from harness.resume import resume
from harness.tape import FILE, lasting_payload, read_trace
from tests.harness.fakes import CLEAN, DIRTY, FAKE_SERVICES, fake_compile, run_script

WRITE_CLEAN = calling(call("write_file", content=CLEAN), call("compile_model"))
COMPILE = calling(call("compile_model"))
SILENCE = AssistantMessage()
DONE = saying("A box.")
TESTS = """
def run_tests():
    ctx.check_model_valid()
    ctx.expect_contact("lid", "base", elem_a="rim")
"""


def broken(number: int, *names: str) -> AssistantMessage:
    """Another program that fails on these parts."""
    marks = "".join(f'MARK = "broken {name}"\n' for name in names or ("lid",))
    return calling(call("write_file", content=f"# {number}\n{marks}"), call("compile_model"))


def sized(reply: AssistantMessage, tokens: int, *, cost_usd: float | None = None) -> AssistantMessage:
    return replace(reply, usage=Usage(tokens, 0, 10, cost_usd=cost_usd))


def reads(count: int, tokens: int, name: str = "read_file") -> list[AssistantMessage]:
    """Turns of long results, the prompt as long as told."""
    arguments = (
        {"path": "docs/sdk/quickstart.md"} if name == "read_file" else {"code": "emit(1)" + "#" * 3_000}
    )
    return [sized(calling(call(name, **arguments)), tokens) for _ in range(count)]


class Small(ScriptedProvider):
    """A model whose context is small, and known; it writes a summary when asked for one."""

    def __init__(self, script: Sequence[AssistantMessage], *, summary: AssistantMessage | None) -> None:
        super().__init__(script)
        self._summary = summary

    async def traits(self) -> Traits:
        return Traits(context_tokens=10_000)

    async def reply(self, request, **progress):
        if request.tools:
            return await super().reply(request, **progress)
        if self._summary is None:
            raise ProviderError("no summary")
        return self._summary


@dataclass(frozen=True)
class Scenario:
    """A script and what it comes to."""

    script: Sequence[AssistantMessage]
    status: str
    reason: str
    guidance: Sequence[str] = ()
    settings: dict[str, Any] = field(default_factory=dict)
    shortened: Sequence[str] = ()
    """How, each time."""
    summary: AssistantMessage | None = None
    is_small: bool = False


SCENARIOS = {
    # ways to end
    "finished": Scenario([WRITE_CLEAN, DONE], "success", "finished"),
    "finished after mending": Scenario([broken(1), WRITE_CLEAN, DONE], "success", "finished"),
    "declined": Scenario([AssistantMessage("No.", stop="refusal")], "declined", "refusal"),
    "provider gone at once": Scenario([], "provider_error", "provider"),
    "provider gone later": Scenario([WRITE_CLEAN], "provider_error", "provider"),
    "silent while sound": Scenario(
        [WRITE_CLEAN, SILENCE, SILENCE, SILENCE],
        "success_at_limit",
        "no_action",
        ["final_response_required"] * 3,
    ),
    "silent while broken": Scenario(
        [broken(1), SILENCE, SILENCE, SILENCE], "failed", "no_action", ["compile_required"] * 3
    ),
    # limits
    "turns, sound": Scenario([WRITE_CLEAN] * 9, "success_at_limit", "turns", settings={"max_turns": 2}),
    "turns, sound before": Scenario([WRITE_CLEAN, broken(1)], "partial", "turns", settings={"max_turns": 2}),
    "turns, never sound": Scenario([broken(1), broken(2)], "failed", "turns", settings={"max_turns": 2}),
    "tokens": Scenario(
        [sized(WRITE_CLEAN, 990)] * 3, "success_at_limit", "tokens", settings={"max_tokens": 1_000}
    ),
    "cost": Scenario(
        [sized(WRITE_CLEAN, 9, cost_usd=0.6)] * 3,
        "success_at_limit",
        "cost_usd",
        settings={"max_cost_usd": 0.5, "force": True},
    ),
    # guidance
    "edit not found": Scenario(
        [calling(call("replace", old_string="nowhere", new_string="x")), WRITE_CLEAN, DONE],
        "success",
        "finished",
        ["edit_retry_guidance"],
    ),
    "tests of missing elements, checks of the compiler": Scenario(
        [calling(call("write_file", content=CLEAN + TESTS)), DONE],
        "success",
        "finished",
        ["exact_geometry_contract", "baseline_qc_guidance"],
    ),
    "same finding three times": Scenario(
        [broken(1), broken(2), broken(3), WRITE_CLEAN, DONE], "success", "finished", ["same_finding"]
    ),
    "plateau": Scenario(
        [broken(number, f"part{number}") for number in range(6)] + [WRITE_CLEAN, DONE],
        "success",
        "finished",
        ["plateau"],
    ),
    "fewer failures are no plateau": Scenario(
        [broken(number, *(f"p{number}{one}" for one in range(6 - number))) for number in range(6)]
        + [WRITE_CLEAN, DONE],
        "success",
        "finished",
    ),
    "reminded": Scenario(
        [calling(call("write_file", content=CLEAN)), DONE, COMPILE, DONE],
        "success",
        "finished",
        ["compile_required"],
        settings={"remind_to_compile": True},
    ),
    "compiled for it": Scenario(
        [calling(call("write_file", content=DIRTY)), DONE, WRITE_CLEAN, DONE],
        "success",
        "finished",
        ["compiled_for_you"],
    ),
    "cut off": Scenario(
        [AssistantMessage("so", stop="length"), WRITE_CLEAN, DONE], "success", "finished", ["reply_truncated"]
    ),
    "few turns left": Scenario(
        [broken(number, f"part{number % 2}") for number in range(5)] + [COMPILE, WRITE_CLEAN, DONE],
        "success",
        "finished",
        ["budget_nearly_spent"],
        settings={"max_turns": 8},
    ),
    "few tokens left": Scenario(
        [sized(broken(1), 850), WRITE_CLEAN, DONE],
        "success",
        "finished",
        ["budget_nearly_spent"],
        settings={"max_tokens": 1_000},
    ),
    "little money left": Scenario(
        [
            sized(broken(1), 9, cost_usd=0.45),
            sized(WRITE_CLEAN, 9, cost_usd=0.0),
            sized(DONE, 9, cost_usd=0.0),
        ],
        "success",
        "finished",
        ["budget_nearly_spent"],
        settings={"max_cost_usd": 0.5, "force": True},
    ),
    # what a model does wrong
    "unknown tool, no JSON": Scenario(
        [calling(call("dance")), calling(ToolCall("", "replace", "{")), WRITE_CLEAN, DONE],
        "success",
        "finished",
    ),
    # conversations that get too long
    "stubs suffice": Scenario(
        [WRITE_CLEAN, *reads(3, 6_000), *reads(1, 9_500), DONE],
        "success",
        "finished",
        shortened=["stubs"],
        is_small=True,
    ),
    "a summary": Scenario(
        [WRITE_CLEAN, *reads(3, 50, "probe_model"), *reads(1, 9_800, "probe_model"), DONE],
        "success",
        "finished",
        shortened=["summary"],
        summary=AssistantMessage("State: sound.", usage=Usage(99, 0, 9)),
        is_small=True,
    ),
    "no summary to be had": Scenario(
        [WRITE_CLEAN, *reads(3, 50, "probe_model"), *reads(1, 9_800, "probe_model"), DONE],
        "success",
        "finished",
        shortened=["digest"],
        is_small=True,
    ),
    "a plateau in a long conversation": Scenario(
        [sized(broken(number), 8_600) for number in range(3)] + [WRITE_CLEAN, DONE],
        "success",
        "finished",
        ["same_finding"],
        shortened=["summary"],
        summary=AssistantMessage("State: the lid fails."),
        is_small=True,
    ),
}


def provider_of(scenario: Scenario, *, after: int = 0) -> ScriptedProvider:
    """The scenario's model, the first replies given already; ids differ by turn as a service's do."""
    numbered = [
        replace(
            reply,
            tool_calls=tuple(
                replace(one, id=f"{turn}.{place}") for place, one in enumerate(reply.tool_calls)
            ),
        )
        for turn, reply in enumerate(scenario.script)
    ]
    script = numbered[after:]
    return Small(script, summary=scenario.summary) if scenario.is_small else ScriptedProvider(script)


def played(scenario: Scenario, runs_dir, events=None):
    return run_script([], runs_dir, provider=provider_of(scenario), events=events, **scenario.settings)


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch):
    """A kill, unlike a power cut, loses nothing that was written."""
    monkeypatch.setattr("os.fsync", lambda _: None)


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """Name -> (outcome, events) of every scenario, played once."""
    runs_dir = tmp_path_factory.mktemp("scenarios")
    found = {}
    for number, (name, scenario) in enumerate(SCENARIOS.items()):
        events: list[Any] = []
        found[name] = (played(scenario, runs_dir / str(number), events), events)
    return found


@pytest.mark.parametrize("name", SCENARIOS)
def test_it_ends_as_it_should(finished, name):
    scenario, (outcome, events) = SCENARIOS[name], finished[name]
    assert (outcome.status, outcome.reason) == (scenario.status, scenario.reason)
    assert [one.message.tag for one in events if isinstance(one, GuidanceInjected)] == list(scenario.guidance)
    assert [one.how for one in events if isinstance(one, Compacted)] == list(scenario.shortened)
    limits = {"turns", "tokens", "cost_usd", "no_action"}
    assert [one.limit for one in events if isinstance(one, LimitReached)] == [
        reason for reason in [scenario.reason] if reason in limits
    ]


@pytest.mark.parametrize("name", SCENARIOS)
def test_it_replays(finished, name):
    outcome, _ = finished[name]
    report = replay(outcome.run_dir, services=FAKE_SERVICES)
    assert report.is_identical, report.divergence


def killed_after(run_dir, target, seq: int) -> None:
    """The run as a kill would have left it after the event `seq`."""
    shutil.copytree(run_dir, target)
    lines = (target / FILE).read_bytes().splitlines(keepends=True)
    (target / FILE).write_bytes(b"".join(lines[: seq + 1]))
    manifest = json.loads((target / "run.json").read_text())
    kept = (
        "schema",
        "run_id",
        "created_at",
        "provider",
        "model_id",
        "settings",
        "image",
        "price",
        "versions",
    )
    opening = {name: manifest[name] for name in (*kept, "hashes", "lineage") if name in manifest}
    (target / "run.json").write_text(json.dumps({**opening, "status": "running", "run_id": target.name}))


def story(run_dir):
    return [(event.kind, lasting_payload(event.payload)) for event in read_trace(run_dir).events]


@pytest.mark.parametrize("name", SCENARIOS)
def test_killed_at_any_event_it_comes_to_the_same_end(finished, name, tmp_path):
    scenario, (outcome, _) = SCENARIOS[name], finished[name]
    whole = read_trace(outcome.run_dir).events
    ends = [event.seq for event in whole[:-1]]
    for seq in ends[:: max(1, len(ends) // 6)]:
        target = tmp_path / f"killed-{seq}"
        killed_after(outcome.run_dir, target, seq)
        given = sum(event.kind == "model_replied" for event in whole[: seq + 1])
        carried = asyncio.run(
            resume(target, provider=provider_of(scenario, after=given), services=FAKE_SERVICES, environ={})
        )
        assert (carried.status, carried.reason) == (outcome.status, outcome.reason), seq
        assert (target / "model.py").read_bytes() == (outcome.run_dir / "model.py").read_bytes()
        assert story(target) == story(outcome.run_dir), seq


class Seeing(ScriptedProvider):
    """A model that accepts pictures."""

    async def traits(self) -> Traits:
        return Traits(accepts_images=True)


def drawing_compile(source, *, workdir, pictures=False, **options):
    result = fake_compile(source, workdir=workdir, pictures=pictures, **options)
    if pictures:
        shade = len(source) % 256
        Image.new("RGB", (64, 32), (shade, shade, shade)).save(workdir / "preview.png")
    return result


def shown(messages) -> list[int]:
    return [len(message.images) for message in messages if isinstance(message, ToolMessage)]


def test_a_model_that_sees_is_shown_its_object_and_the_run_replays_strictly(tmp_path):
    services = replace(FAKE_SERVICES, compile=drawing_compile)
    script = [broken(1), calling(call("write_file", content=DIRTY)), DONE, WRITE_CLEAN, COMPILE, DONE]
    provider = Seeing(script)
    outcome = run_script([], tmp_path, provider=provider, services=services)
    *_, last = provider.requests
    assert shown(last.messages) == [0, 1, 0, 0, 1, 1]
    (told,) = [one for one in last.messages if one.role == "user" and one.tag == "compiled_for_you"]
    assert [part.type for part in told.parts] == ["text", "image"]
    hashes = {
        image.sha256
        for message in last.messages
        if isinstance(message, ToolMessage)
        for image in message.images
    }
    assert all((outcome.run_dir / "blobs" / sha256).is_file() for sha256 in hashes)
    assert replay(outcome.run_dir, services=services, strict=True).is_identical


@pytest.mark.parametrize(("provider", "eyes"), [(Seeing, False), (ScriptedProvider, True)])
def test_without_eyes_nothing_is_drawn_before_the_end(tmp_path, provider, eyes):
    made = provider([WRITE_CLEAN, DONE])
    services = replace(FAKE_SERVICES, compile=drawing_compile)
    run_script([], tmp_path, provider=made, services=services, eyes=eyes)
    assert shown(made.requests[-1].messages) == [0, 0]


def test_the_record_keeps_the_checklist_its_answers_and_what_the_program_corrects(tmp_path):
    code = f"# brief: drop wheel: it stands\n{CLEAN}"
    prompt = "a box with a hinged lid and three wheels that spin"
    outcome = run_script(
        [calling(call("write_file", content=code), call("compile_model")), DONE], tmp_path, prompt=prompt
    )
    contract = json.loads((outcome.run_dir / "run.json").read_text())["contract"]
    assert [(one["name"], one["state"]) for one in contract["requirements"]] == [
        ("lid", "missing"),
        ("wheel", "dropped"),
    ]
    assert contract["brief"]["dropped"] == {"wheel": "it stands"}
    assert outcome.coverage == {"missing": 1, "dropped": 1}
    assert outcome.coverage_share == 0.0
    told = [event for event in read_trace(outcome.run_dir).events if event.kind == "tool_finished"]
    assert "missing: 'hinged lid': no part or joint is named for it" in told[1].payload["message"]["content"]


def test_another_model_may_write_the_summaries(tmp_path):
    summary = [{"text": "State: sound.", "usage": {"input_tokens": 7, "output_tokens": 3}}]
    (tmp_path / "summary.json").write_text(json.dumps(summary))
    scenario = SCENARIOS["no summary to be had"]
    events: list[Any] = []
    outcome = run_script(
        [],
        tmp_path / "runs",
        provider=provider_of(scenario),
        events=events,
        summarizer=f"scripted:{tmp_path / 'summary.json'}",
    )
    (event,) = [one for one in events if isinstance(one, Compacted)]
    assert (event.how, event.model_id, event.cost_usd) == ("summary", "summary.json", 0.0)
    assert outcome.status == "success"
    assert replay(outcome.run_dir, services=FAKE_SERVICES, strict=True).is_identical


def test_an_example_that_may_be_gone_is_shown_again(tmp_path):
    find = calling(call("find_examples", query="lamp", limit=1))
    script = [find, find, *reads(3, 6_000), *reads(1, 9_500), find, DONE]
    provider = Small(script, summary=None)
    run_script([], tmp_path, provider=provider)
    told = [
        one.content for one in provider.requests[-1].messages if getattr(one, "name", "") == "find_examples"
    ]
    assert [json.loads(text)["result"][0]["content"] for text in told] == [
        "# lamp for lamp",
        "",
        "# lamp for lamp",
    ]
