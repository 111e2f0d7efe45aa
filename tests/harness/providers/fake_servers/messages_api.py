"""The Messages format on the side of the server."""

from __future__ import annotations

import json
from itertools import pairwise

from tests.harness.providers.fake_servers.moves import Body, Break, Fail, Say


class MessagesApi:
    """Remembers the signatures it gave out and wants every thinking block back as it was."""

    schema = "messages"

    def __init__(self):
        self.given = {}
        self.count = 0

    def is_request(self, path):
        return path.endswith("/v1/messages")

    def plain(self, body):
        return body

    def faults(self, body: Body) -> list[str]:
        wrong, open_calls, returned = [], [], set()
        roles = [message["role"] for message in body["messages"]]
        if roles[0] != "user" or any(a == b for a, b in pairwise(roles)):
            wrong.append(f"roles do not alternate: {roles}")
        for message in body["messages"]:
            blocks = message["content"]
            if message["role"] == "user":
                answered = [block["tool_use_id"] for block in blocks if block["type"] == "tool_result"]
                kinds = [block["type"] == "tool_result" for block in blocks]
                if sorted(answered) != sorted(open_calls) or kinds != sorted(kinds, reverse=True):
                    wrong.append(
                        f"tool_use ids {open_calls} without tool_result blocks first after: {answered}"
                    )
                continue
            open_calls = [block["id"] for block in blocks if block["type"] == "tool_use"]
            for block in blocks:
                if block["type"] == "thinking":
                    returned.add(block["signature"])
                    if self.given.get(block["signature"]) != block["thinking"]:
                        wrong.append(f"thinking {block['signature']} came back changed")
        if body.get("thinking") and set(self.given) - returned:
            wrong.append(f"thinking {sorted(set(self.given) - returned)} did not come back")
        if json.dumps(body).count('"cache_control"') > 4:
            wrong.append("a maximum of 4 blocks with cache_control may be provided")
        return wrong

    def whole(self, say, body):
        return None

    def pieces(self, say: Say, body: Body) -> list[bytes]:
        self.count += 1
        blocks = []
        if say.thought:
            signature = f"Er{self.count}cKJ=="
            self.given[signature] = say.thought
            start = {"type": "thinking", "thinking": "", "signature": ""}
            deltas = [{"type": "thinking_delta", "thinking": part} for part in _halves(say.thought)]
            blocks.append((start, [*deltas, {"type": "signature_delta", "signature": signature}]))
        if say.text:
            deltas = [{"type": "text_delta", "text": part} for part in _halves(say.text)]
            blocks.append(({"type": "text", "text": "", "citations": None}, deltas))
        for position, call in enumerate(say.calls, start=1):
            start = {"type": "tool_use", "id": f"c{self.count}_{position}", "name": call.name, "input": {}}
            text = "" if call.arguments == "{}" else call.arguments
            parts = [{"type": "input_json_delta", "partial_json": part} for part in _halves(text)]
            blocks.append((start, parts))
        reason = say.stop or ("refusal" if say.refusal else "tool_use" if say.calls else "end_turn")
        usage = say.usage
        read = {
            "input_tokens": usage.input_tokens - usage.cached_tokens - usage.cache_write_tokens,
            "cache_read_input_tokens": usage.cached_tokens,
            "cache_creation_input_tokens": usage.cache_write_tokens,
            "cache_creation": {
                "ephemeral_1h_input_tokens": usage.cache_write_1h_tokens,
                "ephemeral_5m_input_tokens": usage.cache_write_tokens - usage.cache_write_1h_tokens,
            },
        }
        message = {
            "id": f"msg_{self.count}",
            "type": "message",
            "role": "assistant",
            "model": body["model"] + "-dated",
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": {**read, "output_tokens": 1},
        }
        events = [{"type": "message_start", "message": message}, {"type": "ping"}]
        for index, (start, deltas) in enumerate(blocks):
            events.append({"type": "content_block_start", "index": index, "content_block": start})
            events += [{"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas]
            events.append({"type": "content_block_stop", "index": index})
        details = {"type": "refusal", "category": None, "explanation": say.refusal} if say.refusal else None
        told = {"output_tokens": usage.output_tokens}
        if usage.reasoning_tokens:
            told["output_tokens_details"] = {"thinking_tokens": usage.reasoning_tokens}
        delta = {"stop_reason": reason, "stop_sequence": None, "stop_details": details}
        events += [{"type": "message_delta", "delta": delta, "usage": told}, {"type": "message_stop"}]
        return [_sse(event) for event in events]

    def breaking(self, move: Break) -> list[bytes]:
        event = {"type": "error", "error": {"type": move.kind, "message": move.message}}
        return [*self.pieces(Say("begun"), {"model": "m"})[:4], _sse(event)]

    def failing(self, move: Fail) -> bytes:
        fault = {"type": move.kind, "message": move.message}
        return json.dumps({"type": "error", "error": fault, "request_id": "req_1"}).encode()


def _halves(text):
    middle = len(text) // 2
    return [part for part in (text[:middle], text[middle:]) if part]


def _sse(event):
    return f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()
