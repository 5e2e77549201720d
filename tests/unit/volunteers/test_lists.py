"""Which works come on a list, why, and what the papers may and may not show."""

from __future__ import annotations

import csv
import stat
from datetime import date, timedelta

import duckdb
import pytest

from alerts.rules import RuleFacts
from volunteers import lists, pages, parameters
from volunteers.errors import ListNightError, ParameterFileError
from warehouse import schema, tables

NIGHT = date(2026, 6, 15)
RULES = (
    RuleFacts("OUT-05", 1, "Plazo vencido", "Term over", ("contraloria_infobras",), verify="Ver si se trabaja."),
    RuleFacts("IMP-03", 1, "Fecha imposible", "Impossible date", ("contraloria_infobras",), asks_owner=True, verify="Abrir la ficha."),
)
NEEDED = ("meta_nights", "core_works", "core_investments", "links", "alerts", "list_works", "work_flags")
PLAIN = {
    "state": "executing", "region": "04", "department": "AREQUIPA", "province": "AREQUIPA", "district": "CAYMA",
    "ubigeo": "040103", "contract_amount": 500_000, "control_reports": 0, "monitor_reports": 3, "progress_year": 2026,
    "progress_month": 5, "work_type": "TRANSPORTE", "seen_on": NIGHT, "body_name": "Muni", "name": "Obra",
}  # fmt: skip


def insert(con, table, **values):
    names = ", ".join(values)
    con.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' for _ in values)})", list(values.values()))


def work(con, code, **changes):
    insert(con, "core_works", **{**PLAIN, "work_code": str(code), "work_id": f"infobras:work:{code}", **changes})


def alert(con, subject, **changes):
    values = {"alert_id": subject, "rule_id": "OUT-05", "subject_id": subject, "state": "open", "severity": 4, "hardness": "hard"}
    insert(con, "alerts", **{**values, **changes})


def listed(con):
    return [row[0] for row in con.execute("SELECT work_code FROM list_works ORDER BY region, rank").fetchall()]


def line(con, code):
    cursor = con.execute("SELECT * FROM list_works WHERE work_code = ?", [str(code)])
    names = [column[0] for column in cursor.description]
    return dict(zip(names, cursor.fetchall()[0], strict=True))


@pytest.fixture
def con():
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET threads = 1")
        for name in NEEDED:
            connection.execute(schema.ddl(tables.load()[name]))
        connection.execute("INSERT INTO meta_nights VALUES (?, 'live', 'national')", [NIGHT])
        yield connection


def build(con, night=NIGHT):
    return lists.build(con, night, rules=RULES)


GATES = [
    ({}, True),
    ({"state": "stopped"}, True),
    ({"state": "not_started"}, False),
    ({"state": "finished", "finished_on": NIGHT - timedelta(days=90)}, True),
    ({"state": "finished", "finished_on": NIGHT - timedelta(days=91)}, False),
    ({"state": "finished", "finished_on": NIGHT + timedelta(days=1)}, False),
    ({"state": "finished"}, False),
    ({"contract_amount": 10_000_000}, True),
    ({"contract_amount": 10_000_001}, False),
    ({"contract_amount": 2_400_001, "reconstruction": True}, False),
    ({"contract_amount": None}, False),
    ({"contract_amount": None, "approved_amount": 900}, True),
    ({"control_reports": 1}, False),
    ({"reserved": True}, False),
    ({"region": None}, False),
    ({"district": None}, False),
]  # fmt: skip


def test_gates(con):
    for code, (changes, _) in enumerate(GATES):
        work(con, code, **changes)
    build(con)
    assert set(listed(con)) == {str(code) for code, (_, passes) in enumerate(GATES) if passes}


