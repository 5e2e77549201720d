"""What a portal can do wrong: a declared table of faults, switched on by path.

A fault spoils the published bytes (so lengths and tags agree with the spoiled file), or changes the answer, or both.
How bytes are spoiled belongs to the spoil modules, how an answer is sent to the handler.
"""

from __future__ import annotations

import gzip
import threading
from collections import Counter
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from sandbox import spoil
from sandbox import spoil_tables as tables
from sandbox.errors import FaultNotApplicableError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sandbox.portals.answer import Answer, Asked

_HTML = "text/html; charset=utf-8"
_PAGE = b"<!DOCTYPE html><html><head><title>Mantenimiento</title></head><body>Sitio en mantenimiento</body></html>"
_BOMB_BYTES = 256 << 20
RETRY_DATE = "Wed, 18 Nov 2026 06:00:05 GMT"


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        name: as in the table.
        description: what the client meets.
        spoil: changes the published bytes.
        change: changes the answer.
        times: how many requests of the path are spoiled; all when None.
    """

    name: str
    description: str
    spoil: Callable[[bytes], bytes] | None = None
    change: Callable[[Answer, Asked], Answer] | None = None
    times: int | None = None

    def first(self, times: int) -> Fault:
        """Give the same fault for the first *times* requests only."""
        return replace(self, times=times)


def status(code: int, retry_after: str | None = None) -> Callable[[Answer, Asked], Answer]:
    """Answer with a status and a short page; *retry_after* is sent as it is."""
    extra = {} if retry_after is None else {"Retry-After": retry_after}

    def change(answer: Answer, _: Asked) -> Answer:
        headers = {**answer.headers, "Content-Type": _HTML, **extra}
        return replace(answer, status=code, headers=headers, body=_PAGE, first=0, length=None)

    return change


def redirect(location: str | None = None) -> Callable[[Answer, Asked], Answer]:
    """Send elsewhere; to the same address again (a loop) when no location is given."""

    def change(answer: Answer, asked: Asked) -> Answer:
        where = {"Location": location or f"{asked.base}{asked.path}"}
        return replace(answer, status=302, headers={**answer.headers, **where}, body=b"", first=0, length=None)

    return change


def _half(answer: Answer) -> Answer:
    return replace(answer, length=answer.size() // 2)


def _reset(answer: Answer, _: Asked) -> Answer:
    return replace(_half(answer), declared=answer.size(), reset=True)


def _cut(answer: Answer, _: Asked) -> Answer:
    return replace(_half(answer), declared=answer.size())


def slow(seconds: float, pieces: int = 10) -> Callable[[Answer, Asked], Answer]:
    """Send the body in pieces with *seconds* between them."""
    return lambda answer, _: replace(answer, pause=seconds, pieces=pieces)


def _encoded(answer: Answer, _: Asked) -> Answer:
    return replace(answer, headers={**answer.headers, "Content-Encoding": "gzip"})


def _as_html(answer: Answer, _: Asked) -> Answer:
    return replace(answer, headers={**answer.headers, "Content-Type": _HTML})


def _other_tag(answer: Answer, _: Asked) -> Answer:
    return replace(answer, headers={**answer.headers, "ETag": '"00000000-0"'})


def _never_changed(answer: Answer, asked: Asked) -> Answer:
    if {"if-none-match", "if-modified-since"} & set(asked.headers):
        return replace(answer, status=304, body=b"", first=0, length=None)
    return answer


def _bomb(_: bytes) -> bytes:
    return gzip.compress(bytes(_BOMB_BYTES), compresslevel=9, mtime=0)


def _table(change: Callable[[tables.Table], None]) -> Callable[[bytes], bytes]:
    return tables.on_table(change)


_IMPOSSIBLE = {"sheet": "31/02/2026", "comma": "2026-02-31 00:00:00", "bar": "31/02/26"}
_TOO_LARGE = {"sheet": "123456789012345678901 99", "comma": "123456789012345678901.99"}
_DATE_IN_JSON = r'"datePublished": ?"[^"]*"'
_AMOUNT_IN_JSON = r'"amount": ?[0-9.]+'

_ALL = (
    Fault("status_500", "server error, no advice", change=status(500)),
    Fault("status_503", "unavailable, no advice", change=status(503)),
    Fault("status_503_seconds", "unavailable, Retry-After in seconds", change=status(503, "1")),
    Fault("status_429", "too many requests, Retry-After in seconds", change=status(429, "1")),
    Fault("status_429_date", "too many requests, Retry-After as a date", change=status(429, RETRY_DATE)),
    Fault("status_429_long", "too many requests, come back in a day", change=status(429, "86400")),
    Fault("status_429_nonsense", "too many requests, Retry-After without meaning", change=status(429, "pronto")),
    Fault("status_403", "forbidden: the portal refuses this client", change=status(403)),
    Fault("status_404", "the address is gone", change=status(404)),
    Fault("reset", "connection reset after half of the body", change=_reset),
    Fault("cut_body", "half of the body, Content-Length of the whole", change=_cut),
    Fault("cut_file", "half of the file, with a matching Content-Length", spoil=lambda body: body[: len(body) // 2]),
    Fault("cut_gzip", "Content-Encoding gzip, cut in the middle", spoil=spoil.cut_gzip, change=_encoded),
    Fault("gzipped", "Content-Encoding gzip, whole", spoil=lambda body: gzip.compress(body, mtime=0), change=_encoded),
    Fault("gzip_bomb", "a small gzip that inflates to 256 MiB", spoil=_bomb, change=_encoded),
    Fault("html", "a maintenance page with status 200", spoil=lambda _: _PAGE, change=_as_html),
    Fault("empty", "status 200 and no byte", spoil=lambda _: b""),
    Fault(
        "header_only",
        "the header without a row; a package without a record",
        spoil=spoil.table_or_json(lambda table: table.rows.clear(), spoil.without_records),
    ),
    Fault(
        "renamed_column",
        "a watched column has another header",
        spoil=_table(lambda table: tables.rename(table, tables.WATCHED, "COLUMNA CON OTRO NOMBRE")),
    ),
    Fault("dropped_column", "a watched column is gone", spoil=_table(lambda table: tables.drop(table, tables.WATCHED))),
    Fault(
        "swapped_columns",
        "two neighbouring columns change places, with their values",
        spoil=_table(lambda table: tables.swap(table, tables.WATCHED, values=True)),
    ),
    Fault(
        "swapped_headers",
        "two neighbouring headers change places, their values stay",
        spoil=_table(lambda table: tables.swap(table, tables.WATCHED, values=False)),
    ),
    Fault("repeated_headers", "a repeated header stands once more", spoil=_table(tables.repeat_header)),
    Fault("lost_header", "a repeated header stands once less", spoil=_table(tables.lose_repeated_header)),
    Fault(
        "rows_gone",
        "40 % of the rows (or records) are gone",
        spoil=spoil.table_or_json(
            lambda table: tables.keep_share(table, 60),
            spoil.on_records(lambda records: spoil.keep_records(records, 60)),
        ),
    ),
    Fault("long_row", "one row has a cell too many", spoil=_table(tables.lengthen_row)),
    Fault("short_row", "one row lacks its last two cells", spoil=_table(tables.shorten_row)),
    Fault("cut_json", "JSON that ends in the middle", spoil=spoil.on_json(spoil.cut_text)),
    Fault(
        "no_records",
        "a package without its records, an index without its results",
        spoil=spoil.on_json(lambda text: spoil.without_key(text, "records", "results")),
    ),
    Fault("bad_record", "one record is no object", spoil=spoil.on_json(spoil.on_records(spoil.break_record))),
    Fault("unknown_key", "records have a key nobody knows", spoil=spoil.on_json(spoil.on_records(spoil.add_key))),
    Fault("zip_traversal", "a zip whose members are named ../../", spoil=spoil.with_wandering_names),
    Fault(
        "number_1e999",
        "an amount beyond every number",
        spoil=spoil.table_or_json(
            lambda table: tables.put(table, tables.MONEY, "1e999"),
            lambda text: spoil.replace_once(text, _AMOUNT_IN_JSON, '"amount":1e999'),
        ),
    ),
    Fault(
        "impossible_date",
        "the 31st of February",
        spoil=spoil.table_or_json(
            lambda table: tables.put(table, tables.DATES, _IMPOSSIBLE[table.form]),
            lambda text: spoil.replace_once(text, _DATE_IN_JSON, '"datePublished":"2026-02-31T00:00:00-05:00"'),
        ),
    ),
    Fault(
        "money_too_large",
        "an amount of more digits than fit 18",
        spoil=spoil.table_or_json(
            lambda table: tables.put(table, tables.MONEY, _TOO_LARGE[table.form]),
            lambda text: spoil.replace_once(text, _AMOUNT_IN_JSON, '"amount":123456789012345678901.99'),
        ),
    ),
    Fault(
        "conflicting_keys",
        "one row (or record) twice, the second time with another value",
        spoil=spoil.table_or_json(
            lambda table: tables.contradict(table, tables.WATCHED), spoil.on_records(spoil.contradict_record)
        ),
    ),
    Fault("redirect_loop", "a redirect to itself", change=redirect()),
    Fault("redirect_other_host", "a redirect to a host never asked for", change=redirect("http://otro-host.invalid/x")),
    Fault("slow", "the body in ten pieces, a fifth of a second apart", change=slow(0.2)),
    Fault("wrong_etag", "an ETag that is not the file's", change=_other_tag),
    Fault("stale_304", "every conditional request is answered 'not modified'", change=_never_changed),
)

FAULTS: dict[str, Fault] = {fault.name: fault for fault in _ALL}


def named(name: str) -> Fault:
    """Look a fault up.

    Raises:
        FaultNotApplicableError: the table has no such fault.
    """
    try:
        return FAULTS[name]
    except KeyError:
        raise FaultNotApplicableError(f"no fault is named {name!r}; there are: {', '.join(FAULTS)}") from None


def dropped(header: str) -> Fault:
    """Leave one chosen column out of the file."""
    return Fault("dropped_column", f"{header} is gone", spoil=_table(lambda table: tables.drop(table, [header])))


def renamed(header: str, new: str) -> Fault:
    """Print another header over one chosen column."""
    change = _table(lambda table: tables.rename(table, [header], new))
    return Fault("renamed_column", f"{header} is called {new}", spoil=change)


def printed(header: str, text: str) -> Fault:
    """Print a text in one chosen column of the row in the middle."""
    change = _table(lambda table: tables.put(table, [header], text))
    return Fault("printed_text", f"{header} reads {text} in one row", spoil=change)


class FaultDesk:
    """Which faults are on for which paths, and how often each has struck."""

    def __init__(self, faults: Mapping[str, Fault | str | Sequence[Fault | str]] | None = None) -> None:
        self._lock = threading.Lock()
        self.set(faults)

    def set(self, faults: Mapping[str, Fault | str | Sequence[Fault | str]] | None) -> None:
        """Replace all faults; counts begin anew."""
        chosen: dict[str, list[Fault]] = {}
        for pattern, given in (faults or {}).items():
            several = [given] if isinstance(given, Fault | str) else list(given)
            chosen[pattern] = [named(fault) if isinstance(fault, str) else fault for fault in several]
        with self._lock:
            self._chosen = chosen
            self._struck: Counter[tuple[str, int]] = Counter()

    def due(self, path: str) -> list[Fault]:
        """List the faults that spoil this request of a path, and count them."""
        due = []
        with self._lock:
            for pattern, faults in self._chosen.items():
                if not fnmatchcase(path, pattern):
                    continue
                for place, fault in enumerate(faults):
                    if fault.times is None or self._struck[pattern, place] < fault.times:
                        self._struck[pattern, place] += 1
                        due.append(fault)
        return due
