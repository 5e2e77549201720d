"""Fifty persons stand in the invented registers: the archive holds them, and nothing else that a night leaves does.

Also those whom the older registers print (supervisors, residents, responsible officials, officers of transparency), as
far as they were asked.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pytest
from command import Ended, Place
from leaks import Needle, found, leaks, texts_of

from sandbox.portals.people import planted
from sandbox.portals.persons import everybody
from sandbox.world import world
from sources.archive import Archive

pytestmark = pytest.mark.night
DAY = date(2026, 11, 18)
SIZE = ("--sandbox", "--seed", "3", "--size", "60")
FIFTY = [Needle(one.name, one.document) for one in everybody()]
PLANTED = planted(world(3, 60, DAY), 400)
MAILS = [Needle(one.mark) for one in PLANTED if "@" in one.mark]
OTHERS = sorted({*(Needle(one.name, one.mark if one.mark.isdigit() else "") for one in PLANTED), *MAILS},
                key=lambda one: (one.name, one.document))  # fmt: skip


@dataclass
class Told:
    """An installation after two nights, and what the commands said."""

    place: Place
    ended: list[Ended]

    @property
    def data(self) -> Path:
        return self.place.folder / "data" / "sandbox-3-60"

    @property
    def raw(self) -> list[Path]:
        """Where what was published lies as it came: the archive, and its payloads unpacked."""
        return [self.data / "archive", self.data / "cache" / "payloads"]


@pytest.fixture(scope="module")
def told(vigia, memory):
    place = Place(memory / "persons", {"VIGIA_LOG": "DEBUG"})
    nights = [vigia.run(place, "audit", *SIZE, "--as-of", f"2026-11-{18 + night}", "--json") for night in range(2)]
    assert [ended.code for ended in nights] == [0, 0], nights[-1].log[-3000:]
    return Told(place, nights)


def archived(told: Told) -> set[Needle]:
    """The persons whom the archive's payloads name: the control."""
    archive = Archive(told.data / "archive", cache=told.place.folder / "unpacked")
    hashes = {look.payload_sha256 for night in archive.nights() for look in archive.looks(night) if look.payload_sha256}
    pages = {row.payload_sha256 for night in archive.nights() for name in sources_of(archive)
             for row in archive.receipts(night, name) if row.payload_sha256}  # fmt: skip
    payloads = [archive.payload(one) for one in sorted(hashes | pages) if archive.holds(one)]
    return found([*FIFTY, *OTHERS], (text for path in payloads for text in _published(path)))


def sources_of(archive: Archive) -> set[str]:
    return {look.source for night in archive.nights() for look in archive.looks(night)}


def _published(path: Path) -> Iterator[str]:
    """The texts of a payload: of a workbook those of its sheet."""
    content = path.read_bytes()
    if not content.startswith(b"PK"):
        yield from texts_of(path)
        return
    with zipfile.ZipFile(path) as book:
        yield from (book.read(name).decode("utf-8", errors="replace") for name in book.namelist())


def test_fifty_different_persons_are_planted():
    assert len(set(FIFTY)) == len({one.document for one in FIFTY}) == len({one.name for one in FIFTY}) == 50


def test_the_archive_holds_every_one_of_them(told):
    control = archived(told)
    assert set(FIFTY) <= control
    assert len(control & set(OTHERS)) > 50, "supervisors, residents and officials of the older registers too"
    assert control & set(MAILS), "and mailboxes that carry a name"


def test_nothing_else_that_two_nights_leave_names_any_of_them(told):
    """Tables, parsed files, snapshot, pages of both editions, ledger, outbox, Great Expectations' results, locks."""
    persons = [*FIFTY, *(archived(told) & set(OTHERS))]
    assert leaks(told.data, persons, apart=told.raw) == {}


def test_neither_logs_nor_what_the_command_says_name_any_of_them(told):
    for ended in told.ended:
        assert len(ended.log) > 1_000
        assert found([*FIFTY, *OTHERS], [ended.out, ended.log]) == set()


def test_dagster_keeps_none_of_them(told):
    """Runs, events and the metadata of every asset."""
    folder = told.place.folder / "dagster"
    assert list(folder.rglob("*.db")), "the run history lies elsewhere: this test would see nothing"
    assert leaks(folder, [*FIFTY, *OTHERS]) == {}


def test_what_remains_of_them_is_the_mask_and_the_mark_that_somebody_was_named(told):
    with duckdb.connect(str(told.data / "vigia.duckdb"), read_only=True) as connection:
        orders = connection.execute(
            "SELECT DISTINCT ruc_contratista, nombre_razon_contratista, descripcion_orden "
            "FROM raw_oece_conosce_ordenes__orders WHERE ruc_contratista LIKE '10%'"
        ).fetchall()
        officials = connection.execute(
            "SELECT count(*) FROM raw_contraloria_informes__reports WHERE officials_named"
        ).fetchall()
    assert orders == [("10*********", "PERSONA NATURAL", "PERSONA NATURAL")]
    assert officials[0][0] > 0


ONE = FIFTY[7]


def hide(folder: Path) -> dict[str, set[Needle]]:
    """Write one person into a file of every kind that a night leaves."""
    (folder / "page.html").write_text(f"<p>{ONE.name}</p>", encoding="utf-8")
    (folder / "log.jsonl").write_text(json.dumps({"note": f"x {ONE.document} y"}), encoding="utf-8")
    (folder / "ledger.csv").write_text(f"10{ONE.document}3;obra\n", encoding="utf-8")
    (folder / "page.json.gz").write_bytes(gzip.compress(ONE.name.encode()))
    with duckdb.connect(str(folder / "table.duckdb")) as connection:
        connection.execute("CREATE TABLE t AS SELECT [{'a': ?}] AS nested", [ONE.name])
        connection.execute(f"COPY (SELECT ? AS b) TO '{folder / 'part.parquet'}'", [ONE.document])
    with sqlite3.connect(folder / "runs.db") as connection:
        connection.execute("CREATE TABLE events (body BLOB)")
        connection.execute("INSERT INTO events VALUES (?)", [zlib.compress(ONE.name.encode())])
    connection.close()
    names = ("ledger.csv", "log.jsonl", "page.html", "page.json.gz", "part.parquet", "runs.db", "table.duckdb")
    return {name: {ONE} for name in names}


def test_the_search_finds_a_person_wherever_one_is_hidden(tmp_path):
    assert leaks(tmp_path, FIFTY) == {}
    expected = hide(tmp_path)
    assert leaks(tmp_path, FIFTY) == expected


def test_the_search_is_not_fooled_by_hashes(tmp_path):
    (tmp_path / "hash.txt").write_text(f"ab{ONE.document}cd", encoding="utf-8")
    assert leaks(tmp_path, FIFTY) == {}
