"""Rates and shares with exact or score intervals."""

import pandas as pd
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson, confint_poisson_2indep

DAYS_PER = {"month": 365.25 / 12, "year": 365.25}


def rate_by_period(counts: pd.DataFrame, per: str = "month", level: float = 0.95) -> pd.DataFrame:
    """Turn counts into rates with exact Poisson intervals (Garwood 1936).

    Args:
        counts: Frame of `count_by_period`.
        per: Unit of time of the rate: month (30.4 days) or year.
        level: Confidence level of the interval.

    Returns:
        The columns of `counts` plus rate, low, high (events per unit of time; missing where n is).
    """
    known = counts["n"].notna()
    n = counts.loc[known, "n"].astype(int)
    exposure = counts.loc[known, "days"] / DAYS_PER[per]
    low, high = confint_poisson(n, exposure, method="exact-c", alpha=1 - level)
    rates = pd.DataFrame({"rate": n / exposure, "low": low, "high": high}, index=n.index)
    return counts.join(rates)


def share_by(events: pd.DataFrame, column: str, level: float = 0.95) -> pd.DataFrame:
    """Share of events by level, format, theme or any other column, with Wilson intervals.

    Args:
        events: Frame of events.
        column: Column to group by; for "themes" an event counts once under each of its themes,
            so that shares add up to more than one.
        level: Confidence level of the interval.

    Returns:
        One row a group, most frequent first: the column, n, share, low, high (0 to 1),
        event_ids (tuple).
    """
    total = len(events)
    spread = events[["event_id", column]].explode(column)
    groups = spread.groupby(column)["event_id"].agg(tuple).rename("event_ids").reset_index()
    groups["n"] = groups["event_ids"].map(len)
    low, high = proportion_confint(groups["n"], total or 1, alpha=1 - level, method="wilson")
    groups = groups.assign(share=groups["n"] / (total or 1), low=low, high=high)
    ordered = groups.sort_values(["n", column], ascending=[False, True], ignore_index=True)
    return ordered[[column, "n", "share", "low", "high", "event_ids"]]


def rate_ratio(
    n: int, days: int, earlier_n: int, earlier_days: int, level: float = 0.95
) -> tuple[float, float, float]:
    """Compare two rates: their ratio with a score interval (Gu et al. 2008, by statsmodels).

    Args:
        n: Events in the later window.
        days: Its length.
        earlier_n: Events in the earlier window.
        earlier_days: Its length.
        level: Confidence level.

    Returns:
        Ratio later / earlier, low, high; all missing (nan) when the earlier window has no event.
    """
    if not earlier_n:
        return (float("nan"),) * 3
    low, high = confint_poisson_2indep(
        n, days, earlier_n, earlier_days, method="score", compare="ratio", alpha=1 - level
    )
    low = low if n else 0.0  # the solver misses the limit at zero events
    return (n / days) / (earlier_n / earlier_days), float(low), float(high)
