import numpy as np
import pandas as pd
import pytest
from scipy import stats

from helpers import measures
from helpers.errors import ParameterError

DAY = pd.Timestamp


@pytest.fixture
def context():
    """Two monthly series, one of them with a gap, and a yearly one."""
    rows = [
        ("months", "2020-02", "up", 2.0, "partial"),
        ("months", "2020-01", "up", 1.0, "full"),
        ("months", "2020-01", "down", 10.0, "full"),
        ("months", "2020-02", "down", None, "none"),
        ("years", "2020", "all", 5.0, "full"),
    ]
    frame = pd.DataFrame(rows, columns=["subject", "period", "series", "value", "coverage"])
    return frame.astype({"value": "Float64"} | dict.fromkeys(["subject", "series"], "string"))


def framed(values, grades=None):
    """A frame as `pick` gives it, of consecutive months from 2020."""
    start = pd.date_range("2020-01-01", periods=len(values), freq="MS")
    return pd.DataFrame(
        {
            "period": start.strftime("%Y-%m"),
            "start": start,
            "end": start + pd.offsets.MonthEnd(0),
            "coverage": grades or ["full"] * len(values),
            "value": pd.array(values, "Float64"),
        }
    )


def series(values):
    return measures.covered(framed(list(values)))


def test_pick_gives_one_series_in_time_order_with_its_days(context):
    picked = measures.pick(context, "months", "up")
    assert picked["period"].tolist() == ["2020-01", "2020-02"]
    assert picked["value"].tolist() == [1, 2]
    assert picked["coverage"].tolist() == ["full", "partial"]
    assert picked.loc[1, ["start", "end"]].tolist() == [DAY("2020-02-01"), DAY("2020-02-29")]


def test_sum_has_the_worst_coverage_and_no_value_where_one_is_missing(context):
    picked = measures.pick(context, "months", "up", "down")
    assert picked["value"].isna().tolist() == [False, True]
    assert picked.loc[0, "value"] == 11
    assert picked["coverage"].tolist() == ["full", "none"]


def test_unknown_names_are_refused_with_the_nearest(context):
    with pytest.raises(ParameterError, match=r"subject 'month' is unknown\. Did you mean 'months'"):
        measures.pick(context, "month", "up")
    with pytest.raises(ParameterError, match=r"series 'downs' is unknown\. Did you mean 'down'"):
        measures.pick(context, "months", "downs")


@pytest.mark.parametrize(
    ("label", "start", "end"),
    [
        ("2012", "2012-01-01", "2012-12-31"),
        ("2012-02", "2012-02-01", "2012-02-29"),
        ("2021-01/2021-10", "2021-01-01", "2021-10-31"),
        ("FY1395", "2016-03-21", "2017-03-20"),
        ("FY1400-M06", "2021-03-21", "2021-09-22"),
        ("FY1401-M07", "2022-03-21", "2022-10-22"),
    ],
)
def test_labels_are_placed_in_time(label, start, end):
    assert measures.spans([label]).loc[label].tolist() == [DAY(start), DAY(end)]


def test_covered_drops_gaps_and_on_demand_what_is_partial():
    frame = framed([1, 2, None, 0], ["full", "partial", "none", "full"])
    assert measures.covered(frame).to_dict() == {"2020-01": 1, "2020-02": 2, "2020-04": 0}
    assert measures.covered(frame, full_only=True).index.tolist() == ["2020-01", "2020-04"]


def test_covered_takes_counts_with_thin_coverage():
    counts = framed([1, 2], ["thin", "full"]).rename(columns={"value": "n"})
    assert measures.covered(counts, "n").tolist() == [1, 2]
    assert measures.covered(counts, "n", full_only=True).tolist() == [2]


def test_covered_refuses_a_period_twice():
    frame = framed([1, 2]).assign(period="2020-01")
    with pytest.raises(ValueError, match="duplicate"):
        measures.covered(frame)


def test_align_keeps_common_periods_in_order():
    first = pd.Series({"2020-02": 2.0, "2020-01": 1.0})
    second = pd.Series({"2020-03": 9.0, "2020-02": 8.0, "2020-01": 7.0})
    both = measures.align(first, second)
    assert both.index.tolist() == ["2020-01", "2020-02"]
    assert both["first"].tolist() == [1, 2]
    assert both["second"].tolist() == [7, 8]


