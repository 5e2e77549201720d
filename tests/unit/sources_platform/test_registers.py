"""Registers asked by their cadence: files by period, listings of files, paged searches, a file the operator names."""

import io
import json
import random
import zipfile
from datetime import date, timedelta

import pytest
from invented_contract import BASE

from sources.archive import Archive
from sources.asking import ask
from sources.bundle import read_bundle
from sources.errors import SpecError
from sources.registry import read_spec
from sources.session import PoliteSession
from sources.spec import SourceSpec

NIGHT = date(2026, 11, 20)
COMMON = {"base_url": "https://portal.example/x", "host_variable": "VIGIA_TEST_URL", "max_megabytes": 1}
SINGLE = {**COMMON, "method": "single_file", "path": "/D.csv", "every_days": 30}
YEARS = {
    **COMMON, "method": "periodic_files", "path": "/{year}/C{year}_{piece}.xlsx", "period": "year", "first_year": 2018,
    "window": 2, "recent": 1, "older_every_days": 60, "every_days": 30,
}  # fmt: skip
WIKI = {
    **COMMON, "method": "file_listing", "kind": "confluence", "listing_path": "/rest/api/content/1/child/attachment",
    "file_pattern": r"log(?P<part>\d{6})\.csv", "month_pattern": r"(?P<year>20\d{2})(?P<month>\d{2})", "newest": 2,
    "every_days": 30,
}  # fmt: skip
LINKS = {
    **COMMON, "method": "file_listing", "kind": "links", "listing_path": "/collection", "newest": 2, "every_days": 30,
    "file_pattern": r"(?P<part>anexo-2[^/]*)\.xlsx", "page_pattern": r"/x/report/\d+",
    "month_pattern": r"(?P<month_es>[a-z]+)-(?P<year>20\d{2})",
}  # fmt: skip
SEARCH = {
    **COMMON, "method": "json_pages", "path": "/search", "page_size": 2, "total_rows": "TotalRows",
    "parameters": {"year": "{year}", "page": "{page}", "size": "{size}"}, "total_pages": "TotalPages",
    "window_years": 1, "max_pages": 3, "every_days": 30,
}  # fmt: skip
LISTS = {
    **COMMON, "method": "named_pages", "path": "/list", "pages": {"local": {"pod": "5"}, "executive": {}},
    "marker": "number=", "every_days": 7,
}  # fmt: skip
POINTED = {"method": "pointed_file", "host_variable": "VIGIA_TEST_URL"}
LISTING = "/x/rest/api/content/1/child/attachment"

pytestmark = pytest.mark.usefixtures("quick_disk")


def packed(content: bytes = b"{}") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        file.writestr("data", content)
    return target.getvalue()


def spec(access: dict, kind: str = "csv") -> SourceSpec:
    return SourceSpec.model_validate({**BASE, "name": "prueba", "access": access, "format": {"kind": kind}})


@pytest.fixture
def look(portal, fake_clock, tmp_path):
    """Asks one night with a session of its own; returns the night's looks by part."""

    def run(what: SourceSpec, night: date = NIGHT, base: str | None = "/x"):
        archive = Archive(tmp_path / "archive", cache=tmp_path / "cache")
        with PoliteSession(
            "Vigia", clock=fake_clock.clock(), jitter=random.Random(1), seconds_per_request=0, spool=tmp_path / "spool"
        ) as session:
            address = None if base is None else portal.url + base
            ask(what, session=session, archive=archive, night=night, base_url=address)
        return {each.part: each for each in archive.looks(night)}

    return run


def asked(portal) -> list[str]:
    """What was asked, robots.txt apart, and forgets it."""
    paths = [seen.path for seen in portal.log if seen.path != "/robots.txt"]
    portal.log.clear()
    return paths


# --- cadence ------------------------------------------------------------------------------------------------------


def test_a_source_is_left_in_peace_until_its_days_have_passed(portal, look):
    portal.serve("/x/D.csv", b"A\n1\n")
    what = spec(SINGLE)
    assert look(what)[""].reason == "new_payload"
    assert asked(portal)
    for days in (1, 15, 29):
        assert look(what, NIGHT + timedelta(days)) == {}
    assert asked(portal) == []
    assert look(what, NIGHT + timedelta(30))[""].reason == "same_payload"


