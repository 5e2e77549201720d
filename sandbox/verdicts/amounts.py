"""The truth about the amounts of a contract: INC-09 and INC-10."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.plans.links import contractor_shown
from sandbox.plans.reporting import last_reported
from sandbox.plans.slips import slip_of
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDED = ("additions_above_half", "additions_half", "additions_deducted", "additions_small", "additions_uncounted")
"""Slips by which a record shows additional works."""


@in_order
def inc_09(case: WorkCase) -> Iterator[Verdict]:
    """Additional works above half of the contract."""
    slip = slip_of(case.work, case.day)
    yield from case.outside_procurement()
    if slip not in ADDED:
        yield not_applicable("no_additions")
    unknown = {
        "additions_half": "authority_not_published",
        "additions_deducted": "additions_range",
        "additions_uncounted": "contradiction",
    }
    if slip in unknown:
        yield not_evaluable(unknown[slip])
    yield failed(None) if slip == "additions_above_half" else PASSED


@in_order
def inc_10(case: WorkCase) -> Iterator[Verdict]:
    """Valued above the contract in force."""
    slip = slip_of(case.work, case.day)
    yield from case.outside_procurement()
    if case.state == "not_started":
        yield not_applicable("not_started")
    if last_reported(case.work, case.day) is None:
        yield not_evaluable("no_valuation")
    if not contractor_shown(case.work, case.day):
        yield not_evaluable("no_contract_amount")
    unknown = {"additions_uncounted": "contradiction", "valued_adjusted": "adjustments_unknown"}
    if slip in unknown:
        yield not_evaluable(unknown[slip])
    yield failed(None) if slip == "valued_above" else PASSED
