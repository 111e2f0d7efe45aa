"""`Rows`: one of the two lists of a `MeshGeometry`, kept as arrays until somebody asks for the list.

A list of tuples takes longer to make and to read back than most shapes take to compute, and few programs ever look
at one. A newcomer's mistake: to trust an array once the list has been given out. From then on the list is what holds,
and the arrays count for as long as it still says what it said.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


class Rows:
    """Rows of three numbers each, all floats or all integers."""

    def __init__(self, dtype: type[np.float64 | np.int64], rows: Any = None) -> None:
        """Hold `rows` themselves, a list or whatever a program put in its place; None: no rows, as an array."""
        self._dtype = dtype
        self._arrays: list[NDArray[Any]] | None = [] if rows is None else None
        """The rows as they were made, end to end; None once the list alone knows them."""
        self._list: Any = rows
        """What the author holds; None as long as nobody asked."""
        self._made: list[Any] | None = None
        """The list as it was when it was made or remembered."""

    @classmethod
    def of_array(cls, array: NDArray[Any]) -> Rows:
        """The rows of an (n, 3) array, which may not be written to any more."""
        found = cls(np.float64 if array.dtype.kind == "f" else np.int64)
        array.setflags(write=False)
        found._arrays = [array]
        return found

    def __len__(self) -> int:
        return sum(map(len, self._arrays or ())) if self._list is None else len(self._list)

    def array(self) -> NDArray[Any]:
        """(n, 3) read-only rows as they are now.

        Raises:
            TypeError, ValueError, OverflowError: a row of the author's list is not three such numbers.
        """
        if self._arrays is None or not self.is_as_made():
            array = np.asarray(self._list, dtype=self._dtype).reshape(-1, 3)
            if len(array) != len(self._list):
                raise ValueError("rows of another length")
            array = array.view()  # an array that a program put here stays its own to write to
            array.setflags(write=False)
            return array
        if len(self._arrays) != 1:
            whole = np.concatenate([np.zeros((0, 3), dtype=self._dtype), *self._arrays])
            whole.setflags(write=False)
            self._arrays = [whole]
        return self._arrays[0]

    def as_list(self) -> Any:
        """The list of tuples, always the same one: the author may edit it."""
        if self._list is None:
            self._list = _as_tuples(self.array())
            self._made = list(self._list)
        return self._list

    def put(self, rows: Any) -> None:
        """Hold another list, or whatever a program puts in its place."""
        self.as_list()  # which is what the new one will be compared with
        self._list = rows

    def is_as_made(self) -> bool:
        """Whether no row was edited; an array put in place of the list counts as an edit."""
        return self._list is None or (isinstance(self._list, list) and self._list == self._made)

    def is_as_long_as_made(self) -> bool:
        """Whether no row was added or dropped: far cheaper than `is_as_made` on a list that was given out."""
        made = self._made
        return self._list is None or (
            isinstance(self._list, list) and made is not None and len(self._list) == len(made)
        )

    def remember(self) -> None:
        """Take the rows for made as they are now."""
        if not self.is_as_made():
            if not isinstance(self._list, list):
                self._list = list(map(tuple, np.asarray(self._list).tolist()))
            self._arrays, self._made = None, list(self._list)

    def copy(self) -> Rows:
        """Independent rows that nobody has edited."""
        twin = Rows(self._dtype)
        if self._arrays is not None and self.is_as_made():
            twin._arrays = list(self._arrays)
        else:
            twin._arrays, twin._list = None, list(self._list)
        return twin

    def extend(self, other: Rows, *, offset: int = 0) -> None:
        """Append another's rows, `offset` added to each number; they count as made, so `remember` comes first.

        Raises:
            TypeError, ValueError: a row of the other's list is not three numbers.
        """
        if self._list is None and self._arrays is not None:
            added = other.array()
            self._arrays.append(added + offset if offset else added)
            return
        rows = _as_tuples(other.array()) if other._list is None else other._list
        new = [(a + offset, b + offset, c + offset) if offset else (a, b, c) for a, b, c in rows]
        self.as_list().extend(new)
        self._arrays = None
        if self._made is not None:
            self._made.extend(new)


def _as_tuples(rows: NDArray[Any]) -> list[Any]:
    """The (n, 3) rows as tuples; by columns, which spares the collector a list for every row."""
    return list(zip(*rows.T.tolist(), strict=True))
