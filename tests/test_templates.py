"""Every template, rendered once with its default parameters: what a reader sees."""

import html
import re

import nbformat
import pytest

from helpers import parameters, paths, reports

NEVER = re.compile(r"Traceback|\bNaN\b|\bNaT\b|\bnan\b|\bNone\b|<NA>")
SECTIONS = {
    "episode": [
        "Timeline", "Event by event", "The accounts", "People", "Documents", "Before and after",
        "Sources and their sides", "Method",
    ],
    "person": [
        "Offices", "Contacts over the years", "Counterparts", "Last contact and gaps",
        "List of contacts", "Statements and other acts", "Method",
    ],
}  # fmt: skip
THIN = {
    "episode of context alone": (
        "episode",
        {"episode": "aras_poem_2020"},
        ["No tension event between the two", "No signed document is recorded"],
    ),
    "episode that nobody contests": (
        "episode",
        {"episode": "talysh_editor_2007"},
        ["No contested statement of fact", "No page names an official"],
    ),
    "episode at the end of the data": (
        "episode",
        {"episode": "drone_crisis_2026"},
        ["after (0 days)"],
    ),
    "official of a third country": (
        "person",
        {"person": "Vladimir Putin"},
        ["(Russia)", "Statements and other acts"],
    ),
}


def seen(page):
    """Text that a reader sees: without scripts, styles and tags."""
    text = page.read_text(encoding="utf-8")
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.S)
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


def headings(page):
    return re.findall(r"<h2[^>]*>([^<]+)", page.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """Render a template once; return its page."""
    folder = tmp_path_factory.mktemp("templates")
    pages = {}

    def page(template, **values):
        job = reports.job_of(template, values)
        if job.stem not in pages:
            pages[job.stem] = reports.render(job, folder)
        return pages[job.stem]

    return page


@pytest.mark.parametrize("template", parameters.MODELS)
def test_template_renders_with_its_default_parameters(rendered, template):
    page = rendered(template)
    found = headings(page)
    assert found[-1] == "Method"
    assert len(found) == len(set(found)) >= 5
    assert found == SECTIONS.get(template, found)
    assert not NEVER.findall(seen(page))


@pytest.mark.parametrize("template", parameters.MODELS)
def test_template_opens_with_a_title_and_sentences_and_links_its_sources(rendered, template):
    text = rendered(template).read_text(encoding="utf-8")
    assert re.search(r"<h1[^>]*>[^<]+", text)
    sentences = re.search(r'<ul class="headlines">(.*?)</ul>', text, flags=re.S).group(1)
    assert sentences.count("<li>") >= 2
    assert 'href="https://' in text
    assert '<figure class="chart"' in text


@pytest.mark.parametrize("template", parameters.MODELS)
def test_parameters_of_a_template_stand_for_the_defaults(template):
    notebook = nbformat.read(paths.templates() / f"{template}.ipynb", as_version=4)
    cell = next(c for c in notebook.cells if "parameters" in c.metadata.get("tags", []))
    values = {}
    exec(cell.source, {}, values)
    given, usual = (parameters.check(template, chosen) for chosen in (values, {}))
    assert given.model_dump(exclude={"window"}) == usual.model_dump(exclude={"window"})


@pytest.mark.parametrize(("template", "values", "said"), THIN.values(), ids=THIN)
def test_thin_cases_say_what_is_not_there(rendered, template, values, said):
    page = rendered(template, **values)
    text = " ".join(seen(page).split())
    for words in said:
        assert words in text
    assert not NEVER.findall(text)
    assert "<tbody></tbody>" not in page.read_text(encoding="utf-8")


def test_dossier_sets_the_accounts_of_both_sides_side_by_side(rendered):
    text = rendered("episode").read_text(encoding="utf-8")
    head = re.search(r"<th[^>]*>from Azerbaijan</th>\s*<th[^>]*>from Iran</th>", text)
    assert head
    assert re.search(r"Ministry of Foreign Affairs of Azerbaijan asserts: ", text)


def test_report_on_a_person_says_that_it_holds_only_recorded_contacts(rendered):
    assert "Recorded contacts only" in seen(rendered("person"))
