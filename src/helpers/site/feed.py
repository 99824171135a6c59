"""The Atom feed (RFC 4287) of a folder of reports."""

import re
import uuid
from collections.abc import Iterable
from datetime import datetime
from xml.etree import ElementTree

from markupsafe import Markup, escape

from helpers.site.entries import Entry

ATOM = "http://www.w3.org/2005/Atom"
TITLE = "Reports on relations between Iran and the Republic of Azerbaijan"
AUTHOR = "The Iran-Azerbaijan relations notebooks contributors"  # as in CITATION.cff
FEED_ID = uuid.UUID("5b6f3c0e-0d7a-4f0e-9a53-6c1f7f0c2d41")  # names the feed wherever it is put
NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed_of(entries: Iterable[Entry], name: str) -> bytes:
    """Write the feed, the newest rendering first.

    An entry's id comes from the report's name and identity: a report that is rendered from other
    inputs is a new entry, one that is rendered again from the same is not.

    Args:
        entries: The reports, at least one.
        name: File name of the feed.

    Returns:
        An XML document in UTF-8.
    """
    ordered = sorted(entries, key=lambda entry: entry.manifest.rendered_at, reverse=True)
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed", {"xml:lang": "en"})
    _add(feed, "title", TITLE)
    _add(feed, "id", FEED_ID.urn)
    _add(feed, "updated", _moment(ordered[0].manifest.rendered_at))
    _add(_add(feed, "author"), "name", AUTHOR)
    _add(feed, "link", rel="self", href=name, type="application/atom+xml")
    _add(feed, "link", rel="alternate", href="index.html", type="text/html")
    for entry in ordered:
        _entry(feed, entry)
    ElementTree.indent(feed)
    return ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)


def _entry(feed: ElementTree.Element, entry: Entry) -> None:
    manifest = entry.manifest
    told = _add(feed, "entry")
    _add(told, "title", f"{manifest.title} ({entry.days})")
    _add(told, "id", uuid.uuid5(FEED_ID, f"{manifest.stem} {manifest.identity}").urn)
    _add(told, "updated", _moment(manifest.rendered_at))
    _add(told, "link", rel="alternate", href=entry.page)
    _add(told, "category", term=manifest.template)
    _add(told, "summary", _summary(entry), type="text")
    if manifest.conclusions:
        _add(told, "content", _listed(manifest.conclusions), type="html")


def _summary(entry: Entry) -> str:
    if entry.issue is None:
        return "A new report."
    since = entry.issue.title or f"the rendering of {entry.issue.since:%Y-%m-%d %H:%M} UTC"
    return f"Since {since}: {entry.issue.summary}."


def _listed(sentences: list[str]) -> str:
    return Markup("<ul>{}</ul>").format(
        Markup("").join(Markup("<li>{}</li>").format(escape(one)) for one in sentences)
    )


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _add(
    parent: ElementTree.Element, name: str, text: str = "", **attributes: str
) -> ElementTree.Element:
    """Add an element; characters that XML cannot hold are dropped."""
    kept = {key: NOT_XML.sub("", value) for key, value in attributes.items()}
    child = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", kept)
    child.text = NOT_XML.sub("", str(text)) or None
    return child
