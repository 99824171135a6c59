"""Charts of two periods side by side: ratios of rates, and courses laid over one another."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from helpers.charts import look
from helpers.charts.parts import ROW, words

TICKS = [1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16, 32]
LABELS = ["1/32", "1/16", "1/8", "1/4", "1/2", "same", "2", "4", "8", "16", "32"]
LINES = (look.COLOURS["engagement"], look.COLOURS["tension"])
DASHES = ("solid", "dash")


def ratios(
    contrasts: pd.DataFrame,
    *,
    names: tuple[str, str],
    title: str,
    end: pd.Timestamp,
    most: int = 16,
) -> go.Figure:
    """Draw the ratio of two rates with its interval, one row a group, on a log axis.

    Filled marks differ by more than chance allows. A group that one period lacks is drawn at the
    edge, an endless interval runs to it.

    Args:
        contrasts: Frame of `measures.contrast`.
        names: The first and the second period.
        title: Title of the chart.
        end: Last day of the data.
        most: How many groups to draw, the first ones of the frame.
    """
    rows = contrasts.head(most)[::-1].dropna(subset="ratio")
    if rows.empty:
        figure = look.nothing(title, end)
        if len(contrasts):
            figure.layout.annotations[0].text = "Rates cannot be compared without coverage."
        return figure
    edge = TICKS[0] / 1.2, TICKS[-1] * 1.2
    centre, low, high = (rows[name].clip(*edge) for name in ("ratio", "low", "high"))
    sure = rows["beyond_chance"].fillna(False).astype(bool)
    figure = go.Figure()
    figure.add_scatter(
        x=centre,
        y=rows["group"].map(words),
        mode="markers",
        marker={
            "symbol": np.where(sure, "diamond", "circle-open"),
            "size": 10,
            "color": np.where(sure, look.COLOURS["tension"], look.COLOURS["engagement"]),
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": high - centre,
            "arrayminus": centre - low,
            "color": "#7A7A7A",
            "thickness": 1.2,
        },
        customdata=rows[["first_n", "second_n", "ratio", "low", "high"]],
        hovertemplate=f"%{{y}}: {names[0]} %{{customdata[0]}}, {names[1]} %{{customdata[1]}} "
        "events<br>ratio %{customdata[2]:.2f} (%{customdata[3]:.2f} to %{customdata[4]:.2f})"
        "<extra></extra>",
    )
    figure.add_vline(x=1, line_dash="dot", line_color=look.INK)
    figure.update_xaxes(
        type="log",
        tickvals=TICKS,
        ticktext=LABELS,
        range=[float(np.log10(side * room)) for side, room in zip(edge, (0.8, 1.25), strict=True)],
    )
    figure.update_layout(showlegend=False)
    return look.finish(
        figure,
        title=title,
        end=end,
        x=f"rate in {names[1]} as a multiple of that in {names[0]} (log scale)",
        remark="Lines: 95 % intervals. Filled: a larger difference than chance allows. "
        "At the edge: none in one of the periods.",
        height=170 + ROW * len(rows),
    )


def overlaid(courses: dict[str, pd.DataFrame], *, title: str, end: pd.Timestamp) -> go.Figure:
    """Draw the tension index of two periods from their first days on, over one another.

    Args:
        courses: Frames of `measures.tension_index` by name of the period.
        title: Title of the chart.
        end: Last day of the data.
    """
    if all(course.empty for course in courses.values()):
        return look.nothing(title, end)
    figure = go.Figure()
    styles = zip(courses.items(), LINES, DASHES, strict=False)
    for (name, course), colour, dash in styles:
        figure.add_scatter(
            x=list(range(1, len(course) + 1)),
            y=course["index"].round(3).astype("float32"),
            name=name,
            mode="lines",
            line={"color": colour, "dash": dash, "width": 2},
            customdata=course.index.strftime("%Y-%m-%d"),
            hovertemplate=f"{name}, %{{customdata}}: %{{y:.1f}}<extra></extra>",
        )
    figure.update_yaxes(rangemode="tozero")
    return look.finish(
        figure,
        title=title,
        end=end,
        x="day of the period",
        y="severity points",
        remark="Each event weighs its severity (1 to 5), halved every 90 days.",
    )
