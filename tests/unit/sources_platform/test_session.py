"""The polite session against a portal that misbehaves. Nothing leaves this machine."""

import gzip
import hashlib
import itertools
import random
import socket
import struct
import zlib
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import pytest
import requests

from sources.errors import SettingError
from sources.exchange import Exchange
from sources.hosts import Destination
from sources.session import AskRules, PoliteSession, user_agent
from sources.transport import RequestsTransport
from sources.verdicts import Reason
from sources.warc import warc_date

BODY = b"".join(b"%d,obra %d\n" % (n, n * n) for n in range(5_000))


def ask(session: PoliteSession, url: str, rules: AskRules, **more: object) -> tuple[Exchange, list[Exchange]]:
    kept: list[Exchange] = []
    last = session.get(url, rules, record=kept.append, **more)
    return last, kept


def content(exchange: Exchange) -> bytes:
    assert exchange.body is not None
    return exchange.body.read_bytes()


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("identity", lambda body: body),
        ("gzip", gzip.compress),
        ("gzip", lambda body: gzip.compress(body[:100]) + gzip.compress(body[100:])),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body)[2:-4]),
    ],
)
def test_a_whole_answer_is_decoded_and_hashed(portal, session, rules, coding, pack):
    url = portal.serve("/f", pack(BODY), Content_Encoding=coding)
    last, kept = ask(session, url, rules)
    assert (last.error, last.status, content(last)) == (None, 200, BODY)
    assert last.payload_sha256 == hashlib.sha256(BODY).hexdigest()
    assert [exchange.url for exchange in kept] == [portal.url + "/robots.txt", url]
    assert portal.asked("/f")[0].headers["User-Agent"] == "Mozilla/5.0 (compatible; Vigia/0; +test@example.org)"


def test_a_cut_gzip_answer_is_refused_where_requests_accepts_it(portal, session, rules):
    cut = gzip.compress(BODY)[:-2000]
    url = portal.serve("/f", cut, Content_Encoding="gzip")
    control = requests.get(url, timeout=5)
    assert control.status_code == 200
    assert 0 < len(control.content) < len(BODY)
    last, kept = ask(session, url, rules)
    assert last.error is Reason.CUT_ENCODING
    assert last.payload_sha256 is None
    assert len(portal.asked("/f")) == 6, "the control and five tries"
    assert all(exchange.payload_sha256 is None for exchange in kept[1:])


@pytest.mark.parametrize(("coding", "body"), [("br", b"anything"), ("gzip", b"not gzip at all")])
def test_an_encoding_that_is_not_what_it_says_is_refused(portal, session, rules, coding, body):
    last, _ = ask(session, portal.serve("/f", body, Content_Encoding=coding), rules)
    assert last.error is Reason.BAD_ENCODING


def cut_after(portal, body: bytes, **headers: str):
    def answer(handler, count):
        portal.send(handler, 200, body, **headers)

    return answer


def test_a_body_shorter_than_its_length_is_refused_after_five_tries(portal, session, rules):
    url = portal.on("/f", cut_after(portal, b"12345678", Content_Length="1000"))
    last, kept = ask(session, url, rules)
    assert last.error is Reason.CUT_BODY
    assert content(last) == b"12345678", "what arrived is kept as evidence"
    assert len(portal.asked("/f")) == 5
    assert len(kept) == 6


def test_a_cut_chunked_body_is_refused(portal, session, rules):
    url = portal.on("/f", cut_after(portal, b"5\r\nhello\r\n", Content_Length="absent", Transfer_Encoding="chunked"))
    assert ask(session, url, rules)[0].error is Reason.CUT_BODY


def test_a_reset_connection_is_tried_again_and_then_given_up(portal, session, rules):
    def reset(handler, _):
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()
        handler.wfile = handler.rfile

    url = portal.on("/f", reset)
    last, _ = ask(session, url, rules)
    assert last.error is Reason.CONNECTION_LOST
    assert len(portal.asked("/f")) == 5


