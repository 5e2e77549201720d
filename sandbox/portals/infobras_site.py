"""The addresses of INFOBRAS that are asked work by work (sources §2.5); what an answer looks like, its modules say.

Quirk kept: the portal does not care about capitals in a path (``/infobrasweb/Mapa/busqueda/obrasBasic``).
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

from sandbox.portals import infobras_pages as pages
from sandbox.portals import infobras_search as search
from sandbox.portals.keys import with_another
from sandbox.world import history

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sandbox.model import Work, World
    from sandbox.portals.answer import Asked, Published

_ROOT = "/infobrasweb/mapa/"


class WorkPages:
    """The pages and answers about single works of one world."""

    GUIDE: ClassVar[Mapping[str, str]] = {
        "/InfobrasWeb/Mapa/DatosEjecucion?ObraId=N": "HTML of 200 KB, twelve arrays in a script; unknown: empty arrays",
        "/InfobrasWeb/Mapa/Sumario?ObraId=N": "HTML of 750 KB, a table of labels; unknown: `No existe registro`",
        "/InfobrasWeb/Mapa/InformeControl?obraId=N": "HTML, one array in a script",
        "/InfobrasWeb/Mapa/busqueda/obrasBasic?page=0&rowsPerPage=20&Parameters={…}": "JSON list; CUI in `codSnip`",
        "/InfobrasWeb/Mapa/MapaEstadistico/WmsProxy?…&CQL_FILTER=cdp1_codigo='N'": "GeoJSON; no point: 0 features",
    }

    def __init__(self, world: World) -> None:
        self._world = world
        self._answers: dict[str, Callable[[Asked], Published]] = {
            "datosejecucion": self._execution,
            "sumario": self._summary,
            "informecontrol": self._control,
            "busqueda/obrasbasic": self._search,
            "mapaestadistico/wmsproxy": lambda asked: search.point(self._works, asked.query),
        }

    def find(self, asked: Asked) -> Published | None:
        """Print what stands at an address, or nothing."""
        path = asked.path.lower()
        answer = self._answers.get(path.removeprefix(_ROOT)) if path.startswith(_ROOT) else None
        return None if answer is None else answer(asked)

    def addresses(self) -> list[str]:
        """List an example of each address: those of the first work."""
        if not self._world.works:
            return []
        work = self._world.works[0]
        root = "/InfobrasWeb/Mapa"
        wfs = "path=ows&service=WFS&request=GetFeature&typeName=inf_geoobrdef_4326_pt&outputFormat=application/json"
        asked = quote(f'{{"codSnip":"{work.cui or ""}","codigoObra":"{work.code}"}}')
        return [
            f"{root}/DatosEjecucion?ObraId={work.code}",
            f"{root}/Sumario?ObraId={work.code}",
            f"{root}/InformeControl?obraId={work.code}",
            f"{root}/busqueda/obrasBasic?page=0&rowsPerPage=20&Parameters={asked}",
            f"{root}/MapaEstadistico/WmsProxy?{wfs}&CQL_FILTER={quote(f'cdp1_codigo={work.code!r}')}",
        ]

    def another(self, asked: Asked) -> Asked | None:
        """Ask the same about another one; nothing for an address that is not its own."""
        return with_another(asked, [*self._works, *self._codes]) if asked.path.lower().startswith(_ROOT) else None

    @cached_property
    def _works(self) -> dict[str, Work]:
        return {work.code: work for work in self._world.works}

    @cached_property
    def _codes(self) -> list[str]:
        """List the CUI of all works, each once."""
        return list(dict.fromkeys(work.cui for work in self._world.works if work.cui))

    def _execution(self, asked: Asked) -> Published:
        code, work = self._asked_work(asked)
        return pages.execution(code, work, history(self._world, work) if work else None)

    def _summary(self, asked: Asked) -> Published:
        code, work = self._asked_work(asked)
        return pages.summary(code, work, history(self._world, work) if work else None)

    def _control(self, asked: Asked) -> Published:
        return pages.control_reports(*self._asked_work(asked))

    def _search(self, asked: Asked) -> Published:
        return replace(search.basic(self._world.works, {**asked.query, **asked.form}), posted=True)

    def _asked_work(self, asked: Asked) -> tuple[str, Work | None]:
        """Read the code asked for, whatever its capitals (``ObraId``, ``obraId``)."""
        code = next((value for name, value in asked.query.items() if name.lower() == "obraid"), "")
        return code, self._works.get(code)
