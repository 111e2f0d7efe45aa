"""The process every warm worker is forked from: interpreter and sdk loaded, no job, no key, no author code.

Three generations: the zygote takes orders and hands each to a family it has forked in advance, of a keeper
and a worker. The keeper is the first process of a namespace of its own, so that nothing outlives it; the
worker confines itself and does the one job. A newcomer's mistake: to read an order in the zygote. What it
knew of one job, it would hand down to the next.
"""

from __future__ import annotations

import errno
import gc
import os
import resource
import select
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from harness.compiler.containment.kernel import die_with
from harness.compiler.containment.namespaces import rejoin_processes, separate_children
from harness.compiler.hot_pages import Ranges, learned, own
from harness.compiler.lines import GO, HEARD, STOPPED
from harness.compiler.sandbox import Layers, isolate_folder, isolate_process, readable_places
from harness.compiler.worker import Order, read_job, serve

ORDER_DESCRIPTORS = ("description", *HEARD, GO, "control")
"""What comes with an order, in this order."""

KITS: dict[str, tuple[str, ...]] = {
    "plain": ("harness.compiler.compile_job", "harness.compiler.judge_job"),
    "cad": ("harness.compiler.compile_job", "sdk.cad.bridge", "cadquery"),
    "picture": ("harness.compiler.judge_job", "harness.compiler.render_job", "sdk.render.picture"),
}
"""Name of a kind of zygote -> modules it loads before its first job. Each costs every job that forks from it:
pages to copy at the start and to give back at the end."""

QUIET_S = 0.05
"""How long it listens for another order before it rehearses."""

FIRST_QUIET_S = 0.3
"""The same after its first compile, which for many a command is the last."""

REST_S = 0.03
"""How long it listens for another order before it forks a family in advance: as long as a small compile takes,
which could use the processors itself. An order that comes sooner is handed to a family forked for it."""

READY_S = 0.1
"""Longest wait for a family to be ready, so that one at a time uses a processor."""

ORDERS_OF_A_COMPILE = 2
"""One to run the program, one to judge."""

WAITING = 2 * ORDERS_OF_A_COMPILE
"""Families forked in advance, for two compiles: each takes some 9 MiB."""

_leave = os._exit
"""The true one: workers replace it in their own copy."""


