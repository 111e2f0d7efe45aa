"""The worker's half of a compile: build, tests, checks, export; every phase that can still run does.

A newcomer's mistake: to stop at the first fault. Only a program that does not load stops a compile, unless
the profile reproduces the reference, where one exception hides everything else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.compiler.description import describe, described_in_motion
from harness.compiler.handover import packed
from harness.compiler.seal import library_seal
from harness.compiler.stages import Stages
from sdk.assets import AssetSession
from sdk.exporters import EXPORTERS
from sdk.geometry.kept import use_kept_meshes
from sdk.model.object import ArticulatedObject
from sdk.qc.profiles import PROFILES, use_profile
from sdk.scene import Scene
from sdk.testing.judge import Verdict, judge
from sdk.testing.report import TestReport

PICTURE = "preview.png"


@dataclass(frozen=True)
class Built:
    """What a program made: its object, and what its tests reported; None when they did not run."""

    model: ArticulatedObject
    authored: TestReport | None


def compile_program(stages: Stages, options: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of a compile, as JSON: findings, tests, object, files and how it ended.

    Args:
        stages: progress of the job.
        options: ``profile``, ``tests`` (run authored tests and checks), ``pictures``; ``apart``: leave the
            judging to another process, and answer with ``built``, what that needs; ``kept_meshes``: file
            in the folder that keeps meshes between compiles, empty for none.
    """
    if options["profile"] not in PROFILES:
        return {"refusal": f"profile: got {options['profile']!r}; want one of {', '.join(PROFILES)}"}
    profile = PROFILES[options["profile"]]
    program = stages.program
    authored: TestReport | None = None
    seal = library_seal()
    with AssetSession.for_script(program.file).use(), use_profile(profile):
        with stages.phase("build"), _kept_meshes(options.get("kept_meshes", "")):
            program.load()
        if stages.faults:
            return answer_for(stages)
        if options["tests"]:
            with stages.phase("tests"):
                authored = program.run_tests()
        is_whole = False
        is_told = bool(stages.faults) and profile.stops_at_structure
        handed = ""
        with stages.phase("scene", forgiving=is_told):
            seal.require_whole()
            is_whole = True
            program.object_model()
        if not program.has_object():
            return answer_for(stages)
        built = Built(program.object_model(), authored)
        if not options["apart"]:
            return judged(stages, {**options, "tests": options["tests"] and is_whole}, built)
        with stages.again():
            handed = packed((built.model, built.authored))
        if not handed:
            return answer_for(stages)
    faults = [fault.to_dict() for fault in stages.faults]
    return {"built": {"object": handed, "faults": faults, "ended_by": stages.ended_by}}


def _kept_meshes(file: str) -> AbstractContextManager[None]:
    """A context in which what was meshed before need not be meshed again; none without a file."""
    return use_kept_meshes(Path(file).absolute()) if file else nullcontext()


def judged(stages: Stages, options: Mapping[str, Any], built: Built) -> dict[str, Any]:
    """The answer for what was built: judged, then written to files as far as that can be done.

    Args:
        stages: progress of the job; faults so far lead the findings.
        options: as `compile_program`.
        built: the object to judge.
    """
    profile = PROFILES[options["profile"]]
    folder = Path(stages.program.file).parent
    verdict: Verdict | None = None
    description: dict[str, Any] | None = None
    files: list[str] = []
    scene = Scene(built.model, asset_root=folder)
    if options["tests"] and not (stages.faults and profile.stops_at_structure):
        with stages.phase("qc"):
            verdict = judge(built.model, authored=built.authored, scene=scene, profile=profile)
    is_sound = not stages.faults and (verdict is None or verdict.passed)
    with stages.phase("export", forgiving=not is_sound):
        description = describe(built.model)
        files += _export(built.model, folder=folder)
        if options["pictures"]:
            files.append(_draw(scene, folder=folder))
        if verdict is not None:
            swept_under = profile if profile.runs_own_checks and is_sound else None
            description = described_in_motion(description, scene, swept_under=swept_under, is_sound=is_sound)
    return answer_for(stages, verdict=verdict, description=description, files=files)


def _export(model: ArticulatedObject, *, folder: Path) -> list[str]:
    """Write the object; answers the files' paths relative to the work folder."""
    paths = EXPORTERS["urdf"](model, out_dir=folder, asset_root=folder)
    return [path.relative_to(folder).as_posix() for path in paths]


def _draw(scene: Scene, *, folder: Path) -> str:
    """Draw the object; answers the picture's path relative to the work folder."""
    from sdk.render.picture import render_preview  # loads the ray kernel

    render_preview(scene).save(folder / PICTURE)
    return PICTURE


def answer_for(
    stages: Stages,
    *,
    verdict: Verdict | None = None,
    description: Mapping[str, Any] | None = None,
    files: Sequence[str] = (),
) -> dict[str, Any]:
    """The JSON a supervisor turns into a `CompileResult`."""
    findings = [*stages.faults, *(stages.cleaned(verdict.findings) if verdict else ())]
    return {
        "signals": [finding.to_dict() for finding in findings],
        "tests": {
            "run": verdict.tests_run if verdict else 0,
            "failed": list(verdict.tests_failed) if verdict else [],
            "checks": list(verdict.checks) if verdict else [],
        },
        "object": description,
        "files": list(files),
        "ended_by": stages.ended_by,
    }
