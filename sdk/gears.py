"""The gear names once more, for programs that say `from sdk.gears import SpurGear`.

A newcomer's mistake: to import this from inside the library. The gears live in `sdk.cad.gears`; this only passes on.
"""

from __future__ import annotations

from typing import Any

import sdk

_HOME = "sdk.cad.gears"

__all__ = sorted(name for name, home in sdk.PUBLIC.items() if home.startswith(_HOME))


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(sdk, name)
    raise AttributeError(f"module 'sdk.gears' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
