"""The process every warm worker is forked from: interpreter and sdk loaded, no job, no key, no author code.

Three generations: the zygote takes orders and hands each to a family it has forked in advance, of a keeper
and a worker. The keeper is the first process of a namespace of its own, so that nothing outlives it; the
worker confines itself and does the one job. A newcomer's mistake: to read an order in the zygote. What it
knew of one job, it would hand down to the next.
"""

from __future__ import annotations

import gc
import os
import resource
import select
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from harness.compiler.containment.kernel import die_with
from harness.compiler.containment.namespaces import rejoin_processes, separate_children
from harness.compiler.lines import GO, HEARD
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
"""After its first job, how long it listens for another before it rehearses."""

SECOND_ORDER_S = 0.005
"""How long it listens for an order before it forks a family: two come together, and what was handed over first
should run first."""

WAITING = 2
"""Families forked in advance: a compile needs one to run the program and one to judge."""

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
    has_served = is_at_home = False
    while True:
        families.prepare()
        if has_served and not is_at_home and not families.are_asked_for(within_s=QUIET_S):
            _make_at_home()
            families.renew()
            is_at_home = True
        order, descriptors, _, _ = socket.recv_fds(line, 16, len(ORDER_DESCRIPTORS))
        if not order:  # the harness is gone
            _leave(0)
        families.hand_over(descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        has_served = True


class _Families:
    """The families in waiting, and how to make the next."""

    def __init__(self, line: socket.socket, layers: Layers, home: int | None) -> None:
        self._line = line
        self._layers = layers
        self._home = home
        self._waiting: list[socket.socket] = []

    def prepare(self, wanted: int = WAITING) -> None:
        """Have families in waiting, as many as can be forked before the next order comes."""
        with suppress(OSError):  # no process to be had: the next order's sender will be told
            while len(self._waiting) < wanted and _has_one_thread():
                if self.are_asked_for(within_s=SECOND_ORDER_S) and self._waiting:
                    return
                self._waiting.append(self._fork())

    def are_asked_for(self, *, within_s: float) -> bool:
        """Whether an order is there, or comes within that time."""
        return bool(select.select([self._line], [], [], within_s)[0])

    def renew(self) -> None:
        """Replace the families in waiting by such that have what was loaded since."""
        while self._waiting:
            self._waiting.pop().close()  # which ends it
        self.prepare()

    def hand_over(self, descriptors: list[int]) -> None:
        """Give an order to a family; when there is none, whoever waits at its control end sees it closed."""
        for _ in range(WAITING + 1):  # those in waiting may have been killed by the system for memory
            self.prepare(1)
            if not self._waiting:
                return
            family = self._waiting.pop(0)
            try:
                socket.send_fds(family, [b"job"], descriptors)
                return
            except OSError:
                continue
            finally:
                family.close()

    def _fork(self) -> socket.socket:
        """Our end of the line to a new family.

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
            for line in (ours, *self._waiting):
                line.close()
            self._line.close()
            _keep(theirs, self._layers, zygote, in_namespace=self._home is not None)
        theirs.close()
        return ours

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


def _make_at_home() -> None:
    """Load and use what a first job would have had to wait for."""
    _load_public_names("sdk")
    import_module("harness.compiler.rehearsal").rehearse()
    gc.collect()
    _seal_and_freeze()


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


def _keep(line: socket.socket, layers: Layers, zygote: int, *, in_namespace: bool) -> NoReturn:
    """Be the keeper: pass the order on, wait for the worker, say how it ended, and take everything along."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if in_namespace:
        _die_with_namespace_parent(zygote)
        layers.held.append("process-namespace")
    else:
        die_with(zygote)
    layers.held.insert(0, "zygote")
    to_worker, from_keeper = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    worker = os.fork()
    if worker == 0:
        line.close()
        to_worker.close()
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
    os.waitid(os.P_PID, worker, os.WEXITED | os.WNOWAIT)  # unreaped, the group id stays its own
    _signal_group(worker, signal.SIGKILL)
    _, status = os.waitpid(worker, 0)
    try:
        control.send(f"exit {os.waitstatus_to_exitcode(status)}".encode())
    finally:
        _leave(0)


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
    serve(job, order, layers)
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
