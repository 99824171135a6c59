"""Batches: only what changed, the same bytes, failures told, one run at a time."""

import datetime as dt
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import nbformat
import pytest

from helpers import catalogue, reports
from helpers.errors import ParameterError
from helpers.reports.batch import is_current

ROOT = Path(__file__).resolve().parents[1]
RELATIONS = Path(sys.executable).with_name("relations")
SHORT = {"start": "2025-12-01", "end": "2025-12-31"}

CATALOGUE = """
reports:
  - {id: good, template: period, title: Good, parameters: {window: 2025-12}}
  - {id: early, template: period, title: Early, parameters: {window: "2001"}}
"""


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """A project of its own, with two reports in its catalogue."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "data", root / "data")
    shutil.copytree(ROOT / "reports" / "templates", root / "reports" / "templates")
    (root / "reports" / "catalogue.yml").write_text(CATALOGUE)
    monkeypatch.setenv("RELATIONS_ROOT", str(root))
    return root


def relations(*args: object, **how: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        [RELATIONS, *map(str, args)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        **how,
    )


def rendered(done: subprocess.CompletedProcess) -> list[str]:
    return sorted(done.stdout.split())


def test_a_second_run_does_nothing_and_a_changed_row_renders_what_it_can_change(project):
    first = relations("render", "--due")
    assert rendered(first) == ["early_2001-01-01_2001-12-31", "good_2025-12-01_2025-12-31"]
    again = relations("render", "--due")
    assert (again.returncode, rendered(again)) == (0, [])
    done = relations("revise", "E-2025-121", "--set", "note=Seen again.", "--reason", "test")
    assert done.returncode == 0, done.stderr
    assert rendered(relations("render", "--due")) == ["good_2025-12-01_2025-12-31"]
    assert rendered(relations("render", "--all")) == []
    assert len(rendered(relations("render", "--all", "--force"))) == 2


def test_a_missing_or_cut_file_and_a_changed_template_are_rendered_anew(project):
    relations("render", "good")
    folder = project / "reports" / "rendered"
    page = folder / "good_2025-12-01_2025-12-31.html"
    page.write_text(page.read_text()[:1000])
    assert len(rendered(relations("render", "good"))) == 1
    page.unlink()
    assert len(rendered(relations("render", "good"))) == 1
    template = project / "reports" / "templates" / "period.ipynb"
    template.write_text(template.read_text().replace("## Tension", "## Tensions"))
    assert len(rendered(relations("render", "good"))) == 1
    assert rendered(relations("render", "good")) == []


def test_one_failing_report_leaves_the_others_alone_and_is_told(project, tmp_path):
    template = project / "reports" / "templates" / "period.ipynb"
    notebook = nbformat.read(template, as_version=4)
    cell = "assert chosen.title != 'Early', 'it is too early'"
    notebook.cells.insert(5, nbformat.v4.new_code_cell(cell))
    nbformat.write(notebook, template)
    told = tmp_path / "told"
    text = CATALOGUE.replace("title: Early,", f"title: Early, failures: ['command: cp -t {told}'],")
    (project / "reports" / "catalogue.yml").write_text(text)
    told.mkdir()
    done = relations("render", "--all")
    assert done.returncode == 1
    assert rendered(done) == ["good_2025-12-01_2025-12-31"]
    assert "it is too early" in done.stderr
    assert "1 rendered, 1 failed" in done.stderr or "1 failed, 1 rendered" in done.stderr
    folder = project / "reports" / "rendered"
    assert list(folder.glob("early*")) == []
    assert (folder / "failed" / "early_2001-01-01_2001-12-31.ipynb").is_file()
    status = json.loads((told / "status.json").read_text())
    states = {report["report"]: report["state"] for report in status["reports"]}
    assert states == {"good": "rendered", "early": "failed"}
    again = relations("render", "--due")
    assert (again.returncode, rendered(again)) == (0, []), "it would fail again at every tick"
    assert relations("render", "early").returncode == 1
    notebook.cells.pop(5)
    nbformat.write(notebook, template)
    assert "early_2001-01-01_2001-12-31" in rendered(relations("render", "--due"))


def test_a_webhook_is_told_of_a_failed_report(project):
    heard = []

    class Ear(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *said):
            pass

    template = project / "reports" / "templates" / "period.ipynb"
    notebook = nbformat.read(template, as_version=4)
    notebook.cells.insert(5, nbformat.v4.new_code_cell("assert chosen.title != 'Early'"))
    nbformat.write(notebook, template)
    with http.server.HTTPServer(("127.0.0.1", 0), Ear) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"json://127.0.0.1:{server.server_port}"
        text = CATALOGUE.replace("title: Early,", f"title: Early, failures: ['{address}'],")
        (project / "reports" / "catalogue.yml").write_text(text)
        done = relations("render", "--all")
        server.shutdown()
    assert done.returncode == 1
    (message,) = heard
    assert message["title"] == "1 report(s) failed"
    assert "early_2001-01-01_2001-12-31" in message["message"]


def test_a_run_without_a_terminal_is_quiet_unless_something_fails(project):
    done = relations("render", "good")
    assert (done.returncode, done.stderr) == (0, "")


RENDER = """
import sys
from pathlib import Path
from helpers import reports
values = {"start": "2025-11-01", "end": "2025-12-31", "themes": "transport,israel,gas"}
reports.render(reports.job_of("period", values), Path(sys.argv[1]))
"""


def test_the_same_inputs_give_the_same_bytes_in_any_folder_and_process(tmp_path):
    folders = [tmp_path / "one", tmp_path / "two" / "deeper"]
    for seed, folder in enumerate(folders, 1):
        env = os.environ | {"PYTHONHASHSEED": str(seed), "HOME": str(tmp_path / f"home{seed}")}
        subprocess.run([sys.executable, "-c", RENDER, folder], check=True, env=env)
    for suffix in ("html", "ipynb"):
        one, two = (next(folder.glob(f"*.{suffix}")) for folder in folders)
        assert one.name == two.name
        assert one.read_bytes() == two.read_bytes()


def test_no_report_leaves_anything_for_the_next(project):
    template = project / "reports" / "templates" / "period.ipynb"
    notebook = nbformat.read(template, as_version=4)
    leave = "import helpers; left = getattr(helpers, 'left', 'nothing'); helpers.left = title; left"
    notebook.cells.insert(2, nbformat.v4.new_code_cell(leave))
    nbformat.write(notebook, template)
    jobs = [reports.job_of("period", SHORT | {"title": title}) for title in "ABC"]
    folder = project / "out"
    reports.run(jobs, folder, workers=1)
    for job in jobs:
        notebook = nbformat.read(folder / job.file("ipynb"), as_version=4)
        (seen,) = [cell for cell in notebook.cells if "left = getattr" in cell.source]
        assert seen.outputs[0]["data"]["text/plain"] == "'nothing'"


def test_what_is_saved_is_an_ordinary_executed_notebook(tmp_path):
    job = reports.job_of("period", SHORT)
    reports.render(job, tmp_path)
    notebook = nbformat.read(tmp_path / job.file("ipynb"), as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    kinds = {output.output_type for cell in code for output in cell.outputs}
    assert kinds <= {"display_data", "execute_result"}
    assert notebook.metadata.kernelspec.name == "python3"


def test_two_runs_at_once_do_not_collide(project):
    piped = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    runs = [subprocess.Popen([RELATIONS, "render", "--all"], **piped) for _ in range(2)]
    said = " ".join(run.communicate(timeout=120)[0] for run in runs)
    assert [run.returncode for run in runs] == [0, 0]
    assert sorted(said.split()) == ["early_2001-01-01_2001-12-31", "good_2025-12-01_2025-12-31"]


def test_an_unwritable_folder_ends_in_one_clear_line(project, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("a file")
    done = relations("render", "--all", "--folder", taken)
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert "cannot write to" in line
    assert "--folder" in line


def test_a_full_disk_ends_in_one_clear_line_a_report(project, tmp_path):
    # A limit on the size of files stops writing as a full disk does, with an OSError.
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)); "
    code = f"{limit}import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); " + (
        "import sys; from helpers.cli import main; sys.argv = sys.argv[:1] + sys.argv[1:]; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "render", "good", "--folder", tmp_path / "out"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "writing the report failed: File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert list((tmp_path / "out").glob("good*")) == []


def test_what_to_render_must_be_said(project):
    done = relations("render")
    assert done.returncode == 2
    assert "--due" in done.stderr
    done = relations("render", "god")
    assert done.returncode == 2
    assert "Did you mean 'good'?" in done.stderr


def test_since_leaves_out_reports_that_end_before(project):
    assert rendered(relations("render", "--all", "--since", "2025-01-01")) == [
        "good_2025-12-01_2025-12-31"
    ]


def test_as_of_renders_the_data_as_they_were_known(project):
    done = relations("render", "good", "--as-of", "2026-11-20")
    (stem,) = rendered(done)
    assert stem == "good_2025-12-01_2025-12-31_as-of-2026-11-20"
    page = (project / "reports" / "rendered" / f"{stem}.html").read_text()
    assert "No bilateral events" in page or "No events recorded" in page


def test_a_schedule_makes_a_current_report_due(tmp_path):
    schedule = catalogue.Schedule(cron="0 6 * * 1", timezone="Asia/Baku")
    job = reports.Job("weekly", reports.job_of("period", SHORT).filled, schedule=schedule)
    reports.run([job], tmp_path)
    assert is_current(job, tmp_path)
    now = dt.datetime.now(dt.UTC)
    assert reports.due([job], tmp_path, now) == []
    assert reports.due([job], tmp_path, now + dt.timedelta(days=8)) == [job]


def test_schedules_keep_the_time_of_their_zone():
    schedule = catalogue.Schedule(cron="0 6 2 * *", timezone="Asia/Baku")
    moment = dt.datetime(2026, 3, 18, 12, tzinfo=dt.UTC)
    assert schedule.before(moment).isoformat() == "2026-03-02T06:00:00+04:00"
    nexts = [f"{day:%d %b %H:%M}" for day in schedule.after(moment, 2)]
    assert nexts == ["02 Apr 06:00", "02 May 06:00"]


@pytest.mark.parametrize(
    ("row", "cure"),
    [
        ("{id: a, template: period}", "'title' is missing"),
        ("{id: a, template: perod, title: A}", "Did you mean 'period'?"),
        ("{id: a, template: period, title: A, parameters: {start: x}}", "write YYYY-MM-DD"),
        ("{id: a, template: period, title: A, schedule: {cron: daily}}", "five cron fields"),
        (
            "{id: a, template: period, title: A, schedule: {cron: '0 25 1 * *'}}",
            "Bad hour: write five cron fields",
        ),
        ("{id: a, template: period, title: A, schedul: {}}", "Did you mean 'schedule'"),
        (
            "{id: a, template: period, title: A, "
            "schedule: {cron: '0 6 * * *', timezone: Asia/Bakku}}",
            "Did you mean 'Asia/Baku'",
        ),
    ],
)
def test_a_wrong_catalogue_names_report_value_and_cure(project, row, cure):
    (project / "reports" / "catalogue.yml").write_text(f"reports:\n  - {row}\n")
    with pytest.raises(ParameterError, match=r"catalogue\.yml: report 'a'") as caught:
        reports.jobs_of()
    assert cure in str(caught.value)
