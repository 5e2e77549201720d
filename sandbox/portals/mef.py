"""MEF open data: the six CSV files of the Banco de Inversiones (sources §3.1).

Quirks kept: UTF-8 with byte order mark, comma, double quotes, line breaks inside quoted names, a CUI that stands twice
with identical rows. Columns belong to the layout, the values of a row to the rows module.
"""

from __future__ import annotations

import csv as csv_module
import io
from typing import IO, TYPE_CHECKING

from sandbox.errors import UnknownColumnError
from sandbox.portals import mef_layout as layout
from sandbox.portals import mef_reports
from sandbox.portals.mef_rows import row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sandbox.model import World

NAMES = tuple(layout.COLUMNS)
_MARK = "\ufeff"
_LONG: dict[str, Callable[[World], Iterator[Sequence[str]]]] = {
    layout.SITUATIONS: mef_reports.situations,
    layout.PROCESSES: mef_reports.processes,
}
"""Files that hold many lines an investment, or none."""


def _write(text: IO[str], columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    text.write(_MARK)
    writer = csv_module.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)


def write(stream: IO[bytes], name: str, world: World) -> None:
    """Stream a file of the day."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    _write(text, layout.COLUMNS[name], _LONG[name](world) if name in _LONG else _investments(name, world))
    text.detach()


def _investments(name: str, world: World) -> Iterator[Sequence[str]]:
    """Print every investment that stands in a file, as often as it is repeated there."""
    word = next(word for word, file in layout.FILE_OF.items() if file == name)
    return (
        list(row(name, investment, world.day.year).values())
        for investment in world.investments
        if word in investment.files
        for _ in range(investment.repeated)
    )


def csv(name: str, rows: Sequence[Mapping[str, str]]) -> bytes:
    """Print hand-made rows as a file.

    Args:
        name: file name without extension, one of :data:`NAMES`.
        rows: header → text as published; what is not named stays empty.

    Raises:
        UnknownColumnError: a row names a column that the file does not have.
    """
    columns = layout.COLUMNS[name]
    for given in rows:
        unknown = sorted(set(given) - set(columns))
        if unknown:
            raise UnknownColumnError(f"{name}.csv has no column {', '.join(unknown)}")
    text = io.StringIO(newline="")
    _write(text, columns, [[given.get(column, "") for column in columns] for given in rows])
    return text.getvalue().encode()
