import pandas as pd
import pytest

from helpers import dataset, headlines, measures
from helpers.language import Language

DAY = pd.Timestamp


@pytest.fixture
def data(package_folder, set_coverage):
    set_coverage("1991-01-01", "2021-12-31")
    return dataset.load(package_folder)


def as_session(data, event_id, format="eco"):
    row = data.events["event_id"] == event_id
    data.events.loc[row, ["event_type", "format", "category"]] = [
        "multilateral_meeting",
        format,
        "engagement",
    ]


def about(data, formats, start="1991-01-01", end="2021-12-31"):
    sentences = headlines.format(data, DAY(start), DAY(end), formats, Language())
    return " ".join(sentences).replace("\u00a0", " ")


def on(data, theme, start="1991-01-01", end="2021-12-31"):
    sentences = headlines.theme(data, DAY(start), DAY(end), theme, Language())
    return " ".join(sentences).replace("\u00a0", " ")


def test_one_session_is_told_with_its_date_and_who_is_not_named(data):
    as_session(data, "E-2012-001")
    text = about(data, ["eco"])
    assert "1 session is recorded." in text
    assert "The only one: Azerbaijan arrests alleged agents of Iran, 14 March 2012" in text
    assert "3579 days before 31 December 2021" in text.replace(",", "").replace("2021.", "2021")
    assert "Days between" not in text
    assert "Who spoke for Iran is not recorded for 1 session." in text


def test_a_meeting_at_the_place_and_day_of_a_session_is_on_its_margins(data):
    as_session(data, "E-2014-001")
    text = about(data, ["eco"])
    assert "Of the 1 bilateral meeting in person" in text
    assert "1 took place on the margins of a session: 100 %" in text


def test_no_session_in_the_window_names_the_last_one_before(data):
    as_session(data, "E-2012-001")
    text = about(data, ["eco"], start="2013-01-01")
    assert "No session is recorded in this window (ECO). The last one before it:" in text
    assert "E-2012-001" in text
    assert about(data, ["sco"]).startswith("No session is recorded in this window (SCO). No")


def test_days_between_two_sessions_of_one_platform_are_told(data):
    as_session(data, "E-2012-001")
    as_session(data, "E-2012-002")
    assert "Days between one session of a platform and the next: 68." in about(data, ["eco"])


def test_acts_about_the_platform_name_who_acted(data):
    text = about(data, ["other_multilateral"])
    assert "Statements and other acts about the platform: 1 (1 by Russia)." in text


def test_platforms_are_named_for_people():
    assert headlines.platform_names(["three_plus_three", "eco"]) == "3+3 and ECO"


def test_theme_tells_its_share_of_all_events(data):
    text = on(data, "transport")
    assert "3 bilateral events are recorded with the theme transport" in text
    assert "50 % of all recorded bilateral events" in text
    assert "The years with most are 2014, 2016 and 2021 (1 each)." in text
    assert "Tension: 1 event, 1 from the Azerbaijani side." in text
    assert "1 document is recorded with these events, by latest known status: 1 signed." in text
    assert "12 September 2021 [E-2021-001]" in text


def test_theme_compares_the_last_two_years_of_the_window(data):
    text = on(data, "transport")
    assert "1 event is recorded in the last twelve months of the window and 0 in the twelve" in text
    assert "no more than chance allows" in text
    assert "twelve months" not in on(data, "transport", start="2021-01-01")


def test_a_rise_of_a_theme_is_told_with_the_pages_read():
    data = dataset.load()
    text = on(data, "israel", end=f"{data.end:%Y-%m-%d}")
    assert "a difference of more than chance allows" in text
    pages = measures.coverage_by_month(data.events, data.event_sources, data.start, data.end)
    years = [pages["pages"].iloc[-24:-12].sum(), pages["pages"].iloc[-12:].sum()]
    assert ("not read equally well" in text) == (years[1] > 1.5 * years[0])


def test_theme_without_tension_says_so(data):
    assert "None of them is a tension event." in on(data, "energy")


def test_theme_without_a_bilateral_event_says_so_and_context_is_none(data):
    assert (
        on(data, "karabakh")
        == "No bilateral event with the theme Karabakh is recorded in this window."
    )
    assert "No bilateral event" in on(data, "espionage", start="2013-01-01")


def test_contested_claims_of_the_theme_are_counted(data):
    assert "1 contested claim is recorded about 1 of the events." in on(data, "espionage")
