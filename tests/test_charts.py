"""Charts are checked by what they hold: traces, data, axis titles, notes. Nothing is rendered."""

import re

import pandas as pd
import plotly.graph_objects as go
import pytest
import shapely

from helpers import charts
from helpers.charts import look

DAY = pd.Timestamp
END = DAY("2021-03-18")
HOW = {"title": "What it shows", "end": END}
SCRIPT = "<script>alert(1)</script>"


def said(figure):
    """All text around the plot: title, subtitle and annotations."""
    layout = figure.layout
    texts = [layout.title.text, layout.title.subtitle.text, *(a.text for a in layout.annotations)]
    return " ".join(filter(None, texts)).replace("<br>", " ")


def trace(figure, name):
    """The one trace of a name."""
    found = [trace for trace in figure.data if trace.name == name]
    assert len(found) == 1, [trace.name for trace in figure.data]
    return found[0]


def numbers(values):
    return [float(value) for value in values]


def days(values):
    return [f"{DAY(value):%Y-%m-%d}" for value in values]


def held(figure):
    """Everything that a figure shows on hovering, as one text."""
    return " ".join(
        str(cell)
        for trace in figure.data
        if trace.customdata is not None
        for row in trace.customdata
        for cell in (row if isinstance(row, list | tuple) or hasattr(row, "__len__") else [row])
    )


def monthly(**columns):
    """Three months of 2020, the second without coverage."""
    start = pd.to_datetime(["2020-01-01", "2020-02-01", "2020-03-01"])
    return pd.DataFrame(
        {
            "period": ["2020-01", "2020-02", "2020-03"],
            "start": start,
            "end": start + pd.offsets.MonthEnd(0),
            "coverage": ["full", "none", "thin"],
            **columns,
        }
    )


def missing(*values):
    return pd.array(values, "Int64")


def grouped():
    tense = monthly(n=missing(2, None, 0)).assign(category="tension")
    calm = monthly(n=missing(1, None, 4)).assign(category="engagement")
    return pd.concat([tense, calm], ignore_index=True)


def rated():
    return monthly(
        n=missing(2, None, 4),
        rate=[2.0, None, 4.0],
        low=[0.5, None, 1.0],
        high=[7.0, None, 10.0],
    )


def index():
    dates = pd.date_range("2020-01-01", periods=4, name="date")
    return pd.DataFrame({"severity": [4.0, 0, 0, 0], "index": [4.0, 3.0, 2.0, 1.5]}, index=dates)


def balanced():
    return monthly(
        cooperative=[3, 0, 0],
        tension=[1, 0, 2],
        balance=[0.5, None, -1.0],
        low=[-0.4, None, -1.0],
        high=[0.9, None, 0.3],
    )


def weighed():
    return monthly(goldstein_sum=[-3.1, 0.0, 8.0], goldstein_mean=[-1.55, None, 8.0])


def associated():
    return pd.DataFrame(
        {
            "lag": [-1, 0, 1],
            "rho": [0.1, 0.2, 0.8],
            "low": [-0.3, -0.31, -0.32],
            "high": [0.3, 0.31, 0.32],
            "n": [49, 50, 49],
        }
    )


def shared():
    return pd.DataFrame(
        {
            "level": ["head_of_state", "minister"],
            "n": [3, 1],
            "share": [0.75, 0.25],
            "low": [0.3, 0.05],
            "high": [0.95, 0.7],
            "event_ids": [("e1", "e2", "e3"), ("e4",)],
        }
    )


def gapped(title="A call"):
    return pd.DataFrame(
        {
            "level": ["head_of_state", "minister"],
            "last_date": pd.to_datetime(["2020-01-01", "2021-03-08"]),
            "event_id": ["e1", "e2"],
            "title": ["A visit", title],
            "days": [442, 10],
            "median_gap": [None, 20.0],
        }
    )


def travelled():
    years = pd.Index([2014, 2015], name="year")
    return pd.DataFrame({"AZE": [2, 0], "IRN": [1, 3]}, index=years)


def paired():
    return pd.DataFrame(
        {
            "iranian": ["Omid", "Arash"],
            "azerbaijani": ["Ayan", "Ayan"],
            "n": [5, 2],
            "first_date": pd.to_datetime(["2019-01-01", "2019-01-01"]),
            "last_date": pd.to_datetime(["2020-01-01", "2020-02-01"]),
            "event_ids": [("e1",), ("e2",)],
        }
    )


