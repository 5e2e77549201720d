"""The table of what is wrong inside an answer: columns, rows, keys, arrays, archives, characters, single values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox import spoil, spoil_bytes, spoil_html, spoil_json, spoil_zip
from sandbox import spoil_tables as tables
from sandbox.fault import Fault
from sandbox.spoil_form import on_text
from sandbox.spoil_values import wrong_amount, wrong_day, wrong_text

if TYPE_CHECKING:
    from collections.abc import Callable


def _table(change: Callable[[tables.Table], None]) -> Callable[[bytes], bytes]:
    return tables.on_table(change)


def _json(change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    """Change JSON wherever it stands: alone, in a zip, in the script of a page."""
    return spoil.by_form(document=spoil.on_json(change), page=spoil_html.on_arrays(change))


def _page(change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    return on_text(change, "html")


def _share(percent: int) -> Callable[[bytes], bytes]:
    return spoil.by_form(
        _table(lambda table: tables.keep_share(table, percent)),
        spoil.on_json(spoil.on_records(lambda records: spoil.keep_records(records, percent))),
        spoil_html.on_rows(lambda rows: rows[: len(rows) * percent // 100]),
    )


def _times(count: int) -> Callable[[bytes], bytes]:
    return spoil.by_form(
        _table(lambda table: tables.repeat_rows(table, count)),
        spoil.on_json(spoil.on_records(lambda records: spoil.repeat_records(records, count))),
        spoil_html.on_rows(lambda rows: rows * count),
    )


_TOO_LARGE = {
    "sheet": "123456789012345678901 99", "comma": "123456789012345678901.99",
}  # fmt: skip

_COLUMNS = (
    Fault(
        "header_only",
        "the header without a row; a package, list or page without a record",
        spoil=spoil.by_form(
            _table(lambda table: table.rows.clear()), spoil.on_json(spoil.without_records), spoil_html.without_rows
        ),
    ),
    Fault(
        "renamed_column",
        "a watched column has another header",
        spoil=_table(lambda table: tables.rename(table, tables.WATCHED, "COLUMNA CON OTRO NOMBRE")),
    ),
    Fault("dropped_column", "a watched column is gone", spoil=_table(lambda table: tables.drop(table, tables.WATCHED))),
    Fault("added_column", "one more column that nobody knows", spoil=_table(tables.add_column)),
    Fault(
        "swapped_columns",
        "two neighbouring columns change places, with their values",
        spoil=_table(lambda table: tables.swap(table, tables.WATCHED, values=True)),
    ),
    Fault(
        "swapped_headers",
        "two neighbouring headers change places, their values stay",
        spoil=_table(lambda table: tables.swap(table, tables.WATCHED, values=False)),
    ),
    Fault("repeated_headers", "a repeated header stands once more", spoil=_table(tables.repeat_header)),
    Fault("lost_header", "a repeated header stands once less", spoil=_table(tables.lose_repeated_header)),
    Fault("renamed_key", "a watched key has another name", spoil=_json(spoil_json.rename_key)),
    Fault("swapped_keys", "two neighbouring keys change names, values stay", spoil=_json(spoil_json.swap_keys)),
    Fault("dropped_key", "a watched key is gone", spoil=_json(spoil_json.drop_key)),
    Fault("unknown_key", "records have a key nobody knows", spoil=_json(spoil.on_records(spoil.add_key))),
)
_ROWS = (
    Fault("rows_gone", "40 % of the rows (or records) are gone", spoil=_share(60)),
    Fault("rows_gone_9", "9 % of the rows (or records) are gone", spoil=_share(91)),
    Fault("rows_tripled", "all rows (or records) stand three times", spoil=_times(3)),
    Fault("long_row", "one row has a cell too many", spoil=_table(tables.lengthen_row)),
    Fault("short_row", "one row lacks its last two cells", spoil=_table(tables.shorten_row)),
    Fault(
        "conflicting_keys",
        "one row (or record) twice, the second time with another value",
        spoil=spoil.by_form(
            _table(lambda table: tables.contradict(table, tables.WATCHED)),
            spoil.on_json(spoil.on_records(spoil.contradict_record)),
            spoil_html.on_arrays(spoil.on_records(spoil.contradict_record)),
        ),
    ),
    Fault("open_quote", "a quotation mark that nobody closes", spoil=on_text(spoil_bytes.open_quote, "comma", "bar")),
    Fault(
        "huge_field",
        "a cell of 200 kB",
        spoil=_table(lambda table: tables.put(table, tables.TEXTS, "x" * 200_000)),
    ),
    Fault("huge_line", "a line of 50 MB", spoil=on_text(spoil_bytes.huge_line, "comma", "bar")),
)
_JSON = (
    Fault("cut_json", "JSON that ends in the middle", spoil=spoil.by_form(document=spoil.on_json(spoil.cut_text))),
    Fault(
        "no_records",
        "a package without its records, an index without its results",
        spoil=spoil.on_json(lambda text: spoil.without_key(text, "records", "results", "features")),
    ),
    Fault("bad_record", "one record is no object", spoil=_json(spoil.on_records(spoil.break_record))),
    Fault("json_nan", "NaN in place of a number", spoil=_json(spoil_json.not_a_number)),
    Fault("json_infinity", "Infinity in place of a number", spoil=_json(spoil_json.infinity)),
    Fault("json_deep", "a hundred thousand nested lists", spoil=_json(spoil_json.deep)),
    Fault("json_surrogate", "half of a character", spoil=_json(spoil_json.surrogate)),
    Fault("json_trailing", "text after the end of the JSON", spoil=_json(spoil_json.trailing)),
    Fault("repeated_key", "one key twice in an object, with two values", spoil=_json(spoil_json.repeated_key)),
    Fault("other_code", "the answer repeats another code than the one asked for", spoil=_json(spoil_json.deaf_echo)),
)
_PAGES = (
    Fault("renamed_array", "an array of the script has another name", spoil=_page(spoil_html.rename_array)),
    Fault("dropped_array", "an array of the script is gone", spoil=_page(spoil_html.drop_array)),
    Fault("repeated_array", "an array stands twice, the second time empty", spoil=_page(spoil_html.repeat_array)),
    Fault("cut_array", "an array that ends in the middle; the page goes on", spoil=_page(spoil_html.cut_array)),
    Fault("renamed_class", "the class that marks the values has another name", spoil=_page(spoil_html.rename_class)),
    Fault("renamed_attribute", "a data attribute has another name", spoil=_page(spoil_html.rename_attribute)),
    Fault("renamed_label", "a label or header of the table has another name", spoil=_page(spoil_html.rename_label)),
    Fault("wrapped_table", "the table stands inside another", spoil=_page(spoil_html.wrap_table)),
    Fault("extra_header_row", "one more row of headers", spoil=_page(spoil_html.add_header_row)),
    Fault("two_tables", "the table stands twice", spoil=_page(spoil_html.double_table)),
    Fault("html_deep", "fifty thousand nested blocks", spoil=_page(spoil_html.nest_deeply)),
)
_ARCHIVES = (
    Fault("zip_traversal", "a zip whose members are named ../../", spoil=spoil.with_wandering_names),
    Fault("zip_absolute", "members named by an absolute path", spoil=spoil_zip.renamed(lambda name: f"/etc/{name}")),
    Fault("zip_device", "members named like a device", spoil=spoil_zip.renamed(lambda _: "CON")),
    Fault("zip_long_name", "members with names of 300 characters", spoil=spoil_zip.renamed(lambda _: "x" * 300)),
    Fault("zip_link", "a member that is a symbolic link", spoil=spoil_zip.with_link),
    Fault("zip_nested", "a zip in a zip in a zip", spoil=spoil_zip.nested),
    Fault("zip_overlap", "ten members that share the same bytes", spoil=spoil_zip.overlapping),
    Fault("zip_many", "a hundred thousand members more", spoil=spoil_zip.with_many),
    Fault("zip_bomb", "a member that inflates to 256 MiB", spoil=spoil_zip.bomb),
    Fault("xlsx_laughs", "entities that grow a billionfold", spoil=spoil_zip.with_doctype("laughs")),
    Fault("xlsx_entity", "an entity that reads a file", spoil=spoil_zip.with_doctype("entity")),
    Fault("xlsx_empty_rows", "1,048,576 empty rows at the end", spoil=spoil_zip.empty_rows),
    Fault("xlsx_formula", "a formula in a cell", spoil=spoil_zip.formula),
    Fault("xlsx_merged", "merged cells in the header", spoil=spoil_zip.merged_header),
    Fault("xlsx_macro", "a macro project inside", spoil=spoil_zip.with_macro),
    Fault("xlsx_password", "a workbook behind a password", spoil=spoil_zip.encrypted),
    Fault("xlsx_old", "an .xls that is called .xlsx", spoil=spoil_zip.old_workbook),
)
_CHARACTERS = (
    Fault("wrong_charset", "in other characters than stated: latin-1 for UTF-8", spoil=spoil_bytes.wrong_charset),
    Fault("latin1_inside", "one letter of latin-1 inside UTF-8", spoil=spoil_bytes.foreign_letter),
    Fault("mojibake", "UTF-8 read as latin-1 and written as UTF-8 again", spoil=spoil_bytes.mojibake),
    Fault("utf16", "the whole text in UTF-16", spoil=spoil_bytes.utf16),
    Fault("bom", "a byte order mark more", spoil=spoil_bytes.marked),
    Fault("nul", "a NUL in the middle", spoil=spoil_bytes.with_nul),
)
_VALUES = (
    Fault("impossible_date", "the 31st of February", spoil=wrong_day("impossible")),
    Fault("zero_date", "the day 0 of month 0", spoil=wrong_day("zero")),
    Fault("far_date", "a day in the year 2999", spoil=wrong_day("far")),
    Fault("american_date", "the month after the day where the day comes first", spoil=wrong_day("american")),
    Fault("serial_date", "a spreadsheet's number for a day", spoil=wrong_day("serial")),
    Fault("number_1e999", "an amount beyond every number", spoil=wrong_amount("1e999")),
    Fault("money_too_large", "an amount of more digits than fit 18", spoil=wrong_amount(_TOO_LARGE)),
    Fault("money_400_digits", "an amount of 400 digits", spoil=wrong_amount("9" * 400)),
    Fault("money_comma", "an amount as 1.234,56", spoil=wrong_amount("1.234,56")),
    Fault("money_thousands", "an amount as 1,234.56", spoil=wrong_amount("1,234.56")),
    Fault("money_symbol", "an amount as S/ 1 234.56", spoil=wrong_amount("S/ 1 234.56")),
    Fault("money_minus_zero", "an amount of minus zero", spoil=wrong_amount("-0")),
)
# What stands in the place of a name or description; sources for output, mail, feeds and file names to stay inert.
HOSTILE: dict[str, str] = {
    "text_path": "../../etc/passwd",
    "text_encoded_path": "%2e%2e%2fetc%2fpasswd",
    "text_git": ".git/config",
    "text_option": "-rf",
    "text_nul": "OBRA\x00.pdf",
    "text_decomposed": "OBRA EN SAN\u0303UCO",
    "text_formula": "=cmd|' /C calc'!A1",
    "text_plus": "+1+cmd|' /C calc'!A1",
    "text_at": "@SUM(1+1)",
    "text_tab": "\t=1+1",
    "text_return": "\r=1+1",
    "text_wide_formula": "\uff1d1+1",
    "text_script": "<script>alert(1)</script>",
    "text_attribute": '" onmouseover="alert(1)',
    "text_image": "<img src=x onerror=alert(1)>",
    "text_link": "javascript:alert(1)",
    "text_line_separator": "OBRA\u2028alert(1)",
    "text_mail_header": "OBRA\r\nBcc: victima@inventada.example",
    "text_vertical_tab": "OBRA\x0bX-Otro: 1",
    "text_inner_address": "http://127.0.0.1:22/ http://[::1]/ file:///etc/hostname",
    "text_redos": "a" * 60 + "!",
    "text_bidi": "OBRA \u202egnp.exe",
    "text_homoglyph": "OBR\u0410",
}
_TEXTS = tuple(
    Fault(name, f"a name reads {text[:40]!r}".replace("|", "/"), spoil=wrong_text(text))
    for name, text in HOSTILE.items()
)

CONTENT = (*_COLUMNS, *_ROWS, *_JSON, *_PAGES, *_ARCHIVES, *_CHARACTERS, *_VALUES, *_TEXTS)
