"""Every builder with the parameters of the golden figures: median time and triangles, beside the reference's.

Run as ``python -m benchmarks.geometry [--only TEXT] [--json]``. The reference's seconds were measured on its own
machine and are quoted, not run; ours are medians of several builds in this process. `volume` and `bounds` say how far
the mesh is from the golden figure, in parts of the volume and of the diagonal: triangles are only worth comparing at a
like deviation.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

import sdk
from sdk.assets import AssetSession
from sdk.geometry.triangles import signed_volume

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "geometry.json"
REPEATS = 5
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


def rows(only: str = "") -> list[Row]:
    """Figures of every golden case that builds something and whose id holds `only`."""
    cases = json.loads(GOLDEN.read_text(encoding="utf-8"))["cases"]
    kept = [case for case in cases if "raises" not in case["expect"] and only in case["id"]]
    with tempfile.TemporaryDirectory() as folder, AssetSession(Path(folder)).use():
        return [_row(case) for case in kept]


def _row(case: Mapping[str, Any]) -> Row:
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
    )


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
    lines = [f"{'case':24}{'ms':>9}{'ref ms':>9}{'faces':>8}{'ref':>8}{'volume':>9}{'bounds':>9}"]
    for row in figures:
        numbers = [
            f"{row.median_ms:9.2f}",
            f"{row.reference_ms:9.0f}" if row.reference_ms else f"{'-':>9}",
            f"{row.triangles:8d}" if row.triangles is not None else f"{'-':>8}",
            f"{row.reference_triangles:8d}" if row.reference_triangles else f"{'-':>8}",
            *(
                f"{value:9.1e}" if value is not None else f"{'-':>9}"
                for value in (row.volume_deviation, row.bounds_deviation)
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
    arguments = parser.parse_args()
    figures = rows(arguments.only)
    print(json.dumps([asdict(row) for row in figures], indent=2) if arguments.json else table(figures))


if __name__ == "__main__":
    main()
