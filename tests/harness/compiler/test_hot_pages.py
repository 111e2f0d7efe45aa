from __future__ import annotations

import mmap
import os
import resource
import sys
from ctypes import addressof, c_char

import pytest

from harness.compiler.hot_pages import Ranges, learned, own

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc/self/pagemap")

PAGE = mmap.PAGESIZE
PAGES = 512
WRITTEN = range(0, PAGES, 3)


def written() -> tuple[mmap.mmap, int]:
    """Private memory of this process, every page of it in use, and its address."""
    memory = mmap.mmap(-1, PAGES * PAGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    memory.madvise(mmap.MADV_NOHUGEPAGE)
    for page in range(PAGES):
        memory[page * PAGE] = 1
    return memory, addressof(c_char.from_buffer(memory))


def pages_within(ranges: Ranges, start: int) -> set[int]:
    """Numbers of the pages from `start` on that the ranges cover."""
    covered = {
        page for at, size in ranges for page in range((at - start) // PAGE, (at + size - start) // PAGE)
    }
    return covered & set(range(PAGES))


def faults_of_a_child(memory: mmap.mmap, ranges: Ranges) -> int:
    """Page faults while a child of this process writes to the pages of `WRITTEN`, having made the ranges its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        own(ranges)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        for page in WRITTEN:
            memory[page * PAGE] = 2
        after = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        os.write(writing, str(after - before).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        return int(answer.read())


def test_what_a_child_writes_to_is_learned_and_spares_the_next_its_faults() -> None:
    memory, start = written()

    def rehearse() -> None:
        for page in WRITTEN:
            memory[page * PAGE] = 2

    ranges = learned(rehearse)
    assert pages_within(ranges, start) == set(WRITTEN)
    assert all(memory[page * PAGE] == 1 for page in range(PAGES)), "the child wrote to its own copies"
    assert faults_of_a_child(memory, ()) >= len(WRITTEN)
    assert faults_of_a_child(memory, ranges) < len(WRITTEN) / 2  # the interpreter has some of its own


def test_memory_that_is_gone_does_no_harm() -> None:
    memory = mmap.mmap(-1, PAGE)
    view = c_char.from_buffer(memory)
    at = addressof(view)
    del view
    memory.close()
    own(((at, PAGE),))
