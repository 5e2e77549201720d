"""Serve the portals of an invented Peru on loopback, and log every request.

HTTP only: methods, conditional and partial requests, faults switched on by path. What stands at an address belongs to
the catalogue, what can go wrong to the faults. ``python -m sandbox.server --seed 1 --size 2000 --day 2026-11-18``
serves a world until interrupted.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sandbox.faults import FaultDesk
from sandbox.handler import Handler
from sandbox.model import World
from sandbox.portals.answer import Asked, Published
from sandbox.portals.catalogue import Catalogue
from sandbox.request_log import RequestLog

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

    from sandbox.faults import Choice
    from sandbox.request_log import Request

WorldSource = World | Callable[[], World]


@dataclass
class Portals:
    """What the handler needs of a server: where files are found, the faults, the log.

    A world given as a function is asked for at each request, so it should be cheap; when it gives another world, the
    portals turn to that one (a new day without a new address).
    """

    source: WorldSource
    folder: Path
    desk: FaultDesk
    variant: str = "2025"
    overrides: dict[str, bytes] = field(default_factory=dict)
    log: RequestLog = field(default_factory=RequestLog)
    started: float = field(default_factory=time.monotonic)
    _catalogue: Catalogue | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def catalogue(self) -> Catalogue:
        """Give the catalogue of today's world."""
        with self._lock:
            world = self.source if isinstance(self.source, World) else self.source()
            if self._catalogue is None or self._catalogue.world is not world:
                folder = Path(tempfile.mkdtemp(dir=self.folder))
                self._catalogue = Catalogue(world, folder, variant=self.variant)
            return self._catalogue

    def find(self, asked: Asked) -> Published | None:
        """Find a file: a hand-made one that replaces the world's, or the world's."""
        found = self.catalogue().find(asked)
        if asked.path not in self.overrides:
            return found
        body = self.overrides[asked.path]
        return Published(body, "application/octet-stream") if found is None else replace(found, body=body)

    def elsewhere(self, asked: Asked, kind: str) -> Asked:
        """Turn a question into the one that a fault answers in its place."""
        return self.catalogue().elsewhere(asked, kind)


class Handle:
    """A running server: ``url``, ``log`` (one entry a request), ``stop()``; also a context manager."""

    def __init__(self, server: ThreadingHTTPServer, portals: Portals, folder: tempfile.TemporaryDirectory[str]) -> None:
        self._server = server
        self._portals = portals
        self._folder = folder
        self._thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{server.server_address[1]}"

    @property
    def log(self) -> list[Request]:
        """Every request answered so far, in the order in which they came; a copy."""
        return self._portals.log.entries()

    @property
    def overrides(self) -> dict[str, bytes]:
        """Hand-made files by path, served in place of the world's; may be changed while the server runs."""
        return self._portals.overrides

    def set_faults(self, faults: Mapping[str, Choice] | None) -> None:
        """Switch to other faults (none when None); their counts begin anew."""
        self._portals.desk.set(faults)

    def addresses(self) -> list[str]:
        """List the addresses of all files of the world."""
        return [f"{self.url}{address}" for address in self._portals.catalogue().addresses()]

    def stop(self) -> None:
        """Stop serving and remove the files made; a second call does nothing."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Server(ThreadingHTTPServer):
    """One thread a connection."""

    daemon_threads = True
    request_queue_size = 64
    portals: Portals

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002
        """Stay silent about a broken connection; show every other exception, which is a fault of ours."""
        if not isinstance(sys.exc_info()[1], OSError):
            traceback.print_exc()


def serve(
    world: WorldSource,
    *,
    port: int = 0,
    faults: Mapping[str, Choice] | None = None,
    variant: str = "2025",
    overrides: Mapping[str, bytes] | None = None,
) -> Handle:
    """Serve a world's portals on loopback, in threads of this process.

    Args:
        world: the world, or a cheap function that gives today's.
        port: 0 picks a free one.
        faults: path or pattern (``fnmatch``, without query) → fault, or its name, or several.
        variant: layout of the INFOBRAS file, ``'2025'`` or ``'2026'``.
        overrides: path → bytes served in place of the world's file (``/robots.txt`` as well).
    """
    folder = tempfile.TemporaryDirectory(prefix="sandbox-")
    portals = Portals(
        source=world,
        folder=Path(folder.name),
        desk=FaultDesk(faults),
        variant=variant,
        overrides=dict(overrides or {}),
    )
    server = _Server(("127.0.0.1", port), Handler)
    server.portals = portals
    return Handle(server, portals, folder)


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox.server", description="Serve an invented Peru on loopback.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=2000, help="number of works")
    parser.add_argument("--day", type=date.fromisoformat, required=True, help="YYYY-MM-DD")
    parser.add_argument("--port", type=int, default=0, help="0 picks a free one")
    parser.add_argument("--variant", choices=("2025", "2026"), default="2025", help="layout of the INFOBRAS file")
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None) -> None:
    """Serve a world until interrupted; the address is the only line written."""
    from sandbox.world import world

    given = _arguments(words)
    # Whoever started us may have left the signal ignored, and would wait for us for ever.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with serve(world(given.seed, given.size, given.day), port=given.port, variant=given.variant) as handle:
        sys.stdout.write(f"{handle.url}\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
