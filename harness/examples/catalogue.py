"""The example library as values: what each folder of `examples_library` holds, read once and checked.

A newcomer's mistake: to write a parameter's default into example.toml. It stands once, in the program, as the
constant of that name.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

from harness.errors import UsageError
from harness.examples.expressions import Expression, expression_from
from harness.words import stem, stems_of, words_of

PROGRAM = "model.py"
SHEET = "example.toml"
TECHNIQUES = "techniques"
"""Folder of the short programs that show one idea each; they have no sheet, their docstring says what it would."""
_WORDS = "Words:"


@dataclass(frozen=True)
class Parameter:
    """A constant of the program that a prompt may set."""

    name: str
    """The constant's name in the program."""
    type: Literal["int", "float"]
    minimum: float
    maximum: float
    unit: str
    """``"m"``, ``"rad"`` or empty for a count."""
    words: tuple[str, ...]
    """How prompts call it, e.g. ``("wide", "width")``; phrases are allowed."""
    description: str
    default: float
    at_least: Expression | None = None
    """The least value that goes with those of other parameters, where `minimum` alone would be too low."""

    @property
    def is_length(self) -> bool:
        """Whether prompts give it with a unit of length."""
        return self.unit == "m"

    @cached_property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        """Stems of every word or phrase that means this parameter, its own name included, longest first."""
        phrases = {tuple(stem(word) for word in words_of(text)) for text in (*self.words, self.name)}
        return tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))

    def text_of(self, value: float) -> str:
        """`value` as it stands in the program: ``5`` or ``0.4064``."""
        return str(int(value)) if self.type == "int" else repr(round(float(value), 6))

    @property
    def range_text(self) -> str:
        """The range in words, e.g. ``1 to 8`` or ``0.3 to 1.8 m``."""
        text = f"{self.text_of(self.minimum)} to {self.text_of(self.maximum)}"
        return f"{text} {self.unit}".strip()


@dataclass(frozen=True)
class FixedCount:
    """A number of things the object always has, so that a prompt asking for another number is not served."""

    words: tuple[str, ...]
    count: int

    @cached_property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        """Stems of its words, longest first."""
        phrases = {tuple(stem(word) for word in words_of(text)) for text in self.words}
        return tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


