"""Names of meshes: logical name -> file stem, and which names are really paths.

A newcomer's mistake: to expect `body.obj` and `body` to be different meshes. A logical name loses one
extension.
"""

from __future__ import annotations

import os
import re
from pathlib import PurePath

from sdk.errors import ValidationError

_PATH_PREFIXES = ("assets/meshes/", "meshes/")


def managed_slug(name: str | os.PathLike[str]) -> str:
    """File stem of a managed mesh: lower case, one ``-`` for each run of other characters than a-z, 0-9, _.

    >>> managed_slug("My Box 1.obj")
    'my-box-1'

    Raises:
        ValidationError: nothing is left of the name.
    """
    given = os.fspath(name)
    text = given.strip()
    stem = text.removesuffix(PurePath(text).suffix) if text else ""
    slug = re.sub(r"[^a-z0-9_]+", "-", stem.lower()).strip("-_")
    if not slug:
        raise ValidationError.at(
            "mesh name", given=given, wanted="a name with a letter or digit in it", code="mesh-name"
        )
    return slug


def is_explicit_path(name: str | os.PathLike[str]) -> bool:
    """Whether a mesh writer was given a path to write to, rather than a logical name."""
    text = _as_posix(name)
    path = PurePath(text)
    return text.startswith(_PATH_PREFIXES) or path.is_absolute() or len(path.parts) > 1


def explicit_reference(path: str | os.PathLike[str]) -> str:
    """Reference to an explicitly written file: its tail from ``assets/meshes`` or ``meshes``, if any."""
    text = _as_posix(path)
    if text.startswith(_PATH_PREFIXES):
        return text
    parts = PurePath(text).parts
    for index in range(len(parts) - 2, -1, -1):
        if parts[index : index + 2] == ("assets", "meshes"):
            return "/".join(parts[index:])
    for index in range(len(parts) - 1, -1, -1):
        if parts[index] == "meshes":
            return "/".join(parts[index:])
    return text


def _as_posix(path: str | os.PathLike[str]) -> str:
    return os.fspath(path).replace(os.sep, "/")
