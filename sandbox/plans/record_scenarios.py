"""The scenarios of what a body leaves out of a work's record, and of what only looks left out. Lists only."""

from __future__ import annotations

from sandbox.plans.scenarios import Scenario

RECORD = (
    Scenario("contractor_blank", "Contratista sin RUC ni nombre", "Contractor without number or name", 14,
      {"contractor": "blank", "pace": "frozen"}, contract=True, long=True),
    Scenario("contractor_wrong_digit", "RUC del contratista con dígito errado", "Contractor's number, wrong digit", 12,
      {"contractor": "wrong_digit"}, contract=True, long=True),
    Scenario("contractor_firm_name", "Empresa contratista sin RUC", "Contracting firm without a number", 8,
      {"contractor": "firm_name", "pace": "frozen"}, contract=True, long=True),
    Scenario("contractor_consortium_name", "Consorcio sin RUC propio", "Consortium without a number of its own", 6,
      {"contractor": "consortium_name"}, contract=True, long=True),
    Scenario("contractor_consortium_code", "Consorcio con código que no es RUC", "Consortium with a code of a register",
      5, {"contractor": "consortium_code"}, contract=True, long=True),
    Scenario("contractor_natural", "Contratista persona natural", "A natural person as contractor", 5,
      {"contractor": "natural"}, contract=True, long=True),
    Scenario("contractor_foreign", "Contratista con código de no domiciliado", "Contractor with a foreign code", 9,
      {"contractor": "foreign"}, contract=True, long=True),
    Scenario("no_term_no_end", "Sin plazo ni fecha de fin", "Neither term nor end", 10,
      {"ending": "no_ends", "term": "blank"}, long=True),
    Scenario("zero_term_no_end", "Plazo cero y sin fecha de fin", "Zero term and no end", 6,
      {"ending": "no_ends", "term": "zero"}, long=True),
    Scenario("blank_term_with_end", "Sin plazo, con fecha de fin", "No term, but an end", 6, {"term": "blank"},
      long=True),
    Scenario("not_begun_contracted", "Con contrato y sin iniciar", "Contracted and not begun", 16, {"start": "never"},
      "beginning", contract=True),
    Scenario("not_begun_put_off", "Con contrato e inicio postergado", "Contracted, its start deferred", 8,
      {"start": "put_off"}, contract=True),
    Scenario("no_start_no_ground", "En ejecución sin inicio ni terreno", "Executing without start or ground", 8,
      {"start": "blank", "handover": "none"}, contract=True, long=True),
    Scenario("announced", "Sin ejecución con fecha de inicio", "Not begun, with a start", 14, {"start": "announced"}),
    Scenario("announced_deferred", "Sin ejecución, inicio postergado", "Not begun, its start deferred", 8,
      {"start": "deferred"}),
    Scenario("complete_silent", "Al 100 % y en silencio", "At 100 % and silent", 14,
      {"ending": "complete_unclosed", "reporting": "until_complete"}),
    Scenario("complete_marked", "Al 100 %, en silencio y con marca", "At 100 %, silent and marked", 5,
      {"ending": "complete_unclosed", "reporting": "until_complete", "mark": "yes"}),
    Scenario("stopped_undated", "Paralizada sin fecha", "Stopped without a day", 8,
      {"stop": "midway", "stoppage": "undated"}),
    Scenario("stopped_others", "Paralizada por «otros»", "Stopped because of 'others'", 6,
      {"stop": "midway", "stoppage": "others"}),
    Scenario("stopped_unmarked", "Paralizada sin la marca", "Stopped without the mark", 6,
      {"stop": "midway", "stoppage": "unmarked"}),
    Scenario("stopped_mark_blank", "Paralizada con la marca en blanco", "Stopped, the mark blank", 5,
      {"stop": "midway", "stoppage": "mark_blank"}),
)  # fmt: skip

CODES = (
    Scenario("code_six_digits", "Código único de seis dígitos", "Investment code of six digits", 14,
      {"code": "six_digits"}, long=True),
    Scenario("code_product", "Código de producto presupuestal", "Code of a budget product", 14, {"code": "product"},
      long=True),
    Scenario("code_older_only", "Solo código SNIP antiguo", "Only the older SNIP code", 7, {"code": "older_only"},
      long=True),
)  # fmt: skip

BROKEN = (
    Scenario("broken_stop_date", "Fecha de paralización ilegible", "Unreadable day of the stoppage", 5,
      {"stop": "midway"}, broken={"stopped_on": "31/02/2026"}),
    Scenario("broken_progress_complete", "Avance ilegible y en silencio", "Unreadable progress and silent", 5,
      {"ending": "complete_unclosed", "reporting": "until_complete"}, broken={"physical_pct": "CIEN"}),
    Scenario("broken_term_no_end", "Plazo ilegible y sin fecha de fin", "Unreadable term and no end", 5,
      {"ending": "no_ends"}, long=True, broken={"term_days": "SEIS MESES"}),
)  # fmt: skip
