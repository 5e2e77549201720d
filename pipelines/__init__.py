"""When and in which order: worlds, nights, Dagster definitions and the `vigia` command."""
