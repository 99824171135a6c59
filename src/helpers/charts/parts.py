"""Charts of parts, pairs and gaps."""

import pandas as pd
import plotly.graph_objects as go

from helpers.charts import look

ROW = 26


def words(name: str) -> str:
    """Write a code of the codebook for people: "head_of_state" becomes "head of state"."""
    return name.replace("_", " ")


def shares(
    parts: pd.DataFrame, *, column: str, title: str, end: pd.Timestamp, most: int = 16
) -> go.Figure:
    """Draw the shares of `measures.share_by` as bars with their Wilson intervals.

    Args:
        parts: Frame of `measures.share_by`.
        column: The column that was grouped by.
        title: Title of the chart.
        end: Last day of the data.
        most: How many groups to draw, the most frequent first.
    """
    if parts.empty:
        return look.nothing(title, end)
    top = parts.head(most)[::-1]
    figure = go.Figure(
        go.Bar(
            x=100 * top["share"],
            y=top[column].map(words),
            orientation="h",
            marker_color=look.COLOURS["engagement"],
            error_x={
                "type": "data",
                "symmetric": False,
                "array": 100 * (top["high"] - top["share"]),
                "arrayminus": 100 * (top["share"] - top["low"]),
                "color": "#444444",
                "thickness": 1.2,
            },
            customdata=top["n"],
            hovertemplate="%{y}: %{x:.1f} % (%{customdata} events)<extra></extra>",
        )
    )
    return look.finish(
        figure,
        title=title,
        end=end,
        x="share of events (%)",
        remark="Bars: Wilson 95 % intervals.",
        height=150 + ROW * len(top),
    )


def gaps(table: pd.DataFrame, *, title: str, end: pd.Timestamp) -> go.Figure:
    """Draw the days since the last contact per level of `measures.gaps_by_level`.

    A log axis, because a foreign ministers' call and a border-guard meeting differ by years.
    """
    if table.empty:
        return look.nothing(title, end)
    rows = table[::-1]
    level = rows["level"].map(words)
    figure = go.Figure()
    figure.add_bar(
        x=rows["days"] + 1,
        y=level,
        orientation="h",
        name="days since the last recorded contact",
        marker_color=look.COLOURS["engagement"],
        customdata=rows[["days", "last_date", "title"]].assign(
            last_date=rows["last_date"].dt.strftime("%Y-%m-%d"), title=rows["title"].map(look.wrap)
        ),
        hovertemplate="%{y}: %{customdata[0]} days<br>%{customdata[1]}: %{customdata[2]}"
        "<extra></extra>",
    )
    figure.add_scatter(
        x=rows["median_gap"] + 1,
        y=level,
        mode="markers",
        name="usual gap (median)",
        marker={"symbol": "line-ns", "size": 16, "line": {"width": 3, "color": look.INK}},
        hovertemplate="%{y}: usually %{x:.0f} days<extra></extra>",
    )
    figure.update_xaxes(
        type="log",
        tickvals=[1, 8, 31, 91, 366, 1096, 3653],
        ticktext=["today", "1 week", "1 month", "3 months", "1 year", "3 years", "10 years"],
    )
    return look.finish(
        figure, title=title, end=end, x="days (log scale)", height=170 + ROW * len(rows)
    )


def visits(yearly: pd.DataFrame, *, title: str, end: pd.Timestamp) -> go.Figure:
    """Draw who travels to whom: Iranian visitors upwards, Azerbaijani ones downwards.

    Args:
        yearly: Frame of `measures.travel_by_year`.
        title: Title of the chart.
        end: Last day of the data.
    """
    if yearly.empty:
        return look.nothing(title, end)
    figure = go.Figure()
    for traveller, people, host, sign in (
        ("IRN", "Iranian", "Azerbaijan", 1),
        ("AZE", "Azerbaijani", "Iran", -1),
    ):
        figure.add_bar(
            x=yearly.index,
            y=sign * yearly[traveller],
            name=f"{people} visitors to {host}",
            marker=look.bar_style(traveller),
            customdata=yearly[traveller],
            hovertemplate="%{x}: %{customdata}<extra></extra>",
        )
    step = max(1, -(-int(yearly.to_numpy().max()) // 4))
    ticks = list(range(-step * 4, step * 4 + 1, step))
    figure.update_layout(barmode="relative", bargap=0.15)
    figure.update_yaxes(tickvals=ticks, ticktext=[str(abs(tick)) for tick in ticks])
    return look.finish(figure, title=title, end=end, y="visits per year")


def pairs(table: pd.DataFrame, *, title: str, end: pd.Timestamp, most: int = 15) -> go.Figure:
    """Draw the pairs of officials who met most often, of `measures.who_met_whom`."""
    if table.empty:
        return look.nothing(title, end)
    top = table.head(most)[::-1]
    figure = go.Figure(
        go.Bar(
            x=top["n"],
            y=top["iranian"] + " – " + top["azerbaijani"],
            orientation="h",
            marker_color=look.COLOURS["engagement"],
            customdata=top["last_date"].dt.strftime("%Y-%m-%d"),
            hovertemplate="%{y}: %{x} contacts, last on %{customdata}<extra></extra>",
        )
    )
    figure.update_xaxes(rangemode="tozero", dtick=max(1, -(-int(top["n"].max()) // 8)))
    return look.finish(
        figure, title=title, end=end, x="recorded contacts", height=150 + ROW * len(top)
    )


def stacked(
    table: pd.DataFrame, *, title: str, end: pd.Timestamp, x: str = "", y: str = "events"
) -> go.Figure:
    """Draw a cross-table as stacked columns, one stack a row.

    Args:
        table: Frame of `measures.tally`: index on the horizontal axis, one column a part.
        title: Title of the chart.
        end: Last day of the data.
        x: Title of the horizontal axis.
        y: Title of the vertical axis with its unit.
    """
    if table.empty:
        return look.nothing(title, end)
    figure = go.Figure()
    for part in look.in_order(table.columns):
        figure.add_bar(
            x=table.index,
            y=table[part],
            name=words(str(part)),
            marker=look.bar_style(part),
            hovertemplate=f"%{{x}}: %{{y}} {words(str(part))}<extra></extra>",
        )
    figure.update_layout(barmode="stack", bargap=0.1)
    return look.finish(figure, title=title, end=end, x=x, y=y)
