"""Two series above one another, each with its own scale and its own coverage."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from helpers.charts import look

COLOURS = (look.COLOURS["engagement"], look.COLOURS["tension"])
MARKS = {"full": "circle", "partial": "circle-open", "thin": "circle-open"}


def two_panels(
    first: pd.DataFrame,
    second: pd.DataFrame,
    *,
    names: tuple[str, str],
    units: tuple[str, str],
    title: str,
    end: pd.Timestamp,
    kind: str = "Recorded events",
    remark: str = "",
) -> go.Figure:
    """Draw two series on stacked panels over one time axis; uncovered stretches are shaded.

    Args:
        first: Upper series: period, start, end, coverage, value (`measures.side_by_side`).
        second: Lower series.
        names: What each panel shows.
        units: Unit of each panel.
        title: Title of the chart.
        end: Last day of the data.
        kind: What the values are, for the note.
        remark: A sentence to print after the note on the data.
    """
    if first.empty and second.empty:
        return look.nothing(title, end)
    figure = make_subplots(
        rows=2, shared_xaxes=True, vertical_spacing=0.15, subplot_titles=names
    ).update_annotations(x=0, xanchor="left", font_size=13)
    for row, frame in enumerate((first, second), start=1):
        figure.add_trace(_line(frame, names[row - 1], COLOURS[row - 1]), row=row, col=1)
        _shade(figure, frame, row)
    figure.update_xaxes(showticklabels=True).update_layout(showlegend=False)
    note = f"Grey: no coverage; open marks: partial or thin coverage. {remark}".strip()
    look.finish(figure, title=title, end=end, y=units[0], kind=kind, remark=note, height=580)
    return figure.update_layout(
        yaxis2_title={"text": units[1]}, margin_t=figure.layout.margin.t + 10
    )


def _line(frame: pd.DataFrame, name: str, colour: str) -> go.Scatter:
    return go.Scatter(
        x=frame["start"] + (frame["end"] - frame["start"]) / 2,
        y=frame["value"].astype("float64"),
        name=name,
        mode="lines+markers",
        connectgaps=False,
        line={"color": colour, "width": 1.5},
        marker={"symbol": frame["coverage"].map(MARKS).fillna("circle"), "size": 6},
        customdata=frame[["period", "coverage"]],
        hovertemplate="%{customdata[0]}: %{y:,.4~g} (coverage %{customdata[1]})<extra></extra>",
    )


def _shade(figure: go.Figure, frame: pd.DataFrame, row: int) -> None:
    """Shade one panel: draw the stretches apart and move them to its axes, without their words."""
    axis = "" if row == 1 else str(row)
    for shape in look.shade_uncovered(go.Figure(), frame).layout.shapes:
        figure.add_shape(shape, xref=f"x{axis}", yref=f"y{axis} domain")
