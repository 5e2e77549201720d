"""Numbers of orders by body and month: which are expected after those of the months before, and which are absent."""

from datetime import date

import pytest

ORDERS, RUC = "oece_conosce_ordenes", "20100000001"
JUNE = date(2026, 6, 10)


@pytest.fixture
def months(arrive, core):
    """Load the numbers of each month as the file of that month, and give the rows by month."""

    def build(numbers, *, kind="O/S", nights=None):
        for month, listed in numbers.items():
            found = [{"ruc_entidad": RUC, "tipoorden": kind, "nro_de_orden": str(number)} for number in listed]
            arrive(ORDERS, {"orders": found}, part=f"2026-{month:02d}", night=(nights or {}).get(month, JUNE))
        return {row["month"]: row for row in core("core_order_months")}

    return build


def gaps(row):
    return row["expected"], row["absent"], row["longest_gap"]


def test_what_lies_above_the_months_before_is_expected(months):
    found = months({2: [7, 8, 10], 3: [11, 12, 15, 18]})
    # Of 11 to 18 the numbers 13, 14, 16 and 17 are nowhere.
    assert gaps(found[3]) == (8, 4, 2)
    assert (found[3]["order_month_id"], found[3]["month_end"]) == (f"seace:orders:{RUC}/2026-03", date(2026, 3, 31))
    assert (found[2]["before_seen"], gaps(found[2])) == (False, (None, None, None))
    assert (found[3]["before_seen"], found[3]["orders"]) == (True, 4)


def test_the_year_begins_with_number_one(months):
    assert gaps(months({1: [3, 4]})[1]) == (4, 2, 2)


def test_a_number_found_in_a_later_month_is_not_absent(months):
    assert gaps(months({2: [1], 3: [2, 4], 4: [3, 5]})[3]) == (3, 0, 0)


def test_a_month_that_was_not_read_breaks_the_series(months):
    found = months({2: [1], 4: [9]})
    assert (found[4]["before_seen"], found[4]["expected"]) == (False, None)


def test_kinds_have_series_of_their_own(arrive, months):
    rows = [("O/C", 1), ("O/C", 2), ("O/S", 50)]
    arrive(ORDERS, {"orders": [{"ruc_entidad": RUC, "tipoorden": k, "nro_de_orden": str(n)} for k, n in rows]}, part="2026-02")
    rows = [("O/C", 3), ("O/C", 5), ("O/S", 52)]
    arrive(ORDERS, {"orders": [{"ruc_entidad": RUC, "tipoorden": k, "nro_de_orden": str(n)} for k, n in rows]}, part="2026-03")
    # O/C: 3 to 5 without 4; O/S: 51 and 52 without 51.
    assert gaps(months({})[3]) == (5, 2, 1)


def test_numbers_that_cannot_be_trusted_are_told(months):
    found = months({2: [1, "12-A"], 3: [2, 3, 3, 900]})[3]
    assert (found["unnumbered"], found["repeated"], found["apart"]) == (1, 1, True)


def test_the_older_of_both_looks_counts(months):
    assert months({2: [1], 3: [2]}, nights={2: date(2026, 5, 1)})[3]["seen_on"] == date(2026, 5, 1)
