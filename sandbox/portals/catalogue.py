"""Which file stands at which address: the registers of one world, each file made once, when it is first asked for.

The shape of a file belongs to its register's module; how it is sent, to the server. Registers that are asked key by
key have a site of their own: it prints an answer each time it is asked and keeps none.
"""

from __future__ import annotations

import json
import threading
from typing import IO, TYPE_CHECKING, ClassVar, Protocol
from urllib.parse import quote

from sandbox.errors import FaultNotApplicableError
from sandbox.portals import bulk, districts, entities, infobras, infobras_site, mef, oece, pte_site, robots, ssi_site
from sandbox.portals.answer import Published
from sandbox.portals.keys import page_before
from sandbox.portals.printing import INVENTED, published_at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from sandbox.model import World
    from sandbox.portals.answer import Asked

_HTML = "text/html; charset=utf-8"
_JSON = "application/json; charset=utf-8"
_CSV = "text/csv"
_MONTH_PARTS = 5  # seace_v3/json/2024/04/ and the empty end

DATASETS = "/InfobrasWeb/DataSets"
DOWNLOAD = "/InfobrasWeb/Archivo/DownloadFile"
MEF = "/datastorefiles/"
OECE_INDEX = "/api/v1/files"
OECE_FILE = "/api/v1/file/"
ENTITIES = "/entidades/CONOSCE_entidades_contratantes.csv"
DISTRICTS = "/ubigeo/ubigeo_distrito.csv"
ROBOTS = "/robots.txt"


class Site(Protocol):
    """Registers with addresses of their own; ``GUIDE`` says for each address what answers there."""

    GUIDE: ClassVar[Mapping[str, str]]

    def __init__(self, world: World) -> None: ...

    def find(self, asked: Asked) -> Published | None:
        """Print what stands at an address, or nothing."""

    def addresses(self) -> list[str]:
        """List an example of each of its addresses that a browser can open."""

    def another(self, asked: Asked) -> Asked | None:
        """Ask the same about another work, investment or body; nothing for an address that is not its own."""


SITES: tuple[type[Site], ...] = (infobras_site.WorkPages, ssi_site.Monitoring, pte_site.Transparency, bulk.Bulk)


