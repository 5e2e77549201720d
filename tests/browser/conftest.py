"""A site built once from the invented snapshot, opened from disk in headless Chromium with everything else blocked."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import pytest

from dashboard import site

CHROMIUM = Path("/usr/bin/chromium")
FIXTURE = Path(__file__).parents[1] / "fixtures" / "dashboard" / "invented.py"


@pytest.fixture(scope="session")
def invented():
    name = "dashboard_invented_browser"
    spec = importlib.util.spec_from_file_location(name, FIXTURE)
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def folder(invented, tmp_path_factory):
    base = tmp_path_factory.mktemp("browser")
    snapshot = invented.build(base / "vigia.duckdb", works=300)
    site.build(snapshot, base / "staff", edition="staff", world="sandbox-7-300", invented=True, night=invented.NIGHT,
               rules=invented.rules())  # fmt: skip
    return base / "staff"


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM.exists():
        message = "needs the Debian package chromium (/usr/bin/chromium)"
        if os.environ.get("VIGIA_NO_SKIP") == "1":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


class Visit:
    """One window: what its console said, what it asked for, and what was refused."""

    def __init__(self, page, folder: Path) -> None:
        self.page, self.folder = page, folder
        self.said: list[str] = []
        self.foreign: list[str] = []
        page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (self.said.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def guard(self, route) -> None:
        url = route.request.url
        if url.startswith((self.folder.as_uri(), "http://127.0.0.1:")):
            route.continue_()
        else:
            self.foreign.append(url)
            route.abort()

    def go(self, address: str) -> None:
        self.page.goto(f"{self.folder.as_uri()}/{address}")

    def fresh(self, address: str) -> None:
        """Open the address as a new visitor would, also when only its hash differs."""
        self.page.goto("about:blank")
        self.go(address)


@pytest.fixture
def visit(chromium, folder):
    made = []

    def make(width: int = 1280, height: int = 900, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        made.append(context)
        window = Visit(context.new_page(), folder)
        context.route("**/*", window.guard)
        return window

    yield make
    for context in made:
        context.close()
