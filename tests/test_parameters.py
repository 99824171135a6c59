import datetime as dt

import pytest
from pydantic import ValidationError

from helpers import parameters
from helpers.errors import ParameterError


@pytest.fixture(autouse=True)
def covered(package_folder, set_coverage, monkeypatch):
    """Let the data cover 2001 to 18 March 2021."""
    set_coverage("2001-01-01", "2021-03-18")
    monkeypatch.setenv("RELATIONS_ROOT", str(package_folder.parent))


def refused(**values):
    with pytest.raises(ParameterError) as caught:
        parameters.check("period", values)
    return str(caught.value)


def test_defaults_are_the_last_full_year():
    filled = parameters.check("period", {})
    assert (filled.start, filled.end) == (dt.date(2020, 1, 1), dt.date(2020, 12, 31))
    assert (filled.themes, filled.title, filled.language) == ([], "", "en")


def test_values_get_their_types():
    filled = parameters.check(
        "period",
        {"start": "2019-05-01", "end": dt.date(2019, 6, 30), "title": "May", "language": "az"},
    )
    assert (filled.start, filled.end) == (dt.date(2019, 5, 1), dt.date(2019, 6, 30))
    assert (filled.title, filled.language) == ("May", "az")


@pytest.mark.parametrize("themes", ["gas,water", " gas , water ,", ["gas", "water"]])
def test_themes_come_as_a_list_or_with_commas(themes):
    assert parameters.check("period", {"themes": themes}).themes == ["gas", "water"]


def test_period_that_touches_the_data_is_allowed():
    assert parameters.check("period", {"start": "2021-03-18", "end": "2021-12-31"})
    assert parameters.check("period", {"start": "1999-01-01", "end": "2001-01-01"})


def test_filled_parameters_cannot_be_changed():
    filled = parameters.check("period", {})
    with pytest.raises(ValidationError):
        filled.title = "other"


def test_unknown_template_names_the_nearest():
    with pytest.raises(ParameterError, match=r"'perod' is unknown\. Did you mean 'period'\?"):
        parameters.check("perod", {})


def test_unknown_name_names_the_nearest():
    message = refused(tittle="x")
    assert "parameter 'tittle' is unknown. Did you mean 'title'?" in message


@pytest.mark.parametrize("value", ["2019-13-01", "2019-2-1", "1 May 2019", "2019", ""])
def test_what_is_no_date_is_refused_with_its_value(value):
    message = refused(start=value, end="2020-12-31")
    assert message.startswith(f"start '{value}' is wrong")


def test_date_in_another_form_names_the_cure():
    assert "write YYYY-MM-DD" in refused(start="01.05.2019", end="2020-12-31")


def test_reversed_dates_name_the_cure():
    message = refused(start="2019-06-01", end="2019-05-31")
    assert message == "start 2019-06-01 is after end 2019-05-31: swap them."


@pytest.mark.parametrize(
    ("start", "end"), [("1999-01-01", "2000-12-31"), ("2021-03-19", "2021-12-31")]
)
def test_period_outside_the_data_names_what_they_cover(start, end):
    message = refused(start=start, end=end)
    assert f"{start} to {end} is outside the data" in message
    assert "2001-01-01 to 2021-03-18" in message


def test_unknown_theme_names_the_nearest():
    message = refused(themes="gas,watter")
    assert message == "theme 'watter' is unknown. Did you mean 'water'?"


def test_unknown_language_lists_the_choices():
    message = refused(language="fr")
    assert "language 'fr' is not allowed" in message
    assert "'fa'" in message


def test_title_that_is_too_long_is_refused():
    assert refused(title="x" * 201).startswith("title 'xxx")
    assert parameters.check("period", {"title": "x" * 200})


def test_several_problems_are_all_listed():
    message = refused(start="May", language="fr", colour="red")
    assert len(message.splitlines()) == 3
    assert "start 'May'" in message
    assert "language 'fr'" in message
    assert "parameter 'colour'" in message


def test_reversed_dates_and_unknown_themes_are_listed_together():
    message = refused(start="2019-06-01", end="2019-05-31", themes="gass,watter")
    assert len(message.splitlines()) == 3
