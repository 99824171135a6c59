import pandas as pd
import pytest

from helpers import headlines, measures
from helpers.language import Language

DAY = pd.Timestamp
KNOWN = DAY("1991-01-01"), DAY("2026-03-18")


@pytest.fixture
def told(make_events):
    """Write the headlines of two windows of literal events as one text."""

    def write(rows, first, second, grades=None):
        events = make_events(*rows)
        events["direction"] = measures.direction_of(events)
        months = pd.period_range("1991-01", "2026-03", freq="M")
        coverage = pd.DataFrame({"coverage": "full", "pages": 5}, index=months)
        for month, (grade, pages) in (grades or {}).items():
            coverage.loc[month, ["coverage", "pages"]] = [grade, pages]
        parts = {
            window: measures.stretch(
                events, coverage, start=DAY(window[:10]), end=DAY(window[11:]), known=KNOWN
            )
            for window in (first, second)
        }
        indices = {
            name: measures.tension_index(events, start=part.start, end=part.end)
            for name, part in parts.items()
        }
        return " ".join(headlines.compare(parts, indices, Language())).replace("\u00a0", " ")

    return write


YEARS = "2020-01-01/2020-12-31", "2021-01-01/2021-12-31"
MANY = [{"date_start": "2020-05-01"}] * 2 + [{"date_start": "2021-05-01"}] * 20


def test_a_large_difference_is_told_with_both_counts_and_the_interval(told):
    text = told(MANY, *YEARS)
    assert "2 in 2020-01-01/2020-12-31 and 20 in 2021-01-01/2021-12-31" in text
    assert "10.03 times" in text
    assert "a difference larger than chance allows" in text
    assert "By category, the rate of 2021-01-01/2021-12-31 differs" in text
    assert "it is higher for both together (20 events, 2 in 2020-01-01/2020-12-31)" in text
    assert "too sure" in text
    assert "Caution" not in text


def test_a_small_difference_is_no_larger_than_chance_allows(told):
    text = told(["2020-05-01", "2021-05-01", "2021-06-01"], *YEARS)
    assert "a difference no larger than chance allows" in text
    assert "By category, type, level and direction, no difference" in text
    assert "too sure" not in text


def test_what_is_new_is_told_from_three_events_on(told):
    warned = {"date_start": "2021-05-01", "event_type": "warning", "category": "tension"}
    text = told(["2020-05-01", "2021-05-01", *[warned] * 3], *YEARS)
    assert "and not at all in the other: types of event warning (3)." in text
    assert "warning" not in told(["2020-05-01", "2021-05-01", *[warned] * 2], *YEARS)


def test_tension_is_told_by_mean_and_peak(told):
    tense = {"date_start": "2021-05-01", "event_type": "warning", "category": "tension"}
    text = told(["2020-05-01", {**tense, "severity": 4}], *YEARS)
    assert "peak 4.0 on 1 May 2021" in text


def test_periods_of_different_length_are_warned_of(told):
    text = told(MANY, "2020-01-01/2020-12-31", "2021-05-01/2021-05-31")
    assert "Caution: the periods differ in length" in text
    assert "366" in text
    assert "and 2021-05-01/2021-05-31 31" in text


def test_periods_that_overlap_are_warned_of(told):
    text = told(MANY, "2020-01-01/2020-12-31", "2020-07-01/2021-06-30")
    assert "Caution: the periods share 184 days" in text
    assert "chance" not in text


def test_a_period_without_coverage_is_unknown_and_not_zero(told):
    bare = dict.fromkeys(pd.period_range("2020-01", "2020-12", freq="M"), ("none", 0))
    text = told(["2021-05-01"], *YEARS, bare)
    assert "no page was read about 2020-01-01/2020-12-31; its counts are unknown, not zero" in text
    assert "Rates cannot be compared" in text
    assert "chance" not in text


def test_months_without_coverage_and_thin_ones_are_warned_of(told):
    grades = {pd.Period("2020-01"): ("none", 0), pd.Period("2021-02"): ("thin", 1)}
    text = told(MANY, *YEARS, grades)
    assert "1 of the 12 months of 2020-01-01/2020-12-31 have no coverage" in text
    assert "coverage is thin in some months of 2021-01-01/2021-12-31" in text


def test_periods_that_were_read_unequally_are_warned_of(told):
    read = dict.fromkeys(pd.period_range("2021-01", "2021-12", freq="M"), ("full", 20))
    assert "not read equally well" in told(MANY, *YEARS, read)


def test_two_periods_without_events_are_told_without_a_ratio(told):
    text = told(["2015-01-01"], *YEARS)
    assert "0 in 2020-01-01/2020-12-31 and 0 in 2021-01-01/2021-12-31" in text
    assert "times" not in text
