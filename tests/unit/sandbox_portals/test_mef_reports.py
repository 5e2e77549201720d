"""ESTADO_SITUACIONAL and PROCESO_SELECCION: what is known of them, and agreement with the files beside them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date, timedelta

import pytest

from sandbox.portals import mef
from sandbox.world import world

NIGHT = date(2026, 11, 18)


def _lines(name: str, day: date = NIGHT) -> list[dict[str, str]]:
    stream = io.BytesIO()
    mef.write(stream, name, world(1, 300, day))
    body = stream.getvalue()
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def situations() -> list[dict[str, str]]:
    return _lines("ESTADO_SITUACIONAL")


def test_situations_have_the_six_columns_and_the_forms_that_were_seen(situations):
    listed = ["CODIGO_UNICO", "PERIODO", "DESCRIPCION", "TIP_REGISTRO", "COD_TIPO", "FECHA_REGISTRO"]
    assert list(situations[0]) == listed
    assert all(re.fullmatch(r"\d{6}\.0", line["PERIODO"]) for line in situations)
    kinds = Counter(line["TIP_REGISTRO"] for line in situations)
    assert 0 < kinds["PROBLEMA (Atrasos y/o paralizaciones)"] < len(situations) / 3
    assert any("\n" in line["DESCRIPCION"] for line in situations)
    assert all("DATOS INVENTADOS" in line["DESCRIPCION"] for line in situations)


def test_situations_have_their_key_once_and_end_with_the_form(situations):
    keys = Counter((line["CODIGO_UNICO"], line["PERIODO"], line["TIP_REGISTRO"]) for line in situations)
    assert set(keys.values()) == {1}
    updated = {line["CODIGO_UNICO"]: line["FECHA_ULT_ACT_F12B"] for line in _lines("FORMATO_12B")}
    assert all(line["FECHA_REGISTRO"] <= updated[line["CODIGO_UNICO"]] for line in situations)
    assert len({line["CODIGO_UNICO"] for line in situations}) > 100


def test_a_situation_once_written_stays():
    before, now = _lines("ESTADO_SITUACIONAL", NIGHT - timedelta(days=45)), _lines("ESTADO_SITUACIONAL")
    kept = {tuple(line.values()) for line in now}
    codes = {line["CODIGO_UNICO"] for line in now}
    same = [tuple(line.values()) in kept for line in before if line["CODIGO_UNICO"] in codes]
    assert sum(same) / len(same) > 0.9  # a new generation takes the codes of an old one over
    assert len(now) != len(before)


def test_processes_are_those_of_seace_that_name_an_investment():
    country = world(1, 300, NIGHT)
    lines = _lines("PROCESO_SELECCION")
    named = {(process.cui, process.title): process for process in country.processes if process.cui}
    assert {(line["CODIGO_UNICO"], line["PROCESO"]) for line in lines} == set(named)
    signed = [line for line in lines if line["FEC_SUSCRIPCION"]]
    assert len(lines) > len(signed) > 10
    for line in signed:
        contract = named[line["CODIGO_UNICO"], line["PROCESO"]].contracts[0]
        assert line["FEC_SUSCRIPCION"] == f"{contract.signed_on} 00:00:00"
        assert float(line["MTO_TOTAL"]) == float(contract.amount)
