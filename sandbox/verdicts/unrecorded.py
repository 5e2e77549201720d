"""The truth about investments of which INFOBRAS shows no work: MIS-01."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans.investments import is_small, spending_months, standing
from sandbox.plans.links import contractor_shown
from sandbox.verdicts.verdict import PASSED, Verdict, failed, in_order, not_applicable, not_evaluable
from sandbox.views.processes import contract_seen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sandbox.plans.facts import InvestmentPlan, ProcessPlan

_LATELY = 90


@in_order
def mis_01(plan: InvestmentPlan, day: date) -> Iterator[Verdict]:
    """A works contract under its code, and no work."""
    if standing(plan, day) not in ("active", "both"):
        yield not_applicable("not_active")
    if plan.trait("kind").startswith("emergency"):
        yield not_applicable("emergency")
    if "accrued_year" in plan.broken:
        yield not_evaluable("unparsable")
    if plan.works or plan.older:
        yield PASSED
    contracts = [bought for bought in plan.bought if contract_seen(bought, day) and not bought.upkeep]
    if not contracts:
        _, last = spending_months(plan, day)
        lately = last is not None and last >= f"{days_after(day, -_LATELY):%Y%m}"
        yield not_evaluable("spending_kind_unknown") if lately else not_applicable("no_works_contract")
    yield _by_contract(contracts, day, small=is_small(plan))


@in_order
def _by_contract(contracts: list[ProcessPlan], day: date, *, small: bool) -> Iterator[Verdict]:
    known = [bought for bought in contracts if bought.recorded_as and contractor_shown(bought.recorded_as, day)]
    if any(bought.recorded_as and bought.supplier == bought.recorded_as.contractor for bought in known):
        yield PASSED
    if known:
        yield not_evaluable("may_be_recorded_elsewhere")
    if small:
        yield not_evaluable("may_build_nothing")
    signed = min(bought.signed for bought in contracts if bought.signed is not None)
    yield not_applicable("young_contract") if days_after(signed, _LATELY) >= day else failed(None)
