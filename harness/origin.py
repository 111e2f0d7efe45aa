"""Where a run comes from when it is not from a prompt alone: the run it grew out of and what it takes over.

A newcomer's mistake: to copy the parent's record into the child's. The child names its parent by hashes; `audit`
follows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harness.messages import UserMessage
from harness.repetition import NOTHING, Repetition


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What a child run takes over; None leaves the run's own."""

    lineage: Mapping[str, Any] | None = None
    """``{"how": "edit" | "fork" | "rerun", "parent", "parent_model_py", "parent_trace", "after"?}``."""
    scaffold: str | None = None
    """The text of model.py before the first edit."""
    system: str | None = None
    opening: tuple[UserMessage, ...] | None = None
    repetition: Repetition = NOTHING
    """What was decided in the part it repeats."""


NEW = Origin()
"""A run from a prompt alone."""
