"""Every error of the harness, and which exit code it ends a command with.

HarnessError
├── UsageError            the command line, a setting or an input file is wrong
├── ToolError             told to the model; the run goes on
├── ProviderError         a language-model service failed; `retryable` decides whether to try again
├── RecordError           a run folder cannot be written, read or locked
└── (a bug is none of these: it ends the run loudly)
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What a command's exit status means; `docs/guide/exit-codes.md` is the same table."""

    SUCCESS = 0
    FINDINGS = 1
    """The object was built, but its checks or tests failed."""
    USAGE = 2
    """Bad arguments, unreadable input, unknown names."""
    PROGRAM = 3
    """The program could not run: syntax error, exception, crash."""
    LIMITS = 4
    """A limit on time, memory, turns or money ended it."""
    NOTHING_FITS = 5
    """The library provider has nothing that fits the prompt."""
    PROVIDER = 6
    """The language-model service failed or refused."""
    RECORD = 7
    """The run folder is unwritable, locked or damaged."""
    INTERRUPTED = 130
    """Ctrl-C."""


class HarnessError(Exception):
    """Base of the harness's own errors."""

    exit_code: ExitCode = ExitCode.PROGRAM


class UsageError(HarnessError):
    """The caller asked for something that cannot be: says what was given and what is wanted."""

    exit_code = ExitCode.USAGE


class ToolError(HarnessError):
    """A tool call the model can mend; its text is the tool's result."""


class ProviderError(HarnessError):
    """A model service failed."""

    exit_code = ExitCode.PROVIDER

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.retryable = retryable


class RecordError(HarnessError):
    """A run folder cannot be used."""

    exit_code = ExitCode.RECORD
