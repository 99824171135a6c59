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
