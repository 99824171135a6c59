import math

import pandas as pd
import pytest

from helpers import measures

DAY = pd.Timestamp
KNOWN = DAY("1991-01-01"), DAY("2026-03-18")


def graded(first, *grades):
    months = pd.period_range(first, periods=len(grades), freq="M", name="month")
    return pd.DataFrame({"coverage": pd.array(grades, "string"), "pages": 3}, index=months)


def cut(events, start, end, coverage=None, known=KNOWN):
    full = graded("1991-01", *["full"] * 480) if coverage is None else coverage
    return measures.stretch(events, full, start=DAY(start), end=DAY(end), known=known)


@pytest.fixture
def years(make_events):
    """Two years: 2020 with 2 calls, 2021 with 20 calls and 3 warnings."""
    rows = [{"date_start": "2020-05-01"}] * 2 + [{"date_start": "2021-05-01"}] * 20
    rows += [{"date_start": "2021-06-01", "event_type": "warning", "category": "tension"}] * 3
    events = make_events(*rows)
    return cut(events, "2020-01-01", "2020-12-31"), cut(events, "2021-01-01", "2021-12-31")


def test_a_stretch_keeps_its_events_and_counts_its_days(years):
    first, second = years
    assert (len(first.events), first.days, first.covered_days) == (2, 366, 366)
    assert (len(second.events), second.days) == (23, 365)


def test_a_stretch_ends_where_the_data_end(make_events):
    part = cut(make_events("2026-01-01"), "2026-01-01", "2026-12-31")
    assert part.end == DAY("2026-03-18")
    assert part.days == 31 + 28 + 18


def test_days_of_months_without_coverage_are_left_out(make_events):
    coverage = graded("2020-01", "none", "thin", "full")
    part = cut(make_events("2020-02-01"), "2020-01-01", "2020-03-31", coverage)
    assert (part.days, part.covered_days) == (91, 60)
    assert part.months.to_dict() == {"none": 1, "thin": 1, "full": 1}


def test_contrast_gives_counts_monthly_rates_and_their_ratio(years):
    (row,) = measures.contrast(*years).to_dict("records")
    assert (row["first_n"], row["second_n"]) == (2, 23)
    assert row["second_rate"] == pytest.approx(23 / (365 / 30.4375))
    assert row["ratio"] == pytest.approx(23 / 365 / (2 / 366))
    assert 1 < row["low"] < row["ratio"] < row["high"]
    assert row["beyond_chance"]


def test_a_group_that_the_first_period_lacks_has_an_endless_ratio(years):
    rows = measures.contrast(*years, "event_type").set_index("group")
    assert rows.loc["warning", "first_n"] == 0
    assert math.isinf(rows.loc["warning", "ratio"])
    assert math.isinf(rows.loc["warning", "high"])
    assert 0 < rows.loc["warning", "low"] < math.inf
    assert not rows.loc["warning", "beyond_chance"], "three against none is easily chance"
    assert rows.loc["warning", "second_ids"] == ("e23", "e24", "e25")


def test_the_other_way_round_the_ratio_is_zero(years):
    rows = measures.contrast(*reversed(years), "event_type").set_index("group")
    assert rows.loc["warning", ["ratio", "low"]].tolist() == [0, 0]
    assert rows.loc["phone_call", "ratio"] < 1


def test_many_groups_make_the_test_stricter(make_events):
    types = ["warning", "denial", "accusation", "arrest", "protest_note"]
    rows = [{"date_start": "2021-01-01", "event_type": "phone_call"}] * 7
    rows += [{"date_start": "2021-01-01", "event_type": name} for name in types]
    rows += [{"date_start": "2022-01-01", "event_type": name} for name in types]
    spans = [cut(make_events(*rows), f"{year}-01-01", f"{year}-12-31") for year in (2022, 2021)]
    many = measures.contrast(*spans, "event_type").set_index("group")
    alone = [cut(make_events(*rows[:7]), f"{y}-01-01", f"{y}-12-31") for y in (2022, 2021)]
    assert measures.contrast(*alone, "event_type")["beyond_chance"].tolist() == [True]
    assert many.loc["phone_call", "low"] > 1
    assert not many.loc["phone_call", "beyond_chance"], "2 * 0.5**7 is over 5 % of a sixth"


def test_an_event_counts_under_each_of_its_themes(make_events):
    events = make_events(
        {"date_start": "2020-01-01", "themes": ("gas", "trade")}, {"date_start": "2021-01-01"}
    )
    parts = cut(events, "2020-01-01", "2020-12-31"), cut(events, "2021-01-01", "2021-12-31")
    rows = measures.contrast(*parts, "themes").set_index("group")
    assert rows.loc["gas", ["first_n", "second_n"]].tolist() == [1, 0]
    assert rows.loc["trade", ["first_n", "second_n"]].tolist() == [1, 1]


def test_without_coverage_there_is_no_rate_and_no_test(make_events):
    coverage = pd.concat([graded("2020-01", *["none"] * 12), graded("2021-01", *["full"] * 12)])
    events = make_events("2021-03-01")
    parts = [cut(events, f"{y}-01-01", f"{y}-12-31", coverage) for y in (2020, 2021)]
    row = measures.contrast(*parts).iloc[0]
    assert pd.isna(row["first_rate"])
    assert pd.isna(row["ratio"])
    assert pd.isna(row["beyond_chance"])
    assert measures.coverage_summary({"a": parts[0]})["pages_per_month"].isna().all()


def test_two_empty_periods_give_empty_tables(make_events):
    parts = [cut(make_events("2019-01-01"), f"{y}-01-01", f"{y}-12-31") for y in (2020, 2021)]
    assert measures.contrast(*parts).empty
    assert measures.only_in_one(*parts).empty


def test_new_and_gone_values_are_listed_with_their_events(years):
    rows = measures.only_in_one(*years)[["aspect", "value", "only_in", "n"]].to_numpy().tolist()
    assert rows == [["event_type", "warning", "second", 3]]


def test_pairs_are_counted_in_both_periods(make_events):
    events = make_events("2020-01-01", "2021-01-01", "2021-02-01")
    parts = cut(events, "2020-01-01", "2020-12-31"), cut(events, "2021-01-01", "2021-12-31")
    there = pd.DataFrame(
        [(f"e{n}", *who) for n in (1, 2, 3) for who in (("I", "IRN"), (f"A{n // 3}", "AZE"))],
        columns=["event_id", "name", "country"],
    )
    table = measures.pairs_in_both(*parts, there)
    assert table["azerbaijani"].tolist() == ["A0", "A1"]
    assert table[["first_n", "second_n"]].to_numpy().tolist() == [[1, 1], [0, 1]]
    assert table["first_ids"].tolist() == [("e1",), ()]


def test_index_summary_gives_mean_peak_and_its_day():
    days = pd.date_range("2020-01-01", periods=3, freq="D")
    table = measures.index_summary({"a": pd.DataFrame({"index": [1.0, 4.0, 1.0]}, index=days)})
    row = table.iloc[0]
    assert (row["mean"], row["peak"], row["peak_on"]) == (2, 4, DAY("2020-01-02"))