def tallied():
    years = pd.Index([2014, 2015], name="year")
    return pd.DataFrame({"tension": [1, 0], "engagement": [2, 3]}, index=years)


def happened(title="Shots are fired"):
    return pd.DataFrame(
        {
            "event_id": ["e1", "e2", "e3"],
            "date_start": pd.to_datetime(["2020-01-05", "2020-01-05", "2020-02-01"]),
            "actor": ["IRN", "AZE", "AZE"],
            "target": ["AZE", "IRN", "IRN"],
            "directed": [True, True, False],
            "severity": pd.array([2, 3, 5], "Int64"),
            "title": [title, "A protest", "An incident"],
        }
    )


def published(publisher="Alpha"):
    return pd.DataFrame(
        {"event_id": ["e1", "e1", "e1", "e2"], "publisher": [publisher, "Beta", publisher, "Beta"]}
    )


def located(title="A meeting"):
    return pd.DataFrame(
        {
            "place": ["Baku", "Baku", "New York"],
            "place_country": ["AZE", "AZE", "USA"],
            "latitude": [40.4, 40.4, 40.7],
            "longitude": [49.9, 49.9, -74.0],
            "category": ["engagement", "tension", "engagement"],
            "n": [7, 2, 4],
            "last_date": pd.to_datetime(["2020-01-01", "2020-02-01", "2020-03-01"]),
            "last_title": [title, "A protest", "A talk"],
            "event_ids": [("e1",), ("e2",), ("e3",)],
        }
    )


def outlines():
    near, far = shapely.box(48, 39, 50, 41), shapely.box(-80, 30, -70, 45)
    return pd.DataFrame(
        {"iso3": ["AZE", "USA"], "name": ["Azerbaijan", "Far away"], "geometry": [near, far]}
    )


def valued():
    return monthly(value=pd.array([1.5, None, -2], "Float64")).astype({"coverage": "string"})


def two_panels(first, second, **how):
    names, units = ("Ours", "Theirs"), ("events per month", "points per month")
    return charts.two_panels(first, second, names=names, units=units, **(HOW | how))


def agreed():
    values = {"field": ["category", "severity"], "scale": ["nominal", "ordinal"]}
    numbers = {"events": [120, 0], "agreed": [0.9, None], "alpha": [0.86, None]}
    limits = {"low": [0.78, None], "high": [0.93, None]}
    return pd.DataFrame(values | numbers | limits).convert_dtypes()


def contrasted():
    return pd.DataFrame(
        {
            "group": ["envoy_summoned", "arrest"],
            "first_n": [2, 0],
            "second_n": [8, 5],
            "ratio": [4.0, float("inf")],
            "low": [1.2, 1.3],
            "high": [13.0, float("inf")],
            "beyond_chance": pd.array([True, False], "boolean"),
        }
    )


def courses():
    return index(), index().head(1)


CHARTS = {
    "ratios": ([contrasted()], lambda f: charts.ratios(f, names=("2020", "2021"), **HOW)),
    "overlaid": (list(courses()), lambda a, b: charts.overlaid({"2020": a, "2021": b}, **HOW)),
    "agreement": ([agreed()], lambda f: charts.agreement(f, **HOW)),
    "missed": (
        [
            pd.DataFrame(
                {
                    "group": ["tension"],
                    "seen": [9],
                    "total": [12.0],
                    "low": [10.0],
                    "high": [20.0],
                    "missed": [3.0],
                    "reason": [None],
                }
            )
        ],
        lambda f: charts.missed(f, **HOW),
    ),
    "counts_over_time": (
        [grouped()],
        lambda counts: charts.counts_over_time(counts, by="category", period="month", **HOW),
    ),
    "rates_over_time": ([rated()], lambda f: charts.rates_over_time(f, period="month", **HOW)),
    "tension_over_time": ([index()], lambda f: charts.tension_over_time(f, half_life=90, **HOW)),
    "balance_over_time": (
        [balanced()],
        lambda f: charts.balance_over_time(f, period="month", **HOW),
    ),
    "scales_over_time": ([weighed()], lambda f: charts.scales_over_time(f, period="month", **HOW)),
    "lead_lag": ([associated()], lambda f: charts.lead_lag(f, unit="month", **HOW)),
    "shares": ([shared()], lambda f: charts.shares(f, column="level", **HOW)),
    "gaps": ([gapped()], lambda f: charts.gaps(f, **HOW)),
    "visits": ([travelled()], lambda f: charts.visits(f, **HOW)),
    "pairs": ([paired()], lambda f: charts.pairs(f, **HOW)),
    "stacked": ([tallied()], lambda f: charts.stacked(f, x="year", **HOW)),
    "timeline": ([happened(), published()], lambda f, s: charts.timeline(f, s, **HOW)),
    "calendar": ([monthly(n=missing(2, None, 0))], lambda f: charts.calendar(f, **HOW)),
    "two_panels": ([valued(), valued()[::-1]], two_panels),
    "map_of_places": (
        [located(), outlines()],
        lambda f, o: charts.map_of_places(f, o, unplaced=9, **HOW),
    ),
}


