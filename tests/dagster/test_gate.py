"""A floor raised by hand stops exactly its source: Great Expectations' verdict decides, and the others go on."""

from __future__ import annotations

from datetime import date

import pytest
from steps import Portals, SmallJudgedNight, frozen_oece, night_of

from pipelines.stages import arrive, whole
from sandbox.world import world

pytestmark = pytest.mark.night
DAY = date(2026, 10, 1)
ASKED = (
    "contraloria_infobras", "inei_distritos", "mef_cierre", "mef_desactivadas", "mef_detalle", "mef_f12b",
    "oece_entidades", "oece_ocds",
)  # fmt: skip


class StricterNight(SmallJudgedNight):
    """A night with one edited contract: a source must have a million rows."""

    edited = ""

    @property
    def specs(self):
        specs = super().specs
        spec = specs[self.edited]
        raised = spec.expectations.model_copy(update={"min_rows": 1_000_000})
        return specs | {self.edited: spec.model_copy(update={"expectations": raised})}


@pytest.fixture(scope="module")
def asked(place_folder):
    country = world(3, 60, DAY)
    portals = Portals.open(country, frozen_oece(country))
    night = night_of(portals, place_folder, DAY, national=True)
    whole.ask_all(night)
    yield night
    portals.handle.stop()


def refused(night):
    with night.warehouse() as connection:
        rows = connection.execute("SELECT DISTINCT source, refusal FROM meta_looks WHERE NOT accepted").fetchall()
    return dict(rows)


def test_without_an_edit_all_pass(asked):
    arrive.judge(asked)
    assert refused(asked) == {}


@pytest.mark.parametrize("source", ASKED)
def test_an_edited_expectation_stops_exactly_its_source(asked, source):
    night = StricterNight(asked.world, asked.date, asked.settings, asked.clock)
    object.__setattr__(night, "edited", source)
    arrive.judge(night)
    assert refused(night) == {source: "gate_floor"}


def test_the_night_goes_on_without_it(asked):
    night = StricterNight(asked.world, asked.date, asked.settings, asked.clock)
    object.__setattr__(night, "edited", "mef_f12b")
    whole.derive(night)
    with night.warehouse() as connection:
        counts = connection.execute(
            "SELECT (SELECT count(*) FROM raw_mef_f12b__monitoring), (SELECT count(*) FROM core_works), "
            "(SELECT count(*) FROM core_investments WHERE in_detalle), (SELECT count(*) FROM core_processes)"
        ).fetchone()
    assert counts[0] == 0
    assert counts[1] == 60
    assert all(counts[2:])
