"""Write the front page and the feed of a folder of reports, both whole or not at all."""

import base64
import datetime as dt
import hashlib
import os
from pathlib import Path

import filelock
import jinja2
from markupsafe import Markup

from helpers import paths
from helpers.errors import ReportError
from helpers.reports.jobs import SUFFIXES
from helpers.site import entries, manifests, marks, state
from helpers.site.feed import TITLE, feed_of

INDEX, FEED, LOCK = "index.html", "feed.xml", ".site.lock"
HERE = Path(__file__).resolve().parent


def build(folder: Path | None = None, now: dt.datetime | None = None) -> tuple[Path, list[str]]:
    """Write index.html and feed.xml from the manifests of a folder.

    Args:
        folder: Where the reports are; reports/rendered by default.
        now: The moment of building; now by default.

    Returns:
        The path of the page, and the manifests that were left out because they are broken.

    Raises:
        ReportError: The folder holds no report, or cannot be written.
        DataError: The data package cannot be read.
        ParameterError: The catalogue is wrong.
    """
    folder, now = folder or paths.rendered(), now or dt.datetime.now(dt.UTC)
    found, broken = manifests.read(folder)
    if not found:
        left = f" (left out: {'; '.join(broken)})" if broken else ""
        raise ReportError(
            f"{folder} holds no reports{left}: render some with `relations render --all`, "
            "or name another folder with --folder."
        )
    listed = entries.entries_of(found, folder)
    page = page_of(listed, state.freshness(now.date()), state.waiting(found, now), broken, now)
    if any(folder.glob(f"*.{SUFFIXES['site']}")):
        from helpers.reports.page import ASSETS, write_assets  # loads plotly

        write_assets(folder / ASSETS)
    _write(folder, {FEED: feed_of(listed, FEED), INDEX: page.encode()})
    return folder / INDEX, broken


def page_of(
    listed: list[entries.Entry],
    data: state.Freshness,
    waiting: list[str],
    broken: list[str],
    now: dt.datetime,
) -> str:
    """Write the front page: one HTML file that fetches nothing."""
    style, script = ((HERE / name).read_text("utf-8") for name in ("site.css", "site.js"))
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {"day": entries.told, "isolated": marks.isolated}
    environment.globals |= {"marked": marks.marked}
    return environment.get_template("index.html.j2").render(
        title=TITLE,
        entries=listed,
        kinds=sorted({entry.manifest.template for entry in listed}),
        old=[entry for entry in listed if entry.problem],
        stale=[entry for entry in listed if entry.problem == state.DATA_CHANGED],
        data=data,
        waiting=waiting,
        broken=broken,
        now=now,
        feed=FEED,
        style=Markup(style),
        script=Markup(script),
        policy="default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src {_hash(style)}; script-src {_hash(script)}",
    )


def _hash(text: str) -> str:
    """Name a text for the page's policy, which then lets no other run."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _write(folder: Path, texts: dict[str, bytes]) -> None:
    """Write files aside and move them in when all are whole."""
    aside = {name: folder / f".{name}.new" for name in texts}
    try:
        with filelock.FileLock(folder / LOCK):
            try:
                for name, text in texts.items():
                    aside[name].write_bytes(text)
                for name, path in aside.items():
                    os.replace(path, folder / name)
            finally:
                for path in aside.values():
                    path.unlink(missing_ok=True)
    except OSError as error:
        raise ReportError(
            f"cannot write to {folder}: {error.strerror or error}. Nothing was kept."
        ) from None
