"""X_NO_TESTS: the program says what its object must do.

What is wrong: `run_tests` makes no check. The object may be sound, so this never fails it; but what it is for is
written down nowhere, and an edit that breaks it goes unnoticed.

Bad:  ``def run_tests(): return TestContext(object_model).report()``
Good: a check for each thing the prompt asks for, such as ``ctx.expect_contact("lid", "rim")`` in a pose.
"""

from __future__ import annotations

from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject

CODE = "X_NO_TESTS"
NAME = "check_tests_exist"


def check_tests_exist(subject: Subject) -> Outcome:
    """Whether the author's tests, if they ran, made a check."""
    if subject.tests is None or subject.tests:
        return Outcome(ok=True)
    told = CODES[CODE].finding(summary="run_tests makes no check; say what the object must do", check=NAME)
    return Outcome(ok=False, findings=(told,))
