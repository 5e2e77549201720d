"""Charts as SVG files, drawn once when the site is built: no script, no picture from elsewhere.

Here: Altair and vl-convert, imported only when a chart is drawn. Labels are names and numbers, so that one picture
serves both languages; legends and explanations stand in the page. Not here: the tables that carry the same figures.
"""

from __future__ import annotations

import json
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, ParamSpec

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import altair as alt

P = ParamSpec("P")
BRAND, GOOD, BAD, GREY, LAND = "#0f4c5c", "#2f855a", "#c2410c", "#9aa5ab", "#d9dfe1"
_FONT = "DejaVu Sans, Liberation Sans, Arial, sans-serif"


def _unchecked(draw: Callable[P, str]) -> Callable[P, str]:
    """Our own code builds the charts: Altair need not hold each part against the grammar's schema every night."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> str:
        from altair.utils.schemapi import debug_mode

        with debug_mode(False):
            return draw(*args, **kwargs)

    return drawn


def _svg(chart: alt.TopLevelMixin) -> str:
    """The drawing of a chart."""
    styled = chart.configure(font=_FONT, background="white").configure_view(stroke=None)
    return _drawn(json.dumps(styled.to_dict(validate=False)))


@lru_cache(maxsize=32)
def _drawn(specification: str) -> str:
    """Two editions of one night share charts."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(specification))


def _data(rows: Sequence[dict[str, object]]) -> alt.Data:
    import altair as alt

    return alt.Data(values=list(rows))


@_unchecked
def bars(rows: Sequence[tuple[str, int]], *, color: str = BRAND) -> str:
    """Horizontal bars, the longest first, each with its number."""
    import altair as alt

    data = _data([{"name": name, "value": value, "label": f"{value:,}"} for name, value in rows])
    base = alt.Chart(data).encode(
        y=alt.Y("name:N", sort=[name for name, _ in rows], title=None, axis=alt.Axis(labelLimit=200, ticks=False)),
        x=alt.X("value:Q", title=None, axis=None),
    )
    marks = base.mark_bar(color=color, height=13)
    return _svg(
        (marks + base.mark_text(align="left", dx=4).encode(text="label:N")).properties(width=430, height=alt.Step(19))
    )


@_unchecked
def outcome_bars(rows: Sequence[tuple[str, int, int, int]]) -> str:
    """One full bar a rule: shares that passed, failed and could not be evaluated."""
    import altair as alt

    names = ("passed", "failed", "not_evaluable")
    data = _data(
        [
            {"rule": rule, "outcome": outcome, "value": value, "order": order}
            for rule, *values in rows
            for order, (outcome, value) in enumerate(zip(names, values, strict=True))
        ]
    )
    chart = (
        alt.Chart(data)
        .mark_bar(height=14)
        .encode(
            y=alt.Y("rule:N", title=None, axis=alt.Axis(ticks=False)),
            x=alt.X("value:Q", stack="normalize", title=None, axis=alt.Axis(format="%", gridColor="#eef1f2")),
            color=alt.Color("outcome:N", scale=alt.Scale(domain=list(names), range=[GOOD, BAD, GREY]), legend=None),
            order=alt.Order("order:Q"),
        )
    )
    return _svg(chart.properties(width=560, height=alt.Step(22)))


@_unchecked
def nights(rows: Sequence[tuple[str, int, int]]) -> str:
    """Two bars a night: alerts opened and alerts repaired."""
    import altair as alt

    data = _data(
        [
            {"night": night, "what": what, "value": value}
            for night, opened, repaired in rows
            for what, value in (("opened", opened), ("repaired", repaired))
        ]
    )
    chart = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            x=alt.X("night:N", title=None, sort=None, axis=alt.Axis(labelAngle=-40)),
            xOffset=alt.XOffset("what:N", sort=["opened", "repaired"]),
            y=alt.Y("value:Q", title=None, axis=alt.Axis(gridColor="#eef1f2", tickMinStep=1, format=",d")),
            color=alt.Color("what:N", scale=alt.Scale(domain=["opened", "repaired"], range=[BAD, GOOD]), legend=None),
        )
    )
    return _svg(chart.properties(width=alt.Step(16), height=160))


@_unchecked
def district_map(points: Sequence[tuple[float, float, int]]) -> str:
    """Every district as a dot; those with living alerts larger and darker, drawn last."""
    import altair as alt

    quiet = _data([{"x": round(x, 3), "y": round(y, 3)} for x, y, value in points if not value])
    alive = _data([{"x": round(x, 3), "y": round(y, 3), "value": value} for x, y, value in points if value])
    place = {"longitude": "x:Q", "latitude": "y:Q"}
    land = alt.Chart(quiet).mark_circle(color=LAND, size=9, opacity=1).encode(**place)
    marks = (
        alt.Chart(alive)
        .mark_circle(opacity=0.85)
        .encode(
            **place,
            size=alt.Size("value:Q", scale=alt.Scale(range=[18, 260]), legend=None),
            color=alt.Color("value:Q", scale=alt.Scale(range=["#e39a5b", "#8f1d14"]), legend=None),
        )
    )
    return _svg((land + marks).project("mercator").properties(width=420, height=560))
