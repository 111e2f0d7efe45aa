from __future__ import annotations

import pytest

from harness.errors import UsageError
from harness.messages import Usage
from harness.pricing import cost_of, require_enforceable_cap


def test_what_the_service_reports_counts_first():
    assert cost_of(Usage(cost_usd=0.5), is_free=True) == 0.5
    assert cost_of(Usage(), is_free=True) == 0.0
    assert cost_of(Usage(), is_free=False) is None


@pytest.mark.parametrize(
    ("cap", "is_free", "force"), [(None, False, False), (1.0, True, False), (1.0, False, True)]
)
def test_caps_that_are_allowed(cap, is_free, force):
    require_enforceable_cap(cap, provider="chat", model_id="m", is_free=is_free, force=force)


def test_a_cap_nobody_can_keep_is_refused():
    with pytest.raises(UsageError, match=r"chat:m.*price is unknown"):
        require_enforceable_cap(1.0, provider="chat", model_id="m", is_free=False, force=False)
