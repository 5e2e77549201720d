"""What stands behind one alert: values observed, what was expected, the duty, the looks and its history.

Here: choosing what may be said. Only norms whose text was read are cited, and only for the legal regime that holds.
Not here: how a card looks (``templates/macros.html``).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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
        """The card of ``alert``; values of tonight's finding, else those of its last claim."""
        rule = self._site.rule(alert["rule_id"])
        confirmed = alert["finding_seen_on"] is not None
        claim = _parsed(alert["claim"])
        observed = _parsed(alert["observed"]) if confirmed else _parsed(claim.get("observed"))
        said = alert["expected"] if confirmed else claim.get("expected")
        citable = alert["citable"] if confirmed else claim.get("citable")
        return Card(
            alert=alert,
            rule=rule,
            observed=[(self._label(key), _shown(value)) for key, value in observed.items()],
            expected=rule.expected if rule.expected[0] else (str(said or ""), ""),
            grounds=rule.firm_basis(alert["regime"]) if citable else (),
            looks=[look for source in rule.sources for look in self._look(rule, source, alert["subject_part"])],
            events=events,
            confirmed=confirmed,
        )

    def _label(self, column: str) -> Markup | str:
        """A column in the words of the field table, or as it stands."""
        return self._site.field_labels.get(column, column)

    def _look(self, rule: RuleCard, source: str, part: str | None) -> list[Markup]:
        looks = self._looks.get(source, [])
        own = [look for look in looks if part is not None and look["part"] == part]
        chosen = own or looks
        if not chosen:
            return []
        site = self._site
        row = site.sources.get(source)
        title = row["title_es"] if row else source
        newest = max(look["seen_on"] for look in chosen)
        if len(chosen) > 1:
            return [
                site.texts.say("alerts.seen_parts", title=title, n=len(chosen), day=formats.plain_day(newest)),
            ]
        key = "alerts.not_found" if rule.absence else "alerts.seen_in"
        look = chosen[0]
        digest = formats.short_hash(look["payload_sha256"])
        return [site.texts.say(key, title=title, day=formats.plain_day(newest), hash=digest)]


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
