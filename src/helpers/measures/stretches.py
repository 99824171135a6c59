"""One of two periods to compare: its events, how long it is and how well it is covered."""

from dataclasses import dataclass

import pandas as pd

from helpers.measures.coverage import LEVELS
from helpers.measures.rates import DAYS_PER


@dataclass(frozen=True)
class Stretch:
    """One of the two periods: its events and the days that pages tell of.

    Attributes:
        events: Events of the period.
        start: First day.
        end: Last day that the data reach.
        days: Whole days from start to end.
        covered_days: Those in months that have coverage; rates rest on them.
        months: Months by grade of coverage: index none, thin, full.
        pages: Pages cited for events of its months, a page once a month.
    """

    events: pd.DataFrame
    start: pd.Timestamp
    end: pd.Timestamp
    days: int
    covered_days: int
    months: pd.Series
    pages: int


def stretch(
    events: pd.DataFrame,
    coverage: pd.DataFrame,
    *,
    start: pd.Timestamp,
    end: pd.Timestamp,
    known: tuple[pd.Timestamp, pd.Timestamp],
) -> Stretch:
    """Cut one of two periods out of events, and tell how well it is covered.

    Args:
        events: Frame of events; those whose date_start is in the period are kept.
        coverage: Frame of `coverage_by_month` over all of the data.
        start: First day of the period.
        end: Last day of the period.
        known: First and last day of the data; the period ends where they end.
    """
    first, last = max(start, known[0]), min(end, known[1])
    inside = coverage[(coverage.index >= first.to_period("M"))]
    inside = inside[inside.index <= last.to_period("M")]
    days = pd.Series(1, pd.date_range(first, last)).groupby(lambda day: day.to_period("M")).sum()
    covered = inside.index[inside["coverage"] != "none"]
    return Stretch(
        events=events[events["date_start"].between(first, last)].reset_index(drop=True),
        start=first,
        end=last,
        days=int(days.sum()),
        covered_days=int(days.reindex(covered, fill_value=0).sum()),
        months=inside["coverage"].value_counts().reindex(LEVELS, fill_value=0),
        pages=int(inside["pages"].sum()),
    )


def index_summary(indices: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Sum up tension indices of several periods.

    Args:
        indices: Frames of `tension_index` by name of the period.

    Returns:
        One row a period: period, mean, peak (severity points), peak_on, first, last (values of the
        first and the last day).
    """
    rows = [
        {
            "period": name,
            "mean": frame["index"].mean(),
            "peak": frame["index"].max(),
            "peak_on": frame["index"].idxmax(),
            "first": frame["index"].iloc[0],
            "last": frame["index"].iloc[-1],
        }
        for name, frame in indices.items()
    ]
    return pd.DataFrame(rows)


def coverage_summary(stretches: dict[str, Stretch]) -> pd.DataFrame:
    """Tell how long and how well covered the periods are.

    Returns:
        One row a period: period, start, end, days, covered_days, months_none, months_thin,
        months_full, pages, pages_per_month (of covered days; missing for none), events.
    """
    rows = [
        {
            "period": name,
            **{key: getattr(period, key) for key in ("start", "end", "days", "covered_days")},
            **{f"months_{grade}": int(period.months[grade]) for grade in LEVELS},
            "pages": period.pages,
            "pages_per_month": _per_month(period.pages, period.covered_days),
            "events": len(period.events),
        }
        for name, period in stretches.items()
    ]
    return pd.DataFrame(rows)


def _per_month(n: int, days: int) -> float:
    return n / (days / DAYS_PER["month"]) if days else float("nan")
