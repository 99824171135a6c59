import re

import pandas as pd
import pytest

from helpers import dataset, headlines, measures
from helpers.language import Language


@pytest.fixture
def data(package_folder, set_coverage):
    set_coverage("1991-01-01", "2021-12-31")
    return dataset.load(package_folder)


@pytest.fixture
def told(data):
    """Write the headlines of a period as one text."""

    def write(start, end, themes=(), language="en"):
        sentences = headlines.period(
            data, pd.Timestamp(start), pd.Timestamp(end), list(themes), Language(language)
        )
        assert all(isinstance(sentence, str) for sentence in sentences)
        return " ".join(sentences).replace("\u00a0", " ")

    return write


def test_volume_counts_bilateral_events_by_category(told):
    text = told("2012-01-01", "2016-12-31")
    assert "5 bilateral events are recorded" in text
    assert "2 tension" in text
    assert "2 engagement" in text
    assert "1 agreement" in text


def test_context_is_never_counted(told):
    text = told("2020-01-01", "2021-12-31")
    assert re.match(r"1 bilateral event", text)
    assert "context" not in text


def test_selection_without_events_says_so(told):
    assert told("2018-01-01", "2018-12-31") == (
        "No bilateral event is recorded for this selection."
    )


def test_selection_with_context_alone_says_so_too(told):
    assert "No bilateral event" in told("2020-01-01", "2020-12-31")


def test_window_before_of_the_same_length_is_compared(told):
    # 2013 and 2014 are 730 days with two events; the 730 days before hold the two of 2012.
    text = told("2013-01-01", "2014-12-31")
    assert "730 days before, 2 were" in text
    assert re.search(r"the rate is now [\d.]+ times as high \(95 % interval", text)


def test_days_without_coverage_leave_the_rates_and_are_told(told, data):
    text = told("2013-01-01", "2014-12-31")
    coverage = measures.coverage_by_month(data.events, data.event_sources, data.start, data.end)
    months = coverage.index[coverage["coverage"] != "none"]
    days = pd.Series(months.days_in_month, months.year).groupby(level=0).sum()
    now, before = days.reindex([2013, 2014]).sum(), days.reindex([2011, 2012]).sum()
    assert f"the rate is now {before / now:.2f} times as high" in text  # two events in each
    bare = 24 - len(months[(months.year >= 2011) & (months.year <= 2012)])
    assert f"Caution: {bare} of the 24 months of the 730 days before have no coverage" in text


def test_years_that_are_not_read_alike_earn_a_caution():
    data, seen = dataset.load(), set()
    pages = measures.coverage_by_month(data.events, data.event_sources, data.start, data.end)[
        "pages"
    ]
    for year in range(2012, 2026):
        start, end = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
        before = start - (end - start) - pd.Timedelta(days=1)
        counts = pages[start:end].sum(), pages[before : start - pd.Timedelta(days=1)].sum()
        uneven = max(counts) > 1.5 * min(counts)
        text = " ".join(headlines.period(data, start, end, [], Language("en")))
        assert ("not read equally well" in text) == uneven, year
        seen.add(uneven)
    assert seen == {True, False}


def test_no_ratio_to_an_empty_window(told):
    text = told("2012-01-01", "2012-12-31")
    assert "366 days before, 0 were." in text
    assert "times as high" not in text


def test_no_comparison_with_days_before_the_data_begin(told):
    assert "days before" not in told("1991-01-01", "2016-12-31")


def test_days_after_the_data_end_are_not_compared(told):
    # The data end on 31 December 2021, day 365 of the window.
    assert "365 days before" in told("2021-01-01", "2022-06-30")


def test_tension_names_sides_and_the_most_severe_event(told):
    text = told("2012-01-01", "2012-12-31")
    assert "2 tension events are recorded" in text
    assert "1 from the Iranian side" in text
    assert "1 from the Azerbaijani side" in text
    assert "severity recorded is 4 of 5" in text
    assert "Iran recalls its ambassador" in text
    assert "21 May 2012 [E-2012-002]" in text


def test_quiet_period_says_that_no_tension_is_recorded(told):
    assert "No tension event is recorded." in told("2014-01-01", "2014-12-31")


def test_last_meeting_of_leaders_is_cited(told):
    text = told("2014-01-01", "2014-12-31")
    assert "The presidents meet in Tehran, 9 April 2014 [E-2014-002]" in text
    assert "leaders" not in told("2012-01-01", "2012-12-31")


def test_sourcing_gives_the_shares_of_well_backed_events(told):
    # Of the two events of 2012 one rests on an Iranian and a third publisher.
    text = told("2012-01-01", "2012-12-31")
    assert "50 % of these events rest on two or more independent publishers" in text
    assert "50 % on an Iranian one" in text


def test_themes_limit_the_count(told):
    assert "1 bilateral event" in told("2012-01-01", "2021-12-31", themes=["espionage"])
    assert "4 bilateral events" in told(
        "2012-01-01", "2021-12-31", themes=["transport", "espionage"]
    )


def test_dates_follow_the_language(told):
    assert "21. Mai 2012" in told("2012-01-01", "2012-12-31", language="de")


def test_headlines_leave_the_data_alone(data, told):
    before = data.events.copy(deep=True)
    told("2012-01-01", "2016-12-31")
    pd.testing.assert_frame_equal(data.events, before)


def test_undirected_tension_is_counted_without_an_actor(package_folder, set_cells):
    data = dataset.load(package_folder)
    tense = data.events["category"].eq("tension")
    row = data.events.index[tense][0]
    data.events.loc[row, "directed"] = False
    years = pd.Timestamp("1991-01-01"), pd.Timestamp("2026-03-18")
    said = " ".join(headlines.period(data, *years, [], Language("en")))
    assert "1 without a single known actor" in said
