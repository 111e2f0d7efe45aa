"""A server on the loopback that answers in a service's format and checks every request it gets."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol

from jsonschema import Draft202012Validator

from tests.harness.providers.fake_servers.moves import Body, Break, Fail, Move, Raw, Say

SCHEMAS = Path(__file__).parents[1] / "schemas"


class Dialect(Protocol):
    """One service's format, on the side of the server."""

    schema: str
    """Name of the file that describes its requests."""

    def is_request(self, path: str) -> bool:
        """Whether a POST there asks for a reply."""
        ...

    def plain(self, body: Body) -> Body:
        """The request in the spelling of the schema."""
        ...

    def faults(self, body: Body) -> list[str]:
        """What a schema cannot say: calls without results, thinking that was changed."""
        ...

    def pieces(self, say: Say, body: Body) -> list[bytes]:
        """The stream of a reply."""
        ...

    def whole(self, say: Say, body: Body) -> bytes | None:
        """The reply in one piece; None where the request wants a stream."""
        ...

    def breaking(self, move: Break) -> list[bytes]:
        """A stream that fails."""
        ...

    def failing(self, move: Fail) -> bytes:
        """The body of an error."""
        ...


@dataclass
class FakeServer:
    """What happened to a server."""

    address: str
    dialect: Any
    moves: list[Move]
    requests: list[Body] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    refused: int = 0
    """Requests that asked for what the service does not have."""
    cut_by_client: int = 0

    def next_move(self) -> Move:
        """The next move; the last one again and again."""
        return self.moves.pop(0) if len(self.moves) > 1 else self.moves[0]

    def check(self, body: Body) -> list[str]:
        """What is wrong with a request."""
        errors = validator(self.dialect.schema).iter_errors(self.dialect.plain(body))
        wrong = [f"{error.json_path}: {error.message[:300]}" for error in errors]
        return wrong or self.dialect.faults(self.dialect.plain(body))


@cache
def validator(schema: str) -> Draft202012Validator:
    """Checks requests against the schema of that name."""
    return Draft202012Validator(json.loads((SCHEMAS / f"{schema}.json").read_text()))


@contextmanager
def serving(
    dialect: Any, moves: Sequence[Move], *, prefix: str = "", strict: bool = True
) -> Iterator[FakeServer]:
    """A running server that makes `moves`; any fault in a request fails the test at the end."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    httpd.daemon_threads = True
    fake = FakeServer(f"http://127.0.0.1:{httpd.server_address[1]}{prefix}", dialect, list(moves))
    httpd.fake = fake  # type: ignore[attr-defined]
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield fake
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()
    if strict:
        assert fake.faults == []


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        answer = getattr(self.server.fake.dialect, "told", {}).get(self.path)
        self._send(
            200 if answer else 404, json.dumps(answer or {"error": {"message": "no such page"}}).encode()
        )

    def do_POST(self):
        fake = self.server.fake
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if not fake.dialect.is_request(self.path):
            self.do_GET()
            return
        fake.headers.append({name.lower(): value for name, value in self.headers.items()})
        refused = getattr(fake.dialect, "refuses", lambda _: None)(body)
        if refused is not None:
            fake.refused += 1
            self._send(400, fake.dialect.failing(Fail(400, refused)))
            return
        wrong = fake.check(body)
        fake.requests.append(body)
        if wrong:
            fake.faults += wrong
            self._send(400, fake.dialect.failing(Fail(400, "; ".join(wrong))))
            return
        try:
            self._make(fake.next_move(), body)
        except (BrokenPipeError, ConnectionResetError):
            fake.cut_by_client += 1
            self.close_connection = True

    def _make(self, move: Move, body: Body) -> None:
        dialect = self.server.fake.dialect
        match move:
            case Fail():
                self._send(move.status, dialect.failing(move), headers=move.headers)
            case Raw():
                self._send(move.status, move.body, content_type=move.content_type)
            case Break():
                self._stream(dialect.breaking(move))
            case Say():
                whole = dialect.whole(move, body)
                if whole is not None:
                    self._send(
                        200, whole if move.cut_after is None else whole[: len(whole) // 2], length=len(whole)
                    )
                else:
                    self._stream(dialect.pieces(move, body), cut_after=move.cut_after, pause_s=move.pause_s)

    def _send(self, status, data, *, content_type="application/json", headers=None, length=None):
        self.send_response(status)
        for name, value in {"content-type": content_type, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(length or len(data)))
        self.end_headers()
        self.wfile.write(data)
        if length is not None and length != len(data):
            self.close_connection = True

    def _stream(self, pieces, *, cut_after=None, pause_s=0.0):
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for number, piece in enumerate(pieces):
            if number == cut_after:
                self.close_connection = True
                return
            if pause_s:
                time.sleep(pause_s)
            self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_):
        pass
