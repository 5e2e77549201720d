"""Works, progress and places: published words to ours, never by guessing."""

from datetime import date
from decimal import Decimal

from warehouse import load

DISTRICTS = [
    {"inei": "070101", "departamento": "CALLAO", "provincia": "CALLAO", "distrito": "CALLAO"},
    {"inei": "020101", "departamento": "ANCASH", "provincia": "HUARAZ", "distrito": "HUARAZ"},
    {"inei": "21001", "departamento": "ANCASH", "provincia": "HUARI", "distrito": "CHAVIN DE HUANTAR"},
    {"inei": "130101", "departamento": "LA LIBERTAD", "provincia": "TRUJILLO", "distrito": "TRUJILLO"},
    {"inei": "210101", "departamento": "PUNO", "provincia": "PUNO", "distrito": "PUNO"},
    {"inei": "190101", "departamento": "PASCO", "provincia": "PASCO", "distrito": "ÑAHUIN-PUQUIO"},
]


def one(arrive, core, **cells):
    arrive.works({"codigo_infobras": "1", **cells})
    return core("core_works")[0]


def many(arrive, core, column, published):
    """The works of one file whose only difference is one cell; by their number."""
    arrive.works(*({"codigo_infobras": str(n), column: cell} for n, cell in enumerate(published)))
    return sorted(core("core_works"), key=lambda work: int(work["work_code"]))


def test_modality(arrive, core):
    expected = [
        ("Contrata", "contrata"),
        ("Administración directa", "direct_administration"),
        ("ADMINISTRACION  DIRECTA ", "direct_administration"),
        ("Por núcleo ejecutor", "nucleo_ejecutor"),
        ("Asociacion Pública Privada - APP", "app"),
        ("Gobierno a Gobierno", "g2g"),
        ("Obras por impuestos", "oxi"),
        ("Convenio", "convenio"),
        ("Organismo internacional", "organismo_internacional"),
        ("Contrata mixta", "other"),
        ("", None),
        (None, None),
    ]
    works = many(arrive, core, "modalidad_de_ejecucion_de_la_obra", [published for published, _ in expected])
    assert [work["modality"] for work in works] == [ours for _, ours in expected]


def test_state(arrive, core):
    expected = [
        ("En Ejecución", "executing"),
        ("Finalizado", "finished"),
        ("Finalizada", "finished"),
        ("Paralizada", "stopped"),
        ("Paralizado", "stopped"),
        ("Suspendida", "stopped"),
        ("Sin Ejecución", "not_started"),
        ("Por definir", "other"),
        (None, None),
    ]
    works = many(arrive, core, "estado_de_ejecucion", [published for published, _ in expected])
    assert [work["state"] for work in works] == [ours for _, ours in expected]


def test_cui_has_seven_digits_beginning_with_2(arrive, core):
    expected = [
        ("2657303 ", "2657303"), ("2342129.0", "2342129"), ("0", None), ("0.0", None), ("3000001", None),
        ("234212", None), ("23421290", None), ("abc", None), (None, None),
    ]
    works = many(arrive, core, "codigo_unico_de_inversion", [published for published, _ in expected])
    assert [work["cui"] for work in works] == [ours for _, ours in expected]


def test_snip(arrive, core):
    works = many(arrive, core, "codigo_snip", ["0", "212368.0", "0077845", " "])
    assert [work["snip"] for work in works] == [None, "212368", "77845", None]


def test_place(arrive, core):
    expected = [
        ("P C DEL CALLAO", "P C DEL CALLAO", "CALLAO", "070101", "07"),
        ("PROV. CONST. DEL CALLAO", "Callao", "Callao", "070101", "07"),
        ("Áncash", "Huaraz", "huaraz", "020101", "02"),
        ("ANCASH", "HUARI", "CHAVIN  DE HUANTAR", "021001", "02"),
        ("PASCO", "PASCO", "Ñahuin Puquio", "190101", "19"),
        ("-MUL.DEP-", "-MUL.PROV-", "-MUL.DIST-", None, None),
        ("ANCASH", "ANDAHUAYLAS", "HUARAZ", None, "02"),
        ("PUNO", "HUARAZ", "HUARAZ", None, "21"),
        ("ATLANTIDA", "X", "Y", None, None),
        ("PUNO", None, None, None, "21"),
    ]
    arrive("inei_distritos", {"districts": DISTRICTS})
    names = ("departamento", "provincia", "distrito")
    arrive.works(*({"codigo_infobras": str(n), **dict(zip(names, e[:3], strict=True))} for n, e in enumerate(expected)))
    works = core("core_works")
    assert [(work["department"], work["ubigeo"], work["region"]) for work in works] == [(e[0], *e[3:]) for e in expected]


def test_region_is_known_without_the_file_of_districts(arrive, core):
    assert one(arrive, core, departamento="Arequipa")["region"] == "04"


