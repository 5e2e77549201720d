"""Every source is complete: who, under which licence and law, what must hold, a fixture, a place in the sandbox."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipelines.portals import SANDBOX_PATHS
from sources import registry
from sources.spec import SourceSpec

SPECS = [pytest.param(spec, id=name) for name, spec in registry.load().items()]
ASKED = [pytest.param(spec, id=name) for name, spec in registry.load().items() if spec.access is not None]
CONTRACTED = ("RUC_CONTRATISTA", "RUC CONTRATISTA", "RUC_PROVEEDOR", "RUC_MIEMBRO", "CONTRATISTA", "PROVEEDOR", "MIEMBRO")
NOT_PERSONS = ("TIPO_PROVEEDOR",)
ROLES = ("COMITE", "FUNCIONARIOS", "DNI", "RESIDENTE", "AUTOR")
INFOBRAS_PERSONAL = {
    "Tipo de documento de identidad", "Número de documento", "Nombres Apellidos", "Colegiatura",
    "Número de colegiatura",
}  # fmt: skip


@pytest.mark.parametrize("spec", SPECS)
def test_a_source_says_who_publishes_under_which_licence_and_law(spec: SourceSpec) -> None:
    assert spec.publisher.name
    assert spec.publisher.official
    assert spec.licence
    assert len(spec.legal_basis) > 30
    assert spec.title.es != spec.title.en
    assert spec.url.startswith("https://")


@pytest.mark.parametrize("spec", SPECS)
def test_a_source_has_floors(spec: SourceSpec) -> None:
    expected = spec.expectations
    assert expected.min_rows, "an arrival without rows must never pass"
    if spec.access is not None:
        assert expected.fill_rate, "say which columns must be filled, and how far"
        assert expected.max_shrink_pct <= 50


@pytest.mark.parametrize("spec", SPECS)
def test_every_column_is_described(spec: SourceSpec) -> None:
    assert [column.name for table in spec.tables.values() for column in table.columns if not column.description] == []


@pytest.mark.parametrize("spec", SPECS)
def test_a_source_has_a_recorded_fixture(root: Path, spec: SourceSpec) -> None:
    assert [path for path in (root / "tests" / "fixtures" / "sources" / spec.name).glob("*") if path.is_file()]


@pytest.mark.parametrize("spec", ASKED)
def test_a_source_is_asked_by_its_cadence_and_grows_stale_after_it(spec: SourceSpec) -> None:
    access = spec.access
    assert access is not None
    if spec.cadence in ("monthly", "quarterly", "yearly") and access.method != "single_file":
        assert access.every_days >= 28, "a register that changes so seldom is not asked every night"
    assert spec.stale_after_days > access.every_days, "a look must stand at least until the next one"
    assert access.every_days == 1 or access.method != "monthly_index", "an index of months has its own turns"


@pytest.mark.parametrize("spec", SPECS)
def test_a_source_says_what_it_does_with_persons(spec: SourceSpec) -> None:
    """Names and tax numbers of contractors go through the mask; what names persons by its role is dropped."""
    for table in spec.tables.values():
        for column in table.columns:
            header = column.header.upper()
            if any(word in header for word in CONTRACTED) and not any(word in header for word in NOT_PERSONS):
                assert column.natural_person_of or column.personal, f"{spec.name}: {column.header}"
            if any(word in header for word in ROLES):
                assert column.personal or column.type in ("integer", "date"), f"{spec.name}: {column.header}"


@pytest.mark.parametrize("spec", ASKED)
def test_a_source_that_is_asked_is_polite_and_can_be_moved(spec: SourceSpec) -> None:
    assert spec.politeness.seconds_per_request >= 2
    assert spec.host_variable in SANDBOX_PATHS


def test_the_sandbox_serves_every_source_that_is_asked(tmp_path: Path) -> None:
    from pipelines.clock import SystemClock
    from pipelines.night import Night
    from pipelines.settings import Settings
    from pipelines.stages.ask import ask_source
    from pipelines.worlds import sandbox_world

    night = Night(sandbox_world(5, 12), date(2026, 11, 18), Settings(data=tmp_path), SystemClock())
    for spec in registry.load().values():
        looks = ask_source(night, spec)
        # Key by key is asked once the warehouse knows keys: not on a first night.
        assert bool(looks) == (spec.access is not None and spec.access.method != "pages"), spec.name
        assert {str(look.verdict) for look in looks} <= {"complete"}, spec.name


@pytest.mark.parametrize("spec", [item for item in ASKED if item.values[0].access.method == "pages"])
def test_the_sandbox_serves_every_page_of_a_source_that_is_asked_key_by_key(tmp_path: Path, spec: SourceSpec) -> None:
    from pipelines.clock import SystemClock
    from pipelines.night import Night
    from pipelines.portals import base_address, polite_session
    from pipelines.settings import Settings
    from pipelines.worlds import sandbox_world
    from sandbox.plans.transparency import rubric
    from sandbox.portals.pte_pages import number_of
    from sandbox.world import world
    from sources.asking import Crawl, ask

    day = date(2026, 11, 18)
    country = world(5, 12, day)
    night = Night(sandbox_world(5, 12), day, Settings(data=tmp_path), SystemClock())
    keys = {
        "work": [work.code for work in country.works],
        "investment": [found.cui for found in country.investments if found.cui],
        "body": [number_of(body) for body in country.bodies if rubric(body, day).opens],
    }[spec.access.key][:2]
    looks = ask(
        spec,
        session=polite_session(night),
        archive=night.archive,
        night=day,
        base_url=base_address(night, spec),
        crawl=Crawl(lambda _most: keys, 100),
    )
    assert [look.part for look in looks] == [f"{key}/{page.name}" for key in keys for page in spec.access.pages] + [""]
    assert {str(look.verdict) for look in looks} == {"complete"}


def personal(source: str) -> list[str]:
    """Published headers of the columns that never leave the reader."""
    return [column.header for table in registry.get(source).tables.values() for column in table.columns if column.personal]


def test_the_persons_of_infobras_never_leave_the_reader() -> None:
    """Supervisor and resident: document, name and professional college, twice; dates and firms may stay."""
    assert sorted(personal("contraloria_infobras")) == sorted([*INFOBRAS_PERSONAL, *INFOBRAS_PERSONAL])


def test_the_responsible_persons_of_deactivated_investments_never_leave_the_reader() -> None:
    assert {"RESPONSABLE_OPMI", "RESPONSABLE_UEI"} <= set(personal("mef_desactivadas"))
    for name, spec in registry.load().items():
        for table in spec.tables.values():
            loose = [c.header for c in table.columns if c.header.upper().startswith("RESP") and not c.personal]
            assert [header for header in loose if "NOMBRE" in header or "RESPONSABLE_" in header] == [], name


def test_contact_points_of_contracting_are_not_even_read() -> None:
    spec = registry.get("oece_ocds")
    paths = [column.header for table in spec.tables.values() for column in table.columns]
    assert [path for path in paths if "contactPoint" in path or "additionalContact" in path] == []


def test_the_officers_of_the_transparency_portal_never_leave_the_reader() -> None:
    """Their names, and every mailbox that may carry one; an office's own mailbox is whom a request goes to."""
    roles = {"access_officer", "access_own_mail", "portal_officer", "portal_own_mail"}
    assert set(personal("pcm_pte_inversiones")) == roles


def test_officials_named_by_control_reports_never_leave_the_reader() -> None:
    assert "Funcionarios" in personal("contraloria_informes")


@pytest.mark.parametrize("name", ["contraloria_monitores", "contraloria_monitores_resultados"])
def test_of_files_whose_columns_nobody_knows_no_value_is_read(name: str) -> None:
    spec = registry.get(name)
    assert spec.format.headers == "unknown"
    assert [column.name for column in spec.tables[spec.main].columns] == ["position", "header", "rows", "filled"]


def test_the_texts_of_the_works_log_are_not_even_read() -> None:
    headers = [column.header for column in registry.get("oece_asientos").tables["entries"].columns]
    assert headers == ["ID_CUADERNO", "FECHA_REGISTRO_ASIENTO", "TIPO_ASIENTO_REGISTRADO"]


def test_tax_numbers_of_natural_persons_are_masked_wherever_firms_are_named() -> None:
    works = {column.header: column for column in registry.get("contraloria_infobras").tables["works"].columns}
    assert any(column.natural_person_of for column in works.values())
