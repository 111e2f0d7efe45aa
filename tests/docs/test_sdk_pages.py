"""The pages an author reads tell the truth: every signature is the code's, every public name has a page.

A ``pyi`` block of a page holds call forms, ``Name(parameters) -> result  # remark``, one a line or parted by
semicolons. Written in full it must be the whole signature; ending in ``...`` it may leave parameters out, never
misstate one; ``name=`` stands for an optional one whose default is not said. Names resolve in `sdk`; `ctx`,
`model`, `part` and `geometry` stand for an instance of the class meant; `cq` is CadQuery; on the probe page bare
names are the probe's helpers. The quickstart, which must be short, leaves optional parameters out without saying
so, and writes ``...`` for what all joints with hardware begin with; what is required it says. A newcomer's mistake:
to put such a form into a ``python`` block, which is run.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sdk

ROOT = Path(__file__).parents[2] / "docs" / "sdk"
EXPECTED = {
    "quickstart", "errors", "core-types", "articulated-object", "assets", "placement", "probe-tooling", "testing",
    *(f"geometry/{page}" for page in (
        "mesh-geometry", "panels-and-grilles", "brackets-and-mounts", "fans-and-rotors", "knobs-and-controls",
        "wires", "section-lofts", "bezels-and-frames", "wheels-and-tires", "hinges",
    )),
    *(f"cadquery/{page}" for page in (
        "overview", "primer", "workplane", "sketch", "assembly", "gears", "free-functions", "api-ref",
    )),
}  # fmt: skip
PAGES = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in ROOT.rglob("*.md")}
QUICKSTART = "quickstart.md"
PROBE_PAGE = "probe-tooling.md"
MOST_BYTES, MOST_BYTES_OF_QUICKSTART, MOST_LINES = 16_000, 8_000, 400

STUBS = re.compile(r"^```pyi\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RECIPES = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROBES = re.compile(r"^```python probe\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INSTANCES = {"ctx": "TestContext", "model": "ArticulatedObject", "part": "Part", "geometry": "MeshGeometry"}
HEAD_OF_A_MECHANISM = ("model", "parent", "child")
"""Roles of the parameters before the ``*`` of a joint with hardware; a panel carries what a parent does."""
UNWRITTEN = {"self", "line", "findings"}
"""Parameters that are no author's business: receivers, and where the library keeps its own notes."""


def stub_lines(text: str) -> Iterator[str]:
    """Call forms of a page; one that spans lines is joined."""
    for block in STUBS.findall(text):
        pending = ""
        for raw in block.splitlines():
            pending = f"{pending} {raw.split('#')[0].strip()}".strip()
            if pending and pending.count("(") == pending.count(")"):
                yield from (form.strip() for form in pending.split(";"))
                pending = ""
        assert not pending, f"unbalanced: {pending}"


STUB_LINES = [(page, line) for page, text in PAGES.items() for line in stub_lines(text)]


def resolve(page: str, dotted: str) -> Any:
    """The callable a call form speaks of."""
    first, *rest = dotted.split(".")
    if first == "cq":
        import cadquery

        found: Any = cadquery
    elif page == PROBE_PAGE and not rest:
        from harness.compiler.probing.namespace import MEASUREMENT, REVIEW
        from harness.compiler.probing.view import View

        found = {**MEASUREMENT, **REVIEW}.get(first) or getattr(View, first)
    else:
        found = getattr(sdk, INSTANCES.get(first, first))
    for name in rest:
        found = getattr(found, name)
    return found


class SdkNames(dict[str, Any]):
    """Names in which written defaults are evaluated."""

    def __missing__(self, name: str) -> Any:
        return getattr(sdk, name)


def actual_parameters(page: str, found: Any) -> list[inspect.Parameter]:
    parameters = [
        parameter for name, parameter in inspect.signature(found).parameters.items() if name not in UNWRITTEN
    ]
    if parameters and page == PROBE_PAGE and parameters[0].name == "view":
        return parameters[1:]
    return parameters


def default_of(found: Any, parameter: inspect.Parameter) -> Any:
    """The default itself, also where a dataclass makes it anew each time."""
    if dataclasses.is_dataclass(found):
        for field in dataclasses.fields(found):
            if field.name == parameter.name and field.default_factory is not dataclasses.MISSING:
                return field.default_factory()
    return parameter.default


def written_parameters(text: str) -> tuple[list[inspect.Parameter], bool]:
    """Parameters of a call form, and whether it leaves some out."""
    text = re.sub(r"=(?=[,)]|$)", "=...", text)
    is_open = text.rstrip().endswith(", ...") or text.startswith("..., ")
    text = re.sub(r"^\.\.\., ", "*, ", text)
    text = text.rstrip().removesuffix(", ...").removesuffix("*").rstrip(", ")
    statement = ast.parse(f"def f({text}): ...").body[0]
    assert isinstance(statement, ast.FunctionDef)
    space = SdkNames()
    exec(compile(ast.Module([statement], []), "page", "exec"), {}, space)
    return list(inspect.signature(space["f"]).parameters.values()), is_open


