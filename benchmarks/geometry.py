"""Every builder with the parameters of the golden figures: median time and triangles, beside the reference's.

Run as ``python -m benchmarks.geometry [--only TEXT] [--json] [--deviation]``. The reference's seconds were measured
on its own machine and are quoted, not run; ours are medians of several builds in this process. `volume` and `bounds`
say how far the mesh is from the golden figure, in parts of the volume and of the diagonal: triangles are only worth
comparing at a like deviation. `off` (with ``--deviation``) is the farthest that a point of the same part, built with
rings and curves many times finer, lies from the mesh, as a part of the diagonal: what an eye could see. `share` is our
triangles over the reference's.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

import sdk
from sdk.assets import AssetSession
from sdk.geometry import fans, prisms, turning
from sdk.geometry.knobs import body
from sdk.geometry.triangles import Floats, Ints, signed_volume

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "geometry.json"
REPEATS = 5
ROUND = ("wheel", "tire", "fan", "blower", "knob", "perf", "slot", "vent", "bezel", "hinge", "piano")
"""Beginnings of the cases whose deviation from the true surface is measured."""

LARGE: dict[str, str] = {
    "large_panel_504": "PerforatedPanelGeometry((0.3, 0.2), 0.002, hole_diameter=0.006, pitch=0.010)",
    "large_panel_2480": "PerforatedPanelGeometry((0.6, 0.4), 0.002, hole_diameter=0.006, pitch=0.0095)",
    "large_slots_368": "SlotPatternPanelGeometry((0.3, 0.2), 0.002, slot_size=(0.02, 0.003), pitch=(0.024, 0.005))",
    "large_vent_62": "VentGrilleGeometry((0.4, 0.4), slat_pitch=0.006, slat_width=0.0055)",
    "large_knob_flutes_60": 'KnobGeometry(0.04, 0.02, grip=KnobGrip("fluted", 60, 0.001))',
    "large_knob_diamond_48": 'KnobGeometry(0.04, 0.02, grip=KnobGrip("diamond_knurl", 48, 0.001))',
    "large_wheel_24": 'WheelGeometry(0.3, 0.1, spokes=WheelSpokes("straight", 24))',
    "large_wheel_mesh_12": 'WheelGeometry(0.3, 0.1, spokes=WheelSpokes("mesh", 12))',
    "large_tire_chevron_40": 'TireGeometry(0.35, 0.2, tread=TireTread("chevron", 0.01, None, 40))',
    "large_fan_24": "FanRotorGeometry(0.3, 0.1, 24, thickness=0.05)",
    "large_blower_36": "BlowerWheelGeometry(0.1, 0.07, 0.06, 36, blade_thickness=0.0015)",
    "large_piano_hinge": "PianoHingeGeometry(1.0, leaf_width_a=0.03, leaf_thickness=0.0015, pin_diameter=0.003, "
    "knuckle_pitch=0.03)",
}
"""Parts with many features, as real ones may have; the reference's figures are not known for them."""

SLOW_S = 0.2
"""A build slower than this is repeated less often."""


@dataclass(frozen=True)
class Row:
    """Figures of one case."""

    case: str
    median_ms: float
    triangles: int | None
    """None for a gear, which is a CAD shape."""
    reference_ms: float | None
    reference_triangles: int | None
    volume_deviation: float | None
    bounds_deviation: float | None
    surface_deviation: float | None = None
    """Part of the diagonal; None where it was not measured."""


def rows(only: str = "", *, deviation: bool = False) -> list[Row]:
    """Figures of every golden case that builds something, and of the large ones, whose id holds `only`."""
    cases = json.loads(GOLDEN.read_text(encoding="utf-8"))["cases"]
    cases += [{"id": name, "expr": expression, "expect": {}} for name, expression in LARGE.items()]
    kept = [case for case in cases if "raises" not in case["expect"] and only in case["id"]]
    with tempfile.TemporaryDirectory() as folder, AssetSession(Path(folder)).use():
        return [_row(case, deviation=deviation and case["id"].startswith(ROUND)) for case in kept]


def _row(case: Mapping[str, Any], *, deviation: bool) -> Row:
    names: dict[str, Any] = {name: getattr(sdk, name) for name in _names_used(case)}
    exec("import math\nfrom math import cos, pi, sin\n" + case.get("setup", ""), names)
    expression = compile(case["expr"], case["id"], "eval")
    seconds: list[float] = []
    result: Any = None
    while len(seconds) < REPEATS and sum(seconds) < REPEATS * SLOW_S:
        started = time.perf_counter()
        result = eval(expression, names)  # noqa: S307 - our own golden expressions
        seconds.append(time.perf_counter() - started)
    expect, reference = case["expect"], case.get("reference", {})
    reference_s = case.get("reference_time_s", reference.get("time_s"))
    return Row(
        case["id"],
        statistics.median(seconds) * 1e3,
        len(result.faces) if isinstance(result, sdk.MeshGeometry) else None,
        reference_s and reference_s * 1e3,
        reference.get("faces", expect.get("faces")),
        *_deviations(result, expect),
        _surface_deviation(result, expression, names) if deviation else None,
    )


