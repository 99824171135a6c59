import pandas as pd
import pytest

from helpers.language import Language

DAY = pd.Timestamp("2025-12-08")


def plain(text):
    """Write the kinds of unbreakable blanks as plain ones."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("en", "8 December 2025"),
        ("de", "8. Dezember 2025"),
        ("tr", "8 Aralık 2025"),
        ("az", "8 dekabr 2025"),
        ("ru", "8 декабря 2025 г."),
    ],
)
def test_day_is_written_in_the_language(code, written):
    assert plain(Language(code).date(DAY)) == written


@pytest.mark.parametrize(
    ("code", "whole", "decimal"),
    [("en", "1,234,567", "0.50"), ("de", "1.234.567", "0,50"), ("ru", "1 234 567", "0,50")],
)
def test_numbers_take_the_separators_of_the_language(code, whole, decimal):
    language = Language(code)
    assert plain(language.number(1234567)) == whole
    assert language.number(0.5, 2) == decimal


def test_number_is_rounded_to_the_digits_asked_for():
    assert Language().number(2.718, 1) == "2.7"
    assert Language().number(2.718) == "3"


def test_percent_is_whole():
    assert plain(Language().percent(0.251)) == "25 %"
    assert plain(Language().percent(0)) == "0 %"
    assert plain(Language().percent(1)) == "100 %"


def test_span_runs_from_first_to_last_day():
    written = Language().span(pd.Timestamp("2025-01-01"), pd.Timestamp("2025-12-31"))
    assert written == "1 January 2025 – 31 December 2025"


def test_english_is_the_default():
    assert Language().code == "en"


@pytest.mark.parametrize("code", ["en", "ru", "az", "fa", "tr", "de"])
def test_every_language_that_a_report_offers_can_write(code):
    language = Language(code)
    assert "2025" in language.date(DAY) or "۲۰۲۵" in language.date(DAY)
    assert language.number(3)
    assert "%" in language.percent(0.5) or "٪" in language.percent(0.5)


def test_a_right_to_left_date_is_isolated():
    written = Language("fa").date(pd.Timestamp("2025-12-08"))
    assert written.startswith("\u2068")
    assert written.endswith("\u2069")


@pytest.mark.parametrize(
    ("start", "end", "precision", "written"),
    [
        ("2020-05-01", "2020-05-01", "day", "1 May 2020"),
        ("2020-05-01", None, "day", "1 May 2020"),
        ("2020-05-01", "2020-05-03", "day", "1 May 2020 – 3 May 2020"),
        ("2020-05-01", "2020-05-01", "month", "May 2020"),
        ("2020-05-01", "2020-06-01", "month", "May 2020 – Jun 2020"),
        ("2020-01-01", "2020-01-01", "year", "2020"),
    ],
)
def test_dates_are_written_no_finer_than_they_are_known(start, end, precision, written):
    assert Language("en").when(pd.Timestamp(start), pd.Timestamp(end), precision) == written


def test_dates_of_a_frame_keep_its_index():
    events = pd.DataFrame(
        {
            "date_start": pd.to_datetime(["2020-05-01"]),
            "date_end": pd.to_datetime(["2020-05-01"]),
            "date_precision": ["month"],
        },
        index=[7],
    )
    assert Language("en").dates_of(events).to_dict() == {7: "May 2020"}
