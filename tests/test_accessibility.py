"""Reports for everyone: axe-core at WCAG 2.1 AA, keyboard, reading order, dark mode, print."""

import itertools
import re
from importlib.resources import files
from pathlib import Path

import browsing
import nbformat
import pytest

from helpers import paths, reports
from helpers.reports.page import page_of

pytestmark = pytest.mark.browser
browser, page = browsing.browser, browsing.page
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
TEMPLATES = sorted(path.stem for path in paths.templates().glob("*.ipynb"))
LIGHTNESS = """plot => {
  const shade = element => getComputedStyle(element).fill.match(/\\d+/g).slice(0, 3)
    .reduce((sum, part) => sum + Number(part), 0) / 3;
  return [shade(plot.querySelector('.main-svg')?.querySelector('.xtick text')),
    plot._fullLayout.paper_bgcolor];
}"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Write the page of a template's stored notebook; each once."""
    folder, written = tmp_path_factory.mktemp("pages"), {}

    def write(template: str) -> Path:
        if template not in written:
            notebook = nbformat.read(paths.templates() / f"{template}.ipynb", as_version=4)
            notebook.metadata.setdefault("papermill", {"template": template})
            written[template] = folder / f"{template}.html"
            written[template].write_text(page_of(notebook), encoding="utf-8")
        return written[template]

    return write


def show(page, path: Path, scheme: str = "light", width: int = 1280) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path.as_uri())
    page.wait_for_function(browsing.READY)


def violations(page) -> list[str]:
    """Return what axe-core finds: rule, where, why."""
    script = files("axe_playwright_python") / "axe.min.js"
    page.evaluate(script.read_text(encoding="utf-8"))
    only = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = page.evaluate("only => axe.run(document, only)", only)
    assert len(found["passes"]) > 10
    return [
        f"{one['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_page_passes_axe(page, pages, template, scheme, width):
    show(page, pages(template), scheme, width)
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    page.wait_for_timeout(200)
    assert violations(page) == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 1


def test_axe_would_find_what_is_wrong(page, pages):
    show(page, pages("period"))
    page.evaluate("document.querySelector('.subtitle').style.color = '#bbb'")
    page.evaluate("document.documentElement.lang = ''")
    found = " ".join(violations(page))
    assert "color-contrast" in found
    assert "html-has-lang" in found


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_chart_has_words_and_a_table_after_it(page, pages, template):
    show(page, pages(template))
    charts = page.locator("figure.chart")
    for number in range(charts.count()):
        chart = charts.nth(number)
        assert len(chart.locator(".chart-title").inner_text()) > 5
        assert "data to" in chart.locator(".chart-note").inner_text()
    bare = page.evaluate(
        """() => {
          const order = Array.from(document.querySelectorAll('figure.chart, table'));
          return order.filter((one, place) => one.matches('figure')
            && !order[place + 1]?.matches('table')).map(one => one.innerText.slice(0, 60));
        }"""
    )
    assert bare == []


def test_page_has_one_title_landmarks_and_headings_in_order(page, pages):
    show(page, pages("period"))
    levels = page.evaluate(
        "Array.from(document.querySelectorAll('h1, h2, h3, h4'), one => Number(one.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert page.locator("main").count() == page.locator("nav[aria-label]").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"
    targets = page.locator("nav a").evaluate_all(
        "links => links.map(link => document.getElementById(link.hash.slice(1))?.tagName)"
    )
    assert set(targets) == {"H2"}
    assert page.locator("table:not(:has(caption))").count() == 0
    assert page.locator("th:not([scope])").count() == 0


def test_keyboard_reaches_skip_link_legend_buttons_and_tables(page, pages):
    show(page, pages("period"))
    page.keyboard.press("Tab")
    focused = "document.activeElement"
    assert page.evaluate(f"{focused}.textContent") == "Skip to the report"
    assert page.evaluate(f"{focused}.getBoundingClientRect().top") >= 0
    outline = page.evaluate(f"getComputedStyle({focused}).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    assert page.evaluate(f"{focused}.id") == "report"
    toggle = page.locator(".legendtoggle[role=button]").first
    before = page.locator(".js-plotly-plot").first.evaluate("plot => plot._fullData[0].visible")
    toggle.focus()
    assert toggle.get_attribute("aria-pressed") == "true"
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    assert toggle.get_attribute("aria-pressed") == "false"
    assert before is True
    assert page.locator(".modebar-btn:not(button)").count() == 0
    assert page.locator("[data-title*='loud']").count() == 0, "nothing is sent to plotly's cloud"
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details").first.get_attribute("open") is not None


def test_a_wide_table_is_scrolled_from_the_keyboard(page, pages):
    show(page, pages("period"), width=390)
    region = page.locator(".output[role=region][tabindex='0']").first
    assert re.search(r"\d+ events", region.get_attribute("aria-label"))
    show(page, pages("period"), width=1280)
    assert page.locator(".output[role=region]").count() == 0


def test_charts_follow_dark_mode_and_print_is_light(page, pages):
    show(page, pages("period"), "light")
    chart = page.locator(".js-plotly-plot").first
    assert dark_and_light(chart) == "light"
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(500)
    assert dark_and_light(chart) == "dark"
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert dark_and_light(chart) == "light"
    assert chart.evaluate("plot => plot._fullLayout.width") == 680
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert dark_and_light(chart) == "dark"
    page.emulate_media(color_scheme="dark", media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def dark_and_light(chart) -> str:
    """Tell whether a chart is dark writing on light or the other way round."""
    ink, ground = chart.evaluate(LIGHTNESS)
    kinds = {(True, "white"): "light", (False, "#16181c"): "dark"}
    return kinds[(ink < 100, ground)]


def test_persian_dates_are_marked_inside_the_english_page(page, tmp_path):
    values = {"start": "2025-12-01", "end": "2025-12-31", "language": "fa"}
    show(page, reports.render(reports.job_of("period", values), tmp_path))
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("html").get_attribute("dir") is None
    assert page.locator("li bdi[lang=fa]").count() > 0
    assert page.locator("td.date:not([lang=fa])").count() == 0
    assert violations(page) == []
