"""Lay the life of one work out in time: phases drawn in days become dates, defects last as long as planned.

Deadlines are asked of ``sandbox.plans.deadlines`` so that facts can be planted on their edges. Nothing is published
here and no outcome is decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.calendar import days_after
from sandbox.plans import deadlines
from sandbox.plans.facts import DEFAULT_TRAITS, Dates, Spans

if TYPE_CHECKING:
    from datetime import date
    from random import Random

GRACE_AFTER_END = 30 + deadlines.INFOBRAS_LATENCY
EXTENSION_DAYS = 60
_ENDLESS_DAYS = 600
BRIEF = ("at_once", "hasty", "brisk")
UNFINISHED = ("abandoned", "dormant")
"""Endings of works that never end: their investments spend nothing any more, or spend on."""
OUT_OF_TURN = {"same_day": 0, "day_before": -1, "part_before": -1}
"""Days from the end to a reception, or from the reception to a settlement, that do not leave the usual time."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the dates of a work depend on besides its spans."""

    registered: date
    traits: dict[str, str]
    region: str | None
    linked: bool  # its process will be tied to it, so its call decides the law

    def trait(self, name: str) -> str:
        """What the work does about ``name``."""
        return self.traits.get(name, DEFAULT_TRAITS[name])


def draw_spans(rng: Random, *, long: bool, near_award: bool) -> Spans:
    """Draw the lengths of all phases, in an order that never changes."""
    term = rng.randint(210, 330) if long else rng.randint(50, 105)
    return Spans(
        lead=rng.randint(112, 240),
        call_to_award=rng.randint(25, 45),
        award_to_sign=18 if near_award else rng.randint(18, 30),
        sign_to_handover=rng.randint(2, 5) if near_award else rng.randint(2, 9),
        handover_to_start=rng.randint(0, 4),
        term=term,
        slack=rng.randint(-9, 9),
        stop_after=rng.randint(15, 35),
        stop_for=rng.randint(70, 160),
        repair=rng.randint(20, 200),
        show=rng.randint(0, 7),
        reception=rng.randint(22, 38),
        settlement=rng.randint(50, 80),
    )


def lay_out(spans: Spans, setting: Setting, lead: int) -> Dates:
    """The days of one work whose start stands ``lead`` days after its registration."""
    started = days_after(setting.registered, lead)
    signed, handover = _beginning(started, spans, setting.trait("order"))
    awarded = days_after(signed, -spans.award_to_sign)
    dates = Dates(
        called=days_after(awarded, -spans.call_to_award),
        awarded=awarded,
        signed=signed,
        handover=handover,
        started=started,
        planned_end=days_after(started, spans.term),
    )
    dates.supervised = _supervised(started, spans, setting.trait("supervision"))
    _execute(dates, spans, setting)
    if dates.finished:
        dates.finish_shown = days_after(dates.finished, spans.show)
        _receive(dates, spans, setting)
        _settle(dates, spans, setting)
    return dates


def regime(dates: Dates, setting: Setting) -> str:
    """The law of the work once it has begun: R0, R1 or unknown."""
    if setting.linked:
        return deadlines.regime_of_call(dates.called)
    if setting.trait("start") == "blank" or dates.started >= deadlines.NEW_LAW:
        return "unknown"
    return "R0"


def known_term(dates: Dates, setting: Setting, term: int) -> int | None:
    """The longer of the published terms at the end of the work, None when none is published."""
    if setting.trait("term") != "known":
        return None
    return term + (dates.extension_days if setting.trait("ending") != "days_only" else 0)


def final_end(dates: Dates) -> date:
    """The end of the term with every extension published in the end."""
    return days_after(dates.planned_end, dates.extension_days)


def edge(kind: str, dates: Dates, spans: Spans, setting: Setting) -> date | None:
    """The last day on which the absence named by ``kind`` is no failure yet, None where it does not apply."""
    if kind == "young":
        return days_after(dates.started, 29)
    if kind == "end":
        return days_after(final_end(dates), GRACE_AFTER_END)
    if kind in ("contract", "beginning"):
        return _contract_limit(kind, dates, setting)
    if kind == "reception" and dates.finished:
        return _reception_limit(dates.finished, dates, spans, setting)
    if kind.startswith("settlement") and dates.received:
        soft, hard = _settlement_limits(dates.received, dates, spans, setting)
        return soft if kind.endswith("soft") else hard
    return None


def _contract_limit(kind: str, dates: Dates, setting: Setting) -> date:
    if kind == "beginning":
        due = deadlines.beginning_due(dates.signed, dates.called, setting.region)
        return days_after(due, deadlines.INFOBRAS_LATENCY)
    started = dates.started if setting.trait("start") == "regular" else None
    due = deadlines.contract_due(started, dates.awarded, dates.called, setting.region)
    return days_after(due, deadlines.OCDS_LATENCY)


