"""The truth about investments: OUT-02, MIS-19, INC-01, INC-02 and INC-11."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans import built
from sandbox.plans import investments as plans
from sandbox.plans.deadlines import MEF_LATENCY
from sandbox.plans.links import contractor_shown, file_shown
from sandbox.plans.progress import percent_printed, physical_shown
from sandbox.plans.reporting import is_obscured, last_reported
from sandbox.verdicts.verdict import PASSED, Verdict, failed, in_order, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sandbox.plans.facts import InvestmentPlan, WorkPlan

_SOFT_DAYS, _HARD_DAYS = 45, 75
_ONE_SOL, _CENT = Decimal(1), Decimal("0.01")
_POINTS, _ADVANCES = 20, 30
_ONE_WORK, _SEVERAL_WORKS = 15, 20
_MONITORED_ELSEWHERE = ("A", "B", "no_f8")


def _outside(plan: InvestmentPlan, day: date) -> Iterator[Verdict]:
    if plans.standing(plan, day) not in ("active", "both"):
        yield not_applicable("not_active")
    if plan.trait("kind").startswith("emergency"):
        yield not_applicable("emergency")


def _last_sign(plan: InvestmentPlan, day: date) -> date | None:
    """The newest day on which the F12-B shows life, None when none is published."""
    if plan.trait("f12b") == "never" or plan.trait("updates") == "undated":
        return None
    signs = (plans.last_update(plan, day), plans.last_estimate(plan, day))
    return max((sign for sign in signs if sign is not None), default=None)


@in_order
def out_02(plan: InvestmentPlan, day: date) -> Iterator[Verdict]:
    """F12-B late."""
    yield from _outside(plan, day)
    if plan.trait("pim") == "zero":
        yield not_applicable("no_budget")
    if plan.trait("stage") in _MONITORED_ELSEWHERE:
        yield not_applicable("not_stage_c")
    if plan.trait("f12b") in ("never", "contradiction"):
        yield not_applicable("f12b_never_registered")
    last = _last_sign(plan, day)
    if "pim_year" in plan.broken or ("f12b_updated_at" in plan.broken and last is not None):
        yield not_evaluable("unparsable")
    if plan.trait("pim") == "blank":
        yield not_evaluable("pim_unknown")
    if plan.trait("stage") == "blank":
        yield not_evaluable("stage_unknown")
    if last is None:
        yield not_evaluable("no_update_date")
        return
    for hardness, term in (("hard", _HARD_DAYS), ("soft", _SOFT_DAYS)):
        due = days_after(last, term)
        if days_after(due, MEF_LATENCY) < day:
            yield failed(due, hardness)
    yield PASSED


@in_order
def mis_19(plan: InvestmentPlan, day: date) -> Iterator[Verdict]:
    """F12-B never registered although money is spent."""
    yield from _outside(plan, day)
    if day.month == 1:
        yield not_applicable("before_february")
    year = _year_money(plan, day)
    pim = plan.trait("pim")
    if pim == "zero" and "accrued_year" not in plan.broken and year is not None and year <= 0:
        yield not_applicable("no_spending")
    if {"pim_year", "accrued_year"} & plan.broken.keys():
        yield not_evaluable("unparsable")
    flag = plan.trait("f12b")
    if flag == "regular":
        yield PASSED
    if flag == "blank":
        yield not_evaluable("flag_unknown")
    if flag == "contradiction" and plans.last_update(plan, day) is not None:
        yield not_evaluable("contradiction")
    spends = pim == "regular" or (year is not None and year > 0)
    yield failed(None) if spends else not_evaluable("spending_unknown")


def _year_money(plan: InvestmentPlan, day: date) -> Decimal | None:
    if plan.trait("money") in plans.BLANK_YEAR:
        return None
    return plans.accrued(plan, day)[1]


def _prior_money(plan: InvestmentPlan, day: date) -> Decimal | None:
    if plan.trait("money") in plans.BLANK_PRIOR:
        return None
    return plans.accrued(plan, day)[0]


@in_order
def inc_11(plan: InvestmentPlan, day: date) -> Iterator[Verdict]:
    """Accrued above the updated cost."""
    yield from _outside(plan, day)
    if {"updated_cost", "accrued_prior", "accrued_year"} & plan.broken.keys():
        yield not_evaluable("unparsable")
    if plan.trait("money") in ("cost_zero", "cost_blank"):
        yield not_evaluable("no_cost")
    parts = (_prior_money(plan, day), _year_money(plan, day))
    if parts == (None, None):
        yield not_evaluable("accrued_unknown")
    allowed = sum((extra for extra in plans.extras(plan) if extra is not None), plan.cost) + _ONE_SOL
    over = sum((part for part in parts if part is not None), Decimal(0)) > allowed
    if None in parts and not over:
        yield not_evaluable("accrued_incomplete")
    monitored = plans.monitored_money(plan, day)
    if monitored is not None and (monitored > allowed) != over:
        yield not_evaluable("contradiction")
    yield failed(None) if over else PASSED


@in_order
def inc_02(plan: InvestmentPlan, day: date) -> Iterator[Verdict]:
    """Money far ahead of what is built."""
    yield from _outside(plan, day)
    if plan.trait("stage") in _MONITORED_ELSEWHERE:
        yield not_applicable("not_stage_c")
    yield from _unknown_progress(plan, day)
    parts = (_prior_money(plan, day), _year_money(plan, day))
    cost = sum((extra for extra in plans.extras(plan) if extra is not None), plan.cost)
    physical = built.progress_reported(plan, day) or Decimal(0)
    known = sum((part for part in parts if part is not None), Decimal(0)) * 100
    far = (physical + _POINTS + _ADVANCES) * cost
    if None in parts and known <= far:
        yield not_evaluable("accrued_incomplete")
    monitored = plans.monitored_money(plan, day)
    if monitored is not None and (monitored * 100 > far) != (known > far):
        yield not_evaluable("contradiction")
    if known > far:
        yield failed(None)
    yield not_evaluable("advances_unknown") if known > (physical + _POINTS) * cost else PASSED


def _unknown_progress(plan: InvestmentPlan, day: date) -> Iterator[Verdict]:
    last = _last_sign(plan, day)
    cells = {"updated_cost", "accrued_prior", "accrued_year"}
    unreadable = {"f12b_updated_at"} if last is not None else set()
    if built.progress_reported(plan, day) is not None:
        unreadable |= {"physical_pct"}
    if (cells | unreadable) & plan.broken.keys():
        yield not_evaluable("unparsable")
    if plan.trait("money") in ("cost_zero", "cost_blank"):
        yield not_evaluable("no_cost")
    if plan.trait("stage") == "blank":
        yield not_evaluable("stage_unknown")
    if _prior_money(plan, day) is None and _year_money(plan, day) is None:
        yield not_evaluable("accrued_unknown")
    if built.progress_reported(plan, day) is None:
        yield not_evaluable("no_progress")
    if last is None:
        yield not_evaluable("no_update_date")
    elif days_after(last, _HARD_DAYS + MEF_LATENCY) < day:
        yield not_evaluable("progress_old")


@in_order
def inc_01(plan: InvestmentPlan, day: date) -> Iterator[Verdict]:
    """INFOBRAS and F12-B tell different progress."""
    yield from _outside(plan, day)
    if not plan.works:
        yield not_applicable("no_works")
    if any(work.trait("secrecy") == "reserved" for work in plan.works):
        yield not_applicable("reserved")
    last, told = _last_sign(plan, day), built.progress_reported(plan, day)
    unreadable = {"f12b_updated_at"} if last is not None else set()
    unreadable |= {"physical_pct"} if told is not None else set()
    if unreadable & plan.broken.keys() or any(_progress_unreadable(work, day) for work in plan.works):
        yield not_evaluable("unparsable")
    if told is None:
        yield not_evaluable("no_progress")
        return
    yield from _incomparable(plan, day, last)
    apart = abs(told - _published_pct(plan, day))
    yield failed(None) if apart > (_ONE_WORK if len(plan.works) == 1 else _SEVERAL_WORKS) else PASSED


def _published_pct(plan: InvestmentPlan, day: date) -> Decimal:
    """How far its works are built as their records say: one that says it did not begin has built nothing."""
    begun = [work for work in plan.works if work.state(day) != "not_started"]
    done = sum(((percent_printed(work, day) or Decimal(0)) * work.cost for work in begun), Decimal(0))
    return (done / sum(work.cost for work in plan.works)).quantize(_CENT)


def _incomparable(plan: InvestmentPlan, day: date, last: date | None) -> Iterator[Verdict]:
    works = plan.works
    if any(work.parent_code for work in works):
        yield not_evaluable("balance_of_work")
    begun = [work for work in works if work.state(day) != "not_started"]
    months = {work.code: last_reported(work, day) for work in begun if not _month_unknown(work, day)}
    costs = all(contractor_shown(work, day) or file_shown(work, day) for work in works)
    if None in months.values() or len(months) < len(begun) or not (costs or len(works) == 1):
        yield not_evaluable("work_progress_unknown")
    if last is None:
        yield not_evaluable("no_update_date")
        return
    counted = {code: month[0] * 12 + month[1] for code, month in months.items() if month is not None}
    moving = [counted[work.code] for work in begun if work.state(day) != "finished"]
    told = last.year * 12 + last.month
    if counted and (told < max(counted.values()) - 1 or (moving and told > min(moving) + 1)):
        yield not_evaluable("periods_differ")


def _progress_unreadable(work: WorkPlan, day: date) -> bool:
    if work.state(day) == "not_started" or physical_shown(work, day) is None:
        return False
    return "physical_pct" in work.broken or ("progress_month" in work.broken and is_obscured(work, day))


def _month_unknown(work: WorkPlan, day: date) -> bool:
    return work.trait("reporting") in ("half", "bad_month") and is_obscured(work, day)
