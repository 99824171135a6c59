"""The machine codebook: tables, fields, types and closed lists, read from data/datapackage.json."""

import csv
import json
import time
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import pandas as pd

from helpers import paths
from helpers.errors import DataError

PANDAS_TYPES = {
    "string": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}
TRUTH = {"true": True, "false": False}
SETTLED = 100_000_000  # nanoseconds


@dataclass(frozen=True)
class Field:
    """One column: its Frictionless type, its allowed values and whether it may be empty."""

    name: str
    type: str
    description: str
    required: bool = False
    allowed: tuple[str, ...] = ()
    is_list: bool = False


@dataclass(frozen=True)
class Table:
    """One table: its file, key, sort order, fields and references (column: table, column)."""

    name: str
    path: Path
    description: str
    key: tuple[str, ...]
    sort: tuple[str, ...]
    fields: tuple[Field, ...]
    references: dict[str, tuple[str, str]]

    @property
    def columns(self) -> list[str]:
        """Return the column names in file order."""
        return [field.name for field in self.fields]

    def field(self, name: str) -> Field:
        """Return one field by its column name."""
        return next(field for field in self.fields if field.name == name)


@dataclass(frozen=True)
class Package:
    """The whole package: its folder, version, covered period and tables by name."""

    folder: Path
    version: str
    start: pd.Timestamp
    end: pd.Timestamp
    tables: dict[str, Table]

    def allowed(self, table: str, column: str) -> tuple[str, ...]:
        """Return the closed list of a column, empty if it has none."""
        return self.tables[table].field(column).allowed


def read_package(folder: Path | None = None) -> Package:
    """Read datapackage.json of a folder (the project's data folder by default).

    Raises:
        DataError: The file is missing or is no JSON.
    """
    return _read(Path(folder or paths.data()).resolve())


@cache
def _read(folder: Path) -> Package:
    path = folder / "datapackage.json"
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(f"{path} is missing: name the folder that holds the tables.") from None
    except json.JSONDecodeError as error:
        raise DataError(f"{path} line {error.lineno}: no valid JSON ({error.msg}).") from None
    coverage = descriptor["relations:coverage"]
    return Package(
        folder=folder,
        version=descriptor["version"],
        start=pd.Timestamp(coverage["start"]),
        end=pd.Timestamp(coverage["end"]),
        tables={resource["name"]: _table(folder, resource) for resource in descriptor["resources"]},
    )


def _table(folder: Path, resource: dict) -> Table:
    schema = resource["schema"]
    return Table(
        name=resource["name"],
        path=folder / resource["path"],
        description=resource["description"],
        key=tuple(schema["primaryKey"]),
        sort=tuple(resource["relations:sort"]),
        fields=tuple(_field(field) for field in schema["fields"]),
        references={
            key["fields"]: (key["reference"]["resource"], key["reference"]["fields"])
            for key in schema.get("foreignKeys", ())
        },
    )


def _field(field: dict) -> Field:
    constraints = field.get("constraints", {})
    listed = field.get("relations:list", {})
    return Field(
        name=field["name"],
        type=field["type"],
        description=field["description"],
        required=constraints.get("required", False),
        allowed=tuple(constraints.get("enum", listed.get("enum", ()))),
        is_list=bool(listed),
    )


def read_text(table: Table) -> pd.DataFrame:
    """Read a table as it stands in the file: every value a string, empty as missing.

    Returns:
        A frame with the file's columns and an index from 0 (file line = index + 2).

    Raises:
        DataError: The file is missing, is no CSV, has other columns than the codebook says, or
            rows with too many or too few cells.
    """
    try:
        about = table.path.stat()
    except FileNotFoundError:
        raise DataError(
            f"{table.path.name} is missing from {table.path.parent}. Restore it from git."
        ) from None
    stamp = (about.st_ino, about.st_mtime_ns, about.st_size)
    # Of a file written a moment ago, a second change could leave the same stamp.
    settled = time.time_ns() - about.st_mtime_ns > SETTLED
    read = _read_rows if settled else _read_rows.__wrapped__
    return read(table.path, tuple(table.columns), stamp).copy(deep=False)


@lru_cache(maxsize=64)
def _read_rows(path: Path, columns: tuple[str, ...], stamp: tuple[int, ...]) -> pd.DataFrame:
    """Read the rows of a file; its stamp changes with the file."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file, strict=True)
    except (csv.Error, UnicodeDecodeError, ValueError) as error:
        raise DataError(f"{path.name} is no readable UTF-8 CSV: {error}") from None
    if tuple(header) != columns:
        raise DataError(
            f"{path.name} row 1: columns are {', '.join(header)}; "
            f"the codebook wants {', '.join(columns)}. Mend the header or datapackage.json."
        )
    ragged = [(line, row) for line, row in enumerate(rows, 2) if len(row) != len(header)]
    if ragged:
        where = "; ".join(f"row {line} ({''.join(row[:1])}) has {len(row)}" for line, row in ragged)
        raise DataError(
            f"{path.name} wants {len(header)} cells in a row: {where}. "
            "Quote cells that hold a comma and remove blank lines."
        )
    return pd.DataFrame(rows, columns=header, dtype="string").replace("", pd.NA)


def typed(table: Table, text: pd.DataFrame) -> pd.DataFrame:
    """Give a table the types of the codebook; list columns become tuples.

    Args:
        table: The table's description.
        text: Its rows as text (`read_text`).

    Returns:
        A frame with the table's columns, in the order of `text`.

    Raises:
        DataError: A value does not have the type that the codebook gives its column.
    """
    return pd.DataFrame({field.name: _typed(table, field, text) for field in table.fields})


def read_table(table: Table) -> pd.DataFrame:
    """Read a table with the types of the codebook; returns and raises as `typed`."""
    return typed(table, read_text(table))


def _typed(table: Table, field: Field, text: pd.DataFrame) -> pd.Series:
    values = text[field.name]
    if field.is_list:
        return values.fillna("").map(lambda joined: tuple(filter(None, joined.split(";"))))
    if field.type == "date":
        typed = pd.to_datetime(values, format="%Y-%m-%d", errors="coerce")
    elif field.type == "boolean":
        typed = values.map(TRUTH)
    elif field.type in ("integer", "number"):
        typed = pd.to_numeric(values, errors="coerce")
    else:
        typed = values
    broken = typed.isna() & values.notna()
    if field.type == "integer":
        broken |= (typed % 1).fillna(0) != 0
    if broken.any():
        row = broken.idxmax()
        raise DataError(
            f"{table.path.name} row {row + 2} ({text.at[row, table.key[0]]}): "
            f"{field.name} '{values[row]}' is no {field.type}. Run `relations validate` for all."
        )
    try:
        return typed.astype(PANDAS_TYPES[field.type])
    except (TypeError, ValueError):
        raise DataError(
            f"{table.path.name}: {field.name} holds values that are no {field.type}. "
            "Run `relations validate` for their rows."
        ) from None
