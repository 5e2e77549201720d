"""The table of what goes wrong on the way: statuses, broken and lying answers, redirects, pages in place of data."""

from __future__ import annotations

import gzip
import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from sandbox import spoil
from sandbox.fault import Fault
from sandbox.portals.printing import INVENTED

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.portals.answer import Answer, Asked

    Change = Callable[[Answer, Asked], Answer]

_HTML = "text/html; charset=utf-8"
_HEAD = f"<!DOCTYPE html><html><head><title>{INVENTED}</title></head><body>"
_PAGE = b"<!DOCTYPE html><html><head><title>Mantenimiento</title></head><body>Sitio en mantenimiento</body></html>"
_LOGIN = (
    f'{_HEAD}<form action="/login" method="post"><label>Usuario</label><input name="usuario">'
    '<label>Clave</label><input type="password" name="clave"><button>Iniciar sesión</button></form></body></html>'
).encode()
_CAPTCHA = (
    f'{_HEAD}<p>Verifique que no es un robot</p><div class="g-recaptcha" data-sitekey="x"></div>'
    '<img alt="captcha" src="/captcha.png"></body></html>'
).encode()
_BOMB_BYTES = 256 << 20
_BYTE_BY_BYTE = 1 << 62
RETRY_DATE = "Wed, 18 Nov 2026 06:00:05 GMT"
RETRY_FAR = "Thu, 31 Dec 2099 23:59:59 GMT"


def status(code: int, retry_after: str | None = None) -> Change:
    """Answer with a status and a short page; *retry_after* is sent as it is."""
    extra = {} if retry_after is None else {"Retry-After": retry_after}

    def change(answer: Answer, _: Asked) -> Answer:
        headers = {**answer.headers, "Content-Type": _HTML, **extra}
        return replace(answer, status=code, headers=headers, body=_PAGE, first=0, length=None)

    return change


def redirect(location: str | None = None) -> Change:
    """Send elsewhere; to the same address again (a loop) when no location is given."""

    def change(answer: Answer, asked: Asked) -> Answer:
        where = location or "{base}{path}"
        port = asked.base.rsplit(":", 1)[-1]
        where = where.replace("{base}", asked.base).replace("{path}", asked.path).replace("{port}", port)
        return replace(
            answer, status=302, headers={**answer.headers, "Location": where}, body=b"", first=0, length=None
        )

    return change


