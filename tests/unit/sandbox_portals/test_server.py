"""The server: conditions, parts, log, another day at the same address, hand-made files, the command."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.portals import mef
from sandbox.server import serve
from tests.unit.sandbox_portals.handmade import DAY, ask, world

FILE = "/datastorefiles/FORMATO_12B.csv"


def test_every_address_answers_and_every_answer_is_marked_invented(portals):
    for address in portals.addresses():
        reply = ask(address)
        assert reply.status == 200
        assert reply.headers["x-sandbox"] == "DATOS INVENTADOS"
        assert int(reply.headers["content-length"]) == len(reply.body) > 0


def test_start_page_lists_the_addresses(portals):
    page = ask(f"{portals.url}/").body.decode()
    assert page.count("<a href=") == len(portals.addresses())


def test_unknown_paths_and_files_are_404(portals):
    for path in ("/nada", "/datastorefiles/OTRO.csv", "/datastorefiles/FORMATO_12B", "/InfobrasWeb"):
        assert ask(f"{portals.url}{path}").status == 404


@pytest.mark.parametrize(("method", "status"), [("POST", 405), ("PUT", 501), ("DELETE", 501)])
def test_other_methods_are_refused(portals, method, status):
    assert ask(f"{portals.url}{FILE}", method).status == status


def test_unchanged_file_is_304_by_tag_and_by_date(portals):
    whole = ask(f"{portals.url}{FILE}")
    for condition in ({"If_None_Match": whole.headers["etag"]}, {"If_Modified_Since": whole.headers["last-modified"]}):
        again = ask(f"{portals.url}{FILE}", **condition)
        assert (again.status, again.body) == (304, b"")
    assert ask(f"{portals.url}{FILE}", If_None_Match='"x", ' + whole.headers["etag"]).status == 304
    assert ask(f"{portals.url}{FILE}", If_None_Match='"x"').status == 200
    assert ask(f"{portals.url}{FILE}", If_Modified_Since="Tue, 17 Nov 2026 00:00:00 GMT").status == 200
    assert ask(f"{portals.url}{FILE}", If_Modified_Since="ayer").status == 200


def test_parts_make_the_whole(portals):
    whole = ask(f"{portals.url}{FILE}").body
    half = len(whole) // 2
    first, rest = (ask(f"{portals.url}{FILE}", Range=span) for span in (f"bytes=0-{half - 1}", f"bytes={half}-"))
    assert (first.status, rest.status) == (206, 206)
    assert first.body + rest.body == whole
    assert rest.headers["content-range"] == f"bytes {half}-{len(whole) - 1}/{len(whole)}"
    assert ask(f"{portals.url}{FILE}", Range="bytes=-5").body == whole[-5:]


def test_parts_that_cannot_be_served(portals):
    size = len(ask(f"{portals.url}{FILE}").body)
    beyond = ask(f"{portals.url}{FILE}", Range=f"bytes={size}-")
    assert (beyond.status, beyond.headers["content-range"]) == (416, f"bytes */{size}")
    assert ask(f"{portals.url}{FILE}", Range="bytes=0-1,3-4").status == 200
    assert ask(f"{portals.url}{FILE}", Range="lines=0-1").status == 200


def test_if_range_gives_the_whole_file_when_it_has_changed(portals):
    tag = ask(f"{portals.url}{FILE}").headers["etag"]
    assert ask(f"{portals.url}{FILE}", Range="bytes=0-9", If_Range=tag).status == 206
    assert ask(f"{portals.url}{FILE}", Range="bytes=0-9", If_Range='"other"').status == 200


def test_dynamic_answers_know_no_parts(portals):
    reply = ask(f"{portals.url}/api/v1/file/seace_v3/json/2024/04/", Range="bytes=0-1")
    assert reply.status == 200
    assert "etag" not in reply.headers


def test_log_has_every_request_with_its_headers():
    with serve(world()) as handle:
        ask(f"{handle.url}{FILE}?x=1", User_Agent="Vigia/test", Range="bytes=0-3", Cookie="secret")
        ask(f"{handle.url}/nada", "HEAD")
        first, second = handle.log
    assert (first.method, first.path, first.status, first.sent) == ("GET", f"{FILE}?x=1", 206, 4)
    assert first.headers["user-agent"] == "Vigia/test"
    assert "cookie" not in first.headers
    assert (second.method, second.status, second.sent) == ("HEAD", 404, 0)
    assert first.at <= second.at


def test_another_day_at_the_same_address():
    worlds = [world()]
    with serve(lambda: worlds[-1]) as handle:
        before = ask(f"{handle.url}{FILE}").headers["last-modified"]
        worlds.append(world(DAY + timedelta(days=1)))
        after = ask(f"{handle.url}{FILE}").headers["last-modified"]
        page = ask(f"{handle.url}/InfobrasWeb/DataSets").body.decode()
    assert before != after
    assert "19-11-2026" in page


def test_handmade_files_replace_the_worlds():
    with serve(world(), overrides={FILE: b"uno", "/otro.csv": b"dos"}) as handle:
        assert ask(f"{handle.url}{FILE}").body == b"uno"
        assert "etag" in ask(f"{handle.url}{FILE}").headers
        assert ask(f"{handle.url}/otro.csv").body == b"dos"
        handle.overrides["/robots.txt"] = b"User-agent: *\nDisallow: /\n"
        assert b"Disallow: /\n" in ask(f"{handle.url}/robots.txt").body


def test_a_file_is_made_once_for_many_who_ask_at_once(monkeypatch):
    made: list[str] = []
    write = mef.write

    def counted(stream, name, given):
        made.append(name)
        write(stream, name, given)

    monkeypatch.setattr(mef, "write", counted)
    with serve(world()) as handle, ThreadPoolExecutor(8) as pool:
        bodies = set(pool.map(lambda _: ask(f"{handle.url}{FILE}").body, range(16)))
    assert made == ["FORMATO_12B"]
    assert len(bodies) == 1


def test_stopping_ends_threads_and_removes_files():
    handle = serve(world())
    ask(f"{handle.url}{FILE}")
    folder = Path(handle._folder.name)
    assert any(folder.rglob("*.csv"))
    handle.stop()
    assert not folder.exists()
    assert not [thread for thread in threading.enumerate() if thread is handle._thread]
    handle.stop()


def test_command_serves_a_world():
    root = Path(__file__).parents[3]
    words = [sys.executable, "-m", "sandbox.server", "--seed", "1", "--size", "300", "--day", "2026-11-18"]
    with subprocess.Popen(words, cwd=root, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        try:
            assert b"18-11-2026" in ask(f"{url}/InfobrasWeb/DataSets").body
        finally:
            process.terminate()
