"""What INFOBRAS tells of the updated cost of an investment where it is not what the bank of investments says.

Dealt beside what the scenario of a work says. Nothing is judged here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans.clock import percentile

if TYPE_CHECKING:
    from datetime import date

    from sandbox.plans.facts import InvestmentPlan, WorkPlan

_SALT = 97
# Up to which per cent of the works INFOBRAS tells what share of the cost, in thousandths, and with which day beside it.
_DEALT: tuple[tuple[int, int, str], ...] = (
    (8, 900, "renewed"), (12, 900, "none"), (15, 950, "first"), (17, 1050, "first"), (20, 1060, "first"),
    (22, 0, "first"),
)  # fmt: skip
_WHOLE, _RENEWED_EVERY = 1000, 150


@dataclass(frozen=True, slots=True)
class ToldCost:
    """The cost as INFOBRAS shows it, in thousandths of the bank's and in soles, and the day beside it."""

    thousandths: int
    amount: Decimal
    told_on: date | None


def told_cost(work: WorkPlan, plan: InvestmentPlan, day: date) -> ToldCost | None:
    """What INFOBRAS tells on ``day``; None where it repeats what the bank says."""
    drawn = percentile(work.number, _SALT)
    dealt = next(((share, kind) for share_of, share, kind in _DEALT if drawn < share_of), None)
    if dealt is None:
        return None
    share, kind = dealt
    # Whole soles; rounded towards the cost that the bank says.
    rounding = ROUND_UP if share < _WHOLE else ROUND_DOWN
    amount = (plan.cost * share / _WHOLE).quantize(Decimal(1), rounding)
    return ToldCost(share, amount, _told_on(plan, day, kind))


def _told_on(plan: InvestmentPlan, day: date, kind: str) -> date | None:
    """The day beside the figure: none, the first, or that of the last of its renewals, which change nothing."""
    if kind == "none":
        return None
    first = days_after(plan.registered, 40)
    if kind == "first":
        return first
    return days_after(first, (day - first).days // _RENEWED_EVERY * _RENEWED_EVERY)
