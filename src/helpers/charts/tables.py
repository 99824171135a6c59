"""Tables for people: escaped, linked, and folded under a chart."""

import html
from collections.abc import Iterable

import pandas as pd
from IPython.display import HTML

MISSING = "–"


def table(
    frame: pd.DataFrame, *, caption: str = "", headings: dict[str, str] | None = None
) -> HTML:
    """Write a frame as an accessible HTML table; every text in it is escaped.

    Args:
        frame: What to show; tuples become lists with commas, missing values a dash.
        caption: Caption of the table.
        headings: Column names for people; others have underscores turned into blanks.

    Returns:
        An HTML object for a notebook cell.
    """
    names = headings or {}
    titles = [names.get(column, str(column).replace("_", " ")) for column in frame.columns]
    head = "".join(f'<th scope="col">{html.escape(title)}</th>' for title in titles)
    rows = "".join(f"<tr>{_cells(row)}</tr>" for row in frame.itertuples(index=False))
    top = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    return HTML(
        f'<table class="relations-table">{top}<thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def folded(frame: pd.DataFrame, *, summary: str = "Data behind the chart", **how: object) -> HTML:
    """Write a table that opens on request, to put beneath a chart; arguments as in `table`."""
    return HTML(
        f"<details><summary>{html.escape(summary)} ({len(frame)} rows)</summary>"
        f"{table(frame, **how).data}</details>"
    )


def _cells(row: Iterable[object]) -> str:
    return "".join(f"<td>{cell_text(value)}</td>" for value in row)


class Linked(str):
    """Markup that was built with `link` and needs no escaping."""

    __slots__ = ()


def link(url: str, text: str) -> Linked:
    """Write a link that is safe to show: text escaped, web addresses only."""
    if not url.startswith(("http://", "https://")):
        return Linked(html.escape(text))
    return Linked(f'<a href="{html.escape(url)}" rel="noopener">{html.escape(text)}</a>')


def links(pairs: Iterable[tuple[str, str]]) -> Linked:
    """Write several links, separated by semicolons, from (url, text) pairs."""
    return Linked("; ".join(link(url, text) for url, text in pairs))


def cell_text(value: object) -> str:
    """Write one value for people, escaped."""
    if isinstance(value, Linked):
        return str(value)
    if isinstance(value, tuple):
        return html.escape(", ".join(map(str, value))) or MISSING
    if pd.isna(value):
        return MISSING
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return f"{value:.2f}"
    return html.escape(str(value))
