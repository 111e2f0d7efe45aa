"""Gemini's format on the side of the server; both spellings of a name are understood, as the service does."""

from __future__ import annotations

import base64
import json
import re
from itertools import pairwise

from tests.harness.providers.fake_servers.moves import Body, Break, Fail, Say

_OPAQUE = ("args", "response", "parametersJsonSchema", "parameters_json_schema", "parameters")


class GenerateContent:
    """Remembers the thought signatures it gave out and wants them back on the calls they came with."""

    schema = "generate_content"

    def __init__(self, *, with_ids: bool = False):
        self.given = {}
        self.count = 0
        self.with_ids = with_ids

    def is_request(self, path):
        return ":streamGenerateContent" in path

    def plain(self, body):
        return _camel(body)

    def faults(self, body: Body) -> list[str]:
        wrong, waiting, returned = [], [], set()
        roles = [content["role"] for content in body["contents"]]
        if roles[0] != "user" or any(a == b for a, b in pairwise(roles)):
            wrong.append(f"roles do not alternate: {roles}")
        for content in body["contents"]:
            if content["role"] == "model":
                waiting = [part["functionCall"] for part in content["parts"] if "functionCall" in part]
                for part in content["parts"]:
                    signature = part.get("thoughtSignature")
                    if signature:
                        signature = base64.b64encode(base64.urlsafe_b64decode(signature)).decode()
                        returned.add(signature)
                        self._compare(signature, part, wrong)
                continue
            answers = [part["functionResponse"] for part in content["parts"] if "functionResponse" in part]
            if [answer["name"] for answer in answers] != [call["name"] for call in waiting]:
                wrong.append(f"function responses {answers} do not answer the calls {waiting}")
            if self.with_ids and [answer.get("id") for answer in answers] != [
                call.get("id") for call in waiting
            ]:
                wrong.append("function responses do not carry the ids of their calls")
            if not self.with_ids and any("id" in answer for answer in answers):
                wrong.append("an id that nobody gave")
        if set(self.given) - returned:
            wrong.append(f"thought signatures {sorted(set(self.given) - returned)} did not come back")
        return wrong

    def _compare(self, signature, part, wrong):
        if signature in self.given and self.given[signature] != part.get("functionCall", {}).get("name"):
            wrong.append("a thought signature came back on another part")

    def whole(self, say, body):
        return None

    def pieces(self, say: Say, body: Body) -> list[bytes]:
        self.count += 1
        parts = []
        if say.thought:
            parts.append({"text": say.thought, "thought": True})
        middle = len(say.text) // 2
        parts += [{"text": text} for text in (say.text[:middle], say.text[middle:]) if text]
        for position, call in enumerate(say.calls, start=1):
            part = {"functionCall": {"name": call.name, "args": json.loads(call.arguments)}}
            if self.with_ids:
                part["functionCall"]["id"] = f"c{self.count}_{position}"
            if position == 1 and say.thought:
                signature = base64.b64encode(f"sig\xff\xfe{self.count}".encode("latin-1")).decode()
                self.given[signature] = call.name
                part["thoughtSignature"] = signature
            parts.append(part)
        usage = say.usage
        told = {
            "promptTokenCount": usage.input_tokens,
            "cachedContentTokenCount": usage.cached_tokens,
            "candidatesTokenCount": usage.output_tokens - usage.reasoning_tokens,
            "thoughtsTokenCount": usage.reasoning_tokens,
            "totalTokenCount": usage.input_tokens + usage.output_tokens,
        }
        chunks = [
            {"candidates": [{"content": {"role": "model", "parts": [part]}, "index": 0}]} for part in parts
        ]
        reason = say.stop or ("SAFETY" if say.refusal else "STOP")
        last = {"finishReason": reason, "index": 0, "content": {"role": "model", "parts": [{"text": ""}]}}
        if say.refusal:
            last["finishMessage"] = say.refusal
        chunks.append({"candidates": [last], "usageMetadata": told})
        if reason.startswith("blocked:"):
            feedback = {"blockReason": reason.removeprefix("blocked:")}
            chunks = [{"promptFeedback": feedback, "usageMetadata": told}]
        return [_sse({**chunk, "modelVersion": "m", "responseId": "r"}) for chunk in chunks]

    def breaking(self, move: Break) -> list[bytes]:
        begun = {"candidates": [{"content": {"role": "model", "parts": [{"text": "begun"}]}, "index": 0}]}
        return [_sse(begun), _sse({"error": {"code": 503, "status": move.kind, "message": move.message}})]

    def failing(self, move: Fail) -> bytes:
        fault = {"code": move.status, "message": move.message, "status": move.kind}
        return json.dumps({"error": fault}).encode()


def _camel(value):
    if isinstance(value, list):
        return [_camel(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    return {
        re.sub(r"_(\w)", lambda found: found[1].upper(), name): (entry if name in _OPAQUE else _camel(entry))
        for name, entry in value.items()
    }


def _sse(event):
    return f"data: {json.dumps(event)}\r\n\r\n".encode()
