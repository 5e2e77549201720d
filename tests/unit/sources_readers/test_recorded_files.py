"""Every recorded file reads with counts equal to the file's own, counted here by other means."""

import csv
import json
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from sources import reading, registry
from sources.report import load_report

CSV_FILES = [
    ("mef_detalle", "DETALLE_INVERSIONES_slice.csv", "investments", "utf-8-sig", ","),
    ("mef_f12b", "FORMATO_12B.csv", "monitoring", "utf-8-sig", ","),
    ("mef_cierre", "CIERRE_INVERSIONES.csv", "closed", "utf-8-sig", ","),
    ("mef_desactivadas", "INVERSIONES_DESACTIVADAS.csv", "deactivated", "utf-8-sig", ","),
    ("contraloria_busqueda", "BusquedaObras_Pasco.csv", "works", "utf-8", ","),
    ("oece_entidades", "CONOSCE_entidades_contratantes.csv", "bodies", "latin-1", "|"),
    ("inei_distritos", "ubigeo_distrito.csv", "districts", "utf-8", ","),
]


@pytest.mark.parametrize("case", CSV_FILES, ids=lambda case: case[0])
def test_csv_counts_equal_the_files_own(run, recorded, case):
    name, file, table, encoding, delimiter = case
    path = recorded / name / file
    with path.open(encoding=encoding, newline="") as lines:
        published = list(csv.DictReader(lines, delimiter=delimiter))
    outcome = run(name, path)
    assert outcome.report.rows_in == len(published)
    distinct = {tuple(row.items()) for row in published}
    assert outcome.report.collapsed == len(published) - len(distinct)
    assert len(outcome.rows(table)) == outcome.report.kept == len(distinct) - outcome.report.quarantined
    assert not [note for note in outcome.report.drift if "row by row" in note]


def test_detalle_keeps_values_and_lists_foreign_columns(run, recorded):
    outcome = run("mef_detalle", recorded / "mef_detalle" / "DETALLE_INVERSIONES_slice.csv")
    assert outcome.report.drift == ("unknown column: ORIGEN_CLASIFICACION", "unknown column: CRITERIO_INCLUSION")
    row = next(row for row in outcome.rows("investments") if row["codigo_unico"] == "2209723")
    assert row["costo_actualizado"] == Decimal("17801554.91")
    assert row["fec_fin_ejecucion"].isoformat() == "2019-08-10T00:00:00"
    assert row["tiene_avan_fisico"] is True
    assert row["primer_devengado"] == "201310"
    assert row["unparsable"] == []


def test_entities_keep_their_letters_and_zeros(run, recorded):
    rows = run("oece_entidades", recorded / "oece_entidades" / "CONOSCE_entidades_contratantes.csv").rows("bodies")
    assert any("Ñ" in row["nombre_de_entidad"] for row in rows)
    assert next(row for row in rows if row["codconsucode"] == "1940")["codigo_siaf"] == "0014"
    assert {row["ultimaactualizacion"] for row in rows} >= {date(2013, 7, 17)}


def test_districts_set_aside_the_row_without_code(run, recorded):
    outcome = run("inei_distritos", recorded / "inei_distritos" / "ubigeo_distrito.csv")
    assert outcome.report.quarantined == 1
    assert [row["reason"] for row in outcome.quarantine() if row["column"] == "inei"] == ["missing_key"]


def test_deactivated_rows_are_known_by_snip_and_lose_their_persons(run, recorded):
    outcome = run("mef_desactivadas", recorded / "mef_desactivadas" / "INVERSIONES_DESACTIVADAS.csv")
    rows = outcome.rows("deactivated")
    assert [row["codigo_unico"] or row["cod_snip"] for row in rows] == ["2000001", "77845", "77846"]
    for path in outcome.folder.iterdir():
        assert b"PERSONA INVENTADA" not in path.read_bytes(), path.name
    assert not any(column.startswith("resp") for column in rows[0])


