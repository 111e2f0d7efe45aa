from __future__ import annotations

import signal
from typing import Any

import pytest

from harness.compiler.deaths import finding_from_ending, is_limit
from harness.compiler.jobs import Ending
from sdk.findings import Finding

FILE = "/w/model.py"
SOURCE = "one\ntwo\nthree\n"

TIMEOUT_STACK = f"""Timeout (0:00:01)!
Thread 0x00007f01 (most recent call first):
  File "{FILE}", line 1 in spin
Thread 0x00007f02 (most recent call first):
  File "/lib/x.py", line 9 in wait
  File "{FILE}", line 3 in build
  File "{FILE}", line 2 in <module>
"""
CRASH_STACK = f"""Fatal Python error: Segmentation fault

Current thread 0x00007f01 (most recent call first):
  File "{FILE}", line 2 in build

Thread 0x00007f02 (most recent call first):
  File "{FILE}", line 1 in <module>

Extension modules: numpy (total: 1)
"""


def ending(**fields: Any) -> Ending:
    values: dict[str, Any] = {
        "cause": "exit", "phase": "build", "answer": {}, "timings_ms": {}, "isolation": (),
    }  # fmt: skip
    return Ending(**(values | fields))


def told(died: Ending) -> Finding:
    return finding_from_ending(died, program_file=FILE, source=SOURCE, timeout_s=1.5)


def test_the_main_thread_counts_at_the_limit() -> None:
    finding = told(ending(cause="timeout", stack=TIMEOUT_STACK))
    assert finding.summary == "TimeoutError: still running after 1.5 s"
    assert finding.line == 3
    assert "Called from: line 2 in <module>" in finding.details
    assert "Code: three" in finding.details


def test_the_thread_at_fault_counts_in_a_crash() -> None:
    finding = told(ending(exit_status=-signal.SIGSEGV, stack=CRASH_STACK))
    assert finding.line == 2
    assert "SIGSEGV" in finding.summary


@pytest.mark.parametrize(
    ("fields", "kind", "limit"),
    [
        ({"cause": "timeout"}, "TimeoutError", True),
        ({"cause": "output"}, "OutputLimitError", True),
        ({"exit_status": -signal.SIGKILL}, "MemoryError", True),
        ({"exit_status": -signal.SIGXCPU}, "CpuLimitError", True),
        ({"exit_status": -signal.SIGABRT, "stderr": "terminate called: std::bad_alloc"}, "MemoryError", True),
        ({"exit_status": -signal.SIGABRT}, "Crash", False),
        ({"exit_status": -63}, "Crash", False),
        ({"exit_status": 7}, "UnexpectedExit", False),
        ({"exit_call": {"status": 7, "frames": [{"line": 2, "name": "f"}]}}, "SystemExit", False),
        ({"breakdown": "RuntimeError: odd"}, "InternalError", False),
    ],
)
def test_every_way_to_die_has_a_name(fields: dict[str, Any], kind: str, limit: bool) -> None:
    finding = told(ending(**fields))
    assert finding.summary.startswith(f"{kind}: ")
    assert "Phase: build" in finding.details
    assert is_limit(ending(**fields)) is limit
