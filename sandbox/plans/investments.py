"""Plan an investment: how it is registered, spends, is monitored and ends in the MEF files. Decides no outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from sys import intern
from typing import TYPE_CHECKING

from sandbox import names
from sandbox.calendar import days_after, last_day_of
from sandbox.plans import clock
from sandbox.plans.deadlines import MEF_LATENCY
from sandbox.plans.facts import InvestmentPlan

if TYPE_CHECKING:
    from random import Random

    from sandbox.model import Body, District
    from sandbox.plans.scenarios import Scenario

_CENT = Decimal("0.01")
NOTHING = Decimal(0)
"""One for all: a country has hundreds of thousands of noughts, and each Decimal takes a hundred bytes."""
_EDGE_DAYS = {"soft": 45 + MEF_LATENCY, "hard": 75 + MEF_LATENCY}
_EVERY = {"slow": 62, "very_slow": 100}
ESTIMATE_EVERY = 30
_SMALL, _SMALL_SALT = 25, 71  # per cent of the investments
BLANK_PRIOR = ("accrued_blank", "prior_blank", "year_over")
BLANK_YEAR = ("accrued_blank", "year_blank")
"""Kinds of money whose accrual of earlier years, or of this one, is not published."""


@dataclass(frozen=True, slots=True)
class Founding:
    """What is given about an investment before it is planned; the days are those of its first work."""

    code: int
    begins: date
    body: Body
    district: District
    cost: Decimal
    started: date | None = None
    finished: date | None = None


def plan_investment(scenario: Scenario, founding: Founding, rng: Random) -> InvestmentPlan:
    """Make the plan of one investment."""
    code, begins, district = founding.code, founding.begins, founding.district
    old = rng.random() < 0.2
    cui = str(2_000_000 + code)
    plan = InvestmentPlan(
        cui=cui,
        snip=str(code + 1) if old else cui,
        name=f"{names.work(code * 9)[0]} DISTRITO DE {district.district}",
        body=founding.body,
        district=district,
        scenario=scenario.key,
        traits=dict(scenario.traits),
        registered=days_after(begins, -rng.randint(60, 400)),
        cost=founding.cost,
        spend_from=days_after(begins, rng.randint(30, 160)),
        spend_months=rng.randint(12, 30),
        spend_ratio=Decimal(rng.randint(60, 98)) / 100,
        spend_day=rng.randint(1, 27),
        update_day=rng.randint(0, 29),
        update_every=_EVERY.get(scenario.traits.get("updates", ""), 30),
        updates_end=_updates_end(scenario, rng, begins),
        broken=dict(scenario.broken),
    )
    plan.closed = _closed(plan, rng, founding)
    return plan


def _updates_end(scenario: Scenario, rng: Random, begins: date) -> date | None:
    kind = scenario.traits.get("updates", "regular")
    if kind not in ("stops", "estimate"):
        return None
    natural = days_after(begins, rng.randint(150, 1100))
    if scenario.edge is None or rng.random() < 0.15:
        return natural
    limit = days_after(natural, _EDGE_DAYS[scenario.edge])
    return days_after(natural, clock.shift_to_night(limit, rng.choice(clock.NEAR_A_NIGHT), -200))


def _closed(plan: InvestmentPlan, rng: Random, founding: Founding) -> date | None:
    started = founding.started or days_after(founding.begins, 300)
    finished = founding.finished or days_after(founding.begins, 700)
    kind = plan.trait("kind")
    part = rng.randint(15, 60)
    if kind in ("closed_early", "deactivated"):
        return days_after(started, part)
    if kind in ("closed_late", "closed_spending"):
        return days_after(finished, 150 + part)
    if kind == "both":
        return days_after(started, -part)
    return None


def has_file(plan: InvestmentPlan) -> bool | None:
    """Whether a technical file is registered for it, None where the cell is empty."""
    return {"no": False, "blank": None}.get(plan.trait("file"), True)


def is_small(plan: InvestmentPlan) -> bool:
    """Whether it is one for upkeep, equipment or rehabilitation (IOARR), of which a contract may build nothing."""
    return clock.percentile(int(plan.snip), _SMALL_SALT) < _SMALL


def is_closed(plan: InvestmentPlan, day: date) -> bool:
    """Whether the registers show the investment as closed or deactivated on ``day``."""
    return plan.closed is not None and plan.closed <= day


def standing(plan: InvestmentPlan, day: date) -> str:
    """Where it stands: active, closed, deactivated, both (active and closed at once) or missing."""
    kind = plan.trait("kind")
    if kind == "missing":
        return "missing"
    if not is_closed(plan, day):
        return "active"
    return {"deactivated": "deactivated", "both": "both"}.get(kind, "closed")


def _spent(plan: InvestmentPlan, day: date) -> Decimal:
    """All that was accrued until ``day``, month by month, the last step exact."""
    until = min(day, plan.closed) if plan.closed and plan.trait("kind") != "both" else day
    first = plan.spend_from
    months = (until.year - first.year) * 12 + until.month - first.month - (until.day < plan.spend_day)
    if months < 0 or plan.trait("money") == "unspent":
        return NOTHING
    full = total_in_the_end(plan)
    done = min(months + 1, plan.spend_months)
    return full if done == plan.spend_months else (full * done / plan.spend_months).quantize(_CENT)


def total_in_the_end(plan: InvestmentPlan) -> Decimal:
    """What the investment will have accrued when all is spent."""
    cost, money = plan.cost, plan.trait("money")
    if money == "limit":
        return cost + 1
    if money == "over_limit":
        return cost + 1 + _CENT
    ratio = {
        "overspent": Decimal("1.09"),
        "covered": Decimal("1.09"),
        "despite": Decimal("1.30"),
        "f12b_under": Decimal("1.07"),
        "year_over": Decimal("1.05"),
    }.get(money, plan.spend_ratio)
    return (cost * ratio).quantize(_CENT)


def accrued(plan: InvestmentPlan, day: date) -> tuple[Decimal, Decimal]:
    """Accrued until the end of last year, and this year."""
    if plan.trait("money") == "year_over":
        return NOTHING, _spent(plan, day)
    if plan.trait("money") == "steady":
        return NOTHING, (plan.cost / 10).quantize(_CENT)
    before, spent = _spent(plan, date(day.year - 1, 12, 31)), _spent(plan, day)
    return before, spent - before if before else spent


def extras(plan: InvestmentPlan) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Concurrent control, awards and bonds, which count as cost where they are published."""
    if plan.trait("money") in ("covered", "despite"):
        return (plan.cost / 50).quantize(_CENT), (plan.cost / 10).quantize(_CENT), None
    return NOTHING, NOTHING, NOTHING


