"""Capture-recapture: formulae by hand, simulated populations of known size, groups too small."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats

from helpers import charts, measures
from helpers.errors import ParameterError

LISTS = ["IRN", "AZE", "third"]
PATTERNS = ["111", "110", "101", "100", "011", "010", "001"]
# Hepatitis A in Taiwan, 1995: lists P, Q and E, 271 persons seen (Chao et al. 2001, Statistics in
# Medicine 20). A later screening found 545.
HEPATITIS = dict(zip(PATTERNS, [28, 21, 17, 69, 18, 55, 63], strict=True))
END = pd.Timestamp("2021-03-18")


def listed(counts, category="tension"):
    """Lists with so many events of each pattern: {"110": 2} is two of Iran and Azerbaijan."""
    rows = [[mark == "1" for mark in pattern] for pattern, n in counts.items() for _ in range(n)]
    frame = pd.DataFrame(np.array(rows, bool).reshape(-1, 3), columns=LISTS)
    frame.insert(0, "event_id", [f"{category}-{number}" for number in range(len(frame))])
    return frame.assign(category=category, year=2020)


def population(size, p_irn, p_aze, p_third, *, if_irn=None, seed=7):
    """Draw a population's lists; `if_irn` is Azerbaijan's share where Iran reports."""
    rng = np.random.default_rng(seed)
    irn, third = rng.random(size) < p_irn, rng.random(size) < p_third
    aze = rng.random(size) < np.where(irn, p_aze if if_irn is None else if_irn, p_aze)
    seen = pd.DataFrame({"IRN": irn, "AZE": aze, "third": third})
    return seen.assign(event_id="e", category="tension", year=2020)


def two_lists(first, second, both):
    return listed({"110": both, "100": first - both, "010": second - both})


def total_of(table, model):
    return table.set_index("model").loc[model, "total"]


def test_event_is_on_the_list_of_each_side_with_a_page(make_events):
    events = make_events({}, {"category": "tension"}, {})
    sources = pd.DataFrame(
        {
            "event_id": ["e1", "e1", "e1", "e2", "other"],
            "side": ["IRN", "IRN", "third", "AZE", "AZE"],
        }
    )
    copies = events.copy(deep=True), sources.copy(deep=True)
    lists = measures.capture_lists(events, sources)
    assert lists.columns.tolist() == ["event_id", "category", "year", *LISTS]
    assert lists["event_id"].tolist() == ["e1", "e2", "e3"]
    assert lists[LISTS].to_numpy().tolist() == [
        [True, False, True],
        [False, True, False],
        [False, False, False],
    ]
    assert lists[LISTS].dtypes.astype(str).unique().tolist() == ["bool"]
    pd.testing.assert_frame_equal(events, copies[0])
    pd.testing.assert_frame_equal(sources, copies[1])


def test_lists_of_no_events_are_empty(make_events):
    lists = measures.capture_lists(make_events(), pd.DataFrame({"event_id": [], "side": []}))
    assert lists.empty
    assert measures.chapman(lists, "IRN", "AZE")["reason"].tolist() == ["no events"]
    assert measures.loglinear(lists)["reason"].tolist() == ["no events"]
    assert measures.dependence(lists)["reason"].tolist() == ["no events"] * 3
    assert measures.loglinear(lists, by="category").empty


@pytest.mark.parametrize("level", [0.9, 0.95])
def test_chapman_by_hand(level):
    # 200 and 50 events, 10 in both: 201 * 51 / 11 - 1 = 930.9 of which 240 are seen.
    row = measures.chapman(two_lists(200, 50, 10), "IRN", "AZE", level=level).loc[0]
    total = 201 * 51 / 11 - 1
    variance = 201 * 51 * 190 * 40 / (11**2 * 12)
    missed = total - 240
    z = stats.norm.ppf((1 + level) / 2)
    factor = math.exp(z * math.sqrt(math.log(1 + variance / missed**2)))
    assert row[["group", "seen", "first_n", "second_n", "both"]].tolist() == [
        "all",
        240,
        200,
        50,
        10,
    ]
    assert row["total"] == pytest.approx(total)
    assert row["missed"] == pytest.approx(missed)
    assert row["low"] == pytest.approx(240 + missed / factor)
    assert row["high"] == pytest.approx(240 + missed * factor)
    assert pd.isna(row["reason"])


def test_chapman_counts_events_of_its_two_lists_only():
    lists = pd.concat([two_lists(30, 30, 20), listed({"001": 99})], ignore_index=True)
    assert measures.chapman(lists, "AZE", "IRN").loc[0, "seen"] == 40


@pytest.mark.parametrize(("first", "second", "both"), [(8, 8, 7), (500, 9, 8), (60, 60, 59)])
def test_lower_limit_is_never_below_the_number_seen(first, second, both):
    row = measures.chapman(two_lists(first, second, both), "IRN", "AZE").loc[0]
    assert row["seen"] <= row["low"] <= row["total"] <= row["high"]


@pytest.mark.parametrize("both", [0, 6])
def test_too_small_an_overlap_gives_no_estimate(both):
    row = measures.chapman(two_lists(40, 40, both), "IRN", "AZE").loc[0]
    assert row[["total", "low", "high", "missed"]].isna().all()
    assert row["reason"] == "fewer than 7 events in both lists"
    assert row["both"] == both


def test_list_inside_the_other_has_no_interval():
    row = measures.chapman(two_lists(40, 10, 10), "IRN", "AZE").loc[0]
    assert (row["total"], row["missed"]) == (40, 0)
    assert row[["low", "high"]].isna().all()
    assert "one list holds all of the other" in row["reason"]


def test_every_group_has_a_row_even_an_empty_or_unknown_one():
    lists = two_lists(30, 30, 20).assign(period="late")
    lists.loc[:4, "period"] = None
    lists["period"] = lists["period"].astype(pd.CategoricalDtype(["early", "late"]))
    table = measures.chapman(lists, "IRN", "AZE", by="period").set_index("group")
    assert table.index.tolist() == ["early", "late", "unknown"]
    assert table["seen"].tolist() == [0, 35, 5]
    assert table.loc["early", "reason"] == "no events"
    assert measures.loglinear(lists, by="period")["group"].tolist() == table.index.tolist()
    assert len(measures.dependence(lists, by="period")) == 9


def test_group_alone_gives_what_it_gives_among_others():
    small, large = listed(HEPATITIS, "a"), listed({k: 2 * n for k, n in HEPATITIS.items()}, "b")
    both = measures.loglinear(pd.concat([small, large], ignore_index=True), by="category")
    alone = measures.loglinear(small)
    columns = ["seen", "total", "low", "high"]
    assert both.loc[0, columns].tolist() == pytest.approx(alone.loc[0, columns].tolist())
    assert both.loc[1, "total"] == pytest.approx(2 * alone.loc[0, "total"])


def test_eight_hierarchical_models_compete():
    table = measures.loglinear_models(listed(HEPATITIS))
    assert len(table) == table["model"].nunique() == 8
    assert table["df"].value_counts().to_dict() == {3: 1, 2: 3, 1: 3, 0: 1}
    assert table["aic"].is_monotonic_increasing
    assert measures.loglinear(listed(HEPATITIS)).loc[0, "model"] == table.loc[0, "model"]


def test_published_estimates_of_hepatitis_are_found_again():
    table = measures.loglinear_models(listed(HEPATITIS))
    assert round(total_of(table, "independence")) == 388
    assert round(total_of(table, "IRN×AZE + IRN×third + AZE×third")) == 1313


@pytest.mark.parametrize("scale", [1, 3])
def test_models_with_interactions_have_their_closed_forms(scale):
    n = {pattern: scale * number for pattern, number in HEPATITIS.items()}
    table, seen = measures.loglinear_models(listed(n)), sum(n.values())
    # One pair: the pair is one list, the third the other (Lincoln and Petersen).
    pair, third = seen - n["001"], n["111"] + n["101"] + n["011"] + n["001"]
    both = third - n["001"]
    assert total_of(table, "IRN×AZE") == pytest.approx(pair * third / both)
    # Two pairs with Iran: the others are independent among events without Iran.
    missed = n["010"] * n["001"] / n["011"]
    assert total_of(table, "IRN×AZE + IRN×third") == pytest.approx(seen + missed)
    odd, even = ("111", "100", "010", "001"), ("110", "101", "011")
    missed = math.prod(n[p] for p in odd) / math.prod(n[p] for p in even)
    assert total_of(table, "IRN×AZE + IRN×third + AZE×third") == pytest.approx(seen + missed)


def test_interval_ends_where_the_profile_likelihood_has_dropped():
    # With these counts Iran interacts with both others, which has fitted values in closed form.
    n = dict(zip(PATTERNS, [120, 40, 30, 10, 20, 80, 60], strict=True))
    row = measures.loglinear(listed(n)).loc[0]
    assert row["model"] == "IRN×AZE + IRN×third"

    def loglik(total):
        full = n | {"000": total - sum(n.values())}
        value = math.lgamma(total + 1)
        for pattern, number in full.items():
            a, b, c = pattern
            ab = sum(full[a + b + other] for other in "01")
            ac = sum(full[a + other + c] for other in "01")
            of_a = sum(v for key, v in full.items() if key[0] == a)
            value += number * math.log(ab * ac / of_a / total) - math.lgamma(number + 1)
        return value

    bounds = (row["seen"] + 1, 2 * row["total"])
    best = optimize.minimize_scalar(lambda t: -loglik(t), bounds=bounds, method="bounded")
    drop = stats.chi2.ppf(0.95, 1) / 2
    assert loglik(row["low"]) == pytest.approx(-best.fun - drop, abs=1e-3)
    assert loglik(row["high"]) == pytest.approx(-best.fun - drop, abs=1e-3)


def test_independent_lists_give_the_true_number():
    lists = population(1000, 0.4, 0.5, 0.3)
    row = measures.loglinear(lists).loc[0]
    assert row["low"] <= 1000 <= row["high"]
    assert row["near_low"] <= row["low"] < row["high"] <= row["near_high"]
    assert row["seen"] == lists[LISTS].any(axis=1).sum() < row["low"]
    two = measures.chapman(lists, "IRN", "third").loc[0]
    assert two["low"] <= 1000 <= two["high"]


def test_positive_dependence_misleads_independence_and_not_the_chosen_model():
    lists = population(1000, 0.4, 0.3, 0.4, if_irn=0.8)
    row = measures.loglinear(lists).loc[0]
    assert "IRN×AZE" in row["model"]
    assert row["low"] <= 1000 <= row["high"]
    assert total_of(measures.loglinear_models(lists), "independence") < row["low"]
    assert measures.chapman(lists, "IRN", "AZE").loc[0, "high"] < 1000, "a lower bound"


def test_negative_dependence_makes_two_lists_overestimate():
    # As when a search stops at the first page: what Iran reports is seldom looked for in Baku.
    lists = population(1000, 0.4, 0.7, 0.4, if_irn=0.2)
    assert measures.chapman(lists, "IRN", "AZE").loc[0, "low"] > 1000
    row = measures.loglinear(lists).loc[0]
    assert row["low"] <= 1000 <= row["high"]


def test_dependence_is_tested_within_the_third_list():
    lists = population(1000, 0.4, 0.3, 0.4, if_irn=0.8)
    table = measures.dependence(lists).set_index(["first", "second"])
    row = table.loc[("IRN", "AZE")]
    inside = lists[lists["third"]]
    cells = pd.crosstab(inside["IRN"], inside["AZE"])
    assert row["within"] == "third"
    assert row[["both", "first_only", "second_only", "neither"]].tolist() == [
        cells.loc[True, True],
        cells.loc[True, False],
        cells.loc[False, True],
        cells.loc[False, False],
    ]
    assert row["p"] < 0.001
    assert 1 < row["low"] < row["odds_ratio"] < row["high"]
    for pair in (("IRN", "third"), ("AZE", "third")):
        assert table.loc[pair, "p"] > 0.05
        assert table.loc[pair, "low"] < 1 < table.loc[pair, "high"]


def test_fisher_test_of_a_small_table_by_hand():
    # The tea-tasting table 3, 1, 1, 3: p = (1 + 16 + 16 + 1) / 70.
    row = measures.dependence(listed({"111": 3, "101": 1, "011": 1, "001": 3})).loc[0]
    assert row["p"] == pytest.approx(34 / 70)
    assert row["odds_ratio"] == pytest.approx(6.408, abs=1e-3)


def test_infinite_odds_are_missing_and_say_so():
    row = measures.dependence(listed({"111": 5, "101": 3, "001": 4})).loc[0]
    assert pd.isna(row["odds_ratio"])
    assert pd.isna(row["high"])
    assert 0 < row["low"] < np.inf
    assert row["p"] == pytest.approx(stats.fisher_exact([[5, 3], [0, 4]]).pvalue)
    assert row["reason"] == "no upper limit: an empty cell"


def test_list_that_holds_everything_has_no_odds_ratio():
    row = measures.dependence(listed({"111": 5, "101": 3})).loc[0]
    assert row[["odds_ratio", "low", "high", "p"]].isna().all()
    assert row["reason"] == "a list reports all or none of these events"


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ({"111": 4, "010": 20}, "fewer than 30 events"),
        ({"100": 20, "010": 20, "110": 9}, "no event reported by third"),
        ({"100": 20, "010": 20, "001": 20}, "no estimate: empty cells"),
        ({"111": 40}, "no estimate: empty cells"),
    ],
)
def test_group_without_an_estimate_says_why(counts, reason):
    row = measures.loglinear(listed(counts)).loc[0]
    assert row["reason"] == reason
    assert row["seen"] == sum(counts.values())
    assert row[["model", "total", "low", "high", "missed"]].isna().all()


def test_model_that_empty_cells_rule_out_does_not_compete():
    counts = HEPATITIS | {"011": 0}
    table = measures.loglinear_models(listed(counts)).set_index("model")
    assert table.loc["IRN×AZE + IRN×third", "reason"] == "no estimate: empty cells"
    assert pd.isna(table.loc["IRN×AZE + IRN×third", "total"])
    assert np.isfinite(table.loc["independence", "total"])
    assert measures.loglinear(listed(counts)).loc[0, "total"] >= sum(counts.values())


def test_estimate_out_of_all_proportion_is_missing():
    counts = dict(zip(PATTERNS, [60, 1, 1, 60, 1, 60, 60], strict=True))
    row = measures.loglinear(listed(counts)).loc[0]
    assert row["reason"] == "estimate beyond 20 times the events seen"
    assert row[["total", "low", "high", "missed"]].isna().all()
    assert pd.notna(row["model"])


def test_interval_without_an_upper_limit_says_so():
    counts = dict(zip(PATTERNS, [12, 4, 4, 12, 4, 12, 12], strict=True))
    row = measures.loglinear(listed(counts)).loc[0]
    assert row["seen"] <= row["low"] < row["total"]
    assert pd.isna(row["high"])
    assert row["reason"] == "no upper limit below 20 times the events seen"


@pytest.mark.filterwarnings("error")
def test_no_table_of_counts_breaks_the_estimates_or_warns():
    rng = np.random.default_rng(5)
    for _ in range(25):
        n = rng.poisson(rng.choice([2, 20]) * rng.gamma(0.6, 1, 7))
        lists = listed(dict(zip(PATTERNS, n, strict=True)))
        rows = [
            measures.loglinear(lists).loc[0],
            *(measures.chapman(lists, *pair).loc[0] for pair in (("IRN", "AZE"), ("IRN", "third"))),
        ]
        measures.dependence(lists)
        for row in rows:
            known = row[["low", "total", "high"]].dropna().astype(float)
            assert (known >= row["seen"] - 1e-9).all()
            assert (known <= 20 * row["seen"]).all() or "both" in row
            assert known.is_monotonic_increasing
            assert len(known) == 3 or pd.notna(row["reason"])


def test_measures_leave_lists_alone():
    lists = listed(HEPATITIS)
    before = lists.copy(deep=True)
    measures.chapman(lists, "IRN", "AZE", by="category")
    measures.loglinear(lists, by="category")
    measures.loglinear_models(lists)
    measures.dependence(lists, by="year")
    pd.testing.assert_frame_equal(lists, before)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda lists: measures.chapman(lists, "IRN", "AZ"), "Did you mean 'AZE'"),
        (lambda lists: measures.chapman(lists, "IRN", "IRN"), "two lists"),
        (lambda lists: measures.loglinear(lists, by="categroy"), "Did you mean 'category'"),
        (lambda lists: measures.dependence(lists, level=95), "write 0.95"),
    ],
)
def test_wrong_arguments_name_the_cure(call, said):
    with pytest.raises(ParameterError, match=said):
        call(listed(HEPATITIS))


def drawn(estimates):
    return charts.missed(estimates, title="What it shows", end=END)


def test_chart_stacks_seen_and_missed_with_the_interval():
    lists = pd.concat([listed(HEPATITIS, "agreement"), listed({"110": 5}, "border_incident")])
    estimates = measures.loglinear(lists, by="category")
    before = estimates.copy(deep=True)
    figure = drawn(estimates)
    pd.testing.assert_frame_equal(estimates, before)
    seen, missed, near, total = figure.data
    assert list(seen.y) == ["border incident", "agreement"], "the first group on top"
    assert list(seen.x) == [5, 271]
    assert missed.x[1] == pytest.approx(estimates.loc[0, "missed"])
    assert list(total.y) == list(near.y) == ["agreement"]
    low, high = estimates.loc[0, ["low", "high"]]
    assert total.x[0] - total.error_x.arrayminus[0] == pytest.approx(low)
    assert total.x[0] + total.error_x.array[0] == pytest.approx(high)
    assert [note.text for note in figure.layout.annotations] == ["fewer than 30 events"]
    assert figure.layout.xaxis.title.text == "events"
    assert "18 March 2021" in figure.layout.title.subtitle.text
    assert "depend" in figure.layout.title.subtitle.text
    assert '"data"' in figure.to_json()


def test_chart_takes_two_list_estimates_as_well():
    figure = drawn(measures.chapman(two_lists(200, 50, 10), "IRN", "AZE"))
    assert [trace.name for trace in figure.data] == [
        "seen",
        "estimated to be missed",
        "estimated total",
    ]


def test_chart_of_no_groups_says_so():
    figure = drawn(measures.loglinear(listed(HEPATITIS)).head(0))
    assert len(figure.data) == 0
    assert "No events recorded" in figure.layout.annotations[0].text
