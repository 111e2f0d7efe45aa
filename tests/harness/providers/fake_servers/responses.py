"""The Responses format on the side of the server."""

from __future__ import annotations

import json

from tests.harness.providers.fake_servers.moves import Body, Break, Fail, Say


class Responses:
    """Remembers the reasoning it gave out and wants it back, encrypted and in place."""

    schema = "responses"

    def __init__(self):
        self.given = {}
        self.count = 0

    def is_request(self, path):
        return path.endswith("/responses")

    def plain(self, body):
        return body

    def faults(self, body: Body) -> list[str]:
        wrong, open_calls, previous = [], {}, {}
        for item in body["input"]:
            kind = item["type"]
            if kind in ("function_call", "custom_tool_call"):
                open_calls[item["call_id"]] = kind
            elif kind.endswith("_output"):
                made = open_calls.pop(item["call_id"], None)
                if made is None or kind != f"{made}_output":
                    wrong.append(f"{kind} for {item['call_id']} answers {made}")
            elif kind == "message" and item["role"] == "user" and open_calls:
                wrong.append(f"no output for {sorted(open_calls)}")
            elif kind == "reasoning" and self.given.get(item["id"]) != item.get("encrypted_content"):
                wrong.append(f"reasoning {item['id']} came back changed")
            if previous.get("type") == "reasoning" and kind.endswith(("_output", "user")):
                wrong.append("reasoning without the item that followed it")
            previous = item
        if open_calls:
            wrong.append(f"no output for {sorted(open_calls)}")
        ids = {item["id"] for item in body["input"] if item["type"] == "reasoning"}
        if body.get("include") and set(self.given) - ids:
            wrong.append(f"reasoning {sorted(set(self.given) - ids)} did not come back")
        return wrong

    def whole(self, say, body):
        return None

    def pieces(self, say: Say, body: Body) -> list[bytes]:
        self.count += 1
        items = []
        if say.thought:
            name, sealed = f"rs_{self.count}", f"gAAAA{self.count}=="
            self.given[name] = sealed
            summary = [{"type": "summary_text", "text": say.thought}]
            items.append(
                {
                    "type": "reasoning",
                    "id": name,
                    "summary": summary,
                    "encrypted_content": sealed,
                    "status": None,
                }
            )
        for kind, text in (("output_text", say.text), ("refusal", say.refusal)):
            if text:
                part = {"type": kind, "annotations": [], "text": text}
                if kind == "refusal":
                    part = {"type": kind, "refusal": text}
                items.append(
                    {
                        "type": "message",
                        "id": f"msg_{self.count}",
                        "role": "assistant",
                        "status": "completed",
                        "content": [part],
                    }
                )
        custom = {tool["name"] for tool in body.get("tools", ()) if tool["type"] == "custom"}
        for position, call in enumerate(say.calls, start=1):
            item = {
                "id": f"fc_{self.count}_{position}",
                "call_id": f"c{self.count}_{position}",
                "name": call.name,
            }
            if call.name in custom:
                item |= {"type": "custom_tool_call", "input": json.loads(call.arguments)["patch"]}
            else:
                item |= {"type": "function_call", "arguments": call.arguments, "status": "completed"}
            items.append(item)
        incomplete = say.stop not in ("", "completed")
        if incomplete and items and items[-1]["type"] == "function_call":
            items[-1]["status"] = "incomplete"
        response = {
            "id": f"resp_{self.count}",
            "object": "response",
            "created_at": 1,
            "model": body["model"] + "-dated",
            "status": "incomplete" if incomplete else "completed",
            "incomplete_details": {"reason": say.stop} if incomplete else None,
            "error": None,
            "output": items,
            "parallel_tool_calls": True,
            "tool_choice": "auto",
            "tools": [],
            "usage": {
                "input_tokens": say.usage.input_tokens,
                "input_tokens_details": {
                    "cached_tokens": say.usage.cached_tokens,
                    "cache_write_tokens": say.usage.cache_write_tokens,
                },
                "output_tokens": say.usage.output_tokens,
                "output_tokens_details": {"reasoning_tokens": say.usage.reasoning_tokens},
                "total_tokens": say.usage.input_tokens + say.usage.output_tokens,
            },
        }
        began = {**response, "status": "in_progress", "output": [], "usage": None}
        events = [{"type": "response.created", "response": began}]
        for index, item in enumerate(items):
            place = {"output_index": index, "item_id": item["id"]}
            events.append({"type": "response.output_item.added", "output_index": index, "item": item})
            events += [{**event, **place} for event in _deltas(item)]
            events.append({"type": "response.output_item.done", "output_index": index, "item": item})
        kind = "incomplete" if incomplete else "completed"
        events.append({"type": f"response.{kind}", "response": response})
        return [_sse(event, number) for number, event in enumerate(events)]

    def breaking(self, move: Break) -> list[bytes]:
        event = {"type": "error", "code": move.kind, "message": move.message, "param": None}
        return [*self.pieces(Say("begun"), {"model": "m"})[:3], _sse(event, 9)]

    def failing(self, move: Fail) -> bytes:
        fault = {"message": move.message, "type": move.kind, "param": None, "code": move.kind}
        return json.dumps({"error": fault}).encode()


def _deltas(item):
    match item["type"]:
        case "reasoning":
            part = {"type": "response.reasoning_summary_text.delta", "summary_index": 0}
            return [{**part, "delta": text["text"]} for text in item["summary"]]
        case "message":
            part = {"type": "response.output_text.delta", "content_index": 0, "logprobs": []}
            return [{**part, "delta": entry.get("text") or entry.get("refusal")} for entry in item["content"]]
        case "function_call":
            return [{"type": "response.function_call_arguments.delta", "delta": item["arguments"]}]
        case _:
            return [{"type": "response.custom_tool_call_input.delta", "delta": item["input"]}]


def _sse(event, number):
    data = json.dumps({**event, "sequence_number": number})
    return f"event: {event['type']}\ndata: {data}\n\n".encode()
