"""Seccomp: a filter in the kernel that refuses this process, and its threads, whole families of system calls.

A newcomer's mistake: to look for a signal. A refused call fails with "operation not permitted", so that the
program's own line raises and can be named.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

from harness.compiler.containment.kernel import prctl, require_linux
from harness.compiler.containment.system_calls import (
    ABSENT,
    ARCHITECTURES,
    CLONE,
    NOT_HERE,
    OWN_PROCESS_ONLY,
    PRLIMIT,
    REFUSED,
)

# linux/bpf_common.h, linux/seccomp.h, linux/sched.h
_LOAD, _JUMP_EQUAL, _JUMP_ABOVE, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_ALLOW, _FAIL_WITH, _KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_CLONE_THREAD = 0x00010000
_X32_NUMBERS = 0x40000000
"""Where the numbers of x86-64's second set of calls begin."""


def refuse_system_calls() -> None:
    """Put up the filter; needs `renounce_new_privileges` before, and a single thread.

    Raises:
        OSError: the kernel has no such filters, or the table no such machine.
    """
    require_linux()
    machine = platform.machine()
    if machine not in ARCHITECTURES:
        raise OSError(errno.ENOSYS, f"seccomp: no table of system calls for {machine}")
    program = filter_program(machine, process=os.getpid())
    instructions = ctypes.create_string_buffer(program, len(program))
    pointer = ctypes.addressof(instructions)
    header = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, pointer))
    prctl(_PR_SET_SECCOMP, _MODE_FILTER, "seccomp", ctypes.c_void_p(ctypes.addressof(header)))


def filter_program(machine: str, *, process: int) -> bytes:
    """The filter as the kernel takes it: eight bytes an instruction, in linux/filter.h's form.

    Args:
        machine: a key of `ARCHITECTURES`.
        process: id of the process the filter is for.
    """
    column, mark = ARCHITECTURES[machine]
    code = [
        _instruction(_LOAD, _ARCHITECTURE_AT),
        _instruction(_JUMP_EQUAL, mark, 1, 0),
        _instruction(_RETURN, _KILL_PROCESS),
        _instruction(_LOAD, _NUMBER_AT),
    ]
    if machine == "x86_64":
        code += [
            _instruction(_JUMP_ABOVE, _X32_NUMBERS, 0, 1),
            _instruction(_RETURN, _FAIL_WITH | errno.ENOSYS),
        ]
    for table, number in ((REFUSED, errno.EPERM), (ABSENT, errno.ENOSYS)):
        for call in table.values():
            if call[column] != NOT_HERE:
                code += [
                    _instruction(_JUMP_EQUAL, call[column], 0, 1),
                    _instruction(_RETURN, _FAIL_WITH | number),
                ]
    code += _only_if(CLONE[column], _JUMP_SET, _CLONE_THREAD)
    code += _only_if(PRLIMIT[column], _JUMP_EQUAL, 0)
    for call in OWN_PROCESS_ONLY.values():
        code += _only_if(call[column], _JUMP_EQUAL, process)
    return b"".join([*code, _instruction(_RETURN, _ALLOW)])


def _only_if(call: int, test: int, value: int) -> list[bytes]:
    """Instructions that allow `call` when `test` holds for the low half of its first argument, else refuse."""
    return [
        _instruction(_JUMP_EQUAL, call, 0, 4),
        _instruction(_LOAD, _FIRST_ARGUMENT_AT),
        _instruction(test, value, 0, 1),
        _instruction(_RETURN, _ALLOW),
        _instruction(_RETURN, _FAIL_WITH | errno.EPERM),
    ]


def _instruction(operation: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", operation, if_true, if_false, value)
