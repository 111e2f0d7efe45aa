"""The command line as its users meet it: texts, exit codes, and which stream each word goes to."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harness.cli.main import COMMANDS, app_of, run

BIN = """\
from sdk import ArticulatedObject, ArticulationType, Box, MotionLimits, Origin, TestContext


def build_object_model():
    model = ArticulatedObject("bin")
    body, lid = model.part("body"), model.part("lid")
    body.visual(Box((0.3, 0.3, 0.4)), origin=Origin((0, 0, 0.2)), name="shell")
    lid.visual(Box((0.3, 0.3, 0.02)), origin=Origin((0, 0.15, LID_HEIGHT)), name="panel")
    model.articulation(
        "hinge", ArticulationType.REVOLUTE, body, lid, origin=Origin((0, -0.15, 0.4)),
        axis=(1, 0, 0), motion_limits=MotionLimits(1, 1, 0, 1.5),
    )
    return model


def run_tests():
    return TestContext(object_model).report()


LID_HEIGHT = 0.01
object_model = build_object_model()
"""
FLOATING = BIN.replace("LID_HEIGHT = 0.01", "LID_HEIGHT = 0.05")


@pytest.fixture(autouse=True)
def workplace(tmp_path, monkeypatch):
    """A folder of one's own without keys in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ARTICRAFT_BASE_URL", "ARTICRAFT_MODEL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def program(workplace):
    (workplace / "bin").mkdir()
    path = workplace / "bin" / "model.py"
    path.write_text(BIN)
    return path


@pytest.mark.parametrize(
    "command", [[], ["gen"], ["compile"], ["render"], ["replay"], ["examples"], ["doctor"]]
)
def test_every_command_explains_itself(command):
    answer = CliRunner().invoke(app_of(command[:1] or [*COMMANDS]), [*command, "--help"])
    assert answer.exit_code == 0
    assert "Usage: " in answer.stdout
    if command:
        assert "xample" in answer.stdout


def test_bare_calls_print_help(capsys):
    assert run([]) == 0
    assert "gen " in capsys.readouterr().out
    assert run(["examples"]) == 0
    assert "search" in capsys.readouterr().out


