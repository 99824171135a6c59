"""Render reports on an existing Dask cluster, so that a batch can use more than one machine.

Each task of the cluster renders a few reports in a process of its own on the worker's machine and
sends the files back; they are written here. A worker must have this project installed with the same
code and data: it refuses reports whose inputs it sees otherwise. If a worker dies, the cluster
gives its reports to another.
"""

import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from helpers.errors import ReportError
from helpers.reports.identity import inputs_of
from helpers.reports.jobs import Job
from helpers.reports.pool import die_with_parent

SECONDS = 10  # to find the scheduler
SHARE = 2  # tasks a worker thread, so that a slow one does not hold up the batch

Files = dict[str, bytes]


def rendered(jobs: dict[int, Job], scheduler: str) -> Iterator[tuple[int, Files, str, float]]:
    """Render jobs on a cluster.

    Args:
        jobs: The jobs by number.
        scheduler: Address of the Dask scheduler, such as tcp://host:8786.

    Yields:
        Number of the job, its files, why it failed (empty if it did not), and seconds.

    Raises:
        ReportError: No scheduler answers there, or it has no worker.
    """
    from distributed import Client, as_completed

    try:
        client = Client(scheduler, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise ReportError(
            f"no Dask scheduler answers at {scheduler} ({error}). Start one with "
            "`dask scheduler` and workers with `dask worker ADDRESS`."
        ) from None
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise ReportError(f"the scheduler at {scheduler} has no worker: start one.")
        size = max(1, math.ceil(len(jobs) / (SHARE * threads)))
        numbers = list(jobs)
        parts = [numbers[at : at + size] for at in range(0, len(numbers), size)]
        tasks = [[_plain(number, jobs[number]) for number in part] for part in parts]
        futures = dict(zip(client.map(render_there, tasks, pure=False), parts, strict=True))
        for future in as_completed(futures, loop=client.loop):
            if future.status == "error":
                for number in futures[future]:
                    yield number, {}, f"{type(future.exception()).__name__} on a worker", 0.0
            else:
                yield from future.result()


def _plain(number: int, job: Job) -> dict:
    """Write a job so that it can be sent to another machine."""
    return {
        "number": number,
        "id": job.id,
        "template": job.template,
        "values": job.filled.model_dump(mode="json"),
        "formats": list(job.formats),
        "inputs": inputs_of(job),
    }


def render_there(tasks: list[dict]) -> list[tuple[int, Files, str, float]]:
    """Render a few reports in a process of their own; runs on a worker."""
    with tempfile.TemporaryDirectory() as name:
        done = subprocess.run(
            [sys.executable, "-m", "helpers.reports.worker", name],
            input=json.dumps(tasks),
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=die_with_parent,
        )
        if done.returncode:
            problem = done.stderr.strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
            return [(task["number"], {}, problem[0], 0.0) for task in tasks]
        told = json.loads(done.stdout)
        return [
            (
                one["number"],
                {file: (Path(name) / file).read_bytes() for file in one["files"]},
                one["problem"],
                one["seconds"],
            )
            for one in told
        ]
