"""Registers and downloads: the ledger's files, the licences of what was read, the tables of the snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse import tables

if TYPE_CHECKING:
    from pathlib import Path

    from dashboard.frame import Site

#: Tables that hold internal alerts: the open edition does not speak of them.
INTERNAL = frozenset({"alerts", "alert_events", "findings", "list_works"})


def write(site: Site, ledger: Path | None) -> None:
    """Write ``descargas.html``; ``ledger`` is the folder whose files are offered, when there is one."""
    files = []
    if ledger is not None and ledger.is_dir() and site.facts.ledger:
        files = [
            (path.name, f"{site.facts.ledger}/{path.name}", path.stat().st_size)
            for path in sorted(ledger.iterdir())
            if path.is_file()
        ]
    declared = tables.load()
    shown = [
        {**row, "declared": declared.get(row["table_name"])}
        for row in site.snapshot.rows("tables")
        if site.facts.staff or row["table_name"] not in INTERNAL
    ]
    site.write(
        "downloads.html",
        "descargas.html",
        here="downloads",
        title=site.texts.say("downloads.title"),
        files=files,
        sources=list(site.sources.values()),
        tables=shown,
    )
