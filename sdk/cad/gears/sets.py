"""`GearSet`: what planetary sets and pairs share: how build options reach each gear.

A newcomer's mistake: to expect an option given to the set to win over one given for a single gear. The more particular
one wins, and within that the one given later.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import cadquery as cq

from sdk.cad.gears.base import GearBase


class GearSet(GearBase):
    """Several gears posed so that they mesh."""

    def assemble(self, **kv: Any) -> cq.Assembly:
        """The gears as an assembly."""
        raise NotImplementedError(f"{type(self).__name__}.assemble")

    def build(self, **kv: Any) -> cq.Shape:
        """All gears of the set as one compound, posed.

        Args:
            kv: arguments of `assemble`; the constructor may have set its switches, such as ``build_ring=False``.
        """
        switches = {key: value for key, value in self.build_params.items() if _is_switch(key)}
        return self.assemble(**{**switches, **kv}).toCompound()

    def options_for(self, name: str, kv: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
        """Build options of one gear of the set.

        Args:
            name: keyword of the gear's own options, such as ``"sun_build_args"``.
            kv: options given for all gears now.
            own: options given for this gear now.
        """
        return {**self.shared_options(), **self.build_params.get(name, {}), **kv, **own}

    def shared_options(self) -> dict[str, Any]:
        """The constructor's options that are meant for every gear."""
        own = {key for key in self.build_params if key.endswith("_build_args") or _is_switch(key)}
        return {key: value for key, value in self.build_params.items() if key not in own}


def _is_switch(name: str) -> bool:
    """Whether an option says what to include or pose, rather than how to build it."""
    return name.startswith(("build_", "transform_"))
