"""A loop with everything it needs, put together the same way for a run and for its replay.

A newcomer's mistake: to assemble a loop elsewhere. Whatever differed between the two would show as a
divergence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from harness.clock import Clock
from harness.condensing import Condenser, Summarizer
from harness.config import RunSettings
from harness.events import EventBus
from harness.eyes import Eyes
from harness.files import write_atomic
from harness.limits import Budget, Limits
from harness.loop import Loop
from harness.messages import UserMessage
from harness.outcome import Ending
from harness.pricing import Price
from harness.providers.base import Provider, Traits
from harness.repetition import NOTHING, Repetition
from harness.services import Services
from harness.tools import TOOLS, Tool, ToolContext
from harness.workbench import Workbench
from harness.workspace import Workspace

if TYPE_CHECKING:
    from harness.compiler.result import CompileResult

UNKNOWN = Traits()
LATEST_PROGRAM = "model.latest.py"
"""The last revision, when an earlier one is the result."""


@dataclass(frozen=True)
class Session:
    """The parts of one run that act on its program."""

    workspace: Workspace
    workbench: Workbench
    budget: Budget
    loop: Loop

    async def finish(self, ending: Ending, *, pictures: bool) -> tuple[Ending, CompileResult | None]:
        """How the run ends and the compile of its result, once the best program is in place.

        When the last revision is not clean but an earlier one was, that one becomes model.py and the last one
        model.latest.py. Without any clean revision the last one is compiled as it is, if there is anything to
        see, so that what failed can be looked at.
        """
        bench = self.workbench
        if bench.last_clean is None:
            built = bench.last_result is not None and bench.last_result.object is not None
            return ending, await bench.compile_final(pictures=pictures) if built else None
        if not bench.is_fresh:
            path = self.workspace.program_path
            write_atomic(path.with_name(LATEST_PROGRAM), path.read_bytes())
            write_atomic(path, bench.last_clean.source)
        result = await bench.compile_final(pictures=pictures)
        if pictures and result.status != "success":  # a sound object is not lost for want of a picture
            result = await bench.compile_final(pictures=False)
        if result.status != "success":
            message = "the finished program did not compile clean again; its findings are in the record"
            return Ending("failed", "final_compile", message), result
        return ending, result


def open_session(
    *,
    program_path: Path,
    workdir: Path,
    docs_dir: Path | None,
    provider: Provider,
    price: Price | None,
    services: Services,
    settings: RunSettings,
    limits: Limits,
    system: str,
    opening: Sequence[UserMessage],
    prompt: str = "",
    summarizer: Summarizer | None = None,
    traits: Traits = UNKNOWN,
    eyes: Eyes | None = None,
    repetition: Repetition = NOTHING,
    bus: EventBus,
    clock: Clock,
    tools: Mapping[str, Tool] = TOOLS,
) -> Session:
    """A session on the program at `program_path`, which must exist.

    Args beyond the parts of a run:
        summarizer: who writes summaries; None is the run's own provider.
        traits: what the model can do.
        eyes: shows the model pictures of what it built; None for one that does not see.
        repetition: what was decided in the part that is repeated from a tape.
    """
    workspace = Workspace(program_path, docs_dir)
    workbench = Workbench(
        workspace,
        services=services,
        workdir=workdir,
        profile=settings.profile,
        timeout_s=settings.compile_timeout_s,
        prompt=prompt,
        eyes=eyes,
        bus=bus,
        clock=clock,
    )
    context = ToolContext(workspace, workbench.compile, workbench.probe, services.search)
    budget = Budget(limits, clock=clock)
    loop = Loop(
        provider=provider,
        tools=tools,
        context=context,
        workbench=workbench,
        budget=budget,
        bus=bus,
        clock=clock,
        system=system,
        opening=opening,
        price=price,
        condenser=Condenser(
            summarizer or Summarizer(provider, price),
            budget=budget,
            context_tokens=traits.context_tokens,
            recorded=repetition.compactions,
            repeated_turns=repetition.turns,
        ),
        warnings=repetition.warnings,
        repeated_turns=repetition.turns,
        remind_to_compile=settings.reminds,
    )
    return Session(workspace, workbench, budget, loop)