def test_a_source_that_failed_is_asked_the_next_night(portal, look):
    portal.serve("/x/D.csv", b"<html>mantenimiento</html>")
    assert look(spec(SINGLE))[""].reason == "maintenance"
    portal.serve("/x/D.csv", b"A\n1\n")
    assert look(spec(SINGLE), NIGHT + timedelta(1))[""].reason == "new_payload"


# --- files by period ----------------------------------------------------------------------------------------------


def test_a_year_is_asked_piece_by_piece_until_none_is_there(portal, look, archive):
    portal.serve("/x/2026/C2026_0.xlsx", packed(b"0"))
    portal.serve("/x/2026/C2026_1.xlsx", packed(b"1"))
    portal.serve("/x/2025/C2025_0.xlsx", packed(b"2"))
    looks = look(spec(YEARS, "xlsx"))
    assert {part: str(one.reason) for part, one in looks.items()} == {
        "2026": "new_payload", "2026.1": "new_payload", "2025": "new_payload", "": "index_read",
    }  # fmt: skip
    absent = [row for row in archive.receipts(NIGHT, "prueba") if row.part == "2026.2"]
    assert [row.status for row in absent] == [404], "that no further piece is there is proven by its receipt"
    asked(portal)
    assert look(spec(YEARS, "xlsx")) == looks
    assert asked(portal) == [], "the same page is never asked twice in a night"


def test_older_years_are_asked_seldom(portal, look):
    for year in (2026, 2025):
        portal.serve(f"/x/{year}/C{year}_0.xlsx", packed(str(year).encode()))
    what = spec(YEARS, "xlsx")
    look(what)
    assert set(look(what, NIGHT + timedelta(30))) == {"2026", ""}
    assert set(look(what, NIGHT + timedelta(60))) == {"2026", "2025", ""}


def test_a_first_piece_that_is_not_there_says_what_was_expected_and_where_to_look(portal, look):
    portal.serve("/x/2025/C2025_0.xlsx", packed())
    looks = look(spec(YEARS, "xlsx"))
    assert looks["2026"].verdict == "refused"
    assert "/2026/C2026_0.xlsx" in looks["2026"].detail
    assert "sources/prueba/source.yml" in looks["2026"].detail
    assert "" not in looks, "the round is not closed"
    asked(portal)
    portal.serve("/x/2026/C2026_0.xlsx", packed())
    next_night = look(spec(YEARS, "xlsx"), NIGHT + timedelta(1))
    assert set(next_night) == {"2026", ""}
    assert not any("2025" in path for path in asked(portal)), "what the open round already had is not asked again"


def test_a_year_is_not_expected_before_its_grace(portal, look):
    portal.serve("/x/2025/C2025_0.xlsx", packed())
    portal.serve("/x/2024/C2024_0.xlsx", packed())
    assert set(look(spec(YEARS, "xlsx"), date(2026, 1, 20))) == {"2025", "2024", ""}


def test_months_are_written_as_peru_writes_them(portal, look):
    monthly = {**YEARS, "path": "/O{month_es}{year}_{piece}.xlsx", "period": "month", "grace_days": 62}
    portal.serve("/x/OSETIEMBRE2026_0.xlsx", packed())
    portal.serve("/x/OAGOSTO2026_0.xlsx", packed())
    assert set(look(spec(monthly, "xlsx"))) == {"2026-09", "2026-08", ""}


# --- listings -----------------------------------------------------------------------------------------------------


def attachments(*files: tuple[str, int], following: str | None = None) -> bytes:
    results = [
        {"title": name, "version": {"number": version}, "_links": {"download": f"/download/{name}?version={version}"}}
        for name, version in files
    ]
    return json.dumps({"results": results, "_links": {"next": following} if following else {}}).encode()


