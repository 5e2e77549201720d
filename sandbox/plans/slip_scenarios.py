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
    Scenario("slip_end_decades", "Fin reprogramado a treinta años", "Reprogrammed end thirty years away", 8,
      {"slip": "end_decades_late"}),
    Scenario("slip_settled_ahead", "Liquidación con fecha futura", "Settlement dated in the future", 8,
      {"slip": "settled_ahead"}),
    Scenario("file_of_1990", "Expediente del primer día de 1990, real", "File of the first day of 1990, real", 6,
      {"slip": "file_of_1990"}),
    Scenario("old_programme", "Fin programado que no se movió con el inicio", "An end not moved with a late start", 8,
      {"slip": "old_programme"}),
)  # fmt: skip

SLIPS = DATES
