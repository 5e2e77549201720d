"""What leaves the house as files: only what may, safe to open, the same bytes while nothing changes."""

from __future__ import annotations

import csv
import hashlib
import json
import stat
from datetime import date

import pytest
import yaml

from alerts import ledger, statements, telling
from alerts.casework import Dismissed
from alerts.errors import EditionError, NightUnknownError
from alerts.roots import Root
from checks import registry


@pytest.fixture(scope="module")
def told_once(played, day):
    """One open alert, one soft, one of the backlog, on works with awkward names."""
    return played(lambda nights: _tell(nights, day))


def _tell(nights, day):
    con = nights.con
    for code, name in ((1, "=HYPERLINK(1)"), (2, "＝SUM(1)"), (3, "I.E. N° 20, RUC 10456789012 «Ñandú»")):
        con.execute("INSERT INTO core_works BY NAME SELECT ? AS work_id, ? AS name", [f"infobras:work:{code}", name])
    con.execute("INSERT INTO core_bodies BY NAME SELECT 'infobras:body:1' AS body_key, '+Municipalidad' AS name")
    nights.night(day(0), [{"subject": "infobras:work:2"}])
    observed = {"physical_pct": -5, "contractor_ruc": "10456789012", "programmed_end_on": "2025-12-31", "supervisor_named": None}
    nights.night(day(1), [
        {"subject": "infobras:work:2"}, {"subject": "infobras:work:1", "observed": observed},
        {"subject": "infobras:work:3", "hardness": "soft"},
    ])  # fmt: skip