def brief_days(term: int, ending: str) -> int:
    """How many days a work of a brief ending takes: none, a day less than 15 % of its term, or just that."""
    return 0 if ending == "at_once" else -(-term * 15 // 100) - (ending == "hasty")


def _beginning(started: date, spans: Spans, order: str) -> tuple[date, date]:
    early = 4 + spans.settlement % 9
    handover = days_after(started, -spans.handover_to_start)
    signed = days_after(handover, -spans.sign_to_handover)
    if order == "before_contract":
        return days_after(started, early), days_after(started, early + 2)
    if order == "three_days":
        return days_after(started, 3), days_after(started, 3)
    if order == "four_days":
        return days_after(started, 4), days_after(started, 3)
    if order == "before_handover":
        return signed, days_after(started, early)
    if order == "handover_three":
        return signed, days_after(started, 3)
    return signed, handover


def _supervised(started: date, spans: Spans, kind: str) -> date | None:
    if kind in ("none", "amount_only"):
        return None
    return days_after(started, 31 + spans.repair if kind == "late" else spans.show)


def _execute(dates: Dates, spans: Spans, setting: Setting) -> None:
    stop, ending = setting.trait("stop"), setting.trait("ending")
    if stop != "none":
        dates.stopped = days_after(dates.started, spans.stop_after)
        if stop == "midway":
            return
        dates.resumed = dates.extended = days_after(dates.stopped, spans.stop_for)
        dates.extension_days = (dates.resumed - dates.stopped).days + EXTENSION_DAYS
        dates.finished = days_after(dates.planned_end, dates.extension_days + min(spans.slack, 0))
        return
    if ending in BRIEF:
        dates.finished = days_after(dates.started, brief_days(spans.term, ending))
        return
    if ending in UNFINISHED:
        return
    overdue = GRACE_AFTER_END + 2 * spans.repair + (_ENDLESS_DAYS if ending == "endless" else 0)
    if ending == "late_extension":
        dates.extended = days_after(dates.planned_end, GRACE_AFTER_END + 1 + spans.repair % 40)
        dates.extension_days = 2 * EXTENSION_DAYS
        overdue = -5
    elif ending in ("extension", "days_only", "term_only"):
        dates.extended = days_after(dates.planned_end, -10)
        dates.extension_days = EXTENSION_DAYS
        overdue = spans.repair // 2 + (0 if ending == "extension" else GRACE_AFTER_END)
    elif ending not in ("overrun", "endless", "complete_unclosed", "only_reprogrammed", "no_ends"):
        overdue = spans.slack
    dates.finished = days_after(dates.planned_end, dates.extension_days + overdue)


def _reception_limit(finished: date, dates: Dates, spans: Spans, setting: Setting) -> date:
    term = known_term(dates, setting, spans.term)
    due = deadlines.reception_due(finished, term, setting.region)
    return deadlines.reception_judged_after(due, regime(dates, setting))


def _settlement_limits(received: date, dates: Dates, spans: Spans, setting: Setting) -> tuple[date, date]:
    term = known_term(dates, setting, spans.term) or 0
    soft, hard = deadlines.settlement_dues(received, term, regime(dates, setting), setting.region)
    return days_after(soft, deadlines.INFOBRAS_LATENCY), days_after(hard, deadlines.INFOBRAS_LATENCY)


def _receive(dates: Dates, spans: Spans, setting: Setting) -> None:
    kind = setting.trait("reception")
    finished, shown = dates.finished, dates.finish_shown
    if finished is None or shown is None or kind in ("never", "short", "short_unexplained"):
        return
    dates.received = days_after(finished, spans.reception)
    if kind in OUT_OF_TURN:
        dates.received = days_after(finished, OUT_OF_TURN[kind])
    dates.reception_shown = max(days_after(dates.received, spans.show), shown)
    if kind == "at_limit":
        dates.reception_shown = days_after(_reception_limit(finished, dates, spans, setting), 1)
    elif kind == "late":
        dates.reception_shown = days_after(_reception_limit(finished, dates, spans, setting), 1 + spans.repair)
        dates.received = days_after(dates.reception_shown, -9)


def _settle(dates: Dates, spans: Spans, setting: Setting) -> None:
    kind = setting.trait("settlement")
    if dates.received is None or dates.reception_shown is None or kind == "never":
        return
    soft, hard = _settlement_limits(dates.received, dates, spans, setting)
    shown = days_after(dates.received, spans.settlement + spans.show)
    if kind == "at_limit":
        shown = days_after(soft, 1)
    elif kind == "late_soft":
        shown = days_after(soft, 1 + 3 + spans.repair % 25)
    elif kind == "late_hard":
        shown = days_after(hard, 1 + spans.repair)
    dates.settlement_shown = max(shown, days_after(dates.reception_shown, 1))
    dates.settled = days_after(dates.settlement_shown, -spans.show)
    if kind in OUT_OF_TURN:
        dates.settled = days_after(dates.received, OUT_OF_TURN[kind])
