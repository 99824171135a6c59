"""The context series: what is covered, what they must say, and that they can be built again."""

import runpy
import shutil

import pandas as pd
import pytest
from conftest import PROJECT

from helpers import dataset, measures, schema
from helpers.errors import DataError

FOLDER = PROJECT / "data" / "context"
ORIGINALS = PROJECT.parent / "shared" / "data"
COLUMNS = ["period", "series", "value", "unit", "coverage", "source"]
FILES = {
    "disputes_yearly",
    "gdelt_monthly",
    "icews_monthly",
    "icews_yearly",
    "trade_yearly",
    "unga_yearly",
}
WAYS = ("irn_to_aze", "aze_to_irn")


@pytest.fixture(scope="module")
def context():
    return dataset.load_context(PROJECT / "data")


def test_every_file_is_a_resource_of_the_package():
    tables = schema.read_package().tables
    named = {name.removeprefix("context_") for name in tables if name.startswith("context_")}
    assert named == {path.stem for path in FOLDER.glob("*.csv")} == FILES
    for name in FILES:
        table = tables[f"context_{name}"]
        assert table.path == FOLDER / f"{name}.csv"
        assert (table.columns, table.key) == (COLUMNS, ("series", "period"))


@pytest.mark.parametrize("name", sorted(FILES))
def test_file_is_sorted_with_plain_line_ends(name):
    assert b"\r" not in (FOLDER / f"{name}.csv").read_bytes()
    text = pd.read_csv(FOLDER / f"{name}.csv", dtype="string")
    ordered = text.sort_values(["series", "period"], kind="stable")
    assert ordered.index.equals(text.index)


def test_context_is_one_typed_frame(context):
    assert context.columns.tolist() == ["subject", *COLUMNS]
    assert set(context["subject"]) == FILES
    assert str(context["value"].dtype) == "Float64"
    assert not context.duplicated(["subject", "series", "period"]).any()


def test_curated_dataset_does_not_hold_context():
    assert not [name for name in vars(dataset.load()) if name.startswith("context")]


def test_no_coverage_means_no_value_and_coverage_means_one(context):
    assert (context["value"].isna() == (context["coverage"] == "none")).all()
    assert (context["coverage"] == "none").any()


def test_every_figure_names_its_maker(context):
    icews = context[context["subject"].str.startswith("icews")]
    assert icews["source"].str.contains("10.7910/DVN/28075", regex=False).all()
    customs = context[context["series"].str.contains("customs")]
    assert customs["source"].str.contains("https?://", regex=True).all()


def test_truncated_subsets_of_icews_are_not_used(context):
    monthly = context[context["subject"] == "icews_monthly"]
    assert not monthly["source"].str.contains("ICEWS14|ICEWS05-15", regex=True).any()
    assert monthly["period"].min() == "2018-01"


def test_every_month_of_icews_and_gdelt_is_there(context):
    for subject in ("icews_monthly", "gdelt_monthly"):
        rows = context[context["subject"] == subject]
        months = pd.period_range(rows["period"].min(), rows["period"].max(), freq="M").astype(str)
        for _, series in rows.groupby("series"):
            assert series["period"].tolist() == list(months)


def test_months_between_the_pieces_of_icews_are_gaps_and_not_zeros(context):
    months = measures.pick(context, "icews_monthly", "irn_to_aze_events").set_index("period")
    assert (months.loc["2018-11":"2020-12", "coverage"] == "none").all()
    assert months.loc["2021-04", ["coverage", "value"]].tolist() == ["full", 0]
    assert (months.loc["2022-01":"2022-08", "coverage"] == "partial").all()
    assert months.loc[["2022-10", "2023-04"], "coverage"].tolist() == ["partial", "partial"]


def test_gdelt_months_with_missing_days_are_partial(context):
    months = measures.pick(context, "gdelt_monthly", "pair_score_sum").set_index("period")
    assert (months.loc["2022-11":"2023-06", "coverage"] == "partial").all()
    assert months.loc["2024-02", "coverage"] == "partial"
    assert months.loc["2018-01", "coverage"] == "full"


def test_single_votes_are_partial(context):
    votes = measures.pick(context, "unga_yearly", "agreement_strict").set_index("period")
    points = measures.pick(context, "unga_yearly", "ideal_point_distance").set_index("period")
    assert votes.index[votes["coverage"] != "full"].tolist() == ["2020"]
    assert points.index[points["coverage"] != "full"].tolist() == ["1991"]


def test_distance_is_that_of_the_two_points(context):
    one, other, distance = (
        measures.pick(context, "unga_yearly", f"ideal_point_{name}")["value"]
        for name in ("aze", "irn", "distance")
    )
    assert ((one - other).abs() - distance).abs().max() < 0.002


def test_conflict_in_icews_peaks_in_2012(context):
    kinds = [f"{way}_{how}_conflict" for way in WAYS for how in ("verbal", "material")]
    conflict = measures.pick(context, "icews_yearly", *kinds).set_index("period")["value"]
    assert conflict.idxmax() == "2012"
    assert conflict["2012"] == 262


def test_gdelt_and_icews_agree_as_the_reference_data_state(context):
    score = measures.covered(measures.pick(context, "gdelt_monthly", "pair_score_sum"))
    weights, acts = (
        measures.covered(measures.pick(context, "icews_monthly", *(f"{way}_{of}" for way in WAYS)))
        for of in ("goldstein", "events")
    )
    stated = measures.rank_agreement(measures.align(score, weights[acts > 0])).iloc[0]
    assert stated["n"] == 32
    assert stated["rho"] == pytest.approx(0.69, abs=0.02)
    whole = measures.rank_agreement(measures.align(score, weights)).iloc[0]
    assert whole["n"] == 33
    assert whole["rho"] == pytest.approx(0.69, abs=0.02)


def test_disputes_are_those_of_four_years(context):
    disputes = measures.pick(context, "disputes_yearly", "cow_mid_disputes").set_index("period")
    assert disputes.index[disputes["value"] > 0].tolist() == ["2001", "2002", "2003", "2011"]


def test_customs_services_stay_apart(context):
    trade = context[context["subject"] == "trade_yearly"]
    reporter = trade["source"].str.extract(r"^(IRICA|State Customs|Correlates)")[0]
    prefix = trade["series"].str.extract(r"^(iran_customs|azerbaijan_customs|cow)_")[0]
    assert pd.crosstab(prefix, reporter).gt(0).sum().tolist() == [1, 1, 1]
    assert (trade["period"].str.startswith("FY") == (prefix == "iran_customs")).all()


def test_load_context_refuses_a_missing_file(package_folder):
    shutil.rmtree(package_folder / "context", ignore_errors=True)
    with pytest.raises(DataError, match=r"\.csv is missing"):
        dataset.load_context(package_folder)


def test_load_context_refuses_a_key_that_occurs_twice(package_folder):
    shutil.copytree(FOLDER, package_folder / "context", dirs_exist_ok=True)
    path = package_folder / "context" / "unga_yearly.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[1]]), encoding="utf-8")
    with pytest.raises(DataError, match=r"unga_yearly\.csv row \d+: key .* occurs twice"):
        dataset.load_context(package_folder)


@pytest.mark.skipif(
    not (ORIGINALS / "MANIFEST.csv").is_file(),
    reason="the originals (../shared/data beside the project) are not on this machine",
)
def test_build_gives_the_shipped_files_byte_for_byte(tmp_path):
    build = runpy.run_path(str(FOLDER / "build.py"))["build"]
    for path in build(ORIGINALS, tmp_path):
        assert path.read_bytes() == (FOLDER / path.name).read_bytes(), path.name
