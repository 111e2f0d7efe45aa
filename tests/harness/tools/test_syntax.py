from __future__ import annotations

import pytest

from harness.tools.syntax import syntax_of


@pytest.mark.parametrize(
    "code", ["", "A = 1\n", "x = 1 is 1\n", "'\\d'\n"], ids=["empty", "plain", "warns", "escape"]
)
def test_what_parses_is_clean_even_if_python_would_warn(code):
    assert syntax_of(code) == {"status": "success", "error": None}


@pytest.mark.parametrize(
    ("code", "error", "line"),
    [
        ("a = 1\n  b = 2\n", "IndentationError: unexpected indent", 2),
        ("return 1\n", "SyntaxError: 'return' outside function", 1),
        ("def f(:\n  pass\n", "SyntaxError: invalid syntax", 1),
    ],
)
def test_errors_name_the_line(code, error, line):
    entry = syntax_of(code)
    assert (entry["error"], entry["error_line"]) == (error, line)
    assert entry["source"].split("\n")[0] == code.split("\n")[line - 1]


@pytest.mark.parametrize("code", ["a\0b", "(" * 500, "-" * 100_000 + "1", "\ud800"])
def test_hostile_text_is_an_answer_not_a_crash(code):
    assert syntax_of(code)["status"] == "error"
