"""``couplings.json``: what a file of links and joints has no words for, beside it.

Curves by which joints follow others, closed loops, interlocks, and what holds the object; written only when
there is something to say. A newcomer's mistake: to rebuild a curve from the line in the URDF. `table` is the
law, `polynomial` an approximation with its error stated.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sdk.model.articulation import Articulation
from sdk.model.coupling import Coupling
from sdk.model.object import ArticulatedObject

FILE_NAME = "couplings.json"
SCHEMA = 1


def write_sidecar(model: ArticulatedObject, *, folder: Path) -> tuple[Path, ...]:
    """Path of the file written into `folder`; empty, and no earlier one left there, when nothing is to say."""
    path = folder / FILE_NAME
    content = sidecar(model)
    if not content:
        path.unlink(missing_ok=True)
        return ()
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return (path,)


def sidecar(model: ArticulatedObject) -> dict[str, Any]:
    """What the file holds, in metres and radians; empty when nothing is to say."""
    found: dict[str, Any] = {
        "couplings": [_coupling(joint, joint.coupling) for joint in model.articulations if joint.coupling],
        "loops": [
            {
                "a": {"part": loop.part_a, "point": list(loop.point_a)},
                "b": {"part": loop.part_b, "point": list(loop.point_b)},
                "along": None if loop.along is None else list(loop.along),
                "driver": loop.driver,
                "dependents": list(loop.dependents),
                "error": loop.error,
                "error_at": loop.error_at,
            }
            for loop in model.loops
        ],
        "interlocks": [
            {
                "joint": lock.joint,
                "locked_at": lock.locked_at,
                "requires": {other: list(bounds) for other, bounds in lock.requires.items()},
            }
            for lock in model.interlocks
        ],
        "anchor": None if model.anchored is None else {"part": model.anchored.part, "to": model.anchored.to},
    }
    said = {name: value for name, value in found.items() if value}
    return {"schema": SCHEMA, **said} if said else {}


def _coupling(joint: Articulation, coupling: Coupling) -> dict[str, Any]:
    line = {"ratio": coupling.ratio, "offset": coupling.offset, "error": coupling.line_error}
    row: dict[str, Any] = {
        "follower": joint.name,
        "driver": coupling.joint,
        "kind": "line" if coupling.is_linear else "curve",
        "line": line,
    }
    curve = coupling.curve
    if curve is None:
        return row
    return row | {
        "polynomial": {"coefficients": list(coupling.polynomial), "error": coupling.polynomial_error},
        "table": {
            "driver": list(curve.positions),
            "follower": list(curve.values),
            "slope": list(curve.slopes),
            "period": curve.period,
        },
    }
