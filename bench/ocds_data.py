"""The OCDS workload: releases of a seeded generator, put into record packages as OECE serves them.

One ZIP a month with one JSON object in it; each record carries its compiled release and links to its releases. A month
is as large as a real one. Beside the ZIPs lie the same packages unpacked and the same releases a line each, for
anchors that read no ZIP, and the counts that every reader has to come to.

The generator is ``gen_ocds.py`` in the folder ``VIGIA_BENCH_TOOLS``; without it the sandbox prints the records.
"""

import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from bench import places

GIGABYTE = 1_000_000_000
MONTH = 62_500_000
"""Bytes of one month's package: 42 to 68 thousand processes a year at about 12.5 KB a record."""
LEAST_LINKS, MORE_LINKS = 7, 11
"""Links to releases a record: real records since 2024 have ten to seventeen."""
HOST = "https://contratacionesabiertas.osce.gob.pe/api/v1/release"
SURROUNDINGS = {
    "version": "1.1",
    "extensions": [],
    "publishedDate": "2025-12-28T12:28:28.938393-05:00",
    "publisher": {"name": "DATOS INVENTADOS"},
    "license": "https://creativecommons.org/licenses/by/4.0/",
}
KEPT_ROLES = frozenset({"buyer", "procuringEntity", "supplier", "payer", "funder"})


@dataclass(frozen=True)
class Workload:
    """Where the packages lie and what they hold, by table."""

    folder: Path
    expected: dict[str, int]

    @property
    def zips(self) -> list[Path]:
        """The months as OECE serves them."""
        return sorted((self.folder / "served").glob("*.zip"))

    @property
    def packages(self) -> list[Path]:
        """The same, unpacked."""
        return sorted((self.folder / "packages").glob("*.json"))

    @property
    def lines(self) -> Path:
        """The bare releases, one a line."""
        return self.folder / "releases.jsonl"


def workload(scale: float) -> Workload:
    """Make the workload unless it is there."""
    folder = places.workload(f"ocds-{scale:g}")
    expected = folder / "expected.json"
    if not expected.is_file():
        counts = _write(folder, int(GIGABYTE * scale))
        expected.write_text(json.dumps(counts), encoding="utf-8")
    return Workload(folder, json.loads(expected.read_text(encoding="utf-8")))


def _write(folder: Path, size: int) -> dict[str, int]:
    """Fill months until the packages together reach the size; returns the counts."""
    for name in ("served", "packages"):
        (folder / name).mkdir(exist_ok=True)
    counts: Counter[str] = Counter()
    releases = _releases(folder, size)
    with (folder / "releases.jsonl").open("wb") as lines:
        number = 0
        while counts["bytes"] < size:
            name = f"seace_v3-{2023 + number // 12}-{number % 12 + 1:02d}"
            package = folder / "packages" / f"{name}.json"
            with package.open("wb") as file:
                written = _package(file, lines, releases, min(MONTH, size - counts["bytes"]), counts)
            if not written:
                break
            counts["bytes"] += package.stat().st_size
            with zipfile.ZipFile(folder / "served" / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                archive.write(package, package.name)
            number += 1
    return dict(counts)


def _package(file: IO[bytes], lines: IO[bytes], releases: Iterator[bytes], size: int, counts: Counter[str]) -> int:
    file.write(json.dumps(SURROUNDINGS)[:-1].encode() + b', "records": [')
    written = 0
    for line in releases:
        release = json.loads(line)
        links = json.dumps(_links(release, counts["records"]), ensure_ascii=False).encode()
        record = b'{"compiledRelease": %b, "ocid": "%b", "releases": %b}' % (line, release["ocid"].encode(), links)
        file.write((b", " if written else b"") + record)
        lines.write(line + b"\n")
        _count(release, counts)
        written += len(record)
        if written >= size:
            break
    file.write(b"]}")
    return written


def _links(release: dict[str, Any], number: int) -> list[dict[str, Any]]:
    details = {"id": release["id"], "tender": {"id": release["tender"]["id"], "title": release["tender"].get("title")}}
    address = f"{HOST}/{release['id']}"
    link = {"url": address, "date": release["date"], "tag": ["planning", "tender"], "details": details}
    return [link] * (LEAST_LINKS + number % MORE_LINKS)


def _count(release: dict[str, Any], counts: Counter[str]) -> None:
    """What the package holds, counted independently of any reader of ours."""
    tender, awards, contracts = release["tender"], release.get("awards", []), release.get("contracts", [])
    counts["records"] += 1
    counts["items"] += len(tender.get("items", []))
    counts["documents"] += len(tender.get("documents", [])) + sum(len(c.get("documents", [])) for c in contracts)
    counts["awards"] += len(awards)
    counts["award_suppliers"] += sum(len(award.get("suppliers", [])) for award in awards)
    counts["contracts"] += len(contracts)
    counts["parties"] += sum(bool(KEPT_ROLES & set(party["roles"])) for party in release["parties"])


def _releases(folder: Path, size: int) -> Iterator[bytes]:
    tools = os.environ.get("VIGIA_BENCH_TOOLS")
    if not tools:
        yield from _sandbox_releases()
        return
    generated = folder / "generated"
    command = [sys.executable, str(Path(tools) / "gen_ocds.py"), "--out", str(generated), "--bytes", str(size)]
    if not generated.is_dir():
        subprocess.run(command, check=True)
    with (generated / "releases-000.jsonl").open("rb") as file:
        yield from (line.rstrip(b"\n") for line in file)


def _sandbox_releases() -> Iterator[bytes]:
    """Records of the invented Peru, one country after the other with another seed, as long as they are wanted."""
    from datetime import date
    from itertools import count

    from sandbox.portals.oece_record import record
    from sandbox.world import world

    day = date(2026, 11, 18)
    for seed in count(1):
        for process in world(seed, 20_000, day).processes:
            release = record(process, day)["compiledRelease"]
            release["ocid"] += f"-{seed}"
            yield json.dumps(release, ensure_ascii=False, separators=(",", ":")).encode()
