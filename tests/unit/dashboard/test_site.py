"""The whole site from an invented snapshot: what is there, what must never be there, and that it is the same twice."""

from __future__ import annotations

import hashlib
import json
import re
import stat
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from dashboard import site
from dashboard.errors import EditionError, SnapshotError


class Page(HTMLParser):
    """Elements, links, ids and scripts of a page."""

    VOID = frozenset({"meta", "link", "img", "input", "br", "hr"})

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements, self.links, self.ids, self.scripts, self.open, self.faults = [], [], [], [], [], []
        self.data: dict[str, str] = {}
        self._island = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.elements.append((tag, values))
        if "id" in values:
            self.ids.append(values["id"])
        if tag in {"a", "link", "img", "script"}:
            self.links += [(tag, values[key], values) for key in ("href", "src") if key in values]
        if tag == "script":
            self.scripts.append(values)
            self._island = values.get("id")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)
        self._island = None

    def handle_data(self, data):
        if self._island:
            self.data[self._island] = self.data.get(self._island, "") + data


def pages(folder: Path):
    return sorted(folder.rglob("*.html"))


@cache
def parsed(folder: Path):
    """Every page of a site that was built once for all tests."""
    return {path.relative_to(folder).as_posix(): Page(path.read_text("utf-8")) for path in pages(folder)}


def everything(folder: Path) -> str:
    return "\n".join(path.read_text("utf-8") for path in pages(folder))


def test_the_pages_of_the_design_are_there(staff, opened):
    for name in ("index", "regiones", "entidades", "alertas", "reglas", "salud", "descargas", "acerca"):
        assert (staff / f"{name}.html").is_file(), name
        assert (opened / f"{name}.html").is_file(), name
    for folder in ("regiones", "entidades", "obras", "inversiones", "procesos", "reglas"):
        assert any((staff / folder).glob("*.html")), folder


def test_tags_are_balanced_and_ids_unique(staff, opened):
    for folder in (staff, opened):
        for name, page in parsed(folder).items():
            assert not page.faults, (name, page.faults)
            assert not page.open, name
            assert len(page.ids) == len(set(page.ids)), name


def test_every_local_link_leads_somewhere(staff, opened):
    for folder in (staff, opened):
        found = parsed(folder)
        for name, page in found.items():
            for _, link, _ in page.links:
                if link.startswith(("http://", "https://")):
                    continue
                target, _, anchor = unquote(link).partition("#")
                path = ((folder / name).parent / target).resolve() if target else (folder / name).resolve()
                assert path.is_file(), (name, link)
                if anchor and "=" not in anchor:
                    assert anchor in found[path.relative_to(folder.resolve()).as_posix()].ids, (name, link)


def test_links_inside_table_data_lead_somewhere(staff):
    found = parsed(staff)
    checked = 0
    for name, page in found.items():
        for text in page.data.values():
            grid = json.loads(text)
            places = {column["key"]: place for place, column in enumerate(grid["columns"])}
            links = [row[places["href"]] for row in grid["rows"] if row[places["href"]]]
            links += [e["href"] for column in grid["columns"] for e in column.get("pool", []) if "href" in e]
            for link in links:
                assert re.fullmatch(r"[\w./#-]+", link), link
                target, _, anchor = link.partition("#")
                path = ((staff / name).parent / target).resolve()
                assert path.is_file(), (name, link)
                assert not anchor or anchor in found[path.relative_to(staff.resolve()).as_posix()].ids, (name, link)
                checked += 1
    assert checked > 100


def test_nothing_is_asked_of_anybody_else(staff, invented):
    for name, page in parsed(staff).items():
        for tag, link, values in page.links:
            if tag != "a":
                assert not re.match(r"[a-z]+:|//", link), (name, link)
            elif re.match(r"[a-z]+:|//", link):
                assert link.startswith(("http://", "https://")), (name, link)
                assert "noopener" in values["rel"]


