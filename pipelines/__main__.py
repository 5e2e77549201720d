"""``python -m pipelines`` is the `vigia` command."""

from pipelines.cli import main

if __name__ == "__main__":
    main()
