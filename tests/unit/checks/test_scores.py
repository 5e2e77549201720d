"""Scores count what ought to be public and was looked for; every expected number here was counted by hand."""

from datetime import date
from decimal import Decimal

import cases
import pytest

from checks import comparing, engine, scores
from checks.scores import elements

pytestmark = pytest.mark.proof

NIGHT = date(2026, 11, 18)
TABLES = [*cases.TABLES, "contradictions", "comparison_counts", "work_scores", "scores", "findings", "core_bodies"]
BARE = {
    "work_code": "1", "work_id": "infobras:work:1", "source": "contraloria_infobras", "body_key": "infobras:body:7",
    "region": "15", "ubigeo": "150101", "unparsable": [], "unpublished": [], "seen_on": NIGHT,
}  # fmt: skip
FULL = BARE | {
    "body_code": "7", "body_name": "MUNICIPALIDAD INVENTADA", "sector": "SALUD", "name": "OBRA", "file_approved_on": date(2025, 1, 2),
    "approved_amount": Decimal(900), "state": "executing", "state_text": "En Ejecución", "control_reports": 0,
    "modality": "contrata", "contractor_ruc": "20100000009", "contract_amount": Decimal(800), "term_days": 90,
    "started_on": date(2026, 9, 1), "additions": 0, "deductions": 0, "modifications": 0,
}  # fmt: skip
PROCESS = {
    "ocid": "a", "process_id": "ocds:process:a", "month": "2025-03", "seen_on": NIGHT, "unparsable": [],
    "unpublished": [], "body_name": "MUNICIPALIDAD", "body_key": "seace:body:7", "body_region": "15", "method": "open",
    "category": "works", "item_states": ["ADJUDICADO"], "tenderers_count": 3, "regime": "R0", "value": Decimal(950),
}  # fmt: skip
CONTRACT = {"ocid": "a", "contract_id": "c", "contract_subject_id": "ocds:contract:a|c", "title": "OBRA",
            "amount": Decimal(800), "currency": "PEN", "signed_on": date(2025, 8, 1)}  # fmt: skip
AWARD = {"ocid": "a", "award_id": "b", "supplier_ids": ["20100000009"], "supplier_names": ["UNO"]}
LINK = {"from_id": "infobras:work:1", "to_id": "ocds:process:a", "method": "cui_unique", "confidence": 0.9}


@pytest.fixture
def registers(warehouse):
    """A warehouse that holds these rows and no others."""

    def _registers(**tables):
        for table in TABLES:
            warehouse.execute(f"DELETE FROM {table}")
        for table, rows in tables.items():
            cases.insert(warehouse, table, rows)
        return warehouse

    return _registers


@pytest.fixture
def works(registers):
    """The scores of the works alone."""

    def _works(**tables):
        con = registers(**tables)
        scores.score_works(con)
        cursor = con.execute("SELECT * EXCLUDE (seen_on, body_key, region, ubigeo) FROM work_scores ORDER BY work_id")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    return _works


@pytest.fixture
def score(registers):
    """All scores, after rules and comparisons."""

    def _score(**tables):
        warehouse = registers(**tables)
        cases.look_at_everything(warehouse, NIGHT)
        engine.check(warehouse, NIGHT)
        comparing.compare(warehouse, NIGHT)
        scores.score(warehouse, NIGHT)
        return warehouse

    return _score


def one(con, **where):
    condition = " AND ".join(f"{name} = '{value}'" for name, value in where.items())
    cursor = con.execute(f"SELECT * FROM scores WHERE {condition}")
    names = [column[0] for column in cursor.description]
    (row,) = cursor.fetchall()
    return dict(zip(names, row, strict=True))


def test_the_standard_has_thirty_nine_elements():
    assert len(elements()) == 39
    assert len({element.id for element in elements()}) == 39


def test_a_work_in_preparation_owes_what_every_project_owes(works):
    # Nine elements from preparation have a field: reference, owner, sector, name, location, scope, budget, its date,
    # status. Of them the bare row shows reference, location and status.
    row = {"state": "not_started", "state_text": "Sin Ejecución", "modality": "contrata"}
    (found,) = works(core_works=[BARE | row])
    assert found == {
        "work_id": "infobras:work:1", "stage": "preparation", "due": 9, "shown": 3, "unknown": 0,
        "missing": ["owner", "sector", "name", "scope", "budget", "budget_date"],
    }  # fmt: skip


def test_a_work_under_contract_without_a_linked_process_does_not_miss_what_nobody_could_look_for(works):
    # Nine from preparation, audits, three of procurement that INFOBRAS itself shows (firms, price, period), two
    # variations: fifteen. Seven more need the process or its contract (entity, process, type, status, tenderers,
    # contract entity, title) and the estimate is not known to be public.
    (found,) = works(core_works=[FULL])
    assert found == {
        "work_id": "infobras:work:1", "stage": "implementation", "due": 15, "shown": 15, "unknown": 7, "missing": [],
    }  # fmt: skip


def test_with_its_process_and_contract_linked_everything_is_judged(works):
    (found,) = works(
        core_works=[FULL], core_processes=[PROCESS], core_contracts=[CONTRACT], core_awards=[AWARD], links=[LINK]
    )
    assert (found["due"], found["shown"], found["unknown"]) == (23, 23, 0)


