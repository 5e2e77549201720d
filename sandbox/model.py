"""What exists in the invented Peru on one day, before any portal prints it.

The records hold what the registers *publish* that day, as Python values; formats, quirks and
file layouts belong to the portals module, the plan behind each record to the world module.
``None`` is an empty cell. ``broken`` maps a field to the literal text a portal prints in its
place (for cells planted as unreadable).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class District:
    """A real district: INEI code, names in capitals without accents, a point."""

    ubigeo: str
    department: str
    province: str
    district: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Body:
    """A public body with an invented name and its code in each register."""

    name: str
    infobras_code: str
    ruc: str
    consucode: str
    sec_ejec: str
    level: str  # 'GOBIERNO LOCAL' | 'GOBIERNO REGIONAL' | 'GOBIERNO NACIONAL'
    sector: str
    district: District


@dataclass(frozen=True, slots=True)
class Investment:
    """One CUI as the MEF files show it; ``files`` says in which of them it stands."""

    cui: str
    snip: str
    name: str
    body: Body
    district: District
    files: frozenset[str]  # of 'detalle', 'f12b', 'cierre', 'desactivadas'
    small: bool = False  # for upkeep, equipment or rehabilitation (IOARR)
    emergency: bool | None = False
    spread_out: bool | None = None  # over several departments; None: nobody planned it
    modality: str | None = "ADMINISTRACIÓN INDIRECTA - POR CONTRATA"
    registered_on: date | None = None
    viable_on: date | None = None
    viable_amount: Decimal | None = None
    updated_cost: Decimal | None = None
    concurrent_control: Decimal | None = None
    award_amount: Decimal | None = None
    bond_amount: Decimal | None = None
    accrued_prior: Decimal | None = None
    accrued_year: Decimal | None = None
    pim_year: Decimal | None = None
    first_accrued: str | None = None  # YYYYMM
    last_accrued: str | None = None
    technical_file: bool | None = None
    f8: bool | None = None
    f8_stage: str | None = None  # 'A' | 'B' | 'C'
    f12b_registered: bool | None = None
    physical_reported: bool | None = None
    physical_pct: Decimal | None = None
    execution_pct: Decimal | None = None
    estimate_declared_at: datetime | None = None  # DETALLE ULT_FEC_DECLA_ESTIM
    f12b_updated_at: datetime | None = None  # FORMATO_12B FECHA_ULT_ACT_F12B
    f12b_accrued: Decimal | None = None  # FORMATO_12B DEVENGADO_ACUMULADO
    execution_from: date | None = None
    execution_to: date | None = None
    closed_on: date | None = None
    repeated: int = 1  # how often the row stands in its file (identical duplicates)
    broken: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Work:
    """One work as the INFOBRAS bulk file shows it."""

    code: str
    name: str
    body: Body
    district: District | None
    modality: str  # as published: 'Contrata', 'Administración directa', 'Por núcleo ejecutor', …
    state: str  # 'En Ejecución', 'Finalizado', 'Paralizada', 'Sin Ejecución'
    cui: str | None = None  # None prints 0
    snip: str | None = None
    is_balance: bool | None = False
    parent_code: str | None = None
    reconstruction: bool = False
    reserved: bool = False
    work_type: str = "SALUD"
    investment_name: str | None = None
    investment_state: str | None = None
    address: str | None = None
    exact_place: bool | None = None  # None: nobody planned it
    pointed: bool | None = None  # whether the map shows it; None: nobody planned it
    point: tuple[float, float] | None = None  # latitude and longitude there; None: about its district
    file_approved_on: date | None = None
    file_amount: Decimal | None = None
    contractor_ruc: str | None = None
    contractor_name: str | None = None
    contract_amount: Decimal | None = None
    supervision_ruc: str | None = None
    supervision_name: str | None = None
    supervision_amount: Decimal | None = None
    supervisor_person: str | None = None  # invented name; personal, never to leave the archive
    supervisor_from: date | None = None
    supervisor_to: date | None = None
    resident_person: str | None = None
    resident_from: date | None = None
    resident_to: date | None = None
    started_on: date | None = None
    programmed_end_on: date | None = None
    term_days: int | None = None
    handover_kind: str | None = None  # 'Total' | 'Parcial'
    handover_pct: Decimal | None = None
    handover_on: date | None = None
    progress_year: int | None = None
    progress_month: int | None = None
    progress_recorded_on: date | None = None
    physical_programmed_pct: Decimal | None = None
    physical_pct: Decimal | None = None
    valued_programmed: Decimal | None = None
    valued: Decimal | None = None
    financial_pct: Decimal | None = None
    financial_amount: Decimal | None = None
    stop_cause: str | None = None
    stopped_on: date | None = None
    stopped_days: int | None = None
    comments: str | None = None
    up_to_date: bool = True
    stoppage_flag: bool | None = False
    modifications: int = 0
    modification_days: int = 0
    new_term_days: int = 0
    reprogrammed_end_on: date | None = None
    controversies: int | None = 0
    additions: int = 0
    additions_amount: Decimal = Decimal(0)
    deductions: int = 0
    deductions_amount: Decimal = Decimal(0)
    finished_on: date | None = None
    incomplete_reason: str | None = None
    total_reception: bool | None = None
    received_on: date | None = None
    liquidated: bool | None = None
    liquidated_on: date | None = None
    final_cost: Decimal | None = None
    told_cost: Decimal | None = None  # of its investment, where INFOBRAS tells another than the bank
    told_cost_on: date | None = None
    first_accrued_year: int | None = None
    accrued_total: Decimal | None = None
    monitor_reports: int = 0
    complaints: int = 0
    control_reports: int = 0
    broken: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MonthShown:
    """One month of progress as the page of a work shows it."""

    year: int
    month: int | None  # None where the body left the month open, 13 where it wrote a thirteenth
    programmed_pct: Decimal | None
    physical_pct: Decimal | None
    programmed: Decimal | None
    valued: Decimal | None
    stopped_on: date | None = None
    stopped_days: int | None = None
    photos: int = 1
    valuations: int = 1  # files of the month's valuation
    scenes: tuple[str, ...] = ()  # what each photograph shows; empty where nobody gathered its file


@dataclass(frozen=True, slots=True)
class WorkHistory:
    """What only the page of a work shows, beside its :class:`Work`; the oldest month first."""

    months: tuple[MonthShown, ...] = ()
    signed_on: date | None = None
    contract_of: str | None = None  # the work whose contract it shares by number
    contractor_code: str | None = None  # SEACE's code of a consortium
    extended_on: date | None = None
    added_on: date | None = None  # when additional works were approved
    schedules: int = 0  # that the page lists
    acts_published: bool = True  # with the changes of term and amount, as documents
    first_supervised_on: date | None = None  # an inspector of before the supervisor of today
    resident_from: date | None = None  # a resident whom the daily file does not show
    succeeded_on: date | None = None  # since when others serve than those whom the daily file shows
    resident_named: bool = True  # False: the page lists him without a name


@dataclass(frozen=True, slots=True)
class Supplier:
    """A company (11-digit RUC 20…), a natural person (10…) or a consortium (7-digit SEACE code)."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Award:
    """A buena pro inside one process."""

    award_id: str
    awarded_on: date | None
    amount: Decimal | None
    suppliers: tuple[Supplier, ...]


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract as registered in SEACE, inside one process."""

    contract_id: str
    award_id: str | None
    title: str
    signed_on: date | None
    amount: Decimal | None
    period_from: date | None = None
    period_to: date | None = None
    papers: str = "signed"  # what is listed: 'signed' | 'none' | 'untyped' | 'annex'


@dataclass(frozen=True, slots=True)
class Process:
    """One selection process as an OCDS record shows it."""

    ocid: str
    tender_id: str
    title: str  # nomenclatura
    description: str
    body: Body
    category: str  # 'works' | 'services' | 'goods'
    called_on: date
    method: str  # 'open' | 'direct' | 'selective'
    method_details: str
    value: Decimal
    cui: str | None
    item_states: tuple[str, ...]
    awards: tuple[Award, ...] = ()
    contracts: tuple[Contract, ...] = ()
    tenderers: tuple[Supplier, ...] = ()
    papers: str = "complete"  # what the call lists once awarded: 'complete' | 'no_evaluation' | 'untyped' | 'none'
    slip: str = "record_regular"  # how the record is misfiled, if it is
    classes: tuple[str, ...] = ()  # of its items in the catalogue CUBSO, the last one of all that follow; or none
    changed_on: date | None = None  # last day on which the record changed (regeneration of its month)


@dataclass(frozen=True, slots=True)
class WorksLog:
    """A digital works log as OECE's files show it; of its entries day and kind."""

    log_id: str
    contract_id: str
    tender_id: str
    description: str
    body: Body
    opened_on: date
    entries: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True)
class World:
    """Everything the registers show on one day."""

    seed: int
    size: int
    day: date
    districts: tuple[District, ...]
    bodies: tuple[Body, ...]
    investments: tuple[Investment, ...]
    works: tuple[Work, ...]
    processes: tuple[Process, ...]
    logs: tuple[WorksLog, ...] = ()


@dataclass(frozen=True, slots=True)
class Expected:
    """The truth about one subject and one rule on one day, known from the plan."""

    rule_id: str
    subject_id: str
    outcome: str  # 'passed' | 'failed' | 'not_applicable' | 'not_evaluable'
    due: date | None = None  # stated for failures of dated rules
    hardness: str | None = None  # 'soft' | 'hard' where the rule has both
    reason: str | None = None
    scenario: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One record that an audit ought to keep beside its outcomes, known from the plan."""

    family: str  # 'contradictions' | 'quality' | 'flags'
    kind: str  # the fact, question or flag
    subject_id: str
    told: tuple[str, ...]  # what it says, as text
    scenario: str = ""