def test_a_closed_port_closes_the_host_for_tonight(session, rules):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        port = holder.getsockname()[1]
    where = Destination(f"http://127.0.0.1:{port}", frozenset({f"127.0.0.1:{port}"}), private_addresses=True)
    last, kept = ask(session, f"http://127.0.0.1:{port}/f", AskRules(where))
    assert last.error is Reason.ROBOTS_UNREACHABLE
    assert {exchange.error for exchange in kept} == {Reason.UNREACHABLE}


def test_bytes_that_drip_for_ever_end_at_the_total_deadline(portal, session, rules):
    def drip(handler, _):
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        while not portal.stop_dripping.wait(0.02):
            handler.wfile.write(b"x")
            handler.wfile.flush()

    url = portal.on("/f", drip)
    short = AskRules(rules.destination, deadline_seconds=0.3, ignore_robots=True)
    last, _ = ask(session, url, short)
    assert last.error is Reason.DEADLINE
    assert len(portal.asked("/f")) == 1, "a deadline is not tried again"


def test_headers_that_drip_for_ever_end_at_the_total_deadline(portal, session, rules):
    def drip(handler, _):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not portal.stop_dripping.wait(0.02):
            handler.wfile.write(b"X-Long: y\r\n")
            handler.wfile.flush()

    short = AskRules(rules.destination, deadline_seconds=0.3, ignore_robots=True)
    assert ask(session, portal.on("/f", drip), short)[0].error is Reason.DEADLINE


def test_a_bomb_and_a_body_too_long_are_refused(portal, session, rules):
    bomb = portal.serve("/bomb", gzip.compress(b"\0" * 20_000_000), Content_Encoding="gzip")
    assert ask(session, bomb, rules)[0].error is Reason.TOO_LARGE
    announced = portal.serve("/long", b"x", Content_Length="999999999")
    assert ask(session, announced, rules)[0].error is Reason.TOO_LARGE
    endless = portal.serve("/endless", b"x" * 1_200_000, Content_Length="absent")
    assert ask(session, endless, rules)[0].error is Reason.TOO_LARGE


def test_two_server_errors_and_then_the_file(portal, session, rules, fake_clock):
    url = portal.on("/f", lambda handler, count: portal.send(handler, 500 if count < 3 else 200, BODY))
    last, kept = ask(session, url, rules)
    assert (last.error, last.size, len(kept)) == (None, len(BODY), 4)
    times = [seen.at for seen in portal.asked("/f")]
    assert times[1] - times[0] >= 2.0
    assert times[2] - times[1] >= 2.0


def test_after_three_refusals_the_host_is_left_for_the_night(portal, session, rules):
    url = portal.serve("/f", b"busy", 503)
    other = portal.serve("/other", BODY)
    last, _ = ask(session, url, rules)
    assert (last.error, last.status) == (Reason.SERVER_ERROR, 503)
    assert len(portal.asked("/f")) == 3
    left, kept = ask(session, other, rules)
    assert (left.error, kept, portal.asked("/other")) == (Reason.HOST_LEFT, [], [])


def test_one_stand_in_that_refuses_does_not_silence_another_at_the_same_host(portal, session, rules):
    ask(session, portal.serve("/mef/f", b"busy", 503), rules)
    other = AskRules(replace(rules.destination, base_url=portal.url + "/oece"))
    assert ask(session, portal.serve("/oece/f", BODY), other)[0].error is None
    assert ask(session, portal.serve("/mef/g", BODY), rules)[0].error is Reason.HOST_LEFT
    real = replace(rules.destination, private_addresses=False)
    assert real.portal("https://a.example/x") == replace(real, base_url="y").portal("https://a.example/z")


