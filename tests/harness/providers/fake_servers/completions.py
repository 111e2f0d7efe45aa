"""Chat completions on the side of the server: with and without streams, with and without tool calling."""

from __future__ import annotations

import json

from tests.harness.providers.fake_servers.moves import Body, Break, Fail, Say


class Completions:
    """Wants reasoning back with the reply it came in, if it gave any out."""

    schema = "completions"

    def __init__(self, *, streams: bool = True, told: dict | None = None):
        self.streams = streams
        self.given = []
        self.count = 0
        self.told = told or {}

    def is_request(self, path):
        return path.endswith("/chat/completions")

    def plain(self, body):
        return body

    def faults(self, body: Body) -> list[str]:
        wrong, waiting, returned = [], [], []
        previous = ""
        for message in body["messages"]:
            role = message["role"]
            if role == "tool":
                if message["tool_call_id"] not in waiting:
                    wrong.append(f"a result for {message['tool_call_id']}, which waits for none")
                else:
                    waiting.remove(message["tool_call_id"])
            elif waiting:
                wrong.append(f"no results for {waiting}")
                waiting = []
            if role == previous == "user" or role == previous == "assistant":
                wrong.append(f"two messages of {role} in a row")
            if role == "assistant":
                waiting = [call["id"] for call in message.get("tool_calls", ())]
                if len(set(waiting)) != len(waiting):
                    wrong.append("two calls with one id")
                returned += [message[name] for name in ("reasoning_content",) if name in message]
            previous = role
        if waiting:
            wrong.append(f"no results for {waiting}")
        if returned != self.given[: len(returned)] or len(returned) < len(self.given):
            wrong.append(f"reasoning {self.given} came back as {returned}")
        return wrong

    def message(self, say: Say) -> dict:
        message = {"role": "assistant", "content": say.text or None}
        if say.thought:
            message["reasoning_content"] = say.thought
        if say.refusal:
            message["refusal"] = say.refusal
        if say.calls:
            message["tool_calls"] = [
                {
                    "id": f"c{self.count}_{position}",
                    "type": "function",
                    "function": {"name": call.name, "arguments": call.arguments},
                }
                for position, call in enumerate(say.calls, start=1)
            ]
        return message

    def usage(self, say: Say) -> dict:
        return {
            "prompt_tokens": say.usage.input_tokens,
            "completion_tokens": say.usage.output_tokens,
            "total_tokens": say.usage.input_tokens + say.usage.output_tokens,
            "prompt_tokens_details": {
                "cached_tokens": say.usage.cached_tokens,
                "cache_write_tokens": say.usage.cache_write_tokens,
            },
            "completion_tokens_details": {"reasoning_tokens": say.usage.reasoning_tokens},
        }

    def whole(self, say: Say, body: Body) -> bytes | None:
        if self.streams and body.get("stream"):
            return None
        message = self._begin(say)
        reason = say.stop or ("tool_calls" if say.calls else "stop")
        choice = {"index": 0, "message": message, "finish_reason": reason}
        data = {"id": "x", "object": "chat.completion", "created": 1, "model": body["model"]}
        return json.dumps({**data, "choices": [choice], "usage": self.usage(say)}).encode()

    def _begin(self, say: Say) -> dict:
        self.count += 1
        if say.thought:
            self.given.append(say.thought)
        return self.message(say)

    def pieces(self, say: Say, body: Body) -> list[bytes]:
        message = self._begin(say)
        deltas = [{"role": "assistant", "content": ""}]
        for name in ("reasoning_content", "content", "refusal"):
            text = message.get(name) or ""
            middle = len(text) // 2
            deltas += [{name: part} for part in (text[:middle], text[middle:]) if part]
        for index, call in enumerate(message.get("tool_calls", ())):
            arguments, named = call["function"]["arguments"], {**call["function"], "arguments": ""}
            middle = len(arguments) // 2
            deltas.append({"tool_calls": [{**call, "index": index, "function": named}]})
            deltas += [
                {"tool_calls": [{"index": index, "function": {"arguments": part}}]}
                for part in (arguments[:middle], arguments[middle:])
            ]
        reason = say.stop or ("tool_calls" if say.calls else "stop")
        choices = [{"index": 0, "delta": delta, "finish_reason": None} for delta in deltas]
        choices.append({"index": 0, "delta": {}, "finish_reason": reason})
        frame = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": body["model"]}
        chunks = [{**frame, "choices": [choice]} for choice in choices]
        if body.get("stream_options", {}).get("include_usage"):
            chunks.append({**frame, "choices": [], "usage": self.usage(say)})
        return [b": a comment\n\n", *(_sse(chunk) for chunk in chunks), b"data: [DONE]\n\n"]

    def breaking(self, move: Break) -> list[bytes]:
        begun = self.pieces(Say("begun"), {"model": "m"})[:3]
        return [*begun, _sse({"error": {"code": move.kind, "message": move.message}})]

    def failing(self, move: Fail) -> bytes:
        fault = {"message": move.message, "type": move.kind, "code": move.status}
        return json.dumps({"error": fault}).encode()


class TextCompletions(Completions):
    """A server whose model knows no tools: refuses them, and calls are written by hand."""

    def refuses(self, body: Body) -> str | None:
        return "registry/model does not support tools" if "tools" in body else None

    def message(self, say: Say) -> dict:
        blocks = []
        for call in say.calls:
            try:
                values = json.loads(call.arguments)
                lines = [
                    f"<{name}>\n{value if isinstance(value, str) else json.dumps(value)}\n</{name}>"
                    for name, value in values.items()
                ]
            except ValueError:
                lines = [call.arguments]
            blocks.append("\n".join([f'<tool name="{call.name}">', *lines, "</tool>"]))
        text = "\n\n".join(part for part in (say.text, *blocks) if part)
        message = {"role": "assistant", "content": text}
        return (
            message
            | ({"reasoning_content": say.thought} if say.thought else {})
            | ({"refusal": say.refusal} if say.refusal else {})
        )


def _sse(chunk):
    return f"data: {json.dumps(chunk)}\n\n".encode()
