"""Every question about OCDS records can be answered yes, answered no, and not asked; each answer was worked by hand."""

import json
from datetime import date, datetime
from decimal import Decimal

import cases
import pytest

from checks import quality
from checks.quality import questions

PROCESS = {
    "ocid": "ocds-dgv273-1", "process_id": "ocds:process:ocds-dgv273-1", "month": "2025-03", "tender_id": "9", "title": "OBRA",
    "called_on": date(2025, 3, 3), "method": "open", "category": "works", "tenderers_count": 2,
    "value_pen": Decimal(1000), "budget_amount": Decimal(1000), "body_consucode": "77", "item_states": ["CONTRATADO"],
    "regenerated_on": datetime(2026, 1, 1),  # noqa: DTZ001 - the civil time that the register prints
    "unparsable": [], "unpublished": [],
}  # fmt: skip
AWARD = {"ocid": "ocds-dgv273-1", "award_id": "a", "awarded_on": date(2025, 4, 1), "amount": Decimal(900), "currency": "PEN",
         "supplier_ids": ["20100000009"]}  # fmt: skip
CONTRACT = {
    "ocid": "ocds-dgv273-1", "contract_id": "c", "contract_subject_id": "ocds:contract:ocds-dgv273-1/c", "award_id": "a",
    "signed_on": date(2025, 4, 20), "period_from": date(2025, 5, 1), "period_to": date(2025, 5, 31), "duration_days": 30,
    "amount": Decimal(900), "currency": "PEN", "documents": 1,
}  # fmt: skip
BUYER = {"ocid": "ocds-dgv273-1", "party_id": "77", "roles": "buyer procuringEntity"}
SUPPLIER = {"ocid": "ocds-dgv273-1", "party_id": "20100000009", "roles": "supplier"}
SHOWN = {"table_name": "core_processes", "key": "ocds-dgv273-1", "first_seen": date(2025, 4, 1)}
SHOWN_AWARD = {"table_name": "core_awards", "key": "ocds-dgv273-1|a", "first_seen": date(2025, 4, 1)}
SHOWN_CONTRACT = {"table_name": "core_contracts", "key": "ocds-dgv273-1|c", "first_seen": date(2025, 5, 1)}
KEPT = [SHOWN, SHOWN_AWARD, SHOWN_CONTRACT]
GONE = {"last_seen": date(2025, 8, 31), "gone_on": date(2025, 9, 1)}
REWRITTEN = {"table_name": "core_contracts", "key": "ocds-dgv273-1|c", "column_name": "amount", "old_value": "800.00",
             "new_value": "900.00", "night": date(2025, 6, 1)}  # fmt: skip
FEWER = REWRITTEN | {"column_name": "documents", "old_value": "2", "new_value": "1"}
RETITLED = {"table_name": "core_processes", "key": "ocds-dgv273-1", "column_name": "title", "old_value": "OTRA",
            "new_value": "OBRA", "night": date(2025, 6, 1)}  # fmt: skip
GOOD = {
    "core_processes": [PROCESS], "core_awards": [AWARD], "core_contracts": [CONTRACT],
    "raw_oece_ocds__parties": [BUYER, SUPPLIER], "history_presence": KEPT, "history_changes": [],
}  # fmt: skip


@pytest.fixture
def examined(warehouse, monkeypatch):
    """The answers of a warehouse that holds these rows: per question asked and failing; of one only where it is named."""
    warehouse.execute("CREATE TABLE IF NOT EXISTS raw_oece_ocds__parties (ocid VARCHAR, party_id VARCHAR, roles VARCHAR)")

    def _examined(name=None, **tables):
        if name:
            (one,) = (question for question in questions() if question.id == name)
            monkeypatch.setattr(quality, "questions", lambda: (one,))
        for table, rows in (GOOD | tables).items():
            warehouse.execute(f"DELETE FROM {table}")
            cases.insert(warehouse, table, rows)
        quality.examine(warehouse)
        counted = "SELECT quality_check, sum(applicable), sum(failing) FROM quality_counts GROUP BY ALL"
        return {name: (int(asked), int(failing)) for name, asked, failing in warehouse.execute(counted).fetchall()}

    yield _examined
    for table in GOOD:
        warehouse.execute(f"DELETE FROM {table}")
    warehouse.execute("DROP TABLE raw_oece_ocds__parties")


