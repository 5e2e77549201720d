"""What stands behind one alert: values observed, what was expected, the duty, the looks and its history.

Here: choosing what may be said. Only norms whose text was read are cited, and only for the legal regime that holds.
Not here: how a card looks (``templates/macros.html``).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from alerts import telling
from dashboard import formats, texts
from dashboard.looks import Looks, Told
from dashboard.masking import mask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from dashboard.frame import Site
    from dashboard.rulebook import Ground, RuleCard
    from dashboard.snapshot import Row


UNKNOWN = ("night", "reason", "rows_in", "kept", "collapsed", "quarantined", "asked", "brought", "brought_on")
"""What only the snapshot knows of a look."""


@dataclass(frozen=True)
class Shown:
    """One observed value, and the look of a day that showed it, as far as the snapshot knows it."""

    label: Markup | str
    value: Markup | str
    day: str
    told: Told | None


@dataclass(frozen=True)
class Card:
    """One alert as a page tells it."""

    alert: Row
    rule: RuleCard
    observed: list[tuple[Markup | str, Markup | str]]
    shown: list[Shown]
    expected: tuple[str, str]
    grounds: tuple[Ground, ...]
    regime: str | None
    judged_after: date | None
    looks: list[Told]
    events: list[Row]
    confirmed: bool


_CODES = {"investment_state": "investment_state"}
"""Columns that hold codes of ours, and the group of words that tells them."""


class Evidence:
    """Makes cards; reads the looks once."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._looks = Looks(site)

    def card(self, alert: Row, events: list[Row]) -> Card:
        """The card of ``alert``: what tonight's finding says, else what was last claimed."""
        rule = self._site.rule(alert["rule_id"])
        confirmed = alert["finding_seen_on"] is not None
        said = alert if confirmed else _parsed(alert["claim"])
        due = formats.plain_day(alert["due"])
        regime, observed = said.get("regime"), _parsed(said.get("observed"))
        told_apart = {name for pair in rule.shown_by for name in pair}
        return Card(
            alert=alert,
            rule=rule,
            observed=[
                (self._label(column), shown(self._site.texts, column, value))
                for column, value in observed.items()
                if column not in told_apart
            ],
            shown=list(self._shown(rule, observed)),
            expected=rule.expected_by(due, due) if rule.expected[0] else (str(said.get("expected") or ""), ""),
            grounds=rule.duty(regime) if said.get("citable") else (),
            regime=regime,
            judged_after=alert["judged_after"],
            looks=self._standing_looks(rule, alert) if confirmed else self._claimed_looks(rule, said.get("looks")),
            events=events,
            confirmed=confirmed,
        )

    def _shown(self, rule: RuleCard, observed: Row) -> Iterator[Shown]:
        """Values that were shown by different looks, each beside its own; of what was never replaced there is none."""
        for column, seen in rule.shown_by:
            if observed.get(seen) is None:
                continue
            value, day = shown(self._site.texts, column, observed[column]), _day(observed[seen])
            look = self._looks.of_day(rule.sources[0], day)
            told = None if look is None else self._looks.tell(look, absence=False)
            yield Shown(self._label(column), value, formats.plain_day(day), told)

    def _label(self, column: str) -> Markup | str:
        """A column in the words of the field table, else in those alerts are told in."""
        return self._site.field_labels.get(column) or telling.words().get(column, column)

    def _standing_looks(self, rule: RuleCard, alert: Row) -> list[Told]:
        """The looks today's data come from, and the subject's own page as the claim names it."""
        claimed = _parsed(alert["claim"]).get("looks")
        pages = [look for look in (claimed if isinstance(claimed, list) else []) if "/" in (look.get("part") or "")]
        return [*self._current_looks(rule, alert), *(self._claimed_look(rule, look) for look in pages)]

    def _current_looks(self, rule: RuleCard, alert: Row) -> list[Told]:
        """The looks today's data come from; of a register in parts only the part the subject stands in."""
        told: list[Told] = []
        for source in rule.registers:
            looks, part = self._looks.standing(source), alert["subject_part"]
            own = [look for look in looks if look["part"] and look["part"] == part]
            told += self._told(rule, source, own or looks)
            told += self._looks.tell_failed(source, self._looks.failed(source, part if own else None))
        return told

    def _claimed_looks(self, rule: RuleCard, looks: object) -> list[Told]:
        """The looks a claim was made on, and what we could not look at the last time."""
        told = [self._claimed_look(rule, look) for look in (looks if isinstance(looks, list) else [])]
        for source in rule.registers:
            told += self._looks.tell_failed(source, self._looks.failed(source))
        return told

    def _claimed_look(self, rule: RuleCard, look: Row) -> Told:
        """The look as the snapshot knows it, else what the claim itself says of it."""
        source = look["source"]
        if "parts" in look:
            days = (_day(look["seen_from"]), _day(look["seen_to"]))
            return self._looks.tell_span(source, look["parts"], days, absence=rule.absence)
        day, sha256 = _day(look["seen_on"]), look.get("sha256")
        said = {"source": source, "part": look.get("part") or "", "seen_on": day, "payload_sha256": sha256}
        known = self._looks.claimed(source, day, sha256) or dict.fromkeys(UNKNOWN) | said
        return self._looks.tell(known, absence=rule.absence)

    def _told(self, rule: RuleCard, source: str, looks: list[Row]) -> list[Told]:
        if len(looks) > 1:
            return [self._looks.tell_parts(source, looks, absence=rule.absence)]
        return [self._looks.tell(look, absence=rule.absence) for look in looks]


def _day(text: object) -> date:
    return date.fromisoformat(str(text)[:10])


def _parsed(text: object) -> dict[str, Any]:
    """A JSON object; anything else as one unnamed value, nothing as nothing."""
    if text is None or text == "":
        return {}
    if isinstance(text, dict):
        return text
    try:
        found = json.loads(str(text))
    except ValueError:
        return {"": text}
    return found if isinstance(found, dict) else {"": found}


def shown(words: texts.Texts, column: str, value: object) -> Markup | str:
    """An observed value; codes of ours are told in words, ISO dates written as people in Peru write them."""
    if value is None:
        return texts.both("no se ubicó", "not found")
    if column in _CODES:
        return words.word(_CODES[column], value)
    if isinstance(value, bool):
        return texts.both("sí", "yes") if value else texts.both("no", "no")
    text = formats.plain(value)
    if len(text) >= 10 and text[4:5] == "-" and text[7:8] == "-" and text[:4].isdigit():
        return f"{text[8:10]}/{text[5:7]}/{text[:4]}"
    return mask(text)
