"""Every Python block of the pages runs: a page that lies fails here, not in an author's program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> list[tuple[str, str]]:
    """All blocks of a page, one after the other, as one program: later blocks may use earlier names."""
    pages = ((page, BLOCK.findall(page.read_text(encoding="utf-8"))) for page in PAGES)
    return [(str(page.relative_to(ROOT)), "\n".join(found)) for page, found in pages if found]


@pytest.mark.parametrize(
    ("page", "program"), blocks(), ids=lambda value: value if value.endswith(".md") else ""
)
def test_python_blocks_of_a_page_run(
    page: str, program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sdk.assets import AssetSession

    monkeypatch.chdir(tmp_path)
    space = {"__name__": "page", "__file__": str(tmp_path / "model.py")}
    with AssetSession(tmp_path).use():
        exec(compile(program, page, "exec"), space)
        if "run_tests" in space:
            report = space["run_tests"]()
            assert report.passed, report.failures


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_relative_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
