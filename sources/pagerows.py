"""The way of a night's pages through the child: a bundle in, typed tables, quarantine and counts out.

Here: pages to tables, the pages that cannot be read, the hash by which a change is known. Not here: what stands on a
page (each source's reader), how texts become values (``staging``, ``casts``).

A page that cannot be read is set aside with its place; the others stand. When too many of a night fail it is the portal
that has changed, and the night is refused as a whole.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from sources.bundle import Page, read_bundle
from sources.durable import canonical
from sources.engine import open_engine
from sources.headers import Layout, match
from sources.job import Job
from sources.refusals import PageUnreadable, Refused
from sources.report import QUARANTINE_NAME, ReadReport, TableReport
from sources.scripts import decoded, no_json
from sources.spec import PAGE_KEY, PAGES_TABLE
from sources.spec_access import PagesAccess, PageSpec
from sources.spec_tables import DUCKDB_TYPES
from sources.sqltext import FOLDER, identifier, literal, literal_list, statements
from sources.staging import Staging

Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""Table to rows; a row is published member to its value, as JSON gave it."""
ReadPage = Callable[[Page], Rows]
ESCAPED_HALF = rb"\ud"
MOST_TWICE_ENCODED_PCT = 10
FEWEST_TWICE_ENCODED = 3
"""Fewer letters than these are what people paste; a page that was encoded twice has nothing else."""
FEW = 2
"""So many unreadable pages of one name never refuse a night, however small it is."""
MOST_SAID = 400
"""So many letters of what came are told with a refusal."""


@dataclass
class _Read:
    """What the pages of a bundle came to so far; ``vouched`` are those that repeated their key, as (key, page).

    ``came`` counts the pages by name, ``letters`` the letters beyond ASCII of those that were taken.
    """

    rows: Rows = field(default_factory=lambda: defaultdict(list))
    broken: list[tuple[Page, PageUnreadable]] = field(default_factory=list)
    vouched: set[tuple[str, str]] = field(default_factory=set)
    came: Counter[str] = field(default_factory=Counter)
    letters: dict[str, "_Letters"] = field(default_factory=dict)


@dataclass(frozen=True)
class _Letters:
    """Letters beyond ASCII, and how many of them look encoded twice."""

    accented: int = 0
    wrong: int = 0

    def __add__(self, other: "_Letters") -> "_Letters":
        return _Letters(self.accented + other.accented, self.wrong + other.wrong)

    def check(self) -> None:
        """Demand that letters were encoded once.

        Labels would not be found, and what they mark would seem to be missing.

        Raises:
            PageUnreadable: ``page_layout``.
        """
        if self.wrong >= FEWEST_TWICE_ENCODED and 100 * self.wrong > MOST_TWICE_ENCODED_PCT * self.accented:
            told = f"{self.wrong} of {self.accented} letters beyond ASCII were encoded twice"
            raise PageUnreadable("page_layout", told)


def read_pages(job: Job, readers: Mapping[str, ReadPage]) -> ReadReport:
    """Read a bundle with one function a page.

    Raises:
        Refused: the bundle as a whole cannot be taken.
    """
    read = _Read()
    access = job.spec.access
    declared = {page.name: page for page in access.pages} if isinstance(access, PagesAccess) else {}
    for page in read_bundle(job.payload, job.spec.name):
        read.came[page.name] += 1
        try:
            _check_whose(read, page, declared.get(page.name))
            rows = readers[page.name](page)
            letters = _letters(page)
            letters.check()
            _take(read, page, rows, job)
            read.letters[page.name] = read.letters.get(page.name, _Letters()) + letters
        except PageUnreadable as fault:
            read.broken.append((page, fault))
        except KeyError as fault:
            raise Refused("broken_json", f"the bundle holds {page.place}, which the contract does not know") from fault
    _judge(read, job)
    engine = open_engine(job)
    try:
        parts = [_write_table(job, engine, name, read.rows.get(name, [])) for name in job.spec.tables]
        return _together(job, engine, read, parts)
    finally:
        engine.close()


def _check_whose(read: _Read, page: Page, asked: PageSpec | None) -> None:
    """Demand that an answer repeats its key, or that the answer that vouches for it did."""
    if asked is not None and asked.echo and _echoed(page, asked.echo):
        read.vouched.add((page.key, page.name))
    if asked is not None and asked.vouched_by and (page.key, asked.vouched_by) not in read.vouched:
        raise PageUnreadable("unconfirmed_key", f"no answer of the page {asked.vouched_by} repeats {page.key}")


