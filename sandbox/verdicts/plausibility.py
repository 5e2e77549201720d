"""The truth about records that cannot be true: the rules that ask the owner of the data (IMP, OUT-09)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.calendar import last_day_of
from sandbox.plans.investments import BLANK_PRIOR, BLANK_YEAR, accrued, spending_months, standing
from sandbox.plans.links import contractor_shown, file_shown, started_shown
from sandbox.plans.progress import physical_shown
from sandbox.plans.reporting import is_obscured, last_reported, month_of, recorded_on
from sandbox.plans.rewriting import AMOUNTS
from sandbox.plans.slips import slip_of
from sandbox.verdicts.verdict import PASSED, Verdict, WorkCase, failed, in_order, not_applicable, not_evaluable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sandbox.plans.facts import Month, WorkPlan

_DATES = (
    "started_on", "handover_on", "programmed_end_on", "stopped_on", "finished_on", "received_on", "liquidated_on",
)  # fmt: skip
_IMPOSSIBLE_DATES = ("file_of_1900", "record_ahead", "end_decades_late", "settled_ahead", "end_before_start")
_TWO_YEARS = 2
_LARGE = Decimal(500_000)
_FILES = {"file_of_one_sol": Decimal(0), "file_thousandfold": Decimal(1000), "file_fourfold": Decimal(4),
          "file_threefold": Decimal(3), "file_third": Decimal(1) / 3}  # fmt: skip


@in_order
def imp_03(case: WorkCase) -> Iterator[Verdict]:
    """Impossible dates."""
    begun = case.state != "not_started"
    yield from case.outside_data()
    if begun and case.is_young:
        yield not_applicable("young_work")
    if case.unreadable(*_DATES):
        yield not_evaluable("unparsable")
    if not begun and not file_shown(case.work, case.day) and started_shown(case.work, case.day) is None:
        yield not_evaluable("no_dates")
    yield failed(None) if slip_of(case.work, case.day) in _IMPOSSIBLE_DATES else PASSED


@in_order
def imp_02(case: WorkCase) -> Iterator[Verdict]:
    """Amount out of scale."""
    filed, signed = file_shown(case.work, case.day), contractor_shown(case.work, case.day)
    yield from case.outside_data()
    if case.is_young:
        yield not_applicable("young_work")
    if not filed and not signed:
        yield not_evaluable("no_amounts")
    slip = slip_of(case.work, case.day)
    # Beside a contract of the real size; alone a large file is only large.
    apart = signed and slip in ("file_thousandfold", "file_fourfold")
    yield failed(None) if slip == "file_of_one_sol" or apart else PASSED


@in_order
def imp_05(case: WorkCase) -> Iterator[Verdict]:
    """Built in no time."""
    work, day = case.work, case.day
    yield from case.outside_data()
    if case.state != "finished":
        yield not_applicable("not_finished")
    if case.is_young:
        yield not_applicable("young_work")
    if slip_of(work, day) == "end_before_start":
        yield not_applicable("impossible_date")
    progress, cost = physical_shown(work, day), cost_shown(case)
    if progress is not None and progress < 100 and not case.unreadable("physical_pct"):
        yield not_applicable("ended_incomplete")
    if cost is not None and cost <= _LARGE:
        yield not_applicable("small_work")
    if case.unreadable("started_on", "finished_on", "term_days", "physical_pct"):
        yield not_evaluable("unparsable")
    blanks = {
        "no_start_date": work.trait("start") == "blank",
        "no_end_date": work.trait("closing") == "blank",
        "no_progress": progress is None,
        "no_amounts": cost is None,
    }
    yield from (not_evaluable(reason) for reason, blank in blanks.items() if blank)
    if work.trait("ending") in ("at_once", "hasty"):
        yield failed(None)
    yield PASSED if work.trait("term") == "known" else not_evaluable("term_unknown")


@in_order
def out_09(case: WorkCase) -> Iterator[Verdict]:
    """Neither record nor spending for two years."""
    yield from case.outside_data()
    yield from case.outside_state("executing")
    if slip_of(case.work, case.day) == "record_ahead":
        yield not_applicable("impossible_date")
    if case.unreadable("started_on", "handover_on", "progress_month"):
        yield not_evaluable("unparsable")
    sign = _last_sign(case.work, case.day)
    if sign is None:
        yield not_evaluable("no_record_date")
        return
    long_ago = (case.day.year - _TWO_YEARS, case.day.month)
    yield PASSED if month_of(sign) >= long_ago else _spent_since(case, long_ago)


def _last_sign(work: WorkPlan, day: date) -> date | None:
    """The newest day that the record shows of an executing work."""
    signs = [started_shown(work, day)]
    if work.trait("handover") != "none" and work.dates.handover <= day:
        signs.append(work.dates.handover)
    month = last_reported(work, day)
    if month is not None:
        signs.append(recorded_on(work, month, day))
    if month is not None and not (work.trait("reporting") in ("half", "bad_month") and is_obscured(work, day)):
        signs.append(last_day_of(*month))
    return max((sign for sign in signs if sign is not None), default=None)


def _spent_since(case: WorkCase, month: Month) -> Verdict:
    """What the investment of a silent work says of its spending since a month."""
    investment, day = case.project.investment, case.day
    if investment is None or not case.work.has_cui:
        return not_evaluable("no_cui")
    where, money = standing(investment, day), investment.trait("money")
    if where == "missing":
        return not_evaluable("investment_not_found")
    known = where in ("active", "both")
    if known and {"accrued_prior", "accrued_year"} & investment.broken.keys():
        return not_evaluable("unparsable")
    _, last = spending_months(investment, day) if where != "deactivated" else (None, None)
    _, year = accrued(investment, day)
    if (last is not None and last >= f"{month[0]}{month[1]:02}") or (known and money not in BLANK_YEAR and year > 0):
        return PASSED
    none_ever = known and sum(accrued(investment, day)) == 0 and money not in (*BLANK_YEAR, *BLANK_PRIOR)
    return failed(None) if last is not None or none_ever else not_evaluable("spending_unknown")


def cost_shown(case: WorkCase) -> Decimal | None:
    """What the record says that the work costs: its contract, else its technical file."""
    if contractor_shown(case.work, case.day):
        return case.work.cost * AMOUNTS.get(slip_of(case.work, case.day), 1000) / 1000
    if not file_shown(case.work, case.day):
        return None
    return case.work.cost * _FILES.get(slip_of(case.work, case.day), Decimal(1))
