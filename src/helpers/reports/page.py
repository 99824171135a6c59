"""The executed notebook as one page."""

import html
import re
from functools import cache

import nbformat
from nbconvert import HTMLExporter
from plotly.offline import get_plotlyjs
from traitlets.config import Config

from helpers import paths

PLOTLY_MIME = "application/vnd.plotly.v1+json"
SHOWN = [PLOTLY_MIME, "text/html", "image/png", "text/markdown", "text/plain"]


def page_of(notebook: nbformat.NotebookNode) -> str:
    """Write an executed notebook as one HTML page that fetches nothing.

    Code cells are left out, outputs stay.
    """
    resources = {"plotly_js": get_plotlyjs(), "page_title": title_of(notebook)}
    page, _ = exporter().from_notebook_node(notebook, resources=resources)
    return page


def title_of(notebook: nbformat.NotebookNode) -> str:
    """Read the title that a report gave itself, its first heading."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            heading = re.search(r"<h1>(.*?)</h1>", output.get("data", {}).get("text/html", ""))
            if heading:
                return html.unescape(heading[1])
    return notebook.metadata.papermill.template


@cache
def exporter() -> HTMLExporter:
    """Return the exporter; a second page finds its templates compiled."""
    return HTMLExporter(
        template_name=paths.page_template().name,
        extra_template_basedirs=[str(paths.page_template().parent)],
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        config=Config({"NbConvertBase": {"display_data_priority": SHOWN}}),
    )
