"""How many events are missed: two lists, and whether lists depend on each other.

Caveat that belongs to every number of this module and of `loglinear`. The rows were found by
searches and curated; a list is "at least one cited page of that side", and pages of the other
sides were not looked for exhaustively once an event was known. So the lists are not independent
samples:

* Positive dependence (state media of the two sides copy each other; a summit is reported by all, a
  small incident by few) makes estimates too low: a lower bound.
* A search that stops at the first page makes overlaps too small and estimates too high. Both are at
  work here and can cancel out in a test, so the lower bound holds only where the first is stronger.
* Meetings of one visit share their pages, so that events are not independent of each other either.

Intervals cover chance only, none of these faults. Events that no page of any side would ever report
are outside of what is estimated.
"""

import itertools
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from scipy import stats

from helpers.errors import ParameterError, suggest

LISTS = ("IRN", "AZE", "third")
FEWEST_BOTH = 7  # Robson and Regier 1964: from 7 on, Chapman's bias is negligible

COUNTS = {"seen", "first_n", "second_n", "both", "first_only", "second_only", "neither"}
COUNTS |= {"df", "near"}
TEXTS = {"group", "model", "first", "second", "within", "reason"}

PAIRS = tuple(itertools.combinations(LISTS, 2))


def capture_lists(events: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Tell for each event which sides have a cited page about it.

    A page that denies or only asserts the event counts: its publisher knew of it. See the
    caveat of the module: a side without a cited page may still have reported the event.

    Args:
        events: Frame of events, one row an event.
        sources: Frame of `dataset.sources_of`; rows of other events are ignored.

    Returns:
        One row an event, in the order of `events`: event_id, category, year, IRN, AZE, third
        (bool: at least one cited page by an owner of that side).
    """
    lists = events[["event_id", "category", "year"]].reset_index(drop=True)
    for side in LISTS:
        reported = sources.loc[sources["side"] == side, "event_id"]
        lists[side] = lists["event_id"].isin(reported).astype(bool)
    return lists


def chapman(
    lists: pd.DataFrame, first: str, second: str, by: str | None = None, level: float = 0.95
) -> pd.DataFrame:
    """Estimate the number of events from the overlap of two lists (Chapman 1951).

    total = (n1 + 1)(n2 + 1) / (m + 1) - 1 with the variance of Seber 1970 and the log-normal
    interval of the unseen part (Burnham et al. 1987), which never falls below the number seen.
    It assumes that reporting by one side says nothing about reporting by the other; see the
    caveat of the module: positive dependence makes this a lower bound, stopped searches inflate it.

    Args:
        lists: Frame of `capture_lists`.
        first: One list: IRN, AZE or third.
        second: Another list.
        by: Column to estimate apart, such as category; categories without events keep a row.
        level: Confidence level of the interval.

    Returns:
        One row a group ("all" without `by`, "unknown" where it is missing): group, seen (events
        in either list), first_n, second_n, both, total, low, high, missed (total - seen; events,
        missing with fewer than 7 in both lists), reason (why a value is missing).

    Raises:
        ParameterError: Unknown or equal lists, unknown column, level not between 0 and 1.
    """
    check(lists, by, level)
    for name in (first, second):
        if name not in LISTS:
            raise ParameterError(f"list '{name}' is unknown. {suggest(name, LISTS)}")
    if first == second:
        raise ParameterError(f"chapman wants two lists, got '{first}' twice.")
    rows = [
        {"group": name, **_chapman(group[first], group[second], level)}
        for name, group in groups(lists, by)
    ]
    counts = ["seen", "first_n", "second_n", "both"]
    return frame(rows, ["group", *counts, "total", "low", "high", "missed", "reason"])


def dependence(lists: pd.DataFrame, by: str | None = None, level: float = 0.95) -> pd.DataFrame:
    """Test each pair of lists for dependence, within the events that the third list holds.

    An odds ratio above 1 means that what one reports the other tends to report as well, so that
    two-list estimates are too low; below 1, too high. It speaks of events of the third list only,
    and a mixture of unlike events can hide or feign dependence: see it by category too.

    Args:
        lists: Frame of `capture_lists`.
        by: Column to test apart.
        level: Confidence level of the interval.

    Returns:
        One row a (group, pair): group, first, second, within (the third list), both, first_only,
        second_only, neither (events), odds_ratio (conditional maximum likelihood), low, high
        (exact), p (Fisher, two-sided), reason (why a value is missing: an odds ratio or limit is
        infinite, or a row or column of the table is empty).

    Raises:
        ParameterError: Unknown column, level not between 0 and 1.
    """
    check(lists, by, level)
    rows = [
        {"group": name, **_odds(group, pair, level)}
        for name, group in groups(lists, by)
        for pair in PAIRS
    ]
    columns = ["group", "first", "second", "within", "both", "first_only", "second_only", "neither"]
    return frame(rows, [*columns, "odds_ratio", "low", "high", "p", "reason"])


def check(lists: pd.DataFrame, by: str | None, level: float = 0.95) -> None:
    """Refuse an unknown column and a level outside 0 to 1 (ParameterError)."""
    if by is not None and by not in lists.columns:
        raise ParameterError(f"lists have no column '{by}'. {suggest(by, lists.columns)}")
    if not 0 < level < 1:
        raise ParameterError(f"level {level} is outside 0 to 1: write 0.95 for 95 %.")


def groups(lists: pd.DataFrame, by: str | None) -> Iterable[tuple[str, pd.DataFrame]]:
    """Split lists by a column into (name, rows); "all" without one, "unknown" where missing."""
    if by is None:
        yield "all", lists
        return
    keys = lists[by]
    kinds = isinstance(keys.dtype, pd.CategoricalDtype)
    for key in keys.cat.categories if kinds else sorted(keys.dropna().unique()):
        yield str(key), lists[(keys == key).fillna(False)]
    if keys.isna().any():
        yield "unknown", lists[keys.isna()]


def frame(rows: list[Mapping[str, object]], columns: list[str]) -> pd.DataFrame:
    """Give the columns types that hold missing values, also when there are no rows."""
    kinds = {
        name: "string" if name in TEXTS else "Int64" if name in COUNTS else "float64"
        for name in columns
    }
    return pd.DataFrame(rows, columns=columns).astype(kinds)


def _chapman(first: pd.Series, second: pd.Series, level: float) -> dict[str, object]:
    one, two, both = int(first.sum()), int(second.sum()), int((first & second).sum())
    seen = one + two - both
    row = {"seen": seen, "first_n": one, "second_n": two, "both": both}
    if both < FEWEST_BOTH:
        few = f"fewer than {FEWEST_BOTH} events in both lists"
        return row | {"reason": few if seen else "no events"}
    missed = (one - both) * (two - both) / (both + 1)  # the total less the events seen
    row |= {"total": seen + missed, "missed": missed}
    if not missed:
        return row | {"reason": "no interval: one list holds all of the other"}
    variance = missed * (one + 1) * (two + 1) / ((both + 1) * (both + 2))
    spread = np.sqrt(np.log1p(variance / missed**2))
    factor = np.exp(stats.norm.ppf((1 + level) / 2) * spread)
    return row | {"low": seen + missed / factor, "high": seen + missed * factor}


def _odds(lists: pd.DataFrame, pair: tuple[str, str], level: float) -> dict[str, object]:
    first, second = pair
    within = next(name for name in LISTS if name not in pair)
    inside = lists[lists[within]]
    one, two = inside[first], inside[second]
    table = np.array([[(one & two).sum(), (one & ~two).sum()], [(~one & two).sum(), 0]])
    table[1, 1] = len(inside) - table.sum()
    row = dict(zip(["both", "first_only", "second_only", "neither"], table.ravel(), strict=True))
    row = {"first": first, "second": second, "within": within} | row
    if inside.empty:
        return row | {"reason": "no events"}
    if not (table.sum(axis=0).all() and table.sum(axis=1).all()):
        return row | {"reason": "a list reports all or none of these events"}
    ratio = stats.contingency.odds_ratio(table)
    limits = ratio.confidence_interval(level)
    row |= {"low": limits.low, "p": stats.fisher_exact(table).pvalue}
    row |= {
        name: value if np.isfinite(value) else None
        for name, value in (("odds_ratio", ratio.statistic), ("high", limits.high))
    }
    return row | ({} if np.isfinite(limits.high) else {"reason": "no upper limit: an empty cell"})
