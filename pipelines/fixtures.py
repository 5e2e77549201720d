"""Reads a source's recorded fixtures through its real reader, offline: what `vigia sources check` does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.errors import UsageError
from pipelines.settings import PROJECT
from sources import reading
from sources.recognise import recognise
from sources.report import ReadReport
from sources.spec import SourceSpec

FOLDER = PROJECT / "tests" / "fixtures" / "sources"
RECORDED_ON = date(2026, 11, 20)


def fixture_files(spec: SourceSpec) -> list[Path]:
    """The recorded files of one source, as a folder of downloads would be recognised; strangers beside them are not.

    Raises:
        UsageError: none is recorded.
    """
    folder = FOLDER / spec.name
    files = [found.path for found in recognise(folder) if found.source == spec.name] if folder.is_dir() else []
    if not files:
        raise UsageError(f"no fixture of {spec.name} under {FOLDER.relative_to(PROJECT)}; record one")
    return files


def read_fixtures(spec: SourceSpec) -> Iterator[ReadReport]:
    """Read each recorded file in the limited child process."""
    with TemporaryDirectory(prefix="vigia-fixture-") as scratch:
        for path in fixture_files(spec):
            yield reading.read(
                spec, path, out_dir=Path(scratch), seen_on=RECORDED_ON, file_name=path.name, part=path.stem
            )
