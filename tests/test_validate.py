"""Each test breaks one thing in a sound package and expects it named with its cure."""

import subprocess
import sys

import pytest

from helpers import schema, validate


@pytest.fixture
def found(package_folder):
    """Run one check on the package as it now stands; return its messages."""

    def run(check):
        package = schema.read_package(package_folder)
        frames = {name: schema.read_text(table) for name, table in package.tables.items()}
        return [str(problem) for problem in check(validate.Tables(package, frames))]

    return run


def only(messages, *parts):
    """Demand exactly one message and that it holds every part."""
    assert len(messages) == 1, messages
    for part in parts:
        assert part in messages[0], messages[0]


def some(messages, *parts):
    """Demand a message that holds every part."""
    assert any(all(part in message for part in parts) for message in messages), messages


def test_sound_package_has_no_problem(package_folder):
    assert validate.check_package(package_folder) == []


@pytest.mark.parametrize("check", validate.CHECKS, ids=lambda check: check.__name__)
def test_each_check_accepts_the_sound_package(found, check):
    assert found(check) == []


def test_every_check_of_the_module_is_run():
    defined = {
        function
        for name, function in vars(validate).items()
        if name.startswith("check_") and name != "check_package"
    }
    assert {*validate.CHECKS, validate.check_schema, validate.check_references} == defined


def test_problem_reads_as_file_row_key_and_message():
    problem = validate.Problem("events.csv", 17, "E-2012-003", "is wrong: mend it.")
    assert str(problem) == "events.csv row 17 (E-2012-003): is wrong: mend it."
    assert str(validate.Problem("events.csv", 0, "", "is wrong.")) == "events.csv: is wrong."


def test_several_problems_are_all_listed_by_file_and_row(package_folder, set_cells):
    set_cells("events", 1, themes="protocol;relligion")
    set_cells("events", 6, date_end="2021-09-11")
    set_cells("people", 0, country="Azerbaijan")
    set_cells("claims", 0, stance="assert")
    problems = validate.check_package(package_folder)
    places = [(problem.file, problem.row) for problem in problems]
    assert places == [("claims.csv", 2), ("events.csv", 3), ("events.csv", 8), ("people.csv", 2)]


def test_unreadable_tables_are_all_listed(package_folder):
    (package_folder / "claims.csv").unlink()
    (package_folder / "people.csv").write_text("id\n")
    problems = validate.check_package(package_folder)
    assert [problem.file for problem in problems] == ["claims.csv", "people.csv"]
    assert "Restore it from git" in problems[0].message
    assert "wants person_id, name" in problems[1].message


# check_schema


def test_schema_value_outside_a_closed_list_names_the_nearest(found, set_cells):
    set_cells("events", 2, level="head_of_sate")
    only(
        found(validate.check_schema),
        "events.csv row 4 (E-2014-001): level 'head_of_sate' is not allowed.",
        "Did you mean 'head_of_state'?",
    )


def test_schema_empty_required_cell_is_named(found, set_cells):
    set_cells("people", 1, country="")
    only(found(validate.check_schema), "people.csv row 3 (P-0002): country is empty: fill it in.")


def test_schema_value_of_a_wrong_type_is_named(found, set_cells):
    set_cells("events", 0, severity="high")
    only(found(validate.check_schema), "events.csv row 2 (E-2012-001): severity 'high'", "integer")


def test_schema_number_out_of_range_is_named(found, set_cells):
    set_cells("events", 0, severity="6")
    only(found(validate.check_schema), "events.csv row 2 (E-2012-001): severity '6'", "5")


def test_schema_value_against_its_pattern_is_named(found, set_cells):
    set_cells("sources", 6, url="ftp://example.org/page-7")
    only(
        found(validate.check_schema), "sources.csv row 8 (S-00007): url 'ftp://example.org/page-7'"
    )


