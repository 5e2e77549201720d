"""Fifty persons can be planted and looked for: each stands in what its register prints, and none is a real one."""

from __future__ import annotations

import io
import re
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

from sandbox.portals import mef
from sandbox.portals.answer import Asked
from sandbox.portals.catalogue import Catalogue
from sandbox.portals.people import planted
from sandbox.world import world

MAP = "/InfobrasWeb/Mapa"
RUBRIC = "/pte/reportes_directos/pte_transparencia_pro_inv.aspx"


def test_fifty_persons_of_all_registers_are_printed_and_invented():
    country = world(1, 300, date(2026, 11, 18))
    persons = planted(country)
    assert len(persons) == len(set(persons)) == 50
    assert set(Counter(person.register for person in persons)) == {"infobras", "mef", "pte"}
    assert all(re.fullmatch(r"00\d{6}|.*\.example|", person.mark) for person in persons)
    printed = _everything(country)
    for person in persons:
        text = printed[person.register]
        assert all(part in text for part in person.name.split(" "))
        assert person.mark in text
    assert planted(country) == persons
    assert len(planted(country, 200)) == 200


def _everything(country) -> dict[str, str]:
    """All that the three registers print."""
    stream = io.BytesIO()
    mef.write(stream, "INVERSIONES_DESACTIVADAS", country)
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue(country, Path(folder))

        def pages(path: str, parameter: str, keys: list[str]) -> str:
            found = [catalogue.find(Asked("GET", path, {parameter: key}, {})) for key in keys]
            return "".join(one.read().decode("utf-8", errors="replace") for one in found if one)

        codes = [work.code for work in country.works]
        bodies = [str(10_000 + int(body.infobras_code)) for body in country.bodies]
        search = pages(f"{MAP}/busqueda/obrasBasic", "rowsPerPage", ["1000"])
        works = pages(f"{MAP}/DatosEjecucion", "ObraId", codes) + search
        return {"mef": stream.getvalue().decode(), "infobras": works, "pte": pages(RUBRIC, "id_entidad", bodies)}
