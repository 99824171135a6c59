"""Context series beside curated counts: pick, place in time, align, and compare by rank."""

import re

import pandas as pd

from helpers.errors import ParameterError, suggest
from helpers.measures.association import lead_lag
from helpers.measures.rates import DAYS_PER

WORST_FIRST = ("none", "partial", "full")
FEWEST = 8
YEAR_OF_HIJRI = 621  # the Iranian year n begins on 20 or 21 March of n + 621
LONG_MONTHS = 6  # of 31 days; the others have 30, the last one 29 in common years
IRANIAN = re.compile(r"FY(\d{4})(?:-M(\d{2}))?")


def pick(context: pd.DataFrame, subject: str, *series: str) -> pd.DataFrame:
    """Pick one context series, or the sum of several of one subject.

    Args:
        context: Frame of `dataset.load_context`.
        subject: Name of the file, such as "icews_yearly".
        series: Names of the series; several are added up and have the worst coverage of them.

    Returns:
        One row a period, in time order: period, start, end (first and last day), coverage, value
        (Float64; missing when one of the summed values is).

    Raises:
        ParameterError: Unknown subject or series.
    """
    rows = context[context["subject"] == _known("subject", subject, context["subject"])]
    names = [_known("series", name, rows["series"]) for name in series]
    chosen = rows[rows["series"].isin(names)]
    grade = chosen["coverage"].map(WORST_FIRST.index)
    grouped = chosen.assign(grade=grade).groupby("period")
    summed = grouped["value"].sum(min_count=len(names)).to_frame()
    summed["coverage"] = grouped["grade"].min().map(dict(enumerate(WORST_FIRST))).astype("string")
    placed = summed.join(spans(summed.index)).reset_index()
    ordered = placed.sort_values(["start", "period"], ignore_index=True)
    return ordered[["period", "start", "end", "coverage", "value"]]


def _known(name: str, value: str, column: pd.Series) -> str:
    allowed = sorted(column.unique())
    if value not in allowed:
        raise ParameterError(f"{name} '{value}' is unknown. {suggest(value, allowed)}")
    return value


def spans(periods: pd.Index) -> pd.DataFrame:
    """Find the first and last day of period labels.

    Labels are 2012, 2012-05, 2021-01/2021-10, FY1395 (the Iranian year) and FY1401-M07 (its
    first seven months). Iranian years are put from 21 March, which is a day late in some years.

    Returns:
        Index of the labels, columns start and end.
    """
    days = [_span(label) for label in periods]
    return pd.DataFrame(days, columns=["start", "end"], index=periods)


