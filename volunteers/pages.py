"""The lists as files: a CSV for staff and a page to print for volunteers. Chooses nothing."""

from __future__ import annotations

import csv
import io
import re
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import jinja2

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

#: Beginnings that a spreadsheet would run as a formula (ASVS 1.2.10), full-width forms included.
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")

_HEADER = (
    "region", "puesto", "codigo_infobras", "obra", "entidad", "departamento", "provincia", "distrito", "ubigeo",
    "puntaje", "por_sorteo", "por_que", "que_mirar", "enlaces", "aviso",
)  # fmt: skip


class Work(NamedTuple):
    """One line of the list, as ``sql/list_rows.sql`` gives it."""

    region: str
    rank: int
    work_code: str
    name: str | None
    body_name: str | None
    department: str | None
    province: str | None
    district: str | None
    ubigeo: str | None
    score: float
    drawn: bool
    reasons: list[str]
    look_for: list[str]
    links: list[str]


def disarmed(text: str | None) -> str:
    """Return text that no spreadsheet takes for a formula; None becomes an empty cell."""
    if text is None:
        return ""
    return f"'{text}" if _FORMULA.match(text) else text


def write_csv(path: Path, works: Sequence[Work], notice: str) -> Path:
    """Write the staff file: every column, which works were drawn by lot included."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(_HEADER)
    for work in works:
        cells = [work.region, work.rank, *(disarmed(text) for text in work[2:9]), f"{work.score:.2f}"]
        told = (disarmed(" | ".join(texts)) for texts in (work.reasons, work.look_for, work.links))
        writer.writerow([*cells, "sí" if work.drawn else "no", *told, notice])
    return _put(path, lines.getvalue())


def write_html(path: Path, works: Sequence[Work], *, night: date, world: str, notice: str) -> Path:
    """Write the page for print: A4, a new page a region, a heading a district; no score, no draw."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("volunteers"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    text = environment.get_template("lists.html.j2").render(
        regions=_regions(works), day=night.strftime("%d/%m/%Y"), world=world, notice=notice
    )
    return _put(path, text + "\n")


def _regions(works: Sequence[Work]) -> list[dict[str, Any]]:
    place = attrgetter("region", "province", "district", "work_code")
    ordered = sorted(works, key=lambda work: tuple(part or "" for part in place(work)))
    regions = []
    for region, of_region in groupby(ordered, attrgetter("region")):
        members = list(of_region)
        names = sorted({work.department for work in members if work.department})
        districts = [
            {"name": " · ".join(part for part in pair if part), "works": list(of_district)}
            for pair, of_district in groupby(members, attrgetter("province", "district"))
        ]
        regions.append({"name": names[0] if names else region, "number": len(members), "districts": districts})
    return regions


def _put(path: Path, text: str) -> Path:
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text, encoding="utf-8")
    partial.chmod(0o600)
    return partial.replace(path)
