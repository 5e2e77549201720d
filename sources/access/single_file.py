"""One address, one file, replaced in place by its publisher."""

from sources.access.asker import WHOLE_SOURCE, Asker
from sources.receipts import Look
from sources.spec_access import SingleFileAccess


def ask(asker: Asker, access: SingleFileAccess) -> list[Look]:
    """Look at the file; nothing is asked when tonight's look is complete."""
    done = asker.done(WHOLE_SOURCE)
    return [done or asker.file_look(asker.where.base_url + access.path, WHOLE_SOURCE)]
