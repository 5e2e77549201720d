"""What the page of a planned work shows on one day beside its record: every month, the contract's day, the extension.

Consistent with the record by design: the newest month here is the one of the record, an inspector of before the
supervisor is named only once the supervisor is. Only the supervisor of a work whose supervision is late begins more
than three days after the start.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sandbox.calendar import last_day_of
from sandbox.model import MonthShown, WorkHistory
from sandbox.plans.links import contractor_shown
from sandbox.plans.papers import photos_in, valuations_in
from sandbox.plans.people import residency, resident_since, succeeded_on
from sandbox.plans.pictures import scenes_in
from sandbox.plans.progress import physical_by_month
from sandbox.plans.reporting import is_obscured, last_reported
from sandbox.plans.stoppage import stopped_in
from sandbox.plans.valuing import programmed_in, schedules_listed
from sandbox.views.slips import misprints

if TYPE_CHECKING:
    from datetime import date

    from sandbox.model import Work
    from sandbox.plans.facts import Month, WorkPlan

_CENT = Decimal("0.01")
_LEAD = Decimal(4)
_PROMPT_DAYS = 3
_CONSORTIA = 1_500_000


def publish(plan: WorkPlan, day: date) -> WorkHistory:
    """The history of a work as its page shows it on ``day``."""
    dates = plan.dates
    supervised = dates.supervised
    late = plan.trait("supervision") == "late" or supervised is None or supervised > day
    firm = plan.contractor
    named = contractor_shown(plan, day) and firm is not None
    return WorkHistory(
        months=_months(plan, day),
        signed_on=dates.signed if named else None,
        contract_of=plan.contract_of,
        contractor_code=f"{_CONSORTIA + plan.number}" if named and firm and "CONSORCIO" in firm.name else None,
        extended_on=_told(plan, dates.extended, day),
        added_on=_told(plan, dates.signed, day),
        schedules=schedules_listed(plan),
        acts_published=plan.trait("act") == "regular",
        first_supervised_on=None
        if late or supervised is None or (supervised - dates.started).days <= _PROMPT_DAYS
        else min(dates.handover, dates.started),
        succeeded_on=None if plan.state(day) == "not_started" else succeeded_on(plan, day),
        **_resident(plan, day),
    )


def _told(plan: WorkPlan, approved: date | None, day: date) -> date | None:
    """The day of an approval as the page shows it."""
    return None if approved is None or approved > day or plan.trait("act") == "undated" else approved


def _resident(plan: WorkPlan, day: date) -> dict[str, Any]:
    kind = residency(plan)
    if kind not in ("page_only", "unnamed") or plan.state(day) == "not_started":
        return {}
    return {"resident_from": resident_since(plan), "resident_named": kind == "page_only"}


def of_record(work: Work) -> WorkHistory:
    """The history of a work that nobody planned (a hand-made one): the newest month of its record and no other."""
    if work.progress_year is None:
        return WorkHistory()
    newest = MonthShown(
        work.progress_year,
        work.progress_month,
        work.physical_programmed_pct,
        work.physical_pct,
        work.valued_programmed,
        work.valued,
        work.stopped_on,
        work.stopped_days,
    )
    return WorkHistory(months=(newest,))


def _months(plan: WorkPlan, day: date) -> tuple[MonthShown, ...]:
    shown = physical_by_month(plan, day)
    newest = max(shown, default=None)
    return tuple(_month(plan, month, day, percent, newest=month == newest) for month, percent in shown.items())


def month_printed(plan: WorkPlan, month: Month, day: date) -> int | None:
    """The number of a month as the page prints it: of the newest one it may be left open, or a thirteenth."""
    if is_obscured(plan, day) and month == last_reported(plan, day):
        return {"half": None, "bad_month": 13}.get(plan.trait("reporting"), month[1])
    return month[1]


def _month(plan: WorkPlan, month: Month, day: date, percent: Decimal, *, newest: bool) -> MonthShown:
    planned, valued = min(Decimal(100), percent + _LEAD), (plan.cost * percent / 100).quantize(_CENT)
    since = stopped_in(plan, month)
    # A slip of the record stands on its page, too.
    slips = misprints(plan, day) if newest else {}
    return MonthShown(
        year=month[0],
        month=month_printed(plan, month, day),
        programmed_pct=planned,
        physical_pct=slips.get("physical_pct", percent),
        programmed=programmed_in(plan, month, valued),
        valued=slips.get("valued", valued),
        stopped_on=since,
        stopped_days=None if since is None else max((min(last_day_of(*month), day) - since).days, 1),
        photos=photos_in(plan, month, day),
        valuations=valuations_in(plan, month, day),
        scenes=scenes_in(plan, month, day),
    )