SCORES = [
    ({}, 0.375),  # money: half of 15 points times 0.5 of 10 million
    ({"monitor_reports": 0}, 10.375),
    ({"monitor_reports": None}, 0.375),  # not published is not zero
    ({"work_type": "SALUD"}, 5.375),
    ({"state": "stopped"}, 10.375),
    ({"stoppage_flag": True}, 10.375),
    ({"programmed_end_on": NIGHT - timedelta(days=1)}, 10.375),
    ({"programmed_end_on": NIGHT}, 0.375),
    ({"programmed_end_on": NIGHT - timedelta(days=9), "modification_days": 9}, 0.375),
    ({"valued": 79, "valued_programmed": 100}, 10.375),
    ({"valued": 80, "valued_programmed": 100}, 0.375),
    ({"additions": 1, "modifications": 1}, 5.375),
    ({"additions": 9}, 10.375),
    ({"progress_month": 2}, 7.875),  # silent for four months, one is usual: 3/6 of 15
    ({"progress_year": None}, 15.375),
]  # fmt: skip


def test_score(con):
    for code, (changes, _) in enumerate(SCORES):
        work(con, code, **changes)
    build(con)
    scores = dict(con.execute("SELECT work_code, score FROM list_works").fetchall())
    wanted = {str(code): points for code, (_, points) in enumerate(SCORES)}
    assert scores == pytest.approx(wanted, abs=1e-3)


FLAGS = [(0, 0.375), (1, 0.375 + 5 / 3), (3, 5.375), (9, 5.375)]


def test_red_flags_raise_a_work_and_are_told_nowhere(con, tmp_path):
    for code, (raised, _) in enumerate(FLAGS):
        work(con, code)
        insert(con, "work_flags", work_id=f"infobras:work:{code}", asked=9, raised=raised, flags=["single_tenderer"] * raised)
    build(con)
    lines = [line(con, code) for code in range(len(FLAGS))]
    assert [one["score"] for one in lines] == pytest.approx([points for _, points in FLAGS], abs=1e-3)
    for column in ("reasons", "look_for"):
        assert lines[3][column] == lines[0][column]
    told = "".join(path.read_text(encoding="utf-8") for path in lists.write(con, tmp_path / "lists"))
    assert "single_tenderer" not in told


def test_alerts_count_also_over_links(con):
    for code in (1, 2, 3, 4):
        work(con, code, cui="2300001" if code == 2 else None)
    insert(con, "core_investments", investment_id="mef:investment:cui:2300001", cui="2300001", accrued_year=250_000)
    link = {"from_id": "infobras:work:2", "to_id": "mef:investment:cui:2300001", "method": "cui"}
    insert(con, "links", **link, confidence=1.0)
    insert(con, "links", from_id="infobras:work:3", to_id="mef:investment:cui:2300001", method="cui_ambiguous", confidence=0.5)
    alert(con, "infobras:work:1")
    alert(con, "mef:investment:cui:2300001", state="backlog")
    alert(con, "infobras:work:4", state="pending")
    alert(con, "infobras:work:3", hardness="soft")
    build(con)
    scores = {code: line(con, code)["score"] for code in (1, 2, 3, 4)}
    assert scores == pytest.approx({1: 15.375, 2: 15.375 + 3.75, 3: 0.375, 4: 0.375}, abs=1e-3)
    assert "Alerta: Plazo vencido" in line(con, 2)["reasons"]
    assert line(con, 1)["look_for"][0] == "Ver si se trabaja."
    assert line(con, 2)["links"] == [
        "https://infobras.contraloria.gob.pe/InfobrasWeb/Mapa/Sumario?ObraId=2",
        "https://ofi5.mef.gob.pe/ssi/Ssi/Index?tipo=2&codigo=2300001",
    ]


def many(con, number=200, region="04"):
    for code in range(number):
        work(con, code, region=region, monitor_reports=0 if code < 60 else 3, district=f"D{code % 20:02}")


