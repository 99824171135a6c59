"""One look for every chart: colours, fonts, title, unit and the note with the data's end."""

import html
import textwrap
from collections.abc import Iterable

import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio

# Okabe and Ito's palette, told apart with any colour vision; in the order of stacks and legends.
COLOURS = {
    "engagement": "#0072B2",
    "cooperation": "#009E73",
    "agreement": "#56B4E9",
    "tension": "#D55E00",
    "context": "#8A8A8A",
    "IRN → AZE": "#009E73",
    "AZE → IRN": "#0072B2",
    "joint": "#B0B0B0",
    "AZE": "#0072B2",
    "IRN": "#009E73",
    "third": "#8A8A8A",
    "meeting": "#0072B2",
    "multilateral meeting": "#56B4E9",
    "visit": "#009E73",
    "call": "#CC79A7",
    "full": "#0072B2",
    "thin": "#9ECAE1",
    "none": "#BBBBBB",
}
# A second channel beside colour, for black-and-white print.
PATTERNS = {"tension": "/", "agreement": ".", "AZE → IRN": "/", "AZE": "/", "visit": "/"}
SEQUENCE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#8A8A8A", "#000000"]
SCALE = [[0, "#FFF7EC"], [0.25, "#FDD49E"], [0.5, "#FC8D59"], [0.75, "#D7301F"], [1, "#7F0000"]]
INK, GRID, SHADE, BARE = "#222222", "#E5E5E5", "rgba(120,120,120,0.18)", "#BBBBBB"
HEIGHT = 400
MARGIN_TOP = 92
NOTE_WIDTH, NOTE_LINE = 105, 15

pio.templates["relations"] = go.layout.Template(
    layout={
        "font": {"family": "Arial, Helvetica, sans-serif", "size": 13, "color": INK},
        "colorway": SEQUENCE,
        "paper_bgcolor": "white",
        "plot_bgcolor": "white",
        "hoverlabel": {"align": "left", "bgcolor": "white", "font": {"color": INK}},
        "margin": {"l": 60, "r": 20, "t": MARGIN_TOP, "b": 56},
        "xaxis": {
            "title": {"font": {"size": 13}},
            "gridcolor": GRID,
            "linecolor": INK,
            "ticks": "outside",
            "automargin": True,
        },
        "yaxis": {
            "title": {"font": {"size": 13}},
            "gridcolor": GRID,
            "zerolinecolor": GRID,
            "automargin": True,
        },
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1.0,
            "yanchor": "bottom",
            "title": {"text": ""},
        },
        "title": {
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 12, "l": 6},
            "font": {"size": 16, "weight": "bold"},
            "subtitle": {"font": {"size": 11.5, "color": "#555555"}},
        },
    }
)


def finish(
    figure: go.Figure,
    *,
    title: str,
    end: pd.Timestamp,
    x: str = "",
    y: str = "",
    kind: str = "Recorded events",
    remark: str = "",
    height: int = HEIGHT,
) -> go.Figure:
    """Give a figure the common look, its axis titles with units, and the note on the data.

    Args:
        figure: Figure with traces; it is changed and returned.
        title: What the chart shows.
        end: Last day of the data, printed under the title.
        x: Title of the horizontal axis with its unit.
        y: Title of the vertical axis with its unit.
        kind: What the values are, for the note on the data.
        remark: A sentence to print after the note on the data.
        height: Height in pixels.
    """
    note = f"{kind}; data to {end:%-d %B %Y}. {remark}".strip()
    lines = textwrap.wrap(note, NOTE_WIDTH)
    return figure.update_layout(
        template="relations",
        title={"text": title, "subtitle": {"text": "<br>".join(lines)}},
        xaxis_title={"text": x},
        yaxis_title={"text": y},
        height=height,
        margin_t=MARGIN_TOP + NOTE_LINE * (len(lines) - 1),
    )


def in_order(groups: Iterable[str]) -> list[str]:
    """Sort groups as the palette lists them, others after them by name."""
    place = {group: number for number, group in enumerate(COLOURS)}
    return sorted(groups, key=lambda group: (place.get(group, len(place)), str(group)))


def bar_style(group: str) -> dict:
    """Return the marker of a bar: its colour, and a hatch over it for black-and-white print."""
    return {
        "color": COLOURS.get(group),
        "pattern": {
            "shape": PATTERNS.get(group, ""),
            "fillmode": "overlay",
            "fgcolor": "white",
            "fgopacity": 0.55,
            "size": 6,
            "solidity": 0.18,
        },
    }


def nothing(title: str, end: pd.Timestamp) -> go.Figure:
    """Return a chart that says that there is nothing to draw."""
    figure = go.Figure()
    figure.add_annotation(
        text="No events recorded for this selection.", showarrow=False, font={"size": 14}
    )
    figure.update_xaxes(visible=False).update_yaxes(visible=False)
    return finish(figure, title=title, end=end, height=200)


def shade_uncovered(figure: go.Figure, counts: pd.DataFrame) -> go.Figure:
    """Shade the periods without coverage, so that an empty place is not read as zero.

    Args:
        figure: Figure with a date axis.
        counts: Columns start, end, coverage, in time order.
    """
    spans = counts[["start", "end", "coverage"]].drop_duplicates()
    bare = spans["coverage"].eq("none").astype(bool)
    runs = (bare != bare.shift()).cumsum()[bare]
    for _, run in spans[bare].groupby(runs):
        figure.add_vrect(
            x0=run["start"].min(),
            x1=run["end"].max() + pd.Timedelta(days=1),
            fillcolor=SHADE,
            line_width=0,
            layer="below",
            annotation_text="no coverage",
            annotation_position="top left",
            annotation_font_size=10,
        )
    return figure


def wrap(text: str, width: int = 60) -> str:
    """Break a text into lines for a hover label; HTML in it is escaped."""
    return "<br>".join(html.escape(line) for line in textwrap.wrap(text, width))
