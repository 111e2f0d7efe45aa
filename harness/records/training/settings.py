"""What is asked of an export: which runs, which part of them, in which form.

A newcomer's mistake: to check a setting where it is used. What cannot be is refused here, before anything is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from harness.errors import UsageError
from harness.records.training.dialogue import Manner
from harness.records.training.duplicates import NEAR
from harness.records.training.runs import NO_LICENCE
from harness.records.training.splits import SHARES
from harness.records.training.views import VIEWS

FORMATS = ("jsonl", "parquet")


@dataclass(frozen=True, kw_only=True)
class ExportSettings:
    """What is asked of an export."""

    view: str
    formats: tuple[str, ...] = ("jsonl",)
    where: str = ""
    """Which runs: see `harness.records.training.selection`."""
    clean: bool = False
    taped: bool = False
    manner: Manner = field(default_factory=Manner)
    exclude_providers: tuple[str, ...] = ()
    licence: str = NO_LICENCE
    """Of programs that no library entry brings a licence for."""
    shares: Mapping[str, float] = field(default_factory=lambda: dict(SHARES))
    seed: int = 0
    near: float = NEAR
    """Likeness from which two rows count as one; 1 leaves out equal ones only."""
    kept_away: tuple[str, ...] = ()
    """Prompts kept for judging; rows with nearly the same ones are left out."""

    def __post_init__(self) -> None:
        if self.view not in VIEWS:
            raise UsageError(f"view: got {self.view!r}; want one of {', '.join(VIEWS)}")
        unknown = [name for name in self.formats if name not in FORMATS]
        if unknown or not self.formats:
            raise UsageError(f"format: got {', '.join(unknown) or 'nothing'}; want {' or '.join(FORMATS)}")
        if not 0 < self.near <= 1:
            raise UsageError(f"near: got {self.near:g}; want a likeness above 0, at most 1")

    def to_dict(self) -> dict[str, Any]:
        """What the data card says was asked for."""
        return {
            "view": self.view,
            "where": self.where or "every run",
            "clean": ("answers from the tape" if self.taped else "tools run again") if self.clean else "no",
            "shape": self.manner.shape,
            "reasoning": "kept" if self.manner.reasoning else "left out",
            "arguments": "text" if self.manner.arguments_as_text else "objects",
            "learnt from": "every sound reply"
            if self.manner.last_k is None
            else f"the last {self.manner.last_k} sound replies",
            "excluded providers": ", ".join(self.exclude_providers) or "none",
            "split": "/".join(f"{name} {share:g}" for name, share in self.shares.items()),
            "seed": self.seed,
            "likeness that counts as a repetition": self.near,
            "prompts kept away": len(self.kept_away),
        }
