"""`articraft compile` of several programs, and its options on one."""

import json

import pytest

from harness.cli.main import run
from tests.harness.compiler.programs import SOUND, at_import


@pytest.fixture
def programs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, source in (("good", SOUND), ("bad", "1 / 0\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "model.py").write_text(source)
    return tmp_path


def test_several_programs_end_in_one_table(programs, capsys):
    assert run(["compile", "good", "bad", "--out", "build"]) == 3
    out = capsys.readouterr().out
    assert [line.split()[0] for line in out.splitlines()] == ["Program", "good", "bad"]
    assert (programs / "build/good/model.urdf").exists()
    assert (programs / "build/bad/model.py").exists()


def test_several_as_json_keep_the_order_asked_for(programs, capsys):
    assert run(["compile", "bad", "good", "--json"]) == 3
    results = json.loads(capsys.readouterr().out)["results"]
    assert [(one["path"], one["result"]["status"]) for one in results] == [
        ("bad", "failure"),
        ("good", "success"),
    ]


def test_two_programs_do_not_share_a_folder(programs, capsys):
    (programs / "other/good").mkdir(parents=True)
    (programs / "other/good/model.py").write_text(SOUND)
    assert run(["compile", "good", "other/good", "--out", "build"]) == 2
    assert "would both write" in capsys.readouterr().err


def test_twice_names_what_differs(programs, capsys):
    assert run(["compile", "good", "--twice"]) == 0
    unsteady = at_import("import os\nobject_model.name = 'n' + os.urandom(4).hex()")
    (programs / "bad/model.py").write_text(unsteady)
    assert run(["compile", "bad", "--twice"]) == 1
    assert "A second compile differs in: model.urdf, object" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["good", "--require-isolation", "magic"], "require_isolation: got magic"),
        (["good", "bad", "--watch"], "--watch: got 2 programs"),
        (["good", "--watch", "--json"], "--watch with --json"),
    ],
)
def test_misuse_is_refused(programs, capsys, options, said):
    assert run(["compile", *options]) == 2
    captured = capsys.readouterr()
    assert said in captured.out + captured.err