def test_schema_reference_to_nothing_is_named(found, set_cells):
    set_cells("claims", 0, source_id="S-00099")
    only(
        found(validate.check_references),
        "claims.csv row 2 (C-0001): source_id 'S-00099' is not in sources.csv",
    )


def test_schema_key_that_occurs_twice_is_named(found, insert_row):
    insert_row("people", before=1, copy_of=0)
    some(found(validate.check_schema), "people.csv row 3 (P-0001)", "the same as in the row")


def test_schema_title_that_is_too_long_is_named(found, set_cells):
    set_cells("events", 0, title="x" * 121)
    only(found(validate.check_schema), "events.csv row 2 (E-2012-001): title", "120")


# check_text


def test_carriage_returns_are_named(found, package_folder):
    path = package_folder / "people.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    only(found(validate.check_text), "people.csv: has CR line ends: save it with LF.")


def test_missing_last_line_end_is_named(found, package_folder):
    path = package_folder / "people.csv"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    only(found(validate.check_text), "people.csv: does not end with a line end: add one.")


@pytest.mark.parametrize("title", [" leads", "trails ", "two  blanks", "line\nbreak", "tab\there"])
def test_stray_blank_is_named(found, set_cells, title):
    set_cells("events", 3, title=title)
    only(found(validate.check_text), "events.csv row 5 (E-2014-002): title", "remove it")


# check_order


def test_row_out_of_order_is_named(found, insert_row, drop_row):
    insert_row("events", before=2, copy_of=6)
    drop_row("events", 7)
    only(
        found(validate.check_order),
        "events.csv row 4 (E-2021-001): is out of order: sort by date_start, event_id.",
    )


def test_event_ids_of_one_day_are_ordered_too(found, set_cells):
    set_cells("events", 2, event_id="E-2014-009")
    only(found(validate.check_order), "events.csv row 4 (E-2014-009): is out of order")


# check_lists


def test_unknown_theme_names_the_nearest(found, set_cells):
    set_cells("events", 4, themes="transport;energi")
    only(
        found(validate.check_lists),
        "events.csv row 6 (E-2016-001): themes 'energi' is not allowed. Did you mean 'energy'?",
    )


def test_repeated_theme_is_named(found, set_cells):
    set_cells("events", 4, themes="transport;transport")
    only(
        found(validate.check_lists),
        "events.csv row 6 (E-2016-001): themes 'transport;transport' repeats a value.",
    )


def test_unknown_support_is_named(found, set_cells):
    set_cells("event_sources", 0, supports="date;acts")
    only(
        found(validate.check_lists),
        "event_sources.csv row 2 (E-2012-001 S-00001): supports 'acts' is not allowed.",
        "Did you mean 'act'?",
    )


# check_event_types


def test_unknown_event_type_names_the_nearest(found, set_cells):
    set_cells("events", 0, event_type="arests")
    only(
        found(validate.check_event_types),
        "events.csv row 2 (E-2012-001): event_type 'arests' is not in event_types.csv.",
        "Did you mean 'arrest'?",
    )


def test_bilateral_type_with_a_third_party_is_named(found, set_cells):
    set_cells("events", 0, actor="ISR")
    only(found(validate.check_event_types), "row 2 (E-2012-001)", "ISR, IRN: want AZE and IRN")


def test_a_coders_category_and_severity_fit_the_type(found, set_cells):
    set_cells("reliability_coder_a", 0, category="engagement")
    set_cells("reliability_coder_b", 1, severity="2")
    assert found(validate.check_coding) == [
        "coder_a.csv row 2 (1 E-2012-001): category 'engagement' is not that of its type.",
        "coder_b.csv row 3 (1 E-2014-001): "
        "severity belongs to every tension event and to no other.",
    ]


def test_a_coder_may_only_code_events_that_exist(found, set_cells):
    set_cells("reliability_coder_a", 2, event_id="E-2017-001")
    only(found(validate.check_references), "coder_a.csv row 4", "E-2017-001", "events.csv")