def drawn(name):
    frames, draw = CHARTS[name]
    return draw(*frames)


def test_every_chart_is_tried_here():
    texts = {
        "traced",
        "bullets",
        "cited",
        "folded",
        "heading",
        "link",
        "links",
        "said",
        "table",
        "with_link",
    }
    assert set(charts.__all__) - texts == set(CHARTS)


@pytest.mark.parametrize("name", CHARTS)
def test_chart_is_a_figure_with_title_and_the_end_of_the_data(name):
    figure = drawn(name)
    assert isinstance(figure, go.Figure)
    assert figure.layout.title.text == "What it shows"
    assert re.search("Recorded events|Events coded twice", said(figure))
    assert "18 March 2021" in said(figure)


@pytest.mark.parametrize("name", CHARTS)
def test_chart_leaves_its_frames_alone(name):
    frames, draw = CHARTS[name]
    copies = [frame.copy(deep=True) for frame in frames]
    draw(*frames)
    for frame, copy in zip(frames, copies, strict=True):
        pd.testing.assert_frame_equal(frame, copy)


@pytest.mark.parametrize("name", CHARTS)
def test_chart_can_be_written_as_json(name):
    assert '"data"' in drawn(name).to_json()


@pytest.mark.parametrize(
    ("name", "x", "y"),
    [
        ("agreement", "Krippendorff's alpha (1 = full agreement, 0 = chance)", None),
        ("counts_over_time", None, "events per month"),
        ("rates_over_time", None, "events per month"),
        ("tension_over_time", None, "severity points"),
        ("balance_over_time", None, "−1 only tension, +1 only cooperation"),
        ("scales_over_time", None, "Goldstein points per month"),
        ("lead_lag", "lag (months)", "rank correlation"),
        ("shares", "share of events (%)", None),
        ("gaps", "days (log scale)", None),
        ("visits", None, "visits per year"),
        ("pairs", "recorded contacts", None),
        ("stacked", "year", "events"),
        ("timeline", None, "severity"),
        ("ratios", "rate in 2021 as a multiple of that in 2020 (log scale)", None),
        ("overlaid", "day of the period", "severity points"),
    ],
)
def test_axes_name_their_units(name, x, y):
    layout = drawn(name).layout
    assert (layout.xaxis.title.text or None, layout.yaxis.title.text or None) == (x, y)


@pytest.mark.parametrize(
    "name", ["agreement", "counts_over_time", "shares", "gaps", "visits", "pairs", "timeline"]
)
def test_empty_input_gives_the_chart_that_says_so(name):
    frames, draw = CHARTS[name]
    figure = draw(*(frame.head(0) for frame in frames))
    assert len(figure.data) == 0
    assert "No events recorded" in said(figure)
    assert "18 March 2021" in said(figure)


def test_ratios_mark_what_is_beyond_chance_and_keep_endless_ones_in_sight():
    (points,) = drawn("ratios").data
    assert list(points.y) == ["arrest", "envoy summoned"]
    assert list(points.marker.symbol) == ["circle-open", "diamond"]
    low, high = drawn("ratios").layout.xaxis.range
    assert 10**low < points.x[0] < 10**high
    assert points.x[1] == 4


def test_ratios_leave_out_groups_without_a_rate_and_may_have_none():
    bare = contrasted().assign(ratio=float("nan"))
    assert "without coverage" in said(charts.ratios(bare, names=("a", "b"), **HOW))
    assert "No events recorded" in said(charts.ratios(bare.head(0), names=("a", "b"), **HOW))


def test_overlaid_courses_start_on_the_same_day_of_their_period():
    one, two = drawn("overlaid").data
    assert (one.name, two.name) == ("2020", "2021")
    assert one.x[0] == two.x[0] == 1
    assert len(two.x) == 1
    assert one.line.dash != two.line.dash
    assert len(charts.overlaid({}, **HOW).data) == 0


