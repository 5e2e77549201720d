"""How far an investment is built, as its executing unit reports it to the MEF. Nothing is judged here."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.plans.investments import accrued

if TYPE_CHECKING:
    from datetime import date

    from sandbox.plans.facts import InvestmentPlan

_CENT = Decimal("0.01")
_BEHIND = {"behind_51": 51, "behind_50": 50, "behind_20": 20}
_SILENT_EVERY = 5


def money_pct(plan: InvestmentPlan, day: date) -> Decimal:
    """The part of the cost that was accrued, in per cent."""
    return min(Decimal(100), (sum(accrued(plan, day), Decimal(0)) * 100 / plan.cost).quantize(_CENT))


def progress_reported(plan: InvestmentPlan, day: date) -> Decimal | None:
    """The physical progress that the MEF files show, None where none is reported."""
    behind = _BEHIND.get(plan.trait("physical"))
    if behind is not None:
        return max(money_pct(plan, day) - behind, Decimal(0))
    return None if plan.update_day % _SILENT_EVERY == 0 else money_pct(plan, day)
