"""Reads contraloria_paralizadas: the first sheet of a workbook, whose cut date stands in the file's name or nowhere.

Here: saying that the date is missing. What else is particular belongs in source.yml.
"""

from dataclasses import replace

from sources.dates import speaks_until
from sources.job import Job
from sources.notes import Note
from sources.report import ReadReport
from sources.spec import FileListingAccess
from sources.xlsx import read_xlsx


def read(job: Job) -> ReadReport:
    """Read the annex; a name that says no cut date is noted, and none is made up."""
    report = read_xlsx(job)
    access = job.spec.access
    pattern = access.month_pattern if isinstance(access, FileListingAccess) else None
    cut = speaks_until(job.file_name, pattern)
    return replace(report, published_on=cut, drift=report.drift if cut else (*report.drift, Note.NO_CUT_DATE))
