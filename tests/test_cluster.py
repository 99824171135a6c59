"""Reports on a real Dask cluster of two worker processes on this machine."""

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest

from helpers import reports
from helpers.errors import ReportError

SCRIPTS = Path(sys.executable).parent


def _start(*args: object) -> subprocess.Popen:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([SCRIPTS / "dask", *map(str, args)], **quiet)


def _kill(process: subprocess.Popen) -> None:
    for child in psutil.Process(process.pid).children(recursive=True):
        child.kill()
    process.kill()
    process.wait()


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers of one thread each: (address, workers)."""
    told = tmp_path / "scheduler.json"
    here = ("--host", "127.0.0.1", "--no-dashboard")
    scheduler = _start("scheduler", "--port", 0, "--scheduler-file", told, *here)
    deadline = time.monotonic() + 60
    while not told.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    address = json.loads(told.read_text())["address"]
    one = ("--nthreads", 1, "--no-nanny", "--local-directory", tmp_path, *here)
    workers = [_start("worker", address, *one) for _ in range(2)]
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    yield address, workers
    for process in (*workers, scheduler):
        if process.poll() is None:
            _kill(process)


def jobs(count):
    return [reports.job_of("period", {"window": f"2025-{month + 1:02d}"}) for month in range(count)]


def test_every_report_arrives_once_though_a_worker_is_killed(cluster, tmp_path):
    address, workers = cluster
    seen = Counter()

    def tell(outcome):
        seen[outcome.job.stem] += 1
        if sum(seen.values()) == 2:
            workers[0].send_signal(signal.SIGKILL)

    wanted = jobs(8)
    folder = tmp_path / "out"
    outcomes = reports.run(wanted, folder, scheduler=address, tell=tell)
    assert workers[0].wait(10) == -signal.SIGKILL
    assert [outcome.state for outcome in outcomes] == ["rendered"] * 8
    assert seen == {job.stem: 1 for job in wanted}
    assert sorted(path.name for path in folder.glob("*.html")) == sorted(
        job.file("html") for job in wanted
    )
    again = reports.run(wanted, folder)
    assert {outcome.state for outcome in again} == {"current"}, "as if rendered here"


def test_a_scheduler_that_does_not_answer_is_named(tmp_path):
    with pytest.raises(ReportError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        reports.run(jobs(1), tmp_path, scheduler="tcp://127.0.0.1:9")
