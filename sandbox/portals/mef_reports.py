"""The two MEF files that hold many lines an investment: ESTADO_SITUACIONAL and PROCESO_SELECCION (sources §3.1, §3.3).

ESTADO_SITUACIONAL: six columns as listed, a period as ``202405.0``, one line for each period that a unit wrote about
and a second where it told of a problem; a line once written stays as it is. The lines of an investment end with the
newest update of its form. ASSUMED: the words of ``TIP_REGISTRO`` but the one that was seen, and ``COD_TIPO``.

PROCESO_SELECCION: one line a process that names the investment and, once there is one, its contract. ASSUMED in whole:
only its key (CUI and process) is known; the columns are those of the SSI's contracts, which show the same store.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from sandbox.calendar import last_day_of
from sandbox.portals.printing import INVENTED, dot_decimal, draw, timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandbox.model import Investment, Process, World

SITUATION, PROBLEM = "ESTADO SITUACIONAL", "PROBLEMA (Atrasos y/o paralizaciones)"
_WRITES_EVERY, _PROBLEM_EVERY, _BREAK_EVERY = 3, 4, 30
_OBJECTS = {"works": "Obra", "services": "Servicio", "goods": "Bien"}


def situations(world: World) -> Iterator[list[str]]:
    """Print the lines of ESTADO_SITUACIONAL."""
    for investment in world.investments:
        newest = investment.f12b_updated_at
        if newest is not None and investment.execution_from is not None and investment.cui:
            yield from _of_investment(investment, investment.execution_from, newest)


def _of_investment(investment: Investment, since: date, newest: datetime) -> Iterator[list[str]]:
    first, last = since.year * 12 + since.month - 1, newest.year * 12 + newest.month - 1
    for at in range(first, last + 1):
        year, month = at // 12, at % 12 + 1
        key = f"{investment.cui}/{at}"
        written = _written(key, year, month)
        if draw(key, "writes", _WRITES_EVERY) or written > newest:
            continue
        period = f"{year:04d}{month:02d}.0"
        blank = " " if draw(key, "break", _BREAK_EVERY) else "\n"
        moment = timestamp(written)
        yield [investment.cui, period, f"{INVENTED}:{blank}LA EJECUCION SIGUE", SITUATION, "1", moment]
        if draw(key, "problem", _PROBLEM_EVERY) == 0:
            yield [investment.cui, period, f"{INVENTED}:{blank}ATRASO EN VALORIZACIONES", PROBLEM, "2", moment]


def _written(key: str, year: int, month: int) -> datetime:
    day = 1 + draw(key, "day", last_day_of(year, month).day)
    return datetime.combine(date(year, month, day), time(8 + draw(key, "hour", 10), draw(key, "minute", 60)))


def processes(world: World) -> Iterator[list[str]]:
    """Print the lines of PROCESO_SELECCION."""
    for process in world.processes:
        if process.cui:
            yield _of_process(process, process.cui)


def _of_process(process: Process, cui: str) -> list[str]:
    contract = process.contracts[0] if process.contracts else None
    winner = process.awards[0].suppliers[0].name if process.awards else ""
    amount = dot_decimal(contract.amount) if contract else ""
    return [
        cui,
        process.title,
        _OBJECTS.get(process.category, "Bien"),
        f"{INVENTED}: {process.description}",
        "1",
        winner,
        contract.title if contract else "",
        timestamp(contract.signed_on) if contract else "",
        amount,
        amount,
    ]
