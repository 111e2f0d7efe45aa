"""What all tests share: golden files, and property tests that run the same examples every time.

Golden files are compared on every run, rewritten only by ``--update-golden`` and then reviewed like code. Set
ARTICRAFT_FUZZ=1 to let property tests draw new examples.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from sdk.assets import session

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("fuzz", deadline=None)
settings.load_profile("fuzz" if os.environ.get("ARTICRAFT_FUZZ") else "same")

os.environ["ARTICRAFT_CACHE_DIR"] = ""  # tests compile; those of the cache itself name a folder

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")


@pytest.fixture(autouse=True)
def no_session_of_another_test() -> Iterator[None]:
    """Takes away the temporary session that a test before this one may have been given for its meshes."""
    token = session._current.set(None)
    yield
    session._current.reset(token)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the golden file of that name."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"{name} differs; --update-golden rewrites it"

    return check


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not (os.environ.get("ARTICRAFT_THOROUGH") or config.getoption("--update-golden")):
        skip = pytest.mark.skip(reason="left to `make test-thorough`")
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(skip)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Twice as many as there are processors: tests of time limits, and of processes, wait rather than work."""
    return 2 * (os.cpu_count() or 1)
