"""Reports over many parts: neighbours, clearance, floating parts, and the pieces of one part.

A newcomer's mistake: to take these for verdicts. They order what deserves a look; the checks of a compile
decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from harness.compiler.probing.pairs import CONTACT_TOLERANCE, measure_pair
from harness.compiler.probing.view import Target, View
from sdk.model.part import Part
from sdk.qc.checks.islands import find_islands
from sdk.qc.profiles import active
from sdk.scene import Element
from sdk.scene.sampling import generate_pose_samples

FAR_FROM_SUPPORT = 0.05
"""Metres from its nearest neighbour beyond which a part is suspected to float."""
_KEPT = ("collided", "min_distance", "gap_x", "gap_y", "gap_z")


def sample_poses(view: View, max_samples: int = 32, seed: int = 0) -> list[dict[str, Any]]:
    """Configurations worth looking at, rest first; the same seed gives the same list."""
    return generate_pose_samples(view.model, max_samples=max_samples, seed=seed)


def nearest_neighbors(
    view: View, thing: Any, *, candidates: Sequence[Any] | None = None, limit: int = 5
) -> list[dict[str, Any]]:
    """The closest candidates (default: all other parts), colliding ones first.

    Raises:
        ValueError: a limit below 1.
    """
    if limit < 1:
        raise ValueError(f"limit: got {limit}; want at least 1")
    target = view.target(thing)
    if candidates is None:
        candidates = [part for part in view.model.parts if part is not target.part]
    others = [view.target(candidate) for candidate in candidates]
    reports = [
        {"target": target.reference, "candidate": other.reference, **_distances(view, target, other)}
        for other in others
        if other.indices and not _is_same(other, target)
    ]
    return sorted(reports, key=_closest_first)[:limit]


def find_clearance_risks(
    view: View, *, limit: int = 10, parts: Sequence[Any] | None = None
) -> list[dict[str, Any]]:
    """All pairs of parts with geometry, colliding ones first, then by distance."""
    targets = [target for target in _targets(view, parts) if target.indices]
    reports = [
        {"a": first.reference, "b": second.reference, **_distances(view, first, second)}
        for first, second in combinations(targets, 2)
    ]
    return sorted(reports, key=_closest_first)[:limit]


def find_floating_parts(
    view: View, *, limit: int = 10, parts: Sequence[Any] | None = None
) -> list[dict[str, Any]]:
    """Each part with its nearest neighbour; suspicious ones first, then the farthest."""
    targets = _targets(view, parts)
    reports = []
    for target in targets:
        nearest = _nearest_of(view, target, [other for other in targets if other is not target])
        suspicious = nearest is None or (
            not nearest["collided"] and nearest["min_distance"] > FAR_FROM_SUPPORT
        )
        reports.append({"part": target.part.name, "nearest": nearest, "suspicious": suspicious})
    return sorted(reports, key=_most_suspicious_first)[:limit]


def geometry_connectivity_report(
    view: View, part_or_name: Any, *, contact_tol: float = CONTACT_TOLERANCE
) -> dict[str, Any]:
    """The pieces each visual of a part consists of, and whether the island check sees any of them apart."""
    part = view.as_part(part_or_name)
    elements = view.scene.elements(part.name)
    pieces = view.scene.elements(part.name, granularity="components")
    profile = active()
    compared = view.scene.elements(part.name, granularity=profile.granularity)
    islands = find_islands(view.scene, part.name, profile=profile, tol=contact_tol)
    items = [_item(element, pieces) for element in elements]
    split = [item["name"] for item in items if item["component_count"] > 1]
    return {
        "metric_kind": "geometry_connectivity_review",
        "part": part.name,
        "source_kind": "visuals",
        "item_count": len(items),
        "compiled_collision_count": len(compared),
        "raw_total_components": len(pieces),
        "has_raw_disconnected_components": bool(split),
        "disconnected_items": split,
        "qc_detected_disconnected_islands": islands is not None,
        "qc_finding": None
        if islands is None
        else {"pieces": islands.count, "apart": [piece.label for piece in islands.apart], "gap": islands.gap},
        "blind_spot_suspected": bool(split) and islands is None,
        "items": items,
    }


def _nearest_of(view: View, target: Target, others: Sequence[Target]) -> dict[str, Any] | None:
    """The nearest of the others, found in one search over all their elements; None when there is nothing."""
    owner = {index: other for other in others for index in other.indices}
    found = view.posed.nearest(target.indices, owner)
    if found is None:
        return None
    nearest = owner[found.second]
    return {
        "target": target.reference,
        "candidate": nearest.reference,
        **_distances(view, target, nearest),
    }


def _item(element: Element, pieces: Sequence[Element]) -> dict[str, Any]:
    own = [piece for piece in pieces if piece.visual is element.visual]
    return {
        "name": element.label,
        "geometry": type(element.geometry).__name__,
        "mesh_path": getattr(element.geometry, "filename", None),
        "component_count": len(own),
        "components": [
            {
                "index": index,
                "vertex_count": len(piece.mesh.vertices),
                "face_count": len(piece.mesh.faces),
                "aabb": {"min": piece.bounds_in_part[0].tolist(), "max": piece.bounds_in_part[1].tolist()},
            }
            for index, piece in enumerate(own)
        ],
    }


def _targets(view: View, parts: Sequence[Any] | None) -> list[Target]:
    chosen: Sequence[Part] = view.model.parts if parts is None else [view.as_part(part) for part in parts]
    return [view.target(part) for part in chosen]


def _distances(view: View, first: Target, second: Target) -> dict[str, Any]:
    figures = measure_pair(view, first, second)
    return {key: figures[key] for key in _KEPT}


def _is_same(first: Target, second: Target) -> bool:
    return first.part is second.part and first.visual is second.visual


def _closest_first(report: dict[str, Any]) -> tuple[bool, float]:
    return not report["collided"], report["min_distance"]


def _most_suspicious_first(report: dict[str, Any]) -> tuple[bool, float]:
    nearest = report["nearest"]
    return not report["suspicious"], float("-inf") if nearest is None else -nearest["min_distance"]