def _half(answer: Answer) -> Answer:
    return replace(answer, length=answer.size() // 2)


def _reset(answer: Answer, _: Asked) -> Answer:
    return replace(_half(answer), declared=answer.size(), reset=True)


def _cut(answer: Answer, _: Asked) -> Answer:
    return replace(_half(answer), declared=answer.size())


def _understated(answer: Answer, _: Asked) -> Answer:
    return replace(answer, declared=answer.size() // 2)


def _refused(answer: Answer, _: Asked) -> Answer:
    return replace(answer, status=0)


def _framed(framing: str, *, cut: bool) -> Change:
    def change(answer: Answer, _: Asked) -> Answer:
        framed = replace(answer, framing=framing, unfinished=cut)
        return _half(framed) if cut else framed

    return change


def slow(seconds: float, pieces: int = 10) -> Change:
    """Send the body in pieces with *seconds* between them."""
    return lambda answer, _: replace(answer, pause=seconds, pieces=pieces)


def silent(seconds: float) -> Change:
    """Wait before the first byte."""
    return lambda answer, _: replace(answer, delay=seconds)


def _headers(**given: str) -> Change:
    named = {name.replace("_", "-"): value for name, value in given.items()}
    return lambda answer, _: replace(answer, headers={**answer.headers, **named})


_encoded, _as_html = _headers(Content_Encoding="gzip"), _headers(Content_Type=_HTML)
_TAGS = itertools.count(1)


def _new_tag(answer: Answer, _: Asked) -> Answer:
    return replace(answer, headers={**answer.headers, "ETag": f'"{next(_TAGS):08x}-1"'})


def _never_changed(answer: Answer, asked: Asked) -> Answer:
    if {"if-none-match", "if-modified-since"} & set(asked.headers):
        return replace(answer, status=304, body=b"", first=0, length=None)
    return answer


def _bomb(_: bytes) -> bytes:
    return gzip.compress(bytes(_BOMB_BYTES), compresslevel=9, mtime=0)


def _instead(page: bytes) -> Callable[[bytes], bytes]:
    return lambda _: page


NETWORK = (
    Fault("connection_refused", "the connection is broken before any byte", change=_refused),
    Fault("silent", "no byte for half a minute", change=silent(30.0)),
    Fault("status_500", "server error, no advice", change=status(500)),
    Fault("status_502", "bad gateway, no advice", change=status(502)),
    Fault("status_503", "unavailable, no advice", change=status(503)),
    Fault("status_503_seconds", "unavailable, Retry-After in seconds", change=status(503, "1")),
    Fault("status_503_date", "unavailable, Retry-After as a date", change=status(503, RETRY_DATE)),
    Fault("status_429", "too many requests, Retry-After in seconds", change=status(429, "1")),
    Fault("status_429_date", "too many requests, Retry-After as a date", change=status(429, RETRY_DATE)),
    Fault("status_429_long", "too many requests, come back in a day", change=status(429, "86400")),
    Fault("status_429_far", "too many requests, come back in 2099", change=status(429, RETRY_FAR)),
    Fault("status_429_negative", "too many requests, Retry-After below zero", change=status(429, "-5")),
    Fault("status_429_nonsense", "too many requests, Retry-After without meaning", change=status(429, "pronto")),
    Fault("status_403", "forbidden: the portal refuses this client", change=status(403)),
    Fault("status_404", "the address is gone", change=status(404)),
    Fault("status_418", "gob.pe's answer to a client that it takes for a robot", change=status(418)),
    Fault("reset", "connection reset after half of the body", change=_reset),
    Fault("cut_body", "half of the body, Content-Length of the whole", change=_cut),
    Fault("understated_length", "the whole body, Content-Length of the half", change=_understated),
    Fault("chunked", "the whole body in chunks, without Content-Length", change=_framed("chunked", cut=False)),
    Fault("cut_chunked", "closed before the last chunk", change=_framed("chunked", cut=True)),
    Fault("no_length", "the whole body, its end told by closing", change=_framed("close", cut=False)),
    Fault("cut_no_length", "half of the body, its end told by closing", change=_framed("close", cut=True)),
    Fault("cut_file", "half of the file, with a matching Content-Length", spoil=lambda body: body[: len(body) // 2]),
    Fault("cut_gzip", "Content-Encoding gzip, cut in the middle", spoil=spoil.cut_gzip, change=_encoded),
    Fault("gzipped", "Content-Encoding gzip, whole", spoil=lambda body: gzip.compress(body, mtime=0), change=_encoded),
    Fault("gzip_bomb", "a small gzip that inflates to 256 MiB", spoil=_bomb, change=_encoded),
    Fault("html", "a maintenance page with status 200", spoil=_instead(_PAGE), change=_as_html),
    Fault("html_as_data", "a maintenance page that is called what the data are called", spoil=_instead(_PAGE)),
    Fault("login_page", "a log-in page with status 200", spoil=_instead(_LOGIN), change=_as_html),
    Fault("captcha_page", "a CAPTCHA page with status 200", spoil=_instead(_CAPTCHA), change=_as_html),
    Fault("empty", "status 200 and no byte", spoil=lambda _: b""),
    Fault("redirect_loop", "a redirect to itself", change=redirect()),
    Fault("redirect_login", "a redirect to the log-in page", change=redirect("{base}/login?ReturnUrl={path}")),
    Fault("redirect_other_host", "a redirect to a host never asked for", change=redirect("http://otro-host.invalid/x")),
    Fault(
        "redirect_loopback",
        "a redirect to another address of this machine",
        change=redirect("http://127.0.0.2:{port}{path}"),
    ),
    Fault("redirect_ipv6", "a redirect to this machine in IPv6", change=redirect("http://[::1]:{port}{path}")),
    Fault(
        "redirect_decimal",
        "a redirect to this machine as one number",
        change=redirect("http://2130706433:{port}{path}"),
    ),
    Fault("redirect_file", "a redirect to a file", change=redirect("file:///etc/hostname")),
    Fault("slow", "the body in ten pieces, a fifth of a second apart", change=slow(0.2)),
    Fault("slow_loris", "the body byte by byte, a third of a second apart", change=slow(0.3, _BYTE_BY_BYTE)),
    Fault("wrong_etag", "an ETag that is not the file's, whatever the file", change=_headers(ETag='"00000000-0"')),
    Fault("new_etag", "another ETag at each request of the same file", change=_new_tag),
    Fault("stale_304", "every conditional request is answered 'not modified'", change=_never_changed),
    Fault("no_charset", "a page or JSON without its charset stated", change=_headers(Content_Type="text/html")),
    Fault("wrong_type", "data that are called a picture", change=_headers(Content_Type="image/png")),
    Fault(
        "hostile_filename",
        "a file name that leads out of the folder",
        change=_headers(Content_Disposition='attachment; filename="../../etc/cron.d/x"'),
    ),
    Fault("another_key", "the answer about another work, investment or body", elsewhere="another"),
    Fault("same_page_twice", "the page before, once more", elsewhere="page_before"),
)
