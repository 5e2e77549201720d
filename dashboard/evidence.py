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
from dashboard.masking import mask

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboard.frame import Site
    from dashboard.rulebook import Ground, RuleCard
    from dashboard.snapshot import Row


@dataclass(frozen=True)
class Card:
    """One alert as a page tells it."""

    alert: Row
    rule: RuleCard
    observed: list[tuple[Markup | str, Markup | str]]
    expected: tuple[str, str]
    grounds: tuple[Ground, ...]
    regime: str | None
    judged_after: date | None
    looks: list[Markup]
    events: list[Row]
    confirmed: bool


class Evidence:
    """Makes cards; reads the current looks once."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._looks: dict[str, list[Row]] = {}
        for look in site.snapshot.rows("current_looks"):
            self._looks.setdefault(look["source"], []).append(look)

    def card(self, alert: Row, events: list[Row]) -> Card:
        """The card of ``alert``: what tonight's finding says, else what was last claimed."""
        rule = self._site.rule(alert["rule_id"])
        confirmed = alert["finding_seen_on"] is not None
        said = alert if confirmed else _parsed(alert["claim"])
        due = formats.plain_day(alert["due"])
        regime = said.get("regime")
        return Card(
            alert=alert,
            rule=rule,
            observed=[(self._label(key), _shown(value)) for key, value in _parsed(said.get("observed")).items()],
            expected=rule.expected_by(due, due) if rule.expected[0] else (str(said.get("expected") or ""), ""),
            grounds=rule.duty(regime) if said.get("citable") else (),
            regime=regime,
            judged_after=alert["judged_after"],
            looks=self._current_looks(rule, alert) if confirmed else self._claimed_looks(rule, said.get("looks")),
            events=events,
            confirmed=confirmed,
        )

    def _label(self, column: str) -> Markup | str:
        """A column in the words of the field table, else in those alerts are told in."""
        return self._site.field_labels.get(column) or telling.words().get(column, column)

    def _current_looks(self, rule: RuleCard, alert: Row) -> list[Markup]:
        """The looks today's data come from; of a register in parts only the part the subject stands in."""
        told = []
        for source in rule.sources:
            looks = self._looks.get(source, [])
            own = [look for look in looks if look["part"] and look["part"] == alert["subject_part"]]
            told += self._told(rule, source, own or looks)
        return told

    def _claimed_looks(self, rule: RuleCard, looks: object) -> list[Markup]:
        """The looks a claim was made on."""
        claimed: dict[str, list[Row]] = {}
        for look in looks if isinstance(looks, list) else []:
            day = date.fromisoformat(str(look["seen_on"])[:10])
            claimed.setdefault(look["source"], []).append({"seen_on": day, "payload_sha256": look.get("sha256")})
        return [line for source, found in claimed.items() for line in self._told(rule, source, found)]

    def _told(self, rule: RuleCard, source: str, looks: list[Row]) -> list[Markup]:
        if not looks:
            return []
        say, row = self._site.texts.say, self._site.sources.get(source)
        title = row["title_es"] if row and row["title_es"] else source
        newest = max(looks, key=lambda look: look["seen_on"])
        day = formats.plain_day(newest["seen_on"])
        if len(looks) > 1:
            return [say("alerts.seen_parts", title=title, n=len(looks), day=day)]
        key = "alerts.not_found" if rule.absence else "alerts.seen_in"
        return [say(key, title=title, day=day, hash=formats.short_hash(newest["payload_sha256"]))]


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


def _shown(value: object) -> Markup | str:
    """An observed value; ISO dates are written as people in Peru write them."""
    if value is None:
        return texts.both("no se ubicó", "not found")
    if isinstance(value, bool):
        return texts.both("sí", "yes") if value else texts.both("no", "no")
    text = formats.plain(value)
    if len(text) >= 10 and text[4:5] == "-" and text[7:8] == "-" and text[:4].isdigit():
        return f"{text[8:10]}/{text[5:7]}/{text[:4]}"
    return mask(text)
