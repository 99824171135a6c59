import pandas as pd
import pytest
import shapely

from helpers import dataset
from helpers.errors import DataError, ParameterError


@pytest.fixture
def data(package_folder):
    return dataset.load(package_folder)


def ids(events):
    return events["event_id"].tolist()


def test_load_reads_all_tables_and_the_period(data):
    assert len(data.events) == 7
    assert len(data.event_sources) == 8
    assert data.people["name"].tolist() == ["Ayan Example", "Omid Example"]
    assert data.revisions.loc[0, "field"] == "severity"
    assert data.start < data.end


def test_load_types_dates_numbers_truth_and_lists(data):
    first = data.events.loc[0]
    assert first["date_start"] == pd.Timestamp("2012-03-14")
    assert first["themes"] == ("espionage", "detention")
    assert first["directed"] is True or bool(first["directed"])
    assert first["latitude"] == pytest.approx(40.4093)
    assert data.events["severity"].isna().tolist() == [False, False, True, True, True, True, False]


def test_load_derives_year_category_and_quad_class(data):
    derived = data.events.set_index("event_id")
    assert derived["year"].tolist() == [2012, 2012, 2014, 2014, 2016, 2020, 2021]
    assert derived.loc["E-2012-001", "category"] == "tension"
    assert derived.loc["E-2012-001", "quad_class"] == "material conflict"
    assert derived.loc["E-2014-001", "quad_class"] == "verbal cooperation"
    assert derived.loc["E-2016-001", "category"] == "agreement"
    assert pd.isna(derived.loc["E-2020-001", "quad_class"])
    assert pd.isna(derived.loc["E-2020-001", "goldstein"])


def test_load_sorts_rows_that_are_out_of_order(package_folder, insert_row, drop_row):
    insert_row("events", before=0, copy_of=6)
    drop_row("events", 7)
    assert ids(dataset.load(package_folder).events)[-1] == "E-2021-001"


def test_load_takes_a_path_as_text(package_folder):
    assert len(dataset.load(str(package_folder)).events) == 7


def test_load_refuses_a_key_that_occurs_twice(package_folder, insert_row):
    insert_row("events", before=3, copy_of=1)
    with pytest.raises(DataError, match=r"events\.csv row 5: key E-2012-002 occurs twice"):
        dataset.load(package_folder)


def test_load_refuses_a_pair_key_that_occurs_twice(package_folder, insert_row):
    insert_row("event_sources", before=1, copy_of=0)
    with pytest.raises(DataError, match=r"event_sources\.csv row 3: key E-2012-001, S-00001"):
        dataset.load(package_folder)


def test_load_refuses_a_wrong_column(package_folder):
    path = package_folder / "people.csv"
    path.write_text(path.read_text().replace("country", "state", 1))
    with pytest.raises(DataError, match=r"people\.csv row 1: columns are .*state.*wants .*country"):
        dataset.load(package_folder)


def test_load_refuses_a_wrong_type_with_file_and_row(package_folder, set_cells):
    set_cells("events", 4, date_end="2016-08-32")
    with pytest.raises(
        DataError, match=r"events\.csv row 6 \(E-2016-001\): date_end '2016-08-32' is no date"
    ):
        dataset.load(package_folder)


def test_load_refuses_a_missing_table(package_folder):
    (package_folder / "claims.csv").unlink()
    with pytest.raises(DataError, match=r"claims\.csv is missing"):
        dataset.load(package_folder)


def test_load_refuses_an_unknown_event_type_and_names_the_nearest(package_folder, set_cells):
    set_cells("events", 0, event_type="arests")
    with pytest.raises(DataError, match=r"E-2012-001.*'arests'.*Did you mean 'arrest'\?"):
        dataset.load(package_folder)


def test_select_without_arguments_keeps_everything(data):
    assert ids(dataset.select(data.events)) == ids(data.events)


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ({"start": "2020-11-10"}, ["E-2020-001", "E-2021-001"]),
        ({"end": "2012-05-21"}, ["E-2012-001", "E-2012-002"]),
        ({"start": pd.Timestamp("2012-03-15"), "end": "2012-12-31"}, ["E-2012-002"]),
        ({"category": "engagement"}, ["E-2014-001", "E-2014-002"]),
        ({"category": ["agreement", "context"]}, ["E-2016-001", "E-2020-001"]),
        ({"theme": "energy"}, ["E-2014-001", "E-2014-002"]),
        ({"theme": ["karabakh", "border"]}, ["E-2020-001", "E-2021-001"]),
        ({"format": "other_multilateral"}, ["E-2020-001"]),
        ({"level": ("ambassador", "minister")}, ["E-2012-002", "E-2016-001"]),
        ({"actor": "IRN"}, ["E-2012-002"]),
    ],
)
def test_select_filters_by_each_argument(data, choice, kept):
    assert ids(dataset.select(data.events, **choice)) == kept


def test_select_by_actor_leaves_joint_events_out(data):
    assert "E-2014-002" not in ids(dataset.select(data.events, actor="AZE"))
    assert "E-2014-001" in ids(dataset.select(data.events, actor="AZE"))


def test_select_combines_arguments_with_and(data):
    kept = dataset.select(data.events, category="tension", actor="AZE", theme="transport")
    assert ids(kept) == ["E-2021-001"]


def test_select_renumbers_and_leaves_its_argument_alone(data):
    before = data.events.copy(deep=True)
    kept = dataset.select(data.events, category="engagement")
    assert kept.index.tolist() == [0, 1]
    pd.testing.assert_frame_equal(data.events, before)


