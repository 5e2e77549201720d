"""``python -m pipelines`` is the `vigia` command."""

from pipelines.cli import main

main()
