"""Namespaces: a network without interfaces, mounts that are read-only but for one folder, processes unseen.

A newcomer's mistake: to enter a process namespace and look around. The caller itself stays outside; its next
child is the first process inside, and with that child's death every other one in it dies.
"""

from __future__ import annotations

import ctypes
import os
import struct
from pathlib import Path

from harness.compiler.containment.kernel import checked, libc, require_linux, system_call

# linux/sched.h
_NEW_MOUNTS, _NEW_IPC, _NEW_USER = 0x00020000, 0x08000000, 0x10000000
_NEW_PROCESSES, _NEW_NETWORK = 0x20000000, 0x40000000
_CAP_SYS_ADMIN = 21  # linux/capability.h
# linux/mount.h
_BIND, _PRIVATE, _RECURSIVE = 4096, 1 << 18, 16384
_MOUNT_SETATTR = 442
_RECURSIVE_ATTRIBUTES = 0x8000
_READ_ONLY = 0x1


def become_own_master() -> None:
    """Enter a user namespace when that is needed to be allowed the others; who may
    administer the system, as root usually may, needs none.

    The user keeps its number, so files belong to whom they belonged. Needs a single thread.

    Raises:
        OSError: the system does not permit it.
    """
    require_linux()
    if _may_administer():
        return
    user, group = os.geteuid(), os.getegid()
    _unshare(_NEW_USER, "user namespace")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def leave_network() -> None:
    """Move to a network without interfaces, and to message queues and shared memory of its own.

    Raises:
        OSError: the system does not permit it.
    """
    require_linux()
    _unshare(_NEW_NETWORK | _NEW_IPC, "network namespace")


def separate_children() -> None:
    """Make the next child the first process of a namespace of its own.

    Raises:
        OSError: the system does not permit it.
    """
    require_linux()
    _unshare(_NEW_PROCESSES, "process namespace")


def rejoin_processes(namespace: int) -> None:
    """Undo `separate_children` for children to come; `namespace` is an open ``/proc/self/ns/pid`` from before.

    Raises:
        OSError: the system does not permit it.
    """
    checked(libc().setns(namespace, _NEW_PROCESSES), "process namespace")


def freeze_mounts(folder: Path) -> None:
    """Make every mounted file system read-only for this process and its children, but for `folder`.

    Nothing outside notices: the view is the process's own.

    Raises:
        OSError: the system does not permit it, or is older than Linux 5.12.
    """
    require_linux()
    _unshare(_NEW_MOUNTS, "mount namespace")
    place = os.fsencode(folder)
    _mount(b"none", b"/", _RECURSIVE | _PRIVATE)
    _mount(place, place, _BIND)
    _set_read_only(b"/", set_it=True, flags=_RECURSIVE_ATTRIBUTES)
    _set_read_only(place, set_it=False, flags=0)


def _may_administer() -> bool:
    """Whether this process has the capability that namespaces ask for."""
    status = Path("/proc/self/status").read_text()
    held = next(line.split()[1] for line in status.splitlines() if line.startswith("CapEff:"))
    return bool(int(held, 16) >> _CAP_SYS_ADMIN & 1)


def _unshare(flags: int, what: str) -> None:
    checked(libc().unshare(flags), what)


def _mount(source: bytes, target: bytes, flags: int) -> None:
    checked(libc().mount(source, target, None, ctypes.c_ulong(flags), None), "mount namespace")


def _set_read_only(place: bytes, *, set_it: bool, flags: int) -> None:
    """Set or clear the flag, in the form of linux/mount.h's ``struct mount_attr``."""
    fields = (_READ_ONLY, 0) if set_it else (0, _READ_ONLY)
    attributes = ctypes.create_string_buffer(struct.pack("=4Q", *fields, 0, 0), 32)
    at = ctypes.create_string_buffer(place)
    system_call(_MOUNT_SETATTR, -100, at, flags, attributes, 32, what="mount namespace")
