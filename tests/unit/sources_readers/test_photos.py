"""Photographs: images to hashes, and whatever is no whole image set aside with its reason and without its name."""

import io
import struct
import zipfile
import zlib
from contextlib import suppress
from itertools import pairwise

import pytest
from PIL import Image

from sources.pictures import PictureUnreadable, measure

NAME = "0123456789abcdef" * 2
FIXTURE = "contraloria_fotos/infobras-fotos.zip"


def image(fields=None, *, size=(90, 80), form="PNG", **how):
    """An image of nine by eight fields of grey."""
    grey = Image.new("L", (9, 8))
    grey.putdata(fields or [(column * 53 + row * 97) % 251 for row in range(8) for column in range(9)])
    stream = io.BytesIO()
    grey.resize(size, Image.Resampling.NEAREST).save(stream, form, **how)
    return stream.getvalue()


def png_of(width, height, data=b""):
    """A PNG whose header says a size; its points are there or not."""
    size = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", size), (b"IDAT", zlib.compress(data)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


@pytest.fixture
def album(tmp_path):
    """A ZIP of files by name."""

    def _album(files, compression=zipfile.ZIP_DEFLATED):
        path = tmp_path / "fotos.zip"
        with zipfile.ZipFile(path, "w", compression) as archive:
            for name, content in files:
                archive.writestr(name, content)
        return path

    return _album


def reasons(outcome):
    return [(row["place"], row["reason"]) for row in outcome.quarantine()]


def test_every_file_is_kept_collapsed_or_set_aside(run, recorded):
    outcome = run("contraloria_fotos", recorded / FIXTURE)
    report = outcome.report
    assert (report.rows_in, report.kept, report.collapsed, report.quarantined) == (8, 4, 1, 3)
    assert reasons(outcome) == [("entry 6", "broken_image"), ("entry 7", "broken_image"), ("entry 8", "broken_key")]
    rows = {row["stored_name"][:2]: row for row in outcome.rows("photos")}
    once, again, other = (int(rows[name]["image_hash"], 16) for name in ("00", "11", "22"))
    assert (once ^ again).bit_count() <= 4, "saved again, smaller and worse, it is the same photograph"
    assert (once ^ other).bit_count() > 15
    assert rows["33"]["two_tone_pct"] > 80, "a scanned sheet is paper and ink"
    assert all(rows[name]["two_tone_pct"] < 60 for name in ("00", "11", "22"))
    assert (rows["11"]["width"], rows["11"]["height"]) == (64, 48)


def test_neither_camera_data_nor_foreign_names_leave_the_reader(run, recorded):
    assert b"PERSONA INVENTADA" in (recorded / FIXTURE).read_bytes()
    outcome = run("contraloria_fotos", recorded / FIXTURE)
    for path in outcome.folder.iterdir():
        assert b"PERSONA INVENTADA" not in path.read_bytes(), path.name


def test_the_hash_says_which_neighbour_is_brighter():
    rising, falling = list(range(0, 90, 10)), list(range(90, 0, -10))
    assert measure(image(rising * 8)).hash == 2**64 - 1
    assert measure(image(falling * 8)).hash == 0
    assert measure(image([*rising, *falling * 7])).hash == 0xFF << 56
    assert measure(image([7] * 72)).hash == 0, "equal fields are not brighter"


def test_size_form_and_light_move_few_bits():
    first = measure(image()).hash
    lighter = [min(250, (column * 53 + row * 97) % 251 + 4) for row in range(8) for column in range(9)]
    for other in (image(size=(45, 40)), image(form="JPEG", quality=60), image(lighter), image(size=(4500, 4000), form="JPEG")):
        assert (measure(other).hash ^ first).bit_count() <= 1


def test_two_tones_are_counted_in_sixteen_levels():
    assert measure(image([0] * 36 + [255] * 36)).two_tone_pct == 100
    assert measure(image([0] * 36 + [255] * 18 + [128] * 18)).two_tone_pct == 75
    assert measure(image([0] * 36 + [15] * 18 + [16] * 18)).two_tone_pct == 100


