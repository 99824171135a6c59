"""Render many reports: what is due, in warm forks, one run at a time in a folder."""

import ast
import gc
import importlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import filelock
import pandas as pd

from helpers import paths
from helpers.errors import ReportError
from helpers.reports import changes, failures, pool
from helpers.reports.formats import digest
from helpers.reports.identity import identity_of, inputs_of
from helpers.reports.jobs import Job
from helpers.reports.render import WORK, aside, render_here, unwritable

LOCK = ".render.lock"
RETRIES = 1  # for a report whose process was killed from outside; a failing cell fails again


@dataclass(frozen=True)
class Outcome:
    """How a report fared: rendered, current (nothing had changed) or failed."""

    job: Job
    state: str
    message: str = ""
    seconds: float = 0.0


def render(job: Job, folder: Path | None = None) -> Path:
    """Render one report, current or not, and return the path of its page (or notebook).

    Raises:
        ReportError: It could not be rendered; nothing was left half written.
    """
    folder = folder or paths.rendered()
    (outcome,) = run([job], folder, force=True)
    if outcome.state == "failed":
        raise ReportError(outcome.message)
    return folder / job.file(job.formats[0])


def run(
    jobs: Iterable[Job],
    folder: Path | None = None,
    *,
    force: bool = False,
    workers: int = 0,
    limits: pool.Limits | None = None,
    scheduler: str = "",
    tell: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Render reports in forks of this process; one that fails leaves the others alone.

    Args:
        jobs: The reports.
        folder: Where to write; reports/rendered by default.
        force: Render what is current, too.
        workers: How many at once; the number of cores when 0.
        limits: Memory and time of one report.
        scheduler: Address of a Dask scheduler whose workers render instead; none when empty.
        tell: Called with each outcome as it comes.

    Returns:
        One outcome a job, in their order.

    Raises:
        ReportError: The folder cannot be written, or no scheduler answers.
    """
    folder = folder or paths.rendered()
    with _alone(folder):
        ended: dict[int, Outcome] = {}
        todo = {}
        for number, job in enumerate(jobs):
            if not force and is_current(job, folder):
                ended[number] = Outcome(job, "current")
                tell(ended[number])
            else:
                todo[number] = job
        rendered = (
            _elsewhere(todo, folder, scheduler)
            if scheduler
            else _rendered(todo, folder, workers, limits)
        )
        for number, outcome in rendered:
            ended[number] = outcome
            failures.note(outcome, folder)
            tell(outcome)
    return [ended[number] for number in sorted(ended)]


def is_current(job: Job, folder: Path) -> bool:
    """Tell whether a report's files are there, whole, and made from what there is now."""
    manifest = manifest_of(folder / job.file("json"))
    if manifest.get("identity") != identity_of(inputs_of(job), job.formats):
        return False
    files = {folder / name: known for name, known in manifest["files"].items()}
    return all(path.is_file() and digest(path) == known for path, known in files.items())


def manifest_of(path: Path) -> dict:
    """Read a manifest; an absent or broken one is empty."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder against other runs and sweep what a killed one left."""
    lock = filelock.FileLock(folder / LOCK)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except OSError as error:
        raise unwritable(folder, error) from None
    try:
        for left in folder.glob(f"{WORK}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        lock.release()


def _rendered(
    jobs: dict[int, Job], folder: Path, workers: int, limits: pool.Limits | None
) -> Iterator[tuple[int, Outcome]]:
    if not jobs:
        return
    warm({job.template for job in jobs.values()})
    inputs_of(next(iter(jobs.values())))  # every fork then has the tables and the code's hash
    left = dict(jobs)
    for attempt in range(RETRIES + 1):
        numbers = list(left)
        tasks = [_task(left[number], folder) for number in numbers]
        for ended in pool.run(tasks, workers=workers, limits=limits):
            number = numbers[ended.task]
            if ended.killed and attempt < RETRIES:
                continue
            job = left.pop(number)
            state = "failed" if ended.problem else "rendered"
            message = ended.problem.removeprefix(f"{ReportError.__name__}: ")
            yield number, Outcome(job, state, message, ended.seconds)


def _elsewhere(jobs: dict[int, Job], folder: Path, scheduler: str) -> Iterator[tuple[int, Outcome]]:
    """Have a cluster render jobs, and write what it sends: whole, and the manifest last."""
    from helpers.reports import cluster

    for number, files, problem, seconds in cluster.rendered(jobs, scheduler) if jobs else ():
        with aside(folder) as work:
            manifest = jobs[number].file("json")
            if manifest in files:
                text = changes.completed(files[manifest].decode("utf-8"), folder / manifest)
                files[manifest] = text.encode("utf-8")
            for name, content in files.items():
                (work / name).write_bytes(content)
            for name in sorted(files, key=lambda name: name.endswith(".json")):
                os.replace(work / name, folder / name)
        state = "failed" if problem else "rendered"
        yield number, Outcome(jobs[number], state, problem, seconds)


def _task(job: Job, folder: Path) -> Callable[[], object]:
    return lambda: render_here(job, folder)


def warm(templates: Iterable[str]) -> None:
    """Import what the templates import, so that every fork has it."""
    import nbformat

    os.environ["PLOTLY_RENDERER"] = "plotly_mimetype"
    importlib.import_module("helpers.reports.engine")
    importlib.import_module("helpers.reports.page").exporter()
    for template in sorted(templates):
        notebook = nbformat.read(paths.templates() / f"{template}.ipynb", as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                for name in _imported(cell.source):
                    importlib.import_module(name)
    _touch()
    gc.collect()
    gc.freeze()


def _touch() -> None:
    """Write a page of one figure and one table: much is loaded and compiled on first use."""
    from nbformat import v4
    from plotly import graph_objects

    from helpers.reports.page import page_of

    traces = [graph_objects.Bar(y=[1]), graph_objects.Scatter(y=[1])]
    figure = graph_objects.Figure(traces, {"title": "Title"})
    table = {"text/html": f"<h1>Title</h1>{pd.DataFrame({'n': [1]}).to_html()}"}
    shown = [figure._repr_mimebundle_(), table]
    cell = v4.new_code_cell(outputs=[v4.new_output("display_data", data=data) for data in shown])
    page_of(v4.new_notebook(cells=[v4.new_markdown_cell("# Title"), cell]))


def _imported(source: str) -> Iterator[str]:
    """Name the modules that a cell imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            known = getattr(sys.modules.get(node.module), "__path__", None)
            yield from (f"{node.module}.{alias.name}" for alias in node.names if known)
