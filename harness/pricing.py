"""What a reply cost: what the service reports, nothing for local sources, otherwise unknown.

A newcomer's mistake: to write 0 for an unknown price. Unknown is None, or every cap would be silently inert.
"""

from __future__ import annotations

from harness.errors import UsageError
from harness.messages import Usage


def cost_of(usage: Usage, *, is_free: bool) -> float | None:
    """USD of one call; None when the service reports nothing and its price is not known."""
    if usage.cost_usd is not None:
        return usage.cost_usd
    return 0.0 if is_free else None


def require_enforceable_cap(
    max_cost_usd: float | None, *, provider: str, model_id: str, is_free: bool, force: bool
) -> None:
    """Nothing, when a cap in USD can be kept or nobody asked for one.

    Raises:
        UsageError: a cap is set, the price is unknown and the caller does not insist.
    """
    if max_cost_usd is None or is_free or force:
        return
    raise UsageError(
        f"max_cost_usd: got {max_cost_usd:g} for {provider}:{model_id}, whose price is unknown, so the cap "
        "would hold only if the service reports costs; want a limit on turns or tokens instead, or force"
    )
