"""The command as its user meets it: exit codes, messages that help, tables and JSON lines, a quick `--help`."""

import json
import resource
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.settings import PROJECT
from sources import registry

ALERT, REWRITTEN = "a1b2c3d4e5f60718", "b1b2c3d4e5f60718"


def nowhere() -> dict[str, str]:
    """Settings that move every portal to a port on loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    variables = {str(spec.host_variable) for spec in registry.load().values() if spec.access is not None}
    return dict.fromkeys(variables, f"http://127.0.0.1:{port}/portal")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("audit --live --from .", "choose one of"),
        ("audit --from . --nights 2", "--nights belongs to the sandbox"),
        ("audit --from nowhere", "no such folder"),
        ("audit --from . --seed 4", "belong to the sandbox"),
        ("audit --as-of 2026-13-01", "not a date"),
        ("audit --live", "VIGIA_CONTACT"),
        ("audit --nights 0", "--nights"),
        ("audit --moon", "No such option"),
        ("rules show XX-1", "the rules are CHG-"),
        ("rules outcomes --rule XX-1", "the rules are CHG-"),
        ("explain infobras:work:1 XX-1", "the rules are CHG-"),
        ("explain nothing", "infobras:work:559548"),
        ("alerts list --rule XX-1", "the rules are CHG-"),
        ("alerts list --state asleep", "open, backlog"),
        ("alerts show 0", "vigia alerts list"),
        ("owners show moon", "contraloria, mef, oece"),
        ("alerts dismiss 0 --reason x --role y", "vigia alerts list"),
        (f"alerts dismiss {ALERT} --reason= --role y", "needs a reason"),
        (f"alerts dismiss {ALERT} --reason x --role y --undo", "is not dismissed"),
        ("sources show moon", "contraloria_infobras"),
        ("sources check moon", "contraloria_infobras"),
        ("sources plan --from .", "nothing to plan"),
        ("evidence show moon", "contraloria_infobras"),
        ("status --seed 99", "run `vigia audit` first"),
        ("warehouse digest --seed 99", "run `vigia audit` first"),
        ("rebuild --seed 99", "run `vigia audit` first"),
        ("sandbox score --seeds one", "1,2,3"),
        ("sandbox score --dates tomorrow", "not a date"),
    ],
)
def test_wrong_usage_ends_with_two_and_says_what_would_be_right(vigia, typed: str, told: str) -> None:
    ended = vigia(*typed.split())
    assert ended.returncode == 2, ended.stderr
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_broken_setting_is_wrong_usage(vigia, tmp_path: Path) -> None:
    assert "VIGIA_SEED" in vigia("status", VIGIA_SEED="three").stderr
    assert vigia("status", VIGIA_SEED="three").returncode == 2
    refused = vigia("audit", "--live", VIGIA_SEED="3", VIGIA_CONTACT="a;b", VIGIA_DATA=str(tmp_path), **nowhere())
    assert refused.returncode == 2
    assert "contact" in refused.stderr


def test_a_late_night_ends_with_one_and_still_tells(vigia) -> None:
    ended = vigia("status")
    assert ended.returncode == 1
    assert "ATRASADA / LATE" in ended.stdout
    assert json.loads(vigia("status", "--json").stdout)["late"] is True


def test_help_takes_less_than_half_a_second_of_processor() -> None:
    used = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        subprocess.run([sys.executable, "-m", "pipelines", "--help"], cwd=PROJECT, capture_output=True, check=True)
        used.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)
    assert min(used) < 0.5


def test_help_calls_itself_vigia_and_speaks_spanish_first(vigia) -> None:
    text = vigia("--help").stdout
    assert text.startswith("Usage: vigia ")
    assert text.index("cada noche") < text.index("every night")


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys, pipelines.cli; "
        "print([name for name in ('dagster', 'duckdb', 'pandas', 'great_expectations', 'altair') if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"


LISTINGS = {
    "sources list": "source",
    "sources plan": "source",
    "rules list": "rule_id",
    "alerts list": "alert_id",
    f"alerts show {ALERT}": "alert_id",
    "rules show MIS-17": "id",
    "sources show mef_cierre": "name",
}


@pytest.mark.parametrize(("typed", "field"), LISTINGS.items())
def test_every_listing_speaks_to_people_and_to_machines(vigia, typed: str, field: str) -> None:
    people = vigia(*typed.split())
    assert people.returncode == 0, people.stderr
    machines = vigia(*typed.split(), "--json")
    rows = [json.loads(line) for line in machines.stdout.splitlines()]
    assert rows
    assert all(str(row[field]) in people.stdout for row in rows)


def test_a_table_heads_in_spanish_first_and_never_breaks_an_id(vigia) -> None:
    lines = vigia("alerts", "list", COLUMNS="60").stdout.splitlines()
    headings = [line for line in lines if "alerta" in line or "alert " in line]
    assert "alerta" in headings[0]
    assert any(ALERT in line and "infobras:work:1" in line and "Ya estaba así · backlog" in line for line in lines)


def test_a_replaced_value_is_shown_with_the_look_that_showed_it(vigia) -> None:
    told = json.loads(vigia("alerts", "show", REWRITTEN, "--json").stdout)["shown_by"]
    assert [(one["name"], one["value"], one["seen_on"], one["sha256"], one["url"]) for one in told] == [
        ("was_contract_amount", 200000, "2026-11-08", "old", "https://datos.example.pe/antes"),
        ("contract_amount", 230000, "2026-11-18", "new", "https://datos.example.pe/hoy"),
    ]
    people = vigia("alerts", "show", REWRITTEN, COLUMNS="200").stdout
    assert "https://datos.example.pe/antes" in people
    # The control: what was never replaced was shown by no other look.
    assert json.loads(vigia("alerts", "show", ALERT, "--json").stdout)["shown_by"] == []


def test_the_reports_to_owners_of_data_are_printed_and_put_into_the_outbox(vigia) -> None:
    ended = vigia("owners", "write")
    assert ended.returncode == 0, ended.stderr
    files = [Path(line) for line in ended.stdout.splitlines()]
    assert [path.name.split("-")[1] for path in files] == ["contraloria", "mef", "oece"]
    assert files[2].read_text("utf-8") == vigia("owners", "show", "oece").stdout


def test_a_dismissal_is_counted_with_its_rule_and_can_be_taken_back(vigia) -> None:
    said = ("--reason", "El acta está en el cuaderno", "--role", "jefa de verificación")
    rule = json.loads(vigia("alerts", "show", ALERT, "--json").stdout)["rule_id"]
    try:
        assert vigia("alerts", "dismiss", ALERT, *said).returncode == 0
        assert "dismissed already" in vigia("alerts", "dismiss", ALERT, *said).stderr
        told = json.loads(vigia("alerts", "show", ALERT, "--json").stdout)["dismissed"]
        assert (told["role"], told["reason"]) == ("jefa de verificación", "El acta está en el cuaderno")
        assert json.loads(vigia("rules", "show", rule, "--json").stdout)["record"]["alerts"]["dismissed"] == 1
        assert "1  descartadas por el equipo" in vigia("rules", "show", rule).stdout
    finally:
        assert vigia("alerts", "dismiss", ALERT, *said, "--undo").returncode == 0
    assert json.loads(vigia("rules", "show", rule, "--json").stdout)["record"]["alerts"]["dismissed"] == 0


def test_a_rule_says_how_often_it_fired_and_was_not_evaluable(vigia) -> None:
    rule = json.loads(vigia("alerts", "show", ALERT, "--json").stdout)["rule_id"]
    record = json.loads(vigia("rules", "show", rule, "--json").stdout)["record"]
    assert record["alerts"] == {"ever": 1, "living": 1, "waiting": 0, "repaired": 0, "closed_otherwise": 0, "dismissed": 0}
    told = vigia("rules", "show", rule).stdout
    assert all(f"{row['n']:,}" in told for row in record["outcomes"])
    unpublished = vigia("rules", "show", rule, "--seed", "99")
    assert "ninguna noche publicada" in unpublished.stdout
    assert json.loads(vigia("rules", "show", rule, "--seed", "99", "--json").stdout)["record"] is None


def test_an_alert_is_shown_with_what_was_observed_and_every_event(vigia) -> None:
    shown = vigia("alerts", "show", ALERT).stdout
    assert "observed" in shown
    assert "no_reception" in shown
    (row,) = [json.loads(line) for line in vigia("alerts", "show", ALERT, "--json").stdout.splitlines()]
    assert [event["event"] for event in row["events"]] == ["backlog"]


@pytest.mark.night
def test_live_without_network_ends_with_three_and_names_every_source(vigia, tmp_path: Path) -> None:
    # Key by key is asked once the warehouse knows keys: not on a first night.
    first = [spec for spec in registry.load().values() if spec.access is not None and spec.access.method != "pages"]
    asked = [spec.name for spec in first]
    data = str(tmp_path / "data")
    ended = vigia("audit", "--live", VIGIA_CONTACT="prueba@example.org", VIGIA_DATA=data, **nowhere())
    assert ended.returncode == 3, ended.stderr
    for name in asked:
        lines = [text for text in ended.stdout.splitlines() if text.split()[:1] == [name]]
        assert lines, name
        assert all("refused" in line and "robots_unreachable" in line for line in lines)
    assert "Alarmas nuestras" in ended.stdout
    assert "Alertas en total / in all: ninguna / none" in ended.stdout