def test_agreement_shows_alpha_with_its_interval_and_leaves_out_what_has_none():
    (points,) = drawn("agreement").data
    assert list(points.x) == [0.86]
    assert list(points.y) == ["category (120 events)"]
    assert points.error_x.array[0] == pytest.approx(0.07)
    assert points.error_x.arrayminus[0] == pytest.approx(0.08)


def test_counts_are_stacked_by_group_in_a_fixed_order():
    figure = drawn("counts_over_time")
    assert [trace.name for trace in figure.data] == ["engagement", "tension"]
    assert figure.layout.barmode == "stack"
    tense = trace(figure, "tension")
    assert days(tense.x) == ["2020-01-01", "2020-02-01", "2020-03-01"]
    assert numbers(tense.y)[::2] == [2, 0]


def test_uncovered_month_is_a_gap_in_the_columns_and_shaded():
    figure = drawn("counts_over_time")
    assert pd.isna(trace(figure, "tension").y[1])
    assert len(figure.layout.shapes) == 1
    shape = figure.layout.shapes[0]
    assert days([shape.x0, shape.x1]) == ["2020-02-01", "2020-03-01"]
    assert "no coverage" in said(figure)


def test_runs_of_uncovered_periods_are_shaded_one_by_one():
    start = pd.date_range("2020-01-01", periods=6, freq="MS")
    grades = ["none", "none", "full", "none", "thin", "full"]
    counts = pd.DataFrame({"start": start, "end": start + pd.offsets.MonthEnd(0)})
    figure = look.shade_uncovered(go.Figure(), counts.assign(coverage=grades))
    spans = [days([shape.x0, shape.x1]) for shape in figure.layout.shapes]
    assert spans == [["2020-01-01", "2020-03-01"], ["2020-04-01", "2020-05-01"]]


def test_covered_periods_are_not_shaded():
    figure = look.shade_uncovered(go.Figure(), monthly().assign(coverage="full"))
    assert len(figure.layout.shapes) == 0


def test_colours_tell_categories_apart():
    colours = [look.COLOURS[name] for name in ("engagement", "cooperation", "agreement", "tension")]
    assert len(set(colours)) == 4
    bars = drawn("counts_over_time").data
    assert [bar.marker.color for bar in bars] == [
        look.COLOURS["engagement"],
        look.COLOURS["tension"],
    ]


def test_unknown_group_is_drawn_last():
    counts = grouped()
    counts.loc[counts["category"] == "engagement", "category"] = "absent from the palette"
    figure = charts.counts_over_time(counts, by="category", period="month", **HOW)
    assert [trace.name for trace in figure.data] == ["tension", "absent from the palette"]


def test_rates_leave_uncovered_periods_out_and_carry_intervals():
    figure = drawn("rates_over_time")
    rates = figure.data[0]
    assert numbers(rates.y) == [2, 4]
    assert numbers(rates.error_y.array) == [5, 6]
    assert numbers(rates.error_y.arrayminus) == [1.5, 3]
    assert days(rates.x) == ["2020-01-16", "2020-03-16"]
    assert "Poisson" in said(figure)


def test_tension_is_drawn_day_by_day_and_tells_its_half_life():
    figure = drawn("tension_over_time")
    assert numbers(figure.data[0].y) == [4, 3, 2, 1.5]
    line = figure.data[0]
    first = line.x0 if line.x is None else line.x[0]
    assert days([first]) == ["2020-01-01"]
    assert line.x is not None or line.dx == 24 * 60 * 60 * 1000
    assert "halved every 90 days" in said(figure)


def test_balance_draws_only_periods_with_events_inside_their_band():
    figure = drawn("balance_over_time")
    assert numbers(trace(figure, "balance").y) == [0.5, -1]
    assert numbers(trace(figure, "95 % interval").y) == [0.9, 0.3, -1, -0.4]
    assert tuple(figure.layout.yaxis.range) == (-1.05, 1.05)
    assert "Wilson" in said(figure)


def test_goldstein_sums_are_drawn_in_the_colour_of_their_sign():
    bars = drawn("scales_over_time").data[0]
    assert numbers(bars.y) == [-3.1, 8]
    assert list(bars.marker.color) == [look.COLOURS["tension"], look.COLOURS["engagement"]]
    assert len(drawn("scales_over_time").layout.shapes) == 1


def test_lead_lag_draws_rho_over_the_band():
    figure = drawn("lead_lag")
    rho, band = trace(figure, "Spearman's rho"), trace(figure, "no association (95 %)")
    assert (numbers(rho.x), numbers(rho.y)) == ([-1, 0, 1], [0.1, 0.2, 0.8])
    assert numbers(band.y) == [0.3, 0.31, 0.32, -0.32, -0.31, -0.3]
    assert numbers(band.x) == [-1, 0, 1, 1, 0, -1]