def main() -> None:
    """Serve orders from the socket whose descriptor is the first argument, with the kit named second."""
    line = socket.socket(fileno=int(sys.argv[1]))
    layers = Layers()
    isolate_process(layers)
    home = _enter_own_processes(layers)
    for module in ("numpy.random", *KITS[sys.argv[2]]):  # numpy itself loads that when it is first seeded
        import_module(module)
    _load_public_names("sdk.model")  # what an object handed over may consist of
    import_module("harness.compiler.progress").watch_parts(lambda name: None)
    import_module("harness.compiler.handover").known_classes()
    _seal_and_freeze()
    gc.set_threshold(100_000, 20, 20)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # keepers need no burial
    line.send(b"ready")
    families = _Families(line, layers, home)
    served, is_at_home = 0, False
    while True:
        quiet_s = QUIET_S if served > ORDERS_OF_A_COMPILE else FIRST_QUIET_S
        if served and not is_at_home and not families.are_asked_for(within_s=quiet_s):
            families.renew(hot_pages=_make_at_home(with_cad=sys.argv[2] == "cad"))
            is_at_home = True
        families.prepare(rest_s=REST_S if served else 0.0)
        order, descriptors, _, _ = socket.recv_fds(line, 16, len(ORDER_DESCRIPTORS))
        if not order:  # the harness is gone
            _leave(0)
        families.hand_over(descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        served += 1


class _Families:
    """The families in waiting, and how to make the next."""

    def __init__(self, line: socket.socket, layers: Layers, home: int | None) -> None:
        self._line = line
        self._layers = layers
        self._home = home
        self._hot_pages: Ranges = ()
        self._waiting: list[socket.socket] = []
        self._ready, self._say_ready = os.pipe()

    def prepare(self, *, rest_s: float) -> None:
        """Have families in waiting, as many as can be made ready before the next order comes.

        Args:
            rest_s: how long to listen for one first.
        """
        with suppress(OSError):  # no process to be had: the next order's sender will be told
            while len(self._waiting) < WAITING and not self.are_asked_for(within_s=rest_s):
                if not _has_one_thread():
                    return
                self._waiting.append(self._fork(hot_pages=self._hot_pages))
                ready, _, _ = select.select([self._line, self._ready], [], [], READY_S)
                if self._ready in ready:
                    os.read(self._ready, WAITING)

    def are_asked_for(self, *, within_s: float) -> bool:
        """Whether an order is there, or comes within that time."""
        return bool(select.select([self._line], [], [], within_s)[0])

    def renew(self, *, hot_pages: Ranges) -> None:
        """Replace the families in waiting by such that have what was loaded since, and own those pages."""
        self._hot_pages = hot_pages
        while self._waiting:
            self._waiting.pop().close()  # which ends it

    def hand_over(self, descriptors: list[int]) -> None:
        """Give an order to a family; when there is none, whoever waits at its control end sees it closed."""
        for _ in range(WAITING + 1):  # those in waiting may have been killed by the system for memory
            with suppress(OSError), self._first() as family:
                socket.send_fds(family, [b"job"], descriptors)
                return

    def _first(self) -> socket.socket:
        """The line to the family that has waited longest, or to a new one.

        Raises:
            OSError: none waits, and none can be forked.
        """
        if self._waiting:
            return self._waiting.pop(0)
        if not _has_one_thread():
            raise OSError(errno.EAGAIN, "forking is not safe beside other threads")
        return self._fork()

    def _fork(self, *, hot_pages: Ranges = ()) -> socket.socket:
        """Our end of the line to a new family, which owns those pages before it takes an order.

        Raises:
            OSError: no process or namespace is to be had.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        zygote = os.getpid()
        try:
            keeper = self._fork_into_namespace()
        except OSError:
            ours.close()
            theirs.close()
            raise
        if keeper == 0:
            try:
                for line in (ours, *self._waiting):
                    line.close()
                self._line.close()
                os.close(self._ready)
                _enter_family(zygote, self._layers, in_namespace=self._home is not None)
                _keep(theirs, self._layers, lambda: self._get_ready(hot_pages))
            finally:
                _leave(1)  # whatever went wrong, this is no second zygote
        theirs.close()
        return ours

    def _get_ready(self, hot_pages: Ranges) -> None:
        """What a worker does before it listens for an order."""
        if hot_pages:
            own(hot_pages)
            os.write(self._say_ready, b".")
        os.close(self._say_ready)

    def _fork_into_namespace(self) -> int:
        """As `os.fork`; the child is the first process of a namespace where the system permits it."""
        if self._home is None:
            return os.fork()
        separate_children()
        child = -1  # both sides of the fork may call themselves process 1, so numbers tell nothing
        try:
            child = os.fork()
        finally:
            if child != 0:
                rejoin_processes(self._home)
        return child


def _has_one_thread() -> bool:
    """Whether forking is safe: a lock that another thread holds would stay locked in the child for ever."""
    return len(list(Path("/proc/self/task").iterdir())) == 1


def _enter_own_processes(layers: Layers) -> int | None:
    """Become the first process of a namespace, so that all workers die with this one.

    Returns:
        An open descriptor of that namespace; None when the system does not permit it.
    """
    if "process-namespace" in layers.missing:
        return None
    before = os.getpid()
    try:
        separate_children()
    except OSError as error:
        layers.missing["process-namespace"] = error.strerror or str(error)
        return None
    zygote = os.fork()
    if zygote:
        _, status = os.waitpid(zygote, 0)
        _leave(os.waitstatus_to_exitcode(status) & 0xFF)
    _die_with_namespace_parent(before)
    return os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)


def _make_at_home(*, with_cad: bool) -> Ranges:
    """Load and use what a first job would have had to wait for; the pages of memory it would write to."""
    _load_public_names("sdk")
    rehearse = partial(import_module("harness.compiler.rehearsal").rehearse, with_cad=with_cad)
    rehearse()
    gc.collect()
    _seal_and_freeze()
    return learned(rehearse)


def _seal_and_freeze() -> None:
    seal = import_module("harness.compiler.seal")
    seal.library_seal.cache_clear()
    seal.library_seal()
    readable_places()
    gc.freeze()


def _load_public_names(package: str) -> None:
    """Resolve the authoring surface as far as it is in that package, all but what loads the CAD kernel."""
    sdk = import_module("sdk")
    for name, module in sdk.PUBLIC.items():
        if f"{module}.".startswith(f"{package}.") and not module.startswith("sdk.cad"):
            getattr(sdk, name)


def _enter_family(zygote: int, layers: Layers, *, in_namespace: bool) -> None:
    """Tie this process, the keeper of a family, to the zygote's life."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if in_namespace:
        _die_with_namespace_parent(zygote)
        layers.held.append("process-namespace")
    else:
        die_with(zygote)
    layers.held.insert(0, "zygote")


def _keep(line: socket.socket, layers: Layers, get_ready: Callable[[], None]) -> NoReturn:
    """Be the keeper: pass the order on, wait for the worker, say how it ended, and take everything along."""
    to_worker, from_keeper = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    worker = os.fork()
    if worker == 0:
        line.close()
        to_worker.close()
        get_ready()
        _work(from_keeper, layers)
    from_keeper.close()
    signal.signal(signal.SIGTERM, lambda *_: _signal_group(worker, signal.SIGTERM))
    signal.signal(signal.SIGUSR1, lambda *_: _signal_group(worker, signal.SIGKILL))
    _, descriptors, _, _ = socket.recv_fds(line, 16, len(ORDER_DESCRIPTORS))
    if not descriptors:
        _leave(0)
    *for_worker, control_end = descriptors
    control = socket.socket(fileno=control_end)
    memory_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    processes = [os.pidfd_open(os.getpid()), os.pidfd_open(worker)]
    socket.send_fds(control, [f"keeper {memory_kib}".encode()], processes)
    socket.send_fds(to_worker, [b"job"], for_worker)
    for descriptor in (*processes, *for_worker):
        os.close(descriptor)
    while _is_stopped(worker):
        control.send(STOPPED)
    _signal_group(worker, signal.SIGKILL)
    _, status = os.waitpid(worker, 0)
    try:
        control.send(f"exit {os.waitstatus_to_exitcode(status)}".encode())
    finally:
        _leave(0)


def _is_stopped(worker: int) -> bool:
    """Whether it has been stopped, once it has been that or has ended; unreaped, the group id stays its own."""
    change = os.waitid(os.P_PID, worker, os.WEXITED | os.WSTOPPED | os.WNOWAIT)
    if change is None or change.si_code != os.CLD_STOPPED:
        return False
    os.waitid(os.P_PID, worker, os.WSTOPPED)
    return True


def _work(line: socket.socket, layers: Layers) -> NoReturn:
    """Be the worker: own session, own standard streams, own folder; then the job."""
    os.setsid()
    die_with(os.getppid())
    _, descriptors, _, _ = socket.recv_fds(line, 16, len(ORDER_DESCRIPTORS) - 1)
    line.close()
    if not descriptors:
        _leave(0)
    description, channel, stack, *streams, go = descriptors
    for stream, standard in zip(streams, (1, 2), strict=True):
        os.dup2(stream, standard)
        os.close(stream)
    order = Order(description, channel, stack, go)
    job = read_job(order)
    layers.left_out = job["without"]
    folder = Path(job["folder"])
    isolate_folder(layers, folder)
    os.environ.update(HOME=str(folder), TMPDIR=str(folder / ".tmp"))
    is_answered = serve(job, order, layers)
    while is_answered:  # to be stopped and killed is quicker than to end
        signal.pause()
    _leave(0)


def _die_with_namespace_parent(parent: int) -> None:
    """As `die_with`, for the first process of a namespace: its parent has no number it could see."""
    die_with(0 if os.getpid() == 1 else parent)


def _signal_group(leader: int, number: int) -> None:
    try:
        os.killpg(leader, number)
    except ProcessLookupError:  # it has not made its group yet
        os.kill(leader, number)


if __name__ == "__main__":
    main()
