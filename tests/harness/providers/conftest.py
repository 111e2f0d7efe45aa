"""One TLS context for all clients of these tests: making one takes longer than most of the tests."""

from __future__ import annotations

import ssl
from functools import cache

import pytest


@pytest.fixture(autouse=True, scope="session")
def one_tls_context():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield
