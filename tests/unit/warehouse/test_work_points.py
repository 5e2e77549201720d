"""Points that the map shows of works, and how far they lie from the district that the record names."""

import json
from datetime import date

import pytest

SQUARE = [[-77.1, -12.1], [-77.0, -12.1], [-77.0, -12.0], [-77.1, -12.0], [-77.1, -12.1]]
HOLE = [[-77.06, -12.06], [-77.04, -12.06], [-77.04, -12.04], [-77.06, -12.04], [-77.06, -12.06]]
PLACE = {"departamento": "LIMA", "provincia": "LIMA", "distrito": "LIMA"}


@pytest.fixture
def point(arrive, core):
    """The one point of a work in Lima (150101), its investment being elsewhere unless stated."""

    def build(longitude, latitude, *, boundary=("Polygon", [SQUARE]), investment="150102"):
        arrive("inei_distritos", {"districts": [{"inei": "150101", **PLACE}]})
        arrive.works({"codigo_infobras": "1", "codigo_unico_de_inversion": "2000001", **PLACE})
        arrive("mef_detalle", {"investments": [{"codigo_unico": "2000001", "departamento": "LIMA", "ubigeo": investment}]})
        if boundary:
            kind, coordinates = boundary
            shape = json.dumps({"type": kind, "coordinates": coordinates})
            arrive("inei_limites", {"districts": [{"iddist": "150101", "geometry": shape}]})
        shown = {"page_key": "1", "longitude": longitude, "latitude": latitude}
        arrive("contraloria_ficha", {"points": [shown]}, night=date(2026, 3, 11))
        (row,) = core("core_work_points")
        assert (row["longitude"], row["latitude"], row["seen_on"]) == (longitude, latitude, date(2026, 3, 11))
        return row["km_outside"]

    return build


def test_a_point_within_the_district_is_no_way_outside(point):
    assert point(-77.05, -12.05) == 0


def test_a_point_beside_an_edge_is_as_far_outside_as_that_edge(point):
    # 0.05 degrees east of the edge at 12.05 south: 0.05 × 111.32 × cos(12.05°) = 5.443 km.
    assert point(-76.95, -12.05) == pytest.approx(5.443, abs=0.001)


def test_a_point_beyond_a_corner_is_as_far_outside_as_that_corner(point):
    # 0.03 north: 3.317 km; 0.04 east at 11.97 south: 0.04 × 111.32 × cos(11.97°) = 4.356 km; together 5.475 km.
    assert point(-76.96, -11.97) == pytest.approx(5.475, abs=0.001)


def test_a_hole_is_outside_and_every_part_of_a_district_is_inside(point):
    # The nearest edge of the hole is 0.01 degrees of latitude away east and west alike: 1.0887 km.
    assert point(-77.05, -12.05, boundary=("Polygon", [SQUARE, HOLE])) == pytest.approx(1.089, abs=0.001)
    far = [[[x + 1, y] for x, y in SQUARE]]
    assert point(-76.05, -12.05, boundary=("MultiPolygon", [[SQUARE], far])) == 0


@pytest.mark.parametrize("boundary", [None, ("Point", [-77, -12]), ("Polygon", "none")])
def test_without_a_boundary_that_can_be_read_nothing_is_measured(point, boundary):
    assert point(-76.0, -12.05, boundary=boundary) is None


def test_where_record_and_investment_name_one_district_nothing_is_measured(point):
    assert point(-76.0, -12.05, investment="150101") is None
