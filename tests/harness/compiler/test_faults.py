from __future__ import annotations

import pytest

from harness.compiler.faults import ContractError, author_frames, finding_from_exception, runtime_finding
from sdk.findings import Finding

FILE = "/somewhere/model.py"


def finding_of(source: str) -> Finding:
    with pytest.raises(BaseException) as caught:
        exec(compile(source, FILE, "exec"), {})
    return finding_from_exception(caught.value, phase="build", program_file=FILE, source=source)


def test_the_deepest_author_line_is_named_not_the_library_s() -> None:
    source = "import json\ndef load(text):\n    return json.loads(text)\n\nload('{')\n"
    finding = finding_of(source)
    assert finding.line == 3
    assert finding.summary.startswith("JSONDecodeError: ")
    assert finding.details.splitlines() == [
        "Phase: build",
        "Called from: line 5 in <module>",
        "Location: model.py:3",
        "Code: return json.loads(text)",
    ]
    assert (finding.code, finding.kind, finding.source, finding.group) == (
        "COMPILE_RUNTIME_FAILURE",
        "compile_runtime",
        "compiler",
        "build",
    )


def test_a_syntax_error_names_its_own_line() -> None:
    finding = finding_of("x = 1\ndef f(:\n    pass\n")
    assert finding.line == 2
    assert finding.summary == "SyntaxError: invalid syntax (column 7)"


def test_recursion_is_folded() -> None:
    finding = finding_of("def f(n):\n    return f(n + 1)\nf(0)\n")
    assert finding.line == 2
    assert "line 2 in f (" in finding.details
    assert len(finding.details) < 300


def test_an_exception_that_cannot_tell_its_text_is_still_told() -> None:
    finding = finding_of(
        "class Odd(Exception):\n    def __str__(self):\n        raise ValueError\nraise Odd\n"
    )
    assert finding.line == 4
    assert finding.summary.startswith("Odd: ")


def test_notes_and_addresses() -> None:
    finding = finding_of("e = KeyError(object())\ne.add_note('while making the lid')\nraise e\n")
    assert "0x" not in finding.summary
    assert "while making the lid" in finding.details


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("from sdk.helpers import x\n", "from sdk import"),
        ("raise ValueError('section 2: profile has zero area')\n", "closed XY loop"),
        ("raise MemoryError\n", "coarser meshes"),
        ("raise SystemExit(3)\n", "does not end the process"),
        ("raise EOFError\n", "no standard input"),
    ],
)
def test_common_mistakes_get_advice(source: str, hint: str) -> None:
    (line,) = [line for line in finding_of(source).details.splitlines() if line.startswith("Hint: ")]
    assert hint in line


def test_a_contract_error_is_shown_as_the_value_error_it_is() -> None:
    error = ContractError("global 'run_tests': got 3", line=7)
    finding = finding_from_exception(
        error, phase="tests", program_file=FILE, source="\n" * 6 + "run_tests = 3\n"
    )
    assert finding.summary == "ValueError: global 'run_tests': got 3"
    assert (finding.line, finding.details.splitlines()[-1]) == (7, "Code: run_tests = 3")


def test_long_messages_are_cut_and_counted() -> None:
    message = "\n".join(["first", "first", "", *(f"line {n}" for n in range(60))])
    lines = runtime_finding("X: y", message, phase="qc", frames=[], source="").details.splitlines()
    assert lines[0] == "first"
    assert lines[1] == "line 0"
    assert lines[-2:] == ["... and 21 more lines", "Phase: qc"]
    assert len(lines) == 42


def test_frames_are_outermost_first() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        exec(compile("def f():\n    1 / 0\n\nf()\n", FILE, "exec"), {})
    assert [frame.line for frame in author_frames(caught.value, program_file=FILE)] == [4, 2]