def test_only_our_script_and_inert_data(staff):
    for name, page in parsed(staff).items():
        ours = [script for script in page.scripts if script.get("src", "").endswith("recursos/vigia.js")]
        inert = [script for script in page.scripts if script.get("type") == "application/json" and "src" not in script]
        assert len(ours) == 1, name
        assert len(ours) + len(inert) == len(page.scripts), name
        for tag, values in page.elements:
            assert not any(key.startswith("on") or key == "style" for key in values), (name, tag, values)
        policy = [
            v["content"] for t, v in page.elements if t == "meta" and v.get("http-equiv") == "Content-Security-Policy"
        ]
        assert policy, name
        assert "unsafe" not in policy[0]


def test_planted_names_are_text(staff, invented):
    text = everything(staff)
    for payload in invented.PAYLOADS[:3]:
        assert payload not in text
    assert "&lt;script&gt;window.bad=1&lt;/script&gt;" in text
    assert "\\u003c/script\\u003e\\u003cscript\\u003ewindow.bad=3" in text
    assert "{{ 7*7 }}" in text
    for page in pages(staff):
        for block in re.findall(
            r'<script type="application/json"[^>]*>(.*?)</script>', page.read_text("utf-8"), re.DOTALL
        ):
            assert "\u2028" not in block
            assert "<" not in block


def test_every_page_says_its_night_world_and_invention(staff):
    for path in pages(staff):
        text = path.read_text("utf-8")
        assert 'data-night="2026-11-20"' in text
        assert "DATOS INVENTADOS" in text
        assert "sandbox-7-60" in text


def test_natural_persons_are_masked(staff, opened, invented):
    for folder in (staff, opened):
        text = everything(folder)
        assert invented.PERSON_RUC not in text
        assert "QUISPE MAMANI" not in text
        assert "10*********" in text
        assert "PERSONA NATURAL" in text


def test_open_edition_tells_nothing_internal(opened, snapshot):
    import duckdb

    with duckdb.connect(str(snapshot), read_only=True) as con:
        internal = [row[0] for row in con.execute("SELECT alert_id FROM alerts WHERE visibility <> 'open'").fetchall()]
        listed = [row[0] for row in con.execute("SELECT work_code FROM list_works").fetchall()]
        shown = {
            row[0]
            for row in con.execute(
                "SELECT split_part(subject_id, ':', 3) FROM alerts WHERE visibility = 'open'"
            ).fetchall()
        }
    text = everything(opened)
    assert internal
    assert not [alert for alert in internal if alert in text]
    assert not (opened / "listas.html").exists()
    for code in listed:
        assert (opened / "obras" / f"{code}.html").exists() == (code in shown)
    for page in parsed(opened).values():
        for block in page.data.values():
            states = [e["v"] for c in json.loads(block)["columns"] if c["key"] == "state" for e in c.get("pool", [])]
            assert not {"pending", "backlog", "held"} & set(states)
    assert "Ráfaga retenida" not in text
    assert "list_works" not in text


def test_only_firm_norms_are_cited(staff, opened):
    for folder in (staff, opened):
        for kind in ("obras", "inversiones", "procesos"):
            for path in (folder / kind).glob("*.html"):
                assert "Directiva 005-2023" not in path.read_text("utf-8")
    assert "Directiva 007-2025-OECE-CD" in everything(opened)
    assert "Directiva 005-2023" not in everything(opened)
    assert "Directiva 005-2023" in (staff / "reglas" / "out-01.html").read_text("utf-8")


def test_absence_names_data_set_date_and_hash(staff, invented):
    text = (staff / "obras" / "500003.html").read_text("utf-8")
    assert "No se ubicó en «INFOBRAS: obras públicas», leído el 20/11/2026" in text
    assert invented.digest("contraloria_infobras") in text


