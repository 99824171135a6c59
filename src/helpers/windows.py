"""Windows of time by name: last_month, 2025Q4, last_12_months."""

import re

import pandas as pd

from helpers.errors import ParameterError, suggest

CALENDAR = {"month": "M", "quarter": "Q", "year": "Y"}
EXAMPLES = ["last_month", "last_quarter", "last_half_year", "last_year", "last_12_months"]
EXAMPLES += ["last_90_days", "2025", "2025H1", "2025Q4", "2025-12", "2025-06-13/2025-06-24"]
WHOLE, LAST_YEAR = "whole", "last_year"
ISO_DAY = r"\d{4}-\d{2}-\d{2}"


def resolve(window: str, first: pd.Timestamp, last: pd.Timestamp) -> tuple[pd.Timestamp, ...]:
    """Turn a window's name into its first and last day.

    `last_month`, `last_quarter`, `last_half_year` and `last_year` are the last whole ones that the
    data reach the end of; `last_12_months`, `last_90_days` and the like end on the data's last day;
    `2025`, `2025H1`, `2025Q4` and `2025-12` are those of the calendar; `2025-06-13/2025-06-24` (ISO
    8601) is what it says; `whole` is all of the data.

    Args:
        window: The name.
        first: First day of the data.
        last: Last day of the data, or the earlier day as of which they are read.

    Returns:
        First and last day.

    Raises:
        ParameterError: No such window.
    """
    if window == WHOLE:
        return first, last
    if whole := re.fullmatch(r"last_(month|quarter|half_year|year)", window):
        return _last_whole(whole[1], last)
    if length := re.fullmatch(r"last_(\d{1,4})_(days|weeks|months|years)", window):
        number = int(length[1])
        if number:
            back = pd.DateOffset(**{length[2]: number})
            return last - back + pd.Timedelta(days=1), last
    if half := re.fullmatch(r"(\d{4})H([12])", window):
        return _half(int(half[1]), int(half[2]))
    if re.fullmatch(r"\d{4}(Q[1-4]|-(0[1-9]|1[0-2]))?", window):
        return _days(pd.Period(window))
    if days := re.fullmatch(rf"({ISO_DAY})/({ISO_DAY})", window):
        return _interval(window, *days.groups())
    raise ParameterError(f"window '{window}' is unknown. {suggest(window, [*EXAMPLES, WHOLE])}")


def _days(period: pd.Period) -> tuple[pd.Timestamp, pd.Timestamp]:
    return period.start_time.normalize(), period.end_time.normalize()


def _interval(window: str, *days: str) -> tuple[pd.Timestamp, ...]:
    try:
        return tuple(pd.Timestamp(day) for day in days)
    except ValueError:
        raise ParameterError(f"window '{window}' holds a day that no month has.") from None


def _half(year: int, half: int) -> tuple[pd.Timestamp, pd.Timestamp]:
    first, last = (1, 2) if half == 1 else (3, 4)
    return _days(pd.Period(f"{year}Q{first}"))[0], _days(pd.Period(f"{year}Q{last}"))[1]


def _last_whole(unit: str, last: pd.Timestamp) -> tuple[pd.Timestamp, pd.Timestamp]:
    if unit == "half_year":
        halves = [_half(last.year - back, half) for back in (0, 1) for half in (2, 1)]
        return next(days for days in halves if days[1] <= last)
    period = pd.Period(last, CALENDAR[unit])
    days = _days(period)
    return days if days[1] <= last else _days(period - 1)
