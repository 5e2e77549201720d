"""Asking key by key: every page once a night, by the plan the night began with, within its requests."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import ValidationError

from sources.access.pages import Crawl
from sources.archive import Archive
from sources.asking import ask
from sources.bundle import write_bundle
from sources.lookbook import LookBook
from sources.pagelist import LIST_FILE, ListedPage, list_lines, read_list
from sources.receipts import make_look
from sources.retry import RetryPolicy
from sources.session import PoliteSession
from sources.spec import SourceSpec
from sources.verdicts import Reason
from tests.unit.sources_platform.conftest import NIGHT, Portal
from tests.unit.sources_platform.test_asking import BASE, COMMON

pytestmark = pytest.mark.usefixtures("quick_disk")
EXECUTION = {
    "name": "execution",
    "path": "/Execution",
    "query": {"ObraId": "{key}"},
    "kind": "html",
    "marker": "lAvances",
    "tables": ["progress"],
}
SEARCH = {
    "name": "search",
    "ask": "POST",
    "path": "/search",
    "form": {"page": "0", "Parameters": '{"codSnip":"{key}"}'},
    "headers": {"X-Requested-With": "XMLHttpRequest"},
    "kind": "json",
    "echo": "code",
    "tables": ["summaries"],
}
TRIES = RetryPolicy().tries
TABLE = {"description": "One row a thing.", "columns": [{"name": "page_key", "header": "key"}]}


def spec(**changes: object) -> SourceSpec:
    access = {
        **COMMON,
        "method": "pages",
        "key": "work",
        "key_pattern": "[0-9]+",
        "pages": [EXECUTION, SEARCH],
        "requests_per_night": 100,
        "page_kilobytes": 200,
        **changes,
    }
    tables = {"pages": TABLE, "progress": TABLE, "summaries": TABLE}
    return SourceSpec.model_validate(
        {**BASE, "name": "test_pages", "format": {"kind": "json"}, "access": access, "tables": tables}
    )


@pytest.fixture
def works(portal: Portal) -> Portal:
    """A portal with both pages of every work."""

    def execution(handler: BaseHTTPRequestHandler, _: int) -> None:
        key = parse_qs(urlsplit(handler.path).query)["ObraId"][0]
        portal.send(handler, 200, f"<html><script>var lAvances=[{{'work':{key}}}];</script></html>".encode())

    def search(handler: BaseHTTPRequestHandler, _: int) -> None:
        form = parse_qs(portal.body(handler).decode())
        portal.send(handler, 200, json.dumps([{"code": json.loads(form["Parameters"][0])["codSnip"]}]).encode())

    portal.on("/Execution", execution)
    portal.on("/search", search)
    return portal


@pytest.fixture
def crawl(session: PoliteSession, archive: Archive, works: Portal) -> Callable[..., list]:
    def _crawl(keys: Sequence[str] = ("7", "3"), requests: int = 100, contract: SourceSpec | None = None) -> list:
        return ask(
            contract or spec(),
            session=session,
            archive=archive,
            night=NIGHT,
            base_url=works.url,
            crawl=Crawl(lambda most: list(keys)[:most], requests),
        )

    return _crawl


def listed(archive: Archive, looks: list) -> list[ListedPage]:
    return read_list(archive.payload(looks[-1].payload_sha256))


def test_each_page_has_its_look_and_receipt_and_the_night_one_list(crawl, archive, works):
    looks = crawl()
    assert [look.part for look in looks] == ["7/execution", "7/search", "3/execution", "3/search", ""]
    assert {look.reason for look in looks[:-1]} == {Reason.PAGE_READ}
    pages = listed(archive, looks)
    assert [page.part for page in pages] == [look.part for look in looks[:-1]]
    assert b'"code": "7"' in archive.payload(pages[1].sha256).read_bytes()
    receipts = {row.part: row for row in archive.receipts(NIGHT, "test_pages")}
    assert receipts["7/search"].method == "POST"
    assert archive.verify() == []


def kept(archive: Archive, tmp_path: Path, name: str, content: bytes) -> list[tuple[str, str]]:
    """Keep a file as one of ours, seal, and say what verifying complains of."""
    path = tmp_path / name
    path.write_bytes(content)
    archive.keep_file(NIGHT, "test_pages", "", path)
    archive.seal(NIGHT)
    return [(problem.code, problem.message) for problem in archive.verify()]


def test_a_sealed_list_that_names_what_no_look_showed_is_found(crawl, archive, tmp_path):
    pages = listed(archive, crawl())
    lines = [f"test_pages {NIGHT}", *list_lines(pages)]
    swapped = [replace(pages[0], sha256=pages[2].sha256), *pages[1:]]
    assert kept(archive, tmp_path, LIST_FILE, "\n".join(lines).encode()) == []
    ((code, message),) = kept(archive, tmp_path, LIST_FILE, "\n".join([lines[0], *list_lines(swapped)]).encode())
    assert code == "made_wrongly"
    assert "7/execution" in message
    torn = kept(archive, tmp_path, LIST_FILE, "\n".join([*lines, "{"]).encode())
    assert [code for code, _ in torn] == ["made_wrongly", "made_wrongly"]


def test_a_sealed_bundle_that_holds_what_never_came_is_found(crawl, archive, tmp_path):
    page = archive.payload(listed(archive, crawl())[0].sha256).read_bytes()

    def bundle(content: bytes) -> bytes:
        path = tmp_path / "bundle"
        write_bundle(path, "test_pages", [("7", "execution", lambda sink: sink.write(content))])
        return path.read_bytes()

    assert kept(archive, tmp_path, "test_pages.pages", bundle(page)) == []
    assert kept(archive, tmp_path, "downloaded-by-hand.pages", bundle(page + b"  ")) == []
    ((code, message),) = kept(archive, tmp_path, "test_pages.pages", bundle(page + b" "))
    assert code == "made_wrongly"
    assert "7/execution" in message


def test_the_question_of_a_post_is_in_the_archive(crawl, archive):
    from warcio.archiveiterator import ArchiveIterator

    crawl(["7"])
    with (archive.root / NIGHT.isoformat() / "test_pages.warc.gz").open("rb") as file:
        asked = [
            (record.http_headers.get_header("X-Requested-With"), record.content_stream().read())
            for record in ArchiveIterator(file)
            if record.rec_type == "request" and record.http_headers.protocol == "POST"
        ]
    assert asked == [("XMLHttpRequest", b"page=0&Parameters=%7B%22codSnip%22%3A%227%22%7D")]


def test_the_key_may_stand_in_the_path_and_in_a_header(crawl, portal):
    portal.serve("/Works/7", b"[]")
    page = {
        "name": "works",
        "path": "/Works/{key}",
        "headers": {"Referer": "https://portal.invalid/Index?codigo={key}"},
        "kind": "json",
        "tables": ["progress", "summaries"],
    }
    assert [look.reason for look in crawl(["7"], contract=spec(pages=[page]))] == [Reason.PAGE_READ, Reason.PAGES_READ]
    (seen,) = portal.asked("/Works/7")
    assert seen.headers["Referer"] == "https://portal.invalid/Index?codigo=7"


def test_a_second_run_of_the_night_asks_nobody(crawl, works):
    first, seen = crawl(), len(works.log)
    again = crawl(["9"])
    assert again == first[-1:]
    assert len(works.log) == seen


def test_an_interrupted_crawl_goes_on_by_its_own_plan_and_asks_no_page_twice(crawl, works, archive, monkeypatch):
    """The third answer is lost on its way to the archive; meanwhile the warehouse would choose other works."""
    answers = 0
    real = Archive.record

    def loses_the_third(self: Archive, *args: object) -> object:
        nonlocal answers
        answers += not args[2].url.endswith("/robots.txt")
        if answers == 3:
            raise KeyboardInterrupt
        return real(self, *args)

    monkeypatch.setattr(Archive, "record", loses_the_third)
    with pytest.raises(KeyboardInterrupt):
        crawl()
    monkeypatch.undo()
    pages = listed(archive, crawl(["1", "2"]))
    assert [page.part for page in pages] == ["7/execution", "7/search", "3/execution", "3/search"]
    asked = [(seen.path, seen.body) for seen in works.log if "robots" not in seen.path]
    assert [asked.count(one) for one in dict.fromkeys(asked)] == [1, 1, 2, 1]


def test_an_answer_that_was_kept_without_a_look_costs_the_plan_no_page(crawl, works, archive, monkeypatch):
    """Interrupted between an answer and its look, with a budget for exactly the plan."""
    real, looks = Archive.record_look, 0

    def loses_the_third(self: Archive, *args: object) -> object:
        nonlocal looks
        looks += 1
        if looks == 3:
            raise KeyboardInterrupt
        return real(self, *args)

    monkeypatch.setattr(Archive, "record_look", loses_the_third)
    with pytest.raises(KeyboardInterrupt):
        crawl(requests=4)
    monkeypatch.undo()
    pages = listed(archive, crawl(requests=4))
    assert [page.part for page in pages] == ["7/execution", "7/search", "3/execution", "3/search"]
    assert len([seen for seen in works.log if "robots" not in seen.path]) == 4


def test_the_budget_of_requests_is_kept(crawl, works):
    looks = crawl([str(n) for n in range(50)], requests=7)
    assert len([seen for seen in works.log if "robots" not in seen.path]) == 6
    assert len(looks) == 7


def test_retries_count_against_the_budget(crawl, works, portal):
    portal.on("/Execution", lambda handler, _: portal.send(handler, 500, b"x"))
    crawl([str(n) for n in range(20)], requests=10)
    assert len([seen for seen in works.log if "robots" not in seen.path]) <= 10 + 4


def failing(portal: Portal, **times: int) -> None:
    """Let the execution page of a work fail so many times; every other answer is good."""
    left = {key.removeprefix("work"): count for key, count in times.items()}

    def execution(handler: BaseHTTPRequestHandler, _: int) -> None:
        key = parse_qs(urlsplit(handler.path).query)["ObraId"][0]
        left[key] = left.get(key, 0) - 1
        portal.send(handler, 500 if left[key] >= 0 else 200, b"<script>var lAvances=[];</script>")

    portal.on("/Execution", execution)


def asked_of(portal: Portal, key: str) -> int:
    return len([seen for seen in portal.asked("/Execution") if seen.path.endswith(f"={key}")])


def test_a_page_that_failed_is_asked_once_more_when_the_turn_is_over(crawl, archive, works):
    failing(works, work7=TRIES)
    looks = crawl()
    assert {look.reason for look in looks[:-1]} == {Reason.PAGE_READ}
    assert [page.part for page in listed(archive, looks)] == ["7/execution", "7/search", "3/execution", "3/search"]
    assert works.asked("/Execution")[-1].path.endswith("=7"), "after every other page"
    assert (asked_of(works, "7"), asked_of(works, "3")) == (TRIES + 1, 1)


def test_the_first_page_that_fails_again_ends_the_second_asking(crawl, works):
    """Else the pages that failed, one after the other, would look as if the whole host had failed."""
    failing(works, work7=99, work3=TRIES)
    looks = {look.part: look.reason for look in crawl()}
    assert looks["7/execution"] is looks["3/execution"] is Reason.SERVER_ERROR
    assert (asked_of(works, "7"), asked_of(works, "3")) == (2 * TRIES, TRIES)
    assert looks["3/search"] is Reason.PAGE_READ


def test_nothing_is_asked_once_more_when_the_requests_are_spent(crawl, works):
    failing(works, work7=99)
    crawl(["7"], requests=TRIES + 1)
    assert asked_of(works, "7") == TRIES


def test_a_page_without_its_marker_is_refused_and_the_others_stand(crawl, archive, portal):
    portal.serve("/Execution", b"<html><body>En mantenimiento</body></html>")
    looks = crawl()
    assert [look.reason for look in looks] == [
        Reason.MAINTENANCE, Reason.PAGE_READ, Reason.MAINTENANCE, Reason.PAGE_READ, Reason.PAGES_READ,
    ]  # fmt: skip
    assert [page.page for page in listed(archive, looks)] == ["search", "search"]


def test_another_layout_is_named_with_what_was_expected_and_is_not_asked_again(crawl, portal):
    portal.serve("/Execution", b"<html><body>Obra</body></html>")
    look = crawl(["7"])[0]
    assert look.reason is Reason.LAYOUT_CHANGED
    assert "expected a page that holds 'lAvances', came 30 bytes from" in look.detail
    assert "sources/test_pages/source.yml" in look.detail
    assert len(portal.asked("/Execution")) == 1


def test_after_three_refusals_the_host_is_left_and_the_plan_ends(crawl, works, portal):
    portal.serve("/Execution", b"", 429)
    looks = crawl([str(n) for n in range(30)])
    assert looks[-1].part == ""
    assert not looks[-1].usable
    assert len(works.asked("/Execution")) == 3


def test_a_key_of_another_form_is_never_put_into_an_address(crawl):
    with pytest.raises(Exception, match="no key of the form"):
        crawl(["7/../../x"])


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ({**EXECUTION, "marker": None}, "marker"),
        ({**EXECUTION, "query": {}}, "key is asked nowhere"),
        ({**SEARCH, "ask": "GET"}, "only a POST"),
        ({**SEARCH, "tables": ["progress"]}, "filled by one page"),
        ({**SEARCH, "vouched_by": "execution"}, "asked before it that has an echo"),
        ({**SEARCH, "vouched_by": "search"}, "asked before it that has an echo"),
    ],
)
def test_a_contract_that_cannot_work_is_refused(page, said):
    with pytest.raises(ValidationError, match=said):
        spec(pages=[EXECUTION, page] if page["name"] == "search" else [page, SEARCH])


def test_looks_cost_the_same_however_many_there_are(tmp_path: Path, monkeypatch):
    """Ten times the looks must not read the journal ten times as often."""
    from sources.journal import Journal

    reads = 0
    real = Journal.items

    def counted(self: Journal) -> list:
        nonlocal reads
        reads += 1
        return real(self)

    monkeypatch.setattr(Journal, "items", counted)
    book = LookBook(tmp_path)
    for number in range(500):
        book.record(NIGHT, make_look("test_pages", f"{number}/execution", NIGHT, Reason.PAGE_READ))
    assert reads <= 2
    assert len(LookBook(tmp_path).of_night(NIGHT)) == 500


def test_receipts_cost_the_same_however_many_there_are(archive, make_exchange, monkeypatch):
    from sources.journal import Journal

    read = []
    real = Journal.items
    monkeypatch.setattr(Journal, "items", lambda self: read.append(self.path) or real(self))
    for number in range(40):
        archive.record(NIGHT, "test_pages", make_exchange(body=b"%d" % number), f"{number}/execution")
    assert len(read) <= 3
