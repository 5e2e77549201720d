"""Every contract says what a newcomer and a judge need to know."""

import pytest

from sources import registry
from sources.headers import slug
from sources.refusals import CELL_CODES, FILE_CODES, ROW_CODES

SPECS = registry.load()
ASKED = {
    "contraloria_ficha", "contraloria_infobras", "mef_detalle", "mef_f12b", "mef_cierre", "mef_desactivadas",
    "oece_ocds", "oece_entidades", "inei_distritos",
    "contraloria_fotos", "contraloria_informes", "contraloria_monitores", "contraloria_monitores_resultados", "contraloria_paralizadas",
    "contraloria_sumario", "inei_limites", "mef_estado_situacional", "mef_proceso_seleccion", "mef_ssi", "oece_asientos", "oece_conosce_adjudicaciones",
    "oece_conosce_consorcios", "oece_conosce_contratos", "oece_conosce_ordenes", "oece_conosce_pac", "oece_cuadernos",
    "oece_penalidades", "oece_valorizaciones", "pcm_pte_entidades", "pcm_pte_inversiones",
}  # fmt: skip
FROM_FILES = {"contraloria_busqueda", "contraloria_json", "mef_consulta"}
PERSONAL_WORDS = (
    "documento de identidad",
    "número de documento",
    "apellidos",
    "colegiatura",
    "responsable",
    "resp_nombre",
)


def test_all_sources_are_there():
    assert set(SPECS) == ASKED | FROM_FILES
    assert {name for name, spec in SPECS.items() if spec.access} == ASKED


@pytest.mark.parametrize("name", SPECS)
def test_a_source_says_who_by_which_right_and_how_fresh(name, recorded):
    spec = SPECS[name]
    assert spec.publisher.name
    assert spec.publisher.official
    assert "27806" in spec.legal_basis
    assert spec.licence
    assert spec.stale_after_days > spec.latency_days or name == "oece_ocds"
    assert spec.usage_warnings
    assert spec.expectations.min_rows >= 1
    assert spec.expectations.fill_rate
    assert any((recorded / name).iterdir()), "a source without a recorded file proves nothing"
    for table in spec.tables.values():
        for column in table.columns:
            assert column.description, f"{name}.{column.name}"
            assert column.type not in ("decimal", "percent") or column.unit, f"{name}.{column.name} has no unit"


@pytest.mark.parametrize("name", SPECS)
def test_columns_that_name_persons_are_personal(name):
    for table in SPECS[name].tables.values():
        for column in table.columns:
            if any(word in column.header.lower() for word in PERSONAL_WORDS):
                assert column.personal, f"{name}: {column.header}"


def test_personal_columns_of_works_leave_two_booleans():
    table = SPECS["contraloria_infobras"].tables["works"]
    assert sum(column.personal for column in table.columns) == 10
    assert table.named_columns() == ("supervisor_named", "resident_named")


PAGES = sorted(name for name, spec in SPECS.items() if spec.format.kind == "pages")


@pytest.mark.parametrize("name", PAGES)
def test_raw_names_of_pages_are_the_published_members_with_their_words_apart(name):
    for table in SPECS[name].tables.values():
        for column in table.columns:
            assert column.name.replace("_", "") == slug(column.header).replace("_", "")


@pytest.mark.parametrize("name", sorted(set(SPECS) - {"oece_ocds"} - set(PAGES)))
def test_raw_names_follow_the_headers(name):
    for table in SPECS[name].tables.values():
        seen = {}
        for column in table.columns:
            base = slug(column.header)
            seen[base] = seen.get(base, 0) + 1
            assert column.name == slug(column.header, seen[base])


def test_latencies_are_the_agreed_ones():
    assert {name: SPECS[name].latency_days for name in ("contraloria_infobras", "mef_detalle", "oece_ocds")} == {
        "contraloria_infobras": 1,
        "mef_detalle": 2,
        "oece_ocds": 35,
    }


def test_codes_are_closed_and_speak_both_languages():
    assert not set(FILE_CODES) & set(ROW_CODES)
    for words in (*FILE_CODES.values(), *ROW_CODES.values(), *CELL_CODES.values()):
        assert words.es != words.en
