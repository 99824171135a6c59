import json

import pandas as pd
import pytest

from helpers import schema
from helpers.errors import DataError

TABLES = {
    "agreements",
    "claims",
    "episodes",
    "event_sources",
    "event_types",
    "events",
    "participants",
    "people",
    "revisions",
    "sources",
}


@pytest.fixture
def one_table(tmp_path):
    """Write a package of one table with one column of each type; return its Table."""

    def build(*lines):
        fields = [
            {"name": "id", "type": "string", "constraints": {"required": True}},
            {"name": "born", "type": "date"},
            {"name": "size", "type": "integer"},
            {"name": "weight", "type": "number"},
            {"name": "true_or_not", "type": "boolean"},
            {"name": "tags", "type": "string", "relations:list": {"enum": ["red", "blue"]}},
            {"name": "kind", "type": "string", "constraints": {"enum": ["cat", "dog"]}},
        ]
        resource = {
            "name": "pets",
            "path": "pets.csv",
            "description": "One pet a row.",
            "relations:sort": ["id"],
            "schema": {
                "primaryKey": ["id"],
                "fields": [{"description": "A field", **field} for field in fields],
            },
        }
        descriptor = {
            "version": "1.2.3",
            "relations:coverage": {"start": "2001-02-03", "end": "2004-05-06"},
            "resources": [resource],
        }
        (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
        text = "\n".join(["id,born,size,weight,true_or_not,tags,kind", *lines]) + "\n"
        (tmp_path / "pets.csv").write_text(text, encoding="utf-8")
        return schema.read_package(tmp_path).tables["pets"]

    return build


def test_package_holds_version_period_and_closed_lists(one_table, tmp_path):
    one_table()
    package = schema.read_package(tmp_path)
    assert package.version == "1.2.3"
    assert package.start == pd.Timestamp("2001-02-03")
    assert package.end == pd.Timestamp("2004-05-06")
    assert package.allowed("pets", "kind") == ("cat", "dog")
    assert package.allowed("pets", "tags") == ("red", "blue")
    assert package.allowed("pets", "size") == ()


def test_table_knows_key_sort_and_fields(one_table, tmp_path):
    table = one_table()
    assert table.path == tmp_path.resolve() / "pets.csv"
    assert (table.key, table.sort) == (("id",), ("id",))
    assert table.columns[:2] == ["id", "born"]
    assert table.field("id").required
    assert not table.field("born").required
    assert table.field("tags").is_list
    assert not table.field("kind").is_list


def test_project_package_has_the_ten_curated_tables():
    tables = schema.read_package().tables
    assert {n for n in tables if not n.startswith(("context_", "reliability_"))} == TABLES


def test_missing_descriptor_names_the_file(tmp_path):
    with pytest.raises(DataError, match=r"datapackage\.json is missing: name the folder"):
        schema.read_package(tmp_path)


def test_broken_descriptor_names_the_line(tmp_path):
    (tmp_path / "datapackage.json").write_text('{\n"version": \n}', encoding="utf-8")
    with pytest.raises(DataError, match=r"datapackage\.json line 3: no valid JSON"):
        schema.read_package(tmp_path)


def test_read_text_keeps_every_value_as_it_stands(one_table):
    frame = schema.read_text(one_table("007,2001-02-30,1.50,NA,yes,red;pink,bird", "b,,,,,,"))
    assert frame.loc[0].tolist() == ["007", "2001-02-30", "1.50", "NA", "yes", "red;pink", "bird"]
    assert frame.loc[1, "born":].isna().all()


def test_read_table_gives_each_column_its_type(one_table):
    frame = schema.read_table(one_table("007,2001-02-03,4,1.5,true,red;blue,cat", "b,,,,false,,"))
    assert frame["id"].tolist() == ["007", "b"]
    assert frame["born"].dtype.kind == "M"
    assert frame.loc[0, "born"] == pd.Timestamp("2001-02-03")
    assert str(frame["size"].dtype) == "Int64"
    assert frame.loc[0, "size"] == 4
    assert frame.loc[0, "weight"] == 1.5
    assert frame["true_or_not"].tolist() == [True, False]
    assert frame["tags"].tolist() == [("red", "blue"), ()]
    assert frame.loc[1, ["born", "size", "weight", "kind"]].isna().all()


def test_read_table_without_rows_keeps_columns_and_types(one_table):
    frame = schema.read_table(one_table())
    assert len(frame) == 0
    assert list(frame.columns)[-1] == "kind"
    assert frame["born"].dtype.kind == "M"


@pytest.mark.parametrize(
    ("row", "column", "value", "kind"),
    [
        ("b,2001-02-30,,,,,", "born", "2001-02-30", "date"),
        ("b,3 Feb 2001,,,,,", "born", "3 Feb 2001", "date"),
        ("b,,many,,,,", "size", "many", "integer"),
        ("b,,,heavy,,,", "weight", "heavy", "number"),
        ("b,,,,yes,,", "true_or_not", "yes", "boolean"),
    ],
)
def test_wrong_type_names_file_row_key_and_value(one_table, row, column, value, kind):
    table = one_table("a,,,,,,", row)
    with pytest.raises(DataError) as caught:
        schema.read_table(table)
    assert str(caught.value).startswith(f"pets.csv row 3 (b): {column} '{value}' is no {kind}.")
    assert "relations validate" in str(caught.value)


def test_missing_file_names_the_cure(one_table):
    table = one_table()
    table.path.unlink()
    with pytest.raises(DataError, match=r"pets\.csv is missing from .* Restore it from git"):
        schema.read_text(table)


def test_wrong_header_names_both_lists_of_columns(one_table):
    table = one_table()
    table.path.write_text("id,colour\na,red\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        schema.read_text(table)
    assert "pets.csv row 1: columns are id, colour" in str(caught.value)
    assert "wants id, born, size" in str(caught.value)


def test_file_that_is_no_utf8_is_refused(one_table):
    table = one_table()
    table.path.write_bytes(table.path.read_bytes() + b"\xff\xfe,,,,,,\n")
    with pytest.raises(DataError, match=r"pets\.csv is no readable UTF-8 CSV"):
        schema.read_text(table)


def test_row_with_too_many_cells_is_refused(one_table):
    table = one_table("a,,,,,,", "b,,,,,,,extra")
    with pytest.raises(DataError, match=r"pets\.csv wants 7 cells in a row: row 3 \(b\) has 8"):
        schema.read_text(table)


def test_empty_file_is_refused(one_table):
    table = one_table()
    table.path.write_text("", encoding="utf-8")
    with pytest.raises(DataError, match=r"pets\.csv is no readable UTF-8 CSV"):
        schema.read_text(table)
