"""`articraft render`: a picture of a run's object, or of any program's.

A newcomer's mistake: to draw from the exported URDF. The program is built again in the sandbox, so a
picture can be had of a run whose export failed.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Annotated, Literal

import typer

from harness.cli import verdict
from harness.cli.options import RUNS_DIR, TIMEOUT_S, AsJson, Quiet, RunsDir, TimeoutS
from harness.cli.places import find_program, read_program
from harness.cli.terminal import Terminal, escape
from harness.errors import UsageError

_SIZE = re.compile(r"(\d{1,5})[xX×](\d{1,5})")
_VALUE = re.compile(r"([^=]+)=\s*([-+]?[0-9.]+(?:e[-+]?\d+)?)\s*(deg|rad|mm|cm|m)?")
_UNITS = {"": 1.0, "rad": 1.0, "m": 1.0, "deg": math.pi / 180.0, "cm": 0.01, "mm": 0.001}
SMALLEST, LARGEST = 64, 8192
"""Pixels along one side; a picture much larger would not fit the sandbox's memory."""

EPILOG = """\b
Values are radians or metres unless they carry a unit: deg, rad, m, cm, mm.

\b
Examples:
  articraft render runs/20300131-120000-folding-drone-3f9a2c
  articraft render examples_library/desk_lamp --size 1920x1080 --open --out lamp.png
  articraft render chest.py --pose top_slide=120mm --pose lid_hinge=45deg"""


def render(
    run: Annotated[
        str, typer.Argument(help="A run, its id, a model.py, or a folder holding one.", metavar="RUN")
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="PNG to write [default: preview.png beside the program].", metavar="F"
        ),
    ] = None,
    size: Annotated[str, typer.Option("--size", help="Pixels.", metavar="WxH")] = "1280x640",
    pose: Annotated[
        list[str] | None,
        typer.Option(
            "--pose",
            help="Joint and value, e.g. lid=45deg or drawer=120mm; may be repeated.",
            metavar="JOINT=VALUE",
        ),
    ] = None,
    opened: Annotated[bool, typer.Option("--open", help="Only the opened pose.")] = False,
    rest: Annotated[bool, typer.Option("--rest", help="Only the rest pose.")] = False,
    timeout_s: TimeoutS = TIMEOUT_S,
    runs_dir: RunsDir = RUNS_DIR,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Build the program again and write a picture: rest and opened pose side by side, or the poses asked
    for.
    """
    from harness.compiler import exit_code_for, render_source

    terminal = Terminal(as_json=as_json, quiet=quiet or as_json)
    poses = _poses(pose or [], opened=opened, rest=rest)
    pixels = _size(size)
    program = find_program(run, runs_dir=runs_dir)
    source = read_program(program)
    target = out or program.parent / "preview.png"
    if not target.parent.is_dir():
        raise UsageError(f"--out {target}: {target.parent} is no folder; want a file in a folder that exists")
    terminal.progress(f"[dim]Rendering {escape(str(program))}[/dim]")
    try:
        result = render_source(
            source, workdir=program.parent, out=target, size=pixels, poses=poses, timeout_s=timeout_s
        )
    except OSError as error:
        raise UsageError(f"--out {target}: cannot be written ({error}); want a writable place") from error
    if result.status == "failure":
        text = "\n".join([*verdict.finding_lines(result.signals), verdict.headline(result)])
        terminal.result(result.to_dict(), text)
        raise typer.Exit(int(exit_code_for(result)))
    answer = {"picture": str(target), "size": list(pixels), "poses": poses}
    terminal.result(answer, escape(str(target)))
    terminal.next_steps({f"articraft compile {run}": "test and check the object"})


def _poses(
    assignments: list[str], *, opened: bool, rest: bool
) -> list[Literal["rest", "open"] | dict[str, float]]:
    """Panels of the picture, left to right."""
    if assignments and (opened or rest):
        raise UsageError("--pose: got --open or --rest besides; want the values or one of those two")
    if assignments:
        return [dict(_assignment(text) for text in assignments)]
    if opened != rest:
        return ["open"] if opened else ["rest"]
    return ["rest", "open"]


def _assignment(text: str) -> tuple[str, float]:
    match = _VALUE.fullmatch(text.strip())
    try:
        if match is not None:
            return match[1].strip(), float(match[2]) * _UNITS[match[3] or ""]
    except ValueError:
        pass
    raise UsageError(f"--pose {text!r}: want JOINT=VALUE such as lid=0.8, lid=45deg or drawer=120mm")


def _size(text: str) -> tuple[int, int]:
    match = _SIZE.fullmatch(text.strip())
    if match is None or not all(SMALLEST <= int(side) <= LARGEST for side in match.groups()):
        raise UsageError(
            f"--size {text!r}: want WIDTHxHEIGHT in pixels, each from {SMALLEST} to {LARGEST}, e.g. 1280x640"
        )
    return int(match[1]), int(match[2])