@pytest.mark.parametrize(
    ("choice", "hint"),
    [
        ({"category": "tensions"}, "category 'tensions' is unknown. Did you mean 'tension'?"),
        ({"theme": ["gas", "watter"]}, "theme 'watter' is unknown. Did you mean 'water'?"),
        ({"format": "bilatral"}, "format 'bilatral' is unknown. Did you mean 'bilateral'?"),
        (
            {"level": "head_of_stat"},
            "level 'head_of_stat' is unknown. Did you mean 'head_of_state'",
        ),
        ({"actor": "IRA"}, "actor 'IRA' is unknown. Did you mean 'IRN'?"),
    ],
)
def test_select_refuses_an_unknown_value_and_names_the_nearest(data, choice, hint):
    with pytest.raises(ParameterError) as caught:
        dataset.select(data.events, **choice)
    assert hint in str(caught.value)


def test_select_refuses_reversed_dates(data):
    with pytest.raises(ParameterError, match="start 2014-01-02 is after end 2014-01-01: swap them"):
        dataset.select(data.events, start="2014-01-02", end="2014-01-01")


def test_select_keeps_a_single_day(data):
    assert len(dataset.select(data.events, start="2014-04-09", end="2014-04-09")) == 2


@pytest.mark.parametrize("value", ["2014-02-30", "9 April 2014", "04/09/2014", ""])
def test_select_refuses_what_is_no_date(data, value):
    with pytest.raises(ParameterError, match="write YYYY-MM-DD"):
        dataset.select(data.events, start=value)


def test_as_date_reads_iso_and_passes_none_through():
    assert dataset.as_date("start", "2014-04-09") == pd.Timestamp("2014-04-09")
    assert dataset.as_date("start", None) is None


def test_bilateral_drops_context_only(data):
    kept = dataset.bilateral(data.events)
    assert len(kept) == 6
    assert "E-2020-001" not in ids(kept)


def test_sources_of_follows_the_order_of_events(data):
    backwards = data.events.iloc[[1, 0]]
    sources = dataset.sources_of(data, backwards)
    assert sources["event_id"].tolist() == ["E-2012-002", "E-2012-002", "E-2012-001"]
    assert sources["publisher"].tolist() == ["Beta Online", "Gamma Online", "Alpha Online"]
    assert sources.loc[1, "supports"] == ("act", "participants")


def test_people_of_names_each_participant(data):
    people = dataset.people_of(data, data.events)
    assert people["event_id"].tolist() == ["E-2014-001", "E-2014-002", "E-2014-002"]
    assert people["name"].tolist() == ["Ayan Example", "Ayan Example", "Omid Example"]
    assert people["country"].tolist() == ["AZE", "AZE", "IRN"]
    assert people["role"].tolist() == ["guest", "guest", "host"]


def test_rows_of_keeps_the_rows_of_the_events_asked_for(data):
    assert dataset.rows_of(data.claims, data.events)["claim_id"].tolist() == ["C-0001"]
    assert dataset.rows_of(data.claims, data.events.iloc[1:]).empty
    assert dataset.rows_of(data.agreements, data.events)["event_id"].tolist() == ["E-2016-001"]


def test_claims_of_adds_the_page_of_each_claim(data):
    claims = dataset.claims_of(data, data.events)
    assert claims["claim_id"].tolist() == ["C-0001"]
    assert claims.loc[0, "url"] == "https://example.org/page-1"
    assert claims.loc[0, "publisher"] == "Alpha Online"
    assert dataset.claims_of(data, data.events.iloc[1:]).empty


def test_outlines_hold_both_countries_in_degrees():
    outlines = dataset.load_outlines().set_index("iso3")
    assert outlines.index.is_unique
    assert {"AZE", "IRN"} <= set(outlines.index)
    iran = outlines.loc["IRN", "geometry"]
    assert iran.contains(shapely.Point(51.39, 35.69))
    assert not iran.contains(shapely.Point(49.87, 40.41))


def test_outline_of_azerbaijan_holds_nakhchivan_apart():
    azerbaijan = dataset.load_outlines().set_index("iso3").loc["AZE", "geometry"]
    assert azerbaijan.contains(shapely.Point(45.41, 39.21))
    assert not azerbaijan.contains(shapely.Point(46.0, 39.21))


def test_a_fraction_in_a_whole_number_is_refused(package_folder, set_cells):
    set_cells("events", 0, severity="1.5")
    with pytest.raises(DataError, match=r"severity '1\.5' is no integer"):
        dataset.load(package_folder)


def test_a_key_with_a_date_that_occurs_twice_is_refused(package_folder):
    line = "2026-01-01,E-2012-001,title,old,new,a better page,\n"
    path = package_folder / "revisions.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n" + line * 2)
    with pytest.raises(DataError, match="occurs twice"):
        dataset.load(package_folder)


def test_an_actor_who_did_nothing_here_gives_no_rows(package_folder):
    events = dataset.load(package_folder).events
    azerbaijani = events[events["actor"] == "AZE"]
    assert dataset.select(azerbaijani, actor="IRN").empty


def test_an_empty_list_keeps_everything(package_folder):
    events = dataset.load(package_folder).events
    assert len(dataset.select(events, theme=[])) == len(events)


def test_a_date_without_leading_zeros_is_refused():
    with pytest.raises(ParameterError, match="write YYYY-MM-DD"):
        dataset.as_date("start", "2012-1-5")


def test_load_reliability_gives_typed_frames_apart_from_the_events(package_folder):
    quality = dataset.load_reliability(package_folder)
    assert quality.coder_a["event_id"].tolist() == quality.coder_b["event_id"].tolist()
    assert quality.coder_b["severity"].tolist()[0] == 2
    assert quality.coder_a["directed"].dtype == "boolean"
    assert quality.settled["settled"].tolist() == ["3"]
    assert quality.accuracy["date"].tolist() == ["right"]