def test_an_image_that_would_fill_the_memory_is_set_aside_by_its_header(run, album):
    bomb = png_of(60_000, 60_000, b"\0" * 1000)
    just_too_large = png_of(8_000, 8_001)
    outcome = run("contraloria_fotos", album([(f"{NAME}.png", image()), (f"{'a' * 32}.png", bomb)]))
    assert (outcome.report.kept, reasons(outcome)) == (1, [("entry 2", "image_too_large")])
    with pytest.raises(PictureUnreadable) as unreadable:
        measure(just_too_large)
    assert unreadable.value.code == "image_too_large"
    with pytest.raises(PictureUnreadable) as unreadable:
        measure(png_of(8_000, 8_000))
    assert unreadable.value.code == "broken_image", "as many points are taken, if they are there"


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_bytes_cut_or_turned_anywhere_end_with_a_reason(form):
    whole = image(form=form, size=(45, 40))
    for cut in range(0, len(whole) - 20, 7):
        with pytest.raises(PictureUnreadable, match="Not a whole JPEG or PNG image"):
            measure(whole[:cut])
    for place in range(0, len(whole), 5):
        turned = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        # It may still be an image; anything else that is raised fails the test.
        with suppress(PictureUnreadable):
            measure(turned)


def test_other_kinds_of_image_are_none(run, album):
    stream = io.BytesIO()
    Image.new("L", (9, 8)).save(stream, "GIF")
    files = [(f"{NAME}.png", image()), (f"{'a' * 32}.jpg", image()), (f"{'b' * 32}.jpeg", stream.getvalue())]
    assert reasons(run("contraloria_fotos", album(files))) == [("entry 3", "broken_image")]


@pytest.mark.parametrize("name", [f"{NAME}.gif", f"{NAME[:-1]}.png", f"{NAME}1.png", "IMG_0001.jpeg", NAME])
def test_only_the_registers_own_names_are_keys(run, album, name):
    outcome = run("contraloria_fotos", album([(f"a/{NAME.upper()}.JPEG", image()), (f"fotos/{name}", image())]))
    assert [row["stored_name"] for row in outcome.rows("photos")] == [NAME]
    assert reasons(outcome) == [("entry 2", "broken_key")]


def test_two_images_of_one_name_are_both_set_aside(run, album):
    other = image([5, 90] * 36)
    files = [("a/" + NAME + ".png", image()), ("b/" + NAME + ".png", other), (f"{'a' * 32}.png", image())]
    outcome = run("contraloria_fotos", album(files))
    assert (outcome.report.rows_in, outcome.report.kept) == (3, 1)
    assert {reason for _, reason in reasons(outcome)} == {"conflicting_key"}


def test_an_entry_that_is_damaged_or_too_large_costs_only_itself(run, album):
    files = [(f"{name * 32}.png", image(size=(90 + at, 80))) for at, name in enumerate("abc")]
    path = album([*files, (f"{'d' * 32}.png", b"\0" * (41 << 20))], zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    place = content.index(b"IDAT", content.index(b"IDAT") + 4)
    content[place + 8] ^= 0xFF
    path.write_bytes(content)
    outcome = run("contraloria_fotos", path)
    assert reasons(outcome) == [("entry 2", "broken_image"), ("entry 4", "image_too_large")]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty_file"), (b"<html>no</html>", "html_instead"), (b"no zip at all", "not_a_zip")],
)
def test_what_is_no_zip_is_refused(run, tmp_path, content, code):
    path = tmp_path / "fotos.zip"
    path.write_bytes(content)
    assert run("contraloria_fotos", path).code == code


def test_a_zip_without_an_image_is_refused(run, album):
    assert run("contraloria_fotos", album([])).code == "not_a_zip"
    assert run("contraloria_fotos", album([("fotos/", b"")])).code == "no_rows"
    assert run("contraloria_fotos", album([("LEEME.txt", b"x")])).code == "mostly_broken"


def test_rows_keep_the_order_of_the_zip(run, album):
    names = [f"{letter * 32}" for letter in "fedcba"]
    rows = run("contraloria_fotos", album([(f"{name}.png", image()) for name in names])).rows("photos")
    assert [row["stored_name"] for row in rows] == names
    assert all(one["image_hash"] == other["image_hash"] for one, other in pairwise(rows))
