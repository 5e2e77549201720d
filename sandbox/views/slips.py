"""What a record prints where it bears a slip of the pen. Which slips there are is said in ``sandbox.plans.slips``."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from typing import TYPE_CHECKING, Any

from sandbox import names
from sandbox.calendar import days_after
from sandbox.plans.reporting import last_reported, recorded_on
from sandbox.plans.rewriting import AMOUNTS
from sandbox.plans.slips import added_small, slip_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.plans.facts import WorkPlan

_CENT = Decimal("0.01")
_TEN_YEARS, _THIRTY_YEARS = 3_653, 10_957


def misprints(work: WorkPlan, day: date) -> dict[str, Any]:
    """The cells that the record of ``day`` shows otherwise than things went."""
    slip = slip_of(work, day)
    return {} if slip == "none" else _PRINTED[slip](work, day)


def _moved_end(work: WorkPlan, days: int) -> date:
    return days_after(work.dates.planned_end, work.dates.extension_days + days)


def _recorded(work: WorkPlan, day: date) -> date:
    month = last_reported(work, day)
    return day if month is None else recorded_on(work, month, day)


def _added(work: WorkPlan, pct: int, off_pct: int = 0, *, counted: int = 1) -> dict[str, Any]:
    """Additions and deductions by their share of the contract in thousandths."""
    added, off = ((work.cost * share / 1000).quantize(_CENT, ROUND_UP) for share in (pct, off_pct))
    return {
        "additions": counted,
        "additions_amount": added,
        "deductions": int(off_pct > 0),
        "deductions_amount": off,
    }


def _another_amount(work: WorkPlan) -> dict[str, Any]:
    return {"contract_amount": (work.cost * AMOUNTS[work.trait("slip")] / 1000).quantize(_CENT, ROUND_UP)}


def _another_firm(work: WorkPlan) -> dict[str, Any]:
    number = names.tax_number("20", 90_000_000 + work.number)
    return {"contractor_ruc": number, "contractor_name": names.company(work.number + 313)}


_PRINTED: dict[str, Callable[[WorkPlan, date], dict[str, Any]]] = {
    "file_of_1900": lambda _work, _day: {"file_approved_on": date(1900, 1, 1)},
    "file_of_1990": lambda _work, _day: {"file_approved_on": date(1990, 1, 1)},
    "record_ahead": lambda work, day: {"progress_recorded_on": days_after(_recorded(work, day), _TEN_YEARS)},
    "old_programme": lambda work, _day: {"programmed_end_on": days_after(work.dates.started, -1)},
    "end_decades_late": lambda work, _day: {"reprogrammed_end_on": days_after(work.dates.planned_end, _THIRTY_YEARS)},
    "file_of_one_sol": lambda _work, _day: {"file_amount": Decimal(1)},
    "file_thousandfold": lambda work, _day: {"file_amount": work.cost * 1000},
    "file_fourfold": lambda work, _day: {"file_amount": work.cost * 4},
    "file_threefold": lambda work, _day: {"file_amount": work.cost * 3},
    "file_third": lambda work, _day: {"file_amount": (work.cost / 3).quantize(_CENT, ROUND_UP)},
    "additions_above_half": lambda work, _day: _added(work, 511),
    "additions_half": lambda work, _day: _added(work, 500),
    "additions_deducted": lambda work, _day: _added(work, 550, 60),
    "additions_small": lambda work, _day: _added(work, added_small(work)),
    "additions_uncounted": lambda work, _day: _added(work, 511, counted=0),
    "valued_above": lambda work, _day: {"valued": (work.cost * 111 / 100).quantize(_CENT, ROUND_UP)},
    "valued_adjusted": lambda work, _day: {"valued": (work.cost * 110 / 100).quantize(_CENT, ROUND_DOWN)},
    "end_before_start": lambda work, _day: {"finished_on": days_after(work.dates.started, -1)},
    "end_eleven_early": lambda work, _day: {"reprogrammed_end_on": _moved_end(work, -11)},
    "end_ten_early": lambda work, _day: {"reprogrammed_end_on": _moved_end(work, -10)},
    "amount_grown": lambda work, _day: _another_amount(work),
    "amount_rounded": lambda work, _day: _another_amount(work),
    "amount_taxed": lambda work, _day: _another_amount(work),
    "firm_other": lambda work, _day: _another_firm(work),
    "contract_anew": lambda work, _day: _another_amount(work) | _another_firm(work),
    "settled_later": lambda work, _day: {"liquidated_on": days_after(work.dates.settled or work.registered, 20)},
    "settled_soon_after": lambda work, _day: {"liquidated_on": days_after(work.dates.settled or work.registered, 3)},
    "end_later": lambda work, _day: {"programmed_end_on": days_after(work.dates.planned_end, 60)},
    "end_soon_after": lambda work, _day: {"programmed_end_on": days_after(work.dates.planned_end, 3)},
    "end_two_after": lambda work, _day: {"programmed_end_on": days_after(work.dates.planned_end, 2)},
    "progress_short": lambda _work, _day: {},  # its progress says it
    "progress_over": lambda _work, _day: {"physical_pct": Decimal("100.51")},
    "progress_rounded": lambda _work, _day: {"physical_pct": Decimal("100.50")},
    "month_fell": lambda _work, _day: {},  # on its page
    "month_dipped": lambda _work, _day: {},
    "settled_ahead": lambda work, _: {"liquidated_on": days_after(work.dates.settled or work.registered, _TEN_YEARS)},
}
