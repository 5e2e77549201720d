"""The rule language counts as the legal clock does, and refuses what is not proven in one readable line."""

from datetime import date

import cases
import pytest

from checks import judging
from checks.calendar import official_calendar
from checks.calendar_arrays import bodies_with_days
from checks.clock import Calendar, DayOff
from checks.compiler import CompiledTable
from checks.errors import CheckError, ExpressionError, ParameterError, RuleError
from checks.language import Context, to_sql
from checks.looks import Look
from checks.parameters import parameters, read_parameters
from checks.registry import FOLDER, read_rules, rules
from checks.wide import wide_tables

COLUMNS = {name: name for name in ("a", "b", "day", "items", "region", "regime", "kind")}


def sql(expression):
    return to_sql(expression, Context(COLUMNS, parameters(), where="XXX-01.failed[0]"))


@pytest.mark.parametrize(
    "expression",
    ["sin(a)", "a / b", "a % 2", "(SELECT 1)", "a::TEXT", "isodow(day)", "strlen(kind)", "now()", "date_diff('day', day, day)",
     "c = 1", "t.a = 1", "business_days_after(day, 1)", "business_days_after(day, 1, kind)", "positive()", "a; b", "a = ("],
)  # fmt: skip
def test_what_is_not_in_the_language(expression):
    with pytest.raises(ExpressionError, match=r"^XXX-01\.failed\[0\]"):
        sql(expression)


@pytest.mark.parametrize("expression", ["parameter(unknown_cd)", "parameter(sign_max_bd)"])
def test_parameters_are_named_and_chosen(expression):
    with pytest.raises(ParameterError, match=r"^XXX-01"):
        sql(expression)


@pytest.fixture(scope="module")
def con():
    connection = cases.empty_warehouse()
    judging.prepare_clock(
        connection, date(2026, 1, 1), {"contraloria_infobras": Look("contraloria_infobras", None, 1, 1)}
    )
    return connection


def value(con, expression, **cells):
    written = {
        "a": "NULL",
        "b": "NULL",
        "day": "NULL",
        "items": "NULL",
        "region": "NULL",
        "regime": "NULL",
        "kind": "NULL",
    }
    columns = ", ".join(f"{cell} AS {name}" for name, cell in {**written, **cells}.items())
    start = "coalesce(list_extract(clock_region_starts, TRY_CAST(region AS INTEGER) + 1), 0) AS region_start"
    query = f"SELECT {sql(expression)} FROM (SELECT *, {start} FROM (SELECT {columns}) CROSS JOIN rule_clock)"
    return con.execute(query).fetchone()[0]


@pytest.mark.parametrize("region", [None, "00", "04", "15", "23"])
@pytest.mark.parametrize("count", [1, 8, 10, 15, 22])
def test_business_days_equal_the_legal_clock(con, region, count):
    first, cells = date(2023, 12, 1), f"'{region}'" if region else "CAST(NULL AS VARCHAR)"
    start = "coalesce(list_extract(clock_region_starts, TRY_CAST(region AS INTEGER) + 1), 0) AS region_start"
    days = f"SELECT DATE '{first}' + CAST(unnest(range(1000)) AS INTEGER) AS day, {cells} AS region"
    query = (
        f"SELECT day, {sql(f'business_days_after(day, {count}, region)')} "
        f"FROM (SELECT *, {start} FROM ({days}) CROSS JOIN rule_clock) ORDER BY day"
    )
    for day, found in con.execute(query).fetchall()[::7]:
        assert found == official_calendar().due_max(day, count, region)


BODIES = ("infobras:body:7", "seace:body:9")
OWN_DAYS = (date(2026, 3, 4), date(2026, 3, 5)), (date(2026, 3, 5), date(2026, 8, 14))


