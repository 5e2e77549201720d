"""District codes in the layout of the public UBIGEO file (sources §8), for the world's districts only.

Attributes that the records do not hold (RENIEC's code, area, indices) stay empty: the districts are real, and nothing
about a real place is invented.
"""

from __future__ import annotations

import csv as csv_module
import io
from typing import TYPE_CHECKING

from sandbox.errors import UnknownColumnError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sandbox.model import District, World

COLUMNS = (
    "inei", "reniec", "departamento", "provincia", "distrito", "region", "macroregion_inei", "macroregion_minsa",
    "iso_3166_2", "fips", "capital", "superficie", "pob_densidad_2020", "altitude", "latitude", "longitude",
    "indice_vulnerabilidad_alimentaria", "idh_2019", "pct_pobreza_total", "pct_pobreza_extrema",
)  # fmt: skip


def _row(district: District) -> dict[str, str]:
    return {
        "inei": district.ubigeo,
        "departamento": district.department,
        "provincia": district.province,
        "distrito": district.district,
        "region": district.department,
        "capital": district.district.title(),
        "latitude": repr(district.latitude),
        "longitude": repr(district.longitude),
    }


def csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Print hand-made rows; what is not named stays empty.

    Raises:
        UnknownColumnError: a row names a column that the file does not have.
    """
    text = io.StringIO(newline="")
    writer = csv_module.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    try:
        writer.writerows(rows)
    except ValueError as error:
        raise UnknownColumnError(f"the file of districts: {error}") from None
    return text.getvalue().encode()


def publish(world: World) -> bytes:
    """Print the world's districts."""
    return csv([_row(district) for district in world.districts])
