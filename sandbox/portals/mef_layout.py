"""The columns of the six MEF files that the sandbox serves, in published order (sources §3.2, §3.3).

DETALLE: the 68 real columns of the evidence slice, in its order, without the two columns a third party added.
The others follow the published lists; the order within INVERSIONES_DESACTIVADAS is ASSUMED, and so is all of
PROCESO_SELECCION, whose columns no list names. The headers stand in ``mef_columns.csv``.
"""

from __future__ import annotations

import csv
from pathlib import Path

DETALLE = "DETALLE_INVERSIONES"
MONITORING = "FORMATO_12B"
CLOSED = "CIERRE_INVERSIONES"
DEACTIVATED = "INVERSIONES_DESACTIVADAS"
SITUATIONS = "ESTADO_SITUACIONAL"
PROCESSES = "PROCESO_SELECCION"

_TABLE = Path(__file__).with_name("mef_columns.csv")


def _columns() -> dict[str, tuple[str, ...]]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    names = dict.fromkeys(line["file"] for line in lines)
    return {name: tuple(line["header"] for line in lines if line["file"] == name) for name in names}


COLUMNS: dict[str, tuple[str, ...]] = _columns()

# In which file each word of Investment.files stands.
FILE_OF = {"detalle": DETALLE, "f12b": MONITORING, "cierre": CLOSED, "desactivadas": DEACTIVATED}

# Where each field of an Investment stands, for cells planted as unreadable; a file without the column ignores it.
HEADERS_OF: dict[str, tuple[str, ...]] = {
    "cui": ("CODIGO_UNICO",),
    "snip": ("CODIGO_SNIP", "COD_SNIP"),
    "name": ("NOMBRE_INVERSION",),
    "small": ("TIPO_INVERSION",),
    "emergency": ("IND_IOARR_EMERG",),
    "modality": ("DES_MODALIDAD",),
    "registered_on": ("FECHA_REGISTRO",),
    "viable_on": ("FECHA_VIABILIDAD",),
    "viable_amount": ("MONTO_VIABLE",),
    "updated_cost": ("COSTO_ACTUALIZADO",),
    "concurrent_control": ("CTRL_CONCURR",),
    "award_amount": ("MONTO_LAUDO",),
    "bond_amount": ("MONTO_FIANZA",),
    "accrued_prior": ("DEVEN_ACUMUL_ANIO_ANT",),
    "accrued_year": ("DEV_ANIO_ACTUAL", "DEV_AÑO_ACTUAL"),
    "pim_year": ("PIM_ANIO_ACTUAL", "PIM_AÑO_ACTUAL"),
    "first_accrued": ("PRIMER_DEVENGADO",),
    "last_accrued": ("ULTIMO_DEVENGADO",),
    "technical_file": ("EXPEDIENTE_TECNICO",),
    "f8": ("TIENE_F8",),
    "f8_stage": ("ETAPA_F8",),
    "f12b_registered": ("TIENE_F12B",),
    "physical_reported": ("TIENE_AVAN_FISICO",),
    "physical_pct": ("AVANCE_FISICO",),
    "execution_pct": ("AVANCE_EJECUCION",),
    "estimate_declared_at": ("ULT_FEC_DECLA_ESTIM",),
    "f12b_updated_at": ("FECHA_ULT_ACT_F12B",),
    "f12b_accrued": ("DEVENGADO_ACUMULADO",),
    "execution_from": ("FEC_INI_EJECUCION", "FEC_INI_EJEC_FISICA", "INICIO_EJEC_FISICA"),
    "execution_to": ("FEC_FIN_EJECUCION", "FEC_FIN_EJEC_FISICA", "CULMINA_EJEC_FISICA"),
    "closed_on": ("FEC_CIERRE",),
}
