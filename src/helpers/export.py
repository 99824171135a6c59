"""Write the dataset in other formats."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd

from helpers.dataset import Dataset
from helpers.errors import DataError, ParameterError, suggest

ROWS = 1_000_000  # to look at for the type of a column: all of them
TABLES = (
    *("events", "event_types", "sources", "event_sources", "claims", "people", "participants"),
    *("agreements", "episodes", "revisions"),
)


def export(data: Dataset, folder: Path, formats: list[str]) -> list[Path]:
    """Write every table in one or more formats.

    Args:
        data: The dataset.
        folder: Where to write; made if missing. Files of earlier exports are replaced when whole.
        formats: Any of parquet (one file a table), duckdb, excel, json.

    Returns:
        The paths written.

    Raises:
        ParameterError: An unknown format.
        DataError: The folder cannot be written.
    """
    for name in formats:
        if name not in WRITERS:
            raise ParameterError(f"format '{name}' is unknown. {suggest(name, WRITERS)}")
    frames = {name: getattr(data, name) for name in TABLES}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".export-", dir=folder) as aside:
            for name in formats:
                WRITERS[name](frames, Path(aside))
            return [_put(path, folder / path.name) for path in sorted(Path(aside).iterdir())]
    except OSError as error:
        raise DataError(f"cannot export to {folder}: {error}.") from None


def _put(path: Path, target: Path) -> Path:
    if target.is_dir():
        shutil.rmtree(target)
    os.replace(path, target)
    return target


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn tuples into text lists, times into days and nullable types into plain ones."""
    lists = [column for column in frame if frame[column].map(type).eq(tuple).any()]
    plain = frame.assign(**{column: frame[column].map(";".join) for column in lists})
    days = plain.select_dtypes("datetime")
    plain = plain.assign(**{column: days[column].dt.date for column in days})
    texts = plain.select_dtypes("string").columns
    return plain.astype(dict.fromkeys(texts, object)).where(plain.notna(), None)


def _parquet(frames: dict[str, pd.DataFrame], folder: Path) -> None:
    with _database(frames) as base:
        (folder / "parquet").mkdir()
        for name in frames:
            target = folder / "parquet" / f"{name}.parquet"
            base.execute(f"COPY {name} TO '{target}' (FORMAT parquet)")


def _duckdb(frames: dict[str, pd.DataFrame], folder: Path) -> None:
    _database(frames, folder / "relations.duckdb").close()


def _database(
    frames: dict[str, pd.DataFrame], path: Path | str = ":memory:"
) -> duckdb.DuckDBPyConnection:
    base = duckdb.connect(str(path), config={"pandas_analyze_sample": ROWS})
    for name, frame in frames.items():
        columns = ", ".join(f"{column}::{_sql(frame[column])} AS {column}" for column in frame)
        base.register("incoming", _plain(frame))
        base.execute(f"CREATE TABLE {name} AS SELECT {columns} FROM incoming")
        base.unregister("incoming")
    return base


def _sql(values: pd.Series) -> str:
    """Name the SQL type of a column; an empty table has types too."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return "DATE"
    if pd.api.types.is_bool_dtype(values):
        return "BOOLEAN"
    if pd.api.types.is_integer_dtype(values):
        return "BIGINT"
    return "DOUBLE" if pd.api.types.is_float_dtype(values) else "VARCHAR"


def _excel(frames: dict[str, pd.DataFrame], folder: Path) -> None:
    # Texts stay texts: a title that begins with "=" is no formula, an address no link to click.
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with pd.ExcelWriter(
        folder / "relations.xlsx", engine="xlsxwriter", engine_kwargs={"options": options}
    ) as book:
        for name, frame in frames.items():
            _plain(frame).to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 1))


def _json(frames: dict[str, pd.DataFrame], folder: Path) -> None:
    records = {name: _plain(frame).to_dict("records") for name, frame in frames.items()}
    text = json.dumps(records, ensure_ascii=False, indent=1, default=str)
    (folder / "relations.json").write_text(f"{text}\n", encoding="utf-8")


WRITERS: dict[str, Callable[[dict[str, pd.DataFrame], Path], None]] = {
    "parquet": _parquet,
    "duckdb": _duckdb,
    "excel": _excel,
    "json": _json,
}
