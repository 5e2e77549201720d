"""The shape of a plan: what happens to a work, a purchase and an investment, and when the registers learn of it.

Plans know dates and what somebody did; they know no rule. ``sandbox.views`` prints the plan as it is seen on one
day; ``sandbox.truth`` says from the plan, not from the print, what each rule ought to conclude.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.plans.rewriting import is_undone

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from sandbox.model import Body, District, Supplier

Month = tuple[int, int]
ContrataText = "Contrata"
DEFAULT_TRAITS: dict[str, str] = {
    "start": "regular",
    "supervision": "person",
    "ending": "on_time",
    "reporting": "regular",
    "reception": "on_time",
    "closing": "regular",
    "term": "known",
    "settlement": "on_time",
    "controversy": "none",
    "handover": "full",
    "stop": "none",
    "mark": "no",
    "stoppage": "regular",
    "order": "regular",
    "secrecy": "open",
    "origin": "ordinary",
    "code": "regular",
    "purchase": "regular",
    "contractor": "regular",
    "slip": "none",
    "rewriting": "never",
    "record": "kept",
    "undone": "no",
    "pace": "steady",
    "place": "regular",
    "double": "none",
    "file": "regular",
    "residency": "regular",
    "act": "regular",
    "papers": "regular",
    "pictures": "ungathered",
    "serving": "regular",
}
"""What a work does where its scenario says nothing."""


UNCODED = ("none", "six_digits", "product", "older_only")
"""What stands in place of a work's CUI where it has none that is well formed."""
NEVER_BEGUN = ("never", "announced", "deferred", "put_off")
"""Starts of works that the register shows as not begun for ever: with no start, with one, or with a deferral."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Lengths of a project's phases in days, drawn once; moving ``lead`` moves everything after registration."""

    lead: int  # registration to start
    call_to_award: int
    award_to_sign: int
    sign_to_handover: int
    handover_to_start: int
    term: int
    slack: int  # planned end to real end
    stop_after: int
    stop_for: int
    repair: int  # how long a defect lasts once it is one
    show: int  # days between a fact and its record
    reception: int  # real end to reception
    settlement: int  # reception to liquidation


@dataclass(slots=True)
class Dates:
    """The days on which things happen to one work."""

    called: date
    awarded: date
    signed: date
    handover: date
    started: date
    planned_end: date
    stopped: date | None = None
    resumed: date | None = None
    extended: date | None = None  # when an extension is published
    extension_days: int = 0
    finished: date | None = None
    finish_shown: date | None = None
    received: date | None = None
    reception_shown: date | None = None
    settled: date | None = None
    settlement_shown: date | None = None
    supervised: date | None = None  # when somebody is named


@dataclass(slots=True)
class WorkPlan:
    """One work: traits say what is peculiar about it, dates when."""

    code: str
    name: str
    work_type: str
    scenario: str
    traits: dict[str, str]
    modality: str
    body: Body
    district: District | None
    number: int
    registered: date
    dates: Dates
    term: int
    cost: Decimal
    show: int
    report_day: int
    report_stop: Month | None = None  # last month reported before a silence
    report_again: Month | None = None  # first month reported after it
    home: District | None = None  # where it really lies; the record may name another district
    has_cui: bool = True
    parent_code: str | None = None
    contract_of: str | None = None  # the work whose contract it shares by number
    contractor: Supplier | None = None  # as INFOBRAS names it
    album: int = 0  # works of one album may have a photograph in common
    supervision_firm: bool = False
    broken: dict[str, str] = field(default_factory=dict)

    @property
    def region(self) -> str | None:
        """The INEI department whose holidays count, None where INFOBRAS shows no place."""
        return self.district.ubigeo[:2] if self.district else None

    @property
    def by_contract(self) -> bool:
        """Whether the work is built by a contractor under procurement law."""
        return self.modality == ContrataText

    def trait(self, name: str) -> str:
        """What the work does about ``name``."""
        return self.traits.get(name, DEFAULT_TRAITS[name])

    def state(self, day: date) -> str:
        """Where the work stands on ``day``: not_started, executing, stopped or finished."""
        dates = self.dates
        if self.trait("start") in NEVER_BEGUN or day < dates.started or is_undone(self, day):
            return "not_started"
        if dates.finish_shown and day >= dates.finish_shown:
            return "finished"
        if dates.stopped and dates.stopped <= day and (dates.resumed is None or day < dates.resumed):
            return "stopped"
        return "executing"


@dataclass(slots=True)
class ProcessPlan:
    """One selection process and what SEACE shows of it."""

    ocid: str
    tender_id: str
    title: str
    description: str
    body: Body
    scenario: str
    category: str
    called: date
    awarded: date | None
    signed: date | None
    contract_shown: date | None
    value: Decimal
    carries_cui: bool
    supplier: Supplier
    fate: str = "regular"  # how the process goes; see sandbox.plans.purchases
    link: str = "apart"  # how it can be tied to works: single, firm, amount, shared, apart
    serves: tuple[int, ...] = ()  # positions in the project of the works it buys
    number: int = 0
    slip: str = "record_regular"  # how its record is misfiled; see sandbox.plans.misfiled
    foreign_cui: str | None = None  # the CUI of an investment it does not build, or of one without a work
    direct: bool | None = None  # whether nobody competed; None: as its listing says
    rivals: int = 1  # who tendered beside the winner
    classes: tuple[str, ...] | None = None  # of its items; None: as sandbox.plans.classes says
    upkeep: bool = False  # it keeps up what stands, and builds nothing
    recorded_as: WorkPlan | None = None  # the work under another code that INFOBRAS shows with its amount


@dataclass(slots=True)
class InvestmentPlan:
    """One investment and what the MEF files show of it."""

    cui: str
    snip: str
    name: str
    body: Body
    district: District
    scenario: str
    traits: dict[str, str]
    registered: date
    cost: Decimal
    spend_from: date
    spend_months: int
    spend_ratio: Decimal
    spend_day: int
    update_day: int
    update_every: int
    updates_end: date | None
    closed: date | None = None  # closed or deactivated, by trait
    by_contract: bool = True
    broken: dict[str, str] = field(default_factory=dict)
    works: list[WorkPlan] = field(default_factory=list)  # that bear its CUI
    older: list[WorkPlan] = field(default_factory=list)  # that bear only its older code
    bought: list[ProcessPlan] = field(default_factory=list)  # works bought under its CUI where no work bears it

    def trait(self, name: str) -> str:
        """What the investment does about ``name``; 'regular' where its scenario says nothing."""
        return self.traits.get(name, "regular")

    @property
    def subject_id(self) -> str:
        """The id by which it is judged: its CUI, else its SNIP."""
        return f"mef:investment:cui:{self.cui}" if self.cui else f"mef:investment:snip:{self.snip}"


@dataclass(slots=True)
class ProjectPlan:
    """Works, processes and the investment that belong together and share a clock."""

    number: int
    begins: date
    body: Body
    works: list[WorkPlan]
    processes: list[ProcessPlan]
    investment: InvestmentPlan | None
    others: list[ProcessPlan] = field(default_factory=list)  # bought under its CUI by contract, not for its works
