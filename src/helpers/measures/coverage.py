"""How well each month was searched, so that "no events" can be told from "no coverage"."""

import pandas as pd

WINDOW_MONTHS = 13
FULL_PAGES = 26
LEVELS = ("none", "thin", "full")


def coverage_by_month(
    events: pd.DataFrame, event_sources: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp
) -> pd.DataFrame:
    """Grade every month by the number of pages that were read about the time around it.

    A month is "none" when no page was cited for any event within half a year of it, "full" when
    at least 26 were (two a month), else "thin". A grade speaks of pages that could be read, not
    of all that happened.

    Args:
        events: Frame of events, context included.
        event_sources: Frame of (event, source) pairs.
        start: First day of the period that was searched.
        end: Last day of the period that was searched.

    Returns:
        One row a month from start to end, index month (Period "M"): pages (cited for events of
        that month), pages_around (in the 13 months centred on it), coverage (none, thin, full).
    """
    months = pd.period_range(start, end, freq="M", name="month")
    dated = events.loc[events["date_precision"] != "year", ["event_id", "date_start"]]
    cited = event_sources.merge(dated, on="event_id", validate="many_to_one")
    month = cited["date_start"].dt.to_period("M")
    pages = cited.groupby(month)["source_id"].nunique().reindex(months, fill_value=0)
    around = pages.rolling(WINDOW_MONTHS, center=True, min_periods=1).sum().astype(int)
    grade = pd.cut(around, [-1, 0, FULL_PAGES - 1, float("inf")], labels=LEVELS).astype("string")
    return pd.DataFrame({"pages": pages, "pages_around": around, "coverage": grade}, index=months)


def coverage_of(spans: pd.DataFrame, coverage: pd.DataFrame) -> pd.Series:
    """Grade longer or shorter spans from their months.

    Args:
        spans: Columns start and end (Timestamps), one row a span.
        coverage: Frame of `coverage_by_month`.

    Returns:
        Series in the order of `spans`: "none" when every month is none or unknown, "full" when
        every month is full, else "thin".
    """
    known = coverage["coverage"].to_dict()

    def grade(first: pd.Timestamp, last: pd.Timestamp) -> str:
        months = pd.period_range(first, last, freq="M")
        levels = {known.get(month, "none") for month in months}
        return levels.pop() if len(levels) == 1 else "thin"

    graded = [grade(first, last) for first, last in zip(spans["start"], spans["end"], strict=True)]
    return pd.Series(graded, index=spans.index, dtype="string")
