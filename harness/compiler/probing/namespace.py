"""The names a probe snippet finds, and the one value it hands back.

A newcomer's mistake: to add a helper in two places. A row in one of the tables below is all it takes; the
namespace and `catalog()` follow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from harness.compiler.probing import layouts, measures, motion, pairs, pictures, surveys
from harness.compiler.probing.view import ProbeContext, View
from sdk.model.origin import Origin

MEASUREMENT: Mapping[str, Callable[..., Any]] = {
    "aabb": measures.aabb,
    "dims": measures.dims,
    "center": measures.center,
    "position": measures.position,
    "projection": measures.projection,
    "summary": measures.summary,
    "mass": motion.mass,
}
REVIEW: Mapping[str, Callable[..., Any]] = {
    "pair_report": pairs.pair_report,
    "gap_report": pairs.gap_report,
    "overlap_report": pairs.overlap_report,
    "within_report": pairs.within_report,
    "containment_report": pairs.within_report,
    "contact_report": pairs.contact_report,
    "mount_report": pairs.mount_report,
    "alignment_report": pairs.alignment_report,
    "sample_poses": surveys.sample_poses,
    "nearest_neighbors": surveys.nearest_neighbors,
    "find_clearance_risks": surveys.find_clearance_risks,
    "find_floating_parts": surveys.find_floating_parts,
    "geometry_connectivity_report": surveys.geometry_connectivity_report,
    "layout_report": layouts.layout_report,
    "grid_report": layouts.grid_report,
    "symmetry_report": layouts.symmetry_report,
    "sweep": motion.sweep,
    "usable_range": motion.usable_range,
    "clearance": motion.clearance,
    "swept_envelope": motion.swept_envelope,
    "render": pictures.render,
}


class EmitContractError(Exception):
    """`emit(value)` was not called exactly once."""


class Emission:
    """The one value of a probe."""

    def __init__(self) -> None:
        self._values: list[Any] = []

    def emit(self, value: Any) -> None:
        """Hand back the value of the probe.

        Raises:
            EmitContractError: it is the second one.
        """
        if self._values:
            raise EmitContractError("emit: called a second time; want one call with all results in one value")
        self._values.append(value)

    def value(self) -> Any:
        """The value handed back.

        Raises:
            EmitContractError: there is none.
        """
        if not self._values:
            raise EmitContractError("emit: never called; want one call, such as emit(summary('base'))")
        return self._values[0]


def probe_namespace(context: ProbeContext, emission: Emission, *, program_file: str) -> dict[str, Any]:
    """Globals for a snippet over the object of `context`."""
    view = View(context)
    core = {
        "object_model": context.model,
        "ctx": context,
        "emit": emission.emit,
        "Origin": Origin,
        "part": view.part,
        "joint": view.joint,
        "visual": view.visual,
        "parts": lambda: list(view.model.parts),
        "joints": lambda: list(view.model.articulations),
        "visuals": lambda part: list(view.as_part(part).visuals),
        "name": measures.name_of,
        "pose": context.pose,
        "catalog": _catalog,
    }
    bound = {name: partial(helper, view) for name, helper in {**MEASUREMENT, **REVIEW}.items()}
    return {"__name__": "__probe_model__", "__file__": program_file, **core, **bound}


def _catalog() -> dict[str, list[str]]:
    core = ["part", "joint", "visual", "parts", "joints", "visuals", "name", "pose", "emit", "catalog"]
    return {"core": core, "measurement": list(MEASUREMENT), "review": list(REVIEW)}