def read(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_open_edition_holds_only_what_is_open(told, tmp_path):
    ledger.write(told.con, tmp_path / "open", "open", rules=told.rules)
    rows = read(tmp_path / "open" / "alertas.csv")
    assert [row["native_key"] for row in rows] == ["1"]
    assert {row["alert_id"] for row in read(tmp_path / "open" / "eventos.csv")} == {rows[0]["alert_id"]}
    assert rows[0]["notice"] == ""


def test_staff_edition_holds_all_in_a_private_folder(told, tmp_path):
    ledger.write(told.con, tmp_path / "staff", "staff", rules=told.rules)
    assert len(read(tmp_path / "staff" / "alertas.csv")) == 3
    assert stat.S_IMODE((tmp_path / "staff").stat().st_mode) == 0o700


def test_what_staff_dismissed_is_theirs_alone_until_it_opens_anew(told, tmp_path):
    (open_alert,) = told.con.execute("SELECT alert_id, episode, rule_id FROM alerts WHERE visibility = 'open'").fetchall()
    gone = Dismissed(*open_alert)
    for number, (edition, dismissed) in enumerate([("open", gone), ("staff", gone), ("open", gone._replace(episode=2))]):
        folder = tmp_path / str(number)
        ledger.write(told.con, folder, edition, rules=told.rules, dismissed=[dismissed])
    shown = [{row["alert_id"] for row in read(tmp_path / str(number) / "alertas.csv")} for number in range(3)]
    assert shown[0] == set()
    assert read(tmp_path / "0" / "eventos.csv") == []
    assert len(shown[1]) == 3
    assert shown[2] == {gone.alert_id}


def test_formulas_are_disarmed_in_csv_only(told, tmp_path):
    ledger.write(told.con, tmp_path, "staff", rules=told.rules)
    rows = {row["native_key"]: row for row in read(tmp_path / "alertas.csv")}
    assert rows["1"]["subject_name"] == "'=HYPERLINK(1)"
    assert rows["2"]["subject_name"] == "'＝SUM(1)"
    assert rows["1"]["body_name"] == "'+Municipalidad"
    lines = [json.loads(line) for line in (tmp_path / "alertas.jsonl").read_text().splitlines()]
    assert {line["native_key"]: line["subject_name"] for line in lines}["1"] == "=HYPERLINK(1)"
    assert {line["native_key"]: line["observed"] for line in lines}["1"]["physical_pct"] == -5


@pytest.mark.parametrize("dangerous", ["=1", "+1", "-1", "@a", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠a"])
def test_dangerous_beginnings(con, dangerous):
    statements.run(con, "ledger_inputs")
    assert statements.first(con, "SELECT csv_safe(?), csv_safe('a=1')", [dangerous]) == ("'" + dangerous, "a=1")


def test_no_natural_person_is_named_by_number(told, tmp_path):
    for path in ledger.write(told.con, tmp_path, "staff", rules=told.rules):
        assert b"10456789012" not in path.read_bytes(), path.name
    assert "10*********" in (tmp_path / "alertas.csv").read_text()


def test_bytes_stay_while_nothing_changes(told, tmp_path, day):
    before = {path.name: path.read_bytes() for path in ledger.write(told.con, tmp_path / "a", "open", rules=told.rules)}
    told.night(day(2), [{"subject": f"infobras:work:{n}"} for n in (1, 2)] + [{"subject": "infobras:work:3", "hardness": "soft"}])
    after = {path.name: path.read_bytes() for path in ledger.write(told.con, tmp_path / "b", "open", rules=told.rules)}
    assert {name for name in before if before[name] != after[name]} == {"LEEME.txt"}


def test_invented_worlds_say_so_everywhere(told, tmp_path):
    told.con.execute("UPDATE meta_nights SET world = 'sandbox-1-2000'")
    ledger.write(told.con, tmp_path, "open", rules=told.rules)
    assert (tmp_path / "LEEME.txt").read_text().startswith(telling.INVENTED)
    assert {row["notice"] for name in ("alertas", "eventos") for row in read(tmp_path / f"{name}.csv")} == {telling.INVENTED}


def test_every_column_is_described(told, tmp_path):
    ledger.write(told.con, tmp_path, "open", rules=told.rules)
    for name in ("alertas", "eventos"):
        described = [row["columna"] for row in read(tmp_path / "columnas.csv") if row["archivo"] == name]
        assert list(read(tmp_path / f"{name}.csv")[0]) == described


def test_the_sentence_is_neutral_and_complete(told):
    alert = told.alert("infobras:work:1")["alert_id"]
    said = telling.sentence(told.con, alert, told.rules)
    assert said == (
        "Plazo vencido sin ampliación publicada. Se leyó: avance físico real (%): -5; RUC del contratista: 10*********; "
        "fecha de fin programada: 31/12/2025; supervisor identificado: sin dato. Se esperaba: una fecha de fin vigente. "
        "Debía constar a más tardar el 15/01/2026. Según lo publicado que se leyó el 03/03/2026."
    )
    assert telling.sentence(told.con, "nobody", told.rules) is None


def test_words_are_sorted_and_said_once():
    text = ledger.resources.files("alerts").joinpath("words.yml").read_text("utf-8")
    names = [line.split(":")[0] for line in text.splitlines() if line and not line.startswith("#")]
    assert names == sorted(set(names)) == sorted(yaml.safe_load(text))


def test_every_observed_column_has_a_word():
    observed = {name for rule in registry.rules().values() for name in rule.observed}
    assert observed <= telling.words().keys()


def test_a_due_date_is_said_once(nights, day):
    nights.night(day(0))
    nights.night(day(1), [{"subject": "infobras:work:1", "expected": "Supervisor a más tardar el 15/01/2026"}])
    said = telling.sentence(nights.con, nights.alert("infobras:work:1")["alert_id"], nights.rules)
    assert said.count("15/01/2026") == 1


def test_wrong_edition_and_no_night(con, tmp_path):
    with pytest.raises(EditionError):
        ledger.write(con, tmp_path, "draft")
    with pytest.raises(NightUnknownError):
        ledger.write(con, tmp_path, "open", rules=())


def test_the_chain_in_the_ledger_leads_to_the_root_in_the_readme(told, tmp_path):
    first = Root(date(2026, 11, 18), 1, "a" * 64, "0" * 64, _root("2026-11-18", "a" * 64, "0" * 64))
    second = Root(date(2026, 11, 19), 1, "b" * 64, first.hash, _root("2026-11-19", "b" * 64, first.hash))
    ledger.write(told.con, tmp_path, "open", rules=told.rules, roots=[first, second])
    previous = "0" * 64
    for row in read(tmp_path / "cadena.csv"):
        assert row["anterior"] == previous
        previous = _root(row["noche"], row["manifiesto_sha256"], row["anterior"])
        assert row["raiz"] == previous
    assert f"Raíz:     {second.hash}" in (tmp_path / "LEEME.txt").read_text("utf-8")
    assert '{"manifest_sha256":"<manifiesto_sha256>","night":"<noche>"' in (tmp_path / "LEEME.txt").read_text("utf-8")


def _root(night: str, manifest: str, previous: str) -> str:
    """As the readme says it."""
    text = f'{{"manifest_sha256":"{manifest}","night":"{night}","previous":"{previous}","segment":1}}'
    return hashlib.sha256(text.encode()).hexdigest()
