"""One job of the reading child: what to read, by which contract, and where to write.

Here: the job, its JSON form and the exit code both sides know. Not here: limits and processes (``reading``, ``child``).
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sources.spec import SourceSpec

OUT_OF_MEMORY = 75


@dataclass(frozen=True)
class Job:
    """A payload to read. ``seen_on`` is the night's civil date in Lima; ``part`` a month ``YYYY-MM`` or None."""

    spec: SourceSpec
    payload: Path
    payload_sha256: str
    file_name: str
    part: str | None
    out_dir: Path
    seen_on: date

    def write(self, path: Path) -> None:
        """Write the job for the child to read."""
        content = {
            "spec": self.spec.model_dump(mode="json"),
            "payload": str(self.payload),
            "payload_sha256": self.payload_sha256,
            "file_name": self.file_name,
            "part": self.part,
            "out_dir": str(self.out_dir),
            "seen_on": self.seen_on.isoformat(),
        }
        path.write_text(json.dumps(content), encoding="utf-8")


def load_job(path: Path) -> Job:
    """Read a job back, in the child."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return Job(
        spec=SourceSpec.model_validate(content["spec"]),
        payload=Path(content["payload"]),
        payload_sha256=content["payload_sha256"],
        file_name=content["file_name"],
        part=content["part"],
        out_dir=Path(content["out_dir"]),
        seen_on=date.fromisoformat(content["seen_on"]),
    )
