"""`PlanetaryGearset` and `HerringbonePlanetaryGearset`: sun, planets and ring, posed to mesh.

A newcomer's mistake: to think every count assembles. Planets at equal angles need (sun + ring) divisible by their
number; other counts are built with a warning.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from math import cos, degrees, pi, sin
from typing import Any, ClassVar

import cadquery as cq

from sdk.cad.gears.base import whole
from sdk.cad.gears.ring import HerringboneRingGear, RingGear
from sdk.cad.gears.sets import GearSet
from sdk.cad.gears.spur import HerringboneGear, SpurGear


class PlanetaryGearset(GearSet):
    """A sun on the origin, planets around it at `orbit_r`, and the ring about both.

    Args:
        module, width, pressure_angle, clearance, backlash: as for `SpurGear`.
        sun_teeth_number, planet_teeth_number: the ring has sun + 2 planet.
        rim_width: wall of the ring.
        n_planets: how many planets.
        helix_angle: of the sun, degrees; planets and ring have the opposite hand.
        build_params: options for all gears; `sun_build_args`, `planet_build_args`, `ring_build_args` for one kind.

    Raises:
        ValueError: as the gears; or no planets.
    """

    gear_cls: ClassVar[type[SpurGear]] = SpurGear
    ring_gear_cls: ClassVar[type[RingGear]] = RingGear

    def __init__(
        self,
        module: float,
        sun_teeth_number: int,
        planet_teeth_number: int,
        width: float,
        rim_width: float,
        n_planets: int,
        pressure_angle: float = 20.0,
        helix_angle: float = 0.0,
        clearance: float = 0.0,
        backlash: float = 0.0,
        **build_params: Any,
    ) -> None:
        planets = whole(f"{type(self).__name__}.n_planets", n_planets)
        if planets < 1:
            raise ValueError(f"{type(self).__name__}.n_planets: got {n_planets!r}; want at least 1")
        sun_z, planet_z = (
            whole(f"{type(self).__name__}.{field}", given)
            for field, given in (
                ("sun_teeth_number", sun_teeth_number),
                ("planet_teeth_number", planet_teeth_number),
            )
        )
        ring_z = sun_z + 2 * planet_z
        if (sun_z + planet_z) % n_planets and (sun_z % n_planets or ring_z % n_planets):
            warnings.warn(
                f"{type(self).__name__}: {n_planets} planets at equal angles do not mesh with {sun_z} sun and "
                f"{planet_z} planet teeth; want sun + planet, or both sun and ring, divisible by {n_planets}",
                stacklevel=2,
            )
        shared = {"pressure_angle": pressure_angle, "clearance": clearance, "backlash": backlash}
        self.m = float(module)
        self.build_params = build_params
        self.n_planets = planets
        self.sun = self.gear_cls(module, sun_z, width, helix_angle=helix_angle, **shared)
        self.planet = self.gear_cls(module, planet_z, width, helix_angle=-helix_angle, **shared)
        self.ring = self.ring_gear_cls(module, ring_z, width, rim_width, helix_angle=-helix_angle, **shared)
        self.orbit_r = self.sun.r0 + self.planet.r0

    def assemble(
        self,
        build_sun: bool = True,
        build_planets: bool | Sequence[bool] = True,
        build_ring: bool = True,
        sun_build_args: Mapping[str, Any] | None = None,
        planet_build_args: Mapping[str, Any] | None = None,
        ring_build_args: Mapping[str, Any] | None = None,
        **kv: Any,
    ) -> cq.Assembly:
        """The assembly "planetary" with children "sun", "planets" and "ring".

        Args:
            build_sun: whether to include the sun.
            build_planets: whether to include the planets, or one flag for each.
            build_ring: whether to include the ring.
            sun_build_args: options of the sun; they win over `kv`.
            planet_build_args: options of the planets; they win over `kv`.
            ring_build_args: options of the ring; they win over `kv`.
            kv: options of all gears; they win over the constructor's.
        """
        whole = cq.Assembly(name="planetary")
        if build_sun:
            options = self.options_for("sun_build_args", kv, sun_build_args or {})
            turn = degrees(self.sun.tau / 2.0) if self.planet.z % 2 else 0.0
            whole.add(
                self.sun.build(**options), name="sun", loc=_placed(0.0, 0.0, turn), color=cq.Color("gold")
            )
        wanted = [build_planets] * self.n_planets if isinstance(build_planets, bool) else list(build_planets)
        if any(wanted):
            options = self.options_for("planet_build_args", kv, planet_build_args or {})
            planets = cq.Assembly(name="planets")
            body = self.planet.build(**options)
            for number, include in enumerate(wanted[: self.n_planets]):
                if include:
                    angle = 2.0 * pi * number / self.n_planets
                    x, y = self.orbit_r * cos(angle), self.orbit_r * sin(angle)
                    pose = _placed(x, y, degrees(self._planet_turn(number)))
                    name = f"planet_{number:02d}"
                    planets.add(body, name=name, loc=pose, color=cq.Color("lightsteelblue"))
            whole.add(planets, name="planets")
        if build_ring:
            options = self.options_for("ring_build_args", kv, ring_build_args or {})
            ring, pose = self.ring.build(**options), _placed(0.0, 0.0, degrees(self.ring.tau / 2.0))
            whole.add(ring, name="ring", loc=pose, color=cq.Color("goldenrod"))
        return whole

    def _planet_turn(self, number: int) -> float:
        """Turn of a planet: half a pitch, and the part of a pitch by which the sun's teeth are out of step there.

        Going from one planet to the next around the sun, (sun + planet) / n teeth pass; the fraction of a tooth that is
        left over is made up by turning the planet. The ring then meshes too whenever (sun + ring) is divisible by n.
        """
        left_over = number * (self.sun.z + self.planet.z) % self.n_planets
        return self.planet.tau * (0.5 + left_over / self.n_planets)


class HerringbonePlanetaryGearset(PlanetaryGearset):
    """A planetary set of herringbone gears; arguments are those of `PlanetaryGearset`."""

    gear_cls = HerringboneGear
    ring_gear_cls = HerringboneRingGear


def _placed(x: float, y: float, turn: float) -> cq.Location:
    return cq.Location(cq.Vector(x, y, 0.0), cq.Vector(0, 0, 1), turn)
