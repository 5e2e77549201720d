"""Our own health: how well we see. Nothing here is about a public body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dashboard.frame import Site

GATE_SHOWN = 60


def write(site: Site) -> None:
    """Write ``salud.html``."""
    gate = site.snapshot.rows("gate")
    site.write(
        "health.html",
        "salud.html",
        here="health",
        title=site.texts.say("health.title"),
        sources=list(site.sources.values()),
        gate=gate[:GATE_SHOWN],
        gate_counts=site.snapshot.row("gate_counts"),
        drift=site.snapshot.rows("drift"),
        quarantine=site.snapshot.rows("quarantine"),
        alarms=site.snapshot.rows("alarms"),
        nights=_nights(site),
    )


def _nights(site: Site) -> list[dict[str, Any]]:
    """One row a night: scope, sources accepted and refused, alerts opened and repaired."""
    looks: dict[Any, dict[str, list[str]]] = {}
    for row in site.snapshot.rows("looks_history"):
        mine = looks.setdefault(row["night"], {"accepted": [], "refused": []})
        mine["accepted" if row["accepted"] else "refused"].append(row["source"])
    events: dict[Any, dict[str, int]] = {}
    for row in site.snapshot.rows("events_by_night"):
        events.setdefault(row["night"], {})[row["event"]] = row["alerts"]
    roots = {root.night: root.hash for root in site.facts.roots}
    empty: dict[str, list[str]] = {"accepted": [], "refused": []}
    return [
        {**row, **looks.get(night, empty), "events": events.get(night, {}), "root": roots.get(night)}
        for row in site.snapshot.rows("nights")
        for night in [row["night"]]
    ]
