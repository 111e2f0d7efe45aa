from rich.text import Text

from harness.cli import verdict
from harness.compiler.result import CompileResult, TestSummary
from sdk.findings import Finding

OVERLAP = Finding(
    code="QC_REAL_OVERLAP", severity="failure", kind="real_overlap", summary="'lid' cuts 'body' [deeply]",
    parts=("lid", "body"), pose={"hinge": 1.25}, measured=0.01234, limit=0.001, line=42,
    details="depth=12 mm",
)  # fmt: skip
WARNING = Finding(code="X_SWEEP", severity="warning", kind="sweep", summary="touches on the way")


def plain(lines: list[str]) -> list[str]:
    return [Text.from_markup(line).plain for line in lines]


def result(**values) -> CompileResult:
    built = {"name": "bin", "parts": [{}, {}], "joints": [{}]}
    return CompileResult(**{"status": "success", "object": built, **values})


def test_headline_tells_object_verdict_and_checks():
    cases = {
        "bin: 2 parts, 1 joint. Sound: no findings. 7 checks run, 0 failed.": result(
            tests=TestSummary(run=7)
        ),
        "bin: 2 parts, 1 joint. Not sound: 1 failure, 1 warning. 1 check run, 1 failed.": result(
            status="failure", signals=(OVERLAP, WARNING), tests=TestSummary(run=1, failed=("a",))
        ),
        "Stopped by a limit: no findings.": result(status="failure", object=None, ended_by="limits"),
        "The program could not run: no findings.": result(status="failure", object=None, ended_by="program"),
    }
    for text, compiled in cases.items():
        assert plain([verdict.headline(compiled)]) == [text]


def test_a_finding_shows_line_measure_pose_and_brackets():
    assert plain(verdict.finding_lines([WARNING, OVERLAP])) == [
        "failure 'lid' cuts 'body' [deeply] QC_REAL_OVERLAP (model.py line 42)",
        "    measured 0.01234, limit 0.001; at hinge=1.25",
        "    depth=12 mm",
        "warning touches on the way X_SWEEP",
    ]


def test_many_of_one_code_are_folded():
    lines = plain(verdict.finding_lines([WARNING] * 8))
    assert len(lines) == verdict.MOST_ALIKE + 1
    assert lines[-1] == "and 3 more X_SWEEP; --json lists all"


def test_counts_carry_their_number():
    assert [verdict.counted(count, "part") for count in (0, 1, 2)] == ["0 parts", "1 part", "2 parts"]