def test_export_of_the_query_collapses_exact_repeats_only(run, recorded):
    path = recorded / "mef_consulta" / "invierte_consulta_export_Tumbes.xlsx"
    lines = list(openpyxl.load_workbook(path).active.iter_rows(min_row=2, values_only=True))
    outcome = run("mef_consulta", path)
    assert outcome.report.rows_in == len(lines)
    assert outcome.report.kept == len(set(lines))
    codes = [row["codigo_unico_de_inversion"] for row in outcome.rows("investments")]
    assert len(codes) > len(set(codes))


def test_search_export_reads_dates_and_money(run, recorded):
    rows = run("contraloria_busqueda", recorded / "contraloria_busqueda" / "BusquedaObras_Pasco.csv").rows("works")
    row = next(row for row in rows if row["codigo_infobras"] == "557967")
    assert row["fecha_de_inicio"] == date(2026, 3, 9)
    assert row["monto_expediente_tecnico"] == Decimal("130563.24")


def test_json_slice_is_kept_raw(run, recorded):
    path = recorded / "contraloria_json" / "DataSet-Obras-Publicas_Pasco.json"
    outcome = run("contraloria_json", path)
    published = json.loads(path.read_text())
    assert outcome.report.rows_in == outcome.report.kept == len(published)
    first = outcome.rows("works")[0]
    assert first["monto_de_ejecucion_financiera_de_la_obra"] == Decimal("249977566.60")
    assert first["plazo_de_ejecucion_en_dias"] == 768
    assert first["fecha_de_inicio_de_obra"] == date(2010, 5, 17)


def test_works_read_with_their_repeated_headers(run, recorded):
    path = recorded / "contraloria_infobras" / "DataSet-Obras-Publicas 20-11-2026.xlsx"
    lines = list(openpyxl.load_workbook(path).active.iter_rows(min_row=5, values_only=True))
    outcome = run("contraloria_infobras", path)
    assert outcome.report.rows_in == outcome.report.kept == len(lines)
    rows = outcome.rows("works")
    assert rows[0]["ruc"] == "20123456789"
    assert rows[0]["ruc__2"] == "20987654321"
    assert rows[0]["monto_del_contrato_en_soles"] == Decimal("1000.5")
    assert rows[0]["monto_del_contrato_en_soles__2"] == Decimal("20.25")
    assert [row["supervisor_named"] for row in rows] == [True, True, True, False, False]
    assert [row["resident_named"] for row in rows] == [True, True, False, False, False]
    assert rows[1]["ruc"] == "10*********"
    assert rows[1]["nombre_o_razon_social_de_la_empresa_o_consorcio"] == "PERSONA NATURAL"
    assert rows[0]["codigo_unico_de_inversion"] == "0"


def test_no_person_leaves_the_reader_of_works(run, recorded):
    path = recorded / "contraloria_infobras" / "DataSet-Obras-Publicas 20-11-2026.xlsx"
    outcome = run("contraloria_infobras", path)
    for file in outcome.folder.iterdir():
        content = file.read_bytes()
        assert b"INVENTADO\x00" not in content
        assert b"10123456789" not in content
    names = set(outcome.rows("works")[0])
    assert not {"nombres_apellidos", "numero_de_documento", "colegiatura"} & names


def test_reading_in_the_child_is_kept_and_not_done_twice(tmp_path, recorded):
    path = recorded / "contraloria_infobras" / "DataSet-Obras-Publicas 20-11-2026.xlsx"
    spec = registry.get("contraloria_infobras")
    arguments = {"out_dir": tmp_path, "seen_on": date(2026, 11, 20), "file_name": path.name}
    report = reading.read(spec, path, **arguments)
    assert report.published_on == date(2026, 11, 20)
    assert report.folder.parent == tmp_path
    stamp = (report.folder / "works.parquet").stat().st_mtime_ns
    assert reading.read(spec, path, **arguments) == report
    assert (report.folder / "works.parquet").stat().st_mtime_ns == stamp
    assert load_report(report.folder).kept == report.kept
    assert sorted(item.name for item in tmp_path.iterdir()) == [report.folder.name]
    assert sorted(item.name for item in report.folder.iterdir()) == [
        "quarantine.parquet",
        "report.json",
        "works.parquet",
    ]
