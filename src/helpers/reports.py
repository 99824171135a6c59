"""The report line: check parameters, run a template through papermill, write one HTML page."""

import hashlib
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel

from helpers import parameters, paths
from helpers.errors import ReportError

PLOTLY_MIME = "application/vnd.plotly.v1+json"
SHOWN = [PLOTLY_MIME, "text/html", "image/png", "text/markdown", "text/plain"]


def render(template: str, values: dict[str, object], *, folder: Path | None = None) -> Path:
    """Render one report and return the path of its HTML page.

    The executed notebook is kept beside the page. Both are written aside and renamed when whole,
    so that a failed or killed run leaves neither half written.

    Args:
        template: Name of a template, such as "period".
        values: Parameter values by name; those left out take their defaults.
        folder: Where to write; reports/rendered by default.

    Returns:
        Path of the HTML page.

    Raises:
        ParameterError: A parameter is wrong; nothing was started.
        ReportError: A cell failed (the failed notebook and a log are kept in `folder`/failed), or
            the folder cannot be written.
    """
    filled = parameters.check(template, values)
    folder = folder or paths.rendered()
    name = slug(template, filled)
    with _aside(folder) as work:
        executed = work / f"{name}.ipynb"
        page = work / f"{name}.html"
        _execute(template, filled, executed, folder / "failed")
        page.write_text(_page(executed), encoding="utf-8")
        for path in (executed, page):
            os.replace(path, folder / path.name)
    return folder / page.name


def slug(template: str, filled: BaseModel) -> str:
    """Name the files of a report after its parameters, so that two reports never share a name."""
    values = filled.model_dump(mode="json")
    parts = [template, values["start"], values["end"], *sorted(values["themes"])]
    if values["language"] != "en":
        parts.append(values["language"])
    if values["title"]:
        parts.append(hashlib.sha256(values["title"].encode()).hexdigest()[:8])
    return "_".join(parts)


@contextmanager
def _aside(folder: Path):
    try:
        folder.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".work-", dir=folder))
    except OSError as error:
        raise ReportError(
            f"cannot write to {folder}: {error.strerror}. Free it or name another with --folder."
        ) from None
    try:
        yield work
    except OSError as error:
        raise ReportError(f"writing the report failed: {error}. Nothing was kept.") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _execute(template: str, filled: BaseModel, output: Path, failed: Path) -> None:
    # Imported here: papermill takes seconds to import, and a wrong parameter must not pay them.
    import papermill
    from papermill.exceptions import PapermillExecutionError

    try:
        papermill.execute_notebook(
            paths.templates() / f"{template}.ipynb",
            output,
            parameters=filled.model_dump(mode="json"),
            kernel_name="python3",
            progress_bar=sys.stderr.isatty(),
            request_save_on_cell_execute=False,
            extra_arguments=["--log-level=CRITICAL"],  # what matters comes back as an exception
            cwd=paths.root(),
        )
    except PapermillExecutionError as error:
        failed.mkdir(parents=True, exist_ok=True)
        kept = failed / output.name
        os.replace(output, kept)
        log = kept.with_suffix(".log")
        log.write_text(f"{error}\n", encoding="utf-8")
        raise ReportError(
            f"cell {error.exec_count or error.cell_index} failed with {error.ename}: "
            f"{error.evalue}\nThe failed notebook is {kept}, its log {log}."
        ) from None


def _page(executed: Path) -> str:
    import nbformat
    from nbconvert import HTMLExporter
    from plotly.offline import get_plotlyjs
    from traitlets.config import Config

    notebook = nbformat.read(executed, as_version=4)
    exporter = HTMLExporter(
        template_name=paths.page_template().name,
        extra_template_basedirs=[str(paths.page_template().parent)],
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        config=Config({"NbConvertBase": {"display_data_priority": SHOWN}}),
    )
    resources = {"plotly_js": get_plotlyjs(), "page_title": _title(notebook)}
    page, _ = exporter.from_notebook_node(notebook, resources=resources)
    return page


def _title(notebook: dict) -> str:
    filled = notebook["metadata"]["papermill"]["parameters"]
    return filled["title"] or f"Iran–Azerbaijan relations, {filled['start']} to {filled['end']}"
