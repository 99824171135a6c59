"""Tables for people: escaped, linked, and folded under a chart."""

import html
from collections.abc import Iterable

import pandas as pd
from IPython.display import HTML

MISSING = "–"


def table(
    frame: pd.DataFrame,
    *,
    caption: str = "",
    headings: dict[str, str] | None = None,
    empty: str = "",
) -> HTML:
    """Write a frame as an accessible HTML table; every text in it is escaped.

    Args:
        frame: What to show; tuples become lists with commas, missing values a dash.
        caption: Caption of the table.
        headings: Column names for people; others have underscores turned into blanks.
        empty: Sentence to show instead of a table without rows.

    Returns:
        An HTML object for a notebook cell.
    """
    if frame.empty and empty:
        return HTML(f"<p>{html.escape(empty)}</p>")
    names = headings or {}
    titles = [names.get(column, str(column).replace("_", " ")) for column in frame.columns]
    head = "".join(f'<th scope="col">{html.escape(title)}</th>' for title in titles)
    classes = [html.escape(str(column)) for column in frame.columns]
    rows = "".join(f"<tr>{_cells(row, classes)}</tr>" for row in frame.itertuples(index=False))
    top = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    return HTML(
        f'<table class="relations-table">{top}<thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def folded(frame: pd.DataFrame, *, summary: str = "Data behind the chart", **how: object) -> HTML:
    """Write a table that opens on request, to put beneath a chart; arguments as in `table`."""
    if frame.empty and how.get("empty"):
        return table(frame, **how)
    return HTML(
        f"<details><summary>{html.escape(summary)} ({len(frame)} rows)</summary>"
        f"{table(frame, **how).data}</details>"
    )


def bullets(sentences: Iterable[str]) -> HTML:
    """Write sentences as a list; every text in it is escaped."""
    items = "".join(f"<li>{html.escape(sentence)}</li>" for sentence in sentences)
    return HTML(f'<ul class="headlines">{items}</ul>')


def heading(title: str, subtitle: str) -> HTML:
    """Write the title of a report and the line below it, escaped."""
    return HTML(f'<h1>{html.escape(title)}</h1><p class="subtitle">{html.escape(subtitle)}</p>')


def cited(events: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """Link the publications behind each event.

    Args:
        events: Events in the order wanted.
        sources: Frame of `dataset.sources_of`.

    Returns:
        Series of markup, one item an event, on the index of `events`.
    """
    pages = sources[["event_id", "url", "publisher"]].groupby("event_id")[["url", "publisher"]]
    linked = {event_id: links(rows.itertuples(index=False)) for event_id, rows in pages}
    return events["event_id"].map(lambda event_id: linked.get(event_id, Linked(MISSING)))


def with_link(rows: pd.DataFrame) -> pd.DataFrame:
    """Add a column "source" that links each row's url under its publisher's name."""
    linked = [link(url, publisher) for url, publisher in rows[["url", "publisher"]].to_numpy()]
    return rows.assign(source=linked)


def said(claims: pd.DataFrame) -> pd.Series:
    """Write each claim with its claimant, its stance and a link to the page.

    Args:
        claims: Columns claimant, stance, claim, url, publisher.

    Returns:
        Series of markup on the index of `claims`.
    """
    columns = claims[["claimant", "stance", "claim", "url", "publisher"]]
    told = [
        Linked(f"{html.escape(who)} {stance}: {html.escape(what)} ({link(url, publisher)})")
        for who, stance, what, url, publisher in columns.itertuples(index=False)
    ]
    return pd.Series(told, index=claims.index, dtype=object)


def _cells(row: Iterable[object], classes: list[str]) -> str:
    cells = zip(row, classes, strict=True)
    return "".join(f'<td class="{name}">{cell_text(value)}</td>' for value, name in cells)


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
