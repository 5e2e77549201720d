"""The invented snapshot, built once, and the two editions of its site."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from dashboard import site

FIXTURE = Path(__file__).parents[2] / "fixtures" / "dashboard" / "invented.py"


def load():
    """The fixture module, loaded by its path (tests are no package)."""
    name = "dashboard_invented"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, FIXTURE)
        sys.modules[name] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture(scope="session")
def invented():
    return load()


@pytest.fixture(scope="session")
def snapshot(invented, tmp_path_factory):
    return invented.build(tmp_path_factory.mktemp("snapshot") / "vigia.duckdb", works=60)


def build(invented, snapshot, folder, edition, **more):
    options = {"world": "sandbox-7-60", "invented": True, "night": invented.NIGHT, "rules": invented.rules(),
               "roots": invented.roots()} | more  # fmt: skip
    return site.build(snapshot, folder, edition=edition, **options)


@pytest.fixture(scope="session")
def staff(invented, snapshot, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sites") / "staff"
    build(invented, snapshot, folder, "staff")
    return folder


@pytest.fixture(scope="session")
def opened(invented, snapshot, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sites") / "open"
    build(invented, snapshot, folder, "open")
    return folder
