"""INFOBRAS (Contraloría): the page of data sets and the workbook of all works (sources §2.1).

Quirks kept: the file's name carries the date, three title rows stand above the header on row 4, and a wrong name is
answered with status 200 and a JSON error. The cells of a work belong to the rows module, the columns to the layout.
"""

from __future__ import annotations

import io
import itertools
from operator import itemgetter
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

from sandbox.portals import infobras_layout as layout
from sandbox.portals import sheet
from sandbox.portals.infobras_rows import all_cells
from sandbox.portals.printing import INVENTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from sandbox.model import Investment, Work

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_FILE = '{"error":"No existe el archivo"}'
_WORKS = "DataSet-Obras-Publicas"
# The other three are listed by the page; the last update of the second is the real one (sources §2.1).
_OTHERS = ("DataSet-Obras-en-reconstruccion-con-Cambios", "DataSet-Asociaciones-Publico-Privadas")
_STOPPED = "DataSet-Obras-Paralizadas 12-03-2025"
_TITLES = (
    ["CONTRALORÍA GENERAL DE LA REPÚBLICA - INFOBRAS"],
    ["OBRAS PÚBLICAS REGISTRADAS POR LAS ENTIDADES"],
    [f"{INVENTED}: mundo de prueba, ninguna entidad ni obra es real"],
)
_ITEM = """    <tr>
      <td>{title}</td><td>XLS</td><td>{day} 01:00 a.m.</td>
      <td><a class="download-file" data-filename="{name}" data-extension=".xlsx"
             href="/InfobrasWeb/Archivo/DownloadFile?filename={quoted}&amp;name={quoted}&amp;contentType={kind}\
&amp;extension=.xlsx">Descargar</a></td>
    </tr>"""
_PAGE = """<!DOCTYPE html>
<html lang="es">
<head><meta charset="utf-8"><title>INFOBRAS - Datos abiertos</title></head>
<body>
  <h1>Datos abiertos</h1>
  <p>{invented}</p>
  <table>
{items}
  </table>
</body>
</html>
"""


def file_name(day: date) -> str:
    """Name the works file of a day, as the page lists it: ``DataSet-Obras-Publicas dd-mm-yyyy``."""
    return f"{_WORKS} {day:%d-%m-%Y}"


def listed(day: date) -> tuple[str, ...]:
    """Name the four data sets that the page lists on a day."""
    return (file_name(day), *(f"{name} {day:%d-%m-%Y}" for name in _OTHERS), _STOPPED)


def datasets_page(day: date) -> str:
    """Print the page of data sets."""
    items = [
        _ITEM.format(
            title=name.rsplit(" ", 1)[0].removeprefix("DataSet-").replace("-", " "),
            day=name.rsplit(" ", 1)[1],
            name=name,
            quoted=quote(name),
            kind=quote(XLSX, safe="/"),
        )
        for name in listed(day)
    ]
    return _PAGE.format(items="\n".join(items), invented=INVENTED)


def _sheet_rows(rows: Iterable[Sequence[str]], variant: str) -> Iterator[Sequence[str]]:
    return itertools.chain(_TITLES, [layout.headers(variant)], rows)


def write_works(
    stream: IO[bytes], works: Sequence[Work], investments: Sequence[Investment], *, variant: str = "2025"
) -> None:
    """Stream the works file of a day; memory does not grow with the number of works."""
    pick = itemgetter(*layout.order(variant))
    rows = (pick(row) for row in all_cells(works, investments))
    sheet.write(stream, _sheet_rows(rows, variant))


def write_empty(stream: IO[bytes]) -> None:
    """Write one of the other data sets: titles only, for their headers were never seen and none are invented."""
    sheet.write(stream, _TITLES)


def workbook(rows: Sequence[Mapping[str, str]], variant: str = "2025") -> bytes:
    """Print hand-made rows as a works file.

    Args:
        rows: header → text as published; what is not named stays empty. The second of two equal headers is named
            ``header__2``.
        variant: layout ``'2025'`` (113 columns) or ``'2026'`` (97).

    Raises:
        UnknownColumnError: a row names a header that the variant does not have.
    """
    width = len(layout.headers(variant))
    printed = []
    for row in rows:
        cells = [""] * width
        for header, text in row.items():
            cells[layout.place(header, variant)] = text
        printed.append(cells)
    stream = io.BytesIO()
    sheet.write(stream, _sheet_rows(printed, variant))
    return stream.getvalue()
