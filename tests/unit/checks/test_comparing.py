"""Two registers are set beside each other only where both mean the same, and a contradiction keeps its first night.

Each row of the tables below was worked by hand: what both registers say, and what has to come of it.
"""

from datetime import date
from decimal import Decimal

import cases
import pytest

from checks import comparing
from checks.comparing import comparisons

NIGHT, NEXT, LATER = date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 20)
WORK = {
    "work_code": "1", "work_id": "infobras:work:1", "source": "contraloria_infobras", "body_key": "infobras:body:7",
    "region": "15", "cui": "2600001", "modality": "contrata", "state": "executing", "state_text": "En Ejecución",
    "contract_amount": Decimal(1_000_000), "contractor_ruc": "20100000009", "contractor_name": "EMPRESA UNO SAC",
    "physical_pct": Decimal(40), "progress_year": 2026, "progress_month": 9, "ubigeo": "150101",
    "unparsable": [], "unpublished": [], "seen_on": NIGHT,
}  # fmt: skip
INVESTMENT = {
    "investment_key": "cui:2600001", "investment_id": "mef:investment:cui:2600001", "cui": "2600001", "state": "active",
    "state_text": "ACTIVO", "in_detalle": True, "in_f12b": True, "in_cierre": False, "in_desactivadas": False,
    "physical_pct": Decimal(45), "f12b_updated_on": date(2026, 9, 30), "ubigeo": "150101", "seen_on": NIGHT,
    "unparsable": [], "unpublished": [],
}  # fmt: skip
PROCESS = {
    "ocid": "a", "process_id": "ocds:process:a", "month": "2026-03", "seen_on": NIGHT, "unparsable": [],
    "unpublished": [],
}  # fmt: skip
CONTRACT = {
    "ocid": "a", "contract_id": "c", "contract_subject_id": "ocds:contract:a|c", "amount": Decimal(1_000_000),
    "currency": "PEN",
}  # fmt: skip
AWARD = {"ocid": "a", "award_id": "b", "supplier_ids": ["20100000009"], "supplier_names": ["EMPRESA UNO SAC"]}
LINK = {"from_id": "infobras:work:1", "to_id": "ocds:process:a", "method": "cui_unique", "confidence": 0.9}
ALL = {
    "core_works": [WORK], "core_investments": [INVESTMENT], "core_processes": [PROCESS], "core_contracts": [CONTRACT],
    "core_awards": [AWARD], "links": [LINK],
}  # fmt: skip
OTHER_WORK = {"work_code": "2", "work_id": "infobras:work:2"}
SAYS = {(True, True): "agrees", (True, False): "contradicts", (False, False): "not compared"}


def fill(con, **tables):
    for table in [*cases.TABLES, "contradictions", "comparison_counts"]:
        con.execute(f"DELETE FROM {table}")
    for table, rows in (ALL | tables).items():
        cases.insert(con, table, rows)


def verdict(con, fact):
    found = comparing.compare(con, NIGHT)
    compared = fact in found.compared
    return SAYS[compared, compared and found.contradicting[fact] == 0]


@pytest.mark.parametrize(
    ("work", "contract", "says"),
    [
        ({}, {}, "agrees"),
        # One per cent of 1,000,000 is 10,000: the difference may be as much and no more.
        ({"contract_amount": Decimal(1_010_000)}, {}, "agrees"),
        ({"contract_amount": Decimal("1010000.01")}, {}, "contradicts"),
        ({"contract_amount": Decimal(990_000)}, {}, "agrees"),
        ({"contract_amount": Decimal("989999.99")}, {}, "contradicts"),
        # Of small contracts a thousand soles decide.
        ({"contract_amount": Decimal(51_000)}, {"amount": Decimal(50_000)}, "agrees"),
        ({"contract_amount": Decimal(51_001)}, {"amount": Decimal(50_000)}, "contradicts"),
        # One register with VAT, the other without, either way round.
        ({"contract_amount": Decimal(1_180_000)}, {}, "agrees"),
        ({}, {"amount": Decimal(1_180_000)}, "agrees"),
        ({"contract_amount": Decimal(1_200_000)}, {}, "contradicts"),
        # Null, zero and what could not be read are no amounts.
        ({"contract_amount": None}, {}, "not compared"),
        ({"contract_amount": Decimal(0)}, {}, "not compared"),
        ({}, {"amount": None}, "not compared"),
        ({"contract_amount": Decimal(2)}, {"currency": "USD"}, "not compared"),
        # The amount in force is not the original one; a balance of a work has a contract of its own.
        ({"contract_amount": Decimal(2), "additions": 1}, {}, "not compared"),
        ({"contract_amount": Decimal(2), "deductions_amount": Decimal(5)}, {}, "not compared"),
        ({"contract_amount": Decimal(2), "is_balance": True}, {}, "not compared"),
        ({"contract_amount": Decimal(2), "unparsable": ["additions"]}, {}, "not compared"),
        # A member's share of a consortium is less than the whole, never more; one sol is no contract.
        ({"contract_amount": Decimal(600_000), "contractor_name": "CONSORCIO UNO"}, {}, "not compared"),
        ({"contract_amount": Decimal(1_400_000), "contractor_name": "CONSORCIO UNO"}, {}, "contradicts"),
        ({"contract_amount": Decimal(1)}, {}, "not compared"),
    ],
)
def test_contract_amounts(warehouse, work, contract, says):
    fill(warehouse, core_works=[WORK | work], core_contracts=[CONTRACT | contract])
    assert verdict(warehouse, "contract_amount") == says


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({}, "contradicts"),
        ({"links": [LINK | {"confidence": 0.5}]}, "not compared"),
        ({"core_contracts": [CONTRACT, CONTRACT | {"contract_id": "d"}]}, "not compared"),
        ({"core_processes": [PROCESS, PROCESS | {"ocid": "z", "process_id": "ocds:process:z"}],
          "links": [LINK, LINK | {"to_id": "ocds:process:z"}]}, "not compared"),
        ({"core_works": [WORK | {"contract_amount": Decimal(2)}, WORK | OTHER_WORK],
          "links": [LINK, LINK | {"from_id": "infobras:work:2"}]}, "not compared"),
        # Two methods that found the same pair are one pair.
        ({"links": [LINK, LINK | {"method": "ruc_amount_date", "confidence": 0.95}]}, "contradicts"),
    ],
)  # fmt: skip
def test_only_works_and_processes_that_have_each_other_alone(warehouse, more, says):
    fill(warehouse, **({"core_works": [WORK | {"contract_amount": Decimal(2)}]} | more))
    assert verdict(warehouse, "contract_amount") == says


