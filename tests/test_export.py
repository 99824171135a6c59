"""Exports hold every row of every table."""

import json

import duckdb
import pandas as pd
import pytest

from helpers import dataset
from helpers.errors import DataError, ParameterError
from helpers.export import TABLES, WRITERS, export


@pytest.fixture
def data(package_folder, set_cells):
    set_cells("events", 0, title="=1+1")
    return dataset.load(package_folder)


def test_every_format_holds_every_row(data, tmp_path):
    folder = tmp_path / "out"
    assert len(export(data, folder, list(WRITERS))) == len(WRITERS)
    rows = {name: len(getattr(data, name)) for name in TABLES}
    with duckdb.connect(str(folder / "relations.duckdb"), read_only=True) as base:
        counted = {
            name: base.sql(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in TABLES
        }
        parquet = {
            name: base.sql(f"SELECT count(*) FROM '{folder}/parquet/{name}.parquet'").fetchall()[0][
                0
            ]
            for name in TABLES
        }
        kind = base.sql("SELECT typeof(date_start) FROM events LIMIT 1").fetchall()[0][0]
        empty = base.sql(
            "SELECT column_name, data_type FROM information_schema.columns WHERE (table_name, "
            "column_name) IN (('revisions', 'revised_on'), ('events', 'severity')) ORDER BY 1"
        ).fetchall()
    records = json.loads((folder / "relations.json").read_text())
    assert counted == parquet == rows == {name: len(records[name]) for name in TABLES}
    assert kind == "DATE"
    assert empty == [("revised_on", "DATE"), ("severity", "BIGINT")]
    assert records["events"][0]["date_start"] == f"{data.events['date_start'].iloc[0]:%Y-%m-%d}"


def test_a_title_that_looks_like_a_formula_stays_text(data, tmp_path):
    export(data, tmp_path, ["excel"])
    import zipfile

    with zipfile.ZipFile(tmp_path / "relations.xlsx") as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
        assert b"=1+1" in book.read("xl/sharedStrings.xml")


def test_an_earlier_export_is_replaced(data, tmp_path):
    export(data, tmp_path, ["json", "parquet"])
    (tmp_path / "relations.json").write_text("old")
    export(data, tmp_path, ["json", "parquet"])
    assert (tmp_path / "relations.json").read_text() != "old"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".export")] == []


def test_an_unknown_format_is_refused(data, tmp_path):
    with pytest.raises(ParameterError, match="Did you mean 'parquet'"):
        export(data, tmp_path, ["parket"])


def test_a_folder_that_cannot_be_written_is_named(data, tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(DataError, match="cannot export to"):
        export(data, tmp_path / "taken", ["json"])


def test_tables_are_those_of_the_dataset(data):
    frames = {name for name, value in vars(data).items() if isinstance(value, pd.DataFrame)}
    assert frames == set(TABLES)
