"""Knowledge is written once: no function of four statements or more has the same body as another one."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "sdk").rglob("*.py"), *(ROOT / "harness").rglob("*.py")])


def functions(path: Path) -> list[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def without_docstring(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.stmt]:
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return node.body[1:] if documented else node.body


def test_no_function_body_appears_twice() -> None:
    seen: dict[str, list[str]] = defaultdict(list)
    for path in SOURCES:
        for name, node in functions(path):
            body = without_docstring(node)
            if len(body) >= 4:
                seen["\n".join(ast.dump(statement) for statement in body)].append(name)
    assert [names for names in seen.values() if len(names) > 1] == []


def test_underscore_names_stay_in_their_file() -> None:
    strays = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                strays += [
                    f"{path.relative_to(ROOT)}:{node.lineno} {alias.name}"
                    for alias in node.names
                    if alias.name.startswith("_") and not alias.name.startswith("__")
                ]
    assert strays == []


def test_catch_all_handlers_stand_only_where_foreign_code_runs() -> None:
    strays = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else ""
                if caught in ("", "Exception", "BaseException") and path.name != "worker.py":
                    strays.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert strays == []
