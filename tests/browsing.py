"""Shared by the tests that look at pages: a real Chromium with the network cut."""

import os
import warnings

import pytest

from helpers.reports.browser import CURE, FLAGS, find

DRAWN = """() => Array.from(document.querySelectorAll('.js-plotly-plot')).map(plot => {
  const box = plot.querySelector('.main-svg').getBoundingClientRect();
  return box.width > 200 && box.height > 100
    && plot.querySelectorAll('.trace, .hm, .point, .scatterlayer path, .barlayer path').length > 0;
})"""
READY = "document.querySelectorAll('.js-plotly-plot .main-svg').length > 0"
LOCAL = ("file:", "data:", "blob:", "http://localhost", "ws://localhost")


def demand() -> str:
    """Return the path of a browser; skip loudly without one, fail when it is demanded."""
    found = find()
    if found is None:
        message = f"NO BROWSER: browser tests do not run; {CURE}"
        if os.environ.get("RELATIONS_DEMAND_BROWSER") == "1":
            pytest.fail(message)
        warnings.warn(message, stacklevel=2)
        pytest.skip(message)
    return found


@pytest.fixture(scope="module")
def browser():
    program = demand()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    """A page that can reach nothing but files and this machine; it notes errors and requests."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.troubles, tab.refused = [], []

    def gate(route):
        url = route.request.url
        if url.startswith(LOCAL):
            route.continue_()
        else:
            tab.refused.append(url)
            route.abort()

    context.route("**/*", gate)
    tab.on("pageerror", lambda error: tab.troubles.append(str(error)))
    tab.on(
        "console",
        lambda line: tab.troubles.append(line.text) if line.type in ("error", "warning") else None,
    )
    yield tab
    context.close()
