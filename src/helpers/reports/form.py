"""The form "Create Job" of JupyterLab: jupyter-scheduler with our check and our page."""

import ast
from pathlib import Path
from typing import TypeVar

import nbformat
from jupyter_scheduler.exceptions import SchedulerError
from jupyter_scheduler.executors import DefaultExecutionManager
from jupyter_scheduler.models import CreateJob, CreateJobDefinition
from jupyter_scheduler.scheduler import Scheduler
from traitlets import default

from helpers import parameters, paths
from helpers.errors import RelationsError
from helpers.reports.page import page_of

Wanted = TypeVar("Wanted", CreateJob, CreateJobDefinition)


class ReportScheduler(Scheduler):
    """Refuses a wrong value while the form is still open; any other notebook runs as ever.

    Values may be typed with or without quotes. A schedule keeps a window such as `last_month` as
    it is, so that each run resolves it anew.
    """

    @default("execution_manager_class")
    def _pages(self) -> type:
        return ReportExecution

    def create_job(self, model: CreateJob) -> str:
        """Check the values and start the job.

        Raises:
            SchedulerError: A parameter is unknown or wrong; says what the command line says.
        """
        return super().create_job(self._checked(model))

    def create_job_definition(self, model: CreateJobDefinition) -> str:
        """Check the values and keep the schedule; errors as in `create_job`."""
        return super().create_job_definition(self._checked(model))

    def _checked(self, model: Wanted) -> Wanted:
        path = Path(self.root_dir, model.input_uri).resolve()
        if path.parent != paths.templates().resolve() or not model.parameters:
            return model
        values = {name: _value(str(text)) for name, text in model.parameters.items()}
        try:
            parameters.check(path.stem, values)
        except RelationsError as error:
            raise SchedulerError(str(error)) from None
        if values.get("window"):
            values = {"start": "", "end": ""} | values  # the days in the notebook do not count
        return model.copy(update={"parameters": {k: repr(v) for k, v in values.items()}})


class ReportExecution(DefaultExecutionManager):
    """Writes the page of a report that ran to its end as `relations report` does."""

    def create_output_files(self, job, notebook_node: nbformat.NotebookNode) -> None:
        """Write every format that the form asked for."""
        super().create_output_files(job, notebook_node)
        if "html" in job.output_formats and _is_whole_report(notebook_node):
            path = Path(self.staging_paths["html"])
            path.write_text(page_of(notebook_node), encoding="utf-8")


def _value(text: str) -> object:
    """Read what was typed: a quoted word, a list, or the plain text."""
    try:
        value = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError):
        return text.strip()
    return value if isinstance(value, str | list) else text.strip()


def _is_whole_report(notebook: nbformat.NotebookNode) -> bool:
    tags = (tag for cell in notebook.cells for tag in cell.metadata.get("tags", []))
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    return "parameters" in tags and all(output.output_type != "error" for output in outputs)
