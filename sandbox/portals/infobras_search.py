"""INFOBRAS's two JSON answers about a work: the search obrasBasic and the point of the map (sources §2.5).

Quirks kept: in the search the CUI goes into ``codSnip``, dates are ``/Date(ms)/``, supervisor and resident stand by
name and DNI (invented); a work without a point is a collection of 0 features, and so is a work that does not exist;
the map writes states in its own words (``Finalizada``). ASSUMED: codes that are missing print ``"0"``, a parameter
that is no JSON is answered with status 500.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sandbox.portals.answer import Published
from sandbox.portals.printing import INVENTED, as_number, draw, invented_document, mvc_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sandbox.model import Work

Json = dict[str, Any]

_JSON = "application/json; charset=utf-8"
_FILTER = re.compile(r"cdp1_codigo\s*=\s*'([^']*)'")
_POINTLESS_EVERY = 6
_MAP_STATES = {"Finalizado": "Finalizada", "Paralizada": "Suspendida"}


def basic(works: Sequence[Work], query: Mapping[str, str]) -> Published:
    """Answer the search ``obrasBasic``: works of a CUI (in ``codSnip``) or of a code (``codigoObra``)."""
    try:
        wanted = json.loads(query.get("Parameters", "{}"))
        page, size = int(query.get("page", "0")), int(query.get("rowsPerPage", "20"))
    except ValueError:
        return Published(f"<h1>Error</h1><p>{INVENTED}</p>".encode(), "text/html; charset=utf-8", status=500)
    code, work_code = str(wanted.get("codSnip") or ""), str(wanted.get("codigoObra") or "")
    found = [
        work
        for work in works
        if (not code or code in (work.cui, work.snip)) and (not work_code or work_code == work.code)
    ]
    shown = [_row(work) for work in found[page * size : (page + 1) * size]]
    return Published(json.dumps(shown, ensure_ascii=False).encode(), _JSON)


def _row(work: Work) -> Json:
    return {
        "codigoObra": int(work.code),
        "codUniqInv": work.cui or "0",
        "codSnip": work.snip or "0",
        "nombrObra": work.name,
        "estObra": work.state,
        "estActualizacion": "Actualizado" if work.up_to_date else "Desactualizado",
        "nombreEntidad": work.body.name,
        "nombreEjecutor": work.contractor_name,
        "rucEjecutor": work.contractor_ruc,
        "nombresSupervisor": work.supervisor_person,
        "rucSupervisor": work.supervision_ruc,
        "dniSupervisor": invented_document(f"{work.code}s") if work.supervisor_person else None,
        "nombresResidente": work.resident_person,
        "numdocResidente": invented_document(f"{work.code}r") if work.resident_person else None,
        "montoObraSoles": as_number(work.file_amount),
        "montoEjecucion": as_number(work.financial_amount),
        "fechaIniObra": mvc_date(work.started_on),
        "fechaFinObra": mvc_date(work.programmed_end_on),
        "plazoObra": work.term_days,
        "nomTipoObra": work.work_type.capitalize(),
    }


def point(works: Mapping[str, Work], query: Mapping[str, str]) -> Published:
    """Answer the map's question for the point of a work."""
    asked = _FILTER.search(query.get("CQL_FILTER", ""))
    work = works.get(asked[1]) if asked else None
    features = _features(work) if work is not None and _is_pointed(work) else []
    collection = {"type": "FeatureCollection", "totalFeatures": len(features), "features": features}
    return Published(json.dumps(collection, ensure_ascii=False).encode(), _JSON)


def _is_pointed(work: Work) -> bool:
    return draw(work.code, "pointless", _POINTLESS_EVERY) > 0 if work.pointed is None else work.pointed


def _features(work: Work) -> list[Json]:
    place = work.district
    if place is None:
        return []
    away = (draw(work.code, "east", 2001) - 1000) / 100_000, (draw(work.code, "north", 2001) - 1000) / 100_000
    about = [round(place.longitude + away[0], 7), round(place.latitude + away[1], 7)]
    coordinates = about if work.point is None else [work.point[1], work.point[0]]
    own_words = draw(work.code, "words", 2) == 0
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": coordinates},
            "properties": {
                "cdp1_codigo": work.code,
                "cdp1_estadoobra": _MAP_STATES.get(work.state, work.state) if own_words else work.state,
                "cdp1_departamento": place.department,
                "cdp1_provincia": place.province,
                "cdp1_distrito": place.district,
            },
        }
    ]
