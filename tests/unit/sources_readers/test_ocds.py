"""OCDS months: both forms of package, ZIPs, broken records, doubles, new keys, persons."""

import io
import json
import random
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest

from sources.oece_ocds import packages, reader, structure

TABLES = ("processes", "awards", "award_suppliers", "contracts", "documents", "items", "parties")


def package(records, **more):
    return {"version": "1.1", "publishedDate": "2026-11-20T01:00:00-05:00", "records": records, **more}


def record(number, **release):
    ocid = f"ocds-dgv273-seacev3-{number}"
    tender = {"id": str(number), "title": f"LP-SM-{number}-2024-X-1", "datePublished": "2024-04-17T14:57:00-05:00"}
    return {
        "ocid": ocid,
        "compiledRelease": {"ocid": ocid, "buyer": {"id": "PE-CONSUCODE-7", "name": "X"}, "tender": tender, **release},
        "releases": [],
    }


def packed(*texts, names=None):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for index, text in enumerate(texts):
            archive.writestr(names[index] if names else f"{index}.json", text)
    return out.getvalue()


def dumped(content, **how):
    return json.dumps(content, ensure_ascii=False, **how).encode()


@pytest.fixture(params=["records_seace_v3_2024-04_part.json", "record_seacev3-2024-2407-110.json"])
def real(request, recorded):
    return recorded / "oece_ocds" / request.param


@pytest.mark.parametrize("form", ["as it is", "compact", "indented", "in a zip", "two entries", "records only"])
def test_real_records_read_in_every_form(run, real, form):
    content = json.loads(real.read_text())
    text = {
        "as it is": real.read_bytes,
        "compact": lambda: dumped(content, separators=(",", ":")),
        "indented": lambda: dumped(content, indent=2),
        "in a zip": lambda: packed(dumped(content, indent=1)),
        "two entries": lambda: packed(dumped(content), dumped(package([record(1)]))),
        "records only": lambda: dumped(content["records"]),
    }[form]()
    extra = form == "two entries"
    outcome = run("oece_ocds", text)
    assert outcome.report.drift == ()
    assert outcome.report.rows_in == outcome.report.kept == len(content["records"]) + extra
    releases = [one["compiledRelease"] for one in content["records"]]
    counts = {
        "awards": sum(len(one.get("awards", [])) for one in releases),
        "contracts": sum(len(one.get("contracts", [])) for one in releases),
        "items": sum(len(one["tender"]["items"]) for one in releases),
        "documents": sum(len(one["tender"]["documents"]) for one in releases)
        + sum(len(contract.get("documents", [])) for one in releases for contract in one.get("contracts", [])),
        "award_suppliers": sum(len(award["suppliers"]) for one in releases for award in one.get("awards", [])),
    }
    for table, count in counts.items():
        assert outcome.report.tables[table].rows == len(outcome.rows(table)) == count, table


def test_values_of_a_real_process(run, recorded):
    outcome = run("oece_ocds", recorded / "oece_ocds" / "record_seacev3-2024-2407-110.json", part="2024-04")
    (row,) = outcome.rows("processes")
    assert row["ocid"] == "ocds-dgv273-seacev3-2024-2407-110"
    assert (row["body_id"], row["body_ruc"]) == ("2407", "20116544289")
    assert row["called_at"].isoformat() == "2024-04-25T16:32:00"
    assert (row["value"], row["currency"], row["data_segmentation"]) == (Decimal("210147.69"), "PEN", "2024-04")
    (contract,) = outcome.rows("contracts")
    assert (contract["signed_at"].isoformat(), contract["duration_days"]) == ("2024-07-05T00:00:00", 240)
    assert (contract["documents_count"], contract["signed_documents_count"]) == (4, 2)
    assert outcome.report.published_on.isoformat() == "2025-12-28"


def test_classes_of_real_items_are_read_where_an_item_has_one(run, recorded):
    outcome = run("oece_ocds", (recorded / "oece_ocds" / "records_seace_v3_2024-04_part.json").read_bytes())
    assert [(row["class_scheme"], row["class_id"]) for row in outcome.rows("items")] == [
        ("CUBSO", "7214100100233029"), (None, None), ("CUBSO", "8111210500232405"), ("CUBSO", "8010150500297949"),
    ]  # fmt: skip
    assert [row["item_classes"] or None for row in outcome.rows("awards")] == ["7214100100233029", None, "8111210500232405"]


