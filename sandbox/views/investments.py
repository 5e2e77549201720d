"""What the MEF files show of a planned investment on one day."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sandbox.calendar import days_after
from sandbox.model import Investment
from sandbox.plans import built, place
from sandbox.plans import investments as plans

if TYPE_CHECKING:
    from datetime import date

    from sandbox.plans.facts import InvestmentPlan

_CENT = Decimal("0.01")
_WHOLE = Decimal(100)
_REPEATED_EVERY = 60
_FILES = {
    "active": frozenset({"detalle"}),
    "closed": frozenset({"cierre"}),
    "deactivated": frozenset({"desactivadas"}),
    "both": frozenset({"detalle", "cierre"}),
}
_MONITORED_FILES = {standing: files | {"f12b"} for standing, files in _FILES.items()}


def publish(plan: InvestmentPlan, day: date) -> Investment | None:
    """The record of an investment on ``day``, None when no file holds it."""
    standing = plans.standing(plan, day)
    if standing == "missing":
        return None
    monitored = plans.is_monitored(plan, day)
    prior, year = plans.accrued(plan, day)
    first, last = plans.spending_months(plan, day)
    control, award, bond = plans.extras(plan)
    money = plan.trait("money")
    percent = min(_WHOLE, ((prior + year) * 100 / plan.cost).quantize(_CENT))
    fields: dict[str, Any] = {
        "cui": plan.cui,
        "snip": plan.snip,
        "name": plan.name,
        "body": plan.body,
        "district": plan.district,
        "spread_out": place.is_spread(plan),
        "files": (_MONITORED_FILES if monitored else _FILES)[standing],
        "small": plans.is_small(plan),
        "emergency": plan.trait("kind").startswith("emergency"),
        "registered_on": plan.registered,
        "viable_on": days_after(plan.registered, 40),
        "viable_amount": plan.cost * 9 / 10,
        "updated_cost": {"cost_zero": plans.NOTHING, "cost_blank": None}.get(money, plan.cost),
        "concurrent_control": control,
        "award_amount": award,
        "bond_amount": bond,
        "accrued_prior": None if money in plans.BLANK_PRIOR else prior,
        "accrued_year": None if money in plans.BLANK_YEAR else year,
        "pim_year": {"zero": plans.NOTHING, "blank": None}.get(plan.trait("pim"), (plan.cost / 4).quantize(Decimal(1))),
        "first_accrued": first,
        "last_accrued": last,
        "technical_file": plans.has_file(plan),
        "f12b_registered": {"never": False, "contradiction": False, "blank": None}.get(plan.trait("f12b"), True),
        "physical_reported": built.progress_reported(plan, day) is not None,
        "physical_pct": built.progress_reported(plan, day),
        "execution_pct": percent,
        "execution_from": plan.spend_from,
        "execution_to": days_after(plan.spend_from, plan.spend_months * 31),
        "closed_on": plan.closed if standing in ("closed", "both") else None,
        "repeated": 2 if int(plan.snip) % _REPEATED_EVERY == 0 else 1,
        **_stage(plan),
        **_updates(plan, day),
        "f12b_accrued": plans.monitored_money(plan, day),
    }
    broken = {name: text for name, text in plan.broken.items() if fields.get(name) is not None}
    fields |= dict.fromkeys(broken)
    return Investment(**fields, broken=broken)


def _stage(plan: InvestmentPlan) -> dict[str, Any]:
    stage = plan.trait("stage")
    if stage == "no_f8":
        return {"f8": False, "f8_stage": None}
    return {"f8": True, "f8_stage": {"regular": "C", "blank": None}.get(stage, stage)}


def _updates(plan: InvestmentPlan, day: date) -> dict[str, Any]:
    updated, estimated = plans.signs_of_life(plan, day)
    return {
        "f12b_updated_at": plans.clock_time(plan, updated) if updated else None,
        "estimate_declared_at": plans.clock_time(plan, estimated) if estimated else None,
    }
