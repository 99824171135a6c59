"""Do two series move together, and does one lead the other?"""

import numpy as np
import pandas as pd
from scipy import stats


def lead_lag(
    first: pd.Series, second: pd.Series, *, max_lag: int = 6, level: float = 0.95
) -> pd.DataFrame:
    """Rank correlation of two series at leads and lags, with a band for "no association".

    The band holds the middle `level` of the correlations at that lag over all circular shifts of
    the second series beyond `max_lag`: shifting keeps each series' own memory and breaks the tie
    between them, so nothing is drawn at random.

    Args:
        first: Numeric series on a regular grid.
        second: Series on the same index.
        max_lag: Largest lead and lag in periods.
        level: Share of shifted correlations inside the band.

    Returns:
        One row a lag from -max_lag to max_lag: lag (periods; positive: `first` comes earlier),
        rho (Spearman), low, high (the band), n (pairs).

    Raises:
        ValueError: The indexes differ, values are missing, or the series are shorter than four
            times max_lag.
    """
    if not first.index.equals(second.index):
        raise ValueError("lead_lag wants two series on the same index.")
    if first.isna().any() or second.isna().any():
        raise ValueError("lead_lag wants no missing values: cut the series to covered periods.")
    if len(first) < 4 * max_lag:
        raise ValueError(f"lead_lag wants at least {4 * max_lag} periods, got {len(first)}.")
    one, two = first.to_numpy(float), second.to_numpy(float)
    shifts = range(max_lag + 1, len(two) - max_lag)
    rows = []
    for lag in range(-max_lag, max_lag + 1):
        null = [_spearman(one, np.roll(two, shift), lag) for shift in shifts]
        low, high = np.nanquantile(null, [(1 - level) / 2, (1 + level) / 2])
        rows.append((lag, _spearman(one, two, lag), low, high, len(one) - abs(lag)))
    return pd.DataFrame(rows, columns=["lag", "rho", "low", "high", "n"])


def _spearman(one: np.ndarray, two: np.ndarray, lag: int) -> float:
    early, late = (one[: len(one) - lag], two[lag:]) if lag >= 0 else (one[-lag:], two[:lag])
    return float(stats.spearmanr(early, late).statistic)
