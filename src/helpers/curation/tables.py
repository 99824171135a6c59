"""The tables as text while they are being changed, and their way back to the files."""

import csv
import io
import shutil
import tempfile
from pathlib import Path

import pandas as pd

from helpers import schema, store
from helpers.errors import DataError
from helpers.validate import check_package

Rows = dict[str, list[dict[str, str]]]
MOST = 40  # problems to list


def read(package: schema.Package) -> Rows:
    """Read every table into lists of rows; all values are text, empty when unknown."""
    return {
        name: schema.read_text(table).fillna("").to_dict("records")
        for name, table in package.tables.items()
    }


def next_id(rows: list[dict[str, str]], column: str, prefix: str, digits: int) -> str:
    """Return the id after the highest one with a prefix, such as E-2025- or S-."""
    used = [int(row[column][len(prefix) :]) for row in rows if row[column].startswith(prefix)]
    return f"{prefix}{max(used, default=0) + 1:0{digits}d}"


def change(
    rows: Rows,
    event: dict[str, str],
    field: str,
    new: str,
    *,
    day: str,
    reason: str,
    source_id: str = "",
) -> None:
    """Change a value of a published event and keep the old one in the revisions."""
    rows["revisions"].append(
        {
            "revised_on": day,
            "event_id": event["event_id"],
            "field": field,
            "old_value": event[field],
            "new_value": new,
            "reason": " ".join(reason.split()),
            "source_id": source_id,
        }
    )
    event[field] = new


def write(package: schema.Package, rows: Rows) -> None:
    """Sort the tables, check the whole package as it would be, and replace the files at once.

    Raises:
        DataError: The package would not be sound; nothing is written.
    """
    texts = {table.path.name: _text(table, rows[name]) for name, table in _flat(package)}
    with tempfile.TemporaryDirectory() as name:
        trial = Path(name) / "data"
        shutil.copytree(package.folder, trial, ignore=shutil.ignore_patterns(".*"))
        for file, text in texts.items():
            (trial / file).write_text(text, encoding="utf-8", newline="")
        problems = check_package(trial)
    if problems:
        listed = "\n".join(str(problem) for problem in problems[:MOST])
        raise DataError(f"nothing was written, the package would not be sound:\n{listed}")
    changed = {
        file: text
        for file, text in texts.items()
        if (package.folder / file).read_text(encoding="utf-8") != text
    }
    if changed:
        store.replace(package.folder, changed)


def _flat(package: schema.Package) -> list[tuple[str, schema.Table]]:
    """Return the tables that curation changes: those beside datapackage.json."""
    return [
        (name, table)
        for name, table in package.tables.items()
        if table.path.parent == package.folder
    ]


def _text(table: schema.Table, rows: list[dict[str, str]]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, table.columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: [row[column] for column in table.sort]))
    return buffer.getvalue()


def as_text(value: object) -> str:
    """Write one value as the files have it."""
    if value is None or value is pd.NA:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return ";".join(value)
    return " ".join(str(value).split())
