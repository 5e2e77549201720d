"""Misfile a printed OCDS record: what stands in it in place of what happened, by the slip that it bears.

Which purchases bear which slip is said in ``sandbox.plans.misfiled``; slips that every register repeats (identifiers,
values, suppliers) are planned there and not printed here.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.portals.oece_parts import Json, money
from sandbox.portals.printing import lima

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.model import Process

_TEN_YEARS = 3_653
_CENT = Decimal("0.01")


def misfile(process: Process, printed: Json) -> None:
    """Change the printed record of a process that bears a slip."""
    slip = _SLIPS.get(process.slip)
    if slip is not None:
        slip(process, printed)


def _methodless(_: Process, printed: Json) -> None:
    for name in ("procurementMethod", "procurementMethodDetails"):
        del printed["tender"][name]


def _uncounted(_: Process, printed: Json) -> None:
    del printed["tender"]["numberOfTenderers"]


def _deserted(_: Process, printed: Json) -> None:
    for item in printed["tender"]["items"]:
        item |= {"statusDetails": "DESIERTO", "status": "unsuccessful"}


def _budget(share: Decimal, more: Decimal = Decimal(0)) -> Callable[[Process, Json], None]:
    """A budget of a share of the value. Records with a slip of the budget always have one."""

    def change(process: Process, printed: Json) -> None:
        printed["planning"]["budget"]["amount"] = money((process.value * share).quantize(_CENT) + more)

    return change


def _buyerless(_: Process, printed: Json) -> None:
    printed["parties"] = [party for party in printed["parties"] if "buyer" not in party["roles"]]


def _unlisted(_: Process, printed: Json) -> None:
    printed["parties"] = [party for party in printed["parties"] if "supplier" not in party["roles"]]


def _unsupplied(_: Process, printed: Json) -> None:
    for award in printed.get("awards", ()):
        award["suppliers"] = []


def _awarded(choose: Callable[[Process], date]) -> Callable[[Process, Json], None]:
    def change(process: Process, printed: Json) -> None:
        for award in printed.get("awards", ()):
            award["date"] = lima(choose(process))

    return change


def _award_ahead(process: Process) -> date:
    return _after(process.awards[0].awarded_on or process.called_on, _TEN_YEARS)


def _contract_share(share: Decimal, more: Decimal = Decimal(0)) -> Callable[[Process, Json], None]:
    def change(process: Process, printed: Json) -> None:
        for contract in printed.get("contracts", ()):
            contract["value"] = money((process.value * share).quantize(_CENT) + more)

    return change


def _dangling(_: Process, printed: Json) -> None:
    for contract in printed.get("contracts", ()):
        contract["awardID"] = f"{contract['awardID']}9"


def _signed(days_after_award: int) -> Callable[[Process, Json], None]:
    def change(process: Process, printed: Json) -> None:
        for contract in printed.get("contracts", ()):
            awarded = process.awards[0].awarded_on or process.called_on
            contract["dateSigned"] = lima(_after(awarded, days_after_award))

    return change


def _period(days: int, told: int | None) -> Callable[[Process, Json], None]:
    """A period that ends so many days after its beginning, and says so or something else."""

    def change(process: Process, printed: Json) -> None:
        for contract, planned in zip(printed.get("contracts", ()), process.contracts, strict=False):
            begin = planned.period_from or process.called_on
            contract["period"] = {"startDate": lima(begin), "endDate": lima(_after(begin, days))}
            if told is not None:
                contract["period"]["durationInDays"] = told

    return change


def _after(day: date, days: int) -> date:
    return day + timedelta(days=days)


_SLIPS: dict[str, Callable[[Process, Json], None]] = {
    "record_no_method": _methodless,
    "record_budget_over": _budget(Decimal("1.5"), _CENT * 2),
    "record_budget_most": _budget(Decimal("1.5")),
    "record_budget_least": _budget(Decimal("0.5")),
    "record_no_buyer": _buyerless,
    "record_uncounted": _uncounted,
    "record_deserted": _deserted,
    "record_award_early": _awarded(lambda process: _after(process.called_on, -1)),
    "record_award_same_day": _awarded(lambda process: process.called_on),
    "record_award_ahead": _awarded(_award_ahead),
    "record_no_supplier": _unsupplied,
    "record_unlisted": _unlisted,
    "record_contract_over": _contract_share(Decimal("1.5"), _CENT * 2),
    "record_contract_most": _contract_share(Decimal("1.5")),
    "record_contract_least": _contract_share(Decimal("0.5")),
    "record_dangling": _dangling,
    "record_signed_early": _signed(-1),
    "record_signed_same_day": _signed(0),
    "record_signed_ahead": _signed(_TEN_YEARS),
    "record_period": _period(-1, None),
    "record_one_day": _period(0, 1),
    "record_duration": _period(100, 102),
}