def _echoed(page: Page, member: str) -> bool:
    """Demand that each object of an answer repeats the key in its declared member; an empty list repeats nothing."""
    content = json_content(page)
    items = content if isinstance(content, list) else [content]
    for item in items:
        if not isinstance(item, dict) or member not in item:
            came = ", ".join(item) if isinstance(item, dict) else type(item).__name__
            raise PageUnreadable("page_layout", f"expected {member}, which repeats the key; came {came[:MOST_SAID]}")
        checked_key(page, item[member])
    return bool(items)


def checked_key(page: Page, answered: object) -> None:
    """Demand that an answer speaks of the key it was asked by.

    Raises:
        PageUnreadable: ``other_key``.
    """
    if str(answered) != page.key:
        raise PageUnreadable("other_key", f"asked for {page.key}, the answer speaks of {str(answered)[:40]!r}")


def json_content(page: Page) -> Any:  # noqa: ANN401 - foreign JSON
    """Return a JSON answer, numbers as they are written.

    Raises:
        PageUnreadable: ``page_layout``: it is no JSON.
    """
    try:
        return json.loads(page.content, parse_float=str, parse_int=str, parse_constant=no_json)
    except (ValueError, RecursionError) as fault:
        raise PageUnreadable("page_layout", f"no JSON: {str(fault)[:120]}") from fault


def json_objects(page: Page) -> list[Row]:
    """Return a JSON answer that is a list of objects; an empty one is an answer, too.

    Raises:
        PageUnreadable: ``page_layout``: it is something else.
    """
    content = json_content(page)
    if not isinstance(content, list) or not all(isinstance(item, dict) for item in content):
        raise PageUnreadable("page_layout", f"expected a list of objects, came {_told(content)}")
    return content


def _told(content: Any) -> str:  # noqa: ANN401 - foreign JSON
    """What came in place of a list of objects, without any of its values."""
    if isinstance(content, dict):
        return f"an object with {', '.join(content)[:MOST_SAID] or 'no members'}"
    if isinstance(content, list):
        return "a list of other things"
    return f"a {type(content).__name__}"


def _take(read: _Read, page: Page, rows: Rows, job: Job) -> None:
    """Keep a page's rows, and a row about the page itself."""
    _check_writable(page, rows)
    for name, found in rows.items():
        read.rows[name] += [{**row, PAGE_KEY: page.key} for row in found]
    read.rows[PAGES_TABLE].append(
        {
            PAGE_KEY: page.key,
            "page": page.name,
            "elements": str(sum(len(found) for found in rows.values())),
            "fields_sha256": fields_sha256(rows, job),
        }
    )


def _letters(page: Page) -> _Letters:
    text = decoded(page.content)
    return _Letters(len(text) - len(text.encode("ascii", "ignore")), text.count("Ã") + text.count("Â"))


def _check_writable(page: Page, rows: Rows) -> None:
    """Demand whole characters: half of one can be escaped in JSON, but never be written down."""
    if ESCAPED_HALF not in page.content.lower():
        return
    try:
        canonical(rows).encode()
    except UnicodeEncodeError as fault:
        raise PageUnreadable("page_layout", "a text holds half of a character") from fault


def fields_sha256(rows: Rows, job: Job) -> str:
    """The hash by which a change is known: of what is kept of a page, not of its bytes, which differ each time."""
    kept = {
        name: [{key: value for key, value in row.items() if key in _kept(job, name)} for row in found]
        for name, found in rows.items()
    }
    return hashlib.sha256(canonical(kept).encode()).hexdigest()


def _kept(job: Job, table: str) -> set[str]:
    return {column.header for column in job.spec.tables[table].kept_columns()}


def _judge(read: _Read, job: Job) -> None:
    """Refuse a night whose pages, or whose pages of one name, cannot be read: then it is the portal that changed.

    A list that nobody vouches for is not counted: it follows from the answer that should have.
    """
    if len(read.broken) == read.came.total():
        raise _pages_broken(read.broken, read.came.total(), job)
    access = job.spec.access
    most = access.max_failed_pct if isinstance(access, PagesAccess) else 0.0
    for name, came in read.came.items():
        failed = [each for each in read.broken if each[0].name == name and each[1].code != "unconfirmed_key"]
        if len(failed) > FEW and 100 * len(failed) > most * came:
            raise _pages_broken(failed, came, job)
    for name, letters in read.letters.items():
        # Pages of few letters each say nothing one by one.
        try:
            letters.check()
        except PageUnreadable as fault:
            raise Refused("pages_broken", f"pages {name} together: {fault}") from fault


def _pages_broken(failed: list[tuple[Page, PageUnreadable]], came: int, job: Job) -> Refused:
    first = f"; {failed[0][0].place}: {failed[0][1]}" if failed else ""
    return Refused("pages_broken", f"{len(failed)} of {came} pages{first}; see sources/{job.spec.name}/source.yml")


