"""Keeps each arrival's profile beside its parsed files: the same bytes are profiled once, and judged every night."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.profile import COLUMN_FIELDS, TABLE_FIELDS, VERSION, Profile, profile

if TYPE_CHECKING:
    from collections.abc import Mapping


def profile_of(folder: Path, files: Mapping[str, Path]) -> Profile:
    """The profile of the parsed files in ``folder``; the folder may be deleted at any time, the profile with it."""
    import pandas as pd

    kept = folder / f"profile-{VERSION}.json"
    if not kept.is_file():
        made = profile(files)
        content = {"columns": made.columns.to_dict("records"), "tables": made.tables.to_dict("records")}
        draft = kept.with_suffix(".new")
        draft.write_text(json.dumps(content, ensure_ascii=False, default=str), encoding="utf-8")
        draft.replace(kept)
    content = json.loads(kept.read_text(encoding="utf-8"))
    return Profile(
        pd.DataFrame(content["columns"], columns=COLUMN_FIELDS), pd.DataFrame(content["tables"], columns=TABLE_FIELDS)
    )
