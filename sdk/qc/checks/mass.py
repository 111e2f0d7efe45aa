"""X_MASS: declared masses are those of something between foam and platinum.

What is wrong: a part's mass over the volume of its elements lies outside 1 to 25,000 kg/m3: grams written as
kilograms, or the volume in other units. A part without volume is held to the upper bound by the ellipsoid that has
its mass and moments. Parts without a declared mass are left out.

Bad:  ``Inertial.from_geometry(box, mass=250.0)`` for a quarter-kilogram part
Good: ``mass=0.25``; masses are kilograms.
"""

from __future__ import annotations

from math import pi, sqrt

import numpy as np

from sdk.model.inertial import Inertial
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject

CODE = "X_MASS"
NAME = "check_mass"
LIGHTEST, HEAVIEST = 1.0, 25_000.0
"""Kilograms per cubic metre."""


def check_mass(subject: Subject) -> Outcome:
    """Whether every declared mass suits its part."""
    findings = []
    for part in subject.scene.model.parts:
        if part.inertial is None:
            continue
        volume = sum(element.form.volume for element in subject.scene.elements(part.name))
        what, least = "", LIGHTEST
        if volume <= 0.0:  # a link between joints: simulators want some mass, and large moments are no fault
            volume, what, least = ellipsoid_volume(part.inertial), "by its moments, ", 0.0
        if volume <= 0.0:
            continue
        density = part.inertial.mass / volume
        if least <= density <= HEAVIEST:
            continue
        findings.append(
            CODES[CODE].finding(
                summary=(
                    f"part {part.name!r} of {what}{volume * 1e6:.4g} cm3 weighs {part.inertial.mass:.4g} kg, that is "
                    f"{density:.3g} kg/m3; want {LIGHTEST:g} to {HEAVIEST:g}"
                ),
                check=NAME,
                parts=(part.name,),
                measured=density,
                limit=LIGHTEST if density < LIGHTEST else HEAVIEST,
                line=part.line,
            )
        )
    return Outcome(ok=not findings, findings=tuple(findings))


def ellipsoid_volume(inertial: Inertial) -> float:
    """Cubic metres of the even ellipsoid with this mass and these moments; 0 when there is none.

    Source:
        A half axis a has a^2 = 5 (I2 + I3 - I1) / 2m, from I1 = m (b^2 + c^2) / 5.
    """
    tensor = np.array(inertial.inertia.tensor)
    if inertial.mass <= 0.0 or not np.isfinite(tensor).all():
        return 0.0
    moments = np.linalg.eigvalsh(tensor)
    squares = 2.5 * (moments.sum() - 2.0 * moments) / inertial.mass
    return 4.0 / 3.0 * pi * sqrt(float(squares.prod())) if (squares > 0.0).all() else 0.0