def looks_of(path: Path, kind: str = "") -> list[str]:
    """The Spanish text of each look told on a page; ``kind`` "blind" for what could not be looked at."""
    found = re.findall(r"<li( class=\"blind\")?>((?:(?!</li>).)*)</li>", path.read_text("utf-8").replace("\n", " "))
    spanish = [re.sub(r'<span lang="en">(?:(?!</?span).|<span[^>]*>(?:(?!</?span).)*</span>)*</span>', "", text) for mark, text in found
               if bool(mark) == (kind == "blind")]  # fmt: skip
    return [" ".join(re.sub(r"<[^>]+>", " ", text).split()) for text in spanish]


def test_a_look_tells_when_what_was_asked_what_came_and_why_it_counts(staff, invented):
    looks = looks_of(staff / "obras" / "500003.html")
    look = next(text for text in looks if text.startswith("No se ubicó en «INFOBRAS: obras públicas»"))
    assert "Se pidió el 20/11/2026 a las 23:10:00 (hora de Lima): https://datos.example.pe/contraloria_infobras/todo.csv" in look
    assert f"Llegó: estado 200, 5.0 MB, SHA-256 {invented.digest('contraloria_infobras')}" in look
    assert "Llegó completo y es idéntico al que ya teníamos." in look
    assert "Se leyeron sus 1,000 filas: quedaron 990, 7 repetidas idénticas, 3 no se pudieron leer." in look
    assert "podría estar en las 3 que no se pudieron leer" in look


def test_a_claim_that_rests_on_the_page_of_a_work_tells_the_look_at_it(staff, invented):
    looks = looks_of(staff / "obras" / "500003.html")
    (look,) = [text for text in looks if "ficha?ObraId=" in text]
    assert "500003/execution" in look
    assert "leído el 19/11/2026" in look
    assert "Se pidió el 19/11/2026 a las 23:12:00 (hora de Lima): https://datos.example.pe/ficha?ObraId=500003" in look
    assert f"SHA-256 {invented.digest('500003/execution')}" in look


def test_a_file_vouched_for_by_an_index_names_the_answer_that_brought_it(staff, invented):
    text = " ".join(looks_of(staff / "lecturas.html"))
    assert "https://datos.example.pe/oece_ocds/indice" in text
    assert f"recibido el 18/11/2026 (5.0 MB, SHA-256 {invented.digest('oece_ocds2026-10')} )." in text


def test_not_being_able_to_look_is_never_worded_as_absence(staff, opened):
    blind = [text for folder in (staff, opened) for path in pages(folder) for text in looks_of(path, "blind")]
    assert len(blind) > 5
    for text in blind:
        assert "no se pudo leer «Detalle de inversiones»: Llegó una página web en lugar del archivo." in text
        assert "No poder leer no dice nada de lo que se busca: vale la lectura del 14/11/2026." in text
        assert not re.search("no se ubic|no figura|no está|no existe|falta", text, re.IGNORECASE), text
    told = [text for path in pages(staff) for text in looks_of(path) if "Detalle de inversiones" in text]
    assert any(text.startswith("No se ubicó en «Detalle de inversiones», leído el 14/11/2026") for text in told)


def test_every_look_of_tonight_stands_on_the_page_of_looks(staff, snapshot):
    import duckdb

    with duckdb.connect(str(snapshot), read_only=True) as con:
        hashes = [row[0] for row in con.execute("SELECT payload_sha256 FROM meta_current").fetchall()]
    text = (staff / "lecturas.html").read_text("utf-8")
    assert len(hashes) == 5
    assert [sha for sha in hashes if sha not in text] == []


def test_the_root_of_each_night_is_printed_in_both_editions(staff, opened, invented):
    for folder in (staff, opened):
        health = (folder / "salud.html").read_text("utf-8")
        assert [root.night for root in invented.roots() if root.hash not in health] == []
        assert invented.roots()[-1].hash in (folder / "descargas.html").read_text("utf-8")


def test_our_faults_stand_apart(staff):
    text = (staff / "index.html").read_text("utf-8")
    before, after = text.split('class="panel ours"')
    assert "mef_detalle no se pudo leer" in after
    assert "mef_detalle no se pudo leer" not in before
    assert "Rechazada" in before
    assert "6 días" in before


