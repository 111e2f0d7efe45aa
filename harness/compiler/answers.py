"""From how a worker ended to a `CompileResult`.

A newcomer's mistake: to read an answer's status. It has none; the severities of its findings decide.
"""

from __future__ import annotations

from collections.abc import Mapping

from harness.compiler.deaths import finding_from_ending, is_limit
from harness.compiler.jobs import Ending
from harness.compiler.result import CompileResult, TestSummary
from sdk.findings import Finding


def result_from_ending(
    ending: Ending, *, artifacts: Mapping[str, str], program_file: str, source: str, timeout_s: float
) -> CompileResult:
    """The result of a compile or a drawing, whether the worker answered or died.

    Args:
        ending: how the worker ended.
        artifacts: files published, by relative path.
        program_file: path the program had in the worker.
        source: text of the program.
        timeout_s: wall limit that was set.
    """
    if ending.cause != "answered":
        death = finding_from_ending(ending, program_file=program_file, source=source, timeout_s=timeout_s)
        return CompileResult(
            status="failure",
            signals=(death,),
            artifacts=artifacts,
            timings_ms=ending.timings_ms,
            isolation=ending.isolation,
            ended_by="limits" if is_limit(ending) else "program",
        )
    answer = ending.answer
    signals = tuple(Finding.from_dict(signal) for signal in answer["signals"])
    tests = answer["tests"]
    return CompileResult(
        status="failure" if any(signal.severity == "failure" for signal in signals) else "success",
        signals=signals,
        tests=TestSummary(tests["run"], tuple(tests["failed"]), tuple(tests["checks"])),
        object=answer["object"],
        artifacts=artifacts,
        timings_ms=ending.timings_ms,
        isolation=ending.isolation,
        ended_by=answer["ended_by"],
    )
