"""How far an investment is built, as its executing unit reports it to the MEF. Nothing is judged here."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.plans.investments import accrued
from sandbox.plans.progress import physical_shown

if TYPE_CHECKING:
    from datetime import date

    from sandbox.plans.facts import InvestmentPlan

_CENT = Decimal("0.01")
_WHOLE = Decimal(100)
_BEHIND = {"behind_51": 51, "behind_50": 50, "behind_20": 20}
_APART = {"apart_15": 15, "apart_16": 16, "apart_20": 20, "apart_21": 21}
_TELL_OF_TEN = 4  # of ten investments with works so many tell how far they are built, unless it is their peculiarity


def money_pct(plan: InvestmentPlan, day: date) -> Decimal:
    """The part of the cost that was accrued, in per cent."""
    return min(_WHOLE, (sum(accrued(plan, day), Decimal(0)) * 100 / plan.cost).quantize(_CENT))


def built_pct(plan: InvestmentPlan, day: date) -> Decimal:
    """How far its works are built, weighted by cost; who has reported nothing has built nothing."""
    done = sum(((physical_shown(work, day) or Decimal(0)) * work.cost for work in plan.works), Decimal(0))
    return (done / sum(work.cost for work in plan.works)).quantize(_CENT)


def progress_reported(plan: InvestmentPlan, day: date) -> Decimal | None:
    """The physical progress that the MEF files show, None where none is reported."""
    kind = plan.trait("physical")
    if kind in _BEHIND:
        return max(money_pct(plan, day) - _BEHIND[kind], Decimal(0))
    if kind in _APART and plan.works:
        real, by = built_pct(plan, day), _APART[kind]
        return real + by if real + by <= _WHOLE else real - by
    if plan.works:
        return built_pct(plan, day) if plan.update_day % 10 < _TELL_OF_TEN else None
    return money_pct(plan, day) if plan.update_day % 5 else None