def test_classes_of_another_catalogue_are_none_of_an_award(run):
    classes = [("CUBSO", "7"), ("CPV", "8"), ("CUBSO", "5"), ("CUBSO", "7")]
    items = [{"id": str(at), "classification": {"scheme": scheme, "id": code}} for at, (scheme, code) in enumerate(classes)]
    told = [{"id": "1", "items": [*items, {"id": "9"}], "suppliers": []}, {"id": "2", "suppliers": []}]
    outcome = run("oece_ocds", dumped(package([record(1, awards=told)])))
    assert [row["item_classes"] or None for row in outcome.rows("awards")] == ["5 7", None]


def test_one_broken_record_costs_a_record_and_not_the_month(run):
    texts = [json.dumps(record(number), separators=(",", ":")) for number in range(1, 6)]
    texts[2] = texts[2].replace('"buyer":', '"buyer"')
    text = '{"publishedDate":"2026-11-20T01:00:00-05:00","records":[' + ",".join(texts) + "]}"
    outcome = run("oece_ocds", text.encode())
    assert (outcome.report.rows_in, outcome.report.kept, outcome.report.quarantined) == (5, 4, 1)
    (bad,) = outcome.quarantine()
    assert (bad["reason"], bad["place"]) == ("broken_record", "record 3 ocds-dgv273-seacev3-3")
    assert "record by record" in outcome.report.drift[0]


@pytest.mark.parametrize(
    "other",
    [
        {"awards": "none"},
        {"awards": {"id": "1"}},
        {"awards": ["1"]},
        {"awards": [{"suppliers": {"id": "PE-RUC-20100000001"}}]},
        {"tender": []},
        {"tender": {"documents": 5}},
        {"buyer": "X"},
        {"planning": {"budget": 12}},
        {"parties": [{"id": "1", "roles": "buyer"}]},
        {"awards": "none", "new": 1},
    ],
)
def test_a_record_of_another_shape_is_set_aside_alone(run, other):
    odd = record(2)
    odd["compiledRelease"].update(other)
    outcome = run("oece_ocds", dumped(package([record(1), odd, record(3)])))
    assert (outcome.report.kept, outcome.report.quarantined) == (2, 1)
    assert outcome.quarantine()[0]["place"] == "record 2 ocds-dgv273-seacev3-2"
    assert [row["ocid"][-1] for row in outcome.rows("processes")] == ["1", "3"]


def test_nothing_fits_wherever_something_could_stand(run):
    nothing = dict.fromkeys(("buyer", "planning", "awards", "contracts", "parties", "dataSegmentation"))
    outcome = run("oece_ocds", dumped(package([record(1, **nothing), record(2, awards=[None, {"id": "1"}])])))
    assert (outcome.report.kept, outcome.report.quarantined) == (2, 0)


def test_a_comma_too_many_makes_a_record_no_json(run):
    texts = [json.dumps(record(number)) for number in range(1, 4)]
    texts[1] = texts[1].replace('"releases": []', '"releases": [1,]')
    outcome = run("oece_ocds", ('{"records": [' + ", ".join(texts) + "]}").encode())
    assert (outcome.report.kept, [row["place"][:8] for row in outcome.quarantine()]) == (2, ["record 2"])


def test_embedded_releases_are_not_taken_for_records(run):
    whole = record(1)
    whole["releases"] = [whole["compiledRelease"], whole["compiledRelease"] | {"tag": ["award"]}]
    outcome = run("oece_ocds", dumped(package([whole, record(2)]), separators=(",", ":")))
    assert (outcome.report.rows_in, outcome.report.kept, outcome.report.quarantined) == (2, 2, 0)


def test_a_number_no_machine_holds_costs_its_cell(run):
    text = dumped(package([record(1), record(2, awards=[{"id": "2-20123456789", "value": {"amount": "BIG"}}])]))
    outcome = run("oece_ocds", text.replace(b'"BIG"', b"1e999"))
    assert outcome.report.kept == 2
    (award,) = outcome.rows("awards")
    assert award["amount"] is None
    assert award["unparsable"] == ["amount"]
    cells = [(row["table"], row["column"], row["reason"], row["raw"]) for row in outcome.quarantine()]
    assert cells == [("awards", "amount", "not_a_number", "1e999")]


