"""`vigia audit --from DIR`: real shapes under their real names, counted here by other means; nothing dropped silently."""

from __future__ import annotations

import csv
import json
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from command import ROOT, Place
from stores import state_of

pytestmark = pytest.mark.night
RECORDED = ROOT / "tests" / "fixtures" / "sources"
AS_OF = "2026-11-20"
CSV_SHAPES = {
    "mef_detalle": ("utf-8-sig", ","), "mef_f12b": ("utf-8-sig", ","), "mef_cierre": ("utf-8-sig", ","),
    "mef_desactivadas": ("utf-8-sig", ","), "contraloria_busqueda": ("utf-8", ","), "oece_entidades": ("latin-1", "|"),
    "inei_distritos": ("utf-8", ","), "mef_estado_situacional": ("utf-8-sig", ","),
    "mef_proceso_seleccion": ("utf-8-sig", ","), "oece_asientos": ("cp1252", "|"), "oece_cuadernos": ("cp1252", "|"),
    "oece_penalidades": ("cp1252", "|"), "oece_valorizaciones": ("cp1252", "|"),
}  # fmt: skip
UNKNOWN_COLUMNS = {"contraloria_monitores": 4, "contraloria_monitores_resultados": 3}
"""Of these only the headers are read, one row each."""
HEADER_ROWS = {"contraloria_infobras": 4, "oece_conosce_adjudicaciones": 2}


def own_counts(name: str) -> tuple[int, int]:  # noqa: PLR0911 - one way of counting a form
    """Rows of a source's recorded files and how many of them are exact repeats, counted without our readers."""
    files = sorted((RECORDED / name).iterdir())
    if name in CSV_SHAPES:
        encoding, delimiter = CSV_SHAPES[name]
        counts = [_csv_counts(path, encoding, delimiter) for path in files if "provincia" not in path.name]
        return sum(rows for rows, _ in counts), sum(repeats for _, repeats in counts)
    if name in UNKNOWN_COLUMNS:
        return UNKNOWN_COLUMNS[name], 0
    if files[0].suffix == ".pages":
        bundle = files[0].read_bytes()
        if name == "contraloria_sumario":
            return bundle.count(b'"page":') + len(re.findall(rb"nombre de obra", bundle, re.IGNORECASE)), 0
        return _body_counts(bundle) if name.startswith("pcm_pte_") else _page_counts(bundle), 0
    if name == "contraloria_fotos":
        return _image_counts(files[0])
    if name == "oece_ocds":
        packages = [json.loads(path.read_text(encoding="utf-8")) for path in files]
        return sum(len(package["records"]) for package in packages), 0
    if name in ("contraloria_json", "contraloria_informes", "inei_limites"):
        content = json.loads(files[0].read_text(encoding="utf-8"))
        return len(content if isinstance(content, list) else next(v for v in content.values() if isinstance(v, list))), 0
    counts = [_sheet_counts(path, HEADER_ROWS.get(name)) for path in files]
    return sum(rows for rows, _ in counts), sum(repeats for _, repeats in counts)


def _csv_counts(path: Path, encoding: str, delimiter: str) -> tuple[int, int]:
    with path.open(encoding=encoding, newline="") as lines:
        rows = [tuple(row) for row in csv.reader(lines, delimiter=delimiter)][1:]
    return len(rows), len(rows) - len(set(rows))


def _image_counts(path: Path) -> tuple[int, int]:
    """Files of a ZIP, and those that stand in it twice under one name in whatever folder."""
    with zipfile.ZipFile(path) as archive:
        files = [(Path(name).name, archive.read(name)) for name in archive.namelist() if not name.endswith("/")]
    return len(files), len(files) - len(set(files))


def _page_counts(bundle: bytes) -> int:
    """Pages, the arrays of scripts on them, their elements and what is listed in those; found by pattern, not parsed."""
    place, rows = bundle.index(b"\n") + 1, 0
    while place < len(bundle):
        end = bundle.index(b"\n", place)
        size = json.loads(bundle[place:end])["size"]
        text = bundle[end + 1 : end + 1 + size].decode("latin-1")  # counted only: any alphabet does
        place = end + 1 + size + 1
        rows += 1 + _listed(text)
    return rows


def _listed(text: str) -> int:
    if text.startswith("["):
        elements = json.loads(text)
        return len(elements) + sum(len(value) for one in elements for value in one.values() if isinstance(value, list))
    if text.startswith("{"):
        return len(json.loads(text)["features"])
    arrays = [json.JSONDecoder().raw_decode(text, found.end())[0] for found in re.finditer(r"var l\w+\s*=\s*", text)]
    own_rows = len(arrays) if len(arrays) > 1 else 0  # an execution page also says how long each of its lists is
    elements = [element for array in arrays for element in array]
    nested = sum(len(value) for element in elements for value in element.values() if isinstance(value, list))
    return own_rows + len(elements) + nested


def _body_counts(bundle: bytes) -> int:
    """Pages, and the different bodies that they speak of."""
    return bundle.count(b'"page":') + len(set(re.findall(rb"id_entidad=(\d+)", bundle)))


def _sheet_counts(path: Path, header: int | None) -> tuple[int, int]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    found = list(sheet.iter_rows(values_only=True))
    # Without a known place the header is the first row of many cells, as a person would say.
    below = header or next(place for place, row in enumerate(found, 1) if sum(map(bool, row)) > 4)
    rows = [row for row in found[below:] if any(row)]
    return len(rows), len(rows) - len(set(rows))


@pytest.fixture(scope="module")
def read(vigia, memory):
    """A folder of recorded files with two that nobody knows, audited twice."""
    folder = memory / "descargas"
    folder.mkdir()
    for path in RECORDED.glob("*/*"):
        shutil.copy(path, folder / path.name)
    (folder / "notas del viaje.txt").write_text("nada que leer", encoding="utf-8")
    place = Place(memory / "installation")
    words = ("audit", "--from", str(folder), "--as-of", AS_OF)
    first = vigia.run(place, *words, "--json")
    assert first.code in (0, 3), first.log[-3000:]
    data = place.folder / "data" / "from" / "descargas"
    state = state_of(data)
    again = vigia.run(place, *words)
    return json.loads(first.out), again, state, state_of(data), first.code


def test_every_file_is_named_with_what_it_was_taken_for(read):
    files = {row["file"]: row for row in read[0]["files"]}
    for path in RECORDED.glob("*/*"):
        known = "provincia" not in path.name
        assert files[path.name]["source"] == (path.parent.name if known else None), path.name
        assert files[path.name]["note"]
    assert files["notas del viaje.txt"]["source"] is None
    assert "notas del viaje.txt" in read[1].out


@pytest.mark.parametrize("name", sorted(path.name for path in RECORDED.iterdir() if path.is_dir()))
def test_counts_equal_the_files_own(read, name):
    rows = [row for row in read[0]["sources"] if row["source"] == name]
    rows_in, repeats = own_counts(name)
    assert rows_in > 0
    assert sum(row["rows_in"] or 0 for row in rows) == rows_in
    kept, collapsed, quarantined = (sum(row[key] or 0 for row in rows) for key in ("kept", "collapsed", "quarantined"))
    assert kept + collapsed + quarantined == rows_in
    assert collapsed == repeats


def test_nothing_is_refused_and_what_is_set_aside_has_its_reason(read):
    assert read[0]["refused"] == []
    assert read[4] == 0
    assert sum(row["quarantined"] or 0 for row in read[0]["sources"]) >= 1


def test_the_same_folder_again_changes_nothing(read):
    assert read[1].code == 0, read[1].log[-2000:]
    assert read[3].differences(read[2]) == []


