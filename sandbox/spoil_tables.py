"""Spoil published tables: take a workbook or a CSV file apart, change it, print it again as its register does.

Small pure functions; they raise FaultNotApplicableError when the table has no such part. JSON and zips of JSON belong
to the spoil module, the names of the faults to the faults.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.errors import FaultNotApplicableError
from sandbox.portals import sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_TITLE_ROWS = 3
_BOM = b"\xef\xbb\xbf"

# The columns that a fault takes when none is named: the first of these that the file has.
WATCHED = (
    "Fecha de inicio de obra", "FECHA_ULT_ACT_F12B", "COSTO_ACTUALIZADO", "NOMBRE_DE_ENTIDAD", "distrito",
    "TIP_REGISTRO", "NUM_CONTRATO",
)  # fmt: skip
DATES = (
    "Fecha de inicio de obra", "FECHA_ULT_ACT_F12B", "FEC_CIERRE", "ULT_FEC_DECLA_ESTIM", "FECHA_VIABILIDAD",
    "ULTIMAACTUALIZACION", "FECHA_REGISTRO", "FEC_SUSCRIPCION",
)  # fmt: skip
MONEY = (
    "Monto del contrato  en soles", "Monto del contrato en soles", "COSTO_ACTUALIZADO", "DEVENGADO_ACUMULADO",
    "MTO_TOTAL",
)  # fmt: skip
TEXTS = ("Nombre de obra", "NOMBRE_INVERSION", "NOMBRE_DE_ENTIDAD", "distrito", "DESCRIPCION", "DES_ITEM")


@dataclass
class Table:
    """A published table taken apart: rows above the header, the header, the rows, and how to print it again."""

    titles: list[list[str]]
    header: list[str]
    rows: list[list[str]]
    form: str  # 'sheet' | 'comma' | 'bar'

    def place(self, *names: str) -> int:
        """Find the place of the first of these columns that the table has."""
        for name in names:
            if name in self.header:
                return self.header.index(name)
        raise FaultNotApplicableError(f"the table has none of the columns {', '.join(names)}")

    def middle(self) -> list[str]:
        """Give the row in the middle."""
        if not self.rows:
            raise FaultNotApplicableError("the table has no rows to spoil")
        return self.rows[len(self.rows) // 2]


def take_apart(body: bytes) -> Table:
    """Read a published table.

    Raises:
        FaultNotApplicableError: the bytes are no workbook of the sandbox and no CSV.
    """
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            if sheet.SHEET not in archive.namelist():
                raise FaultNotApplicableError("a zip without a sheet has no table to spoil")
        rows = sheet.read(io.BytesIO(body))
        return Table(rows[:_TITLE_ROWS], rows[_TITLE_ROWS], rows[_TITLE_ROWS + 1 :], "sheet")
    if b"|" in body.split(b"\n", 1)[0]:
        lines = [line.split("|") for line in body.decode("latin-1").removesuffix("\n").split("\n")]
        return Table([], lines[0], lines[1:], "bar")
    if body[:1] in (b"{", b"[", b"<", b""):
        raise FaultNotApplicableError("only a table can be spoiled by rows and columns")
    lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    return Table([], lines[0], lines[1:], "comma")


def put_together(table: Table) -> bytes:
    """Print a table again, as its register prints it."""
    if table.form == "sheet":
        stream = io.BytesIO()
        sheet.write(stream, [*table.titles, table.header, *table.rows])
        return stream.getvalue()
    if table.form == "bar":
        try:
            return ("\n".join("|".join(row) for row in [table.header, *table.rows]) + "\n").encode("latin-1")
        except UnicodeEncodeError:
            raise FaultNotApplicableError("latin-1 cannot hold this text") from None
    text = io.StringIO(newline="")
    plain, quoted = (csv.writer(text, lineterminator="\n", quoting=way) for way in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    for row in [table.header, *table.rows]:
        (quoted if any("\r" in cell for cell in row) else plain).writerow(row)
    return _BOM + text.getvalue().encode()


def on_table(change: Callable[[Table], None]) -> Callable[[bytes], bytes]:
    """Make a change of a table into a function of bytes."""

    def spoil(body: bytes) -> bytes:
        table = take_apart(body)
        change(table)
        return put_together(table)

    return spoil


def rename(table: Table, names: Sequence[str], new: str) -> None:
    """Give a column another header."""
    table.header[table.place(*names)] = new


def drop(table: Table, names: Sequence[str]) -> None:
    """Take a column out."""
    place = table.place(*names)
    for row in [table.header, *table.rows]:
        del row[place]


def swap(table: Table, names: Sequence[str], *, values: bool) -> None:
    """Exchange a column with the next one: with its values (harmless), or the headers alone (a lie)."""
    place = table.place(*names)
    for row in [table.header, *(table.rows if values else [])]:
        row[place], row[place + 1] = row[place + 1], row[place]


def lose_repeated_header(table: Table) -> None:
    """Take out the last column of the header that repeats most, with its values."""
    header, count = Counter(table.header).most_common(1)[0]
    if count == 1:
        raise FaultNotApplicableError("the table repeats no header")
    place = len(table.header) - 1 - table.header[::-1].index(header)
    for row in [table.header, *table.rows]:
        del row[place]


def repeat_header(table: Table) -> None:
    """Print one more column under a header that is already repeated (or under the first, where none is)."""
    header, count = Counter(table.header).most_common(1)[0]
    table.header.append(header if count > 1 else table.header[0])
    for row in table.rows:
        row.append("")


def keep_share(table: Table, percent: int) -> None:
    """Keep only the first *percent* of the rows."""
    table.rows[:] = table.rows[: len(table.rows) * percent // 100]


def repeat_rows(table: Table, times: int) -> None:
    """Print all rows *times* over."""
    table.rows[:] = table.rows * times


def add_column(table: Table) -> None:
    """Print one more column that nobody knows, at the end."""
    table.header.append("COLUMNA NUEVA")
    for row in table.rows:
        row.append("X")


def lengthen_row(table: Table) -> None:
    """Give the row in the middle one cell too many."""
    table.middle().append("CELDA DE MÁS")


def shorten_row(table: Table) -> None:
    """Take the last two cells from the row in the middle."""
    del table.middle()[-2:]


def put(table: Table, names: Sequence[str], text: str) -> None:
    """Print a text in a column of the row in the middle."""
    table.middle()[table.place(*names)] = text


def contradict(table: Table, names: Sequence[str]) -> None:
    """Print the row in the middle twice, the second time with another value: one key, two truths."""
    row = table.middle()
    twin = list(row)
    place = table.place(*names)
    twin[place] = "" if row[place] else "OTRO VALOR"
    table.rows.append(twin)
