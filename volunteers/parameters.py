"""Numbers and checklist of the lists, read strictly. No work is chosen here."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from volunteers.errors import ParameterFileError

State = Literal["executing", "stopped", "finished"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Number(_Strict):
    """A number and where it comes from."""

    value: float
    source: str


class Parameters(_Strict):
    """The whole of ``parameters.yml``: money in soles, times in days or months as named."""

    amount_max: Number
    amount_max_reconstruction: Number
    amount_min: Number
    finished_days: Number
    list_size: Number
    district_preference: Number
    draw_share: Number
    draw_seed: Number
    weight_alerts: Number
    full_at_severity: Number
    weight_money: Number
    weight_staleness: Number
    full_at_months: Number
    weight_stopped: Number
    late_ratio: Number
    weight_variations: Number
    full_at_variations: Number
    weight_unmonitored: Number
    weight_flags: Number
    full_at_flags: Number
    weight_sector: Number


class Question(_Strict):
    """One line of what to look for: for works in ``states``, or for all when empty."""

    id: str
    asks: str
    states: list[State]
    es: str


def _document(name: str) -> object:
    return yaml.safe_load(resources.files("volunteers").joinpath(name).read_text(encoding="utf-8"))


@cache
def parameters() -> Parameters:
    """Return the numbers of ``parameters.yml``.

    Raises:
        ParameterFileError: a number is missing, unknown or without its source.
    """
    return parse(_document("parameters.yml"))


def parse(document: object) -> Parameters:
    """Read the numbers strictly; see :func:`parameters`."""
    try:
        return Parameters.model_validate(document)
    except ValidationError as error:
        raise ParameterFileError(f"volunteers/parameters.yml cannot be read; correct it: {error}") from error


@cache
def checklist() -> tuple[Question, ...]:
    """Return what to look for on any visit, in order.

    Raises:
        ParameterFileError: an entry of ``checklist.yml`` is malformed.
    """
    document = _document("checklist.yml")
    entries = document if isinstance(document, list) else [document]
    try:
        return tuple(Question.model_validate(entry) for entry in entries)
    except ValidationError as error:
        raise ParameterFileError(f"volunteers/checklist.yml cannot be read; correct it: {error}") from error