def test_context_type_between_the_two_is_named(found, set_cells):
    set_cells("events", 5, actor="AZE", target="IRN")
    only(
        found(validate.check_event_types),
        "row 7 (E-2020-001): is context between AZE and IRN",
        "name the third party",
    )


def test_joint_type_that_is_directed_is_named(found, set_cells):
    set_cells("events", 3, directed="true")
    only(
        found(validate.check_event_types),
        "row 5 (E-2014-002): 'leader_meeting' is a joint act: directed must be false.",
    )


def test_directed_type_that_is_joint_is_named(found, set_cells):
    set_cells("events", 0, directed="false")
    only(
        found(validate.check_event_types),
        "row 2 (E-2012-001): 'arrest' is done by one to the other: directed must be true.",
    )


def test_joint_act_with_sides_out_of_order_is_named(found, set_cells):
    set_cells("events", 3, actor="IRN", target="AZE")
    only(found(validate.check_event_types), "row 5 (E-2014-002): is joint", "alphabetical order")


@pytest.mark.parametrize(("row", "severity"), [(0, ""), (2, "2")])
def test_severity_belongs_to_tension_and_to_nothing_else(found, set_cells, row, severity):
    set_cells("events", row, severity=severity)
    only(found(validate.check_event_types), "severity belongs to every tension event")


# check_dates


def test_day_that_does_not_exist_is_named(found, set_cells):
    set_cells("sources", 0, published_on="2012-02-30")
    only(
        found(validate.check_schema),
        "sources.csv row 2 (S-00001): published_on '2012-02-30' is no date: write YYYY-MM-DD.",
    )


def test_end_before_start_is_named(found, set_cells):
    set_cells("events", 2, date_end="2014-04-08")
    only(
        found(validate.check_dates),
        "events.csv row 4 (E-2014-001): date_end 2014-04-08 is before date_start 2014-04-09.",
    )


def test_day_outside_the_covered_period_is_named(found, set_coverage):
    set_coverage("2012-04-01", "2021-12-31")
    only(
        found(validate.check_dates),
        "events.csv row 2 (E-2012-001): date_start 2012-03-14 is outside the period "
        "2012-04-01 to 2021-12-31.",
    )


def test_month_precision_wants_the_first_of_the_month(found, set_cells):
    set_cells("events", 4, date_start="2016-08-05")
    only(
        found(validate.check_dates),
        "events.csv row 6 (E-2016-001): date_start 2016-08-05 with precision month",
        "write the first day of the period",
    )


def test_year_precision_wants_the_first_of_january(found, set_cells):
    set_cells("events", 4, date_precision="year")
    only(
        found(validate.check_dates), "row 6 (E-2016-001): date_start 2016-08-01 with precision year"
    )


# check_sources


def test_event_without_any_source_is_named_twice(found, drop_row):
    drop_row("event_sources", 6)
    messages = found(validate.check_sources)
    some(messages, "events.csv row 7 (E-2020-001): no source supports its date: cite one")
    some(messages, "events.csv row 7 (E-2020-001): no source supports its act: cite one")


@pytest.mark.parametrize(("left", "missing"), [("date", "act"), ("act;participants", "date")])
def test_event_whose_date_or_act_nobody_supports_is_named(found, set_cells, left, missing):
    set_cells("event_sources", 0, supports=left)
    only(
        found(validate.check_sources),
        f"events.csv row 2 (E-2012-001): no source supports its {missing}",
        "cite one in event_sources.csv",
    )


def test_source_that_no_row_uses_is_named(found, drop_row):
    drop_row("event_sources", 2)
    only(
        found(validate.check_sources),
        "sources.csv row 4 (S-00003): is used by no row: link it or remove it.",
    )


def test_person_and_episode_that_no_row_uses_are_named(found, drop_row, set_cells):
    drop_row("participants", 2)
    set_cells("events", 6, episode_id="")
    messages = found(validate.check_sources)
    assert len(messages) == 2
    some(messages, "people.csv row 3 (P-0002): is used by no row")
    some(messages, "episodes.csv row 2 (lorries_2021): is used by no row")


