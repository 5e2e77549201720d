"""Keeps each arrival's profile beside its parsed files: the same bytes are profiled once, and judged every night."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.profile import COLUMN_FIELDS, TABLE_FIELDS, VERSION, Profile, profile

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def profile_of(folder: Path, files: Mapping[str, Path], listed: Mapping[str, Collection[str]]) -> Profile:
    """The profile of the parsed files in ``folder``, with the values of the ``listed`` columns.

    The folder may be deleted at any time, the profile with it; other columns to be listed make another profile.
    """
    import pandas as pd

    wanted = {table: sorted(columns) for table, columns in sorted(listed.items())}
    tag = hashlib.sha256(json.dumps(wanted).encode()).hexdigest()[:12]
    kept = folder / f"profile-{VERSION}-{tag}.json"
    if not kept.is_file():
        made = profile(files, listed)
        content = {"columns": made.columns.to_dict("records"), "tables": made.tables.to_dict("records")}
        draft = kept.with_suffix(".new")
        draft.write_text(json.dumps(content, ensure_ascii=False, default=str), encoding="utf-8")
        draft.replace(kept)
    content = json.loads(kept.read_text(encoding="utf-8"))
    return Profile(
        pd.DataFrame(content["columns"], columns=COLUMN_FIELDS), pd.DataFrame(content["tables"], columns=TABLE_FIELDS)
    )
