"""The list of rules, and a page for each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dashboard import addresses
from dashboard.pages.today import outcome_table

if TYPE_CHECKING:
    from dashboard.frame import Site
    from dashboard.snapshot import Row

#: What becomes of alerts, as the page of their rule counts it.
SO_FAR = ("ever", "living", "waiting", "repaired", "closed_otherwise", "dismissed")


def write(site: Site) -> None:
    """Write ``reglas.html`` and ``reglas/<id>.html``."""
    table = outcome_table(site)
    site.write("rules.html", "reglas.html", here="rules", title=site.texts.say("rules.title"), outcomes=table)
    counts: dict[str, list[Row]] = {}
    for row in site.snapshot.rows("outcomes"):
        counts.setdefault(row["rule_id"], []).append(row)
    so_far = _so_far(site)
    for row in table:
        rule = site.rule(row["rule_id"])
        grounds = rule.basis if site.facts.staff else rule.firm_basis()
        site.write(
            "rule.html",
            addresses.rule_page(rule.rule_id),
            here="rules",
            title=rule.rule_id,
            rule=rule,
            grounds=grounds,
            hidden=len(rule.basis) - len(grounds),
            counts=counts.get(rule.rule_id, []),
            so_far=so_far.get(rule.rule_id, dict.fromkeys(SO_FAR, 0)),
            row=row,
        )


def _so_far(site: Site) -> dict[str, dict[str, int]]:
    """What became of the alerts of each rule; in the open edition of those that everybody may read."""
    dismissed = Counter(one.rule_id for one in site.facts.dismissed)
    found = {row["rule_id"]: row for row in site.snapshot.rows("alerts_per_rule")}
    return {
        rule_id: {name: found.get(rule_id, {}).get(name, 0) for name in SO_FAR} | {"dismissed": dismissed[rule_id]}
        for rule_id in found.keys() | dismissed.keys()
    }
