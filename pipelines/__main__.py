"""``python -m pipelines`` is the `vigia` command."""

import gc

from pipelines.cli import main

FEW_COLLECTIONS = 50_000
"""New objects between two collections, 700 by default: declarations, trees of SQL and Dagster's events live as long as
the night, and a twelfth of a small night was spent on looking whether they had died."""

if __name__ == "__main__":
    gc.set_threshold(FEW_COLLECTIONS)
    main()
