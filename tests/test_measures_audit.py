"""Coverage, corroboration, tallies and places."""

import pandas as pd
import pytest

from helpers import measures
from helpers.measures.coverage import coverage_of

DAY = pd.Timestamp


def cited(*pairs):
    return pd.DataFrame(pairs, columns=["event_id", "source_id"]).astype("string")


def coverage(events, links, start="2000-01-01", end="2001-12-31"):
    return measures.coverage_by_month(events, links, DAY(start), DAY(end))


def test_every_month_of_the_period_is_graded(make_events):
    table = coverage(make_events(), cited())
    assert table.index.astype(str).tolist()[::23] == ["2000-01", "2001-12"]
    assert len(table) == 24
    assert (table["coverage"] == "none").all()
    assert (table["pages"] == 0).all()


def test_one_page_makes_the_half_year_around_it_thin(make_events):
    table = coverage(make_events("2000-09-15"), cited(("e1", "s1")))
    thin = table.index[table["coverage"] == "thin"].astype(str).tolist()
    assert (thin[0], thin[-1], len(thin)) == ("2000-03", "2001-03", 13)
    assert table.loc["2000-09", "pages"] == 1
    assert table["pages"].sum() == 1


@pytest.mark.parametrize(("pages", "grade"), [(25, "thin"), (26, "full")])
def test_two_pages_a_month_make_full_coverage(make_events, pages, grade):
    links = cited(*(("e1", f"s{number}") for number in range(pages)))
    table = coverage(make_events("2000-09-15"), links)
    assert table.loc["2000-09", "coverage"] == grade
    assert table.loc["2001-03", "coverage"] == grade
    assert table.loc["2001-04", "coverage"] == "none"


def test_page_cited_for_two_events_of_a_month_counts_once(make_events):
    events = make_events("2000-09-15", "2000-09-20", "2000-10-01")
    table = coverage(events, cited(("e1", "s1"), ("e2", "s1"), ("e3", "s1")))
    assert table.loc["2000-09", "pages"] == 1
    assert table.loc["2000-10", "pages"] == 1
    assert table.loc["2000-09", "pages_around"] == 2


def test_event_dated_to_the_year_covers_no_month(make_events):
    events = make_events({"date_start": "2000-01-01", "date_precision": "year"})
    assert (coverage(events, cited(("e1", "s1")))["coverage"] == "none").all()


def test_event_dated_to_the_month_covers_it(make_events):
    events = make_events({"date_start": "2000-09-01", "date_precision": "month"})
    assert coverage(events, cited(("e1", "s1"))).loc["2000-09", "coverage"] == "thin"


def test_pages_outside_the_period_do_not_count(make_events):
    table = coverage(make_events("1999-12-31"), cited(("e1", "s1")))
    assert (table["coverage"] == "none").all()


@pytest.mark.parametrize(
    ("start", "end", "grade"),
    [
        ("2000-01-05", "2000-01-20", "full"),
        ("2000-01-01", "2000-02-29", "full"),
        ("2000-02-01", "2000-03-31", "thin"),
        ("2000-03-01", "2000-04-30", "thin"),
        ("2000-02-01", "2000-04-30", "thin"),
        ("2000-04-01", "2000-04-30", "none"),
        ("2010-01-01", "2010-12-31", "none"),
    ],
)
def test_spans_are_graded_from_their_months(start, end, grade):
    months = pd.period_range("2000-01", "2000-04", freq="M")
    table = pd.DataFrame({"coverage": ["full", "full", "thin", "none"]}, index=months)
    spans = pd.DataFrame({"start": [DAY(start)], "end": [DAY(end)]}, index=[9])
    graded = coverage_of(spans, table)
    assert graded.to_dict() == {9: grade}


def page(event, source, owner, side, language="en", official=False):
    return {
        "event_id": event,
        "source_id": source,
        "owner": owner,
        "side": side,
        "language": language,
        "official": official,
    }


@pytest.fixture
def backed(make_events):
    events = make_events("2020-01-01", "2020-01-02", "2020-01-03", "2020-01-04")
    sources = pd.DataFrame(
        [
            page("e1", "s1", "Alpha", "AZE"),
            page("e1", "s2", "Alpha", "AZE", "az"),
            page("e2", "s3", "Beta", "IRN", "fa", official=True),
            page("e2", "s4", "Gamma", "third"),
            page("e2", "s1", "Alpha", "AZE"),
            page("e3", "s3", "Beta", "IRN"),
            page("e4", "s1", "Alpha", "AZE"),
            page("e4", "s4", "Gamma", "third"),
        ]
    )
    return measures.corroboration(events, sources).set_index("event_id")


def test_publishers_are_counted_by_owner_and_not_by_page(backed):
    assert backed["publishers"].tolist() == [1, 3, 1, 2]
    assert backed["pages"].tolist() == [2, 3, 1, 2]
    assert backed["languages"].tolist() == [2, 2, 1, 1]


def test_sides_are_listed_once_each(backed):
    assert backed["sides"].tolist() == ["AZE", "AZE + IRN + third", "IRN", "AZE + third"]


def test_both_ways_wants_an_iranian_publisher_and_another(backed):
    assert backed["both_ways"].tolist() == [False, True, False, False]


def test_one_official_page_makes_an_event_official(backed):
    assert backed["official"].tolist() == [False, True, False, False]


def test_event_without_sources_keeps_its_row(make_events):
    sources = pd.DataFrame([page("e2", "s1", "Alpha", "AZE")])
    table = measures.corroboration(make_events("2020-01-01", "2020-01-02"), sources)
    assert table["event_id"].tolist() == ["e1", "e2"]
    assert table["publishers"].fillna(0).tolist() == [0, 1]


def test_tally_fills_combinations_that_do_not_occur_with_zero():
    frame = pd.DataFrame({"year": [2020, 2020, 2021], "side": ["IRN", "AZE", "IRN"]})
    table = measures.tally(frame, "year", "side")
    assert table.to_dict() == {"AZE": {2020: 1, 2021: 0}, "IRN": {2020: 1, 2021: 1}}


def at(place, date, category="engagement", **other):
    where = {"Baku": (40.41, 49.87, "AZE"), "Tehran": (35.69, 51.39, "IRN")}[place]
    return {
        "date_start": date,
        "place": place,
        "latitude": where[0],
        "longitude": where[1],
        "place_country": where[2],
        "category": category,
        **other,
    }


def test_places_count_events_by_place_and_category(make_events):
    events = make_events(
        at("Tehran", "2020-03-01"),
        at("Baku", "2020-02-01", "tension"),
        at("Tehran", "2020-01-01"),
        at("Baku", "2020-01-01"),
        "2020-01-01",
    )
    table = measures.places(events)
    assert table[["place", "category", "n"]].to_numpy().tolist() == [
        ["Tehran", "engagement", 2],
        ["Baku", "engagement", 1],
        ["Baku", "tension", 1],
    ]
    assert table.loc[0, "event_ids"] == ("e3", "e1")
    assert table.loc[0, "latitude"] == pytest.approx(35.69)


def test_places_name_the_latest_event_whatever_the_order_of_rows(make_events):
    events = make_events(
        at("Baku", "2020-05-01", title="latest"), at("Baku", "2019-05-01", title="older")
    )
    row = measures.places(events).loc[0]
    assert (row["last_title"], row["last_date"]) == ("latest", DAY("2020-05-01"))


def test_place_at_sea_without_a_country_is_kept(make_events):
    events = make_events(at("Baku", "2020-05-01", place_country=None))
    assert measures.places(events)["n"].tolist() == [1]
