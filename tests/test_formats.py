"""The formats of a report: page, paper, workbook, and a site's page beside its assets."""

import io
import os
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import browsing
import nbformat
import openpyxl
import psutil
import pypdf
import pytest

from helpers import charts, dataset, reports
from helpers.errors import ReportError
from helpers.reports import pdf, workbook
from helpers.reports.access import captioned, one_line, sections_of, worded
from helpers.reports.page import page_of, write_assets

RELATIONS = Path(sys.executable).with_name("relations")
SHORT = {"start": "2025-11-01", "end": "2025-12-31"}
ALL = ("html", "ipynb", "pdf", "xlsx")
A4 = (595, 842)  # points
SHEETS = ["about", "events", "sources", "participants", "claims", "agreements"]
PAINTED = re.compile(rb"\b(?:re|l|c|h)\s|\bf\*?\s|\bS\s")
browser, page = browsing.browser, browsing.page


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    """The page of a report without PDF; the notebook and the workbook lie beside it."""
    job = reports.job_of("period", SHORT, formats=("html", "ipynb", "xlsx"))
    return reports.render(job, tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def notebook(report) -> nbformat.NotebookNode:
    return nbformat.read(report.with_suffix(".ipynb"), as_version=4)


@pytest.fixture(scope="module")
def paper(notebook, tmp_path_factory) -> pypdf.PdfReader:
    browsing.demand()
    path = tmp_path_factory.mktemp("paper") / "report.pdf"
    pdf.write_pdf(notebook, path)
    assert [left.name for left in path.parent.iterdir()] == ["report.pdf"]
    return pypdf.PdfReader(io.BytesIO(path.read_bytes()))


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.browser
def test_paper_holds_title_sections_and_numbered_pages(paper, notebook):
    texts = [words(sheet.extract_text()) for sheet in paper.pages]
    title = "Iran–Azerbaijan relations, 1 November 2025 – 31 December 2025"
    assert 5 <= len(texts) <= 25
    assert title in texts[0]
    assert paper.metadata.title == title
    for _, heading in sections_of(notebook):
        assert any(heading in text for text in texts), heading
    for number, text in enumerate(texts, 1):
        assert f"{number} / {len(texts)}" in text
        assert number == 1 or title in text, "the title stands in the margin of later pages"


@pytest.mark.browser
def test_paper_is_a4_and_its_charts_are_whole_vectors(paper, notebook):
    drawn = 0
    for sheet in paper.pages:
        assert tuple(map(round, sheet.mediabox[2:])) == pytest.approx(A4, abs=1)
        assert list(sheet.images) == []
        drawn += len(PAINTED.findall(sheet.get_contents().get_data()))
    assert drawn > 500
    text = words(" ".join(sheet.extract_text() for sheet in paper.pages))
    for title, axis in titles_and_axes(notebook):
        assert title in text
        assert axis in text, "an axis title stands at the edge of a chart and is cut first"


def titles_and_axes(notebook) -> list[tuple[str, str]]:
    figures = [
        output["data"]["application/vnd.plotly.v1+json"]["layout"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "application/vnd.plotly.v1+json" in output.get("data", {})
    ]
    assert len(figures) >= 6
    return [(one["title"]["text"], one["xaxis"]["title"].get("text", "")) for one in figures]


@pytest.mark.browser
def test_paper_repeats_the_head_of_a_table_and_spells_out_addresses(paper, notebook):
    texts = [words(sheet.extract_text()) for sheet in paper.pages]
    listed = [text for text in texts if text.count("E-2025-1") > 3 and "http" in text]
    assert len(listed) >= 2
    assert [text for text in listed if "event id" not in text] == []
    squeezed = "".join("".join(texts).split())
    urls = re.findall(r'href="(https://[a-z0-9./-]{20,60})"', page_of(notebook, assets="assets"))
    assert len(urls) > 5
    assert [url for url in urls if url not in squeezed] == []


def render_pdf(folder: Path, **environment: str) -> subprocess.CompletedProcess:
    code = (
        "import sys; from pathlib import Path; from helpers import reports\n"
        "from helpers.errors import ReportError\n"
        f"job = reports.job_of('period', {SHORT}, formats={ALL})\n"
        "try: reports.render(job, Path(sys.argv[1]))\n"
        "except ReportError as error: print(error, file=sys.stderr); sys.exit(error.exit_code)"
    )
    return subprocess.run(
        [sys.executable, "-c", code, folder],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("named", "said"),
    [("no-such-browser", "none was found: install Chromium"), ("false", "printed no PDF")],
)
def test_without_a_working_browser_one_message_names_the_cure(tmp_path, named, said):
    done = render_pdf(tmp_path, RELATIONS_BROWSER=named)
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert said in line
    assert "RELATIONS_BROWSER" in line
    assert [path.name for path in tmp_path.iterdir()] == [".render.lock"]


def test_a_browser_that_hangs_is_stopped(notebook, tmp_path, monkeypatch):
    hanging = tmp_path / "hanging"
    hanging.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 600\n")
    hanging.chmod(0o755)
    monkeypatch.setenv("RELATIONS_BROWSER", str(hanging))
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(ReportError, match="took longer than 2 s"):
        pdf.write_pdf(notebook, out / "report.pdf", seconds=2)
    assert not psutil.pid_exists(int((tmp_path / "pid").read_text()))
    assert list(out.iterdir()) == []


@pytest.mark.browser
def test_a_killed_report_takes_its_browser_with_it(notebook, tmp_path):
    browsing.demand()
    nbformat.write(notebook, tmp_path / "report.ipynb")
    code = (
        "import sys, nbformat; from pathlib import Path; from helpers.reports import pdf\n"
        "folder = Path(sys.argv[1]); notebook = nbformat.read(folder / 'report.ipynb', 4)\n"
        "while True: pdf.write_pdf(notebook, folder / 'report.pdf')"
    )
    run = subprocess.Popen([sys.executable, "-c", code, tmp_path])
    process, end = psutil.Process(run.pid), time.monotonic() + 60
    while len(children := process.children(recursive=True)) < 4 and time.monotonic() < end:
        time.sleep(0.05)
    assert len(children) >= 4, "the browser and its helpers are at work"
    run.kill()
    run.wait()
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []


def test_workbook_holds_the_rows_of_the_reports_events(report):
    book = openpyxl.load_workbook(report.with_suffix(".xlsx"))
    assert book.sheetnames == SHEETS
    data = dataset.load()
    events = dataset.select(data.events, **SHORT)
    expected = {
        "events": events,
        "sources": dataset.sources_of(data, events),
        "participants": dataset.people_of(data, events),
        "claims": dataset.claims_of(data, events),
        "agreements": dataset.rows_of(data.agreements, events),
    }
    for name, frame in expected.items():
        rows = list(book[name].iter_rows(values_only=True))
        assert list(rows[0]) == list(frame.columns)
        assert [row[0] for row in rows[1:]] == frame.iloc[:, 0].tolist()
        assert book[name].freeze_panes == "B2"
    dates = book["events"]["B"]
    assert dates[0].value == "date_start"
    assert dates[1].is_date
    assert dates[1].number_format == "yyyy-mm-dd"
    assert 8 < book["events"].column_dimensions["A"].width < 70


def test_workbook_says_what_it_is(report, notebook):
    book = openpyxl.load_workbook(report.with_suffix(".xlsx"))
    about = dict(book["about"].iter_rows(min_row=2, values_only=True))
    assert about["parameter start"] == SHORT["start"]
    assert about["data version"] == dataset.load().version
    assert "coded by hand" in about["method"]
    assert about["report"] == book.properties.title


def test_the_same_notebook_gives_the_same_workbook(report, notebook, tmp_path):
    job = reports.job_of("period", SHORT)
    time.sleep(1.1)  # a clock time in the file would differ
    workbook.write_workbook(job, notebook, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == report.with_suffix(".xlsx").read_bytes()


def test_a_text_that_looks_like_a_formula_stays_text(tmp_path, set_cells, monkeypatch):
    set_cells("events", 0, title="=1+1")
    monkeypatch.setenv("RELATIONS_ROOT", str(tmp_path))
    events = dataset.load().events
    made = nbformat.v4.new_notebook(metadata={"papermill": {"template": "period.ipynb"}})
    bundle = charts.traced(events)._repr_mimebundle_()
    output = nbformat.v4.new_output("display_data", data=bundle)
    made.cells = [nbformat.v4.new_code_cell(outputs=[output])]
    days = {"start": "2012-01-01", "end": "2014-12-31"}
    workbook.write_workbook(reports.job_of("period", days), made, tmp_path / "book.xlsx")
    with zipfile.ZipFile(tmp_path / "book.xlsx") as book:
        assert b"=1+1" in book.read("xl/sharedStrings.xml")
        sheets = [name for name in book.namelist() if "worksheets/sheet" in name]
        assert not any(b"<f>" in book.read(name) for name in sheets)


def test_a_notebook_that_names_no_events_or_unknown_ones_is_refused():
    with pytest.raises(ReportError, match=r"charts\.traced"):
        workbook.events_of(nbformat.v4.new_notebook())
    with pytest.raises(ReportError, match="E-1900-001 is not in the data package"):
        workbook.rows_of(dataset.load(), ["E-1900-001"])


def test_what_a_notebook_names_is_not_shown_on_its_page(report):
    assert "events behind this report" not in report.read_text(encoding="utf-8")


def test_site_page_is_small_and_allows_only_its_own_files(notebook, tmp_path):
    text = page_of(notebook, assets="assets")
    assert len(text.encode()) < 600_000
    assert len(page_of(notebook).encode()) < 8_000_000
    (policy,) = re.findall(r"Content-Security-Policy\" content=\"([^\"]+)\"", text)
    assert "unsafe" not in policy
    assert "script-src 'self'; style-src 'self'" in policy
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", text) == []
    assert "<style" not in text
    assert not re.search(r"<[^>]+\sstyle=", re.sub(r"<script.*?</script>", "", text, flags=re.S))
    names = {path.name for path in write_assets(tmp_path / "assets")}
    assert set(re.findall(r'(?:src|href)="assets/([^"]+)"', text)) == names


@pytest.mark.browser
@pytest.mark.parametrize("assets", [None, "assets"])
def test_both_kinds_of_page_draw_every_chart_from_files(page, notebook, tmp_path, assets):
    write_assets(tmp_path / "assets")
    path = tmp_path / "report.html"
    path.write_text(page_of(notebook, assets=assets), encoding="utf-8")
    page.goto(path.as_uri())
    page.wait_for_function(browsing.READY)
    drawn = page.evaluate(browsing.DRAWN)
    assert len(drawn) == page.locator("figure.chart").count() >= 6
    assert all(drawn)
    # The part of plotly that draws maps of tiles adds a style of its own, which is refused.
    assert len([line for line in page.troubles if "inline style" in line]) == bool(assets)
    assert [line for line in page.troubles if "inline style" not in line] == []
    assert page.refused == []


@pytest.mark.browser
def test_plotlys_rules_are_those_that_it_adds_by_itself(page, notebook, tmp_path):
    write_assets(tmp_path / "assets")
    read = """() => Array.from(document.getElementById("plotly.js-style-global").sheet.cssRules,
      rule => rule.cssText).sort()"""
    (tmp_path / "alone.html").write_text(page_of(notebook), encoding="utf-8")
    page.goto((tmp_path / "alone.html").as_uri())
    page.wait_for_function(browsing.READY)
    added = page.evaluate(read)
    rules = (tmp_path / "assets" / "plotly.css").read_text(encoding="utf-8")
    page.set_content(f"<style id='plotly.js-style-global'>{rules}</style>")
    assert page.evaluate(read) == added
    assert len(added) > 40


def test_tables_below_charts_are_captioned_and_titles_are_plain():
    table = '<details><summary>Data (2 rows)</summary><table class="relations-table"><thead>'
    made = captioned(table, r"A <b> & \1")
    assert '<caption class="unseen">Data (2 rows): A &lt;b&gt; &amp; \\1</caption><thead>' in made
    assert captioned(made.replace(' class="unseen"', ""), "B").count("<caption") == 1
    assert one_line("Level<br><b>of</b> talks, a < b") == "Level of talks, a < b"


def test_only_words_of_another_language_are_marked():
    assert worded("on \u2068۸ دسامبر\u2069", "fa") == 'on <bdi lang="fa" dir="auto">۸ دسامبر</bdi>'
    assert worded('<td class="date">8 мая</td>', "ru") == '<td class="date" lang="ru">8 мая</td>'
    assert worded('<td class="date">8 May</td>', "en") == '<td class="date">8 May</td>'
