"""Purchases whose record in SEACE is misfiled although they went as planned, and look-alikes that are right.

Only purchases of goods and services that belong to no work are misfiled, so that whoever asks about works meets none.
Here: which slips there are and whose record bears which. What is printed in its place is said in ``sandbox.portals``,
and of records that somebody writes anew, on some days one thing and on others another, in ``sandbox.views``.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.plans.scenarios import Scenario, wheel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sandbox.plans.facts import ProcessPlan

CALLS = (
    Scenario("record_regular", "Registro sin nada peculiar", "A record with nothing peculiar", 2),
    Scenario("record_no_method", "Sin modalidad", "Without its method", 1),
    Scenario("record_shared_id", "Con el identificador de otra convocatoria", "With the id of another call", 1),
    Scenario("record_prefix", "OCID con otro prefijo", "An OCID with another prefix", 1),
    Scenario("record_unreal_value", "Valor de 18 500 millones y un céntimo", "A value of 18.5 billion and a cent", 1),
    Scenario("record_large_value", "Valor de 18 500 millones, en el límite", "A value of 18.5 billion, the limit", 1),
    Scenario("record_budget_over", "Presupuesto sobre vez y media del valor", "A budget above 1.5 of the value", 1),
    Scenario("record_budget_most", "Presupuesto de vez y media del valor", "A budget of 1.5 of the value", 1),
    Scenario("record_budget_least", "Presupuesto de la mitad del valor", "A budget of half of the value", 1),
    Scenario("record_no_buyer", "La entidad no figura entre las partes", "The buyer is not among the parties", 1),
)  # fmt: skip

AWARDS = (
    Scenario("record_regular", "Registro sin nada peculiar", "A record with nothing peculiar", 2),
    Scenario("record_uncounted", "Adjudicado y sin número de postores", "Awarded without a count of tenderers", 1),
    Scenario("record_deserted", "Desierto con buena pro", "Deserted with an award", 1),
    Scenario("record_award_early", "Buena pro del día antes de la convocatoria", "Awarded the day before the call", 1),
    Scenario("record_award_same_day", "Buena pro el día de la convocatoria", "Awarded on the day of the call", 1),
    Scenario("record_award_ahead", "Buena pro con fecha futura", "An award dated in the future", 1),
    Scenario("record_no_supplier", "Buena pro sin adjudicatario", "An award without a supplier", 1),
    Scenario("record_unlisted", "El adjudicatario no figura entre las partes", "The supplier is not among the parties",
      1),
    Scenario("record_wrong_digit", "RUC con dígito verificador errado", "A tax number with a wrong check digit", 1),
    Scenario("record_award_withdrawn", "Buena pro publicada y retirada", "An award published and withdrawn", 2),
    Scenario("record_award_passed", "La buena pro pasa al segundo", "The award passes to the second", 1),
)  # fmt: skip

CONTRACTS = (
    Scenario("record_regular", "Registro sin nada peculiar", "A record with nothing peculiar", 2),
    Scenario("record_contract_over", "Contrato sobre vez y media de la buena pro", "Contract above 1.5 of the award",
      1),
    Scenario("record_contract_most", "Contrato de vez y media de la buena pro", "Contract of 1.5 of the award", 1),
    Scenario("record_contract_least", "Contrato de la mitad de la buena pro", "Contract of half of the award", 1),
    Scenario("record_dangling", "Contrato de una buena pro que no está", "A contract of an award that is not there", 1),
    Scenario("record_signed_early", "Firmado el día antes de la buena pro", "Signed the day before the award", 1),
    Scenario("record_signed_same_day", "Firmado el día de la buena pro", "Signed on the day of the award", 1),
    Scenario("record_signed_ahead", "Firma con fecha futura", "A signature dated in the future", 1),
    Scenario("record_period", "Plazo que termina antes de empezar", "A period that ends before it begins", 1),
    Scenario("record_one_day", "Plazo de un solo día, contado entero", "A period of one day, counted whole", 1),
    Scenario("record_duration", "Dos días de más en la duración", "Two days too many in the duration", 1),
)  # fmt: skip

REWRITTEN = (
    Scenario("record_other_ocid", "Otro OCID del mismo procedimiento", "Another OCID of the same process", 1),
    Scenario("record_retitled", "Nomenclatura reescrita", "A title written anew", 1),
    Scenario("record_reworded", "Solo el objeto reescrito", "Only the object written anew", 1),
    Scenario("record_contract_withdrawn", "Contrato publicado y retirado", "A contract published and withdrawn", 1),
    Scenario("record_contract_renumbered", "El mismo contrato con otro código", "The same contract by another id", 1),
    Scenario("record_amount_rewritten", "Monto del contrato reescrito", "The contract's amount written anew", 1),
    Scenario("record_signing_rewritten", "Fecha de firma reescrita", "The day of signature written anew", 1),
    Scenario("record_papers_lost", "Documentos del contrato retirados", "The contract's documents withdrawn", 1),
    Scenario("record_period_extended", "Solo el plazo reescrito", "Only the period written anew", 1),
)
"""Borne by the services that a few firms give again and again, one after the other."""

UNREAL = Decimal(18_500_000_000)
"""The largest value that a call may have."""
_WHEELS = {"unawarded": wheel(CALLS), "never": wheel(AWARDS), "regular": wheel(CONTRACTS)}
"""By how the purchase goes: nobody has won, somebody has, or there is a contract."""

_TURNING = {slip.key for slip in REWRITTEN} | {"record_award_withdrawn", "record_award_passed"}
_TURNS_EVERY, _APART = 20, 7


def is_rewritten(plan: ProcessPlan, day: date, slip: str) -> bool:
    """Whether the record bears the slip and ``day`` is one of those on which it shows the other thing."""
    return plan.slip == slip and _turn(plan, day) % 2 == 1


def rewritten_on(plan: ProcessPlan, day: date) -> date | None:
    """The last day up to ``day`` on which the record was written anew, none where nobody does so."""
    if plan.slip not in _TURNING:
        return None
    turned = date.fromordinal(_turn(plan, day) * _TURNS_EVERY - plan.number * _APART % _TURNS_EVERY)
    return max(turned, plan.called)


def _turn(plan: ProcessPlan, day: date) -> int:
    return (day.toordinal() + plan.number * _APART % _TURNS_EVERY) // _TURNS_EVERY


def misfile(block: int, purchases: Sequence[ProcessPlan]) -> None:
    """Deal the slips of one block to those of its purchases that build nothing and belong to nobody."""
    for fate, dealt in _WHEELS.items():
        plain = [at for at, plan in enumerate(purchases) if plan.fate == fate and _is_nobodys(plan)]
        for turn, at in enumerate(plain):
            plan = purchases[at]
            plan.slip = dealt[(block * len(plain) + turn) % len(dealt)].key
            _plan_slip(plan, purchases[plain[turn - 1]])


def _is_nobodys(plan: ProcessPlan) -> bool:
    return plan.category != "works" and plan.foreign_cui is None


def _plan_slip(plan: ProcessPlan, other: ProcessPlan) -> None:
    """What every register shows of the slip."""
    if plan.slip == "record_shared_id":
        plan.tender_id = other.tender_id
    elif plan.slip == "record_prefix":
        plan.ocid = plan.ocid.replace("ocds-dgv273-", "ocds-dgv237-")
    elif plan.slip == "record_unreal_value":
        plan.value = UNREAL + Decimal("0.01")
    elif plan.slip == "record_large_value":
        plan.value = UNREAL
    elif plan.slip == "record_wrong_digit":
        code = plan.supplier.code
        plan.supplier = type(plan.supplier)(f"{code[:-1]}{(int(code[-1]) + 1) % 10}", plan.supplier.name)
