"""A file at an address that only an operator can name; without one, nothing is asked."""

from sources.access.asker import WHOLE_SOURCE, Asker
from sources.receipts import Look


def ask(asker: Asker) -> list[Look]:
    """Look at the file whose whole address the operator gave."""
    if not asker.where.private_addresses:
        return []
    return [asker.done(WHOLE_SOURCE) or asker.file_look(asker.where.base_url, WHOLE_SOURCE)]
