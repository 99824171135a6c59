"""The form "Create Job" of JupyterLab: jupyter-scheduler on a real server, as `make lab` has it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest

from helpers import parameters
from helpers.reports.access import events_named
from helpers.reports.page import page_of

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """A Jupyter server as `make lab` starts one; gives a caller of jupyter-scheduler."""
    folder = tmp_path_factory.mktemp("lab")
    work = folder / "work"
    work.mkdir()
    (work / "templates").symlink_to(ROOT / "reports" / "templates")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = {f"JUPYTER_{name}_DIR": str(folder / name) for name in ("DATA", "CONFIG", "RUNTIME")}
    options = ["--no-browser", "--allow-root", f"--port={port}", f"--ServerApp.root_dir={work}"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "lab", *options, "--IdentityProvider.token=word"],
            env=os.environ | places | {"HOME": str(folder)},
            cwd=work,  # where the files of a finished job go
            stdout=log,
            stderr=log,
        )
    try:
        call = _caller(f"http://127.0.0.1:{port}/scheduler/")
        _until(lambda: _answers(call), "the server to answer")
        call.work = work
        yield call
    finally:
        server.terminate()
        server.wait(30)


def _caller(address: str):
    headers = {"Authorization": "token word", "Content-Type": "application/json"}

    def call(path: str, body: dict | None = None):
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(address + path, headers=headers, data=data)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.loads(answer.read() or "null")
        except urllib.error.HTTPError as error:
            raise Refused(json.loads(error.read())["message"]) from None

    return call


class Refused(Exception):
    """The server's answer to a form that it does not take."""


def _answers(call) -> bool:
    try:
        return bool(call("runtime_environments"))
    except OSError:
        return False


def _until(happened, what: str, seconds: int = 90):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if result := happened():
            return result
        time.sleep(0.3)
    pytest.fail(f"waited {seconds} s for {what}")


def _form(call, values: dict[str, str], template: str = "period", **others) -> dict:
    """What the form "Create Job" sends."""
    form = {"name": template, "input_uri": f"templates/{template}.ipynb", "parameters": values}
    form["runtime_environment_name"] = call("runtime_environments")[0]["name"]
    return form | {"output_formats": ["ipynb", "html"]} | others


def _run(call, number: str):
    """Wait for the end of a job; give its last state, its notebook and its page."""

    def ended() -> dict | None:
        job = call(f"jobs/{number}")
        return job if job["status"] in ("COMPLETED", "FAILED") else None

    job = _until(ended, "the job to end")
    call(f"jobs/{number}/download_files")
    jobs, last = call.work / "jobs", f"*{number}/period.ipynb"  # the input comes last
    (path,) = _until(lambda: list(jobs.glob(last)), "the files of the job")
    (made,), (page,) = path.parent.glob("period-*.ipynb"), path.parent.glob("*.html")
    return job, nbformat.read(made, as_version=4), page.read_text()


def _job(call, values: dict[str, str], **others):
    return _run(call, call("jobs", _form(call, values, **others))["job_id"])


def _text(notebook) -> str:
    return json.dumps([cell.get("outputs", []) for cell in notebook.cells], ensure_ascii=False)


@pytest.mark.parametrize("quote", ["", '"'])
def test_jupyter_scheduler_renders_the_window_of_its_form(scheduler, quote):
    values = {"start": f"{quote}2025-12-01{quote}", "end": f"{quote}2025-12-31{quote}"}
    ended, notebook, page = _job(scheduler, values)
    assert (ended["status"], ended["status_message"]) == ("COMPLETED", None)
    ids = events_named(notebook)
    assert "31 December 2025" in _text(notebook)
    assert ids
    assert {event[2:6] for event in ids} == {"2025"}
    assert page == page_of(notebook)


def test_jupyter_scheduler_takes_a_window_in_place_of_the_days_in_the_notebook(scheduler):
    ended, notebook, _ = _job(scheduler, {"window": "2024Q4", "themes": "border"})
    assert ended["status"] == "COMPLETED"
    assert "1 October 2024" in _text(notebook)


@pytest.mark.parametrize(
    ("template", "values", "said"),
    [
        ("period", {"start": "2025-12-31", "end": "2025-12-01"}, "swap them"),
        ("period", {"themes": '["bordr"]'}, "Did you mean 'border'"),
        ("period", {"startt": "2025-12-31"}, "parameter 'startt' is unknown"),
        ("person", {"person": "Nobody Atall"}, "is no person of people.csv"),
    ],
)
@pytest.mark.parametrize("kind", ["jobs", "job_definitions"])
def test_jupyter_scheduler_refuses_a_wrong_value_in_our_words(
    scheduler, template, values, said, kind
):
    before = scheduler(kind)["total_count"]
    with pytest.raises(Refused, match=said):
        scheduler(kind, _form(scheduler, values, template))
    assert scheduler(kind)["total_count"] == before


def test_a_schedule_of_jupyter_scheduler_resolves_its_window_at_each_run(scheduler):
    form = _form(scheduler, {"window": "last_month"}, schedule="0 6 2 * *", timezone="Asia/Baku")
    number = scheduler("job_definitions", form)["job_definition_id"]
    kept = scheduler(f"job_definitions/{number}")["parameters"]
    assert kept == {"start": "''", "end": "''", "window": "'last_month'"}
    job = scheduler(f"job_definitions/{number}/jobs", {"parameters": kept})["job_id"]
    ended, notebook, _ = _run(scheduler, job)
    assert ended["status"] == "COMPLETED"
    month = parameters.check("period", {"window": "last_month"})
    assert f"{month.end:%B %Y}" in _text(notebook)


def test_a_copied_template_refuses_when_it_runs(scheduler):
    copy = shutil.copy(ROOT / "reports" / "templates" / "period.ipynb", scheduler.work)
    values = {"start": '"2025-12-31"', "end": '"2025-12-01"'}
    ended, notebook, page = _job(scheduler, values, input_uri=Path(copy).name)
    assert ended["status"] == "FAILED"
    assert "swap them" in ended["status_message"]
    failed = [cell for cell in notebook.cells if "ParameterError" in json.dumps(cell)]
    assert "parameters.check(" in failed[0].source
    assert "ParameterError" in page
