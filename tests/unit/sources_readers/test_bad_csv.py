"""CSV files that are not clean: the bad row is set aside with its line; only a broken whole refuses the file."""

import csv
import io

import pytest

from sources import csvfile, registry

HEADERS = [column.header for column in registry.get("mef_detalle").tables["investments"].columns]
WIDTH = len(HEADERS)
HEADER = ",".join(HEADERS).encode()


def line(number, **cells):
    values = {"CODIGO_UNICO": str(number), "NOMBRE_INVERSION": f"INVERSION {number}", "ESTADO": "ACTIVO", **cells}
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([values.get(header, "") for header in HEADERS])
    return out.getvalue().encode()


def file(*lines, header=HEADER):
    return b"\xef\xbb\xbf" + header + b"\n" + b"".join(lines)


def good(first, last):
    return [line(number) for number in range(first, last + 1)]


def by_place(outcome):
    return {row["place"]: row["reason"] for row in outcome.quarantine()}


def test_a_clean_file_with_line_ends_in_quotes_is_read_at_once(run):
    outcome = run("mef_detalle", file(*good(1, 3), line(4, ALTERNATIVA='uno\n\n"dos", tres\r\n')))
    assert outcome.report.kept == 4
    assert outcome.report.drift == ()
    assert outcome.rows("investments")[3]["alternativa"] == 'uno\n\n"dos", tres'


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"99,too short\n", "ragged_row"),
        (line(99).rstrip(b"\n") + b",one,more\n", "ragged_row"),
        (b'99,"open' + b"," * (WIDTH - 2) + b"\n", "open_quote"),
        (line(99, ENTIDAD="a\0b"), "nul_byte"),
        (line(99).replace(b"INVERSION", b"INVERSI\xd3N"), "undecodable_bytes"),
    ],
    ids=["short", "long", "open quote", "nul", "latin-1 in utf-8"],
)
def test_a_bad_row_is_set_aside_alone_with_its_line(run, bad, reason):
    outcome = run("mef_detalle", file(*good(1, 4), bad, *good(5, 9)))
    report = outcome.report
    assert (report.rows_in, report.kept, report.quarantined) == (10, 9, 1)
    assert by_place(outcome) == {"line 6": reason}
    assert [row["codigo_unico"] for row in outcome.rows("investments")] == [str(n) for n in range(1, 10)]


def test_the_text_of_a_bad_row_is_kept_unless_persons_may_stand_in_it(run):
    outcome = run("mef_detalle", file(*good(1, 4), b"99,too short\n"))
    assert outcome.quarantine()[0]["raw"] == "99,too short"
    headers = [column.header for column in registry.get("mef_desactivadas").tables["deactivated"].columns]
    rows = [["GL", "", "", str(n), "", "X"] + [""] * (len(headers) - 6) for n in range(4)]
    text = "\n".join([",".join(headers), *(",".join(row) for row in rows), "GL,PERSONA INVENTADA"]) + "\n"
    outcome = run("mef_desactivadas", text.encode())
    assert [row["raw"] for row in outcome.quarantine() if row["reason"] == "ragged_row"] == [None]


def test_a_last_row_without_line_end_and_blank_lines(run):
    assert run("mef_detalle", file(*good(1, 3))[:-1]).report.kept == 3
    outcome = run("mef_detalle", file(line(1), b"\n", line(2), b"\n\n"))
    assert (outcome.report.rows_in, outcome.report.kept) == (2, 2)


def test_a_file_cut_inside_a_quote_loses_its_last_row_only(run):
    content = file(*good(1, 5), line(6, NOMBRE_INVERSION="una, larga"))
    outcome = run("mef_detalle", content[: content.rindex(b"larga")])
    assert (outcome.report.kept, outcome.report.quarantined) == (5, 1)
    assert by_place(outcome) == {"line 7": "open_quote"}


def test_conflicting_and_identical_codes(run):
    report = run("mef_detalle", file(line(1), line(1), line(2), line(2, ESTADO="OTRO"), line(3))).report
    assert (report.rows_in, report.kept, report.collapsed, report.quarantined) == (5, 2, 1, 2)


def test_a_row_without_cui_is_known_by_its_snip(run):
    rows = [line("", CODIGO_SNIP="77845"), line("", CODIGO_SNIP="77846"), line(1), line("", CODIGO_SNIP="")]
    outcome = run("mef_detalle", file(*rows))
    assert (outcome.report.kept, outcome.report.quarantined) == (3, 1)
    assert by_place(outcome) == {"row 4": "missing_key"}


def test_money_that_does_not_fit_costs_its_cell(run):
    cells = ["1.234,56", "1,234.56", "S/ 1 234.56", "1e999", "1" * 30, "-5.5", "12.34"]
    rows = [line(number, MONTO_VIABLE=text) for number, text in enumerate(cells, 1)]
    outcome = run("mef_detalle", file(*rows))
    values = [row["monto_viable"] for row in outcome.rows("investments")]
    assert [None if value is None else float(value) for value in values] == [None] * 5 + [-5.5, 12.34]
    assert outcome.report.unparsable_cells == 5
    assert outcome.report.quarantined == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"<!DOCTYPE html>\n<html><body>503</body></html>", "html_instead"),
        (b"PK\x03\x04", "wrong_encoding"),
        (file(*good(1, 2)).decode("utf-8").encode("utf-16"), "wrong_encoding"),
        (file(), "no_rows"),
        (file()[:-1], "no_rows"),
        (file(*good(1, 2), header=b"A,B,C"), "missing_column"),
        (
            file(*good(1, 2), header=",".join(HEADERS).replace("NOMBRE_INVERSION", "NOM_INVERSION").encode()),
            "renamed_column",
        ),
        (file(*good(1, 2), header=",".join([*HEADERS[:-1], "ESTADO"]).encode()), "repeated_header_count"),
        (file(*[b"1,2\n"] * 5, *good(1, 2)), "mostly_broken"),
    ],
)
def test_files_that_are_refused(run, content, code):
    outcome = run("mef_detalle", content)
    assert outcome.code == code, outcome.message


def test_latin1_with_its_own_delimiter_and_utf8_in_its_place(run, recorded):
    content = (recorded / "oece_entidades" / "CONOSCE_entidades_contratantes.csv").read_bytes()
    latin = run("oece_entidades", content)
    other = run("oece_entidades", content.decode("latin-1").encode())
    assert latin.rows("bodies") == other.rows("bodies")
    assert other.report.drift == ("encoding: latin-1 -> utf-8",)


def test_the_independent_count_forbids_a_fast_reading_that_differs(run, monkeypatch):
    scan = csvfile.scan_records
    monkeypatch.setattr(csvfile, "scan_records", lambda path: csvfile.Scan(scan(path).records + 1, clean=True))
    outcome = run("mef_detalle", file(*good(1, 3)))
    assert outcome.report.kept == 3
    assert "row by row" in outcome.report.drift[0]
