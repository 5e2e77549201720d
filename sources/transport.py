"""The wire: the only module that imports requests and urllib3.

Here: one request over one fresh connection whose address is checked as it is opened, under a total deadline, its body
handed on undecoded. Not here: politeness, robots.txt, retries, redirects (``session``), decoding (``inflate``).

Every request has its own connection: the address is checked each time, and a watchdog can end it whole.
"""

import contextlib
import functools
import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import requests
import urllib3
from requests.adapters import HTTPAdapter

from sources.exchange import Headers, Question
from sources.hosts import is_public
from sources.verdicts import Reason

READ_SIZE = 64 * 1024
QUIET_SECONDS = 60.0

Resolver = Callable[[str, int], list[tuple[Any, ...]]]
"""Name and port to ``socket.getaddrinfo`` rows; injected by tests."""


class TransportError(Exception):
    """Raised when a request has no whole answer; ``reason`` is the closed word for it."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class OpenAnswer(Protocol):
    """An answer whose head has arrived and whose body is still on the wire."""

    @property
    def status(self) -> int:
        """The answer's status code."""

    @property
    def phrase(self) -> str:
        """The words after the status code."""

    @property
    def headers(self) -> Headers:
        """The answer's headers as received, in order."""

    def chunks(self) -> Iterator[bytes]:
        """Yield the body as it comes, still encoded. Raises TransportError when it is cut or late."""


class Transport(Protocol):
    """What the session needs of the wire."""

    def open(
        self, url: str, headers: dict[str, str], *, question: Question, deadline_seconds: float, private_addresses: bool
    ) -> contextlib.AbstractContextManager[OpenAnswer]:
        """Send the question and return the answer's head; the body must be read inside the context."""


class _AddressForbiddenError(OSError):
    """Raised at connect when a name leads to an address that is not public."""


class _Watchdog:
    """Ends a connection when its time is up, however slowly its bytes drip.

    Read timeouts count from byte to byte; a server that sends one byte now and then would never meet them.
    """

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._lock = threading.Lock()
        self._handles: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, connection: socket.socket) -> None:
        """Keep a second handle: TLS takes the first one over, and shutting down either ends both."""
        with self._lock:
            self._handles.append(connection.dup())

    def close(self) -> None:
        self._timer.cancel()
        with self._lock:
            for handle in self._handles:
                handle.close()
            self._handles.clear()

    def _expire(self) -> None:
        with self._lock:
            self.expired = True
            for handle in self._handles:
                with contextlib.suppress(OSError):
                    handle.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True)
class _Door:
    """What a connection must know before it opens."""

    resolver: Resolver
    private_addresses: bool
    watchdog: _Watchdog


def _connect(door: _Door, host: str, port: int, timeout: float) -> socket.socket:
    """Resolve once, check every address of the answer, connect to one of those checked.

    There is no second look-up between the check and the connection, so a name that changes its answer gains nothing.
    """
    rows = door.resolver(host.strip("[]"), port)
    for row in rows:
        if not door.private_addresses and not is_public(str(row[4][0])):
            msg = f"{host} leads to {row[4][0]}, which is not a public address"
            raise _AddressForbiddenError(msg)
    fault: OSError = OSError(f"{host} has no address")
    for family, kind, protocol, _, address in rows:
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(timeout)
            connection.connect(address)
        except OSError as refusal:
            connection.close()
            fault = refusal
            continue
        door.watchdog.watch(connection)
        return connection
    raise fault


def _guarded(base: type[urllib3.connection.HTTPConnection]) -> type[urllib3.connection.HTTPConnection]:
    class Guarded(base):  # type: ignore[misc, valid-type]
        """A connection that asks the door before it opens."""

        def __init__(self, *args: Any, door: _Door, **kwargs: Any) -> None:  # noqa: ANN401 - urllib3's own arguments
            super().__init__(*args, **kwargs)
            self._door = door

        def _new_conn(self) -> socket.socket:
            timeout = self.timeout if isinstance(self.timeout, int | float) else QUIET_SECONDS
            return _connect(self._door, self._dns_host, self.port, float(timeout))

    return Guarded


_PLAIN = _guarded(urllib3.connection.HTTPConnection)
_SECURE = _guarded(urllib3.connection.HTTPSConnection)