def test_version(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("articraft ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nope"], "No such command 'nope'"),
        (["gen"], "Missing argument 'PROMPT'"),
        (["gen", "x", "--max-turns", "many"], "--max-turns"),
        (["gen", ""], "prompt: got nothing"),
        (["gen", "x", "--effort", "huge"], "effort: got 'huge'"),
        (["gen", "x", "--profile", "harsh"], "profile: got 'harsh'"),
        (["gen", "x", "--provider", "oracle"], "provider: got 'oracle'"),
        (["gen", "x", "--provider", "chat", "--model", "m"], "no key"),
        (["gen", "x", "--image", "missing.png"], "missing.png"),
        (["gen", "x", "--max-cost-usd", "-1"], "max_cost_usd"),
        (["compile", "nowhere"], "not found; looked at"),
        (["render", "nowhere"], "not found; looked at"),
        (["replay", "nowhere"], "not found; looked at"),
        (["render", "bin", "--size", "big"], "--size 'big': want WIDTHxHEIGHT"),
        (["render", "bin", "--size", "1x1"], "--size '1x1'"),
        (["render", "bin", "--pose", "lid"], "--pose 'lid': want JOINT=VALUE"),
        (["render", "bin", "--pose", "lid=1.2.3"], "--pose 'lid=1.2.3'"),
        (["render", "bin", "--pose", "lid=1", "--open"], "got --open or --rest besides"),
        (["render", "bin", "--out", "no/such/folder/x.png"], "no/such/folder is no folder"),
        (["render", "bin", "--pose", "lid=1"], "got joints lid; the object has hinge"),
        (["compile", "bin", "--profile", "harsh"], "profile: got 'harsh'"),
        (["compile", "bin", "--timeout-s", "0"], "timeout_s"),
        (["examples", "show", "nope"], "want one of"),
    ],
)
def test_wrong_usage_is_said_plainly_on_stderr_or_as_json(program, capsys, arguments, words):
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "error:" in captured.err
    assert words in captured.err
    assert "Traceback" not in captured.err

    assert run([*arguments, "--json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "usage"
    assert words in error["message"]


def test_compile_writes_beside_the_program_and_tells_what_next(program, capsys):
    assert run(["compile", "bin"]) == 0
    captured = capsys.readouterr()
    assert "bin: 2 parts, 1 joint. Sound:" in captured.out
    assert "Files in bin/export: model.urdf" in captured.out
    assert "articraft render bin" in captured.err
    assert (program.parent / "export" / "model.urdf").is_file()


def test_compile_as_json_is_the_result_and_nothing_else(program, capsys):
    assert run(["compile", str(program), "--out", "build", "--pictures", "--json"]) == 0
    captured = capsys.readouterr()
    answer = json.loads(captured.out)
    assert captured.err == ""
    assert answer["schema"] == 1
    assert answer["status"] == "success"
    assert set(answer["artifacts"]) >= {"model.urdf", "preview.png"}
    assert (program.parents[1] / "build" / "preview.png").read_bytes().startswith(b"\x89PNG")


def test_findings_name_part_and_line_and_end_with_1(program, capsys):
    program.write_text(FLOATING)
    assert run(["compile", "bin", "--quiet"]) == 1
    captured = capsys.readouterr()
    assert "failure 'lid' floats" in captured.out
    assert re.search(r"\(model\.py line \d+\)", captured.out)
    assert "Not sound: 1 failure" in captured.out
    assert captured.err == ""


@pytest.mark.parametrize(
    ("text", "more", "status"),
    [
        ("import nothing_of_the_kind\n", [], 3),
        ("while True: pass\n", ["--timeout-s", "0.5"], 4),
        ("1 +\n", [], 3),
    ],
)
def test_a_program_that_cannot_run_has_its_own_codes(program, capsys, text, more, status):
    program.write_text(text)
    assert run(["compile", "bin", *more]) == status
    assert "error" not in capsys.readouterr().err
    assert run(["render", "bin", *more]) == status
    assert not (program.parent / "preview.png").exists()


def test_inputs_are_there_to_read(program, capsys):
    (program.parent / "inputs").mkdir()
    (program.parent / "inputs" / "size.txt").write_text("0.01")
    reading = BIN.replace(
        "LID_HEIGHT = 0.01",
        'from pathlib import Path\nLID_HEIGHT = float(Path("inputs/size.txt").read_text())',
    )
    program.write_text(reading)
    assert run(["compile", "bin", "--out", "elsewhere"]) == 0


def test_an_unwritable_place_is_an_error_of_usage(program, capsys):
    (program.parents[1] / "taken").write_text("a file")
    assert run(["compile", "bin", "--out", "taken"]) == 2
    assert "taken" in capsys.readouterr().err


@pytest.mark.parametrize("more", [["--rest"], ["--open"], ["--pose", "hinge=45deg"], []])
def test_render_writes_the_picture_it_names(program, capsys, more):
    assert run(["render", "bin", "--size", "160x80", *more]) == 0
    assert capsys.readouterr().out.strip() == "bin/preview.png"
    data = (program.parent / "preview.png").read_bytes()
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (160, 80)


def test_render_units_reach_the_joint(program, capsys):
    pictures = []
    for pose in ("hinge=90deg", "hinge=1.5707963267948966", "hinge=10deg"):
        assert run(["render", "bin", "--size", "96x96", "--pose", pose, "--out", "p.png", "--json"]) == 0
        answer = json.loads(capsys.readouterr().out)
        assert answer["size"] == [96, 96]
        pictures.append((program.parents[1] / "p.png").read_bytes())
    assert pictures[0] == pictures[1] != pictures[2]


def script(*replies: dict) -> str:
    return json.dumps(list(replies))


def tool(name: str, **arguments) -> dict:
    return {"text": "", "tool_calls": [{"id": "", "name": name, "arguments": json.dumps(arguments)}]}


@pytest.fixture
def scripted(workplace):
    """Replies that write a sound program, compile it and stop."""
    (workplace / "script.json").write_text(
        script(tool("write_file", content=BIN), tool("compile_model"), {"text": "A bin with a hinged lid."})
    )
    return ["--provider", "scripted:script.json", "--profile", "default"]


def test_gen_then_replay_render_and_compile_by_bare_id(scripted, workplace, capsys):
    assert run(["gen", "a pedal bin", *scripted, "--run-id", "one"]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("Done (3 turns")
    assert "A bin with a hinged lid." in captured.out
    for name in (
        "runs/one/export/model.urdf",
        "runs/one/model.py",
        "runs/one/trace.jsonl",
        "runs/one/preview.png",
    ):
        assert name in captured.out
        assert (workplace / name).is_file()
    assert "turn 1" in captured.err
    assert "articraft replay runs/one" in captured.err

    export = sorted((workplace / "runs/one/export").rglob("*"))
    assert run(["compile", "one"]) == 0
    assert "--out DIR" in capsys.readouterr().err
    assert sorted((workplace / "runs/one/export").rglob("*")) == export
    assert run(["replay", "one", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["is_identical"] is True
    assert run(["replay", "runs/one"]) == 0
    assert capsys.readouterr().out.startswith("Identical:")


def test_gen_as_json_is_one_value_and_its_record_is_guarded(scripted, workplace, capsys):
    assert run(["gen", "a pedal bin", *scripted, "--json", "--quiet", "--run-id", "one"]) == 0
    captured = capsys.readouterr()
    answer = json.loads(captured.out)
    assert captured.err == ""
    assert answer["status"] == "success"
    assert answer["urdf"] == "runs/one/export/model.urdf"

    assert run(["gen", "a pedal bin", *scripted, "--json", "--run-id", "one"]) == 7
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "record"

    trace = workplace / "runs/one/trace.jsonl"
    lines = trace.read_text().splitlines(keepends=True)
    trace.write_text("".join([lines[0], "{broken\n", *lines[2:]]))
    assert run(["replay", "one"]) == 7
    assert "error:" in capsys.readouterr().err


def test_gen_makes_several_attempts_and_names_the_best(workplace, capsys):
    assert run(["gen", "a cabinet with five drawers", "--candidates", "2", "--run-id", "cab", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["run_id"], answer["coverage"]) == ("cab-1", {"met": 1})
    assert [(row["run_id"], row["best"]) for row in answer["candidates"]] == [
        ("cab-1", True),
        ("cab-2", False),
    ]


def test_gen_without_a_key_says_that_the_library_answered(workplace, capsys):
    assert run(["gen", "a violin", "--run-id", "none"]) == 5
    captured = capsys.readouterr()
    assert captured.out.startswith("Declined")
    assert "articraft examples list" in captured.err


def test_an_interrupted_command_says_so_and_ends_with_130(program, capsys, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("harness.compiler.compiling.compile_source", interrupted)
    assert run(["compile", "bin"]) == 130
    assert "error: interrupted" in capsys.readouterr().err
    assert run(["compile", "bin", "--json"]) == 130
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "interrupted"


def test_a_bug_keeps_its_traceback(monkeypatch):
    monkeypatch.setattr("harness.cli.examples.Terminal", None)
    with pytest.raises(TypeError):
        run(["examples", "list"])


def test_examples_are_listed_shown_and_searched(capsys):
    assert run(["examples", "list", "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert {"id", "title", "parameters"} <= set(entries[0])
    name = entries[0]["id"]
    assert run(["examples", "show", name]) == 0
    captured = capsys.readouterr()
    compile(captured.out, name, "exec")
    assert entries[0]["title"] in captured.err
    assert run(["examples", "search", entries[0]["title"]]) == 0
    assert name in capsys.readouterr().out
    assert run(["examples", "search", "zzzz"]) == 0
    assert "Nothing matches." in capsys.readouterr().out


def loaded_by(arguments: list[str], names: set[str]) -> str:
    """Those of the modules that a fresh interpreter has loaded after a command, as a sorted list's text."""
    look = f"print(sorted({names!r} & set(sys.modules)))"
    probe = f"import sys; from harness.cli.main import run; run({arguments!r}); {look}"
    done = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()[-1]


def test_help_loads_neither_compiler_nor_numbers():
    assert loaded_by(["--help"], {"numpy", "sdk", "openai", "harness.run"}) == "[]"


def test_a_command_loads_its_own_module_only():
    names = {"harness.cli.gen", "harness.cli.listing", "asyncio"}
    assert loaded_by(["list", "--help"], names) == "['harness.cli.listing']"
