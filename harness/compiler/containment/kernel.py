"""Linux system calls that Python has no name for; each raises `OSError` with the kernel's reason.

A newcomer's mistake: to call these on another platform. `require_linux` comes first and says what is missing.
"""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_PR_SET_NO_NEW_PRIVS = 38
_CAPABILITY_VERSION_3 = 0x20080522  # linux/capability.h


def require_linux() -> None:
    """Nothing, on Linux.

    Raises:
        OSError: any other platform.
    """
    if sys.platform != "linux":
        raise OSError(errno.ENOSYS, f"{sys.platform} has no such layer")


def libc() -> ctypes.CDLL:
    """The C library of this process."""
    return ctypes.CDLL(None, use_errno=True)


def checked(result: int, what: str) -> int:
    """`result` of a call into the C library, when it is no failure.

    Raises:
        OSError: it is negative; `what` is named in the reason.
    """
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def system_call(number: int, *arguments: int | ctypes.Array[ctypes.c_char] | None, what: str) -> int:
    """Result of a raw system call.

    Raises:
        OSError: the kernel refused, or lacks the call.
    """
    wide = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    return checked(libc().syscall(ctypes.c_long(number), *wide), what)


def prctl(option: int, value: int | ctypes.c_void_p, what: str, *rest: int | ctypes.c_void_p) -> None:
    """Set an attribute of this process.

    Raises:
        OSError: the kernel refused.
    """
    arguments = [value, *rest, *([0] * (3 - len(rest)))]
    wide = [ctypes.c_ulong(item) if isinstance(item, int) else item for item in arguments]
    checked(libc().prctl(option, *wide), what)


def die_with(parent: int) -> None:
    """End this process when the thread that started it ends, or now if `parent` is not its parent any more."""
    if sys.platform == "linux":
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, "parent-death signal")
    if os.getppid() != parent:  # it died before the request took hold
        os.kill(os.getpid(), signal.SIGKILL)


def renounce_new_privileges() -> None:
    """Make sure that no program started from here gains rights, whoever owns it.

    Raises:
        OSError: the kernel lacks it.
    """
    require_linux()
    prctl(_PR_SET_NO_NEW_PRIVS, 1, "no_new_privs")


def drop_capabilities() -> None:
    """Give up every capability, for a process of root's or of a user namespace of its own.

    Raises:
        OSError: the kernel refused.
    """
    require_linux()
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    checked(libc().capset(header, nothing), "capset")
