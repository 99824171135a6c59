"""Tension as a level that builds up and fades, and its balance with cooperation."""

import pandas as pd
from scipy import signal
from statsmodels.stats.proportion import proportion_confint


def tension_index(
    events: pd.DataFrame, *, start: pd.Timestamp, end: pd.Timestamp, half_life: float = 90
) -> pd.DataFrame:
    """Sum the severity of tension events, each halved after every half-life.

    The index of a day is the sum over all tension events up to that day of
    severity x 0.5 ** (age in days / half_life): exponential decay as in recency-weighted event
    indices (for example Crescenzi and Enterline 2001).

    Args:
        events: Frame of events; rows that are no tension, or not dated to the day, are ignored.
        start: First day of the result; earlier events still count with their faded weight.
        end: Last day of the result.
        half_life: Days after which an event weighs half.

    Returns:
        One row a day, index date: severity (sum of that day), index (severity points).
    """
    tense = events[(events["category"] == "tension") & (events["date_precision"] == "day")]
    tense = tense[tense["date_start"] <= end]
    first = min([start, *tense["date_start"]])
    days = pd.date_range(first, end, freq="D", name="date")
    severity = tense.groupby("date_start")["severity"].sum().reindex(days, fill_value=0)
    severity = severity.astype(float)
    decay = 0.5 ** (1 / half_life)
    index = signal.lfilter([1.0], [1.0, -decay], severity)
    return pd.DataFrame({"severity": severity, "index": index}, index=days).loc[start:]


def balance_by_period(counts: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """Balance of cooperative and tension events: (cooperative - tension) / (both).

    Args:
        counts: Frame of `count_by_period(..., by="category")`.
        level: Confidence level of the interval (Wilson, carried over from the share).

    Returns:
        One row a period: period, start, end, coverage, cooperative (engagement, cooperation and
        agreement), tension, balance, low, high (from -1, only tension, to 1, only cooperation;
        missing for a period without events).
    """
    bilateral = counts[counts["category"] != "context"]
    side = bilateral["category"].where(bilateral["category"] == "tension", "cooperative")
    keys = ["period", "start", "end", "coverage"]
    summed = bilateral.assign(side=side).pivot_table(
        index=keys, columns="side", values="n", aggfunc="sum", sort=False
    )
    wide = summed.reindex(columns=["cooperative", "tension"], fill_value=0).astype(int)
    wide = wide.reset_index().rename_axis(columns=None)
    total = (wide["cooperative"] + wide["tension"]).where(lambda n: n > 0)
    low, high = proportion_confint(
        wide["cooperative"], total.fillna(1), alpha=1 - level, method="wilson"
    )
    share = pd.DataFrame({"balance": wide["cooperative"] / total, "low": low, "high": high})
    scaled = (share * 2 - 1).mask(total.isna())
    return pd.concat([wide, scaled], axis=1)


def goldstein_by_period(events: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Sum and mean Goldstein weight of the bilateral events of each period.

    The weights belong to event types by way of their CAMEO codes (Goldstein 1992); they are a
    second scale beside counts and severity, and blind to context.

    Args:
        events: Frame of events.
        counts: Frame of `count_by_period` without `by`.

    Returns:
        One row a period: period, start, end, coverage, goldstein_sum (missing
        without coverage), goldstein_mean (missing
        without events).
    """
    weight = events.set_index("event_id")["goldstein"]
    ids = counts[["period", "event_ids"]].explode("event_ids")
    ids["goldstein"] = ids["event_ids"].map(weight)
    by_period = ids.groupby("period", sort=False)["goldstein"].agg(["sum", "mean"])
    by_period.columns = ["goldstein_sum", "goldstein_mean"]
    joined = counts[["period", "start", "end", "coverage"]].join(by_period, on="period")
    unknown = counts["n"].isna()
    return joined.assign(goldstein_sum=joined["goldstein_sum"].mask(unknown))
