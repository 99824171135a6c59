import pandas as pd
import pytest

from helpers import measures
from helpers.errors import ParameterError

DAY = pd.Timestamp


@pytest.fixture
def count(all_covered):
    """Count events of a window in which every month is covered."""

    def run(events, period, start, end, coverage=all_covered, by=None):
        return measures.count_by_period(
            events, period=period, start=DAY(start), end=DAY(end), coverage=coverage, by=by
        )

    return run


def graded(**months):
    """Grade months by name: graded(jan="full") of 2020."""
    number = {"jan": 1, "feb": 2, "mar": 3, "apr": 4}
    index = pd.PeriodIndex([f"2020-{number[name]:02}" for name in months], freq="M")
    return pd.DataFrame({"coverage": pd.array(list(months.values()), "string")}, index=index)


def test_quiet_month_counts_as_zero(make_events, count):
    counts = count(make_events("2020-01-15", "2020-03-02"), "month", "2020-01-01", "2020-03-31")
    assert counts["period"].tolist() == ["2020-01", "2020-02", "2020-03"]
    assert counts["n"].tolist() == [1, 0, 1]
    assert counts["event_ids"].tolist() == [("e1",), (), ("e2",)]


def test_uncovered_month_is_missing_not_zero(make_events, count):
    coverage = graded(jan="full", feb="none", mar="thin")
    counts = count(make_events("2020-01-15"), "month", "2020-01-01", "2020-03-31", coverage)
    assert counts["coverage"].tolist() == ["full", "none", "thin"]
    assert counts["n"].isna().tolist() == [False, True, False]
    assert counts["n"].dropna().tolist() == [1, 0]


def test_month_that_coverage_does_not_know_is_missing(make_events, count):
    counts = count(make_events(), "month", "2020-01-01", "2020-02-29", graded(jan="full"))
    assert counts["n"].isna().tolist() == [False, True]


def test_recorded_event_counts_even_without_coverage(make_events, count):
    coverage = graded(jan="none", feb="none")
    counts = count(make_events("2020-02-10"), "month", "2020-01-01", "2020-02-29", coverage)
    assert counts["n"].isna().tolist() == [True, False]
    assert counts["n"].iloc[1] == 1


def test_quarter_with_an_uncovered_month_is_thin_and_zero(make_events, count):
    coverage = graded(jan="full", feb="none", mar="full")
    counts = count(make_events(), "quarter", "2020-01-01", "2020-03-31", coverage)
    assert counts["coverage"].tolist() == ["thin"]
    assert counts["n"].tolist() == [0]


def test_counts_are_integers_that_may_be_missing(make_events, count):
    counts = count(make_events("2020-01-15"), "month", "2020-01-01", "2020-01-31")
    assert str(counts["n"].dtype) == "Int64"


def test_events_outside_the_window_are_left_out(make_events, count):
    events = make_events("2020-01-09", "2020-01-10", "2020-02-20", "2020-02-21")
    counts = count(events, "month", "2020-01-10", "2020-02-20")
    assert counts["event_ids"].tolist() == [("e2",), ("e3",)]


def test_every_group_has_every_period(make_events, count):
    events = make_events(
        {"date_start": "2020-01-05", "category": "tension"},
        {"date_start": "2020-03-05"},
        {"date_start": "2020-03-06"},
    )
    counts = count(events, "month", "2020-01-01", "2020-03-31", by="category")
    wide = counts.pivot(index="period", columns="category", values="n")
    assert wide.to_dict() == {
        "engagement": {"2020-01": 0, "2020-02": 0, "2020-03": 2},
        "tension": {"2020-01": 1, "2020-02": 0, "2020-03": 0},
    }
    assert counts.columns[0] == "category"


def test_groups_of_an_uncovered_month_are_missing(make_events, count):
    events = make_events({"date_start": "2020-02-05", "category": "tension"}, "2020-01-05")
    coverage = graded(jan="full", feb="none")
    counts = count(events, "month", "2020-01-01", "2020-02-29", coverage, by="category")
    n = counts.set_index(["category", "period"])["n"]
    assert n["engagement", "2020-01"] == 1
    assert n["tension", "2020-01"] == 0
    assert n["tension", "2020-02"] == 1
    assert pd.isna(n["engagement", "2020-02"])


def test_no_events_give_no_groups(make_events, count):
    assert count(make_events(), "month", "2020-01-01", "2020-03-31", by="category").empty


def test_cut_periods_are_marked_incomplete(make_events, count):
    counts = count(make_events(), "month", "2020-01-10", "2020-03-20")
    assert counts["complete"].tolist() == [False, True, False]
    assert counts["days"].tolist() == [22, 29, 20]
    assert counts["start"].tolist() == [DAY("2020-01-10"), DAY("2020-02-01"), DAY("2020-03-01")]
    assert counts["end"].tolist() == [DAY("2020-01-31"), DAY("2020-02-29"), DAY("2020-03-20")]