def test_refusals_of_an_earlier_process_of_the_night_count(portal, session, rules):
    url = portal.serve("/f", BODY)
    for second in (1, 2, 2, 3):
        session.remember_refusal(rules.destination.base_url, url, f"2026-11-20T06:30:0{second}.000000Z")
    assert ask(session, url, rules)[0].error is Reason.HOST_LEFT
    assert portal.log == []


def test_refusals_this_session_counted_itself_do_not_count_twice(portal, session, rules):
    url = portal.on("/f", lambda handler, count: portal.send(handler, 503 if count < 3 else 200, BODY))
    _, kept = ask(session, url, rules)
    for exchange in kept:
        if exchange.status == 503:
            session.remember_refusal(portal.url, exchange.url, warc_date(exchange.requested_at))
    assert ask(session, url, rules)[0].error is None


def test_three_addresses_given_up_in_a_row_leave_the_host(portal, session, rules):
    results = [ask(session, portal.serve(f"/{n}", b"", 500), rules)[0].error for n in range(4)]
    assert results == [Reason.SERVER_ERROR] * 3 + [Reason.HOST_LEFT]


@pytest.mark.parametrize(
    ("asked", "least"),
    [("7", 7.0), ("DATE+40", 38.0), ("120", 120.0), ("-5", 1.0), ("soon", 1.0), ("", 1.0), ("DATE-900", 1.0)],
)
def test_retry_after_is_waited_for(portal, session, rules, asked, least):
    if asked.startswith("DATE"):
        moment = session.clock.now() + timedelta(seconds=int(asked[4:]))
        asked = format_datetime(moment, usegmt=True)

    def answer(handler, count):
        portal.send(handler, 429 if count == 1 else 200, BODY, Retry_After=asked)

    last, _ = ask(session, portal.on("/f", answer), rules)
    assert last.error is None
    first, second = (seen.at for seen in portal.asked("/f"))
    assert least <= second - first <= max(least + 3, 61)


@pytest.mark.parametrize("asked", ["301", "99999999999999999999", "Sat, 01 Jan 2099 00:00:00 GMT"])
def test_a_retry_after_beyond_our_cap_leaves_the_host(portal, session, rules, fake_clock, asked):
    url = portal.serve("/f", b"", 429, Retry_After=asked)
    assert ask(session, url, rules)[0].error is Reason.TOO_MANY_REQUESTS
    assert ask(session, url, rules)[0].error is Reason.HOST_LEFT
    assert len(portal.asked("/f")) == 1
    assert sum(fake_clock.waits) < 10


def test_requests_to_a_host_keep_their_distance(portal, session, rules):
    for number in range(6):
        ask(session, portal.serve(f"/{number}", BODY), rules)
    times = [seen.at for seen in portal.log]
    assert len(times) == 7
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= 2.0


def test_a_crawl_delay_is_honoured_and_our_own_world_sets_its_rate(portal, session, rules, fake_clock, tmp_path):
    portal.serve("/robots.txt", b"User-agent: *\nCrawl-delay: 9\n")
    for number in range(3):
        ask(session, portal.serve(f"/{number}", BODY), rules)
    times = [seen.at for seen in portal.log]
    assert [later - earlier for earlier, later in itertools.pairwise(times[1:])] == [9.0, 9.0]
    quick = PoliteSession("Vigia", seconds_per_request=0, clock=fake_clock.clock(), spool=tmp_path / "quick")
    before = fake_clock.elapsed
    ask(quick, portal.url + "/1", rules)
    ask(quick, portal.url + "/2", rules)
    assert fake_clock.elapsed == before