def test_identical_doubles_collapse_and_conflicting_ones_are_set_aside(run):
    other = record(3)
    other["compiledRelease"]["tender"]["title"] = "ANOTHER"
    award = {"id": "1-20123456789", "suppliers": []}
    twin = record(1, awards=[award])
    outcome = run("oece_ocds", dumped(package([twin, record(2), twin, record(3), other])))
    report = outcome.report
    assert (report.rows_in, report.kept, report.collapsed, report.quarantined) == (5, 2, 1, 2)
    assert len(outcome.rows("awards")) == 1
    assert {row["reason"] for row in outcome.quarantine()} == {"conflicting_key"}


def test_doubles_are_found_wherever_their_lots_end(run, monkeypatch):
    monkeypatch.setattr(packages, "CHUNK", 500)
    monkeypatch.setattr(packages, "SHARD", 500)
    monkeypatch.setattr(packages, "HEAD_WITHIN", 200)
    monkeypatch.setattr(reader, "LOT", 3_000)
    changed = record(4)
    changed["compiledRelease"]["tender"]["title"] = "ANOTHER"
    records = [record(number) for number in range(1, 41)]
    outcome = run("oece_ocds", dumped(package([*records, records[0], changed, records[38], records[39], records[39], record(50)])))
    report = outcome.report
    assert (report.rows_in, report.kept, report.collapsed, report.quarantined) == (46, 40, 4, 2)
    assert {row["place"] for row in outcome.quarantine()} == {"record 4", "record 42"}
    assert [row["row_number"] for row in outcome.rows("processes")] == [*(n for n in range(1, 41) if n != 4), 46]


def test_tables_written_straight_and_tables_staged_lot_by_lot_are_the_same(run, monkeypatch):
    award = {"id": "1-20100000001", "date": "no day", "suppliers": [{"id": "PE-RUC-20100000001", "name": "X"}]}
    signed = {"id": "9", "awardID": award["id"], "documents": [{"id": "d", "documentType": "contractSigned"}]}
    parties = [{"id": "PE-RUC-20100000001", "name": "X", "roles": ["supplier"]}]
    more = {"awards": [award], "contracts": [signed], "parties": parties}
    records = [record(number, **more) for number in range(1, 31)]
    for one in records:
        one["compiledRelease"]["tender"] |= {"items": [{"id": "1", "quantity": "x"}], "documents": [{"id": "d"}]}
    content = dumped(package(records))
    straight = run("oece_ocds", content)
    monkeypatch.setattr(packages, "CHUNK", 2_000)
    monkeypatch.setattr(packages, "SHARD", 2_000)
    monkeypatch.setattr(packages, "HEAD_WITHIN", 200)
    monkeypatch.setattr(reader, "LOT", 5_000)
    staged = run("oece_ocds", content)
    assert (straight.report.kept, straight.report.unparsable_cells) == (30, 60)
    assert replace(staged.report, folder=None) == replace(straight.report, folder=None)
    for table in TABLES:
        rows = straight.rows(table)
        assert len(rows) == (60 if table == "documents" else 30)
        assert sorted(map(repr, staged.rows(table))) == sorted(map(repr, rows)), table
    assert sorted(map(repr, staged.quarantine())) == sorted(map(repr, straight.quarantine()))


@pytest.mark.parametrize("damage", ["the ZIP is cut", "the JSON is cut"])
def test_damage_behind_shards_that_were_taken_refuses_the_month(run, monkeypatch, damage):
    monkeypatch.setattr(packages, "CHUNK", 2_000)
    monkeypatch.setattr(packages, "SHARD", 2_000)
    monkeypatch.setattr(packages, "HEAD_WITHIN", 200)
    content = dumped(package([record(number, noise=random.Random(number).random()) for number in range(200)]))
    if damage == "the JSON is cut":
        assert run("oece_ocds", content[:-40]).code == "broken_json"
        return
    whole = bytearray(packed(content))
    middle = len(whole) // 2
    whole[middle : middle + 200] = bytes(200)
    assert run("oece_ocds", bytes(whole)).code == "cut_archive"


