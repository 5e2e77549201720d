"""The child process that reads outside bytes: ``python -m sources.child job.json``.

Here: its own limits, the choice of the reader, the report it leaves. Not here: starting and watching it (``reading``).
Nothing of the caller's environment is needed; whatever goes wrong ends as a report or as an exit code.
"""

import importlib
import resource
import sys
from pathlib import Path

from sources.engine import remove_spill
from sources.job import OUT_OF_MEMORY, Job, load_job
from sources.refusals import Refused
from sources.report import ReadReport, Refusal

ADDRESS_FACTOR = 2
ADDRESS_SPARE_MB = 1_536


def main(path: Path) -> int:
    """Run one job; 0 when a report was written, also one that refuses the file."""
    job = load_job(path)
    limit_self(job)
    try:
        report = run(job)
    except Refused as refused:
        report = _refusal(job, refused)
    except MemoryError:
        return OUT_OF_MEMORY
    report.write(job.out_dir)
    return 0


def run(job: Job) -> ReadReport:
    """Run the source's own reader in this process."""
    module = importlib.import_module(f"sources.{job.spec.name}.reader")
    report: ReadReport = module.read(job)
    remove_spill(job.out_dir)
    return report


def limit_self(job: Job) -> None:
    """Take the limits before the first outside byte: address space, processor time, size of files.

    Engines reserve far more addresses than they use; resident memory is watched by the parent, this is the backstop.
    """
    limits = job.spec.limits
    megabyte = 1 << 20
    address = (limits.memory_mb * ADDRESS_FACTOR + ADDRESS_SPARE_MB) * megabyte
    resource.setrlimit(resource.RLIMIT_AS, (address, address))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds * 2, limits.seconds * 2 + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.output_mb * megabyte,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _refusal(job: Job, refused: Refused) -> ReadReport:
    for leftover in job.out_dir.glob("*.parquet"):
        leftover.unlink()
    remove_spill(job.out_dir)
    return ReadReport(
        source=job.spec.name,
        payload_sha256=job.payload_sha256,
        reader_version=job.spec.reader_version,
        part=job.part,
        refused=Refusal(refused.code, str(refused)),
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
