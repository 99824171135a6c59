import pandas as pd
import pytest

from helpers import dataset, headlines
from helpers.language import Language


@pytest.fixture
def data(package_folder, set_coverage):
    set_coverage("1991-01-01", "2021-12-31")
    return dataset.load(package_folder)


def told(data, name, language="en"):
    sentences = headlines.person(data, name, Language(language))
    return " ".join(sentences).replace("\u00a0", " ")


def test_contacts_counterparts_and_the_last_one_are_told(data):
    text = told(data, "Omid Example")
    assert "1 contact is recorded in which Omid Example (Iran) took part, on 9 April 2014" in text
    assert "1 official of other countries took part in them: Ayan Example (1)." in text
    assert "The last recorded contact: The presidents meet in Tehran, 9 April 2014" in text
    assert "days before the data end" in text


def test_one_contact_has_no_stretches(data):
    assert "stretches" not in told(data, "Omid Example")


def test_visit_and_meeting_of_one_trip_are_told_apart_with_their_days(data):
    data.events.loc[data.events["event_id"] == "E-2014-001", "date_start"] = pd.Timestamp(
        "2014-04-09"
    )
    text = told(data, "Ayan Example")
    assert "2 contacts are recorded" in text
    assert "1 visit" in text
    assert "1 meeting" in text


def test_person_without_contacts_is_told_by_what_else_is_recorded(data):
    data.events.loc[data.events["event_id"] == "E-2014-002", "event_type"] = "message"
    text = told(data, "Omid Example")
    assert text.startswith("No contact of Omid Example (Iran)")
    assert "Not counted as contacts: 1 statement or message." in text


def test_unnamed_person_says_so(data):
    assert told(data, "Nobody") == "No event is recorded in which Nobody took part."


def test_dates_follow_the_language(data):
    assert "9. April 2014" in told(data, "Omid Example", "de")