def test_align_refuses_months_beside_years():
    with pytest.raises(ValueError, match="compare months with months"):
        measures.align(pd.Series({"2020-01": 1.0}), pd.Series({"2020": 1.0}))


def test_side_by_side_fills_what_one_lacks_with_no_coverage():
    first, second = framed([1, 2, 3]), framed([1, 2])
    upper, lower = measures.side_by_side(first, second)
    assert upper["period"].tolist() == lower["period"].tolist()
    assert lower["coverage"].tolist() == ["full", "full", "none"]
    assert lower["value"].isna().tolist() == [False, False, True]
    assert second["period"].tolist() == ["2020-01", "2020-02"]


def test_rank_agreement_is_spearmans_rho_with_a_band():
    noise = np.random.default_rng(3).normal(size=(2, 30))
    pairs = measures.align(series(noise[0]), series(noise[0] + 0.3 * noise[1]))
    row = measures.rank_agreement(pairs).iloc[0]
    assert row["rho"] == pytest.approx(stats.spearmanr(pairs).statistic)
    assert (row["n"], row["outside"]) == (30, True)
    assert -1 < row["low"] < row["high"] < row["rho"]


def test_unrelated_series_stay_inside_the_band():
    noise = np.random.default_rng(5).normal(size=(2, 30))
    pairs = measures.align(series(noise[0]), series(noise[1]))
    assert not measures.rank_agreement(pairs).loc[0, "outside"]


def test_lower_level_gives_a_narrower_band():
    noise = np.random.default_rng(5).normal(size=(2, 30))
    pairs = measures.align(series(noise[0]), series(noise[1]))
    wide, narrow = (measures.rank_agreement(pairs, level).iloc[0] for level in (0.95, 0.5))
    assert wide["low"] < narrow["low"] < narrow["high"] < wide["high"]


def test_too_few_or_constant_values_are_refused():
    with pytest.raises(ValueError, match="at least 8 periods, got 7"):
        measures.rank_agreement(measures.align(series(range(7)), series(range(7))))
    with pytest.raises(ValueError, match="one of them is constant"):
        measures.rank_agreement(measures.align(series(range(9)), series([1] * 9)))


def test_several_agreements_stand_in_one_table():
    pairs = measures.align(series(range(10)), series(range(10)))
    table = measures.rank_agreements({"same": pairs, "opposed": pairs.assign(second=-pairs.second)})
    assert table.index.tolist() == ["same", "opposed"]
    assert table["rho"].tolist() == pytest.approx([1, -1])


def reported(*rows):
    frame = pd.DataFrame(rows, columns=["period", "value"]).astype({"value": "Float64"})
    return frame.join(measures.spans(frame["period"]), on="period").assign(coverage="full")


def test_overlaps_compare_monthly_means_of_periods_that_share_days():
    table = measures.overlaps(
        reported(("FY1395", 240), ("FY1390", 10)), reported(("2016", 120), ("2021", 1))
    )
    assert table[["first_period", "second_period"]].to_numpy().tolist() == [["FY1395", "2016"]]
    row = table.iloc[0]
    assert row["days"] == (DAY("2016-12-31") - DAY("2016-03-21")).days + 1
    assert row["second_per_month"] == pytest.approx(10, rel=0.01)
    assert row["ratio"] == pytest.approx(2, rel=0.01)


def test_periods_without_a_figure_are_not_compared():
    assert measures.overlaps(reported(("2016", None)), reported(("2016", 1))).empty


def test_arguments_are_left_alone(context):
    before = context.copy(deep=True)
    frame = framed([1, 2, None], ["full", "partial", "none"])
    copy = frame.copy(deep=True)
    measures.pick(context, "months", "up", "down")
    measures.covered(frame)
    measures.side_by_side(frame, frame.head(1))
    measures.overlaps(frame, frame)
    pd.testing.assert_frame_equal(context, before)
    pd.testing.assert_frame_equal(frame, copy)
