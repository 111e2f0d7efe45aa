"""Groups of things found to belong together pair by pair.

A newcomer's mistake: to keep a group's number across a `join`; ask `of` again.
"""

from __future__ import annotations


class Groups:
    """A partition of 0..count-1 that starts with everything apart (union-find with path halving)."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def of(self, item: int) -> int:
        """Number of the group the item is in now: its lowest member."""
        parent = self._parent
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def join(self, first: int, second: int) -> None:
        """Make one group of the two items' groups."""
        low, high = sorted((self.of(first), self.of(second)))
        self._parent[high] = low

    def listed(self) -> list[list[int]]:
        """The groups, by lowest member, each in rising order."""
        members: dict[int, list[int]] = {}
        for item in range(len(self._parent)):
            members.setdefault(self.of(item), []).append(item)
        return list(members.values())
