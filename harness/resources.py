"""Where the files live that are not code: examples, prompts, docs.

In a checkout they stand at the top level; an installed wheel carries them under `harness/bundled/`.
"""

from __future__ import annotations

from pathlib import Path

from harness.errors import UsageError

_HERE = Path(__file__).resolve().parent


def resource_dir(name: str) -> Path:
    """Folder of the bundled resource `name`: ``examples_library``, ``prompts`` or ``docs/sdk``.

    Raises:
        UsageError: neither place has it; the installation is incomplete.
    """
    for folder in (_HERE / "bundled" / name, _HERE.parent / name):
        if folder.is_dir():
            return folder
    raise UsageError(f"resource {name!r}: not found beside {_HERE}; want a complete checkout or wheel")
