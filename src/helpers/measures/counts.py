"""Counts of events per period: every period present, zero only where there is coverage."""

import pandas as pd

from helpers.errors import ParameterError, suggest
from helpers.measures.coverage import coverage_of

FREQUENCIES = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
PRECISION_OF = {"day": ["day"], "week": ["day"], "month": ["day", "month"]}
PRECISION_OF["quarter"] = PRECISION_OF["month"]
PRECISION_OF["year"] = ["day", "month", "year"]


def period_for(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """Choose a period that cuts a window into about 10 to 40 parts."""
    days = (end - start).days + 1
    steps = (("day", 31), ("week", 200), ("month", 1200), ("quarter", 3700))
    return next((period for period, longest in steps if days <= longest), "year")


def too_coarse(events: pd.DataFrame, period: str) -> pd.DataFrame:
    """List the events that cannot be placed in a period because their date is not exact enough.

    Returns:
        The rows of `events` whose date_precision is coarser than `period`; no count holds them.
    """
    return events[~events["date_precision"].isin(PRECISION_OF[_known(period)])]


def count_by_period(
    events: pd.DataFrame,
    *,
    period: str,
    start: pd.Timestamp,
    end: pd.Timestamp,
    coverage: pd.DataFrame,
    by: str | None = None,
) -> pd.DataFrame:
    """Count events per period, by date_start.

    Args:
        events: Frame of events.
        period: day, week (Monday to Sunday), month, quarter or year.
        start: First day of the window.
        end: Last day of the window; the last period is incomplete if it reaches further.
        coverage: Frame of `coverage_by_month`.
        by: A column to count apart, such as category; every period then has a row a group.

    Returns:
        One row a period (and group): the column named by `by` if given, period (label), start,
        end (first and last day inside the window), days (their number), complete (the whole
        period is inside), coverage, n (Int64; missing where coverage is none and nothing is
        recorded), event_ids (tuple).

    Raises:
        ParameterError: Unknown period.
    """
    grid = _grid(period, start, end)
    grid["coverage"] = coverage_of(grid, coverage)
    inside = events[
        events["date_precision"].isin(PRECISION_OF[period])
        & events["date_start"].between(start, end)
    ]
    keys = [inside["date_start"].dt.to_period(FREQUENCIES[period]).rename("key")]
    if by is not None:
        grid = grid.merge(inside[[by]].drop_duplicates().sort_values(by), how="cross")
        keys.append(inside[by])
    ids = inside.groupby(keys)["event_id"].agg(tuple).rename("event_ids").reset_index()
    joined = grid.merge(ids, on=["key", by] if by else ["key"], how="left", validate="one_to_one")
    empty = joined["event_ids"].isna()
    joined["event_ids"] = joined["event_ids"].where(~empty, joined["key"].map(lambda _: ()))
    joined["n"] = joined["event_ids"].map(len).astype("Int64")
    joined.loc[empty & (joined["coverage"] == "none"), "n"] = pd.NA
    order = ["period", "start", "end", "days", "complete", "coverage", "n", "event_ids"]
    return joined[([by] if by else []) + order]


def _grid(period: str, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    keys = pd.period_range(start, end, freq=FREQUENCIES[_known(period)])
    first = keys.start_time.normalize()
    last = keys.end_time.normalize()
    grid = pd.DataFrame({"key": keys, "period": _labels(keys, period)})
    grid["start"] = first.where(first >= start, start)
    grid["end"] = last.where(last <= end, end)
    grid["days"] = (grid["end"] - grid["start"]).dt.days + 1
    grid["complete"] = (first >= start) & (last <= end)
    return grid


def _labels(keys: pd.PeriodIndex, period: str) -> list[str]:
    if period == "week":
        return [f"{key.start_time:%G-W%V}" for key in keys]
    return [str(key) for key in keys]


def _known(period: str) -> str:
    if period not in FREQUENCIES:
        raise ParameterError(f"period '{period}' is unknown. {suggest(period, FREQUENCIES)}")
    return period


def direction_of(events: pd.DataFrame) -> pd.Series:
    """Name who acted towards whom: "IRN → AZE", "AZE → IRN", or "joint" for undirected rows."""
    arrow = events["actor"] + " → " + events["target"]
    return arrow.where(events["directed"], "joint").rename("direction")


def count_by_direction(events: pd.DataFrame, **window: object) -> pd.DataFrame:
    """Count events per period and direction; arguments and columns as in `count_by_period`."""
    return count_by_period(events.assign(direction=direction_of(events)), by="direction", **window)
