"""What went over the wire is kept, without what the tape holds anyway and without keys."""

from __future__ import annotations

import json

from harness.messages import AssistantMessage
from harness.providers.scripted import ScriptedProvider, saying
from harness.providers.service import Endpoint, ServiceProvider
from harness.tape import read_trace
from tests.harness.fakes import run_script


class Echo(ServiceProvider):
    """A service that answers at once."""

    def encode(self, request):
        conversation = [str(message) for message in request.messages]
        return {"model": "m", "messages": conversation, "config": {"system": request.system, "seed": 4}}

    async def exchange(self, request, payload, on_progress):
        self.keep_wire(payload, {"id": "r1", "raw": ["as", "sent"], "opaque": object})
        return AssistantMessage("Done.")

    async def close(self):
        pass


def test_the_tape_keeps_parameters_and_the_raw_response(tmp_path):
    provider = Echo(name="echo", model_id="m", endpoint=Endpoint(api_key="sk-secret-123456"))
    outcome = run_script([], tmp_path, provider=provider, max_turns=1)
    wire = read_trace(outcome.run_dir).first("model_replied").payload["wire"]
    assert wire["parameters"] == {"model": "m", "config": {"seed": 4}}
    assert wire["response"]["raw"] == ["as", "sent"]
    for file in outcome.run_dir.rglob("*"):
        assert file.is_dir() or b"sk-secret" not in file.read_bytes()


def test_nothing_went_over_the_wire_of_a_script(tmp_path):
    outcome = run_script([], tmp_path, provider=ScriptedProvider([saying("x")] * 3))
    assert read_trace(outcome.run_dir).first("model_replied").payload["wire"] is None
    json.dumps(outcome.to_dict())
