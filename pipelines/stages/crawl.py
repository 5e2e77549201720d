"""Registers that are asked key by key: tonight's candidates, the requests they may cost, the bundle that is read.

Here: what joins the warehouse, the choice and the archive. Not here: the choice itself (``turns``), asking
(``sources.access.pages``), reading.

A night chooses from the warehouse as the nights before left it. On a folder's first night there is no work to ask for;
the plan, an empty one too, is in the archive, so that the night can be repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from pipelines.statements import statement
from pipelines.turns import Candidate, Pace, choose
from sources.access.asker import WHOLE_SOURCE
from sources.access.pages import Crawl, keys_a_night
from sources.bundle import write_bundle
from sources.pagelist import read_list
from sources.spec import PagesAccess, SourceSpec
from warehouse.pages import PageForm

if TYPE_CHECKING:
    import duckdb

    from pipelines.night import Night
    from pipelines.settings import Settings
    from pipelines.worlds import World
    from sources.archive import Look

SANDBOX_KEYS = {"work": 15, "investment": 4, "body": 12}
"""Keys a night in the invented Peru: enough that every page is asked of works that rules judge, and of a few others.

A register whose contract asks for fewer keys than another one of the same kind gets fewer of them here, too.
"""


def crawl_of(night: Night, source: str, access: PagesAccess) -> Crawl:
    """What a source may ask tonight; the warehouse is only looked into when the night has no plan yet."""

    def chosen(most: int) -> Sequence[str]:
        if not night.warehouse_path.exists():
            return []
        with night.warehouse() as connection:
            return choose(candidates(connection, source, access), night.date, pace_of(access), most)

    return Crawl(chosen, requests_of(access, night.world, night.settings, night.specs.values()))


def requests_of(access: PagesAccess, world: World, settings: Settings, specs: Iterable[SourceSpec]) -> int:
    """The requests a register gets tonight: its share of what the registers at its host get together.

    A host gets as many as set, else as the most demanding contract says; each register by what its contract asks for,
    so that none waits until another is done. The invented Peru bears what it can.
    """
    crawled = [spec.access for spec in specs if isinstance(spec.access, PagesAccess)]
    if world.invented and not settings.requests:
        most = max(_keys(other) for other in crawled if other.key == access.key)
        return max(1, SANDBOX_KEYS[access.key] * _keys(access) // most) * len(access.pages)
    at_host = [other.requests_per_night for other in crawled if _host(other, settings) == _host(access, settings)]
    return (settings.requests or max(at_host)) * access.requests_per_night // sum(at_host)


def _keys(access: PagesAccess) -> int:
    """For how many keys a night a register's contract asks."""
    return keys_a_night(access, access.requests_per_night)


def _host(access: PagesAccess, settings: Settings) -> str:
    """Whom a register asks: its contract's host and port, or those of the address that stands for it."""
    return urlsplit(settings.addresses.get(access.host_variable, access.base_url)).netloc


def pace_of(access: PagesAccess) -> Pace:
    """How often its keys come up."""
    return Pace(access.first_days, access.longest_days)


def candidates(connection: duckdb.DuckDBPyConnection, source: str, access: PagesAccess) -> list[Candidate]:
    """The keys that a source could be asked for, from the working file or a published snapshot."""
    connection.execute(statement("crawl_macros"))
    cursor = connection.execute(
        statement(f"crawl_{access.key}"), {"source": source, "pattern": access.key_pattern}
    )
    return [Candidate(key, bool(running), *rest) for key, running, *rest in cursor.fetchall()]


def forms_of(access: PagesAccess) -> list[PageForm]:
    """What the warehouse has to know of each of a register's pages."""
    return [
        PageForm(page.name, page.tables, page.lasting, page.counted, page.period, page.unshared)
        for page in access.pages
    ]


def payload_of(night: Night, spec: SourceSpec, look: Look) -> Path:
    """The file a look's payload is read from: of a crawl the bundle of its pages, made from the archive."""
    sha256 = str(look.payload_sha256)
    listed = night.archive.payload(sha256)
    if not isinstance(spec.access, PagesAccess) or look.part != WHOLE_SOURCE:
        return listed
    _folder(night).mkdir(parents=True, exist_ok=True)
    path = _folder(night) / f"{sha256}.pages"
    write_bundle(path, spec.name, _pages(night, listed))
    return path


def forget_bundles(night: Night) -> None:
    """Remove the bundles: what was read of them is kept, and the archive can make them again."""
    for path in _folder(night).glob("*.pages"):
        path.unlink()


def _pages(night: Night, listed: Path) -> Iterator[tuple[str, str, Callable[[BinaryIO], object]]]:
    for page in read_list(listed):
        yield page.key, page.page, partial(night.archive.copy_payload, page.sha256)


def _folder(night: Night) -> Path:
    return night.folder / "cache" / "bundles"
