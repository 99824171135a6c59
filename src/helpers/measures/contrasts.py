"""Two periods side by side: rates and their ratio, what is new or gone, who met whom."""

import pandas as pd
from scipy import stats
from statsmodels.stats.multitest import multipletests

from helpers.measures.contacts import who_met_whom
from helpers.measures.rates import DAYS_PER, rate_ratio
from helpers.measures.stretches import Stretch

ALL = "all events"
ASPECTS = ("event_type", "themes", "level")


def contrast(first: Stretch, second: Stretch, by: str | None = None) -> pd.DataFrame:
    """Compare the rates of two periods, group by group.

    The interval is that of `rate_ratio`; `beyond_chance` asks an exact conditional test of two
    Poisson rates, with Holm's correction for the number of groups. Both take events as
    independent, which makes them too sure where one visit or crisis brings several events.

    Args:
        first: The period to compare with.
        second: The other one.
        by: Column to group by; for "themes" an event counts under each of its themes. Without it
            all events are one group.

    Returns:
        One row a group, most events first: group, first_n, second_n, first_rate, second_rate
        (events a month of 30.4 covered days), ratio (second / first), low, high (95 %; high is inf
        for a first of zero), beyond_chance (boolean), first_ids, second_ids (tuples). Rates, ratio
        and test are missing where a period has no covered day.
    """
    ids = pd.DataFrame({"first_ids": _ids(first, by), "second_ids": _ids(second, by)})
    ids = ids.map(lambda value: value if isinstance(value, tuple) else ())
    rows = ids.rename_axis("group").reset_index().astype({"group": "string"})
    rows["first_n"], rows["second_n"] = rows["first_ids"].map(len), rows["second_ids"].map(len)
    rows["first_rate"] = _rate(rows["first_n"], first)
    rows["second_rate"] = _rate(rows["second_n"], second)
    ratios = [_ratio(*pair, first, second) for pair in rows[["first_n", "second_n"]].to_numpy()]
    rows[["ratio", "low", "high"]] = pd.DataFrame(ratios, index=rows.index, columns=range(3))
    rows["beyond_chance"] = _beyond_chance(rows, first, second)
    rows["total"] = rows["first_n"] + rows["second_n"]
    ordered = rows.sort_values(["total", "group"], ascending=[False, True], ignore_index=True)
    columns = ["group", "first_n", "second_n", "first_rate", "second_rate", "ratio", "low"]
    return ordered[[*columns, "high", "beyond_chance", "first_ids", "second_ids"]]


def _ids(period: Stretch, by: str | None) -> pd.Series:
    keyed = period.events.assign(**{ALL: ALL})
    column = by or ALL
    return keyed.explode(column).groupby(column)["event_id"].agg(tuple)


def _rate(n: pd.Series, period: Stretch) -> pd.Series:
    months = period.covered_days / DAYS_PER["month"]
    return n / months if months else pd.Series(float("nan"), index=n.index)


def _ratio(
    first_n: int, second_n: int, first: Stretch, second: Stretch
) -> tuple[float, float, float]:
    if not first.covered_days or not second.covered_days:
        return (float("nan"),) * 3
    if first_n:
        return rate_ratio(second_n, second.covered_days, first_n, first.covered_days)
    _, _, high = rate_ratio(first_n, first.covered_days, second_n, second.covered_days)
    return float("inf"), 1 / high, float("inf")


def _beyond_chance(rows: pd.DataFrame, first: Stretch, second: Stretch) -> pd.Series:
    missing = pd.Series(pd.NA, index=rows.index, dtype="boolean")
    if rows.empty or not first.covered_days or not second.covered_days:
        return missing
    # Given their sum, the second of two Poisson counts of equal rate is binomial.
    expected = second.covered_days / (first.covered_days + second.covered_days)
    p = [
        stats.binomtest(n, before + n, expected).pvalue
        for before, n in rows[["first_n", "second_n"]].to_numpy().tolist()
    ]
    return pd.Series(multipletests(p, method="holm")[0], index=rows.index, dtype="boolean")


def only_in_one(first: Stretch, second: Stretch) -> pd.DataFrame:
    """List event types, themes and levels that occur in one of two periods only.

    Returns:
        One row a value: aspect (event_type, themes or level), value, only_in ("first" or
        "second"), n (events there), event_ids (tuple); new ones first, most events first.
    """
    compared = pd.concat(
        {aspect: contrast(first, second, aspect) for aspect in ASPECTS}, names=["aspect"]
    ).reset_index("aspect")
    gone = compared[compared["second_n"] == 0].assign(only_in="first")
    new = compared[compared["first_n"] == 0].assign(only_in="second")
    both = pd.concat(
        [
            new.assign(n=new["second_n"], event_ids=new["second_ids"]),
            gone.assign(n=gone["first_n"], event_ids=gone["first_ids"]),
        ]
    )
    columns = ["aspect", "group", "only_in", "n", "event_ids"]
    return both[columns].rename(columns={"group": "value"}).reset_index(drop=True)


def pairs_in_both(first: Stretch, second: Stretch, people: pd.DataFrame) -> pd.DataFrame:
    """Count the contacts of each pair of officials in both periods.

    Args:
        first: One period.
        second: The other.
        people: Frame of `dataset.people_of` for the events of both.

    Returns:
        One row a pair that met in either, most contacts first: iranian, azerbaijani, first_n,
        second_n, first_ids, second_ids (tuples).
    """
    keys = ["iranian", "azerbaijani"]
    sides = {
        name: who_met_whom(period.events, people)[[*keys, "n", "event_ids"]].rename(
            columns={"n": f"{name}_n", "event_ids": f"{name}_ids"}
        )
        for name, period in (("first", first), ("second", second))
    }
    both = sides["first"].merge(sides["second"], on=keys, how="outer", validate="one_to_one")
    for name in sides:
        both[f"{name}_n"] = both[f"{name}_n"].fillna(0).astype(int)
        ids = both[f"{name}_ids"]
        both[f"{name}_ids"] = ids.map(lambda value: value if isinstance(value, tuple) else ())
    both["total"] = both["first_n"] + both["second_n"]
    ordered = both.sort_values(["total", *keys], ascending=[False, True, True], ignore_index=True)
    return ordered[[*keys, "first_n", "second_n", "first_ids", "second_ids"]]
