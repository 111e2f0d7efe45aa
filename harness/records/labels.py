"""What people call a run: `labels.json`, its category and tags.

A newcomer's mistake: to look for labels in run.json. The manifest is evidence and stays as the run left it; labels are
opinions and change.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.errors import RecordError, UsageError
from harness.files import write_atomic

FILE = "labels.json"
_LABEL = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")


@dataclass(frozen=True)
class Labels:
    """Category and tags of one run."""

    category: str | None = None
    tags: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        return {"category": self.category, "tags": list(self.tags)}


def read_labels(run_dir: Path) -> Labels:
    """The labels of a run; none when nobody gave any.

    Raises:
        RecordError: the file is damaged.
    """
    path = run_dir / FILE
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Labels(data.get("category"), tuple(data.get("tags", ())))
    except FileNotFoundError:
        return Labels()
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise RecordError(f"{path}: damaged ({error})") from error


def change_labels(
    run_dir: Path,
    *,
    add: Iterable[str] = (),
    remove: Iterable[str] = (),
    category: str | None = None,
) -> Labels:
    """The labels after tags were added and removed, and the category set unless it is None.

    Raises:
        UsageError: a label is not lower-case letters, digits and ``._-``.
        RecordError: the file is damaged or cannot be written.
    """
    known, added = read_labels(run_dir), tuple(add)
    for label in (*added, *([category] if category else [])):
        if not _LABEL.fullmatch(label):
            raise UsageError(f"label: got {label!r}; want lower-case letters, digits and '._-', up to 64")
    tags = sorted({*known.tags, *added} - set(remove))
    labels = Labels(known.category if category is None else category, tuple(tags))
    try:
        write_atomic(run_dir / FILE, json.dumps(labels.to_dict(), indent=2) + "\n")
    except OSError as error:
        raise RecordError(f"{run_dir / FILE}: cannot be written ({error.strerror})") from error
    return labels
