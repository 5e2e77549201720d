"""Records that somebody writes anew: on some days they show one thing, on others another, and no act says why.

Here: on which days. What is shown in its place is said where the record is printed (``sandbox.views``). Which of both
was true does not matter to whoever looks twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from sandbox.plans.facts import WorkPlan

_DAYS = 20
_APART = 17
_OTHER_NUMBERS = ("firm_other", "contract_anew")
AMOUNTS = {"amount_grown": 1030, "amount_rounded": 1009, "amount_taxed": 1180, "contract_anew": 1030}
"""What INFOBRAS shows of a contract in thousandths of its cost, by the slip that its record bears."""
_ROUNDED = 1010


def is_rewritten(work: WorkPlan, day: date) -> bool:
    """Whether ``day`` is one of those on which the record shows the other thing; it turns every 20 days."""
    return (day.toordinal() + work.number * _APART) // _DAYS % 2 == 1


def is_undone(work: WorkPlan, day: date) -> bool:
    """Whether the record of a work that began says on ``day`` that it did not."""
    return work.trait("undone") == "yes" and is_rewritten(work, day)


def names_another_firm(work: WorkPlan, day: date) -> bool:
    """Whether the number of the contractor on ``day`` is another firm's."""
    return work.trait("slip") in _OTHER_NUMBERS and is_rewritten(work, day)


def shows_another_amount(work: WorkPlan, day: date) -> bool:
    """Whether the amount of the contract on ``day`` differs from the one in SEACE by more than rounding."""
    return AMOUNTS.get(work.trait("slip"), 0) > _ROUNDED and is_rewritten(work, day)
