"""Text for the page: what differs between two sentences, and dates in another language."""

import difflib
import re

from markupsafe import Markup, escape

from helpers.language import FIRST_ISOLATE, LAST_ISOLATE

WORD = re.compile(
    rf"{FIRST_ISOLATE}[^{LAST_ISOLATE}]*{LAST_ISOLATE}"
    r"|\s+|\d+(?:[.,\u066b\u066c]\d+)*|\w+|[^\w\s]"
)


def marked(was: str, now: str, language: str = "") -> tuple[Markup, Markup]:
    """Mark what two sentences do not share, a number whole; both come back escaped.

    Args:
        was: The earlier sentence; its own words come back in <del>.
        now: The later sentence; its own words come back in <ins>.
        language: The language of the report's dates.
    """
    old, new = WORD.findall(was), WORD.findall(now)
    codes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return (
        isolated(_written(old, [(kind, a, b) for kind, a, b, _, _ in codes], "del"), language),
        isolated(_written(new, [(kind, a, b) for kind, _, _, a, b in codes], "ins"), language),
    )


def _written(words: list[str], spans: list[tuple[str, int, int]], tag: str) -> Markup:
    parts = [(kind, escape("".join(words[first:last]))) for kind, first, last in spans]
    return Markup("").join(
        text if kind == "equal" or not text.strip() else Markup(f"<{tag}>{text}</{tag}>")
        for kind, text in parts
    )


def isolated(text: str | Markup, language: str = "") -> Markup:
    """Escape a text; what `helpers.language` isolated is marked as of that language."""
    if not language or language == "en":
        return escape(text)
    opened = Markup('<bdi lang="{}">').format(language)
    closed = Markup("</bdi>")
    return escape(text).replace(FIRST_ISOLATE, opened).replace(LAST_ISOLATE, closed)
