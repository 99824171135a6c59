"""A report's rows as an Excel workbook: the events that it is about, and what hangs on them."""

from pathlib import Path

import nbformat
import pandas as pd

from helpers import dataset
from helpers.errors import ReportError
from helpers.reports.access import events_named
from helpers.reports.jobs import Job
from helpers.reports.page import title_of

WIDEST = 420  # pixels of a column
DATES = "yyyy-mm-dd"
# Texts stay texts: a title that begins with "=" is no formula, an address no link to click.
TEXTS = {"strings_to_formulas": False, "strings_to_urls": False}


def write_workbook(job: Job, notebook: nbformat.NotebookNode, path: Path) -> None:
    """Write the rows behind a report: events, sources, participants, claims, agreements, about.

    The notebook names its events (`charts.traced`), the rows come from the data package as known
    on the report's as_of. The same inputs give the same bytes.

    Raises:
        ReportError: The notebook names no events, or one that the package does not hold.
    """
    data = dataset.load(as_of=job.filled.as_of or None)
    sheets = {"about": _about(job, notebook, data)} | rows_of(data, events_of(notebook))
    options = {"options": TEXTS | {"default_date_format": DATES}}
    with pd.ExcelWriter(
        path, engine="xlsxwriter", engine_kwargs=options, datetime_format=DATES
    ) as book:
        about = {"title": title_of(notebook), "created": data.end.to_pydatetime()}
        book.book.set_properties(about)
        for name, frame in sheets.items():
            _write(book, name, frame)


def events_of(notebook: nbformat.NotebookNode) -> list[str]:
    """Return the ids of the events that a report is about, as it named them last.

    Raises:
        ReportError: It named none.
    """
    named = events_named(notebook)
    if named is None:
        raise ReportError(
            "the template does not say which events it is about: end it with charts.traced(events)."
        )
    return named


def rows_of(data: dataset.Dataset, ids: list[str]) -> dict[str, pd.DataFrame]:
    """Collect the rows of events and of what hangs on them, in the order of the ids.

    Raises:
        ReportError: An id that the package does not hold.
    """
    unknown = sorted(set(ids) - set(data.events["event_id"]))
    if unknown:
        raise ReportError(f"event {unknown[0]} is not in the data package: render the report anew.")
    events = data.events.set_index("event_id").loc[ids].reset_index()
    return {
        "events": events,
        "sources": dataset.sources_of(data, events),
        "participants": dataset.people_of(data, events),
        "claims": dataset.claims_of(data, events),
        "agreements": dataset.rows_of(data.agreements, events),
    }


def _about(job: Job, notebook: nbformat.NotebookNode, data: dataset.Dataset) -> pd.DataFrame:
    """Tell what the workbook holds: parameters, version of the data, method."""
    parameters = job.filled.model_dump(mode="json").items()
    told = [
        ("report", title_of(notebook)),
        ("template", job.template),
        *((f"parameter {name}", _text(value)) for name, value in parameters),
        ("data version", data.version),
        ("data cover", f"{data.start:%Y-%m-%d} to {data.end:%Y-%m-%d}"),
        ("method", _method(notebook)),
        ("rules of coding", "data/CODEBOOK.md; columns: data/datapackage.json"),
    ]
    return pd.DataFrame(told, columns=["what", "value"])


def _method(notebook: nbformat.NotebookNode) -> str:
    """Return the report's own section on method, on one line."""
    cells = [cell.source for cell in notebook.cells if cell.source.startswith("## Method")]
    return " ".join(cells[-1].removeprefix("## Method").split()) if cells else ""


def _text(value: object) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _write(book: pd.ExcelWriter, name: str, frame: pd.DataFrame) -> None:
    """Write one sheet: header frozen and filtered, columns as wide as they need to be."""
    lists = [column for column in frame if frame[column].map(type).eq(tuple).any()]
    plain = frame.assign(**{column: frame[column].map("; ".join) for column in lists})
    plain.to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 1), autofilter=True)
    sheet = book.sheets[name]
    sheet.autofit(WIDEST)
    if name == "about":
        wrapped = book.book.add_format({"text_wrap": True, "valign": "top"})
        sheet.set_column_pixels(1, 1, 700, wrapped)
