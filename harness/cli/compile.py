"""`articraft compile`: build programs, test and check them, and write their files.

A newcomer's mistake: to compile a run in place. A run's export belongs to its record; without --out it is
left alone.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli import verdict
from harness.cli.options import RUNS_DIR, TIMEOUT_S, AsJson, Profile, Quiet, RunsDir, TimeoutS
from harness.cli.places import find_program, is_run, read_program
from harness.cli.terminal import Terminal, escape
from harness.cli.watching import Watch
from harness.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from harness.compiler.result import CompileResult

EPILOG = """\b
Exit status: 0 sound, 1 checks or tests failed, or --twice found a difference, 2 wrong usage,
3 the program could not run, 4 a limit. Of several programs, the highest.

\b
Examples:
  articraft compile examples_library/desk_lamp
  articraft compile examples_library/*
  articraft compile chair.py --out build --profile strict --pictures
  articraft compile chair.py --watch
  articraft compile runs/20300131-120000-folding-drone-3f9a2c --json"""


@dataclass(frozen=True)
class Settings:
    """How each program is compiled."""

    profile: str
    timeout_s: float
    pictures: bool
    require_isolation: str | None
    cache: bool
    twice: bool


@dataclass(frozen=True)
class Compiled:
    """One program's outcome."""

    path: str
    program: Path
    target: Path | None
    """Where its files are; None when they were not kept."""
    result: CompileResult
    differences: tuple[str, ...] = ()
    """What a second compile did otherwise."""

    @property
    def exit_code(self) -> int:
        """Exit status this program alone would end the command with."""
        from harness.compiler import exit_code_for

        return int(exit_code_for(self.result)) or (int(ExitCode.FINDINGS) if self.differences else 0)


def compile_program(
    paths: Annotated[
        list[str],
        typer.Argument(help="Programs: a model.py, a folder holding one, or a run.", metavar="PATH..."),
    ],
    profile: Profile = "default",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Folder for URDF and meshes [default: export/ beside the program]; "
            "of several programs, one folder in it for each.",
            metavar="DIR",
        ),
    ] = None,
    timeout_s: TimeoutS = TIMEOUT_S,
    pictures: Annotated[bool, typer.Option("--pictures", help="Also write preview.png.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Compile again whenever the file is saved.")] = False,
    twice: Annotated[
        bool, typer.Option("--twice", help="Compile again and compare every byte that was written.")
    ] = False,
    require_isolation: Annotated[
        str | None,
        typer.Option(
            "--require-isolation",
            help="Refuse to run with less: full, or the name of a layer of the sandbox.",
            metavar="LAYER",
        ),
    ] = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Run the program even if nothing has changed.")
    ] = False,
    runs_dir: RunsDir = RUNS_DIR,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Build programs in the sandbox, test and check what they built, write URDF and meshes."""
    terminal = Terminal(as_json=as_json, quiet=quiet or as_json)
    settings = Settings(profile, timeout_s, pictures, require_isolation, not no_cache, twice)
    if len(paths) > 1:
        from harness.cli.compile_many import compile_many  # loads the progress bar

        if watch:
            raise UsageError(f"--watch: got {len(paths)} programs; want one")
        raise typer.Exit(compile_many(paths, settings, out=out, runs_dir=runs_dir, terminal=terminal))
    if watch and as_json:
        raise UsageError("--watch with --json: got both; want one, since JSON is a single value")
    program = find_program(paths[0], runs_dir=runs_dir)
    saved = Watch(program) if watch else None
    while True:
        compiled = compile_one(paths[0], program, settings, out=out, terminal=terminal)
        _tell(compiled, terminal)
        if saved is None:
            raise typer.Exit(compiled.exit_code)
        terminal.progress(f"[dim]Watching {escape(str(program))}; Ctrl-C ends.[/dim]")
        saved.wait()


def compile_one(
    path: str, program: Path, settings: Settings, *, out: Path | None, terminal: Terminal
) -> Compiled:
    """The outcome of compiling `program`, which was asked for as `path`.

    Raises:
        UsageError: it cannot be read, its files cannot be written, or a setting is wrong.
    """
    from harness.compiler import compile_source, compile_twice

    source = read_program(program)
    with ExitStack() as kept_open:
        target = out if out is not None else _usual_target(program)
        keep = target is not None
        if target is None:
            target = Path(kept_open.enter_context(tempfile.TemporaryDirectory()))
        _bring_inputs(program, target)
        terminal.progress(f"[dim]Compiling {escape(str(program))}, profile {escape(settings.profile)}[/dim]")
        differences: tuple[str, ...] = ()
        options = {
            "workdir": target,
            "profile": settings.profile,
            "timeout_s": settings.timeout_s,
            "pictures": settings.pictures,
            "require_isolation": settings.require_isolation,
            "lineage": program.parent,
        }
        try:
            if settings.twice:
                result, differences = compile_twice(source, **options)
            else:
                result = compile_source(source, cache=settings.cache, **options)
        except OSError as error:
            raise UsageError(
                f"--out {target}: cannot be written ({error}); want a writable folder"
            ) from error
    return Compiled(path, program, target if keep else None, result, differences)


def _tell(compiled: Compiled, terminal: Terminal) -> None:
    """Print the outcome of one program."""
    payload = compiled.result.to_dict()
    if compiled.differences:
        payload["differences"] = list(compiled.differences)
    terminal.result(payload, _report(compiled))
    if compiled.result.status == "success":
        steps = _next_steps(compiled.path, compiled.program, compiled.result, compiled.target)
        terminal.next_steps(steps)


def _usual_target(program: Path) -> Path | None:
    """``export/`` beside the program; None beside a run's, whose export is part of its record."""
    return None if is_run(program.parent) else program.parent / "export"


def _bring_inputs(program: Path, target: Path) -> None:
    """Put the program's ``inputs/`` where the compile looks for them."""
    inputs, place = program.parent / "inputs", target / "inputs"
    if not inputs.is_dir() or inputs.resolve() == place.resolve():
        return
    try:
        shutil.copytree(inputs, place, dirs_exist_ok=True)
    except (OSError, shutil.Error) as error:
        raise UsageError(f"{inputs}: cannot be copied to {place} ({error}); want a writable --out") from error


def _report(compiled: Compiled) -> str:
    """Markup for a reader: findings, verdict, files, timings."""
    result, target = compiled.result, compiled.target
    lines = verdict.finding_lines(result.signals)
    lines.append(verdict.headline(result))
    if target is not None and result.artifacts:
        meshes = sum(name.endswith(".obj") for name in result.artifacts)
        others = [name for name in result.artifacts if not name.endswith(".obj")]
        named = others + ([verdict.counted(meshes, "mesh").replace("meshs", "meshes")] if meshes else [])
        lines.append(f"[dim]Files in {escape(str(target))}: {escape(', '.join(named))}[/dim]")
    if compiled.differences:
        lines.append(f"[red]A second compile differs in: {escape(', '.join(compiled.differences))}[/red]")
    spent = ", ".join(f"{phase} {ms:.0f} ms" for phase, ms in result.timings_ms.items() if ms >= 0.5)
    lines.append(f"[dim]Time: {spent}[/dim]")
    return "\n".join(lines)


def _next_steps(path: str, program: Path, result: CompileResult, target: Path | None) -> dict[str, str]:
    steps = {}
    if target is None:
        steps[f"articraft compile {path} --out DIR"] = "keep the URDF and meshes"
    if "preview.png" not in result.artifacts:
        steps[f"articraft render {path}"] = "make a picture"
    if any(finding.severity == "warning" for finding in result.signals):
        steps[f"articraft compile {path} --profile strict"] = "let those warnings fail"
    return steps
