"""Declaring a fit: which two elements meet, with how much clearance or press.

A newcomer's mistake: to declare the fit of whole parts where the elements have names. Without names the
smallest clearance found anywhere between the two parts stands for the fit, so a resting face hides a loose
pin.
"""

from __future__ import annotations

from math import isfinite

from sdk.errors import ValidationError
from sdk.model.coercion import name_of
from sdk.model.declarations import FIT_KINDS, Fit, FitKind
from sdk.model.object import ArticulatedObject
from sdk.model.part import Part, Visual
from sdk.model.provenance import author_line

WIDEST_GAP = 0.01
"""A larger gap holds nothing, metres."""


def declare_fit(
    model: ArticulatedObject,
    child: Part | str,
    parent: Part | str,
    *,
    elem_child: Visual | str | None,
    elem_parent: Visual | str | None,
    gap: float,
    kind: FitKind,
) -> Fit:
    """The fit, added to the object; lengths in metres.

    Raises:
        ValidationError: an unknown part, visual or kind, a part with itself, or a gap outside (0, 10 mm].
    """
    held, holder = model.get_part(child), model.get_part(parent)
    where = f"fit of {held.name!r} in {holder.name!r}"
    if held.name == holder.name:
        raise ValidationError.at(where, given=held.name, wanted="two different parts", code="fit-itself")
    if kind not in FIT_KINDS:
        known = ", ".join(map(repr, FIT_KINDS))
        raise ValidationError.at(f"{where}.kind", given=kind, wanted=f"one of {known}", code="fit-kind")
    least = "0" if kind == "seat" else "more than 0"
    if not isfinite(gap) or gap < 0.0 or gap > WIDEST_GAP or (gap == 0.0 and kind != "seat"):
        raise ValidationError.at(
            f"{where}.gap",
            given=gap,
            wanted=f"{least} and at most {WIDEST_GAP} m, such as 0.0002 for a running fit",
            code="fit-gap",
        )
    fit = Fit(
        held.name,
        holder.name,
        _element(held, elem_child),
        _element(holder, elem_parent),
        float(gap),
        kind,
        line=author_line(),
    )
    model.fits.append(fit)
    return fit


def _element(part: Part, reference: Visual | str | None) -> str | None:
    if reference is None:
        return None
    return part.get_visual(name_of(reference, f"part {part.name!r} visual")).name