@contextmanager
def _finely() -> Iterator[None]:
    """Rings, holes and curves as good as true."""
    finer: list[tuple[Any, str, Any]] = [
        (turning, "RING_ERROR", 1e-7),
        (turning, "RING_ERROR_RATIO", 6e-5),
        (prisms, "circle_segments", lambda radius, **_: 256),
        (fans, "BLADE_TOLERANCE", 1e-4),
        (body, "SEGMENTS", 288),
        (body, "CURVE_ERROR", 2e-4),
        (body, "LOBED_CURVE_ERROR", 2e-4),
        (body, "ANGLE_STEP", 0.08),
    ]
    kept = [(module, name, getattr(module, name)) for module, name, _ in finer]
    try:
        for module, name, value in finer:
            setattr(module, name, value)
        yield
    finally:
        for module, name, value in kept:
            setattr(module, name, value)


def _surface_deviation(result: sdk.MeshGeometry, expression: Any, names: dict[str, Any]) -> float:
    with _finely():
        true = eval(expression, names)  # noqa: S307 - our own golden expressions
    points = np.array(true.vertices)
    vertices, faces = result.arrays()
    far = max(
        float(_distances(some, vertices, faces).max())
        for some in np.array_split(points, len(points) // 50 + 1)
    )
    return far / float(np.linalg.norm(np.ptp(points, axis=0)))


def _distances(points: Floats, vertices: Floats, faces: Ints) -> Floats:
    """(p,) distance of each point from the nearest triangle.

    Source:
        Ericson, "Real-time collision detection", 5.1.5: the nearest of the foot on the plane, where it falls inside,
        and of the feet on the three sides.
    """
    corners = vertices[faces]
    nearest = np.full(len(points), np.inf)
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal /= np.linalg.norm(normal, axis=1)[:, None]
    inside = np.ones((len(points), len(faces)), dtype=bool)
    for side in range(3):
        start, edge = corners[:, side], corners[:, (side + 1) % 3] - corners[:, side]
        away = points[:, None] - start
        share = np.clip(np.einsum("pfi,fi->pf", away, edge) / np.einsum("fi,fi->f", edge, edge), 0.0, 1.0)
        distance = np.linalg.norm(away - share[..., None] * edge, axis=2)
        nearest = np.minimum(nearest, distance.min(axis=1))
        inside &= np.einsum("pfi,fi->pf", away, np.cross(normal, edge)) >= 0.0
    height = np.abs(np.einsum("pfi,fi->pf", points[:, None] - corners[:, 0], normal))
    return np.minimum(nearest, np.where(inside, height, np.inf).min(axis=1))


def _names_used(case: Mapping[str, Any]) -> list[str]:
    text = case.get("setup", "") + case["expr"]
    return [name for name in sdk.__all__ if name in text]


def _deviations(result: Any, expect: Mapping[str, Any]) -> tuple[float | None, float | None]:
    if not isinstance(result, sdk.MeshGeometry) or not result.faces or not expect.get("volume"):
        return None, None
    vertices, faces = result.arrays()
    low, high = np.array(expect["aabb_min"]), np.array(expect["aabb_max"])
    used = vertices[np.unique(faces)]
    off = max(np.abs(used.min(axis=0) - low).max(), np.abs(used.max(axis=0) - high).max())
    volume = abs(signed_volume(vertices, faces) / expect["volume"] - 1.0)
    return float(volume), float(off / np.linalg.norm(high - low))


def table(figures: Sequence[Row]) -> str:
    """The figures as text, one case a line, and the medians of the ratios."""
    head = f"{'case':24}{'ms':>9}{'ref ms':>9}{'faces':>8}{'ref':>8}{'share':>7}{'volume':>9}{'bounds':>9}{'off':>9}"
    lines = [head]
    for row in figures:
        numbers = [
            f"{row.median_ms:9.2f}",
            f"{row.reference_ms:9.0f}" if row.reference_ms else f"{'-':>9}",
            f"{row.triangles:8d}" if row.triangles is not None else f"{'-':>8}",
            f"{row.reference_triangles:8d}" if row.reference_triangles else f"{'-':>8}",
            f"{row.triangles / row.reference_triangles:7.2f}"
            if row.triangles and row.reference_triangles
            else f"{'-':>7}",
            *(
                f"{value:9.1e}" if value is not None else f"{'-':>9}"
                for value in (row.volume_deviation, row.bounds_deviation, row.surface_deviation)
            ),
        ]
        lines.append(f"{row.case:24}" + "".join(numbers))
    heavy = [row for row in figures if row.reference_ms and row.reference_ms >= 100.0]
    if heavy:
        faster = statistics.median(row.reference_ms / row.median_ms for row in heavy if row.reference_ms)
        lines.append(
            f"median over the {len(heavy)} cases that cost the reference 0.1 s or more: {faster:.0f} times faster"
        )
        shares = [
            row.triangles / row.reference_triangles
            for row in heavy
            if row.triangles and row.reference_triangles
        ]
        lines.append(f"median share of the reference's triangles there: {statistics.median(shares):.2f}")
    return "\n".join(lines)


def main() -> None:
    """Print the table, or the rows as JSON."""
    parser = argparse.ArgumentParser(description="builders: time and triangles")
    parser.add_argument("--only", default="", help="cases whose id holds this text")
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--deviation", action="store_true", help="measure how far round parts are from true, slow"
    )
    arguments = parser.parse_args()
    figures = rows(arguments.only, deviation=arguments.deviation)
    print(json.dumps([asdict(row) for row in figures], indent=2) if arguments.json else table(figures))


if __name__ == "__main__":
    main()
