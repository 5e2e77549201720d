"""Works whose record bears a slip of the pen, and the unusual records beside them that are right.

They are dealt in place of works with nothing peculiar, so that no other scenario becomes rarer. Lists only.
"""

from __future__ import annotations

from sandbox.plans.scenarios import Scenario

DATES = (
    Scenario("slip_file_1900", "Expediente con fecha de 1900", "Technical file dated 1900", 10,
      {"slip": "file_of_1900"}),
    Scenario("slip_record_ahead", "Avance registrado en el futuro", "Progress recorded in the future", 10,
      {"slip": "record_ahead"}, long=True),
    Scenario("slip_end_decades", "Fin reprogramado a treinta años", "Reprogrammed end thirty years away", 10,
      {"slip": "end_decades_late"}, contract=True),
    Scenario("slip_settled_ahead", "Liquidación con fecha futura", "Settlement dated in the future", 8,
      {"slip": "settled_ahead"}),
    Scenario("slip_end_before_start", "Fin anterior al inicio y sin recepción", "End before the start, not received", 8,
      {"slip": "end_before_start", "reception": "never"}, contract=True),
    Scenario("file_of_1990", "Expediente del primer día de 1990, real", "File of the first day of 1990, real", 6,
      {"slip": "file_of_1990"}),
    Scenario("old_programme", "Fin programado que no se movió con el inicio", "An end not moved with a late start", 8,
      {"slip": "old_programme"}, contract=True),
)  # fmt: skip

AMOUNTS = (
    Scenario("slip_one_sol", "Expediente de un sol", "A technical file of one sol", 7, {"slip": "file_of_one_sol"}),
    Scenario("slip_thousandfold", "Expediente mil veces mayor", "A technical file a thousand times too large", 9,
      {"slip": "file_thousandfold"}, contract=True),
    Scenario("slip_fourfold", "Expediente del cuádruple del contrato", "A technical file of four contracts", 8,
      {"slip": "file_fourfold"}, contract=True),
    Scenario("file_threefold", "Expediente del triple, real", "A technical file of three contracts, real", 6,
      {"slip": "file_threefold"}, contract=True),
    Scenario("file_third", "Contrato del triple del expediente, real", "A contract of three technical files, real", 6,
      {"slip": "file_third"}, contract=True),
)  # fmt: skip

BRIEF = (
    Scenario("built_at_once", "Empieza y termina el mismo día", "Begins and ends on one day", 16,
      {"ending": "at_once"}),
    Scenario("built_hastily", "Termina un día antes del 15 % del plazo", "Ends a day short of 15 % of the term", 16,
      {"ending": "hasty"}),
    Scenario("built_briskly", "Termina al 15 % del plazo, real", "Ends at 15 % of the term, real", 8,
      {"ending": "brisk"}),
    Scenario("resolved_at_once", "Contrato resuelto el primer día", "Contract resolved on the first day", 6,
      {"ending": "at_once", "reception": "short"}),
)  # fmt: skip

ORDER = (
    Scenario("received_before_end", "Recibida el día antes de terminar", "Received the day before its end", 8,
      {"reception": "day_before"}),
    Scenario("received_same_day", "Recibida el día en que termina, real", "Received on the day of its end, real", 6,
      {"reception": "same_day"}),
    Scenario("part_received_before_end", "Una parte recibida antes, real", "A part received before the end, real",
      6, {"reception": "part_before"}),
    Scenario("settled_before_reception", "Liquidada el día antes de recibida", "Settled the day before reception", 8,
      {"settlement": "day_before"}),
    Scenario("settled_same_day", "Liquidada el día de la recepción, real", "Settled on the day of reception, real", 6,
      {"settlement": "same_day"}),
)  # fmt: skip

ABANDONED = (
    Scenario("abandoned", "Ni avance ni gasto desde hace años", "Neither record nor spending for years", 16,
      {"ending": "abandoned", "reporting": "stops"}, long=True),
    Scenario("dormant", "Sin avance hace años, con gasto", "No record for years, yet spending", 10,
      {"ending": "dormant", "reporting": "stops"}, long=True),
    Scenario("abandoned_uncoded", "Sin avance hace años ni código único", "No record for years, no investment code", 8,
      {"ending": "abandoned", "reporting": "stops", "code": "none"}, long=True),
)  # fmt: skip

PROGRESS = (
    Scenario("progress_over", "Avance de 100.51 %", "A progress of 100.51 %", 8, {"slip": "progress_over"}),
    Scenario("progress_rounded", "Avance de 100.50 %, redondeo", "A progress of 100.50 %, rounding", 6,
      {"slip": "progress_rounded"}),
    Scenario("month_fell", "Un mes mayor que el siguiente", "A month above the next one", 9, {"slip": "month_fell"},
      long=True),
    Scenario("month_dipped", "Un mes un punto mayor que el siguiente, real", "A month a point above the next, real", 7,
      {"slip": "month_dipped"}, long=True),
    Scenario("progress_frozen", "Avance que no se mueve", "A progress that does not move", 24,
      {"pace": "frozen", "ending": "overrun"}, long=True),
    Scenario("progress_by_halves", "Avance que se mueve cada dos meses, real", "A progress that moves every two months",
      8, {"pace": "by_halves", "papers": "idle"}, long=True),
)  # fmt: skip

ENDS = (
    Scenario("new_end_eleven_off", "Nuevo fin a once días de lo ampliado", "New end eleven days off", 8,
      {"ending": "extension", "slip": "end_eleven_early"}, contract=True),
    Scenario("new_end_ten_off", "Nuevo fin a diez días de lo ampliado, real", "New end ten days off, real", 6,
      {"ending": "extension", "slip": "end_ten_early"}, contract=True),
)  # fmt: skip

ADDED = (
    Scenario("additions_above_half", "Adicionales del 51,1 % del contrato", "Additions of 51.1 % of the contract", 6,
      {"slip": "additions_above_half"}, contract=True),
    Scenario("additions_half", "Adicionales del 50 %", "Additions of 50 %", 4, {"slip": "additions_half"},
      contract=True),
    Scenario("additions_deducted", "Adicionales del 55 % y deductivos", "Additions of 55 % and deductions", 8,
      {"slip": "additions_deducted"}, contract=True),
    Scenario("additions_small", "Adicionales del 15 %, reales", "Additions of 15 %, real", 4,
      {"slip": "additions_small"}, contract=True),
    Scenario("additions_uncounted", "Monto de adicionales sin adicionales", "An amount of additions and no addition", 3,
      {"slip": "additions_uncounted"}, contract=True),
    Scenario("valued_above", "Valorizado 11 % sobre el contrato", "Valued 11 % above the contract", 13,
      {"slip": "valued_above"}, contract=True),
    Scenario("valued_adjusted", "Valorizado con reajuste del 10 %", "Valued with an adjustment of 10 %", 5,
      {"slip": "valued_adjusted"}, contract=True),
)  # fmt: skip

SLIPS = (*DATES, *AMOUNTS, *BRIEF, *ORDER, *ABANDONED, *PROGRESS, *ENDS, *ADDED)