def last_update(plan: InvestmentPlan, day: date) -> date | None:
    """The day of the newest update of the F12-B, None before the first."""
    until = day if plan.updates_end is None else min(day, plan.updates_end)
    first = days_after(plan.spend_from, plan.update_day)
    if plan.updates_end is not None and plan.updates_end <= day:
        return plan.updates_end
    steps = (until - first).days // plan.update_every
    return None if steps < 0 else days_after(first, steps * plan.update_every)


def last_estimate(plan: InvestmentPlan, day: date) -> date | None:
    """The day of the newest declared estimate, where it goes its own way; else None."""
    if plan.trait("updates") != "estimate":
        return None
    first = days_after(plan.spend_from, plan.update_day)
    steps = (day - first).days // ESTIMATE_EVERY
    return None if steps < 0 else days_after(first, steps * ESTIMATE_EVERY)


def signs_of_life(plan: InvestmentPlan, day: date) -> tuple[date | None, date | None]:
    """The days of the newest update of the F12-B and of the newest estimate, as the files of active ones show them."""
    if not is_monitored(plan, day) or plan.trait("updates") == "undated":
        return None, None
    updated, estimated = last_update(plan, day), last_estimate(plan, day)
    if plan.trait("updates") != "estimate" and updated and plan.update_day % 3 == 0:
        estimated = updated
    return updated, estimated


def clock_time(plan: InvestmentPlan, day: date) -> datetime:
    """A moment of ``day`` at which somebody saved a form."""
    return datetime.combine(day, time(9 + plan.update_day % 9, plan.spend_day, 31))


def month_text(day: date) -> str:
    """A month as MEF writes it: YYYYMM."""
    return intern(f"{day:%Y%m}")


def spending_months(plan: InvestmentPlan, day: date) -> tuple[str | None, str | None]:
    """First and last month of accrual shown on ``day`` (YYYYMM)."""
    first = plan.spend_from
    if sum(accrued(plan, day)) == 0:
        return None, None
    if plan.trait("kind") == "closed_spending" and plan.closed:
        late = last_day_of(days_after(plan.closed, 62).year, days_after(plan.closed, 62).month)
        if day >= late:
            return month_text(first), month_text(late)
    months = (day.year - first.year) * 12 + day.month - first.month - (day.day < plan.spend_day)
    at = first.year * 12 + first.month - 1 + max(min(months, plan.spend_months - 1), 0)
    last = date(at // 12, at % 12 + 1, 1)
    if is_closed(plan, day) and plan.closed and plan.trait("kind") != "both":
        last = min(last, plan.closed)
    return month_text(first), month_text(last)


def is_monitored(plan: InvestmentPlan, day: date) -> bool:
    """Whether the F12-B file holds the investment on ``day``."""
    if plan.trait("f12b") == "never" or not plan.cui:
        return False
    return standing(plan, day) in ("active", "both") or plan.update_day % 2 == 0


def monitored_money(plan: InvestmentPlan, day: date) -> Decimal | None:
    """What the F12-B says was accrued, None where it does not hold the investment."""
    if not is_monitored(plan, day):
        return None
    total, money = sum(accrued(plan, day), Decimal(0)), plan.trait("money")
    if money == "f12b_over":
        return (plan.cost * 11 / 10).quantize(_CENT)
    if money == "f12b_under":
        return min(total, (plan.cost * 9 / 10).quantize(_CENT))
    return total
