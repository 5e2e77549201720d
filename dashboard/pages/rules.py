"""The list of rules, and a page for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import addresses
from dashboard.pages.today import outcome_table

if TYPE_CHECKING:
    from dashboard.frame import Site
    from dashboard.snapshot import Row


def write(site: Site) -> None:
    """Write ``reglas.html`` and ``reglas/<id>.html``."""
    table = outcome_table(site)
    site.write("rules.html", "reglas.html", here="rules", title=site.texts.say("rules.title"), outcomes=table)
    counts: dict[str, list[Row]] = {}
    for row in site.snapshot.rows("outcomes"):
        counts.setdefault(row["rule_id"], []).append(row)
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
            row=row,
        )
