"""OCDS records, monthly files and their index, against the keys of real records."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sandbox.model import Contract
from sandbox.portals import oece, oece_record
from tests.unit.sandbox_portals.handmade import DAY, PROCESSES, ask, world

REAL = json.loads((Path(__file__).parents[2] / "fixtures/sandbox_portals/real_layouts.json").read_text("utf-8"))
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}-05:00")
FULL = PROCESSES[0]


def _paths(node: Any, path: str = "") -> set[str]:
    if isinstance(node, dict):
        return {f"{path}.{key}" for key in node}.union(*(_paths(value, f"{path}.{key}") for key, value in node.items()))
    if isinstance(node, list):
        return set().union(*(_paths(value, f"{path}[]") for value in node))
    return set()


def _month(day: date, month: str) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(oece.Months(world(day)).file(month))) as archive:
        (name,) = archive.namelist()
        return json.loads(archive.read(name))


def _without_moments(node: Any) -> Any:
    """Take out what a regeneration changes: the moments and the ids made of them."""
    return json.loads(STAMP.sub("T", json.dumps(node)))


def test_no_key_that_real_records_do_not_have():
    known = set(REAL["ocds_always"]) | set(REAL["ocds_sometimes"])
    for process in PROCESSES:
        assert _paths(oece_record.record(process, DAY)) <= known


def test_all_keys_that_every_real_record_has():
    for process in PROCESSES:
        if process.item_states:
            missing = set(REAL["ocds_always"]) - _paths(oece_record.record(process, DAY))
            assert not missing


def test_package_has_the_real_keys_and_says_it_is_invented():
    package = oece.package([])
    assert sorted(package) == REAL["ocds_package"]
    assert "DATOS INVENTADOS" in package["publisher"]["name"]


def test_record_of_a_contracted_process():
    record = oece_record.record(FULL, DAY)
    compiled = record["compiledRelease"]
    assert record["ocid"] == compiled["ocid"] == FULL.ocid
    assert compiled["planning"]["budget"]["projectID"] == "2342129"
    assert compiled["tender"]["datePublished"].startswith("2024-04-01T")
    assert compiled["tender"]["value"]["amount"] == 28930999.01
    assert [item["statusDetails"] for item in compiled["tender"]["items"]] == ["CONTRATADO", "DESIERTO"]
    assert compiled["dataSegmentation"]["id"] == "2024-04"
    award, contract = compiled["awards"][0], compiled["contracts"][0]
    assert award["date"] == "2024-05-20T00:00:00-05:00"
    assert award["suppliers"] == [{"id": "PE-RUC-1509611", "name": "CONSORCIO FICTICIO DEL NORTE"}]
    assert contract["awardID"] == award["id"]
    assert contract["dateSigned"] == "2024-06-10T00:00:00-05:00"
    assert contract["period"]["durationInDays"] == 364
    assert contract["documents"][0]["documentType"] == "contractSigned"


def test_parties_carry_codes_of_both_registers_and_joined_roles():
    parties = oece_record.record(FULL, DAY)["compiledRelease"]["parties"]
    assert parties[0]["identifier"]["scheme"] == "PE-CONSUCODE"
    assert parties[0]["additionalIdentifiers"][0] == {
        "id": "20999999991",
        "scheme": "PE-RUC",
        "legalName": FULL.body.name,
    }
    assert {party["id"]: party["roles"] for party in parties[1:]} == {
        "PE-RUC-20888888881": ["tenderer"],
        "PE-RUC-1509611": ["tenderer", "supplier"],
    }


def test_some_documents_have_neither_type_nor_title():
    documents = oece_record.record(FULL, DAY)["compiledRelease"]["tender"]["documents"]
    bare = [document for document in documents if "documentType" not in document]
    assert bare
    assert all("title" not in document for document in bare)


def test_documents_of_later_days_are_not_there_yet():
    called = PROCESSES[2].called_on
    early = oece_record.record(PROCESSES[2], called)["compiledRelease"]["tender"]["documents"]
    late = oece_record.record(PROCESSES[2], called + timedelta(days=20))["compiledRelease"]["tender"]["documents"]
    assert (len(early), len(late)) == (1, 4)


def test_releases_are_links_to_the_old_host_newest_first():
    record = oece_record.record(FULL, DAY)
    releases = record["releases"]
    assert all(
        release["url"].startswith("https://contratacionesabiertas.osce.gob.pe/api/v1/release/") for release in releases
    )
    assert [release["date"] for release in releases] == sorted((r["date"] for r in releases), reverse=True)
    assert releases[0]["date"] == record["compiledRelease"]["date"]


def test_process_without_states_awards_or_cui():
    compiled = oece_record.record(PROCESSES[1], DAY)["compiledRelease"]
    assert "statusDetails" not in compiled["tender"]["items"][0]
    assert not {"awards", "contracts"} & set(compiled)
    assert "projectID" not in compiled["planning"]["budget"]
    assert compiled["tender"]["value"]["amount"] == 0.0


def test_a_value_of_zero_is_sometimes_protected_by_law_and_no_other_is():
    flags = {
        value: {
            oece_record.record(replace(FULL, ocid=f"o-{number}", value=Decimal(value)), DAY)["compiledRelease"][
                "tender"
            ]["hasTenderInformationProtectedByLaw"]
            for number in range(30)
        }
        for value in (0, 5)
    }
    assert flags == {0: {True, False}, 5: {False}}


def test_contract_prints_only_what_is_known():
    bare = Contract("1", None, "C", None, None, papers="none")
    contract = oece_record.record(replace(FULL, contracts=(bare,)), DAY)["compiledRelease"]["contracts"][0]
    assert set(contract) == {"id", "title", "description", "items"}


def test_months_with_calls_are_listed_newest_first():
    assert oece.Months(world()).names() == ["2026-11", "2024-06", "2024-04"]


def test_regenerated_month_has_new_moments_and_equal_content():
    today, tomorrow = (_month(day, "2026-11") for day in (DAY, DAY + timedelta(days=1)))
    assert today != tomorrow
    assert (
        _without_moments(today)["records"][0]["compiledRelease"]["tender"]["items"]
        == (_without_moments(tomorrow)["records"][0]["compiledRelease"]["tender"]["items"])
    )
    moments = today["records"][0]["compiledRelease"]
    assert STAMP.fullmatch(moments["date"])
    assert len({moments["date"], moments["publishedDate"], moments["id"].removeprefix(f"{moments['ocid']}-")}) == 3


def _many_months(day: date, changed: date | None = None) -> oece.Months:
    months = [date(2026, month, 3) for month in range(1, 12)]
    processes = tuple(
        replace(
            PROCESSES[2], ocid=f"o-{called:%m}", called_on=called, changed_on=changed if called.month == 2 else None
        )
        for called in months
    )
    return oece.Months(replace(world(day), processes=processes))


def test_sha_changes_only_for_the_newest_four_and_for_changed_months():
    before = _many_months(date(2026, 11, 17))
    after = _many_months(date(2026, 11, 18), changed=date(2026, 11, 18))
    changed = [month for month in before.names() if before.sha(month) != after.sha(month)]
    assert changed == ["2026-11", "2026-10", "2026-09", "2026-08", "2026-02"]


def test_old_month_was_last_made_when_it_left_the_newest_four():
    months = _many_months(DAY)
    assert months.regenerated_on("2026-07") == date(2026, 11, 2)
    assert months.regenerated_on("2026-08") == DAY
    assert months.file("2026-07") == _many_months(DAY + timedelta(days=1)).file("2026-07")


def test_index_pages_and_addresses(portals):
    page = json.loads(ask(f"{portals.url}/api/v1/files?page=1&paginateBy=2&format=json").body)
    assert page["pagination"]["num_pages"] == 3
    assert [(entry["source"], entry["year"], entry["month"]) for entry in page["results"]] == [
        ("seace_v3", 2026, "11"),
        ("seace_v3", 2024, "06"),
    ]
    files = page["results"][0]["files"]
    assert set(files) == {"csv", "csv_es", "xlsx", "xlsx_es", "json", "sha"}
    assert files["json"] == f"{portals.url}/api/v1/file/seace_v3/json/2026/11/"
    assert re.fullmatch("[0-9a-f]{64}", files["sha"])


def test_index_lists_the_other_source_too_and_can_leave_it_out(portals):
    def sources(query: str) -> set[str]:
        results = json.loads(ask(f"{portals.url}/api/v1/files?paginateBy=50{query}").body)["results"]
        return {entry["source"] for entry in results}

    assert sources("") == {"seace_v2", "seace_v3"}
    assert sources("&source=seace_v3") == {"seace_v3"}


@pytest.mark.parametrize(
    "path",
    [
        "files?page=99",
        "files?page=x",
        "files?paginateBy=0",
        "file/seace_v3/json/2019/01/",
        "file/seace_v2/json/2013/12/",
        "file/seace_v3/xlsx/2024/04/",
        "file/seace_v3/json/a/b/",
        "file/seace_v3/json/2024/04/x",
    ],
)
def test_what_is_not_there_is_404(portals, path):
    assert ask(f"{portals.url}/api/v1/{path}").status == 404


def test_month_is_a_zip_with_one_package(portals):
    reply = ask(f"{portals.url}/api/v1/file/seace_v3/json/2024/04/")
    assert reply.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(reply.body)) as archive:
        (name,) = archive.namelist()
        package = json.loads(archive.read(name))
    assert [record["ocid"] for record in package["records"]] == [FULL.ocid]


def test_handmade_records_can_be_printed():
    with zipfile.ZipFile(io.BytesIO(oece.month_zip([{"ocid": "x"}]))) as archive:
        (name,) = archive.namelist()
        assert json.loads(archive.read(name))["records"] == [{"ocid": "x"}]
