"""Folders of downloaded files: known by name, else by content; what nobody knows is named and left."""

import shutil
from datetime import date

import pytest

from sources.recognise import recognise

BY_NAME = {
    "contraloria_infobras/DataSet-Obras-Publicas 20-11-2026.xlsx": ("contraloria_infobras", None),
    "contraloria_busqueda/BusquedaObras_Pasco.csv": ("contraloria_busqueda", None),
    "contraloria_ficha/INFOBRAS-fichas.pages": ("contraloria_ficha", None),
    "pcm_pte_entidades/PTE-entidades.pages": ("pcm_pte_entidades", None),
    "pcm_pte_inversiones/PTE-inversiones.pages": ("pcm_pte_inversiones", None),
    "contraloria_json/DataSet-Obras-Publicas_Pasco.json": ("contraloria_json", None),
    "mef_detalle/DETALLE_INVERSIONES_slice.csv": ("mef_detalle", None),
    "mef_f12b/FORMATO_12B.csv": ("mef_f12b", None),
    "mef_cierre/CIERRE_INVERSIONES.csv": ("mef_cierre", None),
    "mef_desactivadas/INVERSIONES_DESACTIVADAS.csv": ("mef_desactivadas", None),
    "mef_consulta/invierte_consulta_export_Tumbes.xlsx": ("mef_consulta", None),
    "oece_ocds/records_seace_v3_2024-04_part.json": ("oece_ocds", "2024-04+records_seace_v3_2024-04_part"),
    "oece_ocds/record_seacev3-2024-2407-110.json": ("oece_ocds", "2024-04+record_seacev3-2024-2407-110"),
    "oece_entidades/CONOSCE_entidades_contratantes.csv": ("oece_entidades", None),
    "contraloria_informes/contraloria_informes-2026.json": ("contraloria_informes", "2026"),
    "contraloria_monitores/DATOS ABIERTOS - MONITORES CIUDADANOS DE CONTROL.csv": ("contraloria_monitores", None),
    "contraloria_monitores_resultados/DATOS ABIERTOS - RESULTADOS DE INTERVENCIONES 2021_3.csv": (
        "contraloria_monitores_resultados",
        None,
    ),
    "contraloria_paralizadas/7715417-anexo-n-02-base-de-obras-paralizadas-a-diciembre-2025.xlsx": (
        "contraloria_paralizadas",
        "7715417-anexo-n-02-base-de-obras-paralizadas-a-diciembre-2025",
    ),
    "contraloria_paralizadas/8489152-anexo-n-02-reporte-de-obras-paralizadas.xlsx": (
        "contraloria_paralizadas",
        "8489152-anexo-n-02-reporte-de-obras-paralizadas",
    ),
    "contraloria_sumario/INFOBRAS-sumarios.pages": ("contraloria_sumario", None),
    "contraloria_fotos/infobras-fotos.zip": ("contraloria_fotos", None),
    "inei_limites/peru_distritos.geojson": ("inei_limites", None),
    "mef_estado_situacional/ESTADO_SITUACIONAL.csv": ("mef_estado_situacional", None),
    "mef_proceso_seleccion/PROCESO_SELECCION.csv": ("mef_proceso_seleccion", None),
    "mef_ssi/MEF-SSI.pages": ("mef_ssi", None),
    "oece_asientos/cod-asientos202411.csv": ("oece_asientos", "cod-asientos202411"),
    "oece_asientos/cod-asientos202610.csv": ("oece_asientos", "cod-asientos202610"),
    "oece_conosce_adjudicaciones/CONOSCE_ADJUDICACIONES2026_0.xlsx": ("oece_conosce_adjudicaciones", "2026"),
    "oece_conosce_consorcios/CONOSCE_CONSORCIO2026_0.xlsx": ("oece_conosce_consorcios", "2026"),
    "oece_conosce_contratos/CONOSCE_CONTRATOS2026_0.xlsx": ("oece_conosce_contratos", "2026"),
    "oece_conosce_ordenes/CONOSCE_ORDENESCOMPRASETIEMBRE2026_0.xlsx": ("oece_conosce_ordenes", None),
    "oece_conosce_pac/CONOSCE_PAC2026_0.xlsx": ("oece_conosce_pac", "2026"),
    "oece_cuadernos/cod-cuadernos2026.csv": ("oece_cuadernos", "2026"),
    "oece_penalidades/penalidades2026.csv": ("oece_penalidades", None),
    "oece_valorizaciones/valorizaciones2024.csv": ("oece_valorizaciones", "2024"),
    "oece_valorizaciones/valorizaciones2026.csv": ("oece_valorizaciones", "2026"),
    "inei_distritos/ubigeo_distrito.csv": ("inei_distritos", None),
    "inei_distritos/ubigeo_provincia.csv": (None, None),
    "ABOUT.md": (None, None),
}
ONLY_BY_NAME = {
    "contraloria_fotos", "contraloria_monitores", "contraloria_monitores_resultados", "mef_proceso_seleccion",
    "inei_limites",
}  # fmt: skip
"""Their columns are unknown, or too few to tell a file by them; boundaries and images have no contract of headers."""


def test_every_recorded_file_is_recognised(recorded):
    found = {str(one.path.relative_to(recorded)): one for one in recognise(recorded)}
    assert {name: (one.source, one.part) for name, one in found.items()} == BY_NAME
    assert found["contraloria_infobras/DataSet-Obras-Publicas 20-11-2026.xlsx"].dated == date(2026, 11, 20)
    assert found["mef_detalle/DETALLE_INVERSIONES_slice.csv"].dated is None
    assert all(one.note for one in found.values())


@pytest.mark.parametrize("file", [name for name, (source, _) in BY_NAME.items() if source and source not in ONLY_BY_NAME])
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
