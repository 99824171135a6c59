import re

import pandas as pd
import pytest

from helpers import charts
from helpers.charts.tables import Linked, cell_text

SCRIPT = "<script>alert('x')</script>"
ESCAPED = "&lt;script&gt;"


def cells(html):
    """Text of the body's cells, in order."""
    return re.findall(r"<td[^>]*>(.*?)</td>", html)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "–"),
        (pd.NA, "–"),
        (pd.NaT, "–"),
        (float("nan"), "–"),
        ((), "–"),
        (("e1", "e2"), "e1, e2"),
        (pd.Timestamp("2020-02-03"), "2020-02-03"),
        (1.005, "1.00"),
        (2 / 3, "0.67"),
        (7, "7"),
        ("a & b", "a &amp; b"),
        (SCRIPT, "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;"),
        (("<b>",), "&lt;b&gt;"),
    ],
)
def test_values_are_written_for_people_and_escaped(value, written):
    assert cell_text(value) == written


def test_table_shows_every_row_and_names_its_columns():
    frame = pd.DataFrame({"event_id": ["e1", "e2"], "n_days": [3, None]}).astype(
        {"n_days": "Int64"}
    )
    html = charts.table(frame, caption="Gaps", headings={"n_days": "days"}).data
    assert re.findall(r"<th [^>]*>(.*?)</th>", html) == ["event id", "days"]
    assert cells(html) == ["e1", "3", "e2", "–"]
    assert "<caption>Gaps</caption>" in html
    assert 'scope="col"' in html


def test_table_escapes_cells_headings_and_caption():
    frame = pd.DataFrame({SCRIPT: [SCRIPT]})
    html = charts.table(frame, caption=SCRIPT, headings={SCRIPT: SCRIPT}).data
    assert "<script" not in html
    assert html.count(ESCAPED) >= 3


def test_table_without_rows_still_has_its_head():
    html = charts.table(pd.DataFrame({"title": []})).data
    assert ">title</th>" in html
    assert cells(html) == []


def test_table_keeps_links_as_links():
    frame = pd.DataFrame({"source": [charts.link("https://example.org/", "Alpha")]})
    assert 'href="https://example.org/"' in charts.table(frame).data


def test_table_leaves_the_frame_alone():
    frame = pd.DataFrame({"title": ["a"], "n": [1]})
    before = frame.copy(deep=True)
    charts.table(frame, headings={"n": "number"})
    pd.testing.assert_frame_equal(frame, before)


def test_folded_table_tells_its_number_of_rows():
    html = charts.folded(pd.DataFrame({"n": [1, 2, 3]}), summary=f"Data {SCRIPT}", caption="c").data
    assert html.startswith("<details>")
    assert "(3 rows)" in html
    assert "<caption>c</caption>" in html
    assert "<script" not in html


def test_bullets_and_heading_are_escaped():
    html = charts.bullets(["one", SCRIPT]).data + charts.heading(SCRIPT, SCRIPT).data
    assert html.count("<li>") == 2
    assert "<script" not in html
    assert html.count(ESCAPED) == 3


def test_link_escapes_text_and_address():
    html = charts.link('https://example.org/?a=1&b="2"', SCRIPT)
    assert "<script" not in html
    assert 'href="https://example.org/?a=1&amp;b=&quot;2&quot;"' in html
    assert 'rel="noopener"' in html


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "JAVASCRIPT:alert(1)//https://example.org",
        "data:text/html,<script>alert(1)</script>",
        "//example.org",
        "",
    ],
)
def test_link_refuses_all_but_web_addresses(url):
    html = charts.link(url, "text & more")
    assert html == "text &amp; more"
    assert "href" not in html


def test_links_are_separated_by_semicolons():
    html = charts.links([("https://a.org", "A"), ("javascript:x", "B")])
    assert isinstance(html, Linked)
    assert html.split("; ")[1] == "B"
    assert html.count("<a ") == 1


def test_cited_links_the_pages_of_each_event_in_its_place():
    events = pd.DataFrame({"event_id": ["e2", "e1", "e3"]}, index=[5, 6, 7])
    sources = pd.DataFrame(
        {
            "event_id": ["e1", "e2", "e2"],
            "url": ["https://a.org", "https://b.org", "javascript:x"],
            "publisher": ["Alpha", SCRIPT, "Gamma"],
        }
    )
    linked = charts.cited(events, sources)
    assert linked.index.tolist() == [5, 6, 7]
    assert "https://b.org" in linked[5]
    assert linked[5].endswith("; Gamma")
    assert ESCAPED in linked[5]
    assert "https://a.org" in linked[6]
    assert linked[7] == "–"
    assert "<script" not in charts.table(linked.to_frame("sources")).data


def test_with_link_adds_a_linked_column_and_leaves_its_argument_alone():
    rows = pd.DataFrame({"url": ["https://a.org", "javascript:x"], "publisher": ["A", "B"]})
    linked = charts.with_link(rows)
    assert 'href="https://a.org"' in linked.loc[0, "source"]
    assert linked.loc[1, "source"] == "B"
    assert list(rows.columns) == ["url", "publisher"]


def test_table_without_rows_says_so_when_it_is_told_how():
    empty = pd.DataFrame({"a": []})
    assert charts.table(empty, empty=f"Nothing {SCRIPT}").data == f"<p>Nothing {ESCAPED}" + (
        "alert(&#x27;x&#x27;)&lt;/script&gt;</p>"
    )
    assert charts.folded(empty, empty="Nothing").data == "<p>Nothing</p>"
    assert "<table" in charts.table(empty).data


def test_claim_names_claimant_stance_and_page_and_is_escaped():
    claims = pd.DataFrame(
        {
            "claimant": [SCRIPT],
            "stance": ["denies"],
            "claim": ["a & b"],
            "url": ["https://example.org/1"],
            "publisher": ["Alpha"],
        }
    )
    (written,) = charts.said(claims)
    assert "denies: a &amp; b (<a href" in cell_text(written)
    assert SCRIPT not in written
