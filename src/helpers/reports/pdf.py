"""A report on paper: a page laid out at A4 width, printed by a headless browser."""

import os
import subprocess
import tempfile
from pathlib import Path

import nbformat

from helpers.errors import ReportError
from helpers.reports import browser
from helpers.reports.page import page_of
from helpers.reports.pool import die_with_parent

SECONDS = 120
PRINT = (
    "--no-pdf-header-footer", "--generate-pdf-document-outline", "--disable-breakpad",
    "--disable-extensions", "--host-resolver-rules=MAP * ~NOTFOUND", "--window-size=760,1000",
)  # fmt: skip


def write_pdf(notebook: nbformat.NotebookNode, path: Path, *, seconds: float = SECONDS) -> None:
    """Print an executed notebook as PDF on A4, charts as vectors.

    The browser works in a folder beside the file that goes away, fetches nothing, and dies with
    this process.

    Args:
        notebook: The executed notebook.
        path: The file to write.
        seconds: How long the browser may take.

    Raises:
        ReportError: There is no browser, or it failed; no file is left.
    """
    program = browser.find()
    if program is None:
        raise ReportError(f"a PDF needs a browser and none was found: {browser.CURE}.")
    with tempfile.TemporaryDirectory(
        prefix=".pdf-", dir=path.parent, ignore_cleanup_errors=True
    ) as work:
        page, printed = Path(work) / "page.html", Path(work) / "page.pdf"
        page.write_text(page_of(notebook, paper=True), encoding="utf-8")
        told = _print(program, page, printed, Path(work) / "profile", seconds)
        if not _is_whole(printed):
            last = next(reversed(told.strip().splitlines()), "it said nothing")
            raise ReportError(
                f"{program} printed no PDF ({last}). Try it by hand with --headless "
                f"--print-to-pdf, or {browser.CURE}."
            )
        os.replace(printed, path)


def _print(program: str, page: Path, printed: Path, profile: Path, seconds: float) -> str:
    """Let the browser print a page and return what it complained of."""
    command = [
        program, *browser.FLAGS, *PRINT, f"--user-data-dir={profile}",
        f"--print-to-pdf={printed}", page.as_uri(),
    ]  # fmt: skip
    homes = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(profile))
    try:
        done = subprocess.run(
            command,
            env=os.environ | homes,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
            preexec_fn=die_with_parent,
        )
    except subprocess.TimeoutExpired:
        raise ReportError(
            f"{program} took longer than {seconds:g} s to print the report and was stopped. "
            "Try fewer events, or when the machine is less busy."
        ) from None
    except OSError as error:
        raise ReportError(f"cannot start {program}: {error.strerror}; {browser.CURE}.") from None
    return done.stderr


def _is_whole(path: Path) -> bool:
    if not path.is_file():
        return False
    content = path.read_bytes()
    return content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")
