"""Every fault in every format: asked over loopback, archived, read and judged; none may pass for a whole, clean look.

One source a format. A fault must end refused (by asking, reading or the gate: yesterday's data stand), or marked (a row
or cell set aside, a note on what came), or leave the very rows that came without it. What only prints other data, as a
register may any day, is taken as data; it is named below.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from one_source import FEW, NIGHT, End, Format, arrival, judged

from sandbox.errors import FaultNotApplicableError
from sandbox.fault import Fault
from sandbox.faults import FAULTS, STALLING
from sandbox.model import World
from sandbox.plans.transparency import listed_bodies, rubric
from sandbox.portals.pte_pages import number_of
from sandbox.server import Handle, serve
from sandbox.world import history, world

pytestmark = pytest.mark.night
SEED = 5


def works(country: World) -> list[str]:
    """Works of some months."""
    return [work.code for work in country.works if len(history(country, work).months) > 5]


def executing(country: World) -> list[str]:
    """Works whose state is written with a letter that an encoding can spoil."""
    return [work.code for work in country.works if not work.state.isascii()]


def investments(country: World) -> list[str]:
    """Investments that have works and contracts."""
    called = {process.cui for process in country.processes if process.contracts}
    return sorted({work.cui for work in country.works if (work.cui or "").startswith("2")} & called)


def bodies(country: World) -> list[str]:
    """Bodies whose rubric opens in the transparency portal."""
    return [number_of(body) for body in listed_bodies(country) if rubric(body, country.day).opens]


def months(files: int) -> int:
    """The newest months in which the register of processes has so many files: a fault strikes all of them."""
    called = {process.called_on.year * 12 + process.called_on.month for process in world(SEED, FEW, NIGHT).processes}
    return NIGHT.year * 12 + NIGHT.month + 1 - sorted(called, reverse=True)[files - 1]


MANY = 900
SEVERAL = 3
"""Keys that are asked where a fault shows in no answer alone: a member that all lack, a few letters in each."""
PAGE = "/InfobrasWeb/Mapa/"
ANSWER = "/ssi/invierteWS/Ssi/"
FORMATS = {
    "xlsx": Format("contraloria_infobras", "/InfobrasWeb/Archivo/DownloadFile*"),
    "page with a link": Format("contraloria_infobras", "/InfobrasWeb/DataSets"),
    "csv": Format("mef_detalle", "/datastorefiles/DETALLE_INVERSIONES.csv"),
    "csv with bars": Format("oece_entidades", "/entidades/*", size=MANY),
    "csv with bars, listed": Format("oece_cuadernos", "/wiki/download/*", size=MANY),
    "zip of json": Format("oece_ocds", "/api/v1/file/*", access={"window_months": months(2)}),
    "json index": Format("oece_ocds", "/api/v1/files", access={"window_months": months(2)}),
    "json in pages": Format("contraloria_informes", "/BuscadorCGR/*", access={"page_size": 40}),
    "html list": Format("pcm_pte_entidades", "/pte/buscador/*"),
    "html page of a body": Format("pcm_pte_inversiones", "/pte/reportes_directos/*", bodies, ("rubric",)),
    "html page of a work": Format("contraloria_ficha", f"{PAGE}DatosEjecucion", works, ("execution",)),
    "html page of reports": Format("contraloria_ficha", f"{PAGE}InformeControl", works, ("control",)),
    "html page of labels": Format("contraloria_sumario", f"{PAGE}Sumario", executing, ("summary",)),
    "json of a work": Format("contraloria_ficha", f"{PAGE}busqueda/obrasBasic", executing, ("search",), SEVERAL),
    "geojson of a work": Format("contraloria_ficha", f"{PAGE}MapaEstadistico/WmsProxy", works, ("point",)),
    "json of an investment": Format("mef_ssi", f"{ANSWER}traeDetInvSSI", investments, ("detail",), SEVERAL),
    "json of contracts": Format("mef_ssi", f"{ANSWER}traeContratoSeaceDWH", investments, ("detail", "contracts")),
}

SIXTY = ("xlsx", "csv", "zip of json", "html page of a work")
FEWEST_FAULTS = 50

HARMLESS = {
    "chunked", "no_length", "gzipped", "slow", "wrong_etag", "new_etag", "stale_304", "no_charset", "wrong_type",
    "hostile_filename",
}  # fmt: skip
"""The wire's own freedoms: the bytes are whole, so the rows must be the same."""

ONLY_DATA = {"money_minus_zero", "rows_gone_9", *(name for name in FAULTS if name.startswith("text_"))}
"""Other words in a name, a zero in place of an amount, a loss that one night may bring (over five the gate stops it)."""

OWN_TESTS = {
    *STALLING, "gzip_bomb", "zip_bomb", "zip_many", "huge_line", "huge_field", "json_deep", "html_deep",
    "xlsx_empty_rows", "xlsx_laughs",
}  # fmt: skip
"""What is about time and memory: tests of the session and of the readers' limits, one each."""