def test_new_keys_are_drift_at_every_level(run):
    new = record(1, awards=[{"id": "1", "surprise": 1}], planning={"budget": {"novelty": {"deep": 1}}})
    outcome = run("oece_ocds", dumped(package([new, record(2)])))
    assert outcome.report.drift == (
        "unknown key: compiledRelease.awards[].surprise",
        "unknown key: compiledRelease.planning.budget.novelty",
    )


def test_a_new_key_is_found_in_whichever_record_has_it_and_in_every_lot(run, monkeypatch):
    monkeypatch.setattr(packages, "CHUNK", 2_000)
    monkeypatch.setattr(packages, "SHARD", 4_000)
    monkeypatch.setattr(packages, "HEAD_WITHIN", 200)
    monkeypatch.setattr(reader, "LOT", 9_000)
    records = [record(number, awards=[{"id": str(number)}]) for number in range(100)]
    records[3]["compiledRelease"]["tender"]["items"] = [{"id": "1"}, {"id": "2", "inItems": None}]
    records[50]["releases"] = [{"url": "x", "inLinks": {"deep": 1}}]
    records[97]["onTop"] = []
    records[98]["compiledRelease"]["buyer"]["id"] = {"inScalar": 1}
    outcome = run("oece_ocds", dumped(package(records), separators=(",", ":")))
    assert [note for note in outcome.report.drift if "unknown" in note] == [
        "unknown key: compiledRelease.buyer.id.inScalar",
        "unknown key: compiledRelease.tender.items[].inItems",
        "unknown key: onTop",
        "unknown key: releases[].inLinks",
    ]
    assert outcome.report.kept == 100
    assert len(outcome.rows("awards")) == 100


@pytest.mark.parametrize("key", ['say "x"', "back\\slash", "", "line\nend", "ñ", "from", "a.b"])
def test_keys_of_any_spelling_are_told(run, key):
    new = record(1, tender={"id": "1", key: {"deeper": 1}})
    outcome = run("oece_ocds", json.dumps(package([new, new | {"ocid": "ocds-2"}, record(3)])).encode())
    assert outcome.report.drift == (f"unknown key: compiledRelease.tender.{key}",)


def test_a_key_that_is_no_text_costs_its_record_and_is_told_as_it_was_written(run):
    new = record(1, **{"\ud800": 1})
    outcome = run("oece_ocds", json.dumps(package([new, record(2), record(3)])).encode())
    assert (outcome.report.kept, outcome.report.quarantined) == (2, 1)
    assert "unknown key: compiledRelease.\\ud800" in outcome.report.drift


def test_a_text_in_another_encoding_costs_its_record(run):
    odd = record(2, tender={"id": "2", "title": "MAQUINARIA DE CA#ETE"})
    outcome = run("oece_ocds", dumped(package([record(1), odd, record(3)])).replace(b"#", b"\xd1"))
    assert (outcome.report.kept, outcome.report.quarantined) == (2, 1)


def test_a_flood_of_new_keys_ends_the_looking_and_not_the_reading(run):
    records = [record(number, **{f"new{number}": 1}) for number in range(300)]
    outcome = run("oece_ocds", dumped(package(records)))
    assert len(outcome.report.drift) == structure.MOST_NEW
    assert outcome.report.kept == 300


def test_values_of_another_kind_are_no_new_keys_and_hide_none(run):
    odd = record(1, awards=None, contracts=[], parties=[{"roles": ["buyer"], "id": 7}], planning={"budget": 12})
    odd["compiledRelease"]["tender"]["numberOfTenderers"] = 10**30
    deep = b'{"ocid": ' + b"[" * 900 + b"]" * 900 + b"}"
    hiding = record(2, planning={"budget": {"hidden": 1}})
    records = [dumped(odd), dumped(odd), deep, dumped(hiding), b"{broken", b"[" * 5_000, b"", dumped([1, {"listed": 2}])]
    looked = structure.Structure()
    assert [looked.fits(one) for one in records] == [False, False, True, True, False, False, False, False]
    assert looked.new_keys == {"compiledRelease.planning.budget.hidden", "[].listed"}


