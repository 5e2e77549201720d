"""Folders of downloaded files: known by name, else by content; what nobody knows is named and left."""

import shutil
from datetime import date

import pytest

from sources.recognise import recognise

BY_NAME = {
    "contraloria_infobras/DataSet-Obras-Publicas 20-11-2026.xlsx": ("contraloria_infobras", None),
    "contraloria_busqueda/BusquedaObras_Pasco.csv": ("contraloria_busqueda", None),
    "contraloria_ficha/INFOBRAS-fichas.pages": ("contraloria_ficha", None),
    "contraloria_json/DataSet-Obras-Publicas_Pasco.json": ("contraloria_json", None),
    "mef_detalle/DETALLE_INVERSIONES_slice.csv": ("mef_detalle", None),
    "mef_f12b/FORMATO_12B.csv": ("mef_f12b", None),
    "mef_cierre/CIERRE_INVERSIONES.csv": ("mef_cierre", None),
    "mef_desactivadas/INVERSIONES_DESACTIVADAS.csv": ("mef_desactivadas", None),
    "mef_consulta/invierte_consulta_export_Tumbes.xlsx": ("mef_consulta", None),
    "oece_ocds/records_seace_v3_2024-04_part.json": ("oece_ocds", "2024-04+records_seace_v3_2024-04_part"),
    "oece_ocds/record_seacev3-2024-2407-110.json": ("oece_ocds", "2024-04+record_seacev3-2024-2407-110"),
    "oece_entidades/CONOSCE_entidades_contratantes.csv": ("oece_entidades", None),
    "inei_distritos/ubigeo_distrito.csv": ("inei_distritos", None),
    "inei_distritos/ubigeo_provincia.csv": (None, None),
    "ABOUT.md": (None, None),
}


def test_every_recorded_file_is_recognised(recorded):
    found = {str(one.path.relative_to(recorded)): one for one in recognise(recorded)}
    assert {name: (one.source, one.part) for name, one in found.items()} == BY_NAME
    assert found["contraloria_infobras/DataSet-Obras-Publicas 20-11-2026.xlsx"].dated == date(2026, 11, 20)
    assert found["mef_detalle/DETALLE_INVERSIONES_slice.csv"].dated is None
    assert all(one.note for one in found.values())


@pytest.mark.parametrize("file", [name for name, (source, _) in BY_NAME.items() if source])
def test_a_file_with_another_name_is_known_by_its_content(recorded, tmp_path, file):
    shutil.copy(recorded / file, tmp_path / ("download (3)" + (recorded / file).suffix))
    (one,) = recognise(tmp_path)
    assert one.source == BY_NAME[file][0]
    assert one.note.startswith("by its content")


def test_a_name_with_other_content_is_not_believed(tmp_path):
    (tmp_path / "DETALLE_INVERSIONES.csv").write_text("<html>Mantenimiento</html>")
    (tmp_path / "DataSet-Obras-Publicas 01-02-2026.xlsx").write_text('{"error":"No existe el archivo"}')
    (tmp_path / "FORMATO_12B.csv").write_bytes(b"")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 nothing")
    assert [one.source for one in recognise(tmp_path)] == [None] * 4


def test_of_dated_copies_the_newest_is_used(recorded, tmp_path):
    content = (recorded / "contraloria_infobras" / "DataSet-Obras-Publicas 20-11-2026.xlsx").read_bytes()
    for day in ("19-11-2026", "20-11-2026"):
        (tmp_path / f"DataSet-Obras-Publicas {day}.xlsx").write_bytes(content)
    older, newer = recognise(tmp_path)
    assert (older.source, newer.source) == (None, "contraloria_infobras")
    assert "an older copy" in older.note


def test_several_files_of_one_source_are_told_apart(recorded, tmp_path):
    content = (recorded / "mef_consulta" / "invierte_consulta_export_Tumbes.xlsx").read_bytes()
    for region in ("Callao", "Tumbes"):
        (tmp_path / f"invierte_consulta_export_{region}.xlsx").write_bytes(content)
    assert [one.part for one in recognise(tmp_path)] == [
        "invierte_consulta_export_Callao",
        "invierte_consulta_export_Tumbes",
    ]


def test_a_whole_month_is_named_by_its_month(recorded, tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "seace_v3_2024_04.zip", "w") as archive:
        archive.write(recorded / "oece_ocds" / "records_seace_v3_2024-04_part.json", "any.json")
    (one,) = recognise(tmp_path)
    assert (one.source, one.part) == ("oece_ocds", "2024-04")