# --- robots.txt -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "case",
    [
        (200, "User-agent: *\nDisallow: /private\n", None),
        (200, "User-agent: *\nDisallow: /f\n", Reason.ROBOTS_DISALLOWED),
        (200, "User-agent: Vigia\nDisallow: /\n\nUser-agent: *\nAllow: /\n", Reason.ROBOTS_DISALLOWED),
        (200, "User-agent: *\nDisallow: /\n\nUser-agent: vigia\nAllow: /f\n", None),
        (200, "User-agent: *\nDisallow: /\nAllow: /f$\n", None),
        (200, "<html>not robots</html>", None),
        (404, "", None),
        (403, "", None),
        (410, "", None),
        (500, "", Reason.ROBOTS_UNREACHABLE),
        (503, "", Reason.ROBOTS_UNREACHABLE),
        (429, "", Reason.ROBOTS_UNREACHABLE),
    ],
)
def test_robots_by_rfc_9309(portal, session, rules, case):
    status, text, expected = case
    portal.serve("/robots.txt", text.encode(), status)
    last, _ = ask(session, portal.serve("/f", BODY), rules)
    assert last.error is expected
    assert len(portal.asked("/f")) == (1 if expected is None else 0)


def test_robots_is_asked_once_a_night_and_not_at_all_under_a_recorded_override(portal, session, rules):
    url = portal.serve("/f", BODY)
    portal.serve("/robots.txt", b"User-agent: *\nDisallow: /\n")
    assert ask(session, url, rules)[0].error is Reason.ROBOTS_DISALLOWED
    assert ask(session, url, rules)[0].error is Reason.ROBOTS_DISALLOWED
    assert len(portal.asked("/robots.txt")) == 1
    override = AskRules(rules.destination, ignore_robots=True)
    assert ask(session, url, override)[0].error is None


# --- redirects and addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("http://other.example/f", Reason.HOST_FORBIDDEN),
        ("http://127.0.0.2/f", Reason.HOST_FORBIDDEN),
        ("http://[::1]/f", Reason.HOST_FORBIDDEN),
        ("http://2130706433/f", Reason.HOST_FORBIDDEN),
        ("http://user@127.0.0.1:1/f", Reason.HOST_FORBIDDEN),
        ("//169.254.169.254/latest", Reason.HOST_FORBIDDEN),
        ("file:///etc/passwd", Reason.SCHEME_FORBIDDEN),
        ("ftp://127.0.0.1/f", Reason.SCHEME_FORBIDDEN),
        ("http://[broken/f", Reason.HOST_FORBIDDEN),
        ("/f", Reason.TOO_MANY_REDIRECTS),
    ],
)
def test_redirects_are_checked_at_each_hop(portal, session, rules, target, expected):
    url = portal.serve("/f", b"", 302, Location=target)
    last, _ = ask(session, url, rules)
    assert last.error is expected
    assert last.payload_sha256 is None
    assert len(portal.asked("/f")) == 1


def test_redirects_without_end_are_given_up(portal, session, rules):
    for hop in range(9):
        portal.serve(f"/hop{hop}", b"", 302, Location=f"/hop{hop + 1}")
    last, _ = ask(session, f"{portal.url}/hop0", rules)
    assert last.error is Reason.TOO_MANY_REDIRECTS
    assert [len(portal.asked(f"/hop{hop}")) for hop in range(9)] == [1] * 6 + [0] * 3


def test_a_redirect_within_the_allowed_host_is_followed_and_every_hop_recorded(portal, session, rules):
    portal.serve("/end", BODY)
    portal.serve("/middle", b"", 307, Location="/end")
    last, kept = ask(session, portal.serve("/start", b"", 301, Location="/middle"), rules)
    assert (last.error, last.url, content(last)) == (None, portal.url + "/end", BODY)
    assert last.chain == (portal.url + "/start", portal.url + "/middle")
    assert [exchange.status for exchange in kept] == [404, 301, 307, 200]


def test_the_body_of_a_redirect_is_held_to_the_cap_too(portal, session, rules):
    packed = gzip.compress(b"\0" * 20_000_000)
    url = portal.serve("/f", packed, 302, Location="/end", Content_Encoding="gzip")
    portal.serve("/end", BODY)
    assert ask(session, url, rules)[0].error is Reason.TOO_LARGE


