"""Gears as CadQuery solids: spur, ring, planetary, bevel, rack, worm, crossed and hyperbolic.

Importing this package needs CadQuery and teaches `cq.Workplane` the methods `gear` and `addGear`. Lengths are in the
unit of `module`, angles in degrees. A newcomer's mistake: to think of metres only; tolerances scale with the module.
"""

from __future__ import annotations

from sdk.cad.kernel import require_cadquery

require_cadquery()

from sdk.cad.gears.workplane import install  # noqa: E402 - the kernel has to be there first

install()
