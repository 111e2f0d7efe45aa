from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from harness.compiler import compile_job
from harness.compiler.seal import Seal, TamperingError, library_seal
from sdk.qc.profiles import PROFILES
from sdk.scene.forms import Form
from sdk.testing.context import TestContext


@pytest.fixture
def seal() -> Seal:
    return Seal()


@pytest.fixture
def patched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Any, str, Any], None]]:
    with monkeypatch.context() as patch:
        yield patch.setattr


def test_an_untouched_library_is_whole(seal: Seal) -> None:
    assert seal.broken() is None
    seal.require_whole()
    assert library_seal() is library_seal()


@pytest.mark.parametrize(
    ("owner", "name", "value", "told"),
    [
        (compile_job, "judge", lambda: None, "harness.compiler.compile_job.judge"),
        (TestContext, "report", lambda self: None, "TestContext.report"),
        (Form, "bounds", None, "Form.bounds"),
        (
            sys.modules["sdk.testing.judge"].judge,
            "__code__",
            (lambda: None).__code__,
            "sdk.testing.judge.judge",
        ),
    ],
)
def test_what_was_replaced_is_named(
    seal: Seal, patched: Callable[[Any, str, Any], None], owner: Any, name: str, value: Any, told: str
) -> None:
    patched(owner, name, value)
    if told == "Form.bounds":
        assert seal.broken() is None  # a cached property is no function; a separate judge has its own
        return
    assert str(seal.broken()).endswith(told)
    with pytest.raises(TamperingError, match=r"the program replaced .*; want the object mended"):
        seal.require_whole()


def test_what_was_taken_away_is_named(seal: Seal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(TestContext, "report")
    assert str(seal.broken()).endswith("TestContext.report")


def test_a_changed_table_is_named(seal: Seal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROFILES, "strict", PROFILES["reference"])
    assert seal.broken() == "sdk.qc.profiles.PROFILES"


def test_what_is_added_breaks_nothing(seal: Seal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TestContext, "of_the_author", lambda self: None, raising=False)
    monkeypatch.setitem(sys.modules, "sdk.late", ModuleType("sdk.late"))
    assert seal.broken() is None
