"""`Inertial`: a mass and its moments.

A newcomer's mistake: to expect `origin` to change the moments. It only says where they are to be read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sdk.errors import ValidationError
from sdk.model.origin import Origin
from sdk.model.shapes import Box, Cylinder, Sphere


@dataclass(frozen=True)
class Inertia:
    """Moments and products of inertia about the centre of mass, kg m^2."""

    ixx: float
    ixy: float
    ixz: float
    iyy: float
    iyz: float
    izz: float

    @property
    def tensor(self) -> tuple[tuple[float, float, float], ...]:
        """The three rows."""
        return (
            (self.ixx, self.ixy, self.ixz),
            (self.ixy, self.iyy, self.iyz),
            (self.ixz, self.iyz, self.izz),
        )


@dataclass
class Inertial:
    """Mass in kilograms, moments, and the pose of the frame they are about."""

    mass: float
    inertia: Inertia
    origin: Origin = field(default_factory=Origin)

    @staticmethod
    def from_geometry(geometry: Any, mass: float, *, origin: Origin | None = None) -> Inertial:
        """The inertial of a solid primitive of uniform density, about its centre and axes.

        Raises:
            ValidationError: a mass that is not positive, or a geometry that is not a Box, Cylinder or Sphere.
        """
        mass = float(mass)
        if not mass > 0.0:
            raise ValidationError.at(
                "Inertial.from_geometry mass", given=mass, wanted="a positive number of kilograms"
            )
        ixx, iyy, izz = _principal_moments(geometry, mass)
        return Inertial(mass, Inertia(ixx, 0.0, 0.0, iyy, 0.0, izz), origin or Origin())


def _principal_moments(geometry: Any, mass: float) -> tuple[float, float, float]:
    if isinstance(geometry, Box):
        xx, yy, zz = (float(extent) ** 2 for extent in geometry.size)
        return mass * (yy + zz) / 12.0, mass * (xx + zz) / 12.0, mass * (xx + yy) / 12.0
    if isinstance(geometry, Cylinder):
        rr, across = geometry.radius**2, mass * (3.0 * geometry.radius**2 + geometry.length**2) / 12.0
        return across, across, mass * rr / 2.0
    if isinstance(geometry, Sphere):
        about_any = 2.0 * mass * float(geometry.radius) ** 2 / 5.0
        return about_any, about_any, about_any
    raise ValidationError.at(
        "Inertial.from_geometry geometry",
        given=geometry,
        wanted="a Box, Cylinder or Sphere standing in for the part",
    )
