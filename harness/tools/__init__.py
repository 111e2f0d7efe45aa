"""The tools a model may call: one per file, one table.

A newcomer's mistake: to look for a list of schemas. A tool's schema is read from its function.
"""

from __future__ import annotations

from harness.tools import (
    apply_patch,
    compile_model,
    find_examples,
    probe_model,
    read_file,
    replace,
    write_file,
)
from harness.tools.base import Answer, NoMatchError, Tool, ToolContext

__all__ = ["TOOLS", "Answer", "NoMatchError", "Tool", "ToolContext"]

TOOLS: dict[str, Tool] = {
    tool.name: tool
    for tool in (
        read_file.TOOL,
        write_file.TOOL,
        replace.TOOL,
        apply_patch.TOOL,
        find_examples.TOOL,
        compile_model.TOOL,
        probe_model.TOOL,
    )
}
"""In the order a model sees them."""