class _GuardedAdapter(HTTPAdapter):
    """Gives every pool connections that pass by the door, and retries nothing."""

    def __init__(self, door: _Door) -> None:
        self._door = door
        super().__init__(max_retries=0, pool_connections=1, pool_maxsize=1)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - requests' own types
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        guarded: Any = _SECURE if pool.scheme == "https" else _PLAIN
        pool.ConnectionCls = functools.partial(guarded, door=self._door)
        return pool


@dataclass(frozen=True)
class _WireAnswer:
    status: int
    phrase: str
    headers: Headers
    _raw: urllib3.BaseHTTPResponse
    _watchdog: _Watchdog

    def chunks(self) -> Iterator[bytes]:
        received = 0
        while block := self._next():
            received += len(block)
            yield block
        if self._watchdog.expired:
            raise TransportError(Reason.DEADLINE, f"not finished in time; {received} bytes had arrived")

    def _next(self) -> bytes:
        with _translated(self._watchdog):
            return self._raw.read1(READ_SIZE, decode_content=False)


class RequestsTransport:
    """The real wire. ``ca_bundle`` names a file of certificates for portals whose chain is incomplete."""

    def __init__(self, *, resolver: Resolver | None = None, ca_bundle: str | None = None) -> None:
        self._resolver = resolver or _system_resolver
        self._ca_bundle = ca_bundle

    @contextmanager
    def open(
        self, url: str, headers: dict[str, str], *, question: Question, deadline_seconds: float, private_addresses: bool
    ) -> Iterator[OpenAnswer]:
        """Send the question; see ``Transport.open``. Proxies and credentials of the environment are not used."""
        watchdog = _Watchdog(deadline_seconds)
        adapter = _GuardedAdapter(_Door(self._resolver, private_addresses, watchdog))
        quiet = min(QUIET_SECONDS, deadline_seconds)
        try:
            with _translated(watchdog):
                body = question.body or None
                sent = {**headers, "Connection": "close"}
                prepared = requests.Request(question.method, url, headers=sent, data=body).prepare()
                # Straight to the adapter: a requests session reads and decodes the body of every redirect on its own.
                response = adapter.send(
                    prepared, stream=True, timeout=(quiet, quiet), verify=self._ca_bundle or True, proxies={}
                )
            kept = tuple((name, value) for name, value in response.raw.headers.items())
            yield _WireAnswer(response.status_code, response.reason or "", kept, response.raw, watchdog)
        finally:
            watchdog.close()
            adapter.close()


def _system_resolver(host: str, port: int) -> list[tuple[Any, ...]]:
    return list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))


@contextmanager
def _translated(watchdog: _Watchdog) -> Iterator[None]:
    try:
        yield
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as fault:
        if watchdog.expired:
            raise TransportError(Reason.DEADLINE, "not finished in time") from fault
        raise TransportError(_reason(fault), f"{type(fault).__name__}: {fault}") from fault


def _reason(fault: BaseException) -> Reason:
    """The first cause in the chain that has a word of its own decides."""
    words: list[tuple[tuple[type[BaseException], ...], Reason]] = [
        ((_AddressForbiddenError,), Reason.ADDRESS_FORBIDDEN),
        ((socket.gaierror, urllib3.exceptions.NameResolutionError), Reason.NAME_NOT_RESOLVED),
        ((ssl.SSLError,), Reason.TLS_FAILED),
        ((urllib3.exceptions.IncompleteRead, http.client.IncompleteRead), Reason.CUT_BODY),
        ((TimeoutError, urllib3.exceptions.TimeoutError, requests.Timeout), Reason.DEADLINE),
        ((ConnectionRefusedError,), Reason.UNREACHABLE),
        ((ConnectionError, urllib3.exceptions.ProtocolError), Reason.CONNECTION_LOST),
    ]
    causes = list(_causes(fault))
    for kinds, reason in words:
        if any(isinstance(cause, kinds) for cause in causes):
            return reason
    return Reason.UNREACHABLE


def _causes(fault: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting: list[BaseException] = [fault]
    while waiting:
        cause = waiting.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        linked = [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]
        waiting.extend(item for item in linked if isinstance(item, BaseException))
