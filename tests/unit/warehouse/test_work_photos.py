"""Photographs of works with the hashes of their images, and which of these hashes are alike."""

from datetime import date
from itertools import product
from random import Random

import pytest

from checks.parameters import parameters

PAGES, IMAGES = "contraloria_ficha", "contraloria_fotos"
A, B, C = ("a" * 32, "b" * 32, "c" * 32)


def document(number, name, array="lImgFisico", month="10"):
    return {"page_key": "1", "codigo": str(number), "array": array, "month_code": month, "url_img": name, "extension": "jpeg"}


def image(name, bits, tones=20):
    return {"stored_name": name, "image_hash": f"{bits:016x}", "two_tone_pct": tones}


@pytest.fixture
def build(arrive, core):
    def build(documents, images):
        month = {"page_key": "1", "codigo": "10", "anio": 2026, "mes": "MARZO", "porc_real_fisico": 5}
        arrive(PAGES, {"progress": [month], "documents": documents}, night=date(2026, 4, 20))
        if images:
            arrive(IMAGES, {"photos": images}, night=date(2026, 4, 1))
        core("core_photo_likes")

    return build


def test_without_gathered_images_there_is_nothing_to_compare(build, rows):
    build([document(1, A)], [])
    assert rows("core_work_photos") == rows("core_photo_likes") == []


def test_a_listed_photograph_has_its_hash_where_its_image_was_gathered(build, rows):
    build([document(1, A.upper()), document(2, B, month="11"), document(3, C, array="lImgValorizacion")], [image(A, 1), image(C, 1)])
    first, second = rows("core_work_photos")
    assert (first["stored_name"], first["image_hash"], first["seen_on"]) == (A, f"{1:016x}", date(2026, 4, 1))
    assert (first["work_code"], first["document_code"], first["year"], first["month"]) == ("1", "1", 2026, 3)
    assert (second["stored_name"], second["image_hash"], second["seen_on"], second["month"]) == (B, None, None, None)


def test_hashes_up_to_four_bits_apart_are_found_and_no_others(build, rows):
    """Compared with each beside each; differences lie in one piece of the hash, at its ends, or in all pieces."""
    draws = Random(7)
    hashes = {0, 2**64 - 1}
    for own in (draws.getrandbits(64) for _ in range(30)):
        hashes |= {own}
        for apart in (1, 3, 4, 5, 6):
            places = draws.sample(range(64), apart)
            hashes |= {own ^ sum(1 << place for place in places), own ^ ((1 << apart) - 1) << 60 - apart}
        hashes |= {own ^ sum(1 << 13 * piece for piece in range(count)) for count in (4, 5)}
    names = {f"{number:032x}": bits for number, bits in enumerate(sorted(hashes))}
    build([document(number, name) for number, name in enumerate(names)], [image(*each) for each in names.items()])
    found = {(row["image_hash"], row["like_hash"]): row["bits"] for row in rows("core_photo_likes")}
    wanted = {
        (f"{one:016x}", f"{other:016x}"): (one ^ other).bit_count()
        for one, other in product(hashes, hashes)
        if (one ^ other).bit_count() <= 4
    }
    assert found == wanted
    assert set(wanted.values()) == {0, 1, 2, 3, 4}


def test_what_is_compared_once_a_night_reaches_as_far_as_the_rule_asks():
    assert [value.value for value in parameters()["photo_bits"].values] == [4]
