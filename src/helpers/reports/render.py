"""Render one report in this process: run the template, write its files aside, move them in."""

import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from helpers import paths, schema
from helpers.errors import ReportError
from helpers.reports import changes, conclusions, formats
from helpers.reports.identity import identity_of, inputs_of
from helpers.reports.jobs import Job

WORK = ".work-"
FAILED = "failed"
LIBRARIES = ("pandas", "plotly", "papermill", "nbconvert")


def render_here(job: Job, folder: Path) -> list[str]:
    """Render a report in this process and return the names of its files, the page first.

    Every file is written aside and renamed when whole; the manifest comes last, so that a report
    without one, or with one that does not fit its files, counts as not rendered.

    Raises:
        ReportError: A cell failed (the failed notebook and a log are kept in `folder`/failed), or
            the folder cannot be written.
    """
    began = time.monotonic()
    with aside(folder) as work:
        notebook = _execute(job, work, folder / FAILED)
        written = formats.write(job, notebook, work)
        manifest = _manifest(job, written, notebook, time.monotonic() - began)
        manifest = changes.completed(manifest, folder / job.file("json"))
        (work / job.file("json")).write_text(manifest, encoding="utf-8")
        for path in (*written, work / job.file("json")):
            os.replace(path, folder / path.name)
    return [path.name for path in written]


def unwritable(folder: Path, error: OSError) -> ReportError:
    """Say that a folder cannot be written, why, and the cure."""
    return ReportError(
        f"cannot write to {folder}: {error.strerror}. Free it or name another with --folder."
    )


@contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """Give a folder to work in beside the reports, which goes away afterwards.

    Raises:
        ReportError: It cannot be written, or the disk is full.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=WORK, dir=folder))
    except OSError as error:
        raise unwritable(folder, error) from None
    try:
        yield work
    except OSError as error:
        raise ReportError(
            f"writing the report failed: {error.strerror or error}. Nothing was kept."
        ) from None
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _execute(job: Job, work: Path, failed: Path):
    """Run the template and return the executed notebook, without what differs between runs."""
    import papermill
    from papermill.exceptions import PapermillExecutionError

    from helpers.reports import engine

    logging.getLogger("papermill").setLevel(logging.ERROR)
    output = work / job.file("ipynb")
    try:
        notebook = papermill.execute_notebook(
            paths.templates() / f"{job.template}.ipynb",
            output,
            parameters=job.filled.model_dump(mode="json"),
            engine_name=engine.register(),
            kernel_name="python3",
            progress_bar=False,
            request_save_on_cell_execute=False,
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
    return _steady(notebook, job)


def _steady(notebook, job: Job):
    """Drop times, folders and random ids, which would make the same report differ."""
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02d}"
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
    kept = {name: notebook.metadata.papermill[name] for name in ("parameters", "version")}
    notebook.metadata.papermill = kept | {"template": f"{job.template}.ipynb"}
    return notebook


def _manifest(job: Job, written: list[Path], notebook, seconds: float) -> str:
    from helpers.reports.page import title_of

    inputs = inputs_of(job)
    package = schema.read_package()
    warnings = [
        output.text.strip()
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == "stderr"
    ]
    told = {
        "report": job.id,
        "template": job.template,
        "title": title_of(notebook),
        "parameters": job.filled.model_dump(mode="json"),
        "identity": identity_of(inputs, job.formats),
        "inputs": inputs,
        "data": {
            "version": package.version,
            "end": f"{package.end:%Y-%m-%d}",
            "tables": conclusions.tables(),
        },
        **conclusions.said(notebook, job.filled.as_of),
        "versions": {name: version(name) for name in LIBRARIES},
        "files": {path.name: formats.digest(path) for path in written},
        "rendered_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "seconds": round(seconds, 2),
        "warnings": warnings,
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