# check_publication


def test_page_published_before_its_event_is_named(found, set_cells):
    set_cells("sources", 6, published_on="2021-09-10")
    only(
        found(validate.check_publication),
        "event_sources.csv row 9 (E-2021-001 S-00007): source published on 2021-09-10, "
        "before the event of 2021-09-12",
        "mend the date or drop the source",
    )


def test_page_dated_one_day_early_is_forgiven_for_time_zones(found, set_cells):
    set_cells("sources", 6, published_on="2021-09-11")
    assert found(validate.check_publication) == []


# check_confidence


def test_high_confidence_on_one_owner_is_named(found, set_cells):
    set_cells("sources", 2, owner="Beta")
    only(
        found(validate.check_confidence),
        "events.csv row 3 (E-2012-002): confidence is high with one publisher",
        "cite a second or write medium",
    )


def test_one_official_record_is_enough_for_high_confidence(found, set_cells):
    assert found(validate.check_confidence) == []
    set_cells("sources", 3, official="false")
    messages = found(validate.check_confidence)
    assert len(messages) == 2
    some(messages, "events.csv row 4 (E-2014-001)")
    some(messages, "events.csv row 5 (E-2014-002)")


def test_medium_confidence_with_two_owners_needs_a_note(found, set_cells):
    set_cells("events", 1, confidence="medium", note="")
    only(
        found(validate.check_confidence),
        "events.csv row 3 (E-2012-002): confidence is medium with two independent publishers",
        "say in note what is in doubt",
    )
    set_cells("events", 1, note="Day of the report.")
    assert found(validate.check_confidence) == []


# check_visits


def test_a_visit_id_written_twice_over_is_named(found, set_cells):
    set_cells("events", 1, visit_id="V-2012-v-2012-baku")
    only(found(validate.check_visits), "events.csv row 3 (E-2012-002)", "V-2012-name")


def test_one_id_for_two_visits_is_named(found, set_cells):
    set_cells("events", 1, visit_id="V-2012-baku")
    set_cells("events", 2, visit_id="V-2012-baku")
    only(found(validate.check_visits), "also stands with E-2012-002", "two visits need two ids")


# check_places


def test_half_a_coordinate_is_named(found, set_cells):
    set_cells("events", 0, longitude="")
    only(
        found(validate.check_places),
        "events.csv row 2 (E-2012-001): place, latitude and longitude go together.",
    )


def test_coordinates_outside_the_country_are_named(found, set_cells):
    set_cells("events", 0, place_country="IRN")
    only(
        found(validate.check_places),
        "events.csv row 2 (E-2012-001): coordinates 40.4093, 49.8671 of Baku lie outside IRN",
        "mend the coordinates or place_country",
    )


def test_swapped_coordinates_are_named(found, set_cells):
    set_cells("events", 2, latitude="51.389", longitude="35.6892")
    only(found(validate.check_places), "events.csv row 4 (E-2014-001)", "lie outside IRN")


def test_unknown_country_of_a_place_is_named(found, set_cells):
    set_cells("events", 0, place_country="XXX")
    only(found(validate.check_places), "(E-2012-001): place_country 'XXX' is no known country")


def test_place_at_sea_needs_no_country(found, set_cells):
    set_cells("events", 0, place="Caspian Sea", place_country="", latitude="39", longitude="51")
    assert found(validate.check_places) == []


# check_duplicates


@pytest.fixture
def second_arrest(insert_row):
    """Add an arrest two days after the first one, with cells of choice."""

    def add(**cells):
        usual = {
            "event_id": "E-2012-003",
            "date_start": "2012-03-16",
            "date_end": "2012-03-16",
        }
        insert_row("events", before=1, copy_of=0, **(usual | cells))

    return add


