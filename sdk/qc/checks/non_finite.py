"""X_NON_FINITE: every size, origin, axis, limit, colour, mass and vertex is a number.

What is wrong: a value is nan or infinite. The public rules let it pass (a collider takes it for touching
everything), but no simulator can place the part. Our other measurements are left out until it is
mended; the public checks still run, and can vouch for nothing.

Bad:  ``Origin(xyz=(float("nan"), 0, 0))``
Good: a length that was computed from numbers; look for a division by zero or the root of a negative one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import lru_cache
from math import isfinite
from typing import Any

import numpy as np

from sdk.errors import SDKError
from sdk.model.shapes import Mesh
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject

CODE = "X_NON_FINITE"
NAME = "check_finite_numbers"
LEFT_OUT = (
    "meta",
    "assets",
    "texture",
    "source_geometry",
    "source_transform",
    "line",
    "visuals",
    "collisions",
)


def check_finite_numbers(subject: Subject) -> Outcome:
    """Whether everything numeric is finite; looked at once per scene."""
    return subject.scene.once(NAME, lambda: _look(subject))


def _look(subject: Subject) -> Outcome:
    model = subject.scene.model
    findings = []
    for part in model.parts:
        for path in bad_numbers(part.inertial, "inertial"):
            findings.append(_finding(f"part {part.name!r}.{path}", parts=(part.name,), line=part.line))
        for index, visual in enumerate(part.visuals):
            label = visual.name or f"#{index}"
            paths = [*bad_numbers(visual, ""), *_bad_vertices(subject, visual.geometry)]
            for path in paths:
                where = f"part {part.name!r} visual {label!r}{path if path.startswith('.') else '.' + path}"
                findings.append(
                    _finding(where, parts=(part.name,), elements=(label,), line=visual.line or part.line)
                )
    for joint in model.articulations:
        for path in bad_numbers(joint, f"articulation {joint.name!r}"):
            findings.append(
                _finding(path, parts=(joint.parent, joint.child), joint=joint.name, line=joint.line)
            )
    return Outcome(ok=not findings, findings=tuple(findings))


def bad_numbers(value: Any, path: str) -> Iterator[str]:
    """Paths below `value` that lead to a number that is not finite; one for each field or triple."""
    if _is_finite(value):
        return
    if isinstance(value, float):
        yield path
    elif isinstance(value, (tuple, list)):
        if any(True for item in value for _ in bad_numbers(item, "")):
            yield path
    else:
        for name in _names_looked_at(type(value)):
            yield from bad_numbers(getattr(value, name), f"{path}.{name}")


def _is_finite(value: Any) -> bool:
    """Whether no number in it is otherwise; the usual answer, for which no paths have to be made."""
    waiting = [value]
    for item in waiting:  # grows meanwhile
        if isinstance(item, (tuple, list)):
            try:
                if not all(map(isfinite, item)):
                    return False
            except (TypeError, OverflowError):  # not only numbers
                waiting += item
        elif isinstance(item, float):
            if not isfinite(item):
                return False
        elif item is not None and type(item) is not str:
            waiting += [getattr(item, name) for name in _names_looked_at(type(item))]
    return True


@lru_cache(maxsize=256)
def _names_looked_at(kind: type) -> tuple[str, ...]:
    """Names of the fields of a dataclass that hold numbers or may; none of other types."""
    return (
        tuple(field.name for field in fields(kind) if field.name not in LEFT_OUT)
        if is_dataclass(kind)
        else ()
    )


def _bad_vertices(subject: Subject, geometry: Any) -> Iterator[str]:
    if not isinstance(geometry, Mesh):
        return
    try:
        form = subject.scene.form(geometry)
    except SDKError:  # a missing file is told by QC_MESH_ASSETS
        return
    if not np.isfinite(form.bounds).all():
        yield f"geometry {geometry.filename!r}"


def _finding(where: str, **fields_: Any) -> Any:
    return CODES[CODE].finding(
        summary=f"{where} is not a finite number; look for a division by zero", check=NAME, **fields_
    )
