from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

import pytest

from harness.messages import ImagePart
from harness.tools import TOOLS
from tests.harness.fakes import tool_context


@dataclass
class Report:
    text: str
    error: str | None
    images: tuple[ImagePart, ...] = ()


@pytest.mark.parametrize(("error", "status"), [(None, "success"), ("lid is broken", "error")])
def test_the_report_is_the_result_and_the_status_goes_beside_it(tmp_path, error, status):
    async def compiled():
        return Report("report", error)

    context = replace(tool_context(tmp_path), compile=compiled)
    answer = asyncio.run(TOOLS["compile_model"].call("", context))
    assert answer == {"result": "report", "compilation": {"status": status, "error": error}}