def test_look_alike_within_two_days_is_named(found, second_arrest):
    second_arrest()
    only(
        found(validate.check_duplicates),
        "events.csv row 2 (E-2012-001): looks like E-2012-003",
        "2012-03-14 and 2012-03-16",
        "'Distinct from E-2012-003.' in note",
    )


def test_look_alike_with_the_same_principals_is_named(found, insert_row):
    insert_row(
        "events",
        before=4,
        copy_of=3,
        event_id="E-2014-003",
        date_start="2014-04-10",
        date_end="2014-04-10",
        title="Another title",
    )
    insert_row("participants", before=3, copy_of=1, event_id="E-2014-003")
    insert_row("participants", before=4, copy_of=2, event_id="E-2014-003")
    only(found(validate.check_duplicates), "(E-2014-002): looks like E-2014-003")


@pytest.mark.parametrize(
    "cells",
    [
        {"date_start": "2012-03-17", "date_end": "2012-03-17"},
        {"title": "Something else"},
        {"actor": "IRN", "target": "AZE"},
        {"event_type": "warning"},
        {"note": "Distinct from E-2012-001."},
    ],
    ids=["three days apart", "other title", "other side", "other type", "told apart"],
)
def test_rows_that_differ_are_no_duplicates(found, second_arrest, cells):
    second_arrest(**cells)
    assert found(validate.check_duplicates) == []


def test_note_on_the_first_row_tells_the_pair_apart_too(found, set_cells, second_arrest):
    second_arrest()
    set_cells("events", 0, note="Distinct from E-2012-003.")
    assert found(validate.check_duplicates) == []


# the command


def test_command_lists_problems_and_exits_with_one(package_folder, set_cells):
    set_cells("people", 0, country="Azerbaijan")
    command = [sys.executable, "-c", "from helpers.cli import main; main()", "validate", "--data"]
    done = subprocess.run([*command, str(package_folder)], capture_output=True, text=True)
    assert done.returncode == 1
    assert "people.csv row 2 (P-0001): country 'Azerbaijan'" in done.stdout


@pytest.mark.parametrize(
    ("table", "row", "cells"),
    [
        ("events", 0, {"date_start": ""}),
        ("events", 0, {"date_end": ""}),
        ("events", 0, {"actor": ""}),
        ("events", 0, {"target": ""}),
        ("events", 0, {"latitude": "abc"}),
        ("event_sources", 0, {"supports": ""}),
    ],
)
def test_a_broken_cell_is_named_and_stops_no_other_check(
    package_folder, set_cells, table, row, cells
):
    set_cells(table, row, **cells)
    last = len((package_folder / "people.csv").read_text().splitlines())
    with (package_folder / "people.csv").open("a") as file:
        file.write("P-9999,Nobody At All,,IRN\n")
    problems = [str(problem) for problem in validate.check_package(package_folder)]
    column = next(iter(cells))
    assert any(f"{table}.csv row 2" in line and column in line for line in problems)
    assert any(
        f"people.csv row {last + 1}" in line and "used by no row" in line for line in problems
    )


def test_a_blank_line_is_named(package_folder):
    with (package_folder / "events.csv").open("a") as file:
        file.write("\n")
    problems = [str(problem) for problem in validate.check_package(package_folder)]
    assert len(problems) == 1
    assert "row 9" in problems[0]
    assert "remove blank lines" in problems[0]


def test_a_longer_id_does_not_tell_a_look_alike_apart():
    one = {"event_id": "E-2012-001", "note": "Distinct from E-2012-0020.", "title": "a"}
    other = {"event_id": "E-2012-002", "note": "", "title": "A"}
    assert validate._same_act(one, other)


def test_an_example_of_another_type_is_named(found, set_cells):
    set_cells("event_types", 0, example_event_id="E-1999-001")
    only(
        found(validate.check_examples),
        "event_types.csv row 2",
        "example_event_id 'E-1999-001' is no event of this type",
    )
