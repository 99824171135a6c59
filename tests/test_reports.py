"""Reports, rendered by real papermill runs."""

import ast
import csv
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import papermill
import psutil
import pytest

from helpers import parameters, paths, reports
from helpers.errors import ReportError

ROOT = Path(__file__).resolve().parents[1]
RELATIONS = Path(sys.executable).with_name("relations")
MONTH = {"start": "2025-12-01", "end": "2025-12-31"}
EVIL = "<script>document.title = 'broken in'</script>"


def month(**extra: object) -> reports.Job:
    return reports.job_of("period", MONTH | extra)


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("rendered")
    return reports.render(month(title=f"Test {EVIL}"), folder)


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """A copy of the project's data and templates to break."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "data", root / "data")
    shutil.copytree(ROOT / "reports" / "templates", root / "reports" / "templates")
    monkeypatch.setenv("RELATIONS_ROOT", str(root))
    return root


def test_page_is_one_small_file_that_fetches_nothing(page):
    text = page.read_text(encoding="utf-8")
    assert page.stat().st_size < 8_000_000
    assert text.count("plotly.js v") == 1
    without_library = re.sub(r"<script>/\*\*.*?</script>", "", text, count=1, flags=re.S)
    assert (
        re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=[\"']?(?!data:)\S+", text) == []
    )
    assert "@import" not in without_library
    assert "url(" not in without_library


def test_page_holds_every_section_and_chart(page):
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"<h2[^>]*>([^<]+)", text)
    assert headings == [
        "Engagement", "Tension", "Who met whom", "Events and their sources", "Agreements",
        "Disputed claims", "Data quality", "Method",
    ]  # fmt: skip
    assert text.count('<figure class="chart"') >= 6
    assert "Araghchi" in text
    assert 'href="https://' in text


def test_markup_in_a_parameter_is_shown_and_not_run(page):
    text = page.read_text(encoding="utf-8")
    assert EVIL not in text
    assert "Test &lt;script&gt;" in text


def test_executed_notebook_is_kept_beside_the_page_with_its_parameters(page):
    notebook = nbformat.read(page.with_suffix(".ipynb"), as_version=4)
    assert notebook.metadata.papermill.parameters["start"] == MONTH["start"]
    assert [path.name for path in page.parent.glob(".*")] == [".render.lock"]


def test_markup_in_the_data_is_shown_and_not_run(project, tmp_path):
    for name, column in (("events", "title"), ("claims", "claim"), ("sources", "publisher")):
        path = project / "data" / f"{name}.csv"
        rows = list(csv.DictReader(path.open(encoding="utf-8")))
        for row in rows:
            row[column] = (EVIL + row[column])[:120]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    text = reports.render(month(), tmp_path / "out").read_text(encoding="utf-8")
    assert "document.title" in text
    assert EVIL not in text
    assert "<script>document" not in text


def test_a_failing_cell_exits_1_keeps_the_failed_notebook_and_leaves_no_report(project, tmp_path):
    template = project / "reports" / "templates" / "period.ipynb"
    notebook = nbformat.read(template, as_version=4)
    notebook.cells.insert(2, nbformat.v4.new_code_cell("print('so far')\n1 / 0"))
    nbformat.write(notebook, template)
    out = tmp_path / "out"
    done = subprocess.run(
        [RELATIONS, "report", "period", "--folder", out],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert done.stdout == ""
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*")) == [
        ".render.lock",
        "failed",
        "failed/period_2025-01-01_2025-12-31.ipynb",
        "failed/period_2025-01-01_2025-12-31.json",
        "failed/period_2025-01-01_2025-12-31.log",
    ]
    assert "1 / 0" in (out / "failed" / "period_2025-01-01_2025-12-31.log").read_text()


def test_a_killed_run_leaves_no_half_written_report_and_no_process(tmp_path):
    run = subprocess.Popen(
        [RELATIONS, "report", "period", "--folder", tmp_path], stderr=subprocess.DEVNULL
    )
    while not list(tmp_path.glob(".work-*")):
        time.sleep(0.01)
    forks = psutil.Process(run.pid).children(recursive=True)
    assert forks
    run.send_signal(signal.SIGKILL)
    run.wait()
    psutil.wait_procs(forks, timeout=5)
    assert [fork for fork in forks if fork.is_running()] == []
    assert list(tmp_path.glob("*.html")) == []
    reports.render(month(), tmp_path)
    assert list(tmp_path.glob(".work-*")) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(ReportError, match=r"cannot write to .*taken"):
        reports.render(month(), tmp_path / "taken")


def test_two_reports_never_share_a_file_name():
    extras = [{}, {"themes": "israel"}, {"title": "A"}, {"title": "B"}, {"language": "ru"}]
    extras.append({"as_of": "2026-11-21"})
    stems = [month(**extra).stem for extra in extras]
    assert len(set(stems)) == len(stems)


@pytest.mark.parametrize("template", parameters.MODELS)
def test_parameters_cell_holds_literals_that_are_the_defaults(template):
    inspected = papermill.inspect_notebook(paths.templates() / f"{template}.ipynb")
    stated = {name: ast.literal_eval(item["default"]) for name, item in inspected.items()}
    assert set(stated) == set(parameters.MODELS[template].model_fields)
    assert parameters.check(template, stated) == parameters.check(template, {})
