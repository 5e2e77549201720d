"""The bulk registers by address: CONOSCE, OECE's wiki, the Contraloría's other files, boundaries.

Here: which of them stands at an address. Their shapes belong to their own modules, sending them to the server. As the
state's site does, ``/gobpe`` answers 418 to the default agents of HTTP libraries (sources §7.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote, unquote

from sandbox.portals import conosce, control, limits, photos, wiki
from sandbox.portals.answer import Published
from sandbox.portals.printing import INVENTED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sandbox.model import World
    from sandbox.portals.answer import Asked

CONOSCE = "/conosce/reportes/"
WIKI = "/wiki"
GOBPE = "/gobpe/"
LIMITS = "/limites/distritos.geojson"
PHOTOS = "/fotos/infobras-fotos.zip"
_CSV = "text/csv"
_DEFAULT_AGENTS = ("python-", "curl/", "wget/", "go-http")
_TEAPOT = f"<html><body><h1>418</h1><p>{INVENTED}</p></body></html>"


class Bulk:
    """The files of these registers, made when they are first asked for."""

    GUIDE: ClassVar[Mapping[str, str]] = {
        f"{CONOSCE}REGISTRO/AÑO/CONOSCE_NOMBREAÑO_0.xlsx": "XLSX by year, orders by month; 404 for a further piece",
        f"{WIKI}/rest/api/content/PAGE/child/attachment": "JSON, the attachments of a page of the wiki",
        f"{WIKI}/download/attachments/PAGE/NAME.csv": "CSV, cp1252, `|`, decimal comma",
        control.SEARCH: "JSON list; Action=loadInformesElastic, PageSize, PageNumber, pAnio",
        control.COLLECTION: "HTML with links to annexes and to pages of reports; 418 to default agents",
        control.MONITORS: "CSV whose columns are invented: the real ones were never seen; names persons",
        control.RESULTS: "CSV whose columns are invented: the real ones were never seen",
        LIMITS: "GeoJSON, invented squares around real points",
        PHOTOS: "ZIP of invented pictures, each named as the pages of works name it",
    }

    def __init__(self, world: World) -> None:
        self._world = world
        self._made: dict[str, Published | None] = {}

    def find(self, asked: Asked) -> Published | None:
        """Print what stands at an address, or nothing."""
        if asked.path == control.SEARCH:
            page = control.search(self._world, asked.query)
            return None if page is None else Published(page, "application/json; charset=utf-8")
        agent = asked.headers.get("user-agent", "").lower()
        if asked.path.startswith(GOBPE) and (not agent or agent.startswith(_DEFAULT_AGENTS)):
            return Published(_TEAPOT.encode(), "text/html; charset=utf-8", status=418)
        if asked.path not in self._made:
            self._made[asked.path] = self._file(asked.path)
        return self._made[asked.path]

    def another(self, asked: Asked) -> Asked | None:  # noqa: ARG002
        """Nothing: no address of these registers is about one key."""
        return None

    def addresses(self) -> list[str]:
        """List the addresses of these registers' newest files."""
        year = self._world.day.year
        query = f"ActionPage=TransportType&Action=loadInformesElastic&PageSize=500&PageNumber=1&pAnio={year}"
        return [
            *(f"{CONOSCE}{file}" for file in conosce.files(self._world)),
            *(f"{WIKI}{address}" for address in wiki.addresses(self._world)),
            f"{control.SEARCH}?{query}",
            *_FIXED,
        ]

    def _file(self, path: str) -> Published | None:
        if fixed := _FIXED.get(quote(unquote(path))):
            return Published(fixed[0](self._world), fixed[1])
        if path.startswith(CONOSCE):
            book = conosce.file(self._world, path.removeprefix(CONOSCE))
            return None if book is None else Published(book, conosce.XLSX)
        if path.startswith(WIKI):
            found = wiki.find(self._world, path.removeprefix(WIKI))
        else:
            found = control.gobpe(self._world, path)
        return None if found is None else Published(*found)


_FIXED: dict[str, tuple[Callable[[World], bytes], str]] = {
    LIMITS: (limits.publish, "application/geo+json"),
    PHOTOS: (photos.publish, "application/zip"),
    control.MONITORS: (lambda _: control.monitors(), _CSV),
    control.RESULTS: (control.results, _CSV),
}
