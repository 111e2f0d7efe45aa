from __future__ import annotations

import pytest

from harness.errors import ExitCode
from harness.outcome import Ending, exit_code_of


@pytest.mark.parametrize(
    ("status", "reason", "provider", "program_ran", "code"),
    [
        ("success", "finished", "chat", True, ExitCode.SUCCESS),
        ("success_at_limit", "turns", "chat", True, ExitCode.SUCCESS),
        ("partial", "turns", "chat", True, ExitCode.LIMITS),
        ("partial", "no_action", "chat", True, ExitCode.FINDINGS),
        ("failed", "wall_s", "chat", True, ExitCode.LIMITS),
        ("failed", "no_action", "chat", True, ExitCode.FINDINGS),
        ("failed", "no_action", "chat", False, ExitCode.PROGRAM),
        ("declined", "refusal", "library", False, ExitCode.NOTHING_FITS),
        ("declined", "refusal", "chat", False, ExitCode.PROVIDER),
        ("provider_error", "provider", "chat", True, ExitCode.PROVIDER),
        ("cancelled", "interrupted", "chat", True, ExitCode.INTERRUPTED),
    ],
)
def test_exit_codes(status, reason, provider, program_ran, code):
    assert exit_code_of(Ending(status, reason, ""), provider=provider, program_ran=program_ran) is code
