"""RFC 3161 time stamps over the roots of nights: a third party's word that a root existed by then.

Here: asking a time-stamp authority, checking its answer, keeping it beside the archive's nights. What is stamped is the
text of a link, whose SHA-256 is the root. Not here: when to ask (``pipelines``). A stamp proves date and integrity, not
that a portal said what was received; a night without one is whole all the same.

A stamp carries its own proof (the authority's signature), so stamps lie outside the sealed folders of the nights: a
sealed stamp would make another root, which would need another stamp.

Queries and checks are done by ``openssl ts``, the tool with which anybody else checks a stamp. The Python library that
was tried (rfc3161-client 1.0.9) refuses answers of authorities that run OpenSSL and send a chain: it wants the
certificates in DER's order, which OpenSSL does not keep.
"""

import json
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from sources.chain import ChainLink, link_text
from sources.durable import canonical, make_folder, write_whole
from sources.errors import SettingError, StampError
from sources.exchange import Question
from sources.journal import Journal
from sources.transport import RequestsTransport, TransportError

FOLDER, ROOTS_FILE, ATTEMPTS_FILE = "stamps", "authority.pem", "attempts.jsonl"
SECONDS, LONGEST_ANSWER = 20.0, 64 * 1024
_HEADERS = {"Accept": "application/timestamp-reply", "Accept-Encoding": "identity"}
_QUERY = (("Content-Type", "application/timestamp-query"),)
_PEM = b"-----BEGIN CERTIFICATE-----"


@dataclass(frozen=True)
class Authority:
    """Whom to ask and by which certificates (PEM) to believe the answer."""

    url: str
    roots: Path


@dataclass(frozen=True)
class Attempt:
    """One asking for a stamp: of which night's root, and why it failed (empty when it did not)."""

    night: date
    root: str
    fault: str


def stamp(root: Path, link: ChainLink, authority: Authority) -> Attempt:
    """Ask for a stamp of a link, keep it when it is good, and note the attempt. A link that has one is not asked again.

    Raises:
        SettingError: the file of certificates cannot be read; nothing a service does is raised.
    """
    path = stamp_path(root, link)
    if path.exists():
        return Attempt(link.night, link.hash, "")
    pem = authority.roots.read_bytes() if authority.roots.is_file() else b""
    if _PEM not in pem:
        raise SettingError(f"{authority.roots} holds no certificates in PEM form; see VIGIA_TSA_ROOTS")
    try:
        answer, fault = _ask(link_text(link).encode(), authority), ""
    except StampError as failed:
        answer, fault = b"", str(failed)
    make_folder(path.parent)
    if not fault:
        write_whole(path.parent / ROOTS_FILE, pem)
        write_whole(path, answer)
    attempt = Attempt(link.night, link.hash, fault)
    journal = _attempts(root)
    journal.repair(0)
    journal.append(attempt)
    return attempt


def last_attempt(root: Path, night: date) -> Attempt | None:
    """Return the newest attempt to stamp a night, None when there was none."""
    return next((one for one in reversed(_attempts(root).items()) if one.night == night), None)


def stamp_path(root: Path, link: ChainLink) -> Path:
    """Return where the stamp of a link lies, if it has one."""
    return root / FOLDER / f"{link.hash}.tsr"


def newest_stamped(root: Path, links: Sequence[ChainLink]) -> ChainLink | None:
    """Return the newest link that has a stamp, None when none has."""
    return next((link for link in reversed(links) if stamp_path(root, link).exists()), None)


def check(path: Path, link: ChainLink) -> None:
    """Check a stamp that was kept, by the certificates kept with it.

    Raises:
        StampError: it is no good stamp of this link's text by that authority, or ``openssl`` is not there.
    """
    with tempfile.TemporaryDirectory() as scratch:
        text = Path(scratch) / "link.json"
        text.write_bytes(link_text(link).encode())
        _openssl("-verify", "-data", text, "-in", path, "-CAfile", path.parent / ROOTS_FILE)


def _ask(text: bytes, authority: Authority) -> bytes:
    """Return a stamp of a text that answers our own query (its nonce) and is signed by the authority."""
    with tempfile.TemporaryDirectory() as scratch:
        data, query, answer = (Path(scratch) / name for name in ("data", "query", "answer"))
        data.write_bytes(text)
        _openssl("-query", "-data", data, "-sha256", "-cert", "-out", query)
        answer.write_bytes(_post(authority.url, query.read_bytes()))
        _openssl("-verify", "-queryfile", query, "-in", answer, "-CAfile", authority.roots)
        return answer.read_bytes()


def _post(url: str, query: bytes) -> bytes:
    """Put the query to the service. Its address is the operator's own word, so it may be a private one."""
    content = bytearray()
    try:
        with RequestsTransport().open(
            url,
            _HEADERS,
            question=Question("POST", _QUERY, query),
            deadline_seconds=SECONDS,
            private_addresses=True,
        ) as answer:
            for chunk in answer.chunks():
                content += chunk
                if len(content) > LONGEST_ANSWER:
                    raise StampError("the time-stamp service answers with more bytes than any stamp has")
            if answer.status != 200:
                raise StampError(f"the time-stamp service answered {answer.status}")
    except TransportError as fault:
        raise StampError(f"the time-stamp service could not be asked: {fault.reason}") from fault
    return bytes(content)


def _openssl(*words: str | Path) -> None:
    try:
        ended = subprocess.run(("openssl", "ts", *words), capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise StampError(f"`openssl ts` cannot be run ({type(fault).__name__}); install Debian's openssl") from fault
    if ended.returncode != 0:
        told = ended.stderr.decode("utf-8", errors="replace").strip().splitlines()
        raise StampError(f"the time stamp is not good: {told[-1] if told else ended.returncode}")


def _attempts(root: Path) -> Journal[Attempt]:
    return Journal(root / FOLDER / ATTEMPTS_FILE, _read, _line)


def _line(attempt: Attempt) -> str:
    return canonical(asdict(attempt) | {"night": attempt.night.isoformat()})


def _read(line: str) -> Attempt:
    values = json.loads(line)
    return Attempt(date.fromisoformat(values["night"]), str(values["root"]), str(values["fault"]))
