"""`articraft compile`: build a program, test and check it, and write its files.

A newcomer's mistake: to compile a run in place. A run's export belongs to its record; without --out it is
left alone.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli import verdict
from harness.cli.options import RUNS_DIR, TIMEOUT_S, AsJson, Profile, Quiet, RunsDir, TimeoutS
from harness.cli.places import find_program, is_run, read_program
from harness.cli.terminal import Terminal, escape
from harness.errors import UsageError

if TYPE_CHECKING:
    from harness.compiler.result import CompileResult

EPILOG = """\b
Exit status: 0 sound, 1 checks or tests failed, 2 wrong usage, 3 the program could not run, 4 a limit.

\b
Examples:
  articraft compile examples_library/desk_lamp
  articraft compile chair.py --out build --profile strict --pictures
  articraft compile runs/20300131-120000-folding-drone-3f9a2c --json"""


def compile_program(
    path: Annotated[str, typer.Argument(help="A model.py, a folder holding one, or a run.", metavar="PATH")],
    profile: Profile = "default",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Folder for URDF and meshes [default: export/ beside the program].",
            metavar="DIR",
        ),
    ] = None,
    timeout_s: TimeoutS = TIMEOUT_S,
    pictures: Annotated[bool, typer.Option("--pictures", help="Also write preview.png.")] = False,
    runs_dir: RunsDir = RUNS_DIR,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Build a program in the sandbox, test and check what it built, write URDF and meshes."""
    from harness.compiler import compile_source, exit_code_for

    terminal = Terminal(as_json=as_json, quiet=quiet or as_json)
    program = find_program(path, runs_dir=runs_dir)
    source = read_program(program)
    with ExitStack() as kept_open:
        target = out if out is not None else _usual_target(program)
        keep = target is not None
        if target is None:
            target = Path(kept_open.enter_context(tempfile.TemporaryDirectory()))
        _bring_inputs(program, target)
        terminal.progress(f"[dim]Compiling {escape(str(program))}, profile {escape(profile)}[/dim]")
        try:
            result = compile_source(
                source, workdir=target, profile=profile, timeout_s=timeout_s, pictures=pictures
            )
        except OSError as error:
            raise UsageError(
                f"--out {target}: cannot be written ({error}); want a writable folder"
            ) from error
    terminal.result(result.to_dict(), _report(result, target if keep else None))
    if result.status == "success":
        terminal.next_steps(_next_steps(path, program, result, target if keep else None))
    raise typer.Exit(int(exit_code_for(result)))


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


def _report(result: CompileResult, target: Path | None) -> str:
    """Markup for a reader: findings, verdict, files, timings."""
    lines = verdict.finding_lines(result.signals)
    lines.append(verdict.headline(result))
    if target is not None and result.artifacts:
        meshes = sum(name.endswith(".obj") for name in result.artifacts)
        others = [name for name in result.artifacts if not name.endswith(".obj")]
        named = others + ([verdict.counted(meshes, "mesh").replace("meshs", "meshes")] if meshes else [])
        lines.append(f"[dim]Files in {escape(str(target))}: {escape(', '.join(named))}[/dim]")
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
