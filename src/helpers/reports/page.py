"""The executed notebook as one page: self-contained, for paper, or beside a folder of assets."""

import html
import os
import re
from functools import cache
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter, TemplateExporter
from plotly.offline import get_plotlyjs
from traitlets.config import Config

from helpers import paths
from helpers.errors import ReportError
from helpers.reports.access import PLOTLY_MIME, accessible, note_of_chart, title_of_chart

SHOWN = [PLOTLY_MIME, "text/html", "image/png", "text/markdown", "text/plain"]
NOTHING_ELSE = "base-uri 'none'; form-action 'none'"
ALONE = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    f"img-src data: blob:; {NOTHING_ELSE}"
)
BESIDE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    f"img-src 'self' data: blob:; {NOTHING_ELSE}"
)
# Plotly's own rules, which it adds to a page by itself where inline styles are allowed.
RULES = re.compile(r'\{("X,X div":.*?)\}')
RULE = re.compile(r"""(?:"([^"]+)"|(\b[A-Z])):(["'])(.*?)\3""")


def page_of(
    notebook: nbformat.NotebookNode, *, assets: str | None = None, paper: bool = False
) -> str:
    """Write an executed notebook as one HTML page; code cells are left out, outputs stay.

    Args:
        notebook: The executed notebook; it is left alone.
        assets: Where the page finds the files of `write_assets`, seen from the page; by default
            everything is in the page, which then fetches nothing.
        paper: Lay the page out at the width of A4 paper, ready for printing.
    """
    resources = {
        "assets": html.escape(assets) if assets else "",
        "paper": paper,
        "page_title": title_of(notebook),
        "plotly_js": "" if assets else get_plotlyjs(),
        "policy": BESIDE if assets else ALONE,
    }
    page, _ = exporter().from_notebook_node(notebook, resources=resources)
    return page


def write_assets(folder: Path) -> list[Path]:
    """Write what the pages of a site share: plotly.min.js, plotly.css, page.css, page.js.

    Args:
        folder: The assets folder; made if missing.

    Returns:
        The files.

    Raises:
        ReportError: Plotly's own style rules are not where they used to be.
    """
    script = get_plotlyjs()
    beside = {name: (paths.page_template() / name).read_text("utf-8") for name in _OURS}
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in {**beside, "plotly.min.js": script, "plotly.css": _rules(script)}.items():
        aside = folder / f".{name}.new"
        aside.write_text(text, encoding="utf-8")
        os.replace(aside, folder / name)
        written.append(folder / name)
    return written


_OURS = ("page.css", "page.js")
ASSETS = "assets"


def _rules(script: str) -> str:
    """Read the style rules that plotly.js would add to a page."""
    found = RULES.search(script)
    if found is None:
        raise ReportError("plotly.js keeps its style rules elsewhere: look at helpers.reports.page")
    return "".join(
        f"{_selector(long or short)} {{ {rule} }}\n"
        for long, short, _, rule in RULE.findall(found[1])
    )


def _selector(short: str) -> str:
    return short.replace("X", ".js-plotly-plot .plotly").replace("Y", ".plotly-notifier")


def title_of(notebook: nbformat.NotebookNode) -> str:
    """Read the title that a report gave itself, its first heading."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            heading = re.search(r"<h1>(.*?)</h1>", output.get("data", {}).get("text/html", ""))
            if heading:
                return html.unescape(heading[1])
    return notebook.metadata.papermill.template


class _Page(HTMLExporter):
    """Writes what the template says; HTMLExporter would read and write the page once more."""

    def from_notebook_node(self, nb, resources=None, **how: object) -> tuple[str, dict]:
        """Convert a notebook without a second look at its HTML."""
        return TemplateExporter.from_notebook_node(self, nb, self._init_resources(resources), **how)


@cache
def exporter() -> HTMLExporter:
    """Return the exporter; a second page finds its templates compiled."""
    made = _Page(
        template_name=paths.page_template().name,
        extra_template_basedirs=[str(paths.page_template().parent)],
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        filters={"title_of_chart": title_of_chart, "note_of_chart": note_of_chart},
        config=Config({"NbConvertBase": {"display_data_priority": SHOWN}}),
    )
    made.register_preprocessor(accessible, enabled=True)
    return made
