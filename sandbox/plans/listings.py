"""Which documents a purchase lists beside its award and its contract. Decides nothing about outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.plans.clock import percentile

if TYPE_CHECKING:
    from sandbox.plans.facts import ProcessPlan

_CALL_SALT, _CONTRACT_SALT = 61, 62
# Up to which percentile a call for works lists what; the rest lists everything. 'direct' has no competition to report.
_CALLS = ((10, "no_evaluation"), (18, "untyped"), (22, "direct"), (25, "none"))
_CONTRACTS = ((10, "none"), (16, "untyped"), (21, "annex"))


def of_call(plan: ProcessPlan) -> str:
    """What the call lists: complete, no_evaluation, untyped, none, or direct where nobody competed."""
    if plan.category != "works":
        return "complete"
    if plan.direct is not None:
        return "direct" if plan.direct else "complete"
    drawn = percentile(plan.number, _CALL_SALT)
    return next((papers for share, papers in _CALLS if drawn < share), "complete")


def listed(plan: ProcessPlan) -> str:
    """The documents of the call: what nobody competed for has no evaluation to report."""
    papers = of_call(plan)
    return "no_evaluation" if papers == "direct" else papers


def of_contract(plan: ProcessPlan) -> str:
    """What the contract lists: signed, none, untyped or annex."""
    drawn = percentile(plan.number, _CONTRACT_SALT)
    return next((papers for share, papers in _CONTRACTS if drawn < share), "signed")
