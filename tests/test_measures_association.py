import numpy as np
import pandas as pd
import pytest
from scipy import stats

from helpers import measures


@pytest.fixture
def noise():
    """Seventy values without memory, the same at every run."""
    return np.random.default_rng(7).normal(size=70)


def series(values):
    return pd.Series(values, index=pd.period_range("2000-01", periods=len(values), freq="M"))


def planted(noise, lag):
    """Two series of which the second repeats the first `lag` months later."""
    return series(noise[10:40]), series(noise[10 - lag : 40 - lag])


@pytest.mark.parametrize("lag", [-4, -1, 0, 2, 5])
def test_planted_lag_is_found_and_positive_when_the_first_leads(noise, lag):
    table = measures.lead_lag(*planted(noise, lag)).set_index("lag")
    assert table["rho"].idxmax() == lag
    assert table.loc[lag, "rho"] == pytest.approx(1)
    assert table.loc[lag, "rho"] > table.loc[lag, "high"]


def test_swapping_the_series_turns_the_sign_of_the_lag(noise):
    first, second = planted(noise, 3)
    assert measures.lead_lag(second, first).set_index("lag")["rho"].idxmax() == -3


def test_opposed_series_have_rho_minus_one(noise):
    first, second = planted(noise, 2)
    table = measures.lead_lag(first, -second).set_index("lag")
    assert table.loc[2, "rho"] == pytest.approx(-1)
    assert table.loc[2, "rho"] < table.loc[2, "low"]


def test_one_row_a_lag_with_its_number_of_pairs(noise):
    table = measures.lead_lag(*planted(noise, 0), max_lag=2)
    assert table["lag"].tolist() == [-2, -1, 0, 1, 2]
    assert table["n"].tolist() == [28, 29, 30, 29, 28]


def test_rho_is_spearmans_of_the_shifted_pairs(noise):
    first, second = series(noise[:30]), series(noise[30:60])
    table = measures.lead_lag(first, second, max_lag=3).set_index("lag")
    pairs = pd.DataFrame({"first": first, "later": second.shift(-2)}).dropna()
    expected = stats.spearmanr(pairs["first"], pairs["later"]).statistic
    assert table.loc[2, "rho"] == pytest.approx(expected)


def test_rho_depends_on_ranks_only(noise):
    first, second = planted(noise, 1)
    plain = measures.lead_lag(first, second)
    curved = measures.lead_lag(np.exp(first), second**3)
    pd.testing.assert_frame_equal(plain, curved)


def test_band_is_the_same_at_every_run(noise):
    first, second = planted(noise, 1)
    pd.testing.assert_frame_equal(
        measures.lead_lag(first, second), measures.lead_lag(first, second)
    )


def test_lower_level_gives_a_narrower_band(noise):
    first, second = planted(noise, 1)
    wide = measures.lead_lag(first, second, level=0.95)
    narrow = measures.lead_lag(first, second, level=0.5)
    assert ((narrow["high"] - narrow["low"]) < (wide["high"] - wide["low"])).all()
    assert (wide["low"] < wide["high"]).all()


def test_gaps_are_refused_with_the_cure(noise):
    first, second = planted(noise, 1)
    holed = second.copy()
    holed.iloc[4] = np.nan
    with pytest.raises(ValueError, match="no missing values: cut the series"):
        measures.lead_lag(first, holed)
    with pytest.raises(ValueError, match="no missing values"):
        measures.lead_lag(holed, first)


def test_missing_counts_are_refused_too():
    counts = pd.Series(pd.array([1, None] * 20, "Int64"))
    with pytest.raises(ValueError, match="no missing values"):
        measures.lead_lag(counts, counts)


def test_different_indexes_are_refused(noise):
    first, second = planted(noise, 1)
    with pytest.raises(ValueError, match="same index"):
        measures.lead_lag(first, second.iloc[1:])


def test_short_series_are_refused(noise):
    with pytest.raises(ValueError, match="at least 24 periods, got 23"):
        measures.lead_lag(series(noise[:23]), series(noise[23:46]), max_lag=6)


def test_series_are_left_alone(noise):
    first, second = planted(noise, 1)
    copies = first.copy(), second.copy()
    measures.lead_lag(first, second)
    pd.testing.assert_series_equal(first, copies[0])
    pd.testing.assert_series_equal(second, copies[1])
