"""Numbers that rules use by name, with their source and standing. Here: reading them strictly. Not here: using them."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, RootModel, model_validator

from checks.errors import ParameterError
from checks.strict import Strict, read_strict

PARAMETERS = Path(__file__).parent / "parameters.yml"
REGIMES = ("R0", "R1", "unknown")
Standing = Literal["firm", "assumed", "none"]


class Value(Strict):
    """One value with the time it is in force, where it was read and how firmly it stands."""

    # Whole numbers first: pydantic would read 0 as the first of January 1970.
    value: int | float | date = Field(union_mode="left_to_right")
    regime: Literal["R0", "R1", "unknown"] | None = None
    in_force_from: date | None = None
    in_force_to: date | None = None
    source: str = Field(min_length=5)
    verified_on: date
    standing: Standing


class Parameter(Strict):
    """A named number; ``chosen_by`` says whether one value holds always or the regime chooses."""

    unit: str = Field(min_length=3)
    chosen_by: Literal["always", "regime"]
    values: list[Value] = Field(min_length=1)

    @model_validator(mode="after")
    def _values_match_the_choice(self) -> Parameter:
        regimes = sorted(v.regime or "" for v in self.values)
        wanted = sorted(REGIMES) if self.chosen_by == "regime" else [""]
        if regimes != wanted:
            raise ValueError(f"chosen_by {self.chosen_by} needs exactly one value for each of {wanted}")
        return self

    def for_regime(self, regime: str) -> Value:
        """The value of a regime; a parameter chosen by nothing has one value for all."""
        return next(v for v in self.values if v.regime in (None, regime))


class _File(RootModel[dict[str, Parameter]]):
    """parameters.yml as a whole."""


Parameters = dict[str, Parameter]


def read_parameters(path: Path = PARAMETERS) -> Parameters:
    """Read a parameter file.

    Raises:
        ParameterError: one line naming file, parameter and what to correct.
    """
    return dict(read_strict(path, _File, ParameterError).root)


@cache
def parameters() -> Parameters:
    """The parameters in force, read once."""
    return read_parameters()
