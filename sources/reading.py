"""Reading a payload: start the child, watch it, take its report, keep the result.

Here: limits from outside, the cache of parsed payloads, the counts asserted. Not here: any parsing: outside bytes are
opened only in the child (``child``), which may crash, hang or eat memory without harm to the night.
"""

import hashlib
import logging
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from sources.dates import date_in_name
from sources.errors import ReadingError
from sources.job import OUT_OF_MEMORY, Job
from sources.nursery import AT_ONCE, ERRORS_NAME, NURSERIES, Nursery
from sources.refusals import FILE_CODES
from sources.report import REPORT_NAME, ReadReport, Refusal, load_report
from sources.spec import SourceSpec

LOG = logging.getLogger(__name__)
POLL_SECONDS = 0.02
PAGE = os.sysconf("SC_PAGE_SIZE")
SHOWN_ERRORS = 4_000
NOT_CACHED = frozenset({"out_of_memory", "timed_out", "output_too_big", "reader_failed"})
"""Refusals that say something about this machine or this reader, not about the bytes: the next run tries again."""


def read(  # noqa: PLR0913 - the facts of one arrival
    spec: SourceSpec,
    payload_path: Path,
    *,
    out_dir: Path,
    seen_on: date,
    file_name: str,
    part: str | None = None,
    payload_sha256: str | None = None,
) -> ReadReport:
    """Read a payload and return what it came to; the files stand in ``report.folder``.

    ``out_dir`` is the cache of parsed payloads of this source; the folder inside it is named by the payload's hash and
    the reader's version, so the same bytes are read once. ``seen_on`` is the civil date in Lima of the night.

    Raises:
        ReadingError: the payload does not exist.
        CountsDisagreeError: the reader lost rows.
    """
    if not payload_path.is_file():
        msg = f"{spec.name}: there is no payload at {payload_path}; ask for the source again or correct the path"
        raise ReadingError(msg)
    if payload_sha256 is None:
        NURSERIES.prepare(1)
    digest = payload_sha256 or _sha256(payload_path)
    folder = _folder(spec, out_dir, digest, part)
    if not (folder / REPORT_NAME).is_file():
        out_dir.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix="reading-", dir=out_dir))
        try:
            job = Job(spec, payload_path.resolve(), digest, file_name, part, work, seen_on)
            outcome = _run(job)
            if outcome.refused and outcome.refused.code in NOT_CACHED:
                return outcome
            outcome.write(work)
            _replace(work, folder)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return _kept(spec, folder, file_name)


def known(
    spec: SourceSpec, payload_sha256: str, *, out_dir: Path, file_name: str, part: str | None = None
) -> ReadReport | None:
    """Return what an earlier reading of these bytes came to, None when they were not read by this reader yet."""
    folder = _folder(spec, out_dir, payload_sha256, part)
    return _kept(spec, folder, file_name) if (folder / REPORT_NAME).is_file() else None


def read_together(readings: Sequence[Callable[[], ReadReport]]) -> list[ReadReport]:
    """Run several readings, two at a time, each in a child of its own; the reports in the order given.

    The first error is raised after all have ended.
    """
    if len(readings) < AT_ONCE:
        return [reading() for reading in readings]
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="reader") as readers:
        running = [readers.submit(reading) for reading in readings]
    return [one.result() for one in running]


def _folder(spec: SourceSpec, out_dir: Path, digest: str, part: str | None) -> Path:
    return out_dir / "-".join(filter(None, (digest, part, str(spec.reader_version))))


def _kept(spec: SourceSpec, folder: Path, file_name: str) -> ReadReport:
    report = load_report(folder).check()
    return replace(report, published_on=report.published_on or date_in_name(spec, file_name))


def _run(job: Job) -> ReadReport:
    """Start the child and wait for it within its limits."""
    job_path = job.out_dir / "job.json"
    errors = job.out_dir / ERRORS_NAME
    job.write(job_path)
    started = time.monotonic()
    with NURSERIES.one() as nursery:
        process = nursery.begin(job_path)
        code, exit_code, peak_mb = _watch(nursery, process, job)
    LOG.info(
        "event=read source=%s part=%s code=%s seconds=%.1f peak_mb=%d",
        job.spec.name, job.part, code or exit_code, time.monotonic() - started, peak_mb,
    )  # fmt: skip
    complaint = errors.read_text(encoding="utf-8", errors="replace")[-SHOWN_ERRORS:]
    for leftover in (job_path, errors):
        leftover.unlink()
    if code is None and exit_code == 0 and (job.out_dir / REPORT_NAME).is_file():
        return load_report(job.out_dir).check()
    return _failure(job, code or _code_of_exit(exit_code, complaint), complaint)


def _watch(nursery: Nursery, process: int, job: Job) -> tuple[str | None, int, int]:
    """Wait for the child; end its whole session when it takes too long or too much memory.

    Returns why it was ended (None: it ended itself), its exit code and its peak of resident memory in MB.
    """
    deadline = time.monotonic() + job.spec.limits.seconds
    peak = 0
    why: str | None = None
    try:
        while (exit_code := nursery.ended(POLL_SECONDS)) is None:
            resident = _resident_mb(process)
            peak = max(peak, resident)
            if resident > job.spec.limits.memory_mb:
                why = "out_of_memory"
            elif time.monotonic() > deadline:
                why = "timed_out"
            if why is not None:
                _kill(process)
    except BaseException:
        _kill(process)
        raise
    return why, exit_code, peak


def _kill(process: int) -> None:
    """End the child and whatever it started; its session bears its own number."""
    for end in (os.killpg, os.kill):
        with suppress(ProcessLookupError):
            end(process, signal.SIGKILL)


def _resident_mb(process: int) -> int:
    # Asked fifty times a second: a Path would cost more than the answer.
    try:
        with open(f"/proc/{process}/statm", "rb", buffering=0) as told:  # noqa: PTH123
            fields = told.read(200).split()
    except OSError:
        return 0
    return int(fields[1]) * PAGE >> 20 if len(fields) > 1 else 0


def _code_of_exit(code: int, complaint: str) -> str:
    if code == OUT_OF_MEMORY or "MemoryError" in complaint or "bad_alloc" in complaint or "Out of Memory" in complaint:
        return "out_of_memory"
    if code == -signal.SIGXFSZ or "File too large" in complaint:
        return "output_too_big"
    if code == -signal.SIGXCPU:
        return "timed_out"
    return "reader_failed"


def _failure(job: Job, code: str, complaint: str) -> ReadReport:
    words = FILE_CODES[code]
    for leftover in job.out_dir.iterdir():
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    # Only the kind of the fault: its message may quote a cell.
    kind = complaint.strip().splitlines()[-1:] if code == "reader_failed" else []
    detail = f" ({kind[0].split(':')[0][:80]})" if kind else ""
    return ReadReport(
        source=job.spec.name,
        payload_sha256=job.payload_sha256,
        reader_version=job.spec.reader_version,
        part=job.part,
        refused=Refusal(code, f"{words.es}{detail} / {words.en}{detail}"),
    )


def _replace(work: Path, folder: Path) -> None:
    """Move a finished result into its place; another process may have been first, with the same result."""
    try:
        work.rename(folder)
    except OSError:
        if not (folder / REPORT_NAME).is_file():
            raise


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
