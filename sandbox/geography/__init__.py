"""Real districts in which the invented bodies live. Facts only: codes, names and a point, from the INEI list.

``districts.csv`` holds about 300 districts of all 25 departments, more of Arequipa and Tacna, whose regional
holidays the deadlines need. Nothing here is invented and nothing here chooses.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib import resources

from sandbox.model import District


@lru_cache(maxsize=1)
def districts() -> tuple[District, ...]:
    """Every district of the sandbox, in order of its INEI code."""
    text = (resources.files(__package__) / "districts.csv").read_text(encoding="utf-8")
    return tuple(
        District(
            ubigeo=row["ubigeo"],
            department=row["department"],
            province=row["province"],
            district=row["district"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
        )
        for row in csv.DictReader(text.splitlines())
    )
