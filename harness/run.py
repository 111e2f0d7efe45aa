"""One run from prompt to record: `generate`.

A newcomer's mistake: to clean up after a failure by removing the folder. A run folder is made once everything
that can be refused has been refused, and from then on it is evidence: whatever happens, run.json says how it
ended.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.clock import SYSTEM_CLOCK, Clock
from harness.condensing import Summarizer
from harness.config import RunSettings, secrets_in
from harness.contract import brief_of
from harness.digests import canonical_json, sha256_of
from harness.errors import HarnessError, UsageError
from harness.events import EventBus, RunFinished, RunStarted, Sink
from harness.eyes import Eyes
from harness.images import ReferenceImage, load_image, sendable
from harness.origin import NEW, Origin
from harness.outcome import Ending, RunOutcome, exit_code_of
from harness.pricing import FREE, Price, load_prices, require_enforceable_cap
from harness.prompts import opening_messages, scaffold, system_prompt
from harness.providers import PROVIDERS, create_provider
from harness.providers.base import Provider, Traits, traits_of
from harness.providers.choice import Choice, choose_provider
from harness.records import folder as places
from harness.records.folder import RunFolder, new_run_id
from harness.records.manifest import final_manifest, findings_of, opening_manifest
from harness.redaction import redactor
from harness.repetition import NOTHING, Repetition
from harness.resources import resource_dir
from harness.services import Services, real_services
from harness.session import Session, open_session
from harness.tools import TOOLS
from harness.trace import TraceWriter
from harness.versions import versions
from harness.workspace import Workspace

if TYPE_CHECKING:
    from harness.compiler.result import CompileResult

__all__ = ["Recording", "RunOutcome", "RunSettings", "generate", "provider_for"]


async def generate(
    prompt: str,
    settings: RunSettings,
    *,
    sinks: Sequence[Sink] = (),
    provider: Provider | None = None,
    services: Services | None = None,
    environ: Mapping[str, str] | None = None,
    clock: Clock = SYSTEM_CLOCK,
    origin: Origin = NEW,
) -> RunOutcome:
    """What became of the prompt; its record is in ``settings.runs_dir / outcome.run_id``.

    Cancelling the task ends the run at once with status ``cancelled``, which is returned like any other.

    Args:
        prompt: the object wanted, in words.
        settings: everything else about the run.
        sinks: listeners for the run's events.
        provider: a provider to use instead of the one the settings name; closed at the end.
        services: compiler and library to use instead of the real ones.
        environ: variables that settings, keys and addresses come from; the process's by default.
        clock: what time it is.
        origin: the run this one grew out of, and what it takes over from it.

    Raises:
        UsageError: prompt, picture, provider or a setting cannot be used; nothing was made.
        RecordError: the run folder cannot be made or written, or is in use.
    """
    environ = os.environ if environ is None else environ
    if not prompt.strip():
        raise UsageError("prompt: got nothing; want a sentence that says what to build")
    image = None if settings.image is None else load_image(settings.image)
    images = sendable_images(image)
    provider, price = provider_for(provider, settings, environ, images, clock)
    summarizer = summarizer_for(settings, environ, clock)
    redact = redactor(secrets_in(environ))
    try:
        services = services or real_services()
        system = origin.system or system_prompt(tool.schema for tool in TOOLS.values())
        traits = await traits_of(provider)
        if image is not None and traits.accepts_images is False:
            raise UsageError(
                f"image: {provider.name}:{provider.model_id} does not see pictures; want another model"
            )
        run_id = settings.run_id or new_run_id(prompt, clock=clock)
        folder = RunFolder.create(settings.runs_dir, run_id, redact=redact)
        try:
            trace = TraceWriter(folder.path, clock=clock, redact=redact)
            try:
                bus = EventBus([trace, *sinks])
                run = Recording(
                    redact(prompt),
                    settings,
                    folder,
                    provider,
                    price,
                    traits,
                    image,
                    system,
                    bus,
                    clock,
                    origin,
                    images,
                    summarizer,
                )
                return await run.carry_out(run.open(services))
            finally:
                trace.close()
        finally:
            folder.release()
    finally:
        await provider.close()
        if summarizer is not None:
            await summarizer.provider.close()


def summarizer_for(settings: RunSettings, environ: Mapping[str, str], clock: Clock) -> Summarizer | None:
    """Who writes summaries, at its own price, where the settings name one; its provider is to be closed."""
    if settings.summarizer is None:
        return None
    other = replace(settings, provider=settings.summarizer, model=None, base_url=None)
    return Summarizer(*provider_for(None, other, environ, {}, clock))


def sendable_images(image: ReferenceImage | None) -> dict[str, bytes]:
    """SHA-256 -> bytes of the reference picture as it is sent; pictures of compiles join it later."""
    return {} if image is None else {image.sha256: sendable(image)}


def eyes_for(
    settings: RunSettings,
    traits: Traits,
    images: dict[str, bytes],
    folder: RunFolder,
    repetition: Repetition = NOTHING,
) -> Eyes | None:
    """What shows the model its object; None when it is not known to see, or shall not."""
    if not settings.eyes or not traits.accepts_images:
        return None
    for data in repetition.images.values():
        folder.keep_blob(data)
    images |= repetition.images
    return Eyes(images, keep=folder.keep_blob, recorded=repetition.pictures)


def provider_for(
    given: Provider | None,
    settings: RunSettings,
    environ: Mapping[str, str],
    images: Mapping[str, bytes],
    clock: Clock,
) -> tuple[Provider, Price | None]:
    """The provider to ask, and what its replies cost, if anybody knows.

    `images` is what it is shown, by hash; what is added to it later can be shown as well.
    """
    choice = choose_provider(settings, environ) if given is None else Choice(given.name, given.model_id)
    entry = PROVIDERS.get(choice.name)
    price = load_prices(environ).price_of(choice.name, choice.model_id, day=clock.now().date())
    if price is None and entry is not None and entry.is_free:
        price = FREE
    require_enforceable_cap(
        settings.max_cost_usd,
        provider=choice.name,
        model_id=choice.model_id,
        price=price,
        reports_cost=entry is not None and entry.reports_cost,
        force=settings.force,
    )
    if given is not None:
        return given, price
    options = choice.options(settings=settings, environ=environ, images=images)
    return create_provider(choice.name, options), price


@dataclass
class Recording:
    """A run whose folder exists, and how its record is completed."""

    prompt: str
    settings: RunSettings
    folder: RunFolder
    provider: Provider
    price: Price | None
    traits: Traits
    image: ReferenceImage | None
    system: str
    bus: EventBus
    clock: Clock
    origin: Origin = NEW
    images: dict[str, bytes] = field(default_factory=dict)
    """SHA-256 -> bytes of what the provider is shown."""
    summarizer: Summarizer | None = None
    """Who writes summaries; None is the run's own provider."""
    manifest: dict[str, Any] = field(default_factory=dict)
    compiled: CompileResult | None = None
    artifacts: dict[str, str] = field(default_factory=dict)

    async def carry_out(self, session: Session) -> RunOutcome:
        """The outcome, after the record is complete."""
        ending = Ending("failed", "crash", "the run ended by an error of the harness")
        try:
            ending = await self._finish_program(session, await session.loop.run())
        except HarnessError as error:
            ending = Ending("failed", "crash", str(error))
            raise
        except asyncio.CancelledError:
            ending = Ending("cancelled", "interrupted", "the run was interrupted")
            task = asyncio.current_task()
            if task is not None:
                task.uncancel()
        finally:
            outcome = self._close(session, ending)
        return outcome

    def open(self, services: Services) -> Session:
        """Write what is known at the start; from here on the folder tells the run's story."""
        folder, draft = self.folder, self.origin.scaffold or scaffold()
        folder.write(places.PROMPT, self.prompt)
        folder.write(places.PROGRAM, draft)
        program_path, docs_dir = folder.path / places.PROGRAM, resource_dir("docs/sdk")
        schemas = tuple(tool.schema for tool in TOOLS.values())
        opening = self.origin.opening or opening_messages(
            self.prompt,
            workspace=Workspace(program_path, docs_dir),
            tools=schemas,
            image=self.image,
            preload=not self.traits.is_small,
        )
        image = None
        if self.image is not None:
            folder.keep_blob(self.image.data)
            folder.make(places.INPUTS)
            folder.write(f"{places.INPUTS}/{self.image.file_name}", self.image.data)
            image = {"sha256": self.image.sha256, "media_type": self.image.media_type}
        tools_json = canonical_json([[tool.name, tool.description, tool.parameters] for tool in schemas])
        self.manifest = opening_manifest(
            run_id=folder.run_id,
            created_at=self.clock.timestamp(),
            provider=self.provider.name,
            model_id=self.provider.model_id,
            settings=self.settings.to_dict(),
            hashes={
                "prompt": sha256_of(self.prompt),
                "system_prompt": sha256_of(self.system),
                "tools": sha256_of(tools_json),
            },
            image=image,
            price=self.price and self.price.to_dict(),
            lineage=self.origin.lineage,
        )
        folder.write_manifest(self.manifest)
        self.bus.emit(
            RunStarted(
                run_id=folder.run_id,
                prompt=self.prompt,
                provider=self.provider.name,
                model_id=self.provider.model_id,
                settings=self.settings.to_dict(),
                system=self.system,
                tools=schemas,
                opening=opening,
                scaffold=draft,
                versions=versions(),
                lineage=self.origin.lineage,
            )
        )
        return open_session(
            program_path=program_path,
            workdir=folder.path / places.WORK,
            docs_dir=docs_dir,
            provider=self.provider,
            price=self.price,
            services=services,
            settings=self.settings,
            limits=self.settings.limits,
            system=self.system,
            opening=opening,
            prompt=self.prompt,
            summarizer=self.summarizer,
            traits=self.traits,
            eyes=eyes_for(self.settings, self.traits, self.images, folder, self.origin.repetition),
            repetition=self.origin.repetition,
            bus=self.bus,
            clock=self.clock,
        )

    async def _finish_program(self, session: Session, ending: Ending) -> Ending:
        """Put the best program in place and its files where they belong."""
        ending, result = await session.finish(ending, pictures=self.settings.pictures)
        self.compiled = result or session.workbench.last_result
        if result is None:
            self.folder.discard_work()
            return ending
        is_clean = result.status == "success"
        targets = {
            path: Path(places.PREVIEW) if path == places.PREVIEW else Path(places.EXPORT) / path
            for path in result.artifacts
            if path != places.PROGRAM and (is_clean or path == places.PREVIEW)
        }
        self.folder.publish(self.folder.path / places.WORK, targets)
        self.artifacts = {target.as_posix(): result.artifacts[path] for path, target in targets.items()}
        if is_clean:
            self.folder.discard_work()
        return ending

    def _close(self, session: Session, ending: Ending) -> RunOutcome:
        """Complete run.json, then the trace: the manifest must not lack when the tape is what fails."""
        self.compiled = self.compiled or session.workbench.last_result
        outcome = self._outcome(session, ending)
        code_sha256 = session.workspace.code_sha256
        contract = {
            "requirements": [answer.to_dict() for answer in session.workbench.answers()],
            "brief": brief_of(session.workspace.code).to_dict(),
        }
        self.folder.write_manifest(
            final_manifest(
                {**self.manifest, "contract": contract},
                outcome,
                finished_at=self.clock.timestamp(),
                hashes={"model_py": code_sha256},
                compiled=self.compiled,
                artifacts=self.artifacts,
            )
        )
        self.bus.emit(
            RunFinished(ending.status, ending.reason, ending.message, int(outcome.exit_code), code_sha256)
        )
        return outcome

    def _outcome(self, session: Session, ending: Ending) -> RunOutcome:
        program_ran = self.compiled is not None and self.compiled.ended_by != "program"
        urdf, preview = self.folder.path / places.EXPORT / "model.urdf", self.folder.path / places.PREVIEW
        budget = session.budget
        return RunOutcome(
            status=ending.status,
            reason=ending.reason,
            message=ending.message,
            exit_code=exit_code_of(ending, provider=self.provider.name, program_ran=program_ran),
            run_id=self.folder.run_id,
            run_dir=self.folder.path,
            provider=self.provider.name,
            model_id=self.provider.model_id,
            turns=budget.turns,
            tool_calls=session.loop.tool_calls,
            compiles=session.workbench.compiles,
            cost_usd=budget.cost_usd,
            usage=budget.usage,
            wall_s=budget.elapsed_s,
            library=session.loop.extra.get("library", {}),
            findings=findings_of(self.compiled),
            coverage=Counter(answer.state for answer in session.workbench.answers()),
            urdf=urdf if urdf.exists() else None,
            preview=preview if preview.exists() else None,
        )
