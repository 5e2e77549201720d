"""What a reader notes of a file's form that did not stop the reading: a kind, then the file's own words.

Here: the kinds. Not here: how people are told of them (``dashboard/texts/words.yml``, ``alerts/sql``; tests hold all
three equal).
"""

from enum import StrEnum


class Note(StrEnum):
    """A kind of note; its text is stored, so that it never changes its meaning."""

    UNKNOWN_COLUMN = "unknown column"
    UNKNOWN_KEY = "unknown key"
    NOT_PUBLISHED = "column not published"
    RENAMED = "column renamed"
    NOT_UNDERSTOOD = "column not understood"
    ENCODING = "encoding"
    TWINS = "two rows for one, with other contents"
    ROW_BY_ROW = "not a clean CSV, read row by row"
    RECORD_BY_RECORD = "lots read record by record"
    NO_CUT_DATE = "no cut date in the name of the file"

    def of(self, words: object) -> str:
        """The note with what it is about: a name as the file has it, or a number."""
        return f"{self}: {words}"
