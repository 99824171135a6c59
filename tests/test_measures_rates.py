import math

import pandas as pd
import pytest
from scipy import stats

from helpers import measures

MONTH = 365.25 / 12


def counts(n, days):
    return pd.DataFrame({"n": pd.array(n, "Int64"), "days": days})


def garwood(n, exposure, level=0.95):
    """Exact Poisson limits by way of chi-squared quantiles (Garwood 1936)."""
    tail = (1 - level) / 2
    low = stats.chi2.ppf(tail, 2 * n) / 2 if n else 0.0
    return low / exposure, stats.chi2.ppf(1 - tail, 2 * n + 2) / 2 / exposure


def wilson(n, total, level=0.95):
    """Wilson score limits (1927), written out."""
    z, share = stats.norm.ppf((1 + level) / 2), n / total
    middle = share + z**2 / (2 * total)
    half = z * math.sqrt(share * (1 - share) / total + z**2 / (4 * total**2))
    return (middle - half) / (1 + z**2 / total), (middle + half) / (1 + z**2 / total)


@pytest.mark.parametrize("n", [0, 1, 5, 120])
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_rate_has_the_exact_poisson_interval(n, level):
    rate = measures.rate_by_period(counts([n], [61]), level=level).loc[0]
    low, high = garwood(n, 61 / MONTH, level)
    assert rate["rate"] == pytest.approx(n / (61 / MONTH))
    assert rate["low"] == pytest.approx(low)
    assert rate["high"] == pytest.approx(high)


def test_quiet_period_has_rate_zero_and_an_upper_limit():
    # With no event the upper limit is -ln(0.025) over the exposure.
    rate = measures.rate_by_period(counts([0], [365]), per="year").loc[0]
    assert (rate["rate"], rate["low"]) == (0, 0)
    assert rate["high"] == pytest.approx(-math.log(0.025) * 365.25 / 365)


def test_rate_per_year_is_twelve_times_the_rate_per_month():
    table = counts([7], [100])
    monthly, yearly = (measures.rate_by_period(table, per=per) for per in ("month", "year"))
    for column in ("rate", "low", "high"):
        assert yearly.loc[0, column] == pytest.approx(12 * monthly.loc[0, column])


def test_uncovered_period_has_no_rate():
    rates = measures.rate_by_period(counts([3, None, 0], [31, 28, 31]))
    assert rates["rate"].isna().tolist() == [False, True, False]
    assert rates["low"].isna().tolist() == [False, True, False]
    assert rates["high"].isna().tolist() == [False, True, False]


def test_short_period_has_a_wider_interval():
    rates = measures.rate_by_period(counts([5, 50], [31, 310]))
    width = rates["high"] - rates["low"]
    assert rates.loc[0, "rate"] == pytest.approx(rates.loc[1, "rate"])
    assert width[0] > width[1]


def test_rates_leave_counts_alone():
    table = counts([3, None], [31, 28])
    before = table.copy(deep=True)
    measures.rate_by_period(table)
    pd.testing.assert_frame_equal(table, before)


def test_share_has_the_wilson_interval(make_events):
    events = make_events(*[{"level": "minister"}] * 3, {"level": "ambassador"})
    shares = measures.share_by(events, "level")
    assert shares["level"].tolist() == ["minister", "ambassador"]
    assert shares["n"].tolist() == [3, 1]
    assert shares["share"].tolist() == [0.75, 0.25]
    assert shares.loc[0, ["low", "high"]].tolist() == pytest.approx(wilson(3, 4))
    assert shares.loc[1, ["low", "high"]].tolist() == pytest.approx(wilson(1, 4))
    assert shares["event_ids"].tolist() == [("e1", "e2", "e3"), ("e4",)]


def test_event_counts_once_under_each_of_its_themes(make_events):
    events = make_events(
        {"themes": ("gas", "energy")}, {"themes": ("gas",)}, {"themes": ("water", "energy")}
    )
    shares = measures.share_by(events, "themes").set_index("themes")
    assert shares["n"].to_dict() == {"energy": 2, "gas": 2, "water": 1}
    assert shares["share"].to_dict() == pytest.approx(
        {"energy": 2 / 3, "gas": 2 / 3, "water": 1 / 3}
    )
    assert shares.loc["energy", "event_ids"] == ("e1", "e3")
    assert shares["share"].sum() > 1


def test_shares_are_sorted_by_frequency_then_name(make_events):
    events = make_events(*({"format": name} for name in ("un", "eco", "oic", "oic")))
    assert measures.share_by(events, "format")["format"].tolist() == ["oic", "eco", "un"]


def test_event_without_a_value_still_counts_in_the_total(make_events):
    events = make_events({"place": "Baku"}, {"place": None})
    assert measures.share_by(events, "place")["share"].tolist() == [0.5]


def test_shares_of_no_events_are_empty(make_events):
    assert measures.share_by(make_events(), "themes").empty


def test_ratio_compares_rates_and_not_counts():
    ratio, low, high = measures.rate_ratio(10, 30, 5, 60)
    assert ratio == pytest.approx(4)
    assert low < ratio < high


@pytest.mark.parametrize(
    ("n", "days", "earlier_n", "earlier_days"), [(10, 30, 5, 60), (4, 365, 9, 365), (2, 10, 1, 90)]
)
def test_limits_of_the_ratio_solve_the_score_equation(n, days, earlier_n, earlier_days):
    # Gu et al. 2008: rates estimated under "the ratio is r", difference over its standard error.
    def score(r):
        earlier_rate = (n + earlier_n) / (r * days + earlier_days)
        variance = r * earlier_rate / days + r**2 * earlier_rate / earlier_days
        return (n / days - r * earlier_n / earlier_days) / math.sqrt(variance)

    _, low, high = measures.rate_ratio(n, days, earlier_n, earlier_days)
    z = stats.norm.ppf(0.975)
    assert score(low) == pytest.approx(z, abs=1e-3)
    assert score(high) == pytest.approx(-z, abs=1e-3)


def test_equal_rates_have_ratio_one_inside_the_interval():
    ratio, low, high = measures.rate_ratio(6, 100, 3, 50)
    assert ratio == pytest.approx(1)
    assert low < 1 < high


def test_ratio_to_nothing_is_missing():
    assert all(math.isnan(value) for value in measures.rate_ratio(3, 30, 0, 30))


def test_nothing_after_something_has_ratio_zero():
    # Here the score equation is r = z**2 / 4, with z of the 97.5th percentile.
    ratio, _, high = measures.rate_ratio(0, 30, 4, 30)
    assert ratio == 0
    assert high == pytest.approx(stats.norm.ppf(0.975) ** 2 / 4, rel=1e-3)


def test_ratio_of_no_events_starts_at_zero():
    ratio, low, high = measures.rate_ratio(0, 30, 4, 30)
    assert (ratio, low) == (0, 0)
    assert high > 0.5