def test_the_newest_attachments_are_read_and_an_equal_version_is_not_downloaded_again(portal, look):
    portal.serve(LISTING, attachments(("log202609.csv", 1), ("log202610.csv", 4), ("log202608.csv", 2), ("a.pdf", 1)))
    for month in ("202609", "202610"):
        portal.serve(f"/x/download/log{month}.csv", f"A\n{month}\n".encode())
    looks = look(spec(WIKI))
    assert set(looks) == {"202610", "202609", ""}
    assert looks["202610"].published_on == date(2026, 10, 31)
    asked(portal)
    portal.serve(LISTING, attachments(("log202609.csv", 1), ("log202610.csv", 5)))
    portal.serve("/x/download/log202610.csv", b"A\nother\n")
    later = look(spec(WIKI), NIGHT + timedelta(30))
    assert {part: str(one.reason) for part, one in later.items()} == {
        "202609": "same_in_index", "202610": "new_payload", "": "index_read",
    }  # fmt: skip
    assert [path.split("?")[0] for path in asked(portal)] == [LISTING, "/x/download/log202610.csv"]


def test_a_listing_of_several_pages_is_read_to_its_end(portal, look):
    more = "/rest/api/content/1/child/attachment2"
    portal.serve(LISTING, attachments(("log202609.csv", 1), following=more))
    portal.serve("/x" + more, attachments(("log202610.csv", 1)))
    for month in ("202609", "202610"):
        portal.serve(f"/x/download/log{month}.csv", b"A\n1\n")
    assert set(look(spec(WIKI))) == {"202610", "202609", ""}


@pytest.mark.parametrize("body", [b"{}", b'{"results": [{"title": "x"}]}', b"[1]", b'{"results": []}'])
def test_a_listing_of_another_layout_refuses_the_source_and_says_what_was_expected(portal, look, body):
    portal.serve(LISTING, body)
    (only,) = look(spec(WIKI)).values()
    assert (only.part, only.verdict, only.reason) == ("", "refused", "layout_changed")
    assert "expected" in only.detail
    assert "sources/prueba/source.yml" in only.detail


def test_links_lead_to_files_directly_and_over_the_pages_of_reports(portal, look):
    portal.serve("/x/collection", b'<a href="/x/report/7">informe</a> <a href="/x/f/anexo-2-junio.XLSX?v=1">x</a>')
    portal.serve("/x/report/7", b'<a href="/x/f/anexo-2-a-diciembre-2025.XLSX?v=2">a</a><a href="/x/f/anexo-3.XLSX">b</a>')
    for name in ("anexo-2-junio.XLSX", "anexo-2-a-diciembre-2025.XLSX"):
        portal.serve(f"/x/f/{name}", packed(name.encode()))
    looks = look(spec(LINKS, "xlsx"))
    assert set(looks) == {"anexo-2-junio", "anexo-2-a-diciembre-2025", ""}
    assert looks["anexo-2-a-diciembre-2025"].published_on == date(2025, 12, 31)
    assert looks["anexo-2-junio"].published_on is None, "a name without a year says no date, and none is made up"


# --- paged searches -----------------------------------------------------------------------------------------------


def pages(portal, *rows: list[dict], total: int = 3) -> None:
    """Serve the pages of the search by number; pages beyond are empty lists."""

    def answer(handler, _):
        number = int(handler.path.split("page=")[1].split("&")[0])
        shown = [{**row, "TotalRows": str(total), "TotalPages": "2"} for row in rows[number - 1]]
        portal.send(handler, 200, json.dumps(shown).encode())

    portal.on("/x/search", answer)


def test_the_pages_of_a_year_are_kept_as_they_came_and_put_together(portal, look, archive):
    pages(portal, [{"id": "3"}, {"id": "1"}], [{"id": "2"}])
    looks = look(spec(SEARCH, "json"))
    assert set(looks) == {"2026", ""}
    rows = json.loads(archive.payload(looks["2026"].payload_sha256).read_bytes())
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    kept = [row.url.split("?")[0].rsplit("/", 1)[-1] for row in archive.receipts(NIGHT, "prueba") if row.part == "2026"]
    assert kept == ["search", "search", "file:prueba-2026.json"]
    pages(portal, [{"id": "1"}, {"id": "2"}], [{"id": "3"}])
    assert look(spec(SEARCH, "json"), NIGHT + timedelta(30))["2026"].reason == "same_payload"


