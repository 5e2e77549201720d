"""Asking for a source: one look a part and night, verdicts that follow from bytes, resuming without asking twice."""

import io
import json
import random
import zipfile
from datetime import date, timedelta

import pytest
from invented_contract import BASE

from sources.archive import Archive
from sources.asking import ask
from sources.session import PoliteSession
from sources.spec import SourceSpec
from sources.verdicts import Reason

NIGHT = date(2026, 11, 20)
COMMON = {"base_url": "https://portal.example/x", "host_variable": "VIGIA_TEST_URL", "max_megabytes": 1}
SINGLE = {**COMMON, "method": "single_file", "path": "/D.csv"}
LINK = {
    **COMMON,
    "method": "page_link",
    "page_path": "/DataSets",
    "css_class": "download-file",
    "name_attribute": "data-filename",
    "extension_attribute": "data-extension",
    "name_pattern": r"Obras (?P<day>\d{2})-(?P<month>\d{2})-(?P<year>\d{4})",
    "extension": ".xlsx",
    "file_path": "/Download",
    "name_parameter": "filename",
    "parameters": {"filename": "{name}", "extension": "{extension}", "contentType": "a/b"},
}
INDEX = {
    **COMMON,
    "method": "monthly_index",
    "index_path": "/files",
    "page_size": 2,
    "source_id": "seace_v3",
    "file_path": "/file/{source_id}/json/{year}/{month}/",
    "window_months": 12,
}


def spec(access: dict, kind: str = "csv") -> SourceSpec:
    return SourceSpec.model_validate({**BASE, "name": "prueba", "access": access, "format": {"kind": kind}})


def packed(content: bytes = b"{}") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        file.writestr("data", content)
    return target.getvalue()


pytestmark = pytest.mark.usefixtures("quick_disk")


@pytest.fixture
def new_portal(portal, fake_clock):
    """Another portal of the same kind, at another port."""
    other = type(portal)(fake_clock)
    yield other
    other.stop()


@pytest.fixture
def look(portal, fake_clock, tmp_path):
    """Asks one night with a session of its own, as a new process would."""

    def run(what: SourceSpec, night: date = NIGHT):
        archive = Archive(tmp_path / "archive", cache=tmp_path / "cache")
        with PoliteSession(
            "Vigia", clock=fake_clock.clock(), jitter=random.Random(1), seconds_per_request=0, spool=tmp_path / "spool"
        ) as session:
            looks = ask(what, session=session, archive=archive, night=night, base_url=portal.url + "/x")
        assert list((tmp_path / "spool").glob("*")) == []
        return {each.part: each for each in looks}

    return run


# --- one file ---------------------------------------------------------------------------------------------------


def test_a_file_is_looked_at_once_a_night(portal, look, archive):
    portal.serve("/x/D.csv", b"A\n1\n", ETag='"1"')
    first = look(spec(SINGLE))[""]
    assert (first.verdict, first.reason, first.receipts) == ("complete", "new_payload", 2)
    assert look(spec(SINGLE))[""] == first
    assert len(portal.log) == 2
    assert archive.payload(first.payload_sha256).read_bytes() == b"A\n1\n"


def test_the_next_night_asks_conditionally_and_the_content_decides(portal, look):
    portal.serve("/x/D.csv", b"A\n1\n", ETag='"1"')
    first = look(spec(SINGLE))[""]
    portal.serve("/x/D.csv", b"", 304)
    second = look(spec(SINGLE), NIGHT + timedelta(1))[""]
    assert (second.verdict, second.reason, second.payload_sha256) == (
        "unchanged",
        "not_modified",
        first.payload_sha256,
    )
    assert portal.asked("/x/D.csv")[1].headers["If-None-Match"] == '"1"'
    portal.serve("/x/D.csv", b"A\n2\n", ETag='"1"')
    assert look(spec(SINGLE), NIGHT + timedelta(2))[""].reason == "new_payload"
    portal.serve("/x/D.csv", b"A\n2\n", ETag='"9"')
    assert look(spec(SINGLE), NIGHT + timedelta(3))[""].reason == "same_payload"


