"""X_MASS: declared masses are those of something between foam and platinum.

What is wrong: a part's mass over the volume of its elements lies outside 1 to 25,000 kg/m3: grams written as
kilograms, or the volume in other units. Parts without a declared mass or without volume are left out.

Bad:  ``Inertial.from_geometry(box, mass=250.0)`` for a quarter-kilogram part
Good: ``mass=0.25``; masses are kilograms.
"""

from __future__ import annotations

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
        volume = sum(element.form.volume for element in subject.scene.elements(part.name))
        if part.inertial is None or volume <= 0.0:
            continue
        density = part.inertial.mass / volume
        if LIGHTEST <= density <= HEAVIEST:
            continue
        findings.append(
            CODES[CODE].finding(
                summary=(
                    f"part {part.name!r} of {volume * 1e6:.4g} cm3 weighs {part.inertial.mass:.4g} kg, that is "
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
