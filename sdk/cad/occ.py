"""The classes of the kernel below CadQuery, found by their name: `from sdk.cad.occ import BRep_Builder`.

The kernel names a class after the package it is in (`BRep_Builder` is in `OCP.BRep`), so the name says where to look.
It comes without type information; whatever is imported from here is `Any` to the type checker. A newcomer's mistake:
to import kernel classes at the top of a bridge module, which loads the kernel with it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"OCP.{name.partition('_')[0]}"), name)
