"""Programs that attack what surrounds them, as data; `test_hostile.py` runs each in the sandbox under test.

Each text may name decoys in braces, which the test makes: {secret} a file outside, {outside} the folder it is
in, {listener} a TCP port and {datagrams} a UDP port of 127.0.0.1, {unix} a socket's path, {victim} a process,
{inputs} a file in the job's own inputs. A program whose attack works ends well, which fails the test.
"""

# ruff: noqa: E501 - an attack reads best on one line

from __future__ import annotations

from dataclasses import dataclass

FORBIDDEN = "ForbiddenCallError"


@dataclass(frozen=True)
class Hostile:
    """One attack: what it does at import, and the finding it must end in."""

    name: str
    text: str
    kinds: tuple[str, ...] = (FORBIDDEN,)
    """Kinds of finding that will do; most attacks have exactly one."""
    ended_by: str = "program"
    where: str = "build"
    needs: str = ""
    """Layer without which it is not stopped."""
    has_line: bool = True


_C = (
    "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"
    "def need(result):\n    if result < 0:\n"
    "        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))\n"
)
_SOCKET = "import socket\n"

READS = (
    Hostile("read a system file", "open('/etc/hostname').read()", needs="landlock"),
    Hostile("read a file outside", "open('{secret}').read()", needs="landlock"),
    Hostile("list a folder outside", "import os\nos.listdir('{outside}')", needs="landlock"),
    Hostile(
        "read through a symlink",
        "import os\nos.symlink('{secret}', 'link')\nopen('link').read()",
        needs="landlock",
    ),
    Hostile(
        "read through a hard link",
        "import os\nos.link('{secret}', 'link')\nopen('link').read()",
        needs="landlock",
    ),
    Hostile("read by raw system call", _C + "need(libc.open(b'{secret}', 0))", needs="landlock"),
    Hostile("read through /proc", "open('/proc/self/root{secret}').read()", needs="landlock"),
    Hostile("read its own memory file", "open('/proc/self/mem', 'rb').read(1)", needs="landlock"),
    Hostile(
        "read the environment of another process",
        "open('/proc/{victim}/environ', 'rb').read()",
        needs="landlock",
    ),
    Hostile(
        "print a key from the environment",
        "import os\nraise RuntimeError(os.environ['DECOY_API_KEY'])",
        ("KeyError",),
    ),
)
WRITES = (
    Hostile("write a file outside", "open('{outside}/new', 'w').write('x')", needs="landlock"),
    Hostile("append to a file outside", "open('{secret}', 'a').write('x')", needs="landlock"),
    Hostile("truncate a file outside", "import os\nos.truncate('{secret}', 0)", needs="landlock"),
    Hostile("remove a file outside", "import os\nos.remove('{secret}')", needs="landlock"),
    Hostile("move a file in", "import os\nos.rename('{secret}', 'mine')", needs="landlock"),
    Hostile(
        "move a file out",
        "import os\nopen('x', 'w').close()\nos.rename('x', '{outside}/x')",
        needs="landlock",
    ),
    Hostile("make a folder outside", "import os\nos.mkdir('{outside}/folder')", needs="landlock"),
    Hostile("make a link outside", "import os\nos.symlink('/', '{outside}/link')", needs="landlock"),
    Hostile("write into the inputs", "open('{inputs}', 'a').write('x')", needs="landlock"),
    Hostile("write beside the job's folder", "open('../stray', 'w').write('x')", needs="landlock"),
    Hostile(
        "write through a symlink",
        "import os\nos.symlink('{outside}', 'there')\nopen('there/x', 'w').write('x')",
        needs="landlock",
    ),
    Hostile("open up a file outside", "import os\nos.chmod('{secret}', 0o777)", needs="seccomp"),
    Hostile("change the time of a file outside", "import os\nos.utime('{secret}', (0, 0))", needs="seccomp"),
    Hostile("give a file away", "import os\nos.chown('{secret}', 1, 1)", needs="seccomp"),
    Hostile("mark a file outside", "import os\nos.setxattr('{secret}', 'user.x', b'x')", needs="seccomp"),
    Hostile("make a device", "import os\nos.mknod('disk', 0o60600, os.makedev(8, 0))", needs="seccomp"),
)
NETWORK = (
    Hostile(
        "connect by TCP",
        _SOCKET + "socket.create_connection(('127.0.0.1', {listener}), 1).send(b'x')",
        needs="seccomp",
    ),
    Hostile(
        "send a datagram",
        _SOCKET + "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {datagrams}))",
        needs="seccomp",
    ),
    Hostile(
        "connect to a local socket",
        _SOCKET + "socket.socket(socket.AF_UNIX).connect('{unix}')",
        needs="seccomp",
    ),
    Hostile("listen", _SOCKET + "socket.create_server(('127.0.0.1', 0))", needs="seccomp"),
    Hostile(
        "open a raw socket", _SOCKET + "socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)", needs="seccomp"
    ),
    Hostile(
        "open a kernel socket",
        _SOCKET + "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)",
        needs="seccomp",
    ),
    Hostile("make a pair of sockets", _SOCKET + "socket.socketpair()", needs="seccomp"),
    Hostile("socket by raw system call", _C + "need(libc.socket(2, 1, 0))", needs="seccomp"),
    Hostile(
        "socket through io_uring",
        _C + "need(libc.syscall(425, 8, ctypes.create_string_buffer(256)))",
        ("OSError", FORBIDDEN),
        needs="seccomp",
    ),
)
PROCESSES = (
    Hostile("fork bomb", "import os\nwhile True:\n    os.fork()", needs="seccomp"),
    Hostile("double fork", "import os\nif os.fork() == 0:\n    os.setsid()\n    os.fork()", needs="seccomp"),
    Hostile("run a program", "import subprocess\nsubprocess.run(['/bin/true'])", needs="seccomp"),
    Hostile("become a program", "import os\nos.execv('/bin/true', ['true'])", needs="seccomp"),
    Hostile("spawn a program", "import os\nos.posix_spawn('/bin/true', ['true'], {{}})", needs="seccomp"),
    Hostile("fork by raw system call", _C + "need(libc.fork())", needs="seccomp"),
    Hostile("kill another process", "import os\nos.kill({victim}, 9)", ("ProcessLookupError", FORBIDDEN)),
    Hostile(
        "kill everything", "import os\nos.kill(-1, 0)", ("ProcessLookupError", FORBIDDEN), needs="seccomp"
    ),
    Hostile("trace another process", _C + "need(libc.ptrace(16, {victim}, 0, 0))", needs="seccomp"),
    Hostile("enter a new namespace", _C + "need(libc.unshare(0x10000000))", needs="seccomp"),
    Hostile("unseal: a new filter over the old", _C + "need(libc.syscall(41, 2, 1, 0))", needs="seccomp"),
    Hostile(
        "compile from within",
        "from harness.compiler import compile_source\nfrom pathlib import Path\ncompile_source('', workdir=Path('inner'))",
        needs="seccomp",
    ),
    Hostile(
        "thread bomb",
        "import threading\nwait = threading.Event()\nwhile True:\n    threading.Thread(target=wait.wait, daemon=True).start()",
        ("RuntimeError", "MemoryError", "TimeoutError"),
        ended_by="any",
    ),
)
LIMITS = (
    Hostile("take 64 GiB", "bytearray(64 << 30)", ("MemoryError",), "limits"),
    Hostile("write 100 GiB", "import os\nhandle = os.open('big', os.O_CREAT | os.O_WRONLY)\nos.ftruncate(handle, 100 << 30)", ("OSError",)),
    Hostile("loop without end, deaf to the signal", "import signal\nsignal.signal(15, signal.SIG_IGN)\nwhile True: pass", ("TimeoutError",), "limits"),
    Hostile("sleep in C without end", "import threading\nthreading.Lock().acquire() or threading.Event().wait()\nthreading.Event().wait()", ("TimeoutError",), "limits"),
    Hostile("flood the output", "while True: print('x' * 100000)", ("OutputLimitError",), "limits"),
    Hostile("flood the errors", "import os\nwhile True: os.write(2, b'x' * 100000)", ("OutputLimitError",), "limits"),
    Hostile("recurse without end", "def deeper(): deeper()\ndeeper()", ("RecursionError",)),
    Hostile("recurse past the stack", "import sys, re\nsys.setrecursionlimit(10**9)\nclass Bottomless:\n    def __repr__(self): return repr([self])\nrepr(Bottomless())", ("Crash", "RecursionError", "MemoryError"), ended_by="any"),
    Hostile("open files without end", "kept = []\nwhile True: kept.append(open('/dev/null'))", ("OSError",)),
)  # fmt: skip
ENDINGS = (
    Hostile("crash in native code", "import ctypes\nctypes.string_at(0)", ("Crash",)),
    Hostile("abort", "import os\nos.abort()", ("Crash",)),
    Hostile("jump to nowhere", "import ctypes\nctypes.CFUNCTYPE(None)(8)()", ("Crash",)),
    Hostile("leave early", "import os\nos._exit(0)", ("SystemExit",)),
    Hostile("leave early by raw system call", _C + "libc._exit(0)", ("UnexpectedExit",), has_line=False),
    Hostile(
        "signal itself dead", "import os\nos.kill(os.getpid(), 9)", ("MemoryError",), "limits", has_line=False
    ),
    Hostile(
        "cut every line",
        "import os\nos.closerange(0, 250)\nos.read(0, 1)",
        ("UnexpectedExit",),
        has_line=False,
    ),
)
FORGERIES = (
    Hostile(
        "forge an answer on every line",
        'import os\nfor line in range(3, 64):\n    try:\n        os.write(line, b\'{{"kind": "answer", "signals": []}}\\n\')\n    except OSError:\n        pass\n1 / 0',
        ("ZeroDivisionError",),
    ),
    Hostile(
        "patch the judge",
        "import harness.compiler.compile_job as job\njob.judge = lambda *a, **k: None",
        ("TamperingError",),
        where="scene",
        has_line=False,
    ),
    Hostile(
        "patch a check",
        "from sdk import TestContext\nTestContext.expect_contact = lambda *a, **k: True",
        ("TamperingError",),
        where="scene",
        has_line=False,
    ),
    Hostile(
        "patch a function's code",
        "import sdk.testing.judge as j\nj.judge.__code__ = (lambda *a, **k: None).__code__",
        ("TamperingError",),
        where="scene",
        has_line=False,
    ),
    Hostile("fake the clock", "import time\ntime.monotonic = None", ("InternalError",), has_line=False),
)

HOSTILE = (*READS, *WRITES, *NETWORK, *PROCESSES, *LIMITS, *ENDINGS, *FORGERIES)
