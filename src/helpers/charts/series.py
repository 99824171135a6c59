"""Charts over time."""

import pandas as pd
import plotly.graph_objects as go

from helpers.charts import look

MILLISECONDS_PER_DAY = 86_400_000
MONTHS_OF = {"month": "M1", "quarter": "M3", "year": "M12"}


def counts_over_time(
    counts: pd.DataFrame, *, by: str, title: str, end: pd.Timestamp, period: str
) -> go.Figure:
    """Draw stacked columns of counts per period and group; periods without coverage are shaded.

    Args:
        counts: Frame of `measures.count_by_period` with `by`.
        by: The column that was counted apart.
        title: Title of the chart.
        end: Last day of the data.
        period: Name of the period, for the axis.
    """
    if counts.empty:
        return look.nothing(title, end)
    figure = go.Figure()
    for group in look.in_order(counts[by].unique()):
        rows = counts[counts[by] == group]
        figure.add_bar(
            x=rows["start"],
            y=rows["n"].astype(float),
            name=group,
            customdata=rows[["period", "coverage"]],
            hovertemplate=f"%{{customdata[0]}}: %{{y}} {group} (coverage %{{customdata[1]}})"
            "<extra></extra>",
            marker=look.bar_style(group),
            **_periods(period),
        )
    figure.update_layout(barmode="stack", bargap=0.1)
    look.shade_uncovered(figure, counts)
    return look.finish(figure, title=title, end=end, y=f"events per {period}")


def rates_over_time(
    rates: pd.DataFrame, *, title: str, end: pd.Timestamp, per: str = "month", period: str
) -> go.Figure:
    """Draw rates with their 95 % Poisson intervals.

    Args:
        rates: Frame of `measures.rate_by_period`.
        title: Title of the chart.
        end: Last day of the data.
        per: Unit of time of the rate.
        period: Name of the period over which each rate was taken.
    """
    known = rates[rates["n"].notna()]
    if known.empty:
        return look.nothing(title, end)
    figure = go.Figure(
        go.Scatter(
            x=known["start"] + (known["end"] - known["start"]) / 2,
            y=known["rate"],
            mode="lines+markers",
            line={"color": look.COLOURS["engagement"]},
            error_y={
                "type": "data",
                "symmetric": False,
                "array": known["high"] - known["rate"],
                "arrayminus": known["rate"] - known["low"],
                "color": "#7A7A7A",
                "thickness": 1.2,
            },
            customdata=known[["period", "n", "low", "high"]],
            hovertemplate="%{customdata[0]}: %{y:.2f} (%{customdata[2]:.2f} to "
            "%{customdata[3]:.2f}), %{customdata[1]} events<extra></extra>",
        )
    )
    look.shade_uncovered(figure, rates)
    return look.finish(
        figure,
        title=title,
        end=end,
        y=f"events per {per}",
        remark=f"Rate over each {period}; bars: exact 95 % Poisson intervals.",
    )


def tension_over_time(
    index: pd.DataFrame, *, half_life: float, title: str, end: pd.Timestamp
) -> go.Figure:
    """Draw the severity-weighted tension index of `measures.tension_index`."""
    if index.empty:
        return look.nothing(title, end)
    figure = go.Figure(
        go.Scatter(
            x0=index.index[0],
            dx=MILLISECONDS_PER_DAY,
            y=index["index"].round(3).astype("float32"),
            mode="lines",
            fill="tozeroy",
            line={"color": look.COLOURS["tension"], "width": 1.5},
            fillcolor="rgba(213,94,0,0.18)",
            hovertemplate="%{x|%-d %b %Y}: %{y:.1f}<extra></extra>",
        )
    )
    figure.update_yaxes(rangemode="tozero")
    return look.finish(
        figure,
        title=title,
        end=end,
        y="severity points",
        remark=f"Each event weighs its severity (1 to 5), halved every {half_life:g} days.",
    )


def balance_over_time(
    balance: pd.DataFrame, *, title: str, end: pd.Timestamp, period: str
) -> go.Figure:
    """Draw the balance of cooperative and tension events of `measures.balance_by_period`."""
    known = balance[balance["balance"].notna()]
    if known.empty:
        return look.nothing(title, end)
    middle = known["start"] + (known["end"] - known["start"]) / 2
    figure = go.Figure()
    figure.add_scatter(
        x=pd.concat([middle, middle[::-1]]),
        y=pd.concat([known["high"], known["low"][::-1]]),
        fill="toself",
        fillcolor="rgba(0,114,178,0.15)",
        line={"width": 0},
        hoverinfo="skip",
        name="95 % interval",
    )
    figure.add_scatter(
        x=middle,
        y=known["balance"],
        mode="lines+markers",
        line={"color": look.COLOURS["engagement"]},
        name="balance",
        customdata=known[["period", "cooperative", "tension"]],
        hovertemplate="%{customdata[0]}: %{y:.2f} (%{customdata[1]} cooperative, "
        "%{customdata[2]} tension)<extra></extra>",
    )
    figure.add_hline(y=0, line={"color": look.INK, "width": 1})
    figure.update_yaxes(range=[-1.05, 1.05])
    return look.finish(
        figure,
        title=title,
        end=end,
        y="−1 only tension, +1 only cooperation",
        remark=f"One point a {period}; band: Wilson 95 % interval.",
    )


def scales_over_time(
    goldstein: pd.DataFrame, *, title: str, end: pd.Timestamp, period: str
) -> go.Figure:
    """Draw the Goldstein sum per period of `measures.goldstein_by_period`."""
    known = goldstein[goldstein["goldstein_mean"].notna()]
    if known.empty:
        return look.nothing(title, end)
    sign = known["goldstein_sum"].ge(0).map({True: "engagement", False: "tension"})
    figure = go.Figure(
        go.Bar(
            x=known["start"],
            y=known["goldstein_sum"].round(2),
            marker_color=sign.map(look.COLOURS),
            customdata=known["period"],
            hovertemplate="%{customdata}: %{y:.1f}<extra></extra>",
            **_periods(period),
        )
    )
    look.shade_uncovered(figure, goldstein)
    return look.finish(figure, title=title, end=end, y=f"Goldstein points per {period}")


def lead_lag(association: pd.DataFrame, *, title: str, end: pd.Timestamp, unit: str) -> go.Figure:
    """Draw rank correlations at leads and lags over the band for no association.

    Args:
        association: Frame of `measures.lead_lag`.
        title: Title of the chart.
        end: Last day of the data.
        unit: Name of one period of lag.
    """
    if association.empty:
        return look.nothing(title, end)
    lags = association["lag"]
    figure = go.Figure()
    figure.add_scatter(
        x=pd.concat([lags, lags[::-1]]),
        y=pd.concat([association["high"], association["low"][::-1]]),
        fill="toself",
        fillcolor=look.SHADE,
        line={"width": 0},
        hoverinfo="skip",
        name="no association (95 %)",
    )
    figure.add_scatter(
        x=lags,
        y=association["rho"],
        mode="lines+markers",
        name="Spearman's rho",
        line={"color": look.COLOURS["engagement"]},
        hovertemplate="lag %{x}: %{y:.2f}<extra></extra>",
    )
    figure.update_xaxes(dtick=1)
    return look.finish(
        figure, title=title, end=end, x=f"lag ({unit}s)", y="rank correlation", height=430
    )


def _periods(period: str) -> dict:
    months = MONTHS_OF.get(period)
    return {"xperiod": months, "xperiodalignment": "middle"} if months else {}
