"""Chart of the events seen and the events that an estimate adds."""

import pandas as pd
import plotly.graph_objects as go

from helpers.charts import look
from helpers.charts.parts import ROW, words


def missed(estimates: pd.DataFrame, *, title: str, end: pd.Timestamp) -> go.Figure:
    """Draw the events seen and the estimated total with its interval, one row a group.

    A group without an estimate keeps its bar and says why. The thin line, where the frame has
    near_low and near_high, spans the models that fit nearly as well.

    Args:
        estimates: Frame of `measures.chapman` or `measures.loglinear`.
        title: Title of the chart.
        end: Last day of the data.
    """
    if estimates.empty:
        return look.nothing(title, end)
    rows = estimates[::-1]
    group = rows["group"].map(words)
    figure = go.Figure()
    figure.add_bar(
        x=rows["seen"],
        y=group,
        orientation="h",
        name="seen",
        marker_color=look.COLOURS["full"],
        hovertemplate="%{y}: %{x} events seen<extra></extra>",
    )
    figure.add_bar(
        x=rows["missed"],
        y=group,
        orientation="h",
        name="estimated to be missed",
        marker={**look.bar_style("AZE"), "color": look.COLOURS["thin"]},
        hovertemplate="%{y}: %{x:.0f} events estimated to be missed<extra></extra>",
    )
    if "near_low" in rows:
        _interval(figure, rows, "near_low", "near_high", name="models nearly as good", width=1)
    _interval(figure, rows, "low", "high", name="estimated total", width=3)
    for name, why in zip(group, _without_estimate(rows), strict=True):
        if why:
            seen = int(rows.loc[group == name, "seen"].iloc[0])
            figure.add_annotation(
                x=seen,
                y=name,
                text=why,
                xanchor="left",
                xshift=6,
                showarrow=False,
                font={"size": 11},
            )
    figure.update_layout(barmode="stack", bargap=0.35, legend_traceorder="normal")
    figure.update_xaxes(rangemode="tozero")
    return look.finish(
        figure,
        title=title,
        end=end,
        x="events",
        remark="Lines: intervals, for chance only; lists that depend on each other mislead.",
        height=170 + ROW * len(rows),
    )


def _without_estimate(rows: pd.DataFrame) -> list[str]:
    said = rows["reason"].where(rows["total"].isna()).fillna("")
    return [look.wrap(str(why)) for why in said]


def _interval(
    figure: go.Figure, rows: pd.DataFrame, low: str, high: str, *, name: str, width: int
) -> None:
    """Add the total with its limits; a missing upper limit has no line to the right."""
    known = rows[rows["total"].notna()]
    limits = known[[low, high]].round(0).astype("Int64").astype("string").fillna("no limit")
    figure.add_scatter(
        x=known["total"],
        y=known["group"].map(words),
        mode="markers",
        name=name,
        marker={
            "color": look.INK,
            "symbol": "diamond" if width > 1 else "line-ew-open",
            "size": 8,
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": known[high] - known["total"],
            "arrayminus": known["total"] - known[low],
            "color": look.INK,
            "thickness": width,
            "width": 2 * width,
        },
        customdata=limits,
        hovertemplate="%{y}: %{x:.0f} (%{customdata[0]} to %{customdata[1]})<extra></extra>",
    )
