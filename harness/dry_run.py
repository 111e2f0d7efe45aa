"""The first request of a run as its provider would send it, without asking anybody.

A newcomer's mistake: to expect what a server would have told about itself. Nothing is asked, so a small context
or missing tool calling shows only in a true run.
"""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness.config import RunSettings
from harness.digests import plain
from harness.images import load_image, sendable
from harness.prompts import opening_messages, scaffold, system_prompt
from harness.providers import create_provider
from harness.providers.base import Request
from harness.providers.choice import choose_provider
from harness.providers.service import ServiceProvider
from harness.redaction import redactor
from harness.resources import resource_dir
from harness.tools import TOOLS
from harness.workspace import PROGRAM, Workspace


async def first_request(prompt: str, settings: RunSettings, *, environ: Mapping[str, str]) -> dict[str, Any]:
    """Provider, model, address and the exact arguments of the first call; keys are neither needed nor shown.

    Of a provider without a service the request is given in our own form.

    Raises:
        UsageError: picture, provider or a setting cannot be used.
    """
    choice = choose_provider(settings, environ, needs_key=False)
    image = None if settings.image is None else load_image(settings.image)
    images = {} if image is None else {image.sha256: sendable(image)}
    schemas = tuple(tool.schema for tool in TOOLS.values())
    with tempfile.TemporaryDirectory(prefix="articraft-dry-run-") as folder:
        path = Path(folder) / PROGRAM
        path.write_text(scaffold(), encoding="utf-8")
        workspace = Workspace(path, resource_dir("docs/sdk"))
        opening = opening_messages(prompt, workspace=workspace, tools=schemas, image=image)
    request = Request(system_prompt(schemas), opening, schemas)
    provider = create_provider(choice.name, choice.options(settings=settings, environ=environ, images=images))
    try:
        payload = provider.encode(request) if isinstance(provider, ServiceProvider) else plain(request)
    finally:
        await provider.close()
    hide = redactor({choice.api_key: "key"} if choice.api_key else {})
    return {
        "provider": choice.name,
        "model_id": choice.model_id,
        "base_url": choice.base_url and hide(choice.base_url),
        "request": _as_json(payload),
    }


def _as_json(value: Any) -> Any:
    """The same with bytes as base64, as they stand on the wire."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Mapping):
        return {name: _as_json(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(entry) for entry in value]
    return value