def test_impossible_dates_and_foreign_offsets(run):
    early = record(1)
    early["compiledRelease"]["tender"]["datePublished"] = "2024-02-31T10:00:00-05:00"
    zulu = record(2)
    zulu["compiledRelease"]["tender"]["datePublished"] = "2024-05-01T03:00:00Z"
    rows = run("oece_ocds", dumped(package([early, zulu]))).rows("processes")
    assert rows[0]["called_at"] is None
    assert rows[0]["unparsable"] == ["called_at"]
    assert rows[1]["called_at"].isoformat() == "2024-04-30T22:00:00"


def test_natural_persons_are_masked_and_awards_still_meet_their_contracts(run):
    awards = [
        {"id": f"1-{ruc}", "suppliers": [{"id": f"PE-RUC-{ruc}", "name": f"PERSONA {ruc}"}]}
        for ruc in ("10456789012", "10111111119", "20123456789")
    ]
    contracts = [{"id": "9", "awardID": "1-10456789012"}]
    parties = [
        {"id": "PE-RUC-10456789012", "name": "PERSONA", "roles": ["supplier"], "address": {"department": "LIMA"}}
    ]
    outcome = run("oece_ocds", dumped(package([record(1, awards=awards, contracts=contracts, parties=parties)])))
    ids = [row["award_id"] for row in outcome.rows("awards")]
    assert ids == ["1-10*********#2", "1-10*********", "1-20123456789"]
    assert outcome.rows("contracts")[0]["award_id"] == ids[0]
    suppliers = [(row["supplier_id"], row["supplier_name"]) for row in outcome.rows("award_suppliers")]
    assert suppliers[0] == ("10*********", "PERSONA NATURAL")
    assert suppliers[2] == ("20123456789", "PERSONA 20123456789")
    (party,) = outcome.rows("parties")
    assert (party["name"], party["department"]) == ("PERSONA NATURAL", None)


def test_several_shards_count_as_one_payload(run, monkeypatch):
    monkeypatch.setattr(packages, "CHUNK", 700)
    monkeypatch.setattr(packages, "SHARD", 1500)
    monkeypatch.setattr(packages, "HEAD_WITHIN", 200)
    records = [record(number, awards=[{"id": str(number)}]) for number in range(1, 41)]
    content = package(records, links={"next": None}, uri="https://example.org/[x]")
    for how in ({"separators": (",", ":")}, {"indent": 2}):
        outcome = run("oece_ocds", dumped(content, **how))
        assert outcome.report.kept == 40
        assert [row["ocid"] for row in outcome.rows("processes")] == [one["ocid"] for one in records]
        assert [row["row_number"] for row in outcome.rows("awards")] == list(range(1, 41))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"<!DOCTYPE html><html><body>Mantenimiento</body></html>", "html_instead"),
        (b'{"error":"No existe el archivo"}', "json_error_instead"),
        (b"PK\x03\x04 no more", "cut_archive"),
        (b"hello", "not_a_zip"),
        (dumped({"releases": []}), "no_records"),
        (dumped(package([])), "no_rows"),
        (dumped(package([record(1), record(2)]))[:-40], "broken_json"),
        (dumped(package([record(1), record(2)]))[:60], "broken_json"),
        (packed(dumped(package([record(1)])))[:-30], "cut_archive"),
        (packed(dumped(package([record(1)])), names=["../../etc/cron.d/x.json"]), "unsafe_zip"),
        (packed(dumped(package([record(1)])), names=["/etc/x.json"]), "unsafe_zip"),
        (packed(dumped(package([record(1)])), names=["C:\\x.json"]), "unsafe_zip"),
        (packed(b"nothing", names=["readme.txt"]), "not_a_zip"),
        (packed(b" " * (40 << 20)), "unsafe_zip"),
    ],
)
def test_payloads_that_refuse_the_month(run, content, code):
    outcome = run("oece_ocds", content)
    assert outcome.code == code, outcome.message


def test_a_damaged_byte_inside_a_zip_refuses_the_month(run):
    content = bytearray(packed(dumped(package([record(number) for number in range(200)]))))
    content[200] ^= 0xFF
    assert run("oece_ocds", bytes(content)).code in ("cut_archive", "broken_json")


def test_overlapping_entries_are_refused(run, tmp_path):
    content = bytearray(packed(dumped(package([record(1)])), dumped(package([record(2)]))))
    first = content.index(b"PK\x01\x02")
    second = content.index(b"PK\x01\x02", first + 4)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    assert run("oece_ocds", bytes(content)).code == "unsafe_zip"