def test_a_portal_that_always_says_unchanged_is_not_believed_for_more_than_a_week(portal, look):
    portal.serve("/x/D.csv", b"A\n1\n", ETag='"1"')
    look(spec(SINGLE))
    portal.on(
        "/x/D.csv",
        lambda handler, _: (
            portal.send(handler, 304 if "If-None-Match" in handler.headers else 200, b"A\n2\n")
            if "If-None-Match" not in handler.headers
            else portal.send(handler, 304, b"")
        ),
    )
    reasons = [look(spec(SINGLE), NIGHT + timedelta(days))[""].reason for days in range(1, 9)]
    assert reasons == ["not_modified"] * 7 + ["new_payload"]


LOGIN = b"<!DOCTYPE html><html><form><input type='password'></form></html>"
CASES = [
    (200, b"", "csv", Reason.EMPTY),
    (200, b" \r\n\t\n", "csv", Reason.EMPTY),
    (200, b"\xef\xbb\xbf", "csv", Reason.EMPTY),
    (200, b"\xef\xbb\xbf<html><h1>Error</h1></html>", "csv", Reason.HTML_INSTEAD),
    (200, b"<!-- x --><!doctype HTML><p>hola", "csv", Reason.HTML_INSTEAD),
    (200, b"<html>Sitio en mantenimiento</html>", "xlsx", Reason.MAINTENANCE),
    (200, LOGIN, "csv", Reason.LOGIN_WALL),
    (200, b'{"error":"No existe el archivo"}', "xlsx", Reason.NO_SUCH_FILE),
    (200, b"A,B\n1,2\n", "xlsx", Reason.WRONG_KIND),
    (200, packed(), "csv", Reason.WRONG_KIND),
    (200, packed()[:-30], "ocds_zip", Reason.CUT_CONTENT),
    (200, b'[{"a": 1}, {"a"', "json", Reason.CUT_CONTENT),
    (200, b"A,B\n1,2\n", "json", Reason.WRONG_KIND),
    (200, b"A\x00B\n", "csv", Reason.WRONG_KIND),
    (404, b"no", "csv", Reason.CLIENT_ERROR),
    (401, LOGIN, "csv", Reason.CLIENT_ERROR),
    (204, b"", "csv", Reason.UNEXPECTED_STATUS),
    (302, b"", "csv", Reason.UNEXPECTED_STATUS),
    (200, packed(), "ocds_zip", Reason.NEW_PAYLOAD),
    (200, b'\xef\xbb\xbf[{"a": 1}]\n', "json", Reason.NEW_PAYLOAD),
    (200, '\ufeffA,B\n1,"<html>"\n'.encode(), "csv", Reason.NEW_PAYLOAD),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[2]}-{case[3]}")
def test_what_an_answer_is_decides_and_not_its_status(portal, look, archive, case):
    status, body, kind, expected = case
    portal.serve("/x/D.csv", body, status)
    found = look(spec(SINGLE, kind))[""]
    assert found.reason is expected
    assert (found.payload_sha256 is not None) == (expected is Reason.NEW_PAYLOAD)
    assert archive.receipts(NIGHT, "prueba")[-1].status == status, "a refused answer leaves a receipt, too"
    assert archive.verify() == []


def test_a_redirect_to_a_login_page_is_a_login_wall(portal, look):
    portal.serve("/x/D.csv", b"", 302, Location="/cuenta/login")
    portal.serve("/cuenta/login", b"<html>hola</html>")
    assert look(spec(SINGLE))[""].reason is Reason.LOGIN_WALL


def test_a_source_that_failed_is_asked_afresh_the_same_night(portal, look):
    portal.serve("/x/D.csv", b"<html>mantenimiento</html>")
    assert look(spec(SINGLE))[""].verdict == "refused"
    portal.serve("/x/D.csv", b"A\n1\n")
    assert look(spec(SINGLE))[""].verdict == "complete"


