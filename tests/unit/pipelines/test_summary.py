"""The summary a run ends with: what was read and refused, what came out, where to look; Spanish first."""

import json

import pytest

from pipelines import summary
from pipelines.night import Night


@pytest.fixture(scope="module")
def told(published: Night) -> summary.Summary:
    return summary.summarise(published, 1)


def test_a_refused_source_is_named_with_its_reason(told: summary.Summary) -> None:
    assert told.refused == ["mef_detalle"]
    line = next(text for text in summary.as_text(told).splitlines() if "mef_detalle" in text)
    assert "robots_unreachable" in line


def test_rows_add_up_and_are_shown(told: summary.Summary) -> None:
    row = next(row for row in told.sources if row["source"] == "contraloria_infobras")
    assert row["rows_in"] == row["kept"] + row["collapsed"] + row["quarantined"]
    line = next(text for text in summary.as_text(told).splitlines() if "contraloria_infobras" in text)
    assert line.split() == ["contraloria_infobras", "completa", "(complete)", "1,005", "1,000", "3", "2"]


def test_outcomes_have_their_denominators_and_the_commonest_reason(told: summary.Summary) -> None:
    (row,) = told.outcomes
    assert (row["passed"], row["failed"], row["not_applicable"], row["not_evaluable"]) == (900, 1, 0, 99)
    assert row["commonest"] == "term_unknown"


def test_the_text_has_spanish_before_english_and_says_that_it_is_invented(told: summary.Summary) -> None:
    text = summary.as_text(told)
    assert "DATOS INVENTADOS" in text
    assert "Obras / works: 3" in text
    assert "ya estaba así (backlog) 1" in text
    assert text.index("No se pudo usar") < text.index("could not be used")


def test_the_paths_stand_under_the_current_build(told: summary.Summary, published: Night) -> None:
    current = str(published.folder / "published" / "current")
    assert told.paths["sitio / site"] == f"{current}/site/index.html"
    lines = summary.as_text(told).splitlines()
    shown = [line for line in lines if str(published.folder) in line]
    assert len({line.index(str(published.folder)) for line in shown}) == 1


def test_the_machine_is_told_the_same(told: summary.Summary) -> None:
    read = json.loads(summary.as_json(told))
    assert read["refused"] == ["mef_detalle"]
    assert read["alerts"] == {"backlog": 1, "closed": 1}
    assert read["events"] == {"backlog": 1}
    assert read["night"] == "2026-11-18"
