"""A work's page of 200 KB to the values of its twelve arrays: our cut of the script beside BeautifulSoup.

Both find the arrays in the script and read them as JSON; what they return must be equal. Time is processor time inside
the process, reading alone: starting Python and importing are no part of it.
"""

import hashlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import places
from bench.errors import WrongResultError
from bench.plan import Contender, Facts, Goal, Plan
from bench.processes import tell

PAGE_BYTES = 200_000
MONTHS = 36
OURS, ANCHOR = 3_000, 60
"""Pages a run: each contender reads for a second or more."""
Arrays = dict[str, list[dict[str, Any]]]


def plan(scale: float) -> Plan:
    """Ours and BeautifulSoup on the same page."""
    path = places.workload("pages") / "execution.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(page())
    expected = fingerprint(cut(path.read_bytes()))

    def equal(facts: Facts) -> Facts:
        if facts["values"] != expected:
            raise WrongResultError("the two readers do not return the same values")
        return facts

    def contender(name: str, pages: int, note: str) -> Contender:
        command = [sys.executable, "-m", "bench.pages", name, str(path), str(max(1, int(pages * scale)))]
        return Contender(name, command, after=equal, note=note)

    return Plan(
        name="pages",
        workload=f"one page of {path.stat().st_size / 1e3:.0f} KB, {MONTHS} months of progress in its script",
        contenders=[
            contender("ours", OURS, "the arrays cut out of the script, read as JSON"),
            contender("BeautifulSoup", ANCHOR, "lxml parses the page, the same arrays from its script element"),
        ],
        goals=[
            Goal(
                "ours against BeautifulSoup", lambda s: s.ratio("ours", "BeautifulSoup", "mb_a_second"), 20,
                at_most=False, unit="×",
            ),
        ],
        measures=("mb_a_second",),
    )  # fmt: skip


def page() -> bytes:
    """A page of the weight of a real one: menus, dialogs and scripts around the arrays."""
    from sources.contraloria_ficha.reader import ARRAYS

    values: Arrays = {name: [] for name in ARRAYS}
    values["lAvances"] = [_month(number) for number in range(MONTHS)]
    values["lSupervisor"] = [{"Codigo": number, "FechaInicio": "20/11/2019", "FechaFin": " "} for number in range(4)]
    script = "".join(f"    var {name}={json.dumps(rows, ensure_ascii=False)};\n" for name, rows in values.items())
    row = '<div class="modal" id="d{0}"><div class="body"><p>Vista {0}</p><a href="#d{0}">ver</a></div></div>\n'
    code = "function pintar{0}(o){{var f='<tr>';for(var k in o){{f+='<td>'+o[k]+'</td>';}}return f;}}\n"
    around = PAGE_BYTES - len(script.encode())
    dialogs = "".join(row.format(n) for n in range(around // 2 // len(row)))
    codes = "".join(code.format(n) for n in range(around // 2 // len(code)))
    return (
        f'<!DOCTYPE html>\n<html lang="es"><head><title>INFOBRAS</title></head><body>\n{dialogs}'
        f"<script>\n{script}</script>\n<script>\n{codes}</script>\n</body></html>\n"
    ).encode()


def _month(number: int) -> dict[str, Any]:
    image = {"Codigo": number, "EsFisico": 1, "UrlImg": f"{number:032x}", "nombreArchivo": "a.jpeg"}
    return {
        "Codigo": number, "Anio": str(2020 + number // 12), "Mes": "OCTUBRE", "PorcProgramadoFisico": 50.03,
        "PorcRealFisico": 49.25, "ProgramadoFinanc": 57194966.6, "RealFinanc": 56298773.94, "Estado": "En ejecución",
        "FechaParalizacion": None, "ComentarioFisico": 'AVANCE SEGÚN VALORIZACIÓN "del mes"', "lImgFisico": [image] * 3,
    }  # fmt: skip


def cut(content: bytes) -> Arrays:
    """Read a page as a night does."""
    from sources.contraloria_ficha.reader import ARRAYS
    from sources.scripts import decoded, script_arrays

    return script_arrays(decoded(content), ARRAYS)


def parse(content: bytes) -> Arrays:
    """Read a page by way of its element tree."""
    import re

    from bs4 import BeautifulSoup

    found: Arrays = {}
    decoder = json.JSONDecoder(parse_float=str, parse_int=str)
    for element in BeautifulSoup(content, "lxml").find_all("script"):
        text = element.string or ""
        for match in re.finditer(r"var (l[A-Z]\w*)=(?=\[)", text):
            found[match.group(1)] = decoder.raw_decode(text, match.end())[0]
    return found


def fingerprint(arrays: Arrays) -> str:
    """A hash of all values."""
    return hashlib.sha256(json.dumps(arrays, sort_keys=True).encode()).hexdigest()


def main() -> None:
    """Run one contender: ``ours|BeautifulSoup PAGE TIMES``."""
    reader: Callable[[bytes], Arrays] = {"ours": cut, "BeautifulSoup": parse}[sys.argv[1]]
    content, times = Path(sys.argv[2]).read_bytes(), int(sys.argv[3])
    values = reader(content)
    begun = time.process_time()
    for _ in range(times):
        reader(content)
    seconds = time.process_time() - begun
    facts = {"pages": times, "mb_a_second": times * len(content) / (1 << 20) / seconds, "values": fingerprint(values)}
    tell(facts)


if __name__ == "__main__":
    main()
