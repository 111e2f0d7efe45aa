"""One offline HTML page about a run: prompt, pictures, program, turns, findings over time, costs, hashes, audit.

A newcomer's mistake: to link a file. The page carries everything in it, pictures included, and asks no server.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from harness.audit import AuditReport
from harness.errors import RecordError
from harness.files import write_atomic
from harness.records import folder as places
from harness.records.folder import read_manifest
from harness.tape import FILE, Tape, scan_trace

_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1b1f24}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem;border-bottom:1px solid #d0d7de}
table{border-collapse:collapse;width:100%}td,th{padding:.25rem .6rem;text-align:left;vertical-align:top;
border-bottom:1px solid #eaeef2}pre{background:#f6f8fa;padding:.8rem;overflow:auto;font-size:13px}
img{max-width:100%}.holds{color:#1a7f37}.fails{color:#cf222e;font-weight:600}.cannot{color:#9a6700}
.bar{display:inline-block;height:.8rem;background:#cf222e}.bar.w{background:#d4a72c}code{font-size:12px}
details>summary{cursor:pointer}
"""
_PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".gif": "image/gif"}


def write_page(path: Path, report: AuditReport) -> None:
    """Put the page at `path`.

    Raises:
        RecordError: the run has no run.json, or the page cannot be written.
    """
    try:
        write_atomic(path, page(report))
    except OSError as error:
        raise RecordError(f"{path}: cannot be written ({error.strerror})") from error


def page(report: AuditReport) -> str:
    """The page's text.

    Raises:
        RecordError: the run has no run.json.
    """
    run_dir, manifest = report.run_dir, read_manifest(report.run_dir)
    tape = scan_trace(run_dir) if (run_dir / FILE).is_file() else Tape((), is_torn=False)
    sections = [
        _section("Prompt", f"<pre>{escape(_text(run_dir / places.PROMPT))}</pre>"),
        _section("Audit", _claims(report)),
        _section("Pictures", "".join(_pictures(run_dir))),
        _section("Summary", _summary(manifest)),
        _section("Findings over time", _findings(tape)),
        _section("Turns", "".join(_turns(tape))),
        _section("Program", f"<pre>{escape(_text(run_dir / places.PROGRAM))}</pre>"),
        _section("Hashes", _table({**manifest.get("hashes", {}), **manifest.get("artifacts", {})})),
        _section("Versions", _table(manifest.get("versions", {}))),
    ]
    title = escape(report.run_id)
    return (
        f"<!doctype html><html lang='en'><meta charset='utf-8'><title>{title}</title>"
        f"<style>{_STYLE}</style><h1>{title}</h1>{''.join(sections)}</html>\n"
    )


def _section(title: str, body: str) -> str:
    return f"<section><h2>{title}</h2>{body}</section>" if body else ""


def _claims(report: AuditReport) -> str:
    rows = []
    for finding in report.findings:
        words = "<br>".join(map(escape, finding.details)) or escape(finding.says)
        rows.append(
            f"<tr><td class='{finding.verdict.split()[0]}'>{finding.verdict}</td>"
            f"<td>{escape(finding.claim)}</td><td>{words}</td></tr>"
        )
    return f"<table>{''.join(rows)}</table>"


def _pictures(run_dir: Path) -> Iterator[str]:
    for path in (run_dir / places.PREVIEW, *sorted((run_dir / places.INPUTS).glob("*"))):
        kind = _PICTURES.get(path.suffix)
        if kind is not None and path.is_file():
            data = base64.b64encode(path.read_bytes()).decode()
            yield f"<p><img alt='{escape(path.name)}' src='data:{kind};base64,{data}'></p>"


def _summary(manifest: Mapping[str, Any]) -> str:
    usage, counts = manifest.get("usage", {}), manifest.get("counts", {})
    names = ("status", "reason", "message", "created_at", "finished_at", "provider", "model_id", "lineage")
    told = {name: manifest.get(name) for name in names}
    return _table({**told, **counts, **usage, **manifest.get("settings", {})})


def _findings(tape: Tape) -> str:
    rows = []
    for event in tape.all("compile_finished"):
        signals = event.payload.get("result", {}).get("signals", [])
        failures = sum(signal["severity"] == "failure" for signal in signals)
        warnings = sum(signal["severity"] == "warning" for signal in signals)
        codes = ", ".join(sorted({signal["code"] for signal in signals if signal["severity"] == "failure"}))
        bars = (
            f"<span class='bar' style='width:{12 * failures}px'></span>"
            f"<span class='bar w' style='width:{12 * warnings}px'></span>"
        )
        rows.append(
            f"<tr><td>{event.seq}</td><td>{escape(str(event.payload.get('cause')))}</td>"
            f"<td>{bars} {failures} failures, {warnings} warnings</td><td>{escape(codes)}</td></tr>"
        )
    return f"<table>{''.join(rows)}</table>" if rows else ""


def _turns(tape: Tape) -> Iterator[str]:
    for event in tape.events:
        payload = event.payload
        if event.kind == "model_replied":
            message, cost = payload["message"], payload["cost_usd"]
            calls = ", ".join(call["name"] for call in message["tool_calls"]) or "words"
            price = "cost unknown" if cost is None else f"${cost:.4f}"
            text = message["text"] + "".join(
                f"\n\n{call['name']} {call['arguments']}" for call in message["tool_calls"]
            )
            head = f"turn {payload['turn']}: {escape(calls)} ({payload['seconds']:.1f} s, {price})"
            yield f"<details><summary>{head}</summary><pre>{escape(text)}</pre></details>"
        elif event.kind == "tool_finished":
            message = payload["message"]
            head = f"&nbsp;&nbsp;{escape(message['name'])}: {'ok' if payload['ok'] else 'error'}"
            yield f"<details><summary>{head}</summary><pre>{escape(message['content'])}</pre></details>"


def _table(values: Mapping[str, Any]) -> str:
    rows = [
        f"<tr><td>{escape(str(name))}</td><td><code>{escape(_told(value))}</code></td></tr>"
        for name, value in values.items()
        if value not in (None, "", {})
    ]
    return f"<table>{''.join(rows)}</table>" if rows else ""


def _told(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
