"""What goes wrong on the way is really on the wire: framing, lengths, statuses, redirects, other answers, mixes."""

from __future__ import annotations

import http.client
import json
import re
import socket
import time
from collections import Counter
from dataclasses import replace
from datetime import date
from urllib.parse import quote, urlsplit

import pytest

from sandbox.errors import FaultNotApplicableError
from sandbox.faults import FAULTS, STALLING, FaultDesk, mixed, named, silent
from sandbox.faults_network import RETRY_DATE, RETRY_FAR
from sandbox.server import serve
from sandbox.world import world
from tests.unit.sandbox_portals.handmade import ask

MEF = "/datastorefiles/DETALLE_INVERSIONES.csv"
EXECUTION = "/InfobrasWeb/Mapa/DatosEjecucion"
DETAIL = "/ssi/invierteWS/Ssi/traeDetInvSSI"


@pytest.fixture(scope="module")
def country():
    return world(1, 200, date(2026, 11, 18))


@pytest.fixture(scope="module")
def handle(country):
    with serve(country) as running:
        yield running


def _spoiled(handle, path: str, name: str, **more):
    handle.set_faults({urlsplit(path).path: name})
    try:
        return ask(f"{handle.url}{path}", **more)
    finally:
        handle.set_faults(None)


def _raw(handle, path: str, name: str) -> bytes:
    """Everything that comes over the wire until the server closes."""
    handle.set_faults({path: name})
    try:
        address = urlsplit(handle.url)
        with socket.create_connection((address.hostname, address.port), timeout=10) as wire:
            wire.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            received = b""
            while piece := wire.recv(1 << 16):
                received += piece
        return received
    finally:
        handle.set_faults(None)


@pytest.mark.parametrize(
    ("name", "status", "retry"),
    [
        ("status_502", 502, None),
        ("status_503_date", 503, RETRY_DATE),
        ("status_429_far", 429, RETRY_FAR),
        ("status_429_negative", 429, "-5"),
        ("status_418", 418, None),
    ],
)
def test_statuses(handle, name, status, retry):
    reply = _spoiled(handle, MEF, name)
    assert (reply.status, reply.headers.get("retry-after")) == (status, retry)


def test_connection_refused_sends_no_byte(handle):
    with pytest.raises((ConnectionResetError, http.client.RemoteDisconnected)):
        _spoiled(handle, MEF, "connection_refused")
    with pytest.raises(ConnectionResetError):
        _raw(handle, MEF, "connection_refused")


def test_silent_waits_before_the_first_byte(handle):
    assert named("silent").change is not None
    handle.set_faults({MEF: replace(named("silent"), change=silent(0.2))})
    begun = time.monotonic()
    reply = ask(f"{handle.url}{MEF}")
    handle.set_faults(None)
    assert time.monotonic() - begun >= 0.2
    assert reply.status == 200


