"""`GearBase`: what all gears share: class constants, stored build options, the outline, and `build`.

A newcomer's mistake: to look for clearance between `build` arguments and the constructor's extra keywords. The latter
are defaults of the former, nothing more.
"""

from __future__ import annotations

from math import inf
from typing import Any, ClassVar

import cadquery as cq
import numpy as np

from sdk.cad.gears.curves import Curve
from sdk.cad.polynomials import Floats


class GearBase:
    """A gear that can be built.

    Class constants may be overridden in subclasses: `ka` and `kd` are addendum and dedendum in modules. The others are
    part of the surface that programs may set; here only `curve_points` has an effect, on `tooth_points`.
    """

    ka: ClassVar[float] = 1.0
    kd: ClassVar[float] = 1.25
    curve_points: ClassVar[int] = 20
    surface_splines: ClassVar[int] = 5
    wire_comb_tol: ClassVar[float] = 1e-2
    spline_approx_tol: ClassVar[float] = 1e-2
    shell_sewing_tol: ClassVar[float] = 1e-2
    isection_tol: ClassVar[float] = 1e-7
    spline_approx_min_deg: ClassVar[int] = 3
    spline_approx_max_deg: ClassVar[int] = 8

    build_params: dict[str, Any]

    def __init__(self, *args: Any, **kv: Any) -> None:
        raise NotImplementedError(
            f"{type(self).__name__}: got the abstract gear; want one of the gear classes"
        )

    def build(self, **kv: Any) -> cq.Shape:
        """The gear as a solid, or as a compound of one solid once options changed it.

        Args:
            kv: build options; they win over the constructor's.
        """
        return self._build(**{**self.build_params, **kv})

    def _build(self, **kv: Any) -> cq.Shape:
        raise NotImplementedError(f"{type(self).__name__}._build")


class OutlinedGear(GearBase):
    """A gear whose transverse section is one outline, `tooth_curves` repeated `z` times about +Z."""

    z: int
    tau: float

    def tooth_curves(self) -> list[Curve]:
        """Curves of the tooth on +X and the gap after it, material on the left."""
        raise NotImplementedError(f"{type(self).__name__}.tooth_curves")

    def tooth_points(self) -> Floats:
        """(n, 3) points of one tooth: first flank, tip, second flank, root, `curve_points` of each."""
        return _spatial(np.concatenate([curve.even(self.curve_points) for curve in self.tooth_curves()]))

    def gear_points(self) -> Floats:
        """(n, 3) points of the whole outline, tooth after tooth."""
        return _spatial(np.concatenate([curve.even(self.curve_points) for curve in self.outline()]))

    def outline(self) -> list[Curve]:
        """The curves of every tooth, end to end."""
        tooth = self.tooth_curves()
        return [curve.turned(number * self.tau) for number in range(self.z) for curve in tooth]


MAX_TEETH = 1000
"""Most teeth of one gear, and most planets, threads and turns: a few times what machines have."""


def whole(where: str, value: Any, *, most: int = MAX_TEETH) -> int:
    """The value cut to an integer.

    Raises:
        ValueError: it is no finite number, or above `most`.
    """
    try:
        found = int(value)
    except (OverflowError, ValueError) as error:
        raise ValueError(f"{where}: got {value!r}; want a whole number") from error
    if found > most:
        raise ValueError(f"{where}: got {found}; want at most {most}")
    return found


def require_at_least(where: str, value: float, least: float, *, wanted: str) -> None:
    """Nothing, when `value` is at least `least`.

    Raises:
        ValueError: it is less, or not a finite number.
    """
    if not least <= value < inf:
        raise ValueError(f"{where}: got {value!r}; want {wanted}")


def require_above(where: str, value: float, *, wanted: str = "a number above 0") -> None:
    """Nothing, when `value` is above zero.

    Raises:
        ValueError: it is not.
    """
    if not 0.0 < value < inf:
        raise ValueError(f"{where}: got {value!r}; want {wanted}")


def _spatial(points: Floats) -> Floats:
    return np.pad(points, ((0, 0), (0, 1)))