def _span(label: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    iranian = IRANIAN.fullmatch(label)
    if not iranian:
        first, _, last = label.partition("/")
        return pd.Period(first).start_time, pd.Period(last or first).end_time.normalize()
    start = pd.Timestamp(int(iranian[1]) + YEAR_OF_HIJRI, 3, 21)
    months = int(iranian[2] or 12)
    if months == 12:
        return start, start + pd.DateOffset(years=1) - pd.Timedelta(days=1)
    days = 30 * months + min(months, LONG_MONTHS)
    return start, start + pd.Timedelta(days=days - 1)


def covered(frame: pd.DataFrame, column: str = "value", *, full_only: bool = False) -> pd.Series:
    """Keep the covered periods of a frame.

    Args:
        frame: Columns period, coverage and `column`: of `pick`, `count_by_period` and their kin.
        column: What to keep.
        full_only: Drop partial and thin coverage too.

    Returns:
        Floats by period; periods without coverage or value are left out.

    Raises:
        ValueError: A period occurs twice.
    """
    graded = frame["coverage"].eq("full") if full_only else frame["coverage"].ne("none")
    kept = frame[graded & frame[column].notna()]
    if not kept["period"].is_unique:
        raise ValueError(
            "covered wants one row a period, got duplicates: pick one series or group."
        )
    return kept.set_index("period")[column].astype(float)


def align(first: pd.Series, second: pd.Series) -> pd.DataFrame:
    """Put two series side by side on the periods that both cover.

    Args:
        first: Series of `covered`, by period.
        second: Another, with labels of the same kind.

    Returns:
        Columns first and second, index period in order.

    Raises:
        ValueError: They share no period.
    """
    both = pd.concat({"first": first, "second": second}, axis=1, join="inner").dropna()
    if both.empty:
        raise ValueError(
            "align wants two series with common periods: compare months with months and years "
            "with years."
        )
    return both.sort_index()


def side_by_side(first: pd.DataFrame, second: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give two frames the same periods; what one lacks has coverage none and no value.

    Args:
        first: Columns period, start, end, coverage, value.
        second: Another, with periods of the same length.

    Returns:
        Both frames with the periods of either, in time order.
    """
    keys = ["period", "start", "end"]
    grid = pd.concat([first[keys], second[keys]]).drop_duplicates("period").sort_values("start")
    return _on(grid, first), _on(grid, second)


def _on(grid: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    values = frame[["period", "coverage", "value"]]
    joined = grid.merge(values, on="period", how="left", validate="one_to_one")
    return joined.assign(coverage=joined["coverage"].fillna("none"))


def rank_agreement(pairs: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """Rank correlation of two aligned series, with a band for "no association".

    The band is that of `lead_lag` at lag 0: the middle `level` of the correlations over all
    circular shifts of the second series. Periods are taken in their order, gaps closed.

    Args:
        pairs: Frame of `align`.
        level: Share of shifted correlations inside the band.

    Returns:
        One row: n (common periods), rho (Spearman), low, high (the band), outside (bool).

    Raises:
        ValueError: Fewer than eight periods, or a series that does not vary.
    """
    if len(pairs) < FEWEST:
        raise ValueError(f"rank_agreement wants at least {FEWEST} periods, got {len(pairs)}.")
    if (pairs.nunique() < 2).any():
        raise ValueError("rank_agreement wants series that vary: one of them is constant.")
    found = lead_lag(pairs["first"], pairs["second"], max_lag=0, level=level)
    outside = ~found["rho"].between(found["low"], found["high"])
    return found.assign(outside=outside)[["n", "rho", "low", "high", "outside"]]


def rank_agreements(pairs: dict[str, pd.DataFrame], level: float = 0.95) -> pd.DataFrame:
    """Stack `rank_agreement` of several named pairs of series.

    Returns:
        One row a pair, in the order given: index pair, columns as `rank_agreement`.
    """
    rows = {name: rank_agreement(frame, level) for name, frame in pairs.items()}
    return pd.concat(rows, names=["pair"]).droplevel(1)


def overlaps(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Compare two reporters of one flow where their periods overlap but are not the same.

    Args:
        first: Frame of `pick`, totals over periods of any length.
        second: Another, in the same unit.

    Returns:
        One row a pair of periods that share days: first_period, second_period, days (shared),
        first_per_month, second_per_month (means over the whole period), ratio (first / second).
    """
    one, two = (_per_month(frame) for frame in (first, second))
    pairs = one.merge(two, how="cross", suffixes=("_first", "_second"))
    latest = pairs[["start_first", "start_second"]].max(axis=1)
    earliest = pairs[["end_first", "end_second"]].min(axis=1)
    pairs["days"] = (earliest - latest).dt.days + 1
    pairs["ratio"] = pairs["per_month_first"] / pairs["per_month_second"]
    names = {
        "period_first": "first_period",
        "period_second": "second_period",
        "days": "days",
        "per_month_first": "first_per_month",
        "per_month_second": "second_per_month",
        "ratio": "ratio",
    }
    return pairs[pairs["days"] > 0].rename(columns=names)[[*names.values()]].reset_index(drop=True)


def _per_month(frame: pd.DataFrame) -> pd.DataFrame:
    known = frame.dropna(subset="value")
    days = (known["end"] - known["start"]).dt.days + 1
    per_month = known["value"].astype(float) * DAYS_PER["month"] / days
    return known.assign(per_month=per_month)[["period", "start", "end", "per_month"]]
