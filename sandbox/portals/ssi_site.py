"""The addresses of the MEF's SSI, under ``/ssi`` for the host ofi5.mef.gob.pe (sources §3.4).

What is asked by form needs the headers of the portal's own page: ``X-Requested-With: XMLHttpRequest`` and a
``Referer`` that is the page of an investment. ASSUMED: without them the answer is status 403 and a page.
"""

from __future__ import annotations

import html
import json
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from sandbox.portals import ssi_answers as answers
from sandbox.portals.answer import Published
from sandbox.portals.keys import with_another
from sandbox.portals.printing import INVENTED
from sandbox.world import history

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sandbox.model import Investment, Process, Work, World
    from sandbox.portals.answer import Asked

_ROOT = "/ssi"
_INDEX = f"{_ROOT}/ssi/Ssi/Index"
_WORKS = f"{_ROOT}/ssi/Ssi/verInfObras2/"
_CLOSURE = f"{_ROOT}/invierte/informecierre/consultaCierre/"
_HTML = "text/html; charset=utf-8"
_JSON = "application/json; charset=utf-8"
_REFUSED = f"<html><body><h1>403 - Forbidden</h1><p>{INVENTED}</p></body></html>"


class Monitoring:
    """The answers of the SSI about the investments of one world."""

    GUIDE: ClassVar[Mapping[str, str]] = {
        f"{_INDEX}?tipo=2&codigo=CUI": "HTML, the page that a volunteer opens and the `Referer` of the rest",
        f"{_ROOT}/invierteWS/Ssi/traeDetInvSSI": "POST id, tipo=SIAF; JSON list; unknown: the data of SNIP 77845",
        f"{_ROOT}/invierteWS/Ssi/traeInfSeguimF12B": "POST id; JSON list; without a form: empty",
        f"{_ROOT}/invierteWS/Ssi/traeContratoSeaceDWH": "POST id, codsnip, vers=v2; JSON list of contracts",
        f"{_ROOT}/invierte/paraliza/traeListaParalizaPublico": "POST id; JSON list; names most stopped works, not all",
        f"{_WORKS}CUI": "GET; JSON list of works with their months",
        f"{_CLOSURE}CUI": "GET; JSON; without a closure: the data of SNIP 77845",
    }

    def __init__(self, world: World) -> None:
        self._world = world
        self._forms: dict[str, Callable[[str], Any]] = {
            f"{_ROOT}/invierteWS/Ssi/traeDetInvSSI": lambda code: answers.investment(self._investments.get(code)),
            f"{_ROOT}/invierteWS/Ssi/traeInfSeguimF12B": lambda code: answers.monitoring(self._investments.get(code)),
            f"{_ROOT}/invierteWS/Ssi/traeContratoSeaceDWH": lambda code: answers.contracts(self._processes[code]),
            f"{_ROOT}/invierte/paraliza/traeListaParalizaPublico": lambda code: answers.stopped(self._works[code]),
        }

    def find(self, asked: Asked) -> Published | None:
        """Print what stands at an address, or nothing."""
        if asked.path == _INDEX:
            return self._page(asked.query.get("codigo", ""))
        if asked.path in self._forms:
            if asked.method != "POST":
                return None
            return self._guarded(asked, lambda: self._forms[asked.path](asked.form.get("id", "")))
        if asked.path.startswith(_WORKS):
            return self._guarded(asked, lambda: self._works_of(asked.path.removeprefix(_WORKS)))
        if asked.path.startswith(_CLOSURE):
            return self._guarded(asked, lambda: self._closure_of(asked.path.removeprefix(_CLOSURE)))
        return None

    def addresses(self) -> list[str]:
        """List the page of an investment; what takes forms cannot be opened by its address."""
        code = next((found.cui for found in self._world.investments if found.cui), "")
        return [f"{_INDEX}?tipo=2&codigo={code}"]

    def another(self, asked: Asked) -> Asked | None:
        """Ask the same about another one; nothing for an address that is not its own."""
        return with_another(asked, list(self._investments)) if asked.path.startswith(f"{_ROOT}/") else None

    def _guarded(self, asked: Asked, answer: Callable[[], Any]) -> Published:
        own_script = asked.headers.get("x-requested-with") == "XMLHttpRequest"
        if not own_script or "/Ssi/Index?" not in asked.headers.get("referer", ""):
            return Published(_REFUSED.encode(), _HTML, posted=True, status=403)
        return Published(json.dumps(answer(), ensure_ascii=False).encode(), _JSON, posted=True)

    @cached_property
    def _investments(self) -> dict[str, Investment]:
        return {found.cui: found for found in self._world.investments if found.cui}

    @cached_property
    def _processes(self) -> defaultdict[str, list[Process]]:
        grouped: defaultdict[str, list[Process]] = defaultdict(list)
        for process in self._world.processes:
            if process.cui:
                grouped[process.cui].append(process)
        return grouped

    @cached_property
    def _works(self) -> defaultdict[str, list[Work]]:
        grouped: defaultdict[str, list[Work]] = defaultdict(list)
        for work in self._world.works:
            if work.cui:
                grouped[work.cui].append(work)
        return grouped

    def _works_of(self, code: str) -> list[answers.Json]:
        return answers.works([(work, history(self._world, work)) for work in self._works[code]])

    def _closure_of(self, code: str) -> answers.Json:
        return answers.closure(self._investments.get(code))

    def _page(self, code: str) -> Published:
        found = self._investments.get(code)
        name = html.escape(found.name) if found else "No se encontró la inversión"
        title = f"<title>SSI - {INVENTED}</title>"
        page = (
            f"<!DOCTYPE html><html lang=es><head><meta charset=utf-8>{title}</head><body><h1>{name}</h1></body></html>"
        )
        return Published(page.encode(), _HTML)
