"""The report line: jobs from the catalogue, rendered in warm forks, whole or not at all."""

from helpers.reports.batch import Outcome, render, run
from helpers.reports.due import due
from helpers.reports.jobs import FORMATS, USUAL, Job, job_of, jobs_of
from helpers.reports.pool import Limits
from helpers.reports.tell import tell, write_status

__all__ = [
    "FORMATS",
    "USUAL",
    "Job",
    "Limits",
    "Outcome",
    "due",
    "job_of",
    "jobs_of",
    "render",
    "run",
    "tell",
    "write_status",
]