NAMED = {
    ("xlsx", "swapped_headers"): "exchanged_columns fecha_de_inicio_de_obra ↔",
    ("csv", "swapped_headers"): "exchanged_columns costo_actualizado ↔ ctrl_concurr",
    ("zip of json", "mojibake"): "twice_encoded_letters",
    ("csv", "rows_gone"): "shrink_since_previous",
    ("html page of a work", "rows_gone"): "execution held: rows_gone",
    ("html page of a work", "another_key"): "execution held: rows_gone",
    ("html page of a work", "swapped_keys"): "execution held: members_exchanged",
    ("json of a work", "dropped_key"): "search held: member_emptied",
}
"""What must be said, where the words of the end matter: only the gate can see it."""


@dataclass(frozen=True)
class Stage:
    """A format, the country its source tells of, the portals that show it, and a good night of it."""

    form: Format
    country: World
    portals: Handle
    good: End


@pytest.fixture(scope="module")
def served():
    """Portals of countries of several sizes."""
    with ExitStack() as running:
        countries = {size: world(SEED, size, NIGHT) for size in sorted({form.size for form in FORMATS.values()})}
        yield {size: (country, running.enter_context(serve(country))) for size, country in countries.items()}


@pytest.fixture(scope="module")
def stage(served, tmp_path_factory):
    """Each format without a fault, when it is first wanted."""

    @cache
    def of(name: str) -> Stage:
        form = FORMATS[name]
        country, portals = served[form.size]
        folder = tmp_path_factory.mktemp("good")
        (good,) = judged(form.spec, [arrival(form, portals, country, folder)])
        assert good.taken, f"{name}: {good.why}"
        assert any(good.rows.values())
        return Stage(form, country, portals, good)

    return of


def applies(fault: Fault, bodies: tuple[bytes, ...]) -> bool:
    """Whether a fault may have a place in these answers: most that spoil bytes fit few forms."""
    if fault.spoil is None:
        return True
    for body in bodies:
        try:
            fault.spoil(body)
        except FaultNotApplicableError:
            continue
        return True
    return False


def struck(portals: Handle, since: int, fault: str) -> bool:
    """Whether a fault spoiled an answer; one that has no place in a format passes over it."""
    return any(fault in request.faults for request in portals.log[since:])


def faulty_nights(stage: Stage, folder: Path) -> dict[str, End]:
    """A night for each fault that has a place in a format."""
    form, portals, good, ends = stage.form, stage.portals, stage.good, {}
    for fault in (FAULTS[key] for key in FAULTS if key not in OWN_TESTS and applies(FAULTS[key], good.bodies)):
        place, since = folder / fault.name, len(portals.log)
        place.mkdir()
        portals.set_faults({form.paths: replace(fault, optional=True)})
        end = arrival(form, portals, stage.country, place, good)
        if struck(portals, since, fault.name):
            ends[fault.name] = end
    portals.set_faults(None)
    return dict(zip(ends, judged(form.spec, list(ends.values()), good), strict=True))


@pytest.mark.parametrize("name", FORMATS)
def test_no_fault_passes_for_a_whole_clean_look(stage, tmp_path, name):
    good = stage(name).good
    ends = faulty_nights(stage(name), tmp_path)
    wrong = {
        fault: f"{'taken' if end.taken else 'refused'}; {end.why}"
        for fault, end in ends.items()
        if not fits(fault, end, good) or NAMED.get((name, fault), "") not in end.why
    }
    assert len(ends) >= FEWEST_FAULTS
    assert wrong == {}


def fits(fault: str, end: End, good: End) -> bool:
    """Whether a fault ended as it must."""
    same = end.taken and end.rows == good.rows
    if fault in HARMLESS:
        return same
    if end.why.startswith("reader_failed"):
        return False
    marked = end.taken and end.why != good.why
    return not end.taken or same or marked or (fault in ONLY_DATA and end.taken)


def test_the_judge_of_the_matrix_can_fail(stage):
    """A look that lost a row in silence, a good one that was refused, and a reader that died are all found."""
    one = stage("csv").good
    fewer = {name: replace(part, rows=part.rows[1:]) for name, part in one.parts.items()}
    assert not fits("cut_file", replace(one, parts=fewer), one)
    assert not fits("chunked", End(taken=False, why="x"), one)
    assert not fits("cut_file", End(taken=False, why="reader_failed: KeyError"), one)
    assert fits("cut_file", End(taken=False, why="x"), one)


@pytest.mark.parametrize("name", SIXTY)
def test_sixty_good_runs_give_no_false_alarm(stage, tmp_path, name):
    """Fifteen nights of each format: every one is taken, with the same rows and the same notes."""
    at, ends = stage(name), []
    for turn in range(60 // len(SIXTY)):
        folder = tmp_path / str(turn)
        folder.mkdir()
        ends.append(arrival(at.form, at.portals, at.country, folder, at.good))
    found = judged(at.form.spec, ends, at.good)
    assert [end.why for end in found if not end.taken or (end.rows, end.why) != (at.good.rows, at.good.why)] == []