def test_whole_periods_are_complete(make_events, count):
    counts = count(make_events(), "quarter", "2019-10-01", "2020-03-31")
    assert counts["period"].tolist() == ["2019Q4", "2020Q1"]
    assert counts["complete"].all()
    assert counts["days"].tolist() == [92, 91]


def test_weeks_run_from_monday_to_sunday(make_events, count):
    # 1 January 2024 is a Monday.
    events = make_events("2024-01-01", "2024-01-07", "2024-01-08")
    counts = count(events, "week", "2024-01-01", "2024-01-14")
    assert counts["event_ids"].tolist() == [("e1", "e2"), ("e3",)]
    assert counts["start"].dt.day_name().tolist() == ["Monday", "Monday"]
    assert counts["end"].dt.day_name().tolist() == ["Sunday", "Sunday"]
    assert counts["days"].tolist() == [7, 7]
    assert counts["complete"].all()


def test_weeks_carry_their_iso_names_across_new_year(make_events, count):
    # 1 January 2021 is a Friday of week 53 of 2020.
    counts = count(make_events("2021-01-01"), "week", "2020-12-28", "2021-01-10")
    assert counts["period"].tolist() == ["2020-W53", "2021-W01"]
    assert counts["n"].tolist() == [1, 0]


def test_days_are_counted_one_by_one(make_events, count):
    counts = count(make_events("2020-02-28", "2020-03-01"), "day", "2020-02-28", "2020-03-01")
    assert counts["period"].tolist() == ["2020-02-28", "2020-02-29", "2020-03-01"]
    assert counts["n"].tolist() == [1, 0, 1]


@pytest.mark.parametrize(
    ("period", "ids"),
    [
        ("day", ("e1",)),
        ("week", ("e1",)),
        ("month", ("e1", "e2")),
        ("quarter", ("e1", "e2")),
        ("year", ("e1", "e2", "e3")),
    ],
)
def test_vague_dates_are_left_out_of_finer_periods(make_events, count, period, ids):
    events = make_events(
        "2020-01-01",
        {"date_start": "2020-01-01", "date_precision": "month"},
        {"date_start": "2020-01-01", "date_precision": "year"},
    )
    counts = count(events, period, "2020-01-01", "2020-12-31")
    assert counts["event_ids"].iloc[0] == ids
    assert counts["n"].sum() == len(ids)
    left_out = measures.too_coarse(events, period)["event_id"].tolist()
    assert left_out == [name for name in ("e1", "e2", "e3") if name not in ids]


def test_unknown_period_names_the_nearest(make_events, count):
    with pytest.raises(ParameterError, match=r"period 'mouth' is unknown\. Did you mean 'month'"):
        count(make_events(), "mouth", "2020-01-01", "2020-03-31")
    with pytest.raises(ParameterError, match="Did you mean 'year'"):
        measures.too_coarse(make_events(), "years")


def test_counting_leaves_its_arguments_alone(make_events, count, all_covered):
    events = make_events("2020-01-15", {"date_start": "2020-01-16", "category": "tension"})
    before, known = events.copy(deep=True), all_covered.copy(deep=True)
    count(events, "month", "2020-01-01", "2020-03-31", by="category")
    pd.testing.assert_frame_equal(events, before)
    pd.testing.assert_frame_equal(all_covered, known)


def test_direction_names_who_acted_towards_whom(make_events):
    events = make_events(
        {"actor": "IRN", "target": "AZE", "directed": True},
        {"actor": "AZE", "target": "IRN", "directed": True},
        {"actor": "AZE", "target": "IRN", "directed": False},
    )
    assert measures.direction_of(events).tolist() == ["IRN → AZE", "AZE → IRN", "joint"]


def test_count_by_direction_counts_each_direction_apart(make_events, all_covered):
    events = make_events(
        {"date_start": "2020-01-01", "actor": "IRN", "target": "AZE", "directed": True},
        {"date_start": "2020-02-01", "actor": "IRN", "target": "AZE", "directed": True},
        {"date_start": "2020-02-02"},
    )
    counts = measures.count_by_direction(
        events,
        period="month",
        start=DAY("2020-01-01"),
        end=DAY("2020-02-29"),
        coverage=all_covered,
    )
    n = counts.set_index(["direction", "period"])["n"].to_dict()
    assert n == {
        ("IRN → AZE", "2020-01"): 1,
        ("IRN → AZE", "2020-02"): 1,
        ("joint", "2020-01"): 0,
        ("joint", "2020-02"): 1,
    }
    assert "direction" not in events.columns


@pytest.mark.parametrize(
    ("start", "end", "period"),
    [
        ("2020-01-01", "2020-01-31", "day"),
        ("2020-01-01", "2020-02-29", "week"),
        ("2020-01-01", "2020-12-31", "month"),
        ("2018-01-01", "2020-12-31", "month"),
        ("2011-01-01", "2020-12-31", "quarter"),
        ("1991-01-01", "2025-12-31", "year"),
    ],
)
def test_period_follows_the_length_of_the_window(start, end, period):
    assert measures.period_for(DAY(start), DAY(end)) == period
