"""Where things are: the one module that knows the folder names of the project."""

import os
from pathlib import Path

from helpers.errors import DataError

MARKER = Path("data") / "datapackage.json"


def root() -> Path:
    """Find the project's root folder.

    Looks at the environment variable RELATIONS_ROOT, then upwards from the working folder, then
    upwards from this file, so that a notebook finds the data from whatever folder it runs in.

    Raises:
        DataError: No folder on the way holds data/datapackage.json.
    """
    named = os.environ.get("RELATIONS_ROOT")
    if named:
        if (Path(named) / MARKER).is_file():
            return Path(named).resolve()
        raise DataError(
            f"RELATIONS_ROOT is '{named}', which holds no {MARKER}. "
            "Set it to the project's folder or unset it."
        )
    for start in (Path.cwd(), Path(__file__).resolve().parent):
        for folder in (start, *start.parents):
            if (folder / MARKER).is_file():
                return folder
    raise DataError(f"No {MARKER} above {Path.cwd()}: start from the project's folder.")


def data() -> Path:
    """Return the folder of the curated tables."""
    return root() / "data"


def outlines() -> Path:
    """Return the country outlines (GeoJSON, WGS 84) used by the map and by validation."""
    return data() / "geo" / "outlines.geojson"


def templates() -> Path:
    """Return the folder of the report templates."""
    return root() / "reports" / "templates"


def catalogue() -> Path:
    """Return the catalogue of named reports."""
    return root() / "reports" / "catalogue.yml"


def rendered() -> Path:
    """Return the folder that finished reports are written to."""
    return root() / "reports" / "rendered"


def page_template() -> Path:
    """Return the folder of the nbconvert template that turns an executed report into one page."""
    return Path(__file__).resolve().parent / "page"
