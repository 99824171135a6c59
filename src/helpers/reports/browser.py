"""Finding Chromium or Chrome, which prints reports and looks at them in the tests."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NAMED = "RELATIONS_BROWSER"
CURE = f"install Chromium or Chrome, or name the program in the environment variable {NAMED}"
# A browser of our own: no window, no first-run questions, and nothing sent home.
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def find() -> str | None:
    """Return the path of a browser: the one that RELATIONS_BROWSER names, or one on the PATH."""
    named = os.environ.get(NAMED)
    return next(filter(None, map(shutil.which, [named] if named else NAMES)), None)