@pytest.fixture(scope="module")
def feasts():
    """The calendar with days of two bodies, in force in a warehouse."""
    own = [DayOff(day, body, "entity", "x", "x", "firm") for body, days in zip(BODIES, OWN_DAYS, strict=True) for day in days]
    official = Calendar((*official_calendar().days_off, *own))
    connection = cases.empty_warehouse()
    connection.executemany("INSERT INTO core_calendar VALUES (?, ?, 'entity', 'x', 'x', 'firm')", [(o.region, o.day) for o in own])
    judging.prepare_clock(connection, date(2026, 1, 1), {"contraloria_infobras": Look("contraloria_infobras", None, 1, 1)})
    return connection, official


@pytest.mark.parametrize("region", [None, "00", "04", "15", "99"])
@pytest.mark.parametrize("body", [None, *BODIES, "infobras:body:8"])
def test_business_days_of_a_body_equal_the_legal_clock(feasts, body, region):
    connection, official = feasts
    assert bodies_with_days(connection) == BODIES
    compiled = CompiledTable(wide_tables()["works"], (), (), (), ("contraloria_infobras",), BODIES)
    known = [f"'{cell}'" if cell else "CAST(NULL AS VARCHAR)" for cell in (region, body)]
    cells = f"{known[0]} AS region, {known[1]} AS body_key"
    days = f"SELECT DATE '2026-02-20' + CAST(unnest(range(200)) AS INTEGER) AS day, {cells}"
    start = f"{compiled.region_start()} AS region_start"
    query = (
        f"SELECT day, {sql('business_days_after(day, 8, region)')} "
        f"FROM (SELECT *, {start} FROM ({days}) AS wide CROSS JOIN rule_clock AS clock) ORDER BY day"
    )
    for day, found in connection.execute(query).fetchall():
        assert found == official.due_max(day, 8, region, body)


@pytest.mark.parametrize("day", ["1989-12-31", "2041-01-01", "9999-12-31"])
def test_days_outside_the_calendar_are_unknown(con, day):
    assert value(con, "business_days_after(day, 10, region)", day=f"DATE '{day}'", region="'04'") is None


def test_the_calendar_does_not_run_into_the_next_one(con):
    assert value(con, "business_days_after(day, 30, region)", day="DATE '2040-12-20'", region="'15'") is None


@pytest.mark.parametrize(
    ("expression", "cells", "expected"),
    [
        ("calendar_days_after(day, a)", {"day": "DATE '2026-02-27'", "a": "2"}, date(2026, 3, 1)),
        ("calendar_days_after(day, a)", {"day": "DATE '2026-02-27'", "a": "2000000000"}, None),
        ("month_end(month_number(day))", {"day": "DATE '2028-02-03'"}, date(2028, 2, 29)),
        ("month_end(month_number(day))", {"day": "DATE '2026-12-31'"}, date(2026, 12, 31)),
        ("month_of(a, b) - month_number(day)", {"day": "DATE '2026-01-31'", "a": "2025", "b": "12"}, -1),
        ("yyyymm(day)", {"day": "DATE '2026-01-31'"}, 202601),
        ("positive(a)", {"a": "0"}, None),
        ("divided_rounded_up(a, 10)", {"a": "121"}, 13),
        ("divided_rounded_up(a, 10)", {"a": "120"}, 12),
        ("all_in(items, 'X', 'Y')", {"items": "['X']"}, True),
        ("all_in(items, 'X', 'Y')", {"items": "['X', 'Z']"}, False),
        ("all_in(items, 'X')", {"items": "CAST([] AS VARCHAR[])"}, False),
        ("any_in(items, 'X')", {"items": "CAST(NULL AS VARCHAR[])"}, False),
        ("any_in(items, 'X')", {"items": "['X', 'Z']"}, True),
        ("tax_number(kind)", {"kind": "'20100000009'"}, True),
        ("tax_number(kind)", {"kind": "'20100000008'"}, False),
        ("tax_number(kind)", {"kind": "'10000000011'"}, False),
        ("tax_number(kind)", {"kind": "'2010000009'"}, False),
        ("tax_number(kind)", {"kind": "' 2010000009'"}, False),
        ("tax_number(kind)", {"kind": "'20*********'"}, False),
        ("tax_number(kind)", {"kind": "CAST(NULL AS VARCHAR)"}, None),
        ("parameter(sign_max_bd, regime)", {"regime": "'R0'"}, 16),
        ("parameter(sign_max_bd, regime)", {"regime": "'unknown'"}, 22),
    ],
)
def test_words(con, expression, cells, expected):
    assert value(con, expression, **cells) == expected