class Catalogue:
    """The published files of one world on one day.

    Args:
        world: what the registers show.
        folder: where large files are kept once made; the caller removes it.
        variant: layout of the INFOBRAS file, ``'2025'`` or ``'2026'``.
    """

    def __init__(self, world: World, folder: Path, *, variant: str = "2025") -> None:
        self.world = world
        self._folder = folder
        self._variant = variant
        self._months = oece.Months(world)
        self._sites = tuple(site(world) for site in SITES)
        self._made: dict[str, Published] = {}
        self._lock = threading.Lock()

    def find(self, asked: Asked) -> Published | None:
        """Find what stands at an address, or nothing."""
        found = self._file(asked.path, asked.query, asked.base)
        if found is not None:
            return found
        return next((answer for site in self._sites if (answer := site.find(asked)) is not None), None)

    def elsewhere(self, asked: Asked, kind: str) -> Asked:
        """Ask for another key (``another``) or for the page before (``page_before``) at the same address.

        Raises:
            FaultNotApplicableError: the address has no key, or the answer no page before.
        """
        if kind == "page_before":
            return page_before(asked)
        found = (turned for site in self._sites if (turned := site.another(asked)) is not None)
        turned = next(found, None)
        if turned is None:
            raise FaultNotApplicableError("this address answers about no single key")
        return turned

    def _file(self, path: str, query: Mapping[str, str], base: str) -> Published | None:
        if path in self._pages():
            return self._pages()[path]()
        if path == DOWNLOAD:
            return self._download(query)
        if path == OECE_INDEX:
            return self._index(query, base)
        if path.startswith(MEF):
            return self._mef(path.removeprefix(MEF))
        if path.startswith(OECE_FILE):
            return self._month(path.removeprefix(OECE_FILE))
        return None

    def addresses(self) -> list[str]:
        """List the addresses of every file, for a person or a test that wants them all."""
        name = quote(infobras.file_name(self.world.day))
        kind = quote(infobras.XLSX, safe="")
        return [
            ROBOTS,
            DATASETS,
            f"{DOWNLOAD}?filename={name}&name={name}&contentType={kind}&extension=.xlsx",
            *(f"{MEF}{name}.csv" for name in mef.NAMES),
            f"{OECE_INDEX}?page=1&paginateBy=10&format=json",
            *(f"{OECE_FILE}seace_v3/json/{month[:4]}/{month[5:]}/" for month in self._months.names()),
            ENTITIES,
            DISTRICTS,
            *(address for site in self._sites for address in site.addresses()),
        ]

    def _pages(self) -> dict[str, Callable[[], Published]]:
        return {
            "/": self._start,
            ROBOTS: lambda: Published(robots.text().encode(), "text/plain; charset=utf-8"),
            DATASETS: lambda: Published(infobras.datasets_page(self.world.day).encode(), _HTML),
            ENTITIES: lambda: self._once(ENTITIES, self._entities),
            DISTRICTS: lambda: self._once(DISTRICTS, self._districts),
        }

    def _once(self, key: str, make: Callable[[], Published]) -> Published:
        with self._lock:
            if key not in self._made:
                self._made[key] = make()
            return self._made[key]

    def _on_disk(self, name: str, write: Callable[[IO[bytes]], object]) -> Path:
        path = self._folder / f"{len(self._made)}-{name}"
        with path.open("wb") as stream:
            write(stream)
        return path

    def _start(self) -> Published:
        links = "".join(f'<li><a href="{address}">{address}</a></li>' for address in self.addresses())
        day = self.world.day.isoformat()
        page = f"<!DOCTYPE html><meta charset=utf-8><title>{INVENTED}</title><h1>{INVENTED} {day}</h1><ul>{links}</ul>"
        return Published(page.encode(), _HTML)

    def _download(self, query: Mapping[str, str]) -> Published:
        name, day = query.get("filename", ""), self.world.day
        if name not in infobras.listed(day) or query.get("extension") != ".xlsx":
            return Published(infobras.NO_FILE.encode(), _JSON)
        works = name == infobras.file_name(day)

        def write(stream: IO[bytes]) -> None:
            if works:
                infobras.write_works(stream, self.world.works, self.world.investments, variant=self._variant)
            else:
                infobras.write_empty(stream)

        def make() -> Published:
            return Published(self._on_disk("works.xlsx", write), infobras.XLSX, download_name=f"{name}.xlsx")

        return self._once(name, make)

    def _mef(self, file: str) -> Published | None:
        name = file.removesuffix(".csv")
        if name == file or name not in mef.NAMES:
            return None

        def make() -> Published:
            path = self._on_disk(file, lambda stream: mef.write(stream, name, self.world))
            return Published(path, _CSV, last_modified=published_at(self.world.day, 3), ranges=True)

        return self._once(name, make)

    def _index(self, query: Mapping[str, str], base: str) -> Published | None:
        page, size = query.get("page", "1"), query.get("paginateBy", "10")
        if not (page.isdigit() and size.isdigit() and int(size) > 0):
            return None
        found = self._months.index(f"{base}/api/v1", page=int(page), size=int(size), source=query.get("source"))
        return None if found is None else Published(json.dumps(found, ensure_ascii=False).encode(), _JSON)

    def _month(self, rest: str) -> Published | None:
        parts = rest.split("/")
        if len(parts) != _MONTH_PARTS or parts[:2] != ["seace_v3", "json"] or parts[4]:
            return None
        year, number = parts[2:4]
        if not (year.isdigit() and number.isdigit()):
            return None
        month = f"{int(year):04d}-{int(number):02d}"
        if month not in self._months.names():
            return None
        name = f"{month}_seace_v3_json.zip"

        def make() -> Published:
            path = self._on_disk(name, lambda stream: stream.write(self._months.file(month)))
            return Published(path, "application/zip", download_name=name)

        return self._once(month, make)

    def _entities(self) -> Published:
        return Published(entities.publish(self.world), _CSV, published_at(self.world.day, 2), ranges=True)

    def _districts(self) -> Published:
        return Published(districts.publish(self.world), _CSV, published_at(self.world.day, 2), ranges=True)
