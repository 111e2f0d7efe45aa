"""What is said of a machine; nothing secret is in it."""

from __future__ import annotations

import asyncio
import json

import pytest

from harness.doctor import Check, examine, is_healthy


@pytest.fixture(scope="module")
def checks() -> tuple[Check, ...]:
    return asyncio.run(
        examine({"ANTHROPIC_API_KEY": "very-secret", "VLLM_BASE_URL": "http://127.0.0.1:9/v1"})
    )


def named(checks, area: str) -> dict[str, Check]:
    return {check.name: check for check in checks if check.area == area}


def test_keys_are_told_by_name_only(checks):
    keys = named(checks, "key")
    assert keys["anthropic"].state == "ok"
    assert "ANTHROPIC_API_KEY is set" in keys["anthropic"].found
    assert keys["openai"].state == "absent"
    assert "very-secret" not in json.dumps([check.to_dict() for check in checks])


def test_a_silent_server_is_absent_and_says_what_it_would_give(checks):
    assert named(checks, "server")["vllm"].to_dict() == {
        "area": "server",
        "name": "vllm",
        "state": "absent",
        "found": "nothing answers at 127.0.0.1:9",
        "gives": "the provider vllm",
        "mend": "start it, or say --base-url",
    }


def test_a_cube_compiles_and_the_sandbox_is_listed(checks):
    assert named(checks, "compiler")["compile"].state == "ok"
    assert "environment" in named(checks, "sandbox")
    assert is_healthy(checks)
    assert named(checks, "provider")["default"].found.startswith("anthropic:")


def test_packages_that_are_missing_say_how_to_get_them(checks):
    for check in named(checks, "package").values():
        assert check.state == "ok" or "pip install 'articraft[" in check.mend
    assert not is_healthy([Check("python", "python", "wrong", "3.9")])
