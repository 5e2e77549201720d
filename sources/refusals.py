"""The closed list of reasons for which a file, a row or a cell is not taken.

Here: the codes with their texts, and the exception a reader raises to refuse a file. Not here: refusals of an answer
by the session (``verdicts``): those happen before a file exists.
"""

from typing import Final

from sources.errors import SourceError
from sources.spec_base import Words


def _words(es: str, en: str) -> Words:
    return Words(es=es, en=en)


FILE_CODES: Final[dict[str, Words]] = {
    "empty_file": _words("El archivo está vacío.", "The file is empty."),
    "html_instead": _words("Llegó una página web en lugar del archivo.", "A web page came in place of the file."),
    "json_error_instead": _words(
        "Llegó un mensaje de error en JSON en lugar del archivo.",
        "A JSON error message came in place of the file.",
    ),
    "not_an_xlsx": _words("No es un libro XLSX legible.", "This is not a readable XLSX workbook."),
    "not_a_zip": _words("No es un archivo ZIP ni JSON legible.", "This is neither a readable ZIP nor JSON."),
    "cut_archive": _words("El archivo comprimido llegó cortado.", "The compressed file was cut short."),
    "unsafe_zip": _words(
        "El ZIP tiene entradas peligrosas (rutas, enlaces, solapes o bombas).",
        "The ZIP has dangerous entries (paths, links, overlaps or bombs).",
    ),
    "too_big": _words("El contenido supera el límite declarado.", "The content exceeds the declared limit."),
    "wrong_encoding": _words(
        "La codificación de caracteres no es la declarada.",
        "The character encoding is not the declared one.",
    ),
    "no_header": _words("No se halló la fila de encabezados.", "The header row was not found."),
    "missing_column": _words("Falta una columna necesaria.", "A required column is missing."),
    "renamed_column": _words(
        "Una columna necesaria parece haber cambiado de nombre.",
        "A required column seems to have been renamed.",
    ),
    "repeated_header_count": _words(
        "Un encabezado repetido aparece otro número de veces o en otro lugar.",
        "A repeated header occurs another number of times or in another place.",
    ),
    "no_rows": _words("El archivo no tiene filas de datos.", "The file has no data rows."),
    "mostly_broken": _words(
        "La mayoría de las filas no se puede leer.",
        "Most of the rows cannot be read.",
    ),
    "conflicting_keys": _words(
        "Demasiadas filas comparten clave con contenido distinto.",
        "Too many rows share a key with different content.",
    ),
    "broken_json": _words("El JSON está cortado o mal formado.", "The JSON is cut or malformed."),
    "no_records": _words("El paquete no tiene la lista «records».", "The package has no list of records."),
    "pages_broken": _words(
        "Demasiadas páginas de la noche no se pueden leer: el portal cambió de forma.",
        "Too many of the night's pages cannot be read: the portal has changed.",
    ),
    "count_mismatch": _words(
        "Los conteos independientes no coinciden.",
        "The independent counts do not agree.",
    ),
    "out_of_memory": _words("La lectura superó la memoria permitida.", "Reading exceeded the memory allowed."),
    "timed_out": _words("La lectura superó el tiempo permitido.", "Reading exceeded the time allowed."),
    "output_too_big": _words(
        "El resultado superó el espacio permitido.",
        "The result exceeded the space allowed.",
    ),
    "reader_failed": _words(
        "El lector falló: es un error nuestro, no del publicador.",
        "The reader failed: this is a fault of ours, not of the publisher.",
    ),
}
"""Why a whole file is refused for the night."""

ROW_CODES: Final[dict[str, Words]] = {
    "missing_key": _words("La fila no tiene clave.", "The row has no key."),
    "broken_key": _words("La clave no tiene la forma esperada.", "The key does not have the expected form."),
    "conflicting_key": _words(
        "Varias filas con la misma clave y distinto contenido.",
        "Several rows of one key with different content.",
    ),
    "ragged_row": _words("La fila tiene otro número de campos.", "The row has another number of fields."),
    "open_quote": _words("La fila tiene una comilla sin cerrar.", "The row has a quote that is not closed."),
    "nul_byte": _words("La fila contiene bytes nulos.", "The row contains NUL bytes."),
    "undecodable_bytes": _words(
        "La fila tiene bytes ajenos a la codificación declarada.",
        "The row has bytes outside the declared encoding.",
    ),
    "field_too_long": _words("Un campo supera el largo permitido.", "A field exceeds the length allowed."),
    "broken_record": _words("El registro JSON no se puede leer.", "The JSON record cannot be read."),
    "broken_image": _words(
        "No es una imagen JPEG o PNG entera.", "Not a whole JPEG or PNG image."
    ),
    "image_too_large": _words("La imagen supera el tamaño permitido.", "The image exceeds the size allowed."),
    "page_layout": _words("La página no tiene la forma conocida.", "The page is not of the known form."),
    "other_key": _words("La respuesta es de otra clave.", "The answer speaks of another key."),
    "unconfirmed_key": _words(
        "La respuesta no repite su clave y ninguna otra de la noche la confirma.",
        "The answer does not repeat its key, and no other of the night confirms it.",
    ),
}
"""Why a row or a record is quarantined."""

CELL_CODES: Final[dict[str, Words]] = {
    "not_a_number": _words("No es un número en la forma declarada.", "Not a number in the declared form."),
    "not_a_date": _words(
        "No es una fecha posible en el orden declarado.", "Not a possible date in the declared order."
    ),
    "not_yes_or_no": _words("No es sí ni no.", "Neither yes nor no."),
    "other_form": _words("No tiene la forma declarada.", "Does not have the declared form."),
}
"""Why a cell is null and named in its row's ``unparsable``."""


class Refused(SourceError):  # noqa: N818 - it is a result on its way to the report, not a fault
    """Raised by a reader when a whole file cannot be taken; ends as the report's refusal, never as a traceback.

    ``code`` is one of ``FILE_CODES``; ``detail`` says what was found, in English, without personal data.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        words = FILE_CODES[code]
        shown = f" ({detail})" if detail else ""
        super().__init__(f"{words.es}{shown} / {words.en}{shown}")
        self.code = code
        self.detail = detail


class PageUnreadable(SourceError):  # noqa: N818 - it is a result on its way to the quarantine, not a fault
    """Raised by a reader when one page of a bundle cannot be taken; the page is set aside, the others stand.

    ``code`` is one of ``ROW_CODES``; the detail, in English, carries no cell of the page.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{ROW_CODES[code].en} ({detail})")
        self.code = code
