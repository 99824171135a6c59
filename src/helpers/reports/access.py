"""What makes a page easy to read for everyone: captions, sections, languages of its parts."""

import html
import re

import nbformat

from helpers.language import FIRST_ISOLATE, LAST_ISOLATE

PLOTLY_MIME = "application/vnd.plotly.v1+json"
EVENTS_MIME = "application/vnd.relations.events+json"
SECTION = re.compile(r"^## (.+?)\s*$", re.MULTILINE)
FOLDED = re.compile(
    r'(<details><summary>)(.*?)(</summary><table class="relations-table">)(?!<caption>)'
)


def accessible(
    notebook: nbformat.NotebookNode, resources: dict
) -> tuple[nbformat.NotebookNode, dict]:
    """Complete what is shown, as a preprocessor of nbconvert, which hands over a copy.

    Tables under a chart get a caption that names the chart, dates in another language are marked
    with it, and outputs that show nothing are dropped.

    Args:
        notebook: An executed notebook; it is changed.
        resources: nbconvert's resources; "sections" is added, (anchor, heading) pairs.

    Returns:
        Both.
    """
    language = notebook.metadata.get("papermill", {}).get("parameters", {}).get("language", "en")
    chart = ""
    for cell in notebook.cells:
        cell.outputs = [one for one in cell.get("outputs", []) if EVENTS_MIME not in data_of(one)]
        for data in map(data_of, cell.outputs):
            if PLOTLY_MIME in data:
                chart = title_of_chart(data[PLOTLY_MIME])
            elif "text/html" in data:
                data["text/html"] = worded(captioned(data["text/html"], chart), language)
    resources["sections"] = sections_of(notebook)
    return notebook, resources


def data_of(output: nbformat.NotebookNode) -> dict:
    """Return what an output shows, by mimetype; printed text shows nothing here."""
    return output.get("data", {})


def events_named(notebook: nbformat.NotebookNode) -> list[str] | None:
    """Return the ids of the events that a report is about, as it named them last; None if never."""
    shown = (data_of(output) for cell in notebook.cells for output in cell.get("outputs", []))
    named = [list(data[EVENTS_MIME]) for data in shown if EVENTS_MIME in data]
    return named[-1] if named else None


def sections_of(notebook: nbformat.NotebookNode) -> list[tuple[str, str]]:
    """List the sections of a notebook as (anchor, heading) pairs."""
    headings = [
        heading
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for heading in SECTION.findall(cell.source)
    ]
    return [(heading.replace(" ", "-"), heading) for heading in headings]


def captioned(markup: str, chart: str) -> str:
    """Give a folded table without a caption one for screen readers: its summary and its chart."""
    about = f": {html.escape(chart, quote=False)}" if chart else ""

    def with_caption(found: re.Match) -> str:
        return f'{found[0]}<caption class="unseen">{found[2]}{about}</caption>'

    return FOLDED.sub(with_caption, markup)


def worded(markup: str, language: str) -> str:
    """Mark the dates of another language as such; the words around them stay English."""
    if language == "en":
        return markup
    markup = markup.replace('<td class="date">', f'<td class="date" lang="{language}">')
    opened = f'<bdi lang="{language}" dir="auto">'
    return markup.replace(FIRST_ISOLATE, opened).replace(LAST_ISOLATE, "</bdi>")


def title_of_chart(figure: dict) -> str:
    """Return the title of a figure as plain text."""
    return one_line(_title(figure).get("text", "")) or "Chart"


def note_of_chart(figure: dict) -> str:
    """Return the note below a figure's title as plain text; empty when there is none."""
    return one_line(_title(figure).get("subtitle", {}).get("text", ""))


def _title(figure: dict) -> dict:
    return figure["layout"].get("title") or {}


def one_line(text: str) -> str:
    """Write a chart's title as plain text: the tags that plotly knows are dropped."""
    return " ".join(re.sub(r"</?(?:br|b|i|em|sub|sup|span)\b[^>]*>", " ", text).split())