def test_both_languages_stand_in_the_page(staff):
    text = (staff / "alertas.html").read_text("utf-8")
    assert '<html lang="es" data-lang="es"' in text
    assert '<span lang="es">Alertas</span><span lang="en">Alerts</span>' in text


def test_numbers_and_dates_read_as_in_peru(staff):
    text = (staff / "inversiones" / "cui_2300000.html").read_text("utf-8")
    assert "S/ 1,234,567.89" in text
    assert re.search(r'<time datetime="(\d{4})-(\d\d)-(\d\d)">\3/\2/\1</time>', text)


def test_blank_unpublished_and_unreadable_differ(staff):
    text = (staff / "obras" / "500021.html").read_text("utf-8")
    assert "columna no publicada" in text
    assert "no se pudo leer" in text
    assert "Sin valor en ningún registro:" in text


def test_the_summary_page_stands_beside_the_other_registers_with_its_own_day_where_it_was_read(staff, opened):
    for folder in (staff, opened):
        text = (folder / "obras" / "500012.html").read_text("utf-8")
        assert "INFOBRAS: sumario" in text
        assert "10/10/2026" in text, "the day on which it was read"
        assert "(SUMARIO)" in text
        assert "no se pudo leer" in text, "its progress"
        assert "INFOBRAS: sumario" not in (folder / "obras" / "500003.html").read_text("utf-8")


def test_no_portal_links_from_an_invented_world(staff, snapshot, invented, tmp_path, request):
    assert "infobras.contraloria.gob.pe" not in (staff / "obras" / "500000.html").read_text("utf-8")
    site.build(snapshot, tmp_path / "real", edition="staff", world="live", invented=False, night=invented.NIGHT,
               rules=invented.rules())  # fmt: skip
    text = (tmp_path / "real" / "obras" / "500000.html").read_text("utf-8")
    assert "https://infobras.contraloria.gob.pe/InfobrasWeb/Mapa/Sumario?ObraId=500000" in text
    assert "DATOS INVENTADOS" not in text


