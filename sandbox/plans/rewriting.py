"""Records that somebody writes anew: on some days they show one thing, on others another, and no act says why.

Here: on which days. What is shown in its place is said where the record is printed (``sandbox.views``). Which of both
was true does not matter to whoever looks twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans.deadlines import report_due

if TYPE_CHECKING:
    from datetime import date

    from sandbox.plans.facts import WorkPlan

_DAYS = 35
_APART = 17
_OTHER_NUMBERS = ("firm_other", "contract_anew")
AMOUNTS = {"amount_grown": 1030, "amount_rounded": 1009, "amount_taxed": 1180, "contract_anew": 1030}
"""What INFOBRAS shows of a contract in thousandths of its cost, by the slip that its record bears."""
_ROUNDED = 1010
ABOUT_THE_TERM = {"before_term": -3, "after_term": 4, "early": -10}
"""How many days after the term of the monthly record a body writes its records anew, month after month."""


def is_rewritten(work: WorkPlan, day: date) -> bool:
    """Whether ``day`` is one of those on which the record shows the other thing.

    It turns every 35 days, or once a month where a whole body does so about the term.
    """
    about = ABOUT_THE_TERM.get(work.trait("rewriting"))
    if about is not None:
        return _turns(day, work.region, about) % 2 == 1
    return (day.toordinal() + work.number * _APART) // _DAYS % 2 == 1


def _turns(day: date, region: str | None, about: int) -> int:
    """The month in which the record was last written anew, counted from year 0."""
    before = days_after(day.replace(day=1), -1)
    turned = day >= days_after(report_due(before.year, before.month, region), about)
    return day.year * 12 + day.month - (0 if turned else 1)


def is_undone(work: WorkPlan, day: date) -> bool:
    """Whether the record of a work that began says on ``day`` that it did not."""
    return work.trait("undone") == "yes" and is_rewritten(work, day)


def has_another_code(work: WorkPlan, day: date) -> bool:
    """Whether the register shows on ``day`` another record in the place of the one that it shows on other days."""
    return work.trait("record") != "kept" and is_rewritten(work, day)


def names_another_firm(work: WorkPlan, day: date) -> bool:
    """Whether the number of the contractor on ``day`` is another firm's."""
    return work.trait("slip") in _OTHER_NUMBERS and is_rewritten(work, day)


def shows_another_amount(work: WorkPlan, day: date) -> bool:
    """Whether the amount of the contract on ``day`` differs from the one in SEACE by more than rounding."""
    return AMOUNTS.get(work.trait("slip"), 0) > _ROUNDED and is_rewritten(work, day)
