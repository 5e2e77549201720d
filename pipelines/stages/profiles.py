"""Keeps each arrival's profile beside its parsed files: the same bytes are profiled once, and judged every night."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from warehouse.profile import VERSION, Parsed, Profile, profile_all

if TYPE_CHECKING:
    from collections.abc import Sequence


class Wanted(NamedTuple):
    """The parsed files of one arrival in their folder, which may be deleted at any time, the profile with it."""

    folder: Path
    parsed: Parsed

    @property
    def kept(self) -> Path:
        """Where the profile is kept; other columns to be listed make another profile."""
        listed = {table: sorted(columns) for table, columns in sorted((self.parsed.listed or {}).items())}
        tag = hashlib.sha256(json.dumps(listed).encode()).hexdigest()[:12]
        return self.folder / f"profile-{VERSION}-{tag}.json"


def profiles_of(wanted: Sequence[Wanted]) -> list[Profile]:
    """The profiles of several arrivals in the order given; those not kept yet are made together."""
    new = [each for each in wanted if not each.kept.is_file()]
    for each, made in zip(new, profile_all([each.parsed for each in new]) if new else [], strict=True):
        _keep(each.kept, made)
    return [_read(each.kept) for each in wanted]


def _keep(path: Path, made: Profile) -> None:
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(made._asdict(), ensure_ascii=False), encoding="utf-8")
    draft.replace(path)


def _read(path: Path) -> Profile:
    return Profile(**json.loads(path.read_text(encoding="utf-8")))