@pytest.mark.parametrize(
    ("served", "total", "reason"),
    [
        (([{"id": "1"}, {"id": "2"}], [{"id": "2"}]), 3, "cut_content"),
        (([{"id": "1"}, {"id": "2"}], [{"id": "3"}]), 4, "cut_content"),
        (([{"id": "1"}, {"id": "2"}], []), 3, "empty"),
    ],
    ids=["a page served twice", "fewer rows than stated", "an empty page"],
)
def test_pages_that_do_not_add_up_are_not_taken(portal, look, served, total, reason):
    pages(portal, *served, total=total)
    (only,) = look(spec(SEARCH, "json")).values()
    assert (only.part, only.reason, only.payload_sha256) == ("2026", reason, None)


def test_a_search_without_its_totals_says_what_was_expected(portal, look):
    portal.serve("/x/search", b'[{"id": "1"}]')
    (only,) = look(spec(SEARCH, "json")).values()
    assert only.reason == "layout_changed"
    assert "TotalRows" in only.detail
    assert "sources/prueba/source.yml" in only.detail


# --- pages the contract names -----------------------------------------------------------------------------------


def lists(portal, *served: tuple[int, bytes]) -> None:
    """The two lists, in the order in which they are asked."""

    def answer(handler, _):
        status, body = served["pod" not in handler.path]
        portal.send(handler, status, body)

    portal.on("/x/list", answer)


def test_named_pages_are_kept_as_they_came_and_read_together(portal, look, archive):
    lists(portal, (200, b"<a href='?number=1'>"), (200, b"<a href='?number=2'>"))
    (only,) = look(spec(LISTS, "pages")).values()
    assert (only.part, only.verdict) == ("", "complete")
    assert asked(portal) == ["/x/list?pod=5", "/x/list"]
    bundle = read_bundle(archive.payload(only.payload_sha256), "prueba")
    assert [(page.key, page.name, page.content[-4:]) for page in bundle] == [
        ("local", "list", b"=1'>"), ("executive", "list", b"=2'>"),
    ]  # fmt: skip
    look(spec(LISTS, "pages"), NIGHT + timedelta(6))
    assert asked(portal) == []
    assert look(spec(LISTS, "pages"), NIGHT + timedelta(7))[""].reason == "same_payload"


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        ((500, b"number="), "server_error"),
        ((200, b""), "empty"),
        ((200, b"<html>numero=1</html>"), "layout_changed"),
        ((200, b"<html><input type='password'></html>"), "login_wall"),
        ((200, b"<html>Portal en mantenimiento</html>"), "maintenance"),
    ],
)
def test_with_one_named_page_missing_nothing_is_taken(portal, look, second, reason):
    lists(portal, (200, b"<a href='?number=1'>"), second)
    (only,) = look(spec(LISTS, "pages")).values()
    assert (only.part, only.reason, only.payload_sha256) == ("", reason, None)
    assert only.detail.startswith("executive: ")
    if reason == "layout_changed":
        assert "expected a page that holds 'number=', came 21 bytes from" in only.detail
        assert "sources/prueba/source.yml" in only.detail
    lists(portal, (200, b"<a href='?number=1'>"), (200, b"<a href='?number=2'>"))
    assert look(spec(LISTS, "pages"))[""].verdict == "complete", "asked afresh when the night is run again"


# --- a file the operator names ------------------------------------------------------------------------------------


def test_a_file_nobody_points_at_is_never_asked(portal, look):
    assert look(spec(POINTED, "geojson"), base=None) == {}
    assert asked(portal) == []


def test_a_file_at_the_address_the_operator_gave_is_asked(portal, look):
    portal.serve("/mapas/distritos.geojson", b'{"type": "FeatureCollection", "features": []}')
    assert look(spec(POINTED, "geojson"), base="/mapas/distritos.geojson")[""].reason == "new_payload"


# --- contracts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("access", "words"),
    [
        ({**YEARS, "path": "/C_{piece}.xlsx"}, "year"),
        ({**YEARS, "path": "/C{year}.xlsx"}, "piece"),
        ({**WIKI, "file_pattern": "log.csv"}, "part"),
        ({**SEARCH, "parameters": {"year": "{year}"}}, "{page}"),
    ],
)
def test_a_contract_that_cannot_be_asked_is_refused(tmp_path, access, words):
    folder = tmp_path / "prueba"
    folder.mkdir()
    content = {**BASE, "name": "prueba", "access": access, "format": {"kind": "csv"}}
    (folder / "source.yml").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(SpecError, match=words):
        read_spec(folder / "source.yml")
