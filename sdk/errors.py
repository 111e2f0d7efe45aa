"""The errors an author meets.

    SDKError
    ├── ValidationError      a value, part, joint or name is wrong (not a ValueError: public programs rely on it)
    └── GeometryError        a builder was given something it cannot build (also a ValueError)

Every text says where, what was given and what is wanted; the same three are fields, so nobody parses the sentence.
"""

from __future__ import annotations

from typing import Any


class SDKError(Exception):
    """Base of every error this library raises on purpose."""

    def __init__(
        self, message: str = "", *, code: str = "", where: str = "", given: Any = None, wanted: str = ""
    ) -> None:
        super().__init__(message)
        self.code = code
        self.where = where
        self.given = given
        self.wanted = wanted

    @classmethod
    def at(cls, where: str, *, given: Any, wanted: str, code: str = "") -> SDKError:
        """An error of this class whose text is built from its fields.

        >>> str(ValidationError.at("joint 'lid'.axis", given=(0, 0, 0), wanted="a direction such as (0, 0, 1)"))
        "joint 'lid'.axis: got (0, 0, 0); want a direction such as (0, 0, 1)"
        """
        return cls(
            f"{where}: got {given!r}; want {wanted}", code=code, where=where, given=given, wanted=wanted
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), str(self), self.code, self.where, self.given, self.wanted)


class ValidationError(SDKError):
    """A part, joint, name or record breaks a rule of the authoring surface."""


class GeometryError(SDKError, ValueError):
    """A builder cannot make a solid from what it was given."""


def _rebuild(cls: type[SDKError], message: str, code: str, where: str, given: Any, wanted: str) -> SDKError:
    return cls(message, code=code, where=where, given=given, wanted=wanted)
