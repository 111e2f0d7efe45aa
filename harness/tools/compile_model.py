"""The tool that compiles and checks the program."""

from __future__ import annotations

from harness.tools.base import Answer, Tool, ToolContext


async def compile_model(context: ToolContext) -> Answer:
    """Build the object of model.py, run its tests and every check, and report findings.

    Compile after each coherent change; only a revision that compiles clean can be the result.
    """
    report = await context.compile()
    status = "success" if report.error is None else "error"
    compilation = {"status": status, "error": report.error}
    return Answer(report.text, compilation=compilation, images=report.images)


TOOL = Tool(compile_model)