@pytest.mark.parametrize(
    ("work", "award", "says"),
    [
        ({}, {}, "agrees"),
        ({"contractor_ruc": "20200000001"}, {}, "contradicts"),
        ({"contractor_ruc": "20200000001", "contractor_name": "Consorcio Uno"}, {}, "not compared"),
        ({"contractor_ruc": "20200000001"}, {"supplier_names": ["CONSORCIO DOS"]}, "not compared"),
        ({"contractor_ruc": "20200000001"}, {"supplier_ids": ["20100000009", "20300000007"]}, "not compared"),
        ({"contractor_ruc": "20200000001"}, {"supplier_ids": ["CON-77"]}, "not compared"),
        ({"contractor_ruc": "10*********"}, {}, "not compared"),
        ({"contractor_ruc": None}, {}, "not compared"),
        ({"contractor_ruc": "20200000001", "is_balance": True}, {}, "not compared"),
        ({"contractor_ruc": "20200000001"}, {"supplier_ids": []}, "not compared"),
    ],
)
def test_contractors(warehouse, work, award, says):
    fill(warehouse, core_works=[WORK | work], core_awards=[AWARD | award])
    assert verdict(warehouse, "contractor") == says


@pytest.mark.parametrize(
    ("work", "investment", "says"),
    [
        ({}, {}, "agrees"),
        ({"physical_pct": Decimal(60)}, {}, "agrees"),
        ({"physical_pct": Decimal("60.01")}, {}, "contradicts"),
        ({"physical_pct": Decimal("29.99")}, {}, "contradicts"),
        ({"physical_pct": Decimal(0)}, {}, "contradicts"),
        ({"physical_pct": None}, {}, "not compared"),
        ({"physical_pct": Decimal(130)}, {}, "not compared"),
        # A month apart is one look at the same work; two months are not.
        ({"physical_pct": Decimal(90), "progress_month": 10}, {}, "contradicts"),
        ({"physical_pct": Decimal(90), "progress_month": 11}, {}, "not compared"),
        ({"physical_pct": Decimal(90), "progress_year": 2027, "progress_month": 1}, {"f12b_updated_on": date(2026, 12, 1)},
         "contradicts"),
        ({"physical_pct": Decimal(90), "progress_month": None}, {}, "not compared"),
        ({"physical_pct": Decimal(90)}, {"f12b_updated_on": None}, "not compared"),
        # The newer sign of an update decides, whichever register column it stands in.
        ({"physical_pct": Decimal(90)}, {"f12b_updated_on": None, "estimate_declared_on": date(2026, 8, 1)}, "contradicts"),
        ({"physical_pct": Decimal(90)}, {"estimate_declared_on": date(2026, 11, 2)}, "not compared"),
        ({"physical_pct": Decimal(90)}, {"unparsable": ["f12b_updated_on"]}, "not compared"),
        ({"physical_pct": Decimal(90)}, {"in_detalle": False}, "not compared"),
        ({"physical_pct": Decimal(90), "is_balance": True}, {}, "not compared"),
    ],
)  # fmt: skip
def test_progress(warehouse, work, investment, says):
    fill(warehouse, core_works=[WORK | work], core_investments=[INVESTMENT | investment])
    assert verdict(warehouse, "physical_progress") == says