def rule_file(tmp_path, change):
    source = next(FOLDER.glob("*/mis_05_*.yml"))
    folder = tmp_path / "missing"
    folder.mkdir()
    (folder / source.name).write_text(change(source.read_text(encoding="utf-8")), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("table: works", "table: works\nunknown: 2", "unknown"),
        ("table: works", "table: works\ntable: works", "twice"),
        ("notify: [N1, N3]", "notify: [N9]", "N9"),
        ("table: works", "table: roads", "roads"),
        ("reads: [started_on", "reads: [begun_on", "begun_on"),
        ("not_applicable: [reserved", "not_applicable: [secret", "secret"),
        ("id: MIS-05", "id: MIS-06", "MIS-06"),
        ("parameter(supervisor_named_cd)", "parameter(nobody_cd)", "nobody_cd"),
        ("outcome: passed, reason: supervisor", "outcome: ok, reason: supervisor", "outcome"),
    ],
)
def test_a_wrong_rule_is_one_readable_error(tmp_path, old, new, message):
    folder = rule_file(tmp_path, lambda text: text.replace(old, new))
    with pytest.raises(CheckError, match=message):
        read_rules(folder)


def test_a_rule_in_no_dimension(tmp_path):
    folder = rule_file(tmp_path, lambda text: text)
    (folder / "missing").rename(folder / "strange")
    with pytest.raises(RuleError, match="strange"):
        read_rules(folder)


def test_a_parameter_by_regime_needs_every_regime(tmp_path):
    path = tmp_path / "parameters.yml"
    path.write_text(
        "x_cd: {unit: days, chosen_by: regime, values: [{value: 1, regime: R0, standing: firm, verified_on: 2026-01-01, source: abcde}]}",
        encoding="utf-8",
    )
    with pytest.raises(ParameterError, match="exactly one value"):
        read_parameters(path)


def test_zero_is_a_number_and_a_day_is_a_day():
    assert parameters()["reception_tolerance_cd"].for_regime("R1").value == 0
    assert parameters()["regime_change_on"].values[0].value == date(2025, 4, 22)


def test_every_rule_is_complete_and_no_number_of_the_law_stands_in_a_rule():
    assert len(rules()) == len(list(FOLDER.glob("*/*.yml")))
    tables = wide_tables()
    for rule in rules().values():
        failing = [*rule.values.values(), rule.tolerance, *(f"{f.when} {f.due}" for f in rule.failed)]
        numbers = {
            token
            for text in failing
            for token in text.replace("(", " ").replace(")", " ").replace(",", " ").split()
            if token.isdigit()
        }
        assert numbers <= {"0", "1"}, rule.id
        assert rule.table in tables


def test_citable_only_where_every_norm_is_firm():
    cited = {rule.id: rule.citable_regimes() for rule in rules().values() if rule.citable_regimes()}
    assert cited == {
        "INC-05": ["R0", "R1"], "INC-09": ["R0", "R1"], "INC-15": ["R0", "R1"], "MIS-02": ["R1"], "MIS-03": ["R1"], "MIS-04": ["R1"], "MIS-05": ["R1"], "MIS-08": ["R0", "R1"], "MIS-17": ["R0", "R1"],
        "MIS-18": ["R0", "R1"], "MIS-22": ["R0", "R1", "any"], "OUT-05": ["R0", "R1"], "OUT-10": ["R1"],
        "OUT-11": ["R1"],
    }  # fmt: skip