@pytest.mark.parametrize(
    ("process", "due", "missing"),
    [
        ({"tenderers_count": None}, 23, ["tenderers"]),
        ({"tenderers_count": 0}, 23, []),
        ({"value": Decimal(0)}, 23, ["estimate"]),
        # Under Ley 32069, or where the law protects it, the estimate may be kept back.
        ({"value": None, "regime": "R1"}, 22, []),
        ({"value": None, "protected_by_law": True}, 22, []),
        ({"item_states": []}, 23, ["contract_status"]),
    ],
)
def test_what_a_process_shows(works, process, due, missing):
    (found,) = works(
        core_works=[FULL], core_processes=[PROCESS | process], core_contracts=[CONTRACT], core_awards=[AWARD],
        links=[LINK],
    )  # fmt: skip
    assert (found["due"], found["missing"]) == (due, missing)


@pytest.mark.parametrize(
    ("work", "due", "unknown", "missing"),
    [
        ({"modality": "direct_administration"}, 10, 0, []),
        ({"modality": None}, 10, 0, []),
        ({"state": None, "state_text": None}, 0, 0, []),
        ({"control_reports": None}, 15, 7, ["audits"]),
        # An unreadable or unpublished cell is neither shown nor missing.
        ({"control_reports": None, "unparsable": ["control_reports"]}, 14, 8, []),
        ({"control_reports": None, "unpublished": ["control_reports"]}, 14, 8, []),
        ({"contract_amount": Decimal(0)}, 15, 7, ["contract_price"]),
        ({"state": "finished", "finished_on": None}, 16, 7, ["completion_date"]),
        ({"state": "finished", "finished_on": NIGHT, "liquidated": False}, 16, 7, []),
        ({"state": "finished", "finished_on": NIGHT, "liquidated": True}, 17, 7, ["completion_cost"]),
        ({"state": "stopped", "started_on": None}, 15, 7, ["contract_period"]),
    ],
)
def test_what_a_stage_owes_and_what_a_cell_says(works, work, due, unknown, missing):
    (found,) = works(core_works=[FULL | work])
    assert (found["due"], found["unknown"], found["missing"]) == (due, unknown, missing)


def several(count, late, body="7"):
    """Executing works of one body: so many, of which some have no record since spring."""
    shown = {"progress_year": 2026, "progress_month": 10, "physical_pct": Decimal(10), "progress_recorded_on": NIGHT}
    common = FULL | {"body_code": body, "body_key": f"infobras:body:{body}", "started_on": date(2026, 1, 5), "term_days": 900}
    return [
        common | shown | ({"progress_month": 5} if n < late else {})
        | {"work_code": f"{body}{n:03d}", "work_id": f"infobras:work:{body}{n:03d}"}
        for n in range(count)
    ]  # fmt: skip


def test_classes_of_timeliness(score):
    bodies = {
        "11": (20, 0, "A"), "12": (20, 1, "A"), "13": (20, 2, "B"), "14": (20, 4, "B"), "15": (20, 5, "C"),
        "16": (20, 10, "C"), "17": (20, 11, "D"), "18": (5, 5, "D"), "19": (4, 4, None),
    }  # fmt: skip
    con = score(core_works=[work for body, (n, late, _) in bodies.items() for work in several(n, late, body)])
    for body, (count, late, letter) in bodies.items():
        found = one(con, level="body", place=f"infobras:body:{body}", measure="timeliness", register="infobras")
        assert (found["total"], found["counted"], found["class"]) == (count, count - late, letter), body
        assert found["share"] == pytest.approx(1 - late / count)


def test_days_late_are_counted_from_the_due_day_and_only_of_the_late(score):
    con = score(core_works=several(5, 2))
    (due,) = con.execute("SELECT DISTINCT due FROM findings WHERE rule_id = 'OUT-01'").fetchone()
    assert one(con, level="country", measure="timeliness", register="infobras")["days_late"] == (NIGHT - due).days
    con = score(core_works=several(5, 0))
    assert one(con, level="country", measure="timeliness", register="infobras")["days_late"] is None


def test_places_add_up_with_the_age_of_the_data(score):
    other = {"work_code": "2", "work_id": "infobras:work:2", "region": "04", "ubigeo": None, "body_key": "infobras:body:8"}
    con = score(core_works=[FULL, FULL | other | {"seen_on": date(2026, 11, 10), "control_reports": None}])
    # The second shows neither its district nor reports of control.
    country = one(con, level="country", measure="completeness")
    assert (country["subjects"], country["total"], country["counted"]) == (2, 30, 28)
    assert (country["oldest_look"], country["newest_look"]) == (date(2026, 11, 10), NIGHT)
    assert one(con, level="region", place="04", measure="completeness")["counted"] == 13
    assert one(con, level="body", place="infobras:body:7", measure="completeness")["share"] == 1.0
    assert con.execute("SELECT count(*) FROM scores WHERE level = 'district' AND measure = 'completeness'").fetchone() == (
        1,
    )


def test_contradictions_are_a_share_of_the_comparisons(score):
    investment = {
        "investment_key": "cui:2600001", "investment_id": "mef:investment:cui:2600001", "cui": "2600001", "state": "active",
        "state_text": "ACTIVO", "in_detalle": True, "in_f12b": False, "in_cierre": False, "in_desactivadas": False,
        "ubigeo": "040101", "seen_on": NIGHT, "unparsable": [], "unpublished": [],
    }  # fmt: skip
    con = score(core_works=[FULL | {"cui": "2600001"}], core_investments=[investment])
    # District (differs) and state (agrees): one of two.
    found = one(con, level="district", place="150101", measure="contradictions")
    assert (found["total"], found["counted"], found["share"]) == (2, 1, 0.5)


def test_a_night_twice_changes_nothing(score):
    con = score(core_works=several(6, 2))
    before = con.execute("SELECT * FROM scores ORDER BY ALL").fetchall()
    scores.score(con, NIGHT)
    assert con.execute("SELECT * FROM scores ORDER BY ALL").fetchall() == before
