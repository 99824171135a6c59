"""Charts in which every event is a mark: timeline, calendar, map."""

import math

import pandas as pd
import plotly.graph_objects as go
import shapely

from helpers.charts import look
from helpers.charts.parts import words

REGION = {"west": 42.5, "east": 57.5, "south": 34.0, "north": 42.6}
LABELS = {
    "Azerbaijan": (47.6, 40.65),
    "Iran": (50.0, 36.3),
    "Armenia": (44.75, 40.35),
    "Georgia": (43.6, 42.1),
    "Turkmenistan": (56.2, 38.6),
    "Türkiye": (43.2, 39.5),
    "Iraq": (43.8, 35.6),
    "Russia": (46.7, 42.4),
    "Caspian Sea": (51.2, 39.3),
}
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def timeline(
    events: pd.DataFrame, sources: pd.DataFrame, *, title: str, end: pd.Timestamp
) -> go.Figure:
    """Draw tension events by date and severity; hover shows title, date and sources.

    Args:
        events: Tension events.
        sources: Frame of `dataset.sources_of` for them.
        title: Title of the chart.
        end: Last day of the data.
    """
    if events.empty:
        return look.nothing(title, end)
    cited = sources.groupby("event_id")["publisher"].agg(
        lambda names: "; ".join(dict.fromkeys(names))
    )
    # Same-day marks of one severity fan out, so that none hides another.
    place = events.groupby(["date_start", "severity"]).cumcount()
    height = events["severity"].astype(float) + place * 0.09
    figure = go.Figure()
    for direction in ("IRN → AZE", "AZE → IRN", "joint"):
        rows = events[_arrow(events) == direction]
        figure.add_scatter(
            x=rows["date_start"],
            y=height[rows.index],
            mode="markers",
            name="no single actor" if direction == "joint" else direction,
            marker={
                "color": look.COLOURS[direction],
                "symbol": {"IRN → AZE": "circle", "AZE → IRN": "diamond"}.get(direction, "square"),
                "size": 8,
                "opacity": 0.75,
                "line": {"width": 0.5, "color": "white"},
            },
            customdata=pd.DataFrame(
                {
                    "title": rows["title"].map(look.wrap),
                    "date": rows["date_start"].dt.strftime("%Y-%m-%d"),
                    "sources": rows["event_id"].map(cited).fillna("").map(look.wrap),
                    "id": rows["event_id"],
                }
            ),
            hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}, %{customdata[3]}<br>"
            "Sources: %{customdata[2]}<extra></extra>",
        )
    figure.update_yaxes(
        tickvals=[1, 2, 3, 4, 5],
        ticktext=["1 words", "2 protest", "3 coercion", "4 force shown", "5 deaths, rupture"],
        range=[0.6, max(5.5, height.max() + 0.2)],
    )
    return look.finish(figure, title=title, end=end, y="severity", height=440)


def _arrow(events: pd.DataFrame) -> pd.Series:
    return (events["actor"] + " → " + events["target"]).where(events["directed"], "joint")


def calendar(counts: pd.DataFrame, *, title: str, end: pd.Timestamp) -> go.Figure:
    """Draw monthly counts as a heat map of years by months; months without coverage stay grey.

    Args:
        counts: Frame of `measures.count_by_period(..., period="month")` without `by`.
        title: Title of the chart.
        end: Last day of the data.
    """
    if counts.empty:
        return look.nothing(title, end)
    grid = counts.assign(year=counts["start"].dt.year, month=counts["start"].dt.month).pivot(
        index="year", columns="month", values="n"
    )
    grid = grid.reindex(columns=range(1, 13)).astype(float)
    figure = go.Figure(
        go.Heatmap(
            z=grid.to_numpy(),
            x=MONTHS,
            y=grid.index.astype(str),
            colorscale=look.SCALE,
            zmin=0,
            xgap=1,
            ygap=1,
            colorbar={"title": {"text": "events"}, "thickness": 14},
            hovertemplate="%{x} %{y}: %{z} events<extra></extra>",
            hoverongaps=False,
        )
    )
    figure.update_yaxes(autorange="reversed", type="category", dtick=1, showgrid=False)
    figure.update_xaxes(side="top", showgrid=False, ticks="", showline=False)
    look.finish(
        figure,
        title=title,
        end=end,
        remark="Grey: not covered.",
        height=max(240, 150 + 15 * len(grid)),
    )
    figure.update_yaxes(tickfont={"size": 10})
    figure.update_layout(plot_bgcolor=look.BARE)
    return figure


