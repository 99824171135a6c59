"""Chart of how far two coders agree."""

import pandas as pd
import plotly.graph_objects as go

from helpers.charts import look
from helpers.charts.parts import ROW, words

FIRM, TENTATIVE = 0.80, 0.67  # Krippendorff 2019, ch. 12


def agreement(table: pd.DataFrame, *, title: str, end: pd.Timestamp) -> go.Figure:
    """Draw Krippendorff's alpha with its interval, one row a field, and the usual marks.

    Args:
        table: Frame of `measures.agreement`.
        title: Title of the chart.
        end: Last day of the data.
    """
    rows = table[table["alpha"].notna()][::-1]
    if rows.empty:
        return look.nothing(title, end)
    names = rows["field"].map(words) + " (" + rows["events"].astype("string") + " events)"
    figure = go.Figure()
    figure.add_scatter(
        x=rows["alpha"],
        y=names,
        mode="markers",
        name="alpha",
        marker={"color": look.COLOURS["AZE"], "symbol": "diamond", "size": 10},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": rows["high"] - rows["alpha"],
            "arrayminus": rows["alpha"] - rows["low"],
            "color": look.INK,
        },
        customdata=rows[["low", "high", "agreed", "scale"]],
        hovertemplate="%{y}: alpha %{x:.2f} (%{customdata[0]:.2f} to %{customdata[1]:.2f}), "
        "same in %{customdata[2]:.0%}, %{customdata[3]}<extra></extra>",
    )
    for mark, text in ((FIRM, "firm"), (TENTATIVE, "tentative")):
        figure.add_vline(
            x=mark, line_dash="dot", line_color=look.INK, annotation_text=f"{mark:.2f} {text}"
        )
    figure.update_xaxes(range=[min(0, rows["low"].min()), 1.02])
    figure.update_layout(showlegend=False)
    return look.finish(
        figure,
        title=title,
        end=end,
        x="Krippendorff's alpha (1 = full agreement, 0 = chance)",
        kind="Events coded twice",
        remark="Lines: 95 % intervals, events drawn anew.",
        height=190 + ROW * len(rows),
    )