def test_staff_edition_is_private(staff, opened):
    for path in [staff, *staff.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    assert stat.S_IMODE(opened.stat().st_mode) == 0o755


def test_same_snapshot_same_bytes(staff, snapshot, invented, tmp_path):
    report = site.build(snapshot, tmp_path / "again", edition="staff", world="sandbox-7-60", invented=True,
                        night=invented.NIGHT, rules=invented.rules(), roots=invented.roots())  # fmt: skip
    first, second = digests(staff), digests(tmp_path / "again")
    assert first == second
    assert report.pages == len(pages(staff))
    assert report.bytes == sum(path.stat().st_size for path in staff.rglob("*") if path.is_file())


def digests(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_ledger_files_are_offered(snapshot, invented, tmp_path):
    ledger = tmp_path / "ledger"
    ledger.mkdir()
    (ledger / "alertas.csv").write_text("alert_id\n")
    site.build(snapshot, tmp_path / "site" / "open", edition="open", world="w", invented=False, night=invented.NIGHT,
               rules=invented.rules(), ledger=ledger)  # fmt: skip
    assert 'href="../../ledger/alertas.csv"' in (tmp_path / "site/open/descargas.html").read_text("utf-8")
    assert 'href="../../ledger/alertas.csv"' in (tmp_path / "site/open/alertas.html").read_text("utf-8")


def test_an_old_build_is_replaced_whole(snapshot, invented, tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "left.html").write_text("old")
    site.build(
        snapshot, folder, edition="open", world="w", invented=False, night=invented.NIGHT, rules=invented.rules()
    )
    assert not (folder / "left.html").exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_empty_world_still_gives_a_site(invented, tmp_path):
    path = invented.Snapshot().write(tmp_path / "empty.duckdb")
    report = site.build(path, tmp_path / "site", edition="staff", world="w", invented=True, night=invented.NIGHT,
                        rules=invented.rules())  # fmt: skip
    assert report.pages > 8


def test_wrong_edition_and_missing_snapshot_are_told(tmp_path):
    with pytest.raises(EditionError, match="staff, open"):
        site.build(tmp_path / "x", tmp_path / "y", edition="public", world="w", invented=False, night=date(2026, 1, 1))
    with pytest.raises(SnapshotError, match="publish a night"):
        site.build(
            tmp_path / "x", tmp_path / "y", edition="open", world="w", invented=False, night=date(2026, 1, 1), rules=()
        )


def test_counts_of_a_rule_that_asks_the_owner_of_data_do_not_call_it_a_failure(snapshot, invented, staff, tmp_path):
    from dataclasses import replace

    from dashboard import rulebook

    asking = next(card for card in rulebook.load() if card.rule_id == "IMP-03")
    cards = [replace(asking, rule_id="MIS-17") if card.rule_id == "MIS-17" else card for card in invented.rules()]
    site.build(snapshot, tmp_path / "asking", edition="staff", world="sandbox-7-60", invented=True, night=invented.NIGHT,
               rules=cards)  # fmt: skip
    text = (tmp_path / "asking" / "reglas" / "mis-17.html").read_text("utf-8")
    assert "No cumple" not in text
    assert "Se consulta al dueño de los datos" in text
    assert "No cumple" in (staff / "reglas" / "mis-17.html").read_text("utf-8")


def test_a_contradiction_shows_both_registers_and_since_when_on_the_page_of_its_work_alone(staff, opened):
    for folder in (staff, opened):
        text = (folder / "obras" / "500000.html").read_text("utf-8")
        assert "Registers that disagree" in text
        assert "Monto del contrato de obra" in text
        assert "S/ 1,200.00" in text.replace("\u00a0", " ")
        assert "S/ 1,000.00" in text.replace("\u00a0", " ")
        assert "11/11/2026" in text
        assert "Registers that disagree" not in (folder / "obras" / "500003.html").read_text("utf-8")


def test_scores_stand_with_their_denominator_and_the_age_of_the_data(staff, opened):
    for folder in (staff, opened):
        scored = [page for page in (folder / "entidades").glob("*.html") if 'id="puntajes"' in page.read_text("utf-8")]
        assert len(scored) == 1, "a body without scores shows none"
        for page in (*scored, folder / "regiones" / "04.html"):
            text = page.read_text("utf-8").replace("\u00a0", " ")
            assert "17 / 20" in text
            assert "85 %" in text
            assert "17/11/2026" in text
            assert "1 / 8" in text


def test_what_staff_dismissed_is_counted_with_its_rule_and_shown_to_nobody_else(snapshot, invented, staff, opened, tmp_path):
    import duckdb

    from alerts.casework import Dismissed

    with duckdb.connect(str(snapshot), read_only=True) as con:
        gone = Dismissed(*con.execute(
            "SELECT alert_id, episode, rule_id FROM alerts WHERE visibility = 'open' AND state = 'open' ORDER BY alert_id"
        ).fetchone())  # fmt: skip
    site.build(snapshot, tmp_path / "open", edition="open", world="sandbox-7-60", invented=True, night=invented.NIGHT,
               rules=invented.rules(), roots=invented.roots(), dismissed=[gone])  # fmt: skip
    names = {folder: "".join(path.read_text("utf-8") for path in pages(folder)) for folder in (opened, tmp_path / "open")}
    assert gone.alert_id in names[opened]
    assert gone.alert_id not in names[tmp_path / "open"]
    page = f"reglas/{gone.rule_id.lower()}.html"
    count = r"descartadas por el equipo.*?<td class=\"num\">(\d+)"
    for folder, number in ((tmp_path / "open", "1"), (opened, "0"), (staff, "0")):
        assert re.findall(count, (folder / page).read_text("utf-8")) == [number]
    assert "vigentes" in (staff / page).read_text("utf-8")