def test_after_three_refusals_a_new_process_leaves_the_host_alone(portal, look, archive):
    portal.serve("/x/D.csv", b"", 503)
    assert look(spec(SINGLE))[""].reason is Reason.SERVER_ERROR
    asked = len(portal.log)
    found = look(spec(SINGLE))[""]
    assert found.verdict == "refused"
    assert len(portal.log) == asked
    assert look(spec(SINGLE))[""] == found
    assert len(archive.receipts(NIGHT, "prueba")) == asked


def test_an_answer_kept_before_a_crash_is_not_asked_for_again(portal, look, archive):
    portal.serve("/x/D.csv", b"A\n1\n")
    before = look(spec(SINGLE))[""]
    (archive.root / "2026-11-20" / "looks.jsonl").unlink()
    assert look(spec(SINGLE))[""] == before
    assert len(portal.log) == 2


def test_a_look_whose_payload_was_lost_is_made_again(portal, look, archive):
    portal.serve("/x/D.csv", b"A\n1\n")
    look(spec(SINGLE))
    folder = archive.root / "2026-11-20"
    (folder / "prueba.warc.gz").write_bytes(b"")
    (folder / "prueba.receipts.jsonl").write_bytes(b"")
    found = look(spec(SINGLE))[""]
    assert archive.holds(found.payload_sha256)
    assert len(portal.asked("/x/D.csv")) == 2


def test_a_source_without_access_is_never_asked(portal, look):
    plain = SourceSpec.model_validate(
        {**BASE, "name": "prueba", "format": {"kind": "csv"}, "files": {"patterns": [{"pattern": "x.csv"}]}}
    )
    assert look(plain) == {}
    assert portal.log == []


def test_progress_names_the_source(portal, session, archive):
    portal.serve("/x/D.csv", b"A\n1\n")
    steps = []
    ask(
        spec(SINGLE),
        session=session,
        archive=archive,
        night=NIGHT,
        base_url=portal.url + "/x/",
        progress=lambda *step: steps.append(step),
    )
    assert steps == [("prueba", 4, 4)]


# --- a page with a link -----------------------------------------------------------------------------------------

BUTTON = '<a class="btn download-file" data-filename="{}" data-extension="{}">x</a>'


def page(*buttons: str) -> bytes:
    return ("<html><body><h1>Datos</h1>" + "".join(buttons) + "</body></html>").encode()


GOOD = BUTTON.format("Obras 19-11-2026", ".xlsx")
HREF = '<a href="/x/Download?filename=Obras+19-11-2026&amp;extension=.xlsx">x</a>'


@pytest.mark.parametrize("buttons", [[GOOD], [GOOD, GOOD], [HREF], [GOOD, HREF, BUTTON.format("Otras 1", ".xlsx")]])
def test_the_one_link_is_followed_and_its_name_carries_the_date(portal, look, buttons):
    portal.serve("/x/DataSets", page(*buttons))
    portal.serve("/x/Download", packed())
    found = look(spec(LINK, "xlsx"))[""]
    assert (found.verdict, found.published_on, found.receipts) == ("complete", date(2026, 11, 19), 3)
    assert portal.log[-1].path == "/x/Download?filename=Obras+19-11-2026&extension=.xlsx&contentType=a%2Fb"


@pytest.mark.parametrize(
    ("buttons", "expected"),
    [
        ([], Reason.LAYOUT_CHANGED),
        ([GOOD, BUTTON.format("Obras 18-11-2026", ".xlsx")], Reason.LAYOUT_CHANGED),
        ([BUTTON.format("Obras 19-11-2026", ".csv")], Reason.LAYOUT_CHANGED),
        ([BUTTON.format("Obras 31-02-2026", ".xlsx")], Reason.LAYOUT_CHANGED),
        ([BUTTON.replace("download-file", "descarga").format("Obras 19-11-2026", ".xlsx")], Reason.LAYOUT_CHANGED),
        (["<input type=password>"], Reason.LOGIN_WALL),
        (["Estamos en mantenimiento"], Reason.MAINTENANCE),
    ],
)
def test_a_page_of_another_layout_refuses_the_source(portal, look, buttons, expected):
    portal.serve("/x/DataSets", page(*buttons))
    found = look(spec(LINK, "xlsx"))[""]
    assert (found.verdict, found.reason) == ("refused", expected)
    assert portal.asked("/x/Download") == []