@pytest.mark.parametrize(
    ("work", "investment", "says"),
    [
        ({}, {}, "agrees"),
        ({}, {"state": "closed", "in_detalle": False, "in_cierre": True, "seen_on_cierre": NIGHT}, "contradicts"),
        ({}, {"state": "deactivated", "in_detalle": False, "in_desactivadas": True, "seen_on_desactivadas": NIGHT},
         "contradicts"),
        ({"state": "finished", "state_text": "Finalizado"}, {"state": "closed"}, "agrees"),
        ({"state": "stopped", "state_text": "Paralizada"}, {"state": "closed"}, "agrees"),
        ({}, {"state": "closed", "in_cierre": True}, "not compared"),
        ({}, {"state": None}, "not compared"),
        ({"state": None, "state_text": None}, {"state": "closed"}, "not compared"),
    ],
)  # fmt: skip
def test_states(warehouse, work, investment, says):
    fill(warehouse, core_works=[WORK | work], core_investments=[INVESTMENT | investment])
    assert verdict(warehouse, "state") == says


@pytest.mark.parametrize(
    ("works", "investment", "says"),
    [
        ([WORK], {}, "agrees"),
        ([WORK], {"ubigeo": "040101"}, "contradicts"),
        ([WORK], {"ubigeo": None}, "not compared"),
        ([WORK | {"ubigeo": None}], {}, "not compared"),
        # An investment with two works may lie in two districts.
        ([WORK, WORK | OTHER_WORK], {"ubigeo": "040101"}, "not compared"),
    ],
)
def test_districts(warehouse, works, investment, says):
    fill(warehouse, core_works=works, core_investments=[INVESTMENT | investment])
    assert verdict(warehouse, "place") == says


def test_a_contradiction_bears_both_values_and_where_they_were_read(warehouse):
    fill(warehouse, core_works=[WORK | {"physical_pct": Decimal(90), "seen_on": NEXT}])
    comparing.compare(warehouse, LATER)
    cursor = warehouse.execute("SELECT * FROM contradictions")
    (row,) = [dict(zip([c[0] for c in cursor.description], values, strict=True)) for values in cursor.fetchall()]
    assert row == {
        "fact": "physical_progress", "subject_id": "infobras:work:1", "body_key": "infobras:body:7", "region": "15",
        "left_source": "contraloria_infobras", "left_part": None, "left_key": "infobras:work:1", "left_value": "90.00",
        "left_period": "2026-09", "left_seen_on": NEXT, "right_source": "mef_detalle", "right_part": None,
        "right_key": "mef:investment:cui:2600001", "right_value": "45.00", "right_period": "2026-09",
        "right_seen_on": NIGHT, "unit": "percent", "difference": 45.0, "since": LATER,
    }  # fmt: skip


def test_it_keeps_the_night_it_began_until_it_ends_and_a_night_twice_changes_nothing(warehouse):
    def since(progress, night):
        warehouse.execute("UPDATE core_works SET physical_pct = ?", [progress])
        comparing.compare(warehouse, night)
        return [row[0] for row in warehouse.execute("SELECT since FROM contradictions").fetchall()]

    fill(warehouse)
    assert since(90, NIGHT) == [NIGHT]
    assert since(80, NEXT) == [NIGHT]
    assert since(80, NEXT) == [NIGHT]
    assert since(45, LATER) == []
    assert since(90, LATER) == [LATER]


def test_counts_are_the_denominators_by_body_and_region(warehouse):
    fill(warehouse, core_works=[WORK | {"body_key": None, "region": None, "ubigeo": "040101"}])
    comparing.compare(warehouse, NIGHT)
    rows = warehouse.execute("SELECT * FROM comparison_counts WHERE fact = 'place'").fetchall()
    assert rows == [("place", "", "", "040101", 1, 1)]


def test_a_failing_comparison_leaves_both_tables_as_they_were(warehouse, monkeypatch):
    fill(warehouse, core_works=[WORK | {"physical_pct": Decimal(90)}])
    comparing.compare(warehouse, NIGHT)
    real = comparing.read_sql

    def broken(path, values):
        return "SELECT * FROM no_such_table" if path.name == "comparison_counts.sql" else real(path, values)

    monkeypatch.setattr(comparing, "read_sql", broken)
    warehouse.execute("UPDATE core_works SET physical_pct = 45")
    with pytest.raises(Exception, match="no_such_table"):
        comparing.compare(warehouse, NEXT)
    assert warehouse.execute("SELECT count(*) FROM contradictions").fetchone() == (1,)


def test_every_declared_comparison_names_real_sources_and_says_its_tolerance_in_numbers():
    from sources import registry

    for item in comparisons().values():
        assert set(item.sources) <= set(registry.load())
        for language in ("es", "en"):
            assert "{" not in item.tolerance_in(language)
    assert comparisons()["contract_amount"].tolerance_in("en").startswith("1 % of the amount in SEACE, and at least S/ 1,000")
