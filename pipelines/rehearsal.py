"""Small invented nights that are audited like the whole country, for scores and tests of many of them.

Not here: what is scored (``scoring``, ``blindness``) and the steps of a night (``stages``).
"""

from __future__ import annotations

from typing import Literal

from pipelines.night import Night
from pipelines.worlds import World
from sources.spec import SourceSpec


class NationalWorld(World):
    """A sandbox audited like the whole country: floors stop a source, what a complete look no longer shows is gone."""

    @property
    def scope(self) -> Literal["national", "slice"]:
        """National, however small."""
        return "national"


class SmallNight(Night):
    """A night whose sources may be small: the floors on rows are lowered, all else stands."""

    @property
    def specs(self) -> dict[str, SourceSpec]:
        """The sources with another floor."""
        return {
            name: spec.model_copy(update={"expectations": spec.expectations.model_copy(update={"min_rows": 1})})
            for name, spec in super().specs.items()
        }
