"""Landlock: which folders this process may read and write from now on, and no TCP, signals or sockets outside.

A newcomer's mistake: to believe that it hides files. It refuses to open, list, make, rename and remove; names
and sizes outside can still be asked for (`stat`), and attributes are guarded by the other layers.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import struct
from collections.abc import Iterable
from pathlib import Path

from harness.compiler.containment.kernel import require_linux, system_call

# linux/landlock.h; the numbers of the calls are the same on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG = 1
_PATH_BENEATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE = 1 << 4, 1 << 5
_MAKE_CHAR, _MAKE_DIR, _MAKE_REG, _MAKE_SOCK = 1 << 6, 1 << 7, 1 << 8, 1 << 9
_MAKE_FIFO, _MAKE_BLOCK, _MAKE_SYM = 1 << 10, 1 << 11, 1 << 12
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_ALL_TCP = 0b11
_ALL_SCOPES = 0b11
"""Abstract sockets and signals of processes outside."""

_FIRST_VERSION = 3
"""Below it files outside could be truncated, so the layer would not be what its name says."""
_RIGHTS_OF_VERSION = ((1, (1 << 13) - 1), (2, _REFER), (3, _TRUNCATE), (5, _IOCTL_DEV))
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
"""Rights that a rule for a single file may name."""
_READING = _READ_FILE | _READ_DIR
_WRITING = (
    _READING | _WRITE_FILE | _TRUNCATE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _MAKE_SYM
) | _REFER
"""No device, no pipe, no socket, and nothing to run."""


def restrict_paths(*, readable: Iterable[Path], writable: Iterable[Path]) -> None:
    """Refuse this process, for good, every file outside these trees; paths that do not exist are passed over.

    Args:
        readable: files and folders to read.
        writable: files and folders to read, write, make and remove in.

    Raises:
        OSError: the kernel has no landlock, or one too old to guard truncation (before Linux 6.2).
    """
    require_linux()
    version = system_call(_CREATE_RULESET, None, 0, _VERSION_FLAG, what="landlock")
    if version < _FIRST_VERSION:
        raise OSError(errno.ENOSYS, f"landlock: version {version} of the kernel's; want {_FIRST_VERSION}")
    handled = 0
    for since, rights in _RIGHTS_OF_VERSION:
        handled |= rights if version >= since else 0
    fields = [handled]
    fields += [_ALL_TCP] if version >= 4 else []
    fields += [_ALL_SCOPES] if version >= 6 else []
    attributes = ctypes.create_string_buffer(struct.pack(f"={len(fields)}Q", *fields))
    rules = system_call(_CREATE_RULESET, attributes, 8 * len(fields), 0, what="landlock rules")
    try:
        for path in readable:
            _allow(rules, path, _READING & handled)
        for path in writable:
            _allow(rules, path, _WRITING & handled)
        system_call(_RESTRICT_SELF, rules, 0, what="landlock restriction")
    finally:
        os.close(rules)


def _allow(rules: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= _OF_FILES
        rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, place))
        system_call(_ADD_RULE, rules, _PATH_BENEATH, rule, 0, what="landlock rule")
    finally:
        os.close(place)
