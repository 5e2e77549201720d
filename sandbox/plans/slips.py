"""Slips of the pen: what a record prints wrongly although the work itself went as planned.

Here: which slips there are and from when a record bears them. What is printed in their place is ``sandbox.views``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.plans.links import contractor_shown, file_shown
from sandbox.plans.reporting import last_reported
from sandbox.plans.rewriting import is_rewritten

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sandbox.plans.facts import WorkPlan


_MOST_MOVED = 20


def slip_of(work: WorkPlan, day: date) -> str:
    """The slip that the record of ``day`` bears, 'none' where there is none, or not yet."""
    slip = work.trait("slip")
    if slip == "none" or (work.trait("rewriting") != "never" and not is_rewritten(work, day)):
        return "none"
    return slip if _BORNE[slip](work, day) else "none"


def added_small(work: WorkPlan) -> int:
    """Small additional works in thousandths of the contract: fifteen per cent, or half a point below."""
    return 145 if work.number % 2 else 150


def _filed(work: WorkPlan, day: date) -> bool:
    return file_shown(work, day)


def _signed(work: WorkPlan, day: date) -> bool:
    return contractor_shown(work, day)


def _valued(work: WorkPlan, day: date) -> bool:
    return _signed(work, day) and _reported(work, day)


def _begun(work: WorkPlan, day: date) -> bool:
    return work.state(day) != "not_started"


def _reported(work: WorkPlan, day: date) -> bool:
    return _begun(work, day) and last_reported(work, day) is not None


def _building(work: WorkPlan, day: date) -> bool:
    return _reported(work, day) and not _finished(work, day)


def _finished(work: WorkPlan, day: date) -> bool:
    return work.state(day) == "finished"


def _extended(work: WorkPlan, day: date) -> bool:
    return work.dates.extended is not None and day >= work.dates.extended


def _settled(work: WorkPlan, day: date) -> bool:
    shown = work.dates.settlement_shown
    return _finished(work, day) and shown is not None and day >= shown


def _long_settled(work: WorkPlan, day: date) -> bool:
    return _settled(work, day) and work.dates.settled is not None and (day - work.dates.settled).days >= _MOST_MOVED


def _ended_in_time(work: WorkPlan, day: date) -> bool:
    return _finished(work, day) and work.dates.extended is None


_BORNE: dict[str, Callable[[WorkPlan, date], bool]] = {
    "file_of_1900": _filed,
    "file_of_1990": _filed,
    "record_ahead": _reported,
    "old_programme": _begun,
    "end_decades_late": _finished,
    "file_of_one_sol": _filed,
    "file_thousandfold": _filed,
    "file_fourfold": _filed,
    "file_threefold": _filed,
    "file_third": _filed,
    "settled_ahead": _settled,
    "additions_above_half": _signed,
    "additions_half": _signed,
    "additions_deducted": _signed,
    "additions_small": _signed,
    "additions_uncounted": _signed,
    "valued_above": _valued,
    "valued_adjusted": _valued,
    "end_before_start": _finished,
    "progress_over": _finished,
    "progress_rounded": _finished,
    "month_fell": _building,
    "month_dipped": _building,
    "end_eleven_early": _extended,
    "end_ten_early": _extended,
    "amount_grown": _signed,
    "amount_rounded": _signed,
    "amount_taxed": _signed,
    "firm_other": _signed,
    "contract_anew": _signed,
    "settled_later": _long_settled,
    "settled_soon_after": _long_settled,
    "end_later": _ended_in_time,
    "end_soon_after": _ended_in_time,
    "end_two_after": _begun,
    "progress_short": _finished,
}
"""From when each slip stands in the record, by its name."""
