"""What a night would ask, of whom and how slowly; and which address stands for a source."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pipelines.clock import SystemClock
from pipelines.errors import UsageError
from pipelines.invented import portals_of
from pipelines.night import Night
from pipelines.planning import plan_night
from pipelines.portals import SANDBOX_PATHS, base_address, polite_session
from pipelines.settings import Settings
from pipelines.stages import crawl
from pipelines.stages.ask import ask_source
from pipelines.worlds import live_world, sandbox_world
from sources import registry
from sources.spec import PagesAccess, SourceSpec

DAY = date(2026, 11, 18)


def plan(settings: Settings, *, live: bool) -> dict[str, dict[str, object]]:
    world = live_world() if live else sandbox_world(1, 5)
    return {row["source"]: row for row in plan_night(world, DAY, settings)}


def test_the_portals_are_asked_slowly_and_by_their_own_names() -> None:
    rows = plan(Settings(), live=True)
    assert set(rows) == set(registry.load())
    assert rows["contraloria_infobras"]["host"] == "infobras.contraloria.gob.pe"
    assert rows["contraloria_infobras"]["requests"] == 3
    assert rows["mef_detalle"]["seconds_per_request"] == 2.0
    assert int(str(rows["oece_ocds"]["requests"])) >= 49


def test_a_source_of_files_asks_nobody() -> None:
    rows = plan(Settings(), live=True)
    assert rows["contraloria_json"]["host"] is None
    assert rows["contraloria_json"]["requests"] == 0


def test_a_mirror_is_planned_in_place_of_the_portal() -> None:
    settings = Settings(addresses={"VIGIA_MEF_URL": "https://mirror.example.org/mef"})
    rows = plan(settings, live=True)
    assert rows["mef_detalle"]["host"] == rows["mef_f12b"]["host"] == "mirror.example.org"
    assert rows["contraloria_infobras"]["host"] == "infobras.contraloria.gob.pe"


def test_a_register_that_was_asked_lately_is_planned_for_its_next_turn(night: Night) -> None:
    def row(day: date) -> dict[str, object]:
        rows = plan_night(night.world, day, night.settings)
        return next(row for row in rows if row["source"] == "oece_conosce_pac")

    assert int(str(row(DAY)["requests"])) > 0
    ask_source(night, registry.get("oece_conosce_pac"))
    assert (row(DAY + timedelta(29))["requests"], "2026-12-18" in str(row(DAY + timedelta(29))["note"])) == (0, True)
    assert int(str(row(DAY + timedelta(30))["requests"])) > 0


def test_boundaries_are_planned_only_where_the_operator_points() -> None:
    assert plan(Settings(), live=True)["inei_limites"]["requests"] == 0
    pointed = Settings(addresses={"VIGIA_LIMITES_URL": "https://mapas.example.org/distritos.geojson"})
    assert plan(pointed, live=True)["inei_limites"]["host"] == "mapas.example.org"


def test_a_file_on_disk_that_the_operator_points_at_is_read_and_a_wrong_path_is_said(night: Night, tmp_path) -> None:
    path = tmp_path / "distritos.geojson"
    spec = registry.get("inei_limites")
    pointed = replace(night, settings=replace(night.settings, addresses={"VIGIA_LIMITES_URL": str(path)}))
    with pytest.raises(UsageError, match="VIGIA_LIMITES_URL"):
        ask_source(pointed, spec)
    path.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    (look,) = ask_source(pointed, spec)
    assert look.reason == "from_file"


def test_the_sandbox_is_planned_on_loopback_without_waiting() -> None:
    rows = plan(Settings(), live=False)
    assert {row["host"] for row in rows.values()} == {"127.0.0.1", None}
    assert {row["seconds_per_request"] for row in rows.values()} == {0.0, None}


@pytest.fixture
def night(tmp_path) -> Night:
    return Night(sandbox_world(1, 5), DAY, Settings(data=tmp_path), SystemClock())


def test_the_sandbox_stands_for_every_portal(night: Night) -> None:
    portals = portals_of(1, 5).address(DAY)
    for spec in registry.load().values():
        address = base_address(night, spec)
        if spec.access is None:
            assert address is None
        else:
            assert address == portals + SANDBOX_PATHS[spec.access.host_variable]


def test_a_setting_wins_over_the_sandbox_and_the_contract(night: Night) -> None:
    settings = replace(night.settings, addresses={"VIGIA_MEF_URL": "http://127.0.0.1:9/mef"}, contact="a@example.org")
    for world in (night.world, live_world()):
        moved = replace(night, world=world, settings=settings)
        assert base_address(moved, registry.get("mef_detalle")) == "http://127.0.0.1:9/mef"
    assert base_address(replace(night, world=live_world()), registry.get("mef_detalle")) is None


def test_one_session_a_night_remembers_what_hosts_said(night: Night) -> None:
    assert polite_session(night) is polite_session(night)


def test_registers_at_one_host_share_its_requests() -> None:
    """By what each contract asks for; an operator's number is the host's; two addresses of one mirror are one host."""
    work = spec_of("contraloria_ficha", requests_per_night=900)
    more = spec_of("contraloria_ficha", requests_per_night=300)
    body = spec_of("pcm_pte_inversiones", requests_per_night=600)

    def shares(settings: Settings) -> list[int]:
        specs = (work, more, body)
        return [crawl.requests_of(access_of(spec), live_world(), settings, specs) for spec in specs]

    assert shares(Settings()) == [675, 225, 600]
    assert shares(Settings(requests=40)) == [30, 10, 40]
    mirror = {"VIGIA_INFOBRAS_URL": "http://mirror.example/a", "VIGIA_PTE_URL": "http://mirror.example/b"}
    assert shares(Settings(addresses=mirror)) == [450, 150, 300]


def test_the_invented_peru_asks_a_heavy_page_as_much_less_as_its_contract_does() -> None:
    specs = registry.load().values()
    asked = {
        name: crawl.requests_of(access_of(registry.get(name)), sandbox_world(1, 40), Settings(), specs)
        for name in ("contraloria_ficha", "contraloria_sumario", "mef_ssi")
    }
    assert asked == {"contraloria_ficha": 60, "contraloria_sumario": 2, "mef_ssi": 20}


def access_of(spec: SourceSpec) -> PagesAccess:
    assert isinstance(spec.access, PagesAccess)
    return spec.access


def spec_of(name: str, **access: int) -> SourceSpec:
    spec = registry.get(name)
    return spec.model_copy(update={"access": access_of(spec).model_copy(update=access)})
