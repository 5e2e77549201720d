"""Contracting processes, awards, contracts and documents, by months."""

from datetime import date

from warehouse import soundness

OCID = "ocds-dgv273-seacev3-2024-10433-11"


def month(arrive, part="2024-04", **tables):
    files = {"processes": [], "awards": [], "award_suppliers": [], "contracts": [], "documents": [], "items": []}
    arrive("oece_ocds", files | tables, part=part)


def test_a_process_with_its_items_and_dates_of_lima(arrive, core):
    month(
        arrive,
        processes=[{
            "ocid": OCID, "body_id": "PE-CONSUCODE-10433", "title": "AS - 19 - 2017 - cs/MSI", "category": "works",
            "called_at": "2025-04-21 23:59:00", "cui": " 2342129", "value": 0, "value_pen": 10,
            "data_segmentation": "2024-04", "body_department": "CAJAMARCA", "unparsable": ["called_at"],
        }],
        items=[
            {"ocid": OCID, "status_details": "NULO", "class_scheme": "CUBSO", "class_id": " 72"},
            {"ocid": OCID, "status_details": "CONTRATADO", "class_scheme": "CUBSO", "class_id": "71"},
            {"ocid": OCID, "status_details": "NULO", "class_scheme": "CUBSO", "class_id": "72"},
            {"ocid": OCID, "status_details": None, "class_scheme": "CUBSO", "class_id": "72"},
        ],
    )
    process = core("core_processes")[0]
    assert process["process_id"] == f"ocds:process:{OCID}"
    assert process["title_key"] == "AS-19-2017-CS/MSI"
    assert (process["called_on"], process["regime"]) == (date(2025, 4, 21), "R0")
    assert (process["body_key"], process["body_region"]) == ("seace:body:10433", "06")
    assert (process["cui"], process["value"], process["value_pen"]) == ("2342129", None, 10)
    assert process["item_states"] == ["CONTRATADO", "NULO"]
    assert process["item_classes"] == ["71", "72"]
    assert process["unparsable"] == ["called_on", "regime"]
    assert (process["month"], process["seen_on"]) == ("2024-04", date(2026, 3, 10))


def test_the_classes_of_a_process_are_known_when_every_item_has_one(arrive, core):
    month(arrive, processes=[{"ocid": ocid} for ocid in "abcd"], items=[
        {"ocid": "a", "class_scheme": "CUBSO", "class_id": "72"}, {"ocid": "a"},
        {"ocid": "b", "class_scheme": "CPV", "class_id": "72"},
        {"ocid": "c", "class_scheme": "CUBSO", "class_id": "72"},
    ])  # fmt: skip
    assert [row["item_classes"] for row in core("core_processes")] == [None, None, ["72"], None]


def test_regime_turns_on_22_april_2025_and_is_unknown_without_a_call(arrive, core):
    month(arrive, processes=[
        {"ocid": "a", "called_at": "2025-04-22 00:00:00"}, {"ocid": "b", "called_at": None},
    ])
    assert [row["regime"] for row in core("core_processes")] == ["R1", None]


def test_months_are_replaced_one_by_one_and_speak_for_their_own_look(arrive, core):
    month(arrive, processes=[{"ocid": "a"}])
    month(arrive, part="2024-05", processes=[{"ocid": "b"}])
    arrive("oece_ocds", {"processes": [{"ocid": "c"}]}, part="2024-05", night=date(2026, 3, 12),
           absent={"processes": ["cui"]})
    found = core("core_processes")
    assert [(row["ocid"], row["month"], row["seen_on"].day) for row in found] == [("a", "2024-04", 10), ("c", "2024-05", 12)]
    assert [row["unpublished"] for row in found] == [[], ["cui"]]


def test_a_process_that_two_months_list_counts_once_with_all_that_belongs_to_it(arrive, con, core):
    both = {"processes": [{"ocid": "a", "title": "old"}], "awards": [{"ocid": "a", "award_id": "1", "amount": 1}],
            "award_suppliers": [{"ocid": "a", "award_id": "1", "supplier_id": "20111111111"}],
            "contracts": [{"ocid": "a", "contract_id": "1", "amount": 1}],
            "documents": [{"ocid": "a", "section": "tender", "title": "old"}],
            "items": [{"ocid": "a", "status_details": "NULO"}]}
    month(arrive, **both)
    arrive("oece_ocds", {"processes": [{"ocid": "a", "title": "new"}], "awards": [{"ocid": "a", "award_id": "1", "amount": 2}]},
           part="2024-05", night=date(2026, 3, 11))
    process = core("core_processes")[0]
    assert (process["title"], process["month"], process["item_states"]) == ("new", "2024-05", [])
    awards = core("core_awards")
    assert [(row["amount"], row["supplier_ids"]) for row in awards] == [(2, [])]
    assert core("core_contracts") == core("core_documents") == []
    assert soundness.problems(con) == []


def test_the_seat_of_a_buyer_comes_from_the_list_of_entities_when_the_process_has_none(arrive, core):
    arrive("oece_entidades", {"bodies": [{"codconsucode": "0077", "departamento": "TACNA", "ruc": "20111111111"}]})
    month(arrive, processes=[{"ocid": "a", "body_id": "77"}, {"ocid": "b", "body_id": "78"}])
    assert [row["body_region"] for row in core("core_processes")] == ["23", None]


def test_awards_gather_suppliers_and_contracts_and_documents_have_whole_keys(arrive, core):
    month(
        arrive,
        awards=[{"ocid": "a", "award_id": "1", "awarded_at": "2025-01-02 08:00:00", "amount": 100, "item_classes": "71 72"},
                {"ocid": "a", "award_id": "2", "item_classes": ""}],
        award_suppliers=[
            {"ocid": "a", "award_id": "1", "supplier_id": "PE-RUC-20481030146", "supplier_name": "B"},
            {"ocid": "a", "award_id": "1", "supplier_id": "1509611", "supplier_name": "A"},
            {"ocid": "a", "award_id": "1", "supplier_id": "1509611", "supplier_name": "A"},
        ],
        contracts=[{"ocid": "a", "contract_id": "9", "award_id": "1", "signed_at": "2025-02-03 00:00:00"}],
        documents=[{"ocid": "a", "section": "tender"}, {"ocid": "a", "section": "tender"}],
    )
    awards = core("core_awards", "award_id")
    assert awards[0]["supplier_ids"] == ["1509611", "20481030146"]
    assert awards[0]["supplier_names"] == ["A", "B"]
    assert awards[0]["awarded_on"] == date(2025, 1, 2)
    assert awards[1]["supplier_ids"] == []
    assert [award["item_classes"] for award in awards] == [["71", "72"], None]
    contract = core("core_contracts")[0]
    assert (contract["contract_subject_id"], contract["signed_on"]) == ("ocds:contract:a/9", date(2025, 2, 3))
    documents = core("core_documents")
    assert [(d["parent_id"], d["document_id"], d["url"]) for d in documents] == [("", "", "")]
