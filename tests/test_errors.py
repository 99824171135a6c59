import pytest

from helpers.errors import DataError, ParameterError, RelationsError, ReportError, suggest


def test_suggest_names_the_nearest_value():
    assert suggest("protest_notes", ["arrest", "protest_note"]) == "Did you mean 'protest_note'?"


def test_suggest_lists_all_values_when_none_is_near():
    assert suggest("zzz", ["gas", "water"]) == "Allowed: gas, water."


def test_suggest_takes_values_that_are_no_strings():
    assert suggest(2021, [2020, 1999]) == "Did you mean '2020'?"


@pytest.mark.parametrize(("kind", "code"), [(DataError, 1), (ReportError, 1), (ParameterError, 2)])
def test_every_error_is_a_relations_error_with_its_exit_code(kind, code):
    error = kind("what is wrong")
    assert isinstance(error, RelationsError)
    assert error.exit_code == code
    assert str(error) == "what is wrong"
