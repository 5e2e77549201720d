"""Which photographs count and which are alike, exactly at the limits; the cases of IMP-06 prove the rest."""

from datetime import date
from typing import Any

import pytest
from cases import clear, insert

from checks.parameters import parameters
from checks.sqlfiles import read_sql
from checks.wide import SQL_FOLDER

HASH, NEAR, FAR = "0" * 16, f"{0xF:016x}", "f" * 16


def photo(work: str, month: int | None, bits: str | None = HASH, tones: float = 20.0) -> dict[str, Any]:
    year = None if month is None else 2026
    measured = {} if bits is None else {"image_hash": bits, "two_tone_pct": tones}
    return {"work_code": work, "document_code": f"{work}{month}{bits}", "year": year, "month": month, **measured}


@pytest.fixture
def again(warehouse):
    """What is found of some photographs, by the code of their works; each has an investment of its own."""
    def _again(*photos: dict[str, Any], **moved: int) -> dict[str, dict[str, Any]]:
        clear(warehouse)
        insert(warehouse, "core_work_photos", list(photos))
        likes = [(HASH, HASH, 0), (FAR, FAR, 0), (NEAR, NEAR, 0), (HASH, NEAR, 4), (NEAR, HASH, 4)]
        insert(warehouse, "core_photo_likes", [dict(zip(("image_hash", "like_hash", "bits"), like, strict=True)) for like in likes])
        insert(warehouse, "core_works", [{"work_code": code, "cui": f"26{code:>05}"} for code in sorted({p["work_code"] for p in photos})])
        values = dict(parameters())
        for name, value in moved.items():
            kept = values[name].values[0].model_copy(update={"value": value})
            values[name] = values[name].model_copy(update={"values": [kept]})
        found = warehouse.execute(read_sql(SQL_FOLDER / "photos_again.sql", values))
        names = [column[0] for column in found.description]
        return {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}

    return _again


def test_the_nearest_is_told_with_both_months(again):
    one = again(photo("1", 3), photo("2", 1, NEAR), photo("1", 2, FAR))["1"]
    assert (one["bits"], one["like_work"], one["month"], one["like_month"]) == (4, "2", date(2026, 3, 1), date(2026, 1, 1))
    assert (one["listed"], one["gathered"], one["compared"]) == (2, 2, 2)
    assert again(photo("1", 3), photo("2", 1, NEAR), photo("3", 1))["1"]["like_work"] == "3"


def test_a_photograph_is_not_its_own_like(again):
    assert again(photo("1", 3))["1"]["bits"] is None


def test_a_month_that_is_not_known_is_compared_with_other_works_only(again):
    assert again(photo("1", None), photo("1", 3))["1"]["bits"] is None
    found = again(photo("1", None), photo("2", 3))
    assert (found["1"]["bits"], found["1"]["month"], found["1"]["like_month"]) == (0, None, date(2026, 3, 1))


@pytest.mark.parametrize(("tones", "compared"), [(79.99, 1), (80.0, 0), (100.0, 0)])
def test_what_is_of_two_tones_has_nothing_to_compare(again, tones, compared):
    found = again(photo("1", 3, tones=tones), photo("2", 3))
    assert (found["1"]["gathered"], found["1"]["compared"]) == (1, compared)
    assert (found["2"]["bits"] == 0) is bool(compared)


def test_limits_come_from_the_parameters(again):
    pair = (photo("1", 1), photo("1", 3))
    assert [again(*pair, photo_months=n)["1"]["bits"] for n in (2, 3)] == [0, None]
    pair = (photo("1", 1), photo("2", 1, NEAR))
    assert [again(*pair, photo_bits=n)["1"]["bits"] for n in (4, 3)] == [4, None]
    three = [photo(code, 1) for code in "123"]
    assert [again(*three, photo_works=n)["1"]["compared"] for n in (4, 3)] == [1, 0]


def test_a_crowd_is_counted_in_works_and_not_in_photographs(again):
    found = again(*(photo("1", month) for month in range(1, 9)), photo("2", 1))
    assert (found["1"]["compared"], found["1"]["bits"]) == (8, 0)


def test_pictures_like_a_crowded_one_are_crowded_too(again):
    found = again(*(photo(code, 1) for code in "1234"), photo("5", 1, NEAR))
    assert {row["compared"] for row in found.values()} == {0}