def test_shares_are_percentages_with_the_largest_on_top():
    bars = drawn("shares").data[0]
    assert list(bars.y) == ["minister", "head of state"]
    assert numbers(bars.x) == [25, 75]
    assert numbers(bars.error_x.array) == pytest.approx([45, 20])
    assert numbers(bars.error_x.arrayminus) == pytest.approx([20, 45])


def test_shares_draw_the_most_frequent_groups_only():
    figure = charts.shares(shared(), column="level", most=1, **HOW)
    assert list(figure.data[0].y) == ["head of state"]


def test_gaps_stand_on_a_log_axis_one_day_off_zero():
    figure = drawn("gaps")
    bars = trace(figure, "days since the last recorded contact")
    assert list(bars.y) == ["minister", "head of state"]
    assert numbers(bars.x) == [11, 443]
    assert figure.layout.xaxis.type == "log"
    assert numbers(trace(figure, "usual gap (median)").x)[0] == 21
    assert "2020-01-01" in held(figure)


def test_visits_by_iran_point_up_and_by_azerbaijan_down():
    figure = drawn("visits")
    assert numbers(trace(figure, "Iranian visitors to Azerbaijan").y) == [1, 3]
    assert numbers(trace(figure, "Azerbaijani visitors to Iran").y) == [-2, 0]
    assert "-" not in "".join(figure.layout.yaxis.ticktext)


def test_ticks_of_visits_reach_the_largest_number():
    assert max(drawn("visits").layout.yaxis.tickvals) >= 3


def test_pairs_name_both_officials_with_the_most_frequent_on_top():
    bars = drawn("pairs").data[0]
    assert list(bars.y) == ["Arash – Ayan", "Omid – Ayan"]
    assert numbers(bars.x) == [2, 5]
    assert charts.pairs(paired(), most=1, **HOW).data[0].y[0] == "Omid – Ayan"


def test_stacked_draws_one_trace_a_column():
    figure = drawn("stacked")
    assert {trace.name for trace in figure.data} == {"tension", "engagement"}
    assert numbers(trace(figure, "engagement").y) == [2, 3]
    assert numbers(trace(figure, "tension").x) == [2014, 2015]
    assert figure.layout.barmode == "stack"


def test_timeline_puts_each_event_at_its_day_and_severity():
    figure = drawn("timeline")
    iranian, joint = trace(figure, "IRN → AZE"), trace(figure, "no single actor")
    assert (days(iranian.x), numbers(iranian.y)) == (["2020-01-05"], [2])
    assert numbers(trace(figure, "AZE → IRN").y) == [3]
    assert (days(joint.x), numbers(joint.y)) == (["2020-02-01"], [5])


def test_timeline_names_each_publisher_once():
    text = held(drawn("timeline"))
    assert "Alpha; Beta" in text
    assert text.count("Alpha") == 1


def test_same_day_events_of_one_severity_do_not_hide_each_other():
    events = happened().assign(severity=pd.array([3, 3, 3], "Int64"), directed=True, actor="IRN")
    events["target"] = "AZE"
    figure = charts.timeline(events, published(), **HOW)
    heights = numbers(trace(figure, "IRN → AZE").y)
    assert heights[0] == 3
    assert heights[1] > 3
    assert heights[2] == 3


def test_calendar_is_a_grid_of_years_by_months_with_gaps():
    heat = drawn("calendar").data[0]
    assert list(heat.y) == ["2020"]
    assert list(heat.x)[:2] == ["Jan", "Feb"]
    assert len(heat.x) == 12
    row = list(heat.z[0])
    assert (row[0], row[2]) == (2, 0)
    assert pd.isna(row[1])
    assert all(pd.isna(value) for value in row[3:])
    assert "not covered" in said(drawn("calendar"))


def test_map_draws_places_of_the_region_and_counts_the_others():
    figure = drawn("map_of_places")
    met = trace(figure, "engagement")
    assert (numbers(met.x), numbers(met.y)) == ([49.9], [40.4])
    assert numbers(trace(figure, "tension").x) == [49.9]
    assert "9 drawn, 4 elsewhere, 9 without a place" in said(figure)
    assert "Natural Earth" in said(figure)


