"""An analyst's first look at the newest published snapshot. Opens it read-only; judges nothing, writes nothing."""

import marimo

app = marimo.App(width="medium", app_title="Vigía")


@app.cell
def _():
    import os
    from pathlib import Path

    import marimo as mo

    from warehouse.connection import open_warehouse

    return Path, mo, open_warehouse, os


@app.cell
def _(Path, mo, os):
    here = Path(__file__).resolve().parent
    data = Path(os.environ.get("VIGIA_DATA", here.parent / "data"))
    named = os.environ.get("VIGIA_SNAPSHOT")
    found = sorted(
        data.rglob("published/current/internal/snapshot.duckdb"),
        key=lambda path: path.stat().st_mtime_ns,
    )
    mo.stop(not (named or found), mo.md("No hay publicación todavía / nothing published yet: `make audit`"))
    snapshot = Path(named) if named else found[-1]
    return here, snapshot


@app.cell
def _(here, open_warehouse, snapshot):
    def ask(name):
        """The rows of one statement as a frame; the snapshot is closed again at once."""
        with open_warehouse(snapshot, read_only=True) as connection:
            return connection.execute((here / "sql" / f"{name}.sql").read_text(encoding="utf-8")).df()

    return (ask,)


@app.cell
def _(ask, mo, snapshot):
    shown = ask("world").iloc[0]
    mark = "**DATOS INVENTADOS.** " if shown.mundo.startswith("sandbox") else ""
    mo.md(f"# Vigía · {shown.mundo} · {shown.noche:%Y-%m-%d}\n\n{mark}`{snapshot}`")
    return


@app.cell
def _(ask, mo):
    mo.vstack([mo.md("## Resultados por regla / outcomes per rule"), mo.ui.table(ask("outcomes_per_rule"))])
    return


@app.cell
def _(ask, mo):
    mo.vstack([mo.md("## Edad de las fuentes / age of the sources"), mo.ui.table(ask("ages_of_sources"))])
    return


@app.cell
def _(ask, mo):
    mo.vstack([mo.md("## Alertas por región / alerts per region"), mo.ui.table(ask("alerts_per_region"))])
    return


if __name__ == "__main__":
    app.run()