def process(**changes):
    return {"core_processes": [PROCESS | changes]}


def award(**changes):
    return {"core_awards": [AWARD | changes]}


def contract(**changes):
    return {"core_contracts": [CONTRACT | changes]}


# By question: records that fail it, and records of which it cannot be asked. A good record is the twin of each.
FAILS = {
    "title_given": [process(title=None)],
    "call_date_given": [process(called_on=None)],
    "method_given": [process(method=None)],
    "category_given": [process(category=None)],
    "tenderers_given": [process(tenderers_count=None)],
    "tender_id_unique": [{"core_processes": [PROCESS, PROCESS | {"ocid": "ocds-dgv273-2", "process_id": "ocds:process:2"}]}],
    "ocid_prefix": [process(ocid="ocds-other-1")],
    "tenderers_of_direct": [process(method="direct", tenderers_count=2)],
    "value_realistic": [process(value_pen=Decimal(18_500_000_001))],
    "budget_near_value": [process(budget_amount=Decimal("499.99")), process(budget_amount=Decimal("1500.01"))],
    "buyer_in_parties": [{"raw_oece_ocds__parties": [SUPPLIER]}, {"raw_oece_ocds__parties": [BUYER | {"party_id": "78"}]},
                         {"raw_oece_ocds__parties": [BUYER | {"roles": "supplier"}]}],
    "deserted_without_awards": [process(item_states=["DESIERTO"])],
    "award_after_call": [award(awarded_on=date(2025, 3, 2))],
    "award_before_release": [award(awarded_on=date(2026, 1, 2))],
    "award_has_supplier": [award(supplier_ids=[])],
    "suppliers_in_parties": [{"raw_oece_ocds__parties": [BUYER]}, award(supplier_ids=["20100000009", "20200000001"])],
    "contracts_near_award": [contract(amount=Decimal("449.99")), contract(amount=Decimal("1350.01"))],
    "contract_in_awards": [contract(award_id="b")],
    "contract_names_award": [contract(award_id=None)],
    "contract_after_award": [contract(signed_on=date(2025, 3, 31))],
    "contract_before_release": [contract(signed_on=date(2026, 1, 2))],
    "contract_period": [contract(period_to=date(2025, 4, 30))],
    "contract_duration": [contract(duration_days=29), contract(duration_days=32)],
    "supplier_number": [award(supplier_ids=["20100000008"])],
    "process_kept": [{"history_presence": [SHOWN | GONE]}],
    "award_kept": [{"history_presence": [SHOWN, SHOWN_CONTRACT, SHOWN_AWARD | GONE]}],
    "contract_kept": [{"history_presence": [SHOWN, SHOWN_AWARD, SHOWN_CONTRACT | GONE]}],
    "contract_amount_kept": [{"history_changes": [REWRITTEN]}],
    "contract_signing_kept": [{"history_changes": [REWRITTEN | {"column_name": "signed_on", "old_value": "2025-04-01"}]}],
    "contract_documents_kept": [{"history_changes": [FEWER]}],
    "title_kept": [{"history_changes": [RETITLED]}],
}  # fmt: skip
HOLDS = {
    "ocid_prefix": [{}],
    "tenderers_of_direct": [process(method="direct", tenderers_count=1)],
    "value_realistic": [process(value_pen=Decimal(18_500_000_000))],
    "budget_near_value": [process(budget_amount=Decimal(500)), process(budget_amount=Decimal(1500))],
    "award_after_call": [award(awarded_on=date(2025, 3, 3))],
    "award_before_release": [award(awarded_on=date(2026, 1, 1))],
    "contracts_near_award": [
        contract(amount=Decimal(450)), contract(amount=Decimal(1350)),
        {"core_contracts": [CONTRACT | {"amount": Decimal(300)}, CONTRACT | {"contract_id": "d", "amount": Decimal(300)}]},
    ],
    "contract_after_award": [contract(signed_on=date(2025, 4, 1))],
    "contract_period": [contract(period_to=date(2025, 5, 1))],
    "contract_duration": [contract(duration_days=31)],
    "deserted_without_awards": [process(item_states=["DESIERTO"]) | {"core_awards": []}],
    # What went and came back is published.
    "award_kept": [{"history_presence": [SHOWN, SHOWN_AWARD | GONE, SHOWN_AWARD | {"first_seen": date(2025, 9, 3)}]}],
    "contract_kept": [{"history_presence": [SHOWN, SHOWN_CONTRACT | GONE, SHOWN_CONTRACT | {"first_seen": date(2025, 9, 3)}]},
                      # It may be the same under another number.
                      {"history_presence": [SHOWN, SHOWN_CONTRACT | GONE, SHOWN_CONTRACT | {"key": "ocds-dgv273-1|d", "first_seen": date(2025, 9, 1)}]}],
    "contract_signing_kept": [{"history_changes": [REWRITTEN]}],
    # Filling an empty cell rewrites nothing.
    "contract_amount_kept": [{"history_changes": [REWRITTEN | {"old_value": None}]}],
    "contract_documents_kept": [{"history_changes": [FEWER | {"old_value": "0", "new_value": "1"}]}],
    "process_kept": [{"history_presence": [SHOWN | {"gone_on": date(2025, 9, 1)}, SHOWN | {"first_seen": date(2025, 9, 3)}]}],
    # A title that appears later is no change of a title.
    "title_kept": [{"history_changes": [RETITLED | {"old_value": None}]}],
}  # fmt: skip
UNASKED = {
    "tenderers_given": [process(tenderers_count=None) | {"core_awards": []}],
    "tenderers_of_direct": [{}, process(method="direct", tenderers_count=None)],
    "budget_near_value": [process(budget_amount=None), process(value_pen=None), process(unparsable=["budget_amount"])],
    "deserted_without_awards": [{}, process(item_states=[]), process(item_states=["DESIERTO", "CONTRATADO"]), process(item_states=["NULO"])],
    "award_after_call": [process(called_on=None), award(awarded_on=None), {"core_awards": []}],
    "contracts_near_award": [contract(currency="USD"), contract(amount=None), award(amount=None)],
    "contract_in_awards": [contract(award_id=None)],
    "contract_after_award": [award(awarded_on=None), contract(signed_on=None)],
    "contract_duration": [contract(duration_days=None), contract(period_to=date(2025, 4, 1))],
    # A masked person and a consortium have no tax number that could be checked.
    "supplier_number": [award(supplier_ids=["10*********"]), award(supplier_ids=["CON-12"])],
    "title_given": [process(title=None, unparsable=["title"])],
    # Another contract that came after it may be the same under another number; a process that went is asked about whole.
    "contract_kept": [
        {"history_presence": [SHOWN, SHOWN_CONTRACT | GONE | {"key": "ocds-dgv273-9|c"}]},
    ],
    "contract_documents_kept": [contract(documents=None)],
}  # fmt: skip


