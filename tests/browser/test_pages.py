"""The site as a reader sees it: from disk, with every request that is not for its own files blocked."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

SAMPLE = (
    "index.html", "regiones.html", "entidades.html", "alertas.html", "reglas.html", "salud.html", "descargas.html",
    "acerca.html", "listas.html", "obras/500000.html", "obras/500006.html", "inversiones/cui_2300000.html",
    "entidades/infobras_body_1000.html", "entidades/infobras_body_1001.html", "reglas/mis-17.html", "regiones/04.html",
)  # fmt: skip


def shown(window):
    return window.page.locator("section.data tbody tr").count()


def count(window):
    return window.page.locator("[data-count]").first.inner_text()


def test_no_page_complains_or_asks_elsewhere(visit):
    window = visit()
    for address in SAMPLE:
        window.go(address)
    assert window.said == []
    assert window.foreign == []


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844), (360, 740)])
def test_no_page_is_wider_than_the_window(visit, width, height):
    window = visit(width, height)
    for address in SAMPLE:
        window.go(address)
        for language in ("es", "en"):
            window.page.evaluate("chosen => { document.documentElement.dataset.lang = chosen }", language)
            extra = window.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert extra <= 0, (address, language, extra)


def test_planted_markup_stays_text(visit):
    window = visit()
    for address in SAMPLE:
        window.go(address)
        scripts = window.page.evaluate(
            "[...document.scripts].filter(s => s.type !== 'application/json').map(s => s.getAttribute('src') || 'inline')"
        )
        assert len(scripts) == 1, address
        assert scripts[0].endswith("recursos/vigia.js")
        assert (
            window.page.evaluate("document.querySelectorAll('main script[src], main iframe, main object').length") == 0
        )
        assert window.page.evaluate("document.querySelectorAll('img[onerror], [onclick], [onload]').length") == 0
        assert window.page.evaluate("window.bad") is None
    window.go("alertas.html")
    assert window.page.evaluate("document.querySelectorAll('tbody img, tbody script').length") == 0
    window.go("entidades/infobras_body_1001.html")
    assert 'onerror="window.bad=2"' in window.page.locator("h1").inner_text()


def test_filters_narrow_the_alerts_and_live_in_the_address(visit):
    window = visit()
    window.go("alertas.html")
    everything = count(window)
    assert shown(window) == 50
    window.page.select_option("select[name=rule]", "MIS-02")
    window.page.wait_for_url(lambda url: "rule=MIS-02" in url)
    assert count(window) != everything
    rules = window.page.locator("tbody td:nth-child(2)").all_inner_texts()
    assert rules
    assert all(rule.startswith("MIS-02") for rule in rules)
    window.page.select_option("select[name=region]", "15")
    window.page.select_option("select[name=state]", "open")
    narrowed, address = count(window), window.page.url
    window.page.goto("about:blank")
    window.page.goto(address)
    assert count(window) == narrowed
    assert window.page.input_value("select[name=region]") == "15"
    window.page.click("button[type=reset]")
    window.page.wait_for_url(lambda url: "rule" not in url)
    assert count(window) == everything


def test_search_finds_names_without_accents_and_codes(visit):
    window = visit()
    window.fresh("alertas.html#q=municipalidad")
    assert shown(window) > 1
    window.page.fill("input[type=search]", "500006")
    window.page.wait_for_url(lambda url: "500006" in url)
    assert set(window.page.locator("tbody td:nth-child(4)").all_inner_texts()) == {"500006"}
    window.page.fill("input[type=search]", "no hay tal cosa")
    window.page.wait_for_selector("td.none")


def test_severity_filter_is_a_floor(visit):
    window = visit()
    window.fresh("alertas.html#severity=2")
    low = count(window)
    window.fresh("alertas.html#severity=4")
    assert count(window) != low
    assert set(window.page.locator("section.data tbody th").all_inner_texts()) <= {"4 · alta", "5 · crítica"}


def test_pages_and_sorting(visit):
    window = visit()
    window.go("alertas.html")
    first = window.page.locator("tbody tr").first.inner_text()
    window.page.click("[data-go='1']")
    assert window.page.locator("tbody tr").first.inner_text() != first
    assert "p=2" in window.page.url
    window.page.click("thead button[data-key=due]")
    window.page.wait_for_selector("th[aria-sort=ascending]")
    dates = window.page.eval_on_selector_all("tbody tr td:last-child time", "nodes => nodes.map(n => n.dateTime)")
    assert dates == sorted(dates)
    assert window.page.evaluate("document.activeElement.dataset.key") == "due"


def test_two_tables_of_a_page_filter_apart(visit):
    window = visit()
    window.go("entidades/infobras_body_1000.html")
    alerts, works = (window.page.locator(f"[data-table={name}] [data-count]") for name in ("lista-alertas", "obras"))
    before = alerts.inner_text()
    window.page.select_option("[data-table=obras] select[name=state]", "finished")
    window.page.wait_for_url(lambda url: "obras.state=finished" in url)
    assert alerts.inner_text() == before
    assert works.inner_text().split()[0] != works.inner_text().split()[2]


def test_language_switches_and_is_remembered(visit):
    window = visit()
    window.go("alertas.html")
    assert window.page.locator("h1").inner_text() == "Alertas"
    window.page.click("#idioma")
    assert window.page.locator("h1").inner_text() == "Alerts"
    assert window.page.evaluate("document.documentElement.lang") == "en"
    assert window.page.title().startswith("Alerts")
    assert "rows" in count(window)
    assert window.page.locator("select[name=state] option").first.inner_text() == "All"
    window.go("obras/500000.html")
    assert window.page.locator("h2").first.inner_text() == "Alerts"
    window.page.click("#idioma")
    assert window.page.locator("h2").first.inner_text() == "Alertas"


@pytest.mark.parametrize(("hours", "old"), [(30, False), (24 * 3 + 4, False), (24 * 3 + 6, True), (24 * 40, True)])
def test_banner_of_an_old_page_by_limas_calendar(visit, invented, hours, old):
    """Two nights are fine until 05:00 UTC, which is midnight in Lima, of the third day."""
    window = visit()
    night = datetime(invented.NIGHT.year, invented.NIGHT.month, invented.NIGHT.day, tzinfo=UTC)
    window.page.clock.set_fixed_time(night + timedelta(hours=hours))
    window.go("index.html")
    assert window.page.locator("#antigua").is_visible() is old
    if old:
        assert "{days}" not in window.page.locator("#antigua").inner_text()


def test_filtered_rows_download_without_formulas(visit):
    window = visit(accept_downloads=True)
    window.fresh("entidades/infobras_body_1004.html")
    with window.page.expect_download() as waiting:
        window.page.click("[data-table=obras] [data-csv]")
    text = Path(waiting.value.path()).read_text("utf-8-sig")
    assert "\"'=cmd|'/C calc'!A0\"" in text
    assert '"=cmd' not in text
    assert window.said == []


def test_works_with_the_keyboard(visit):
    window = visit()
    window.go("index.html")
    window.page.keyboard.press("Tab")
    assert window.page.evaluate("document.activeElement.className") == "skip"
    window.page.keyboard.press("Enter")
    assert window.page.url.endswith("#contenido")


def test_readable_without_script(chromium, folder):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{folder.as_uri()}/index.html")
    assert page.locator("h1").inner_text().startswith("La noche del 20/11/2026")
    page.goto(f"{folder.as_uri()}/alertas.html")
    assert "necesita JavaScript" in page.locator("main").inner_text()
    context.close()


def test_every_control_and_table_has_a_name(visit):
    window = visit()
    for address in SAMPLE:
        window.go(address)
        bare = window.page.evaluate(
            """() => [...document.querySelectorAll('input, select')].filter(n => !n.labels || !n.labels.length)
                .concat([...document.querySelectorAll('table')].filter(n => !n.caption))
                .concat([...document.querySelectorAll('img')].filter(n => !n.hasAttribute('alt')))
                .map(n => n.outerHTML.slice(0, 80))"""
        )
        assert bare == [], address
        assert window.page.locator("h1").count() == 1


def test_the_same_from_a_web_server(visit, folder):
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        window = visit()
        window.page.goto(f"http://127.0.0.1:{server.server_port}/alertas.html")
        assert shown(window) == 50
        assert window.said == []
        assert window.foreign == []
    finally:
        server.shutdown()
        server.server_close()
