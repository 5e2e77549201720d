"""The declared transition table and the numbers it needs, read strictly.

What happens stands in ``transitions.yml`` and ``parameters.yml``; here they are only read, checked for
missing cells and flattened into rows that SQL can join. No alert is touched here.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from alerts.errors import TransitionTableError

OUTCOMES = (
    "failed_soft", "failed_hard", "passed", "not_applicable", "not_evaluable",
    "unusable", "absent", "version_changed",
)  # fmt: skip
MANNERS = ("plain", "baseline", "absence", "absence_baseline")

#: States in which a failure is not yet, or no longer, an alert: only there the manner of opening is asked.
UNOPENED = ("none", "closed")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class State(_Strict):
    """How a fine state is shown (``alerts.state``) and whether it counts as said to a body."""

    shown_as: Literal["none", "pending", "held", "backlog", "open", "closed"]
    said: bool


class EventText(_Strict):
    """What an event is called in Spanish and in English."""

    es: str
    en: str


class Burst(_Strict):
    """What happens in place of a cell when the burst bound is passed."""

    event: str
    to: str


class Cell(_Strict):
    """One cell: the event, the new state, its guard and how it counts for the burst bound."""

    event: str
    to: str
    needs: Literal["second_look", "new_claim"] | None = None
    counts: Literal["opening", "closing"] | None = None
    burst: Burst | None = None


class Declaration(_Strict):
    """The whole of ``transitions.yml``."""

    states: dict[str, State]
    events: dict[str, EventText]
    cells: dict[str, dict[str, Literal["stay"] | Cell | dict[str, Literal["stay"] | Cell]]]


class Transition(NamedTuple):
    """One row of the flattened table; ``event`` is None where nothing happens."""

    state: str
    outcome: str
    manner: str
    event: str | None
    state_after: str
    needs: str | None
    counts: str | None
    burst_event: str | None
    burst_state: str | None


class Bound(_Strict):
    """More than both ``floor`` and ``share`` of last night's open count is a burst."""

    floor: int
    share: float
    hold_days: int | None = None
    why: str


class Days(_Strict):
    """A number of calendar days and its reason."""

    value: int
    why: str


class Parameters(_Strict):
    """The whole of ``parameters.yml``."""

    second_look_days: Days
    body_burst: Bound
    rule_burst: Bound


def _document(name: str) -> object:
    text = resources.files("alerts").joinpath(name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)


def parse(document: object) -> Declaration:
    """Read a declaration strictly.

    Raises:
        TransitionTableError: a key is unknown or a cell malformed.
    """
    try:
        return Declaration.model_validate(document)
    except ValidationError as error:
        raise TransitionTableError(f"The transition table cannot be read; correct it: {error}") from error


@cache
def declaration() -> Declaration:
    """Return the declared table of this installation."""
    return parse(_document("transitions.yml"))


@cache
def parameters() -> Parameters:
    """Return the declared bounds and waiting times."""
    return Parameters.model_validate(_document("parameters.yml"))


def flatten(declared: Declaration) -> list[Transition]:
    """Return one row for each state x outcome x manner.

    Raises:
        TransitionTableError: a cell is missing, or names a state or an event that is not declared.
    """
    rows = []
    for state in declared.states:
        for outcome in OUTCOMES:
            rows += [_row(declared, state, outcome, manner) for manner in MANNERS]
    return rows


@cache
def table() -> tuple[Transition, ...]:
    """Return the flattened table of this installation."""
    return tuple(flatten(declaration()))


def _row(declared: Declaration, state: str, outcome: str, manner: str) -> Transition:
    where = f"{state} x {outcome} x {manner}"
    cell = declared.cells.get(state, {}).get(outcome)
    if isinstance(cell, dict):
        cell = cell.get(manner)
    if cell is None:
        raise TransitionTableError(f"The transition table has no cell for {where}; write one, or `stay`.")
    if cell == "stay" or not isinstance(cell, Cell):
        return Transition(state, outcome, manner, None, state, None, None, None, None)
    _check_names(declared, cell, where)
    burst = cell.burst
    return Transition(
        state, outcome, manner, cell.event, cell.to, cell.needs, cell.counts,
        burst.event if burst else None, burst.to if burst else None,
    )  # fmt: skip


def _check_names(declared: Declaration, cell: Cell, where: str) -> None:
    moves = [(cell.event, cell.to)] + ([(cell.burst.event, cell.burst.to)] if cell.burst else [])
    for event, state in moves:
        if event not in declared.events or state not in declared.states:
            raise TransitionTableError(f"Cell {where} names {event!r} or {state!r}, which is not declared.")
    if (cell.counts is None) != (cell.burst is None):
        raise TransitionTableError(f"Cell {where} must declare `counts` and `burst` together.")