def _write_table(job: Job, engine: duckdb.DuckDBPyConnection, name: str, rows: list[Row]) -> ReadReport:
    """Write one table by the way of every table, in a folder of its own."""
    folder = job.out_dir / f"table-{name}"
    folder.mkdir()
    if not rows:
        return _write_nothing(job, engine, name, folder)
    # Which optional members there are depends on what happened at the works asked tonight: their absence says nothing.
    optional = [column.header for column in job.spec.tables[name].columns if not column.required]
    members = list(dict.fromkeys(key for row in rows for key in row))
    headers = list(dict.fromkeys([*members, *optional]))
    layout = _matched(job, name, headers, members)
    with Staging(replace(job, out_dir=folder), name, layout, engine) as staging:
        columns = [pa.array([_text(row.get(header)) for row in rows], pa.string()) for header in headers]
        numbers = pa.array(range(1, len(rows) + 1), pa.int64())
        staging.add_chunk(pa.table([numbers, *columns], ["row_number", *(f"c{n}" for n in range(len(headers)))]))
        return staging.finish()


def _matched(job: Job, name: str, headers: list[str], members: list[str]) -> Layout:
    try:
        return match(job.spec.tables[name], headers)
    except Refused as refused:
        where = f"table {name} of sources/{job.spec.name}/source.yml"
        came = ", ".join(member for member in members if member != PAGE_KEY)[:MOST_SAID]
        raise Refused(refused.code, f"{refused.detail}; expected by {where}; came {came}") from refused


def _write_nothing(job: Job, engine: duckdb.DuckDBPyConnection, name: str, folder: Path) -> ReadReport:
    """A table of which no page had a row: an empty file of the same form."""
    table = job.spec.tables[name]
    columns = [(column.name, DUCKDB_TYPES[column.type]) for column in table.kept_columns()]
    columns += [(each, "BOOLEAN") for each in table.named_columns()]
    columns += [("unparsable", "VARCHAR[]"), ("row_number", "BIGINT")]
    shown = ", ".join(f"CAST(NULL AS {kind}) AS {identifier(column)}" for column, kind in columns)
    _run(engine, "nothing", columns=shown, path=literal(str(folder / f"{name}.parquet")))
    return ReadReport(job.spec.name, job.payload_sha256, job.spec.reader_version, tables={name: TableReport(0)})


def _together(job: Job, engine: duckdb.DuckDBPyConnection, read: _Read, parts: list[ReadReport]) -> ReadReport:
    """One report of all tables; their files move to where the report looks for them."""
    folders = [job.out_dir / f"table-{name}" for name in job.spec.tables]
    _write_quarantine(job, engine, read, folders)
    for folder, name in zip(folders, job.spec.tables, strict=True):
        (folder / f"{name}.parquet").rename(job.out_dir / f"{name}.parquet")
        for leftover in sorted(folder.rglob("*"), reverse=True):
            leftover.rmdir() if leftover.is_dir() else leftover.unlink()
        folder.rmdir()
    tables = {name: table for part in parts for name, table in part.tables.items()}
    broken = len(read.broken)
    return ReadReport(
        source=job.spec.name,
        payload_sha256=job.payload_sha256,
        reader_version=job.spec.reader_version,
        part=job.part,
        rows_in=sum(part.rows_in for part in parts) + broken,
        kept=sum(part.kept for part in parts),
        collapsed=sum(part.collapsed for part in parts),
        quarantined=sum(part.quarantined for part in parts) + broken,
        unparsable_cells=sum(part.unparsable_cells for part in parts),
        tables=tables,
        drift=tuple(note for part in parts for note in part.drift),
    )


def _write_quarantine(job: Job, engine: duckdb.DuckDBPyConnection, read: _Read, folders: list[Path]) -> None:
    """What the tables set aside, and the pages that could not be read."""
    broken = job.out_dir / "broken.parquet"
    paths = [folder / QUARANTINE_NAME for folder in folders if (folder / QUARANTINE_NAME).is_file()]
    places = pa.array([page.place for page, _ in read.broken], pa.string())
    reasons = pa.array([fault.code for _, fault in read.broken], pa.string())
    engine.register("broken", pa.table([places, reasons], ("place", "reason")))
    source, table = literal(job.spec.name), literal(PAGES_TABLE)
    _run(engine, "quarantine", source=source, table=table, path=literal(str(broken)))
    listed = literal_list(str(path) for path in [*paths, broken])
    _run(engine, "gather", paths=listed, path=literal(str(job.out_dir / QUARANTINE_NAME)))
    broken.unlink()


def _run(engine: duckdb.DuckDBPyConnection, name: str, **gaps: str) -> None:
    engine.execute(statements(FOLDER / "pages.sql")[name].format(**gaps))


def _text(value: Any) -> str | None:  # noqa: ANN401 - a JSON value
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
