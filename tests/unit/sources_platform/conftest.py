"""A portal on loopback that can misbehave by path, and clocks that only move when told."""

import hashlib
import itertools
import os
import random
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from sources.archive import Archive
from sources.exchange import Exchange
from sources.hosts import Destination, host_key
from sources.politeness import Clock
from sources.session import AskRules, PoliteSession

NIGHT = date(2026, 11, 20)
BEGAN = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)


@dataclass
class FakeClock:
    """Time that passes only by waiting."""

    elapsed: float = 1000.0
    waits: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.elapsed += seconds

    def clock(self) -> Clock:
        return Clock(
            now=lambda: BEGAN + timedelta(seconds=self.elapsed), monotonic=lambda: self.elapsed, sleep=self.sleep
        )


@dataclass
class Seen:
    """One request as the portal saw it."""

    at: float
    path: str
    headers: dict[str, str]
    body: bytes = b""


class Portal:
    """Answers each path as told; unknown paths and robots.txt are 404."""

    def __init__(self, clock: FakeClock) -> None:
        self.log: list[Seen] = []
        self.stop_dripping = threading.Event()
        self._answers: dict[str, Callable[[BaseHTTPRequestHandler, int], None]] = {}
        self._counts: dict[str, int] = {}
        portal = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                self.do_GET()

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                portal.log.append(Seen(clock.elapsed, self.path, dict(self.headers.items()), body))
                path = urlsplit(self.path).path
                count = portal._counts[path] = portal._counts.get(path, 0) + 1
                self.close_connection = True
                portal._answers.get(path, lambda handler, _: portal.send(handler, 404, b"no"))(self, count)

            def log_message(self, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def on(self, path: str, answer: Callable[[BaseHTTPRequestHandler, int], None]) -> str:
        """``answer`` gets the handler and how often the path was asked, from 1."""
        self._answers[path] = answer
        return self.url + path

    def body(self, _: BaseHTTPRequestHandler) -> bytes:
        """What the request that is being answered carries: asking is one at a time."""
        return self.log[-1].body

    def serve(self, path: str, body: bytes, status: int = 200, **headers: str) -> str:
        return self.on(path, lambda handler, _: self.send(handler, status, body, **headers))

    @staticmethod
    def send(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
        handler.send_response(status)
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        for key, value in ({"Content-Length": str(len(body))} | named).items():
            if value != "absent":
                handler.send_header(key, value)
        handler.end_headers()
        handler.wfile.write(body)

    def asked(self, path: str) -> list[Seen]:
        return [seen for seen in self.log if urlsplit(seen.path).path == path]

    def stop(self) -> None:
        self.stop_dripping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flushing has tests of its own; elsewhere it only costs time."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def fake_clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def portal(fake_clock: FakeClock) -> Iterator[Portal]:
    portal = Portal(fake_clock)
    yield portal
    portal.stop()


@pytest.fixture
def session(fake_clock: FakeClock, tmp_path: Path) -> Iterator[PoliteSession]:
    with PoliteSession(
        "Mozilla/5.0 (compatible; Vigia/0; +test@example.org)",
        clock=fake_clock.clock(),
        jitter=random.Random(7),
        spool=tmp_path / "spool",
    ) as session:
        yield session


@pytest.fixture
def rules(portal: Portal) -> AskRules:
    return AskRules(
        Destination(portal.url, frozenset({host_key(portal.url)}), private_addresses=True),
        deadline_seconds=10.0,
        max_bytes=1_000_000,
    )


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive", cache=tmp_path / "cache")


@pytest.fixture
def make_exchange(tmp_path: Path) -> Callable[..., Exchange]:
    """Builds an exchange with a body on disk."""
    numbers = itertools.count()

    def make(url: str = "https://portal.example/file.csv", body: bytes = b"a,b\n1,2\n", **more: object) -> Exchange:
        number = next(numbers)
        path = tmp_path / f"body{number}"
        if more.get("status", 200) is not None:
            path.write_bytes(body)
        values: dict[str, object] = {
            "url": url,
            "method": "GET",
            "requested_at": BEGAN + timedelta(seconds=number),
            "request_headers": (("User-Agent", "Vigia"),),
            "status": 200,
            "phrase": "OK",
            "headers": (("Content-Type", "text/csv"), ("Content-Encoding", "gzip"), ("ETag", '"1"')),
            "body": path,
            "size": len(body),
            "payload_sha256": hashlib.sha256(body).hexdigest(),
        }
        if more.get("status", 200) is None:
            values |= {"body": None, "size": 0, "payload_sha256": None, "headers": ()}
        return Exchange(**(values | more))

    return make
