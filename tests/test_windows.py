"""Windows of time by name."""

import pandas as pd
import pytest

from helpers import windows
from helpers.errors import ParameterError

DAY = pd.Timestamp


def days(window, last="2026-03-18"):
    return [f"{day.date()}" for day in windows.resolve(window, DAY("1991-01-01"), DAY(last))]


@pytest.mark.parametrize(
    ("window", "first", "last"),
    [
        ("last_month", "2026-02-01", "2026-02-28"),
        ("last_quarter", "2025-10-01", "2025-12-31"),
        ("last_half_year", "2025-07-01", "2025-12-31"),
        ("last_year", "2025-01-01", "2025-12-31"),
        ("last_12_months", "2025-03-19", "2026-03-18"),
        ("last_90_days", "2025-12-19", "2026-03-18"),
        ("last_1_days", "2026-03-18", "2026-03-18"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025H1", "2025-01-01", "2025-06-30"),
        ("2025H2", "2025-07-01", "2025-12-31"),
        ("2025Q4", "2025-10-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-06-13/2025-06-24", "2025-06-13", "2025-06-24"),
        ("whole", "1991-01-01", "2026-03-18"),
    ],
)
def test_a_window_has_a_first_and_a_last_day(window, first, last):
    assert days(window) == [first, last]


@pytest.mark.parametrize(
    ("window", "last", "wanted"),
    [
        ("last_month", "2026-03-31", ["2026-03-01", "2026-03-31"]),
        ("last_month", "2026-01-30", ["2025-12-01", "2025-12-31"]),
        ("last_year", "2025-12-31", ["2025-01-01", "2025-12-31"]),
        ("last_half_year", "2025-06-30", ["2025-01-01", "2025-06-30"]),
        ("last_half_year", "2025-06-29", ["2024-07-01", "2024-12-31"]),
        ("last_1_months", "2026-03-31", ["2026-03-01", "2026-03-31"]),
    ],
)
def test_a_month_or_year_is_whole_only_on_its_last_day(window, last, wanted):
    assert days(window, last) == wanted


@pytest.mark.parametrize("window", ["last_weeks", "2025Q5", "2025-13", "last_0_days", "25", ""])
def test_an_unknown_window_is_refused(window):
    with pytest.raises(ParameterError, match=f"window '{window}' is unknown"):
        days(window)


def test_a_near_miss_names_the_window_that_was_meant():
    with pytest.raises(ParameterError, match="Did you mean 'last_month'"):
        days("last_mont")
