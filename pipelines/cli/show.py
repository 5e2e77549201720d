"""How the command shows rows and records: tables for people, Spanish first; JSON lines for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import typer

HEADINGS = {
    "age_days": ("edad (d)", "age (d)"),
    "alert_id": ("alerta", "alert"),
    "applicable": ("se pregunta a", "asked of"),
    "article": ("artículo", "article"),
    "asked": ("se preguntó", "asked"),
    "basis": ("base", "basis"),
    "body_key": ("entidad", "body"),
    "bytes": ("bytes", "bytes"),
    "cadence": ("frecuencia", "cadence"),
    "citation": ("cita", "citation"),
    "class": ("clase", "class"),
    "code": ("código OCP", "OCP code"),
    "condition": ("se ve si", "shown when"),
    "counted": ("cumple", "counted"),
    "day": ("día", "day"),
    "days_late": ("días tarde", "days late"),
    "difference": ("diferencia", "difference"),
    "differing": ("distintos", "differing"),
    "dimension": ("familia", "family"),
    "disk_megabytes": ("MB disco", "MB disk"),
    "due": ("vencía", "due"),
    "element": ("elemento", "element"),
    "episode": ("episodio", "episode"),
    "error": ("error", "error"),
    "event": ("hecho", "event"),
    "fact": ("dato", "fact"),
    "failing": ("fallan", "failing"),
    "file": ("archivo", "file"),
    "flag": ("señal", "flag"),
    "flags": ("señales", "flags"),
    "found_again": ("ahora", "now"),
    "from_stage": ("desde la etapa", "from stage"),
    "host": ("servidor", "host"),
    "left_source": ("un registro", "one register"),
    "left_value": ("dice", "says"),
    "measure": ("medida", "measure"),
    "megabytes": ("MB", "MB"),
    "month": ("mes", "month"),
    "newest_look": ("última lectura", "newest look"),
    "name": ("nombre", "name"),
    "night": ("noche", "night"),
    "norm": ("norma", "norm"),
    "note": ("nota", "note"),
    "observed": ("se leyó", "read"),
    "opened_on": ("desde", "since"),
    "outcome": ("resultado", "outcome"),
    "owner": ("dueño", "owner"),
    "part": ("parte", "part"),
    "parts": ("partes", "parts"),
    "pelican": ("como en Pelican", "as in Pelican"),
    "place": ("lugar", "place"),
    "problem": ("problema", "problem"),
    "published": ("publicados", "published"),
    "publisher": ("quién publica", "publisher"),
    "quality_check": ("pregunta", "question"),
    "quarantined": ("cuarentena", "quarantine"),
    "raised": ("se ven", "raised"),
    "reading_max": ("lectura tardía", "latest"),
    "reading_min": ("lectura temprana", "earliest"),
    "reason": ("motivo", "reason"),
    "record_id": ("registro", "record"),
    "refusal": ("rechazo", "refusal"),
    "regime": ("régimen", "regime"),
    "register": ("registro", "register"),
    "registers": ("registros", "registers"),
    "requested_at": ("se pidió", "asked at"),
    "requests": ("pedidos", "requests"),
    "right_source": ("otro registro", "other register"),
    "right_value": ("dice", "says"),
    "round_nights": ("noches/vuelta", "nights/round"),
    "rows": ("filas", "rows"),
    "rule_id": ("regla", "rule"),
    "seconds_per_request": ("s/pedido", "s/request"),
    "seen_on": ("visto", "seen"),
    "severity": ("gravedad", "severity"),
    "sha256": ("huella SHA-256", "SHA-256"),
    "share": ("parte", "share"),
    "since": ("desde", "since"),
    "source": ("fuente", "source"),
    "sources": ("reloj", "clock"),
    "stale": ("vieja", "stale"),
    "standing": ("sustento", "standing"),
    "state": ("estado", "state"),
    "state_after": ("después", "after"),
    "state_before": ("antes", "before"),
    "status": ("HTTP", "HTTP"),
    "subject_id": ("sujeto", "subject"),
    "subject_key": ("sujeto", "subject"),
    "title": ("título", "title"),
    "tolerance": ("tolerancia", "tolerance"),
    "total": ("de", "of"),
    "url": ("dirección", "address"),
    "value": ("valor", "value"),
    "verdict": ("veredicto", "verdict"),
    "visibility": ("visible", "visibility"),
    "weekday": ("", ""),
    "why": ("por qué", "why"),
    "work_id": ("obra", "work"),
}
"""What heads a column in a table: Spanish over English. JSON keeps the field's own name."""

WORDED = {"cadence", "dimension", "outcome", "state", "verdict"}
"""Columns whose codes have words among the site's texts."""

WRAPPED = {"error", "flags", "name", "norm", "note", "problem", "publisher", "sources", "title", "url"}
"""Columns of running text: they give way first where the terminal is narrow; codes and dates never break."""

NARROWEST_WRAPPED = 18
UNLIMITED = 1000


def show_rows(rows: Iterable[Mapping[str, Any]], *, as_json: bool, columns: list[str], title: str = "") -> None:
    """Print rows as JSON lines, or as a table of the named columns."""
    if as_json:
        for row in rows:
            typer.echo(json.dumps(dict(row), ensure_ascii=False, default=str))
        return
    cells = [[worded(column, row.get(column)) for column in columns] for row in rows]
    if not cells:
        typer.echo("nada que mostrar / nothing to show")
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title or None, header_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column("\n".join(HEADINGS[column]), overflow="fold", no_wrap=column not in WRAPPED)
    for cell_row in cells:
        table.add_row(*cell_row)
    console = Console(markup=False, highlight=False)
    console.width = max(console.width, _least_width(columns, cells)) if sys.stdout.isatty() else UNLIMITED
    console.print(table)


def show_record(record: Mapping[str, Any], *, indent: int = 0) -> None:
    """Print one record as lines of name and value, nested ones indented; what is absent is left out."""
    width = max((len(name) for name in record), default=0) + 2
    for name, value in record.items():
        if isinstance(value, Mapping):
            typer.echo(f"{'':{indent}}{name}:")
            show_record(value, indent=indent + 2)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            typer.echo(f"{'':{indent}}{name}:")
            for item in value:
                typer.echo(f"{'':{indent}}- {', '.join(f'{key} {inner}' for key, inner in item.items() if inner)}")
        elif value is not None:
            typer.echo(f"{'':{indent}}{name:<{width}}{worded(name, value)}")


def worded(column: str, value: object) -> str:
    """A value for people: nothing for null, sí or no, a code after its Spanish word."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return word(column, str(value)) if column in WORDED else str(value)


def word(group: str, code: str) -> str:
    """A code with its Spanish word before it, where the site's texts have one."""
    from dashboard import texts

    found = texts.load().words(group).get(code)
    return f"{found[0]} · {code}" if found else code


def _least_width(columns: list[str], cells: list[list[str]]) -> int:
    """The width below which a code would break."""
    least = 0
    for place, column in enumerate(columns):
        widest = max(len(text) for text in (*HEADINGS[column], *(row[place] for row in cells)))
        least += min(widest, NARROWEST_WRAPPED) if column in WRAPPED else widest
    return least + 3 * len(columns)
