"""Works whose record somebody writes anew without an act, and those whose record changes lawfully.

They are dealt in place of works with nothing peculiar, so that no other scenario becomes rarer. Lists only.
"""

from __future__ import annotations

from sandbox.plans.scenarios import Scenario

REWRITTEN = (
    Scenario("amount_rewritten", "Monto del contrato reescrito", "Contract amount written anew", 6,
      {"slip": "amount_grown", "rewriting": "slip"}, contract=True),
    Scenario("amount_rounded", "Monto redondeado en 0,9 %, real", "An amount rounded by 0.9 %, real", 3,
      {"slip": "amount_rounded", "rewriting": "slip"}, contract=True),
    Scenario("amount_taxed", "Monto con y sin IGV, real", "An amount with and without tax, real", 7,
      {"slip": "amount_taxed", "rewriting": "slip"}, contract=True),
    Scenario("contractor_replaced", "Contratista reescrito", "Contractor written anew", 9,
      {"slip": "firm_other", "rewriting": "slip"}, contract=True),
    Scenario("contract_anew", "Otro contratista con otro contrato, real", "Another firm by another contract, real", 4,
      {"slip": "contract_anew", "rewriting": "slip"}, contract=True),
    Scenario("settlement_rewritten", "Liquidación movida veinte días", "Settlement moved by twenty days", 9,
      {"slip": "settled_later", "rewriting": "slip"}),
    Scenario("settlement_near", "Liquidación movida tres días, real", "Settlement moved by three days, real", 3,
      {"slip": "settled_soon_after", "rewriting": "slip"}),
    Scenario("settlement_corrected", "Liquidación con fecha futura, corregida", "A settlement ahead, corrected", 4,
      {"slip": "settled_ahead", "rewriting": "slip"}),
    Scenario("end_rewritten", "Fin programado movido sesenta días", "Programmed end moved by sixty days", 6,
      {"slip": "end_later", "rewriting": "slip"}, contract=True),
    Scenario("end_near", "Fin programado movido tres días, real", "Programmed end moved by three days, real", 3,
      {"slip": "end_soon_after", "rewriting": "slip"}, contract=True),
    Scenario("programme_corrected", "Fin programado corregido tras el inicio", "A programme corrected after the start",
      5, {"slip": "old_programme", "rewriting": "slip"}, contract=True),
    Scenario("progress_rewritten", "Avance final rebajado a 98,5 %", "A final progress lowered to 98.5 %", 14,
      {"slip": "progress_short", "rewriting": "slip"}),
    Scenario("progress_corrected", "Avance de 100.51 % corregido", "A progress of 100.51 % corrected", 4,
      {"slip": "progress_over", "rewriting": "slip"}),
    Scenario("progress_half_point", "Avance rebajado medio punto, real", "A progress lowered by half a point, real", 3,
      {"slip": "progress_rounded", "rewriting": "slip"}),
    Scenario("month_withdrawn", "Mes publicado y retirado", "A month published and withdrawn", 18,
      {"reporting": "withdrawn", "ending": "overrun"}, long=True),
    Scenario("start_undone", "Obra iniciada que figura sin ejecución", "A work begun, shown as not begun", 10,
      {"undone": "yes", "start": "blank", "ending": "overrun"}, long=True),
)  # fmt: skip

RECORDS = (
    Scenario("record_kept", "La obra conserva su código", "The work keeps its code", 0),
    Scenario("record_vanished", "Registro retirado; otra obra ocupa su lugar", "A record that vanished", 0,
      {"record": "vanishes"}),
    Scenario("record_renumbered", "La misma obra con otro código, real", "The same work under another code, real", 0,
      {"record": "renumbered"}),
)  # fmt: skip
"""What becomes of the record itself, beside the scenario of its work."""
