"""`articraft examples`: the library of complete programs, listed, shown, searched and looked at.

A newcomer's mistake: to take the first hit for a fit. `search` ranks by words; only the library provider
decides whether an entry is what a prompt asks for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.cli.options import CONTEXT, AsJson, Quiet, show_help_when_bare
from harness.cli.terminal import Terminal, escape
from harness.errors import UsageError

if TYPE_CHECKING:
    from harness.examples import Example

app = typer.Typer(
    help="List, show, search and look at the library of complete example programs.",
    invoke_without_command=True,
    callback=show_help_when_bare,
    rich_markup_mode=None,
    context_settings=CONTEXT,
)


@app.command("list", context_settings=CONTEXT, epilog="Example: articraft examples list --json")
def list_examples(
    techniques: Annotated[
        bool, typer.Option("--techniques", help="The short programs of one idea each instead of the objects.")
    ] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Every entry with its title and the parameters that may be set."""
    from harness.examples import ExampleLibrary

    library = ExampleLibrary.load()
    examples = library.techniques if techniques else library.examples
    width = max((len(example.example_id) for example in examples), default=0)
    lines = [
        f"[bold]{example.example_id:<{width}}[/bold]  {escape(example.title)}"
        + (
            f" [dim]({', '.join(parameter.name for parameter in example.parameters)})[/dim]"
            if example.parameters
            else ""
        )
        for example in examples
    ]
    terminal = Terminal(as_json=as_json, quiet=quiet)
    terminal.result([_facts(example) for example in examples], "\n".join(lines))
    if examples:
        steps = {f"articraft examples show {examples[0].example_id}": "read the program"}
        if library.techniques and not techniques:
            steps["articraft examples list --techniques"] = "short programs of one idea each"
        terminal.next_steps(steps)


@app.command("show", context_settings=CONTEXT, epilog="Example: articraft examples show desk_lamp > model.py")
def show(
    example_id: Annotated[str, typer.Argument(help="Name of the entry.", metavar="NAME")],
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """What an entry is, the parameters a prompt may set, and its program on stdout."""
    from harness.examples import ExampleLibrary

    example = ExampleLibrary.load().get(example_id)
    terminal = Terminal(as_json=as_json, quiet=quiet)
    for line in _sheet(example):
        terminal.progress(line)
    if as_json:
        terminal.result({**_facts(example), "program": example.program}, "")
    else:
        typer.echo(example.program, nl=False)
    steps = {}
    if example.kind == "object":
        steps[f"articraft gen {example.title.lower()!r}"] = "build it"
    if example.parameters:
        steps[f"articraft vary {example.example_id}"] = "build it in twenty sizes"
    terminal.next_steps({**steps, f"articraft examples open {example.example_id}": "look at it"})


@app.command(
    "open",
    context_settings=CONTEXT,
    epilog="Example: articraft examples open desk_lamp",
    short_help="Look at a picture of an entry.",
)
def open_picture(
    example_id: Annotated[str, typer.Argument(help="Name of the entry.", metavar="NAME")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Also put the picture there.", metavar="F")
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """A picture of an entry at rest and opened, drawn once; opened where there is a display, else its path."""
    from harness.cli.opening import open_file
    from harness.examples import ExampleLibrary
    from harness.examples.pictures import picture_of
    from harness.files import write_atomic

    example = ExampleLibrary.load().get(example_id)
    terminal = Terminal(as_json=as_json, quiet=quiet or as_json)
    terminal.progress(f"[dim]Drawing {escape(example.example_id)}[/dim]")
    try:
        picture = picture_of(example)
        if out is not None:
            write_atomic(out, picture.read_bytes())
    except OSError as error:
        raise UsageError(
            f"{out or 'the cache'}: cannot be written ({error}); want a writable place"
        ) from error
    place = out or picture
    opened = not as_json and open_file(place)
    terminal.result({"picture": str(place), "opened": opened}, escape(str(place)))
    terminal.next_steps({f"articraft examples show {example.example_id}": "read the program"})


@app.command("search", context_settings=CONTEXT, epilog="Example: articraft examples search 'spring arm'")
def search(
    query: Annotated[str, typer.Argument(help="Words to look for.", metavar="QUERY")],
    limit: Annotated[
        int, typer.Option("--limit", "-n", help="Most entries to show.", min=1, metavar="N")
    ] = 3,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Entries that match, best first."""
    from harness.examples import ExampleLibrary

    matches = ExampleLibrary.load().search(query, limit=limit)
    width = max((len(match.example_id) for match in matches), default=0)
    lines = [
        f"[bold]{match.example_id:<{width}}[/bold]  {escape(match.title)} "
        f"[dim]{match.match_quality.replace('_', ' ')}: {escape(', '.join(match.matched_tokens))}[/dim]"
        for match in matches
    ]
    terminal = Terminal(as_json=as_json, quiet=quiet)
    terminal.result([match.to_dict() for match in matches], "\n".join(lines) or "Nothing matches.")
    if matches:
        terminal.next_steps({f"articraft examples show {matches[0].example_id}": "read the program"})
    else:
        terminal.next_steps({"articraft examples list": "see every entry"})


def _facts(example: Example) -> dict[str, Any]:
    return {
        "id": example.example_id,
        "kind": example.kind,
        "title": example.title,
        "description": example.description,
        "category": example.category,
        "tags": list(example.tags),
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type,
                "min": parameter.minimum,
                "max": parameter.maximum,
                "default": parameter.default,
                "unit": parameter.unit,
                "description": parameter.description,
            }
            for parameter in example.parameters
        ],
    }


def _sheet(example: Example) -> list[str]:
    """Lines of markup above the program."""
    lines = [f"[bold]{escape(example.title)}[/bold]  {escape(example.description)}"]
    least = {one.name: f", at least {one.at_least.text}" for one in example.parameters if one.at_least}
    lines += [
        f"  {escape(parameter.name)}  [dim]{escape(parameter.description)} "
        f"({parameter.range_text}{escape(least.get(parameter.name, ''))}; "
        f"{parameter.text_of(parameter.default)} unless the prompt says otherwise)[/dim]"
        for parameter in example.parameters
    ]
    return lines