def map_of_places(
    places: pd.DataFrame,
    outlines: pd.DataFrame,
    *,
    title: str,
    end: pd.Timestamp,
    unplaced: int = 0,
) -> go.Figure:
    """Draw where events took place, sized by their number; works without a network.

    Places outside the region drawn are counted in the note. Outlines: Natural Earth.

    Args:
        places: Frame of `measures.places`.
        outlines: Frame of `dataset.load_outlines`.
        title: Title of the chart.
        end: Last day of the data.
        unplaced: Number of events without a place, for the note.
    """
    figure = go.Figure()
    _draw_outlines(figure, outlines)
    inside = places["longitude"].between(REGION["west"], REGION["east"]) & places[
        "latitude"
    ].between(REGION["south"], REGION["north"])
    for category in look.COLOURS:
        rows = places[inside & (places["category"] == category)]
        if not rows.empty:
            _draw_places(figure, rows, category)
    for name, (x, y) in LABELS.items():
        figure.add_annotation(
            x=x, y=y, text=name, showarrow=False, font={"size": 12, "color": "#666666"}
        )
    bare = {"showgrid": False, "zeroline": False, "showticklabels": False, "ticks": ""}
    aspect = 1 / math.cos(math.radians((REGION["south"] + REGION["north"]) / 2))
    figure.update_xaxes(range=[REGION["west"], REGION["east"]], showline=False, **bare)
    figure.update_yaxes(
        range=[REGION["south"], REGION["north"]], scaleanchor="x", scaleratio=aspect, **bare
    )
    drawn, elsewhere = places.loc[inside, "n"].sum(), places.loc[~inside, "n"].sum()
    look.finish(
        figure,
        title=title,
        end=end,
        remark=f"{drawn} drawn, {elsewhere} elsewhere, {unplaced} without a place. "
        "Lines: Natural Earth, no position implied.",
        height=620,
    )
    figure.update_layout(plot_bgcolor="#EAF2F8", margin={"l": 10, "r": 10})
    figure.update_xaxes(constrain="domain").update_yaxes(constrain="domain")
    return figure


def _draw_outlines(figure: go.Figure, outlines: pd.DataFrame) -> None:
    frame = [REGION[side] for side in ("west", "south", "east", "north")]
    for country in outlines.itertuples():
        inside = shapely.clip_by_rect(country.geometry, *frame)
        rings = [
            polygon.exterior.coords
            for polygon in shapely.get_parts(inside)
            if polygon.geom_type == "Polygon"
        ]
        if rings:
            figure.add_scatter(
                x=[x for ring in rings for x in [*(round(point[0], 2) for point in ring), None]],
                y=[y for ring in rings for y in [*(round(point[1], 2) for point in ring), None]],
                mode="lines",
                fill="toself",
                fillcolor="#FFFFFF" if country.iso3 in ("AZE", "IRN") else "#F2F2F2",
                line={"color": "#8A8A8A", "width": 1},
                hoverinfo="skip",
                showlegend=False,
                name=country.name,
            )


def _draw_places(figure: go.Figure, places: pd.DataFrame, category: str) -> None:
    figure.add_scatter(
        x=places["longitude"].astype(float),
        y=places["latitude"].astype(float),
        mode="markers",
        name=words(category),
        marker={
            "size": (6 + 3.2 * places["n"] ** 0.5).clip(upper=60),
            "color": look.COLOURS[category],
            "opacity": 0.6,
            "line": {"color": "white", "width": 1},
        },
        customdata=pd.DataFrame(
            {
                "place": places["place"].map(look.wrap),
                "n": places["n"],
                "last": places["last_date"].dt.strftime("%Y-%m-%d"),
                "title": places["last_title"].map(look.wrap),
            }
        ),
        hovertemplate=f"<b>%{{customdata[0]}}</b>: %{{customdata[1]}} {category}<br>"
        "last %{customdata[2]}: %{customdata[3]}<extra></extra>",
    )
