"""Pages of memory that every job writes to, learned once, so that workers in waiting own copies before an order comes.

A forked process shares its parent's memory until it writes; each first write to a page then costs a fault and a
copy, a few thousand of them in the smallest compile. A newcomer's mistake: to copy everything. Of a zygote's
memory a job writes to less than a third.
"""

from __future__ import annotations

import ctypes
import os
from array import array
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from harness.compiler.containment.kernel import libc

_POPULATE_WRITE = 23
"""`MADV_POPULATE_WRITE` in linux/mman.h, since Linux 5.14; older ones answer EINVAL."""
_EXCLUSIVE = 1 << 56
"""Bit of an entry in a pagemap: mapped by this process alone (Documentation/admin-guide/mm/pagemap.rst)."""
_BYTES_PER_ENTRY = 8

Ranges = tuple[tuple[int, int], ...]
"""(address, bytes) of stretches of memory."""


def learned(rehearse: Callable[[], object]) -> Ranges:
    """What a child of this process writes to when it does `rehearse`; nothing where that cannot be known."""
    reading, writing = os.pipe()
    try:
        child = os.fork()
    except OSError:  # no process is to be had
        os.close(reading)
        os.close(writing)
        return ()
    if child == 0:
        try:
            with suppress(OSError), os.fdopen(writing, "wb") as answer:
                os.close(reading)
                rehearse()
                ranges = array("Q", (number for stretch in _own_pages() for number in stretch))
                answer.write(ranges.tobytes())
        finally:
            os._exit(0)  # whatever went wrong, this does not go on as its parent
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        numbers = array("Q", answer.read())
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def own(ranges: Ranges) -> None:
    """Have copies of those pages for this process alone; where memory is short or the kernel old, as far as it goes."""
    advise = libc().madvise
    for address, size in ranges:
        advise(ctypes.c_void_p(address), ctypes.c_size_t(size), _POPULATE_WRITE)


def _own_pages() -> Iterator[tuple[int, int]]:
    """Stretches of this process's private writable memory that no other process shares."""
    page = os.sysconf("SC_PAGE_SIZE")
    maps = Path("/proc/self/maps").read_text().splitlines()
    with Path("/proc/self/pagemap").open("rb", buffering=0) as pagemap:
        for line in maps:
            span, rights, *_ = line.split(maxsplit=2)
            if not rights.startswith("rw-p") or line.endswith("[stack]"):
                continue
            begin, end = (int(text, 16) for text in span.split("-"))
            pagemap.seek(begin // page * _BYTES_PER_ENTRY)
            entries = array("Q", pagemap.read((end - begin) // page * _BYTES_PER_ENTRY))
            for first, last in _runs(at for at, entry in enumerate(entries) if entry & _EXCLUSIVE):
                yield begin + first * page, (last - first + 1) * page


def _runs(numbers: Iterator[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of numbers that rise by one."""
    first = last = -1
    for number in numbers:
        if first < 0:
            first = number
        elif number > last + 1:
            yield first, last
            first = number
        last = number
    if first >= 0:
        yield first, last
