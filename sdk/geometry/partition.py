"""`partition_shell`: one solid divided into named pieces by boxes, earlier regions first.

A newcomer's mistake: to expect the gap between left and right back. What no region takes is returned only
under `remainder_name`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from math import isfinite
from typing import Any

from sdk.errors import ValidationError
from sdk.geometry import kernel
from sdk.geometry.booleans import solid_from_geometry
from sdk.geometry.construction import record
from sdk.geometry.kernel import Solid
from sdk.geometry.mesh import MeshGeometry

SIDES = ("full", "left", "right", "center")


@dataclass(frozen=True)
class ShellPartitionRegion:
    """A named box; a missing limit lies just outside the shell.

    Raises:
        ValidationError: a blank name, an unknown side, or a lower limit not below the upper one.
    """

    name: str
    side: str = "full"
    """``left`` is clipped to x below the gap, ``right`` to x above it, ``center`` to the gap itself."""
    x_min: float | None = None
    x_max: float | None = None
    y_min: float | None = None
    y_max: float | None = None
    z_min: float | None = None
    z_max: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", str(self.name).strip())
        if not self.name:
            raise ValidationError.at(
                "ShellPartitionRegion.name", given=self.name, wanted="a name that is not blank"
            )
        if self.side not in SIDES:
            raise ValidationError.at(
                f"region {self.name!r}.side", given=self.side, wanted=f"one of {', '.join(SIDES)}"
            )
        for axis in "xyz":
            low, high = getattr(self, f"{axis}_min"), getattr(self, f"{axis}_max")
            for limit in (low, high):
                if limit is not None and not isfinite(float(limit)):
                    raise ValidationError.at(
                        f"region {self.name!r}.{axis}", given=limit, wanted="a finite limit"
                    )
            if low is not None and high is not None and not low < high:
                raise ValidationError.at(
                    f"region {self.name!r}.{axis}", given=(low, high), wanted=f"{axis}_min below {axis}_max"
                )


@dataclass(frozen=True)
class ShellPartitionSpec:
    """What to divide, and how.

    Raises:
        ValidationError: an empty mesh, no region, names that repeat, a negative gap or no padding.
    """

    shell: MeshGeometry
    regions: Sequence[ShellPartitionRegion | Mapping[str, Any]]
    splitters: Sequence[MeshGeometry] = ()
    """Solids taken away from the shell before it is divided."""
    remainder_name: str | None = None
    center_gap: float = 0.0
    """Width of the strip about x = 0 between left and right, metres."""
    padding: float = 0.01
    """How far outside the shell a missing limit lies, metres."""

    def __post_init__(self) -> None:
        store = object.__setattr__
        regions = tuple(
            ShellPartitionRegion(**region) if isinstance(region, Mapping) else region
            for region in self.regions
        )
        store(self, "regions", regions)
        store(self, "splitters", tuple(self.splitters))
        names = [region.name for region in regions]
        if not names:
            raise ValidationError.at("ShellPartitionSpec.regions", given="none", wanted="at least one region")
        if len(set(names)) != len(names):
            raise ValidationError.at("ShellPartitionSpec.regions", given=names, wanted="names that differ")
        for where, mesh in (
            ("shell", self.shell),
            *((f"splitters[{i}]", m) for i, m in enumerate(self.splitters)),
        ):
            if not isinstance(mesh, MeshGeometry) or not mesh.faces:
                raise ValidationError.at(
                    f"ShellPartitionSpec.{where}", given=mesh, wanted="a mesh with faces"
                )
        if not float(self.center_gap) >= 0.0 or not isfinite(self.center_gap):
            raise ValidationError.at(
                "ShellPartitionSpec.center_gap", given=self.center_gap, wanted="0 or more"
            )
        if not float(self.padding) > 0.0 or not isfinite(self.padding):
            raise ValidationError.at("ShellPartitionSpec.padding", given=self.padding, wanted="above 0")
        if self.remainder_name is not None:
            store(self, "remainder_name", str(self.remainder_name).strip())
            if not self.remainder_name or self.remainder_name in names:
                raise ValidationError.at(
                    "ShellPartitionSpec.remainder_name",
                    given=self.remainder_name,
                    wanted="a name that is not blank and no region's",
                )


def partition_shell(
    spec_or_shell: ShellPartitionSpec | MeshGeometry, /, **overrides: Any
) -> dict[str, MeshGeometry]:
    """Name -> piece, in the order of the regions, the remainder last when it is named (it may be empty).

    Args:
        spec_or_shell: a spec, or the shell itself with at least ``regions=``.
        overrides: fields of `ShellPartitionSpec`.

    Raises:
        ValidationError: no regions, a region that collapses or captures nothing, a shell that is not a closed
        solid. TypeError: neither a spec nor a mesh, or an unknown field.
    """
    spec = _as_spec(spec_or_shell, overrides)
    kept = _solid(spec.shell, "shell")
    for row, splitter in enumerate(spec.splitters):
        kept = kernel.subtract(kept, _solid(splitter, f"splitters[{row}]"))
    low, high = kernel.bounds(kept).tolist()
    pieces: dict[str, MeshGeometry] = {}
    for region in spec.regions:
        assert isinstance(region, ShellPartitionRegion)  # the spec turned mappings into records
        box = kernel.box_solid(*_corners(region, low, high, spec))
        piece = kernel.intersect(kept, box)
        if piece.is_empty():
            raise ValidationError.at(
                f"region {region.name!r}",
                given="a box that did not capture any geometry",
                wanted="limits that meet what earlier regions left of the shell",
                code="empty-region",
            )
        kept = kernel.subtract(kept, box)
        pieces[region.name] = _geometry(piece, spec.shell, region.name)
    if spec.remainder_name is not None:
        pieces[spec.remainder_name] = _geometry(kept, spec.shell, spec.remainder_name)
    return pieces


def _as_spec(given: Any, overrides: dict[str, Any]) -> ShellPartitionSpec:
    known = {field.name for field in fields(ShellPartitionSpec)}
    unknown = sorted(set(overrides) - known)
    if unknown:
        raise TypeError(f"partition_shell has no {', '.join(unknown)}; want fields of ShellPartitionSpec")
    if isinstance(given, ShellPartitionSpec):
        return replace(given, **overrides)
    if not isinstance(given, MeshGeometry):
        raise TypeError(
            f"partition_shell takes a ShellPartitionSpec or a MeshGeometry, got {type(given).__name__}"
        )
    if overrides.get("regions") is None:
        raise ValidationError.at(
            "partition_shell", given="a mesh alone", wanted="regions=", code="no-regions"
        )
    return ShellPartitionSpec(**{"shell": given, **overrides})


def _corners(
    region: ShellPartitionRegion, low: Iterable[float], high: Iterable[float], spec: ShellPartitionSpec
) -> tuple[list[float], list[float]]:
    """Lower and upper corner of the region's box, clipped to its side of the gap."""
    pad, half_gap = float(spec.padding), float(spec.center_gap) / 2.0
    bottom = [
        float(given) if given is not None else least - pad
        for given, least in zip((region.x_min, region.y_min, region.z_min), low, strict=True)
    ]
    top = [
        float(given) if given is not None else most + pad
        for given, most in zip((region.x_max, region.y_max, region.z_max), high, strict=True)
    ]
    if region.side in ("left", "center"):
        top[0] = min(top[0], -half_gap if region.side == "left" else half_gap)
    if region.side in ("right", "center"):
        bottom[0] = max(bottom[0], half_gap if region.side == "right" else -half_gap)
    if any(first >= second for first, second in zip(bottom, top, strict=True)):
        raise ValidationError.at(
            f"region {region.name!r}",
            given=(bottom, top),
            wanted="a box with volume",
            code="collapsed-region",
        )
    return bottom, top


def _solid(mesh: MeshGeometry, where: str) -> Solid:
    try:
        return solid_from_geometry(mesh, where=f"partition_shell {where}")
    except ValueError as error:
        raise ValidationError(str(error), code="not-closed", where=where, wanted="a closed solid") from error


def _geometry(solid: Solid, shell: MeshGeometry, name: str) -> MeshGeometry:
    return MeshGeometry().fill(
        *kernel.mesh_from_solid(solid), record("partition", shell.construction, name=name)
    )
