"""The formats of a report: notebook, page, PDF, workbook."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from helpers.reports.jobs import Job


def write(job: Job, notebook, folder: Path) -> list[Path]:
    """Write an executed notebook in every format of the job.

    Returns:
        The files, the page first.
    """
    made = []
    for name in job.formats:
        path = folder / job.file(name)
        WRITERS[name](job, notebook, path)
        made.append(path)
    return made


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _notebook(job: Job, notebook, path: Path) -> None:
    import nbformat

    nbformat.write(notebook, path)


def _page(job: Job, notebook, path: Path) -> None:
    from helpers.reports.page import page_of

    path.write_text(page_of(notebook), encoding="utf-8")


def _small_page(job: Job, notebook, path: Path) -> None:
    from helpers.reports.page import ASSETS, page_of

    path.write_text(page_of(notebook, assets=ASSETS), encoding="utf-8")


def _pdf(job: Job, notebook, path: Path) -> None:
    from helpers.reports.pdf import write_pdf

    write_pdf(notebook, path)


def _workbook(job: Job, notebook, path: Path) -> None:
    from helpers.reports.workbook import write_workbook

    write_workbook(job, notebook, path)


WRITERS: dict[str, Callable[[Job, object, Path], None]] = {
    "html": _page,
    "site": _small_page,
    "ipynb": _notebook,
    "pdf": _pdf,
    "xlsx": _workbook,
}
