"""OECE's list of contracting entities, the only table of RUC, CONSUCODE and SIAF codes (sources §6.3).

Quirks kept: latin-1, ``|``, LF line ends, no quotes, SIAF codes missing for one in ten, dates ``dd/mm/yy``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.errors import UnknownColumnError
from sandbox.portals.printing import draw

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sandbox.model import Body, World

COLUMNS = (
    "RUC",
    "NOMBRE_DE_ENTIDAD",
    "DEPARTAMENTO",
    "PROVINCIA",
    "DISTRITO",
    "CODIGO_SIAF",
    "CODCONSUCODE",
    "ESTADO",
    "ULTIMAACTUALIZACION",
)


def _row(body: Body) -> dict[str, str]:
    year, month, day = (draw(body.ruc, salt, sides) for salt, sides in (("y", 10), ("m", 12), ("d", 28)))
    return {
        "RUC": body.ruc,
        "NOMBRE_DE_ENTIDAD": body.name,
        "DEPARTAMENTO": body.district.department,
        "PROVINCIA": body.district.province,
        "DISTRITO": body.district.district,
        "CODIGO_SIAF": "" if draw(body.ruc, "siaf", 10) == 0 else body.sec_ejec,
        "CODCONSUCODE": body.consucode,
        "ESTADO": "Activo",
        "ULTIMAACTUALIZACION": f"{day + 1:02d}/{month + 1:02d}/{year + 13:02d}",
    }


def csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Print hand-made rows; what is not named stays empty.

    Raises:
        UnknownColumnError: a row names a column that the file does not have.
    """
    lines = ["|".join(COLUMNS)]
    for row in rows:
        unknown = sorted(set(row) - set(COLUMNS))
        if unknown:
            raise UnknownColumnError(f"the list of entities has no column {', '.join(unknown)}")
        lines.append("|".join(row.get(column, "") for column in COLUMNS))
    return ("\n".join(lines) + "\n").encode("latin-1", errors="replace")


def publish(world: World) -> bytes:
    """Print the list of the world's bodies, one line a body and RUC."""
    return csv([_row(body) for body in world.bodies])
