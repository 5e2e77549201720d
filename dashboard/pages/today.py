"""The page of the night: what was read, what changed, what was judged, and our own faults apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import charts

if TYPE_CHECKING:
    from dashboard.frame import Site
    from dashboard.snapshot import Row

OUTCOMES = ("passed", "failed", "not_evaluable", "not_applicable")


def write(site: Site) -> None:
    """Write ``index.html`` and its charts."""
    events = site.snapshot.rows("events_tonight")
    outcomes = outcome_table(site)
    site.write(
        "today.html",
        "index.html",
        here="today",
        title=site.texts.say("today.title"),
        totals=site.snapshot.row("totals"),
        sources=list(site.sources.values()),
        changes=_changes(events),
        kinds=_kinds(site, events),
        tonight={kind: sum(row["alerts"] for row in events if row["event"] == kind) for kind in ("opened", "repaired")},
        outcomes=outcomes,
        alarms=[alarm for alarm in site.snapshot.rows("alarms") if alarm["night"] == site.facts.night],
        charts={"outcomes": _outcome_chart(site, outcomes), "nights": _night_chart(site)},
    )


def outcome_table(site: Site) -> list[Row]:
    """One row a rule: its four counts, what was judged, and its living alerts."""
    counts: dict[str, dict[str, int]] = {}
    for row in site.snapshot.rows("outcomes"):
        mine = counts.setdefault(row["rule_id"], dict.fromkeys(OUTCOMES, 0))
        mine[row["outcome"]] = mine.get(row["outcome"], 0) + row["n"]
    live = {row["rule_id"]: row for row in site.snapshot.rows("alerts_per_rule")}
    rules = sorted({*counts, *site.rules, *live})
    table = []
    for rule in rules:
        mine = counts.get(rule, dict.fromkeys(OUTCOMES, 0))
        alerts = live.get(rule, {"live": 0, "repaired": 0, "ever": 0})
        judged = mine["passed"] + mine["failed"]
        table.append(
            {"rule_id": rule, **mine, "judged": judged, "live": alerts["live"], "repaired": alerts["repaired"]}
        )
    return table


def _kinds(site: Site, events: list[Row]) -> list[str]:
    """Kinds of event that happened tonight, in the order of the words file."""
    seen = {row["event"] for row in events}
    known = [kind for kind in site.texts.words("event") if kind in seen]
    return known + sorted(seen - set(known))


def _changes(events: list[Row]) -> dict[str, dict[str, int]]:
    changes: dict[str, dict[str, int]] = {}
    for row in events:
        changes.setdefault(row["rule_id"], {})[row["event"]] = row["alerts"]
    return changes


def _outcome_chart(site: Site, outcomes: list[Row]) -> str | None:
    rows = [
        (row["rule_id"], row["passed"], row["failed"], row["not_evaluable"])
        for row in outcomes
        if row["judged"] + row["not_evaluable"]
    ]
    if not rows:
        return None
    site.writer.file("recursos/resultados.svg", charts.outcome_bars(rows))
    return "recursos/resultados.svg"


def _night_chart(site: Site) -> str | None:
    """Opened and repaired of the last twenty nights; nothing to compare on the first."""
    nights = [row["night"] for row in site.snapshot.rows("nights")][:20][::-1]
    if len(nights) < 2:
        return None
    counts = {(row["night"], row["event"]): row["alerts"] for row in site.snapshot.rows("events_by_night")}
    rows = [
        (f"{night:%d/%m}", counts.get((night, "opened"), 0), counts.get((night, "repaired"), 0)) for night in nights
    ]
    if not any(opened or repaired for _, opened, repaired in rows):
        return None
    site.writer.file("recursos/noches.svg", charts.nights(rows))
    return "recursos/noches.svg"
