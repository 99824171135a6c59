"""What a reader sees: the report and JupyterLab in a real Chromium with the network cut."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import browsing
import pytest

from helpers import reports

ROOT = Path(__file__).resolve().parents[1]
PROMPTS = """Array.from(document.querySelectorAll('.jp-CodeCell .jp-InputPrompt'))
  .map(prompt => prompt.textContent)"""

pytestmark = pytest.mark.browser
browser, page = browsing.browser, browsing.page


def test_every_chart_of_the_report_is_drawn_without_a_network(page, tmp_path):
    path = reports.render(reports.job_of("period", {}), tmp_path)
    page.goto(path.as_uri())
    page.wait_for_function("document.querySelectorAll('.js-plotly-plot .main-svg').length > 0")
    drawn = page.evaluate(browsing.DRAWN)
    assert len(drawn) == page.locator("figure.chart").count() >= 6
    assert all(drawn)
    assert page.troubles == []
    assert page.refused == []


def test_report_fits_a_phone_and_links_ids_to_rows(page, tmp_path):
    path = reports.render(
        reports.job_of("period", {"start": "2025-12-01", "end": "2025-12-31"}), tmp_path
    )
    page.set_viewport_size({"width": 420, "height": 800})
    page.goto(path.as_uri())
    page.wait_for_function("document.querySelectorAll('.js-plotly-plot .main-svg').length > 0")
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 1
    link = page.locator("ul.headlines a[href^='#E-']").first
    target = link.get_attribute("href")
    assert page.locator(f"tr{target}").count() == 1


def test_markup_in_a_title_does_not_run(page, tmp_path):
    title = "<script>window.broken = 1</script><img src=x onerror='window.broken = 1'>"
    month = {"start": "2025-12-01", "end": "2025-12-31", "title": title}
    page.goto(reports.render(reports.job_of("period", month), tmp_path).as_uri())
    page.wait_for_function("document.querySelectorAll('.js-plotly-plot .main-svg').length > 0")
    assert page.evaluate("window.broken") is None
    assert "window.broken" in page.locator("h1").inner_text()


@pytest.fixture
def lab(tmp_path):
    """A real JupyterLab server on a copy of the notebooks."""
    work = tmp_path / "lab"
    shutil.copytree(ROOT / "notebooks", work)
    (work / "templates").symlink_to(ROOT / "reports" / "templates")
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
        "JUPYTER_DATA_DIR": str(tmp_path / "data"),
        "JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "workspaces"),
    }
    server = subprocess.Popen(
        [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=localhost",
            f"--port={port}", "--IdentityProvider.token=", "--ServerApp.port_retries=0",
            f"--notebook-dir={work}",
        ],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://localhost:{port}/lab"
    try:
        wait_for(url)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(url: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(f"{url}/../api", timeout=2)
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.3)


def choose(page, menu: str, item: str, until: str) -> None:
    """Choose from a menu until it shows; a click while JupyterLab still loads can get lost."""
    from playwright.sync_api import TimeoutError as TooLate

    for attempt in range(6):
        page.keyboard.press("Escape")
        page.get_by_role("menuitem", name=menu, exact=True).click()
        page.get_by_role("menuitem", name=item, exact=True).click()
        try:
            page.wait_for_function(until, timeout=10_000, polling=100)
            return
        except TooLate:
            if attempt == 5:
                raise


def test_notebook_runs_in_jupyterlab_and_draws_its_charts(page, lab):
    page.set_viewport_size({"width": 1400, "height": 2600})
    page.goto(f"{lab}/tree/02_engagement_frequency.ipynb")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status='idle']", timeout=60_000)
    assert page.get_by_text("official Jupyter news").count() == 0
    choose(
        page, "Edit", "Clear Outputs of All Cells", f"{PROMPTS}.every(text => !/\\d/.test(text))"
    )
    choose(page, "Run", "Run All Cells", f"{PROMPTS}.some(text => /[\\d*]/.test(text))")
    page.wait_for_function(
        f"{PROMPTS}.every(text => /\\d/.test(text))", timeout=180_000, polling=100
    )
    page.wait_for_function(
        "document.querySelectorAll('.js-plotly-plot .main-svg').length > 0", timeout=30_000
    )
    page.wait_for_timeout(2000)
    drawn = page.evaluate(browsing.DRAWN)
    assert len(drawn) >= 8
    assert all(drawn)
    for kind in ("stderr", "error"):
        assert page.locator(f"[data-mime-type='application/vnd.jupyter.{kind}']").count() == 0
    assert page.refused == []


def test_the_form_of_jupyterlab_refuses_a_wrong_value_and_renders_a_right_one(page, lab):
    page.set_viewport_size({"width": 1400, "height": 1000})
    page.goto(f"{lab}/tree/templates/period.ipynb")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.locator("[data-jp-item-name=create-job] jp-button").click()
    create = page.get_by_role("button", name="Create", exact=True)
    page.get_by_title("Add new parameter").click()
    page.locator("input[name=parameter-0-name]").fill("window")
    page.locator("input[name=parameter-0-value]").fill("last_mont")
    page.keyboard.press("Tab")  # a click while the field is left gets lost
    create.click()
    page.get_by_text("Did you mean 'last_month'").wait_for()
    page.locator("input[name=parameter-0-value]").fill("last_month")
    page.keyboard.press("Tab")
    create.click()
    page.get_by_text('Your job "period" has been created').wait_for()
    for _ in range(60):
        page.wait_for_timeout(1000)
        page.get_by_role("button", name="Reload").click()
        if page.get_by_role("cell", name="Completed").count():
            break
    assert page.get_by_role("cell", name="Completed").count() == 1
    assert page.refused == []