def test_map_marks_grow_with_the_number_of_events():
    figure = drawn("map_of_places")
    assert trace(figure, "engagement").marker.size[0] > trace(figure, "tension").marker.size[0]


def test_map_draws_the_outlines_of_the_region_without_a_network():
    figure = drawn("map_of_places")
    names = [trace.name for trace in figure.data if trace.mode == "lines"]
    assert names == ["Azerbaijan"]
    assert {trace.type for trace in figure.data} == {"scatter"}
    line = trace(figure, "Azerbaijan")
    assert {value for value in line.x if value is not None} == {48, 50}
    assert {value for value in line.y if value is not None} == {39, 41}


def test_map_of_no_places_still_draws_the_region():
    figure = charts.map_of_places(located().head(0), outlines(), **HOW)
    assert "0 drawn, 0 elsewhere, 0 without a place" in said(figure)


@pytest.mark.parametrize(
    "figure",
    [
        charts.timeline(happened(title=SCRIPT), published(publisher=SCRIPT), **HOW),
        charts.gaps(gapped(title=SCRIPT), **HOW),
        charts.map_of_places(located(title=SCRIPT), outlines(), **HOW),
    ],
    ids=["timeline", "gaps", "map"],
)
def test_hover_text_is_escaped(figure):
    assert "&lt;script&gt;" in held(figure)
    assert "<script" not in held(figure)


def test_long_titles_are_broken_into_lines_for_hovering():
    lines = look.wrap("word " * 30, width=20).split("<br>")
    assert len(lines) > 3
    assert max(map(len, lines)) <= 20
    assert " ".join(lines) == ("word " * 30).strip()


def test_wrapping_never_cuts_an_escaped_sign():
    assert look.wrap("a & b < c", width=5) == "a &amp; b<br>&lt; c"


@pytest.mark.parametrize("name", ["rates_over_time", "balance_over_time", "scales_over_time"])
def test_series_without_events_say_so(name):
    columns = ["period", "start", "end", "coverage", "n", "rate", "low", "high", "cooperative",
               "tension", "balance", "goldstein_sum", "goldstein_mean"]  # fmt: skip
    figure = getattr(charts, name)(
        pd.DataFrame(columns=columns), title="T", end=pd.Timestamp("2026-03-18"), period="year"
    )
    assert "No events recorded" in figure.layout.annotations[0].text


def test_two_panels_share_the_axis_of_time_and_each_has_its_unit():
    figure = drawn("two_panels")
    assert [trace.name for trace in figure.data] == ["Ours", "Theirs"]
    assert [trace.yaxis for trace in figure.data] == ["y", "y2"]
    assert figure.layout.xaxis.matches == "x2"
    assert figure.layout.yaxis.title.text == "events per month"
    assert figure.layout.yaxis2.title.text == "points per month"
    assert {"Ours", "Theirs"} <= {note.text for note in figure.layout.annotations}


def test_two_panels_leave_a_gap_and_open_marks_where_coverage_is_poor():
    line = trace(drawn("two_panels"), "Ours")
    assert pd.isna(line.y[1])
    assert not line.connectgaps
    assert list(line.marker.symbol)[::2] == ["circle", "circle-open"]


def test_two_panels_shade_each_panel_by_its_own_coverage():
    bare = valued().assign(coverage=pd.array(["none", "full", "full"], "string"))
    shapes = two_panels(valued(), bare).layout.shapes
    assert [(shape.yref, *days([shape.x0, shape.x1])) for shape in shapes] == [
        ("y domain", "2020-02-01", "2020-03-01"),
        ("y2 domain", "2020-01-01", "2020-02-01"),
    ]


def test_two_panels_say_what_their_values_are():
    text = said(two_panels(valued(), valued(), kind="Votes", remark="One vote in 2020."))
    assert "Votes; data to 18 March 2021." in text
    assert text.count("Grey: no coverage") == 1
    assert "One vote in 2020." in text


def test_two_panels_without_rows_say_so():
    assert "No events recorded" in said(two_panels(valued().head(0), valued().head(0)))


def test_an_uncovered_first_period_is_shaded_whatever_the_type_of_the_grades():
    counts = pd.DataFrame(
        {
            "start": pd.to_datetime(["2020-01-01", "2020-02-01"]),
            "end": pd.to_datetime(["2020-01-31", "2020-02-29"]),
            "coverage": pd.Series(["none", "full"], dtype="string"),
        }
    )
    figure = look.shade_uncovered(go.Figure(), counts)
    assert [str(shape.x0)[:10] for shape in figure.layout.shapes] == ["2020-01-01"]