@dataclass(frozen=True)
class Example:
    """One entry of the library: a complete program and what is said about it."""

    example_id: str
    """The folder's name."""
    title: str
    description: str
    category: str
    teaches: str
    tags: tuple[str, ...]
    synonyms: tuple[str, ...]
    """Names a prompt would call it by; ``"cabinet with drawers"`` wants the first word as subject, the last
    later on."""
    excludes: tuple[str, ...]
    """Words and phrases of other things: a prompt whose subject holds one does not mean this entry."""
    author: str
    licence: str
    parameters: tuple[Parameter, ...]
    fixed: tuple[FixedCount, ...]
    program: str
    """The text of its model.py."""
    near: tuple[str, ...] = ()
    """Names of other things that this entry may stand in for, as long as it is said plainly."""
    kind: Literal["object", "technique"] = "object"
    """A technique shows one idea and is never what a prompt asks for."""

    @property
    def names(self) -> tuple[str, ...]:
        """Title and synonyms."""
        return (self.title, *self.synonyms)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Stems of every word said about it."""
        texts = [*self.names, self.description, self.category, self.teaches, *self.tags]
        texts += [word for parameter in self.parameters for word in (*parameter.words, parameter.description)]
        texts += [word for fixed in self.fixed for word in fixed.words]
        return frozenset(stems_of(" ".join(texts)))

    def parameter(self, name: str) -> Parameter:
        """The parameter called `name`.

        Raises:
            KeyError: it has none of that name.
        """
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        raise KeyError(name)

    def edit_for(self, name: str, value: float) -> tuple[str, str]:
        """(text that stands once in the program, text to put there) to give parameter `name` the `value`."""
        parameter = self.parameter(name)
        line, start, end = _assignment(self.program, name)
        changed = line[:start] + parameter.text_of(value) + line[end:]
        return f"\n{line}\n", f"\n{changed}\n"

    def with_values(self, values: Mapping[str, float]) -> str:
        """The program with those parameters set."""
        program = self.program
        for name, value in values.items():
            old, new = self.edit_for(name, value)
            program = program.replace(old, new)
        return program


def load_example(folder: Path) -> Example:
    """The entry kept in `folder`.

    Raises:
        UsageError: a file is missing or says something that cannot be; the text names file and field.
    """
    sheet_path = folder / SHEET
    try:
        program = (folder / PROGRAM).read_text(encoding="utf-8")
        sheet = tomllib.loads(sheet_path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UsageError(
            f"example {folder.name!r}: got no {Path(error.filename).name}; want a complete entry"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"example {folder.name!r}, {SHEET}: {error}") from None
    return example_from(folder.name, sheet, program)


def example_from(example_id: str, sheet: Mapping[str, Any], program: str) -> Example:
    """The entry described by the parsed `sheet` with the text of its `program`.

    Raises:
        UsageError: a field is missing, unknown or of the wrong kind.
    """
    fields = dict(sheet)
    try:
        parameters = _parameters(fields.pop("parameters", ()), program)
        fixed = tuple(
            FixedCount(tuple(entry["words"]), int(entry["count"])) for entry in fields.pop("fixed", ())
        )
        for name in ("tags", "synonyms", "excludes", "near"):
            fields[name] = tuple(fields.get(name, ()))
        return Example(example_id=example_id, program=program, parameters=parameters, fixed=fixed, **fields)
    except (KeyError, TypeError, ValueError, UsageError) as error:
        raise UsageError(f"example {example_id!r}, {SHEET}: {error}") from None


def load_technique(path: Path) -> Example:
    """The technique kept in the program `path`.

    Its docstring begins "Title: what it shows." and ends with a paragraph "Words: ..." of comma-separated words that a
    search should find it by.

    Raises:
        UsageError: the docstring lacks title or words.
    """
    program = path.read_text(encoding="utf-8")
    text = " ".join((ast.get_docstring(ast.parse(program)) or "").split())
    said, _, words = text.partition(_WORDS)
    title, _, description = said.partition(": ")
    tags = tuple(word for part in words.rstrip(".").split(",") if (word := part.strip()))
    if not (title and description and tags):
        raise UsageError(
            f"technique {path.stem!r}: got a docstring {text[:60]!r}; want “Title: what it shows.” and “{_WORDS} ...”"
        )
    return Example(
        example_id=path.stem,
        title=title,
        description=description.strip(),
        category="technique",
        teaches="",
        tags=tags,
        synonyms=(),
        excludes=(),
        author="Articraft contributors",
        licence="Apache-2.0",
        parameters=(),
        fixed=(),
        program=program,
        kind="technique",
    )


def _parameters(entries: Iterable[Mapping[str, Any]], program: str) -> tuple[Parameter, ...]:
    """The parameters of a sheet, each with the lower end that depends on the others."""
    entries = tuple(entries)
    free = {entry["name"] for entry in entries if "at_least" not in entry}
    parameters = tuple(_parameter(entry, program, free) for entry in entries)
    defaults = {one.name: one.default for one in parameters}
    for one in parameters:
        least = one.minimum if one.at_least is None else one.at_least.value(defaults)
        if one.default < least - 1e-9:  # sums of decimals are not exact
            raise ValueError(f"{one.name}: default {one.default} is below its at_least, {least:g}")
    return parameters


def _parameter(entry: Mapping[str, Any], program: str, free: Collection[str]) -> Parameter:
    line, start, end = _assignment(program, entry["name"])
    kind = {"int": int, "float": float}[entry["type"]]
    parameter = Parameter(
        name=entry["name"],
        type=entry["type"],
        minimum=kind(entry["min"]),
        maximum=kind(entry["max"]),
        unit=entry.get("unit", ""),
        words=tuple(entry["words"]),
        description=entry["description"],
        default=kind(line[start:end]),
        at_least=_at_least(entry, free),
    )
    if not parameter.minimum <= parameter.default <= parameter.maximum:
        raise ValueError(f"{parameter.name}: default {parameter.default} is outside {parameter.range_text}")
    return parameter


def _at_least(entry: Mapping[str, Any], free: Collection[str]) -> Expression | None:
    """The entry's lower end by the values of `free` parameters."""
    if "at_least" not in entry:
        return None
    if entry["type"] != "float":
        raise ValueError(f"{entry['name']}: got at_least for type {entry['type']!r}; want it for floats only")
    try:
        return expression_from(entry["at_least"], free)
    except ValueError as error:
        raise ValueError(f"{entry['name']}, at_least: {error}") from None


def _assignment(program: str, name: str) -> tuple[str, int, int]:
    """(line, start, end) of the number given to the constant `name` at the top level of `program`."""
    for node in _parsed(program).body:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant):
            continue
        if [target.id for target in node.targets if isinstance(target, ast.Name)] == [name]:
            value = node.value
            if value.end_col_offset is None or type(value.value) not in (int, float):
                break
            return program.splitlines()[value.lineno - 1], value.col_offset, value.end_col_offset
    raise ValueError(f"parameter {name!r}: the program has no top-level line '{name} = number'")


@lru_cache(maxsize=2)
def _parsed(program: str) -> ast.Module:
    """The program's syntax tree; a sheet asks for every parameter of one program in turn."""
    return ast.parse(program)
