"""The truth about the numbers of orders: MIS-22."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.calendar import business_days_after, days_after, last_day_of
from sandbox.plans.orders import habit
from sandbox.verdicts.verdict import PASSED, Verdict, failed, in_order, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sandbox.model import Body

Month = tuple[int, int]
_GRACE, _FILES = 62, 4
_REGISTRATION_DAYS = 10
_LATENCY = 62


def months_asked(day: date) -> list[Month]:
    """The months whose files whoever asks for the first time on ``day`` has, the oldest first."""
    latest = days_after(day, -_GRACE)
    newest = latest.year * 12 + latest.month - 1
    return [(number // 12, number % 12 + 1) for number in range(newest - _FILES + 1, newest + 1)]


@in_order
def mis_22(body: Body, month: Month, day: date) -> Iterator[Verdict]:
    """Gaps in numbers of orders."""
    year, number = month
    name, _ = habit(body) or ("whole", 0)
    alone = number > 1 and month == months_asked(day)[0]
    if name == "few" and not alone:
        yield not_applicable("few_orders")
    if alone:
        yield not_evaluable("month_before_not_seen")
    if name == "unnumbered":
        yield not_evaluable("numbers_unreadable")
    if name == "twice":
        yield not_evaluable("numbers_repeat")
    due = business_days_after(last_day_of(year, number), _REGISTRATION_DAYS, body.district.ubigeo[:2])
    late = days_after(due, _LATENCY) < day
    yield failed(due) if name in ("gappy", "run_lost") and late else PASSED