def test_a_place_name_of_two_districts_is_no_district(arrive, core):
    twice = [DISTRICTS[4], DISTRICTS[4] | {"inei": "210199"}]
    arrive("inei_distritos", {"districts": twice})
    arrive.works({"codigo_infobras": "1", "departamento": "PUNO", "provincia": "PUNO", "distrito": "PUNO"})
    works = core("core_works")
    assert len(works) == 1
    assert works[0]["ubigeo"] is None


def test_values_keep_their_type_and_codes_lose_their_tail(arrive, core):
    work = one(
        arrive, core, codigo_entidad="0321.0", ruc=" 20481030146", monto_del_contrato_en_soles=Decimal("115931.72"),
        existe_paralizacion=True, fecha_de_inicio_de_obra=date(2025, 1, 2), plazo_de_ejecucion_en_dias=90,
        avance_fisico_real_acumulado=Decimal("99.92"), supervisor_named=False,
    )
    assert work["body_key"] == "infobras:body:0321"
    assert work["work_id"] == "infobras:work:1"
    assert work["contractor_ruc"] == "20481030146"
    assert work["contract_amount"] == Decimal("115931.72")
    assert (work["stoppage_flag"], work["supervisor_named"], work["reserved"]) == (True, False, None)
    assert (work["started_on"], work["term_days"], work["physical_pct"]) == (date(2025, 1, 2), 90, Decimal("99.92"))
    assert (work["seen_on"], work["unparsable"], work["unpublished"]) == (date(2026, 3, 10), [], [])


def test_unparsable_cells_are_named_as_our_columns(arrive, core):
    work = one(arrive, core, unparsable=["ruc__2", "departamento", "otra_marca"])
    assert work["unparsable"] == ["department", "region", "supervision_ruc", "ubigeo"]


def test_a_number_too_large_for_our_type_is_unparsable_and_not_wrong(arrive, core):
    work = one(arrive, core, plazo_de_ejecucion_en_dias=3_000_000_000, avance_fisico_real_acumulado=Decimal(10000000))
    assert (work["term_days"], work["physical_pct"]) == (None, None)
    assert work["unparsable"] == ["physical_pct", "term_days"]


def test_absent_columns_are_unpublished_and_not_null_values(arrive, core):
    arrive.works({"codigo_infobras": "1"}, absent={"works": ["estado_de_ejecucion", "ruc"]})
    assert core("core_works")[0]["unpublished"] == ["contractor_ruc", "state", "state_text"]


def test_a_column_missing_from_the_parquet_counts_as_absent(arrive, core, con):
    arrive.works({"codigo_infobras": "1"})
    path = arrive.parquet("contraloria_infobras", "works", [{"codigo_infobras": "1"}], ("fecha_de_recepcion",))
    load.load_look(con, "contraloria_infobras", "", date(2026, 3, 11), "sha", {"works": path})
    assert core("core_works")[0]["unpublished"] == ["received_on"]


def test_the_search_export_adds_only_works_the_bulk_does_not_have(arrive, core):
    arrive.works({"codigo_infobras": "1", "nombre_de_obra": "bulk"})
    rows = [
        {"codigo_infobras": "1", "nombre_de_la_obra": "export"},
        {"codigo_infobras": "2", "nombre_de_la_obra": "export", "estado_de_obra": "Sin Ejecución"},
    ]
    arrive("contraloria_busqueda", {"works": rows})
    works = core("core_works")
    assert [(w["work_code"], w["name"], w["source"]) for w in works] == [
        ("1", "bulk", "contraloria_infobras"), ("2", "export", "contraloria_busqueda"),
    ]
    assert works[1]["state"] == "not_started"
    assert {"progress_year", "supervisor_named", "body_key"} <= set(works[1]["unpublished"])
    assert not {"state", "cui", "started_on", "work_id", "seen_on"} & set(works[1]["unpublished"])


def test_months_of_progress_gather_from_look_to_look(arrive, core):
    def month(year, number, pct):
        return {"codigo_infobras": "1", "ano_de_avance": year, "mes_de_avance": number, "avance_fisico_real_acumulado": pct}

    arrive.works(month(2025, 12, 10), {"codigo_infobras": "2", "ano_de_avance": 2025, "mes_de_avance": 13})
    core("core_progress")
    arrive.works(month(2026, 1, 20), night=date(2026, 3, 11))
    core("core_progress")
    arrive.works(month(2026, 1, 25), night=date(2026, 3, 12))
    gathered = core("core_progress", "year, month")
    assert [(p["year"], p["month"], p["physical_pct"], p["seen_on"].day) for p in gathered] == [
        (2025, 12, 10, 10), (2026, 1, 25, 12),
    ]
    assert core("core_progress", "year, month") == gathered