def test_understated_length_gives_half_to_who_believes_it(handle):
    whole = ask(f"{handle.url}{MEF}").body
    reply = _spoiled(handle, MEF, "understated_length")
    assert reply.body == whole[: len(whole) // 2]
    assert _raw(handle, MEF, "understated_length").split(b"\r\n\r\n", 1)[1] == whole


def test_chunked_whole_and_cut(handle):
    whole = ask(f"{handle.url}{MEF}").body
    good = _spoiled(handle, MEF, "chunked")
    assert good.headers["transfer-encoding"] == "chunked"
    assert "content-length" not in good.headers
    assert good.body == whole
    with pytest.raises(http.client.IncompleteRead) as cut:
        _spoiled(handle, MEF, "cut_chunked")
    assert 0 < len(cut.value.partial) < len(whole)
    assert not _raw(handle, MEF, "cut_chunked").endswith(b"0\r\n\r\n")


def test_no_length_whole_and_cut_cannot_be_told_apart(handle):
    whole = ask(f"{handle.url}{MEF}").body
    good, cut = _spoiled(handle, MEF, "no_length"), _spoiled(handle, MEF, "cut_no_length")
    assert "content-length" not in good.headers
    assert good.body == whole
    assert cut.body == whole[: len(whole) // 2]
    assert good.headers["connection"] == cut.headers["connection"] == "close"


def test_slow_loris_sends_byte_by_byte(handle):
    answer = named("slow_loris").change
    assert answer is not None
    path = "/robots.txt"
    handle.set_faults({path: "slow_loris"})
    address = urlsplit(handle.url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as wire:
        wire.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        begun, received = time.monotonic(), b""
        while len(received.partition(b"\r\n\r\n")[2]) < 3:
            received += wire.recv(1 << 16)
    handle.set_faults(None)
    assert time.monotonic() - begun >= 0.6
    assert len(received.partition(b"\r\n\r\n")[2]) == 3


def test_pages_in_place_of_data(handle):
    login, captcha = _spoiled(handle, MEF, "login_page"), _spoiled(handle, MEF, "captcha_page")
    assert b'type="password"' in login.body
    assert b"captcha" in captcha.body
    assert {login.status, captcha.status} == {200}
    disguised = _spoiled(handle, MEF, "html_as_data")
    assert (disguised.headers["content-type"], disguised.body[:5]) == ("text/csv", b"<!DOC")


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("redirect_login", r"http://127\.0\.0\.1:\d+/login\?ReturnUrl=/datastorefiles/.*"),
        ("redirect_loopback", r"http://127\.0\.0\.2:\d+/datastorefiles/.*"),
        ("redirect_ipv6", r"http://\[::1\]:\d+/datastorefiles/.*"),
        ("redirect_decimal", r"http://2130706433:\d+/datastorefiles/.*"),
        ("redirect_file", r"file:///etc/hostname"),
    ],
)
def test_redirects(handle, name, where):
    reply = _spoiled(handle, MEF, name)
    assert reply.status == 302
    assert re.fullmatch(where, reply.headers["location"])


def test_headers_that_lie(handle, country):
    page = f"{EXECUTION}?ObraId={country.works[0].code}"
    assert _spoiled(handle, page, "no_charset").headers["content-type"] == "text/html"
    assert _spoiled(handle, MEF, "wrong_type").headers["content-type"] == "image/png"
    assert "../../" in _spoiled(handle, MEF, "hostile_filename").headers["content-disposition"]
    handle.set_faults({MEF: "new_etag"})
    tags = {ask(f"{handle.url}{MEF}").headers["etag"] for _ in range(3)}
    handle.set_faults(None)
    assert len(tags) == 3


def test_another_key_gives_the_page_of_another_work(handle, country):
    first, second = country.works[0].code, country.works[1].code
    path = f"{EXECUTION}?ObraId={first}"
    assert _spoiled(handle, path, "another_key").body == ask(f"{handle.url}{EXECUTION}?ObraId={second}").body
    wfs = f"/InfobrasWeb/Mapa/MapaEstadistico/WmsProxy?CQL_FILTER={quote(f'cdp1_codigo={first!r}')}"
    other = json.loads(_spoiled(handle, wfs, "another_key").body)["features"]
    assert [one["properties"]["cdp1_codigo"] for one in other] in ([second], [])


def test_another_key_gives_the_data_of_another_investment_and_body(handle, country):
    codes = [found.cui for found in country.investments if found.cui]
    headers = {"X_Requested_With": "XMLHttpRequest", "Referer": f"{handle.url}/ssi/ssi/Ssi/Index?tipo=2&codigo=1"}
    reply = _spoiled(handle, DETAIL, "another_key", method="POST", form={"id": codes[0]}, **headers)
    assert json.loads(reply.body)[0]["CODIGO_UNICO"] == codes[1]
    rubric = "/pte/enlaces/pte_transparencia_enlaces.aspx?id_entidad="
    number = 10_000 + int(country.bodies[0].infobras_code)
    reply = _spoiled(handle, f"{rubric}{number}", "another_key")
    assert country.bodies[1].name in reply.body.decode()
    assert _spoiled(handle, MEF, "another_key").status == 500  # a file has no key


def test_same_page_twice(handle):
    index = "/api/v1/files?page={}&paginateBy=5"
    first = ask(f"{handle.url}{index.format(1)}").body
    assert ask(f"{handle.url}{index.format(2)}").body != first
    assert _spoiled(handle, index.format(2), "same_page_twice").body == first
    search = "/InfobrasWeb/Mapa/busqueda/obrasBasic?rowsPerPage=50&page={}"
    assert _spoiled(handle, search.format(1), "same_page_twice").body == ask(f"{handle.url}{search.format(0)}").body
    assert _spoiled(handle, index.format(1), "same_page_twice").status == 500


def test_mix_is_drawn_by_its_seed_alone():
    def drawn(seed: int) -> list[list[str]]:
        desk = FaultDesk({"/x/*": mixed(seed)})
        return [[fault.name for fault in desk.due(f"/x/{turn % 3}")] for turn in range(200)]

    assert drawn(1) == drawn(1) != drawn(2)
    struck = Counter(len(names) for names in drawn(1))
    assert 60 < struck[1] < 140
    names = {name for names in drawn(1) for name in names}
    assert len(names) > 40
    assert not names & STALLING
    desk = FaultDesk({"*": mixed(1, ["status_503"], percent=100)})
    assert [fault.name for fault in desk.due("/a")] == ["status_503"]
    with pytest.raises(FaultNotApplicableError, match="no fault is named"):
        mixed(1, ["nada"])


def test_mix_passes_over_what_does_not_fit_and_never_answers_500_for_it(handle, country):
    names = [name for name in FAULTS if name.startswith(("renamed", "xlsx", "json", "another", "same", "zip_l"))]
    handle.set_faults({"*": mixed(3, names, percent=100)})
    pages = [f"{EXECUTION}?ObraId={work.code}" for work in country.works[:25]]
    replies = [ask(f"{handle.url}{path}") for path in (*pages, *[MEF] * 15, *["/robots.txt"] * 10)]
    handle.set_faults(None)
    assert {reply.status for reply in replies} == {200}
    struck = Counter(name for request in handle.log[-50:] for name in request.faults)
    assert set(struck) & {"renamed_array", "json_nan", "another_key"}
    assert set(struck) & {"renamed_column", "renamed_key"}
    assert not set(struck) & {"xlsx_macro", "zip_link"}
    assert any(not request.faults for request in handle.log[-50:])
