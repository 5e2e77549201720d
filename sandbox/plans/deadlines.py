"""Last days on which a body may publish, worked out from the law's text with the sandbox's own calendar.

Each function states one duty. They are used to plant facts just before and just after the limit, and by the truth.
Nothing here reads a published row. Sources: rules.md §2.2-§2.4 and its readings.
"""

from __future__ import annotations

from datetime import date

from sandbox.calendar import business_days_after, days_after, last_day_of

NEW_LAW = date(2025, 4, 22)
INFOBRAS_LATENCY = 1
MEF_LATENCY = 2
OCDS_LATENCY = 35
_MOST_FIXING_DAYS = 40


def regime_of_call(called: date) -> str:
    """R0 = Ley 30225, R1 = Ley 32069, by the day of the call."""
    return "R0" if called < NEW_LAW else "R1"


def supervisor_due(started: date) -> date:
    """A supervisor is named within 15 days of the start."""
    return days_after(started, 15)


def beginning_due(signed: date, called: date, region: str | None) -> date:
    """Start or handover are registered: 22 days from the signature (15 under the old law), then 10 business days."""
    return business_days_after(days_after(signed, 15 if regime_of_call(called) == "R0" else 22), 10, region)


def reception_due(finished: date, term: int | None, region: str | None) -> date:
    """The reception is registered: 5 + 15 days, fixing time, 5 days, then 5 + 10 business days."""
    fixing = _MOST_FIXING_DAYS if not term else min(-(-term // 10), _MOST_FIXING_DAYS)
    return business_days_after(days_after(finished, 20 + fixing + 5), 15, region)


def reception_judged_after(due: date, regime: str) -> date:
    """The day after which a missing reception is a failure."""
    return days_after(due, (0 if regime == "R1" else 15) + INFOBRAS_LATENCY)


def settlement_dues(received: date, term: int, regime: str, region: str | None) -> tuple[date, date]:
    """The liquidation is registered: the ordinary way (soft) and when the contractor is silent (hard)."""
    if regime == "R1":
        soft, hard = 95, 125
    else:
        own = max(60, -(-term // 10))
        soft, hard = own + 75, 2 * own + 75
    return (
        business_days_after(days_after(received, soft), 10, region),
        business_days_after(days_after(received, hard), 10, region),
    )


def report_due(year: int, month: int, region: str | None) -> date:
    """The progress of a month is registered by the tenth business day of the next."""
    return business_days_after(last_day_of(year, month), 10, region)


def contract_due(started: date | None, awarded: date, called: date, region: str | None) -> date:
    """The contract is registered in SEACE ten business days after the latest day it can have been signed."""
    if started is not None:
        return business_days_after(started, 10, region)
    consent = business_days_after(awarded, 8, region)
    signed = business_days_after(consent, 22 if regime_of_call(called) == "R1" else 16, region)
    return business_days_after(signed, 10, region)