class Unplugged:
    """A name server that answers from a list, and a network that nobody may touch."""

    def __init__(self, monkeypatch, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.connected: list[object] = []

        def connect(_, address):
            self.connected.append(address)
            raise ConnectionRefusedError

        monkeypatch.setattr(socket.socket, "connect", connect)

    def resolve(self, host: str, port: int) -> list[tuple]:
        addresses = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [
            (socket.AF_INET6 if ":" in each else socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port))
            for each in addresses
        ]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.1.1",
        "172.16.0.9",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00:ec2::254",
        "::ffff:127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_that_leads_inside_is_refused_at_connect(monkeypatch, tmp_path, fake_clock, address, scheme):
    net = Unplugged(monkeypatch, [address])
    session = offline_session(net, fake_clock, tmp_path)
    rules = AskRules(Destination("x", frozenset({"portal.example"}), private_addresses=False), ignore_robots=True)
    last, _ = ask(session, f"{scheme}://portal.example/f", rules)
    assert last.error is Reason.ADDRESS_FORBIDDEN
    assert net.connected == []


def test_a_name_that_changes_its_answer_is_caught_at_the_next_connect(monkeypatch, tmp_path, fake_clock):
    net = Unplugged(monkeypatch, ["8.8.8.8"], ["8.8.8.8", "127.0.0.1"])
    rules = AskRules(Destination("x", frozenset({"portal.example"}), private_addresses=False), ignore_robots=True)
    last, kept = ask(offline_session(net, fake_clock, tmp_path), "http://portal.example/f", rules)
    assert [exchange.error for exchange in kept] == [Reason.UNREACHABLE, Reason.ADDRESS_FORBIDDEN]
    assert last.error is Reason.ADDRESS_FORBIDDEN
    assert net.connected == [("8.8.8.8", 80)]


def test_a_name_that_is_not_known(tmp_path, fake_clock):
    def unknown(host: str, port: int) -> list[tuple]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    session = PoliteSession(
        "Vigia", clock=fake_clock.clock(), transport=RequestsTransport(resolver=unknown), spool=tmp_path / "s"
    )
    rules = AskRules(Destination("x", frozenset({"portal.example"}), private_addresses=False), ignore_robots=True)
    assert ask(session, "https://portal.example/f", rules)[0].error is Reason.NAME_NOT_RESOLVED


def offline_session(net: Unplugged, fake_clock, tmp_path) -> PoliteSession:
    clock = fake_clock.clock()
    transport = RequestsTransport(resolver=net.resolve)
    return PoliteSession("Vigia", clock=clock, transport=transport, spool=tmp_path / "spool", jitter=random.Random(1))


# --- going on after a cut ---------------------------------------------------------------------------------------


