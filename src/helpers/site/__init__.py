"""The front page of a folder of reports, and its feed."""

from helpers.site.build import FEED, INDEX, build

__all__ = ["FEED", "INDEX", "build"]