def test_every_question_is_answered_no_somewhere_and_asked_of_good_records():
    assert set(FAILS) == {question.id for question in questions()}


def test_good_records_fail_nothing(examined):
    answers = examined()
    assert {name for name, (_, failing) in answers.items() if failing} == set()
    assert {question.id for question in questions()} - set(answers) == {"tenderers_of_direct", "deserted_without_awards"}


@pytest.mark.parametrize(("name", "tables"), [(n, t) for n, many in FAILS.items() for t in many])
def test_a_record_fails(examined, name, tables):
    assert examined(name, **tables)[name][1] > 0


@pytest.mark.parametrize(("name", "tables"), [(n, t) for n, many in HOLDS.items() for t in many])
def test_its_lawful_twin_holds(examined, name, tables):
    asked, failing = examined(name, **tables)[name]
    assert asked > 0
    assert failing == 0


@pytest.mark.parametrize(("name", "tables"), [(n, t) for n, many in UNASKED.items() for t in many])
def test_where_there_is_no_answer_nothing_is_asked(examined, name, tables):
    assert name not in examined(name, **tables)


def test_a_failure_names_its_record_and_what_was_read(examined, warehouse):
    examined(**contract(award_id="b"))
    rows = warehouse.execute("SELECT * FROM quality_failures WHERE quality_check = 'contract_in_awards'").fetchall()
    ((check, record, process, month, observed),) = rows
    assert (check, record, process, month) == (
        "contract_in_awards", "ocds:contract:ocds-dgv273-1/c", "ocds:process:ocds-dgv273-1", "2025-03",
    )  # fmt: skip
    assert json.loads(observed) == {"award_id": "b"}
