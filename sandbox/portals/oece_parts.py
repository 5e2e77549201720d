"""The small parts that an OCDS record of SEACE v3 repeats: amounts, references, items, documents (sources §1.3).

How they make up a record belongs to the record module.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from sandbox.portals.printing import draw, lima

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from sandbox.model import Process, Supplier

Json = dict[str, Any]

_DOCUMENTS = "https://prod1.seace.gob.pe/SeaceWeb-PRO/SdescargarArchivoAlfresco?fileCode="
_ITEM_STATUS = {
    "CONTRATADO": "complete",
    "DESIERTO": "unsuccessful",
    "NULO": "cancelled",
    "CANCELADO": "cancelled",
    "RETROTRAIDO_POR_RESOLUCION": "cancelled",
}

_CLASSES = {
    "7214100100233029": ("CONSTRUCCION DE CARRETERA", "Servicios de construcción de pistas y carreteras nuevas"),
    "7214112800351486": (
        "SERVICIO DE MANTENIMIENTO DE PARQUE Y PLAZA",
        "Servicio de remodelación  y/o construcción de plazas públicas",
    ),
    "8110150800362877": ("SUPERVISION DE OBRA DE AMPLIACION DE CENTROS EDUCATIVOS", "Ingeniería arquitectónica"),
    "8312170300232426": ("SERVICIO DE INTERNET IP", "Servicios relacionados con Internet"),
    "8010150500297949": (
        "SERVICIO DE ELABORACION DE POLITICAS INSTITUCIONALES PARA CAPACITACION AL PERSONAL",
        "Desarrollo de objetivos o políticas corporativas",
    ),
    "8413160100279044": ("SEGURO DE VIDA LEY", "Seguro de vida"),
    "7710180500226107": (
        "SERVICIO DE SUPERVISION Y CONTROL DE LA PROMOCION DE LA CALIDAD AMBIENTAL",
        "Servicios de control de calidad ambiental",
    ),
}
"""What the catalogues call the classes: CUBSO, and UNSPSC by its first eight digits."""


def money(amount: Decimal) -> Json:
    """Print an amount in soles."""
    return {"amount": float(amount), "currency": "PEN", "currencyName": "Soles"}


def organisation(process: Process) -> Json:
    """Refer to the body that calls."""
    return {"id": f"PE-CONSUCODE-{process.body.consucode}", "name": process.body.name}


def named_supplier(supplier: Supplier) -> Json:
    """Refer to a supplier; a consortium has its 7-digit SEACE code here (sources §1.4)."""
    return {"id": f"PE-RUC-{supplier.code}", "name": supplier.name}


def item(process: Process, position: int, state: str | None, amount: Decimal) -> Json:
    """Print an item; without a state it has neither ``statusDetails`` nor ``status``."""
    printed: Json = {
        "id": str(20_000_000 + draw(f"{process.ocid}/{position}", "item", 9_000_000)),
        "position": str(position),
        "description": process.description,
    }
    if state is not None:
        printed |= {"statusDetails": state, "status": _ITEM_STATUS.get(state, "active")}
    classes = process.classes[:position][-1:]
    for code in classes:
        described, commodity = _CLASSES[code]
        printed["classification"] = {"id": code, "description": described, "scheme": "CUBSO"}
        unspsc = {"id": code[:8], "description": commodity, "scheme": "UNSPSC"}
        printed["additionalClassifications"] = [unspsc]
    unit = {"id": "36", "name": "Servicio", "scheme": "PE-SEACE3-UnidadMedida"}
    return printed | {"quantity": 1.0, "totalValue": money(amount), "unit": unit}


def document(key: str, day: date, kind: str | None, title: str | None, extension: str) -> Json:
    """Print a document; without a kind it has neither ``documentType`` nor ``title`` (sources §1.3)."""
    number = 24_831_474_985_000_000 + draw(key, "document", 900_000_000)
    printed: Json = {
        "id": str(number),
        "url": f"{_DOCUMENTS}{uuid.UUID(int=number * 7_919_000_017 % (1 << 128), version=4)}",
        "datePublished": lima(day, f"{8 + draw(key, 'hour', 10):02d}:{draw(key, 'minute', 60):02d}:00"),
        "format": extension,
    }
    if kind is not None:
        printed |= {"documentType": kind, "title": title}
    return printed | {"language": "es"}