def in_parts(portal, body: bytes, **headers: str):
    """Cuts each answer after a third of what is left, and understands Range."""

    def answer(handler, _):
        place = handler.headers.get("Range")
        start = int(place.removeprefix("bytes=").removesuffix("-")) if place else 0
        rest = body[start:]
        sent = rest if len(rest) < 20_000 else rest[: len(rest) // 3]
        more = {"Content_Range": f"bytes {start}-{len(body) - 1}/{len(body)}"} if place else {}
        portal.send(handler, 206 if place else 200, sent, Content_Length=str(len(rest)), **headers, **more)

    return answer


def test_a_cut_body_is_continued_with_a_strong_validator(portal, session, rules):
    url = portal.on("/f", in_parts(portal, BODY, ETag='"v1"'))
    last, _ = ask(session, url, rules)
    assert (last.error, content(last)) == (None, BODY)
    ranges = [seen.headers.get("Range") for seen in portal.asked("/f")]
    assert ranges[0] is None
    assert all(ranges[1:])
    assert {seen.headers.get("If-Range") for seen in portal.asked("/f")[1:]} == {'"v1"'}


@pytest.mark.parametrize("headers", [{}, {"ETag": 'W/"v1"'}, {"ETag": '"v1"', "Accept_Ranges": "none"}])
def test_without_proof_that_the_bytes_belong_together_it_starts_anew(portal, session, rules, headers):
    def answer(handler, count):
        portal.send(handler, 200, BODY[:100] if count < 3 else BODY, Content_Length=str(len(BODY)), **headers)

    last, _ = ask(session, portal.on("/f", answer), rules)
    assert (last.error, content(last)) == (None, BODY)
    assert [seen.headers.get("Range") for seen in portal.asked("/f")] == [None] * 3


def test_a_file_that_changed_meanwhile_replaces_the_beginning(portal, session, rules):
    newer = BODY[::-1]

    def answer(handler, count):
        if count == 1:
            portal.send(handler, 200, BODY[:999], Content_Length=str(len(BODY)), ETag='"old"')
        else:
            portal.send(handler, 200, newer, ETag='"new"')

    last, _ = ask(session, portal.on("/f", answer), rules)
    assert (last.error, content(last)) == (None, newer)


def test_a_part_that_does_not_fit_is_never_glued_on(portal, session, rules):
    def answer(handler, count):
        if count == 1:
            portal.send(handler, 200, BODY[:999], Content_Length=str(len(BODY)), ETag='"v"')
        elif count == 2:
            portal.send(handler, 206, BODY[500:], Content_Range=f"bytes 500-{len(BODY) - 1}/{len(BODY)}", ETag='"v"')
        else:
            portal.send(handler, 200, BODY, ETag='"v"')

    last, _ = ask(session, portal.on("/f", answer), rules)
    assert (last.error, content(last)) == (None, BODY)


def test_a_busy_moment_does_not_lose_what_arrived(portal, session, rules):
    whole = in_parts(portal, BODY, ETag='"v1"')

    def answer(handler, count):
        if count == 1:
            whole(handler, count)
        elif count == 2:
            portal.send(handler, 503, b"busy")
        else:
            start = len(BODY) // 3
            portal.send(handler, 206, BODY[start:], Content_Range=f"bytes {start}-{len(BODY) - 1}/{len(BODY)}")

    last, _ = ask(session, portal.on("/f", answer), rules)
    assert (last.error, content(last)) == (None, BODY)
    assert portal.asked("/f")[2].headers.get("Range") == f"bytes={len(BODY) // 3}-"


def test_a_packed_body_is_continued_before_it_is_unpacked(portal, session, rules):
    packed = gzip.compress(random.Random(3).randbytes(90_000))
    url = portal.on("/f", in_parts(portal, packed, ETag='"v1"', Content_Encoding="gzip"))
    last, _ = ask(session, url, rules)
    assert (last.error, content(last)) == (None, gzip.decompress(packed))


def test_progress_is_told(portal, session, rules):
    steps: list[tuple[int, int | None]] = []
    ask(session, portal.serve("/f", BODY), rules, progress=lambda done, whole: steps.append((done, whole)))
    assert steps[-1] == (len(BODY), len(BODY))


def test_nothing_is_left_in_the_spool(portal, session, rules, tmp_path):
    for path, answer in (
        ("/a", in_parts(portal, BODY, ETag='"v"')),
        ("/b", cut_after(portal, b"1", Content_Length="9")),
    ):
        last, kept = ask(session, portal.on(path, answer), rules)
        last.discard()
        for exchange in kept:
            assert exchange.body is None or not exchange.body.exists()
    assert list((tmp_path / "spool").iterdir()) == []


@pytest.mark.parametrize("contact", ["", "  ", "a(b)", "x\r\nEvil: 1", "a;b"])
def test_nobody_is_asked_without_a_contact(contact):
    with pytest.raises(SettingError, match="contact"):
        user_agent(contact, "1.0")
    assert user_agent("datos@example.org", "1.0") == "Mozilla/5.0 (compatible; Vigia/1.0; +datos@example.org)"
