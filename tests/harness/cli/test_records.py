"""The commands on records, from the first word to the exit code."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from harness.cli.main import app_of, run
from harness.providers.scripted import call, calling, saying
from harness.tape import FILE
from tests.harness.fakes import CLEAN, FAKE_SERVICES, run_script

COMMANDS = (
    ["resume"],
    ["edit"],
    ["rerun"],
    ["audit"],
    ["list"],
    ["search"],
    ["show"],
    ["rate"],
    ["tag"],
    ["trash"],
    ["restore"],
    ["gc"],
    ["diff"],
    ["import"],
    ["trace", "show"],
)


@pytest.fixture
def runs(tmp_path, monkeypatch):
    """A folder with one run, made with a compiler that is not the real one."""
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "ARTICRAFT_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    script = [calling(call("write_file", content=CLEAN), call("compile_model")), saying("A box.")]
    run_script(script, tmp_path / "runs", run_id="one", prompt="a small box")
    return tmp_path / "runs"


def answer(capsys, *arguments, code=0):
    assert run([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command):
    shown = CliRunner().invoke(app_of(command[:1]), [*command, "--help"])
    assert shown.exit_code == 0
    assert "xample" in shown.stdout
    assert "--json" in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["resume", "nowhere"], "not found"),
        (["resume", "one"], "has ended"),
        (["edit", "one", ""], "what to change"),
        (["edit", "one", "x", "--provider", "oracle"], "oracle"),
        (["audit", "nowhere"], "not found"),
        (["audit", "one", "one", "--html", "a.html"], "got 2 runs"),
        (["list", "--order", "beauty"], "--order"),
        (["list", "--runs-dir", "nowhere"], "no folder"),
        (["search", "!!"], "at least one word"),
        (["rate", "one"], "stars"),
        (["rate", "one", "--overall", "9"], "overall: got 9"),
        (["tag", "one", "Big Red"], "Big Red"),
        (["restore", "one"], "not in the trash"),
        (["diff", "one", "nowhere"], "not found"),
        (["diff", "one", "one", "--pictures", "no/such/x.png"], "--pictures"),
        (["import", "nowhere"], "no record.json"),
        (["trace", "show", "one", "--kind", "nothing"], "run_started"),
        (["replay", "one", "--provider", "openai"], "--fork-at"),
        (["replay", "one", "--until", "999"], "no such event"),
        (["replay", "one", "--fork-at", "999", "--provider", "library"], "no such event"),
    ],
)
def test_wrong_usage_is_said_plainly(runs, capsys, arguments, words):
    assert words in answer(capsys, *arguments, code=2)["error"]["message"]


def test_a_run_is_listed_found_shown_rated_and_tagged(runs, capsys):
    assert answer(capsys, "list")["runs"][0]["run_id"] == "one"
    assert answer(capsys, "search", "sma", "box")["total"] == 1
    assert answer(capsys, "search", "aeroplane")["total"] == 0
    rated = answer(capsys, "rate", "one", "--geometry", "4", "--physics", "4", "--rater", "ana")
    assert (rated["rating"]["overall"], rated["standing"]["mean"]) == (3, 3.0)
    answer(capsys, "rate", "one", "--overall", "5", "--rater", "ben")
    assert answer(capsys, "list", "--min-rating", "4")["total"] == 1
    assert answer(capsys, "tag", "one", "kitchen", "--category", "box")["tags"] == ["kitchen"]
    assert answer(capsys, "list", "--tag", "kitchen", "--category", "box")["total"] == 1
    shown = answer(capsys, "show", "one")
    assert (shown["rating"]["raters"], shown["labels"]["category"]) == (2, "box")
    assert run(["show", "one"]) == 0
    assert "agreement 0.50" in capsys.readouterr().out


def test_audit_names_what_fails_and_writes_a_page(runs, capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("harness.audit.uncached_services", lambda: FAKE_SERVICES)
    arguments = ["audit", "one", "--no-recompile", "--html", "page.html"]
    assert answer(capsys, *arguments)["holds"]
    page = (tmp_path / "page.html").read_text()
    assert "a small box" in page
    assert "http" not in page
    (runs / "one" / "model.py").write_text("x")
    claims = answer(capsys, "audit", "one", "--no-recompile", code=1)["claims"]
    assert [claim["claim"] for claim in claims if claim["verdict"] == "fails"] == ["program"]
    assert run(["audit", "one", "--no-recompile"]) == 1
    assert "fails" in capsys.readouterr().out


def test_the_trace_is_streamed_one_event_a_line(runs, capsys):
    assert run(["trace", "show", "one", "--json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["seq"] for event in events] == list(range(len(events)))
    assert run(["trace", "show", "one", "--kind", "tool_finished", "--turn", "1", "--json"]) == 0
    assert capsys.readouterr().out.count("\n") == 2
    assert run(["trace", "show", "one", "--find", "A BOX", "--from", "3"]) == 0
    assert "A box." in capsys.readouterr().out
    path = runs / "one" / FILE
    path.write_bytes(path.read_bytes()[:-9])
    assert run(["trace", "show", "one"]) == 0
    assert "cut off" in capsys.readouterr().err


def test_trash_restore_gc_and_diff(runs, capsys):
    assert answer(capsys, "diff", "one", "one")["changes"] == []
    (runs / "one" / "blobs" / ("0" * 64)).write_bytes(b"lost")
    assert answer(capsys, "gc", "--dry-run")["removed"][0]["kind"] == "blob"
    assert answer(capsys, "gc")["bytes"] == 4
    answer(capsys, "trash", "one")
    assert answer(capsys, "list")["total"] == 0
    answer(capsys, "restore", "one")
    assert answer(capsys, "list")["total"] == 1
