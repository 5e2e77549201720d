"""Tables that a page's script draws from the page's own data: columns, rows and repeated values told once.

Here: the form of that data and the two tables many pages show (alerts, works). Not here: the script (``assets``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dashboard import addresses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboard.frame import Site
    from dashboard.snapshot import Row

#: A page carries at most this many alerts; the whole ledger is among the downloads.
NATIONAL_LIMIT, REGION_LIMIT = 5_000, 20_000


@dataclass
class Column:
    """One column of a table.

    ``pool`` tells repeated values once: rows then hold their place in it. A column without title is never shown.
    Notes are lists of sentences; ``folded`` ones open on demand.
    """

    key: str
    type: str
    title: tuple[str, str] | None = None
    link: str | None = None
    search: bool = False
    folded: bool = False
    pool: list[dict[str, Any]] | None = None
    _places: dict[str, int] = field(default_factory=dict)

    def place(self, value: str | None, es: str, en: str = "", **more: object) -> int | None:
        """Place of ``value`` in the pool, adding it the first time."""
        if value is None:
            return None
        if self.pool is None:
            self.pool = []
        if value not in self._places:
            self._places[value] = len(self.pool)
            entry: dict[str, Any] = {"v": value, "es": es}
            if en and en != es:
                entry["en"] = en
            self.pool.append(entry | {key: item for key, item in more.items() if item is not None})
        return self._places[value]

    def described(self) -> dict[str, Any]:
        """The column as the script reads it."""
        described: dict[str, Any] = {"key": self.key, "type": self.type}
        if self.title:
            described |= {"es": self.title[0], "en": self.title[1]}
        if self.link:
            described["link"] = self.link
        if self.search:
            described["search"] = True
        if self.folded:
            described["folded"] = True
        if self.pool is not None:
            described["pool"] = self.pool
        return described


class Grid:
    """A table being filled: add rows, then hand :meth:`data` to the template."""

    def __init__(self, *columns: Column) -> None:
        self.columns = {column.key: column for column in columns}
        self.rows: list[list[Any]] = []

    def add(self, **values: object) -> None:
        """Add one row; a column not named stays empty."""
        self.rows.append([values.get(key) for key in self.columns])

    def data(self) -> dict[str, Any]:
        """Columns and rows as the page carries them."""
        return {"columns": [column.described() for column in self.columns.values()], "rows": self.rows}

    def choices(self, key: str) -> list[tuple[str, str, str]]:
        """Value, Spanish and English of each entry of a column's pool, for a choice above the table."""
        entries = self.columns[key].pool or []
        found = [(str(entry["v"]), str(entry["es"]), str(entry.get("en", entry["es"]))) for entry in entries]
        return sorted(found, key=lambda entry: (entry[1].casefold(), entry[0]))


def alerts(site: Site, rows: Iterable[Row], root: str, *, with_body: bool = True) -> Grid:
    """The table of alerts; ``root`` leads from the page to the site's root."""
    grid = Grid(*_alert_columns(site, with_body=with_body))
    for row in rows:
        page = alert_address(row)
        values: dict[str, object] = {
            "severity": _worded(
                site, grid, "severity", row["severity"], n=row["severity"], c=f"sev sev{row['severity']}"
            ),
            "rule": _rule(site, grid, row["rule_id"], root),
            "subject": row["subject_name"],
            "code": addresses.split_subject(row["subject_id"])[1],
            "region": _region(site, grid, row["region"]),
            "state": _worded(site, grid, "state", row["state"]),
            "opened": row["opened_on"],
            "due": row["due"],
            "href": root + page if page else None,
        }
        if with_body:
            key = row["group_key"]
            href = root + addresses.body_page(key) if key else None
            values["body"] = grid.columns["body"].place(key, row["body_name"] or key or "", href=href)
        grid.add(**values)
    return grid


def _alert_columns(site: Site, *, with_body: bool) -> list[Column]:
    title = {key: site.texts.pair(f"site.column.{key}") for key in (
        "severity", "rule", "subject", "code", "body", "region", "state", "opened", "due",
    )}  # fmt: skip
    return [
        Column("severity", "pool", title["severity"]),
        Column("rule", "pool", title["rule"], search=True),
        Column("subject", "name", title["subject"], link="href", search=True),
        Column("code", "code", title["code"], search=True),
        *([Column("body", "pool", title["body"], search=True)] if with_body else []),
        Column("region", "pool", title["region"]),
        Column("state", "pool", title["state"]),
        Column("opened", "date", title["opened"]),
        Column("due", "date", title["due"]),
        Column("href", "link"),
    ]


def _worded(site: Site, grid: Grid, key: str, code: object, **more: object) -> int | None:
    """Place of a code in its column, with its words in both languages."""
    if code is None:
        return None
    es, en = site.texts.words(key).get(str(code), (str(code), str(code)))
    return grid.columns[key].place(str(code), es, en=en, **more)


def _rule(site: Site, grid: Grid, rule_id: str, root: str) -> int | None:
    es, en = site.rule(rule_id).title
    href = root + addresses.rule_page(rule_id)
    return grid.columns["rule"].place(rule_id, f"{rule_id} {es}", f"{rule_id} {en}", href=href)


def _region(site: Site, grid: Grid, region: str | None) -> int | None:
    return grid.columns["region"].place(region or "00", site.region_name(region))


def alert_address(row: Row) -> str | None:
    """Where an alert is told in full, from the site's root: its record's page, or its body's."""
    page = addresses.subject_page(row["subject_id"])
    if page is None and row["group_key"]:
        page = addresses.body_page(row["group_key"])
    return f"{page}#alerta-{row['alert_id']}" if page else None


def works(site: Site, rows: Iterable[Row], root: str) -> Grid:
    """The table of a body's works."""
    pair = site.texts.pair
    grid = Grid(
        Column("name", "name", pair("site.column.name"), link="href", search=True),
        Column("code", "code", pair("site.column.code"), search=True),
        Column("cui", "code", pair("site.column.cui"), search=True),
        Column("state", "pool", pair("site.column.state")),
        Column("modality", "pool", pair("site.column.modality")),
        Column("started", "date", pair("site.column.started")),
        Column("ends", "date", pair("site.column.ends")),
        Column("progress", "percent", pair("site.column.progress")),
        Column("amount", "money", pair("site.column.amount")),
        Column("alerts", "number", pair("site.column.live")),
        Column("href", "link"),
    )
    states, modalities = site.texts.words("work_state"), site.texts.words("modality")
    for row in rows:
        state, modality = row["state"], row["modality"]
        grid.add(
            name=row["name"] or row["work_code"],
            code=row["work_code"],
            cui=row["cui"],
            state=grid.columns["state"].place(state, *states.get(state, (state,))),
            modality=grid.columns["modality"].place(modality, *modalities.get(modality, (modality,))),
            started=row["started_on"],
            ends=row["end_on"],
            progress=row["physical_pct"],
            amount=row["amount"],
            alerts=row["alerts"],
            href=root + (addresses.subject_page(row["work_id"]) or "") if row["has_page"] else None,
        )
    return grid