def test_a_link_to_a_file_that_is_not_there(portal, look):
    portal.serve("/x/DataSets", page(GOOD))
    portal.serve("/x/Download", b'{"error":"No existe el archivo"}')
    found = look(spec(LINK, "xlsx"))[""]
    assert (found.verdict, found.reason) == ("refused", "no_such_file")


# --- a monthly index --------------------------------------------------------------------------------------------


class Oece:
    """An index of months with hashes, in pages of two, and a zip for each month."""

    def __init__(self, portal, months: list[str]) -> None:
        self.portal, self.shas = portal, {month: f"{n:064x}" for n, month in enumerate(months, 1)}
        portal.on("/x/files", self._index)
        for month in months:
            self.change(month, self.shas[month])

    def change(self, month: str, sha: str) -> None:
        self.shas[month] = sha
        path = f"/x/file/seace_v3/json/{month.replace('-', '/')}/"
        self.portal.serve(path, packed(f"{month}{sha}".encode()))

    def results(self) -> list[dict]:
        old = "https://contratacionesabiertas.osce.gob.pe/api/v1/file"
        rows = [
            {"files": {"json": f"{old}/seace_v3/json/{month.replace('-', '/')}/", "sha": sha}}
            for month, sha in self.shas.items()
        ]
        return [*rows, {"files": {"json": f"{old}/seace_v2/json/2013/01/", "sha": "f" * 64}}]

    def _index(self, handler, _) -> None:
        number = int(handler.path.split("page=")[1].split("&")[0])
        rows = self.results()
        content = {"pagination": {"num_pages": (len(rows) + 1) // 2}, "results": rows[number * 2 - 2 : number * 2]}
        self.portal.send(handler, 200, json.dumps(content).encode())

    def downloads(self) -> list[str]:
        return [seen.path[-8:-1].replace("/", "-") for seen in self.portal.log if "/file/" in seen.path]


def months(count: int, last: int = 2026 * 12 + 10) -> list[str]:
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(last, last - count, -1)]


def test_every_month_of_the_window_is_looked_at_the_first_night(portal, look):
    oece = Oece(portal, [*months(14), "2027-01"])
    looks = look(spec(INDEX, "ocds_zip"))
    assert sorted(looks) == sorted(months(12))
    assert {each.verdict for each in looks.values()} == {"complete"}
    assert looks["2026-11"].index_sha == oece.shas["2026-11"]
    asked = len(portal.log)
    assert look(spec(INDEX, "ocds_zip")).keys() == looks.keys()
    assert len(portal.log) == asked, "neither the index nor a month is asked for twice in a night"


def test_a_portal_that_moved_to_another_port_is_not_asked_again(portal, new_portal, look):
    Oece(portal, months(2))
    before = look(spec(INDEX, "ocds_zip"))
    portal.url = new_portal.url
    assert look(spec(INDEX, "ocds_zip")) == before
    assert new_portal.log == []


def test_later_nights_download_what_changed_the_newest_four_and_the_rest_once_a_week(portal, look):
    oece = Oece(portal, months(12))
    look(spec(INDEX, "ocds_zip"))
    portal.log.clear()
    quiet = look(spec(INDEX, "ocds_zip"), NIGHT + timedelta(1))
    assert {(each.verdict, each.reason) for each in quiet.values()} == {("unchanged", "same_in_index")}
    assert len(quiet) == 12
    assert oece.downloads() == []
    by_night = []
    for days in range(2, 9):
        for month in months(12):
            oece.change(month, f"{days:02d}{month.replace('-', '')}".ljust(64, "0"))
        portal.log.clear()
        look(spec(INDEX, "ocds_zip"), NIGHT + timedelta(days))
        by_night.append(oece.downloads())
    newest = months(4)
    assert all(set(newest) <= set(night) for night in by_night)
    rest = [month for night in by_night for month in night if month not in newest]
    assert sorted(rest) == sorted(months(12)[4:]), "each older month exactly once in seven nights"
    assert max(len(night) for night in by_night) <= 4 + 2


def test_a_hash_that_is_an_address_proves_nothing(portal, look):
    oece = Oece(portal, months(2))
    for month in months(2):
        oece.shas[month] = "https://portal.example/sha"
    look(spec(INDEX, "ocds_zip"))
    portal.log.clear()
    assert {each.reason for each in look(spec(INDEX, "ocds_zip"), NIGHT + timedelta(1)).values()} == {"same_payload"}
    assert len(oece.downloads()) == 2


def test_an_index_is_not_believed_for_ever(portal, look):
    oece = Oece(portal, months(1))
    for days in (0, 10, 20, 27):
        look(spec(INDEX, "ocds_zip"), NIGHT + timedelta(days))
    assert len(oece.downloads()) == 1
    later = look(spec({**INDEX, "window_months": 24}, "ocds_zip"), NIGHT + timedelta(29))
    assert later["2026-11"].reason == "same_payload"
    assert len(oece.downloads()) == 2


def test_one_bad_month_does_not_stop_the_others_and_is_asked_again(portal, look):
    Oece(portal, months(3))
    portal.serve("/x/file/seace_v3/json/2026/10/", b"<html>error</html>")
    looks = look(spec(INDEX, "ocds_zip"))
    assert {part: each.verdict for part, each in looks.items()} == {
        "2026-11": "complete",
        "2026-10": "refused",
        "2026-09": "complete",
    }
    portal.log.clear()
    portal.serve("/x/file/seace_v3/json/2026/10/", packed())
    assert look(spec(INDEX, "ocds_zip"))["2026-10"].verdict == "complete"
    assert [seen.path for seen in portal.log] == ["/robots.txt", "/x/file/seace_v3/json/2026/10/"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"<html>error</html>", Reason.HTML_INSTEAD),
        (b'{"pagination": {"num_pages": 1}, "results": [', Reason.CUT_CONTENT),
        (b'{"pagination": {"num_pages": "1"}, "results": []}', Reason.LAYOUT_CHANGED),
        (b'{"pagination": {"num_pages": 1000000}, "results": []}', Reason.LAYOUT_CHANGED),
        (b'{"pagination": {"num_pages": 1}, "results": []}', Reason.LAYOUT_CHANGED),
        (b'{"pagination": {"num_pages": 1}, "results": [{"files": {"csv": "x"}}]}', Reason.LAYOUT_CHANGED),
        (b'{"pagination": {"num_pages": 1}, "results": [{"files": {"json": "/2026/11"}}]}', Reason.LAYOUT_CHANGED),
        (
            json.dumps(
                {
                    "pagination": {"num_pages": 1},
                    "results": [{"files": {"json": "/seace_v3/json/2026/11/", "sha": c * 64}} for c in "ab"],
                }
            ).encode(),
            Reason.LAYOUT_CHANGED,
        ),
    ],
)
def test_an_index_of_another_layout_refuses_the_source_until_it_is_back(portal, look, archive, body, expected):
    portal.serve("/x/files", body)
    assert look(spec(INDEX, "ocds_zip"))[""].reason is expected
    Oece(portal, months(2))
    assert sorted(look(spec(INDEX, "ocds_zip"))) == sorted(months(2))
    newest = {each.part: each for each in archive.looks(NIGHT)}
    assert (newest[""].reason, newest[""].payload_sha256) == ("index_read", None)
