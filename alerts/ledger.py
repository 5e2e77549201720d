"""The ledger: alerts and their events as files that anybody can keep and compare.

CSV, Parquet and JSON Lines with the same rows, a list of columns and a page that says edition, world and night.
The data files change only when an alert does: the night stands in ``LEEME.txt`` and the chain of roots alone.
"""

from __future__ import annotations

import csv
import io
import logging
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal, NamedTuple

import yaml

from alerts import statements, telling
from alerts.errors import EditionError, NightUnknownError
from alerts.roots import chain_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from alerts.casework import Dismissed
    from alerts.roots import Root
    from alerts.rules import RuleFacts

logger = logging.getLogger(__name__)

Edition = Literal["open", "staff"]

_EDITIONS = {"open": "abierta", "staff": "interna"}
_ORDER = {"alertas": "alert_id", "eventos": "alert_id, night, sequence"}
_FORMATS = {
    "csv": "FORMAT csv, HEADER, DELIMITER ','",
    "parquet": "FORMAT parquet, COMPRESSION zstd",
    "jsonl": "FORMAT json",
}


class LedgerColumn(NamedTuple):
    """A column of a ledger file: name, type as DuckDB names it, and what it means."""

    file: str
    name: str
    type: str
    es: str
    en: str


@cache
def _declared() -> dict[str, list[dict[str, str]]]:
    text = resources.files("alerts").joinpath("ledger_columns.yml").read_text(encoding="utf-8")
    loaded: dict[str, list[dict[str, str]]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return loaded


def write(  # noqa: PLR0913 - what an edition is made of, named one by one
    con: DuckDBPyConnection,
    folder: Path,
    edition: Edition,
    *,
    rules: Sequence[RuleFacts] | None = None,
    roots: Sequence[Root] = (),
    dismissed: Sequence[Dismissed] = (),
) -> list[Path]:
    """Write one edition of the ledger into ``folder`` and return its files.

    ``open`` holds only alerts that are open to all and were not ``dismissed`` by staff; ``staff`` holds every alert, in
    a folder of mode 0700. In CSV a text cell that a spreadsheet would take for a formula is led by an apostrophe; the
    other formats keep it raw.
    ``roots`` is the archive's hash chain, oldest first; the last root also stands in ``LEEME.txt``.

    Raises:
        EditionError: ``edition`` is neither.
        NightUnknownError: no night was recorded yet.
    """
    if edition not in _EDITIONS:
        raise EditionError(f"There is no edition {edition!r}; write 'open' or 'staff'.")
    night = statements.first(con, "SELECT night, world FROM meta_nights ORDER BY night DESC LIMIT 1")
    if night is None:
        raise NightUnknownError("meta_nights is empty; run a night before its ledger.")
    folder.mkdir(parents=True, exist_ok=True)
    if edition == "staff":
        folder.chmod(0o700)
    notice = telling.notice(str(night[1]))
    statements.run(con, "ledger_inputs")
    con.execute("INSERT INTO ledger_edition VALUES (?, ?)", [edition, notice])
    statements.fill(con, "ledger_dismissed", [(one.alert_id, one.episode) for one in dismissed])
    try:
        with telling.told(con, rules):
            statements.run(con, "ledger")
            files = [path for name in _declared() for path in _write_table(con, folder, name)]
            counts = {name: statements.number(con, f"FROM ledger_{name} SELECT count(*)") for name in _declared()}
        columns = [column for name in _declared() for column in _columns(con, name)]
    finally:
        for name in ("ledger_edition", "ledger_dismissed", *(f"ledger_{name}" for name in _declared())):
            con.execute(f"DROP TABLE IF EXISTS temp.{name}")
    files.append(_write_text(folder / "columnas.csv", _column_lines(columns)))
    files.append(_write_text(folder / "cadena.csv", chain_lines(roots, notice)))
    facts = {"edition": _EDITIONS[edition], "world": str(night[1]), "night": str(night[0]), "notice": notice or "-"}
    root = roots[-1].hash if roots else "-"
    files.append(_write_text(folder / "LEEME.txt", _readme(facts | {"root": root}, notice, counts)))
    logger.info("ledger written", extra={"edition": edition, **counts})
    return files


def _columns(con: DuckDBPyConnection, name: str) -> list[LedgerColumn]:
    rows = con.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ?", [f"ledger_{name}"]
    ).fetchall()
    types = {str(column): str(kind) for column, kind in rows}
    return [LedgerColumn(name, one["name"], types[one["name"]], one["es"], one["en"]) for one in _declared()[name]]


def _write_table(con: DuckDBPyConnection, folder: Path, name: str) -> list[Path]:
    columns = _columns(con, name)
    files = []
    for suffix, options in _FORMATS.items():
        cells = ", ".join(_cell(column, suffix) for column in columns)
        path = folder / f"{name}.{suffix}"
        partial = folder / f"{name}.{suffix}.partial"
        query = f"SELECT {cells} FROM ledger_{name} ORDER BY {_ORDER[name]}"  # noqa: S608 - names we declare
        con.execute(f"COPY ({query}) TO '{_quoted(partial)}' ({options})")
        files.append(partial.replace(path))
    return files


def _cell(column: LedgerColumn, suffix: str) -> str:
    if suffix == "csv" and column.type == "VARCHAR":
        return f"csv_safe({column.name}) AS {column.name}"
    if suffix == "jsonl" and column.name in ("observed", "looks"):
        return f"CASE WHEN json_valid({column.name}) THEN {column.name}::JSON END AS {column.name}"
    return column.name


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _column_lines(columns: Sequence[LedgerColumn]) -> str:
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(["archivo", "columna", "tipo", "descripcion", "description"])
    writer.writerows(columns)
    return lines.getvalue()


def _readme(facts: dict[str, str], notice: str, counts: dict[str, int]) -> str:
    template = resources.files("alerts").joinpath("templates", "leeme.txt").read_text(encoding="utf-8")
    text = template.format(**facts, alertas=counts["alertas"], eventos=counts["eventos"])
    return f"{notice}\n\n{text}" if notice else text


def _write_text(path: Path, text: str) -> Path:
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text, encoding="utf-8")
    return partial.replace(path)