@pytest.mark.parametrize(("page", "line"), STUB_LINES, ids=lambda value: value[:60])
def test_a_signature_is_that_of_the_code(page: str, line: str) -> None:
    dotted, rest = re.fullmatch(r"([\w.]+)\((.*)\)(?: -> .*)?", line, re.DOTALL).groups()  # type: ignore[union-attr]
    found = resolve(page, dotted)
    written, is_open = written_parameters(rest)
    actual = actual_parameters(page, found)
    if page == QUICKSTART:
        is_open, required = (
            True,
            {p.name for p in actual if p.default is p.empty and p.kind is not p.VAR_KEYWORD},
        )
        head = [p.name for p in actual if p.kind is p.POSITIONAL_OR_KEYWORD] if rest.startswith("...") else []
        assert not head or (len(head), head[0]) == (len(HEAD_OF_A_MECHANISM), HEAD_OF_A_MECHANISM[0])
        assert {p.name for p in written} >= required - set(head)
    if not is_open:
        assert [parameter.name for parameter in written] == [parameter.name for parameter in actual]
    by_name = {parameter.name: parameter for parameter in actual}
    ordered = [p.name for p in actual if p.kind is p.POSITIONAL_OR_KEYWORD]
    in_order = [p.name for p in written if p.kind is p.POSITIONAL_OR_KEYWORD]
    assert in_order == ordered[: len(in_order)]
    for parameter in written:
        true = by_name[parameter.name]
        assert parameter.kind is true.kind, parameter
        if parameter.default is not parameter.empty or not is_open:
            default = default_of(found, true)
            assert parameter.default is ... or parameter.default == default, parameter


def test_the_pages_are_there() -> None:
    assert len(EXPECTED) == 26
    assert sorted(EXPECTED - {page.removesuffix(".md") for page in PAGES}) == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_short_and_has_a_title(page: str) -> None:
    text = PAGES[page]
    most = MOST_BYTES_OF_QUICKSTART if page == QUICKSTART else MOST_BYTES
    assert text.startswith("# ")
    assert len(text.encode()) <= most
    assert len(text.splitlines()) <= MOST_LINES


def test_every_public_name_has_a_page() -> None:
    words = set(re.findall(r"\w+", "\n".join(PAGES.values())))
    assert sorted(set(sdk.PUBLIC) - words) == []


@pytest.mark.parametrize("page", PAGES)
def test_every_context_method_named_exists(page: str) -> None:
    named = set(re.findall(r"\bctx\.(\w+)", PAGES[page]))
    assert sorted(name for name in named if not hasattr(sdk.TestContext, name) and name != "model") == []


def test_the_quickstart_carries_a_hundred_calls() -> None:
    assert len({line for page, line in STUB_LINES if page == QUICKSTART}) >= 100


def test_the_quickstart_states_the_rules_in_force() -> None:
    from sdk.qc.profiles import PROFILES

    profile = PROFILES["default"]
    support, overlap = profile.support, profile.overlap
    assert support.absolute is not None and support.relative is not None and overlap is not None
    text = " ".join(PAGES[QUICKSTART].split())
    assert f"{support.absolute * 1e3:g} mm or {support.relative:.1%}".replace("%", " %") in text
    assert f"{overlap.depth * 1e3:g} mm and {overlap.depth_share:.1%}".replace("%", " %") in text
    assert f"{overlap.volume * 1e9:g} mm³ or {overlap.volume_share:.1%}".replace("%", " %") in text
    assert f"forgive {profile.expectation_slack:.0e}".replace("e-09", "e-9") in text


def whole_programs() -> list[tuple[str, int]]:
    """Pages that build an object and test it, with the number of blocks that make the program."""
    pages = [(page, RECIPES.findall(text)) for page, text in PAGES.items()]
    return [
        (page, count)
        for page, blocks in sorted(pages)
        for count in range(1, len(blocks) + 1)
        if "def run_tests" in blocks[count - 1]
    ]


@pytest.mark.parametrize(("page", "count"), whole_programs())
def test_a_program_of_a_page_has_no_findings(
    page: str, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sdk.assets import AssetSession
    from sdk.qc.profiles import PROFILES, use_profile
    from sdk.scene import Scene
    from sdk.testing.judge import judge

    program = "\n".join(RECIPES.findall(PAGES[page])[:count])
    space: dict[str, Any] = {"__name__": "model", "__file__": str(tmp_path / "model.py")}
    monkeypatch.chdir(tmp_path)
    with AssetSession(tmp_path).use(), use_profile(PROFILES["strict"]) as profile:
        exec(compile(program, page, "exec"), space)
        model, report = space["object_model"], space["run_tests"]()
        verdict = judge(model, authored=report, scene=Scene(model), profile=profile)
    assert [f"{found.code} {found.summary}" for found in verdict.findings if found.severity != "note"] == []
    assert report.checks_run > 0


@pytest.mark.parametrize("number", range(len(PROBES.findall(PAGES.get(PROBE_PAGE, "")))))
def test_a_probe_of_the_page_runs(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from harness.compiler.probing.encoding import encode
    from harness.compiler.probing.namespace import Emission, probe_namespace
    from harness.compiler.probing.view import ProbeContext
    from sdk.assets import AssetSession

    page = PAGES[PROBE_PAGE]
    monkeypatch.chdir(tmp_path)
    space: dict[str, Any] = {"__name__": "model", "__file__": str(tmp_path / "model.py")}
    with AssetSession(tmp_path).use():
        exec(compile("\n".join(RECIPES.findall(page)), PROBE_PAGE, "exec"), space)
        emission = Emission()
        names = probe_namespace(ProbeContext(space["object_model"]), emission, program_file=space["__file__"])
        exec(compile(PROBES.findall(page)[number], "probe", "exec"), names)
    assert encode(emission.value()) is not None