def rows(folder):
    with (folder / "obras-a-verificar.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_fault_of_the_data_sends_nobody(con):
    """It is the owner of the data who is asked: the line neither scores for it nor names it."""
    work(con, 1)
    build(con)
    before = line(con, 1)
    alert(con, "infobras:work:1", rule_id="IMP-03")
    build(con)
    assert line(con, 1) == before
    alert(con, "infobras:work:1", alert_id="late", rule_id="OUT-05")
    build(con)
    assert line(con, 1) != before


def test_the_draw_is_blind_and_of_its_share(con, tmp_path):
    many(con)
    assert build(con) == lists.ListReport(200, 30, 1)
    lists.write(con, tmp_path / "lists")
    drawn = {row["codigo_infobras"] for row in rows(tmp_path / "lists") if row["por_sorteo"] == "sí"}
    assert len(drawn) == 4  # an eighth of thirty, rounded up
    chosen = {row["codigo_infobras"] for row in rows(tmp_path / "lists")} - drawn
    assert all(int(code) < 60 for code in chosen)
    assert any(int(code) >= 60 for code in drawn)
    page = (tmp_path / "lists" / "listas.html").read_text()
    assert "sorteo" not in page
    assert "puntaje" not in page


def test_the_draw_changes_with_the_month_only(con):
    many(con)
    build(con)
    first = listed(con)
    for night, same in ((date(2026, 6, 30), True), (date(2026, 7, 1), False)):
        con.execute("INSERT INTO meta_nights VALUES (?, 'live', 'national')", [night])
        build(con, night)
        assert (listed(con) == first) is same


def test_no_district_takes_the_whole_list(con):
    for code in range(100):
        work(con, code, monitor_reports=0 if code < 50 else 3, district="RICO" if code < 50 else f"D{code % 10}")
    build(con)
    counts = dict(con.execute("SELECT district, count(*) FROM list_works GROUP BY ALL").fetchall())
    assert counts["RICO"] <= 6 + 4  # the preference and, at most, the draw


def test_twice_the_same_and_in_any_order(con, tmp_path):
    many(con, 80)
    build(con)
    first = {path.name: path.read_bytes() for path in lists.write(con, tmp_path / "a")}
    con.execute("CREATE TABLE turned AS SELECT * FROM core_works ORDER BY work_code DESC")
    con.execute("DELETE FROM core_works")
    con.execute("INSERT INTO core_works SELECT * FROM turned")
    build(con)
    assert {path.name: path.read_bytes() for path in lists.write(con, tmp_path / "b")} == first


def test_private_marked_and_escaped(con, tmp_path):
    work(con, 1, name="=cmd|'/c calc'!A1", body_name="<img src=x onerror=alert(1)>", cui="23&x=1")
    con.execute("UPDATE meta_nights SET world = 'sandbox-1-2000'")
    build(con)
    lists.write(con, tmp_path / "lists")
    assert stat.S_IMODE((tmp_path / "lists").stat().st_mode) == 0o700
    page = (tmp_path / "lists" / "listas.html").read_text()
    assert "<img" not in page
    assert "codigo=23%26x%3D1" in page
    assert "INTERNO" in page
    assert "DATOS INVENTADOS" in page
    assert rows(tmp_path / "lists")[0]["obra"].startswith("'=cmd")
    assert rows(tmp_path / "lists")[0]["aviso"] == "DATOS INVENTADOS"


def test_one_page_a_region_and_a_heading_a_district(con, tmp_path):
    work(con, 1)
    work(con, 2, district="YURA")
    work(con, 3, region="23", department="TACNA", province="TACNA", district="CIUDAD NUEVA")
    build(con)
    page = lists.write(con, tmp_path)[1].read_text()
    assert page.count('<section class="region">') == 2
    assert page.count("<h2>") == 3
    assert "size: A4" in page


def test_an_empty_list_says_so(con, tmp_path):
    build(con)
    assert "ninguna obra" in lists.write(con, tmp_path)[1].read_text()


def test_every_line_says_why_and_what(con):
    for code, state in enumerate(("executing", "stopped", "finished")):
        work(con, code, state=state, finished_on=NIGHT if state == "finished" else None)
    build(con)
    for code in range(3):
        assert line(con, code)["reasons"][0].startswith("Obra ")
        assert len(line(con, code)["look_for"]) >= 3
        assert line(con, code)["links"]


def test_faults_are_told(con):
    with pytest.raises(ListNightError):
        build(con, date(2020, 1, 1))
    con.execute("DELETE FROM meta_nights")
    with pytest.raises(ListNightError):
        lists.write(con, None)
    with pytest.raises(ParameterFileError, match="draw_seed"):
        parameters.parse({"amount_max": {"value": 1, "source": "x"}})


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "＝1"])
def test_formulas_are_disarmed(text):
    assert pages.disarmed(text) == "'" + text
    assert pages.disarmed("1" + text) == "1" + text
