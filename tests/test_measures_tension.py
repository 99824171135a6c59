import math

import pandas as pd
import pytest
from scipy import stats

from helpers import measures

DAY = pd.Timestamp


def tense(date, severity=1, **other):
    return {
        "date_start": date,
        "event_type": "warning",
        "category": "tension",
        "severity": severity,
        **other,
    }


def index_of(events, start="2020-01-01", end="2020-12-31", half_life=90):
    table = measures.tension_index(events, start=DAY(start), end=DAY(end), half_life=half_life)
    return table["index"]


def test_event_weighs_half_after_one_half_life(make_events):
    index = index_of(make_events(tense("2020-01-01", 4)), half_life=30)
    assert index["2020-01-01"] == pytest.approx(4)
    assert index["2020-01-31"] == pytest.approx(2)
    assert index["2020-03-01"] == pytest.approx(1)


def test_events_before_the_start_still_count(make_events):
    index = index_of(make_events(tense("2019-12-02", 4)), start="2020-01-01", half_life=30)
    assert index.index[0] == DAY("2020-01-01")
    assert index.iloc[0] == pytest.approx(2)


def test_index_does_not_depend_on_where_it_starts(make_events):
    events = make_events(tense("2019-05-05", 3), tense("2020-02-02", 2))
    early, late = index_of(events, start="2019-01-01"), index_of(events, start="2020-06-01")
    pd.testing.assert_series_equal(early["2020-06-01":], late, check_freq=False)


def test_index_is_the_sum_of_faded_severities(make_events):
    rows = [("2019-03-10", 5), ("2020-01-15", 1), ("2020-01-15", 3), ("2020-04-01", 2)]
    index = index_of(make_events(*(tense(*row) for row in rows)), half_life=45)
    for day in pd.to_datetime(["2020-01-01", "2020-01-14", "2020-01-15", "2020-07-20"]):
        faded = [
            severity * 0.5 ** ((day - DAY(date)).days / 45)
            for date, severity in rows
            if DAY(date) <= day
        ]
        assert index[day] == pytest.approx(math.fsum(faded))


def test_every_day_of_the_window_is_present(make_events):
    table = measures.tension_index(
        make_events(tense("2020-02-29", 3), tense("2020-02-29", 2)),
        start=DAY("2020-02-28"),
        end=DAY("2020-03-01"),
    )
    assert table.index.name == "date"
    assert table.index.tolist() == [DAY("2020-02-28"), DAY("2020-02-29"), DAY("2020-03-01")]
    assert table["severity"].tolist() == [0, 5, 0]


def test_later_vague_and_peaceful_events_weigh_nothing(make_events):
    events = make_events(
        "2020-01-01",
        tense("2020-01-01", 3, date_precision="month"),
        tense("2021-01-01", 5),
    )
    index = index_of(events)
    assert len(index) == 366
    assert (index == 0).all()


def test_no_events_give_an_index_of_zero(make_events):
    assert (index_of(make_events()) == 0).all()


def test_index_leaves_events_alone(make_events):
    events = make_events(tense("2020-01-01", 4))
    before = events.copy(deep=True)
    index_of(events)
    pd.testing.assert_frame_equal(events, before)


@pytest.fixture
def balance(all_covered):
    def run(events, end="2020-03-31", coverage=all_covered, level=0.95):
        counts = measures.count_by_period(
            events,
            period="month",
            start=DAY("2020-01-01"),
            end=DAY(end),
            coverage=coverage,
            by="category",
        )
        return measures.balance_by_period(counts, level).set_index("period")

    return run


def test_balance_is_the_difference_over_the_sum(make_events, balance):
    # January: three cooperative and one tense, (3 - 1) / 4.
    table = balance(
        make_events(
            {"date_start": "2020-01-01", "category": "engagement"},
            {"date_start": "2020-01-02", "category": "cooperation"},
            {"date_start": "2020-01-03", "category": "agreement"},
            tense("2020-01-04"),
            tense("2020-02-04"),
            {"date_start": "2020-03-01", "category": "engagement"},
        )
    )
    assert table["cooperative"].tolist() == [3, 0, 1]
    assert table["tension"].tolist() == [1, 1, 0]
    assert table["balance"].tolist() == pytest.approx([0.5, -1, 1])


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_interval_of_the_balance_is_the_scaled_wilson_interval(make_events, balance, level):
    days = ["2020-01-01", "2020-01-02", "2020-01-03"]
    table = balance(make_events(*days, tense("2020-01-04")), level=level)
    wilson = stats.binomtest(3, 4).proportion_ci(level, method="wilson")
    assert table.loc["2020-01", "low"] == pytest.approx(2 * wilson.low - 1)
    assert table.loc["2020-01", "high"] == pytest.approx(2 * wilson.high - 1)


def test_balance_and_its_interval_stay_between_minus_one_and_one(make_events, balance):
    table = balance(
        make_events(tense("2020-01-01"), "2020-02-01", tense("2020-03-01"), "2020-03-02")
    )
    for column in ("balance", "low", "high"):
        assert table[column].between(-1 - 1e-12, 1 + 1e-12).all()
    assert (table["low"] <= table["balance"] + 1e-12).all()
    assert (table["balance"] <= table["high"] + 1e-12).all()


def test_balance_of_a_period_without_events_is_missing(make_events, balance):
    table = balance(make_events("2020-01-01", tense("2020-03-01")))
    assert table.index.tolist() == ["2020-01", "2020-02", "2020-03"]
    assert table.loc["2020-02", ["balance", "low", "high"]].isna().all()
    assert table.loc["2020-02", ["cooperative", "tension"]].tolist() == [0, 0]


def test_balance_of_an_uncovered_period_is_missing(make_events, balance, all_covered):
    coverage = all_covered.copy()
    coverage.loc[pd.Period("2020-02"), "coverage"] = "none"
    table = balance(make_events("2020-01-01", tense("2020-03-01")), coverage=coverage)
    assert pd.isna(table.loc["2020-02", "balance"])
    assert table.loc["2020-02", "coverage"] == "none"


def test_context_does_not_tip_the_balance(make_events, balance):
    context = {"date_start": "2020-01-05", "category": "context"}
    table = balance(make_events(context, context, "2020-01-01", tense("2020-01-04")))
    assert table.loc["2020-01", "balance"] == 0


def test_balance_without_any_tension_is_one(make_events, balance):
    table = balance(make_events("2020-01-01"), end="2020-01-31")
    assert table.loc["2020-01", ["tension", "balance"]].tolist() == [0, 1]


def test_goldstein_sums_and_averages_the_weights_of_a_period(make_events, all_covered):
    events = make_events(
        {"date_start": "2020-01-01", "goldstein": 1.9},
        {"date_start": "2020-01-20", "goldstein": -5.0},
        {"date_start": "2020-03-20", "goldstein": 8.0},
    )
    counts = measures.count_by_period(
        events,
        period="month",
        start=DAY("2020-01-01"),
        end=DAY("2020-03-31"),
        coverage=all_covered,
    )
    table = measures.goldstein_by_period(events, counts).set_index("period")
    assert table["goldstein_sum"].fillna(0).tolist() == pytest.approx([-3.1, 0, 8.0])
    assert table.loc["2020-01", "goldstein_mean"] == pytest.approx(-1.55)
    assert pd.isna(table.loc["2020-02", "goldstein_mean"])
    assert table.loc["2020-03", "goldstein_mean"] == pytest.approx(8)
