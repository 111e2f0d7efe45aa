"""The filter, run by a small interpreter of the kernel's filter language written from its manual."""

from __future__ import annotations

import errno
import platform
import re
import struct
from pathlib import Path

import pytest

from harness.compiler.containment.seccomp import filter_program
from harness.compiler.containment.system_calls import (
    ABSENT,
    ARCHITECTURES,
    CLONE,
    NOT_HERE,
    OWN_PROCESS_ONLY,
    PRLIMIT,
    REFUSED,
)

ALLOWED = 0x7FFF0000
KILLED = 0x80000000
PROCESS = 4711
THREAD, FORK = 0x003D0F00, 0x01200011
"""Flags of `clone` as the C library gives them for a thread and for a fork."""


def verdict(machine: str, call: int, first: int = 0, *, mark: int | None = None) -> int:
    program = filter_program(machine, process=PROCESS)
    data = struct.pack(
        "=IIQ6Q", call, ARCHITECTURES[machine][1] if mark is None else mark, 0, first, *[0] * 5
    )
    code = [struct.unpack_from("=HBBI", program, at) for at in range(0, len(program), 8)]
    value, at = 0, 0
    while True:
        operation, if_true, if_false, number = code[at]
        at += 1
        if operation == 0x20:
            (value,) = struct.unpack_from("=I", data, number)
        elif operation == 0x06:
            return number
        else:
            holds = {0x15: value == number, 0x35: value >= number, 0x45: bool(value & number)}[operation]
            at += if_true if holds else if_false


def refused(number: int) -> int:
    return 0x00050000 | number


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_every_call_of_the_tables_is_answered_as_they_say(machine: str) -> None:
    column = ARCHITECTURES[machine][0]
    for table, answer in ((REFUSED, errno.EPERM), (ABSENT, errno.ENOSYS)):
        for name, numbers in table.items():
            if numbers[column] != NOT_HERE:
                assert verdict(machine, numbers[column]) == refused(answer), name
    listed = {n[column] for n in (*REFUSED.values(), *ABSENT.values(), *OWN_PROCESS_ONLY.values())}
    for number in set(range(500)) - listed - {CLONE[column], PRLIMIT[column]}:
        assert verdict(machine, number) == ALLOWED


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_threads_may_start_and_processes_may_not(machine: str) -> None:
    clone = CLONE[ARCHITECTURES[machine][0]]
    assert verdict(machine, clone, THREAD) == ALLOWED
    assert verdict(machine, clone, FORK) == refused(errno.EPERM)


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_signals_and_limits_reach_the_process_itself_only(machine: str) -> None:
    column = ARCHITECTURES[machine][0]
    for numbers in OWN_PROCESS_ONLY.values():
        assert verdict(machine, numbers[column], PROCESS) == ALLOWED
        for other in (1, 0, 2**32 - 1):
            assert verdict(machine, numbers[column], other) == refused(errno.EPERM)
    assert verdict(machine, PRLIMIT[column], 0) == ALLOWED
    assert verdict(machine, PRLIMIT[column], 1) == refused(errno.EPERM)


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_another_architecture_is_killed(machine: str) -> None:
    assert verdict(machine, 0, mark=0x40000003) == KILLED


def test_the_second_set_of_numbers_is_refused() -> None:
    assert verdict("x86_64", 0x40000000 + 39) == refused(errno.ENOSYS)


def test_numbers_agree_with_this_machine() -> None:
    header = Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")
    if platform.machine() != "x86_64" or not header.exists():
        pytest.skip("no list of system calls to compare with")
    numbers = dict(re.findall(r"#define __NR_(\w+)\s+(\d+)", header.read_text()))
    ours = {**REFUSED, **ABSENT, **OWN_PROCESS_ONLY, "clone": CLONE, "prlimit64": PRLIMIT}
    for name, (number, _) in ours.items():
        assert name not in numbers or int(numbers[name]) == number, name
